"""Every row has one fate, the same as worked out row by row in Python; the order of files decides nothing."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.sources import register
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.reading import bestand, read_bladen
from pipeline.sources.register import take_in
from pipeline.workspace.folders import Workspace
from tests.support.exports import LEERLING, write_csv
from tests.support.intake import OPNAME, Intake, session

NAMES = ("Leerlingnummer", "PGN", "BRIN", "Datum uitstroom", "Uren")


@dataclass(frozen=True)
class Rij:
    """What decides the fate of a row of an outflow list: few values, so that rows meet."""

    leerling: str
    pgn: str
    brin: str
    datum: str
    uren: str

    @property
    def dag(self) -> date | None:
        return datetime.strptime(self.datum, "%d-%m-%Y").date() if self.datum else None

    @property
    def cohort(self) -> int | None:
        return None if self.dag is None else self.dag.year - ((self.dag.month, self.dag.day) < (10, 1))


rijen = st.builds(
    Rij,
    leerling=st.sampled_from(["", "1", "2", "3"]),
    pgn=st.sampled_from(["", "999990019", "123456782", "123456789"]),
    brin=st.sampled_from(["99AA", "99AA", "99AB", "?"]),
    datum=st.sampled_from(["10-07-2017", "11-07-2017", "30-09-2017", "01-10-2017", ""]),
    uren=st.sampled_from(["12", "24"]),
)
tables = st.lists(rijen, max_size=14)


def _fates(table: list[Rij]) -> list[str]:
    """The rules as one would apply them by hand, a row at a time."""
    numbers: dict[tuple[str, str], set[str]] = {}
    for rij in table:
        numbers.setdefault((rij.brin, rij.leerling), set()).update({rij.pgn} - {""})
    fates = ["gehouden"] * len(table)
    seen: set[Rij] = set()
    for place, rij in enumerate(table):
        shared = len(numbers[rij.brin, rij.leerling]) > 1 and rij.brin != "?"
        anonymous = not rij.pgn and (not rij.leerling or shared or rij.brin == "?")
        if anonymous or rij.brin == "?" or rij.cohort is None:
            fates[place] = "quarantaine"
        elif rij in seen:
            fates[place] = "dubbel"
        seen.add(rij)
    counting = [place for place, fate in enumerate(fates) if fate == "gehouden"]
    for place in counting:
        rij = table[place]
        for other in counting:
            later = (table[other].dag or date.min, other) > (rij.dag or date.min, place)
            if later and _same_leaver(rij, table[other], numbers):
                fates[place] = "vervangen"
    return fates


def _same_leaver(one: Rij, other: Rij, numbers: dict[tuple[str, str], set[str]]) -> bool:
    if (one.brin, one.cohort) != (other.brin, other.cohort):
        return False
    by_pgn = one.pgn == other.pgn != ""
    by_leerling = one.leerling == other.leerling != "" and len(numbers[one.brin, one.leerling]) <= 1
    return by_pgn or by_leerling


def _write(path: Path, table: list[Rij]) -> Path:
    rows = [list((LEERLING | dict(zip(NAMES, astuple(rij), strict=True))).values()) for rij in table]
    return write_csv(path, [list(LEERLING), *rows])


@pytest.fixture(scope="module")
def intake() -> Iterator[Intake]:
    with session() as made:
        yield made


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables)
def test_every_row_has_the_fate_that_follows_from_the_rules(table: list[Rij], intake: Intake) -> None:
    with tempfile.TemporaryDirectory() as folder:
        delivery, found = intake.take(_write(Path(folder) / "x.csv", table))
    expected = _fates(table)
    assert [row["lot"] for row in found] == expected
    assert delivery.rijen["in"] == len(table) == sum(n for lot, n in delivery.rijen.items() if lot != "in")
    assert {lot: n for lot, n in delivery.rijen.items() if n and lot != "in"} == Counter(expected)
    kept = [
        (row["cohort"], row["brin"], row["persoon"])
        for row in found
        if row["lot"] == "gehouden" and row["persoon"]
    ]
    assert len(kept) == len(set(kept))


@settings(max_examples=4)
@given(parts=st.lists(tables, min_size=2, max_size=4), order=st.randoms(use_true_random=False))
def test_the_order_of_files_decides_nothing(parts: list[list[Rij]], order: object) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        results = []
        for name in ("one", "other"):
            workspace = Workspace.create(Path(folder) / name)
            for n, table in enumerate(parts):
                _write(
                    workspace.raw / f"2017-11-{n + 1:02}" / f"{n}.csv",
                    [*table, Rij("9", "", "99AZ", "01-02-2017", str(n))],
                )
            results.append(_active(workspace))
            if not results[1:]:
                files = register.delivered_files
                patch.setattr(
                    register, "delivered_files", lambda path, found=files: _shuffled(found(path), order)
                )
                patch.setattr(register, "BATCH_BYTES", 1500)
        assert results[0] == results[1]


def _shuffled(paths: list[Path], order: object) -> list[Path]:
    order.shuffle(paths)  # type: ignore[attr-defined]
    return paths


def _active(workspace: Workspace) -> list[tuple[object, list[object]]]:
    """Every active delivery and its rows."""
    assert take_in(workspace, OPNAME).geweigerd == []
    with duckdb.connect(":memory:") as con:
        return [
            (delivery, con.execute("FROM read_parquet(?)", [str(delivery.rows_file(workspace))]).fetchall())
            for delivery in active_deliveries(workspace)
        ]


cells = st.text(st.sampled_from("a;,\"'\n\r\t é"), max_size=6)


@given(
    rows=st.lists(st.lists(cells, min_size=2, max_size=4), max_size=5),
    separator=st.sampled_from([";", ",", "\t"]),
)
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]], separator: str) -> None:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=separator).writerows(rows)
    content = ("kop" + separator + "kop\r\n" + made.getvalue()).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(content)
        (blad,) = read_bladen(bestand(path, "x.csv"))
        read = list(blad.rijen(separator, ("utf-8",)))
    filled = [(number, row) for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    assert read[1:] == filled
