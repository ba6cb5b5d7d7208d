"""From microdata to the release of a school year: compute, protect, write; and whether that is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.analyseplan import inhoud, load_analyseplan
from pipeline.microdata.account import account
from pipeline.pseudonym import DEMO_SLEUTEL, Sleutel
from pipeline.release.aansluiting import told_beside
from pipeline.release.achtergrond import beside_achtergrond
from pipeline.release.besluit import GETELD, manifest_hash
from pipeline.release.blijft import kenmerk
from pipeline.release.circulation import Circulation, count_for_later
from pipeline.release.compose import Geteld, Samengesteld, compose, count
from pipeline.release.effect_tabellen import EffectBeside
from pipeline.release.generations import (
    PUBLIEKEN,
    has_small,
    keep_counted,
    keep_shown,
    keep_small,
    keep_small_from_before,
)
from pipeline.release.overname import take_over
from pipeline.release.planhistorie import earlier_plans, keep_plan
from pipeline.release.policy import Policy
from pipeline.release.publication import Release, open_release, write_release
from pipeline.release.regios import other_regions, regions_hash
from pipeline.release.remember import remembering
from pipeline.release.small_memory import of_release
from pipeline.release.wijzigingen import wijzigingen
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import replacing_dir, write_text
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import code_hash, program, stable_json, versions
from pipeline.workspace.settings import Settings

_BEFORE = "eerder"
"""In the place of inputs: of releases from before they were kept."""

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from pipeline.microdata.build import Microdata
    from pipeline.release.policy import Publiek


def make_release(
    workspace: Workspace,
    microdata: Microdata,
    settings: Settings,
    sleutel: Sleutel,
    schooljaar: Schooljaar,
    lost: frozenset[int] = frozenset(),
    counted: Geteld | None = None,
    forks: bool = False,
) -> Release:
    """Compute the figures of a school year, hide what may not be shown, and put the release in place: for
    everybody, and for the stuurgroep where the settings have an agreement. Gives the one for everybody.

    The cohorts in `lost` are taken over from an earlier release (overname.py). counted: by `count_all`, where
    that was done before. forks: whether processes may be forked (EffectBeside). Raises ReleaseGeweigerd
    (exit 4); then the releases that were there stay.
    """
    keep_from_before(workspace)
    circulation = Circulation.read(workspace.uitgegeven, microdata.inputs)
    plan = load_analyseplan(workspace.analyseplan_file)
    elders = other_regions(workspace, settings, schooljaar)
    counted = counted or count_all(workspace, microdata, settings, sleutel, schooljaar, lost)
    policy = Policy.of(settings, has_seen_more=not circulation.shown["stuurgroep"].empty)
    with (
        remembering(workspace.processed / "besluiten"),
        EffectBeside(counted.onderzoek, forks) as effect,
    ):
        made = _for_each(workspace, counted, policy, circulation, settings, schooljaar, lost, effect)
    if not settings.stuurgroep.afspraak:
        made = made[-1:]
    releases = []
    for one in made:
        folder = workspace.release_dir(schooljaar, one.policy.publiek)
        meta = _meta(one, counted, settings, sleutel, schooljaar)
        tables = {**one.tabellen, "regios": elders}
        tables["wijzigingen"] = wijzigingen(tables, meta, circulation, one.policy)
        releases.append(write_release(folder, tables, meta))
        keep_shown(workspace.uitgegeven, microdata.inputs, one.policy.publiek, releases[-1])
        keep_small(workspace.uitgegeven, microdata.inputs, one.policy.publiek, one.klein)
    kept = count_for_later(counted.cijfers, counted.eenheden, settings.definities)
    keep_counted(workspace.uitgegeven, microdata.inputs, kept)
    keep_plan(workspace, schooljaar, plan)
    lacking = [f"{brin} in {Schooljaar(year)}" for brin, year in counted.volledigheid.scholen]
    record = {
        "schooljaar": schooljaar.label,
        "microdata": microdata.inputs,
        "analyseplan": plan.hash(),
        "analyseplan_inhoud": inhoud(plan),
        "instellingen": settings.basis(),
        "programma": dict(program()),
        "sleutel_id": sleutel.id,
        "eerder": [one.naam for one in circulation.generations],
        GETELD: kenmerk(counted, lost, sleutel),
        **account(microdata),
        "regios": regions_hash(workspace, settings, schooljaar),
        "zonder_schoolverlaters": lacking,
        "herinneringen": [one.as_dict() for one in counted.herinneringen],
    }
    hidden = {one.policy.publiek: _hidden(workspace, schooljaar, one) for one in made}
    write_text(_record_file(workspace, schooljaar), stable_json({**record, "releases": hidden}))
    return releases[-1]


def count_all(
    workspace: Workspace,
    microdata: Microdata,
    settings: Settings,
    sleutel: Sleutel,
    schooljaar: Schooljaar,
    lost: frozenset[int] = frozenset(),
) -> Geteld:
    """Everything that a release of a school year is made of, before anything is hidden."""
    plan = load_analyseplan(workspace.analyseplan_file)
    return count(microdata, settings, schooljaar, lost, plan, sleutel, earlier_plans(workspace, schooljaar))


def keep_from_before(workspace: Workspace) -> None:
    """Where nothing was kept yet, or nothing of the small tables: what the releases that are there show. All
    of it or nothing: half of it would be taken for all there is."""
    if not workspace.uitgegeven.is_dir():
        with replacing_dir(workspace.uitgegeven) as kept:
            for publiek, year in _released(workspace):
                release = _readable(workspace.release_dir(year, publiek))
                keep_shown(kept, _BEFORE, publiek, release)
                keep_small(kept, _BEFORE, publiek, _small_of(year, release))
    elif not has_small(workspace.uitgegeven):
        keep_small_from_before(workspace.uitgegeven, _small_from_before(workspace))


def _small_from_before(workspace: Workspace) -> dict[Publiek, list[pd.DataFrame]]:
    """What the small tables show of the releases that are there."""
    found: dict[Publiek, list[pd.DataFrame]] = {}
    for publiek, year in _released(workspace):
        release = _readable(workspace.release_dir(year, publiek))
        found.setdefault(publiek, []).append(_small_of(year, release))
    return found


def _released(workspace: Workspace) -> list[tuple[Publiek, Schooljaar]]:
    return [(publiek, year) for publiek in PUBLIEKEN for year in workspace.released(publiek)]


def _small_of(year: Schooljaar, release: Release) -> pd.DataFrame:
    """The small tables of a release of which nothing else was kept."""
    telling = {"aansluiting": told_beside, "achtergrond": beside_achtergrond}
    known = {
        naam: told(release.table(naam), release.table("cijfers"))
        for naam, told in telling.items()
        if naam in release.tables
    }
    return of_release(year.start, release, known)


def _readable(folder: Path) -> Release:
    """A release that is the only record of what it showed."""
    try:
        return open_release(folder)
    except ReleaseGeweigerd as fault:
        raise ReleaseGeweigerd(
            f"{fault.message}; it is the only record of what that release showed",
            f"Put the folder {folder} back from a copy. If there is none, move it out of the workspace: then"
            " what it showed counts as unknown.",
        ) from fault


def _for_each(
    workspace: Workspace,
    counted: Geteld,
    policy: Policy,
    circulation: Circulation,
    settings: Settings,
    schooljaar: Schooljaar,
    lost: frozenset[int],
    effect: EffectBeside,
) -> list[Samengesteld]:
    """The tables for each public, of those who see most first."""
    wider: list[Samengesteld] = []
    if policy.wider:
        wider = _for_each(workspace, counted, policy.wider, circulation, settings, schooljaar, lost, effect)
    taken = take_over(workspace, schooljaar, lost, settings, policy.publiek)
    last = wider[-1] if wider else None
    return [*wider, compose(counted, policy, circulation, taken, settings, effect, last)]


def _meta(
    made: Samengesteld, counted: Geteld, settings: Settings, sleutel: Sleutel, schooljaar: Schooljaar
) -> dict[str, Any]:
    """What release.json says besides its files."""
    hidden, policy = made.beschermd.hidden, made.policy
    agreement = {"afspraak": settings.stuurgroep.afspraak} if policy.publiek == "stuurgroep" else {}
    return {
        "schooljaar": schooljaar.label,
        "publiek": policy.publiek,
        **agreement,
        "stand": settings.stand(schooljaar).isoformat(),
        "voorbeeldgegevens": sleutel == DEMO_SLEUTEL,
        "sleutel_id": sleutel.id,
        "versions": {"code": code_hash()[:12], **versions()},
        "hidden": hidden.published(),
        "bescherming": hidden.account(policy, made.overgenomen.vergroofd),
        "volledigheid": counted.volledigheid.as_meta(),
    }


def _record_file(workspace: Workspace, schooljaar: Schooljaar) -> Path:
    """It stays inside: how much was hidden by a rule, and how much besides, narrows numbers down."""
    path = workspace.run_record(schooljaar)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _hidden(workspace: Workspace, schooljaar: Schooljaar, made: Samengesteld) -> dict[str, Any]:
    hidden = made.beschermd.hidden
    return {
        "release": manifest_hash(workspace, schooljaar, made.policy.publiek),
        "verborgen": hidden.per_table.to_dict("records"),
        "aandeel_kopcijfers_per_school": hidden.headline_share,
    }
