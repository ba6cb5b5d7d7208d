"""The shift of what is told of an effect: small, outward for ends, of the key alone."""

from __future__ import annotations

from math import inf

import pandas as pd
import pytest

from pipeline.evaluation.effect.proef import Grenzen, Wijziging
from pipeline.pseudonym import Sleutel
from pipeline.release.effect import beside_headline, protect_effect
from pipeline.release.effect_jaren import protect_years
from pipeline.release.effect_onderzoek import Onderzoek
from pipeline.release.effect_robuust import protect_robust
from pipeline.release.policy import Policy
from pipeline.release.verschuiving import GEEN, Verschuiving
from tests.support.asked import asked, counted, without

SLEUTEL = Sleutel(bytes(range(32)))
ANDERE = Sleutel(bytes(range(1, 33)))
SCHUIF = Verschuiving(SLEUTEL)
HIDDEN = {("S00", 2018), ("S03", 2016), ("S07", 2020)}
NAMEN = [f"vraag {i}" for i in range(2000)]


def test_a_shift_is_small_and_spread_evenly_over_one_point() -> None:
    around, outward = ([get(naam) for naam in NAMEN] for get in (SCHUIF.heen_of_weer, SCHUIF.naar_buiten))
    for shifts, least in ((around, -0.5), (outward, 0.0)):
        tenths = pd.Series(shifts).sub(least).mul(10).astype(int).value_counts()
        assert min(shifts) >= least and max(shifts) < least + 1
        # 200 expected in each tenth; five standard deviations of a binomial(2000, 0.1) is 67
        assert len(tenths) == 10 and tenths.between(133, 267).all()


def test_the_same_number_has_the_same_shift_and_another_has_another() -> None:
    assert SCHUIF.van("a").naar_buiten("laag") == Verschuiving(SLEUTEL).van("a").naar_buiten("laag")
    assert len({SCHUIF.van(naam).naar_buiten("laag") for naam in NAMEN}) == len(NAMEN)
    assert SCHUIF.van("a").van("b").naar_buiten("c") != SCHUIF.van("b").van("a").naar_buiten("c")


def test_it_takes_the_key_and_a_rotation_changes_nothing() -> None:
    assert Verschuiving(ANDERE).naar_buiten("laag") != SCHUIF.naar_buiten("laag")
    assert Verschuiving(SLEUTEL.rotated(bytes(32))).naar_buiten("laag") == SCHUIF.naar_buiten("laag")
    assert GEEN.naar_buiten("laag") == GEEN.heen_of_weer("schatting") == 0
    assert "0001" not in repr(SCHUIF)


def test_an_interval_holds_what_it_held_and_an_end_that_is_not_there_stays_away() -> None:
    for naam in NAMEN[:50]:
        moved = SCHUIF.van(naam).grenzen(Grenzen(2.0, -3.0, inf))
        assert -4 < moved.laag <= -3 and moved.hoog == inf and abs(moved.schatting - 2) <= 0.5


def test_another_estimate_with_a_shift_that_makes_up_for_it_gives_the_same() -> None:
    """The argument of verschuiving.py, with the shifts of many numbers as shifts of many keys."""
    one, other = Grenzen(4.2, -1.0, 9.0), Grenzen(4.5, -1.0, 9.0)
    shifts = [SCHUIF.van(naam).heen_of_weer("schatting") for naam in NAMEN]
    made_up = [shift - 0.3 for shift in shifts]
    told = [
        SCHUIF.van(naam).grenzen(one).schatting == pytest.approx(other.schatting + shift)
        for naam, shift in zip(NAMEN, made_up, strict=True)
    ]
    assert all(told)
    # and so it is only ruled out where no shift does: with a chance of the difference, 0.3
    assert sum(shift < -0.5 for shift in made_up) / len(NAMEN) == pytest.approx(0.3, abs=0.05)


def test_the_room_is_what_one_count_can_matter_and_at_least_a_point() -> None:
    assert SCHUIF.binnen(2.0, []).ruimte == SCHUIF.binnen(2.0, [2.4]).ruimte == 1
    wide = SCHUIF.binnen(2.0, [-1.0, 3.0])
    assert wide.ruimte == 3 and wide.naar_buiten("laag") == pytest.approx(3 * SCHUIF.naar_buiten("laag"))


def room(bare: Onderzoek, naam: str, jaar: int | None) -> float:
    """How far apart the estimates are with each value that a hidden count must keep: k - 1 to k + 1."""
    found = []
    for school, cohort in HIDDEN:
        for more in (-1, 0, 1):
            got = bare.meting(naam, Wijziging("P2", school, cohort, more))
            estimate = got.uitkomst.schatting if jaar is None else got.per_jaar[jaar].schatting
            found.append(float(estimate or 0.0))
    return max(1.0, max(found) - min(found))


@pytest.mark.parametrize("seed", [4, 5])
def test_what_is_told_after_a_shift_still_holds_the_truth(seed: int) -> None:
    cijfers = counted(seed=seed, n=60)
    shown = without(cijfers, HIDDEN)
    bare, moved = (asked(cijfers, schuif=schuif) for schuif in (GEEN, SCHUIF))
    (effect,) = protect_effect(moved, shown, Policy())[0].to_dict("records")
    real = bare.meting("plaatsing", None).uitkomst
    assert effect["laag"] <= real.laag and real.hoog <= effect["hoog"]
    assert abs(effect["schatting"] - real.schatting) <= (effect["stap"] + room(bare, "plaatsing", None)) / 2
    assert effect["laag"] > real.laag - effect["stap"] - room(bare, "plaatsing", None)
    years = beside_headline(protect_years(moved, shown, Policy()), protect_effect(moved, shown, Policy())[0])
    for i, (told, found) in enumerate(
        zip(years.to_dict("records"), bare.meting("plaatsing", None).per_jaar, strict=True)
    ):
        if told["status"] == "getoond":
            assert told["laag"] <= found.laag and found.hoog <= told["hoog"]
            assert abs(told["schatting"] - found.schatting) <= (told["stap"] + room(bare, "plaatsing", i)) / 2
    tables = [
        (protect_years(one, shown, Policy()), protect_robust(one, shown, Policy())) for one in (bare, moved)
    ]
    assert not (tables[0][0].equals(tables[1][0]) and tables[0][1].equals(tables[1][1])), "nothing was moved"
