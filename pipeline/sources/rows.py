"""The rows of an export, read: typed, identified and held against the rules between columns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract, Regel
from pipeline.sources.identity import GEDEELD_GEBREKEN, PGN_GEBREKEN, UNSHARED, find_shared, numbered_sql
from pipeline.sources.suspects import look_closer
from pipeline.sources.translate import defective
from pipeline.sources.typed import Gebrek, Lezing, typed_sql
from pipeline.vocabulary.maanddag import MaandDag

if TYPE_CHECKING:
    import duckdb

TE_KORT = ("te_kort", "'rij: minder cellen dan de kop'")


def make_rows(
    con: duckdb.DuckDBPyConnection,
    contract: Contract,
    lijsten: frozenset[str],
    teldatum: MaandDag,
    *,
    veel: bool,
) -> Lezing:
    """Make table `rijen`, and the views `geidentificeerd` and `gelezen`.

    The first two have of a row who it is about and its keys, all that decides its fate; of a large sheet
    (`veel`) only of the rows whose fate is not plain. `gelezen` has all cells of all rows in their types,
    and their defects; it is right once rows are marked. A column that a rule wipes has become onbekend.
    """
    keys = Lezing(contract, _key_columns(contract), lijsten)
    look_closer(con, contract, _identified(keys, teldatum, _born(contract)), veel=veel)
    nader = _identified(replace(keys, rijen="ruw_nader"), teldatum)
    con.execute(f"DROP VIEW IF EXISTS geidentificeerd; CREATE OR REPLACE TABLE rijen AS {nader}")
    find_shared(con, contract)
    con.execute(f"CREATE VIEW geidentificeerd AS {UNSHARED}")
    everything = Lezing(contract, frozenset(contract.gelezen), lijsten, frozenset(defective(con)))
    con.execute(f"CREATE OR REPLACE VIEW gelezen AS {_read(everything, teldatum)}")
    return everything


def _key_columns(contract: Contract) -> frozenset[str]:
    """Columns that decide who a row is about and which row supersedes which, and what may wipe those."""
    identity = contract.identiteit
    dates = {identity.schooljaar, identity.uitstroomdatum, identity.datum, "geboortedatum"}
    order = set(re.findall(r"\w+", " ".join(contract.nieuwste)))
    keys = {naam for key in contract.sleutels for naam in key}
    named = {*identity.pgn, *identity.leerling, identity.brin} | dates | order | keys
    for rule in contract.regels:
        if named & set(rule.wis):
            named |= set(re.findall(r"\w+", rule.als))
    return frozenset(naam for naam in contract.gelezen if naam in named)


def _born(contract: Contract) -> str:
    """The birth date as it was read, before a rule may wipe it."""
    read = "geboortedatum" in contract.gelezen
    return f"{'geboortedatum' if read else 'NULL::DATE'} AS geboren"


def _identified(lezing: Lezing, teldatum: MaandDag, *more: str) -> str:
    """A SELECT of who each row is about, and its keys; and of more, from before a rule wipes anything."""
    held = _held(lezing, teldatum)
    wiped = _wiped(lezing)
    every = f"* REPLACE ({wiped})" if wiped else "*"
    return f"SELECT {', '.join([every, *more])} FROM ({held})"


def _read(lezing: Lezing, teldatum: MaandDag) -> str:
    """A SELECT of all that is read of each row, its marks and its defects."""
    broken = [(f"regel_{n}", f"'{rule.naam}'") for n, rule in _rules(lezing)]
    defects = [TE_KORT, *lezing.gebreken, *PGN_GEBREKEN, *broken, *GEDEELD_GEBREKEN]
    wiped = _wiped(lezing)
    held = _held(lezing, teldatum, _before(lezing))
    read = (
        "SELECT * REPLACE (CASE WHEN pgn_gedeeld IS NULL THEN pgn_nummer END AS pgn_nummer,"
        " CASE WHEN leerling_gedeeld IS NULL THEN leerling_nummer END AS leerling_nummer"
        f"{wiped and f', {wiped}'}), {_list_of(defects)} AS defecten FROM ({held})"
    )
    derived = "".join(
        f", {_derived(lezing, naam, sql)} AS afgeleid_{naam}"
        for naam, sql in lezing.contract.afgeleid.items()
    )
    return f"SELECT *{derived} FROM ({read})"


def _before(lezing: Lezing) -> str:
    """The derived columns as they are before a rule wipes anything: rules may look at the same."""
    return "".join(f", ({sql}) AS vooraf_{naam}" for naam, sql in lezing.contract.afgeleid.items())


def _derived(lezing: Lezing, naam: str, sql: str) -> str:
    """A derived column, made again only where a rule wiped what it is made of."""
    words = set(re.findall(r"\w+", sql))
    wiped = [f"regel_{n}" for n, rule in _rules(lezing) if words & set(rule.wis)]
    return f"CASE WHEN {' OR '.join(wiped)} THEN {sql} ELSE vooraf_{naam} END" if wiped else f"vooraf_{naam}"


def _held(lezing: Lezing, teldatum: MaandDag, more: str = "") -> str:
    """Rows with numbers, and of every rule that can be judged whether it describes them."""
    broken = "".join(f", ({rule.als}) AS regel_{n}" for n, rule in _rules(lezing))
    return f"SELECT *{broken}{more} FROM ({numbered_sql(lezing.contract, typed_sql(lezing), teldatum)})"


def _rules(lezing: Lezing) -> list[tuple[int, Regel]]:
    contract = lezing.contract
    return [
        (n, rule)
        for n, rule in enumerate(contract.regels)
        if set(re.findall(r"\w+", rule.als)) & contract.namen <= lezing.namen
    ]


def _wiped(lezing: Lezing) -> str:
    """The columns that a rule wipes, for a REPLACE."""
    by: dict[str, list[str]] = {}
    for n, rule in _rules(lezing):
        for naam in rule.wis:
            by.setdefault(naam, []).append(f"regel_{n}")
    return ", ".join(
        f"CASE WHEN {' OR '.join(broken)} THEN {_onbekend(lezing.contract, naam)} ELSE {naam} END AS {naam}"
        for naam, broken in by.items()
        if naam in lezing.namen
    )


def _onbekend(contract: Contract, naam: str) -> str:
    leeg = contract.kolom(naam).leeg
    return f"'{leeg}'" if leeg else "NULL"


def _list_of(defects: list[Gebrek]) -> str:
    """SQL for the list of those that a row has; nearly always there are none, which is made cheap."""
    anything = " OR ".join(f"({when})" for when, _ in defects)
    named = ", ".join(f"CASE WHEN {when} THEN {what} END" for when, what in defects)
    return (
        f"CASE WHEN coalesce({anything}, false) THEN list_filter([{named}], lambda d: d IS NOT NULL)"
        " ELSE []::VARCHAR[] END"
    )
