"""What is left of a group when two others are taken out of it: the second order of nesting.py, for the flows.

A flow from one class to another is a cell of a table of two ways, and the totals of both ways are published
too: reached at V2 is who had work and was seen, who had none and was seen, and the few who died or left the
country. No two of these figures tell how many those are; the three do. So where a flow is one of the terms,
a difference is looked at as a group itself: what it lacks of another, or another of it.

Not looked at: what follows without the flows just as well. They do not make it worse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.release.figures import Key
from pipeline.release.nesting import Groep, Mask, Soorten, masks, soorten, within
from pipeline.release.policy import EERSTE_WERK, STROMEN
from pipeline.workspace.settings import Definities

_ANDERS = frozenset({"P2", "P3", "K1", "UIT", "Q", "G", "S", "I", *EERSTE_WERK})
"""Indicators that look at what no flow looks at: a flow is no part of their differences."""
_NOTHING = Groep(Key("D", "GEEN", "code"), "k")
"""The only code that a flow goes by: a class with the same name holds who died or left the country too."""
_CLOSE = 1e-6


class Term(NamedTuple):
    """A published group, what one lacks of another, or classes of D together: plus less minus."""

    plus: tuple[Groep, ...]
    minus: tuple[Groep, ...] = ()

    @property
    def flows(self) -> bool:
        """Whether it takes a flow to tell it."""
        return any(groep.key.indicator in STROMEN for groep in (*self.plus, *self.minus))

    @property
    def single(self) -> bool:
        """Whether it is a published group itself."""
        return len(self.plus) == 1 and not self.minus


@dataclass(frozen=True)
class Remainders:
    """terms and who is in each; whole, part: positions of every pair of them of which one lies within the
    other, at least one of which takes a flow, and whose own difference nesting.py does not look at."""

    terms: tuple[Term, ...]
    masks: NDArray[np.bool_]
    whole: NDArray[np.intp]
    part: NDArray[np.intp]

    @cached_property
    def groups(self) -> tuple[Groep, ...]:
        """Every published group in some term."""
        return tuple(sorted({groep for term in self.terms for groep in (*term.plus, *term.minus)}))

    def left(self, pair: int) -> Mask:
        """Who is in the whole of a pair and not in the part."""
        left: Mask = self.masks[self.whole[pair]] & ~self.masks[self.part[pair]]
        return left

    def needs_flows(self, left: Mask) -> bool:
        """Whether the number of these leavers cannot be reckoned from figures without flows."""
        basis = self._without_flows
        around = left - basis @ (left @ basis)
        return bool(np.abs(around).max() > _CLOSE)

    @cached_property
    def _without_flows(self) -> NDArray[np.float64]:
        """An orthonormal basis of all that figures without flows add up to."""
        plain = [at for at, term in enumerate(self.terms) if term.single and not term.flows]
        vectors, sizes, _ = np.linalg.svd(self.masks[plain].T.astype(float), full_matrices=False)
        basis: NDArray[np.float64] = vectors[:, sizes > _CLOSE]
        return basis


@cache
def remainders(parameters: Definities, indicators: frozenset[str]) -> Remainders | None:
    """Every remainder of these indicators; None where there are no flows among them."""
    looked_at = indicators - _ANDERS
    if not looked_at & set(STROMEN):
        return None
    kinds = _kinds(parameters, looked_at)
    groups = dict(masks(kinds, looked_at))
    known = {*map(_name, groups.values()), *(_name(mask) for mask, _ in _differences(groups))}
    groups[_NOTHING] = kinds.code == _NOTHING.key.klasse
    named = {_name(mask): (mask, term) for mask, term in (*_classes(groups), *_differences(groups))}
    terms = (*(Term((groep,)) for groep in groups), *(term for _, term in named.values()))
    members = np.array([*groups.values(), *(mask for mask, _ in named.values())])
    flows, bits = [term.flows for term in terms], [_name(mask) for mask in members]
    pairs = [
        (whole, part)
        for whole, part in _within(members)
        if (flows[whole] or flows[part]) and bits[whole] & ~bits[part] not in known
    ]
    positions = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return Remainders(terms, members, positions[:, 0], positions[:, 1])


def _kinds(parameters: Definities, indicators: frozenset[str]) -> Soorten:
    """The kinds of leaver that these indicators tell apart, one of each: the last."""
    kinds = soorten(parameters)
    columns = [kinds.klasse, kinds.code == _NOTHING.key.klasse]
    columns += [kinds.uitkomst[one] for one in sorted(indicators - {"D"})]
    last = {kind: at for at, kind in enumerate(zip(*(column.tolist() for column in columns), strict=True))}
    return kinds.some([*last.values()])


def _name(mask: Mask) -> int:
    """Who is in a group, a bit for each kind."""
    return int.from_bytes(np.packbits(mask).tobytes())


def _differences(groups: dict[Groep, Mask]) -> Iterator[tuple[Mask, Term]]:
    names = list(groups)
    members = np.array(list(groups.values()))
    for whole, part in _within(members):
        left: Mask = members[whole] & ~members[part]
        yield left, Term((names[whole],), (names[part],))


def _classes(groups: dict[Groep, Mask]) -> Iterator[tuple[Mask, Term]]:
    """Some of the classes of D together, or with the code: nobody's number, and everybody can add it up."""
    classes = [groep for groep in groups if groep.key.indicator == "D" and groep.wie == "k"]
    for size in range(2, len(classes)):
        for some in combinations(classes, size):
            together = np.array([groups[groep] for groep in some])
            if together.sum(axis=0).max() == 1:
                yield np.any(together, axis=0), Term(some)


def _within(members: NDArray[np.bool_]) -> Sequence[tuple[int, int]]:
    """Every pair (whole, part) of which the part is some of the whole, and not all."""
    found = within(members).T & members.any(axis=1)
    return list(zip(*(positions.tolist() for positions in np.nonzero(found)), strict=True))
