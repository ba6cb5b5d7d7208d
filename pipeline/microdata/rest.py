"""What still counts of each delivery, now that later ones are there: its kept rows, and those in quarantine.

Nobody knows whose a quarantined row is, so no later delivery can supersede it: what seems to be the same
pupil mended may be another one, and taking the row out of the bounds would then lose a leaver. It stays until
its file is replaced at its own place, or a person withdraws the delivery.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.microdata.build import current
from pipeline.microdata.reading import open_microdata
from pipeline.workspace.folders import Workspace


@dataclass(frozen=True)
class Rest:
    """Rows of one delivery that count: kept ones that no later delivery superseded, and quarantined ones."""

    levering: str
    gehouden: int
    quarantaine: int


def rest_of(workspace: Workspace) -> dict[str, Rest]:
    """Per delivery, by id, what of it was in the last run's microdata; empty when there is none."""
    microdata = current(workspace)
    if microdata is None:
        return {}
    with open_microdata(microdata) as con:
        rows = con.execute(
            "SELECT levering_id, coalesce(sum(rijen) FILTER (lot = 'gehouden'), 0)::BIGINT AS gehouden,"
            " coalesce(sum(rijen) FILTER (lot = 'quarantaine'), 0)::BIGINT AS quarantaine"
            " FROM rijlot GROUP BY levering_id ORDER BY levering_id"
        ).fetchall()
    return {naam: Rest(naam, kept, quarantined) for naam, kept, quarantined in rows}


def in_quarantine(workspace: Workspace, ids: Iterable[str]) -> list[Rest]:
    """Of these deliveries, those with rows in quarantine."""
    rest = rest_of(workspace)
    return [rest[naam] for naam in ids if naam in rest and rest[naam].quarantaine]
