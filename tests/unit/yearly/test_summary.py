"""What a run tells afterwards: when, in which words, and that nothing of it can spoil the run."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.gang import Stap, Verslag
from pipeline.reporting import approval
from pipeline.reporting.approval import Vrijgave
from pipeline.reporting.reviews import Beoordeling
from pipeline.workspace.errors import LeveringGeweigerd, LockError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.settings import Settings, load_settings
from pipeline.yearly.hook import tell_hook
from pipeline.yearly.reminders import asked, deadline
from pipeline.yearly.summary import Toestand
from pipeline.yearly.telling import tell_cut_off, telling
from tests.unit.yearly.conftest import JAAR, LACKING, lack

IN_TIME, LATE = datetime(2026, 1, 15, 5, 30), datetime(2026, 2, 1, 5, 30)
Said = list[str]


def ended(*made: str) -> Callable[[], Verslag]:
    """A run that made these and found the rest up to date."""
    return lambda: Verslag([Stap(name, True, "changed") for name in made] + [Stap("x", False, "same")])


def running(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def hooked(workspace: Workspace, *command: str, seconds: int = 60) -> None:
    text = f"[jaarlijks]\nopdracht = {json.dumps(command)}\ntijdslimiet = {seconds}\n"
    workspace.settings_file.write_text(text, encoding="utf-8")


def test_the_summary_says_what_was_made_and_whom_to_remind(lacking: Workspace) -> None:
    verslag = telling(
        lacking, ended("microdata", "release 2024-2025", "reports 2023-2024, 2024-2025"), print, IN_TIME
    )
    text = lacking.summary.read_text("utf-8")
    assert text == (
        "Toeleiding, Rijnmond: de run van 15 januari 2026, 05:30 uur\n"
        "\n"
        "De run is klaar.\n"
        "Opnieuw gemaakt: de rapporten van 2023-2024 en 2024-2025.\n"
        "\n"
        "Er zijn nog geen rapporten.\n"
        "\n"
        "Nog te leveren\n"
        "- 99BB01: de uitstroomlijst van 2024-2025, uiterlijk 31 januari 2026\n"
        "- De Akker (99AA00): Intergrip van 2023-2024 (V1 en V2) en de uitstroomlijst van 2024-2025,"
        " uiterlijk 31 januari 2026\n"
        "\n"
        "Een rapport wacht niet op een levering. Het is voorlopig zolang het schoolverlaters van een school"
        " mist, of\neen meting van de hele regio. Komt de levering later, dan maakt de eerste run daarna het"
        " rapport opnieuw.\nEen school die gestopt is of samengegaan, kan in toeleiding.toml bij [vrijgave]"
        " zonder_levering.\n"
    )
    assert verslag.stappen[-1].naam == "summary" and str(lacking.summary) in verslag.stappen[-1].reden


def test_nobody_hears_of_a_run_that_brought_nothing_new_until_the_deadline_passes(lacking: Workspace) -> None:
    telling(lacking, ended("reports 2024-2025"), print, IN_TIME)
    first = lacking.summary.read_bytes()
    quiet = telling(lacking, ended(), print, IN_TIME.replace(day=31))
    assert lacking.summary.read_bytes() == first and quiet.stappen[-1].naam == "x"
    telling(lacking, ended(), print, LATE)
    text = lacking.summary.read_text("utf-8")
    assert "De rapporten waren al bij." in text
    assert "\nTe laat\n- 99BB01" in text and "Nog te leveren" not in text


def test_reports_that_were_made_again_are_news_whatever_their_status(lacking: Workspace) -> None:
    telling(lacking, ended("reports 2024-2025"), print, IN_TIME)
    telling(lacking, ended("reports 2024-2025"), print, IN_TIME.replace(day=16))
    assert "de run van 16 januari 2026" in lacking.summary.read_text("utf-8")


def test_a_review_is_no_news_and_another_status_is(
    lacking: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def states(status: str, *reviews: Beoordeling) -> None:
        found = {JAAR.label: Vrijgave(JAAR.label, status, (), 0, reviews, 0)}
        monkeypatch.setattr(approval, "vrijgaven", lambda *_: found)

    states("voorlopig")
    telling(lacking, ended(), print, IN_TIME)
    first = lacking.summary.read_text("utf-8")
    states("voorlopig", Beoordeling("A. Smit", "2026-01-20", "a" * 64))
    telling(lacking, ended(), print, IN_TIME)
    assert lacking.summary.read_text("utf-8") == first and "- 2024-2025: voorlopig\n" in first
    states("definitief")
    telling(lacking, ended(), print, IN_TIME)
    assert "- 2024-2025: definitief\n" in lacking.summary.read_text("utf-8")


def test_what_a_run_found_of_the_reports_is_not_looked_up_again(
    lacking: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking takes the hash of every file of every year."""
    monkeypatch.setattr(approval, "vrijgaven", lambda *_: pytest.fail("looked again"))
    verslag = Verslag(vrijgaven={JAAR.label: Vrijgave(JAAR.label, "definitief", (), 0, (), 0)})
    telling(lacking, lambda: verslag, print, IN_TIME)
    assert "- 2024-2025: definitief\n" in lacking.summary.read_text("utf-8")


def test_a_run_that_failed_says_why_and_still_fails(lacking: Workspace) -> None:
    def refused() -> Verslag:
        raise LeveringGeweigerd("lijst.xlsx, row 3:\nunknown header", "Mend it.")

    with pytest.raises(LeveringGeweigerd):
        telling(lacking, refused, print, IN_TIME)
    text = lacking.summary.read_text("utf-8")
    assert "De run is gestopt. De rapporten die er waren, zijn gebleven.\n" in text
    assert "    lijst.xlsx, row 3:\n    unknown header\n    Mend it.\n" in text
    assert "De Akker" in text


def test_a_bug_is_told_without_what_it_said(lacking: Workspace) -> None:
    def bug() -> Verslag:
        raise KeyError("Jan Jansen")

    with pytest.raises(KeyError):
        telling(lacking, bug, print, IN_TIME)
    text = lacking.summary.read_text("utf-8")
    assert "een fout in het programma" in text and "Jansen" not in text


@pytest.mark.parametrize(
    "stop", [LockError("busy"), KeyboardInterrupt()], ids=["busy", "stopped by its user"]
)
def test_of_a_run_that_was_not_one_nothing_is_told(lacking: Workspace, stop: BaseException) -> None:
    def stopped() -> Verslag:
        raise stop

    with pytest.raises(type(stop)):
        telling(lacking, stopped, print, IN_TIME)
    assert not lacking.summary.exists()


def test_a_killed_run_is_told_by_the_schedule_once(lacking: Workspace) -> None:
    """The note of the lock is what a killed process leaves behind."""
    assert not tell_cut_off(lacking, print, IN_TIME)
    with workspace_lock(lacking):
        note = lacking.lock_file.with_suffix(".json").read_bytes()
        assert not tell_cut_off(lacking, print, IN_TIME)
    lacking.lock_file.with_suffix(".json").write_bytes(note)
    said: Said = []
    assert tell_cut_off(lacking, said.append, IN_TIME) and len(said) == 1
    assert "De run is afgebroken" in lacking.summary.read_text("utf-8")
    assert tell_cut_off(lacking, said.append, LATE.replace(day=2, month=1)) and len(said) == 1


def test_the_hook_gets_the_summary_and_its_path_and_no_shell(lacking: Workspace, tmp_path: Path) -> None:
    script = (
        "import os, pathlib, sys\n"
        "text, out, path, rest = sys.stdin.buffer.read(), *sys.argv[1:]\n"
        "same = path == os.environ['TOELEIDING_SAMENVATTING'] and pathlib.Path(path).read_bytes() == text\n"
        "pathlib.Path(out).write_text(f'{same} {rest}')\n"
    )
    out = tmp_path / "out.txt"
    hooked(lacking, sys.executable, "-c", script, str(out), "{samenvatting}", "$HOME; `id`")
    verslag = telling(lacking, ended("reports 2024-2025"), print, IN_TIME)
    assert out.read_text() == "True $HOME; `id`"
    assert verslag.stappen[-1].reden.endswith("opdracht was told")
    out.unlink()
    telling(lacking, ended(), print, IN_TIME)
    assert not out.exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((sys.executable, "-c", "raise SystemExit(3)"), "ended with exit code 3"),
        (("/no/such/program",), "could not be started"),
        (("nul\0",), "could not be started"),
        ((sys.executable, "-c", "import time; time.sleep(60)"), "did not end within 1 seconds"),
    ],
    ids=["fails", "is not there", "is no command", "hangs"],
)
def test_a_hook_that_fails_spoils_no_run_and_is_told_again(
    lacking: Workspace, command: tuple[str, ...], said: str
) -> None:
    hooked(lacking, *command, seconds=1 if "within" in said else 60)
    for _ in range(2):
        verslag = telling(lacking, ended(), print, IN_TIME)
        assert said in verslag.stappen[-1].reden


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="looks in /proc")
def test_a_hook_that_hangs_takes_what_it_started_with_it(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_text("")
    child = f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert tell_hook([sys.executable, "-c", parent], tmp_path / "s.txt", 2)
    pid = int((tmp_path / "pid").read_text())
    until = time.monotonic() + 20
    while running(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not running(pid)


def test_a_summary_that_cannot_be_written_spoils_no_run(lacking: Workspace) -> None:
    lacking.summary.mkdir()
    assert "none was written" in telling(lacking, ended(), print, IN_TIME).stappen[-1].reden


@pytest.mark.parametrize(
    "record", ["{", "[]", '{"herinneringen": [{"school": "x"}]}', '{"herinneringen": 3}']
)
def test_a_record_that_cannot_be_read_asks_for_nothing(lacking: Workspace, record: str) -> None:
    lacking.run_record(JAAR).write_text(record, encoding="utf-8")
    telling(lacking, ended(), print, IN_TIME)
    assert "Er wordt op geen levering gewacht." in lacking.summary.read_text("utf-8")


def test_what_cannot_be_read_spoils_no_run(lacking: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object) -> Toestand:
        raise ValueError("Jan Jansen")

    monkeypatch.setattr(Toestand, "of", unreadable)
    said = telling(lacking, ended(), print, IN_TIME).stappen[-1].reden
    assert said == "none was written: what is there cannot be read (ValueError)"


def test_settings_that_cannot_be_read_are_the_runs_own_fault(lacking: Workspace) -> None:
    lacking.settings_file.write_text("x", encoding="utf-8")
    assert telling(lacking, ended(), print, IN_TIME).stappen[-1].naam == "x"


@pytest.mark.parametrize(
    ("stand", "dag", "expected"),
    [
        ("2025-12-31", "01-31", date(2026, 1, 31)),
        ("2025-12-31", "12-31", date(2025, 12, 31)),
        ("2026-02-15", "01-31", date(2027, 1, 31)),
        ("2025-11-15", "12-01", date(2025, 12, 1)),
    ],
)
def test_the_deadline_is_the_first_such_day_on_or_after_the_stand(
    stand: str, dag: str, expected: date
) -> None:
    own = {
        "stand": {"per_schooljaar": {JAAR.label: date.fromisoformat(stand)}},
        "jaarlijks": {"uiterste_leverdag": dag},
    }
    assert deadline(Settings.model_validate(own), JAAR) == expected


def test_what_two_reports_lack_is_asked_once_by_the_first_deadline(lacking: Workspace) -> None:
    lack(lacking, JAAR.plus(1), *LACKING[1:])
    found = asked(lacking, load_settings(lacking.settings_file))
    assert len(found) == 3 and {one.uiterlijk for one in found} == {date(2026, 1, 31)}
    lacking.run_record(JAAR).write_text("{}", encoding="utf-8")
    assert len(asked(lacking, load_settings(lacking.settings_file))) == 2
