"""Types by SQL: a text becomes a value of its type; what does not fit becomes onbekend and is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.sources.contract import GETAL_TYPES, WOORDENBOEK_TYPES, Contract, Kolom
from pipeline.sources.marks import MERKEN_SQL
from pipeline.sources.values import ONTBREEKT
from pipeline.vocabulary.brin import BRIN_CHECK_SQL, BRIN_NORMALISE_SQL
from pipeline.vocabulary.pgn import PGN_NORMALISE_SQL

if TYPE_CHECKING:
    import duckdb

_SPACES = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
MAX_ENUMERATION = 2_000
"""More different values than this are kept as text: every row group would carry all of them."""
DUCKDB_TYPES = {
    "datum": "DATE",
    "tijdstip": "TIMESTAMP",
    "geheel": "INTEGER",
    "decimaal": "DECIMAL(18, 4)",
    "schooljaar": "INTEGER",
}
DATE_FORMATS = (
    "%d-%m-%Y",
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
)
_ISO_TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?"
DEFECT = {
    "datum": "geen geldige datum",
    "tijdstip": "geen geldig tijdstip",
    "geheel": "geen geheel getal",
    "decimaal": "geen getal",
    "brin": "geen geldige BRIN",
    "pgn": "geen negen cijfers",
    "postcode4": "geen postcode",
}
"""What is said of a value that does not fit; never the value itself."""

_MACROS = (
    # Cells come stripped. No word for "nothing" starts with a digit or with A to M, so most are seen at a
    # glance. A CASE of words, because DuckDB makes a join of an IN, and does that for every row.
    "CREATE OR REPLACE TEMP MACRO ingevuld(x) AS CASE WHEN ascii(x) BETWEEN 48 AND 77 THEN x"
    " ELSE CASE lower(trim(x)) {missing} ELSE trim(x) END END",
    "CREATE OR REPLACE TEMP MACRO als_tekst(x) AS CASE WHEN regexp_matches(x, '[^\\S ]|  ')"
    " THEN regexp_replace(x, '\\s+', ' ', 'g') ELSE x END",
    # A serial number is what Excel stores for a date: days since 30-12-1899.
    "CREATE OR REPLACE TEMP MACRO als_serie(x) AS CASE WHEN regexp_full_match(x, '[2-5][0-9]{{4}}')"
    " THEN DATE '1899-12-30' + CAST(x AS INTEGER) END",
    "CREATE OR REPLACE TEMP MACRO als_jaar(d) AS CASE WHEN year(d) BETWEEN 1920 AND 2099 THEN d END",
    # Without signs between them a day takes eight digits: 2017123 is 23 January or 3 December.
    "CREATE OR REPLACE TEMP MACRO als_dag(x) AS coalesce(try_strptime(x, [{formats}]),"
    " CASE WHEN regexp_full_match(x, '[0-9]{{8}}') THEN try_strptime(x, '%Y%m%d') END)",
    "CREATE OR REPLACE TEMP MACRO als_datum(x) AS coalesce(als_jaar(CAST(als_dag(x) AS DATE)), als_serie(x))",
    # Minutes in an offset such as +02:00, +0200 or +02.
    "CREATE OR REPLACE TEMP MACRO als_minuten(x) AS CAST(x[1:3] AS INTEGER) * 60"
    " + CAST(x[1:1] || coalesce(nullif(replace(x[4:], ':', ''), ''), '0') AS INTEGER)",
    # ISO, with T or a space, perhaps a fraction and a zone; or a date as people write it. Kept as UTC: what
    # names no zone is taken as that. DuckDB's own cast reads past the zone.
    "CREATE OR REPLACE TEMP MACRO als_tijdstip(x) AS als_jaar(coalesce("
    "CASE WHEN regexp_full_match(x, '{iso}') THEN TRY_CAST(x AS TIMESTAMP)"
    " WHEN regexp_full_match(x, '{iso} ?Z') THEN TRY_CAST(regexp_replace(x, ' ?Z$', '') AS TIMESTAMP)"
    " WHEN regexp_full_match(x, '{iso} ?[+-][01][0-9](:?[0-5][0-9])?')"
    " THEN TRY_CAST(regexp_replace(x, ' ?[+-][0-9:]+$', '') AS TIMESTAMP)"
    " - to_minutes(als_minuten(regexp_extract(x, '[+-][0-9:]+$'))) END,"
    " als_dag(x), als_serie(x)))",
    # 1.245,50 and 1.245 are Dutch, and so is 1.245,-; 32.5 and 0.125 have a point as decimal sign. 1,245.50
    # is neither: read either way it could be wrong by a factor thousand. Nor is 1 5, where a comma may have
    # been: between digits a space only sets thousands apart. A * after it says voorlopig (CBS).
    "CREATE OR REPLACE TEMP MACRO als_cijfers(x) AS CASE WHEN NOT regexp_matches(x, '[0-9]{wit}+[0-9]')"
    " OR regexp_full_match(x, '[^0-9]*[1-9][0-9]{{0,2}}([ \u00a0][0-9]{{3}})+([.,][0-9]*)?[^0-9]*')"
    " THEN regexp_replace(regexp_replace(x, '[€%]|{wit}', '', 'g'), '(,-+)?[*]*$', '') END",
    # What stands for a number that is there and is not given, in the words for the defect; x as delivered.
    "CREATE OR REPLACE TEMP MACRO als_teken(x) AS CASE"
    " WHEN regexp_full_match(trim(x), '<\\s*[0-9]+([.,][0-9]+)?[*]*') THEN 'te klein om te noemen (<n)'"
    " WHEN lower(trim(x)) = 'x' THEN 'geheim (x)' WHEN trim(x) = '.' THEN 'ontbreekt (.)' END",
    # For columns that say so: a lone dash is nihil, 0.
    "CREATE OR REPLACE TEMP MACRO als_nihil(x) AS"
    " CASE WHEN trim(x) IN ('-', '\u2013', '\u2014') THEN '0' ELSE x END",
    "CREATE OR REPLACE TEMP MACRO als_decimaal(x) AS TRY_CAST(CASE"
    " WHEN regexp_full_match(als_cijfers(x), '[+-]?([0-9]*|[1-9][0-9]{{0,2}}([.][0-9]{{3}})+)(,[0-9]*)?')"
    " THEN replace(replace(als_cijfers(x), '.', ''), ',', '.')"
    " WHEN regexp_full_match(als_cijfers(x), '[+-]?[0-9]*[.][0-9]+') THEN als_cijfers(x)"
    " END AS DECIMAL(18, 4))",
    "CREATE OR REPLACE TEMP MACRO is_voorlopig(x) AS"
    " coalesce(als_decimaal(x) IS NOT NULL AND trim(x) LIKE '%*', false)",
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


def sql_text(text: object) -> str:
    """A text, or a path, as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def one_file(path: Path) -> str:
    """A path for DuckDB to read: that file, also when its name has a sign that stands for others (*, ?, [).

    What a folder is called (brin=99AA00) is no data either: read with hive_partitioning = false.
    """
    return re.sub(r"[*?\[]", r"[\g<0>]", str(path))


def stripped(sql: str) -> str:
    """SQL for a text without the signs at its ends that str.strip() takes off; cheap when there are none."""
    ends = f"{sql} >= '!' AND {sql} < '\x7f' AND {sql}[-1] BETWEEN '!' AND '~'"
    return f"CASE WHEN {ends} THEN {sql} ELSE trim({sql}, '{_SPACES}') END"


def install_macros(con: duckdb.DuckDBPyConnection) -> None:
    """The vocabulary of conversions, as SQL macros on this connection."""
    brin = BRIN_NORMALISE_SQL.replace("{kolom}", "x")
    words = {
        "missing": " ".join(f"WHEN '{word}' THEN NULL" for word in ONTBREEKT),
        "iso": _ISO_TIME,
        "wit": "[\\s\u00a0]",
        "formats": ", ".join(f"'{pattern}'" for pattern in DATE_FORMATS),
        "brin": brin,
        "brin_check": BRIN_CHECK_SQL.replace("{kolom}", brin),
        "pgn": PGN_NORMALISE_SQL.format(kolom="x"),
    }
    for macro in _MACROS:
        con.execute(macro.format(**words))


def convert(con: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    """Add to `vertaling` every different text of the columns that SQL reads: dates, numbers, BRIN, text.

    Step by step, because a macro repeats its argument and would repeat everything in it.
    """
    for kolom in contract.kolommen:
        if kolom.is_woord and kolom.type not in WOORDENBOEK_TYPES:
            nihil = "als_nihil(gegeven)" if kolom.nihil else "gegeven"
            con.execute(
                f"INSERT INTO vertaling SELECT kolom, ruw, waarde, {_lost(kolom)}, {_mended(kolom)} FROM ("
                f"SELECT *, CAST({_value(kolom)} AS VARCHAR) AS waarde FROM ("
                f"SELECT *, ingevuld(niet_nihil) AS inhoud FROM (SELECT *, {nihil} AS niet_nihil FROM ("
                f"SELECT DISTINCT kolom, ruw, {stripped('ruw')} AS gegeven"
                f" FROM geteld WHERE kolom = '{kolom.naam}'))))"
            )


def _value(kolom: Kolom) -> str:
    read = f"als_{kolom.type}(inhoud)"
    common = f"als_kaal({read})" if kolom.vrij_geschreven else read
    return f"pseudoniem('{kolom.sleutel}', {common})" if kolom.sleutel else read


def _lost(kolom: Kolom) -> str:
    """The defect: something was filled in, and it is no value of this type."""
    if kolom.type not in DEFECT:
        return "NULL"
    kind = f"'{kolom.naam}: {DEFECT[kolom.type]}'"
    if kolom.type in GETAL_TYPES:
        kind = f"coalesce('{kolom.naam}: ' || als_teken(gegeven), {kind})"
        given = "inhoud IS NOT NULL OR als_teken(gegeven) IS NOT NULL"
        return f"CASE WHEN waarde IS NULL AND ({given}) THEN {kind} END"
    return f"CASE WHEN waarde IS NULL AND inhoud IS NOT NULL THEN {kind} END"


MENDED = {
    "datum": "CASE WHEN als_serie(gegeven) IS NOT NULL THEN 'Excel-getal gelezen als datum'"
    " WHEN contains(gegeven, ':') THEN 'tijd weggelaten' END",
    "brin": "CASE WHEN length(upper(gegeven)) = 4 THEN 'hoofdvestiging 00 toegevoegd'"
    " WHEN gegeven <> waarde THEN 'anders geschreven' END",
    "geheel": "CASE WHEN is_voorlopig(gegeven) THEN 'voorlopig cijfer (*)'"
    " WHEN gegeven IN ('-', '\u2013', '\u2014') THEN 'nihil (-) gelezen als 0'"
    " WHEN regexp_full_match(gegeven, '.*[.,]0+') THEN 'decimalen weggelaten' END",
    "decimaal": "CASE WHEN is_voorlopig(gegeven) THEN 'voorlopig cijfer (*)'"
    " WHEN gegeven IN ('-', '\u2013', '\u2014') THEN 'nihil (-) gelezen als 0' END",
}
"""What was done to read a text, where that was more than reading; over `gegeven` and `waarde`."""


def _mended(kolom: Kolom) -> str:
    if kolom.type not in MENDED:
        return "NULL"
    return f"CASE WHEN waarde IS NOT NULL THEN '{kolom.naam}: ' || ({MENDED[kolom.type]}) END"


Gebrek = tuple[str, str]
"""SQL for whether a row has a defect, and for what it is called."""


@dataclass(frozen=True)
class Lezing:
    """Which rows are read, which of their columns, and how those are known."""

    contract: Contract
    namen: frozenset[str]
    """Columns to give a value of their type."""
    lijsten: frozenset[str] = frozenset()
    """Columns of which a list gives the value; of the others of few texts a table does."""
    met_gebrek: frozenset[str] = frozenset()
    """Those with a defect in some row, because looking for it in every row costs."""
    rijen: str = "ruw"
    """The table or view with the rows."""

    @property
    def kolommen(self) -> list[Kolom]:
        return [kolom for kolom in self.contract.kolommen if kolom.naam in self.namen]

    @property
    def in_volgorde(self) -> bool:
        """Whether the rows come in the order of the sheet: a join does not keep it."""
        return all(k.naam in self.lijsten for k in self.kolommen if k.is_woord)

    @property
    def gebreken(self) -> list[Gebrek]:
        """Those in columns of typed_sql, in the order of the sheet's columns."""
        words = [k for k in self.kolommen if k.is_woord and k.naam in self.met_gebrek]
        direct = [k for k in self.kolommen if not k.is_woord and k.type in DEFECT]
        return [(f"gebrek_{k.naam} IS NOT NULL", f"gebrek_{k.naam}") for k in (*words, *direct)]


def typed_sql(lezing: Lezing) -> str:
    """A SELECT that gives of every row: nr, rij, plek, te_kort, the marks, `tweeling` (a hash of its text),
    its cells typed, and their defects in gebrek_<kolom>."""
    words = [k for k in lezing.kolommen if k.is_woord]
    direct = [k for k in lezing.kolommen if not k.is_woord]
    joins = " ".join(
        f'LEFT JOIN w_{k.naam} ON w_{k.naam}.ruw = ruw."{k.naam}"'
        for k in words
        if k.naam not in lezing.lijsten
    )
    looked_up = [
        *(f'{_found(lezing, k, "waarde")} AS "{k.naam}"' for k in words),
        *(f"{_found(lezing, k, 'gebrek')} AS gebrek_{k.naam}" for k in words if k.naam in lezing.met_gebrek),
        *(f'ingevuld(ruw."{k.naam}") AS inhoud_{k.naam}' for k in direct),
        f"{text_hash(lezing.contract)} AS tweeling",
    ]
    read = "".join(f', als_{k.type}(inhoud_{k.naam}) AS "{k.naam}"' for k in direct)
    unread = "".join(f", {_unread(k)} AS gebrek_{k.naam}" for k in direct if k.type in DEFECT)
    return (
        f"SELECT *{unread} FROM (SELECT *{read} FROM ("
        f"SELECT ruw.nr, ruw.rij, ruw.plek, ruw.te_kort, {MERKEN_SQL}, {', '.join(looked_up)}"
        f" FROM {lezing.rijen} AS ruw {joins}))"
    )


def text_hash(contract: Contract) -> str:
    """SQL over `ruw` for a hash of all text of a row: twins have the same."""
    text = ", ".join(f'ruw."{k.naam}"' for k in contract.kolommen)
    return f"hash({text})"


def _found(lezing: Lezing, kolom: Kolom, what: str) -> str:
    if kolom.naam not in lezing.lijsten:
        return f"w_{kolom.naam}.{what}"
    return f"getvariable('{what}_{kolom.naam}')[enum_code(ruw.\"{kolom.naam}\")::INTEGER + 1]"


def _unread(kolom: Kolom) -> str:
    """The defect of a cell that is read row by row. Zeros for a PGN say that there is none."""
    lost = f'inhoud_{kolom.naam} IS NOT NULL AND "{kolom.naam}" IS NULL'
    none = f"regexp_full_match(inhoud_{kolom.naam}, '0+')" if kolom.type == "pgn" else "false"
    return (
        f"CASE WHEN {lost} THEN CASE WHEN {none} THEN NULL ELSE '{kolom.naam}: {DEFECT[kolom.type]}' END END"
    )


def enumeration(con: duckdb.DuckDBPyConnection, naam: str, texts: str) -> str:
    """Make the type `naam` of the texts that a SELECT gives, unless they are many; gives the type to use.

    A file of Parquet has the whole of it in every row group.
    """
    con.execute(f"DROP TYPE IF EXISTS {naam}")
    found = f"SELECT texts FROM ({texts} UNION SELECT '') AS alle (texts) WHERE texts IS NOT NULL"
    (count,) = con.execute(f"SELECT count(*) FROM ({found})").fetchall()[0]
    if count > MAX_ENUMERATION:
        return "VARCHAR"
    con.execute(f"CREATE TYPE {naam} AS ENUM ({found} ORDER BY texts)")
    return naam
