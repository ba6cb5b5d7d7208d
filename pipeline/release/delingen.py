"""What an analyst shared besides the releases: counts of groups of leavers, in the system of an attacker.

A group is leavers of one cohort: of some schools, and of those perhaps only who have a property that no
figure of a release is about (gender, age, diploma). So a shared count splits published counts
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

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from pipeline.release.attacker import Row
from pipeline.release.figures import REGIO, CohortFigures, Key, Unit
from pipeline.release.policy import Policy
from pipeline.release.pooling import Place
from pipeline.release.system import System
from pipeline.vocabulary.tables import klassen

KLASSEN = tuple(Key("D", klasse.klasse, "klasse") for klasse in klassen())
"""Counted of every group, shared or not: what the definitions say of one another is said of these."""


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
        from pipeline.release.erbij import Erbij  # which is made of these

        place = next((one for one in now if one.figures.naam == str(self.cohort)), None)
        return Erbij(self, system, place, policy).hidden if place else frozenset()


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
