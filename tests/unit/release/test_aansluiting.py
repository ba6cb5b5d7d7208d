"""From expected to realised, to the mbo and over the WERKoverleg: what is hidden by hand, and an attack."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.release.aansluiting import protect_aansluiting
from pipeline.release.policy import Policy
from pipeline.release.small_memory import hidden_names
from tests.support.attack import ENOUGH, Puzzle, Solver

KLASSEN = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")
MBO = ("aangemeld", "aangeboden", "ingeschreven")
OVERLEG = ("besproken", "traject", "traject en werk")
UITKOMSTEN = ("werk", "opleiding", "afgebroken", "anders")
OPENBAAR, STUURGROEP = Policy(), Policy(telling=3, noemer=5)
Name = tuple[str, ...]


@dataclass(frozen=True)
class Leavers:
    """What there is: how many went from where to where, and the other counts by hand."""

    verwacht: Counter[tuple[str, str]]
    mbo: tuple[int, int, int] = (0, 0, 0)
    bekend: int = 0
    gedaan: int = 0
    p2: tuple[int, int] = (0, 0)
    overleg: tuple[int, int, int] = (0, 0, 0)
    uitkomst: tuple[int, int, int, int] = (0, 0, 0, 0)

    @property
    def allen(self) -> int:
        return self.verwacht.total()

    @property
    def aansluiting(self) -> pd.DataFrame:
        rows = [("verwacht", van, naar, self.verwacht[van, naar]) for van in KLASSEN for naar in KLASSEN]
        for onderwerp, namen, counts in (
            ("mbo", MBO, self.mbo),
            ("overdracht", ("bekend", "gedaan"), (self.bekend, self.gedaan)),
            ("overleg", OVERLEG, self.overleg),
            ("uitkomst", UITKOMSTEN, self.uitkomst),
        ):
            rows += [(onderwerp, "", naam, n) for naam, n in zip(namen, counts, strict=True)]
        names = ["schooljaar", "onderwerp", "van", "naar", "aantal"]
        return pd.DataFrame([(2023, *row) for row in rows], columns=names)

    def cijfers(self, *hidden: str) -> pd.DataFrame:
        """The region's D and P2 as published: without these classes, and without what a rule hides."""
        found = [("D", naar, "klasse", self.there(naar), self.allen) for naar in KLASSEN]
        rows = [
            (
                2023,
                *row[:3],
                "regio",
                k,
                n,
                "niet getoond" if row[1] in hidden or rule(row[0], k, n) else "gemeten",
            )
            for *row, k, n in [*found, ("P2", "", "", *self.p2[::-1])]
        ]
        names = ["cohort", "indicator", "klasse", "soort_klasse", "niveau", "k", "n", "status"]
        return pd.DataFrame(rows, columns=names)

    def there(self, naar: str) -> int:
        return sum(n for (_, klasse), n in self.verwacht.items() if klasse == naar)


def rule(indicator: str, k: int, n: int) -> bool:
    return 0 < k < 5 or 0 < n - k < 5 or n < 10 or (indicator == "P2" and k == 0)


def read(table: pd.DataFrame) -> dict[Name, int | None]:
    assert table["aantal"].isna().equals(table["status"] == "niet getoond")
    counts = [None if pd.isna(n) else int(n) for n in table["aantal"]]
    return dict(
        zip(table[["onderwerp", "van", "naar"]].itertuples(index=False, name=None), counts, strict=True)
    )


def told(leavers: Leavers, policy: Policy = OPENBAAR, *hidden: str) -> dict[Name, int | None]:
    return read(protect_aansluiting(leavers.aansluiting, leavers.cijfers(*hidden), policy))


RUIM = Leavers(
    Counter({(van, naar): 20 for van in KLASSEN[:3] for naar in KLASSEN}),
    (100, 80, 60), 250, 150, (120, 90), (80, 60, 40), (25, 15, 10, 10),
)  # fmt: skip


def test_counts_that_are_not_small_are_all_shown_with_their_totals() -> None:
    found = told(RUIM)
    assert None not in found.values() and len(found) == 25 + 5 + 3 + 2 + 3 + 4
    assert found["verwacht", "WERK", "alle"] == 100 and found["verwacht", "GEEN", "alle"] == 0


@pytest.mark.parametrize(
    ("change", "weg"),
    [
        ({"mbo": (100, 97, 60)}, ("mbo", "", "aangeboden")),  # three were not offered a place
        ({"mbo": (100, 80, 3)}, ("mbo", "", "ingeschreven")),
        ({"gedaan": 0}, ("overdracht", "", "gedaan")),  # for nobody
        ({"overleg": (80, 60, 58), "p2": (120, 90)}, ("overleg", "", "traject en werk")),
        ({"overleg": (80, 60, 40), "p2": (120, 43)}, ("overleg", "", "traject en werk")),  # three more placed
        ({"uitkomst": (25, 15, 4, 16)}, ("uitkomst", "", "afgebroken")),
    ],
)
def test_what_is_small_or_says_the_worst_of_everybody_is_hidden(change: dict[str, object], weg: Name) -> None:
    made = Leavers(**{**RUIM.__dict__, **change})  # type: ignore[arg-type]
    assert told(made)[weg] is None


def test_a_destination_with_few_from_elsewhere_hides_who_came_from_where_it_was_expected() -> None:
    """43 in work: 41 expected there, so two who were not, one from each of two places."""
    verwacht = Counter({(van, naar): 20 for van in KLASSEN[:3] for naar in KLASSEN[1:]})
    verwacht |= Counter({("WERK", "WERK"): 41, ("LEREN", "WERK"): 1, ("DAGBESTEDING", "WERK"): 1})
    assert told(Leavers(verwacht, p2=(50, 41)))["verwacht", "WERK", "WERK"] is None


def test_where_a_destination_is_not_shown_it_does_not_follow_from_what_was_expected() -> None:
    found = told(RUIM, OPENBAAR, "DAGBESTEDING")
    assert {n for name, n in found.items() if name[0] == "verwacht"} == {None}
    assert found["mbo", "", "aangemeld"] == 100 and found["overleg", "", "traject"] == 60


def test_who_sees_less_is_not_shown_what_is_hidden_from_who_sees_more() -> None:
    made = Leavers(**{**RUIM.__dict__, "uitkomst": (25, 15, 2, 18)})
    more = protect_aansluiting(made.aansluiting, made.cijfers(), STUURGROEP)
    public = protect_aansluiting(
        made.aansluiting, made.cijfers(), OPENBAAR, hidden_names("aansluiting", more)
    )
    assert hidden_names("aansluiting", more) and hidden_names("aansluiting", more) <= hidden_names(
        "aansluiting", public
    )


def test_where_nothing_was_said_there_is_an_empty_table() -> None:
    nobody = Leavers(Counter({("ONBEKEND", naar): 20 for naar in KLASSEN}))
    assert protect_aansluiting(nobody.aansluiting, nobody.cijfers(), OPENBAAR).empty


def counted(leavers: Leavers) -> dict[Name, int]:
    rows = leavers.aansluiting.to_dict("records")
    return {(row["onderwerp"], row["van"], row["naar"]): int(row["aantal"]) for row in rows}


def attack(leavers: Leavers, shown: dict[Name, int | None]) -> list[Name]:
    """What can be worked out of hidden counts, and of small rests of their wholes."""
    puzzle, targets, _ = puzzle_of(leavers, shown)
    solver = Solver(puzzle)
    return [name for name in targets if len(solver.values(name)) < ENOUGH]


def puzzle_of(leavers: Leavers, shown: dict[Name, int | None]) -> tuple[Puzzle, list[Name], dict[Name, int]]:
    """What is published, what is to be kept of it, and the truth of all of this table and the rests. That
    nobody went somewhere is published, and says it of all of them."""
    puzzle, truth = Puzzle(), counted(leavers)
    rests: dict[Name, int] = {}
    for van in KLASSEN:
        truth["verwacht", van, "alle"] = sum(truth["verwacht", van, naar] for naar in KLASSEN)
    whole: dict[Name, int] = {("D", naar): leavers.there(naar) for naar in KLASSEN}
    whole |= {("n",): leavers.allen, ("P2", "n"): leavers.p2[0], ("P2", "k"): leavers.p2[1]}
    published = leavers.cijfers().query("status == 'gemeten'")
    known = {("n",)} | {("D", klasse) for klasse in published["klasse"]}
    known |= {("P2", letter) for letter in "nk" if "P2" in set(published["indicator"])}
    for name, value in shown.items():
        puzzle.count(name, value)
    for name, value in whole.items():
        puzzle.count(name, value if name in known else None)
    targets = [name for name, value in shown.items() if value is None]

    def part(of: Name, name: Name) -> None:
        rest = ("rest", *of, *name)
        puzzle.count(rest, None)
        puzzle.equal(of, [name, rest])
        rests[rest] = (truth | whole)[of] - truth[name]
        if 0 < rests[rest] < OPENBAAR.telling:
            targets.append(rest)

    for van in KLASSEN:
        row = ("verwacht", van, "alle")
        puzzle.equal(row, [("verwacht", van, naar) for naar in KLASSEN])
        part(("n",), row)
        for naar in KLASSEN:
            part(row, ("verwacht", van, naar))
            part(("D", naar), ("verwacht", van, naar))
    for naar in KLASSEN:
        puzzle.equal(("D", naar), [("verwacht", van, naar) for van in KLASSEN])
    chains = ((("n",), "mbo", MBO), (("P2", "n"), "overleg", OVERLEG))
    for first, onderwerp, namen in chains:
        of: Name = first
        for naam in namen:
            part(of, (onderwerp, "", naam))
            of = (onderwerp, "", naam)
    part(("overdracht", "", "bekend"), ("overdracht", "", "gedaan"))
    part(("P2", "k"), ("overleg", "", "traject en werk"))
    for naam in UITKOMSTEN:
        part(("overleg", "", "traject"), ("uitkomst", "", naam))
    puzzle.equal(("overleg", "", "traject"), [("uitkomst", "", naam) for naam in UITKOMSTEN])
    nobody = {name[1] for name, value in whole.items() if name[0] == "D" and value == 0 and name in known}
    targets = [name for name in targets if name[:1] != ("verwacht",) or name[2] not in nobody]
    return puzzle, targets, truth | rests


@st.composite
def some_leavers(draw: st.DrawFn) -> Leavers:
    most = draw(st.sampled_from([4, 9, 30]))
    cells = {(van, naar): draw(st.integers(0, most)) for van in KLASSEN for naar in KLASSEN}
    if draw(st.booleans()):
        cells |= {("GEEN", naar): 0 for naar in KLASSEN}
    cells["WERK", "WERK"] += 25
    verwacht = Counter(cells)

    def down(whole: int, steps: int) -> list[int]:
        found = []
        for _ in range(steps):
            whole = draw(st.integers(0, whole))
            found.append(whole)
        return found

    bekend, gedaan = down(verwacht.total(), 2)
    n, *overleg = down(verwacht.total(), 4)
    left, uitkomst = overleg[1], []
    for _ in UITKOMSTEN[1:]:
        uitkomst.append(draw(st.integers(0, left)))
        left -= uitkomst[-1]
    placed = draw(st.integers(overleg[2], n))
    a, b, c = down(verwacht.total(), 3)
    x, y, z = overleg
    return Leavers(verwacht, (a, b, c), bekend, gedaan, (n, placed), (x, y, z), (left, *uitkomst))  # type: ignore[arg-type]


@given(some_leavers())
@settings(max_examples=40)
def test_nobody_works_out_what_is_hidden(leavers: Leavers) -> None:
    found = told(leavers)
    shown = {name: value for name, value in found.items() if value is not None}
    truth = {
        (row["onderwerp"], row["van"], row["naar"]): row["aantal"]
        for row in leavers.aansluiting.to_dict("records")
    }
    assert all(truth.get(name, value) == value for name, value in shown.items())
    assert attack(leavers, found) == []


def test_the_attack_finds_a_count_that_only_its_own_rule_hides() -> None:
    cells = Counter({(van, naar): 20 for van in KLASSEN[:3] for naar in KLASSEN})
    cells["LEREN", "GEEN"] = 2
    made = Leavers(cells, RUIM.mbo, RUIM.bekend, RUIM.gedaan, RUIM.p2, RUIM.overleg, RUIM.uitkomst)
    shown = told(made)
    assert sum(n is None for n in shown.values()) >= 4
    truth = counted(made)
    naive = {name: value if name[2] == "alle" else truth[name] for name, value in shown.items()}
    naive["verwacht", "LEREN", "GEEN"] = None
    assert ("verwacht", "LEREN", "GEEN") in attack(made, naive)
