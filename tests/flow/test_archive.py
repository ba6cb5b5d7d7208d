"""The archive of a school year: opens without us, is the same each time, and holds nothing confidential."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline.bewijs.archief import archive
from pipeline.bewijs.record import run_record
from pipeline.reporting.approval import approve
from pipeline.reporting.reports import SOORTEN
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from tests.support.browsing import CHROMIUM, opened, violations
from tests.support.verbs import verb
from tests.support.workspaces import JAAR, fingerprints

REPORTS = ("toetsing", "stuurgroep")


@pytest.fixture(scope="module")
def made(finished: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the finished workspace, unpacked."""
    folder = tmp_path_factory.mktemp("archief")
    shutil.copytree(finished.root, folder / "werkmap")
    with zipfile.ZipFile(archive(Workspace(folder / "werkmap"), JAAR).bestand) as found:
        found.extractall(folder / "uit")
    return folder / "uit"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_same_bytes_twice_whatever_the_clock(workspace: Workspace) -> None:
    first = archive(workspace, JAAR)
    content = first.bestand.read_bytes()
    for path in workspace.root.rglob("*"):
        os.utime(path, (10**9, 10**9))
    again = archive(workspace, JAAR)
    assert again == first and again.bestand.read_bytes() == content
    assert hashlib.sha256(content).hexdigest() == first.sha256 and len(content) == first.bytes
    assert [path.name for path in workspace.archief.iterdir()] == [f"toeleiding-{JAAR}.zip"]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not here")
def test_its_hashes_are_checked_with_nothing_but_sha256sum(made: Path, tmp_path: Path) -> None:
    command = ["sha256sum", "-c", "--strict", "manifest-sha256.txt"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = {line.partition(": ")[0] for line in done.stdout.splitlines() if line.endswith(": OK")}
    assert said == names(made) - {"manifest-sha256.txt"}
    shutil.copytree(made, tmp_path / "x")
    (tmp_path / "x" / "tabellen" / "cijfers.csv").write_bytes(b"x")
    broken = subprocess.run(command, cwd=tmp_path / "x", capture_output=True, text=True, check=False)
    assert broken.returncode == 1 and "tabellen/cijfers.csv: FAILED" in broken.stdout


def test_the_tables_say_what_the_release_says(made: Path) -> None:
    manifest = json.loads((made / "release/release.json").read_bytes())["files"]
    assert {f"tabellen/{name}.csv" for name in (*manifest, "kolommen")} == {
        name for name in names(made) if name.startswith("tabellen/")
    }
    for name, entry in manifest.items():
        frame = pd.read_parquet(made / "release" / entry["file"])
        rows = list(
            csv.reader(io.StringIO((made / "tabellen" / f"{name}.csv").read_text("utf-8"), newline=""))
        )
        assert rows[0] == list(frame.columns) and len(rows) == len(frame) + 1
        empty = [[value == "" for value in row] for row in rows[1:]]
        blank = frame.isna() | (frame == "")
        assert empty == blank.to_numpy().tolist(), name
    figures = pd.read_parquet(made / "release" / manifest["cijfers"]["file"])
    text = pd.read_csv(made / "tabellen" / "cijfers.csv")
    for column in ("n", "k", "pct", "ondergrens"):
        assert text[column].sum() == pytest.approx(figures[column].sum()), column


def test_it_holds_what_is_needed_to_read_and_repeat_it(made: Path, finished: Workspace) -> None:
    for naam in REPORTS:
        for kind in ("html", "pdf"):
            there = finished.reports_dir(JAAR) / f"{naam}.{kind}"
            assert (made / f"rapporten/{naam}.{kind}").read_bytes() == there.read_bytes()
        cells = json.loads((made / f"notebooks/{naam}.ipynb").read_bytes())["cells"]
        assert sum(bool(cell.get("outputs")) for cell in cells) > 10, "it was executed"
    record = json.loads((made / "run.json").read_bytes())
    assert record["programma"]["python"] and record["programma"]["renderer"] and record["sleutel_id"]
    assert {"ToeleidingSans-Regular.ttf", "ToeleidingSans-Bold.woff2"} <= set(record["lettertypen"])
    assert record["rapporten"].keys() == {f"{naam}.{kind}" for naam in REPORTS for kind in SOORTEN}
    plan = json.loads((made / "analyseplan.json").read_bytes())
    assert plan["hash"] == record["analyseplan"] and plan["vraag"]
    assert "# Woordenboek van de gegevens" in (made / "woordenboek.md").read_text("utf-8")
    assert "EUPL-1.2" in (made / "LICENTIE.txt").read_text("utf-8")
    assert "sha256sum -c manifest-sha256.txt" in (made / "LEESMIJ.txt").read_text("utf-8")


def test_what_stays_inside_is_not_in_it(made: Path, finished: Workspace) -> None:
    """How many rows each step had, what a rule hid and the ids of deliveries are in the record that stays."""
    inside = run_record(finished, JAAR)
    made_of = inside["vast"]["gemaakt_van"]
    assert made_of["stappen"] and made_of["leveringen"] and made_of["releases"]["openbaar"]["verborgen"]
    text = (made / "run.json").read_text("utf-8")
    assert not [name for name in ("stappen", "leveringen", "verborgen", "herinneringen") if name in text]
    everything = b"\0".join(
        (made / name).read_bytes() for name in names(made) if not name.endswith(".parquet")
    )
    assert not [one["id"] for one in made_of["leveringen"] if one["id"].encode() in everything]
    assert made_of["microdata"].encode() not in everything


def test_the_record_that_stays_names_every_step_with_its_rows(finished: Workspace) -> None:
    inside = run_record(finished, JAAR)
    steps = {step["tabel"]: step for step in inside["vast"]["gemaakt_van"]["stappen"]}
    assert steps["schoolverlater"]["rijen"] > 0 and any(
        "schoolverlater" in s["leest"] for s in steps.values()
    )
    for step in steps.values():
        of_steps = {name: rows for name, rows in step["leest"].items() if name in steps}
        assert of_steps == {name: steps[name]["rijen"] for name in of_steps}, step["tabel"]
    took = inside["gang"]["release"]["microdata"]["stappen"]
    assert took.keys() == steps.keys() and all(seconds >= 0 for seconds in took.values())
    assert inside["gang"]["rapporten"]["seconden"] > 0


def test_the_page_in_front_names_every_file_and_asks_nothing_of_others(made: Path) -> None:
    page = (made / "ro-crate-preview.html").read_text("utf-8")
    listed = names(made) - {"manifest-sha256.txt", "ro-crate-preview.html", "ro-crate-metadata.json"}
    assert not [name for name in listed if f'href="{name}"' not in page]
    assert "default-src 'none'" in page and "https://" not in page and "http://" not in page
    assert "oorbeeldgegevens" in page


@pytest.mark.full
@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not on the PATH")
def test_the_page_in_front_is_accessible_and_fits(made: Path) -> None:
    from playwright.sync_api import sync_playwright

    page = made / "ro-crate-preview.html"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM)
        assert violations(browser, page, 1280) == ""
        shown, asked, complaints = opened(browser, page, 320)
        assert asked == [] and complaints == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= 320
        shown.screenshot(path=made.parent / "voorkant.png")
        browser.close()


def test_it_opens_with_ro_crate_tooling(made: Path) -> None:
    rocrate = pytest.importorskip("rocrate.rocrate", reason="ro-crate-py is not installed")
    crate = rocrate.ROCrate(made)
    root = crate.root_dataset
    assert root["datePublished"] == "2025-12-31" and root["inLanguage"] == "nl" and root["license"]
    files = {one.id: one for one in crate.data_entities if one.type == "File"}
    assert set(files) == names(made) - {"ro-crate-metadata.json", "ro-crate-preview.html"}
    for name, one in files.items():
        assert one["description"] and one["encodingFormat"], name
        if name != "manifest-sha256.txt":
            content = (made / name).read_bytes()
            assert one["sha256"] == hashlib.sha256(content).hexdigest()
            assert one["contentSize"] == str(len(content))
    run = crate.get("#run")
    assert run.type == "CreateAction" and run["instrument"]["softwareVersion"]
    assert {one.id for one in run["result"]} <= set(files)


def test_reviews_are_named_and_date_it(workspace: Workspace) -> None:
    day = date(2026, 2, 3)
    assert approve(workspace, JAAR, "Anna", day, day)
    with zipfile.ZipFile(archive(workspace, JAAR).bestand) as found:
        record = json.loads(found.read("run.json"))
        metadata = json.loads(found.read("ro-crate-metadata.json"))
    assert record["beoordelingen"] == [{"door": "Anna", "dag": "2026-02-03"}]
    (root,) = [one for one in metadata["@graph"] if one["@id"] == "./"]
    assert root["datePublished"] == "2026-02-03"


def refused(workspace: Workspace, said: str, confidential: bool = False) -> None:
    before = fingerprints(workspace.root)
    with pytest.raises(SettingsError, match=said) as fault:
        archive(workspace, JAAR, confidential)
    assert fault.value.advice
    assert fingerprints(workspace.root) == before


def test_reports_that_are_not_of_the_release_are_refused(workspace: Workspace) -> None:
    manifest = workspace.release_dir(JAAR) / "release.json"
    manifest.write_text(manifest.read_text("utf-8").replace("2025-12-31", "2025-12-30"), encoding="utf-8")
    refused(workspace, "are not of the release that is there")


def test_reports_or_notebooks_that_were_changed_are_refused(workspace: Workspace) -> None:
    notebook = workspace.notebooks_dir(JAAR) / "toetsing.ipynb"
    content = notebook.read_bytes()
    notebook.write_bytes(content + b" ")
    refused(workspace, "toetsing.ipynb: not the notebook")
    notebook.write_bytes(content)
    (workspace.reports_dir(JAAR) / "toetsing.pdf").write_bytes(b"%PDF-x")
    refused(workspace, r"not as they were made: toetsing\.pdf")


def test_an_agreement_that_the_reports_do_not_know_of_is_refused(workspace: Workspace) -> None:
    refused(workspace, "has no release for the stuurgroep alone", confidential=True)
    settings = workspace.settings_file.read_text("utf-8")
    assert settings.count('afspraak = ""') == 1
    workspace.settings_file.write_text(
        settings.replace('afspraak = ""', 'afspraak = "bestuur, 1 mei"'), "utf-8"
    )
    refused(workspace, "are not of the release that is there")


def test_the_verb_tells_where_it_is(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = verb("archive", workspace.root, capsys, monkeypatch)(JAAR, "--json")
    assert done.code == 0 and done.json["bestanden"] > 60 and Path(done.json["bestand"]).is_file()
    wrong = verb("archive", workspace.root, capsys, monkeypatch)("nooit")
    assert wrong.code == 2 and "There are reports of 2024-2025" in wrong.err


@pytest.mark.full
def test_what_is_for_the_stuurgroep_alone_goes_in_only_when_asked_for(workspace: Workspace) -> None:
    """With an agreement the reports are made again; nothing that follows from it is in the public one."""
    settings = workspace.settings_file.read_text("utf-8")
    agreed = settings.replace('afspraak = ""', 'afspraak = "besturen, 1 mei 2025"')
    workspace.settings_file.write_text(agreed, encoding="utf-8")
    env = {**os.environ, "TOELEIDING_RENDERER": "embedded"}
    run = [sys.executable, "-m", "pipeline.cli", "run", "-w", str(workspace.root)]
    subprocess.run(run, check=True, env=env, capture_output=True, timeout=600)
    public, whole = archive(workspace, JAAR), archive(workspace, JAAR, confidential=True)
    assert public.overgeslagen and not whole.overgeslagen and whole.vertrouwelijk
    assert whole.bestand.name == f"toeleiding-{JAAR}-vertrouwelijk.zip"
    apart = workspace.release_dir(JAAR, "stuurgroep")
    entries = json.loads((apart / "release.json").read_bytes())["files"]
    common = json.loads((workspace.release_dir(JAAR) / "release.json").read_bytes())["files"]
    secret = {entry["sha256"] for name, entry in entries.items() if entry != common.get(name)}
    secret |= {hashlib.sha256((apart / "release.json").read_bytes()).hexdigest()}
    secret |= {
        hashlib.sha256((workspace.reports_dir(JAAR) / f"stuurgroep.{kind}").read_bytes()).hexdigest()
        for kind in ("html", "pdf")
    }
    with zipfile.ZipFile(public.bestand) as found:
        contents = {name: found.read(name) for name in found.namelist()}
    assert not [name for name in contents if "stuurgroep" in name or "vertrouwelijk" in name]
    assert not [s for s in secret for content in contents.values() if s.encode() in content]
    assert "stuurgroep is vertrouwelijk en zit niet in dit archief" in contents["LEESMIJ.txt"].decode()
    with zipfile.ZipFile(whole.bestand) as found:
        inside = {name: found.read(name) for name in found.namelist()}
    assert {"vertrouwelijk/release/release.json", "rapporten/stuurgroep.pdf"} <= set(inside)
    for name in ("LEESMIJ.txt", "ro-crate-preview.html", "ro-crate-metadata.json"):
        assert "ertrouwelijk, alleen voor de stuurgroep" in inside[name].decode(), name
