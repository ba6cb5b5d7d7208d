"""Releases in which P2 of the region and of each school is as a test gives it, and their reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.reporting.rapport import Rapport
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease

Tel = tuple[int, int]
JAAR = Schooljaar(2016)
"""No three cohorts have been followed for two years by then, so there is one funnel per measure."""


@dataclass(frozen=True)
class MetScholen(FakeRelease):
    """A release in which P2 of the region and of each school is as given: (k, n), or None where hidden."""

    regio: Tel | str = (100, 200)
    tellingen: Sequence[Tel | None] = ()
    samen: bool = False
    soorten: Mapping[str, Tel | str] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        table = super().table(name)
        if name != ("samen" if self.samen else "cijfers"):
            return table
        last = table["tot"].max() if self.samen else self.jaar.start
        own = (table["indicator"] == "P2") & (table["tot" if self.samen else "cohort"] == last)
        schools = {
            f"99A{chr(65 + i)}00": telling or "niet getoond" for i, telling in enumerate(self.tellingen)
        }
        figures: dict[str, Tel | str] = {"regio": self.regio, **schools, **self.soorten}
        for place, row in table[own & table["eenheid"].isin(figures)].iterrows():
            filled = figures[row["eenheid"]]
            values = {"status": filled} if isinstance(filled, str) else _gemeten(*filled)
            table.loc[place, list(values)] = list(values.values())  # type: ignore[index]
        return table


def _gemeten(k: int, n: int) -> dict[str, object]:
    pct = 100 * k / n
    return {"status": "gemeten", "n": n, "k": k, "pct": pct, "laag": pct, "hoog": pct}


def rapport(
    *tellingen: Tel | None, regio: Tel | str = (100, 200), soorten: Mapping[str, Tel | str] | None = None
) -> Rapport:
    """The report of a release with these figures of P2: of its schools, the region, the kinds of school."""
    release = MetScholen(
        JAAR, scholen=len(tellingen), regio=regio, tellingen=tellingen, soorten=soorten or {}
    )
    return Rapport.van(JAAR.label, release)


def rows(r: Rapport, naam: str = "trechter_p2") -> list[list[str]]:
    lines = [line for line in r.tabel(naam).markdown.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
