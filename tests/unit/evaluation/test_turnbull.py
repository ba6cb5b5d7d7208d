"""The estimate with gaps against the published one for breast cosmesis, and the life table where there are
none.

Where the numbers were seen: vignette of the R package interval (inst/doc/intervalCensoring.pdf, section
4.1), which is Fay and Shaw, Journal of Statistical Software 36 (2010), 2.
"""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings

from pipeline.evaluation.gaten import levensloop_met_gaten
from pipeline.evaluation.levensloop import GEBEURTENISSEN, levensloop
from pipeline.evaluation.turnbull import turnbull
from tests.support.meetfilm import films, panel

TOLERANCE = 1e-4
COSMESIS = [
    (45, inf), (6, 10), (0, 7), (46, inf), (46, inf), (7, 16), (17, inf), (7, 14), (37, 44), (0, 8), (4, 11),
    (15, inf), (11, 15), (22, inf), (46, inf), (46, inf), (25, 37), (46, inf), (26, 40), (46, inf), (27, 34),
    (36, 44), (46, inf), (36, 48), (37, inf), (40, inf), (17, 25), (46, inf), (11, 18), (38, inf), (5, 12),
    (37, inf), (0, 5), (18, inf), (24, inf), (36, inf), (5, 11), (19, 35), (17, 25), (24, inf), (32, inf),
    (33, inf), (19, 26), (37, inf), (34, inf), (36, inf),
]  # fmt: skip
"""Radiotherapy only (Finkelstein and Wolfe, Biometrics 41 (1985), 933-945)."""


def test_as_published_for_breast_cosmesis() -> None:
    """The chances that R's interval::icfit prints (Fay and Shaw, Journal of Statistical Software 36 (2010),
    2)."""
    times, left = turnbull(*zip(*COSMESIS, strict=True))
    chance = dict(zip(times, -np.diff(np.concatenate([[1], left])), strict=True))
    published = {5: 0.0463, 7: 0.0334, 8: 0.0887, 12: 0.0708, 25: 0.0926, 34: 0.0818, 40: 0.1209, 48: 0.4656}
    found = {time: mass for time, mass in chance.items() if mass > TOLERANCE}
    assert found == pytest.approx(published, abs=TOLERANCE)


def test_a_gap_by_hand() -> None:
    """Three in work at U. One was not seen at V1 and out at V2, one out at V2 after work at V1, one in work
    to V2.

    Nobody lost it surely by V1. The first is likeliest to have lost it between V1 and V2, as the second did:
    1/3 left.
    """
    table = levensloop_met_gaten(panel("W.G..", "WWG..", "WWW.."), GEBEURTENISSEN[:1]).set_index("moment")
    assert table.pct.to_list()[:2] == pytest.approx([100, 100 / 3], abs=0.01)
    assert table.pct[["V3", "V4"]].isna().all()
    assert (table.n == 3).all()
    assert (table.na_gat == 1).all()
    plain = levensloop(panel("W.G..", "WWG..", "WWW.."), GEBEURTENISSEN[:1])
    assert plain.pct.to_list()[:2] == pytest.approx([100, 50])


def test_before_anything_shows_everybody_is_left() -> None:
    table = levensloop_met_gaten(panel("WWWWG", "WWWWW"), GEBEURTENISSEN[:1])
    assert table.pct.to_list() == pytest.approx([100, 100, 100, 50], abs=0.01)


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="after"):
        turnbull([3], [3])


def test_nobody_in_work_gives_no_curve() -> None:
    assert levensloop_met_gaten(panel("LLLLL")).pct.isna().all()


@settings(max_examples=50)
@given(films("WLGO", "WG"))
def test_without_gaps_it_is_the_life_table(own: list[str]) -> None:
    """Only people in work or not, followed to the end."""
    whole, plain = levensloop_met_gaten(panel(*own)), levensloop(panel(*own))
    both = plain.pct.notna().to_numpy() & whole.pct.notna().to_numpy()
    assert whole.pct[both].to_list() == pytest.approx(plain.pct[both].to_list(), abs=0.01)


@given(films("WLDGO+B", "WLDGO+B."))
def test_for_any_panel(own: list[str]) -> None:
    for _, one in levensloop_met_gaten(panel(*own)).groupby("gebeurtenis_naam"):
        seen = one.pct.dropna()
        assert (seen.diff().dropna() <= TOLERANCE).all()
        assert seen.between(-TOLERANCE, 100 + TOLERANCE).all()
        assert one.na_gat.iloc[0] <= one.n.iloc[0] == sum(film[0] == "W" for film in own)
