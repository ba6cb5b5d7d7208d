"""Which published groups of leavers are parts of one another, as the definitions have it.

A group is who counts in k of an indicator (or in a class of D), who are the others of n, or all of n. What is
true of every kind of leaver (indicators/mogelijkheden.py) is true by definition, so an attacker knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.indicators.mogelijkheden import IN_TELLER, NOEMER, ONBEKEND, mogelijkheden
from pipeline.release.figures import Key
from pipeline.release.policy import ALLEEN_BESTEMMING
from pipeline.vocabulary.tables import klassen
from pipeline.workspace.settings import Definities

Mask = NDArray[np.bool_]
Letters = NDArray[np.str_]
Wie = Literal["k", "o", "n"]


class Groep(NamedTuple):
    """Who is counted: k, the others, or n of a table."""

    key: Key
    wie: Wie


@dataclass(frozen=True)
class Deel:
    """A group that is a part of another. rest: a name of who is in the whole and not in the part.

    Two differences of the same people have the same name. administratief: who is left is not measured or not
    registered, whatever the leavers did; that is about a delivery and tells nothing of anybody. direct: no
    other group lies between the two.
    """

    part: Groep
    whole: Groep
    rest: bytes
    administratief: bool
    direct: bool


@dataclass(frozen=True)
class Fijn:
    """A destination, with the outcomes that it decides and, per other indicator, those that are possible."""

    code: str
    klasse: str
    vast: Mapping[str, str]
    kan: Mapping[str, frozenset[str]]

    @property
    def aard(self) -> tuple[str, ...]:
        """What D's classes and the fixed outcomes tell apart."""
        return (self.klasse, *self.vast.values())


class Soorten(NamedTuple):
    """Every kind of leaver there can be, by column: destination, class, and per indicator an outcome."""

    code: Letters
    klasse: Letters
    uitkomst: Mapping[str, Letters]

    def some(self, at: Sequence[int]) -> Soorten:
        """Those at these positions."""
        uitkomst = {indicator: letters[at] for indicator, letters in self.uitkomst.items()}
        return Soorten(self.code[at], self.klasse[at], uitkomst)


@cache
def soorten(parameters: Definities) -> Soorten:
    """The kinds of `mogelijkheden`, in its order."""
    kinds = mogelijkheden(parameters)
    uitkomst = {
        indicator: np.array([kind.uitkomst[indicator] for kind in kinds]) for indicator in kinds[0].uitkomst
    }
    return Soorten(np.array([k.code for k in kinds]), np.array([k.klasse for k in kinds]), uitkomst)


@cache
def parts(parameters: Definities, indicators: frozenset[str]) -> tuple[Deel, ...]:
    """Every pair of groups of these indicators (of D its classes) of which one is a part of the other."""
    kinds = soorten(parameters)
    groups = dict(masks(kinds, indicators))
    names, members = list(groups), np.array(list(groups.values()))
    nested = within(members)
    between = (nested.astype(np.float32) @ nested.astype(np.float32)) > 0
    unmeasured = {indicator: kinds.uitkomst[indicator] == ONBEKEND for indicator in indicators - {"D"}}
    found = []
    for part, whole in np.argwhere(nested).tolist():
        if names[part].key != names[whole].key:
            rest = members[whole] & ~members[part]
            found.append(
                Deel(
                    names[part],
                    names[whole],
                    np.packbits(rest).tobytes(),
                    _administratief(unmeasured.get(names[part].key.indicator), rest),
                    not between[part, whole],
                )
            )
    return tuple(found)


@cache
def in_parts(parameters: Definities, indicators: frozenset[str]) -> tuple[Groep, ...]:
    """Every group that is a part of another, or has one."""
    delen = parts(parameters, indicators)
    return tuple(dict.fromkeys(groep for deel in delen for groep in (deel.part, deel.whole)))


def within(members: NDArray[np.bool_]) -> Mask:
    """Of every two groups, by their kinds, whether the first is a part of the second, and not all of it."""
    numbers = members.astype(np.float32)  # whole numbers below 2**24 are exact
    sizes, common = numbers.sum(axis=1), numbers @ numbers.T
    inside: Mask = (common == sizes[:, None]) & (sizes[:, None] < sizes[None, :])
    return inside


def masks(kinds: Soorten, indicators: frozenset[str]) -> Iterator[tuple[Groep, Mask]]:
    """Every group of these indicators, with which of the kinds are in it."""
    for klasse in klassen() if "D" in indicators else ():
        key, inside = Key("D", klasse.klasse, "klasse"), kinds.klasse == klasse.klasse
        yield Groep(key, "k"), inside
        yield Groep(key, "o"), ~inside
    for indicator in sorted(indicators - {"D"}):
        letters = kinds.uitkomst[indicator]
        key = Key(indicator, "", "")
        yield Groep(key, "k"), letters == IN_TELLER
        yield Groep(key, "o"), letters == NOEMER
        yield Groep(key, "n"), (letters == IN_TELLER) | (letters == NOEMER)


def _administratief(unmeasured: Mask | None, rest: Mask) -> bool:
    """Whether all who are left are unmeasured; every leaver has a class of D, so none is missing there."""
    return unmeasured is not None and not (rest & ~unmeasured).any()


@cache
def fine_kinds(parameters: Definities, indicators: frozenset[str]) -> tuple[Fijn, ...]:
    """Every destination, split where its reason decides one of these indicators."""
    fixed = [i for i in ALLEEN_BESTEMMING if i in indicators]
    free = sorted(indicators - {"D", *fixed})
    kinds = soorten(parameters)
    columns = (kinds.code, kinds.klasse, *(kinds.uitkomst[indicator] for indicator in fixed))
    found: dict[tuple[str, ...], list[int]] = {}
    for at, kind in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        found.setdefault(kind, []).append(at)
    return tuple(
        Fijn(
            code,
            klasse,
            dict(zip(fixed, outcomes, strict=True)),
            {indicator: frozenset(kinds.uitkomst[indicator][at].tolist()) for indicator in free},
        )
        for (code, klasse, *outcomes), at in found.items()
    )
