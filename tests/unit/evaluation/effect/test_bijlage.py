"""The appendix against published numbers and a second package (diff-diff 3.13).

Tolerances: 1e-8 on the published data (means given to nine decimals), half a unit of the last digit where the
publication rounds, 1e-6 against the package, which solves iteratively, and 1e-10 against constants of others.
"""

from __future__ import annotations

import importlib
import warnings
from itertools import product
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from pipeline.evaluation.effect.bijlage import bijlage, callaway_santanna, did2s, sun_abraham
from pipeline.evaluation.effect.paneel import Paneel, maak_paneel
from pipeline.evaluation.effect.regressie import kleinste_kwadraten, wilde_bootstrap
from pipeline.evaluation.effect.simulatie import ontwerp
from tests.support.effect import MPDTA, tabel

STARTS: list[int | None] = [2018] * 3 + [2020] * 3 + [None] * 6
GEGEVEN = tabel(STARTS, effect=8, seed=3)


def even(seed: int) -> pd.DataFrame:
    """Every school-year with twenty leavers, because the package does not weigh."""
    table = tabel(STARTS, effect=8, seed=seed)
    return table.assign(k=table.k.clip(upper=20), n=20)


def long(table: pd.DataFrame) -> pd.DataFrame:
    unit = table.school.astype("category").cat.codes
    return table.assign(y=100 * table.k / table.n, first=table.start.fillna(0).astype(int), unit=unit)


@pytest.fixture
def dd() -> ModuleType:
    pytest.importorskip("diff_diff", reason="diff-diff has no wheel for this platform")
    return importlib.import_module("diff_diff")


def fit(estimator: object, table: pd.DataFrame, **more: object) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = {"outcome": "y", "unit": "unit", "time": "cohort", "first_treat": "first"}
        return estimator.fit(long(table), **names, **more)


def minimum_wages() -> Paneel:
    """The counties per start as one school; k is such that the percentage is the mean log employment."""
    n = np.array([[float(size)] * 5 for size, _ in MPDTA.values()])
    y = np.array([means for _, means in MPDTA.values()])
    names = tuple(map(str, MPDTA))
    return Paneel(n, y * n / 100, np.array(list(MPDTA)), np.arange(2003, 2008), names, names)


# Vignette of the R package did ("Introduction to DiD with multiple time periods"), and README of its Python
# port csdid: ATT(g,t) without covariates, and by years since the start.
@pytest.mark.parametrize(
    ("start", "jaar", "att"),
    [
        (2004, 2004, -0.0105),
        (2004, 2005, -0.0704),
        (2004, 2006, -0.1373),
        (2004, 2007, -0.1008),
        (2006, 2006, -0.0046),
        (2006, 2007, -0.0412),
        (2007, 2007, -0.0261),
    ],
)
def test_callaway_santanna_on_minimum_wages(start: int, jaar: int, att: float) -> None:
    only = minimum_wages().zonder({str(s) for s in MPDTA if s not in (start, 9999)})
    found = callaway_santanna(only, jaar - start + 1, jaar - start).schatting
    assert found == pytest.approx(att, abs=5.1e-5)
    tijd = {e: s.schatting for e, s in sun_abraham(only).per_tijd().items()}
    assert tijd[jaar - start] == pytest.approx(att, abs=5.1e-5)  # with one start the two are the same


@pytest.mark.parametrize(("tijd", "att"), [(0, -0.0199), (1, -0.0510), (2, -0.1373), (3, -0.1008)])
def test_by_years_since_the_start_on_minimum_wages(tijd: int, att: float) -> None:
    assert callaway_santanna(minimum_wages(), tijd + 1, tijd).schatting == pytest.approx(att, abs=5.1e-5)
    assert sun_abraham(minimum_wages()).per_tijd()[tijd].schatting == pytest.approx(att, abs=5.1e-5)


def test_overall_on_minimum_wages() -> None:
    assert callaway_santanna(minimum_wages(), 99).schatting == pytest.approx(-0.0400, abs=5.1e-5)
    # Sun-Abraham before the start, diff-diff 3.13.0 on the 500 counties.
    voor = {e: round(s.schatting, 4) for e, s in sun_abraham(minimum_wages()).per_tijd().items() if e < 0}
    assert voor == {-4: 0.0033, -3: 0.0250, -2: 0.0245}


@pytest.mark.parametrize("seed", range(4))
def test_two_stages_is_what_the_package_says(dd: ModuleType, seed: int) -> None:
    found, other = did2s(maak_paneel(even(seed)), 99), fit(dd.TwoStageDiD(), even(seed))
    assert (found.schatting, found.fout) == pytest.approx((other.overall_att, other.overall_se), abs=1e-6)


def test_two_stages_with_weights() -> None:
    # pyfixest 0.60.0, did2s(weights="n", cluster="unit") on GEGEVEN; it solves to 1e-6.
    found = did2s(maak_paneel(GEGEVEN), 99)
    assert (found.schatting, found.fout) == pytest.approx((6.421273, 2.832531), abs=3e-6)


@pytest.mark.parametrize("seed", range(4))
def test_sun_abraham_is_what_the_package_says(dd: ModuleType, seed: int) -> None:
    found, other = sun_abraham(maak_paneel(even(seed))), fit(dd.SunAbraham(), even(seed))
    for tijd, effect in other.event_study_effects.items():
        mine = found.per_tijd()[int(tijd)]
        assert (mine.schatting, mine.fout) == pytest.approx((effect["effect"], effect["se"]), abs=1e-6)
    mine = found.schatting(found.tijden >= 0)
    assert (mine.schatting, mine.fout) == pytest.approx((other.overall_att, other.overall_se), abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_callaway_santanna_is_what_the_package_says(dd: ModuleType, seed: int) -> None:
    paneel = maak_paneel(even(seed))
    other = fit(dd.CallawaySantAnna(control_group="never_treated"), even(seed), aggregate="all")
    assert callaway_santanna(paneel, 99).schatting == pytest.approx(other.overall_att, abs=1e-9)
    for (start, jaar), effect in other.group_time_effects.items():
        if jaar < start:
            continue
        weg = {s for s, g in zip(paneel.scholen, paneel.start, strict=True) if g not in (start, 9999)}
        found = callaway_santanna(paneel.zonder(weg), int(jaar - start) + 1, int(jaar - start))
        assert (found.schatting, found.fout) == pytest.approx((effect["effect"], effect["se"]), abs=1e-9)


def two_way(paneel: Paneel, weights: np.ndarray) -> tuple[object, np.ndarray]:
    x = np.hstack([ontwerp(paneel.n.shape), (paneel.tijd >= 0).reshape(-1, 1).astype(float)])
    schools = np.repeat(np.arange(len(paneel.scholen)), len(paneel.cohorten))
    found = kleinste_kwadraten(
        x, paneel.percentage.ravel(), weights.ravel(), schools, len(paneel.scholen) - 1
    )
    return found, np.eye(x.shape[1])[-1]


def test_clustered_errors_with_weights() -> None:
    # pyfixest 0.60.0: feols("y ~ D | unit + cohort", weights="n", vcov={"CRV1": "unit"}) on GEGEVEN.
    paneel = maak_paneel(GEGEVEN)
    found, r = two_way(paneel, paneel.n)
    assert (r @ found.beta, found.fout(r)) == pytest.approx((7.403043, 2.923648), abs=1e-6)


def test_wild_bootstrap_goes_through_all_signs() -> None:
    # wildboottest 0.3.2 through pyfixest takes all 4,096 patterns for 12 clusters: t 2.5924836.
    paneel = maak_paneel(GEGEVEN)
    found, r = two_way(paneel, np.ones_like(paneel.n))
    assert (r @ found.beta, found.fout(r)) == pytest.approx((7.427087121, 2.730392792), abs=1e-8)
    assert wilde_bootstrap(found, r, "x") == pytest.approx(0.0283203125, abs=1e-10)


def test_the_table_has_a_row_per_method() -> None:
    found = bijlage(maak_paneel(GEGEVEN), 3, "x").set_index("methode")
    assert found.index.tolist() == [
        "did2s",
        "Sun-Abraham",
        "Callaway-Sant'Anna",
        "Sun-Abraham, wild cluster bootstrap",
    ]
    assert found.p.between(0, 1).all()
    assert found.laag.isna().tolist() == [False, False, False, True]
    without = maak_paneel(tabel([2018] * 4 + [2021] * 4))
    assert bijlage(without, 3, "x").methode.tolist() == ["did2s"]
    with pytest.raises(ValueError, match="never had a plan"):
        sun_abraham(without)


def test_a_start_of_one_school_has_no_standard_error() -> None:
    paneel = maak_paneel(tabel([2018, 2019, 2020, 2021, None, None, None]))
    assert np.isnan(callaway_santanna(paneel, 3).fout)
    row = bijlage(paneel, 3, "x").set_index("methode").loc["Callaway-Sant'Anna"]
    assert np.isfinite(row.schatting) and np.isnan(row[["fout", "p", "laag", "hoog"]].astype(float)).all()


def test_nothing_to_compare_with_is_said() -> None:
    with pytest.raises(ValueError, match="no start and year"):
        callaway_santanna(maak_paneel(tabel([2014, 2014, None])), 3)


def test_wild_bootstrap_is_a_fit_for_every_pattern_of_signs() -> None:
    """A second way: seven schools, every outcome made and fitted anew."""
    paneel = maak_paneel(tabel([2018] * 3 + [None] * 4, range(2015, 2021), seed=5))
    found, r = two_way(paneel, paneel.n)
    leverage = found.omgekeerd @ r
    null = found.beta - leverage * (r @ found.beta) / (r @ leverage)
    rest = found.y - found.x @ null

    def t(y: np.ndarray) -> float:
        beta = np.linalg.lstsq(found.x, y, rcond=None)[0]
        scores = found.x @ leverage * (y - found.x @ beta)
        variance = sum(scores[found.scholen == g].sum() ** 2 for g in range(7))
        return abs(r @ beta) / np.sqrt(found.factor * variance)

    signs = [np.array(pattern)[found.scholen] for pattern in product((1.0, -1.0), repeat=7)]
    ts = [t(found.x @ null + sign * rest) for sign in signs]
    slow = np.mean([one >= t(found.y) * (1 - 1e-9) for one in ts])
    assert wilde_bootstrap(found, r, "x") == pytest.approx(slow, abs=1e-12)
