"""What a chart of years is made of: years with or without a figure, panels, and events between years."""

from dataclasses import dataclass
from itertools import groupby

from pipeline.reporting.charts.doek import Rij
from pipeline.reporting.cijfers import Waarden
from pipeline.reporting.notation import getal, interval, procent
from pipeline.vocabulary.schooljaar import Schooljaar


@dataclass(frozen=True)
class Jaar:
    """A year with its percentage and margin, or the words for why it has none; a cohort is its start year."""

    start: int
    pct: float | None = None
    marge: tuple[float, float] | None = None
    n: int | None = None
    woorden: str = ""

    @classmethod
    def van(cls, cohort: Schooljaar, waarden: Waarden | None, woorden: str = "") -> "Jaar":
        """The year of a cohort."""
        if waarden is None:
            return cls(cohort.start, woorden=woorden)
        return cls(cohort.start, waarden.pct, (waarden.laag, waarden.hoog), waarden.n)


@dataclass(frozen=True)
class Gebeurtenis:
    """Something that happened just before a year; with `breuk` what lies on either side is not one series."""

    voor: int
    label: str
    breuk: bool = True


@dataclass(frozen=True)
class Paneel:
    """One measure or series through the years, with the norm it is held against and a line under its title.

    `kalenderjaren` writes 2016 on the axis where cohorts are written 16-17.
    """

    titel: str
    jaren: tuple[Jaar, ...]
    gebeurtenissen: tuple[Gebeurtenis, ...] = ()
    norm: float | None = None
    toelichting: str = ""
    kalenderjaren: bool = False

    def punten(self) -> list[Rij]:
        """The measured years as rows; `deel` numbers the stretches between breaks and gaps."""
        breuken = [g.voor for g in self.gebeurtenissen if g.breuk]
        gemeten = [(jaar, jaar.pct) for jaar in self.jaren if jaar.pct is not None]
        rijen: list[Rij] = []
        for plaats, (jaar, pct) in enumerate(gemeten):
            laag, hoog = jaar.marge or (pct, pct)
            deel = f"{sum(jaar.start >= breuk for breuk in breuken)} {jaar.start - plaats}"
            rijen.append(
                {"x": jaar.start, "y": pct, "laag": laag, "hoog": hoog, "deel": deel, "tip": self._tip(jaar),
                 "naam": self.titel}
            )  # fmt: skip
        return rijen

    def jaarnaam(self, start: int) -> str:
        """A year in full: 2016-2017, or 2016."""
        return str(start) if self.kalenderjaren else f"{start}-{start + 1}"

    def _tip(self, jaar: Jaar) -> str:
        marge = f" ({interval(*jaar.marge)})" if jaar.marge else ""
        n = f", n = {getal(jaar.n)}" if jaar.n is not None else ""
        return f"{self.jaarnaam(jaar.start)}: {procent(jaar.pct or 0.0)}{marge}{n}"

    def zonder(self) -> list[tuple[str, int, int]]:
        """Stretches of neighbouring years without a figure for one reason: words, first and last year."""
        leeg = [jaar for jaar in self.jaren if jaar.woorden]
        vakken = []
        for (woorden, _), groep in groupby(
            enumerate(leeg), key=lambda paar: (paar[1].woorden, paar[1].start - paar[0])
        ):
            starts = [jaar.start for _, jaar in groep]
            vakken.append((woorden, starts[0], starts[-1]))
        return vakken
