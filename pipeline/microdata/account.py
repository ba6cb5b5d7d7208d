"""What a run record says of the microdata: the deliveries it is made of, and the rows that every step read
and made. It stays inside, and it is the same for the same microdata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.microdata.reading import open_microdata

if TYPE_CHECKING:
    import duckdb

    from pipeline.microdata.build import Microdata

_DELIVERY = ("id", "bron", "sha256", "leverdatum", "opname", "rijen")


def account(microdata: Microdata) -> dict[str, Any]:
    """leveringen: id, source, hash of the file, day, how it was read, rows. stappen: number, table, rows, and
    the rows of each table that it reads."""
    with open_microdata(microdata) as con:
        rows = con.execute(
            "SELECT levering_id, bron, sha256, leverdatum::VARCHAR, opname, rijen FROM levering ORDER BY 1"
        ).fetchall()
        found = con.execute("SELECT nummer, tabel, leest FROM herkomst").fetchall()
        size = _sizes(con, {name for _, tabel, reads in found for name in (tabel, *reads)})
    steps = [
        {
            "nummer": number,
            "tabel": tabel,
            "rijen": size[tabel],
            "leest": {name: size[name] for name in reads},
        }
        for number, tabel, reads in found
    ]
    return {"leveringen": [dict(zip(_DELIVERY, row, strict=True)) for row in rows], "stappen": steps}


def _sizes(con: duckdb.DuckDBPyConnection, names: set[str]) -> dict[str, int | None]:
    """Rows per table; None of a temporary one, which is gone."""
    there = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    return {name: _rows(con, name) if name in there else None for name in sorted(names)}


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> int:
    [(rows,)] = con.execute(f'SELECT count(*) FROM "{name}"').fetchall()
    return int(rows)
