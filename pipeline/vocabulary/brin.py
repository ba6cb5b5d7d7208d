"""BRIN: the number of a school in the Basisregistratie Instellingen, with or without its vestiging.

Two digits and two letters, and two digits for the vestiging; 00 is the hoofdvestiging (DUO).
"""

import re

_BRIN = r"[0-9][0-9][A-Z][A-Z]([0-9][0-9])?"
_SEPARATORS = "[ \\t\\r\\n\u00a0.-]"

BRIN_NORMALISE_SQL = f"upper(regexp_replace({{kolom}}, '{_SEPARATORS}', '', 'g'))"
"""DuckDB twin of normalise_brin; {kolom} is a text column."""
BRIN_CHECK_SQL = f"coalesce(regexp_full_match({{kolom}}, '{_BRIN}'), false)"
"""DuckDB twin of is_brin, over a normalised column."""


def normalise_brin(text: str) -> str:
    """Take out spaces, dots and hyphens and write in capitals: "07nu 00" becomes 07NU00. Does not check."""
    return re.sub(_SEPARATORS, "", text).upper()


def is_brin(text: str) -> bool:
    """Whether the text is a BRIN, once normalised: 05KO and 07NU00 are, 12KB1 and 30AJ0A are not."""
    return re.fullmatch(_BRIN, normalise_brin(text)) is not None


def split_brin(text: str) -> tuple[str, str]:
    """Institution and vestiging: 07NU00 gives (07NU, 00); without a vestiging it is the hoofdvestiging 00.

    Raises ValueError on what is not a BRIN.
    """
    brin = normalise_brin(text)
    if not is_brin(brin):
        raise ValueError("not a BRIN: expected two digits, two letters and, for a vestiging, two digits")
    return brin[:4], brin[4:] or "00"
