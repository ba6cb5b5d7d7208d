"""The final fate of every delivered row: which later delivery supersedes it follows from the contract alone.

The keys of a contract say so within a delivery (sources/fate.py) and here between deliveries, so a new source
needs a contract and no SQL.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.microdata.step import Step
from pipeline.sources.contract import Contract, contracten

PERSON_KEYS = ("persoon", "leerling")


def fate_steps() -> Iterator[Step]:
    """A step per source that makes <bron>_lot, and one that puts the rows of all sources together."""
    for contract in contracten().values():
        yield Step(
            "010",
            f"{contract.bron}_lot",
            f"Eén rij per geleverde rij van {contract.titel}, met haar lot",
            _lot(contract),
        )
    yield Step("020", "geleverde_rij", _GELEVERDE_RIJ, _every_row())


_GELEVERDE_RIJ = (
    "Eén rij per geleverde rij van welke bron ook, met haar lot. Een rij zonder schooljaar telt bij het"
    " laatste schooljaar van haar levering, zodat zij ergens te zien is."
)


def _lot(contract: Contract) -> str:
    """A row that was kept is superseded when a later delivery has the same key, under any of the keys."""
    later = " OR ".join(_later(contract, key) for key in contract.sleutels) or "false"
    return f"""CREATE TABLE {contract.bron}_lot AS
SELECT * EXCLUDE (lot, later_geleverd),
    CASE WHEN lot = 'gehouden' AND later_geleverd THEN 'vervangen' ELSE lot END AS lot
FROM (
    SELECT rij_{contract.bron}.*, levering.leverdatum, {later} AS later_geleverd
    FROM rij_{contract.bron}
    INNER JOIN levering ON rij_{contract.bron}.levering_id = levering.levering_id
)"""


def _later(contract: Contract, key: tuple[str, ...]) -> str:
    """Whether the newest row with this key is another one. What is not filled in is nobody's key."""
    partition = f"PARTITION BY lot, {', '.join(key)}"
    newest = ["levering.leverdatum DESC NULLS LAST", "levering.sha256", "levering.levering_id", "rij"]
    if contract.volgorde:
        newest.insert(1, f"{contract.volgorde} DESC NULLS LAST")
    tests = [f"{column} IS NOT NULL" for column in key if column in PERSON_KEYS]
    if "leerling" in key:
        tests.append(f"NOT {_shared(partition)}")
    tests.append(f"row_number() OVER ({partition} ORDER BY {', '.join(newest)}) > 1")
    return f"({' AND '.join(tests)})"


def _shared(partition: str) -> str:
    """A school's number with two valid PGNs recognises nobody: superseding on it would lose a pupil."""
    valid = f"FILTER (WHERE pgn_geldig) OVER ({partition})"
    return f"coalesce(min(persoon) {valid} <> max(persoon) {valid}, false)"


def _every_row() -> str:
    rows = "\n    UNION ALL\n    ".join(
        f"SELECT levering_id, cohort, {_moment(contract)} AS meetmoment, lot, quarantaine_reden, defecten"
        f" FROM {contract.bron}_lot"
        for contract in contracten().values()
    )
    return f"""CREATE TABLE geleverde_rij AS
SELECT levering_id, coalesce(cohort, max(cohort) OVER (PARTITION BY levering_id)) AS cohort,
    meetmoment, lot, quarantaine_reden, defecten
FROM (
    {rows}
)"""


def _moment(contract: Contract) -> str:
    """The moment a row is about: its own, U for an outflow list, none for the other sources."""
    if any(kolom.naam == "meetmoment" for kolom in contract.kolommen):
        return "coalesce(meetmoment, 'U')"
    return "'U'" if contract.identiteit.uitstroomdatum else "NULL"
