"""The attacker model of one cohort: which cells there are, which counts they hold and how those add up.

Per indicator k and n - k, over schools, boards, types and region. Tables about the same leavers share their
n, so that hiding a cell of one does not hide its n. In D the classes add up to n and the codes to their
class. The others (n - k) of I and R_U are D's ONBEKEND: the same number, given away by any of the three.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.release.figures import ONBEKEND, REGIO, CohortFigures, Figure, Key, Table, Unit
from pipeline.release.policy import ZELFDE_ALS_ONBEKEND, ZELFDE_NOEMER, Policy, kosten, regiototaal
from pipeline.release.system import Cell, DoesNotAddUp, System
from pipeline.vocabulary.tables import bestemmingen, klassen

Numbers = dict[Unit, int]
Row = tuple[Key, Unit]


@dataclass
class Draft:
    """A model in the making: the system, and the positions of cells and numbers in it per table and unit.

    people: of each unit, the numbers that are in no table.
    """

    figures: CohortFigures
    policy: Policy
    headlines_only: bool = False
    system: System = field(default_factory=System)
    cells: dict[Row, int] = field(default_factory=dict)
    counted: dict[Key, Numbers] = field(default_factory=dict)
    others: dict[Key, Numbers] = field(default_factory=dict)
    n: dict[Key, Numbers] = field(default_factory=dict)
    rest: dict[Key, Numbers] = field(default_factory=dict)
    people: dict[Unit, set[int]] = field(default_factory=dict)

    def n_of(self, key: Key, unit: Unit) -> int | None:
        """The n of a table, which its cell gives away and those of tables with the same n; None if 0."""
        numbers = self.n.setdefault(key, {})
        if unit not in numbers and unit in self.others.get(key, {}):
            parts = [self.counted[key][unit], self.others[key][unit]]
            total = sum(self.system.numbers[part].value for part in parts)
            numbers[unit] = self.system.add_number(total, others=[self.cells[key, unit]])
            self.system.add_sum(numbers[unit], parts)
        return numbers.get(unit)

    def rest_of(self, key: Key, unit: Unit) -> int | None:
        """Who is in another class of D; None where the class is not published."""
        numbers = self.rest.setdefault(key, {})
        total = self.n_of(key, unit)
        if unit not in numbers and total is not None and unit in self.counted.get(key, {}):
            k = self.counted[key][unit]
            left = self.system.numbers[total].value - self.system.numbers[k].value
            numbers[unit] = self.system.add_number(left, others=[self.cells[key, unit]])
            self.system.add_sum(total, [k, numbers[unit]])
        return numbers.get(unit)

    def name(self, key: Key, unit: Unit, suffix: str = "") -> str:
        """The stable name of a cell."""
        return "|".join((self.figures.naam, *key, *unit, suffix))

    def add_hierarchy(self, numbers: Numbers, covered: Collection[Unit]) -> None:
        """Let numbers of units add up; units outside `covered` are not published and may hold a rest."""
        for total, parts in self.figures.structure:
            if total in numbers:
                rest = any(part not in covered for part in parts)
                self.system.add_sum(numbers[total], [numbers[p] for p in parts if p in numbers], rest)


def add_counts(draft: Draft) -> None:
    """Add k and n of every table. Raises DoesNotAddUp when the figures contradict the sums."""
    tables = draft.figures.tables
    for key in tables:
        _add_cells(draft, key)
        draft.counted[key] = _add_numbers(draft, key, lambda figure: figure.k)
        draft.add_hierarchy(draft.counted[key], tables[key])
    for keys in _sharing_n(tables):
        if len(keys) > 1:
            _add_shared_n(draft, keys)
        else:
            _add_others(draft, keys[0])
            draft.add_hierarchy(draft.others[keys[0]], tables[keys[0]])


def _add_cells(draft: Draft, key: Key) -> None:
    for unit, figure in draft.figures.counted(key):
        draft.cells[key, unit] = draft.system.add_cell(
            Cell(
                key=draft.name(key, unit),
                cost=kosten(*key, unit.niveau),
                primary=draft.policy.reden(key.indicator, key.klasse, figure.k, figure.n) is not None,
                keep=regiototaal(key.indicator, unit.niveau, draft.headlines_only),
                top=unit == REGIO,
            )
        )


def _add_numbers(draft: Draft, key: Key, count: Callable[[Figure], int]) -> Numbers:
    return {
        unit: draft.system.add_number(count(figure), guards=[draft.cells[key, unit]])
        for unit, figure in draft.figures.counted(key)
    }


def _add_shared_n(draft: Draft, keys: Sequence[Key]) -> None:
    """Tables with the same n: known where one of them is shown, guarded where n itself is small.

    Of all leavers of the region everybody knows the number, if it is not small: the flow from rows to leavers
    tells it.
    """
    table = {unit: figure for key in keys for unit, figure in draft.figures.tables[key].items()}
    n: Numbers = {}
    for unit, figure in table.items():
        if unit == REGIO and ONBEKEND in keys and figure.n >= draft.policy.telling:
            n[unit] = draft.system.add_known(figure.n)
        elif figure.n:
            cells = [draft.cells[key, unit] for key in keys if (key, unit) in draft.cells]
            n[unit] = draft.system.add_number(figure.n, cells if draft.policy.klein(figure.n) else (), cells)
    draft.add_hierarchy(n, table)
    for unit, number in n.items():
        _add_classes(draft, unit, number, keys)
    for key in keys:
        draft.n[key] = n
        _add_split(draft, key, n)


def _add_classes(draft: Draft, unit: Unit, n: int, keys: Sequence[Key]) -> None:
    """n of a unit is the sum of its classes, and a class that of its codes."""
    classes = [key for key in keys if key.soort_klasse == "klasse" and unit in draft.counted[key]]
    draft.system.add_sum(n, [draft.counted[key][unit] for key in classes], rest=len(classes) < len(klassen()))
    for key in classes:
        names = [b.code for b in bestemmingen() if b.klasse == key.klasse]
        codes = [one for one in keys if one.soort_klasse == "code" and one.klasse in names]
        parts = [draft.counted[one][unit] for one in codes if unit in draft.counted[one]]
        draft.system.add_sum(draft.counted[key][unit], parts, rest=len(parts) < len(names))


def _add_split(draft: Draft, key: Key, n: Numbers) -> None:
    """n is k and the others. For the classes of D their sum says that already."""
    if key.soort_klasse:
        return
    _add_others(draft, key)
    draft.add_hierarchy(draft.others[key], draft.figures.tables[key])
    for unit, others in draft.others[key].items():
        draft.system.add_sum(n[unit], [draft.counted[key][unit], others])


def _others_are_unknown(draft: Draft, key: Key) -> bool:
    """Whether the others of an indicator are D's ONBEKEND, as they should be by definition."""
    unknown = draft.figures.tables.get(ONBEKEND, {})
    return key.indicator in ZELFDE_ALS_ONBEKEND and all(
        unit in unknown and unknown[unit].k == _others(figure) for unit, figure in draft.figures.counted(key)
    )


def _add_others(draft: Draft, key: Key) -> None:
    """The others of each unit: numbers of their own that add up, or those of ONBEKEND."""
    if _others_are_unknown(draft, key):
        numbers = {unit: draft.counted[ONBEKEND][unit] for unit, _ in draft.figures.counted(key)}
        for unit, number in numbers.items():
            draft.system.extend_number(number, guards=[draft.cells[key, unit]])
        draft.others[key] = numbers
    else:
        draft.others[key] = _add_numbers(draft, key, _others)


def _others(figure: Figure) -> int:
    return figure.n - figure.k


def _sharing_n(tables: Mapping[Key, Table]) -> list[list[Key]]:
    """The tables in groups that have the same n by definition, and in the figures of the units they share.

    They need not be of the same units: K1 is there of boards, and R_V2 of schools and the region alone.
    """
    n: dict[str, dict[Unit, int]] = {}
    for key, table in tables.items():
        for unit, figure in table.items():
            if n.setdefault(key.indicator, {}).setdefault(unit, figure.n) != figure.n:
                raise DoesNotAddUp(f"{key.indicator} {unit.eenheid}: n differs between the classes")
    together = {indicator: group for group in ZELFDE_NOEMER for indicator in group}
    groups: list[tuple[tuple[str, ...], dict[Unit, int], list[Key]]] = []
    for key in tables:
        own, of = n[key.indicator], together.get(key.indicator, (key.indicator,))
        for family, shared, keys in groups:
            if family == of and all(shared.get(unit, count) == count for unit, count in own.items()):
                shared.update(own)
                keys.append(key)
                break
        else:
            groups.append((of, dict(own), [key]))
    return [keys for _, _, keys in groups]
