"""A small population, made once."""

import pytest

from pipeline.synthetic.population import generate
from pipeline.synthetic.truth import Truth


@pytest.fixture(scope="session")
def klein() -> Truth:
    return generate(cohorts=range(2016, 2020), leavers=160)
