"""Panels for tests of follow-up: a leaver as a word of five letters, one per moment."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

MOMENTEN = ("U", "V1", "V2", "V3", "V4")
CODES = {
    "W": ("WERK", "ARB_REG"), "L": ("LEREN", "MBO_BOL"), "D": ("DAGBESTEDING", "DAG_ARB"),
    "G": ("GEEN", "GEEN"), "O": ("ONBEKEND", "ONBEKEND"),
    "+": ("GEEN", "OVERLEDEN"), "B": ("GEEN", "BUITENLAND"),
}  # fmt: skip
"""Klasse and bestemming of a letter; a dot is not measured."""


def panel(*films: str) -> pd.DataFrame:
    """The rows of `meting` for these leavers of cohort 2020."""
    rows = [
        {"persoon": i, "cohort": 2020, "meetmoment": moment, "klasse": CODES[s][0], "bestemming": CODES[s][1]}
        for i, film in enumerate(films)
        for moment, s in zip(MOMENTEN, film, strict=True)
        if s != "."
    ]
    return pd.DataFrame(rows)


def films(at_u: str, later: str) -> st.SearchStrategy[list[str]]:
    """Any leavers with these letters at U and afterwards."""
    one = st.builds(str.__add__, st.sampled_from(at_u), st.text(later, min_size=4, max_size=4))
    return st.lists(one, min_size=1, max_size=40)
