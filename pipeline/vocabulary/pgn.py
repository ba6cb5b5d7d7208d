"""PGN: the persoonsgebonden nummer of a pupil, a BSN or else an onderwijsnummer.

The sums come from python-stdnum. Extra rule: a BSN has eight or nine digits, so 000000012, which passes the
sum, is refused. Two implementations, Python and SQL, that a property test keeps equal.
"""

import re

_SPACES = "[ \\t\\r\\n\u00a0]"
_BARE = f"replace(regexp_replace(regexp_replace({{kolom}}, '{_SPACES}', '', 'g'), '[.]0$', ''), '.', '')"

PGN_NORMALISE_SQL = (
    "CASE WHEN regexp_full_match({kolom}, '[0-9]{{9}}') THEN nullif({kolom}, '000000000') ELSE"
    f" nullif(lpad(regexp_extract({_BARE}, '^[0-9]{{{{8,9}}}}$'), 9, '0'), '000000000') END"
)
"""DuckDB twin of normalise_pgn over a text column; fill in with .format(kolom=...)."""
PGN_GETAL_SQL = "CASE WHEN regexp_full_match({kolom}, '[0-9]{{9}}') THEN CAST({kolom} AS INTEGER) END"
"""Nine digits as a number, for the checks below; fill in with .format(kolom=...)."""
_SUM = " + ".join(f"{10 - place} * ({{getal}} // {10 ** (9 - place)} % 10)" for place in range(1, 9))
_REST = f"(({_SUM} + 11 - {{getal}} % 10) % 11)"
_BSN = f"({_REST} = 0 AND {{getal}} >= 10000000)"
BSN_CHECK_SQL = f"coalesce({_BSN}, false)"
"""DuckDB twin of is_bsn over a column of PGN_GETAL_SQL; fill in with .format(getal=...)."""
PGN_CHECK_SQL = f"coalesce({_BSN} OR ({_REST} = 5 AND {{getal}} // 10000000 = 10), false)"
"""DuckDB twin of is_pgn over a column of PGN_GETAL_SQL; fill in with .format(getal=...)."""


def normalise_pgn(text: str | None) -> str | None:
    """Nine digits, or None when the text holds no PGN.

    Spaces and dots go, a spreadsheet's ".0" goes, a zero eaten by a spreadsheet comes back (8 digits to 9).
    Nothing but zeros is how exports say "none". The check digit is not looked at: a number that fails it
    still tells one pupil from another.
    """
    bare = re.sub(_SPACES, "", text or "")
    bare = re.sub(r"[.]0$", "", bare).replace(".", "")
    if not re.fullmatch("[0-9]{8,9}", bare) or not bare.strip("0"):
        return None
    return bare.zfill(9)


def is_bsn(text: str | None) -> bool:
    """Whether the text is a burgerservicenummer: 111222333 is, 123456789 and 000000012 are not."""
    from stdnum.nl import bsn

    number = normalise_pgn(text)
    return number is not None and not number.startswith("00") and bsn.is_valid(number)


def is_onderwijsnummer(text: str | None) -> bool:
    """Whether the text is an onderwijsnummer, for a pupil without a BSN: 101222331 is, 100252333 is not.

    The latter passes as a BSN: a BSN can start with 10 too, and the sums differ (0 against 5 modulo 11).
    """
    from stdnum.nl import onderwijsnummer

    number = normalise_pgn(text)
    return number is not None and onderwijsnummer.is_valid(number)


def is_pgn(text: str | None) -> bool:
    """Whether the text is a valid PGN of either kind. A False is a counted defect, never a lost pupil."""
    return is_bsn(text) or is_onderwijsnummer(text)
