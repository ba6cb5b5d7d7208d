"""Two publics: the boards agree that the stuurgroep sees smaller numbers than everybody does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from pipeline.release.publication import Release, open_release
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from tests.support.workspaces import JAAR, run, toeleiding

AFSPRAAK = "besluit van de besturen, 12 maart 2024"
KEY = ["cohort", "indicator", "klasse", "soort_klasse", "niveau", "eenheid"]


def agree(workspace: Workspace, old: str = 'afspraak = ""', new: str = f'afspraak = "{AFSPRAAK}"') -> None:
    text = workspace.settings_file.read_text("utf-8")
    assert text.count(f"\n{old}\n") == 1
    write_text(workspace.settings_file, text.replace(f"\n{old}\n", f"\n{new}\n"))


def shown(release: Release) -> pd.DataFrame:
    table = release.table("cijfers").set_index(KEY).sort_index()
    return table[table["status"] == "gemeten"]


def page(workspace: Workspace, naam: str) -> str:
    """Without the marks that keep words on one line."""
    text = (workspace.reports_dir(JAAR) / f"{naam}.html").read_text("utf-8")
    return re.sub(r'<span class="heel">(.*?)</span>', r"\1", text)


def left_over(workspace: Workspace) -> list[str]:
    told = toeleiding("status", "--json", "--workspace", str(workspace.root))
    return list(json.loads(told.stdout)["zonder_afspraak"])


@pytest.fixture
def agreed(workspace: Workspace) -> Workspace:
    agree(workspace)
    code, _, err = run(workspace)
    assert code == 0, err
    return workspace


def test_the_stuurgroep_sees_more_as_long_as_the_boards_agree(agreed: Workspace, finished: Workspace) -> None:
    before, public, more = (
        shown(open_release(folder))
        for folder in (
            finished.release_dir(JAAR),
            agreed.release_dir(JAAR),
            agreed.release_dir(JAAR, "stuurgroep"),
        )
    )
    assert set(before.index) == set(public.index) and (before["k"] == public["k"]).all()
    assert set(public.index) < set(more.index)
    assert public["k"].equals(more.loc[public.index, "k"])
    small = more["k"].between(1, 4)
    assert small.any() and not more["k"].between(1, 2).any() and not public["k"].between(1, 4).any()

    flow = [
        open_release(agreed.release_dir(JAAR, publiek))
        .table("stroom")
        .set_index(["cohort", "stap"])["status"]
        for publiek in ("openbaar", "stuurgroep")
    ]
    assert not ((flow[0] == "getoond") & (flow[1] == "niet getoond")).any()

    toetsing, stuurgroep = page(agreed, "toetsing"), page(agreed, "stuurgroep")
    assert "Vertrouwelijk</strong>" in stuurgroep and "Vertrouwelijk</strong>" not in toetsing
    assert "Dit rapport toont aantallen vanaf 3" in stuurgroep and AFSPRAAK in stuurgroep
    assert "De stuurgroep ziet in een vertrouwelijk rapport ook aantallen vanaf 3" in " ".join(
        toetsing.split()
    )
    index = (agreed.reports / "index.html").read_text("utf-8")
    assert index.count("Vertrouwelijk, alleen voor de stuurgroep") == 1

    code, out, _ = run(agreed, "--json")
    assert code == 0 and [step["naam"] for step in json.loads(out)["stappen"] if step["gedaan"]] == []

    assert left_over(agreed) == []
    approved = toeleiding("approve", str(JAAR), "--by", "A. Smit", "--workspace", str(agreed.root))
    assert approved.returncode == 0, approved.stderr
    (figures,) = agreed.release_dir(JAAR, "stuurgroep").glob("cijfers-*.parquet")
    figures.write_bytes(figures.read_bytes() + b"x")
    again = toeleiding("approve", str(JAAR), "--by", "B. Jansen", "--workspace", str(agreed.root))
    assert again.returncode == 2 and figures.name in again.stderr

    agree(agreed, f'afspraak = "{AFSPRAAK}"', 'afspraak = ""')
    code, _, err = run(agreed)
    assert code == 0, err
    after = shown(open_release(agreed.release_dir(JAAR)))
    assert set(after.index) <= set(more.index)
    assert "Vertrouwelijk</strong>" not in page(agreed, "stuurgroep")
    assert "Vertrouwelijk, alleen voor" not in (agreed.reports / "index.html").read_text("utf-8")
    assert left_over(agreed) == [JAAR.label], "the numbers that were for the stuurgroep alone are still there"


@pytest.mark.parametrize(("name", "value", "most"), [("telling", 6, 5), ("noemer", 11, 10)])
def test_who_sees_more_has_no_higher_threshold(tmp_path: Path, name: str, value: int, most: int) -> None:
    file = tmp_path / "toeleiding.toml"
    write_text(file, f'[stuurgroep]\nafspraak = "ja"\n{name} = {value}\n')
    with pytest.raises(
        SettingsError, match=f"stuurgroep.{name}: expected at most drempels.{name}, which is {most}"
    ):
        load_settings(file)
    write_text(file, f"[stuurgroep]\n{name} = {value}\n")
    assert load_settings(file).stuurgroep.afspraak == ""
