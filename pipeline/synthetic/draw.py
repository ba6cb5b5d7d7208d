"""Draws from named random streams: what one part draws never shifts what another part gets.

Only Random.random() is used, the one method whose sequence Python promises to keep from version to version.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")


def lijst(text: str) -> tuple[str, ...]:
    """Names, written with commas between them."""
    return tuple(name.strip() for name in text.split(","))


def gewichten(text: str) -> dict[str, float]:
    """Names with their weight, written as "werk 3, school 2.5"."""
    pairs = (item.rsplit(maxsplit=1) for item in lijst(text))
    return {name: float(weight) for name, weight in pairs}


class Lot:
    """A random stream that belongs to a name: the seed and what is drawn for, such as a pupil's number."""

    def __init__(self, seed: int, *name: object) -> None:
        self._random = Random(":".join(str(part) for part in (seed, *name)))

    def kans(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability

    def getal(self, low: int, high: int) -> int:
        """A whole number from low up to and including high."""
        return low + math.floor(self._random.random() * (high - low + 1))

    def een(self, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[self.getal(0, len(options) - 1)]

    def gewogen(self, weights: Mapping[T, float]) -> T:
        """One of the keys, in proportion to its weight."""
        rest = self._random.random() * sum(weights.values())
        for key, weight in weights.items():
            rest -= weight
            if rest < 0:
                return key
        return next(reversed(list(weights)))

    def normaal(self, spread: float) -> float:
        """A number around 0 with this standard deviation."""
        return NormalDist(0.0, spread).inv_cdf(min(max(self._random.random(), 1e-9), 1 - 1e-9))
