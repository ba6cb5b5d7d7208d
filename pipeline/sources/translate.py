"""Every different text of a column is read once: tables that give each text its value, defect and repair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.sources.contract import WOORDENBOEK_TYPES, Contract, Kolom
from pipeline.sources.personal import words_of
from pipeline.sources.recognise import Herkend
from pipeline.sources.typed import DUCKDB_TYPES, convert, enumeration
from pipeline.sources.unknown import OnbekendeWaarde, refusal_of
from pipeline.sources.values import TRANSLATORS, is_leeg, mended
from pipeline.workspace.errors import LeveringGeweigerd

if TYPE_CHECKING:
    import duckdb

Woord = tuple[str, str, str | None, str | None]
"""Column, text as delivered, value, and what was done to read it."""


def translate(
    con: duckdb.DuckDBPyConnection, contract: Contract, sheets: dict[int, Herkend], lijsten: frozenset[str]
) -> dict[int, LeveringGeweigerd]:
    """Make `geteld(kolom, ruw, nr, aantal)` and `vertaling(kolom, ruw, waarde, gebrek, herstel)` over all
    columns of few different texts; and of each of them, typed, the table w_<kolom>(ruw, waarde, gebrek) or,
    where its cells are an enumeration, the lists waarde_<kolom> and gebrek_<kolom> in its order.

    Gives, per sheet that has any, the refusal that names every unknown value, how often it occurs and where
    first. A value that may tell of a pupil (a cell that shifted, a name in the wrong place) is not shown.
    """
    _count(con, contract)
    unknown = _read_words(con, contract)
    convert(con, contract)
    faulty = defective(con)
    for kolom in contract.kolommen:
        if kolom.is_woord and kolom.naam in lijsten:
            _own_lists(con, kolom, ("waarde", "gebrek") if kolom.naam in faulty else ("waarde",))
        elif kolom.is_woord:
            _own_table(con, kolom)
    found = _where(con, unknown)
    wrong = {nr for nr, herkend in sheets.items() if not herkend.past} | set(found)
    return {
        nr: refusal_of(sheets[nr], found.get(nr, []), _personal_words(con, contract, nr))
        for nr in sorted(wrong)
    }


def repairs(con: duckdb.DuckDBPyConnection, contract: Contract) -> dict[int, dict[str, int]]:
    """Per sheet: in how many cells something was done to read them, by column and kind."""
    counted = [
        "SELECT nr, herstel, sum(aantal) FROM geteld JOIN vertaling USING (kolom, ruw)"
        " WHERE herstel IS NOT NULL GROUP BY ALL",
        *(_restored(k) for k in contract.kolommen if k.type == "pgn" and not k.weg),
    ]
    found: dict[int, dict[str, int]] = {}
    for nr, soort, aantal in con.execute(f"{' UNION ALL '.join(counted)} ORDER BY ALL").fetchall():
        found.setdefault(nr, {})[soort] = int(aantal)
    return found


def _restored(kolom: Kolom) -> str:
    """Numbers of eight digits that are a PGN once their leading zero is back."""
    cell = f'ruw."{kolom.naam}"'
    return (
        f"SELECT nr, '{kolom.naam}: voorloopnul teruggezet', count(*) FROM ruw"
        f" WHERE length({cell}) BETWEEN 8 AND 12 AND length({cell}) <> 9 AND als_pgn({cell}) LIKE '0________'"
        f" AND regexp_replace({cell}, '[^0-9]', '', 'g') NOT LIKE '0%' GROUP BY nr"
    )


def _count(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    con.execute("CREATE OR REPLACE TABLE geteld (kolom VARCHAR, ruw VARCHAR, nr INTEGER, aantal BIGINT)")
    con.execute(
        "CREATE OR REPLACE TABLE vertaling"
        " (kolom VARCHAR, ruw VARCHAR, waarde VARCHAR, gebrek VARCHAR, herstel VARCHAR)"
    )
    parts = [
        f"SELECT '{k.naam}', \"{k.naam}\"::VARCHAR, nr, count(*) FROM ruw"
        f' WHERE "{k.naam}" IS NOT NULL GROUP BY "{k.naam}", nr'
        for k in contract.kolommen
        if k.is_woord
    ]
    if parts:
        con.execute(f"INSERT INTO geteld {' UNION ALL '.join(parts)}")


def _read_words(con: duckdb.DuckDBPyConnection, contract: Contract) -> list[tuple[str, str]]:
    """Put the values of columns with a list of them in `vertaling`; gives column and text of unknown ones."""
    words: list[Woord] = []
    unknown: list[tuple[str, str]] = []
    for kolom in contract.kolommen:
        if kolom.type not in WOORDENBOEK_TYPES or kolom.weg:
            continue
        translator = TRANSLATORS[kolom.type](kolom)
        for ruw in _texts(con, kolom):
            text = ruw.strip()
            waarde = translator(text)
            if waarde is None and not is_leeg(kolom, text):
                unknown.append((kolom.naam, ruw))
            repaired = mended(kolom, text, waarde) if waarde is not None else None
            words.append((kolom.naam, ruw, waarde or kolom.leeg, repaired and f"{kolom.naam}: {repaired}"))
    _store(con, words)
    return unknown


def _texts(con: duckdb.DuckDBPyConnection, kolom: Kolom) -> Iterator[str]:
    rows = con.execute(
        "SELECT DISTINCT ruw FROM geteld WHERE kolom = ? ORDER BY ruw", [kolom.naam]
    ).fetchall()
    return (ruw for (ruw,) in rows)


def _store(con: duckdb.DuckDBPyConnection, words: list[Woord]) -> None:
    columns = [list(column) for column in zip(*words, strict=True)] or [[], [], [], []]
    con.execute(
        "INSERT INTO vertaling SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), NULL,"
        " unnest(?::VARCHAR[])",
        columns,
    )


def _own_table(con: duckdb.DuckDBPyConnection, kolom: Kolom) -> None:
    """Make w_<kolom>, whose `ruw` has the type of the column in table `ruw`, so that the two join fast."""
    con.execute(
        f"CREATE OR REPLACE TABLE w_{kolom.naam} AS"
        f" SELECT anders.ruw, CAST(waarde AS {DUCKDB_TYPES.get(kolom.type, 'VARCHAR')}) AS waarde, gebrek"
        f' FROM (SELECT DISTINCT "{kolom.naam}" AS ruw FROM ruw) AS anders JOIN vertaling'
        f" ON vertaling.ruw = anders.ruw::VARCHAR AND kolom = '{kolom.naam}'"
    )


def _own_lists(con: duckdb.DuckDBPyConnection, kolom: Kolom, what: tuple[str, ...]) -> None:
    """Make the lists waarde_<kolom> and gebrek_<kolom>: of every text of the enumeration, in its order."""
    soorten = {"waarde": DUCKDB_TYPES.get(kolom.type) or _own_type(con, kolom), "gebrek": "VARCHAR"}
    for name in what:
        con.execute(
            f"SET VARIABLE {name}_{kolom.naam} = ("
            f"SELECT list(CAST({name} AS {soorten[name]}) ORDER BY plaats) FROM ("
            "SELECT unnest(woorden)::VARCHAR AS ruw, generate_subscripts(woorden, 1) AS plaats"
            f' FROM (SELECT enum_range((SELECT "{kolom.naam}" FROM ruw LIMIT 1)) AS woorden))'
            f" LEFT JOIN (FROM vertaling WHERE kolom = '{kolom.naam}') AS bekend USING (ruw))"
        )


def _own_type(con: duckdb.DuckDBPyConnection, kolom: Kolom) -> str:
    """The enumeration of the values of a column of text: Parquet takes one over without looking into it."""
    return enumeration(
        con, f"waarde_{kolom.naam}", f"SELECT waarde FROM vertaling WHERE kolom = '{kolom.naam}'"
    )


def defective(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The columns in which some text is no value of their type."""
    return {
        naam
        for (naam,) in con.execute("SELECT DISTINCT kolom FROM vertaling WHERE gebrek IS NOT NULL").fetchall()
    }


def _where(
    con: duckdb.DuckDBPyConnection, unknown: list[tuple[str, str]]
) -> dict[int, list[OnbekendeWaarde]]:
    """Of every unknown text, per sheet: how often, in which row first, and whether only in short rows."""
    found: dict[int, list[OnbekendeWaarde]] = {}
    for naam in dict.fromkeys(naam for naam, _ in unknown):
        texts = [ruw for other, ruw in unknown if other == naam]
        rows = con.execute(
            f'SELECT nr, "{naam}"::VARCHAR AS ruw, count(*), min(rij), bool_and(te_kort) FROM ruw'
            f' WHERE list_contains(?::VARCHAR[], "{naam}"::VARCHAR) GROUP BY ALL ORDER BY ALL',
            [texts],
        ).fetchall()
        for nr, ruw, aantal, rij, te_kort in rows:
            found.setdefault(nr, []).append(OnbekendeWaarde(naam, ruw.strip(), aantal, rij, te_kort))
    return found


def _personal_words(con: duckdb.DuckDBPyConnection, contract: Contract, nr: int) -> set[str]:
    """Every word in the personal columns of a sheet; only asked for when the sheet is refused."""
    columns = [f'"{k.naam}"' for k in contract.kolommen if k.persoonlijk]
    if not columns:
        return set()
    rows = con.execute(
        f"SELECT DISTINCT concat_ws(' ', {', '.join(columns)}) FROM ruw WHERE nr = ?", [nr]
    ).fetchall()
    return {word for (text,) in rows for word in words_of(text)}
