"""Large text files: read by DuckDB itself, where that gives exactly what the careful way gives.

A file qualifies when every line is one row with as many cells as the header. What does not (a line break in
a cell, a blank line, a short row, another line end, a stray quote) is left to the careful way, which is some
ten times slower and says what is wrong. Columns with few different values become enumerations, so that all
that follows handles each different text once and a row is a handful of bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.sources.marks import MERKEN_SQL, ZONDER_MERK_SQL
from pipeline.sources.reading.bestand import opened
from pipeline.sources.reading.text import MAX_CELL
from pipeline.sources.recognise import Herkend, is_totaalrij
from pipeline.sources.typed import one_file, sql_text, stripped

if TYPE_CHECKING:
    import duckdb

BULK_BYTES = 4 * 1024 * 1024
SAMPLE = 100_000
"""Rows from which the different values of a column are taken."""
MAX_WORDS = 20_000
"""More different values than this, and a column stays plain text."""
MAX_ASIDE = 1_000
"""More blank or totals rows than this, and the file is read the careful way."""
_BLOCK = 1 << 20


@dataclass(frozen=True)
class _Lezing:
    """How a file is to be read: where, and the name of every cell of a row in order."""

    herkend: Herkend
    path: Path
    namen: tuple[str, ...]

    def source(self, types: dict[str, str]) -> str:
        columns = ", ".join(f"'{naam}': '{types.get(naam, 'VARCHAR')}'" for naam in self.namen)
        filled = ", ".join(f"'{naam}'" for naam in self.namen)
        return (
            f"read_csv({sql_text(one_file(self.path))}, columns = {{{columns}}}, auto_detect = false,"
            f" force_not_null = [{filled}],"
            f" header = false, skip = {self.herkend.koprij}, hive_partitioning = false,"
            f" delim = {sql_text(self.herkend.scheidingsteken)},"
            f" quote = '\"', escape = '\"', strict_mode = true, null_padding = false,"
            f" max_line_size = {MAX_CELL}, encoding = 'utf-8')"
        )


@dataclass(frozen=True)
class InBulk:
    """What was loaded: rows of data, rows of totals, and the columns that are enumerations."""

    rijen: int
    totaalrijen: int
    lijsten: frozenset[str]


def load_bulk(con: duckdb.DuckDBPyConnection, herkend: Herkend, nr: int) -> InBulk | None:
    """Make `ruw` of one large text file, or give None when the careful way must.

    Encodings that DuckDB does not read are written as UTF-8 in the session's private folder first.
    """
    import duckdb

    bestand, codering = herkend.blad.bestand, herkend.blad.codering
    if codering is None or bestand.grootte < BULK_BYTES:
        return None
    found, lines = codering(herkend.contract.csv.coderingen), _lines(bestand.path)
    room = con.execute("SELECT current_setting('temp_directory')").fetchall()[0][0]
    utf8 = found.startswith("utf-8")
    if lines is None or not (utf8 or room):
        return None
    path = bestand.path if utf8 else _as_utf8(bestand.path, found, Path(room))
    lezing = _Lezing(herkend, path, _names(herkend))
    try:
        types = _read(con, lezing)
    except duckdb.Error:
        return None
    finally:
        if not utf8:
            path.unlink()
    bestand.refuse_changed()
    (read,) = con.execute("SELECT count(*) FROM ruw_tabel").fetchall()[0]
    return _as_ruw(con, lezing, types, nr, read) if read == lines - herkend.koprij else None


def _names(herkend: Herkend) -> tuple[str, ...]:
    """Every cell's name: of the contract, or of its own when the header is empty."""
    named = {place: naam for naam, place in herkend.kolommen.items()}
    return tuple(named.get(place, f"_{place}") for place in range(herkend.breedte))


def _lines(path: Path) -> int | None:
    """How many lines a file has, or None when they do not all end in LF, or all in CR LF.

    None also when there is a space beside a quote: outside a quoted cell DuckDB reads past it.
    """
    import numpy as np

    feeds = returns = pairs = 0
    last = b""
    with opened(path) as file:
        while block := file.read(_BLOCK):
            feeds += int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
            if b'"' in block or last == b'"':
                joined = last + block
                if b' "' in joined or b'" ' in joined:
                    return None
            if b"\r" in block or last == b"\r":
                returns += block.count(b"\r")
                pairs += block.count(b"\r\n") + (last == b"\r" and block.startswith(b"\n"))
            last = block[-1:]
    if returns not in (0, feeds) or pairs != returns:
        return None
    return feeds + (last != b"\n")


def _as_utf8(path: Path, codering: str, room: Path) -> Path:
    target = room / "omgezet.csv"
    with (
        path.open(encoding=codering, newline="") as old,
        target.open("w", encoding="utf-8", newline="") as new,
    ):
        while text := old.read(_BLOCK):
            new.write(text)
    return target


def _read(con: duckdb.DuckDBPyConnection, lezing: _Lezing) -> dict[str, str]:
    """Make `ruw_tabel`, in the order of the file; gives the types that are enumerations.

    Raises duckdb.Error on what DuckDB cannot read strictly. The values of a sample make the enumerations;
    when the file holds others, all of it is looked through.
    """
    import duckdb

    contract = lezing.herkend.contract
    few = [naam for naam in lezing.namen if naam in contract.namen and contract.kolom(naam).is_woord]
    types = _enumerations(con, lezing, few, f"LIMIT {SAMPLE}")
    try:
        _create(con, lezing, types)
    except duckdb.ConversionException:
        types = _enumerations(con, lezing, few, "")
        _create(con, lezing, types)
    return types


def _enumerations(
    con: duckdb.DuckDBPyConnection, lezing: _Lezing, few: list[str], limit: str
) -> dict[str, str]:
    """Make a type woord_<kolom> of the different values of every column that has few; gives their names."""
    con.execute("DROP TABLE IF EXISTS ruw_tabel")
    if not few:
        return {}
    lists = ", ".join(f'list(DISTINCT "{naam}") AS "{naam}"' for naam in few)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE monster AS SELECT {lists}"
        f" FROM (SELECT {', '.join(few)} FROM {lezing.source({})} {limit})"
    )
    types: dict[str, str] = {}
    for naam in few:
        con.execute(f"DROP TYPE IF EXISTS woord_{naam}")
        words = f"SELECT unnest(\"{naam}\") AS woord FROM monster UNION SELECT ''"
        query = f"SELECT count(*), bool_or(woord <> {stripped('woord')}) FROM ({words})"
        (count, spaced) = con.execute(query).fetchall()[0]
        if count <= MAX_WORDS and not spaced:
            con.execute(
                f"CREATE TYPE woord_{naam} AS ENUM"
                f" (SELECT woord FROM ({words}) WHERE woord IS NOT NULL ORDER BY woord)"
            )
            types[naam] = f"woord_{naam}"
    return types


def _create(con: duckdb.DuckDBPyConnection, lezing: _Lezing, types: dict[str, str]) -> None:
    quoted = [f'"{naam}"' for naam in lezing.namen]
    cells = ", ".join(cell if cell[1:-1] in types else f"{stripped(cell)} AS {cell}" for cell in quoted)
    con.execute(
        f"CREATE OR REPLACE TABLE ruw_tabel AS SELECT {cells}, {ZONDER_MERK_SQL} FROM {lezing.source(types)}"
    )


def _as_ruw(
    con: duckdb.DuckDBPyConnection, lezing: _Lezing, types: dict[str, str], nr: int, read: int
) -> InBulk | None:
    """The view `ruw` over what was read, without blank rows and totals rows."""
    blank, totals = _blank(con, lezing, types), _totals(con, lezing, types)
    if blank is None or totals is None:
        return None
    aside = blank + totals
    where = f" WHERE rowid NOT IN ({', '.join(map(str, aside))})" if aside else ""
    first = lezing.herkend.koprij + 1
    absent = [k.naam for k in lezing.herkend.contract.kolommen if k.naam not in lezing.namen]
    con.execute("CREATE TYPE IF NOT EXISTS woord_niets AS ENUM ('')")
    types = types | dict.fromkeys(absent, "woord_niets")
    cells = ", ".join(_cell(lezing, types, kolom.naam) for kolom in lezing.herkend.contract.kolommen)
    con.execute(
        f"CREATE OR REPLACE VIEW ruw AS SELECT {nr}::INTEGER AS nr, rowid + {first} AS rij,"
        f" false AS te_kort, {cells}, {MERKEN_SQL}, rowid AS plek FROM ruw_tabel{where}"
    )
    return InBulk(read - len(aside), len(totals), frozenset(types))


def _cell(lezing: _Lezing, types: dict[str, str], naam: str) -> str:
    """A cell of `ruw`: empty where it was delivered empty, NULL where the column was not delivered."""
    return f'"{naam}"' if naam in lezing.namen else f'NULL::{types.get(naam, "VARCHAR")} AS "{naam}"'


def _blank(con: duckdb.DuckDBPyConnection, lezing: _Lezing, types: dict[str, str]) -> list[int] | None:
    """Rows without anything in them. What is looked at first is seldom empty and soon compared."""
    contract = lezing.herkend.contract
    required = {kolom.naam for kolom in contract.kolommen if kolom.verplicht}
    namen = sorted(lezing.namen, key=lambda naam: (naam not in required, naam not in types))
    return _aside(con, " AND ".join(_is_empty(naam) for naam in namen))


def _is_empty(naam: str) -> str:
    return f"\"{naam}\" = ''"


def _totals(con: duckdb.DuckDBPyConnection, lezing: _Lezing, types: dict[str, str]) -> list[int] | None:
    """Rows that `is_totaalrij` says are totals, of those whose first filled cell holds the word."""
    says = {
        naam: f"contains(lower(\"{naam}\"::VARCHAR), 'totaal')"
        for naam in lezing.namen
        if naam not in types or _says_total(con, types[naam])
    }
    before = {naam: lezing.namen[:place] for place, naam in enumerate(lezing.namen)}
    first = (" AND ".join([*map(_is_empty, before[naam]), what]) for naam, what in says.items())
    likely = _aside(con, " OR ".join(f"({when})" for when in first) or "false")
    if not likely:
        return likely
    namen = ", ".join(f'"{naam}"' for naam in lezing.namen)
    rows = con.execute(
        f"SELECT rowid, {namen} FROM ruw_tabel WHERE rowid IN ({', '.join(map(str, likely))})"
    ).fetchall()
    return [number for number, *cells in rows if is_totaalrij(lezing.herkend, [c or "" for c in cells])]


def _says_total(con: duckdb.DuckDBPyConnection, soort: str) -> bool:
    """Whether a word of an enumeration may be that of a totals row."""
    words = f"SELECT unnest(enum_range(NULL::{soort}))::VARCHAR AS woord"
    (found,) = con.execute(
        f"SELECT coalesce(bool_or(contains(lower(woord), 'totaal')), false) FROM ({words})"
    ).fetchall()[0]
    return bool(found)


def _aside(con: duckdb.DuckDBPyConnection, where: str) -> list[int] | None:
    query = f"SELECT rowid FROM ruw_tabel WHERE {where} LIMIT {MAX_ASIDE + 1}"
    rows = con.execute(query).fetchall()
    return None if len(rows) > MAX_ASIDE else [number for (number,) in rows]
