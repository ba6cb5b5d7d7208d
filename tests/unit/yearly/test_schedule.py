"""The units and the line of cron: right for any path, and firing when the settings say."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from itertools import islice, takewhile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.workspace.errors import SettingsError
from pipeline.workspace.settings import Jaarlijks, load_settings
from pipeline.yearly import systemd
from pipeline.yearly.command import Opdracht, command_of
from pipeline.yearly.cron import cron_line, read_line
from pipeline.yearly.moments import Rooster
from tests.support.verbs import verb

ODD = 'schools\' map 50% "é" $HOME; x'
JANUARY = Rooster.of(Jaarlijks())


def opdracht(root: Path, program: str = "pro gram 5%'s", workspace: str = ODD) -> Opdracht:
    """A program that writes down its arguments and the renderer it was given, and ends as told."""
    place, folder = root / program, root / workspace
    folder.mkdir(parents=True)
    place.write_text(f'#!/bin/sh\nprintf "%s\\n" "$R" "$@" >"{root}/$1.txt"\n[ "$1" != run ]\n')
    place.chmod(0o755)
    return Opdracht(place, folder, (("PATH", "/usr/bin:/bin"), ("R", "50% 'q' \"x\"")))


def words(line: str) -> list[str]:
    """The words of a line of a unit, as systemd.service(5) reads them: quotes, C escapes, %% and $$."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%").replace("$$", "$") for word in found]


def test_by_default_it_fires_every_morning_of_january() -> None:
    """Counted on a calendar: thirty-one of them, and the first of the next year after those."""
    year = list(takewhile(lambda m: m.year < 2028, JANUARY.after(datetime(2026, 12, 5))))
    assert [f"{moment:%m-%d %H:%M}" for moment in year] == [f"01-{day:02d} 05:30" for day in range(1, 32)]
    late = JANUARY.after(datetime(2027, 1, 31, 5, 30))
    assert next(late) == datetime(2028, 1, 1, 5, 30)


def test_days_and_months_of_ones_own() -> None:
    own = Rooster.of(Jaarlijks(maanden=[3, 1], dagen=[20, 6], tijd="23:05"))
    found = [f"{moment:%Y-%m-%d %H:%M}" for moment in islice(own.after(datetime(2027, 1, 6, 23, 5)), 4)]
    assert found == ["2027-01-20 23:05", "2027-03-06 23:05", "2027-03-20 23:05", "2028-01-06 23:05"]
    assert systemd.on_calendar(own) == "*-01,03-06,20 23:05:00"
    assert systemd.on_calendar(JANUARY) == "*-01-* 05:30:00"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('tijd = "5:30"', "jaarlijks.tijd: expected a time of day"),
        ("maanden = []", "jaarlijks.maanden: List should have at least 1 item"),
        ("maanden = [4]\ndagen = [31]", "there is not every year a day 31 in month 4"),
        ("maanden = [2]\ndagen = [29]", "there is not every year a day 29 in month 2"),
        ("maanden = [13]", "jaarlijks.maanden.0: expected 12 or less"),
        ("tijdslimiet = 0", "jaarlijks.tijdslimiet: expected 1 or more"),
    ],
)
def test_a_moment_that_does_not_come_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "toeleiding.toml"
    file.write_text(f"[jaarlijks]\n{text}", encoding="utf-8")
    with pytest.raises(SettingsError, match=re.escape(said)):
        load_settings(file)


def test_no_figure_depends_on_when_it_runs(tmp_path: Path) -> None:
    file = tmp_path / "toeleiding.toml"
    file.write_text('[jaarlijks]\ntijd = "06:00"\nopdracht = ["true"]', encoding="utf-8")
    changed = load_settings(file)
    file.write_text("", encoding="utf-8")
    assert changed.hash() == load_settings(file).hash()


def test_a_unit_holds_the_paths_as_they_are(tmp_path: Path) -> None:
    of = opdracht(tmp_path)
    made = systemd.units(of, JANUARY)
    service, timer, failed = made.bestanden.values()
    command = next(line for line in service.splitlines() if line.startswith("ExecStart="))
    through = ["/bin/sh", "-c", 'exec "$0" "$@"']
    assert words(command) == [*through, str(of.program), "run", "--workspace", str(of.workspace)]
    assert (
        words(failed)[-4:] == [str(of.program), "schedule", "--failed", "--workspace", str(of.workspace)][1:]
    )
    environment = [words(line) for line in service.splitlines() if line.startswith("Environment=")]
    assert environment == [["PATH=/usr/bin:/bin"], ["R=50% 'q' \"x\""]]
    assert (
        f"OnFailure={made.naam}-failed.service" in service and f"{made.naam}-failed.service" in made.bestanden
    )
    assert "Persistent=true" in timer and "OnCalendar=*-01-* 05:30:00" in timer
    assert re.fullmatch(r"[a-z0-9-]+", made.naam)
    assert not any("%" in text.replace("%%", "") for text in made.bestanden.values())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
@pytest.mark.parametrize("program", ["pro gram 50%", "it's", 'a"b\\c', "a $HOME"])
def test_systemd_accepts_the_units_for_any_path(tmp_path: Path, program: str) -> None:
    assert systemd.verify(systemd.units(opdracht(tmp_path, program), JANUARY)) == ()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
def test_systemd_looks_for_the_program_at_its_place(tmp_path: Path) -> None:
    of = opdracht(tmp_path, "pro gram 50%")
    of.program.unlink()
    assert any("not executable" in line for line in systemd.verify(systemd.units(of, JANUARY)) or ())


def test_a_program_that_goes_through_the_shell_gets_its_arguments(tmp_path: Path) -> None:
    of = opdracht(tmp_path)
    service = systemd.units(of, JANUARY).bestanden[f"{systemd.unit_name(of.workspace)}.service"]
    command = next(line for line in service.splitlines() if line.startswith("ExecStart="))
    subprocess.run(words(command), check=False, timeout=60, env={"R": "x"})
    assert (tmp_path / "run.txt").read_text().splitlines() == ["x", "run", "--workspace", str(of.workspace)]


def test_two_workspaces_have_units_of_their_own() -> None:
    names = {systemd.unit_name(Path(path)) for path in ("/a/regio", "/b/regio", "/b/%")}
    assert len(names) == 3


def test_cron_gives_the_shell_a_command_that_works(tmp_path: Path) -> None:
    """Run as cron would: what follows the fields, with the escaped % as themselves, through sh."""
    of = opdracht(tmp_path)
    line = cron_line(of, JANUARY)
    assert re.match(r"30 5 \* 1 \* export ", line) and not re.search(r"(?<!\\)%", line)
    rooster, command = read_line(line)
    assert rooster == JANUARY
    subprocess.run(["/bin/sh", "-c", command], check=True, timeout=60)
    renderer = "50% 'q' \"x\""
    ran = (tmp_path / "run.txt").read_text().splitlines()
    assert ran == [renderer, "run", "--workspace", str(of.workspace)]
    failed = (tmp_path / "schedule.txt").read_text().splitlines()
    assert failed == [renderer, "schedule", "--failed", "--workspace", str(of.workspace)]
    assert (of.workspace / "run.log").is_file()


@given(
    maanden=st.lists(st.integers(1, 12), min_size=1, unique=True),
    dagen=st.lists(st.integers(1, 28), unique=True),
    uur=st.integers(0, 23),
    minuut=st.integers(0, 59),
)
def test_a_line_read_back_fires_when_it_was_meant_to(
    maanden: list[int], dagen: list[int], uur: int, minuut: int
) -> None:
    meant = Rooster(tuple(maanden), tuple(dagen), uur, minuut)
    line = cron_line(Opdracht(Path("/bin/toeleiding"), Path("/srv/regio"), ()), meant)
    now = datetime(2026, 11, 22)
    assert list(islice(read_line(line)[0].after(now), 40)) == list(islice(meant.after(now), 40))


@pytest.mark.parametrize(
    "line", ["30 5 * 1 1 true", "30 25 * 1 * true", "30 5 * 1 * date +%F", "30 5 1-5 1 * true", "@yearly x"]
)
def test_another_line_is_not_read_as_something_it_is_not(line: str) -> None:
    with pytest.raises(ValueError):
        read_line(line)


@pytest.mark.parametrize(
    ("workspace", "said"), [("a\\b", "backslash"), ("a" * 1000, "cut off the end")], ids=["backslash", "long"]
)
def test_what_cron_cannot_hold_is_refused(workspace: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        cron_line(Opdracht(Path("/bin/toeleiding"), Path("/") / workspace, ()), JANUARY)


def test_the_environment_that_decides_is_taken_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.workspace.folders import Workspace

    monkeypatch.chdir(tmp_path)
    (tmp_path / "quarto").write_text("#!/bin/sh\n")
    (tmp_path / "quarto").chmod(0o755)
    (tmp_path / "toeleiding").write_text("#!/bin/sh\n")
    (tmp_path / "toeleiding").chmod(0o755)
    given = {"PATH": str(tmp_path), "TOELEIDING_KEY_FILE": "sleutel.key", "HOME": "/x"}
    found = dict(command_of(Workspace(tmp_path), given).omgeving)
    assert found == {
        "PATH": f"{tmp_path}:/usr/local/bin:/usr/bin:/bin",
        "TOELEIDING_KEY_FILE": str(tmp_path / "sleutel.key"),
    }
    with pytest.raises(SettingsError, match="control character"):
        command_of(Workspace(tmp_path / "a\nb"), given)


def test_the_verb_writes_the_units_where_systemd_looks_and_says_when_they_fire(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "toeleiding.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    schedule = verb("schedule", tmp_path, capsys, monkeypatch)
    shown = schedule("--systemd").out
    assert "05:30" in shown and not (tmp_path / "config").exists()
    written = schedule("--systemd", "--write", "--json").json["geschreven"]
    folder = tmp_path / "config" / "systemd" / "user"
    assert sorted(written) == sorted(map(str, folder.iterdir())) and len(written) == 3
    for path in written:
        assert Path(path).read_text("utf-8") in shown
    line = schedule("--cron")
    assert line.code == 0 and read_line(line.out.splitlines()[0])[0] == JANUARY
    assert schedule().code == schedule("--cron", "--write").code == 2
