"""An attacker of the effect of plans: who has all that is published of the figures, every n, all other school
years whole, and the program; but not the key.

What is told of an estimate does not tell two worlds apart whose estimates are the same, and hardly those of
which they are nearly so (release/verschuiving.py). So of a hidden count it is asked whether it can have
another value in a world that fits everything, and by how much, all together, estimates differ there at least.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack

from pipeline.evaluation.effect.proef import Wijziging
from pipeline.release.effect_onderzoek import Onderzoek
from pipeline.release.effect_robuust import berekend
from tests.support.attack import CEILING, Puzzle, Rows, read

Cell = tuple[str, str, int]
"""Indicator, school and cohort."""
_OTHERS = ("did2s", "sun_abraham", "callaway_santanna")
_BOUNDS = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]


@dataclass(frozen=True)
class World:
    """Another value of a count, and how far estimates and their ends are there from the real ones, added up.

    In percentage points; the two ends of an interval are taken to move as their estimate does.
    """

    value: int
    together: float


def influence(asked: Onderzoek, told: Collection[str], cell: Cell) -> np.ndarray:
    """How much one more in a count moves every estimate of the questions that are told, worked out again."""
    one, found = Wijziging(*cell, 1), []
    for name in told:
        tests = asked.proeven[name]
        if cell[0] == tests.vraag.indicator and one.plaats(tests.paneel):
            draws = [tests.hoofd, *(year.proef for year in tests.jaren)]
            found += [draw.schattingen(one)[0] - draw.schattingen()[0] if draw else 0.0 for draw in draws]
            found += _by_others(asked, name, one)
        else:
            found += [0.0] * (1 + len(tests.jaren) + len(_OTHERS))
    return np.array(found)


def _by_others(asked: Onderzoek, name: str, one: Wijziging) -> list[float]:
    tests = asked.proeven[name]
    was = berekend(tests, asked.meting(name, None), None)
    now = berekend(tests, asked.meting(name, one), one)
    pairs = [(getattr(was, method), getattr(now, method)) for method in _OTHERS]
    return [after.schatting - before.schatting if before and after else 0.0 for before, after in pairs]


class SchoolYear:
    """The figures of one cohort as an attacker has them, and what each hidden count does to estimates."""

    def __init__(
        self,
        asked: Onderzoek,
        told: Collection[str],
        released: pd.DataFrame,
        eenheden: pd.DataFrame,
        cohort: int,
    ) -> None:
        rows = released[released["cohort"] == cohort].assign(**dict.fromkeys(_BOUNDS, pd.NA))
        nobody: Rows = dict.fromkeys(
            rows[["cohort", "niveau", "eenheid"]].itertuples(index=False, name=None), 0
        )
        puzzle, _ = read(rows, eenheden[eenheden["cohort"] == cohort], nobody)
        self._asked = asked
        self._place = {name: at for at, name in enumerate(puzzle.unknown)}
        used = {asked.proeven[name].vraag.indicator for name in told}
        self.hidden = sorted(
            (code, school, year)
            for code, school, year in asked.aantallen
            if year == cohort and code in used and ("k", code, "", "school", school) in self._place
        )
        self._equal(puzzle)
        self._moves = np.array([influence(asked, told, cell) for cell in self.hidden]).T
        self._at = [self._place["k", code, "", "school", school] for code, school, _ in self.hidden]

    def _equal(self, puzzle: Puzzle) -> None:
        """The sums, and n of every school."""
        rows, right = [], []
        for total, parts in puzzle.equations:
            row, constant = np.zeros(len(self._place)), 0
            for sign, name in [(1, total), *((-1, part) for part in parts)]:
                if name in puzzle.known:
                    constant += sign * puzzle.known[name]
                else:
                    row[self._place[name]] += sign
            rows.append(row)
            right.append(-constant)
        for code, school, year in self.hidden:
            row = np.zeros(len(self._place))
            for what in ("k", "others"):
                row[self._place[what, code, "", "school", school]] = 1
            rows.append(row)
            right.append(self._asked.aantallen[code, school, year][0])
        self._rows, self._right = csr_matrix(np.array(rows)), np.array(right, dtype=float)

    def worlds(self, cell: Cell, steps: Sequence[int] = (1, -1, 2, -2)) -> list[World]:
        """Other values that a count can have near the real one, with the least that estimates move."""
        n, k = self._asked.aantallen[cell]
        found = (self._world(cell, k + step) for step in steps if 0 <= k + step <= n)
        return sorted((world for world in found if world), key=lambda world: world.together)

    def _world(self, cell: Cell, value: int) -> World | None:
        size, moves = len(self._place), len(self._moves)
        low, high = np.zeros(size + moves), np.r_[np.full(size, float(CEILING)), np.full(moves, np.inf)]
        at = self._at[self.hidden.index(cell)]
        low[at] = high[at] = value
        spread = np.zeros((moves, size))
        spread[:, self._at] = self._moves
        real = self._moves @ [self._asked.aantallen[one][1] for one in self.hidden]
        found = milp(
            np.r_[np.zeros(size), np.ones(moves)],
            integrality=np.r_[np.ones(size), np.zeros(moves)],
            bounds=Bounds(low, high),
            constraints=[
                LinearConstraint(
                    hstack([self._rows, csr_matrix((len(self._right), moves))]), self._right, self._right
                ),
                LinearConstraint(np.hstack([spread, -np.eye(moves)]), -np.inf, real),
                LinearConstraint(np.hstack([spread, np.eye(moves)]), real, np.inf),
            ],
            options={"time_limit": 20, "mip_rel_gap": 0.3},
        )
        return None if found.x is None else World(value, 3 * float(found.x[size:].sum()))
