"""The examples that the reports print: each counts as it says, alone at a school of her own."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator, Sequence

import pandas as pd
import pytest

from pipeline.indicators.definitions import definities
from pipeline.indicators.voorbeelden import Voorbeeld, voorbeelden
from pipeline.workspace.settings import Definities, Settings
from tests.support.panel import COHORT, cijfers
from tests.support.spec import VSV_FILES, deliveries


def test_every_indicator_has_examples_that_count_and_that_do_not() -> None:
    assert set(voorbeelden()) == set(definities())
    for indicator, rows in voorbeelden().items():
        assert {"teller", "noemer"} <= {row.telt for row in rows}, indicator
        assert all(row.wie and row.waarom and row.gegevens["bestemming"] for row in rows), indicator
        assert len({(row.wie, row.instelling) for row in rows}) == len(rows), indicator


def groups() -> Iterator[tuple[str, tuple[str, str] | None]]:
    for indicator, rows in voorbeelden().items():
        yield from ((indicator, setting) for setting in dict.fromkeys(row.instelling for row in rows))


@pytest.mark.parametrize(("indicator", "setting"), list(groups()))
def test_every_example_counts_as_it_says(indicator: str, setting: tuple[str, str] | None) -> None:
    """Rows that hold for every setting are counted with the others of their indicator, under that setting."""
    rows = [row for row in voorbeelden()[indicator] if row.instelling in (None, setting)]
    changed = Definities(**{setting[0]: literal_eval(setting[1])} if setting else {})
    found = cijfers(deliveries(_table(rows), VSV_FILES), Settings(definities=changed), COHORT + 2)
    own = found[(found.indicator == indicator) & (found.niveau == "school")].set_index("eenheid")
    assert {row.wie: _telt(own.loc[_school(nr)]) for nr, row in enumerate(rows)} == {
        row.wie: row.telt for row in rows
    }


def _school(nr: int) -> str:
    return f"{nr + 1:02}AA00"


def _table(rows: Sequence[Voorbeeld]) -> str:
    names = list(rows[0].gegevens)
    lines = [
        " | ".join([_school(nr), *(row.gegevens[name] for name in names)]) for nr, row in enumerate(rows)
    ]
    return "\n".join([" | ".join(["school", *names]), *lines])


def _telt(figure: pd.Series) -> str:
    if figure.status != "gemeten":
        return "niet"
    assert figure.n == 1
    return "teller" if figure.k == 1 else "noemer"
