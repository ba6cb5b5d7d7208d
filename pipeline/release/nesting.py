"""Which published groups of leavers are parts of one another, as the definitions have it.

A group is who counts in k of an indicator (or in a class of D), who are the others of n, or all of n. What is
true of every kind of leaver (indicators/mogelijkheden.py) is true by definition, so an attacker knows it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.indicators.mogelijkheden import IN_TELLER, NOEMER, ONBEKEND, Soort, mogelijkheden
from pipeline.release.figures import Key
from pipeline.release.policy import ALLEEN_BESTEMMING
from pipeline.vocabulary.tables import klassen
from pipeline.workspace.settings import Definities

Mask = NDArray[np.bool_]
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


@cache
def parts(parameters: Definities, indicators: frozenset[str]) -> tuple[Deel, ...]:
    """Every pair of groups of these indicators (of D its classes) of which one is a part of the other."""
    kinds = mogelijkheden(parameters)
    groups = dict(masks(kinds, indicators))
    nested = {
        (part, whole): around & ~inside
        for part, inside in groups.items()
        for whole, around in groups.items()
        if not (inside & ~around).any() and (around & ~inside).any()
    }
    between = {
        (part, whole)
        for part, middle in nested
        for other, whole in nested
        if middle == other and (part, whole) in nested
    }
    return tuple(
        Deel(part, whole, rest.tobytes(), _unmeasured(kinds, part, rest), (part, whole) not in between)
        for (part, whole), rest in nested.items()
        if part.key != whole.key
    )


def masks(kinds: tuple[Soort, ...], indicators: frozenset[str]) -> Iterator[tuple[Groep, Mask]]:
    """Every group of these indicators, with which of the kinds are in it."""
    for klasse in klassen() if "D" in indicators else ():
        key, inside = Key("D", klasse.klasse, "klasse"), np.array([k.klasse == klasse.klasse for k in kinds])
        yield Groep(key, "k"), inside
        yield Groep(key, "o"), ~inside
    for indicator in sorted(indicators - {"D"}):
        letters = np.array([kind.uitkomst[indicator] for kind in kinds])
        key = Key(indicator, "", "")
        yield Groep(key, "k"), letters == IN_TELLER
        yield Groep(key, "o"), letters == NOEMER
        yield Groep(key, "n"), (letters == IN_TELLER) | (letters == NOEMER)


def _unmeasured(kinds: tuple[Soort, ...], part: Groep, rest: Mask) -> bool:
    if part.key.indicator == "D":  # every leaver has a class, so nobody is missing from it
        return False
    return all(
        kind.uitkomst[part.key.indicator] == ONBEKEND for kind, left in zip(kinds, rest, strict=True) if left
    )


@cache
def fine_kinds(parameters: Definities, indicators: frozenset[str]) -> tuple[Fijn, ...]:
    """Every destination, split where its reason decides one of these indicators."""
    fixed = [i for i in ALLEEN_BESTEMMING if i in indicators]
    free = sorted(indicators - {"D", *fixed})
    found: dict[tuple[str, str, tuple[str, ...]], list[set[str]]] = {}
    for kind in mogelijkheden(parameters):
        outcomes = tuple(kind.uitkomst[i] for i in fixed)
        letters = found.setdefault((kind.code, kind.klasse, outcomes), [set() for _ in free])
        for at, indicator in enumerate(free):
            letters[at].add(kind.uitkomst[indicator])
    return tuple(
        Fijn(
            code,
            klasse,
            dict(zip(fixed, outcomes, strict=True)),
            dict(zip(free, map(frozenset, letters), strict=True)),
        )
        for (code, klasse, outcomes), letters in found.items()
    )
