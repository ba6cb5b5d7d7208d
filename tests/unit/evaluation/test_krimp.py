"""Shrinkage against Breslow and Clayton's seeds, and against integration by scipy of one unit.

Where the numbers were seen: the plates (Crowder, Applied Statistics 27 (1978), 34-37) and the maximum of the
likelihood by 256-fold data cloning, -0.5485, 0.09685, 1.337, -0.8105 and sigma 0.2364 (s.e. 0.109), in the
example "Seeds" of OpenBUGS, which calls that in good agreement with the maximum likelihood in Breslow and
Clayton, JASA 88 (1993), 9-25. The paper itself could not be looked at.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import norm

from pipeline.evaluation.krimp import krimp

TOLERANCE = 1e-4
GERMINATED = [10, 23, 23, 26, 17, 5, 53, 55, 32, 46, 10, 8, 10, 8, 23, 0, 3, 22, 15, 32, 3]
SEEDS = [39, 62, 81, 51, 39, 6, 74, 72, 51, 79, 13, 16, 30, 28, 45, 4, 12, 41, 30, 51, 7]


def _plates() -> list[np.ndarray]:
    """The expected chances at the published effects: -0.5485 + 0.09685 seed + 1.337 root - 0.8105 both."""
    seed = [0] * 11 + [1] * 10
    root = [0] * 5 + [1] * 6 + [0] * 5 + [1] * 5
    eta = [-0.5485 + 0.09685 * s + 1.337 * r - 0.8105 * s * r for s, r in zip(seed, root, strict=True)]
    return [np.full(n, expit(e)) for n, e in zip(SEEDS, eta, strict=True)]


def test_sigma_as_published_for_the_seeds() -> None:
    """Cloned data leave a Monte Carlo error of 0.0002."""
    assert krimp(GERMINATED, _plates()).sigma == pytest.approx(0.2364, abs=4e-4)


def test_a_plate_by_integration() -> None:
    plates = _plates()
    found = krimp(GERMINATED, plates)
    for place in (0, 15, 20):
        n, o, eta = SEEDS[place], GERMINATED[place], float(logit(plates[place][0]))

        def weight(u: float, n: int = n, o: int = o, eta: float = eta) -> float:
            chance = expit(eta + u)
            return float(chance**o * (1 - chance) ** (n - o) * norm.pdf(u, scale=found.sigma) * 1e12)

        total = quad(weight, -3, 3, epsabs=0, points=[0])[0]
        mean = quad(lambda u, n=n, eta=eta: weight(u) * n * expit(eta + u), -3, 3, epsabs=0, points=[0])[0]
        assert found.aantal[place] == pytest.approx(mean / total, abs=TOLERANCE)
        for limit, part in ((found.laag[place], 0.025), (found.hoog[place], 0.975)):
            upto = float(logit(limit / n)) - eta
            assert quad(weight, -3, upto, epsabs=0)[0] / total == pytest.approx(part, abs=1e-3)


def test_units_that_are_as_expected_stay_there() -> None:
    chances = [np.full(10, 0.4), np.full(20, 0.7)]
    found = krimp([4, 14], chances)
    assert found.sigma == 0
    assert found.aantal == pytest.approx([4, 14])
    assert found.laag == pytest.approx(found.hoog)


def test_small_units_are_drawn_further_to_what_was_expected() -> None:
    """Both placed 80% where 50% was expected, among others that differ."""
    chances = [np.full(n, 0.5) for n in (10, 200, 100, 100)]
    found = krimp([8, 160, 30, 50], chances)
    ratio = found.aantal / [c.sum() for c in chances]
    assert 1 < ratio[0] < ratio[1] < 1.6
    assert np.all(found.laag < found.aantal)
    assert np.all(found.aantal < found.hoog)
