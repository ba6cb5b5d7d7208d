"""Time to first work: quarters and the curve by hand, refused below 80%, and what holds for any leavers."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.eerste_werk import MINSTENS_BEKEND, eerste_werk

TOLERANCE = 1e-9
LEFT = date(2023, 7, 31)
Row = tuple[date | None, date | None, bool]


def _leavers(rows: list[Row]) -> pd.DataFrame:
    """begin, followed until, ever at work."""
    return pd.DataFrame(
        [
            {"datum_uitstroom": LEFT, "begindatum_eerste_werk": begin, "gevolgd_tot": tot, "ooit_werk": work}
            for begin, tot, work in rows
        ]
    )


END = date(2025, 11, 1)


def test_by_hand() -> None:
    """Ten leavers: two had work when they left, three found it in the first quarter, one in the third.

    Two never, followed to the end; two never, last seen on 1 April 2024, eight months after: the third
    quarter. Third quarter: 5 at its start, 1 event, 2 halfway: 1 of 4.
    """
    rows: list[Row] = [(LEFT, END, True), (date(2023, 5, 1), END, True)]
    rows += [(date(2023, 8, 1), END, True), (date(2023, 9, 4), END, True), (date(2023, 10, 30), END, True)]
    rows += [(date(2024, 2, 1), END, True)] + [(None, END, False)] * 2 + [(None, date(2024, 4, 1), False)] * 2
    found = eerste_werk(_leavers(rows))
    assert (found.leerlingen, found.werkten, found.tijd_bekend, found.te_meten) == (10, 6, 6, True)
    assert found.kwartalen is not None
    curve = found.kwartalen.set_index("kwartaal")
    assert curve.aantal.to_list()[:5] == [10, 8, 5, 5, 2]
    assert curve.begonnen.to_list() == [2, 3, 0, 1, 0, 0, 0, 0, 0]
    assert curve.einde_volgen.to_list() == [0, 0, 0, 2, 0, 0, 0, 0, 0]
    assert curve.pct.to_list()[:5] == pytest.approx([20, 50, 50, 62.5, 62.5], abs=TOLERANCE)
    assert (curve.ondergrens == curve.pct).all()
    assert (curve.bovengrens == curve.pct).all()


def test_three_months_to_the_day_is_the_next_quarter() -> None:
    begins = [date(2023, 8, 1), date(2023, 10, 30), date(2023, 10, 31), date(2025, 7, 30), date(2025, 7, 31)]
    curve = eerste_werk(_leavers([(begin, END, True) for begin in begins])).kwartalen
    assert curve is not None
    assert curve.begonnen.to_list() == [0, 2, 1, 0, 0, 0, 0, 0, 1]


def test_known_of_too_few_is_not_measured() -> None:
    dated: Row = (date(2023, 9, 1), END, True)
    undated: Row = (None, END, True)
    enough, too_few = (
        eerste_werk(_leavers([dated] * 4 + [undated])),
        eerste_werk(_leavers([dated] * 3 + [undated])),
    )
    assert (enough.pct_bekend, enough.te_meten) == (MINSTENS_BEKEND, True)
    assert (too_few.pct_bekend, too_few.te_meten) == (75.0, False)
    nobody = eerste_werk(_leavers([(None, END, False)]))
    assert (nobody.te_meten, nobody.werkten) == (False, 0)
    without_leaving = _leavers([dated] * 3).assign(datum_uitstroom=pd.NaT)
    assert eerste_werk(without_leaving).tijd_bekend == 0


def test_bounds_for_who_has_no_date() -> None:
    """Four found work in the first quarter, one some day, five never: 4/9; between 4/10 and 5/10."""
    rows: list[Row] = [(date(2023, 9, 1), END, True)] * 4 + [(None, END, True)] + [(None, END, False)] * 5
    curve = eerste_werk(_leavers(rows)).kwartalen
    assert curve is not None
    first = curve.iloc[1]
    assert first.pct == pytest.approx(400 / 9, abs=TOLERANCE)
    assert (first.ondergrens, first.bovengrens) == pytest.approx((40, 50), abs=TOLERANCE)
    assert (curve.ondergrens[0], curve.bovengrens[0]) == pytest.approx((0, 10), abs=TOLERANCE)


days = st.integers(-60, 900).map(lambda d: LEFT + timedelta(days=d))


@given(st.lists(st.tuples(st.none() | days, st.none() | days, st.booleans()), min_size=1, max_size=40))
def test_for_any_leavers(rows: list[Row]) -> None:
    found = eerste_werk(_leavers(rows))
    worked = [row for row in rows if row[2] or row[0]]
    assert (found.leerlingen, found.werkten) == (len(rows), len(worked))
    assert found.tijd_bekend == sum(row[0] is not None for row in rows)
    if found.kwartalen is None:
        assert not worked or found.pct_bekend < MINSTENS_BEKEND
        return
    curve = found.kwartalen
    seen = curve.dropna()
    assert seen.pct.is_monotonic_increasing
    assert ((seen.ondergrens <= seen.pct + TOLERANCE) & (seen.pct <= seen.bovengrens + TOLERANCE)).all()
    assert ((seen.laag <= seen.pct + TOLERANCE) & (seen.pct <= seen.hoog + TOLERANCE)).all()
    assert curve.aantal[0] == found.tijd_bekend + sum(not (w or b) and t is not None for b, t, w in rows)
    backwards = eerste_werk(_leavers(rows[::-1])).kwartalen
    assert backwards is not None
    pd.testing.assert_frame_equal(backwards, curve)
