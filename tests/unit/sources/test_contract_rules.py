"""Every rule of every contract, on rows that break it and on the nearest that do not.

Drop a rule or loosen one and its case fails; add one and the list of cases is no longer complete.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.sources.contract import contracten
from tests.support.exports import write_csv
from tests.support.intake import Intake
from tests.support.rule_cases import CASES, GOOD


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    rules = {(bron, regel.naam) for bron, contract in contracten().items() for regel in contract.regels}
    assert set(CASES) == rules


@pytest.mark.parametrize(("bron", "naam"), CASES, ids=[" ".join(key) for key in CASES])
def test_a_rule_counts_and_wipes_and_leaves_its_neighbour(
    tmp_path: Path, intake: Intake, bron: str, naam: str
) -> None:
    case = CASES[bron, naam]
    rows = [GOOD[bron] | cells for cells in (*case.fout, {}, *case.goed)]
    kop = list(dict.fromkeys(column for row in rows for column in row))
    cells = [[row.get(column, "") for column in kop] for row in rows]
    _, found = intake.take(write_csv(tmp_path / "x.csv", [kop, *cells]))
    broken = found[0]
    assert [naam in row["defecten"] for row in found] == [i < len(case.fout) for i in range(len(rows))]
    assert {column: broken[column] for column in case.blijft} == case.blijft
    assert {column: broken[column] for column in case.wist} == dict.fromkeys(case.wist)


def test_a_good_row_breaks_nothing(tmp_path: Path, intake: Intake) -> None:
    for bron, row in GOOD.items():
        delivery, _ = intake.take(write_csv(tmp_path / f"{bron}.csv", [list(row), list(row.values())]))
        assert (delivery.bron, delivery.defecten, delivery.rijen["gehouden"]) == (bron, {}, 1)
