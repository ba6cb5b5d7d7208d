"""The logistic model against a published example, scikit-learn's ridge, and a plain maximiser.

Where the numbers were seen: Spector's logit as Stata prints it (`glm grade gpa tuce psi,
family(binomial)`), in statsmodels' tests (results_glm_logit_constrained.py, results_noconstraint). Greene,
Econometric Analysis (5th ed.), table 21.1, where it is quoted from as a rule, could not be looked at.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from pipeline.evaluation.logit import covariantie, indicatoren, klassen, schat

TOLERANCE = 1e-6
SPECTOR = [
    (2.66, 20, 0, 0), (2.89, 22, 0, 0), (3.28, 24, 0, 0), (2.92, 12, 0, 0), (4.00, 21, 0, 1),
    (2.86, 17, 0, 0), (2.76, 17, 0, 0), (2.87, 21, 0, 0), (3.03, 25, 0, 0), (3.92, 29, 0, 1),
    (2.63, 20, 0, 0), (3.32, 23, 0, 0), (3.57, 23, 0, 0), (3.26, 25, 0, 1), (3.53, 26, 0, 0),
    (2.74, 19, 0, 0), (2.75, 25, 0, 0), (2.83, 19, 0, 0), (3.12, 23, 1, 0), (3.16, 25, 1, 1),
    (2.06, 22, 1, 0), (3.62, 28, 1, 1), (2.89, 14, 1, 0), (3.51, 26, 1, 0), (3.54, 24, 1, 1),
    (2.83, 27, 1, 1), (3.39, 17, 1, 1), (2.67, 24, 1, 0), (3.65, 21, 1, 1), (4.00, 23, 1, 1),
    (3.10, 21, 1, 0), (2.39, 19, 1, 1),
]  # fmt: skip
"""Spector and Mazzeo (1980): grade average, test score, new teaching method, better grade."""


def _spector() -> tuple[np.ndarray, np.ndarray]:
    table = np.array(SPECTOR, dtype=float)
    return table[:, :3], table[:, 3]


def test_as_published_for_spector_and_mazzeo() -> None:
    """Stata stops a little before the top of the likelihood: its constant is right in six digits."""
    found = schat(*_spector(), straf=0)
    assert found.constante == pytest.approx(-13.021346, abs=5e-6)
    assert found.effecten == pytest.approx([2.8261124, 0.0951577, 2.3786875], abs=5e-6)
    errors = np.sqrt(np.diag(covariantie(_spector()[0], found, straf=0)))
    assert errors == pytest.approx([4.931324, 1.2629410, 0.1415542, 1.0645642], abs=5e-5)


@pytest.mark.parametrize(
    ("straf", "expected"),
    [
        (1.0, [-7.94901205, 1.21008743, 0.13015191, 1.16214448]),
        (10.0, [-5.02755913, 0.23854926, 0.15742806, 0.25353477]),
    ],
)
def test_the_ridge_as_scikit_learn_has_it(straf: float, expected: list[float]) -> None:
    """LogisticRegression(C=1/straf) of scikit-learn 1.9.1, tolerance 1e-12."""
    found = schat(*_spector(), straf=straf)
    assert [found.constante, *found.effecten] == pytest.approx(expected, abs=TOLERANCE)


def test_a_class_where_everybody_found_work_is_large_and_not_infinite() -> None:
    frame = pd.DataFrame({"schooltype": ["PRO"] * 10 + ["VSO"] * 10})
    y = np.array([1.0] * 10 + [0, 1] * 5)
    x = indicatoren(frame, ["schooltype"])
    chances = schat(x, y).kansen(x)
    assert 0.75 < chances[0] < 1
    assert chances.sum() == pytest.approx(15, abs=TOLERANCE)
    with pytest.raises(ValueError, match="ridge"):
        schat(x, y, straf=0)


def test_without_a_ridge_classes_get_their_own_rate() -> None:
    """Saturated in one column: the chance is the share, although no class is left out."""
    x = indicatoren(pd.DataFrame({"m": ["a"] * 4 + ["b"] * 5}), ["m"])
    chances = schat(x, np.array([1.0, 0, 0, 0, 1, 1, 1, 0, 0]), straf=0).kansen(x)
    assert chances == pytest.approx([0.25] * 4 + [0.6] * 5, abs=TOLERANCE)


def test_missing_is_a_class() -> None:
    frame = pd.DataFrame({"m": ["J", None, "N"], "g": [1.0, np.nan, 1.0]})
    assert klassen(frame, ["m", "g"]).to_numpy().tolist() == [["J", "1.0"], ["onbekend"] * 2, ["N", "1.0"]]
    assert indicatoren(frame, ["m", "g"]).sum(axis=1).tolist() == [2, 2, 2]
    assert indicatoren(frame, []).shape == (3, 0)


@pytest.mark.parametrize("y", [[], [1.0, 1.0], [0.0]])
def test_one_outcome_is_refused(y: list[float]) -> None:
    with pytest.raises(ValueError, match="both"):
        schat(np.zeros((len(y), 1)), np.array(y))


@st.composite
def _data(draw: st.DrawFn) -> tuple[pd.DataFrame, np.ndarray]:
    n = draw(st.integers(4, 40))
    column = st.lists(st.sampled_from(["a", "b", "c", None]), min_size=n, max_size=n)
    y = draw(st.lists(st.booleans(), min_size=n, max_size=n).filter(lambda y: any(y) and not all(y)))
    return pd.DataFrame({"x1": draw(column), "x2": draw(column)}), np.array(y, dtype=float)


@given(_data(), st.sampled_from([0.3, 1.0, 5.0]))
def test_the_same_as_a_plain_maximiser(data: tuple[pd.DataFrame, np.ndarray], straf: float) -> None:
    frame, y = data
    x = indicatoren(frame, ["x1", "x2"])

    def loss(beta: np.ndarray) -> float:
        eta = beta[0] + x @ beta[1:]
        return float(np.log1p(np.exp(np.where(y == 1, -eta, eta))).sum() + straf * (beta[1:] ** 2).sum() / 2)

    plain = minimize(loss, np.zeros(x.shape[1] + 1), method="BFGS", options={"gtol": 1e-7})
    found = schat(x, y, straf)
    assert found.kansen(x) == pytest.approx(1 / (1 + np.exp(-plain.x[0] - x @ plain.x[1:])), abs=1e-4)
    assert loss(np.array([found.constante, *found.effecten])) <= plain.fun + TOLERANCE
    assert found.kansen(x).sum() == pytest.approx(y.sum(), abs=TOLERANCE)
