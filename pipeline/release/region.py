"""What the published figures of the region tell of the flow from rows to leavers.

The flow ends in P2: its n and k stand in both. And of the leavers with perspectief arbeid no more can have
gone to another school than all leavers did.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.release.figures import GEMETEN
from pipeline.vocabulary.tables import bestemmingen

_SOME_OF = {"naar_school": ("PRO", "VSO"), "vertrokken": ("BUITENLAND", "OVERLEDEN")}
_P2 = ("noemer_p2", "geplaatst")


@dataclass(frozen=True)
class RegionFigures:
    """The steps of the flow that figures tell, and the most that others can be."""

    told: frozenset[str]
    at_most: Mapping[str, int]


def shown_of_region(cijfers: pd.DataFrame, cohort: int) -> RegionFigures:
    """Read the figures of a cohort as they are published."""
    region = cijfers[(cijfers["niveau"] == "regio") & (cijfers["cohort"] == cohort)]
    shown = region[region["status"] == GEMETEN]
    names = shown[["indicator", "klasse", "soort_klasse"]].itertuples(index=False, name=None)
    k = dict(zip(names, shown["k"].astype(int), strict=True))
    most = {stap: _together(k, codes) for stap, codes in _SOME_OF.items()}
    return RegionFigures(
        told=frozenset(_P2 if ("P2", "", "") in k else ()),
        at_most={stap: number for stap, number in most.items() if number is not None},
    )


def _together(k: Mapping[tuple[str, str, str], int], codes: tuple[str, ...]) -> int | None:
    """How many have one of these codes, if they are shown or the rest of their class is."""
    if all(("D", code, "code") in k for code in codes):
        return sum(k["D", code, "code"] for code in codes)
    (klasse,) = {b.klasse for b in bestemmingen() if b.code in codes}
    rest = [("D", b.code, "code") for b in bestemmingen() if b.klasse == klasse and b.code not in codes]
    whole = k.get(("D", klasse, "klasse"))
    return None if whole is None or not all(code in k for code in rest) else whole - sum(k[c] for c in rest)
