"""Values from a short list: each distinct one is translated once, and an unknown one is met once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.sources.contract import WOORDENBOEK_TYPES, Contract, Kolom, kaal
from pipeline.sources.recognise import Herkend
from pipeline.sources.unknown import OnbekendeWaarde, refusal_of, words_of
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError
from pipeline.vocabulary.tables import zoek_gemeente
from pipeline.workspace.errors import LeveringGeweigerd

if TYPE_CHECKING:
    import duckdb

ONTBREEKT = ("", "null", "na", "n/a", "nan", "-", ".", "onbekend")
"""How exports write "nothing here" (domain.md §3); compared in lower case, without surrounding spaces."""
JA_NEE = {"J": ("ja", "j", "yes", "y", "1", "waar", "true"), "N": ("nee", "n", "no", "0", "onwaar", "false")}


def translate(
    con: duckdb.DuckDBPyConnection, contract: Contract, sheets: dict[int, Herkend]
) -> dict[int, LeveringGeweigerd]:
    """Make the view `vertaling(kolom, gegeven, waarde)` for every column with a list of values.

    Gives, per sheet that has any, the refusal that names every unknown value, how often it occurs and where
    first. A value that may tell of a pupil (a cell that shifted, a name in the wrong place) is not shown.
    """
    columns = {k.naam: k for k in contract.kolommen if k.type in WOORDENBOEK_TYPES and not k.weg}
    translators = {naam: TRANSLATORS[kolom.type](kolom) for naam, kolom in columns.items()}
    unknown: dict[int, list[OnbekendeWaarde]] = {}
    known: dict[tuple[str, str], str | None] = {}
    for naam, gegeven, nr, aantal, rij, te_kort in _distinct(con, list(columns)):
        waarde = translators[naam](gegeven)
        known[naam, gegeven] = columns[naam].leeg if waarde is None else waarde
        if waarde is None and gegeven.strip().lower() not in ONTBREEKT:
            unknown.setdefault(nr, []).append(OnbekendeWaarde(naam, gegeven.strip(), aantal, rij, te_kort))
    _store(con, known)
    return {
        nr: refusal_of(sheets[nr], found, _personal_words(con, contract, nr)) for nr, found in unknown.items()
    }


def _distinct(
    con: duckdb.DuckDBPyConnection, kolommen: list[str]
) -> list[tuple[str, str, int, int, int, bool]]:
    """Each distinct text per column and sheet: how often, in which row first, only in short rows or not."""
    if not kolommen:
        return []
    parts = (
        f"SELECT '{naam}', \"{naam}\", nr, count(*), min(rij), bool_and(te_kort)"
        f' FROM ruw WHERE "{naam}" IS NOT NULL GROUP BY ALL'
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
    con.register(
        "vertaling", pa.table({naam: pa.array(cells, pa.string()) for naam, cells in columns.items()})
    )


def _coded(waarden: dict[str, tuple[str, ...]]) -> Callable[[str], str | None]:
    codes = {_bare(word): code for code, words in waarden.items() for word in (code, *words)}
    return lambda text: codes.get(_bare(text))


def _bare(text: str) -> str:
    """As `kaal`; a value of signs only, such as "?", stays what it is."""
    return kaal(text) or text.strip()


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


def _personal_words(con: duckdb.DuckDBPyConnection, contract: Contract, nr: int) -> set[str]:
    """Every word in the personal columns of a sheet; only asked for when the sheet is refused."""
    columns = [f'"{k.naam}"' for k in contract.kolommen if k.persoonlijk]
    if not columns:
        return set()
    rows = con.execute(
        f"SELECT DISTINCT concat_ws(' ', {', '.join(columns)}) FROM ruw WHERE nr = ?", [nr]
    ).fetchall()
    return {word for (text,) in rows for word in words_of(text)}
