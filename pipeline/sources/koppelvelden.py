"""Link fields: keyed hashes of what tells pupils apart, for rows whose PGN cannot link them.

Names, birth dates and postcodes never leave the intake. What does is an HMAC per field, under a purpose tag
of its own, so that equal fields can be found equal: 12 hex digits (48 bits), which the names of a region
never collide in, and which is less to keep than a whole one. They are in the rows of a delivery only: the
linking step reads them there, and the microdata, which the analyst opens, has none of them.

A keyed hash of a field of few values hides little, because rows have more than the hash. kv_geslacht can be
read by anyone who has the rows, for the outflow list keeps sex as it is. Of a birth date only the whole is
kept (and the same with day and month swapped), not its year, month and day apart: those are few values that
age and a few known pupils give away, and from thirty known birth dates most others would follow.

Which columns a source gives link fields of is in its contract (`koppelvelden`). Before hashing a name loses
what people write differently: case, accents, the voorvoegsel, what comes after the first word; ij is y. Of
the surname two hashes are kept, so that a slip does not lose the pupil: its first four letters and how it
sounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contract
from pipeline.sources.typed import enumeration

if TYPE_CHECKING:
    import duckdb

DIGITS = 12
_VOORVOEGSELS = (
    "van von vom de den der des het t te ten ter in op aan bij onder uit over la le les du di da do dos del"
    " el al ben bin ibn bint ait ould abu s"
)
_KLANKEN = (
    ("sch", "s"), ("tsj", "sj"), ("ch", "g"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("dt", "t"), ("qu", "kw"), ("x", "ks"),
)  # fmt: skip
"""Signs that sound alike, in the order in which they are replaced."""
_DUBBEL = "bdfgklmnprst"

_MACROS = (
    # In small letters without accents or apostrophes; the voorvoegsel goes, and the first word is the name.
    "CREATE OR REPLACE TEMP MACRO koppel_kern(x) AS nullif(regexp_extract(regexp_replace("
    "replace(replace(translate(lower(strip_accents(x)), 'øłđßı''’`', 'oldsi'), '-', ' '), 'ij', 'y'),"
    " '^(({voorvoegsels}) +)+', ''), '[a-z]+'), '')",
    # How a Dutch name sounds: signs that sound alike are one, at the end d is t and b is p, double letters
    # are single, and of the vowels only a first one counts, as a. Smit, Schmidt and Smith are smt; de Vries
    # and Fries are frs; Meijer, Meyer and Meier are mr.
    "CREATE OR REPLACE TEMP MACRO koppel_klank(x) AS left(regexp_replace(regexp_replace({klanken},"
    " '^[eiouy]', 'a'), '(.)[aeiouyh]+', '\\1', 'g'), 6)",
    "CREATE OR REPLACE TEMP MACRO koppel_hash(doel, waarde) AS pseudoniem_kort(doel, waarde, {digits})",
)
_DAG = {
    "kv_geboren": "strftime(dag, '%Y-%m-%d')",
    # The same date with day and month swapped, where that is a date: what it is when somebody swapped them.
    "kv_verwisseld": "CASE WHEN day(dag) <= 12 THEN strftime(dag, '%Y-%d-%m') END",
}
_DOEL = {"kv_verwisseld": "koppel geboren"}
"""A field with the tag of another: the two can be found equal."""
_NAAM = {
    "kv_naam": "left(koppel_kern(naam), 4)",
    "kv_klank": "koppel_klank(koppel_kern(naam))",
    # An initial is no name: it says less than that nothing is known.
    "kv_roepnaam": "nullif(regexp_extract(koppel_kern(naam), '^[a-z]{2,3}'), '')",
}
VELDEN: dict[str, tuple[str, ...]] = {
    "geboortedatum": tuple(_DAG),
    "achternaam": ("kv_naam", "kv_klank"),
    "roepnaam": ("kv_roepnaam",),
    "postcode": ("kv_postcode",),
    "geslacht": ("kv_geslacht",),
}
"""The link fields that each column gives."""
_CODES = "['M', 'V', 'X']"


def koppelvelden(contract: Contract) -> tuple[str, ...]:
    """The names of the link fields that rows of a source are kept with."""
    return tuple(veld for kolom in contract.koppelvelden for veld in VELDEN[kolom])


def install_link_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection that has the pseudonym the normalisations of names and the short hash."""
    words = {
        "voorvoegsels": "|".join(_VOORVOEGSELS.split()),
        "klanken": _sounds("x"),
        "digits": DIGITS,
    }
    for macro in _MACROS:
        con.execute(macro.format(**words))


def _sounds(sql: str) -> str:
    for sign, sound in _KLANKEN:
        sql = f"replace({sql}, '{sign}', '{sound}')"
    sql = f"translate(regexp_replace({sql}, 'c([eiy])', 's\\1', 'g'), 'cqvz', 'kkfs')"
    for letter in _DUBBEL:
        sql = f"replace({sql}, '{letter * 2}', '{letter}')"
    return f"regexp_replace(regexp_replace({sql}, 'd$', 't'), 'b$', 'p')"


def prepare_link_fields(con: duckdb.DuckDBPyConnection, contract: Contract, *, veel: bool) -> None:
    """Hash every different value of the columns once, into lists; needs `ruw` and `vertaling`.

    Looking a value up costs a fraction of hashing it again in every row. Of a large sheet (`veel`) the hashes
    become enumerations, where they are few.
    """
    for kolom in contract.koppelvelden:
        _PREPARE[kolom](con, kolom)
        for veld in VELDEN[kolom] if veel else ():
            _enumerate(con, veld)


def _prepare_names(con: duckdb.DuckDBPyConnection, kolom: str) -> None:
    """Lists in the order of an enumeration of every name, kv_<kolom>."""
    names = f'SELECT DISTINCT als_tekst(ingevuld("{kolom}"::VARCHAR)) AS naam FROM ruw'
    con.execute(f"DROP TYPE IF EXISTS kv_{kolom}")
    con.execute(
        f"CREATE TYPE kv_{kolom} AS ENUM"
        f" (SELECT naam FROM ({names} UNION SELECT '') WHERE naam IS NOT NULL ORDER BY naam)"
    )
    for veld in VELDEN[kolom]:
        _set_list(
            con,
            veld,
            _NAAM[veld],
            "SELECT unnest(namen)::VARCHAR AS naam, generate_subscripts(namen, 1) AS plaats"
            f" FROM (SELECT enum_range(NULL::kv_{kolom}) AS namen)",
        )


def _prepare_postcode(con: duckdb.DuckDBPyConnection, kolom: str) -> None:
    """A list from 1000 to 9999 of those that occur."""
    known = _known(kolom, "BIGINT")
    every = f"FROM range(1000, 10000) AS alle (plaats) LEFT JOIN ({known}) ON plaats = waarde"
    _set_list(con, "kv_postcode", "waarde::VARCHAR", every)


def _prepare_sex(con: duckdb.DuckDBPyConnection, kolom: str) -> None:
    hashed = _hash("kv_geslacht", "code")
    con.execute(f"SET VARIABLE kv_{kolom} = list_transform({_CODES}, lambda code: {hashed})")


def _prepare_days(con: duckdb.DuckDBPyConnection, kolom: str) -> None:
    """Lists by day, from the first birth date that occurs (kv_eerste) to the last."""
    known = _known(kolom, "DATE")
    con.execute(f"SET VARIABLE kv_eerste = (SELECT min(waarde) FROM ({known}))")
    every = (
        "SELECT unnest(generate_series(min(waarde), max(waarde), INTERVAL 1 DAY))::DATE AS plaats"
        f" FROM ({known})"
    )
    for veld, part in _DAG.items():
        rows = f"SELECT plaats, waarde AS dag FROM ({every}) LEFT JOIN ({known}) ON plaats = waarde"
        _set_list(con, veld, part, rows)


def _set_list(con: duckdb.DuckDBPyConnection, veld: str, waarde: str, rows: str) -> None:
    """Set the variable of a field to the hashes of `waarde` (SQL over rows), in the order of `plaats`."""
    con.execute(f"SET VARIABLE {veld} = (SELECT list({_hash(veld, waarde)} ORDER BY plaats) FROM ({rows}))")


def _enumerate(con: duckdb.DuckDBPyConnection, veld: str) -> None:
    """Make an enumeration of the hashes in the list of a field. (A cast of the list as a whole is slow.)"""
    hashes = (
        "SELECT unnest(lijst) AS hash, generate_subscripts(lijst, 1) AS plaats"
        f" FROM (SELECT getvariable('{veld}') AS lijst)"
    )
    soort = enumeration(con, f"waarde_{veld}", f"SELECT hash FROM ({hashes})")
    con.execute(f"SET VARIABLE {veld} = (SELECT list(hash::{soort} ORDER BY plaats) FROM ({hashes}))")


def _known(kolom: str, soort: str) -> str:
    return (
        f"SELECT DISTINCT CAST(waarde AS {soort}) AS waarde FROM vertaling"
        f" WHERE kolom = '{kolom}' AND waarde IS NOT NULL"
    )


def _hash(veld: str, waarde: str) -> str:
    return f"koppel_hash('{_DOEL.get(veld, veld.replace('kv_', 'koppel '))}', {waarde})"


_PREPARE: dict[str, Callable[[duckdb.DuckDBPyConnection, str], None]] = {
    "geboortedatum": _prepare_days,
    "achternaam": _prepare_names,
    "roepnaam": _prepare_names,
    "postcode": _prepare_postcode,
    "geslacht": _prepare_sex,
}
_PLAATS = {
    "geboortedatum": "geboortedatum - getvariable('kv_eerste') + 1",
    "achternaam": "enum_code(achternaam::kv_achternaam)::INTEGER + 1",
    "roepnaam": "enum_code(roepnaam::kv_roepnaam)::INTEGER + 1",
    "postcode": "CAST(postcode AS INTEGER) - 999",
    "geslacht": f"list_position({_CODES}, geslacht)",
}
"""SQL for where a row's value is in the lists of its column."""


def link_field_sql(contract: Contract) -> Iterator[str]:
    """SQL over `gelezen` for every link field of a source, under its name."""
    for kolom in contract.koppelvelden:
        for veld in VELDEN[kolom]:
            yield f"getvariable('{veld}')[{_PLAATS[kolom]}] AS {veld}"
