"""A report that lacks something, from the deliveries up to what is published and what stays inside."""

from __future__ import annotations

import json
from datetime import date

from pipeline.flow import refresh_microdata, refresh_release
from pipeline.gang import Gang, Wens
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.reporting.renderer import choose_renderer
from pipeline.sources.delivery import Boek
from pipeline.sources.withdrawal import withdraw
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from tests.support.workspaces import JAAR


def test_a_school_whose_lists_were_taken_back_makes_it_voorlopig_and_only_inside_is_told_which(
    workspace: Workspace,
) -> None:
    for delivery in Boek.read(workspace).actief:
        if delivery.bron == "uitstroom" and delivery.scholen == ("98YC00",) and 2024 in delivery.cohorten:
            withdraw(workspace, delivery.id, date(2026, 1, 20), "verkeerd bestand")
    settings = load_settings(workspace.settings_file)
    gang = Gang(workspace, settings, DEMO_SLEUTEL, choose_renderer(), Wens(), str)
    refresh_release(gang, refresh_microdata(gang, Boek.read(workspace).actief), JAAR)
    found = json.loads((workspace.release_dir(JAAR) / "release.json").read_text("utf-8"))["volledigheid"]
    assert (found["status"], found["scholen_zonder_schoolverlaters"]) == ("voorlopig", 1)
    assert found["cohorten_zonder_schoolverlaters"] == JAAR.label
    record = json.loads((workspace.processed / "runs" / f"{JAAR}.json").read_text("utf-8"))
    assert record["zonder_schoolverlaters"] == [f"98YC00 in {JAAR}"]
