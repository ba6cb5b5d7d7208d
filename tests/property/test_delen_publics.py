"""Shares beside two publics. What is shared everybody gets; the stuurgroep gets smaller numbers in its own
release besides. Neither works a hidden number out of all that it got, whether the boards agreed to that
before something was shared or afterwards.
"""

from __future__ import annotations

import pytest

from pipeline.release.circulation import NOTHING
from pipeline.release.figures import Key
from pipeline.release.policy import Publiek
from pipeline.release.sharing import decide_shared
from tests.support.shares import POLICY, SHARES, Chosen, Region, shared

AGREED = POLICY.beside(telling=3, noemer=5)
PUBLICS: tuple[Publiek, ...] = ("openbaar", "stuurgroep")


@pytest.mark.full
@pytest.mark.parametrize("naam", SHARES)
def test_neither_public_works_anything_out_of_what_is_shared(naam: str) -> None:
    region = Region(policy=AGREED)
    shared(region, naam)
    assert any(shown for row in region.shown().values() for shown in row.values())
    assert {publiek: region.attacked(publiek) for publiek in PUBLICS} == {publiek: [] for publiek in PUBLICS}


@pytest.mark.full
@pytest.mark.parametrize("naam", SHARES)
def test_nor_where_the_stuurgroep_got_its_release_afterwards(naam: str) -> None:
    region = Region()
    shared(region, naam)
    region.agree(AGREED)
    assert {publiek: region.attacked(publiek) for publiek in PUBLICS} == {publiek: [] for publiek in PUBLICS}


E_SCHOOL = "99AE00"
P3 = Key("P3", "", "")


def almost(region: Region) -> dict[str, Chosen]:
    """All of a school but two in work, of those with profile arbeid; the whole only the stuurgroep sees."""
    found = region.outcomes[P3][region.people.school == E_SCHOOL]
    two = found[found == 1].index[:2]
    return {"bijna": lambda p: (p.school == E_SCHOOL) & ~p.index.isin(two)}


LEFT = {("over", "k", ("P3", ""), ("school", E_SCHOOL), (("groep", "bijna"),))}


@pytest.mark.full
def test_a_group_that_misses_two_of_what_the_stuurgroep_sees_is_not_shared() -> None:
    region = Region(policy=AGREED)
    asked = region.ask(almost(region), [P3], "een")
    region.share(almost(region), [P3], "een")
    assert region.shown() == {"bijna": {"P3": False}}
    (region.deling,) = decide_shared(region.truth, region.units, POLICY, NOTHING, [asked])
    assert region.shown() == {"bijna": {"P3": True}} and region.attacked() == []
    assert {one.name for one in region.attacked("stuurgroep")} == LEFT


@pytest.mark.full
def test_what_was_shared_is_why_the_stuurgroep_sees_less_afterwards() -> None:
    """Or it would work out who was left out: as it does when nobody remembers what was shared."""
    region, forgetful = Region(), Region()
    for one in (region, forgetful):
        one.share(almost(one), [P3], "een")
        assert one.shown() == {"bijna": {"P3": True}}
        one.agree(AGREED, memory=one is region)
    assert region.attacked("stuurgroep") == region.attacked() == []
    assert {one.name for one in forgetful.attacked("stuurgroep")} == LEFT
