"""What an analyst shared besides the releases: counts of groups of leavers, in the system of an attacker.

A group is leavers of one cohort: of some schools, and of those perhaps only who have a property that no
figure of a release is about (gender, age, municipality, diploma). So a shared count splits published counts
in a way that nothing published knows of, and all that ties the two is that parts add up. Leavers who are in
the same groups and of the same school are an atom; a published count of a school, board, type or region is
the sum of its atoms, a shared count that of the atoms of its group. Every world that fits what is published
can be given those properties in every way that fits the sums; so the system with these sums in it is all
that an attacker has (tests/property/test_delen_attack.py tries, with code of its own).

Protected is what a rule hides of a group, and of the leavers of its schools that are in no group (the rest);
what is hidden in the releases; and, between any two groups or a group and a unit of a release of which one is
a part of the other, who is in the larger and not in the smaller, where they are few: who is left out by a
filter. Of one group several indicators are protected together as those of a unit are (people.py).

Not protected: what follows only with other tables than `cijfers` and `samen` (the flow to leavers, the small
tables, effects; they tell of no such property, and of the region alone); and what a reader knows by himself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import permutations
from typing import Any, NamedTuple

from pipeline.release.attacker import Row
from pipeline.release.figures import REGIO, CohortFigures, Figure, Key, Table, Unit
from pipeline.release.model import AttackerModel, attacker_model
from pipeline.release.policy import Policy
from pipeline.release.pooling import Place
from pipeline.release.system import System
from pipeline.vocabulary.tables import klassen

KLASSEN = tuple(Key("D", klasse.klasse, "klasse") for klasse in klassen())
"""Counted of every group, shared or not: what the definitions say of one another is said of these."""
_NIVEAU = "school"
"""As what a group stands in a model of groups alone: as the smallest unit there is."""


class Aantal(NamedTuple):
    """k of n leavers."""

    k: int
    n: int


@dataclass(frozen=True)
class Atoom:
    """The leavers of one school who are in the same groups."""

    school: str
    bestuur: str
    schooltype: str
    groepen: tuple[str, ...]
    aantallen: tuple[tuple[Key, Aantal], ...]

    @cached_property
    def _by_key(self) -> Mapping[Key, Aantal]:
        return dict(self.aantallen)

    def aantal(self, key: Key) -> Aantal:
        """The counts of a table."""
        return self._by_key.get(key, Aantal(0, 0))

    def units(self) -> tuple[Unit, ...]:
        """The units of a release that they are of."""
        return (
            REGIO,
            Unit("schooltype", self.schooltype),
            Unit("bestuur", self.bestuur),
            Unit("school", self.school),
        )


@dataclass(frozen=True)
class Groep:
    """Leavers that a share tells of. deling: the share. getoond: per table whether it is shown; None where
    that is still to be decided. No tables: the rest, of whom it tells nothing. voorwaarde: in SQL, who they
    are.
    """

    naam: str
    deling: str
    getoond: tuple[tuple[Key, bool | None], ...] = ()
    voorwaarde: str = ""


@dataclass(frozen=True)
class Toen:
    """A figure of a release as it was when something was shared beside it."""

    key: Key
    unit: Unit
    aantal: Aantal
    getoond: bool


@dataclass(frozen=True)
class Deling:
    """All that was shared of one cohort, by one state of the microdata.

    toen: the figures of the releases then, of the tables that were shared. naam: of the generation; empty for
    that of now.
    """

    cohort: int
    groepen: tuple[Groep, ...]
    atomen: tuple[Atoom, ...]
    toen: tuple[Toen, ...] = field(default=(), compare=False)
    naam: str = ""

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The tables of which anything is shared."""
        return tuple(dict.fromkeys(key for groep in self.groepen for key, _ in groep.getoond))

    @cached_property
    def of_groups(self) -> Mapping[str, frozenset[int]]:
        """The positions of the atoms of each group."""
        return {
            groep.naam: frozenset(at for at, atom in enumerate(self.atomen) if groep.naam in atom.groepen)
            for groep in self.groepen
        }

    @cached_property
    def of_units(self) -> Mapping[Unit, frozenset[int]]:
        """The same of the units of a release."""
        found: dict[Unit, set[int]] = {}
        for at, atom in enumerate(self.atomen):
            for unit in atom.units():
                found.setdefault(unit, set()).add(at)
        return {unit: frozenset(atoms) for unit, atoms in found.items()}

    def aantal(self, key: Key, atoms: Collection[int]) -> Aantal:
        """The counts of atoms together."""
        own = [self.atomen[at].aantal(key) for at in atoms]
        return Aantal(sum(one.k for one in own), sum(one.n for one in own))

    def with_rests(self) -> Deling:
        """With a group for who is of the schools that a share tells of, and in none of its groups."""
        atomen, rests = list(self.atomen), []
        for deling in dict.fromkeys(groep.deling for groep in self.groepen):
            own = {groep.naam for groep in self.groepen if groep.deling == deling}
            there = {at for naam in own for at in self.of_groups[naam]}
            schools = {self.atomen[at].school for at in there}
            left = [at for at, atom in enumerate(self.atomen) if atom.school in schools and at not in there]
            naam = f"{deling}:rest"
            if left and naam not in own:
                rests.append(Groep(naam, deling))
                for at in left:
                    atomen[at] = replace(atomen[at], groepen=(*atomen[at].groepen, naam))
        return replace(self, groepen=(*self.groepen, *rests), atomen=tuple(atomen))

    def decided(self, hidden: Collection[tuple[str, Key]]) -> Deling:
        """With what was to be decided as it was: these cells hidden, the others shown."""
        groepen = [
            replace(
                groep,
                getoond=tuple(
                    (key, (groep.naam, key) not in hidden if shown is None else shown)
                    for key, shown in groep.getoond
                ),
            )
            for groep in self.groepen
        ]
        return replace(self, groepen=tuple(groepen))

    # As one of the things that readers saw before (versions.Before).

    def differs(self, figures: CohortFigures) -> bool:
        """Whether it tells of tables that are among these figures."""
        return (
            figures.tot is None
            and figures.cohort == self.cohort
            and bool(set(self.keys) & set(figures.tables))
        )

    def take_in(self, system: System, now: Sequence[Place], policy: Policy) -> frozenset[str]:
        """Take it into the system that the figures of now are in. Gives the cells of it that are hidden."""
        place = next((one for one in now if one.figures.naam == str(self.cohort)), None)
        return Erbij(self, system, place, policy).hidden if place else frozenset()


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


def rows_of(figures: CohortFigures, keys: Collection[Key], shown: Collection[Row]) -> tuple[Toen, ...]:
    """The figures of these tables as they are beside a share."""
    return tuple(
        Toen(key, unit, Aantal(figure.k, figure.n), (key, unit) in shown)
        for (key, unit), figure in figures.rows()
        if key in keys
    )


def as_dict(deling: Deling) -> dict[str, Any]:
    """As it is kept."""
    return {
        "cohort": deling.cohort,
        "groepen": [[groep.naam, groep.deling, groep.getoond, groep.voorwaarde] for groep in deling.groepen],
        "atomen": [
            [atom.school, atom.bestuur, atom.schooltype, atom.groepen, atom.aantallen]
            for atom in deling.atomen
        ],
        "toen": [[*one.key, *one.unit, *one.aantal, one.getoond] for one in deling.toen],
    }


def from_dict(kept: Mapping[str, Any], naam: str) -> Deling:
    """As it was kept, in a generation of this name."""
    groepen = [
        Groep(groep, deling, tuple((Key(*key), shown) for key, shown in getoond), waar)
        for groep, deling, getoond, waar in kept["groepen"]
    ]
    atomen = [
        Atoom(school, bestuur, soort, tuple(groups), tuple((Key(*key), Aantal(*of)) for key, of in counts))
        for school, bestuur, soort, groups, counts in kept["atomen"]
    ]
    toen = [Toen(Key(*one[:3]), Unit(*one[3:5]), Aantal(*one[5:7]), bool(one[7])) for one in kept["toen"]]
    return Deling(int(kept["cohort"]), tuple(groepen), tuple(atomen), tuple(toen), naam)
