"""What makes a run faster changes nothing of it."""

import gc

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


@pytest.mark.parametrize("forks", [True, False])
def test_the_process_that_kernels_come_from_is_started_where_it_can_be(
    forks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[bool] = []
    monkeypatch.setattr(kernels, "can_fork", lambda: forks)
    monkeypatch.setattr(kernels, "warm_up", lambda: started.append(True))
    with made_ready(Settings()):
        assert started == [True] * forks
