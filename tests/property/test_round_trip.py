"""Any table that fits a contract comes back as it was put in, in whatever file a school delivers it.

The table is made first: values, how each is written, and the fate of every row. Then it is dressed: as CSV in
every separator, encoding and line end that is declared, as XLSX, XLSM, XLS or ODS, under any words for its
headers, with rows above, between and below. What is kept is compared with what was put in.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.sources import bulk
from pipeline.sources.contract import contracten
from pipeline.sources.delivery import Delivery
from pipeline.sources.intake import connection, judge
from pipeline.sources.koppelvelden import VELDEN
from pipeline.sources.opname import Inzending
from pipeline.sources.reading import bestand, reading_process
from pipeline.sources.register import recognised_sheets
from tests.support.intake import OPNAME, Intake
from tests.support.roundtrip_dress import Kleding, kledingen, plain, row_numbers, write
from tests.support.roundtrip_tables import Tabel, expected, tabellen

LOTEN = ("gehouden", "dubbel", "vervangen", "quarantaine")
BRONNEN = sorted(contracten())
AS_MADE = (Phase.explicit, Phase.reuse, Phase.generate)
"""A table that fails is small already; making it smaller takes minutes, for every try is an intake."""
EXAMPLES = 8 if settings.get_current_profile_name() == "free" else 3
given_a_table = settings(max_examples=EXAMPLES, phases=AS_MADE, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kamer")


@pytest.fixture(scope="module")
def intake(room: Path) -> Iterator[Intake]:
    with reading_process(), connection(OPNAME, room) as con:
        yield Intake(con)


def _kept(intake: Intake, paths: list[Path]) -> list[tuple[Delivery, list[dict[str, Any]]]]:
    """Of files that are delivered together: the record of each, and what is kept of its rows."""
    sheets = [recognised_sheets(bestand(path, path.name), OPNAME.contracten, [])[0] for path in paths]
    outcomes = judge(intake.con, [Inzending(sheet) for sheet in sheets], OPNAME)
    found = []
    for nr, outcome in enumerate(outcomes):
        assert isinstance(outcome, Delivery), f"{outcome}"
        result = intake.con.execute("SELECT * EXCLUDE (nr) FROM bewaard WHERE nr = ? ORDER BY rij", [nr])
        names = [column[0] for column in result.description or ()]
        found.append((outcome, [dict(zip(names, row, strict=True)) for row in result.fetchall()]))
    return found


LINKING = {veld for velden in VELDEN.values() for veld in velden}


def _linking(row: dict[str, Any]) -> dict[str, Any]:
    """The link fields of a row, which depend on what it says and not on the file it stands in."""
    return {naam: row[naam] for naam in sorted(LINKING & row.keys())}


def _is_what_was_put_in(
    delivery: Delivery, rows: list[dict[str, Any]], tabel: Tabel, kleding: Kleding
) -> None:
    numbers = row_numbers(tabel, kleding)
    put_in = [{"rij": n, **expected(tabel, rij)} for n, rij in zip(numbers, tabel.rijen, strict=True)]
    assert [{naam: row[naam] for naam in row.keys() - LINKING} for row in rows] == put_in
    fates = Counter(rij.lot for rij in tabel.rijen)
    assert delivery.bron == tabel.contract.bron
    assert delivery.rijen == {"in": len(tabel.rijen), **{lot: fates[lot] for lot in LOTEN}}
    assert delivery.totaalrijen == kleding.totaal


@pytest.mark.parametrize("bron", BRONNEN)
@given_a_table
@given(data=st.data())
def test_any_table_comes_back_out_of_any_file(bron: str, intake: Intake, data: st.DataObject) -> None:
    tabel = data.draw(tabellen(contracten()[bron]))
    vormen = ("csv", "csv", data.draw(st.sampled_from(["xlsx", "xlsm"])), "xls", "ods")
    dresses = [plain(tabel), *(data.draw(kledingen(tabel, vorm)) for vorm in vormen)]
    with tempfile.TemporaryDirectory() as folder:
        paths = [write(Path(folder) / f"{n}.{dress.vorm}", tabel, dress) for n, dress in enumerate(dresses)]
        found = _kept(intake, paths)
    for dress, (delivery, rows) in zip(dresses, found, strict=True):
        _is_what_was_put_in(delivery, rows, tabel, dress)
    assert len({str([_linking(row) for row in rows]) for _, rows in found}) == 1


@pytest.mark.parametrize("bron", BRONNEN)
@given_a_table
@given(data=st.data())
def test_a_large_text_file_comes_back_too(bron: str, intake: Intake, data: st.DataObject) -> None:
    tabel = data.draw(tabellen(contracten()[bron]))
    dress = data.draw(kledingen(tabel, "csv"))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "BULK_BYTES", 0)
        [(delivery, rows)] = _kept(intake, [write(Path(folder) / "x.csv", tabel, dress)])
    _is_what_was_put_in(delivery, rows, tabel, dress)
