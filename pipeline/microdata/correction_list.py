"""The corrections as they are in the microdata, for the register and for reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.microdata.build import current
from pipeline.microdata.koppeling.register import link_corrections
from pipeline.microdata.reading import open_microdata
from pipeline.sources.delivery import active_deliveries
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

KOLOMMEN = ("bron", "levering_id", "nieuwe_levering_id", "cohort", "brin", "kolom", "soort", "aantal")


@dataclass(frozen=True)
class Correcties:
    """Per source, old and new delivery, cohort, school and field: in how many rows it was corrected."""

    regels: list[dict[str, Any]]
    """Keys as KOLOMMEN; `soort` is van leeg, naar leeg, anders, or gelijk with no `kolom`."""
    verouderd: bool
    """Whether deliveries came or went since the microdata was made."""
    koppelingen: list[dict[str, Any]] = field(default_factory=list)
    """Links that a later run changed or dropped; keys run, cohort, soort, wat, aantal."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "correcties": self.regels,
            "correcties_verouderd": self.verouderd,
            "correcties_koppeling": self.koppelingen,
        }


def current_corrections(workspace: Workspace, bron: str | None = None) -> Correcties:
    """What the last run found. Raises SettingsError when there is no microdata yet."""
    microdata = current(workspace)
    if microdata is None:
        raise SettingsError("there is no microdata, so no corrections are known", "Make it: toeleiding run.")
    with open_microdata(microdata) as con:
        built_of = {row[0] for row in con.execute("SELECT levering_id FROM levering").fetchall()}
        found = corrections(con, bron)
    stale = built_of != {delivery.id for delivery in active_deliveries(workspace)}
    return Correcties(found, stale, link_corrections(workspace))


def corrections(con: duckdb.DuckDBPyConnection, bron: str | None = None) -> list[dict[str, Any]]:
    """Every correction, or those of one source, in a fixed order."""
    columns = ", ".join(KOLOMMEN)
    rows = con.execute(
        f"SELECT {columns} FROM correctie WHERE bron = coalesce($bron, bron) ORDER BY ALL", {"bron": bron}
    ).fetchall()
    return [dict(zip(KOLOMMEN, row, strict=True)) for row in rows]
