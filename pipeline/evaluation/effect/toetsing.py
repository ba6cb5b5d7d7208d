"""Every question of the analysis plan, from delivered plans and figures per school to a conclusion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.evaluation.effect import gevoelig
from pipeline.evaluation.effect.afwijkingen import EerderPlan, afwijkingen_van_plan, afwijkingen_van_vraag
from pipeline.evaluation.effect.analyseplan import VOORAF, Analyseplan, Vraag
from pipeline.evaluation.effect.bijlage import bijlage
from pipeline.evaluation.effect.conclusie import Conclusie, Gegevens, concludeer, holm_per_familie
from pipeline.evaluation.effect.did import Uitkomst, beschrijving, verschil_in_verschillen
from pipeline.evaluation.effect.gebeurtenis import gebeurtenisstudie
from pipeline.evaluation.effect.kracht import Kracht, kracht
from pipeline.evaluation.effect.paneel import Paneel, maak_paneel
from pipeline.evaluation.effect.parallel import Parallel, parallel
from pipeline.evaluation.effect.starts import Deelname, deelname
from pipeline.evaluation.effect.voortrend import Voortrend, voortrend

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Figuren:
    """What an estimate is shown with; there is none of it when nothing could be estimated."""

    gebeurtenissen: pd.DataFrame
    kracht: Kracht
    voortrend: Voortrend
    bijlage: pd.DataFrame
    placebo: pd.DataFrame
    """Placebo outcomes and dates, a row each, as of gevoelig.tabel."""
    zonder_een: pd.DataFrame
    zonder_buren: Uitkomst
    buren: tuple[str, ...]
    per_bestuur: Uitkomst
    parallel: Parallel | None


@dataclass(frozen=True)
class Opzet:
    """One question with its schools and figures, and the headline."""

    vraag: Vraag
    deelname: Deelname
    paneel: Paneel | None
    """None when there are no figures of this outcome at all."""
    placebos: Mapping[str, Paneel | None]
    uitkomst: Uitkomst
    afwijkingen: tuple[str, ...]


@dataclass(frozen=True)
class Antwoord:
    """One question, worked out."""

    vraag: Vraag
    deelname: Deelname
    paneel: Paneel | None
    """None when there are no figures of this outcome at all."""
    uitkomst: Uitkomst
    beschrijving: pd.DataFrame | None
    figuren: Figuren | None
    afwijkingen: tuple[str, ...]


@dataclass(frozen=True)
class Toetsing:
    """All questions with their conclusions, and what holds for the plan as a whole."""

    antwoorden: tuple[Antwoord, ...]
    conclusies: Mapping[str, Conclusie]
    p_holm: Mapping[str, float | None]
    stand: Mapping[str, str]
    """Per question whether the plan was made before its outcomes came in (analyseplan.VOORAF or ACHTERAF)."""
    afwijkingen: tuple[str, ...]
    """Deviations of the plan as a whole."""


def toets(
    plan: Analyseplan,
    cijfers: pd.DataFrame,
    plannen: pd.DataFrame,
    scholen: pd.DataFrame,
    uitkomsten_sinds: Mapping[str, date],
    eerdere: tuple[EerderPlan, ...] = (),
) -> Toetsing:
    """Work out every question of the plan.

    `cijfers` has a row per indicator, school and cohort: indicator, school, cohort (start year), n, k.
    `plannen` and `scholen` are as for starts.deelname. `uitkomsten_sinds` gives, per indicator, the day on
    which the first outcome of a cohort under a plan came in; `eerdere` are the plans of earlier reports.
    """
    antwoorden = tuple(beantwoord(vraag, cijfers, plannen, scholen) for vraag in plan.vraag)
    p_holm = holm_per_familie(
        {a.vraag.naam: a.uitkomst.p for a in antwoorden}, {a.vraag.naam: a.vraag.familie for a in antwoorden}
    )
    stand = {v.naam: plan.stand(uitkomsten_sinds.get(v.indicator, date.min)) for v in plan.vraag}
    gewijzigd = afwijkingen_van_plan(plan, eerdere)
    conclusies = {
        a.vraag.naam: concludeer(
            gegevens(a, p_holm[a.vraag.naam], stand[a.vraag.naam] == VOORAF, len(gewijzigd))
        )
        for a in antwoorden
    }
    return Toetsing(antwoorden, conclusies, p_holm, stand, gewijzigd)


def maak_opzet(vraag: Vraag, cijfers: pd.DataFrame, plannen: pd.DataFrame, scholen: pd.DataFrame) -> Opzet:
    """The figures of a question, its headline, and what is otherwise than the plan said."""
    gevonden = deelname(vraag, plannen, scholen)
    paneel = _paneel(vraag.indicator, cijfers, gevonden, scholen)
    if paneel is None:
        return Opzet(vraag, gevonden, None, {}, _geen_cijfers(), gevonden.afwijkingen)
    uitkomst = verschil_in_verschillen(paneel, vraag.horizon, vraag.naam, vraag.toewijzing)
    placebos = {code: _paneel(code, cijfers, gevonden, scholen) for code in vraag.placebo_uitkomsten}
    zonder = [code for code, gevuld in placebos.items() if gevuld is None]
    afwijkingen = (
        *afwijkingen_van_vraag(vraag, gevonden, paneel, uitkomst),
        *(f"Van de placebo-uitkomst {code} zijn er geen cijfers." for code in zonder),
    )
    return Opzet(vraag, gevonden, paneel, placebos, uitkomst, afwijkingen)


def beantwoord(vraag: Vraag, cijfers: pd.DataFrame, plannen: pd.DataFrame, scholen: pd.DataFrame) -> Antwoord:
    """All about one question but its conclusion, which depends on the others of its family."""
    opzet = maak_opzet(vraag, cijfers, plannen, scholen)
    paneel, uitkomst = opzet.paneel, opzet.uitkomst
    if paneel is None:
        return Antwoord(vraag, opzet.deelname, None, uitkomst, None, None, opzet.afwijkingen)
    figuren = None if uitkomst.geen else _figuren(vraag, paneel.met_voormeting(), uitkomst, opzet.placebos)
    return Antwoord(vraag, opzet.deelname, paneel, uitkomst, beschrijving(paneel), figuren, opzet.afwijkingen)


def gegevens(antwoord: Antwoord, p_holm: float | None, vooraf: bool, afwijkingen_plan: int = 0) -> Gegevens:
    """What decides the conclusion of a question."""
    afwijkingen = len(antwoord.afwijkingen) + afwijkingen_plan
    grens, figuren = antwoord.vraag.kleinste_effect, antwoord.figuren
    if figuren is None:
        return Gegevens(antwoord.uitkomst, grens, vooraf=vooraf, afwijkingen=afwijkingen)
    macht = figuren.kracht.tabel.set_index("effect")["kracht"]
    return Gegevens(
        antwoord.uitkomst,
        grens,
        p_holm=p_holm,
        kracht=float(macht[grens]),
        p_voortrend=figuren.voortrend.p,
        p_placebo=_kleinste_placebo(figuren.placebo),
        zonder_een=_zonder_een(figuren.zonder_een),
        p_bestuur=figuren.per_bestuur.p,
        vooraf=vooraf,
        afwijkingen=afwijkingen,
    )


def _figuren(
    vraag: Vraag, paneel: Paneel, uitkomst: Uitkomst, placebos: Mapping[str, Paneel | None]
) -> Figuren:
    horizon, naam, per = vraag.horizon, vraag.naam, vraag.toewijzing
    return Figuren(
        gebeurtenissen=gebeurtenisstudie(paneel, horizon, naam, per),
        kracht=kracht(paneel, horizon, naam, per, (vraag.kleinste_effect,)),
        voortrend=voortrend(paneel, naam, per),
        bijlage=bijlage(paneel, horizon, naam),
        placebo=_placebo(vraag, paneel, {code: p for code, p in placebos.items() if p is not None}),
        zonder_een=gevoelig.een_school_eruit(paneel, horizon, naam, "school"),
        zonder_buren=gevoelig.zonder_buren(paneel, horizon, naam, per=per),
        buren=gevoelig.buren(paneel),
        per_bestuur=verschil_in_verschillen(paneel, horizon, naam, "bestuur"),
        parallel=parallel(paneel, uitkomst, horizon),
    )


def _placebo(vraag: Vraag, paneel: Paneel, panelen: Mapping[str, Paneel]) -> pd.DataFrame:
    import pandas as pd

    jaren = vraag.placebo_jaren
    datum = gevoelig.placebo_datum(paneel, jaren, vraag.naam, vraag.toewijzing)
    uitkomsten = gevoelig.placebo_uitkomsten(panelen, vraag.horizon, vraag.naam, vraag.toewijzing)
    return pd.concat([gevoelig.tabel({f"start {jaren} jaar eerder": datum}), uitkomsten], ignore_index=True)


def _paneel(
    indicator: str, cijfers: pd.DataFrame, gevonden: Deelname, scholen: pd.DataFrame
) -> Paneel | None:
    rijen = cijfers.loc[cijfers["indicator"] == indicator, ["school", "cohort", "n", "k"]].dropna()
    if not (rijen["n"] > 0).any():
        return None
    start = gevonden.per_school.set_index("school")["start"]
    bestuur = scholen.drop_duplicates("school").set_index("school")["bestuur"]
    return maak_paneel(
        rijen.assign(
            start=rijen["school"].map(start).astype("Int64"),
            bestuur=rijen["school"].map(bestuur).fillna("bestuur onbekend"),
        )
    )


def _kleinste_placebo(placebo: pd.DataFrame) -> float | None:
    """The smallest p, times how many there are (Bonferroni, which is Holm's for the smallest)."""
    p = placebo["p"].dropna()
    return None if p.empty else float(min(1.0, p.min() * len(p)))


def _zonder_een(tabel: pd.DataFrame) -> tuple[tuple[float, float], ...]:
    """Estimate and p per school left out; a school without which nothing can be estimated counts as p = 1."""
    return tuple(zip(tabel["schatting"].fillna(0.0), tabel["p"].fillna(1.0), strict=True))


def _geen_cijfers() -> Uitkomst:
    return Uitkomst(
        "er zijn geen cijfers van deze uitkomst", None, None, None, None, None, 0, False, 0, 0, 0, 0, ()
    )
