"""R from counts: by hand, and against the model on one row per leaver."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.representativiteit import r_indicator, r_van_groepen

CLOSE = 2e-3
"""The model is fitted with a penalty that is next to nothing."""
classes = st.lists(st.tuples(st.integers(5, 60), st.integers(1, 4)), min_size=2, max_size=6)


def test_by_hand() -> None:
    """50 of 100 and 90 of 100: the chances lie 0,2 from 0,7, so S squared is 200 x 0,04 / 199 = 0,040201.
    Of that chance makes (0,25 + 0,09) / 2 / 199 = 0,000854. R is 1 - 2 x root(0,039347) = 0,6033, and
    without the correction 0,5990."""
    found = r_van_groepen([100, 100], [50, 90])
    assert (found.n, found.bereikt) == (200, 140)
    assert found.r == pytest.approx(0.6033, abs=5e-5)
    assert found.r_ongecorrigeerd == pytest.approx(0.5990, abs=5e-5)
    assert found.grootste_vertekening == pytest.approx(100 * (1 - 0.60328) * 200 / (4 * 140), abs=0.01)


def test_schools_that_differ_by_chance_alone_are_alike() -> None:
    assert r_van_groepen([40, 40, 40], [30, 31, 32]).r == 1.0


def test_an_empty_class_is_none() -> None:
    assert r_van_groepen([100, 0, 100], [50, 0, 90]) == r_van_groepen([100, 100], [50, 90])


@pytest.mark.parametrize(("n", "k"), [([10, 10], [0, 0]), ([1], [1]), ([0], [0])])
def test_without_response_there_is_nothing_to_compare(n: list[int], k: list[int]) -> None:
    with pytest.raises(ValueError, match="no response"):
        r_van_groepen(n, k)


@given(classes)
def test_the_model_of_one_characteristic_says_the_same(made: list[tuple[int, int]]) -> None:
    n, k = [size for size, _ in made], [size - missing for size, missing in made]
    people = pd.DataFrame(
        [
            {"soort": f"s{nr}", "bereikt": i < reached}
            for nr, (size, reached) in enumerate(zip(n, k, strict=True))
            for i in range(size)
        ]
    )
    model, counts = r_indicator(people, ["soort"], straf=1e-9), r_van_groepen(n, k)
    assert (counts.n, counts.bereikt) == (model.n, model.bereikt)
    assert counts.r_ongecorrigeerd == pytest.approx(model.r_ongecorrigeerd, abs=CLOSE)
    assert (1 - counts.r) ** 2 == pytest.approx((1 - model.r) ** 2, abs=CLOSE)
