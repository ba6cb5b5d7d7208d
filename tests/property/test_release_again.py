"""Releases of one cohort that were made one after another, by other thresholds or after corrections, and two
publics; attacked together by code that shares nothing with the release.
"""

from typing import Any

import pandas as pd
import pytest

from pipeline.release.circulation import NOTHING, count_for_later
from pipeline.release.figures import KEY_COLUMNS
from pipeline.release.policy import Policy
from pipeline.release.protection import BOUNDS, protect
from tests.property.test_release_attack import quarantine
from tests.support import population
from tests.support.attack import Recovered, attack
from tests.support.attack_again import attack_both

POLICY = Policy()
SIZES = [(5, 3, 40, 1), (4, 2, 30, 6)]
UNITS = {size: population.eenheden([2020], *size[:2]) for size in SIZES}


def region(size: tuple[int, int, int, int], corrected: int = 0) -> pd.DataFrame:
    """The figures of a region; where so many leavers of the first school turn out to have found work."""
    people = population.leavers(UNITS[size], size[3], size[2])
    first = people["school"] == people["school"].iloc[0]
    away = people.index[first & (people["code"] == "GEEN")][:corrected]
    people.loc[away, ["code", "V1", "V2", "V3", "V4"]] = "ARB_REG"
    return population.cijfers(people, UNITS[size])


def both(now: pd.DataFrame, before: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """What a reader of two releases knows of the figures as they are now: whatever was shown in either of
    them with the numbers of now."""
    true, seen = by_key(truth), by_key(before)
    rows = []
    for key, row in by_key(now).items():
        other = seen[key]
        same = other["status"] == "gemeten" and (other["n"], other["k"]) == (true[key]["n"], true[key]["k"])
        told = same and other["grenzen_getoond"] and other["onbekend"] == true[key]["onbekend"]
        if same and row["status"] == "niet getoond":
            bounds = {} if told else dict.fromkeys(BOUNDS) | {"grenzen_getoond": False}
            row = other | bounds
        elif told:
            row = row | {name: other[name] for name in (*BOUNDS, "grenzen_getoond")}
        rows.append(row)
    return pd.DataFrame(rows, columns=now.columns).astype(now.dtypes.to_dict())


def by_key(table: pd.DataFrame) -> dict[tuple[object, ...], dict[str, Any]]:
    return {tuple(row[name] for name in KEY_COLUMNS): row for row in table.to_dict("records")}


def recovered(
    size: tuple[int, int, int, int], known: pd.DataFrame, truth: pd.DataFrame, telling: int = 5
) -> list[Recovered]:
    return attack(known, UNITS[size], quarantine(truth), truth, telling)


LARGE, SMALL = SIZES


def again(
    size: tuple[int, int, int, int], before: pd.DataFrame, truth: pd.DataFrame
) -> tuple[list[Recovered], int]:
    """What comes out of a release together with the one before, and how much the release says that is."""
    made = protect(truth, UNITS[size], POLICY, NOTHING.seeing("openbaar", {"cijfers": before}))
    return recovered(size, both(made.cijfers, before, truth), truth), made.hidden.given_away


def forgetful(size: tuple[int, int, int, int], before: pd.DataFrame, truth: pd.DataFrame) -> list[Recovered]:
    """The same, of a release that knows nothing of the one before."""
    made = protect(truth, UNITS[size], POLICY)
    return recovered(size, both(made.cijfers, before, truth), truth)


def test_a_release_by_other_thresholds_tells_nothing_together_with_this_one() -> None:
    """Under a threshold of 8 other cells were hidden, and other ones beside them."""
    truth = region(LARGE)
    before = protect(truth, UNITS[LARGE], Policy(telling=8)).cijfers
    assert again(LARGE, before, truth) == ([], 0)
    assert len(forgetful(LARGE, before, truth)) > 50


def test_what_an_earlier_release_gave_away_by_itself_is_all_that_comes_out() -> None:
    """Under a threshold of 3 counts were shown that are hidden now."""
    truth = region(SMALL)
    before = protect(truth, UNITS[SMALL], Policy(telling=3)).cijfers
    found, told = again(SMALL, before, truth)
    alone = recovered(SMALL, before, truth)
    assert alone and {one.name for one in found} <= {one.name for one in alone} and len(found) <= told
    assert len(forgetful(SMALL, before, truth)) > len(alone)


@pytest.mark.full
def test_a_corrected_release_tells_next_to_nothing_together_with_the_one_before() -> None:
    """What follows from the other schools, which were shown before, and from headlines of the region, which
    must be shown, cannot be kept from who knows that nothing else changed; it is counted. By itself it tells
    nothing.
    """
    units, was, truth = UNITS[LARGE], region(LARGE), region(LARGE, corrected=3)
    before = protect(was, units, POLICY).cijfers
    kept = count_for_later(was, units, POLICY.definities)
    made = protect(truth, units, POLICY, NOTHING.seeing("openbaar", {"cijfers": before}, kept))
    found = attack_both((made.cijfers, truth), (before, was), units, quarantine(truth))
    assert len(found) <= made.hidden.given_away and recovered(LARGE, made.cijfers, truth) == []


@pytest.mark.full
def test_a_release_that_knows_nothing_of_the_one_before_a_correction_gives_hundreds_of_counts_away() -> None:
    units, was, truth = UNITS[LARGE], region(LARGE), region(LARGE, corrected=3)
    before, made = (protect(table, units, POLICY).cijfers for table in (was, truth))
    assert len(attack_both((made, truth), (before, was), units, quarantine(truth))) > 150


@pytest.mark.parametrize("size", SIZES)
def test_the_stuurgroep_sees_all_that_is_public_and_more_and_works_out_nothing(
    size: tuple[int, int, int, int],
) -> None:
    truth = region(size)
    policy = POLICY.beside(telling=3, noemer=5)
    assert policy.wider
    public, more = (protect(truth, UNITS[size], one) for one in (policy, policy.wider))
    seen, hidden = public.cijfers["status"] == "gemeten", more.cijfers["status"] == "niet getoond"
    assert (
        not (seen & hidden).any()
        and not (public.cijfers["grenzen_getoond"] & ~more.cijfers["grenzen_getoond"]).any()
    )
    assert (public.cijfers["status"] == "niet getoond").sum() > hidden.sum()
    assert recovered(size, public.cijfers, truth) == []
    assert recovered(size, more.cijfers, truth, telling=3) == []
