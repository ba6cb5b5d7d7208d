"""Which published figures differ between two stands, by how much, and what kind of cause can explain it.

Only what both published is compared, and a cause is taken from what releases say of themselves: nothing of a
pupil, a row or a delivery is looked at, so nothing can come out that was not published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pipeline.release.differences import Anders, differences
from pipeline.release.stands import Sleutel, Stand, Waarde

Oorzaak = Literal[
    "definition", "settings", "program", "late delivery", "correction", "later stand", "unknown"
]


@dataclass(frozen=True)
class Verschil:
    """A figure that both published with other numbers, and the kinds of cause that can explain it."""

    sleutel: Sleutel
    was: Waarde
    nu: Waarde
    oorzaken: tuple[Oorzaak, ...]

    @property
    def punten(self) -> float | None:
        """By how many percentage points its share moved."""
        before, after = self.was.pct, self.nu.pct
        return None if before is None or after is None else after - before


@dataclass(frozen=True)
class Vergelijking:
    """Two stands side by side."""

    a: str
    b: str
    gewijzigd: tuple[Verschil, ...]
    zelfde: int
    nieuw: tuple[Sleutel, ...]
    """Published in the second only."""
    verdwenen: tuple[Sleutel, ...]
    """Published in the first only."""
    anders: Anders | None
    """None where one of the two kept its figures only."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "a": self.a,
            "b": self.b,
            "gewijzigd": [_as_dict(one) for one in self.gewijzigd],
            "zelfde": self.zelfde,
            "nieuw": [key._asdict() for key in self.nieuw],
            "verdwenen": [key._asdict() for key in self.verdwenen],
            "anders": asdict(self.anders) if self.anders else None,
        }


def _as_dict(one: Verschil) -> dict[str, Any]:
    values = {"was": one.was._asdict(), "nu": one.nu._asdict(), "punten": one.punten}
    return {**one.sleutel._asdict(), **values, "oorzaken": list(one.oorzaken)}


def compare(a: Stand, b: Stand) -> Vergelijking:
    """What is otherwise in the second stand."""
    both = sorted(a.cijfers.keys() & b.cijfers.keys())
    anders = differences(a.kenmerken, b.kenmerken) if a.kenmerken and b.kenmerken else None
    units = b.kenmerken.units() if b.kenmerken else {}
    changed = tuple(
        Verschil(key, last(a.cijfers[key]), last(b.cijfers[key]), causes(key, anders, units))
        for key in both
        if is_otherwise(a.cijfers[key], b.cijfers[key])
    )
    return Vergelijking(
        a.naam,
        b.naam,
        changed,
        len(both) - len(changed),
        tuple(sorted(b.cijfers.keys() - a.cijfers.keys())),
        tuple(sorted(a.cijfers.keys() - b.cijfers.keys())),
        anders,
    )


def is_otherwise(before: frozenset[Waarde], after: frozenset[Waarde]) -> bool:
    """Whether no value of then is one of now. What was not shown at one of the two is no difference."""
    return not any(_same(was, now) for was in before for now in after)


def last(values: frozenset[Waarde]) -> Waarde:
    """Of several values the one of most pupils: a later stand knows more."""
    return max(values, key=lambda value: (value.n, value.k, -1 if value.onbekend is None else value.onbekend))


def _same(was: Waarde, now: Waarde) -> bool:
    unknown = was.onbekend is None or now.onbekend is None or was.onbekend == now.onbekend
    return was[:2] == now[:2] and unknown


def causes(key: Sleutel, anders: Anders | None, units: Mapping[str, frozenset[str]]) -> tuple[Oorzaak, ...]:
    """The kinds of cause that can explain that a figure is otherwise; one means that it is that.

    units: per school the units that its leavers count in.
    """
    if anders is None:
        return ("unknown",)
    came = {unit for school in _schools_of(key, anders) for unit in units.get(school, frozenset())}
    found: list[Oorzaak] = []
    if key.indicator in anders.definities:
        found.append("definition")
    if anders.instellingen:
        found.append("settings")
    if key.eenheid in came:
        found.append("late delivery")
    elif anders.leveringen:
        found.append("correction")
    if anders.stand and not found:
        found.append("later stand")
    if anders.programma and not found:
        found.append("program")
    return tuple(found) or ("unknown",)


def _schools_of(key: Sleutel, anders: Anders) -> Iterator[str]:
    """The schools that came in, of the cohorts that a figure is about."""
    first, _, last = key.cohorten.partition("-")
    for cohort in range(int(first), int(last or first) + 1):
        yield from anders.gekomen.get(str(cohort), ())
