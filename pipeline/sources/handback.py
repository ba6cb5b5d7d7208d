"""What goes back to the schools: their own rows that need mending, as a workbook per school.

These workbooks hold pupils as the school delivered them, so their folder (data/terug) is treated as data/raw
is: private, never in git, never read again, and made anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.sources.contract import Contract
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.handback_book import write_book
from pipeline.sources.intake import connection, judge
from pipeline.sources.mending import Klacht, klacht
from pipeline.sources.opname import Inzending, Opname
from pipeline.sources.reading import bestanden, plain_files, reading_process
from pipeline.sources.recognise import Herkend
from pipeline.sources.register import recognised_sheets
from pipeline.workspace.atomic import replacing_dir
from pipeline.workspace.errors import LeveringGeweigerd
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.scratch import scratch

if TYPE_CHECKING:
    import duckdb

ZONDER_SCHOOL = "zonder-school"


@dataclass(frozen=True)
class Terugrij:
    """A row as it was delivered, where it stands, and what is wrong with it."""

    contract: Contract
    bestand: str
    blad: str
    rij: int
    school: str
    quarantaine: bool
    klachten: tuple[Klacht, ...]
    cellen: dict[str, str]
    """Text per column of the contract; only columns that were delivered."""


@dataclass(frozen=True)
class Teruggave:
    """One workbook that was written; counts only, so that it can be told to anyone."""

    school: str
    bestand: str
    rijen: int
    quarantaine: int


def hand_back(
    workspace: Workspace, opname: Opname, tell: Callable[[str], None] = lambda _: None
) -> list[Teruggave]:
    """Write data/terug/<BRIN>.xlsx for every school with rows to mend in the deliveries that count.

    The rows are read again from data/raw: what was kept is pseudonymised. Files that are no longer there are
    not handed back.
    """
    with workspace_lock(workspace):
        rows: dict[str, list[Terugrij]] = {}
        for row in _rows(workspace, opname, tell):
            rows.setdefault(row.school, []).append(row)
        with replacing_dir(workspace.terug) as folder:
            folder.chmod(0o700)
            return [
                _written(school, rows[school], write_book(folder / f"{school}.xlsx", school, rows[school]))
                for school in sorted(rows)
            ]


def _written(school: str, rows: list[Terugrij], name: str) -> Teruggave:
    return Teruggave(school, name, len(rows), sum(row.quarantaine for row in rows))


def _rows(workspace: Workspace, opname: Opname, tell: Callable[[str], None]) -> Iterator[Terugrij]:
    counting = {(d.pad, d.sha256) for d in active_deliveries(workspace)}
    with scratch(workspace) as room, reading_process(), connection(opname, room) as con:
        for path in plain_files(workspace.raw):
            for file in bestanden(path, workspace.raw, room):
                if isinstance(file, LeveringGeweigerd) or (file.pad, file.sha256) not in counting:
                    continue
                tell(file.pad)
                for herkend in recognised_sheets(file, opname.contracten, []):
                    yield from _of_sheet(con, herkend, opname)


def _of_sheet(con: duckdb.DuckDBPyConnection, herkend: Herkend, opname: Opname) -> Iterator[Terugrij]:
    (outcome,) = judge(con, [Inzending(herkend)], opname)
    if isinstance(outcome, LeveringGeweigerd):
        return
    contract = herkend.contract
    namen = [kolom.naam for kolom in contract.kolommen if kolom.naam in herkend.kolommen]
    for rij, school, reden, defecten, *cells in con.execute(_faulty_sql(contract, namen)).fetchall():
        soorten = [reden, *defecten] if reden else defecten
        yield Terugrij(
            contract,
            herkend.blad.bestand.pad,
            herkend.blad.naam,
            rij,
            school or ZONDER_SCHOOL,
            reden is not None,
            tuple(klacht(contract, soort) for soort in soorten),
            _texts(namen, cells),
        )


def _texts(namen: list[str], cells: list[Any]) -> dict[str, str]:
    return {naam: cell or "" for naam, cell in zip(namen, cells, strict=True)}


def _faulty_sql(contract: Contract, namen: list[str]) -> str:
    school = f"gelezen.{contract.identiteit.brin}" if contract.identiteit.brin else "NULL"
    cells = "".join(f', ruw."{naam}"::VARCHAR' for naam in namen)
    return f"""
        SELECT ruw.rij, {school} AS school, afwijkend.quarantaine_reden, gelezen.defecten{cells}
        FROM ruw
        JOIN gelezen ON ruw.nr = gelezen.nr AND ruw.rij = gelezen.rij
        LEFT JOIN afwijkend ON ruw.nr = afwijkend.nr AND ruw.rij = afwijkend.rij
        WHERE afwijkend.lot = 'quarantaine' OR (afwijkend.lot IS NULL AND len(gelezen.defecten) > 0)
        ORDER BY ruw.rij"""
