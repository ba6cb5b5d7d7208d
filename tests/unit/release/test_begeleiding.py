"""Pupils discussed and on the list: what is hidden by hand, and an attack on what is shown."""

import itertools
from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.release import small_tables
from pipeline.release.begeleiding import protect_caseload, protect_meetings
from pipeline.release.policy import Policy
from pipeline.release.small_memory import hidden_names
from pipeline.release.suppression import CannotProtect
from pipeline.release.system import System
from tests.support.attack import ENOUGH, Puzzle, Solver

OPENBAAR, STUURGROEP = Policy(), Policy(telling=3)
REDENEN = ("contract", "school", "overdracht", "anders")
Name = tuple[str, ...]
Meeting = tuple[str, str, int, int, int]
"""Quarter, cluster, and how many were discussed, got a traject, got a negative advice."""


def meetings(*rows: Meeting) -> pd.DataFrame:
    names = ["schooljaar", "kwartaal", "cluster", "besproken", "traject", "negatief"]
    return pd.DataFrame([(2023, *row) for row in rows], columns=names)


def stays(begin: int, *quarters: tuple[int, int, int, int, int]) -> pd.DataFrame:
    """Of each quarter who came and who left, by reason."""
    rows = []
    for at, (erbij, *eraf) in enumerate(quarters, start=1):
        eind = begin + erbij - sum(eraf)
        counts = {"begin": begin, "erbij": erbij, **dict(zip(REDENEN, eraf, strict=True)), "eind": eind}
        rows += [(2023, str(at), soort, aantal) for soort, aantal in counts.items()]
        begin = eind
    return pd.DataFrame(rows, columns=["schooljaar", "kwartaal", "soort", "aantal"])


def read(table: pd.DataFrame) -> dict[Name, int | None]:
    """Every row's count, None where it is hidden."""
    names = [name for name in ("kwartaal", "cluster", "soort") if name in table]
    assert table["aantal"].isna().equals(table["status"] == "niet getoond")
    counts = [None if pd.isna(aantal) else int(aantal) for aantal in table["aantal"]]
    return dict(zip(table[names].itertuples(index=False, name=None), counts, strict=True))


# by hand ----------------------------------------------------------------------------------------------------


def test_counts_that_are_not_small_are_all_shown_with_their_sums() -> None:
    found = read(protect_meetings(meetings(("1", "1", 20, 10, 8), ("2", "2", 30, 12, 9)), OPENBAAR))
    assert None not in found.values() and len(found) == 27
    assert found["alle", "alle", "besproken"] == 50 and found["1", "alle", "traject"] == 10
    assert found["2", "1", "besproken"] == 0 and found["alle", "2", "negatief"] == 9


@pytest.mark.parametrize(
    ("row", "weg"),
    [
        (("1", "1", 20, 4, 0), {"traject"}),  # small
        (("1", "1", 20, 16, 0), {"traject"}),  # the rest is small
        (("1", "1", 20, 0, 0), {"traject"}),  # nobody got a traject
        (("1", "1", 20, 20, 0), set()),  # everybody did
        (("1", "1", 20, 10, 20), {"negatief"}),  # a negative advice for everybody
        (("1", "1", 20, 10, 0), set()),  # and for nobody
        (("1", "1", 4, 2, 0), {"besproken", "traject", "negatief"}),
        (("1", "1", 0, 0, 0), set()),
    ],
)
def test_what_is_small_or_says_the_worst_of_everybody_is_hidden(row: Meeting, weg: set[str]) -> None:
    """One quarter and one cluster: each count is its own sum, so it is hidden there too."""
    found = read(protect_meetings(meetings(row), OPENBAAR))
    assert {name[-1] for name, aantal in found.items() if aantal is None} == weg


def test_a_small_count_takes_others_along_over_quarters_and_clusters() -> None:
    """Four in one cell: that row and that column each need another."""
    rows = [(q, c, 4 if (q, c) == ("1", "1") else 20, 10, 8) for q in "12" for c in "12"]
    rows[0] = ("1", "1", 4, 0, 0)
    found = read(protect_meetings(meetings(*rows), OPENBAAR))
    hidden = {name[:2] for name, aantal in found.items() if aantal is None and name[2] == "besproken"}
    assert len(hidden) >= 3 and found["alle", "alle", "besproken"] == 64


def test_the_end_of_a_quarter_is_the_start_of_the_next_also_when_hidden() -> None:
    """20 on it; 2 come and 8 leave: 14; then 6 come and 16 leave: 4, too few to show."""
    table = protect_caseload(stays(20, (2, 8, 0, 0, 0), (6, 16, 0, 0, 0)), OPENBAAR)
    found = read(table)
    assert found["1", "eind"] == found["2", "begin"] and found["alle", "begin"] == 20
    assert found["2", "eind"] is None and found["alle", "eind"] is None
    assert found["1", "erbij"] is None


def test_the_year_runs_from_its_first_quarter_to_its_last() -> None:
    found = read(protect_caseload(stays(20, (10, 6, 0, 0, 6), (12, 5, 5, 0, 0)), OPENBAAR))
    year = {name[1]: aantal for name, aantal in found.items() if name[0] == "alle"}
    assert year["begin"] == 20 and year["eind"] == 20 and year["erbij"] == 22 and year["eraf"] == 22


def test_without_deliveries_there_is_an_empty_table() -> None:
    assert protect_meetings(meetings(), OPENBAAR).empty and protect_caseload(stays(3), OPENBAAR).empty


def test_what_cannot_be_protected_is_hidden_as_a_whole_and_refuses_no_release(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cannot(_system: System, _width: int) -> frozenset[str]:
        raise CannotProtect([])

    monkeypatch.setattr(small_tables, "choose_hidden", cannot)
    found = read(protect_meetings(meetings(("1", "1", 20, 10, 8)), OPENBAAR))
    assert len(found) == 12 and set(found.values()) == {None}


# the attack -------------------------------------------------------------------------------------------------


def attack_meetings(shown: dict[Name, int | None], truth: dict[Name, int]) -> list[Name]:
    """Counts, and rests of those discussed, that can be worked out; truth: all counts, rests too."""
    puzzle, targets = Puzzle(), []
    for name, aantal in shown.items():
        puzzle.count(name, aantal)
        if aantal is None:
            targets.append(name)
        if name[-1] != "besproken":
            puzzle.count((*name, "rest"), None)
            puzzle.equal((*name[:2], "besproken"), [name, (*name, "rest")])
            if aantal is None or 0 < truth[*name, "rest"] < 5:
                targets.append((*name, "rest"))
    add_margins(puzzle, truth)
    nobody = {name[2:] for name, n in truth.items() if name[:2] == ("alle", "alle") and n == 0}
    nobody -= {("traject",), ("negatief", "rest")}  # these are not allowed to be said
    solver = Solver(puzzle)
    return [t for t in targets if t[2:] not in nobody and len(solver.values(t)) < ENOUGH]


def add_margins(puzzle: Puzzle, truth: dict[Name, int]) -> None:
    quarters, clusters = (sorted({name[at] for name in truth} - {"alle"}) for at in (0, 1))
    for kind in sorted({name[2:] for name in truth}):
        for quarter in [*quarters, "alle"]:
            puzzle.equal((quarter, "alle", *kind), [(quarter, cluster, *kind) for cluster in clusters])
        for cluster in [*clusters, "alle"]:
            puzzle.equal(("alle", cluster, *kind), [(quarter, cluster, *kind) for quarter in quarters])


def truth_of(rows: Sequence[Meeting]) -> dict[Name, int]:
    """Every count with its sums, and the rest of every whole."""
    found: dict[Name, int] = {}
    for quarter, cluster, *counts in rows:
        values = dict(zip(("besproken", "traject", "negatief"), counts, strict=True))
        for where in {(q, c) for q in (quarter, "alle") for c in (cluster, "alle")}:
            for kind, value in values.items():
                found[*where, kind] = found.get((*where, kind), 0) + value
                if kind != "besproken":
                    rest = (*where, kind, "rest")
                    found[rest] = found.get(rest, 0) + values["besproken"] - value
    return found


@st.composite
def some_meetings(draw: st.DrawFn) -> list[Meeting]:
    most = draw(st.sampled_from([3, 8, 25]))
    rows: list[Meeting] = []
    for quarter in "1234"[: draw(st.integers(1, 4))]:
        for cluster in "123"[: draw(st.integers(1, 3))]:
            whole = draw(st.integers(0, most))
            rows.append((quarter, cluster, whole, draw(st.integers(0, whole)), draw(st.integers(0, whole))))
    return rows


def whole_grid(rows: list[Meeting]) -> list[Meeting]:
    """The table has a row for every quarter in every cluster; where nobody met that is 0."""
    of = {row[:2]: row for row in rows}
    grid = [(quarter, cluster) for quarter in {r[0] for r in rows} for cluster in {r[1] for r in rows}]
    return [of.get(where, (*where, 0, 0, 0)) for where in grid]


@given(some_meetings())
@settings(max_examples=40)
def test_nobody_works_out_what_is_hidden_of_the_meetings(rows: list[Meeting]) -> None:
    found = read(protect_meetings(meetings(*rows), OPENBAAR))
    truth = truth_of(whole_grid(rows))
    assert all(aantal in (None, truth[name]) for name, aantal in found.items())
    assert attack_meetings(found, truth) == []


def test_the_attack_finds_a_count_that_only_its_own_rule_hides() -> None:
    rows: list[Meeting] = [("1", "1", 20, 4, 8), ("1", "2", 20, 9, 8)]
    truth = truth_of(rows)
    naive = {n: None if v == 4 else v for n, v in truth.items() if n[-1] != "rest"}
    assert ("1", "1", "traject") in attack_meetings(naive, truth)


def stays_puzzle(shown: dict[Name, int | None]) -> Puzzle:
    puzzle = Puzzle()
    for name, aantal in shown.items():
        puzzle.count(name, aantal)
    quarters = sorted({quarter for quarter, _ in shown} - {"alle"})
    for quarter in [*quarters, "alle"]:
        puzzle.equal((quarter, "eraf"), [(quarter, reden) for reden in REDENEN])
        puzzle.count(("er", quarter), None)
        puzzle.equal(("er", quarter), [(quarter, "begin"), (quarter, "erbij")])
        puzzle.equal(("er", quarter), [(quarter, "eind"), (quarter, "eraf")])
    for soort in ("erbij", "eraf", *REDENEN):
        puzzle.equal(("alle", soort), [(quarter, soort) for quarter in quarters])
    for one, other in itertools.pairwise(quarters):
        puzzle.equal((one, "eind"), [(other, "begin")])
    puzzle.equal(("alle", "begin"), [(quarters[0], "begin")])
    puzzle.equal(("alle", "eind"), [(quarters[-1], "eind")])
    return puzzle


def attack_stays(shown: dict[Name, int | None]) -> list[Name]:
    nobody = {soort for (quarter, soort), aantal in shown.items() if quarter == "alle" and aantal == 0}
    solver = Solver(stays_puzzle(shown))
    hidden = [name for name, aantal in shown.items() if aantal is None and name[1] not in nobody]
    return [name for name in hidden if len(solver.values(name)) < ENOUGH]


@st.composite
def some_stays(draw: st.DrawFn) -> pd.DataFrame:
    most = draw(st.sampled_from([2, 6, 20]))
    there = begin = draw(st.integers(0, most))
    quarters = []
    for _ in range(draw(st.integers(1, 4))):
        erbij = draw(st.integers(0, most))
        there += erbij
        eraf = []
        for _ in REDENEN:
            eraf.append(draw(st.integers(0, min(there, most))))
            there -= eraf[-1]
        quarters.append((erbij, *eraf))
    return stays(begin, *quarters)  # type: ignore[arg-type]


@given(some_stays())
@settings(max_examples=50)
def test_nobody_works_out_what_is_hidden_of_the_list(table: pd.DataFrame) -> None:
    found = read(protect_caseload(table, OPENBAAR))
    assert attack_stays(found) == []
    assert all(aantal is None or aantal == 0 or aantal >= 5 for aantal in found.values())


@given(some_meetings(), some_stays())
@settings(max_examples=25)
def test_what_is_hidden_from_the_stuurgroep_is_hidden_from_everybody(
    rows: list[Meeting], table: pd.DataFrame
) -> None:
    more, stayed = protect_meetings(meetings(*rows), STUURGROEP), protect_caseload(table, STUURGROEP)
    public = protect_meetings(meetings(*rows), OPENBAAR, hidden_names("werkoverleg", more))
    assert hidden_names("werkoverleg", more) <= hidden_names("werkoverleg", public)
    from_all = protect_caseload(table, OPENBAAR, hidden_names("caseload", stayed))
    assert hidden_names("caseload", stayed) <= hidden_names("caseload", from_all)
