"""A release stays as it is only when nothing that it counts, and nothing but the microdata, is otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.indicators.herinneringen import Herinnering
from pipeline.indicators.volledigheid import Volledigheid
from pipeline.pseudonym import DEMO_SLEUTEL, Sleutel
from pipeline.release import besluit as deciding
from pipeline.release.besluit import GETELD, may_stay, newest_of, release_besluit
from pipeline.release.blijft import kenmerk, stays
from pipeline.release.compose import Geteld
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import MANIFEST, Workspace
from pipeline.workspace.record import stable_json
from pipeline.workspace.settings import Settings

JAAR = Schooljaar(2023)
NONE: frozenset[int] = frozenset()
TABLES = ("cijfers", "eenheden", "gevoeligheid", "varianten", "plannen", "uitkomsten")


def frame(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns or {"naam": ["a", "b"], "aantal": [3, 12]}).convert_dtypes()


def geteld(**otherwise: Any) -> Geteld:
    tables: dict[str, Any] = {naam: frame() for naam in TABLES}
    rest = {
        "overzichten": {"stroom": frame(), "leveringen": frame()},
        "volledigheid": Volledigheid(),
        "herinneringen": (),
        "schooljaar": JAAR,
        "onderzoek": lambda: None,
    }
    return Geteld(**{**tables, **rest, **otherwise})


def mark(**otherwise: Any) -> str:
    return kenmerk(geteld(**otherwise), NONE, DEMO_SLEUTEL)


def test_the_same_counts_have_the_same_mark() -> None:
    assert mark() == mark()
    assert len(mark()) == 64


@pytest.mark.parametrize("naam", TABLES)
@pytest.mark.parametrize(
    "other",
    [
        frame(naam=["a", "b"], aantal=[3, 13]),
        frame(naam=["b", "a"], aantal=[12, 3]),
        frame(naam=["a", "b"], aantal=[3, None]),
        frame(naam=["a", "b"], totaal=[3, 12]),
        frame(naam=["a", "b", "b"], aantal=[3, 12, 12]),
        frame(naam=["a", "b"], aantal=["3", "12"]),
    ],
    ids=["one more", "another order", "unknown", "another name", "a row more", "text"],
)
def test_any_other_count_gives_another_mark(naam: str, other: pd.DataFrame) -> None:
    assert mark(**{naam: other}) != mark()


def test_all_else_that_a_release_tells_is_in_the_mark() -> None:
    other = frame(naam=["a", "b"], aantal=[3, 13])
    missing = Herinnering("98YC00", "De Kade", "uitstroom", "2023-2024", ("V1",), "2023-2024")
    marks = [
        mark(),
        mark(overzichten={"stroom": other, "leveringen": frame()}),
        mark(overzichten={"leveringen": frame()}),
        mark(volledigheid=Volledigheid(scholen=(("98YC00", 2023),))),
        mark(herinneringen=(missing,)),
        kenmerk(geteld(), frozenset({2019}), DEMO_SLEUTEL),
    ]
    assert len({*marks}) == len(marks)


def test_the_account_of_deliveries_alone_does_not_decide() -> None:
    assert mark(overzichten={"stroom": frame(), "leveringen": frame(naam=["c"], aantal=[1])}) == mark()


def test_without_the_key_no_count_can_be_tried_against_the_mark() -> None:
    assert kenmerk(geteld(), NONE, Sleutel(b"een andere sleutel van 32 bytes!")) != mark()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with the record of a release that was made of the microdata `oud`."""
    monkeypatch.setattr(deciding, "program", lambda: {"code": "nu"})
    workspace = Workspace.create(tmp_path / "werkmap", demo=True)
    folder = workspace.release_dir(JAAR)
    folder.mkdir(parents=True)
    (folder / MANIFEST).write_text("{}", encoding="utf-8")
    before = as_made_now(workspace)
    write_record(workspace, microdata="oud", **before)
    return workspace


def as_made_now(workspace: Workspace) -> dict[str, Any]:
    """What a release made now would write down, but for its mark."""
    from pipeline.evaluation.effect.analyseplan import load_analyseplan

    return {
        "analyseplan": load_analyseplan(workspace.analyseplan_file).hash(),
        "regios": {},
        "releases": {"openbaar": {"release": deciding.manifest_hash(workspace, JAAR)}},
        "programma": {"code": "nu"},
        "instellingen": Settings().basis(),
        "sleutel_id": DEMO_SLEUTEL.id,
        GETELD: mark(),
    }


def write_record(workspace: Workspace, **content: Any) -> None:
    path = workspace.run_record(JAAR)
    path.parent.mkdir(parents=True, exist_ok=True)
    old = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    path.write_text(stable_json({**old, **content}), encoding="utf-8")


def asked(workspace: Workspace, inputs: str = "nieuw") -> bool:
    found = release_besluit(workspace, JAAR, inputs, Settings())
    return may_stay(workspace, JAAR, found, Settings(), DEMO_SLEUTEL)


def test_a_release_may_stay_when_only_the_microdata_are_others(place: Workspace) -> None:
    assert asked(place)


def test_what_was_never_made_or_is_gone_cannot_stay(place: Workspace) -> None:
    place.run_record(JAAR).unlink()
    assert not asked(place)


def test_the_newest_is_so_among_what_is_asked_for_and_what_is_there(place: Workspace) -> None:
    assert newest_of(place, [JAAR, Schooljaar(JAAR.start - 1)]) == JAAR
    assert newest_of(place, [Schooljaar(JAAR.start - 1)]) == JAAR  # an old year alone
    assert newest_of(place, [Schooljaar(JAAR.start + 1)]) == Schooljaar(JAAR.start + 1)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"programma": {"code": "toen"}},
        {"instellingen": {}},
        {"sleutel_id": "000000000000"},
        {"analyseplan": "een ander plan"},
        {"regios": {"buren": "ab"}},
        {"releases": {"openbaar": {"release": "een ander"}}},
    ],
    ids=["program", "settings", "key", "plan", "regions", "the release itself"],
)
def test_it_may_not_when_anything_else_is(place: Workspace, otherwise: dict[str, Any]) -> None:
    write_record(place, **otherwise)
    assert not asked(place)


def test_a_record_from_before_there_were_marks_says_nothing(place: Workspace) -> None:
    path = place.run_record(JAAR)
    record = json.loads(path.read_text("utf-8"))
    del record[GETELD]
    path.write_text(stable_json(record), encoding="utf-8")
    assert not asked(place)


def test_what_counts_the_same_is_up_to_date_from_then_on_and_keeps_its_record(place: Workspace) -> None:
    before = place.run_record(JAAR).read_bytes()
    assert not stays(place, JAAR, "nieuw", geteld(eenheden=frame(naam=["c"])), NONE, DEMO_SLEUTEL)
    assert release_besluit(place, JAAR, "nieuw", Settings()).nodig
    assert stays(place, JAAR, "nieuw", geteld(), NONE, DEMO_SLEUTEL)
    assert not release_besluit(place, JAAR, "nieuw", Settings()).nodig
    assert release_besluit(place, JAAR, "nog nieuwer", Settings()).nodig
    assert place.run_record(JAAR).read_bytes() == before


def test_a_note_about_another_release_counts_for_nothing(place: Workspace) -> None:
    assert stays(place, JAAR, "nieuw", geteld(), NONE, DEMO_SLEUTEL)
    (place.release_dir(JAAR) / MANIFEST).write_text("{ }", encoding="utf-8")
    changed = release_besluit(place, JAAR, "nieuw", Settings()).wijzigingen
    assert {one.wat for one in changed} == {"microdata", "release openbaar"}
