"""What is asked about the innovatieplannen, with the figures of every school, before anything is told of it;
and every other value of a hidden count that must stay possible when it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.afwijkingen import EerderPlan, afwijkingen_van_plan
from pipeline.evaluation.effect.analyseplan import Analyseplan
from pipeline.evaluation.effect.anders import Meting, Proeven
from pipeline.evaluation.effect.proef import Wijziging
from pipeline.evaluation.effect.toetsing import Opzet, maak_opzet
from pipeline.indicators.compute import GEMETEN
from pipeline.release.verschuiving import Verschuiving
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

Cel = tuple[str, str, int]
"""Indicator, school and cohort."""


@dataclass(frozen=True)
class Onderzoek:
    """The questions of the analysis plan with their figures and draws, before anything is hidden."""

    plan: Analyseplan
    vragen: tuple[Opzet, ...]
    proeven: Mapping[str, Proeven]
    """Of the questions of which something can be estimated."""
    stand: Mapping[str, str]
    """Per question VOORAF or ACHTERAF."""
    aantallen: Mapping[Cel, tuple[int, int]]
    """n and k per indicator, school and cohort."""
    verschuiving: Verschuiving
    """By how much estimates are moved before they are rounded."""
    vergeten: tuple[int, ...] = ()
    """Cohorts of which rows were forgotten, so that they are not in the figures."""
    gewijzigd: tuple[str, ...] = ()
    """Since which reports the plan changed; a deviation of every question."""
    _gezien: dict[tuple[str, Wijziging], Meting] = field(default_factory=dict)

    def afwijkingen(self, opzet: Opzet) -> tuple[str, ...]:
        """What was done otherwise than the plan says of a question."""
        weg = (
            f"Van schooljaar {Schooljaar(jaar)} zijn de gegevens gewist; dat jaar telt niet mee."
            for jaar in self.vergeten
        )
        return (*opzet.afwijkingen, *weg)

    def meting(self, naam: str, wijziging: Wijziging | None) -> Meting:
        """All tests of a question, with the counts as they are or with one other."""
        proeven = self.proeven[naam]
        if wijziging is None:
            return proeven.meting
        if (naam, wijziging) not in self._gezien:
            self._gezien[naam, wijziging] = proeven.anders(wijziging)
        return self._gezien[naam, wijziging]


def onderzoek(
    plan: Analyseplan,
    cijfers: pd.DataFrame,
    eenheden: pd.DataFrame,
    plannen: pd.DataFrame,
    uitkomsten: pd.DataFrame,
    verschuiving: Verschuiving,
    vergeten: Collection[int] = (),
    eerdere: Iterable[EerderPlan] = (),
) -> Onderzoek:
    """Prepare every question. cijfers, eenheden: as counted; plannen, uitkomsten: of compute_plannen;
    eerdere: the plans of earlier reports.
    """
    per_school = cijfers[(cijfers["niveau"] == "school") & (cijfers["soort_klasse"] == "")]
    per_school = per_school.rename(columns={"eenheid": "school"})
    scholen = eenheden.sort_values("cohort").drop_duplicates("school", keep="last")
    vragen = tuple(maak_opzet(vraag, per_school, plannen, scholen) for vraag in plan.vraag)
    return Onderzoek(
        plan,
        vragen,
        {o.vraag.naam: _proeven(o, o.paneel) for o in vragen if o.paneel and not o.uitkomst.geen},
        {o.vraag.naam: plan.stand(_sinds(o, uitkomsten)) for o in vragen},
        _aantallen(per_school[per_school["n"].fillna(0) > 0]),
        verschuiving,
        tuple(sorted(vergeten)),
        afwijkingen_van_plan(plan, eerdere),
    )


def _proeven(opzet: Opzet, paneel: Any) -> Proeven:
    placebos = {code: los for code, los in opzet.placebos.items() if los is not None}
    return Proeven.van(opzet.vraag, paneel, placebos, opzet.uitkomst)


def _sinds(opzet: Opzet, uitkomsten: pd.DataFrame) -> date:
    """The first day on which anything of a cohort under one of the plans was delivered."""
    import pandas as pd

    eerste = opzet.deelname.per_school["start"].min()
    dagen = uitkomsten.loc[uitkomsten["cohort"] >= eerste, "sinds"].dropna()
    return date.min if dagen.empty else pd.Timestamp(dagen.min()).date()


def _aantallen(per_school: pd.DataFrame) -> dict[Cel, tuple[int, int]]:
    rijen = per_school[["indicator", "school", "cohort", "n", "k"]].to_dict("records")
    return {
        (rij["indicator"], rij["school"], int(rij["cohort"])): (int(rij["n"]), int(rij["k"])) for rij in rijen
    }


def _cellen(cijfers: pd.DataFrame) -> set[Cel]:
    per_school = cijfers[(cijfers["niveau"] == "school") & (cijfers["soort_klasse"] == "")]
    rijen = per_school[["indicator", "eenheid", "cohort"]].to_dict("records")
    return {(rij["indicator"], rij["eenheid"], int(rij["cohort"])) for rij in rijen}


def andere_aantallen(gevraagd: Onderzoek, cijfers: pd.DataFrame, policy: Policy) -> list[Wijziging]:
    """Every other value of every hidden count that must stay possible. cijfers: as published."""
    return list(_wijzigingen(gevraagd, verborgen_aantallen(gevraagd, cijfers), max(3, policy.breedte)))


def verborgen_aantallen(gevraagd: Onderzoek, cijfers: pd.DataFrame) -> Collection[Cel]:
    """The counts that are hidden among the published figures."""
    return gevraagd.aantallen.keys() - _cellen(cijfers[cijfers["status"] == GEMETEN])


def _wijzigingen(gevraagd: Onderzoek, verborgen: Collection[Cel], breedte: int) -> Iterator[Wijziging]:
    gebruikt = {code for p in gevraagd.proeven.values() for code in (p.vraag.indicator, *p.placebos) if code}
    for cel in sorted(verborgen):
        n, k = gevraagd.aantallen[cel]
        if cel[0] in gebruikt:
            yield from (Wijziging(*cel, ander - k) for ander in _rond(k, n, breedte) if ander != k)


def _rond(k: int, n: int, breedte: int) -> range:
    """So many values around k as fit in 0..n."""
    eerste = max(0, min(k - breedte // 2, n - breedte + 1))
    return range(eerste, min(n, eerste + breedte - 1) + 1)
