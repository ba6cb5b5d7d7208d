"""PGN: the persoonsgebonden nummer of a pupil, a BSN or else an onderwijsnummer.

The sums come from python-stdnum. Extra rule: a BSN has eight or nine digits, so 000000012, which passes the
sum, is refused. Two implementations, Python and SQL, that a property test keeps equal.
"""

import re

_SPACES = "[ \\t\\r\\n\u00a0]"
_REST = (
    "((1100000000 + {getal} // 10 + 5 * ({getal} // 100) + 7 * ({getal} // 1000) + 9 * ({getal} // 10000)"
    " + 2 * ({getal} // 1000000) + 4 * ({getal} // 10000000) + 6 * ({getal} // 100000000) - {getal}) % 11)"
)
"""The weighed sum of nine digits modulo 11, in seven divisions.

With q(j) = number // 10^j, a digit is q(j) - 10 q(j+1). So the weights -1, 2, 3 … 9 of the digits, from the
right, are weights -1, 12 and, from j = 2, (j+1) - 10 j of the q(j): modulo 11 that is -1, 1 and 1 + 2 j.
What is added first keeps the sum above zero and is a multiple of 11.
"""
_BSN = f"({_REST} = 0 AND {{getal}} >= 10000000)"
PGN_GETAL_SQL = "CASE WHEN length({kolom}) = 9 THEN CAST({kolom} AS INTEGER) END"
"""A normalised PGN as a number, for the checks below; fill in with .format(kolom=...)."""
BSN_CHECK_SQL = f"coalesce({_BSN}, false)"
"""DuckDB twin of is_bsn over a column of PGN_GETAL_SQL; fill in with .format(getal=...)."""
PGN_CHECK_SQL = f"coalesce({_BSN} OR ({_REST} = 5 AND {{getal}} // 10000000 = 10), false)"
"""DuckDB twin of is_pgn over a column of PGN_GETAL_SQL; fill in with .format(getal=...)."""
_BARE = f"replace(regexp_replace(regexp_replace({{kolom}}, '{_SPACES}', '', 'g'), '[.]0$', ''), '.', '')"
_LOOKED_INTO = (
    "CASE WHEN length(b) = 8 AND " + BSN_CHECK_SQL.format(getal="CAST(b AS INTEGER)") + " THEN '0' || b"
    " WHEN ltrim(b, '0') <> '' THEN b END"
)
_NINE = "length({kolom}) = 9 AND {kolom} >= '1' AND CAST(TRY_CAST({kolom} AS INTEGER) AS VARCHAR) = {kolom}"
"""Nine digits of which the first is not 0: what nearly every one is, and told sooner than by a pattern."""
PGN_NORMALISE_SQL = (
    f"CASE WHEN {_NINE} THEN {{kolom}}"
    " WHEN length({kolom}) = 9 AND regexp_full_match({kolom}, '[0-9]{{9}}')"
    " THEN nullif({kolom}, '000000000')"
    f" ELSE list_transform([regexp_extract({_BARE}, '^[0-9]{{{{8,9}}}}$')], lambda b: {_LOOKED_INTO})[1] END"
)
"""DuckDB twin of normalise_pgn over a text column; fill in with .format(kolom=...)."""


def normalise_pgn(text: str | None) -> str | None:
    """Nine digits, or eight that are no BSN, or None when the text holds no PGN.

    Spaces and dots go, a spreadsheet's ".0" goes. A zero eaten by a spreadsheet comes back where the check
    digit proves it: eight digits that are a BSN with it. Other eight digits stay what they are; like nine
    that fail the check they still tell one pupil from another. Nothing but zeros is how exports say "none".
    """
    bare = re.sub(_SPACES, "", text or "")
    bare = re.sub(r"[.]0$", "", bare).replace(".", "")
    if not re.fullmatch("[0-9]{8,9}", bare) or not bare.strip("0"):
        return None
    return f"0{bare}" if len(bare) == 8 and _is_bsn(f"0{bare}") else bare


def _is_bsn(number: str) -> bool:
    from stdnum.nl import bsn

    return not number.startswith("00") and bsn.is_valid(number)


def is_bsn(text: str | None) -> bool:
    """Whether the text is a burgerservicenummer: 111222333 is, 123456789 and 000000012 are not."""
    number = normalise_pgn(text)
    return number is not None and len(number) == 9 and _is_bsn(number)


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
