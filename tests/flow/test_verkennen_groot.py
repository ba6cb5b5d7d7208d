"""Every exploration notebook from top to bottom on a million leavers; the benchmark also says how fast."""

import pytest

from benchmarks import explore
from tests.support.verkennen import NOTEBOOKS, code_cells


@pytest.mark.full
def test_every_notebook_runs_on_a_million_leavers() -> None:
    found = explore.main()
    assert found["leavers"] >= 1_000_000
    assert found["cells"] == sum(len(code_cells(notebook)) - 1 for notebook in NOTEBOOKS)
