"""The intake of one file without a workspace: what became of it, and what would be kept of every row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.pseudonym import Sleutel
from pipeline.sources.contract import Contracten
from pipeline.sources.delivery import Delivery
from pipeline.sources.intake import connection, judge
from pipeline.sources.opname import Inzending, Opname
from pipeline.sources.reading import bestand
from pipeline.sources.register import recognised_sheets
from pipeline.vocabulary.maanddag import TELDATUM, MaandDag
from pipeline.workspace.errors import LeveringGeweigerd

if TYPE_CHECKING:
    import duckdb

SLEUTEL = Sleutel(bytes(range(32)))
OPNAME = Opname(SLEUTEL, TELDATUM)


@dataclass(frozen=True)
class Intake:
    """One session, for as many files as a test likes."""

    con: duckdb.DuckDBPyConnection

    def take(
        self, path: Path, teldatum: MaandDag = TELDATUM, contracten: Contracten = OPNAME.contracten
    ) -> tuple[Delivery, list[dict[str, Any]]]:
        """The record of the first sheet and its rows. Raises LeveringGeweigerd."""
        sheet = recognised_sheets(bestand(path, path.name), contracten, [])[0]
        outcome = judge(self.con, [Inzending(sheet)], Opname(SLEUTEL, teldatum, contracten))[0]
        if isinstance(outcome, LeveringGeweigerd):
            raise outcome
        return outcome, self.rows()

    def rows(self, what: str = "bewaard") -> list[dict[str, Any]]:
        """The rows of a table of the session, in order."""
        result = self.con.execute(f"SELECT * EXCLUDE (nr) FROM {what} WHERE nr = 0 ORDER BY rij")
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@contextmanager
def session() -> Iterator[Intake]:
    with connection(OPNAME) as con:
        yield Intake(con)
