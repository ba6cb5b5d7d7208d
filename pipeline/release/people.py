"""The leavers behind the figures of a unit: what the definitions of the indicators say of one another.

Every leaver is of one kind: where she went, and what her reason was. D's classes, P1 and K1 count kinds; of
any other indicator it is known which kinds can be in it. So P2's k are some of those in work. And where one
published group is a part of another, what it lacks is a number too. That is secret where it is small, unless
those who are missing are leavers without a measurement or a registration.

Kinds are counted where they are needed: in schools (what holds of a board follows), or in boards where no
schools are published, and where codes are published.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np

from pipeline.indicators.mogelijkheden import IN_TELLER, NOEMER
from pipeline.release.attacker import Draft
from pipeline.release.figures import Key, Unit
from pipeline.release.nesting import Fijn, Groep, fine_kinds, in_parts, parts
from pipeline.release.policy import STROMEN
from pipeline.release.remainders import Remainders, Term, remainders
from pipeline.release.system import LATENT
from pipeline.vocabulary.tables import klassen

Kinds = frozenset[int]
_CLASSES = tuple(Key("D", klasse.klasse, "klasse") for klasse in klassen())


def add_people(draft: Draft) -> None:
    """Add what the definitions say, for every unit in which all classes of D are counted."""
    indicators = frozenset(key.indicator for key in draft.figures.tables)
    kinds = fine_kinds(draft.policy.definities, indicators)
    found: dict[Kinds, dict[Unit, int]] = {}
    units = sorted({unit for table in draft.figures.tables.values() for unit in table})
    lowest = "school" if any(unit.niveau == "school" for unit in units) else "bestuur"
    for unit in units:
        if unit.niveau in ("regio", "schooltype", lowest) and _complete(draft, unit):
            with _noting(draft, unit):
                own = _People(draft, unit, kinds).add()
            for group, number in own.items():
                found.setdefault(group, {})[unit] = number
    for numbers in found.values():
        draft.add_hierarchy(numbers, numbers)
    for unit in units:
        with _noting(draft, unit):
            _add_differences(draft, unit, indicators)


@contextmanager
def _noting(draft: Draft, unit: Unit) -> Iterator[None]:
    """Note that the numbers that are added meanwhile are of this unit."""
    first = len(draft.system.numbers)
    yield
    draft.people.setdefault(unit, set()).update(range(first, len(draft.system.numbers)))


def _complete(draft: Draft, unit: Unit) -> bool:
    return all(unit in draft.counted.get(key, {}) for key in _CLASSES)


def _where(holds: Iterable[bool]) -> Kinds:
    return frozenset(at for at, true in enumerate(holds) if true)


class _People:
    """The kinds of one unit as numbers in the system."""

    def __init__(self, draft: Draft, unit: Unit, kinds: tuple[Fijn, ...]) -> None:
        self._draft, self._unit, self._kinds = draft, unit, kinds
        self._number: dict[Kinds, int] = {}
        self._free = [key for key in draft.others if key.indicator in kinds[0].kan]

    def add(self) -> dict[Kinds, int]:
        """Add them; gives those that are no published number, to be added up over units."""
        published = dict(self._published())
        self._number |= published
        own = self._add_natures(published)
        for nature in self._groups(lambda kind: kind.aard):
            own |= self._split(nature)
        self._add_codes()
        for key in self._free:
            self._bound(key)
        return own

    def _groups(self, name: Callable[[Fijn], object], within: Kinds | None = None) -> list[Kinds]:
        found: dict[object, set[int]] = {}
        for at in sorted(range(len(self._kinds)) if within is None else within):
            found.setdefault(name(self._kinds[at]), set()).add(at)
        return [frozenset(group) for group in found.values()]

    def _published(self) -> Iterator[tuple[Kinds, int]]:
        """The groups that are counted, with their numbers; a table about nobody counts 0."""
        for key in _CLASSES:
            group = _where(kind.klasse == key.klasse for kind in self._kinds)
            yield group, self._draft.counted[key][self._unit]
        for indicator in self._kinds[0].vast:
            key = Key(indicator, "", "")
            if self._unit not in self._draft.figures.tables[key]:
                continue
            for letter, numbers in ((IN_TELLER, self._draft.counted), (NOEMER, self._draft.others)):
                group = _where(kind.vast[indicator] == letter for kind in self._kinds)
                number = numbers.get(key, {}).get(self._unit)
                yield group, self._draft.system.add_known(0) if number is None else number

    def _add_natures(self, published: dict[Kinds, int]) -> dict[Kinds, int]:
        """What classes and fixed outcomes tell apart; a small number of them is a secret."""
        natures = self._groups(lambda kind: kind.aard)
        system = self._draft.system
        own: dict[Kinds, int] = {}
        for nature, value in zip(natures, self._values(natures, published), strict=True):
            if nature not in published:
                small = value != LATENT and self._draft.policy.klein(value)
                own[nature] = system.add_secret(value) if small else system.add_number(value)
        self._number |= own
        for group, number in published.items():
            if group not in natures:
                system.add_sum(number, [self._number[nature] for nature in natures if nature <= group])
        return own

    def _values(self, natures: list[Kinds], published: dict[Kinds, int]) -> list[int]:
        """The numbers of the natures, as they follow from what is counted; LATENT where they do not."""
        counts = np.array([[nature <= group for nature in natures] for group in published], dtype=float)
        totals = np.array(
            [self._draft.system.numbers[number].value for number in published.values()], dtype=float
        )
        back = np.linalg.pinv(counts)
        certain = np.isclose(back @ counts, np.eye(len(natures))).all(axis=1)
        values = np.round(back @ totals).astype(int).tolist()
        return [value if sure else LATENT for value, sure in zip(values, certain, strict=True)]

    def _split(self, nature: Kinds) -> dict[Kinds, int]:
        """A nature in the groups of kinds that some other indicator treats differently."""
        groups = self._groups(lambda kind: tuple(kind.kan[key.indicator] for key in self._free), nature)
        if len(groups) == 1:
            return {}
        own = {group: self._draft.system.add_latent() for group in groups}
        self._draft.system.add_sum(self._number[nature], list(own.values()))
        self._number |= own
        return own

    def _add_codes(self) -> None:
        """Codes, where they are published: each is all kinds with it, and each kind is some of its group."""
        codes = {
            kind.code: number
            for kind in self._kinds
            if (number := self._draft.counted.get(Key("D", kind.code, "code"), {}).get(self._unit))
            is not None
        }
        if len(codes) < len({kind.code for kind in self._kinds}):
            return
        system = self._draft.system
        single = {at: system.add_latent() for at in range(len(self._kinds))}
        for code, number in codes.items():
            system.add_sum(number, [single[at] for at, kind in enumerate(self._kinds) if kind.code == code])
        for group in self._finest():
            system.add_sum(self._number[group], [single[at] for at in sorted(group)])

    def _finest(self) -> list[Kinds]:
        return [group for group in self._number if not any(other < group for other in self._number)]

    def _bound(self, key: Key) -> None:
        """Who can be in k, and who among the others, of an indicator."""
        if self._unit not in self._draft.counted[key]:
            return
        k, others = self._draft.counted[key][self._unit], self._draft.others[key][self._unit]
        can, could = (
            _where(letter in kind.kan[key.indicator] for kind in self._kinds)
            for letter in (IN_TELLER, NOEMER)
        )
        if can & could:
            self._within(can | could, [k, others])
        for group, number in ((can, k), (could, others)):
            if group != can | could:
                self._within(group, [number])

    def _within(self, group: Kinds, numbers: list[int]) -> None:
        if len(group) == len(self._kinds):
            return
        system = self._draft.system
        if group not in self._number:
            self._number[group] = system.add_latent()
            system.add_sum(self._number[group], [self._number[one] for one in self._finest() if one < group])
        system.add_sum(self._number[group], [*numbers, system.add_latent()])


def _add_differences(draft: Draft, unit: Unit, indicators: frozenset[str]) -> None:
    """What a published group lacks of another: secret where it is small, else a number like any other."""
    rests: dict[bytes, int] = {}
    defined = (draft.policy.definities, indicators)
    numbers = {groep: _number(draft, groep, unit) for groep in in_parts(*defined)}
    found = [
        (deel, part, whole)
        for deel in parts(*defined)
        if (part := numbers[deel.part]) is not None and (whole := numbers[deel.whole]) is not None
    ]
    value = [number.value for number in draft.system.numbers]
    # A group without its rest that has the same size is the same people: nobody else is in that rest.
    same = {(deel.part, deel.whole) for deel, part, whole in found if value[part] == value[whole]}
    unmeasured = {(deel.part, deel.whole) for deel, _, _ in found if deel.administratief}
    unmeasured |= {(part, whole) for part, middle in unmeasured for other, whole in same if other == middle}
    for deel, part, whole in found:
        left = value[whole] - value[part]
        secret = draft.policy.klein(left) and (deel.part, deel.whole) not in unmeasured
        if secret or deel.direct:
            if deel.rest not in rests:
                rests[deel.rest] = draft.system.add_secret(left) if secret else draft.system.add_number(left)
            draft.system.add_sum(whole, [part, rests[deel.rest]])
    if more := remainders(*defined):
        _add_remainders(draft, unit, more)


def _add_remainders(draft: Draft, unit: Unit, left: Remainders) -> None:
    """What takes three figures to tell or more, one of them a flow: where it is small, it is secret too."""
    numbers = {groep: _number(draft, groep, unit) for groep in left.groups}
    if all(number is None for groep, number in numbers.items() if groep.key.indicator in STROMEN):
        return
    value = np.array([_value(draft, term, numbers) for term in left.terms])
    size = value[left.whole] - value[left.part]
    done: set[bytes] = set()
    for pair in np.flatnonzero((size > 0) & (size < draft.policy.telling)).tolist():
        who = left.left(pair)
        if who.tobytes() not in done and left.needs_flows(who):
            done.add(who.tobytes())
            whole, part = (
                _term(draft, left.terms[at], numbers) for at in (left.whole[pair], left.part[pair])
            )
            draft.system.add_sum(whole, [part, draft.system.add_secret(int(size[pair]))])


def _value(draft: Draft, term: Term, numbers: Mapping[Groep, int | None]) -> float:
    """How many there are in a term; NaN where it is not published of the unit."""

    def together(groups: tuple[Groep, ...]) -> float:
        own = (numbers[groep] for groep in groups)
        return sum(np.nan if number is None else draft.system.numbers[number].value for number in own)

    return together(term.plus) - together(term.minus)


def _term(draft: Draft, term: Term, numbers: Mapping[Groep, int | None]) -> int:
    """The number of a term, a new one where it is not a published group."""
    system = draft.system
    plus, minus = (
        [number for groep in groups if (number := numbers[groep]) is not None]
        for groups in (term.plus, term.minus)
    )
    if term.single:
        return plus[0]
    found = system.add_number(int(_value(draft, term, numbers)))
    if term.minus:
        system.add_sum(plus[0], [*minus, found])
    else:
        system.add_sum(found, plus)
    return found


def _number(draft: Draft, groep: Groep, unit: Unit) -> int | None:
    """The number of a group, if it is published of this unit."""
    key = groep.key
    if groep.wie == "n":
        return draft.n_of(key, unit)
    if groep.wie == "o" and key.soort_klasse:
        return draft.rest_of(key, unit)
    return (draft.counted if groep.wie == "k" else draft.others).get(key, {}).get(unit)
