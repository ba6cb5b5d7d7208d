"""The life table against Cutler and Ederer, Lee's angina pectoris, and Freireich's remissions.

Where the numbers were seen: the 16 intervals of angina pectoris in the SAS/STAT 9.2 User's Guide, LIFETEST,
example "Life-Table Estimates for Males with Angina Pectoris"; of its output 0.8114, 0.7170, 0.5193 and
0.1429 with errors 0.00918 and 0.0103, as another project's tests of a life table quote it, the rest could
not be looked at. Freireich's survival to three decimals in the same tests, which take it from G.
Rodríguez's notes. The table of Cutler and Ederer, Journal of Chronic Diseases 8 (1958), 699-712, could not
be looked at beyond its opening.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.levenstafel import levenstafel

TOLERANCE = 1e-9
DIED = [456, 226, 152, 171, 135, 125, 83, 74, 51, 42, 43, 34, 18, 9, 6, 0]
WITHDRAWN = [0, 39, 22, 23, 24, 107, 133, 102, 68, 64, 45, 53, 33, 27, 23, 30]


def test_as_published_by_cutler_and_ederer() -> None:
    """Their table of 126 men with kidney cancer: dying 47 5 2 2 0, lost 4 6 0 2 0, withdrawn alive 15 11 15
    7 6.

    Exposed to risk 116.5 51.5 30.5 16.5 7.0; five-year survival 0.44 with standard error 0.060.
    """
    table = levenstafel(126, [47, 5, 2, 2, 0], [19, 17, 15, 9, 6], [0] * 5)
    assert table.aantal.to_list() == [126, 60, 38, 21, 10]
    assert table.risico.to_list() == [116.5, 51.5, 30.5, 16.5, 7.0]
    assert (table.pct / 100).round(2).to_list() == [0.60, 0.54, 0.50, 0.44, 0.44]
    assert round(table.se.iloc[-1] / 100, 3) == 0.060


def test_as_sas_prints_it_for_angina_pectoris() -> None:
    """Lee (1992) p. 91 as in SAS/STAT, LIFETEST, "Life-Table Estimates for Males with Angina Pectoris"."""
    table = levenstafel(2418, DIED, WITHDRAWN, [0] * 16)
    survival = [
        0.8114, 0.7170, 0.6524, 0.5786, 0.5193, 0.4611, 0.4172, 0.3712, 0.3342, 0.2987, 0.2557, 0.2136,
        0.1839, 0.1636, 0.1429,
    ]  # fmt: skip
    error = [0.00918, 0.00973, 0.0101, 0.0103, 0.0104, 0.0105, 0.0106, 0.0107, 0.0109, 0.0111, 0.0114, 0.0118]
    assert (table.pct / 100).to_list()[:15] == pytest.approx(survival, abs=5.1e-5)
    assert (table.se / 100).to_list()[1:13] == pytest.approx(error, abs=5.1e-5)


def test_limits_as_lifelines_has_them_for_freireich() -> None:
    """Remission on 6-MP (Freireich 1963), log(-log) limits of lifelines 0.30: censored between events."""
    table = levenstafel(21, [3, 1, 1, 1, 1, 1, 1], [0] * 7, [0, 1, 1, 2, 0, 3, 0]) / 100
    survival = [0.857143, 0.806723, 0.752941, 0.690196, 0.627451, 0.537815, 0.448179]
    low = [0.619718, 0.563147, 0.503200, 0.431610, 0.367511, 0.267779, 0.188052]
    high = [0.951552, 0.922809, 0.889362, 0.849066, 0.804912, 0.746791, 0.680143]
    assert table.pct.to_list() == pytest.approx(survival, abs=1e-6)
    assert table.laag.to_list() == pytest.approx(low, abs=1e-6)
    assert table.hoog.to_list() == pytest.approx(high, abs=1e-6)


def test_who_was_not_measured_is_not_kept_for_half() -> None:
    """Of 100 one in five loses her work and half are not reached, whatever they do: 10 events among 50 seen.

    Half an interval for the other 50 would say 10 of 75, 13%.
    """
    table = levenstafel(100, [10], [0], [50])
    assert table.kans.to_list() == pytest.approx([20], abs=TOLERANCE)


def test_without_events_and_with_nothing_else() -> None:
    """10 of 10 and 9 of 9: Wilson. Then nobody is left, and nothing can be said."""
    table = levenstafel(10, [0, 0, 9, 0], [0] * 4, [0, 1, 0, 0])
    assert table.pct.to_list()[:3] == [100, 100, 0]
    assert (table.laag[0].round(1), table.hoog[0]) == (72.2, 100)
    assert (table.laag[2], table.hoog[2].round(1)) == (0, 29.9)
    assert table.loc[3, ["kans", "pct", "se", "laag", "hoog"]].isna().all()


@pytest.mark.parametrize(("gebeurtenis", "weg"), [([4], [0]), ([2], [2]), ([-1], [0])])
def test_more_than_there_are_is_refused(gebeurtenis: list[int], weg: list[int]) -> None:
    with pytest.raises(ValueError, match="leave the table"):
        levenstafel(3, gebeurtenis, weg, [0])


three = st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 5))


@given(st.lists(three, min_size=1, max_size=6), st.integers(0, 20))
def test_for_any_counts(steps: list[tuple[int, int, int]], more: int) -> None:
    columns = np.array(steps).T
    table = levenstafel(int(columns.sum()) + more, *columns)
    pct = table.pct.dropna()
    assert pct.is_monotonic_decreasing
    assert pct.between(0, 100).all()
    assert (table.laag.dropna() <= pct + TOLERANCE).all()
    assert (table.hoog.dropna() >= pct - TOLERANCE).all()
    ends = table.aantal - table.gebeurtenis - table.weg - table.niet_gemeten
    assert ends.to_list() == [*table.aantal[1:], more]
    if not columns[1:].any() and len(pct) == len(table):
        assert pct.iloc[-1] == pytest.approx(100 * more / table.aantal[0] if table.aantal[0] else 0)
