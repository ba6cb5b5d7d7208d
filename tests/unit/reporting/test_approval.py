"""Reviews are of exact contents: they count once per name, lapse when these change, stay in the record."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typst
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pipeline.flow import approve as record_review
from pipeline.gang import Wens
from pipeline.printing import refresh_index, telling_how_far
from pipeline.reporting import approval, reports, reviews
from pipeline.reporting.approval import STATUS_FILE, Vrijgave, vrijgave
from pipeline.reporting.reviews import checked_name
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.waiting import waiting
from pipeline.workspace.errors import LockError, RenderFout, SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.settings import Settings, load_settings
from tests.support.gated import workbook

JAAR = Schooljaar(2023)


def parquet(**columns: list[int]) -> bytes:
    room = io.BytesIO()
    pq.write_table(pa.table(columns), room)
    return room.getvalue()


DAG = date(2025, 1, 20)
VANDAAG = date(2025, 3, 1)
PDF: bytes = typst.compile(b"Toetsing")
CIJFERS = parquet(k=[3])
TABLE = "cijfers-000000000000.parquet"
FULL: dict[str, Any] = {
    "status": "definitief", "scholen_zonder_schoolverlaters": 0, "momenten_zonder_meting": "",
}  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a release and reports, of which only what approving looks at is there."""
    workspace = Workspace.create(tmp_path / "werkmap")
    need(workspace, 1)
    publish(workspace, FULL)
    return workspace


BOOK = workbook()


def need(workspace: Workspace, reviewers: int) -> None:
    workspace.settings_file.write_text(f"[vrijgave]\nbeoordelaars = {reviewers}\n", encoding="utf-8")


def publish(workspace: Workspace, lacking: dict[str, Any], text: str = "<!DOCTYPE html>") -> None:
    """Write a release and reports that belong together, as a run would."""
    release, folder = workspace.release_dir(JAAR), workspace.reports_dir(JAAR)
    for path in (release, folder):
        path.mkdir(parents=True, exist_ok=True)
    (release / TABLE).write_bytes(CIJFERS)
    entry = {"file": TABLE, "sha256": sha(CIJFERS)}
    manifest = json.dumps({"volledigheid": lacking, "stand": "2024-12-31", "files": {"cijfers": entry}})
    (release / "release.json").write_text(manifest, encoding="utf-8")
    files = {}
    for naam in (f"{report}.{form}" for report in reports.RAPPORTEN for form in reports.SOORTEN):
        content = {"pdf": PDF, "xlsx": BOOK}.get(naam.rpartition(".")[2], text.encode())
        (folder / naam).write_bytes(content)
        files[naam] = sha(content)
    record = {
        "schooljaar": JAAR.label, "stand": "2024-12-31", "status": lacking["status"], "inputs": "x",
        "voorbeeldgegevens": False, "bestanden": files, "release": sha(manifest.encode()),
    }  # fmt: skip
    (folder / "rapport.json").write_text(json.dumps(record), encoding="utf-8")


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def approve(workspace: Workspace, year: Schooljaar, door: str, dag: date) -> tuple[bool, Vrijgave]:
    return record_review(workspace, year, door, dag, VANDAAG)


def state(workspace: Workspace) -> Vrijgave:
    return vrijgave(workspace, JAAR, load_settings(workspace.settings_file).vrijgave.beoordelaars)


def test_a_review_releases_what_needs_one(workspace: Workspace) -> None:
    assert not state(workspace).vrijgegeven
    assert state(workspace).regel == "definitief; nog niet vrijgegeven: 0 van 1 beoordelingen"
    new, now = approve(workspace, JAAR, "J. de Vries", DAG)
    assert new and now == state(workspace) and now.vrijgegeven
    assert now.regel == "definitief; vrijgegeven op 20 januari 2025 na beoordeling door J. de Vries"


@pytest.mark.parametrize(
    ("needed", "released"), [(0, [True] * 3), (1, [False, True, True]), (2, [False, False, True])]
)
def test_as_many_reviewers_are_needed_as_the_settings_say(
    workspace: Workspace, needed: int, released: list[bool]
) -> None:
    need(workspace, needed)
    seen = [state(workspace).vrijgegeven]
    for name in ("Anna", "Bas"):
        seen.append(approve(workspace, JAAR, name, DAG)[1].vrijgegeven)
    assert seen == released


def test_without_reviewers_the_line_is_what_follows_from_the_deliveries(workspace: Workspace) -> None:
    need(workspace, 0)
    assert state(workspace).regel == "definitief"


@pytest.mark.parametrize(
    "again",
    [
        "Zo\u00eb Smit",
        "zo\u00eb  smit",
        " ZO\u00cb SMIT ",
        "Zoe\u0308 Smit",  # the same letter in two parts
        "Zo\u00eb\u00a0\u2009Smit",  # other spaces
        "\uff3ao\u00eb Smit",  # a letter of full width
    ],
)
def test_the_same_name_counts_once(workspace: Workspace, again: str) -> None:
    need(workspace, 2)
    assert approve(workspace, JAAR, "Zo\u00eb Smit", DAG)[0]
    new, now = approve(workspace, JAAR, again, date(2025, 2, 1))
    assert not new and not now.vrijgegeven
    assert [(review.door, review.dag) for review in now.beoordelingen] == [("Zo\u00eb Smit", "2025-01-20")]


def test_a_record_that_names_somebody_twice_counts_her_once(workspace: Workspace) -> None:
    need(workspace, 2)
    approve(workspace, JAAR, "Anna Smit", DAG)
    path = workspace.release_dir(JAAR) / "beoordelingen.json"
    [review] = json.loads(path.read_text("utf-8"))["beoordelingen"]
    twice = {"beoordelingen": [review, review | {"door": "ANNA SMIT", "dag": "2025-03-01"}]}
    path.write_text(json.dumps(twice), encoding="utf-8")
    assert not state(workspace).vrijgegeven


def test_two_names_are_both_in_the_line_with_the_last_day(workspace: Workspace) -> None:
    need(workspace, 2)
    approve(workspace, JAAR, "Anna", date(2025, 2, 3))
    _, now = approve(workspace, JAAR, "Bas", DAG)
    assert now.regel == "definitief; vrijgegeven op 3 februari 2025 na beoordeling door Anna en Bas"


def test_a_review_lapses_when_the_release_changes_and_stays_in_the_record(workspace: Workspace) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    publish(workspace, FULL | {"momenten_zonder_meting": "V2 van 2022-2023", "status": "voorlopig"})
    now = state(workspace)
    assert not now.vrijgegeven and now.vervallen == 1
    assert now.regel.startswith("voorlopig (geen meting van V2 van 2022-2023); nog niet vrijgegeven")
    record = json.loads((workspace.release_dir(JAAR) / "beoordelingen.json").read_text("utf-8"))
    assert [review["door"] for review in record["beoordelingen"]] == ["Anna"]
    assert approve(workspace, JAAR, "Anna", DAG)[1].vrijgegeven


def test_a_review_lapses_when_a_report_changes_and_holds_again_with_the_same_bytes(
    workspace: Workspace,
) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    publish(workspace, FULL, "<!DOCTYPE html>nieuw")
    assert not state(workspace).vrijgegeven
    publish(workspace, FULL)
    assert state(workspace).vrijgegeven


def test_reports_that_were_changed_by_hand_cannot_be_approved(workspace: Workspace) -> None:
    (workspace.reports_dir(JAAR) / "toetsing.pdf").write_text("anders", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"toetsing.pdf changed since") as fault:
        approve(workspace, JAAR, "Anna", DAG)
    assert "toeleiding run" in fault.value.advice


def test_reports_of_an_earlier_release_cannot_be_approved(workspace: Workspace) -> None:
    (workspace.release_dir(JAAR) / "release.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SettingsError, match="not of the release that is there"):
        approve(workspace, JAAR, "Anna", DAG)


def test_a_year_without_reports_cannot_be_approved(workspace: Workspace) -> None:
    with pytest.raises(SettingsError, match="no reports of 2020-2021"):
        approve(workspace, Schooljaar(2020), "Anna", DAG)


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 81, "An\x1bna", "12-3", "--", "\u3164", "Anna\ufe0f", "\ufdfa" * 9]
)
def test_a_review_has_a_name(workspace: Workspace, name: str) -> None:
    with pytest.raises(SettingsError, match="needs the name"):
        approve(workspace, JAAR, name, DAG)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("file:" + "/x", "a path of a machine"),
        ("file:" + "\uff0fx", "a path of a machine"),  # a slash of full width
        ("/home/anna/x", "a path of a machine"),
        (r"\\server\anna", "a path of a machine"),
        ("Anna =data:image/png,x", "embedded data"),
        ('Anna "datasets":', "the specification of a chart"),
    ],
)
def test_a_name_that_the_gate_would_stop_later_is_refused_and_not_repeated(
    workspace: Workspace, name: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=f"may not leave: .*{said}") as fault:
        approve(workspace, JAAR, name, DAG)
    assert name not in str(fault.value)
    assert not (workspace.release_dir(JAAR) / "beoordelingen.json").exists()
    refresh_index(workspace, load_settings(workspace.settings_file))


@given(st.text(max_size=80))
def test_a_name_that_is_taken_passes_the_gate_wherever_it_comes_to_stand(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    try:
        checked_name(name)
    except SettingsError:
        return
    workspace = Workspace.create(tmp_path_factory.mktemp("werkmap"))
    need(workspace, 1)
    publish(workspace, FULL)
    assert approve(workspace, JAAR, name, DAG)[1].vrijgegeven
    assert state(workspace).vrijgegeven


@pytest.mark.parametrize(
    ("dag", "said"),
    [
        (date(2025, 3, 2), "that day has not come yet"),
        (date(2024, 12, 30), "goes up to 2024-12-31"),
    ],
)
def test_nobody_looked_tomorrow_or_before_what_the_release_knows(
    workspace: Workspace, dag: date, said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as fault:
        approve(workspace, JAAR, "Anna", dag)
    assert "--date" in fault.value.advice


def test_what_is_released_before_its_stand_can_be_reviewed_today(workspace: Workspace) -> None:
    today = date(2024, 11, 22)
    assert record_review(workspace, JAAR, "Anna", today, today)[1].vrijgegeven
    with pytest.raises(SettingsError, match="goes up to 2024-12-31"):
        record_review(workspace, JAAR, "Bas", date(2024, 11, 21), today)


@pytest.mark.parametrize(
    "place", ["reports/2023-2024/toetsing.html", f"data/processed/release/2023-2024/{TABLE}"]
)
@pytest.mark.parametrize("reviewers", [0, 1])
def test_what_is_replaced_by_hand_is_not_released_whatever_was_reviewed(
    workspace: Workspace, place: str, reviewers: int
) -> None:
    need(workspace, reviewers)
    approve(workspace, JAAR, "Anna", DAG)
    path = workspace.root / place
    before = path.read_bytes()
    path.write_bytes(parquet(k=[4]) if path.suffix == ".parquet" else b"<!DOCTYPE html>anders")
    now = state(workspace)
    assert not now.vrijgegeven and now.vervallen == 1
    assert now.regel == f"definitief; niet vrijgegeven: gewijzigd nadat het gemaakt is: {path.name}"
    with pytest.raises(SettingsError, match=f"cannot be approved: {path.name} changed since"):
        approve(workspace, JAAR, "Anna", DAG)
    path.write_bytes(before)
    assert state(workspace).vrijgegeven


def test_a_release_that_was_replaced_is_not_released_until_its_reports_are(workspace: Workspace) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    (workspace.release_dir(JAAR) / "release.json").write_text("nee", encoding="utf-8")
    assert state(workspace).regel == "voorlopig; niet vrijgegeven: de rapporten zijn van eerdere cijfers"


def test_what_a_run_is_about_to_replace_is_nowhere_called_released(workspace: Workspace) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    settings = load_settings(workspace.settings_file)
    refresh_index(workspace, settings, [JAAR])
    said = "definitief; niet vrijgegeven: de rapporten worden opnieuw gemaakt"
    assert (workspace.reports / "index.html").read_text("utf-8").count(said) == 2
    assert not json.loads((workspace.reports_dir(JAAR) / STATUS_FILE).read_text("utf-8"))["vrijgegeven"]
    refresh_index(workspace, settings)
    assert "vrijgegeven op 20 januari" in (workspace.reports / "index.html").read_text("utf-8")


REVIEW = {"door": "Anna", "dag": "2025-01-20", "inhoud": "0" * 64}
DAMAGED = {
    "cut off": '{"beoordelingen": [',
    "no record": "[]",
    "another field": json.dumps({"beoordelingen": [REVIEW | {"rol": "x"}]}),
    "a field too few": json.dumps({"beoordelingen": [{"door": "Anna"}]}),
    "no entry": json.dumps({"beoordelingen": [3]}),
    "no list": json.dumps({"beoordelingen": None}),
    "no day": json.dumps({"beoordelingen": [REVIEW | {"dag": "gisteren"}]}),
    "a number as a name": json.dumps({"beoordelingen": [REVIEW | {"door": 3}]}),
    "a name that may not leave": json.dumps({"beoordelingen": [REVIEW | {"door": "file:" + "/x"}]}),
    "no hash": json.dumps({"beoordelingen": [REVIEW | {"inhoud": "x"}]}),
    "other bytes": "\x00\udcff",
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_record_that_is_damaged_is_named_with_what_to_do(workspace: Workspace, text: str) -> None:
    path = workspace.release_dir(JAAR) / "beoordelingen.json"
    path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
    for call in (lambda: state(workspace), lambda: approve(workspace, JAAR, "Anna", DAG)):
        with pytest.raises(SettingsError, match=r"beoordelingen\.json: not a record of reviews") as fault:
            call()
        assert "move it away" in fault.value.advice
    assert path.read_bytes() == text.encode("utf-8", errors="surrogateescape")


def test_what_is_written_beside_the_reports_goes_through_the_gate(workspace: Workspace) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    path = workspace.reports_dir(JAAR) / STATUS_FILE
    before, bad = path.read_bytes(), replace(state(workspace), ontbreekt=("/home/anna/x",))
    with pytest.raises(RenderFout, match=r"vrijgave\.json, text, line \d+: a path of a machine"):
        approval.write_status(workspace, bad)
    with pytest.raises(SettingsError, match=r"beoordelingen\.json, text, line \d+: a path of a machine"):
        reviews.write_reviews(path.parent, [reviews.Beoordeling("/home/anna/x", "2025-01-20", "0" * 64)])
    assert path.read_bytes() == before


def test_what_the_reports_are_of_goes_through_the_gate(workspace: Workspace) -> None:
    folder = workspace.reports_dir(JAAR)
    before = (folder / "rapport.json").read_bytes()
    manifest = json.dumps({"stand": "2024-12-31", "voorbeeldgegevens": False})
    (workspace.release_dir(JAAR) / "release.json").write_text(manifest, encoding="utf-8")
    job = reports.Opdracht(JAAR, workspace.release_dir(JAAR), folder, (("release", "/home/anna/x"),))
    with pytest.raises(RenderFout, match=r"rapport\.json, text, line \d+: a path of a machine"):
        list(reports.record_reports(job))
    assert (folder / "rapport.json").read_bytes() == before


def test_a_run_that_fails_leaves_no_index_that_says_released(workspace: Workspace) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    settings = load_settings(workspace.settings_file)
    with pytest.raises(RenderFout), telling_how_far(workspace, settings):
        publish(workspace, FULL, "<!DOCTYPE html>nieuw")
        raise RenderFout("halfway")
    page = (workspace.reports / "index.html").read_text("utf-8")
    assert page.count("nog niet vrijgegeven: 0 van 1") == 2


def test_who_waits_for_the_index_hears_how_far_each_year_is(workspace: Workspace) -> None:
    settings = load_settings(workspace.settings_file)
    with telling_how_far(workspace, settings) as states:
        assert not states
        approve(workspace, JAAR, "Anna", DAG)
    assert states == approval.vrijgaven(workspace, settings.vrijgave.beoordelaars)
    assert [review.door for review in states[JAAR.label].beoordelingen] == ["Anna"]


def test_a_first_run_that_fails_leaves_no_index(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "werkmap")
    with pytest.raises(RenderFout), telling_how_far(workspace, Settings()):
        raise RenderFout("halfway")
    assert not (workspace.reports / "index.html").exists()


def test_a_run_stops_before_it_makes_anything_at_reviews_that_cannot_be_read(workspace: Workspace) -> None:
    (workspace.release_dir(JAAR) / "beoordelingen.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"beoordelingen\.json"), telling_how_far(workspace, Settings()):
        pytest.fail("the run went on")


@pytest.mark.parametrize("place", ["reports/2023-2024", "data/processed/release/2023-2024"])
def test_a_workbook_that_lies_among_them_is_looked_into(workspace: Workspace, place: str) -> None:
    path = workspace.root / place / "bijlage.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cijfers")
        book.add_worksheet("Leerlingen").hide()
    with pytest.raises(SettingsError, match=r"bijlage.xlsx, xl/workbook.xml: a hidden sheet") as fault:
        approve(workspace, JAAR, "Anna", DAG)
    assert f"Take it out of {path.parent}" in fault.value.advice
    assert not (workspace.release_dir(JAAR) / "beoordelingen.json").exists()
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cijfers")
    assert approve(workspace, JAAR, "Anna", DAG)[1].vrijgegeven


def test_another_file_that_lies_among_them_is_looked_into(workspace: Workspace) -> None:
    (workspace.reports_dir(JAAR) / "map").mkdir()
    (workspace.reports_dir(JAAR) / "map" / "leerlingen.csv").write_text("999990019", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"map/leerlingen.csv, the file: of a type that may not leave"):
        approve(workspace, JAAR, "Anna", DAG)


def test_it_waits_for_no_other_run(workspace: Workspace) -> None:
    with workspace_lock(workspace), pytest.raises(LockError):
        approve(workspace, JAAR, "Anna", DAG)


def test_the_line_is_in_the_index_and_beside_the_reports_and_no_report_changes(workspace: Workspace) -> None:
    folder = workspace.reports_dir(JAAR)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    approve(workspace, JAAR, "Anna <b>", DAG)
    page = (workspace.reports / "index.html").read_text("utf-8")
    assert page.count("vrijgegeven op 20 januari 2025 na beoordeling door Anna &lt;b&gt;") == 2
    assert json.loads((folder / STATUS_FILE).read_text("utf-8"))["vrijgegeven"] is True
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {naam: content for naam, content in after.items() if naam != STATUS_FILE} == before


def test_what_is_lacking_is_in_the_line(workspace: Workspace) -> None:
    need(workspace, 0)
    lacking = {
        "status": "voorlopig",
        "scholen_zonder_schoolverlaters": 1,
        "cohorten_zonder_schoolverlaters": "2023-2024",
        "momenten_zonder_meting": "V4 van 2021-2022",
    }
    publish(workspace, lacking)
    refresh_index(workspace, load_settings(workspace.settings_file))
    line = "voorlopig (geen schoolverlaters van 1 school in 2023-2024 en geen meting van V4 van 2021-2022)"
    assert line in (workspace.reports / "index.html").read_text("utf-8")


def test_the_number_of_reviewers_changes_no_figure_and_who_is_waited_for_does() -> None:
    plain = Settings()
    reviewed = Settings.model_validate({"vrijgave": {"beoordelaars": 2}})
    closed = Settings.model_validate({"vrijgave": {"zonder_levering": ["99AA00"]}})
    assert plain.hash() == reviewed.hash() != closed.hash()


NEXT = JAAR.plus(1)


def waits(workspace: Workspace, *years: Schooljaar, wens: Wens | None = None) -> bool:
    """Whether the approved year would stay as it is in a run over these school years."""
    settings = load_settings(workspace.settings_file)
    return JAAR in waiting(workspace, settings, [JAAR, *years], wens or Wens())


def release_next(workspace: Workspace) -> None:
    folder = workspace.release_dir(NEXT)
    folder.mkdir(parents=True)
    (folder / "release.json").write_text("{}", encoding="utf-8")


def test_an_approved_year_waits_until_a_new_one_comes(workspace: Workspace) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    assert not waits(workspace)  # it is the newest
    assert not waits(workspace, NEXT)  # the run in which the next one gets its first release
    release_next(workspace)
    assert waits(workspace, NEXT) and waits(workspace)  # also in a run without the newest
    assert not waits(workspace, NEXT, NEXT.plus(1))


def test_an_approved_year_does_not_wait_when_it_is_asked_for(workspace: Workspace) -> None:
    approve(workspace, JAAR, "Anna", DAG)
    release_next(workspace)
    assert not waits(workspace, wens=Wens((JAAR,)))
    assert not waits(workspace, NEXT, wens=Wens(opnieuw=True))


@pytest.mark.parametrize("what", ["no review", "too few", "changed since", "voorlopig", "nobody need"])
def test_a_year_that_is_not_approved_does_not_wait(workspace: Workspace, what: str) -> None:
    release_next(workspace)
    if what == "voorlopig":
        publish(workspace, {**FULL, "status": "voorlopig"})
    if what not in ("no review", "nobody need"):
        approve(workspace, JAAR, "Anna", DAG)
    if what in ("too few", "nobody need"):
        need(workspace, {"too few": 2, "nobody need": 0}[what])
    if what == "changed since":
        (workspace.reports_dir(JAAR) / "toetsing.html").write_text("<!DOCTYPE html>x", encoding="utf-8")
    assert not waits(workspace, NEXT)
