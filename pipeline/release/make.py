"""From microdata to the release of a school year: compute, protect, write; and whether that is needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.indicators.compute import compute_cijfers, compute_eenheden
from pipeline.indicators.gevoeligheid import compute_gevoeligheid
from pipeline.indicators.overzichten import compute_overzichten
from pipeline.indicators.volledigheid import Volledigheid, compute_volledigheid
from pipeline.microdata.reading import open_microdata
from pipeline.pseudonym import DEMO_SLEUTEL, Sleutel
from pipeline.release.counts import protect_defects, protect_flow, protect_repairs, summarise_deliveries
from pipeline.release.koppeling import protect_links, protect_sensitivity
from pipeline.release.overname import Overgenomen, take_over
from pipeline.release.policy import Policy
from pipeline.release.protection import ProtectedTables, protect
from pipeline.release.publication import MANIFEST, Release, write_release
from pipeline.release.remember import remembering
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import write_text
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import code_hash, sha256_file, stable_json, versions
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.microdata.build import Microdata

SCHOOLTYPEN = {"PRO": "praktijkonderwijs", "VSO": "voortgezet speciaal onderwijs", "SO": "speciaal onderwijs"}


def make_release(
    workspace: Workspace,
    microdata: Microdata,
    settings: Settings,
    sleutel: Sleutel,
    schooljaar: Schooljaar,
    lost: frozenset[int] = frozenset(),
) -> Release:
    """Compute the figures of a school year, hide what may not be shown, and put the release in place.

    The cohorts in `lost` are taken over from an earlier release (overname.py). Raises ReleaseGeweigerd (exit
    4); then the release that was there stays.
    """
    taken = take_over(workspace, schooljaar, lost, settings)
    counted = _count(microdata, settings, schooljaar, taken)
    policy = Policy.of(settings)
    with remembering(workspace.processed / "besluiten"):
        protected = protect(counted.cijfers, counted.eenheden, policy)
    tables = _tables(counted, protected, taken, policy, settings)
    meta = {
        "schooljaar": schooljaar.label,
        "stand": settings.stand(schooljaar).isoformat(),
        "voorbeeldgegevens": sleutel == DEMO_SLEUTEL,
        "sleutel_id": sleutel.id,
        "versions": {"code": code_hash()[:12], **versions()},
        "hidden": protected.hidden.published(),
        "bescherming": protected.hidden.account(policy, taken.vergroofd),
        "volledigheid": counted.volledigheid.as_meta(),
    }
    release = write_release(workspace.release_dir(schooljaar), tables, meta)
    record = _record(workspace, schooljaar, microdata, protected, counted.volledigheid)
    write_text(_record_file(workspace, schooljaar), stable_json(record))
    return release


@dataclass(frozen=True)
class Geteld:
    """What was counted of the cohorts whose rows are there, before anything is hidden."""

    cijfers: pd.DataFrame
    eenheden: pd.DataFrame
    overzichten: Mapping[str, pd.DataFrame]
    gevoeligheid: pd.DataFrame
    volledigheid: Volledigheid


def _count(microdata: Microdata, settings: Settings, schooljaar: Schooljaar, taken: Overgenomen) -> Geteld:
    with open_microdata(microdata) as con:
        cijfers = compute_cijfers(con, settings, schooljaar)
        eenheden = compute_eenheden(con)
        overzichten = compute_overzichten(con, schooljaar, settings.stand(schooljaar))
        gevoeligheid = compute_gevoeligheid(con, settings, schooljaar)
        volledigheid = compute_volledigheid(con, settings, schooljaar, taken.verloren)
    overzichten["stroom"] = taken.without_lost(overzichten["stroom"])
    return Geteld(
        taken.without_lost(cijfers), taken.without_lost(eenheden), overzichten, gevoeligheid, volledigheid
    )


def _tables(
    counted: Geteld, protected: ProtectedTables, taken: Overgenomen, policy: Policy, settings: Settings
) -> dict[str, pd.DataFrame]:
    """Every table of the release, protected, with what was taken over."""
    overzichten = counted.overzichten
    cijfers = _named(protected.cijfers, counted.eenheden, settings)
    samen = _named(protected.samen, counted.eenheden, settings)
    stroom = protect_flow(overzichten["stroom"], policy, protected.cijfers)
    return {
        **overzichten,
        "cijfers": taken.fill_in("cijfers", cijfers),
        "samen": taken.fill_in("samen", samen),
        "eenheden": taken.fill_in("eenheden", counted.eenheden),
        "stroom": taken.fill_in("stroom", stroom),
        "overgenomen": taken.table(),
        "leveringen": summarise_deliveries(overzichten["leveringen"], policy),
        "defecten": protect_defects(overzichten["defecten"], policy),
        "hersteld": protect_repairs(overzichten["hersteld"], policy),
        "koppeling": protect_links(overzichten["koppeling"], policy),
        "gevoeligheid": protect_sensitivity(counted.gevoeligheid, policy),
        "instellingen": _settings_table(settings),
    }


def release_is_of(workspace: Workspace, schooljaar: Schooljaar, microdata: Microdata) -> bool:
    """Whether the release that is there was made of this microdata and is still as it was written."""
    path = _record_file(workspace, schooljaar)
    manifest = workspace.release_dir(schooljaar) / MANIFEST
    if not path.is_file() or not manifest.is_file():
        return False
    record: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return bool(record["microdata"] == microdata.inputs and record["release"] == sha256_file(manifest))


def _record_file(workspace: Workspace, schooljaar: Schooljaar) -> Path:
    """It stays inside: how much was hidden by a rule, and how much besides, narrows numbers down."""
    folder = workspace.processed / "runs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{schooljaar}.json"


def _record(
    workspace: Workspace,
    schooljaar: Schooljaar,
    microdata: Microdata,
    protected: ProtectedTables,
    volledigheid: Volledigheid,
) -> dict[str, Any]:
    return {
        "schooljaar": schooljaar.label,
        "microdata": microdata.inputs,
        "release": sha256_file(workspace.release_dir(schooljaar) / MANIFEST),
        "verborgen": protected.hidden.per_table.to_dict("records"),
        "aandeel_kopcijfers_per_school": protected.hidden.headline_share,
        "zonder_schoolverlaters": [f"{brin} in {Schooljaar(jaar)}" for brin, jaar in volledigheid.scholen],
    }


def _named(cijfers: pd.DataFrame, eenheden: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The figures with the name of each unit as readers know it in that cohort, or the last of several."""
    last = "tot" if "tot" in cijfers else "cohort"
    schools = eenheden.rename(columns={"school": "eenheid", "cohort": last}).assign(niveau="school")
    named = cijfers.merge(schools[[last, "niveau", "eenheid", "naam"]], how="left", validate="many_to_one")
    other = named.eenheid.map(SCHOOLTYPEN | {"regio": settings.regio.naam}).fillna(named.eenheid)
    return named.assign(naam=named.naam.fillna(other))


def _settings_table(settings: Settings) -> pd.DataFrame:
    """The settings that shape the figures, as the reports print them."""
    import pandas as pd

    parts = ("regio", "peildata", "cohort", "drempels", "definities")
    shown = settings.model_dump(
        mode="json", by_alias=True, include={**dict.fromkeys(parts, True), "koppeling": {"drempel", "marge"}}
    )
    rows = [(f"{part}.{key}", _words(value)) for part, keys in shown.items() for key, value in keys.items()]
    return pd.DataFrame(rows, columns=["naam", "waarde"])


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
