"""From school to what comes after: expected and realised destination, application to the mbo, warm transfer,
and the way over the WERKoverleg, of the leavers of the region in the school year of the report.

The counts are whole numbers in a system of their own, as those of begeleiding.py: small ones are hidden, and
small rests of their whole; certainty that is unfavourable (all who were expected somewhere are unknown now);
and what would give those away. What `cijfers` tells of the same leavers is in the system: of each destination
how many there are (the sum over what was expected), k and n of P2, and how many leavers. Where `cijfers` does
not show one of those, the tables that could tell it are not shown at all. What was expected, applied for or
discussed is in no other figure, so by definition nothing else is a part of these counts or the other way
round.

Only the region, and only one school year: schools and years are not told apart. What earlier releases of the
same school year showed, of these and of `cijfers`, is reckoned with (small_again.py). `cijfers` shows the
region's totals whatever changed, so with a leaver more or less there is nothing to hide behind: whose
expectation or application it is would follow from who knows that the rest is the same. Then the subject is
not shown in that release; what is about P2 only is, where P2 did not change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.indicators.compute import GEMETEN
from pipeline.release.small_memory import Earlier
from pipeline.release.small_tables import ALLE, Draft, Ongunstig, Plan, Row, protected
from pipeline.vocabulary.tables import klassen

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

NAMEN = ("onderwerp", "van", "naar")
VERWACHT, MBO, OVERDRACHT, OVERLEG, UITKOMST = "verwacht", "mbo", "overdracht", "overleg", "uitkomst"
UITKOMSTEN = ("werk", "opleiding", "afgebroken", "anders")
_KLASSEN = tuple(klasse.klasse for klasse in klassen())
_GEVOELIG = frozenset(klasse.klasse for klasse in klassen() if klasse.gevoelig)
_ALLEN: Row = ("schoolverlaters",)
_P2_N, _P2_K = ("P2", "n"), ("P2", "k")


def protect_aansluiting(
    aansluiting: pd.DataFrame,
    cijfers: pd.DataFrame,
    policy: Policy,
    must: Collection[Row] = (),
    earlier: Sequence[Earlier] = (),
) -> pd.DataFrame:
    """The counts, with a total of who was expected somewhere: aantal, hidden where needed, and status.

    aansluiting: schooljaar, onderwerp, van, naar, aantal. cijfers: as published for this public. must: rows
    that are hidden for readers who see more. earlier: the table as earlier releases had it. Raises
    ReleaseGeweigerd.
    """
    counts = count_aansluiting(aansluiting)
    known = told_beside(aansluiting, cijfers)
    untold = [row for row in counts if not _needs(row[0]) <= known.keys()]
    plan = Plan(policy, {*must, *untold}, _build, known, earlier, _subject)
    return protected(aansluiting, NAMEN, counts, plan)


def _subject(name: Row) -> str:
    """What came of a traject is a part of who got one."""
    return OVERLEG if name[0] == UITKOMST else name[0]


def count_aansluiting(aansluiting: pd.DataFrame) -> dict[Row, int]:
    """Nothing at all where Intergrip and the WERKoverleg said nothing."""
    counts: dict[Row, int] = {
        (str(row["onderwerp"]), str(row["van"]), str(row["naar"])): int(row["aantal"])
        for row in aansluiting.to_dict("records")
    }
    if not any(aantal for row, aantal in counts.items() if row[:2] != (VERWACHT, "ONBEKEND")):
        return {}
    return counts | {
        (VERWACHT, van, ALLE): sum(counts[VERWACHT, van, naar] for naar in _KLASSEN) for van in _KLASSEN
    }


def told_beside(aansluiting: pd.DataFrame, cijfers: pd.DataFrame) -> dict[Row, int]:
    """What the published figures of the region tell: each destination, all leavers, and k and n of P2."""
    shown = cijfers[
        cijfers["cohort"].isin(aansluiting["schooljaar"])
        & (cijfers["niveau"] == "regio")
        & (cijfers["status"] == GEMETEN)
        & (cijfers["soort_klasse"] != "code")
    ]
    known: dict[Row, int] = {}
    for row in shown.to_dict("records"):
        if row["indicator"] == "D":
            known |= {("D", row["klasse"]): int(row["k"]), _ALLEN: int(row["n"])}
        elif row["indicator"] == "P2":
            known |= {_P2_N: int(row["n"]), _P2_K: int(row["k"])}
    return known


def _needs(onderwerp: str) -> frozenset[Row]:
    """The published numbers without which counts of a subject are not shown, because they could tell them."""
    if onderwerp in (OVERLEG, UITKOMST):
        return frozenset((_P2_N, _P2_K))
    return frozenset((_ALLEN, *(("D", klasse) for klasse in _KLASSEN if onderwerp == VERWACHT)))


def _build(draft: Draft, counts: Mapping[Row, int]) -> None:
    known = {row: draft.value(row) for row in draft.numbers}
    if _needs(VERWACHT) <= known.keys():
        _expected(draft, counts, known)
    if _ALLEN in known:
        steps: list[Row] = [(MBO, "", naar) for naar in ("aangemeld", "aangeboden", "ingeschreven")]
        _chain(draft, counts, _ALLEN, steps)
        asked: Row = (OVERDRACHT, "", "bekend")
        draft.add(asked, counts[asked])  # of whom it is not known, that is about a delivery
        _chain(draft, counts, asked, [(OVERDRACHT, "", "gedaan")])
    if _needs(OVERLEG) <= known.keys():
        _meetings(draft, counts, known)
    for row, aantal in counts.items():
        if row not in draft.numbers:
            draft.add(row, aantal)


def _expected(draft: Draft, counts: Mapping[Row, int], known: Mapping[Row, int]) -> None:
    """Rows and columns of what was expected and what it became; each cell is a part of both."""
    for van in _KLASSEN:
        whole = (VERWACHT, van, ALLE)
        draft.add(whole, counts[whole], known[_ALLEN], keep=True)
        for naar in _KLASSEN:
            row, there = (VERWACHT, van, naar), known["D", naar] - counts[VERWACHT, van, naar]
            small = draft.policy.klein(there)
            draft.add(row, counts[row], counts[whole], "iedereen" if naar in _GEVOELIG else None, hide=small)
            draft.rest(row, there, "elders")
            draft.sum(whole, [row, (*row, "rest")])
            draft.sum(("D", naar), [row, (*row, "elders")])
        draft.sum(whole, [(VERWACHT, van, naar) for naar in _KLASSEN])
        draft.sum(_ALLEN, [whole, (*whole, "rest")])
    for naar in _KLASSEN:
        draft.sum(("D", naar), [(VERWACHT, van, naar) for van in _KLASSEN])
    draft.sum(_ALLEN, [(VERWACHT, van, ALLE) for van in _KLASSEN])


def _chain(
    draft: Draft, counts: Mapping[Row, int], whole: Row, rows: Iterable[Row], hide: Collection[Row] = ()
) -> None:
    """Rows of which each is a part of the one before; that nobody of a count got there is unfavourable."""
    for row in rows:
        ongunstig: Ongunstig | None = "niemand" if whole in counts else None
        draft.add(row, counts[row], draft.value(whole), ongunstig, hide=row in hide)
        draft.sum(whole, [row, (*row, "rest")])
        whole = row


def _meetings(draft: Draft, counts: Mapping[Row, int], known: Mapping[Row, int]) -> None:
    """Discussed, of them with a traject, of them placed; those are also a part of all who are placed."""
    besproken, traject, placed = ((OVERLEG, "", naar) for naar in ("besproken", "traject", "traject en werk"))
    others = known[_P2_K] - counts[placed]
    _chain(
        draft, counts, _P2_N, (besproken, traject, placed), (placed,) if draft.policy.klein(others) else ()
    )
    draft.rest(placed, others, "elders")
    draft.sum(_P2_K, [placed, (*placed, "elders")])
    for naar in UITKOMSTEN:
        row = (UITKOMST, "", naar)
        draft.add(row, counts[row], counts[traject], "iedereen" if naar == "afgebroken" else None)
        draft.sum(traject, [row, (*row, "rest")])
    draft.sum(traject, [(UITKOMST, "", naar) for naar in UITKOMSTEN])
