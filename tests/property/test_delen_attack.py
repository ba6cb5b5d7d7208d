"""What an analyst shares of made-up regions, set against what their releases show and against what she shared
before, by an attacker who shares nothing with the code that protects it.
"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.release.circulation import NOTHING, Circulation
from pipeline.release.delingen import Aantal, Atoom, Deling, Groep, as_dict, from_dict
from pipeline.release.erbij import Erbij
from pipeline.release.figures import KEY_COLUMNS, Key
from pipeline.release.generations import Generation
from pipeline.release.protection import protect
from pipeline.release.sharing import decide_shared
from pipeline.workspace.errors import ReleaseGeweigerd
from tests.support import population
from tests.support.shares import GIRLS, P2, POLICY, SHARES, Region, name_of, shared

QUICK = "of each board"
slow = [pytest.param(naam, marks=pytest.mark.full) for naam in SHARES if naam != QUICK]
known_to_leak = [one for one in SHARES if one != "girls and boys"]
"""Of girls and boys of the whole region nothing follows, by themselves."""


@pytest.mark.parametrize("naam", [QUICK, *slow])
def test_nothing_can_be_worked_out_of_what_is_shared(naam: str) -> None:
    region = Region()
    shared(region, naam)
    assert any(shown for row in region.shown().values() for shown in row.values())
    assert region.attacked() == []


@pytest.mark.full
@pytest.mark.parametrize("naam", known_to_leak)
def test_without_protection_it_can_be(naam: str) -> None:
    """The same shares, all of them shown: or the test above says nothing."""
    region = Region()
    for number, (groups, keys) in enumerate(SHARES[naam]):
        region.share_all({f"{number} {group}": one for group, one in groups.items()}, keys, str(number))
    assert region.attacked()


@pytest.mark.full
def test_what_is_shared_cannot_be_protected_apart_from_the_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the rules alone, as if parts did not add up to what was published."""
    monkeypatch.setattr(Erbij, "_link", lambda *_: None)
    region = Region()
    shared(region, "of each school")
    assert region.attacked()


def test_a_filter_that_leaves_out_a_few_is_no_way_round() -> None:
    """All but three who did not find work, and then all of them by themselves."""
    region = Region()
    few = region.outcomes[P2].pipe(lambda one: one[one == 0]).index[:3]
    region.share({"bijna": lambda p: ~p.index.isin(few)}, [P2], "een")
    assert region.shown() == {"bijna": {"P2": False}}
    other = Region()
    other.share({"veel": lambda p: p.index.isin(other.people.index[::2])}, [P2], "een")
    assert other.shown() == {"veel": {"P2": True}}
    half = other.outcomes[P2].loc[other.people.index[::2]].pipe(lambda one: one[one == 1]).index[:2]
    other.share(
        {"bijna veel": lambda p: p.index.isin(other.people.index[::2]) & ~p.index.isin(half)}, [P2], "twee"
    )
    assert other.shown() == {"veel": {"P2": True}, "bijna veel": {"P2": False}}


@pytest.mark.full
def test_a_later_release_reckons_with_what_was_shared() -> None:
    """A school that was hidden for the sake of another, and came out: then another one is hidden for it."""
    region = Region()
    rows = region.truth.merge(
        region.releases["openbaar"][[*KEY_COLUMNS, "status"]], on=KEY_COLUMNS, suffixes=("", "_nu")
    )
    hidden = rows[(rows.niveau == "school") & (rows.status_nu == "niet getoond")]
    key, free = next(
        (Key(row.indicator, row.klasse, row.soort_klasse), row.eenheid)
        for row in hidden.itertuples()
        if POLICY.reden(row.indicator, row.klasse, int(row.k), int(row.n)) is None
    )
    region.share_all({"een school": lambda p: p.school == free}, [key], "een")
    out = {(what, *name_of(key), "school", free) for what in ("k", "others")}
    assert {one.name for one in region.attacked()} > out
    kept = from_dict(json.loads(json.dumps(as_dict(region.deling))), "0001-een")
    circulation = Circulation((Generation("0001-een", {}, delingen=(kept,)),))
    region.publish(POLICY, circulation)
    assert {one.name for one in region.attacked()} <= out


@pytest.mark.full
def test_who_sees_more_and_three_cohorts_together_are_reckoned_with() -> None:
    """What a rule hides is hidden, for everybody, beside three cohorts that are published together too."""
    years = [2020, 2021, 2022, 2023, 2024]
    units = population.eenheden(years, 4, 2)
    people = population.leavers(units, 6, 30)
    truth = population.cijfers(people, units)
    outcome = next(one.outcome for one in population.definitions(people) if one.indicator == "P2")
    girls = pd.Series(np.random.default_rng(5).random(len(people)) < 0.4, index=people.index)
    of_year = people[people.cohort == 2021]
    names = ["school", "bestuur", "schooltype"]
    atoms = []
    for of, rows in of_year.groupby(
        [*(of_year[name] for name in names), girls[of_year.index]]
    ).groups.items():
        own = outcome.loc[rows]
        groep = f"{'V' if of[-1] else 'M'} {of[1]}"
        atoms.append(Atoom(*of[:3], (groep,), ((P2, Aantal(int((own == 1).sum()), int(own.notna().sum()))),)))
    groepen = tuple(Groep(naam, "een", ((P2, None),)) for naam in sorted({one.groepen[0] for one in atoms}))
    for policy in (POLICY, POLICY.beside(3, 5)):
        assert len(protect(truth, units, policy).samen)
        (made,) = decide_shared(truth, units, policy, NOTHING, [Deling(2021, groepen, tuple(atoms))])
        for groep in made.groepen:
            for key, shown in groep.getoond:
                k, n = made.aantal(key, made.of_groups[groep.naam])
                assert not (shown and policy.reden("P2", "", k, n))


def test_a_cohort_of_no_release_is_refused() -> None:
    region = Region()
    asked = region.ask(GIRLS, [P2], "een")
    with pytest.raises(ReleaseGeweigerd, match="2019 is in no release"):
        decide_shared(region.truth, region.units, POLICY, NOTHING, [replace(asked, cohort=2019)])
