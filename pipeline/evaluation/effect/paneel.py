"""The panel: how many leavers of each school reached the outcome per cohort, and since when it had a plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Getallen = NDArray[np.float64]
Gehele = NDArray[np.int64]
Ja = NDArray[np.bool_]

NOOIT = 9999
"""Start of a school that never had a plan."""


@dataclass(frozen=True)
class Paneel:
    """School-years of one outcome, as arrays of schools by cohorts; a school-year without leavers has n = 0.

    Schools stand in an order that follows from their figures alone, so that neither their names nor the order
    of the rows they came from can change a result, not even in its last digit.
    """

    n: Getallen
    k: Getallen
    start: Gehele
    """Per school the first cohort under a plan; NOOIT when there was none."""
    cohorten: Gehele
    scholen: tuple[str, ...]
    besturen: tuple[str, ...]

    @property
    def percentage(self) -> Getallen:
        """100 k / n; 0 where n is 0, so only to be used with weights that are 0 there."""
        return 100 * self.k / np.where(self.n > 0, self.n, 1)

    @property
    def tijd(self) -> Gehele:
        """Years since the start, per school and cohort; 0 is the first cohort under the plan."""
        tijd: Gehele = self.cohorten[None, :] - self.start[:, None]
        return tijd

    @property
    def behandeld(self) -> Ja:
        """Whether a school-year lies under a plan and has leavers."""
        return (self.tijd >= 0) & (self.n > 0)

    @property
    def onbehandeld(self) -> Ja:
        """Whether a school-year lies before or without a plan and has leavers."""
        return (self.tijd < 0) & (self.n > 0)

    @property
    def nooit(self) -> Ja:
        """Whether a school has no school-year under a plan within the panel."""
        nooit: Ja = self.start > self.cohorten[-1]
        return nooit

    def zonder(self, scholen: Collection[str]) -> Paneel:
        """The same panel without some schools."""
        return self._met(np.array([school not in scholen for school in self.scholen], dtype=bool))

    def met_voormeting(self) -> Paneel:
        """The same panel without schools that are never seen without a plan: they say nothing of a change."""
        return self._met(np.asarray(self.onbehandeld.any(axis=1)))

    def voor(self, cohort: int) -> Paneel:
        """The school-years before a cohort."""
        eerder = self.cohorten < cohort
        return replace(self, n=self.n[:, eerder], k=self.k[:, eerder], cohorten=self.cohorten[eerder])

    def vervroegd(self, jaren: int) -> Paneel:
        """The same figures, with every start within the panel put some years earlier."""
        return replace(self, start=np.where(self.nooit, NOOIT, self.start - jaren))

    def alleen_onbehandeld(self) -> Paneel:
        """The same schools and starts, with the school-years under a plan left out."""
        leeg = self.behandeld
        return replace(self, n=np.where(leeg, 0.0, self.n), k=np.where(leeg, 0.0, self.k))

    def _met(self, keuze: Ja) -> Paneel:
        return replace(
            self,
            n=self.n[keuze],
            k=self.k[keuze],
            start=self.start[keuze],
            scholen=_kies(self.scholen, keuze),
            besturen=_kies(self.besturen, keuze),
        )


def maak_paneel(tabel: pd.DataFrame) -> Paneel:
    """The panel of a tidy table with a row per school and cohort.

    Columns: school, cohort (start year of the school year), n and k (leavers in denominator and numerator),
    start (first cohort under a plan, NA when the school never had one) and, if known, bestuur. A row with
    n = 0 says nothing and is left out. Raises ValueError that says which of these does not hold.
    """
    _controleer(tabel)
    rijen = tabel[tabel["n"] > 0]
    if rijen.empty:
        raise ValueError("a panel needs at least one school-year with leavers")
    n, k = (rijen.pivot(index="school", columns="cohort", values=naam).fillna(0) for naam in ("n", "k"))
    cohorten = list(range(int(min(n.columns)), int(max(n.columns)) + 1))
    per_school = rijen.groupby("school").first()
    besturen = per_school["bestuur"] if "bestuur" in per_school else per_school.index.to_series()
    los = Paneel(
        n=n.reindex(columns=cohorten, fill_value=0).to_numpy(dtype=np.float64),
        k=k.reindex(columns=cohorten, fill_value=0).to_numpy(dtype=np.float64),
        start=_starts(rijen, cohorten[-1]),
        cohorten=np.array(cohorten, dtype=np.int64),
        scholen=tuple(map(str, per_school.index)),
        besturen=tuple(map(str, besturen)),
    )
    return _op_volgorde(los)


def _starts(rijen: pd.DataFrame, laatste: int) -> Gehele:
    """First cohort under a plan per school; a plan that starts after the last cohort is no plan yet."""
    start = rijen.groupby("school")["start"].first().fillna(NOOIT).to_numpy(dtype=np.int64)
    return np.where(start > laatste, NOOIT, start)


def tabel_van(paneel: Paneel) -> pd.DataFrame:
    """The tidy table of a panel: school, bestuur, cohort, n, k, percentage, start, onder_plan."""
    import pandas as pd

    s, t = np.nonzero(paneel.n > 0)
    starts = pd.array(paneel.start[s], dtype="Int64")
    starts[paneel.start[s] == NOOIT] = pd.NA
    return pd.DataFrame(
        {
            "school": [paneel.scholen[i] for i in s],
            "bestuur": [paneel.besturen[i] for i in s],
            "cohort": paneel.cohorten[t],
            "n": paneel.n[s, t].astype(int),
            "k": paneel.k[s, t].astype(int),
            "percentage": paneel.percentage[s, t].round(6),
            "start": starts,
            "onder_plan": paneel.behandeld[s, t],
        }
    )


def _controleer(tabel: pd.DataFrame) -> None:
    missing = {"school", "cohort", "n", "k", "start"} - set(tabel.columns)
    if missing:
        raise ValueError(f"the panel lacks the columns {', '.join(sorted(missing))}")
    if tabel[["school", "cohort", "n", "k"]].isna().any(axis=None):
        raise ValueError("school, cohort, n and k of the panel must be known in every row")
    if tabel.duplicated(["school", "cohort"]).any():
        raise ValueError("the panel has two rows for one school and cohort")
    if ((tabel["k"] < 0) | (tabel["k"] > tabel["n"])).any():
        raise ValueError("a numerator of the panel lies outside its denominator")
    for naam in {"start", "bestuur"} & set(tabel.columns):
        if (tabel.groupby("school")[naam].nunique(dropna=False) > 1).any():
            raise ValueError(f"a school of the panel has more than one {naam}")


def _op_volgorde(paneel: Paneel) -> Paneel:
    def inhoud(i: int) -> tuple[float, ...]:
        return (float(paneel.start[i]), *paneel.n[i], *paneel.k[i])

    return _herschik(paneel, sorted(range(len(paneel.scholen)), key=inhoud))


def _herschik(paneel: Paneel, volgorde: list[int]) -> Paneel:
    return replace(
        paneel,
        n=paneel.n[volgorde],
        k=paneel.k[volgorde],
        start=paneel.start[volgorde],
        scholen=tuple(paneel.scholen[i] for i in volgorde),
        besturen=tuple(paneel.besturen[i] for i in volgorde),
    )


def _kies(namen: tuple[str, ...], keuze: Ja) -> tuple[str, ...]:
    return tuple(naam for naam, mee in zip(namen, keuze, strict=True) if mee)
