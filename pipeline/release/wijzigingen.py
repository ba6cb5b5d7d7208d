"""What figures of the region the last publication before this one had otherwise, by how much, and why.

Only figures that were shown then and are shown now are told of, so the table says nothing that is not out.
But who reads this release alone may now learn what it was before, and so part of what readers of both know:

1. The numbers of then stand beside those of now only where readers of both can work nothing hidden out: the
   counts of then were kept, by the definitions of now, so what is hidden was decided against them
   (versions.py), and nothing follows from earlier releases (`eerder_prijsgegeven` is 0).
2. They stand there only if today's rules would show them: a threshold that was raised holds for them too.
3. They stand there only if n, k and the others of n each moved by nothing, or by as many as may be counted. A
   correction of one pupil is a change, of which nothing more is said.
4. Of schools, boards and kinds of school nothing is told, and no delivery is named. A cause is a kind, taken
   from what releases say of themselves (differences.py): never from a row or a delivery.

Where one of these does not hold it is told that a figure was otherwise, without numbers. The generation of a
release itself is no earlier publication, so making it again makes the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.release.circulation import Circulation, kinds_name
from pipeline.release.comparison import Oorzaak, causes
from pipeline.release.differences import Anders, Kenmerken, differences
from pipeline.release.generations import Generation, shown
from pipeline.release.stands import Cijfers, Sleutel, Waarde, cijfers_of

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

GETOOND, ZONDER_GROOTTE = "getoond", "grootte niet getoond"
GEEN, EERSTE = "geen wijziging", "geen eerdere publicatie"
COLUMNS = ["cohort", "indicator", "n_was", "k_was", "n", "k", "oorzaak", "status"]
_IN_DUTCH: Mapping[Oorzaak, str] = {
    "definition": "andere definitie",
    "settings": "andere instellingen",
    "late delivery": "nagekomen levering",
    "correction": "correctie of aanvulling",
    "program": "ander programma",
    "later stand": "latere stand",
    "unknown": "onbekend",
}


def wijzigingen(
    tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any], circulation: Circulation, policy: Policy
) -> pd.DataFrame:
    """A row per figure that was otherwise: COLUMNS; numbers of then are missing unless status is "getoond".

    tables, meta: of the release for one public, protected. One row without a cohort where nothing was
    otherwise, or nothing was published before.
    """
    import pandas as pd

    rows = list(_rows(cijfers_of(shown({"cijfers": tables["cijfers"]})), tables, meta, circulation, policy))
    if not rows:
        rows = [{"status": GEEN if circulation.generations else EERSTE}]
    found = pd.DataFrame(rows, columns=COLUMNS)
    counts = {name: "Int64" for name in COLUMNS if name in ("cohort", "n_was", "k_was", "n", "k")}
    return found.astype(counts).astype({"indicator": "str", "oorzaak": "str"})


def _rows(
    now: Cijfers,
    tables: Mapping[str, pd.DataFrame],
    meta: Mapping[str, Any],
    circulation: Circulation,
    policy: Policy,
) -> Iterator[dict[str, Any]]:
    here = Kenmerken.of(tables, meta)
    for generation, before in _last_shown(circulation, policy):
        then = generation.kenmerken.get(policy.publiek) or generation.kenmerken.get("openbaar")
        anders = differences(then, here) if then else None
        safe = not meta["bescherming"]["eerder_prijsgegeven"] and _decided_against(generation, policy)
        for key in sorted(key for key in before if key in now and _is_told_of(key)):
            if _moved(before[key], now[key]):
                row = _row(key, before[key], now[key], policy, safe)
                yield {**row, "oorzaak": _why(key, anders, here)}


def _last_shown(circulation: Circulation, policy: Policy) -> Iterator[tuple[Generation, Cijfers]]:
    """Every generation with the figures of which it was the last to show them."""
    later: set[Sleutel] = set()
    for generation in reversed(circulation.generations):
        figures = cijfers_of(generation.seen_by(policy.publiek))
        yield generation, {key: values for key, values in figures.items() if key not in later}
        later |= figures.keys()


def _decided_against(generation: Generation, policy: Policy) -> bool:
    """Whether what is hidden now was decided knowing the counts behind that generation."""
    counted = generation.counted
    return counted is not None and counted.soorten == kinds_name(policy.definities)


def _is_told_of(key: Sleutel) -> bool:
    """Figures of all the region, of one cohort, that are no class of another one or step of the flow."""
    return key.niveau == "regio" and not key.klasse and key.cohorten.isdecimal()


def _moved(before: frozenset[Waarde], now: frozenset[Waarde]) -> bool:
    """Whether n or k is what it never was then."""
    return {value[:2] for value in before}.isdisjoint(value[:2] for value in now)


def _row(
    key: Sleutel, before: frozenset[Waarde], now: frozenset[Waarde], policy: Policy, safe: bool
) -> dict[str, Any]:
    [new] = now
    row = {"cohort": int(key.cohorten), "indicator": key.indicator, "n": new.n, "k": new.k}
    if len(before) > 1 or not safe:
        return {**row, "status": ZONDER_GROOTTE}
    [old] = before
    if not _may_stand_beside(key, old, new, policy):
        return {**row, "status": ZONDER_GROOTTE}
    return {**row, "n_was": old.n, "k_was": old.k, "status": GETOOND}


def _may_stand_beside(key: Sleutel, old: Waarde, new: Waarde, policy: Policy) -> bool:
    moved = (new.n - old.n, new.k - old.k, (new.n - new.k) - (old.n - old.k))
    large = all(not by or abs(by) >= policy.telling for by in moved)
    return large and any(moved) and policy.reden(key.indicator, key.klasse, old.k, old.n) is None


def _why(key: Sleutel, anders: Anders | None, here: Kenmerken) -> str:
    return " en ".join(_IN_DUTCH[one] for one in causes(key, anders, here.units()))
