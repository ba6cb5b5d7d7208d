"""What a later row changed: which fields, in how many rows, and never what they held."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.microdata.build import Microdata, build
from pipeline.microdata.correction_list import corrections
from pipeline.microdata.reading import open_microdata
from pipeline.sources.contract import contracten
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.register import take_in
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.exports import leerling, write_uitstroom
from tests.support.intake import OPNAME
from tests.support.panel import Levering, microdata, query

DAYS = [date(2017, 11, 20), date(2018, 4, 20), date(2018, 11, 20)]


def outflow(name: str, day: int, *rows: dict[str, object]) -> Levering:
    return Levering("uitstroom", rows, leverdatum=DAYS[day], id=name)


def changes(*leveringen: Levering) -> set[tuple[object, ...]]:
    """(old delivery, new delivery, column, kind, rows) of every correction."""
    with microdata(leveringen) as con:
        return {
            (c["levering_id"], c["nieuwe_levering_id"], c["kolom"], c["soort"], c["aantal"])
            for c in corrections(con)
        }


def pairs(*leveringen: Levering) -> list[tuple[object, ...]]:
    with microdata(leveringen) as con:
        return query(
            con, "SELECT levering_id, rij, nieuwe_levering_id, nieuwe_rij FROM opvolging ORDER BY ALL"
        )


def test_every_field_that_differs_is_counted_by_kind() -> None:
    old = outflow(
        "oud",
        0,
        {"persoon": "a", "uren": 32, "reden": None, "bestemming": "ARB_REG"},
        {"persoon": "b", "uren": 32, "reden": None, "bestemming": "ONBEKEND"},
        {"persoon": "c", "uren": 20},
        {"persoon": "d", "uren": 20},
    )
    new = outflow(
        "nieuw",
        1,
        {"persoon": "a", "uren": 24, "reden": "ZORG", "bestemming": "ONBEKEND"},
        {"persoon": "b", "uren": 36, "reden": None, "bestemming": "GEEN"},
        {"persoon": "c", "uren": 20},
    )
    assert changes(old, new) == {
        ("oud", "nieuw", "uren", "anders", 2),
        ("oud", "nieuw", "reden", "van leeg", 1),
        ("oud", "nieuw", "bestemming", "naar leeg", 1),
        ("oud", "nieuw", "bestemming", "van leeg", 1),
        ("oud", "nieuw", None, "gelijk", 1),
    }


def test_an_empty_cell_and_the_code_for_it_are_the_same() -> None:
    old = outflow("oud", 0, {"persoon": "a", "uitstroomprofiel": None})
    new = outflow("nieuw", 1, {"persoon": "a", "uitstroomprofiel": "ONBEKEND"})
    assert changes(old, new) == {("oud", "nieuw", None, "gelijk", 1)}


def test_what_was_corrected_twice_gives_two_pairs() -> None:
    rows = [outflow(name, day, {"persoon": "a", "uren": 30 + day}) for day, name in enumerate("123")]
    for order in ([0, 1, 2], [2, 0, 1]):
        assert pairs(*(rows[n] for n in order)) == [("1", 1, "2", 1), ("2", 1, "3", 1)]


def test_the_next_newer_row_is_the_nearest_under_any_key() -> None:
    """The second has no PGN, so only the school's number ties it to the first."""
    first = outflow("1", 0, {"persoon": "a", "leerling": "l"})
    second = outflow("2", 1, {"leerling": "l"})
    third = outflow("3", 2, {"persoon": "a", "leerling": "l"})
    assert pairs(first, second, third) == [("1", 1, "2", 1), ("2", 1, "3", 1)]


def test_a_row_that_its_own_delivery_superseded_is_paired_there() -> None:
    old = outflow(
        "oud",
        0,
        {"persoon": "a", "lot": "vervangen", "datum_uitstroom": date(2017, 7, 1), "uren": 12},
        {"persoon": "a", "lot": "vervangen", "datum_uitstroom": date(2017, 6, 1), "uren": 12},
        {"persoon": "a", "datum_uitstroom": date(2017, 7, 9), "uren": 20},
    )
    new = outflow("nieuw", 1, {"persoon": "a", "datum_uitstroom": date(2017, 7, 9), "uren": 20})
    assert pairs(old, new) == [("oud", 1, "oud", 3), ("oud", 2, "oud", 1), ("oud", 3, "nieuw", 1)]
    assert changes(old, new) == {
        ("oud", "oud", "datum_uitstroom", "anders", 2),
        ("oud", "oud", "uren", "anders", 1),
        ("oud", "nieuw", None, "gelijk", 1),
    }


@pytest.mark.parametrize("lot", ["dubbel", "quarantaine"])
def test_a_row_that_superseded_nothing_is_in_no_pair(lot: str) -> None:
    old = outflow("oud", 0, {"persoon": "a"}, {"persoon": "b", "lot": lot})
    new = outflow("nieuw", 1, {"persoon": "b"}, {"persoon": "a", "brin": "99BB00"}, {"persoon": "c"})
    assert pairs(old, new) == []


def test_school_and_cohort_are_those_of_the_old_row() -> None:
    people = outflow("u", 0, {"persoon": "a"})
    old = Levering("intergrip", [{"persoon": "a", "brin": "99AA00"}], leverdatum=DAYS[0], id="oud")
    new = Levering("intergrip", [{"persoon": "a", "brin": "99BB00"}], leverdatum=DAYS[1], id="nieuw")
    with microdata([people, old, new]) as con:
        [found] = corrections(con)
    assert found == {
        "bron": "intergrip",
        "levering_id": "oud",
        "nieuwe_levering_id": "nieuw",
        "cohort": 2016,
        "brin": "99AA00",
        "kolom": "brin",
        "soort": "anders",
        "aantal": 1,
    }


def test_a_source_without_schools_has_corrections_without_one() -> None:
    target = {
        "schooljaar": 2016,
        "cohort": 2016,
        "niveau": "regio",
        "indicator": "P2",
        "brin": "",
        "bestuur": "",
    }
    old = Levering("doelen", [target | {"doel": 60}], leverdatum=DAYS[0])
    new = Levering("doelen", [target | {"doel": 70}], leverdatum=DAYS[1])
    with microdata([old, new]) as con:
        assert [(c["brin"], c["kolom"], c["soort"]) for c in corrections(con)] == [(None, "doel", "anders")]
        assert corrections(con, "uitstroom") == []
        assert len(corrections(con, "doelen")) == 1


def test_nothing_that_a_row_held_and_no_personal_column_is_listed() -> None:
    old = outflow(
        "oud", 0, {"persoon": "PA", "leerling": "LL", "leeftijd": 17, "pgn_geldig": True, "werkgever": "W1"}
    )
    new = outflow(
        "nieuw",
        1,
        {"persoon": "PB", "leerling": "LL", "leeftijd": 18, "pgn_geldig": False, "werkgever": "W2"},
    )
    with microdata([old, new]) as con:
        listed = corrections(con)
        everything = str(query(con, "SELECT * FROM correctie") + query(con, "SELECT * FROM opvolging"))
    assert [c["kolom"] for c in listed] == ["werkgever"]
    assert not any(value in everything for value in ("PA", "PB", "LL", "W1", "W2", "17", "18"))
    named = {
        kolom.naam for contract in contracten().values() for kolom in contract.kolommen if kolom.persoonlijk
    }
    assert not named & {c["kolom"] for c in listed}


row = st.fixed_dictionaries(
    {
        "persoon": st.sampled_from([None, "a", "b"]),
        "leerling": st.sampled_from([None, "l", "m"]),
        "pgn_geldig": st.booleans(),
        "brin": st.sampled_from(["99AA00", "99BB00"]),
        "datum_uitstroom": st.sampled_from([None, date(2017, 7, 1), date(2017, 7, 2)]),
    }
).filter(lambda r: r["persoon"] or r["leerling"])
panels = st.lists(st.tuples(st.sampled_from([None, *DAYS]), st.lists(row, max_size=8)), max_size=5)


@settings(max_examples=20)
@given(panel=panels)
def test_every_superseded_row_is_in_exactly_one_pair_with_the_nearest_newer_row(panel: Any) -> None:
    leveringen = [
        Levering("uitstroom", rows, leverdatum=day, id=f"L{n}") for n, (day, rows) in enumerate(panel)
    ]
    with microdata(leveringen) as con:
        found = query(
            con, "SELECT levering_id, rij, nieuwe_levering_id, nieuwe_rij FROM opvolging ORDER BY ALL"
        )
        superseded = query(
            con, "SELECT levering_id, rij FROM uitstroom_lot WHERE lot = 'vervangen' ORDER BY ALL"
        )
        counted = query(con, "SELECT coalesce(sum(aantal), 0)::INTEGER FROM correctie WHERE kolom IS NULL")
        equal = query(con, "SELECT count(*) FROM opvolging WHERE len(wijzigingen) = 0")
    assert [pair[:2] for pair in found] == superseded
    assert found == sorted(_by_hand(leveringen))
    assert counted == equal


def _by_hand(leveringen: list[Levering]) -> Iterator[tuple[str, int, str, int]]:
    """The pairs, by looking from each row for the nearest newer one that is of the same pupil."""
    rows = [(lev, n, r) for lev in leveringen for n, r in enumerate(lev.rijen, start=1)]
    rows.sort(key=lambda item: (item[0].id, item[1]))
    rows.sort(key=lambda item: item[2]["datum_uitstroom"] or date.min, reverse=True)
    rows.sort(key=lambda item: item[0].leverdatum or date.min, reverse=True)
    shared = {
        (one["brin"], one["leerling"])
        for (_, _, one), (_, _, two) in product(rows, rows)
        if one["leerling"] and (one["brin"], one["leerling"]) == (two["brin"], two["leerling"])
        if one["pgn_geldig"] and two["pgn_geldig"] and one["persoon"] and two["persoon"]
        if one["persoon"] != two["persoon"]
    }
    for place, (old_lev, old_n, old) in enumerate(rows):
        for new_lev, new_n, new in reversed(rows[:place]):
            same_person = old["persoon"] is not None and old["persoon"] == new["persoon"]
            number = (old["brin"], old["leerling"])
            same_number = (
                old["leerling"] is not None and old["leerling"] == new["leerling"] and number not in shared
            )
            if old["brin"] == new["brin"] and (same_person or same_number):
                yield old_lev.id, old_n, new_lev.id, new_n
                break


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Microdata:
    """Eight files of the same few pupils, with corrections in and between them, taken in from data/raw."""
    workspace, chance = Workspace.create(tmp_path_factory.mktemp("werkmap")), Random("correcties")
    for number in range(8):
        rows = [
            leerling(
                PGN=chance.choice(["999990019", "123456782", "111222333", ""]),
                Leerlingnummer=chance.choice(["1", "2", "3"]),
                Datum_uitstroom=chance.choice(["09-07-2017", "10-07-2017", ""]),
                Bestemming=chance.choice(["Regulier werk", "BOL", ""]),
                Uren=chance.choice(["32", "16", ""]),
            )
            for _ in range(12)
        ]
        write_uitstroom(workspace.raw / f"2017-11-0{number + 1}" / "a.csv", *rows)
    assert take_in(workspace, OPNAME).geweigerd == []
    return build(workspace, active_deliveries(workspace), Settings(), "0" * 64)


def test_every_row_that_the_intake_or_a_later_delivery_superseded_is_in_exactly_one_pair(
    built: Microdata,
) -> None:
    with open_microdata(built) as con:
        superseded = query(
            con, "SELECT levering_id, rij FROM uitstroom_lot WHERE lot = 'vervangen' ORDER BY ALL"
        )
        paired = query(con, "SELECT levering_id, rij FROM opvolging ORDER BY ALL")
        within = query(con, "SELECT count(*) FROM opvolging WHERE levering_id = nieuwe_levering_id")
    assert len(superseded) > 20
    assert paired == superseded
    assert 0 < within[0] < len(superseded)


def test_who_follows_the_corrections_ends_at_a_row_that_counts(built: Microdata) -> None:
    with open_microdata(built) as con:
        rows = query(con, "SELECT levering_id, rij, nieuwe_levering_id, nieuwe_rij FROM opvolging")
        counts = query(con, "SELECT levering_id, rij FROM uitstroom_lot WHERE lot = 'gehouden'")
    follows = {(old, rij): (new, nieuwe_rij) for old, rij, new, nieuwe_rij in rows}
    for start in follows:
        place, seen = start, set()
        while place in follows:
            assert place not in seen
            seen.add(place)
            place = follows[place]
        assert place in counts
