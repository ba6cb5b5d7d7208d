"""From a recognised sheet to the table `ruw`: every column as text, under its canonical name, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract
from pipeline.sources.reading.blad import Rij
from pipeline.sources.recognise import Herkend, is_totaalrij
from pipeline.workspace.errors import LeveringGeweigerd

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BAD_ROWS_NAMED = 5


@dataclass(frozen=True)
class Geladen:
    """How many rows of data a sheet has, and how many totals rows under it were read past."""

    rijen: int
    totaalrijen: int


def read_rows(herkend: Herkend) -> tuple[Geladen, list[Rij]]:
    """The rows of data of a sheet, totals rows left out.

    Raises LeveringGeweigerd for rows with more cells than the header has: their cells have shifted, so none
    of them can be trusted to be in its own column.
    """
    everything = herkend.blad.rijen(herkend.scheidingsteken, herkend.contract.csv.coderingen)
    rows = [row for row in everything if row[0] > herkend.koprij]
    data = [row for row in rows if not is_totaalrij(herkend, row[1])]
    _refuse_shifted(herkend, data)
    _refuse_swallowed(herkend, data)
    return Geladen(len(data), len(rows) - len(data)), data


def _refuse_shifted(herkend: Herkend, rows: list[Rij]) -> None:
    shifted = [number for number, cells in rows if any(cell.strip() for cell in cells[herkend.breedte :])]
    if not shifted:
        return
    named = ", ".join(map(str, shifted[:BAD_ROWS_NAMED])) + (
        " and more" if len(shifted) > BAD_ROWS_NAMED else ""
    )
    raise LeveringGeweigerd(
        f"{herkend.blad.plaats}, row {named}: {len(shifted)} corrupted row(s) with more cells than the"
        f" {herkend.breedte} of the header (row {herkend.koprij}), so their cells have shifted",
        advice="look for a separator or a quote inside a cell; export again as XLSX or with quoted text",
    )


def _refuse_swallowed(herkend: Herkend, rows: list[Rij]) -> None:
    """Refuse a row with the separators of two: a stray quote and a later one have drawn them together."""
    separator, width = herkend.scheidingsteken, herkend.breedte
    for number, cells in rows:
        inside = sum(cell.count(separator) for cell in cells if "\n" in cell or "\r" in cell)
        if inside and len(cells) - 1 + inside >= 2 * (width - 1):
            raise LeveringGeweigerd(
                f"{herkend.blad.plaats}, row {number}: a quote in this row is closed in a later one, so that"
                " rows have run together",
                advice="take the quote out of the cell, or export again as XLSX or with quoted text",
            )


def load(
    con: duckdb.DuckDBPyConnection, contract: Contract, sheets: dict[int, tuple[Herkend, list[Rij]]]
) -> None:
    """Make `ruw(nr, rij, te_kort, <every column as text>)` of sheets of one contract, each under its number.

    A column that was not delivered is NULL throughout; a cell that a short row does not reach is empty.
    """
    import pyarrow as pa

    tables = [_as_table(contract, nr, herkend, rows) for nr, (herkend, rows) in sheets.items()]
    con.register("ruw_arrow", pa.concat_tables(tables))
    con.execute("CREATE OR REPLACE TABLE ruw AS SELECT * FROM ruw_arrow")
    con.unregister("ruw_arrow")


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
