"""The calibration study: coverage by hand, worlds that belong to their number, going on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import calibration
from pipeline.evaluation.effect.betrouwbaarheid import calibratie
from pipeline.evaluation.effect.toeval import generator


def test_coverage_of_one_leaver() -> None:
    # Wilson for 0 of 1 is 0-79.3 and for 1 of 1 20.7-100: at p = 0.1 only k = 0 covers, at 0.5 both do.
    assert calibration.wilson_coverage(1, 0.1) == pytest.approx(0.9)
    assert calibration.wilson_coverage(1, 0.5) == pytest.approx(1)


def test_coverage_of_ten_at_a_half() -> None:
    # 0.5 lies in the intervals of 2 to 8 of 10 (5.7-51.0 for 2): 1 - 2 * (1 + 10) / 1024.
    assert calibration.wilson_coverage(10, 0.5) == pytest.approx(1 - 22 / 1024)


def test_the_committed_study_still_comes_out_as_it_did() -> None:
    """Another figure here means that the arithmetic changed, so that `make calibration-full` is to be run.

    Code that only looks otherwise passes; the report then says that the study is of earlier code.
    """
    rows = calibratie()["first_worlds"]
    assert len(rows) == calibration.REPLAYED
    for number, row in enumerate(rows):
        assert calibration.one(number) == pytest.approx(row, abs=1e-9)


@pytest.mark.full
def test_the_committed_coverage_of_percentages_is_that_of_the_invented_schools() -> None:
    assert calibration.rates().items() <= calibratie().items()


def test_a_world_belongs_to_its_number() -> None:
    assert calibration.one(3) == calibration.one(3)
    assert calibration.one(3) != calibration.one(4)


@pytest.mark.parametrize("boards", [False, True])
def test_worlds_have_four_to_nine_schools_with_a_plan_and_about_twenty_leavers(boards: bool) -> None:
    worlds = [calibration.make_world(generator(str(i)), boards) for i in range(40)]
    met = [int((w.start < 9999).sum()) for w in worlds]
    assert min(met) >= 4 and max(met) <= 9
    assert np.mean([w.n.mean() for w in worlds]) == pytest.approx(21, abs=1)
    assert all(w.n.min() >= 1 for w in worlds)
    whole = [len(set(zip(w.boards, w.start, strict=True))) == 6 for w in worlds]
    assert all(whole) if boards else not all(whole)


def test_the_true_effect_is_that_of_the_school_years_in_the_estimand() -> None:
    world = calibration.make_world(generator("x"), boards=False)
    weights = np.where(world.cohorts >= world.start[:, None], 1.0, 0.0)
    chance, truth = calibration.with_effect(world, np.full(16, 10.0), weights)
    assert truth == pytest.approx(10, abs=0.5)  # less where a chance was near 1
    assert np.array_equal(chance[:, 0], world.chance[:, 0])


def test_a_full_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    real = calibration.one

    def counted(number: int) -> dict[str, float]:
        ran.append(number)
        return real(number % 2)

    monkeypatch.setattr(calibration, "one", counted)
    monkeypatch.setattr(calibration, "rates", dict)
    monkeypatch.setattr(calibration, "PROGRESS", tmp_path / "part")
    monkeypatch.setattr(calibration, "TABLE", tmp_path / "table.json")
    monkeypatch.setattr(calibration, "PER_BATCH", 2)
    monkeypatch.setattr(calibration, "ALL", 4)
    first = calibration.full()
    monkeypatch.setattr(calibration, "ALL", 6)
    (file,) = (tmp_path / "part").iterdir()
    file.write_text(file.read_text() + '{"first": 4, "rows": [{"found_0": 1.0}')  # stopped while writing
    ran.clear()
    second = calibration.full()
    assert ran == [4, 5]
    assert calibration.full() == second
    assert ran == [4, 5]
    assert (first["worlds"], second["worlds"]) == (4, 6)
    assert json.loads((tmp_path / "table.json").read_text()) == second
    assert {"coverage_effect", "false_effect", "power"} <= set(second)
