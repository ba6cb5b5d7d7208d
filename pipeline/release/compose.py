"""The tables of a release for one public: figures and what is beside them, counted, protected, completed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.eerste_werk import only_where_known
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
from pipeline.release.aansluiting import count_aansluiting, protect_aansluiting, told_beside
from pipeline.release.achtergrond import (
    beside_achtergrond,
    count_achtergrond,
    protect_achtergrond,
    shared_by_gemeente,
)
from pipeline.release.begeleiding import (
    count_meetings,
    count_stays,
    earlier_stays,
    protect_caseload,
    protect_meetings,
)
from pipeline.release.circulation import Circulation
from pipeline.release.counts import (
    hidden_steps,
    protect_defects,
    protect_flow,
    protect_repairs,
    summarise_deliveries,
)
from pipeline.release.effect_onderzoek import Onderzoek, onderzoek
from pipeline.release.effect_tabellen import EffectBeside
from pipeline.release.koppeling import protect_links, protect_sensitivity
from pipeline.release.overname import Overgenomen, without_cohorts
from pipeline.release.policy import Policy
from pipeline.release.protection import ProtectedTables, protecting
from pipeline.release.readers import Steps
from pipeline.release.small_memory import Row, hidden_names, to_remember
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
    plannen: pd.DataFrame
    uitkomsten: pd.DataFrame
    schooljaar: Schooljaar
    onderzoek: Callable[[], Onderzoek]
    """Prepares what is asked about the innovatieplannen, of the same counts."""


@dataclass(frozen=True)
class Samengesteld:
    """The tables of a release, with what was hidden in them.

    verborgen: the steps of the flow that are. klein: of the small tables what later releases have to know.
    """

    policy: Policy
    tabellen: Mapping[str, pd.DataFrame]
    beschermd: ProtectedTables
    verborgen: Steps
    overgenomen: Overgenomen
    klein: pd.DataFrame


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
        gevoeligheid = compute_gevoeligheid(con, settings, schooljaar, cijfers)
        varianten = compute_varianten(con, settings, schooljaar, without_cohorts(cijfers, lost))
        volledigheid = compute_volledigheid(con, settings, schooljaar, lost)
        herinneringen = compute_herinneringen(con, volledigheid)
        plannen, uitkomsten = compute_plannen(con)
    overzichten["stroom"] = without_cohorts(overzichten["stroom"], lost)
    cijfers, eenheden = (without_cohorts(table, lost) for table in (cijfers, eenheden))
    cijfers = only_where_known(cijfers, settings.drempels.telling)
    schuif = Verschuiving(sleutel)
    return Geteld(
        cijfers,
        eenheden,
        overzichten,
        gevoeligheid,
        varianten,
        volledigheid,
        herinneringen,
        plannen,
        uitkomsten,
        schooljaar,
        partial(onderzoek, plan, cijfers, eenheden, plannen, uitkomsten, schuif, lost, eerdere),
    )


def compose(
    counted: Geteld,
    policy: Policy,
    circulation: Circulation,
    taken: Overgenomen,
    settings: Settings,
    effect: EffectBeside,
    wider: Samengesteld | None = None,
) -> Samengesteld:
    """Every table of the release for one public, protected, with what was taken over.

    effect: what works out what is told of the innovatieplannen. wider: that of the readers who see more.
    Raises ReleaseGeweigerd.
    """
    with protecting(counted.cijfers, counted.eenheden, policy, circulation) as protection:
        cijfers = protection.cijfers
        stroom = protect_flow(
            counted.overzichten["stroom"],
            policy,
            cijfers,
            wider.verborgen if wider else frozenset(),
            circulation.steps(counted.overzichten["stroom"], policy.publiek),
        )
        small = _small(counted, cijfers, policy, circulation, wider)
        asked = effect.tabellen(cijfers, policy)
        protected = protection.tables
    per_cohort = {
        "cijfers": _named(protected.cijfers, counted.eenheden, settings),
        "samen": _named(protected.samen, counted.eenheden, settings),
        "eenheden": counted.eenheden,
        "stroom": stroom,
    }
    tables = {
        **counted.overzichten,
        **{naam: taken.fill_in(naam, table) for naam, table in per_cohort.items()},
        **small,
        **asked,
        "gevoeligheid": protect_sensitivity(counted.gevoeligheid, policy),
        "varianten": protect_variants(counted.varianten, protected.cijfers, policy),
        "overgenomen": taken.table(),
        "instellingen": _settings_table(settings, policy),
    }
    klein = _remembered(counted, protected.cijfers, small)
    return Samengesteld(policy, tables, protected, hidden_steps(stroom), taken, klein)


def _small(
    counted: Geteld,
    cijfers: pd.DataFrame,
    policy: Policy,
    circulation: Circulation,
    wider: Samengesteld | None,
) -> dict[str, pd.DataFrame]:
    """What is about deliveries and partners, and the small tables of pupils, each protected by itself.

    What is hidden from who sees more is hidden here too; what earlier releases showed is in circulation.
    """
    year, tables = counted.schooljaar.start, counted.overzichten
    memory = circulation.small(policy.publiek)
    gedeeld = shared_by_gemeente((one for past in circulation.generations for one in past.delingen), year)
    made: dict[str, pd.DataFrame] = {}
    protections: dict[str, Callable[..., pd.DataFrame]] = {
        "leveringen": summarise_deliveries,
        "defecten": protect_defects,
        "hersteld": protect_repairs,
        "koppeling": protect_links,
        "zelfevaluatie": protect_scores,
        "werkoverleg": protect_meetings,
        "caseload": protect_caseload,
        "aansluiting": partial(protect_aansluiting, cijfers=cijfers),
        "achtergrond": partial(protect_achtergrond, cijfers=cijfers, gedeeld=gedeeld),
    }
    for naam, protect_one in protections.items():
        must = hidden_names(naam, wider.tabellen[naam]) if wider else frozenset()
        earlier = earlier_stays(memory, year) if naam == "caseload" else memory.of(naam, year)
        made[naam] = protect_one(tables[naam], policy=policy, must=must, earlier=earlier)
    return made


def _remembered(counted: Geteld, cijfers: pd.DataFrame, small: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The small tables, with what they were made of."""
    tables = counted.overzichten
    links = tables["koppeling"][["bron", "methode", "aantal"]].itertuples(index=False, name=None)
    counts: dict[str, dict[Row, int]] = {
        "werkoverleg": count_meetings(tables["werkoverleg"]),
        "caseload": count_stays(tables["caseload"]),
        "aansluiting": count_aansluiting(tables["aansluiting"]),
        "achtergrond": count_achtergrond(tables["achtergrond"]),
        "koppeling": {(bron, methode): int(aantal) for bron, methode, aantal in links},
    }
    known = {
        "aansluiting": told_beside(tables["aansluiting"], cijfers),
        "achtergrond": beside_achtergrond(tables["achtergrond"], cijfers),
    }
    return to_remember(counted.schooljaar.start, small, counts, known)


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
