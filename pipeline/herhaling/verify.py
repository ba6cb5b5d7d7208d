"""`toeleiding verify`: make school years again in a clean place, and compare with what is there.

The workspace is read and never written in, not even a lock. What the record of a release says it was made of
is what it is made of again; what is otherwise by now (program, settings) is what can explain a difference.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.herhaling import bestanden, pagina, tabellen
from pipeline.herhaling.plek import bring_deliveries, bring_memory, bring_releases, clean_place
from pipeline.herhaling.uitkomst import Bytes, Cijfers, Uitkomst, Verschil
from pipeline.keys import key_of
from pipeline.microdata.build import build, inputs_of
from pipeline.pseudonym import Sleutel, refuse_other_key
from pipeline.release.make import make_release
from pipeline.release.publication import open_release
from pipeline.release.regios import regions_hash
from pipeline.reporting.contents import published, which_reports
from pipeline.reporting.press import make_reports
from pipeline.reporting.renderer import Renderer, choose_renderer
from pipeline.reporting.reports import (
    RECORD,
    STUURGROEP,
    Opdracht,
    has_documents,
    read_record,
)
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.rotation import behind, catch_up
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.basis import basis_hash
from pipeline.workspace.errors import LockError, ReleaseGeweigerd, SettingsError
from pipeline.workspace.folders import MANIFEST, Workspace
from pipeline.workspace.lock import cut_off
from pipeline.workspace.record import program
from pipeline.workspace.scratch import private_room
from pipeline.workspace.settings import Settings, load_settings

if TYPE_CHECKING:
    from pipeline.workspace.basis import Basis

Tell = Callable[[str], None]
_WHOLE = "its deliveries and what earlier releases showed are all there"
_SHORT = 12


@dataclass(frozen=True)
class _Jaar:
    """A school year with reports, and what its records say it was made of."""

    schooljaar: Schooljaar
    record: Mapping[str, Any]
    rapport: Mapping[str, Any]
    leveringen: tuple[Delivery, ...]
    belet: str
    """Why it cannot be made again from deliveries; empty when it can."""

    @property
    def groep(self) -> tuple[Any, ...]:
        """Years with the same are made of one microdata, beside the same memory."""
        return tuple(one.id for one in self.leveringen), tuple(self.record["eerder"])


@dataclass(frozen=True)
class _Proef:
    """What is verified, and with what."""

    workspace: Workspace
    settings: Settings
    sleutel: Sleutel
    renderer: Renderer
    tell: Tell


def verify(workspace: Workspace, asked: Sequence[Schooljaar], tell: Tell) -> list[Uitkomst]:
    """Every school year with reports, or those asked for, oldest first.

    Raises SettingsError for a school year without reports, SleutelError without the key, LockError while a
    run is at work.
    """
    if holder := cut_off(workspace):
        raise LockError(
            f"{workspace.root}: a run was cut off here ({holder})",
            "Call run first: what it was making may be half new and half old.",
        )
    if workspace.lock_file.with_suffix(".json").is_file():
        raise LockError(f"{workspace.root}: a run is at work here", "Wait until it is done, and call again.")
    settings = load_settings(workspace.settings_file)
    proef = _Proef(workspace, settings, key_of(workspace, settings), choose_renderer(), tell)
    boek, there = Boek.read(workspace), [*published(workspace)]
    if missing := [str(year) for year in asked if year not in there]:
        raise SettingsError(f"there are no reports of {', '.join(missing)}", which_reports(workspace))
    years = [_year(workspace, boek, year) for year in asked or there]
    found = {one.schooljaar: one for one in _all(proef, years)}
    return [found[year.schooljaar.label] for year in sorted(years, key=lambda one: one.schooljaar)]


def _all(proef: _Proef, years: Sequence[_Jaar]) -> Iterator[Uitkomst]:
    groups: dict[Any, list[_Jaar]] = {}
    for year in years:
        groups.setdefault(None if year.belet else year.groep, []).append(year)
    for key, group in groups.items():
        with private_room() as room:
            place = clean_place(room, proef.workspace, proef.settings)
            yield from _from_releases(proef, place, group) if key is None else _again(proef, place, group)


def _year(workspace: Workspace, boek: Boek, year: Schooljaar) -> _Jaar:
    place = workspace.run_record(year)
    record = json.loads(place.read_bytes()) if place.is_file() else {}
    named = [one["id"] for one in record.get("leveringen", ())]
    known = {one.id: one for one in boek.leveringen}
    gone = [name for name in named if name not in known or not known[name].rows_file(workspace).is_file()]
    belet = ""
    if "eerder" not in record or not named:
        belet = "an earlier version of the program made it, and did not write down of what"
    elif gone:
        said = ", ".join(gone[:3]) + (f" and {len(gone) - 3} more" if len(gone) > 3 else "")
        belet = f"rows of {len(gone)} of its {len(named)} deliveries were forgotten or lost: {said}"
    used = () if belet else tuple(known[name] for name in named)
    return _Jaar(year, record, read_record(workspace.reports_dir(year)) or {}, used, belet)


def _again(proef: _Proef, place: Workspace, years: list[_Jaar]) -> Iterator[Uitkomst]:
    """School years of the same deliveries, from these on."""
    start = time.monotonic()
    deliveries = [*years[0].leveringen]
    refuse_other_key((d.sleutel_id for d in deliveries), *proef.sleutel.eerdere, proef.sleutel)
    bring_deliveries(place, proef.workspace, deliveries)
    gone = bring_memory(place, proef.workspace, years[0].record["eerder"])
    if behind(place, boek := Boek.read(place), proef.sleutel):
        catch_up(place, proef.sleutel)
        boek = Boek.read(place)
    ids = {one.id for one in deliveries}
    deliveries = [one for one in boek.leveringen if one.id in ids]
    basis = inputs_of(deliveries, proef.settings, program())
    proef.tell(f"microdata of {len(deliveries)} deliveries")
    microdata = build(place, deliveries, proef.settings, basis_hash(basis), basis)
    shared, ends = time.monotonic() - start, {}
    refused: dict[Schooljaar, str] = {}
    for year in years:
        start = time.monotonic()
        proef.tell(f"release {year.schooljaar}")
        try:
            lost = _taken_over(proef.workspace, year.schooljaar)
            if lost and not place.released():
                bring_releases(place, proef.workspace)
            make_release(place, microdata, proef.settings, proef.sleutel, year.schooljaar, lost)
        except ReleaseGeweigerd as fault:
            refused[year.schooljaar] = fault.message
        ends[year.schooljaar] = time.monotonic() - start
    made = [year for year in years if year.schooljaar not in refused]
    rendered = _reports(proef, place, made)
    for year in years:
        other = (*_otherwise(proef, year), *(f"what release {name} showed is gone" for name in gone))
        seconds = round(shared / len(years) + ends[year.schooljaar] + rendered, 1)
        outcome = Uitkomst(str(year.schooljaar), "deliveries", _WHOLE, Cijfers(), Bytes(), other, seconds)
        if said := refused.get(year.schooljaar):
            yield replace(outcome, cijfers=Cijfers(verschil=Verschil(MANIFEST, f"refused: {said}")))
        else:
            yield _compared(proef, place, year, outcome, releases=True)


def _from_releases(proef: _Proef, place: Workspace, years: list[_Jaar]) -> Iterator[Uitkomst]:
    """Only the reports, from the releases that are there."""
    bring_releases(place, proef.workspace, [year.schooljaar for year in years])
    broken = {year.schooljaar: said for year in years if (said := _broken(place, year))}
    seconds = round(_reports(proef, place, [year for year in years if year.schooljaar not in broken]), 1)
    for year in years:
        other = _program(proef, year)
        outcome = Uitkomst(str(year.schooljaar), "release", year.belet, Cijfers(), Bytes(), other, seconds)
        if first := broken.get(year.schooljaar):
            yield replace(outcome, cijfers=Cijfers(verschil=first))
        else:
            yield _compared(proef, place, year, outcome, releases=False)


def _broken(place: Workspace, year: _Jaar) -> Verschil | None:
    """What is wrong with a release that reports would be made of."""
    try:
        for publiek in _publics(year):
            open_release(place.release_dir(year.schooljaar, publiek))
    except ReleaseGeweigerd as fault:
        return Verschil(MANIFEST, fault.message.rpartition("/")[2])
    return None


def _reports(proef: _Proef, place: Workspace, years: Sequence[_Jaar]) -> float:
    """Both reports of every year; gives the seconds that one took."""
    start = time.monotonic()
    if years:
        jobs = [_job(proef, place, year) for year in years]
        make_reports(jobs, proef.renderer, proef.tell)
    return (time.monotonic() - start) / max(1, len(years))


def _job(proef: _Proef, place: Workspace, year: _Jaar) -> Opdracht:
    """With the confidential release where the reports were made with one, whatever the settings say now."""
    docx = has_documents(year.rapport)
    job = Opdracht.of(year.schooljaar, place, proef.renderer.label, proef.settings, docx)
    if job.vertrouwelijk and "vertrouwelijk" not in year.rapport:
        return replace(job, vertrouwelijk=None)
    return job


def _compared(proef: _Proef, place: Workspace, year: _Jaar, outcome: Uitkomst, releases: bool) -> Uitkomst:
    """What both hold, at both levels."""
    was, now, jaar = proef.workspace, place, year.schooljaar
    prevents = _program(proef, year)
    figures = Cijfers()
    for publiek in _publics(year) if releases else ():
        folder = was.release_dir(jaar, publiek)
        try:
            cells, first = tabellen.compare(
                open_release(folder), open_release(now.release_dir(jaar, publiek)), bool(prevents)
            )
        except ReleaseGeweigerd as fault:
            cells, first = 0, Verschil(folder.name, fault.message)
        figures = figures.more(cells, 0, first)
    for name in year.rapport["bestanden"]:
        if name.endswith(".html"):
            before, after = (folder / name for folder in (was.reports_dir(jaar), now.reports_dir(jaar)))
            figures = figures.more(0, *_pages(name, before, after))
    files = bestanden.compare(_files(was, year, releases), _files(now, year, releases), prevents)
    return replace(outcome, cijfers=figures, bytes=files)


def _pages(name: str, was: Path, now: Path) -> tuple[int, Verschil | None]:
    if not was.is_file() or not now.is_file():
        return 0, Verschil(name, "not there")
    return pagina.compare(name, was.read_text("utf-8"), now.read_text("utf-8"))


def _publics(year: _Jaar) -> list[str]:
    return ["openbaar", *([STUURGROEP] if "vertrouwelijk" in year.rapport else [])]


def _files(workspace: Workspace, year: _Jaar, releases: bool) -> dict[str, Path]:
    """The files of a school year by name; of the releases those that their manifest names."""
    jaar = year.schooljaar
    folder = workspace.reports_dir(jaar)
    found = {f"reports/{name}": folder / name for name in (*year.rapport["bestanden"], RECORD)}
    kept = workspace.notebooks_dir(jaar)
    found |= {f"notebooks/{name}": kept / name for name in year.rapport.get("notebooks", {})}
    if not releases:
        return found
    found["runs/" + workspace.run_record(jaar).name] = workspace.run_record(jaar)
    for publiek in _publics(year):
        place = workspace.release_dir(jaar, publiek)
        names = [entry["file"] for entry in json.loads((place / MANIFEST).read_bytes())["files"].values()]
        found |= {f"{place.parent.name}/{name}": place / name for name in (*names, MANIFEST)}
    return found


def _taken_over(workspace: Workspace, year: Schooljaar) -> frozenset[int]:
    """The cohorts whose rows were forgotten when the release was made."""
    release = open_release(workspace.release_dir(year))
    if "overgenomen" not in release.tables:
        return frozenset()
    return frozenset(int(cohort) for cohort in release.table("overgenomen")["cohort"])


def _program(proef: _Proef, year: _Jaar) -> tuple[str, ...]:
    """What of the program is otherwise than when the reports were made, the renderer among it."""
    return otherwise(year.rapport.get("basis", {}), proef.renderer.label)


def otherwise(basis: Basis, renderer: str) -> tuple[str, ...]:
    """What of the program is otherwise than it was, by what a record says of then."""
    now = {**program(), "renderer": renderer}
    before = {name: value for name, value in basis.items() if name.split(" ")[0] != "release"}
    if not before:
        return ("it is not known which program made it",)
    return tuple(_changes(before, now))


def _otherwise(proef: _Proef, year: _Jaar) -> tuple[str, ...]:
    """All that decides and is otherwise by now: program, settings, analysis plan, other regions."""
    from pipeline.evaluation.effect.analyseplan import load_analyseplan

    record, workspace = year.record, proef.workspace
    before = {**record["instellingen"], "analysis plan": record["analyseplan"], "key": record["sleutel_id"]}
    before["other regions"] = basis_hash(record["regios"])
    now = {
        **proef.settings.basis(),
        "analysis plan": load_analyseplan(workspace.analyseplan_file).hash(),
        "key": proef.sleutel.id,
        "other regions": basis_hash(regions_hash(workspace, proef.settings, year.schooljaar)),
    }
    by_hand = (
        f"{name}: changed since it was made"
        for name, sha in year.rapport.get("bestanden", {}).items()
        if not _is(workspace.reports_dir(year.schooljaar) / name, sha)
    )
    return (*_program(proef, year), *_changes(before, now), *by_hand)


def _changes(before: Basis, now: Basis) -> Iterator[str]:
    for name in sorted({*before, *now}):
        was, new = before.get(name, ""), now.get(name, "")
        if was != new:
            yield f"{name}: {_short(was)} → {_short(new)}"


def _short(value: str) -> str:
    return (value if len(value) < 64 else f"{value[:_SHORT]}…") or "not there"


def _is(path: Path, sha256: str) -> bool:
    from pipeline.workspace.record import sha256_file

    return path.is_file() and sha256_file(path) == sha256
