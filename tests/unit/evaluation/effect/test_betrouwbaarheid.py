"""The table of the calibration study: what was measured, held against what it should be."""

from __future__ import annotations

import pandas as pd

from pipeline.evaluation.effect.betrouwbaarheid import calibratie, tabel

GEMETEN = {
    "coverage_rates": 0.953,
    "coverage_rates_lowest": 0.88,
    "coverage_effect": 0.95,
    "coverage_effect_varied": 0.99,
    "false_effect": 0.064,
    "false_effect_boards": {"school": 0.108, "bestuur": 0.05},
    "power": {"0": 0.05, "5": 0.2, "10": 0.5, "15": 0.8, "20": 0.97},
}


def test_each_measure_is_held_against_its_bounds() -> None:
    found = tabel(GEMETEN)
    assert found.procent.tolist() == [95.3, 88.0, 95.0, 99.0, 6.4, 10.8, 5.0, 20.0, 50.0, 80.0, 97.0]
    assert found.gehaald[:7].tolist() == [True, False, True, False, True, False, True]
    assert found.gehaald[7:].isna().all()


def test_the_committed_study_is_large_enough_and_meets_what_the_report_leans_on() -> None:
    gemeten = calibratie()
    assert gemeten["worlds"] >= 1000
    found = tabel(gemeten).set_index("maat")
    assert isinstance(found, pd.DataFrame)
    per_school = "hetzelfde, met plannen van hele besturen, geloot per school"
    assert found.gehaald.drop(per_school).dropna().all()
    assert not found.gehaald[
        per_school
    ]  # why a conclusion also asks whether it holds when boards are permuted
