"""Published numbers as an attacker sees them: whole numbers that add up, some shown and some hidden.

A number is a count of leavers. A cell is what is shown or hidden in one go (k, n, % and interval of a row); a
number is known as soon as one of the cells that give it away is shown. Nothing here knows of schools or
indicators.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

LATENT = -1
_TIE_BREAK = 1 / 64


@dataclass(frozen=True)
class Cell:
    """What is shown or hidden in one go.

    key: stable name. cost: what hiding it costs the reader. primary: hidden by a rule. keep: may not be
    hidden for the sake of another cell. top: a statement about everyone there is, see System.implied_zeros.
    """

    key: str
    cost: float
    primary: bool = False
    keep: bool = False
    top: bool = False

    @property
    def weight(self) -> float:
        """The cost, plus a fraction derived from the key so that no two patterns cost the same."""
        digest = hashlib.sha256(self.key.encode()).digest()
        return self.cost + _TIE_BREAK * int.from_bytes(digest[:4]) / 2**32


@dataclass(frozen=True)
class Number:
    """A count: its true value (LATENT when never published) and the cells that give it away, if any.

    guards: those of its cells that hide it for its own sake. With one of them hidden all its cells must be,
    and it must keep several possible values. A number without guards may come out, unless it is secret: in no
    cell at all, and to be kept all the same (what one group has more than another, for instance).
    """

    value: int
    cells: tuple[int, ...]
    guards: tuple[int, ...]
    secret: bool = False

    @property
    def protected(self) -> bool:
        """Whether it must keep several possible values where it is not known."""
        return self.secret or bool(self.guards)


@dataclass(frozen=True)
class Sum:
    """`total` is the sum of `parts`, all as positions in System.numbers."""

    total: int
    parts: tuple[int, ...]


class DoesNotAddUp(ValueError):
    """Numbers that were said to add up do not: a wrong attacker model is no ground for a release."""


@dataclass
class System:
    """Cells, the numbers they hold and the sums between those; filled by the add_ methods."""

    cells: list[Cell] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)

    def add_cell(self, cell: Cell) -> int:
        """Add a cell and give its position."""
        self.cells.append(cell)
        return len(self.cells) - 1

    def add_number(self, value: int, guards: Iterable[int] = (), others: Iterable[int] = ()) -> int:
        """Add a number that its guards and other cells give away, and give its position."""
        own = tuple(sorted(set(guards)))
        self.numbers.append(Number(value, tuple(sorted({*own, *others})), own))
        return len(self.numbers) - 1

    def add_latent(self) -> int:
        """Add a number that is never published."""
        return self.add_number(LATENT)

    def add_secret(self, value: int) -> int:
        """Add a number that is never published and must not come out either."""
        self.numbers.append(Number(value, (), (), secret=True))
        return len(self.numbers) - 1

    def add_known(self, value: int) -> int:
        """Add a number that everybody knows."""
        return self.add_number(
            value, others=[self.add_cell(Cell(f"bekend {len(self.cells)}", 0.0, keep=True))]
        )

    def absorb(self, other: "System") -> int:
        """Take in another system beside this one; gives what its positions of numbers are raised by."""
        cells, numbers = len(self.cells), len(self.numbers)
        self.cells += other.cells
        self.numbers += [
            replace(
                number,
                cells=tuple(cells + cell for cell in number.cells),
                guards=tuple(cells + cell for cell in number.guards),
            )
            for number in other.numbers
        ]
        self.sums += [Sum(numbers + s.total, tuple(numbers + part for part in s.parts)) for s in other.sums]
        return numbers

    def settle(self, names: Collection[str], hidden: Collection[str]) -> None:
        """Let the cells with these names be hidden, or shown, as was decided before."""
        self.cells = [
            replace(cell, primary=cell.key in hidden, keep=cell.key not in hidden)
            if cell.key in names
            else cell
            for cell in self.cells
        ]

    def give_up(self, names: Collection[str]) -> None:
        """Let these cells be hidden whatever is chosen. A number that no rule hides need not be protected."""
        given = {i for i, cell in enumerate(self.cells) if cell.key in names}
        free = {i for i in given if not self.cells[i].primary}
        self.numbers = [
            replace(number, guards=tuple(guard for guard in number.guards if guard not in free))
            for number in self.numbers
        ]
        self.cells = [
            replace(cell, primary=True, keep=False) if i in given else cell
            for i, cell in enumerate(self.cells)
        ]

    def let_go(self, numbers: Collection[int]) -> None:
        """Do not protect these numbers any more: they are known, whatever is hidden."""
        for i in numbers:
            self.numbers[i] = replace(self.numbers[i], guards=(), secret=False)

    def extend_number(self, number: int, guards: Iterable[int] = (), others: Iterable[int] = ()) -> None:
        """Let more cells give a number away."""
        old = self.numbers[number]
        own = tuple(sorted({*old.guards, *guards}))
        self.numbers[number] = Number(old.value, tuple(sorted({*old.cells, *own, *others})), own)

    def add_sum(self, total: int, parts: Sequence[int], rest: bool = False) -> None:
        """Add total = sum of parts; with `rest` there may be more parts, which nobody publishes.

        Raises DoesNotAddUp when the true values contradict it.
        """
        if not parts:
            return
        values = [self.numbers[part].value for part in parts]
        latent = LATENT in (*values, self.numbers[total].value)
        gap = 0 if latent else self.numbers[total].value - sum(values)
        if gap < 0 or (gap > 0 and not rest):
            raise DoesNotAddUp(f"{self._name(total)}: the parts add up to {'more' if gap < 0 else 'less'}")
        more = (self.add_latent(),) if rest and (gap > 0 or latent) else ()
        self.sums.append(Sum(total, (*parts, *more)))

    def known(self, number: int, hidden: frozenset[int]) -> bool:
        """Whether an attacker reads a number off, when these cells are hidden."""
        return any(cell not in hidden for cell in self.numbers[number].cells)

    def primary(self) -> frozenset[int]:
        """Positions of the cells hidden by a rule."""
        return frozenset(i for i, cell in enumerate(self.cells) if cell.primary)

    def implied_zeros(self) -> frozenset[int]:
        """Numbers that are 0 because a top number is 0 that no rule hides.

        "Nobody in the whole region" says it of every school, and the rules allow saying it; hiding it for a
        school does not unsay it. The top number itself is not among them.
        """
        zeros = {i for i, number in enumerate(self.numbers) if number.value == 0 and self._open_top(number)}
        implied: set[int] = set()
        while found := {part for s in self.sums if s.total in zeros | implied for part in s.parts} - implied:
            implied |= found
        return frozenset(implied - zeros)

    def _open_top(self, number: Number) -> bool:
        return any(self.cells[cell].top and not self.cells[cell].primary for cell in number.cells)

    def _name(self, number: int) -> str:
        return next((self.cells[cell].key for cell in self.numbers[number].cells), "an unpublished number")


def components(system: System) -> list[System]:
    """The system in pieces that have no cell, number or sum in common, in a stable order."""
    roots = Roots(len(system.numbers))
    by_cell: dict[int, int] = {}
    for i, number in enumerate(system.numbers):
        for cell in number.cells:
            roots.join(i, by_cell.setdefault(cell, i))
    for s in system.sums:
        for part in s.parts:
            roots.join(s.total, part)
    members: dict[int, list[int]] = {}
    for i in range(len(system.numbers)):
        members.setdefault(roots.find(i), []).append(i)
    sums: dict[int, list[Sum]] = {}
    for s in system.sums:
        sums.setdefault(roots.find(s.total), []).append(s)
    return [_piece(system, group, sums.get(root, [])) for root, group in members.items()]


def _piece(system: System, members: Sequence[int], sums: Iterable[Sum]) -> System:
    piece = System()
    cells: dict[int, int] = {}
    place: dict[int, int] = {}
    for i in members:
        number = system.numbers[i]
        for cell in number.cells:
            if cell not in cells:
                cells[cell] = piece.add_cell(system.cells[cell])
        guards, others = ([cells[cell] for cell in some] for some in (number.guards, number.cells))
        place[i] = (
            piece.add_secret(number.value)
            if number.secret
            else piece.add_number(number.value, guards, others)
        )
    piece.sums = [Sum(place[s.total], tuple(place[part] for part in s.parts)) for s in sums]
    return piece


class Roots:
    """Disjoint sets of positions."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.find(one), self.find(other)))
        self._parent[high] = low
