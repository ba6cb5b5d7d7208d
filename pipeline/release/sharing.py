"""What may be shown of groups that an analyst wants to share, beside the releases that there are.

The releases are decided and out: nothing of them changes. So the groups are put into the system of what was
shown and hidden of their cohorts, of three cohorts together where those are published, of releases before a
correction, and of all that was shared before; and of what is asked now is hidden what it takes (delingen.py).
First for those who see more, as for a release: what their rules hide in it, and what that takes, is hidden
from everybody. What is hidden besides is no secret for them, and may follow from what they alone were shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.evaluation.eerste_werk import only_where_known
from pipeline.indicators.compute import compute_cijfers, compute_eenheden
from pipeline.microdata.reading import open_microdata
from pipeline.release.blocks import blocks, decide_block, settled
from pipeline.release.circulation import Circulation
from pipeline.release.decision import Decision, decide
from pipeline.release.delingen import Deling, rows_of
from pipeline.release.design import in_design
from pipeline.release.erbij import Erbij
from pipeline.release.figures import GEMETEN, KEY_COLUMNS, CohortFigures, Key, read_cohorts
from pipeline.release.model import AttackerModel, attacker_model, give_up
from pipeline.release.overname import without_cohorts
from pipeline.release.policy import Policy
from pipeline.release.pooling import Place, add_up, pool
from pipeline.release.publication import open_release
from pipeline.release.remember import remembering
from pipeline.release.suppression import CannotProtect, choose_hidden, concede
from pipeline.release.system import System
from pipeline.workspace.errors import ReleaseGeweigerd

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.microdata.build import Microdata
    from pipeline.release.readers import Readers
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings

Cells = frozenset[tuple[int, str, Key]]
"""Cells of groups: cohort, group, table."""


def decide_shared(
    cijfers: pd.DataFrame,
    eenheden: pd.DataFrame,
    policy: Policy,
    circulation: Circulation,
    delingen: Collection[Deling],
) -> tuple[Deling, ...]:
    """Decide what was not decided yet of these (one per cohort, and all of one state of the microdata), and
    write down beside it what the releases show of the same tables.

    cijfers, eenheden, policy, circulation: as protect() had them for the releases that there are. Raises
    ReleaseGeweigerd where nothing that is asked can be shown safely.
    """
    before = cijfers[in_design(cijfers)].sort_values(KEY_COLUMNS, ignore_index=True)
    cohorts = {one.cohort: one for one in read_cohorts(before, eenheden)}
    pooled = list(blocks(cohorts.values()))
    readers = circulation.readers(before, list(cohorts.values()), [pool(some) for some in pooled], policy)
    asked = {one.cohort: replace(one, toen=()).with_rests() for one in delingen}
    if missing := sorted(asked.keys() - cohorts.keys()):
        raise ReleaseGeweigerd(
            f"cohort {missing[0]} is in no release", "Share figures of cohorts that the reports are about."
        )
    hidden: Cells = frozenset()
    for several in _apart(asked, pooled, cohorts):
        own = [asked[one.cohort] for one in several if one.cohort in asked]
        hidden |= _decide(several, own, readers, hidden)
    decided = []
    for cohort, one in asked.items():
        decision = decide(cohorts[cohort], readers[cohorts[cohort].naam])
        shown = frozenset(row for row, _ in decision.figures.rows()) - decision.cells
        done = one.decided({(groep, key) for year, groep, key in hidden if year == cohort})
        decided.append(replace(done, toen=rows_of(decision.figures, one.keys, shown)))
    return tuple(decided)


def decide_beside_releases(
    workspace: Workspace,
    microdata: Microdata,
    settings: Settings,
    schooljaar: Schooljaar,
    lost: frozenset[int],
    delingen: Collection[Deling],
) -> tuple[Deling, ...]:
    """The same beside the releases of a workspace, of which this is the last school year.

    lost: the cohorts of which rows were forgotten. Raises ReleaseGeweigerd, also where the releases that lie
    there are not those that would be made now.
    """
    with open_microdata(microdata) as con:
        cijfers, eenheden = compute_cijfers(con, settings, schooljaar), compute_eenheden(con)
    cijfers, eenheden = (without_cohorts(table, lost) for table in (cijfers, eenheden))
    cijfers = only_where_known(cijfers, settings.drempels.telling)
    circulation = Circulation.read(workspace.uitgegeven, microdata.inputs)
    policy = Policy.of(settings, has_seen_more=not circulation.shown["stuurgroep"].empty)
    with remembering(workspace.processed / "besluiten"):
        decided = decide_shared(cijfers, eenheden, policy, circulation, delingen)
    _check(decided, open_release(workspace.release_dir(schooljaar)).table("cijfers"))
    return decided


def _check(decided: Collection[Deling], published: pd.DataFrame) -> None:
    """The release shows what it was taken to show."""
    shown = published[published["status"] == GEMETEN]
    rows = set(shown[[*KEY_COLUMNS, "n", "k"]].itertuples(index=False, name=None))
    for deling in decided:
        for one in deling.toen:
            row = (deling.cohort, *one.key, *one.unit, one.aantal.n, one.aantal.k)
            if one.aantal.n and (row in rows) != one.getoond:
                raise ReleaseGeweigerd(
                    "the release that lies there is not the one that would be made now",
                    "Make it again: toeleiding run. Then share.",
                )


def _apart(
    asked: Mapping[int, Deling],
    pooled: Sequence[tuple[CohortFigures, ...]],
    cohorts: Mapping[int, CohortFigures],
) -> Iterator[tuple[CohortFigures, ...]]:
    """The cohorts that are asked for: those of which three together are published with the other two, and
    every other one, or one of which something is asked that is not in the three (S), by itself."""
    of_three = {one.cohort: one for some in pooled for one in some}
    for cohort, one in asked.items():
        if cohort not in of_three or not set(one.keys) <= of_three[cohort].tables.keys():
            yield (cohorts[cohort],)
    for some in pooled:
        if any(one.cohort in asked for one in some):
            yield some


def _decide(
    cohorts: tuple[CohortFigures, ...],
    delingen: Sequence[Deling],
    readers: Mapping[str, Readers],
    must: Cells,
) -> Cells:
    """The cells to hide, those in `must` too. Of several cohorts: with those of all of them together."""
    own = readers[cohorts[0].naam]
    if own.wider:
        wider = {naam: one.wider for naam, one in readers.items() if one.wider}
        must |= _decide(cohorts, delingen, wider, must)
    knowing = _Knowing.all_that_is_out(cohorts, readers)
    cells: dict[str, tuple[int, str, Key]] = {}
    hidden = knowing.hidden
    for deling in delingen:
        place = next(one for one in knowing.places if one.figures.naam == str(deling.cohort))
        added = Erbij(deling, knowing.system, place, own.policy)
        hidden |= added.hidden
        state = {(groep.naam, key): shown for groep in deling.groepen for key, shown in groep.getoond}
        for (groep, key), name in added.cells.items():
            if state[groep, key] is None:
                cells[name] = (deling.cohort, groep, key)
    knowing.system.give_up({name for name, cell in cells.items() if cell in must})
    found = _chosen(knowing.system, hidden | cells.keys(), own.policy.breedte)
    return frozenset(cells[name] for name in found & cells.keys())


def _chosen(system: System, hidden: Collection[str], width: int) -> frozenset[str]:
    """The cells to hide. Where that is of no avail: what follows already, with these cells hidden, is out."""
    with suppress(CannotProtect):
        return choose_hidden(system, width)
    concede(system, (), hidden, width)
    try:
        return choose_hidden(system, width)
    except CannotProtect as fault:
        raise ReleaseGeweigerd(
            "what is asked cannot be shown beside what was published before: hidden numbers would come out",
            "Take groups together, drop a condition (waar) or ask for fewer indicators at once.",
        ) from fault


@dataclass(frozen=True)
class _Knowing:
    """All that the readers of one public know of some cohorts: the system, where each cohort is in it, and
    the cells that they do not know."""

    system: System
    places: tuple[Place, ...]
    hidden: frozenset[str]

    @classmethod
    def all_that_is_out(cls, cohorts: tuple[CohortFigures, ...], readers: Mapping[str, Readers]) -> _Knowing:
        policy = readers[cohorts[0].naam].policy
        decisions = [decide(one, readers[one.naam]) for one in cohorts]
        hidden = frozenset[str]().union(*(decision.unknown for decision in decisions))
        if len(cohorts) == 1:
            model = settled(decisions[0], policy)
            places = [Place(decisions[0].figures, model)]
            system, before = model.system, readers[cohorts[0].naam].before
        else:
            system, places, away = _block(cohorts, decisions, readers, policy)
            hidden, before = hidden | away, readers[pool(cohorts).naam].before
        then = (one.take_in(system, places, policy) for one in before)
        return cls(system, tuple(places), hidden.union(*then))


def _block(
    cohorts: tuple[CohortFigures, ...],
    decisions: Sequence[Decision],
    readers: Mapping[str, Readers],
    policy: Policy,
) -> tuple[System, list[Place], frozenset[str]]:
    """Three cohorts and what is shown of them together; and what of that is not."""
    whole = pool(cohorts)
    block = decide_block(cohorts, readers)
    model: AttackerModel = attacker_model(whole, policy, with_bounds=False)
    give_up(model, block.dropped if block else frozenset(row for row, _ in whole.rows()))
    places = [Place(whole, model)]
    for decision in decisions:
        own = settled(decision, policy)
        places.append(Place(decision.figures, own, model.system.absorb(own.system)))
    add_up(model.system, places[0], places[1:])
    names = frozenset(model.cells.values())
    away = (
        names if block is None else frozenset(model.cells[row] for row in block.cells if row in model.cells)
    )
    seen = frozenset(model.cells[row] for row in readers[whole.naam].out.cells if row in model.cells)
    model.system.settle(names, away - seen)
    return model.system, places, away - seen
