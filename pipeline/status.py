"""What is there and what is stale: deliveries, microdata, releases, reports, renderer and key."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from pipeline.keys import key_file, key_of
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.reading import inhoud, printable, reading_process
from pipeline.sources.register import delivered_files
from pipeline.sources.register_view import lost_cohorts, lost_years
from pipeline.sources.rotation import behind
from pipeline.workspace.basis import Besluit, basis_hash, besluit
from pipeline.workspace.errors import ToeleidingError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import at_work, cut_off
from pipeline.workspace.record import program
from pipeline.workspace.settings import Settings, load_settings

_LOST = "kept as it is: rows were forgotten"


def status(workspace: Workspace, vandaag: date | None = None) -> dict[str, Any]:
    """Everything as plain values. Reads only; raises SettingsError on bad settings.

    vandaag: the day on which a delivery is late or not; otherwise today.
    """
    from pipeline.reporting.approval import vrijgaven
    from pipeline.reporting.renderer import choose_renderer
    from pipeline.yearly.reminders import asked

    vandaag = vandaag or date.today()
    settings = load_settings(workspace.settings_file)
    boek = Boek.read(workspace)
    renderer = choose_renderer().label
    return {
        "werkmap": str(workspace.root),
        "aan_het_werk": _at_work(workspace),
        "voorbeeldgegevens": workspace.is_demo,
        "sleutel": _key(workspace, settings, boek),
        "leveringen": _deliveries(boek.actief),
        **_raw(workspace, boek),
        "quarantaine_in_grenzen": _quarantine(workspace, boek),
        "schooljaren_met_vergeten_leveringen": lost_years(boek),
        "microdata": _microdata(workspace, boek.actief, settings),
        "gevraagd": [one.as_dict(vandaag) for one in asked(workspace, settings)],
        "releases": _releases(workspace, boek, settings),
        "rapporten": _reports(workspace, renderer, settings, lost_cohorts(boek)),
        "zonder_afspraak": _without_agreement(workspace, settings),
        "vrijgave": {
            label: state.regel
            for label, state in vrijgaven(workspace, settings.vrijgave.beoordelaars).items()
        },
        "renderer": renderer,
    }


def _at_work(workspace: Workspace) -> str:
    """What there is to say of a run that is not done."""
    if cut := cut_off(workspace):
        return f"a run was cut off ({cut}); the next one makes up for it"
    busy = at_work(workspace)
    return f"a run is at work ({busy})" if busy else ""


def _without_agreement(workspace: Workspace, settings: Settings) -> list[str]:
    """School years with a release for the stuurgroep alone that no agreement asks for any more."""
    from pipeline.reporting.reports import STUURGROEP

    return [] if settings.stuurgroep.afspraak else [year.label for year in workspace.released(STUURGROEP)]


def _key(workspace: Workspace, settings: Settings, boek: Boek) -> dict[str, str]:
    try:
        key = key_of(workspace, settings)
    except ToeleidingError as fault:
        return {"fout": fault.message}
    found = {"id": key.id, "plaats": "demo" if workspace.is_demo else str(key_file(workspace, settings))}
    if late := len(behind(workspace, boek, key)):
        found["achter"] = f"{late} delivery(ies) with an earlier key of it; the next run brings them along"
    return found


def _deliveries(deliveries: list[Delivery]) -> dict[str, dict[str, int]]:
    """Per source: deliveries, rows, and rows in quarantine."""
    found: dict[str, Counter[str]] = {}
    for delivery in deliveries:
        counts = found.setdefault(delivery.bron, Counter())
        counts.update(leveringen=1, rijen=delivery.rijen["in"], quarantaine=delivery.rijen["quarantaine"])
    return {bron: dict(counts) for bron, counts in sorted(found.items())}


def _quarantine(workspace: Workspace, boek: Boek) -> list[dict[str, Any]]:
    """Per outflow list its rows in quarantine, and how many others of it no later delivery has superseded."""
    from pipeline.microdata.rest import in_quarantine

    lists = {delivery.id: delivery.pad for delivery in boek.actief if delivery.telt_in_grenzen}
    return [
        {
            "id": rest.levering,
            "plaats": printable(lists[rest.levering]),
            "rijen": rest.quarantaine,
            "andere_rijen": rest.gehouden,
        }
        for rest in in_quarantine(workspace, lists)
    ]


def _raw(workspace: Workspace, boek: Boek) -> dict[str, list[str]]:
    """Places below data/raw whose content is not that of an accepted delivery, by what the next run does."""
    known = {delivery.sha256 for delivery in boek.actief}
    found: dict[str, list[str]] = {"nieuw": [], "ingetrokken": [], "vergeten": []}
    with reading_process():
        for path in delivered_files(workspace.raw) if workspace.raw.is_dir() else []:
            for place, content in inhoud(path, workspace.raw, known):
                if content not in known:
                    found[boek.terzijde.get(content, "nieuw")].append(printable(place))
    return {f"{what}_in_raw": places for what, places in found.items()}


def _microdata(workspace: Workspace, deliveries: list[Delivery], settings: Settings) -> str:
    from pipeline.microdata.build import current, inputs_of

    present = current(workspace)
    if present is None:
        return "none"
    return _state(besluit(present.basis, inputs_of(deliveries, settings, program())))


def _state(found: Besluit) -> str:
    return f"stale: {found.reden}" if found.nodig else "up to date"


def _releases(workspace: Workspace, boek: Boek, settings: Settings) -> dict[str, str]:
    """Per school year whether its release is of the deliveries and settings that are there now."""
    from pipeline.gang import Wens
    from pipeline.microdata.build import inputs_of
    from pipeline.release.besluit import release_besluit
    from pipeline.waiting import WHY, waiting

    years, lost = workspace.released(), lost_cohorts(boek)
    inputs = basis_hash(inputs_of(boek.actief, settings, program()))
    stay = waiting(workspace, settings, years, Wens())
    found = {}
    for year in years:
        state = release_besluit(workspace, year, inputs, settings)
        if state.nodig and year.start in lost:
            found[year.label] = _LOST
        else:
            found[year.label] = f"kept as it is: {WHY}" if state.nodig and year in stay else _state(state)
    return found


def _reports(workspace: Workspace, renderer: str, settings: Settings, lost: frozenset[int]) -> dict[str, str]:
    """Per school year whether its reports are of the release that is there now, by this renderer."""
    from pipeline.reporting.reports import Opdracht

    found = {}
    for year in workspace.released():
        state = Opdracht.of(year, workspace, renderer, settings).besluit()
        kept = state.nodig and year.start in lost
        found[year.label] = _LOST if kept else _state(state)
    return found
