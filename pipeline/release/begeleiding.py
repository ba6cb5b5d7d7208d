"""Counts of pupils in the WERKoverleg and on the bespreeklijst, each table protected by itself.

Who is discussed or on the list is still at school, or just left it: no figure of leavers is a part of these
or the other way round. So each table is a system of its own, with the sums over quarters, clusters and
reasons in it. A count is hidden where it is small, where the rest of its whole is (discussed pupils without
a traject), and where it says of everybody what is unfavourable: no traject for any of those discussed, a
negative advice for all, nobody off the list with a contract. What would give a hidden count away goes too.

What other tables tell of these: the deliveries show how many rows there are, which for the year as a whole
comes near to the pupils discussed and to who came on the list, so those two are not hidden unless they are
small; then the deliveries are not shown either. Who is on the list at the end of a school year is so at the
start of the next, in another release: both are shown, unless small. Each release is about its own school
year.

What earlier releases of the same school year showed is reckoned with (small_again.py), as is the other end
of a turn of the year: a count that a later delivery changed by a few is not shown, however large it is, nor
what would give it away. Nothing else of pupils adds up to these counts, so all of a change can be hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.release.small_memory import Earlier, Memory
from pipeline.release.small_tables import ALLE, Draft, Ongunstig, Plan, Row, protected

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

BESPROKEN, TRAJECT, NEGATIEF = "besproken", "traject", "negatief"
BEGIN, ERBIJ, ERAF, EIND = "begin", "erbij", "eraf", "eind"
_FIRST, _LAST = "1", "4"
REDENEN = ("contract", "school", "overdracht", "anders")
_ONGUNSTIG: Mapping[str, Ongunstig] = {
    TRAJECT: "niemand",
    "contract": "niemand",
    **dict.fromkeys((NEGATIEF, "school", "overdracht", "anders"), "iedereen"),
}


def protect_meetings(
    werkoverleg: pd.DataFrame, policy: Policy, must: Collection[Row] = (), earlier: Sequence[Earlier] = ()
) -> pd.DataFrame:
    """One row per quarter, cluster and kind, and of all together: aantal, hidden where needed, and status.

    werkoverleg: schooljaar, kwartaal, cluster, besproken, traject, negatief (pupils; the last two are part of
    the first). must: rows that are hidden for readers who see more. earlier: the table as earlier releases
    had it. Raises ReleaseGeweigerd.
    """
    plan = Plan(policy, must, _meetings, earlier=earlier)
    return protected(werkoverleg, ("kwartaal", "cluster", "soort"), count_meetings(werkoverleg), plan)


def count_meetings(werkoverleg: pd.DataFrame) -> dict[Row, int]:
    """Every quarter and cluster that occurs, with all quarters, all clusters, and all of both."""
    rows = werkoverleg.to_dict("records")
    quarters, clusters = (sorted({str(row[name]) for row in rows}) for name in ("kwartaal", "cluster"))
    return {
        (quarter, cluster, soort): sum(
            int(row[soort])
            for row in rows
            if quarter in (ALLE, row["kwartaal"]) and cluster in (ALLE, row["cluster"])
        )
        for quarter in ([*quarters, ALLE] if rows else [])
        for cluster in [*clusters, ALLE]
        for soort in (BESPROKEN, TRAJECT, NEGATIEF)
    }


def _meetings(draft: Draft, counts: Mapping[Row, int]) -> None:
    for (quarter, cluster, soort), aantal in counts.items():
        whole = (quarter, cluster, BESPROKEN)
        if soort == BESPROKEN:
            draft.add(whole, aantal, keep=(quarter, cluster) == (ALLE, ALLE))
        else:
            draft.add((quarter, cluster, soort), aantal, counts[whole], _ONGUNSTIG[soort])
            draft.sum(whole, [(quarter, cluster, soort), (quarter, cluster, soort, "rest")])
    quarters, clusters = (sorted({row[at] for row in counts} - {ALLE}) for at in (0, 1))
    kinds = [(BESPROKEN,), *((soort, *more) for soort in (TRAJECT, NEGATIEF) for more in ((), ("rest",)))]
    for kind in kinds:
        for quarter in [*quarters, ALLE]:
            draft.sum((quarter, ALLE, *kind), [(quarter, cluster, *kind) for cluster in clusters])
        for cluster in clusters:
            draft.sum((ALLE, cluster, *kind), [(quarter, cluster, *kind) for quarter in quarters])


def protect_caseload(
    caseload: pd.DataFrame, policy: Policy, must: Collection[Row] = (), earlier: Sequence[Earlier] = ()
) -> pd.DataFrame:
    """One row per quarter and kind, with `eraf` and the year: aantal, hidden where needed, and status.

    caseload: schooljaar, kwartaal, soort (begin, erbij, reasons to leave, eind), aantal (stays). must: rows
    that are hidden for readers who see more. earlier: the table as earlier releases had it, and the turns of
    the year (earlier_stays). Raises ReleaseGeweigerd.
    """
    plan = Plan(policy, must, _stays, earlier=earlier)
    return protected(caseload, ("kwartaal", "soort"), count_stays(caseload), plan)


def earlier_stays(memory: Memory, schooljaar: int) -> tuple[Earlier, ...]:
    """What earlier releases told of the list in a school year; at its two ends those of other years did."""
    turns = (
        (schooljaar - 1, (_LAST, EIND), (_FIRST, BEGIN)),
        (schooljaar + 1, (_FIRST, BEGIN), (_LAST, EIND)),
    )
    ends = [
        Earlier({here: one.shown[there]})
        for year, there, here in turns
        for one in memory.of("caseload", year)
        if there in one.shown
    ]
    return (*memory.of("caseload", schooljaar), *ends)


def count_stays(caseload: pd.DataFrame) -> dict[Row, int]:
    """With who left for any reason, and the year: from its first quarter to its last."""
    counts: dict[Row, int] = {
        (str(row["kwartaal"]), str(row["soort"])): int(row["aantal"]) for row in caseload.to_dict("records")
    }
    quarters = sorted({quarter for quarter, _ in counts})
    if not quarters:
        return {}
    left = {(quarter, ERAF): sum(counts[quarter, reden] for reden in REDENEN) for quarter in quarters}
    per_quarter = counts | left
    moved = (ERBIJ, ERAF, *REDENEN)
    year = {(ALLE, soort): sum(per_quarter[quarter, soort] for quarter in quarters) for soort in moved}
    stock = {(ALLE, BEGIN): counts[quarters[0], BEGIN], (ALLE, EIND): counts[quarters[-1], EIND]}
    return per_quarter | year | stock


def _stays(draft: Draft, counts: Mapping[Row, int]) -> None:
    """Who is on the list between two quarters is one number in one cell: the end of the one."""
    quarters = sorted({quarter for quarter, _ in counts} - {ALLE})
    first = (quarters[0], BEGIN)
    draft.add(first, counts[first], keep=True)
    for quarter in quarters:
        draft.add((quarter, EIND), counts[quarter, EIND], keep=quarter == quarters[-1])
    for quarter in [*quarters, ALLE]:
        draft.add((quarter, ERBIJ), counts[quarter, ERBIJ], keep=quarter == ALLE)
        draft.add((quarter, ERAF), counts[quarter, ERAF])
        for reden in REDENEN:
            draft.add((quarter, reden), counts[quarter, reden], counts[quarter, ERAF], _ONGUNSTIG[reden])
            draft.sum((quarter, ERAF), [(quarter, reden), (quarter, reden, "rest")])
        draft.sum((quarter, ERAF), [(quarter, reden) for reden in REDENEN])
        there = draft.system.add_number(counts[quarter, BEGIN] + counts[quarter, ERBIJ])
        started, ended = _started(quarters, quarter), _ended(quarters, quarter)
        draft.same |= {(quarter, BEGIN): started, (quarter, EIND): ended}
        for parts in ((started, (quarter, ERBIJ)), (ended, (quarter, ERAF))):
            draft.system.add_sum(there, [draft.numbers[part] for part in parts])
    for soort in (ERBIJ, ERAF, *REDENEN):
        draft.sum((ALLE, soort), [(quarter, soort) for quarter in quarters])


def _started(quarters: Sequence[str], quarter: str) -> Row:
    """The row whose cell says who was on the list when a quarter, or the year, began."""
    at = 0 if quarter == ALLE else quarters.index(quarter)
    return (quarters[at - 1], EIND) if at else (quarters[0], BEGIN)


def _ended(quarters: Sequence[str], quarter: str) -> Row:
    return (quarters[-1] if quarter == ALLE else quarter, EIND)
