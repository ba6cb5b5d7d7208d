"""One session for all tests of a file: making one costs more than the tests."""

from collections.abc import Iterator

import pytest

from tests.support.intake import Intake, session


@pytest.fixture(scope="module")
def intake() -> Iterator[Intake]:
    with session() as made:
        yield made
