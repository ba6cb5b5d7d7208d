"""What makes a run faster changes nothing of it."""

import gc
import multiprocessing.forkserver

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
    monkeypatch.setattr(kernels, "can_fork", lambda: False)
    with made_ready(Settings()):
        pass
    assert asked == [Settings().definities]


@pytest.mark.skipif(not kernels.can_fork(), reason="kernels are forked on Linux only")
def test_the_process_that_kernels_come_from_is_there_afterwards() -> None:
    with made_ready(Settings()):
        pass
    multiprocessing.forkserver.ensure_running()
    assert multiprocessing.forkserver._forkserver._forkserver_pid
