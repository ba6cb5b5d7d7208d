"""Types by SQL: `ruw` becomes `getypeerd`; what does not fit its type becomes onbekend and is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.sources.contract import WOORDENBOEK_TYPES, Contract, Kolom
from pipeline.sources.values import ONTBREEKT
from pipeline.vocabulary.brin import BRIN_CHECK_SQL, BRIN_NORMALISE_SQL
from pipeline.vocabulary.pgn import PGN_NORMALISE_SQL

if TYPE_CHECKING:
    import duckdb

DUCKDB_TYPES = {"datum": "DATE", "geheel": "INTEGER", "decimaal": "DECIMAL(18, 4)", "schooljaar": "INTEGER"}
DATE_FORMATS = (
    "%d-%m-%Y",
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%Y%m%d",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
)
DEFECT = {
    "datum": "geen geldige datum",
    "geheel": "geen geheel getal",
    "decimaal": "geen getal",
    "brin": "geen geldige BRIN",
    "pgn": "geen negen cijfers",
    "postcode4": "geen postcode",
}
"""What is said of a value that does not fit; never the value itself."""

_MACROS = (
    "CREATE OR REPLACE TEMP MACRO ingevuld(x) AS"
    " CASE WHEN lower(trim(x)) IN ({missing}) THEN NULL ELSE trim(x) END",
    "CREATE OR REPLACE TEMP MACRO als_tekst(x) AS regexp_replace(x, '\\s+', ' ', 'g')",
    # A serial number is what Excel stores for a date: days since 30-12-1899.
    "CREATE OR REPLACE TEMP MACRO als_serie(x) AS CASE WHEN regexp_full_match(x, '[2-5][0-9]{{4}}')"
    " THEN DATE '1899-12-30' + CAST(x AS INTEGER) END",
    "CREATE OR REPLACE TEMP MACRO als_jaar(d) AS CASE WHEN year(d) BETWEEN 1920 AND 2099 THEN d END",
    "CREATE OR REPLACE TEMP MACRO als_datum(x) AS"
    " coalesce(als_jaar(CAST(try_strptime(x, [{formats}]) AS DATE)), als_serie(x))",
    # 1.245,50 and 1.245 are Dutch, and so is 1.245,-; 32.5 and 0.125 have a point as decimal sign. 1,245.50
    # is neither: read either way it could be wrong by a factor thousand.
    "CREATE OR REPLACE TEMP MACRO als_cijfers(x) AS"
    " regexp_replace(regexp_replace(x, '[€%\\s\u00a0]', '', 'g'), ',-+$', '')",
    "CREATE OR REPLACE TEMP MACRO als_decimaal(x) AS TRY_CAST(CASE"
    " WHEN regexp_full_match(als_cijfers(x), '[+-]?([0-9]*|[1-9][0-9]{{0,2}}([.][0-9]{{3}})+)(,[0-9]*)?')"
    " THEN replace(replace(als_cijfers(x), '.', ''), ',', '.')"
    " WHEN regexp_full_match(als_cijfers(x), '[+-]?[0-9]*[.][0-9]+') THEN als_cijfers(x)"
    " END AS DECIMAL(18, 4))",
    "CREATE OR REPLACE TEMP MACRO als_geheel(x) AS CASE WHEN als_decimaal(x) = round(als_decimaal(x))"
    " THEN TRY_CAST(als_decimaal(x) AS INTEGER) END",
    "CREATE OR REPLACE TEMP MACRO als_postcode4(x) AS nullif(regexp_extract(x, '^([1-9][0-9]{{3}})', 1), '')",
    # Without a vestiging a BRIN is the hoofdvestiging, 00.
    "CREATE OR REPLACE TEMP MACRO als_brin(x) AS CASE WHEN {brin_check} THEN rpad({brin}, 6, '0') END",
    "CREATE OR REPLACE TEMP MACRO als_pgn(x) AS {pgn}",
    # An employer's name without what people write differently, for the keyed hash.
    "CREATE OR REPLACE TEMP MACRO als_kaal(x) AS nullif(regexp_replace(regexp_replace("
    "lower(strip_accents(x)), '[^a-z0-9]+', '', 'g'), '(bv|nv|vof)$', ''), '')",
)


def install_macros(con: duckdb.DuckDBPyConnection) -> None:
    """The vocabulary of conversions, as SQL macros on this connection."""
    brin = BRIN_NORMALISE_SQL.replace("{kolom}", "x")
    words = {
        "missing": ", ".join(f"'{word}'" for word in ONTBREEKT),
        "formats": ", ".join(f"'{pattern}'" for pattern in DATE_FORMATS),
        "brin": brin,
        "brin_check": BRIN_CHECK_SQL.replace("{kolom}", brin),
        "pgn": PGN_NORMALISE_SQL.format(kolom="x"),
    }
    for macro in _MACROS:
        con.execute(macro.format(**words))


def type_rows(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Make `getypeerd`: nr, rij, every column of the contract in its type, and `defecten` (a list)."""
    kolommen = [k for k in contract.kolommen if not k.weg]
    joins = " ".join(_join(k) for k in kolommen if k.type in WOORDENBOEK_TYPES)
    filled = ", ".join(f'{_given(k)} AS "{k.naam}"' for k in kolommen)
    con.execute(
        f"CREATE OR REPLACE TABLE gevuld AS SELECT ruw.nr, ruw.rij, te_kort, {filled} FROM ruw {joins}"
    )
    values = ", ".join(f'{_typed(k)} AS "{k.naam}"' for k in kolommen)
    con.execute(f"CREATE OR REPLACE TABLE waarden AS SELECT nr, rij, te_kort, {values} FROM gevuld")
    defects = ", ".join([_short(), *(_defect(k) for k in kolommen if k.type in DEFECT)])
    con.execute(
        f"CREATE OR REPLACE TABLE getypeerd AS SELECT waarden.* EXCLUDE (te_kort),"
        f" list_filter([{defects}], lambda d: d IS NOT NULL) AS defecten"
        " FROM waarden JOIN gevuld USING (nr, rij)"
    )


def _join(kolom: Kolom) -> str:
    alias = f"v_{kolom.naam}"
    same = f"{alias}.kolom = '{kolom.naam}' AND {alias}.gegeven = ruw.\"{kolom.naam}\""
    return f"LEFT JOIN vertaling {alias} ON {same}"


def _given(kolom: Kolom) -> str:
    return f"v_{kolom.naam}.waarde" if kolom.type in WOORDENBOEK_TYPES else f'ingevuld(ruw."{kolom.naam}")'


def _typed(kolom: Kolom) -> str:
    if kolom.type in WOORDENBOEK_TYPES:
        return f'CAST("{kolom.naam}" AS {DUCKDB_TYPES.get(kolom.type, "VARCHAR")})'
    return f'als_{kolom.type}("{kolom.naam}")'


def _defect(kolom: Kolom) -> str:
    lost = f'gevuld."{kolom.naam}" IS NOT NULL AND waarden."{kolom.naam}" IS NULL'
    return f"CASE WHEN {lost} THEN '{kolom.naam}: {DEFECT[kolom.type]}' END"


def _short() -> str:
    return "CASE WHEN gevuld.te_kort THEN 'rij: minder cellen dan de kop' END"
