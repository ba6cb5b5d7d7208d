"""What was done differently from the analysis plan, found by comparing it with what was run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.analyseplan import Analyseplan, Vraag
from pipeline.evaluation.effect.did import MINSTENS, Uitkomst
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.starts import Deelname
from pipeline.workspace.record import short_hash

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class EerderPlan:
    """The plan of an earlier report: its hash, version and date (None when it had none), and which report."""

    hash: str
    versie: str
    opgesteld: date | None
    rapport: str
    """With its article: "het rapport van 2022-2023"."""


def afwijkingen_van_plan(plan: Analyseplan, eerdere: Iterable[EerderPlan]) -> tuple[str, ...]:
    """Since which reports the plan changed, in Dutch; empty when they all had this one."""
    nu = _welk(plan.hash(), plan.versie, plan.opgesteld)
    return tuple(
        f"Het analyseplan is gewijzigd sinds {een.rapport}: toen"
        f" {_welk(een.hash, een.versie, een.opgesteld)}, nu {nu}."
        for een in eerdere
        if een.hash != plan.hash()
    )


def _welk(kenmerk: str, versie: str, opgesteld: date | None) -> str:
    dag = "zonder datum" if opgesteld is None else f"van {opgesteld.day}-{opgesteld.month}-{opgesteld.year}"
    return f"versie {versie} {dag} (kenmerk {short_hash(kenmerk)})"


def afwijkingen_van_vraag(
    vraag: Vraag, gevonden: Deelname, paneel: Paneel, uitkomst: Uitkomst
) -> tuple[str, ...]:
    """What the plan asked of one question and the data did not give, in Dutch; empty when all was."""
    scholen, jaren = _over_scholen(gevonden, paneel, uitkomst), _over_jaren(vraag, paneel, uitkomst)
    return (*gevonden.afwijkingen, *scholen, *jaren)


def tabel_afwijkingen(per_vraag: Iterable[tuple[str, tuple[str, ...]]]) -> pd.DataFrame:
    """A row per deviation: vraag (empty for the plan as a whole), afwijking."""
    import pandas as pd

    rijen = [(naam, afwijking) for naam, lijst in per_vraag for afwijking in lijst]
    return pd.DataFrame(rijen, columns=["vraag", "afwijking"])


def _over_scholen(gevonden: Deelname, paneel: Paneel, uitkomst: Uitkomst) -> Iterator[str]:
    zonder_cijfers = sorted(set(gevonden.per_school["school"]) - set(paneel.scholen))
    for school in zonder_cijfers:
        yield f"School {school} heeft een plan, maar geen cijfers voor deze uitkomst."
    for school in () if uitkomst.geen else uitkomst.niet_mee:
        yield f"School {school} heeft een plan maar telt niet: er ontbreekt een jaar voor of sinds de start."
    later = gevonden.per_school.loc[gevonden.per_school["start"] > paneel.cohorten[-1], "school"]
    for school in sorted(set(later) & set(paneel.scholen)):
        yield f"School {school} begint pas na het laatste jaar met cijfers en telt als school zonder plan."
    if uitkomst.geen:
        yield f"De geplande schatting is niet gemaakt: {uitkomst.geen}."


def _over_jaren(vraag: Vraag, paneel: Paneel, uitkomst: Uitkomst) -> Iterator[str]:
    """Plans that are younger than the horizon, so that their schools count for fewer years."""
    if uitkomst.scholen_met < MINSTENS:
        return
    met = paneel.start[~paneel.nooit]
    beschikbaar = paneel.cohorten[-1] - met + 1
    kort = met[beschikbaar < vraag.horizon]
    for start in np.unique(kort).tolist():
        jaren = int(paneel.cohorten[-1]) - start + 1
        yield (
            f"Van de {vraag.horizon} geplande schooljaren {'is' if jaren == 1 else 'zijn'} er {jaren} geteld"
            f" bij scholen die in {start}-{start + 1} begonnen."
        )
