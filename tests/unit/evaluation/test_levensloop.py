"""Life tables and flows of a panel: a small one by hand, and what holds for any panel."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation.levensloop import GEBEURTENISSEN, Gebeurtenis, levensloop, situaties
from pipeline.evaluation.stromen import KLASSEN, overgangen, paden
from tests.support.meetfilm import films, panel

TOLERANCE = 1e-9
SMALL = panel("WWWWW", "WWGWW", "W.WWW", "WOWWW", "W+...", "WLWWW", "WWWW.", "LWWWW", "GGGGG", "OWWWW")


def test_out_of_work_by_hand() -> None:
    """Seven start in work. V1: one in school is the event, one died, two not seen: risk 7 - 2 - 1/2.

    V2: three left, one has nothing. V3: two left, both in work. V4: one not measured, one in work.
    """
    table = levensloop(SMALL, GEBEURTENISSEN[:1])
    assert table.interval.to_list() == ["U-V1", "V1-V2", "V2-V3", "V3-V4"]
    columns = ["aantal", "gebeurtenis", "weg", "niet_gemeten"]
    assert table[columns].to_numpy().tolist() == [[7, 1, 1, 2], [3, 1, 0, 0], [2, 0, 0, 0], [2, 0, 0, 1]]
    assert table.risico.to_list() == [4.5, 3, 2, 1]
    expected = [100 * 3.5 / 4.5, *[100 * 3.5 / 4.5 * 2 / 3] * 3]
    assert table.pct.to_list() == pytest.approx(expected, abs=TOLERANCE)


def test_unknown_as_an_event_and_school_as_none() -> None:
    table = levensloop(SMALL).set_index(["gebeurtenis_naam", "interval"])
    worst = table.loc["niet meer in werk, of onbekend"]
    assert (worst.gebeurtenis["U-V1"], worst.niet_gemeten["U-V1"], worst.risico["U-V1"]) == (2, 1, 5.5)
    nothing = table.loc["zonder werk, school of dagbesteding"]
    assert nothing.aantal.to_list() == [7, 4, 3, 3]
    assert nothing.gebeurtenis.to_list() == [0, 1, 0, 0]
    assert len(table) == 4 * len(GEBEURTENISSEN)


def test_only_the_moments_there_were() -> None:
    table = levensloop(SMALL, GEBEURTENISSEN[:1], ["U", "V1"])
    assert table.interval.to_list() == ["U-V1"]
    nobody = levensloop(SMALL, [Gebeurtenis("x", frozenset({"GEEN"}), begin=frozenset({"DAGBESTEDING"}))])
    assert nobody.aantal.to_list() == [0] * 4
    assert nobody.pct.isna().all()


def test_the_same_number_in_two_cohorts_is_two_leavers() -> None:
    both = pd.concat([SMALL, SMALL.assign(cohort=2021)])
    assert levensloop(both).aantal.to_list() == [2 * n for n in levensloop(SMALL).aantal]


def test_flows_by_hand() -> None:
    table = overgangen(SMALL, "U", "V2").set_index(["van", "naar"])
    assert len(table) == len(KLASSEN) ** 2
    assert table.k[("WERK", "WERK")] == 5
    assert table.k[("WERK", "GEEN")] == 1
    assert table.k[("WERK", "niet gemeten")] == 1
    assert table.n[("WERK", "weg")] == 7
    assert table.pct[("WERK", "WERK")] == pytest.approx(500 / 7, abs=1e-6)
    assert pd.isna(table.pct[("DAGBESTEDING", "WERK")])
    found = paden(SMALL)
    assert found[["U", "V2", "V4", "k"]].to_numpy().tolist() == [
        ["WERK", "WERK", "WERK", 4], ["WERK", "WERK", "niet gemeten", 1], ["WERK", "GEEN", "WERK", 1],
        ["WERK", "niet gemeten", "niet gemeten", 1], ["LEREN", "WERK", "WERK", 1],
        ["GEEN", "GEEN", "GEEN", 1],
        ["ONBEKEND", "WERK", "WERK", 1],
    ]  # fmt: skip


@settings(max_examples=50)
@given(films("WLDGO+B", "WLDGO+B."), st.randoms())
def test_for_any_panel(own: list[str], random: object) -> None:
    metingen = panel(*own)
    table = levensloop(metingen)
    for _, one in table.groupby("gebeurtenis_naam"):
        left = one.aantal - one.gebeurtenis - one.weg - one.niet_gemeten
        assert one.aantal.to_list()[1:] == left.to_list()[:-1]
        assert one.aantal.iloc[0] == sum(film[0] == "W" for film in own)
        assert one.pct.dropna().is_monotonic_decreasing
    flows = overgangen(metingen, "U", "V4")
    assert flows.k.sum() == paden(metingen).k.sum() == len(own)
    assert (flows.groupby("van").k.sum() == flows.groupby("van").n.first()).all()
    order = list(range(len(metingen)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = metingen.iloc[order]
    pd.testing.assert_frame_equal(levensloop(shuffled), table)
    pd.testing.assert_frame_equal(paden(shuffled), paden(metingen))
    assert len(situaties(shuffled)) == len(own)


@given(films("WLDGO+B", "WLDGO+B."))
def test_the_first_two_moments_are_a_plain_rate(own: list[str]) -> None:
    """Of those seen at V1, without deaths: the share still in work is what counting gives."""
    plain = [film for film in own if film[0] == "W" and film[1] in "WLDG"]
    if plain:
        table = levensloop(panel(*own), GEBEURTENISSEN[:1], ["U", "V1"])
        if table.weg[0] == 0:
            kept = sum(film[1] == "W" for film in plain)
            assert table.pct[0] == pytest.approx(100 * kept / len(plain), abs=TOLERANCE)
