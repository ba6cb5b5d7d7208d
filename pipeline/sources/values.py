"""Values that come from a short list: each distinct one is translated once, and an unknown one is met once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.sources.contract import WOORDENBOEK_TYPES, Contract, Kolom, kaal
from pipeline.sources.recognise import Herkend, column_letter
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError
from pipeline.vocabulary.tables import zoek_gemeente
from pipeline.workspace.errors import LeveringGeweigerd

if TYPE_CHECKING:
    import duckdb

ONTBREEKT = ("", "null", "na", "n/a", "nan", "-", ".", "onbekend")
"""How exports write "nothing here" (domain.md §3); compared in lower case, without surrounding spaces."""
JA_NEE = {"J": ("ja", "j", "yes", "y", "1", "waar", "true"), "N": ("nee", "n", "no", "0", "onwaar", "false")}


@dataclass(frozen=True)
class OnbekendeWaarde:
    kolom: str
    waarde: str
    aantal: int


def translate(
    con: duckdb.DuckDBPyConnection, contract: Contract, sheets: dict[int, Herkend]
) -> dict[int, LeveringGeweigerd]:
    """Make the view `vertaling(kolom, gegeven, waarde)` for every column with a list of values.

    Gives, per sheet that has any, the refusal that names every unknown value and how often it occurs. Only columns
    that are not personal have such a list, so naming the value tells nothing about a pupil.
    """
    columns = {k.naam: k for k in contract.kolommen if k.type in WOORDENBOEK_TYPES and not k.weg}
    translators = {naam: TRANSLATORS[kolom.type](kolom) for naam, kolom in columns.items()}
    unknown: dict[int, list[OnbekendeWaarde]] = {}
    known: dict[tuple[str, str], str | None] = {}
    for naam, gegeven, nr, aantal in _distinct(con, list(columns)):
        waarde = translators[naam](gegeven)
        known[naam, gegeven] = columns[naam].leeg if waarde is None else waarde
        if waarde is None and gegeven.strip().lower() not in ONTBREEKT:
            unknown.setdefault(nr, []).append(OnbekendeWaarde(naam, gegeven.strip(), aantal))
    _store(con, known)
    return {nr: _refusal(sheets[nr], found) for nr, found in unknown.items()}


def _distinct(con: duckdb.DuckDBPyConnection, kolommen: list[str]) -> list[tuple[str, str, int, int]]:
    """Each distinct text per column and sheet, and how often it occurs, in a fixed order."""
    if not kolommen:
        return []
    parts = (
        f"SELECT '{naam}', \"{naam}\", nr, count(*) FROM ruw WHERE \"{naam}\" IS NOT NULL GROUP BY ALL"
        for naam in kolommen
    )
    return con.execute(" UNION ALL ".join(parts) + " ORDER BY ALL").fetchall()


def _store(con: duckdb.DuckDBPyConnection, known: dict[tuple[str, str], str | None]) -> None:
    import pyarrow as pa

    columns = {
        "kolom": [kolom for kolom, _ in known],
        "gegeven": [gegeven for _, gegeven in known],
        "waarde": list(known.values()),
    }
    con.register("vertaling", pa.table({naam: pa.array(cells, pa.string()) for naam, cells in columns.items()}))


def _coded(waarden: dict[str, tuple[str, ...]]) -> Callable[[str], str | None]:
    codes = {kaal(word): code for code, words in waarden.items() for word in (code, *words) if kaal(word)}
    return lambda text: codes.get(kaal(text))


def _schooljaar(text: str) -> str | None:
    try:
        return str(Schooljaar.parse(text).start)
    except SchooljaarError:
        return None


def _gemeente(text: str) -> str | None:
    """The code of a municipality in the table; another one stays as delivered (it is outside the region)."""
    bare = text.strip()
    if bare.lower() in ONTBREEKT:
        return None
    known = zoek_gemeente(bare.removesuffix(".0"))
    return known.code if known else bare.upper()


TRANSLATORS: dict[str, Callable[[Kolom], Callable[[str], str | None]]] = {
    "code": lambda kolom: _coded(kolom.waarden),
    "janee": lambda _: _coded(JA_NEE),
    "schooljaar": lambda _: _schooljaar,
    "gemeente": lambda _: _gemeente,
}


def _refusal(herkend: Herkend, unknown: list[OnbekendeWaarde]) -> LeveringGeweigerd:
    contract: Contract = herkend.contract
    lines = [
        f"column {column_letter(herkend.kolommen[u.kolom])} ({u.kolom}): {u.waarde!r}, {u.aantal} time(s)"
        for u in unknown
    ]
    kolommen = dict.fromkeys(u.kolom for u in unknown)
    expected = "; ".join(f"{naam}: {_expected(contract.kolom(naam))}" for naam in kolommen)
    return LeveringGeweigerd(
        f"{herkend.blad.plaats}: unknown value(s) in an export of {contract.bron}: " + "; ".join(lines),
        advice=f"mend the export, or add the word to contracts/{contract.bron}.toml. Expected {expected}",
    )


def _expected(kolom: Kolom) -> str:
    if kolom.type == "code":
        return ", ".join(kolom.waarden)
    return {"janee": "J or N", "schooljaar": "a school year such as 2016-2017"}.get(kolom.type, "a municipality")
