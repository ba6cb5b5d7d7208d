"""The tables of a release for one public: figures and what is beside them, counted, protected, completed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.afwijkingen import EerderPlan
from pipeline.evaluation.effect.analyseplan import Analyseplan
from pipeline.indicators.compute import compute_cijfers, compute_eenheden
from pipeline.indicators.gevoeligheid import compute_gevoeligheid
from pipeline.indicators.herinneringen import Herinnering, compute_herinneringen
from pipeline.indicators.overzichten import compute_overzichten, compute_plannen
from pipeline.indicators.varianten import compute_varianten
from pipeline.indicators.volledigheid import Volledigheid, compute_volledigheid
from pipeline.microdata.reading import open_microdata
from pipeline.pseudonym import Sleutel
from pipeline.release.aansluiting import protect_aansluiting
from pipeline.release.begeleiding import protect_caseload, protect_meetings
from pipeline.release.circulation import Circulation
from pipeline.release.counts import (
    hidden_steps,
    protect_defects,
    protect_flow,
    protect_repairs,
    summarise_deliveries,
)
from pipeline.release.effect import Onderzoek, beside_headline, leavers, onderzoek, protect_effect
from pipeline.release.effect_jaren import protect_years
from pipeline.release.effect_robuust import protect_robust
from pipeline.release.koppeling import protect_links, protect_sensitivity
from pipeline.release.overname import Overgenomen, without_cohorts
from pipeline.release.policy import Policy
from pipeline.release.protection import ProtectedTables, protect
from pipeline.release.readers import Steps
from pipeline.release.small_tables import Row, hidden_rows
from pipeline.release.varianten import protect_variants
from pipeline.release.verschuiving import Verschuiving
from pipeline.release.zelfevaluatie import protect_scores
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.microdata.build import Microdata

_BESIDES: dict[str, Any] = {"regio": {"naam", "arbeidsmarktregio"}, "koppeling": {"drempel", "marge"}}
"""Of these parts of the settings what shapes or names a figure; not where something lies on this machine."""
SCHOOLTYPEN = {"PRO": "praktijkonderwijs", "VSO": "voortgezet speciaal onderwijs", "SO": "speciaal onderwijs"}


@dataclass(frozen=True)
class Geteld:
    """What was counted of the cohorts whose rows are there, before anything is hidden."""

    cijfers: pd.DataFrame
    eenheden: pd.DataFrame
    overzichten: Mapping[str, pd.DataFrame]
    gevoeligheid: pd.DataFrame
    varianten: pd.DataFrame
    volledigheid: Volledigheid
    herinneringen: tuple[Herinnering, ...]
    effect: Onderzoek


@dataclass(frozen=True)
class Samengesteld:
    """The tables of a release, with what was hidden in them; verborgen: the steps of the flow that are."""

    policy: Policy
    tabellen: Mapping[str, pd.DataFrame]
    beschermd: ProtectedTables
    verborgen: Steps
    overgenomen: Overgenomen


def count(
    microdata: Microdata,
    settings: Settings,
    schooljaar: Schooljaar,
    lost: frozenset[int],
    plan: Analyseplan,
    sleutel: Sleutel,
    eerdere: Collection[EerderPlan] = (),
) -> Geteld:
    """Count everything that a release is made of, without the cohorts of which rows are lost.

    sleutel: by which estimates are shifted. eerdere: the analysis plans of earlier releases.
    """
    with open_microdata(microdata) as con:
        cijfers = compute_cijfers(con, settings, schooljaar)
        eenheden = compute_eenheden(con)
        overzichten = compute_overzichten(con, schooljaar, settings.stand(schooljaar))
        gevoeligheid = compute_gevoeligheid(con, settings, schooljaar)
        varianten = compute_varianten(con, settings, schooljaar, without_cohorts(cijfers, lost))
        volledigheid = compute_volledigheid(con, settings, schooljaar, lost)
        herinneringen = compute_herinneringen(con, volledigheid)
        plannen, uitkomsten = compute_plannen(con)
    overzichten["stroom"] = without_cohorts(overzichten["stroom"], lost)
    cijfers, eenheden = (without_cohorts(table, lost) for table in (cijfers, eenheden))
    schuif = Verschuiving(sleutel)
    effect = onderzoek(plan, cijfers, eenheden, plannen, uitkomsten, schuif, lost, eerdere)
    return Geteld(
        cijfers, eenheden, overzichten, gevoeligheid, varianten, volledigheid, herinneringen, effect
    )


def compose(
    counted: Geteld,
    policy: Policy,
    circulation: Circulation,
    taken: Overgenomen,
    settings: Settings,
    wider: Samengesteld | None = None,
) -> Samengesteld:
    """Every table of the release for one public, protected, with what was taken over.

    wider: that of the readers who see more. Raises ReleaseGeweigerd.
    """
    protected = protect(counted.cijfers, counted.eenheden, policy, circulation)
    stroom = protect_flow(
        counted.overzichten["stroom"],
        policy,
        protected.cijfers,
        wider.verborgen if wider else frozenset(),
        circulation.steps(counted.overzichten["stroom"], policy.publiek),
    )
    per_cohort = {
        "cijfers": _named(protected.cijfers, counted.eenheden, settings),
        "samen": _named(protected.samen, counted.eenheden, settings),
        "eenheden": counted.eenheden,
        "stroom": stroom,
    }
    tables = {
        **counted.overzichten,
        **{naam: taken.fill_in(naam, table) for naam, table in per_cohort.items()},
        **_overviews(counted.overzichten, policy),
        **_of_pupils(counted.overzichten, protected.cijfers, policy, wider),
        **_effect(counted.effect, protected.cijfers, policy),
        "gevoeligheid": protect_sensitivity(counted.gevoeligheid, policy),
        "varianten": protect_variants(counted.varianten, protected.cijfers, policy),
        "overgenomen": taken.table(),
        "instellingen": _settings_table(settings, policy),
    }
    return Samengesteld(policy, tables, protected, hidden_steps(stroom), taken)


def _overviews(overzichten: Mapping[str, pd.DataFrame], policy: Policy) -> dict[str, pd.DataFrame]:
    """What is about deliveries and partners, each table by itself."""
    protections = {
        "leveringen": summarise_deliveries,
        "defecten": protect_defects,
        "hersteld": protect_repairs,
        "koppeling": protect_links,
        "zelfevaluatie": protect_scores,
    }
    return {naam: protect_one(overzichten[naam], policy) for naam, protect_one in protections.items()}


def _of_pupils(
    overzichten: Mapping[str, pd.DataFrame],
    cijfers: pd.DataFrame,
    policy: Policy,
    wider: Samengesteld | None,
) -> dict[str, pd.DataFrame]:
    """The small tables of pupils; what is hidden from who sees more is hidden here too."""

    def must(naam: str) -> Collection[Row]:
        return hidden_rows(wider.tabellen[naam]) if wider else ()

    return {
        "werkoverleg": protect_meetings(overzichten["werkoverleg"], policy, must("werkoverleg")),
        "caseload": protect_caseload(overzichten["caseload"], policy, must("caseload")),
        "aansluiting": protect_aansluiting(overzichten["aansluiting"], cijfers, policy, must("aansluiting")),
    }


def _effect(gevraagd: Onderzoek, cijfers: pd.DataFrame, policy: Policy) -> dict[str, pd.DataFrame]:
    """All that is told of the innovatieplannen."""
    effect, kracht, afwijkingen = protect_effect(gevraagd, cijfers, policy)
    return {
        "effect": effect,
        "effect_kracht": kracht,
        "effect_afwijkingen": afwijkingen,
        "effect_omvang": leavers(gevraagd, cijfers, policy),
        "effect_per_jaar": beside_headline(protect_years(gevraagd, cijfers, policy), effect),
        "effect_robuust": beside_headline(protect_robust(gevraagd, cijfers, policy), effect),
    }


def _named(cijfers: pd.DataFrame, eenheden: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The figures with the name of each unit as readers know it in that cohort, or the last of several."""
    last = "tot" if "tot" in cijfers else "cohort"
    schools = eenheden.rename(columns={"school": "eenheid", "cohort": last}).assign(niveau="school")
    named = cijfers.merge(schools[[last, "niveau", "eenheid", "naam"]], how="left", validate="many_to_one")
    other = named.eenheid.map(SCHOOLTYPEN | {"regio": settings.regio.naam}).fillna(named.eenheid)
    return named.assign(naam=named.naam.fillna(other))


def _settings_table(settings: Settings, policy: Policy) -> pd.DataFrame:
    """The settings that shape the figures, as the reports print them: of the thresholds those that hold."""
    import pandas as pd

    parts = ["peildata", "cohort", "drempels", "definities"]
    parts += ["stuurgroep"] if settings.stuurgroep.afspraak else []
    shown: dict[str, dict[str, Any]] = settings.model_dump(
        mode="json", by_alias=True, include=_BESIDES | dict.fromkeys(parts, True)
    )
    shown["drempels"] |= {"telling": policy.telling, "noemer": policy.noemer}
    rows = [(f"{part}.{key}", _words(value)) for part, keys in shown.items() for key, value in keys.items()]
    return pd.DataFrame(rows, columns=["naam", "waarde"])


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
