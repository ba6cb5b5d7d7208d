"""What a run would do, and why, by the same rules as the run itself. It touches nothing, also no lock.

What comes after something that would be made again cannot be known to the end: a release that turns out as it
was leaves its reports as they are. The reason says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.flow import check_demo_key, chosen_years
from pipeline.gang import Stap, Verslag, Wens
from pipeline.microdata.build import Microdata, current, inputs_of
from pipeline.pseudonym import Sleutel, refuse_other_key
from pipeline.sources.delivery import Boek
from pipeline.sources.extend import contracts_of_workspace
from pipeline.sources.opname import Opname
from pipeline.sources.register import to_take
from pipeline.sources.register_view import lost_cohorts
from pipeline.sources.rotation import behind
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.waiting import WHY, waiting
from pipeline.workspace.basis import Besluit, basis_hash, besluit
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import program
from pipeline.workspace.settings import Settings, load_settings

_SHOWN = 5


@dataclass(frozen=True)
class _Proef:
    """What a dry run looks at."""

    workspace: Workspace
    settings: Settings
    sleutel: Sleutel
    wens: Wens
    boek: Boek


def dry_run(workspace: Workspace, sleutel: Sleutel, wens: Wens) -> Verslag:
    """The steps of a run, `gedaan` where it would do them.

    Raises what a run raises before it begins, and SettingsError for a school year without school leavers.
    """
    settings = load_settings(workspace.settings_file)
    check_demo_key(workspace, sleutel)
    boek = Boek.read(workspace)
    refuse_other_key((d.sleutel_id for d in boek.actief), *sleutel.eerdere, sleutel)
    return Verslag(list(_steps(_Proef(workspace, settings, sleutel, wens, boek))))


def _steps(proef: _Proef) -> Iterator[Stap]:
    if late := behind(proef.workspace, proef.boek, proef.sleutel):
        yield Stap("key", True, f"{len(late)} delivery(ies) with an earlier key of it would be brought along")
    opname = Opname(
        proef.sleutel,
        proef.settings.cohort.teldatum,
        contracts_of_workspace(proef.workspace),
        proef.settings.bewaren,
    )
    places = to_take(proef.workspace, opname)
    yield Stap("deliveries", bool(places), _taken(places, len(proef.boek.actief)))
    present = current(proef.workspace)
    basis = inputs_of(proef.boek.actief, proef.settings, program())
    found = besluit(present.basis if present else None, basis, proef.wens.opnieuw)
    found = Besluit(True, "deliveries would be taken in first", found.wijzigingen) if places else found
    yield _stap("microdata", found)
    if present is None:
        yield Stap("releases and reports", True, "of every school year that the microdata will have")
        return
    yield from _years(proef, present, basis_hash(basis), found.nodig)


def _taken(places: list[str], known: int) -> str:
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return f"{len(places)} to read, {known} known" + (
        f": {', '.join(places[:_SHOWN])}{more}" if places else ""
    )


def _years(proef: _Proef, present: Microdata, inputs: str, rebuilt: bool) -> Iterator[Stap]:
    """The releases and then the reports, of the cohorts that are there now."""
    from pipeline.release.besluit import newest_of

    lost = lost_cohorts(proef.boek)
    years = chosen_years(proef.workspace, proef.settings, proef.wens, present, lost)
    stale: set[Schooljaar] = set()
    newest = newest_of(proef.workspace, years)
    known = [year for year in years if year.start not in lost]
    stay = waiting(proef.workspace, proef.settings, known, proef.wens)
    for year in years:
        if year.start in lost:
            yield Stap(
                f"release {year}", False, "rows of this school year were forgotten, so it stays as it is"
            )
            continue
        if year in stay:
            yield Stap(f"release {year}", False, WHY)
            continue
        found = _release(proef, year, inputs, rebuilt, year == newest)
        if found.nodig:
            stale.add(year)
        yield _stap(f"release {year}", found)
    for year in years:
        if year.start not in lost and year not in stay:
            yield _stap(f"reports {year}", _reports(proef, year, year in stale))


def _release(proef: _Proef, year: Schooljaar, inputs: str, rebuilt: bool, newest: bool) -> Besluit:
    from pipeline.release.besluit import may_stay, release_besluit

    found = release_besluit(proef.workspace, year, inputs, proef.settings, proef.wens.opnieuw)
    if not rebuilt:
        return found
    stays = not newest and not proef.wens.opnieuw
    if stays and may_stay(proef.workspace, year, found, proef.settings, proef.sleutel):
        return Besluit(True, "only if what it counts turns out otherwise than it was", found.wijzigingen)
    return Besluit(True, "the microdata would be made again", found.wijzigingen)


def _reports(proef: _Proef, year: Schooljaar, stale: bool) -> Besluit:
    from pipeline.reporting.renderer import choose_renderer
    from pipeline.reporting.reports import Opdracht

    if year not in proef.workspace.released():
        return Besluit(True, "there were none")
    label = choose_renderer().label
    opdracht = Opdracht.of(year, proef.workspace, label, proef.settings, proef.wens.docx)
    found = opdracht.besluit(proef.wens.opnieuw)
    if found.nodig or not stale:
        return found
    return Besluit(True, "only if the release turns out otherwise than it is")


def _stap(naam: str, found: Besluit) -> Stap:
    return Stap(naam, found.nodig, found.reden, wijzigingen=found.wijzigingen)
