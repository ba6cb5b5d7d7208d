"""Small counts in the tables beside `cijfers`: the flow to leavers, the defects, the repairs, the deliveries.

What is about delivered rows (duplicates, quarantine by reason) tells nothing of what became of anybody and
is shown: nothing is lost, and the report shows that. From "schoolverlaters" on the flow counts people; that
number itself is what the rows leave, so it is shown too. If it is too small for that, no step is shown.
Defects and repairs are counted by kind over the region; kinds overlap and have no total. Deliveries are shown
by source and year, because one delivery is one school.

A count of defects or repairs that an earlier release of the same school year showed, and that is another one
now by fewer than may be shown, is not shown now. There is no total, so nothing gives it away, and one that is
hidden for this cannot be told from one that is hidden because it is small. Of deliveries that holds only
for the sources of who is discussed or on the list: how many leavers there are, and how many of them were
followed, `cijfers` shows of the region whatever changed; how many were discussed it does not.

The flow is beside `cijfers`: whatever of it changed, `cijfers` or the rows before it tell most. A step with
the number that was shown before is known (`out`); that a step is another one now is not hidden.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from pipeline.release.policy import Policy
from pipeline.release.protection import NIET_GETOOND, refusals
from pipeline.release.readers import Steps
from pipeline.release.region import RegionFigures, shown_of_region
from pipeline.release.small_memory import Earlier, Row, changed_little
from pipeline.release.suppression import choose_hidden, concede
from pipeline.release.system import Cell, DoesNotAddUp, System

GETOOND = "getoond"
PEOPLE_FROM = "schoolverlaters"
NOT_ABOUT_PEOPLE = ("doelen", "esf", "innovatieplannen", "aanbevelingen", "zelfevaluatie")
DISCUSSED = ("werkoverleg", "bespreeklijst")
NO_STEPS: Steps = frozenset()
_COST = {"totaal": 100.0, "waarvan": 10.0, "af": 1.0}
_ROWS = ["rijen", "behouden", "dubbel", "vervangen", "quarantaine"]


def protect_flow(
    stroom: pd.DataFrame, policy: Policy, cijfers: pd.DataFrame, must: Steps = NO_STEPS, out: Steps = NO_STEPS
) -> pd.DataFrame:
    """Hide small counts of people in the flow, and what gives them away; adds status.

    stroom: cohort, volgorde, stap, soort, aantal. A totaal less the steps "af" after it is the next totaal; a
    "waarvan" is a part of the totaal before it. cijfers: the figures as they are published, which tell some
    of these numbers and bound others. must: steps that are hidden for readers who see more than these. out:
    steps that readers know from earlier releases. Raises ReleaseGeweigerd when they do not add up, or cannot
    be hidden.
    """
    flow = stroom.sort_values(["cohort", "volgorde"], ignore_index=True).astype({"aantal": "Int64"})
    hidden: set[int] = set()
    for name, steps in flow.groupby("cohort"):
        cohort = int(str(name))
        with refusals():
            _check_rows(steps)
            where = {str(row): (cohort, stap) for row, stap in steps["stap"].items()}
            forced, seen = ({row for row, step in where.items() if step in some} for some in (must, out))
            hidden |= _hidden_steps(steps, policy, shown_of_region(cijfers, cohort), forced, seen)
    return _hide(flow, hidden, ["aantal"])


def hidden_steps(stroom: pd.DataFrame) -> Steps:
    """The steps of a protected flow that are not shown."""
    hidden = stroom[stroom["status"] == NIET_GETOOND]
    return frozenset(hidden[["cohort", "stap"]].itertuples(index=False, name=None))


def protect_defects(
    defecten: pd.DataFrame, policy: Policy, must: Collection[Row] = (), earlier: Sequence[Earlier] = ()
) -> pd.DataFrame:
    """Hide small counts of defects, and what changed a little; adds status. defecten: bron, soort, aantal.

    must: rows, by their names, that are hidden for readers who see more. earlier: the table as earlier
    releases had it.
    """
    table = defecten.astype({"aantal": "Int64"})
    return _hide(table, _hidden_of(table, ["bron", "soort"], policy, must, earlier), ["aantal"])


def protect_repairs(
    hersteld: pd.DataFrame, policy: Policy, must: Collection[Row] = (), earlier: Sequence[Earlier] = ()
) -> pd.DataFrame:
    """The same of repairs in sources about people. hersteld: bron, kolom, soort, aantal."""
    table = hersteld.astype({"aantal": "Int64"})
    people = table[~table["bron"].isin(NOT_ABOUT_PEOPLE)]
    return _hide(table, _hidden_of(people, ["bron", "kolom", "soort"], policy, must, earlier), ["aantal"])


def _hidden_of(
    table: pd.DataFrame, names: list[str], policy: Policy, must: Collection[Row], earlier: Sequence[Earlier]
) -> set[int]:
    """Positions of the counts that are small, or that changed a little."""
    return {
        at
        for at, row, aantal in _rows(table, names, "aantal")
        if policy.klein(aantal) or row in must or changed_little(earlier, row, aantal, policy.telling)
    }


def _rows(table: pd.DataFrame, names: list[str], number: str) -> Iterator[tuple[int, Row, int]]:
    """The position, the name and a number of every row."""
    named = table[names].astype(str).itertuples(index=False, name=None)
    yield from zip(table.index.astype(int), named, table[number].astype(int), strict=True)


def summarise_deliveries(
    leveringen: pd.DataFrame, policy: Policy, must: Collection[Row] = (), earlier: Sequence[Earlier] = ()
) -> pd.DataFrame:
    """Deliveries by source and year of delivery; no counts where they are about fewer rows than `noemer`, or
    of who is discussed by fewer than that other rows than an earlier release showed.

    leveringen: levering, bron, leverdatum (ISO), sha256 and counts of rows by fate. sha256 becomes the hash
    of the sorted hashes, one a line, so that who has the deliveries can check that it is about these. must:
    source and year that are hidden for readers who see more. earlier: the table as earlier releases had it.
    Adds status.
    """
    year = leveringen["leverdatum"].fillna("onbekend").str.replace(r"-\d\d-\d\d$", "", regex=True)
    groups = leveringen.groupby([leveringen["bron"], year])
    table = groups[_ROWS].sum().astype("Int64")
    table["leveringen"] = groups.size().astype("Int64")
    table["sha256"] = groups["sha256"].agg(_hash_of_hashes)
    table = table.reset_index()
    table["levering"] = table["bron"] + " " + table["leverdatum"]
    people = ~table["bron"].isin(NOT_ABOUT_PEOPLE)
    few = {int(at) for at in table.index[people] if 0 < int(table.loc[at, "rijen"]) < policy.noemer}
    discussed = table[table["bron"].isin(DISCUSSED)]
    changed = {
        at
        for number in _ROWS
        for at, row, rows in _rows(discussed, ["bron", "leverdatum"], number)
        if row in must or changed_little(earlier, (*row, number), rows, policy.noemer)
    }
    return _hide(table, few | changed, _ROWS)


def _check_rows(steps: pd.DataFrame) -> None:
    """Every row that went off is in a step: a row that is in none would be lost in silence."""
    people = (steps["stap"] == PEOPLE_FROM).cummax()
    if not people.any():
        return
    first, *off = steps.loc[~people, "aantal"].astype(int)
    left = int(steps.loc[people, "aantal"].iloc[0])
    if first - sum(off) != left:
        raise DoesNotAddUp(f"{first} delivered rows less {sum(off)} that went off are not {left} leavers")


def _hidden_steps(
    steps: pd.DataFrame, policy: Policy, shown: RegionFigures, must: Collection[str], seen: Collection[str]
) -> set[int]:
    """Positions of the steps of one cohort that may not be shown."""
    people = steps[(steps["stap"] == PEOPLE_FROM).cummax()]
    if len(people) and policy.klein(int(people["aantal"].iloc[0])):
        return {int(row) for row in steps.index}
    counted = people if len(people) else steps
    hidden = choose_hidden(_flow_system(counted, policy, shown, must), policy.breedte)
    if not hidden.isdisjoint(seen):
        system = _flow_system(counted, policy, shown, must)
        ruled = {cell.key for cell in system.cells if cell.primary}
        free = {cell.key for cell in system.cells if not cell.keep} - set(seen)
        concede(system, seen, free, policy.breedte)
        hidden = choose_hidden(system, policy.breedte) | ruled
    return {int(key) for key in hidden}


def _flow_system(steps: pd.DataFrame, policy: Policy, shown: RegionFigures, must: Collection[str]) -> System:
    """Cells are named after the row; people who are "waarvan" of a totaal leave others who are not."""
    system = System()
    total: int | None = None
    taken: list[int] = []
    columns = (steps.index, steps["stap"], steps["soort"], steps["aantal"].astype(int))
    for row, stap, soort, aantal in zip(*columns, strict=True):
        of = aantal if total is None else system.numbers[total].value
        small = policy.klein(aantal) or (soort == "waarvan" and policy.reden("", "", aantal, of) is not None)
        told = stap == PEOPLE_FROM or stap in shown.told
        primary = (small and stap != PEOPLE_FROM) or str(row) in must
        cell = system.add_cell(Cell(str(row), _COST[soort], primary=primary, keep=told and not primary))
        number = system.add_number(aantal, guards=[cell])
        if (most := shown.at_most.get(stap)) is not None:
            system.add_sum(system.add_known(most), [number, system.add_latent()])
        if soort == "totaal":
            _close(system, total, [*taken, number])
            total, taken = number, []
        elif soort == "af":
            taken.append(number)
        else:
            _close(system, total, [number, system.add_number(of - aantal, guards=[cell])])
    return system


def _close(system: System, total: int | None, parts: Sequence[int]) -> None:
    if total is not None:
        system.add_sum(total, parts)


def _hide(table: pd.DataFrame, rows: Collection[int], columns: list[str]) -> pd.DataFrame:
    hidden = table.index.isin(list(rows))
    table["status"] = GETOOND
    table.loc[hidden, "status"] = NIET_GETOOND
    table.loc[hidden, columns] = None
    return table


def _hash_of_hashes(hashes: "pd.Series[str]") -> str:
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(hashes)).encode()).hexdigest()
