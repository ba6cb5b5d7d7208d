"""Cohorts as earlier releases had them, beside the figures of now.

A cohort that was corrected has other figures now, in part. What was hidden of it then can come out when a
figure that did not change is shown now: the partner of a hidden count, for instance. So what is otherwise now
is taken, as it was, into the system in which is decided what is hidden now: shown or hidden as it was, and in
the sums of then. In those, a row with the same counts then and now is the row of now; readers are taken to
know that it is the same.

What a rule hides of the figures of then is protected too. Nothing of them can be hidden any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.release.figures import CohortFigures, Figure, Key, Unit
from pipeline.release.model import AttackerModel, attacker_model
from pipeline.release.policy import Policy
from pipeline.release.pooling import Place, add_up
from pipeline.release.readers import Out
from pipeline.release.system import Sum, System


class Before(Protocol):
    """Something that readers saw before, beside the figures of now: a version, or what was shared."""

    def differs(self, figures: CohortFigures) -> bool:
        """Whether it tells more of these figures than they do."""

    def take_in(self, system: System, now: Sequence[Place], policy: Policy) -> frozenset[str]:
        """Take it into the system that the figures of now are in. Gives the cells of it that are hidden."""


@dataclass(frozen=True)
class Seen:
    """A cohort, or several together, as an earlier release had it, and what its readers saw of that."""

    figures: CohortFigures
    shown: Out

    def differs(self, figures: CohortFigures) -> bool:
        """Whether anything of these figures was otherwise then."""
        return figures.structure != self.figures.structure or any(
            figures.tables.get(key, {}).get(unit, figure) != figure
            for (key, unit), figure in self.figures.rows()
        )


@dataclass(frozen=True)
class Version:
    """Cohorts that were otherwise then, by the name of the generation of the release that had them so.

    together: what was shown of several cohorts together, among which these.
    """

    naam: str
    years: tuple[Seen, ...]
    together: Seen | None = None

    @property
    def parts(self) -> tuple[Seen, ...]:
        """The cohorts one by one, and together."""
        return (*self.years, self.together) if self.together else self.years

    def differs(self, figures: CohortFigures) -> bool:
        """Whether anything of these figures was otherwise then."""
        return any(one.differs(figures) for one in self.parts if one.figures.naam == figures.naam)

    def take_in(self, system: System, now: Sequence[Place], policy: Policy) -> frozenset[str]:
        """Take it into the system that the figures of now are in. Gives the cells of it that are hidden."""
        hidden: frozenset[str] = frozenset()
        places = {place.figures.naam: place for place in now}
        for one in self.parts:
            then = _Then(one, f"{self.naam}:", policy)
            places[one.figures.naam] = then.take_in(system, places[one.figures.naam])
            hidden |= then.hidden
        if self.together:
            whole = places.pop(self.together.figures.naam)
            add_up(system, whole, list(places.values()))
        return hidden


def joined(versions: tuple[Version, ...], other: Version) -> tuple[Version, ...]:
    """With another one; if one of them has the same figures, what was shown of either was shown of them."""
    for at, one in enumerate(versions):
        if [part.figures for part in one.parts] == [part.figures for part in other.parts]:
            parts = [_both(*pair) for pair in zip(one.parts, other.parts, strict=True)]
            count = len(one.years)
            both = Version(one.naam, tuple(parts[:count]), *parts[count:])
            return (*versions[:at], both, *versions[at + 1 :])
    return (*versions, other)


def _both(one: Seen, other: Seen) -> Seen:
    cells, bounds = one.shown.cells | other.shown.cells, one.shown.bounds | other.shown.bounds
    return Seen(one.figures, Out(cells, bounds))


class _Then:
    """The model of a cohort as it was, all of it shown or hidden as it was."""

    def __init__(self, seen: Seen, before: str, policy: Policy) -> None:
        self._figures = seen.figures
        self._model = attacker_model(seen.figures, policy, with_bounds=seen.figures.tot is None)
        self._rename(before)
        model = self._model
        shown = {model.cells[row] for row in seen.shown.cells if row in model.cells}
        shown |= {model.bounds[row] for row in seen.shown.bounds if row in model.bounds}
        self.hidden = frozenset((*model.cells.values(), *model.bounds.values())) - shown
        model.system.settle(shown, ())
        model.system.give_up(self.hidden)

    def _rename(self, before: str) -> None:
        """Give the cells names that those of now do not have."""
        old = self._model
        old.system.cells = [replace(cell, key=before + cell.key) for cell in old.system.cells]
        cells, bounds = ({row: before + cell for row, cell in of.items()} for of in (old.cells, old.bounds))
        self._model = replace(old, cells=cells, bounds=bounds)

    def take_in(self, system: System, now: Place) -> Place:
        """Add what was otherwise, of units in which anything was. Gives where all that is."""
        same = dict(self._same(now))
        units = self._changed(now.figures)
        found = dict(same)
        cells: dict[int, int] = {}
        for at in sorted(self._of(units) - found.keys()):
            number = self._model.system.numbers[at]
            for cell in number.cells:
                if cell not in cells:
                    cells[cell] = system.add_cell(self._model.system.cells[cell])
            own, guards = (tuple(sorted(cells[cell] for cell in of)) for of in (number.cells, number.guards))
            system.numbers.append(replace(number, cells=own, guards=guards))
            found[at] = len(system.numbers) - 1
        self._add_sums(system, found, same.keys())
        return Place(self._figures, self._model, positions=found)

    def _same(self, now: Place) -> Iterator[tuple[int, int]]:
        """The counts of the rows that did not change, with where they are now."""
        then = Place(self._figures, self._model)
        for own, number in (*_counts(now, then), *_behind_bounds(now, then)):
            yield number, now.at(own)

    def _changed(self, figures: CohortFigures) -> frozenset[Unit]:
        """The units in which anything was otherwise, or that are new or gone."""
        keys = figures.tables.keys() & self._figures.tables.keys()
        was, now = (_by_unit(of, keys) for of in (self._figures, figures))
        return frozenset(unit for unit in was.keys() | now.keys() if was.get(unit) != now.get(unit))

    def _of(self, units: Collection[Unit]) -> set[int]:
        """The numbers of these units."""
        rows = (*self._model.cells.items(), *self._model.bounds.items())
        names = {name for (_, unit), name in rows if unit in units}
        cells = {at for at, cell in enumerate(self._model.system.cells) if cell.key in names}
        counted = {
            at for at, number in enumerate(self._model.system.numbers) if not cells.isdisjoint(number.cells)
        }
        return counted.union(*(self._model.people.get(unit, ()) for unit in units))

    def _add_sums(self, system: System, found: dict[int, int], same: Collection[int]) -> None:
        """The sums of what was added; what rests in them, and is in no other, is added too."""
        loose = self._loose()
        for s in self._model.system.sums:
            members = (s.total, *s.parts)
            if all(at in same for at in members) or not all(at in found or at in loose for at in members):
                continue
            for at in members:
                if at not in found:
                    found[at] = system.add_latent()
            system.sums.append(Sum(found[s.total], tuple(found[part] for part in s.parts)))

    def _loose(self) -> frozenset[int]:
        """What nobody publishes and is of no unit."""
        numbers = self._model.system.numbers
        of_units = {at for numbers_of in self._model.people.values() for at in numbers_of}
        return (
            frozenset(at for at, number in enumerate(numbers) if not number.cells and not number.secret)
            - of_units
        )


def _by_unit(figures: CohortFigures, keys: Collection[Key]) -> dict[Unit, dict[Key, Figure]]:
    found: dict[Unit, dict[Key, Figure]] = {}
    for (key, unit), figure in figures.rows():
        if key in keys:
            found.setdefault(unit, {})[key] = figure
    return found


def _counts(now: Place, then: Place) -> Iterator[tuple[int, int]]:
    """k, and the others of n."""
    for which, tables in enumerate(then.model.counts):
        for key, numbers in tables.items():
            own = now.model.counts[which].get(key, {})
            for unit, number in numbers.items():
                if unit in own and _figure(now, key, unit)[:2] == _figure(then, key, unit)[:2]:
                    yield own[unit], number


def _behind_bounds(now: Place, then: Place) -> Iterator[tuple[int, int]]:
    """What the bounds of a row depend on, where all of the row is the same."""
    guarded, was = _of_bounds(now.model), _of_bounds(then.model)
    for row, cell in then.model.bounds.items():
        if row in now.model.bounds and _figure(now, *row) == _figure(then, *row):
            own, other = guarded.get(now.model.bounds[row], []), was.get(cell, [])
            if _values(now, own) == _values(then, other):
                yield from zip(own, other, strict=True)


def _figure(place: Place, key: Key, unit: Unit) -> Figure:
    return place.figures.tables[key][unit]


def _values(place: Place, numbers: Sequence[int]) -> list[int]:
    return [place.model.system.numbers[number].value for number in numbers]


def _of_bounds(model: AttackerModel) -> Mapping[str, list[int]]:
    """The numbers that each cell of bounds gives away."""
    names = frozenset(model.bounds.values()) - frozenset(model.cells.values())
    found: dict[str, list[int]] = {}
    for at, number in enumerate(model.system.numbers):
        for cell in number.cells:
            if (name := model.system.cells[cell].key) in names:
                found.setdefault(name, []).append(at)
    return found
