"""What makes a run faster changes nothing of it."""

import gc
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipeline.ahead import looking_for_waste_less_often, made_ready
from pipeline.release import circulation
from pipeline.reporting import kernels
from pipeline.workspace.settings import Definities, Settings


def test_afterwards_waste_is_looked_for_as_before() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError), looking_for_waste_less_often():
        assert gc.get_threshold() != before
        raise KeyError
    assert gc.get_threshold() == before


def test_what_cannot_be_made_ready_is_told_of_where_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Definities] = []

    def fail(definities: Definities) -> str:
        asked.append(definities)
        raise OSError

    monkeypatch.setattr(circulation, "kinds_name", fail)
    monkeypatch.setattr(kernels, "warm_up", lambda: False)
    with made_ready(Settings()):
        pass
    assert asked == [Settings().definities]


def test_the_process_that_kernels_come_from_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[bool] = []
    monkeypatch.setattr(kernels, "warm_up", lambda: started.append(True))
    with made_ready(Settings()):
        assert started == [True]


@pytest.mark.parametrize(("name", "there"), [("t", True), ("t" * 120, False)])
@pytest.mark.skipif(not kernels.can_fork(), reason="kernels are forked on Linux only")
def test_it_is_done_without_where_the_system_refuses_it(name: str, there: bool) -> None:
    """A socket may have no path of more than about 107 bytes, which Python makes among temporary files."""
    ask = "from pipeline.reporting.kernels import warm_up; print(warm_up(), warm_up())"
    with TemporaryDirectory() as short:
        folder = Path(short, name)
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", ask],
            env={**os.environ, "TMPDIR": str(folder)},
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.split() == [str(there)] * 2


def left_at_once(inside: str, **streams: int) -> subprocess.CompletedProcess[str]:
    """A program that leaves at once after these statements, beside what is to be done at its end and an
    object that tells when it is taken apart."""
    script = f"""
import atexit, sys, threading, time
class Thing:
    def __del__(self): print("taken apart")
from pipeline.ahead import leaving_at_once
things = [Thing()]
def main():
    with leaving_at_once():
        atexit.register(print, "done at the end")
        print("said")
        {inside}
main()
"""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        text=True,
        env=environment,
        **(streams or {"capture_output": True}),
    )


@pytest.mark.parametrize(
    ("inside", "code"),
    [("pass", 0), ("sys.exit()", 0), ("sys.exit(0)", 0), ("sys.exit(3)", 3), ("sys.exit(143)", 143)],
)
def test_a_program_that_leaves_at_once_says_all_and_does_what_is_to_be_done(inside: str, code: int) -> None:
    done = left_at_once(inside)
    assert (done.returncode, done.stdout, done.stderr) == (code, "said\ndone at the end\n", "")


def test_a_thread_that_works_is_waited_for() -> None:
    work = "threading.Thread(target=lambda: (time.sleep(0.3), print('worked'))).start()"
    assert left_at_once(work).stdout == "said\nworked\ndone at the end\n"


@pytest.mark.parametrize(("inside", "said"), [("sys.exit('why')", "why"), ("1 / 0", "ZeroDivisionError")])
def test_what_python_has_to_tell_is_told(inside: str, said: str) -> None:
    done = left_at_once(inside)
    assert done.returncode == 1 and said in done.stderr and "taken apart" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here: nothing is ever full")
def test_output_that_cannot_be_written_is_a_failure() -> None:
    with Path("/dev/full").open("w") as full:
        done = left_at_once("pass", stdout=full.fileno(), stderr=subprocess.PIPE)
    assert done.returncode == 120 and "No space left" in done.stderr
