"""Making it again elsewhere: the same is told to be the same, and of another the first place and its cause.

The quick tests put what was made in the place of what is made again, and change the workspace; those that
really make it again are in the full suite.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.bewijs.archief import archive
from pipeline.bewijs.stuk import Stuk, as_zip, manifest
from pipeline.herhaling import uit_archief
from pipeline.herhaling import verify as verifying
from pipeline.herhaling.uit_archief import verify_archive
from pipeline.herhaling.uitkomst import Uitkomst
from pipeline.herhaling.verify import verify
from pipeline.microdata.build import Microdata
from pipeline.release.publication import open_release, write_release
from pipeline.reporting.reports import Opdracht
from pipeline.sources.delivery import Boek
from pipeline.workspace.errors import LockError, ReleaseGeweigerd, SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from tests.support.verbs import verb
from tests.support.workspaces import JAAR, cut_off_run, fingerprints, run, toeleiding

PROGRAM = {"code": "f" * 64}


def silent(_: str) -> None: ...


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOELEIDING_RENDERER", "embedded")


@pytest.fixture
def again(finished: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """What comes out when it is made again: what was there before the test changed anything."""

    def release(place: Workspace, *_: Any) -> None:
        shutil.copytree(finished.release_dir(JAAR), place.release_dir(JAAR), dirs_exist_ok=True)
        place.runs.mkdir(exist_ok=True)
        shutil.copyfile(finished.run_record(JAAR), place.run_record(JAAR))

    monkeypatch.setattr(verifying, "build", lambda place, *_: Microdata(place.root / "x", "0" * 64))
    monkeypatch.setattr(verifying, "make_release", release)
    for room in (verifying, uit_archief):
        monkeypatch.setattr(room, "make_reports", remade(finished))
    return finished


def remade(finished: Workspace) -> Callable[..., list[str]]:
    def reports(jobs: list[Opdracht], *_: Any) -> list[str]:
        for job in jobs:
            shutil.copytree(finished.reports_dir(JAAR), job.doel, dirs_exist_ok=True)
            assert job.bewaard
            shutil.copytree(finished.notebooks_dir(JAAR), job.bewaard, dirs_exist_ok=True)
        return []

    return reports


def of(workspace: Workspace) -> Uitkomst:
    """The outcome of the one year there is; the workspace stays as it is."""
    before = fingerprints(workspace.root)
    [found] = verify(workspace, [], silent)
    assert fingerprints(workspace.root) == before
    return found


def rewrite(workspace: Workspace, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Change a table of the release, and its manifest with it, as who can write there could."""
    folder = workspace.release_dir(JAAR)
    release = open_release(folder)
    tables = {one: release.table(one) for one in release.tables}
    write_release(folder, tables | {name: change(tables[name])}, release.meta)


def test_the_same_is_the_same_at_both_levels(workspace: Workspace, again: Workspace) -> None:
    found = of(workspace)
    assert found.gelijk and found.uit == "deliveries" and found.anders == () and found.bytes.mogelijk
    tables = [*again.release_dir(JAAR).glob("*.parquet")]
    assert found.cijfers.cellen == sum(pd.read_parquet(path).size for path in tables) > 30_000
    assert found.cijfers.getallen > 1000
    reports = [path for path in again.reports_dir(JAAR).iterdir() if path.name != "vrijgave.json"]
    files = [*tables, *again.notebooks_dir(JAAR).iterdir(), *reports, again.run_record(JAAR)]
    files.append(again.release_dir(JAAR) / "release.json")
    assert (found.bytes.bestanden, found.bytes.bytes) == (len(files), sum(p.stat().st_size for p in files))


@pytest.mark.usefixtures("again")
def test_one_changed_cell_is_named_by_its_place_and_not_by_its_value(workspace: Workspace) -> None:
    def one_more(table: pd.DataFrame) -> pd.DataFrame:
        at = table.index[(table["status"] == "gemeten") & (table["niveau"] == "school")][0]
        table.loc[at, "k"] -= 1
        told.append(table.loc[at])
        return table

    told: list[Any] = []
    rewrite(workspace, "cijfers", one_more)
    found = of(workspace)
    [row] = told
    assert not found.gelijk and found.verschil
    assert (found.verschil.tabel, found.verschil.kolom) == ("cijfers", "k")
    assert f"eenheid {row['eenheid']}" in found.verschil.rij and row["indicator"] in found.verschil.rij
    assert str(row["k"]) not in found.verschil.wat
    assert "does not repeat itself" in " ".join(found.oorzaken)


def test_a_report_that_was_changed_is_named_and_so_is_that_as_its_cause(
    workspace: Workspace, again: Workspace
) -> None:
    page = workspace.reports_dir(JAAR) / "toetsing.html"
    page.write_text(page.read_text("utf-8").replace("niet getoond", "12", 1), encoding="utf-8")
    found = of(workspace)
    assert found.verschil and found.verschil.bestand == "toetsing.html" and found.verschil.tabel
    assert "toetsing.html: changed since it was made" in found.oorzaken
    pdf = workspace.reports_dir(JAAR) / "stuurgroep.pdf"
    shutil.copyfile(again.reports_dir(JAAR) / "toetsing.html", page)
    pdf.write_bytes(pdf.read_bytes() + b" ")
    found = of(workspace)
    assert found.verschil and str(found.verschil) == "reports/stuurgroep.pdf: other bytes"


@pytest.mark.usefixtures("again")
def test_a_table_that_is_not_as_it_was_released_is_a_difference(workspace: Workspace) -> None:
    [path] = workspace.release_dir(JAAR).glob("cijfers-*.parquet")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    found = of(workspace)
    assert found.verschil and "changed since it was released" in found.verschil.wat


@pytest.mark.usefixtures("again")
def test_another_program_leaves_the_level_of_figures_and_says_what_is_otherwise(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = verifying.program()
    monkeypatch.setattr(verifying, "program", lambda: {**program, **PROGRAM, "library typst": "9.9"})
    found = of(workspace)
    assert found.gelijk and not found.bytes.mogelijk and found.cijfers.cellen
    assert [line.partition(":")[0] for line in found.bytes.belet] == ["code", "library typst"]
    assert found.bytes.belet[1].endswith("→ 9.9") and found.oorzaken == ()
    rewrite(workspace, "esf", lambda table: table.assign(percentage=1.0))
    other = of(workspace)
    assert not other.gelijk and other.oorzaken[0].startswith("code: ")


@pytest.mark.usefixtures("again")
def test_settings_of_today_that_are_others_are_the_cause(workspace: Workspace) -> None:
    text = workspace.settings_file.read_text("utf-8")
    assert "telling = 5" in text
    workspace.settings_file.write_text(text.replace("telling = 5", "telling = 6"), encoding="utf-8")
    found = of(workspace)
    assert found.gelijk and [line.partition(":")[0] for line in found.anders] == ["settings [drempels]"]


@pytest.mark.usefixtures("again")
def test_without_its_deliveries_only_the_reports_are_made_again_and_it_says_why(workspace: Workspace) -> None:
    delivery = Boek.read(workspace).actief[0]
    delivery.rows_file(workspace).unlink()
    found = of(workspace)
    assert found.uit == "release" and f"were forgotten or lost: {delivery.id}" in found.waarom
    assert found.gelijk and found.cijfers.cellen == 0 and found.cijfers.getallen > 1000
    assert found.bytes.bestanden == 9
    record = json.loads(workspace.run_record(JAAR).read_bytes())
    del record["eerder"]
    workspace.run_record(JAAR).write_text(json.dumps(record), encoding="utf-8")
    assert "an earlier version of the program made it" in of(workspace).waarom


@pytest.mark.usefixtures("again")
def test_a_memory_that_is_gone_is_told(workspace: Workspace) -> None:
    record = json.loads(workspace.run_record(JAAR).read_bytes()) | {"eerder": ["0007-abc"]}
    workspace.run_record(JAAR).write_text(json.dumps(record), encoding="utf-8")
    found = of(workspace)
    assert found.anders == ("what release 0007-abc showed is gone",)
    assert found.verschil and found.verschil.bestand == f"runs/{JAAR}.json"


@pytest.mark.usefixtures("again")
def test_a_release_that_is_refused_this_time_is_a_difference(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise ReleaseGeweigerd("the audit found a cell")

    monkeypatch.setattr(verifying, "make_release", refuse)
    found = of(workspace)
    assert found.verschil and found.verschil.wat == "refused: the audit found a cell"


@pytest.mark.usefixtures("again")
def test_what_it_is_made_again_from_is_all_that_decides_and_no_more(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deliveries, settings, words, plan and memory; not the microdata, nor choices made before."""
    seen: dict[str, str] = {}

    def look(place: Workspace, *_: Any) -> Microdata:
        seen.update(fingerprints(place.root))
        return Microdata(place.root / "x", "0" * 64)

    (workspace.uitgegeven / "0000-eerder").mkdir()
    (workspace.words_file).write_text("", encoding="utf-8")
    record = json.loads(workspace.run_record(JAAR).read_bytes()) | {"eerder": ["0000-eerder"]}
    workspace.run_record(JAAR).write_text(json.dumps(record), encoding="utf-8")
    shutil.copyfile(workspace.settings_file, workspace.uitgegeven / "0000-eerder" / "x")
    monkeypatch.setattr(verifying, "build", look)
    verify(workspace, [], silent)
    here = fingerprints(workspace.root)
    kept = {name for name in here if name.startswith("data/processed/deliveries/")}
    kept |= {"toeleiding.toml", "analyseplan.toml", "woorden.toml", "VOORBEELDGEGEVENS.txt"}
    kept |= {"data/processed/uitgegeven/0000-eerder/x", "data/processed/uitgegeven/analyseplannen.json"}
    assert seen == {name: here[name] for name in kept}


@pytest.mark.usefixtures("again")
def test_nothing_is_verified_while_a_run_is_at_work_or_of_a_year_without_reports(
    workspace: Workspace,
) -> None:
    with workspace_lock(workspace), pytest.raises(LockError, match=r"a run is at work here\n"):
        verify(workspace, [], silent)
    with pytest.raises(SettingsError, match="no reports of 2023-2024"):
        verify(workspace, [type(JAAR)(2023)], silent)


@pytest.mark.usefixtures("again")
def test_nothing_is_verified_after_a_run_that_was_cut_off_until_another_has_made_up_for_it(
    workspace: Workspace,
) -> None:
    cut_off_run(workspace)
    with pytest.raises(LockError, match=r"a run was cut off here \(process 7 on elders, ") as fault:
        verify(workspace, [], silent)
    assert fault.value.advice.startswith("Call run first")


@pytest.mark.usefixtures("again")
def test_the_verb_ends_with_a_code_of_its_own_when_it_is_not_the_same(
    workspace: Workspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call = verb("verify", workspace.root, capsys, monkeypatch)
    done = call("--schooljaar", str(JAAR))
    assert done.code == 0
    assert "cijfers: the same" in done.out and "bytes:   the same (41 files, " in done.out
    rewrite(workspace, "esf", lambda table: table.assign(percentage=1.0))
    wrong = call("--json")
    assert wrong.code == 6 and wrong.json["gelijk"] is False
    assert wrong.json["schooljaren"][0]["verschil"]["kolom"] == "percentage"
    told = call()
    assert told.code == 6
    assert "DIFFERENT, first at esf-*.parquet, table esf, row aanvraag ESF-" in told.out
    assert "what can explain it:" in told.out
    assert call("--archive", "x.zip", "--schooljaar", str(JAAR)).code == 2
    assert call("--archive", "x.zip").code == 2


def changed(path: Path, target: Path, name: str, content: bytes, sealed: bool = False) -> Path:
    """An archive with other content of one file; sealed: with its hashes made to fit."""
    with zipfile.ZipFile(path) as found:
        files = {one: found.read(one) for one in found.namelist()} | {name: content}
    stukken = [Stuk(one, inside, "") for one, inside in files.items()]
    if sealed:
        stukken = [one for one in stukken if one.pad != "manifest-sha256.txt"]
        stukken.append(manifest(stukken))
    target.write_bytes(as_zip(stukken))
    return target


@pytest.mark.usefixtures("again")
def test_an_archive_is_checked_hash_by_hash_and_made_again(workspace: Workspace, tmp_path: Path) -> None:
    file = archive(workspace, JAAR).bestand
    whole = verify_archive(file, silent)
    assert whole.gelijk and whole.uit == "archive" and whole.bytes.bestanden == 9 and whole.cijfers.cellen
    for name, said in (
        ("tabellen/cijfers.csv", "tabellen/cijfers.csv: not what manifest-sha256.txt says"),
        ("tabellen/nieuw.csv", "tabellen/nieuw.csv: there, and not in manifest-sha256.txt"),
    ):
        found = verify_archive(changed(file, tmp_path / "x.zip", name, b"a\n"), silent)
        assert str(found.verschil) == said and found.oorzaken == ("it was changed since it was made",)
    table = verify_archive(changed(file, tmp_path / "x.zip", "tabellen/esf.csv", b"a\n", True), silent)
    assert table.verschil and table.verschil.wat == "not the table of the release"
    with zipfile.ZipFile(file) as inside:
        page = inside.read("rapporten/toetsing.html").replace(b"niet getoond", b"12", 1)
    other = verify_archive(changed(file, tmp_path / "x.zip", "rapporten/toetsing.html", page, True), silent)
    assert other.verschil and other.verschil.wat == "another number"


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "c:x", "a\\x"])
def test_a_strange_archive_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(as_zip([Stuk("manifest-sha256.txt", b"", ""), Stuk(name, b"x", "")]))
    with pytest.raises(SettingsError, match="not an archive"):
        verify_archive(file, silent)
    for content in (b"", b"PK", as_zip([Stuk("a", b"x", "")])):
        file.write_bytes(content)
        with pytest.raises(SettingsError, match="not an archive"):
            verify_archive(file, silent)
    with pytest.raises(SettingsError, match="no such file"):
        verify_archive(tmp_path / "nergens.zip", silent)
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


@pytest.mark.full
def test_really_made_again_it_is_the_same_from_deliveries_and_from_its_archive(workspace: Workspace) -> None:
    """Of a second generation too, which hides beside what the first one showed."""
    settings = workspace.settings_file.read_text("utf-8")
    workspace.settings_file.write_text(settings.replace("telling = 5", "telling = 6"), encoding="utf-8")
    code, _, err = run(workspace)
    assert code == 0, err
    assert json.loads(workspace.run_record(JAAR).read_bytes())["eerder"], "an earlier one was looked at"
    file = archive(workspace, JAAR).bestand
    before = fingerprints(workspace.root)
    for more in (["-w", str(workspace.root)], ["--archive", str(file)]):
        done = toeleiding("verify", "--json", *more)
        assert done.returncode == 0, (done.stdout, done.stderr)
        [found] = json.loads(done.stdout)["schooljaren"]
        assert found["gelijk"] and found["bytes"]["mogelijk"] and found["bytes"]["bestanden"]
    assert fingerprints(workspace.root) == before


@pytest.mark.full
def test_really_made_again_a_changed_figure_is_found(workspace: Workspace) -> None:
    [path] = workspace.release_dir(JAAR).glob("stroom-*.parquet")
    table = pq.read_table(path)
    at = table.column_names.index("aantal")
    first = table.column("aantal").to_pylist()
    rows = pa.array([first[0] + 1, *first[1:]], pa.int64())
    frame = table.set_column(at, table.schema.field(at), rows).to_pandas(
        types_mapper={pa.int64(): pd.Int64Dtype()}.get
    )
    rewrite(workspace, "stroom", lambda _: frame)
    done = toeleiding("verify", "--json", "-w", str(workspace.root))
    assert done.returncode == 6
    [found] = json.loads(done.stdout)["schooljaren"]
    assert (found["verschil"]["tabel"], found["verschil"]["kolom"]) == ("stroom", "aantal")
