"""Which releases stay when only the microdata are others; the rest of a run is in tests/flow."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from pipeline.flow import counted_again
from pipeline.gang import Wens
from pipeline.release import besluit, blijft, make
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.basis import Besluit

YEARS = [Schooljaar(year) for year in range(2020, 2024)]
SAME, OTHER, CURRENT, NEWEST = YEARS


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Schooljaar]:
    """The years that are counted. All but one are out of date; of one all counts are the same, and so they
    would be of the newest."""
    found: list[Schooljaar] = []

    def count(*given: Any) -> str:
        found.append(given[4])
        return f"geteld {given[4]}"

    monkeypatch.setattr(besluit, "release_besluit", lambda _, year, *_more: Besluit(year != CURRENT, ""))
    monkeypatch.setattr(besluit, "may_stay", lambda *_: True)
    monkeypatch.setattr(besluit, "newest_of", lambda _, years: max(years))
    monkeypatch.setattr(blijft, "stays", lambda _, year, *_more: year in (SAME, NEWEST))
    monkeypatch.setattr(make, "count_all", count)
    return found


def gang(opnieuw: bool = False) -> Any:
    silent = {"tell": lambda _: None, "skipped": lambda *_: None}
    return SimpleNamespace(workspace=None, settings=None, sleutel=None, wens=Wens(opnieuw=opnieuw), **silent)


def again(years: list[Schooljaar], opnieuw: bool = False) -> Any:
    microdata = cast("Any", SimpleNamespace(inputs="a"))
    return counted_again(gang(opnieuw), microdata, years, frozenset())


def test_each_is_counted_once_and_the_newest_never_stays(counted: list[Schooljaar]) -> None:
    found = again(YEARS)
    assert sorted(counted) == [SAME, OTHER, NEWEST]
    assert found.blijft == {SAME}
    assert found.geteld == {OTHER: f"geteld {OTHER}", NEWEST: f"geteld {NEWEST}"}


def test_the_newest_alone_is_counted_when_it_is_made(counted: list[Schooljaar]) -> None:
    assert again([CURRENT, NEWEST]).geteld == {} and counted == []


def test_what_is_made_anyhow_is_not_counted_before(counted: list[Schooljaar]) -> None:
    assert again(YEARS, opnieuw=True).blijft == frozenset() and counted == []
