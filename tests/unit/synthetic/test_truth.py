"""The truth by construction and the truth by the rules are the same truth."""

from datetime import date

import pandas as pd

from pipeline.synthetic.population import generate
from pipeline.synthetic.truth import Truth
from tests.support.truth import Parameters, truth_cijfers

STAND = date(2026, 12, 31)


def _plek(rows: pd.DataFrame) -> set[tuple[str, int]]:
    return set(zip(rows["bestand"], rows["rij"], strict=True))


def test_the_rules_choose_the_rows_that_were_meant(klein: Truth) -> None:
    rows = klein.uitstroom_rijen
    assert _plek(klein.uitstroom) == _plek(rows[rows["telt"]])
    counting = klein.metingen[klein.metingen["koppelbaar"]]
    assert counting["telt"].all()


def test_every_row_has_the_fate_that_the_rules_give(klein: Truth) -> None:
    rows, last = klein.metingen_rijen, _plek(klein.metingen)
    kept = rows[rows["lot"] == "gehouden"]
    assert _plek(kept) == last
    assert not _plek(rows[rows["lot"] == "vervangen"]) & last


def test_only_pupils_unknown_to_the_outflow_cannot_be_linked(klein: Truth) -> None:
    loose = klein.metingen[~klein.metingen["koppelbaar"]]
    pairs = set(zip(klein.uitstroom["sleutel"], klein.uitstroom["cohort"], strict=True))
    assert len(loose) > 0
    assert not pairs & set(zip(loose["sleutel"], loose["cohort"], strict=True))


def test_a_day_without_deliveries_has_no_leavers_of_later_cohorts(klein: Truth) -> None:
    then = klein.zoals_op(date(2018, 1, 1))
    assert set(then.uitstroom["cohort"]) == {2016}
    assert set(then.metingen["meetmoment"]) == {"U"}
    assert all(levering.leverdatum <= date(2018, 1, 1) for levering in then.leveringen)


def test_what_is_delivered_last_is_the_whole_truth(klein: Truth) -> None:
    then = klein.zoals_op(STAND)
    pd.testing.assert_frame_equal(then.uitstroom, klein.uitstroom)
    pd.testing.assert_frame_equal(then.metingen, klein.metingen)


def test_the_same_arguments_give_the_same_truth(klein: Truth) -> None:
    again = generate(cohorts=range(2016, 2020), leavers=160)
    assert again.leveringen == klein.leveringen
    assert again.tabellen == klein.tabellen
    pd.testing.assert_frame_equal(again.werkelijk, klein.werkelijk)


def test_another_seed_gives_another_truth(klein: Truth) -> None:
    assert generate(seed=7, cohorts=range(2016, 2020), leavers=160).leveringen != klein.leveringen


def test_counts_add_up(klein: Truth) -> None:
    cijfers = truth_cijfers(klein, STAND)
    measured = cijfers[cijfers["status"] == "gemeten"]
    assert (measured["k"] <= measured["n"]).all()
    per_niveau = (
        measured.groupby(["indicator", "klasse", "cohort", "niveau"])[["n", "k"]].sum().unstack("niveau")
    )
    for count in ("n", "k"):
        assert per_niveau[count].nunique(axis=1).eq(1).all()
    classes = measured[(measured["soort_klasse"] == "klasse") & (measured["niveau"] == "regio")]
    assert (classes.groupby("cohort")["k"].sum() == classes.groupby("cohort")["n"].first()).all()


def test_a_moment_after_the_stand_is_not_yet_measurable(klein: Truth) -> None:
    cijfers = truth_cijfers(klein, date(2018, 12, 31), [2017, 2016])
    region = cijfers[cijfers["niveau"] == "regio"].set_index(["indicator", "klasse", "cohort"]).sort_index()
    assert region.loc[("B1_1", "", 2016), "status"] == "gemeten"
    assert region.loc[("B1_1", "", 2017), "status"] == "nog niet te meten"
    assert pd.isna(region.loc[("B1_2", "", 2016), "n"])


def test_stricter_parameters_count_fewer(klein: Truth) -> None:
    def count(indicator: str, parameters: Parameters) -> int:
        cijfers = truth_cijfers(klein, STAND, [2017], parameters)
        return int(
            cijfers.loc[(cijfers["indicator"] == indicator) & (cijfers["niveau"] == "regio"), "k"].sum()
        )

    usual = Parameters()
    assert count("P2", Parameters(beschut_is_werk=False)) < count("P2", usual)
    assert count("B3_STRIKT", Parameters(contract_maanden=12)) < count("B3_STRIKT", usual)
    assert count("B3_STRIKT", Parameters(uren_minimum=32)) < count("B3_STRIKT", usual)
    assert 0 < count("B3_STRIKT", usual) < count("B3_RUIM", usual)
