"""The rows of an export, read: typed, identified and held against the rules between columns, in one pass."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract, Regel
from pipeline.sources.identity import find_shared, numbered_sql, unshared_sql
from pipeline.sources.translate import defective
from pipeline.sources.typed import filled_list, joined_lists, typed_sql
from pipeline.vocabulary.maanddag import MaandDag

if TYPE_CHECKING:
    import duckdb


def make_rows(con: duckdb.DuckDBPyConnection, contract: Contract, teldatum: MaandDag) -> None:
    """Make table `rijen`, and over it the views `geidentificeerd` and `gelezen`.

    The first two have of every row who it is about and its keys, all that decides its fate; `gelezen` has all
    of its cells in their types, and its defects. A column that a rule wipes has become onbekend.
    """
    keys = _key_columns(contract)
    con.execute("DROP VIEW IF EXISTS geidentificeerd; DROP VIEW IF EXISTS gelezen")
    con.execute(f"CREATE OR REPLACE TABLE rijen AS {_read_sql(contract, keys, (), teldatum)}")
    find_shared(con, contract)
    con.execute(f"CREATE VIEW geidentificeerd AS {unshared_sql(con, 'rijen')}")
    everything = _read_sql(contract, contract.gelezen, defective(con), teldatum)
    con.execute(f"CREATE VIEW gelezen AS {unshared_sql(con, f'({everything})')}")


def _key_columns(contract: Contract) -> set[str]:
    """Columns that decide who a row is about and which row supersedes which, and what may wipe those."""
    identity = contract.identiteit
    dates = {identity.schooljaar, identity.uitstroomdatum, identity.datum, "geboortedatum"}
    order = set(re.findall(r"\w+", " ".join(contract.nieuwste)))
    keys = {naam for key in contract.sleutels for naam in key}
    named = {*identity.pgn, *identity.leerling, identity.brin} | dates | order | keys
    for rule in contract.regels:
        if named & set(rule.wis):
            named |= set(re.findall(r"\w+", rule.als))
    return {naam for naam in contract.gelezen if naam in named}


def _read_sql(
    contract: Contract, namen: Collection[str], with_defects: Collection[str], teldatum: MaandDag
) -> str:
    read = numbered_sql(contract, typed_sql(contract, namen, with_defects), teldatum)
    rules = [
        rule for rule in contract.regels if set(re.findall(r"\w+", rule.als)) & contract.namen <= set(namen)
    ]
    if not rules:
        return read
    broken = filled_list([f"CASE WHEN {rule.als} THEN '{rule.naam}' END" for rule in rules])
    wiped = "".join(
        f", {_wiped(contract, naam)} AS {naam}" for naam in _wiped_columns(rules) if naam in namen
    )
    return f"SELECT * REPLACE ({joined_lists('defecten', broken)} AS defecten{wiped}) FROM ({read})"


def _wiped_columns(rules: list[Regel]) -> list[str]:
    return list(dict.fromkeys(naam for rule in rules for naam in rule.wis))


def _wiped(contract: Contract, naam: str) -> str:
    rules: list[Regel] = [rule for rule in contract.regels if naam in rule.wis]
    leeg = contract.kolom(naam).leeg
    onbekend = f"'{leeg}'" if leeg else "NULL"
    return f"CASE WHEN {' OR '.join(f'({rule.als})' for rule in rules)} THEN {onbekend} ELSE {naam} END"
