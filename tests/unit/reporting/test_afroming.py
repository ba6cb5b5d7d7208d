"""Over whom the figures are: shares of published numbers, and the sentences about their trend, by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

import pandas as pd
import pytest
from scipy.stats import norm

from pipeline.reporting.rapport import Rapport
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import EERSTE, FakeRelease

REGIO = ("regio", "regio")
WAT = {"P3": "met profiel arbeid", "P2": "dat meetelt in P2"}


@dataclass(frozen=True)
class MetAandelen(FakeRelease):
    """A release of one school with n leavers per cohort, and of them so many in P3 or P2 (None is hidden)."""

    verlaters: int = 100
    leden: Mapping[str, Sequence[int | None]] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        table = super().table(name)
        if name != "cijfers":
            return table
        table.loc[table["indicator"] == "D", ["n", "status"]] = [self.verlaters, "gemeten"]
        for indicator in WAT:
            for year, n in enumerate(self.leden.get(indicator, [])):
                own = (table["indicator"] == indicator) & (table["cohort"] == EERSTE + year)
                values = {"status": "niet getoond"} if n is None else {"status": "gemeten", "n": n, "k": 0}
                table.loc[own, [*values, "pct", "laag", "hoog"]] = [*values.values(), 0, 0, 0]
        return table.fillna({"k": 0, "pct": 0, "laag": 0, "hoog": 0})


def rapport(
    p3: Sequence[int | None], p2: Sequence[int | None] | None = None, verlaters: int = 100
) -> Rapport:
    jaar = Schooljaar(EERSTE + len(p3) - 1)
    leden = {"P3": p3, "P2": p2 or [40] * len(p3)}
    return Rapport.van(jaar.label, MetAandelen(jaar, scholen=1, verlaters=verlaters, leden=leden))


def zinnen(*p3: int | None, verlaters: int = 100, p2: Sequence[int | None] | None = None) -> list[str]:
    return rapport(p3, p2, verlaters).zinnen("afroming").markdown.splitlines()


def test_a_share_that_falls_by_more_than_chance_is_said_to_fall() -> None:
    """The slope is (-75 - 22.5 + 20 + 45) / 5; p is that of z, four times (four shares) under 0.05."""
    z = -32.5 / sqrt(0.4125 * 0.5875 * 500)
    assert 4 * 2 * norm.sf(abs(z)) < 0.05
    daalde = (
        "het aandeel met profiel arbeid daalde aantoonbaar, gemiddeld met 6,5 procentpunt per jaar, "
        "van 50,0% (cohort 2014-2015) naar 30,0% (cohort 2017-2018)."
    )
    gelijk = "veranderde niet aantoonbaar, van 40,0% (cohort 2014-2015) naar 40,0% (cohort 2017-2018)."
    assert zinnen(50, 45, 40, 30) == [
        f"- Regio: {daalde}",
        f"- Regio: het aandeel dat meetelt in P2 {gelijk}",
        f"- Praktijkonderwijs: {daalde}",
        f"- Praktijkonderwijs: het aandeel dat meetelt in P2 {gelijk}",
    ]


def test_all_shares_together_are_corrected_for() -> None:
    """z = 2.24 alone has p 0.025; four times that is not under 0.05."""
    z = (1.5 * 45 + 0.5 * 40 - 0.5 * 35 - 1.5 * 30) / sqrt(0.375 * 0.625 * 500)
    assert 0.0125 < 2 * norm.sf(z) < 0.05
    assert "veranderde niet aantoonbaar, van 30,0%" in zinnen(30, 35, 40, 45)[0]


@pytest.mark.parametrize(
    ("p3", "verlaters", "zin"),
    [
        ((30, 40, 45, 50), 100, "steeg aantoonbaar, gemiddeld met 6,5 procentpunt per jaar, van 30,0%"),
        ((30, 40, None, 50), 100, "steeg aantoonbaar"),
        ((4, 1), 40, "ging van 10,0% (cohort 2014-2015) naar 2,5% (cohort 2015-2016); voor een toets zijn"),
        ((100, 100, 100), 100, "was van cohort 2014-2015 tot en met cohort 2016-2017 steeds 100%."),
        ((0, 0, 0), 100, "was van cohort 2014-2015 tot en met cohort 2016-2017 steeds 0%."),
        ((50,), 100, "was 50,0% in cohort 2014-2015; er is geen ander cohort om mee te vergelijken."),
        ((None, 50, None), 100, "was 50,0% in cohort 2015-2016; er is geen ander cohort om mee te"),
    ],
)  # fmt: skip
def test_every_branch_of_the_sentence(p3: Sequence[int | None], verlaters: int, zin: str) -> None:
    assert zinnen(*p3, verlaters=verlaters)[0].startswith(f"- Regio: het aandeel met profiel arbeid {zin}")


def test_without_a_single_share_that_is_said() -> None:
    assert zinnen(None, None, p2=[None, None]) == ["Over wie de cijfers gaan, is niets te tonen."]


def test_the_table_has_the_numbers_and_the_interval_of_wilson() -> None:
    """50 of 100: 40.4 to 59.6 (Newcombe, Statistics in Medicine 17 (1998), gives the formula)."""
    centre, half = 50.0, 100 * 1.959964 / (1 + 1.959964**2 / 100) * sqrt(0.25 / 100 + 1.959964**2 / 40000)
    marge = f"{centre - half:.1f}–{centre + half:.1f}".replace(".", ",")
    lines = rapport((50, None)).tabel("afroming").markdown.splitlines()
    assert (
        '| 2014-2015 | 100 | 50 | 50,0 | <span class="interval">' + marge + "</span> |" in lines[3]
        and marge == "40,4–59,6"
    )
    hidden = '| 2015-2016 | 100 |  | <span class="verborgen">niet getoond</span> |  | 40 | 40,0 |'
    assert lines[4].startswith(hidden)
    assert lines[2].startswith("| **Regio** |") and lines[5].startswith("| **Praktijkonderwijs** |")


def test_the_title_says_where_both_shares_of_the_region_went() -> None:
    titel = (
        "Aandeel van de schoolverlaters in de regio: profiel arbeid van 50,0% naar 30,0% en meegeteld in P2"
        " van 40,0% naar 40,0%."
    )
    assert rapport((50, 45, 40, 30)).figuur("afroming").alt.startswith(titel)
