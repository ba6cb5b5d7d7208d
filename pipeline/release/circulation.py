"""What earlier releases showed, and readers therefore know whatever a later release hides.

A figure of an earlier release that has the same numbers now is taken to be known. A cohort of which figures
were corrected since is reckoned with as it was then, beside what it is now (versions.py). Of releases whose
counts were not kept, or were made by other definitions, only what they showed is known.

A release looks at the generations before its own, so making it again makes the same; and all releases of a
run look at the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pandas as pd

from pipeline.indicators.mogelijkheden import mogelijkheden
from pipeline.release.figures import (
    KEY_COLUMNS,
    CohortFigures,
    Figure,
    Key,
    Unit,
    cohorts_of,
    count_rows,
    structure_of,
)
from pipeline.release.generations import (
    BOUNDS,
    COLUMNS,
    PUBLIEKEN,
    UNITS,
    Counted,
    Generation,
    numbered,
    of_flow,
    read_generations,
    shown,
    together,
    typed_rows,
)
from pipeline.release.pooling import pool
from pipeline.release.readers import NOTHING_OUT, Out, Readers, Steps
from pipeline.release.small_memory import Memory
from pipeline.release.stages import lasting
from pipeline.release.versions import Seen, Version, joined

if TYPE_CHECKING:
    from pipeline.release.attacker import Row
    from pipeline.release.policy import Policy, Publiek
    from pipeline.workspace.settings import Definities

_LETTERS = 8


@dataclass(frozen=True)
class Circulation:
    """What was released before, oldest first."""

    generations: tuple[Generation, ...] = ()

    @classmethod
    def read(cls, folder: Path, inputs: str = "") -> Self:
        """What is kept in a folder. Raises ReleaseGeweigerd for what is not as it was written."""
        return cls(read_generations(folder, inputs))

    @property
    def shown(self) -> Mapping[Publiek, pd.DataFrame]:
        """The figures that releases for each public showed."""
        return {
            publiek: together([one.shown[publiek] for one in self.generations if publiek in one.shown])
            for publiek in PUBLIEKEN
        }

    def seeing(
        self, publiek: Publiek, tables: Mapping[str, pd.DataFrame], counted: Counted | None = None
    ) -> Self:
        """The same when a public has then seen these tables of a release: cijfers, samen, stroom."""
        own = Generation(f"{len(self.generations) + 1:04d}", {publiek: shown(tables)}, counted)
        return type(self)((*self.generations, own))

    def readers(
        self,
        cijfers: pd.DataFrame,
        cohorts: Sequence[CohortFigures],
        pooled: Sequence[CohortFigures],
        policy: Policy,
    ) -> Mapping[str, Readers]:
        """The readers of every cohort, and of every three together, by name.

        cijfers: the figures now, before protection. Who sees more has seen what everybody has, too.
        """
        wider = self.readers(cijfers, cohorts, pooled, policy.wider) if policy.wider else {}
        figures = pd.concat([numbered(cijfers), *map(_of_block, pooled)], ignore_index=True)
        out = _out(figures, self._seen(policy.publiek))
        before: dict[str, tuple[Version, ...]] = {}
        for past in self._pasts(count_rows(cijfers), policy):
            for naam, version in past.versions(cohorts, pooled):
                before[naam] = joined(before.get(naam, ()), version)
            for naam, rows in past.same_bounds().items():
                out[naam] = out.get(naam, NOTHING_OUT).more(rows)
        shared = [deling for one in self.generations for deling in one.delingen]
        return {
            one.naam: Readers(
                policy,
                out.get(one.naam, NOTHING_OUT),
                wider.get(one.naam),
                (*before.get(one.naam, ()), *(deling for deling in shared if deling.cohort in _years(one))),
            )
            for one in (*cohorts, *pooled)
        }

    def steps(self, stroom: pd.DataFrame, publiek: Publiek) -> Steps:
        """The steps of the flow, before protection, of which readers know the number that they have now."""
        out = _out(of_flow(stroom), self._seen(publiek))
        return frozenset((int(naam), key.klasse) for naam, rows in out.items() for key, _ in rows.cells)

    def small(self, publiek: Publiek) -> Memory:
        """What readers saw of the small tables, and what those were made of."""
        return Memory(tuple(one.small_seen_by(publiek) for one in self.generations))

    def _seen(self, publiek: Publiek) -> pd.DataFrame:
        return together([one.seen_by(publiek) for one in self.generations])

    def _pasts(self, now: pd.DataFrame, policy: Policy) -> Iterator[_Past]:
        """The generations of which the counts were kept, by the definitions of now."""
        soorten = kinds_name(policy.definities)
        for one in self.generations:
            if one.counted and one.counted.soorten == soorten:
                yield _Past(one.naam, one.counted, one.seen_by(policy.publiek), now)


class _Past:
    """A generation as those of one public saw it, beside the counts of now."""

    def __init__(self, naam: str, counted: Counted, seen: pd.DataFrame, now: pd.DataFrame) -> None:
        self._naam, self._counted, self._seen = naam, counted, seen
        both = counted.rows.merge(now, on=KEY_COLUMNS, suffixes=("", "_nu"))
        differs = [both[name] != both[f"{name}_nu"] for name in Figure._fields]
        self._same = both[~pd.concat(differs, axis=1).any(axis=1)]
        self._there = frozenset(counted.rows["cohort"])
        self._years: dict[int, Seen] = {}

    def versions(
        self, cohorts: Sequence[CohortFigures], pooled: Sequence[CohortFigures]
    ) -> Iterator[tuple[str, Version]]:
        """Of each cohort, or several together, that was otherwise in part, how it was."""
        alike = self._same["cohort"].value_counts().to_dict()
        rows = self._counted.rows["cohort"].value_counts().to_dict()
        other = {
            one.cohort
            for one in cohorts
            if (alike.get(one.cohort) != rows.get(one.cohort) or self._moved(one))
            and one.cohort in self._there
            and self._year(one.cohort).differs(one)
        }
        for one in (*cohorts, *pooled):
            if corrected := sorted(other.intersection(_years(one))):
                yield one.naam, self._version(one, corrected)

    def same_bounds(self) -> dict[str, frozenset[Row]]:
        """The rows of which onbekend and bounds were shown and that are the same but for quarantine."""
        told = self._seen[self._seen["onbekend"].notna()]
        same = self._same.assign(naam=self._same["cohort"].astype(str))[COLUMNS[:6]]
        return _rows(told.merge(same, on=COLUMNS[:6]))

    def _moved(self, cohort: CohortFigures) -> bool:
        """Whether a school came, went or moved."""
        return structure_of(self._counted.units, cohort.cohort) != cohort.structure

    def _version(self, one: CohortFigures, corrected: Sequence[int]) -> Version:
        """These cohorts; with what was shown of them together with others, if this is those together."""
        years = tuple(self._year(cohort) for cohort in corrected)
        shown = one.naam in set(self._seen["naam"]) and self._there.issuperset(_years(one))
        if one.tot is None or not shown:
            return Version(self._naam, years)
        whole = pool([lasting(self._year(year).figures) for year in _years(one)])
        return Version(self._naam, years, Seen(whole, self._out(one.naam)))

    def _year(self, cohort: int) -> Seen:
        if cohort not in self._years:
            of = (table[table["cohort"] == cohort] for table in (self._counted.rows, self._counted.units))
            (figures,) = cohorts_of(*of)
            self._years[cohort] = Seen(figures, self._out(figures.naam))
        return self._years[cohort]

    def _out(self, naam: str) -> Out:
        """What was shown of a cohort, or of several together."""
        rows = self._seen[self._seen["naam"] == naam]
        told = rows[rows["onbekend"].notna()]
        return Out(_rows(rows).get(naam, frozenset()), _rows(told).get(naam, frozenset()))


def _years(one: CohortFigures) -> range:
    return range(one.cohort, (one.tot or one.cohort) + 1)


def count_for_later(cijfers: pd.DataFrame, eenheden: pd.DataFrame, definities: Definities) -> Counted:
    """What to keep of the figures that a release is made of, before protection."""
    return Counted(count_rows(cijfers), eenheden[UNITS], kinds_name(definities))


@cache
def kinds_name(definities: Definities) -> str:
    """A name of what the definitions say of one another. By others, figures of then need not agree."""
    return hashlib.sha256(repr(mogelijkheden(definities)).encode()).hexdigest()[:_LETTERS]


def _out(figures: pd.DataFrame, known: pd.DataFrame) -> dict[str, Out]:
    """Per cohort, or cohorts together, the rows whose numbers now were shown before."""
    names = [column for column in COLUMNS if column not in BOUNDS]
    cells = _rows(figures.merge(known[names].drop_duplicates(), on=names))
    told = known[known["onbekend"].notna()].drop_duplicates()
    bounds = _rows(figures.merge(told, on=COLUMNS))
    return {naam: Out(rows, bounds.get(naam, frozenset())) for naam, rows in cells.items()}


def _rows(figures: pd.DataFrame) -> dict[str, frozenset[Row]]:
    found: dict[str, set[Row]] = {}
    for naam, indicator, klasse, soort, niveau, eenheid in figures[COLUMNS[:6]].itertuples(index=False):
        found.setdefault(naam, set()).add((Key(indicator, klasse, soort), Unit(niveau, eenheid)))
    return {naam: frozenset(rows) for naam, rows in found.items()}


def _of_block(block: CohortFigures) -> pd.DataFrame:
    rows = [(block.naam, *key, *unit, figure.n, figure.k) for (key, unit), figure in block.rows() if figure.n]
    return typed_rows(rows, [*COLUMNS[:6], "n", "k"])


NOTHING = Circulation()
