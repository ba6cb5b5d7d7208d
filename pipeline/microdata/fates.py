"""The final fate of every delivered row: which later delivery supersedes it follows from the contract alone.

The keys of a contract say so within a delivery (sources/fate.py) and here between deliveries, so a new source
needs a contract and no SQL.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.microdata.step import Step
from pipeline.sources.contract import Contract, contracten

_FIRST_MONTH = 8
"""A school year begins on 1 August (Schooljaar)."""


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
    " laatste schooljaar van haar levering, zodat zij ergens te zien is. Kent een uitstroomlijst geen enkel"
    " schooljaar, dan is dat het schooljaar dat op de dag van levering het laatst was afgelopen."
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
    """Whether the newest row with this key is another one."""
    order = ", ".join(newest_first(contract))
    return f"({recognises(contract, key)} AND row_number() OVER ({_rows_with(key)} ORDER BY {order}) > 1)"


def newest_first(contract: Contract) -> list[str]:
    """SQL sort terms over rows and their levering; of rows with one key, the first supersedes the others."""
    day, own = "levering.leverdatum DESC NULLS LAST", contract.nieuwste
    newest = [*own, day] if contract.gebeurtenissen else [day, *own]
    return [*newest, "levering.sha256", "levering.levering_id", "rij"]


def recognises(contract: Contract, key: tuple[str, ...]) -> str:
    """SQL test whether a row's key says whose it is. What is not filled in is nobody's key."""
    tests = [f"{column} IS NOT NULL" for column in contract.gevuld(key)]
    if "leerling" in key:
        tests.append(f"NOT {_shared(_rows_with(key))}")
    return " AND ".join(tests) or "true"


def _rows_with(key: tuple[str, ...]) -> str:
    return f"PARTITION BY lot, {', '.join(key)}"


def _shared(partition: str) -> str:
    """A school's number with two valid PGNs recognises nobody: superseding on it would lose a pupil."""
    valid = f"FILTER (WHERE pgn_geldig) OVER ({partition})"
    return f"coalesce(min(persoon) {valid} <> max(persoon) {valid}, false)"


def _every_row() -> str:
    rows = "\n    UNION ALL\n    ".join(
        f"SELECT levering_id, rij, cohort, {_ended(contract)} AS afgelopen,"
        f" {_moment(contract)} AS meetmoment, lot, quarantaine_reden, defecten FROM {contract.bron}_lot"
        for contract in contracten().values()
    )
    return f"""CREATE TABLE geleverde_rij AS
SELECT levering_id, rij, coalesce(cohort, max(cohort) OVER (PARTITION BY levering_id), afgelopen) AS cohort,
    meetmoment, lot, quarantaine_reden, defecten
FROM (
    {rows}
)"""


def _ended(contract: Contract) -> str:
    """The school year that ended last before the day of delivery; without a day the last one that is known.

    Only for outflow lists: their rows are leavers, and a leaver of no school year would be lost.
    """
    if not contract.identiteit.uitstroomdatum:
        return "NULL::INTEGER"
    year = f"year(leverdatum) - CASE WHEN month(leverdatum) < {_FIRST_MONTH} THEN 2 ELSE 1 END"
    return f"coalesce({year}, max(cohort) OVER ())::INTEGER"


def _moment(contract: Contract) -> str:
    """The moment a row is about: its own, U for an outflow list, none for the other sources."""
    if any(kolom.naam == "meetmoment" for kolom in contract.kolommen):
        return "coalesce(meetmoment, 'U')"
    return "'U'" if contract.identiteit.uitstroomdatum else "NULL"
