"""DuckDB's reading of a large text file gives what the careful reading gives, or leaves it to that."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.sources import bulk, intake, load, typed
from pipeline.sources.contract import contracten
from pipeline.sources.intake import connection, judge
from pipeline.sources.opname import Inzending, Opname
from pipeline.sources.reading import bestand
from pipeline.sources.register import recognised_sheets
from pipeline.vocabulary.maanddag import TELDATUM

EXAMPLES = 40 if settings.get_current_profile_name() == "free" else 20

OPNAME = Opname(DEMO_SLEUTEL, TELDATUM)
HEADER = "Leerlingnr;BSN;BRIN;Schooltype;Schooljaar;Bestemming;Uren;;Werkgever"
GOOD = "7;999990019;99AA00;PRO;2016-2017;ARB_REG;12,5;;Bakker & Zn"
cells = st.one_of(
    st.sampled_from(
        ["", " ", "7", "8 ", "\u00a07", "999990019", "99AA00", "99aa", "PRO", " VSO", "16/17", "GEEN", "bol",
         "12,5", "x", "NULL", "Totaal",
         "totaal 3", 'a "b" c', '"q"', '"a;b"', '"a""b"', '"', 'a"', '"a" ', "é", "<5"]
    ),
    st.text(st.sampled_from(' ";7aé\t'), max_size=4),
)  # fmt: skip
lines = st.one_of(
    st.just(GOOD),
    st.lists(cells, min_size=9, max_size=9).map(";".join),
    st.sampled_from(
        ["", ";;;;;;;;", "Totaal;;;;;;;;12", GOOD + ";", GOOD + ";x", "7;999990019", '"a\nb"' + ";" * 8]
    ),
)


@contextmanager
def _bulk(least: int, many: int = 10**9) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "BULK_BYTES", least)
        patch.setattr(bulk, "SAMPLE", 2)
        patch.setattr(intake, "MANY", many)
        yield


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """One session for all files, as the intake of a whole folder has."""
    with connection(OPNAME, tmp_path_factory.mktemp("kamer")) as session:
        yield session


def _outcome(
    con: duckdb.DuckDBPyConnection, path: Path, *, in_bulk: bool, many: int = 10**9
) -> tuple[object, list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The record or refusal of a file, what is kept of every row, and its text."""
    with _bulk(0 if in_bulk else 10**9, many):
        (sheet,) = recognised_sheets(bestand(path, "2017-11-01/x.csv"), contracten(), [])
        (outcome,) = judge(con, [Inzending(sheet)], OPNAME)
        if isinstance(outcome, Exception):
            return str(outcome), [], []
        rows = con.execute("FROM bewaard ORDER BY rij").fetchall()
        text = con.execute("SELECT * EXCLUDE (plek) FROM ruw ORDER BY rij").fetchall()
    return (
        outcome if not isinstance(outcome, Exception) else str(outcome),
        rows,
        [tuple(map(str, r)) for r in text],
    )


@settings(max_examples=EXAMPLES)
@given(
    body=st.lists(lines, min_size=1, max_size=8),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    codering=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    titles=st.sampled_from([[], ["Uitstroom 2017"], ["Uitstroom;2017", ";;"], [""]]),
    last=st.booleans(),
)
@example(body=[GOOD] * 3, end="\n", codering="utf-8", titles=[], last=True)
@example(body=[';;;;;;;;"a" '], end="\n", codering="utf-8", titles=[], last=False)
@example(body=[GOOD, '7;;99AA00;PRO;2016-2017;GEEN;;; "a"'], end="\n", codering="utf-8", titles=[], last=True)
@example(
    body=[GOOD, "Totaal;;;;;;;;2", ";;;;;;;;"],
    end="\r\n",
    codering="cp1252",
    titles=["Uitstroom"],
    last=False,
)
def test_both_ways_give_the_same(
    con: duckdb.DuckDBPyConnection, body: list[str], end: str, codering: str, titles: list[str], last: bool
) -> None:
    text = end.join([*titles, HEADER, *body]) + (end if last else "")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "x.csv"
        path.write_bytes(text.encode(codering, errors="replace"))
        careful = _outcome(con, path, in_bulk=False)
        assert _outcome(con, path, in_bulk=True) == careful
        assert _outcome(con, path, in_bulk=True, many=-1) == careful


FEW_HEADER = "Leerlingnr;BSN;Geboortedatum;BRIN;Schooljaar;Bestemming;Datum uitstroom;Schooltype"
few = st.tuples(
    st.sampled_from(["", "7", "8", "9.0"]),
    st.sampled_from(["", "999990019", "123456789", "111111111", "12345678", "000000000"]),
    st.sampled_from(["01-02-2000", "03-04-2001", "", "31-02-2000"]),
    st.sampled_from(["99AA00", "99AB00", ""]),
    st.sampled_from(["2016-2017", "2017-2018", ""]),
    st.sampled_from(["GEEN", "bol"]),
    st.sampled_from(["", "01-07-2017", "01-08-2017"]),
)


@settings(max_examples=EXAMPLES)
@given(rows=st.lists(few, min_size=1, max_size=12), in_bulk=st.booleans())
def test_of_many_rows_only_those_whose_fate_is_not_plain_are_held_side_by_side(
    con: duckdb.DuckDBPyConnection, rows: list[tuple[str, ...]], in_bulk: bool
) -> None:
    """Numbers of more than one pupil, twins, corrections and rows that cannot be placed, all mixed."""
    text = "\n".join([FEW_HEADER, *(";".join([*row, "PRO"]) for row in rows)])
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "x.csv"
        path.write_text(text, encoding="utf-8", newline="")
        every = _outcome(con, path, in_bulk=in_bulk)
        assert _outcome(con, path, in_bulk=in_bulk, many=-1) == every


def test_two_numbers_with_one_hash_are_still_two_pupils(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """A school's number 7 that two pupils had, a year apart, when a hash would not tell their PGNs apart."""
    pupils = [
        f"7;{pgn};01-02-2000;99AA00;{year};GEEN;;PRO"
        for pgn, year in (("999990019", "2016-2017"), ("123456782", "2017-2018"))
    ]
    path = tmp_path / "x.csv"
    path.write_text("\n".join([FEW_HEADER, *pupils]), encoding="utf-8", newline="")
    every = _outcome(con, path, in_bulk=False)
    with connection(OPNAME, tmp_path) as blind:
        more = ", ".join(
            f"({', '.join(names)}) AS md5_number_lower(concat_ws('|', {', '.join(names)}))"
            for names in ([f"a{n}" for n in range(many)] for many in range(2, 60))
        )
        blind.execute(f"CREATE TEMP MACRO hash (a) AS 0::UBIGINT, {more}")
        assert _outcome(blind, path, in_bulk=False, many=-1) == every
    defecten = every[0].defecten  # type: ignore[attr-defined]
    assert defecten["leerlingnummer: staat bij meer dan één leerling"] == 2


@pytest.mark.parametrize("most", [0, 10**9])
def test_values_come_out_the_same_as_an_enumeration_and_as_text(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """A birth date that a rule wipes takes the age and the link fields along; the other pupil keeps his."""
    path = tmp_path / "x.csv"
    rows = [f"{n};;{born};99AA0{n};2016-2017;GEEN;;PRO" for n, born in ((1, "01-02-2000"), (2, "01-02-1950"))]
    path.write_text("\n".join([FEW_HEADER, *rows]), encoding="utf-8", newline="")
    monkeypatch.setattr(typed, "MAX_ENUMERATION", most)
    large = _outcome(con, path, in_bulk=True, many=-1)
    kinds = con.execute("SELECT typeof(brin), typeof(getvariable('kv_geboren')) FROM gelezen").fetchall()
    assert all(kind.startswith("ENUM" if most else "VARCHAR") for kind in kinds[0])
    ages = (
        "SELECT leeftijd, kv_geboren = koppel_hash('koppel geboren', '2000-02-01') FROM bewaard ORDER BY rij"
    )
    assert con.execute(ages).fetchall() == [(16, True), (None, None)]
    assert large == _outcome(con, path, in_bulk=False)


def test_rows_whose_key_has_no_number_are_held_side_by_side(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """A self-evaluation is known by day, partner and element; a row without a partner by all of its text."""
    rows = ["Bakker;A1;3", "Bakker;A2;3", "Bakker;A1;4", ";A1;2", ";A1;2", ";A1;1"]
    path = tmp_path / "x.csv"
    text = "\n".join(["Datum;Partner;Element;Score", *(f"01-11-2016;{row}" for row in rows)])
    path.write_text(text, encoding="utf-8", newline="")
    for in_bulk in (False, True):
        _, kept, _ = _outcome(con, path, in_bulk=in_bulk, many=-1)
        fates = con.execute("SELECT lot::VARCHAR FROM bewaard ORDER BY rij").fetchall()
        assert [fate for (fate,) in fates] == [
            "vervangen", "gehouden", "gehouden", "gehouden", "dubbel", "gehouden",
        ]  # fmt: skip
        assert kept == _outcome(con, path, in_bulk=in_bulk)[1]


@pytest.mark.parametrize(
    "name", ["leerlingen [1].csv", "leerlingen?1.csv", "leerl*.csv", "brin=99ZZ00/x.csv"]
)
def test_only_the_file_itself_is_read_whatever_its_name_or_folder(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    """To DuckDB these are patterns, that the file beside it matches, or a folder that tells a column."""
    (tmp_path / "leerlingen 1.csv").write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{HEADER}\n{GOOD.replace('99AA00', '99AB00')}\n", encoding="utf-8")
    for many in (10**9, -1):
        outcome, rows, text = _outcome(con, path, in_bulk=True, many=many)
        assert (outcome, rows, text) == _outcome(con, path, in_bulk=False)
        assert "99AB00" in text[0]
    assert _took_bulk(path, tmp_path)


def _took_bulk(path: Path, room: Path) -> bool:
    with _bulk(0), connection(OPNAME, room) as con:
        (sheet,) = recognised_sheets(bestand(path, "x.csv"), contracten(), [])
        return load.load_bulk(con, sheet, 0) is not None


# What goes fast, and what is left to the careful way.
@pytest.mark.parametrize(
    ("text", "fast"),
    [
        (f"{HEADER}\n{GOOD}\n{GOOD}\n", True),
        (f"{HEADER}\r\n{GOOD}\r\n{GOOD}", True),
        (f"Titel\n{HEADER}\n{GOOD}\nTotaal;;;;;;;;1\n;;;;;;;;\n", True),
        (f'{HEADER}\n{GOOD}\n"7";"999990019";"99AA00";"PRO";"2016-2017";"GEEN";"";"";"a;b"\n', True),
        (f"{HEADER}\n{GOOD}\n8;999990020;99AB01;VSO;1718;GEEN;40;;nieuw\n9;1;99AC;PRO;1819;bol;1;;x\n", True),
        (f"{HEADER}\n\n{GOOD}\n", False),
        (f"{HEADER}\r{GOOD}\r", False),
        (f"{HEADER}\n{GOOD}\r\n{GOOD}\n", False),
        (f"{HEADER}\n{GOOD};\n", True),
        (f"{HEADER}\n{GOOD};x\n", False),
        (f"{HEADER}\n7;999990019\n", False),
        (f'{HEADER}\n7;;99AA;PRO;1617;GEEN;;;"a\nb"\n', False),
        (f'{HEADER}\n7;;99AA;PRO;1617;GEEN;;;"a" \n', False),
        (f'{HEADER}\n7;;99AA;PRO;1617;GEEN;; "a";\n', False),
    ],
)
def test_what_is_read_in_bulk(tmp_path: Path, text: str, fast: bool) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert _took_bulk(path, tmp_path) is fast


def test_without_a_room_other_encodings_go_the_careful_way(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(f"{HEADER}\n{GOOD}é\n".encode("cp1252"))
    assert _took_bulk(path, tmp_path)
    with _bulk(0), connection(OPNAME) as con:
        (sheet,) = recognised_sheets(bestand(path, "x.csv"), contracten(), [])
        assert load.load_bulk(con, sheet, 0) is None
