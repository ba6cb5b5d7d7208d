"""Which schools are under which plan, and from which cohort: the analysis plan beside the delivered plans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.evaluation.effect.analyseplan import Groep, Vraag
from pipeline.vocabulary.brin import is_brin, split_brin
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import pandas as pd

_TUSSEN = re.compile(r"\s*[;|\n]\s*")


@dataclass(frozen=True)
class Deelname:
    """What a question's plans come down to."""

    per_school: pd.DataFrame
    """A row per school under a plan: school, start (first cohort), plan (that starts first)."""
    afwijkingen: tuple[str, ...]
    """What the analysis plan says and the deliveries do not bear out, in Dutch."""


def deelname(vraag: Vraag, plannen: pd.DataFrame, scholen: pd.DataFrame) -> Deelname:
    """Which schools take part in the plans of a question, each from the first of its plans.

    `plannen` is the delivered list, each plan as delivered last: plan, indicator, cohort (start year of the
    school year in which it begins), besturen and scholen (enumerations with semicolons; NA when empty).
    `scholen` has a row per school: school, naam, bestuur. A plan that names schools is about those, else
    about all schools of its boards.
    """
    import pandas as pd

    groepen = vraag.groep or _van_indicator(vraag.indicator, plannen)
    afwijkingen = _buiten_plan(vraag, plannen) if vraag.groep else []
    rijen: list[tuple[str, int, str]] = []
    for groep in groepen:
        gevonden, mis = _van_groep(groep, plannen, scholen)
        rijen += gevonden
        afwijkingen += mis
    tabel = pd.DataFrame(rijen, columns=["school", "start", "plan"]).sort_values(["school", "start", "plan"])
    return Deelname(tabel.drop_duplicates("school").reset_index(drop=True), tuple(afwijkingen))


def _van_indicator(indicator: str, plannen: pd.DataFrame) -> list[Groep]:
    return [Groep(plan=str(naam)) for naam in sorted(plannen.loc[plannen["indicator"] == indicator, "plan"])]


def _buiten_plan(vraag: Vraag, plannen: pd.DataFrame) -> list[str]:
    """Plans with this goal that the analysis plan does not name: their schools count as without a plan."""
    genoemd = {groep.plan for groep in vraag.groep}
    andere = [groep.plan for groep in _van_indicator(vraag.indicator, plannen) if groep.plan not in genoemd]
    return [
        f"Het plan '{naam}' heeft ook {vraag.indicator} als doel en staat niet in het analyseplan."
        for naam in andere
    ]


def _van_groep(
    groep: Groep, plannen: pd.DataFrame, scholen: pd.DataFrame
) -> tuple[list[tuple[str, int, str]], list[str]]:
    geleverd = plannen[plannen["plan"] == groep.plan]
    mis = _over_start(groep, geleverd)
    if geleverd.empty and not (groep.start and groep.scholen):
        return [], mis
    start = groep.cohort if groep.cohort is not None else int(geleverd["cohort"].iloc[0])
    namen = groep.scholen or _deelnemers(geleverd.iloc[0])
    rijen = []
    for naam in namen:
        erbij = _scholen_van(naam, scholen)
        rijen += [(school, start, groep.plan) for school in erbij]
        mis += [] if erbij else [f"Bij het plan '{groep.plan}' hoort '{naam}'; die naam is niet te plaatsen."]
    return rijen, mis


def _over_start(groep: Groep, geleverd: pd.DataFrame) -> list[str]:
    if geleverd.empty:
        return [f"Het plan '{groep.plan}' uit het analyseplan is niet geleverd."]
    begin = int(geleverd["cohort"].iloc[0])
    if groep.cohort in (None, begin):
        return []
    return [
        f"Het plan '{groep.plan}' begint volgens het analyseplan in {groep.start}"
        f" en volgens de levering in {Schooljaar(begin).label}."
    ]


def _deelnemers(plan: pd.Series[str]) -> list[str]:
    """The names in the enumeration of schools, or else of boards."""
    import pandas as pd

    for kolom in ("scholen", "besturen"):
        namen = [naam for naam in _TUSSEN.split(str(plan[kolom]).strip()) if naam]
        if namen and not pd.isna(plan[kolom]):
            return namen
    return []


def _scholen_van(naam: str, scholen: pd.DataFrame) -> list[str]:
    """The schools with this BRIN or name, or of this board."""
    ids = scholen["school"].astype(str)
    if is_brin(naam):
        brin = "".join(split_brin(naam))
        return sorted(ids[(ids == brin) | ids.str.startswith(f"{brin}-")])
    gezocht = naam.casefold()
    gelijk = (scholen["naam"].str.casefold() == gezocht) | (scholen["bestuur"].str.casefold() == gezocht)
    return sorted(ids[gelijk])
