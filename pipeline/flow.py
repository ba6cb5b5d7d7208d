"""The yearly run from top to bottom: deliveries, microdata, releases, notebooks, reports.

Read `run` to know what happens. Every step says whether it ran and why, writes whole or not at all, and
leaves the last good release and reports in place when it fails.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ahead import made_ready
from pipeline.gang import Gang, Stap, Tell, Verslag, Wens
from pipeline.keys import key_file
from pipeline.printing import Printing, refresh_index, telling_how_far
from pipeline.pseudonym import DEMO_SLEUTEL, Sleutel, clear_unfinished
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.extend import contracts_of_workspace
from pipeline.sources.forget import finish
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.sources.register_view import lost_cohorts, lost_years
from pipeline.sources.rotation import catch_up
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.waiting import WHY, waiting
from pipeline.workspace.atomic import clear_leftovers
from pipeline.workspace.basis import basis_hash, besluit
from pipeline.workspace.errors import LeveringGeweigerd, SettingsError, SleutelError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.logboek import logging
from pipeline.workspace.made import keep_made, made_of
from pipeline.workspace.record import program
from pipeline.workspace.settings import Settings, load_settings

if TYPE_CHECKING:
    from datetime import date

    from pipeline.microdata.build import Microdata
    from pipeline.release.compose import Geteld
    from pipeline.release.publication import Release
    from pipeline.reporting.approval import Vrijgave


def run(workspace: Workspace, sleutel: Sleutel, wens: Wens, tell: Tell = lambda _: None) -> Verslag:
    """Bring everything up to date. Raises a ToeleidingError with advice; what was good stays good."""
    from pipeline.reporting.renderer import choose_renderer

    settings = load_settings(workspace.settings_file)
    check_demo_key(workspace, sleutel)
    gang = Gang(workspace, settings, sleutel, choose_renderer(), wens, tell)
    asked = {"schooljaren": [str(year) for year in wens.schooljaren], "opnieuw": wens.opnieuw}
    with (
        workspace_lock(workspace) as afgebroken,
        logging(workspace.logboek, **asked, sleutel_id=sleutel.id, renderer=gang.renderer.label) as log,
    ):
        gang.verslag.log = log
        if afgebroken:
            said = f"was cut off ({afgebroken}); what it had not finished is made now"
            gang.verslag.add(Stap("earlier run", True, said))
        clear_leftovers(workspace.processed)
        clear_leftovers(workspace.reports)
        clear_leftovers(workspace.gedeeld)
        finish(workspace)
        bring_along(gang)
        boek = take_deliveries(gang)
        microdata = refresh_microdata(gang, boek.actief)
        lost = forgotten(workspace, boek)
        years = without_lost(gang, chosen_years(workspace, settings, wens, microdata, lost), lost)
        years = without_waiting(gang, years)
        with telling_how_far(workspace, settings) as gang.verslag.vrijgaven, Printing(gang) as printing:
            again = counted_again(gang, microdata, years, lost)
            for year in years:
                if year not in again.blijft:
                    refresh_release(gang, microdata, year, lost, again.geteld.get(year))
                printing.begin(year)
            printing.finish()
    return gang.verslag


def check_demo_key(workspace: Workspace, sleutel: Sleutel) -> None:
    """The demo's key protects nothing: it is for the demo only, and the demo is for it only."""
    if sleutel == DEMO_SLEUTEL and not workspace.is_demo:
        raise SleutelError("the demo key is public, so it protects nobody", "Make a key: toeleiding key new.")
    if sleutel != DEMO_SLEUTEL and workspace.is_demo:
        raise SleutelError("this is a workspace of the demo; it works with the demo key only")


def bring_along(gang: Gang) -> None:
    """Re-key deliveries that have an earlier key of the chain: a rotation was cut off, or made elsewhere."""
    if not gang.workspace.is_demo:
        clear_unfinished(key_file(gang.workspace, gang.settings))
    if late := catch_up(gang.workspace, gang.sleutel):
        said = f"the key was rotated; deliveries brought along to key {gang.sleutel.id}: {late}"
        gang.verslag.add(Stap("key", True, said))


def take_deliveries(gang: Gang) -> Boek:
    """Take in what is new in data/raw; gives all that was ever accepted. Raises LeveringGeweigerd with every
    refusal when there is one.
    """
    start = time.monotonic()
    gang.tell("deliveries")
    contracts = contracts_of_workspace(gang.workspace)
    opname = Opname(gang.sleutel, gang.settings.cohort.teldatum, contracts, gang.settings.bewaren)
    found = take_in(gang.workspace, opname, gang.tell)
    if found.geweigerd:
        refusals = "\n\n".join(str(refusal) for refusal in found.geweigerd)
        raise LeveringGeweigerd(
            f"{len(found.geweigerd)} delivery(ies) refused, so no report was made:\n\n{refusals}",
            "\nMend them or take them out of data/raw. Earlier releases and reports are as they were.",
        )
    seconds = round(time.monotonic() - start, 2)
    boek = Boek.read(gang.workspace) if found.genomen else found.voor
    lost = lost_years(boek)
    said = found.summary() + (f"; rows were forgotten of {', '.join(lost)}" if lost else "")
    gang.verslag.add(Stap("deliveries", bool(found.genomen), said, seconds))
    if not any(delivery.bron == "uitstroom" for delivery in boek.actief):
        raise SettingsError(
            f"{gang.workspace.raw}: no delivery is a school's outflow, so there are no school leavers",
            "Put exports in a folder named after the day of delivery, such as data/raw/2024-11-20/.",
        )
    return boek


def refresh_microdata(gang: Gang, deliveries: list[Delivery]) -> Microdata:
    """Rebuild the microdata when deliveries, settings or code changed."""
    from pipeline.microdata.build import build, current, inputs_of
    from pipeline.microdata.koppeling.register import told_corrections

    basis = inputs_of(deliveries, gang.settings, program())
    present = current(gang.workspace)
    found = besluit(present.basis if present else None, basis, gang.wens.opnieuw)
    if present and not found.nodig:
        gang.skipped("microdata", found.reden)
        return present
    with gang.doing("microdata", found), made_ready(gang.settings):
        seconds: dict[str, float] = {}
        inputs = basis_hash(basis)
        made = build(gang.workspace, deliveries, gang.settings, inputs, basis, seconds.__setitem__)
    keep_made(gang.workspace.microdata_made_record, "microdata", gang.how(made.inputs, stappen=seconds))
    if said := told_corrections(gang.workspace, made.inputs[:12]):
        gang.verslag.add(Stap("links", True, said))
    return made


def forgotten(workspace: Workspace, boek: Boek) -> frozenset[int]:
    """The cohorts of which rows were forgotten. No hidden count of them stays either, only what was shown."""
    lost = lost_cohorts(boek)
    if lost:
        from pipeline.release.generations import forget_counted

        forget_counted(workspace.uitgegeven, lost)
    return lost


def chosen_years(
    workspace: Workspace, settings: Settings, wens: Wens, microdata: Microdata, lost: frozenset[int]
) -> list[Schooljaar]:
    """The school years to report on: those asked for, or all from the first one in the settings.

    Among them the lost ones that have a release: `without_lost` says why they stay as they are.
    """
    from pipeline.microdata.reading import cohorts

    kept = [year for year in workspace.released() if year.start in lost]
    present = sorted({*cohorts(microdata), *kept})
    if missing := [str(year) for year in wens.schooljaren if year not in present]:
        there = ", ".join(map(str, present))
        raise SettingsError(f"no school leavers of {', '.join(missing)}", f"There are those of {there}.")
    first = settings.rapport.eerste_schooljaar
    wanted = wens.schooljaren or [y for y in present if not first or y >= Schooljaar.parse(first)]
    return sorted(wanted)


def without_lost(gang: Gang, years: list[Schooljaar], lost: frozenset[int]) -> list[Schooljaar]:
    """The years of which no rows were forgotten. The last release and reports of the others stay as they are:
    what is left of their rows would give other figures."""
    for year in years:
        if year.start in lost:
            there = year in gang.workspace.released()
            kept = "the last release and reports stay" if there else "no release can be made"
            gang.skipped(f"release {year}", f"rows of this school year were forgotten, so {kept}")
    return [year for year in years if year.start not in lost]


def without_waiting(gang: Gang, years: list[Schooljaar]) -> list[Schooljaar]:
    """The years but those that are approved and wait for the next school year (waiting.py)."""
    stay = waiting(gang.workspace, gang.settings, years, gang.wens)
    for year in stay:
        gang.skipped(f"release {year}", WHY)
    return [year for year in years if year not in stay]


@dataclass(frozen=True)
class Hertelling:
    """What came of counting again: the releases that stay, and what was counted for those that do not."""

    blijft: frozenset[Schooljaar] = frozenset()
    geteld: Mapping[Schooljaar, Geteld] = field(default_factory=dict)


def counted_again(
    gang: Gang, microdata: Microdata, years: list[Schooljaar], lost: frozenset[int]
) -> Hertelling:
    """Which releases stay: the microdata are others, and all that it counts in them is what it was.

    The newest never does: it is always made of the microdata that are there.
    """
    from pipeline.release.besluit import may_stay, newest_of, release_besluit

    if gang.wens.opnieuw:
        return Hertelling()
    found = {year: release_besluit(gang.workspace, year, microdata.inputs, gang.settings) for year in years}
    newest = newest_of(gang.workspace, years)
    needed = [year for year, one in found.items() if one.nodig]
    ahead = [year for year in needed if year == newest]
    asked = [
        year
        for year in needed
        if year != newest and may_stay(gang.workspace, year, found[year], gang.settings, gang.sleutel)
    ]
    return _counted(gang, microdata, asked, ahead, lost) if asked else Hertelling()


def _counted(
    gang: Gang, microdata: Microdata, asked: list[Schooljaar], ahead: list[Schooljaar], lost: frozenset[int]
) -> Hertelling:
    """Count what releases were made of; those that stay are noted as up to date with these microdata.

    ahead: what is made in any case, counted beside the others.
    """
    from pipeline.release.blijft import stays
    from pipeline.release.make import count_all

    def again(year: Schooljaar) -> Geteld | None:
        counted = count_all(gang.workspace, microdata, gang.settings, gang.sleutel, year, lost)
        if year in ahead:
            return counted
        same = stays(gang.workspace, year, microdata.inputs, counted, lost, gang.sleutel)
        return None if same else counted

    gang.tell(f"counting again: {len(asked)} school years")
    years = [*ahead, *asked]
    with ThreadPoolExecutor(2) as threads:
        made = dict(zip(years, threads.map(again, years), strict=True))
    blijft = frozenset(year for year, counted in made.items() if counted is None)
    for year in sorted(blijft):
        gang.skipped(f"release {year}", "other microdata, and in them all that it counts is the same")
    return Hertelling(blijft, {year: counted for year, counted in made.items() if counted})


def refresh_release(
    gang: Gang,
    microdata: Microdata,
    schooljaar: Schooljaar,
    lost: frozenset[int] = frozenset(),
    counted: Geteld | None = None,
) -> None:
    """Compute, protect and write the release of one school year when microdata or analysis plan changed.

    counted: what it is made of, where that was counted before.
    """
    from pipeline.release.besluit import release_besluit

    naam = f"release {schooljaar}"
    found = release_besluit(gang.workspace, schooljaar, microdata.inputs, gang.settings, gang.wens.opnieuw)
    if not found.nodig:
        gang.skipped(naam, found.reden)
        return
    from pipeline.release.make import make_release
    from pipeline.reporting.kernels import warm_up

    forks = warm_up()
    with gang.doing(naam, found):
        release = make_release(
            gang.workspace, microdata, gang.settings, gang.sleutel, schooljaar, lost, counted, forks
        )
    how = gang.how(release.sha256, microdata=made_of(gang.workspace.microdata_made_record, microdata.inputs))
    keep_made(gang.workspace.made_record(schooljaar), "release", how)
    for which, said in _said_of_cohorts(release):
        gang.tell(f"{naam}: {which}: {said}")
        gang.verslag.add(Stap(f"{naam}, {which}", True, said))


def _said_of_cohorts(release: Release) -> Iterator[tuple[str, str]]:
    """Which cohorts of a release are not as they would be counted now, in full detail, and why."""
    for cohort, schooljaar, _ in release.table("overgenomen").itertuples(index=False):
        where = (
            f"its figures are those of release {schooljaar}" if schooljaar else "no release has its figures"
        )
        yield f"cohort {Schooljaar(int(cohort))}", f"rows were forgotten; {where}"
    if told := release.meta["bescherming"]["eerder_prijsgegeven"]:
        yield "all cohorts", f"{told} figure(s) that would be hidden now follow from earlier releases"
    for label, steps in release.meta["bescherming"]["vergroofd"].items():
        yield f"cohort {label}", f"could not be protected in full detail; given up: {steps}"


def approve(
    workspace: Workspace, schooljaar: Schooljaar, door: str, dag: date, vandaag: date
) -> tuple[bool, Vrijgave]:
    """Record a review of the release and reports of a school year, and show it in the index.

    Gives whether it is a new review, and how far the school year is now. Raises SettingsError (exit 2).
    """
    from pipeline.reporting.approval import approve as record_review

    settings = load_settings(workspace.settings_file)
    with workspace_lock(workspace):
        new = record_review(workspace, schooljaar, door, dag, vandaag)
        return new, refresh_index(workspace, settings)[schooljaar.label]
