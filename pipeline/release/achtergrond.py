"""Where leavers went by the municipality they live in, and in vso by their uitstroomprofiel, of the region in
the school year of the report.

Whole numbers in a system of their own, as those of aansluiting.py: small counts are hidden, small rests of
their whole, and few others of a destination; every class of a municipality with fewer leavers than `noemer`;
certainty that is unfavourable (everybody unknown); and what would give those away. What earlier releases of
the same school year showed is reckoned with (small_again.py); where one leaver more in `cijfers` would tell
of whom, the subject is not shown.

The attacker knows `cijfers` (schools and boards too), `aansluiting` and this table. What those tell together
is no more than what each tells, because

* no definition looks at a municipality. Given the destinations of the region, which `cijfers` must show,
  every world that fits `cijfers` (and `aansluiting`, which splits the same destinations by what was
  expected) can be given municipalities in every way that fits this table: class by class, any two splits of
  one number go together.
* of definitions only P3 looks at the profile, and only at ARBEID. So that profile has no row here: it is P3
  of vso. What is left of vso in work, and of vso elsewhere, follows from D and P3 of vso, which `cijfers`
  must show; and any world that fits can split each of the two over the other profiles in every way. By class
  that would not hold: who with profile ARBEID is in which class other than work bounds the hidden P3 of a
  school by the published classes of that school. So it is work or not.

How many of vso have no profile is in the bounds of P3 as its rest, which is not protected (policy.py).

What analysts shared by municipality (delingen.py) is not in this system: of a cohort of which any was
shared, municipalities are not shown; nor can any be shared from now on (verkennen/deelbaar.py).

Not reckoned with: what a reader knows by himself. Who knows that all pupils of a school live in one place,
and all of that place go to that school, reads this table as one of the school.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.indicators.compute import GEMETEN
from pipeline.release.small_memory import Earlier
from pipeline.release.small_tables import ALLE, Draft, Plan, Row, protected
from pipeline.vocabulary.tables import klassen

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.delingen import Deling
    from pipeline.release.policy import Policy

NAMEN = ("kenmerk", "groep", "klasse")
GEMEENTE, PROFIEL = "gemeente", "profiel"
WERK, NIET_WERK = "WERK", "NIET_WERK"
ONBEKEND = "ONBEKEND"
_KLASSEN = tuple(klasse.klasse for klasse in klassen())
_GEVOELIG = frozenset(klasse.klasse for klasse in klassen() if klasse.gevoelig)
_VSO = "VSO"
_ALLEN: Row = ("schoolverlaters",)


def protect_achtergrond(
    achtergrond: pd.DataFrame,
    cijfers: pd.DataFrame,
    policy: Policy,
    must: Collection[Row] = (),
    earlier: Sequence[Earlier] = (),
    gedeeld: bool = False,
) -> pd.DataFrame:
    """The counts, with a total of every group: aantal, hidden where needed, and status.

    achtergrond: schooljaar, kenmerk, groep, klasse, aantal. cijfers: as published for this public. must: rows
    that are hidden for readers who see more. earlier: the table as earlier releases had it. gedeeld: whether
    anything was shared by municipality. Raises ReleaseGeweigerd.
    """
    counts = count_achtergrond(achtergrond)
    known = beside_achtergrond(achtergrond, cijfers)
    untold = [row for row in counts if not _told(policy, known, row[0]) or (gedeeld and row[0] == GEMEENTE)]
    plan = Plan(policy, {*must, *untold}, _build, known, earlier, _subject)
    return protected(achtergrond, NAMEN, counts, plan)


def shared_by_gemeente(delingen: Iterable[Deling], cohort: int) -> bool:
    """Whether analysts shared counts of a cohort by municipality, when that was possible."""
    return any(
        GEMEENTE in f"{groep.naam} {groep.voorwaarde}"
        for deling in delingen
        if deling.cohort == cohort
        for groep in deling.groepen
    )


def _subject(name: Row) -> str:
    return name[0]


def count_achtergrond(achtergrond: pd.DataFrame) -> dict[Row, int]:
    """With totals; without what no school filled in of anybody."""
    counts: dict[Row, int] = {
        (str(row["kenmerk"]), str(row["groep"]), str(row["klasse"])): int(row["aantal"])
        for row in achtergrond.to_dict("records")
    }
    known = {row[0] for row, aantal in counts.items() if aantal and row[1] != ONBEKEND}
    counts = {row: aantal for row, aantal in counts.items() if row[0] in known}
    totals: dict[Row, int] = {}
    for (kenmerk, groep, _), aantal in counts.items():
        totals[kenmerk, groep, ALLE] = totals.get((kenmerk, groep, ALLE), 0) + aantal
    return counts | totals


def beside_achtergrond(achtergrond: pd.DataFrame, cijfers: pd.DataFrame) -> dict[Row, int]:
    """What the published figures tell: each destination of the region, all leavers, and of vso without the
    profile ARBEID how many there are, in work and not."""
    shown = cijfers[
        cijfers["cohort"].isin(achtergrond["schooljaar"])
        & (cijfers["status"] == GEMETEN)
        & (cijfers["soort_klasse"] != "code")
    ]
    known: dict[Row, int] = {}
    vso: dict[str, tuple[int, int]] = {}
    for row in shown[shown["niveau"].isin(("regio", "schooltype"))].to_dict("records"):
        k, n = int(row["k"]), int(row["n"])
        if row["niveau"] == "regio" and row["indicator"] == "D":
            known |= {("D", row["klasse"]): k, _ALLEN: n}
        elif row["eenheid"] == _VSO and (row["indicator"], row["klasse"]) in (("D", WERK), ("P3", "")):
            vso[row["indicator"]] = (k, n)
    if len(vso) > 1:
        werk, allen = (vso["D"][at] - vso["P3"][at] for at in (0, 1))
        known |= {(_VSO, WERK): werk, (_VSO, NIET_WERK): allen - werk, (_VSO, ALLE): allen}
    return known


def _needs(kenmerk: str) -> frozenset[Row]:
    """The published numbers without which counts are not shown, because they could tell them."""
    if kenmerk == PROFIEL:
        return frozenset((_VSO, klasse) for klasse in (WERK, NIET_WERK, ALLE))
    return frozenset((_ALLEN, *(("D", klasse) for klasse in _KLASSEN)))


def _told(policy: Policy, known: Mapping[Row, int], kenmerk: str) -> bool:
    """Whether they are there, and leave room to hide anything in."""
    return all(row in known and not policy.klein(known[row]) for row in _needs(kenmerk))


def _build(draft: Draft, counts: Mapping[Row, int]) -> None:
    known = {row: draft.value(row) for row in draft.numbers}
    if _told(draft.policy, known, GEMEENTE):
        _split(draft, counts, GEMEENTE, _ALLEN, {klasse: ("D", klasse) for klasse in _KLASSEN})
    if _told(draft.policy, known, PROFIEL):
        _split(draft, counts, PROFIEL, (_VSO, ALLE), {klasse: (_VSO, klasse) for klasse in (WERK, NIET_WERK)})
    for row, aantal in counts.items():
        if row not in draft.numbers:
            draft.add(row, aantal)


def _split(
    draft: Draft, counts: Mapping[Row, int], kenmerk: str, allen: Row, columns: Mapping[str, Row]
) -> None:
    """Groups and classes: each cell is a part of its group and of who went there."""
    groups = [groep for soort, groep, klasse in counts if soort == kenmerk and klasse == ALLE]
    for groep in groups:
        whole: Row = (kenmerk, groep, ALLE)
        draft.add(whole, counts[whole], draft.value(allen), keep=True)
        few = 0 < counts[whole] < draft.policy.noemer
        for klasse, column in columns.items():
            row = (kenmerk, groep, klasse)
            others = draft.value(column) - counts[row]
            draft.add(
                row,
                counts[row],
                counts[whole],
                "iedereen" if klasse in (*_GEVOELIG, NIET_WERK) else None,
                hide=few or draft.policy.klein(others),
            )
            draft.rest(row, others, "elders")
            draft.sum(whole, [row, (*row, "rest")])
            draft.sum(column, [row, (*row, "elders")])
        draft.sum(whole, [(kenmerk, groep, klasse) for klasse in columns])
        draft.sum(allen, [whole, (*whole, "rest")])
    if groups:
        for klasse, column in columns.items():
            draft.sum(column, [(kenmerk, groep, klasse) for groep in groups])
        draft.sum(allen, [(kenmerk, groep, ALLE) for groep in groups])
