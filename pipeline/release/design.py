"""What is published at all, before anything is hidden: collapse first.

The smaller the group, the fewer the tables. Full codes for region and schooltype; for boards and schools the
five classes and the measures that the reports set side by side; the rest for the region alone. A figure that
nobody reads protects nobody and costs others that are read. The headlines are there of three cohorts together
as well (blocks.py), because a year of most schools is too small for some of them.
"""

import pandas as pd

from pipeline.release.policy import KOPINDICATOREN

_ALLE = ("regio", "schooltype", "bestuur", "school")
_NIVEAUS = {
    ("D", "klasse"): _ALLE,
    ("D", "code"): ("regio", "schooltype"),
    **{(maat, ""): _ALLE for maat in ("P1", "P2", "P3", "K1", "B1_1", "B1_2", "B3_RUIM", "B3_STRIKT")},
    **{(maat, ""): ("regio", "school") for maat in ("R_U", "R_V1", "R_V2", "R_V3", "R_V4")},
}
_OVERIGE = ("regio",)
_SAMEN = ("regio", "bestuur", "school")


def is_published(indicator: str, soort_klasse: str, niveau: str) -> bool:
    """Whether a figure has a place in the release at this level."""
    return niveau in _NIVEAUS.get((indicator, soort_klasse), _OVERIGE)


def is_pooled(indicator: str, niveau: str) -> bool:
    """Whether a figure is published of three cohorts together as well: the headlines."""
    return indicator in KOPINDICATOREN and niveau in _SAMEN


def in_design(cijfers: pd.DataFrame) -> "pd.Series[bool]":
    """Which rows have a place in the release."""
    names = cijfers[["indicator", "soort_klasse", "niveau"]].itertuples(index=False, name=None)
    return pd.Series([is_published(*row) for row in names], index=cijfers.index, dtype=bool)
