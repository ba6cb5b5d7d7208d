"""From a recognised sheet to the table `ruw`: every column as text, under its canonical name, row by row.

The rows go through in pieces, so that a file's size does not matter. A large, clean text file is read by
DuckDB itself (bulk.py), with the same outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.sources.bulk import load_bulk
from pipeline.sources.contract import Contract
from pipeline.sources.marks import MERKEN
from pipeline.sources.reading.blad import Rij
from pipeline.sources.recognise import Herkend, is_totaalrij
from pipeline.workspace.errors import LeveringGeweigerd

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BAD_ROWS_NAMED = 5
PIECE = 20_000
"""Rows that are in Python at a time."""


@dataclass
class Geladen:
    """How many rows of data a sheet has, and how many totals rows under it were read past."""

    rijen: int = 0
    totaalrijen: int = 0


@dataclass(frozen=True)
class Lading:
    """What became of sheets of one contract: what was loaded of each, or why none of it was."""

    bladen: dict[int, Geladen]
    geweigerd: dict[int, LeveringGeweigerd]
    lijsten: frozenset[str] = frozenset()
    """Columns of `ruw` that are enumerations: each different text is known, so a list gives its value."""

    @property
    def rijen(self) -> int:
        return sum(geladen.rijen for geladen in self.bladen.values())


def load(con: duckdb.DuckDBPyConnection, contract: Contract, sheets: dict[int, Herkend]) -> Lading:
    """Make `ruw(nr, rij, te_kort, <every column as text>, plek, <marks>)` of sheets of one contract.

    A column that was not delivered is NULL throughout; a cell that a short row does not reach is empty. Under
    it lies `ruw_tabel`, in the order of the sheets; `plek` is the place of a row in that.
    """
    if len(sheets) == 1:
        (nr, herkend) = next(iter(sheets.items()))
        try:
            found = load_bulk(con, herkend, nr)
        except LeveringGeweigerd as refusal:
            return Lading({}, {nr: refusal})
        if found:
            return Lading({nr: Geladen(found.rijen, found.totaalrijen)}, {}, found.lijsten)
    return _load_carefully(con, contract, sheets)


def _load_carefully(con: duckdb.DuckDBPyConnection, contract: Contract, sheets: dict[int, Herkend]) -> Lading:
    names = "".join(f'"{kolom.naam}" VARCHAR, ' for kolom in contract.kolommen)
    marks = ", ".join(f"{merk} {soort}" for merk, soort in MERKEN.items())
    con.execute(
        f"CREATE OR REPLACE TABLE ruw_tabel (nr INTEGER, rij BIGINT, te_kort BOOLEAN, {names}{marks})"
    )
    con.execute("CREATE OR REPLACE VIEW ruw AS SELECT *, rowid AS plek FROM ruw_tabel")
    loaded: dict[int, Geladen] = {}
    refused: dict[int, LeveringGeweigerd] = {}
    waiting: list[pa.Table] = []
    for nr, herkend in sheets.items():
        counted = Geladen()
        try:
            for piece in _pieces(_data(herkend, counted)):
                waiting.append(_as_table(contract, nr, herkend, piece))
                if sum(table.num_rows for table in waiting) >= PIECE:
                    _insert(con, waiting)
            herkend.blad.bestand.refuse_changed()
            loaded[nr] = counted
        except LeveringGeweigerd as refusal:
            refused[nr] = refusal
    _insert(con, waiting)
    if refused:
        con.execute(f"DELETE FROM ruw_tabel WHERE nr IN ({', '.join(map(str, refused))})")
    return Lading(loaded, refused)


def _insert(con: duckdb.DuckDBPyConnection, waiting: list[pa.Table]) -> None:
    import pyarrow as pa

    if not waiting:
        return
    con.register("stuk", pa.concat_tables(waiting))
    con.execute("INSERT INTO ruw_tabel BY NAME SELECT * FROM stuk")
    con.unregister("stuk")
    waiting.clear()


def _pieces(rows: Iterable[Rij]) -> Iterator[list[Rij]]:
    piece: list[Rij] = []
    for row in rows:
        piece.append(row)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _data(herkend: Herkend, counted: Geladen) -> Iterator[Rij]:
    """The rows of data of a sheet, totals rows left out; both are counted.

    Raises LeveringGeweigerd, at the end, for rows with more cells than the header has: their cells have
    shifted, so none of them can be trusted to be in its own column.
    """
    shifted: list[int] = []
    for row in herkend.blad.rijen(herkend.scheidingsteken, herkend.contract.csv.coderingen):
        number, cells = row
        if number <= herkend.koprij:
            continue
        if is_totaalrij(herkend, cells):
            counted.totaalrijen += 1
            continue
        _refuse_swallowed(herkend, number, cells)
        if any(cell.strip() for cell in cells[herkend.breedte :]):
            shifted.append(number)
        counted.rijen += 1
        yield row
    if shifted:
        raise _shifted(herkend, shifted)


def _shifted(herkend: Herkend, numbers: list[int]) -> LeveringGeweigerd:
    named = ", ".join(map(str, numbers[:BAD_ROWS_NAMED]))
    more = " and more" if len(numbers) > BAD_ROWS_NAMED else ""
    return LeveringGeweigerd(
        f"{herkend.blad.plaats}, row {named}{more}: {len(numbers)} corrupted row(s) with more cells than the"
        f" {herkend.breedte} of the header (row {herkend.koprij}), so their cells have shifted",
        advice="look for a separator or a quote inside a cell; export again as XLSX or with quoted text",
    )


def _refuse_swallowed(herkend: Herkend, number: int, cells: list[str]) -> None:
    """Refuse a row with the separators of two: a stray quote and a later one have drawn them together.

    Only in text: the cells of a workbook have no separators.
    """
    if not herkend.scheidingsteken:
        return
    inside = sum(cell.count(herkend.scheidingsteken) for cell in cells if "\n" in cell or "\r" in cell)
    if inside and len(cells) - 1 + inside >= 2 * (herkend.breedte - 1):
        raise LeveringGeweigerd(
            f"{herkend.blad.plaats}, row {number}: a quote in this row is closed in a later one, so that"
            " rows have run together",
            advice="take the quote out of the cell, or export again as XLSX or with quoted text",
        )


def _as_table(contract: Contract, nr: int, herkend: Herkend, rows: list[Rij]) -> pa.Table:
    import pyarrow as pa

    width = herkend.breedte
    columns: dict[str, pa.Array] = {
        "nr": pa.array([nr] * len(rows), pa.int32()),
        "rij": pa.array([number for number, _ in rows], pa.int64()),
        "te_kort": pa.array([len(cells) < width for _, cells in rows], pa.bool_()),
    }
    for kolom in contract.kolommen:
        place = herkend.kolommen.get(kolom.naam)
        cells = None if place is None else [c[place].strip() if place < len(c) else "" for _, c in rows]
        columns[kolom.naam] = (
            pa.array(cells, pa.string()) if cells is not None else pa.nulls(len(rows), pa.string())
        )
    return pa.table(columns)
