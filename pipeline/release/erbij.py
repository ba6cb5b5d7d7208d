"""What was shared of a cohort (delingen.py), put into the system that its figures are in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import permutations

from pipeline.release.delingen import KLASSEN, Aantal, Deling, Groep
from pipeline.release.figures import CohortFigures, Figure, Key, Table, Unit
from pipeline.release.model import AttackerModel, attacker_model
from pipeline.release.policy import Policy
from pipeline.release.pooling import Place
from pipeline.release.system import System

_NIVEAU = "school"
"""As what a group stands in a model of groups alone: as the smallest unit there is."""


class Erbij:
    """What was shared of a cohort, put into the system that its figures are in. cells: by group and table the
    name of the cell that shows it. hidden: those that are not shown, for certain."""

    def __init__(self, deling: Deling, system: System, place: Place, policy: Policy) -> None:
        self._deling, self._system, self._place, self._policy = deling, system, place, policy
        self._model = self._own_model()
        self._up = system.absorb(self._model.system)
        names = self._model.cells
        self.cells = {
            (groep.naam, key): names[key, _unit(groep)]
            for groep in deling.groepen
            for key, _ in groep.getoond
            if (key, _unit(groep)) in names
        }
        free = {
            self.cells[groep.naam, key]
            for groep in deling.groepen
            for key, shown in groep.getoond
            if shown is not False and (groep.naam, key) in self.cells
        }
        self.hidden = frozenset(names.values()) - free
        for key in deling.keys:
            for which in ("k", "n") if key.soort_klasse else ("k", "others"):
                self._link(key, which)
        self._add_whole_schools()

    def _own_model(self) -> AttackerModel:
        """The groups by themselves, each as a unit: what definitions say of one another, and the rules."""
        tables: dict[Key, dict[Unit, Figure]] = {}
        for groep in self._deling.groepen:
            for key, (k, n) in self._figures(groep).items():
                tables.setdefault(key, {})[_unit(groep)] = Figure(k, n, 0, 0)
        figures = CohortFigures(self._deling.cohort, tables, ())
        model = attacker_model(figures, self._policy, with_bounds=False)
        before = f"gedeeld {self._deling.naam}:"
        model.system.cells = [replace(cell, key=before + cell.key, top=False) for cell in model.system.cells]
        model = replace(model, cells={row: before + name for row, name in model.cells.items()})
        shown = {(key, _unit(groep)): shown for groep in self._deling.groepen for key, shown in groep.getoond}
        told = {name for row, name in model.cells.items() if shown.get(row, False)}
        away = {name for row, name in model.cells.items() if shown.get(row, False) is False}
        model.system.settle(told, ())
        model.system.give_up(away)
        return model

    def _figures(self, groep: Groep) -> dict[Key, Aantal]:
        """What is counted of a group: what is shared of any, the classes, and of all leavers of some schools
        every table that is there of schools."""
        atoms = self._deling.of_groups[groep.naam]
        if self._is_unit(groep):
            return {key: self._deling.aantal(key, atoms) for key, _ in groep.getoond}
        keys = dict.fromkeys((*KLASSEN, *(key for key, _ in groep.getoond)))
        if not groep.getoond:
            own = [one for one in self._deling.groepen if one.deling == groep.deling]
            keys = dict.fromkeys((*keys, *(key for one in own for key, _ in one.getoond)))
        found = {key: self._deling.aantal(key, atoms) for key in keys}
        if schools := self._schools(groep):
            for key, table in self._place.figures.tables.items():
                if key not in found and all(school in table for school in schools):
                    found[key] = _together(table, schools)
        return found

    def _schools(self, groep: Groep) -> tuple[Unit, ...]:
        """The schools that a group is all leavers of; none when it is not of whole schools."""
        atoms, of_units = self._deling.of_groups[groep.naam], self._deling.of_units
        schools = sorted({Unit("school", self._deling.atomen[at].school) for at in atoms})
        whole = frozenset(at for school in schools for at in of_units[school])
        return tuple(schools) if whole == atoms and not self._is_unit(groep) else ()

    def _is_unit(self, groep: Groep) -> bool:
        """Whether it is all leavers of a unit of which the releases have all that is shared: then every
        number of it is one of theirs."""
        atoms, tables = self._deling.of_groups[groep.naam], self._place.figures.tables
        return bool(groep.getoond) and any(
            members == atoms and all(unit in tables.get(key, {}) for key, _ in groep.getoond)
            for unit, members in self._deling.of_units.items()
        )

    def _link(self, key: Key, which: str) -> None:
        """Let atoms add up to the units of the releases and to the groups, and keep what is left over."""
        system, deling = self._system, self._deling
        dead = self._without(key)
        atoms = {
            at: system.add_number(_one(atom.aantal(key), which))
            for at, atom in enumerate(deling.atomen)
            if at not in dead
        }
        numbers: dict[tuple[str, str], int] = {}
        members: dict[tuple[str, str], frozenset[int]] = {}
        for unit, number in self._of_release(key, which).items():
            numbers[unit.niveau, unit.eenheid] = number
            members[unit.niveau, unit.eenheid] = deling.of_units.get(unit, frozenset()) - dead
        for groep in deling.groepen:
            own = _numbers(self._model, key, which).get(_unit(groep))
            if own is not None:
                numbers["groep", groep.naam] = self._up + own
                members["groep", groep.naam] = deling.of_groups[groep.naam] - dead
        for name, number in numbers.items():
            system.add_sum(number, [atoms[at] for at in sorted(members[name])])
        self._keep_what_is_left(numbers, members)
        self._let_go_of_nobody(numbers, members)

    def _without(self, key: Key) -> frozenset[int]:
        """The atoms of which everybody knows that they are not in the table: of nobody it is told."""
        table = self._place.figures.tables.get(key, {})
        nobody = {
            groep.naam
            for groep in self._deling.groepen
            if key in dict(groep.getoond)
            and not self._deling.aantal(key, self._deling.of_groups[groep.naam]).n
        }
        return frozenset(
            at
            for at, atom in enumerate(self._deling.atomen)
            if not atom.aantal(key).n
            and (
                not nobody.isdisjoint(atom.groepen)
                or any(unit in table and not table[unit].n for unit in atom.units())
            )
        )

    def _of_release(self, key: Key, which: str) -> dict[Unit, int]:
        """The numbers of the units of a release, as they were when this was shared."""
        place, then = self._place, {one.unit: one for one in self._deling.toen if one.key == key}
        table = place.figures.tables.get(key, {})
        now = {unit: place.at(number) for unit, number in _numbers(place.model, key, which).items()}
        if not self._deling.toen:
            return now
        found: dict[Unit, int] = {}
        for unit, one in then.items():
            if unit in now and Aantal(table[unit].k, table[unit].n) == one.aantal:
                found[unit] = now[unit]
            elif one.aantal.n:
                value = _one(one.aantal, which)
                add = self._system.add_known if one.getoond else self._add
                found[unit] = add(value)
        return found

    def _add(self, value: int) -> int:
        """A number that is not told; a small one is secret."""
        return self._system.add_secret(value) if self._policy.klein(value) else self._system.add_number(value)

    def _keep_what_is_left(
        self, numbers: Mapping[tuple[str, str], int], members: Mapping[tuple[str, str], frozenset[int]]
    ) -> None:
        """Who is in a group or unit and not in another that is a part of it, or not in those of one share
        together: where they are few, that is secret."""
        system, done = self._system, set()
        for whole, parts in self._parts(members):
            left = system.numbers[numbers[whole]].value
            left -= sum(system.numbers[numbers[part]].value for part in parts)
            what = (whole, frozenset(members[whole].difference(*(members[part] for part in parts))))
            if self._policy.klein(left) and what not in done:
                done.add(what)
                secret = system.add_secret(left)
                system.add_sum(numbers[whole], [*(numbers[part] for part in parts), secret])

    def _let_go_of_nobody(
        self, numbers: Mapping[tuple[str, str], int], members: Mapping[tuple[str, str], frozenset[int]]
    ) -> None:
        """Nobody in a whole, where no rule hides that, is a statement about every group in it."""
        system, nobody = self._system, set[int]()
        for whole, number in numbers.items():
            ruled = any(system.cells[cell].primary for cell in system.numbers[number].cells)
            if system.numbers[number].value == 0 and not ruled:
                nobody |= members[whole]
        system.let_go([numbers[name] for name in numbers if name[0] == "groep" and members[name] <= nobody])

    def _parts(
        self, members: Mapping[tuple[str, str], frozenset[int]]
    ) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
        """Pairs of which one is a part of the other, a group among them; and the groups of one share that
        are parts of something, together. Not what is between units of the releases alone, by that name or as
        a group that is all of one: they tell it themselves."""
        units = {own for name, own in members.items() if name[0] != "groep"}
        for whole, part in permutations(members, 2):
            told = members[whole] in units and members[part] in units
            if not told and members[part] < members[whole]:
                yield whole, [part]
        shares: dict[str, list[tuple[str, str]]] = {}
        for groep in self._deling.groepen:
            if groep.getoond and ("groep", groep.naam) in members:
                shares.setdefault(groep.deling, []).append(("groep", groep.naam))
        for whole, of in members.items():
            for groups in shares.values():
                within = [group for group in groups if members[group] < of]
                told = units.issuperset(members[group] for group in (whole, *within))
                if len(within) > 1 and not told:
                    yield whole, within

    def _add_whole_schools(self) -> None:
        """Of all leavers of some schools every table adds up, shared or not."""
        place, keys = self._place, set(self._deling.keys)
        if self._deling.toen:
            return
        for groep in self._deling.groepen:
            schools = self._schools(groep)
            for key in place.figures.tables if schools else ():
                if key in keys:
                    continue
                for which in ("k", "n") if key.soort_klasse else ("k", "others"):
                    own = _numbers(self._model, key, which).get(_unit(groep))
                    table = _numbers(place.model, key, which)
                    parts = [place.at(table[school]) for school in schools if school in table]
                    if own is not None and parts:
                        self._system.add_sum(self._up + own, parts)


def _unit(groep: Groep) -> Unit:
    return Unit(_NIVEAU, groep.naam)


def _numbers(model: AttackerModel, key: Key, which: str) -> Mapping[Unit, int]:
    """k, the others of n or n of a table."""
    if which == "n":
        return model.n.get(key, {})
    return model.counts[0 if which == "k" else 1].get(key, {})


def _one(aantal: Aantal, which: str) -> int:
    return {"k": aantal.k, "others": aantal.n - aantal.k, "n": aantal.n}[which]


def _together(table: Table, units: Collection[Unit]) -> Aantal:
    return Aantal(sum(table[unit].k for unit in units), sum(table[unit].n for unit in units))
