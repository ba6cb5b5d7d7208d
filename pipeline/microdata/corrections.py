"""What a later row changed in the one that it supersedes: which fields, never their values.

A superseded row is paired with the next newer row of the same key, in its own delivery or in a later one. So
what was corrected twice gives two pairs, and every superseded row is the old one of exactly one pair. Only
columns that are not personal are compared; a code that stands for an empty cell counts as empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.microdata.fates import newest_first, recognises
from pipeline.microdata.step import Step
from pipeline.sources.contract import Contract, Kolom, contracten


def correction_steps() -> Iterator[Step]:
    """A step that pairs every superseded row with its successor, and one that counts what changed."""
    pairs = "\nUNION ALL\n".join(_pairs(contract) for contract in contracten().values() if contract.sleutels)
    yield Step(
        "021",
        "opvolging",
        "Eén rij per vervangen rij: de eerstvolgende nieuwere rij met dezelfde sleutel, en welke velden"
        " daarin anders zijn (kolom en soort wijziging, zonder waarden).",
        f"CREATE TABLE opvolging AS\n{pairs}",
    )
    yield Step(
        "022",
        "correctie",
        "Eén rij per oude en nieuwe levering, cohort, school, kolom en soort wijziging: in hoeveel vervangen"
        " rijen. Soort gelijk, zonder kolom: rijen waarin niets veranderde.",
        _COUNTED,
    )


_COUNTED = """CREATE TABLE correctie AS
SELECT
    bron, levering_id, nieuwe_levering_id, cohort, brin, wijziging.kolom, wijziging.soort, count(*) AS aantal
FROM (
    SELECT
        * EXCLUDE (wijzigingen),
        unnest(CASE
            WHEN array_length(wijzigingen) > 0 THEN wijzigingen
            ELSE [{'kolom': NULL, 'soort': 'gelijk'}]
        END) AS wijziging
    FROM opvolging
)
GROUP BY ALL"""


def _pairs(contract: Contract) -> str:
    """The pairs of one source, each with the fields that differ."""
    bron = contract.bron
    brin = f"oud.{contract.identiteit.brin}" if contract.identiteit.brin else "NULL::VARCHAR"
    changes = ",\n        ".join(_change(kolom) for kolom in contract.bewaard)
    return f"""SELECT
    '{bron}' AS bron, paar.levering_id, paar.rij, oud.cohort, {brin} AS brin,
    nieuw.levering_id AS nieuwe_levering_id, nieuw.rij AS nieuwe_rij,
    list_filter([
        {changes}
    ], lambda wijziging: wijziging IS NOT NULL) AS wijzigingen
FROM (
{_between(contract)}
    UNION ALL
{_within(contract)}
) AS paar
INNER JOIN rij_{bron} AS oud ON paar.levering_id = oud.levering_id AND paar.rij = oud.rij
INNER JOIN rij_{bron} AS nieuw
    ON paar.volgende.levering_id = nieuw.levering_id AND paar.volgende.rij = nieuw.rij"""


def _change(kolom: Kolom) -> str:
    """One field: nothing when it is the same, or else its name and whether it was or became empty."""
    old, new = (
        f"nullif({side}.{kolom.naam}, '{kolom.leeg}')" if kolom.leeg else f"{side}.{kolom.naam}"
        for side in ("oud", "nieuw")
    )
    kind = f"CASE WHEN {old} IS NULL THEN 'van leeg' WHEN {new} IS NULL THEN 'naar leeg' ELSE 'anders' END"
    return f"CASE WHEN {old} IS DISTINCT FROM {new} THEN {{'kolom': '{kolom.naam}', 'soort': {kind}}} END"


def _between(contract: Contract) -> str:
    """Rows that a later delivery supersedes, as fates.py decides it, with the next newer row."""
    rows, order = f"rij_{contract.bron}", f"ORDER BY {', '.join(newest_first(contract))}"
    newer = [
        f"CASE WHEN {recognises(contract, key)} THEN {_newer(('lot', *key))} END" for key in contract.sleutels
    ]
    return f"""    SELECT levering_id, rij, volgende FROM (
        SELECT levering_id, rij, list_max([{", ".join(newer)}]) AS volgende
        FROM (
            SELECT {rows}.*, {_this(rows, order)}
            FROM {rows} INNER JOIN levering ON {rows}.levering_id = levering.levering_id
            WHERE lot = 'gehouden'
        )
    ) WHERE volgende IS NOT NULL"""


def _within(contract: Contract) -> str:
    """Rows that a later row of the same delivery supersedes, as sources/fate.py decides it."""
    rows, order = f"rij_{contract.bron}", ", ".join([*contract.nieuwste, "rij DESC"])
    newer = [
        f"CASE WHEN {' AND '.join(f'{naam} IS NOT NULL' for naam in contract.gevuld(key)) or 'true'}"
        f" THEN {_newer(('levering_id', *key))} END"
        for key in contract.sleutels
    ]
    return f"""    SELECT levering_id, rij, volgende FROM (
        SELECT levering_id, rij, lot, list_max([{", ".join(newer)}]) AS volgende
        FROM (
            SELECT {rows}.*, {_this(rows, f"PARTITION BY levering_id ORDER BY {order}")}
            FROM {rows} WHERE lot IN ('gehouden', 'vervangen')
        )
    ) WHERE lot = 'vervangen' AND volgende IS NOT NULL"""


def _this(rows: str, window: str) -> str:
    """Where a row is, the newest first; `plek` leads, so that the largest of some is the nearest."""
    place = f"'levering_id': {rows}.levering_id, 'rij': {rows}.rij"
    return f"{{'plek': row_number() OVER ({window}), {place}}} AS deze"


def _newer(partition: tuple[str, ...]) -> str:
    return f"lag(deze) OVER (PARTITION BY {', '.join(partition)} ORDER BY deze.plek)"
