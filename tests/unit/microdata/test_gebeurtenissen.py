"""Events across deliveries: the latest status of a chain counts, whatever was delivered first or twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.microdata.build import build, load_inputs
from pipeline.microdata.reading import open_microdata
from pipeline.microdata.steps import steps
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.register import take_in
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support import cambo
from tests.support.cambo import event
from tests.support.exports import write_csv
from tests.support.intake import OPNAME
from tests.support.panel import Levering, microdata, query

EARLY, LATE = date(2024, 4, 20), date(2024, 11, 20)
STATUSES = ("INGEDIEND", "ONTVANGEN", "AANGEBODEN", "INGESCHREVEN", "INGETROKKEN", "NIET_INGESCHREVEN")


def gebeurtenis(status: str, day: int, keten: str | None = "k", **more: object) -> dict[str, object]:
    moment = datetime(2024, 3, day, 9)
    return {
        "ketenid": keten,
        "status": status,
        "begindatum": moment,
        "createdat": moment,
        "cohort": 2024,
    } | more


def statussen(*leveringen: Levering) -> list[Any]:
    with microdata(leveringen) as con:
        return query(con, "SELECT ketenid, status FROM cambo_lot WHERE lot = 'gehouden' ORDER BY ALL")


def test_a_later_delivery_with_an_earlier_event_changes_nothing() -> None:
    first = Levering("cambo", [gebeurtenis("INGESCHREVEN", 9)], leverdatum=EARLY)
    second = Levering("cambo", [gebeurtenis("ONTVANGEN", 1)], leverdatum=LATE)
    assert statussen(first, second) == statussen(second, first) == [("k", "INGESCHREVEN")]


def test_elsewhere_the_later_delivery_still_wins() -> None:
    """Only events outrank the day of delivery; a correction of a measurement does not."""
    row = {"persoon": "a", "registratiedatum": date(2018, 11, 9)}
    first = Levering("intergrip", [row | {"bestemming": "GEEN"}], leverdatum=EARLY)
    earlier = row | {"bestemming": "ARB_REG", "registratiedatum": date(2018, 11, 1)}
    with microdata([first, Levering("intergrip", [earlier], leverdatum=LATE)]) as con:
        assert query(con, "SELECT bestemming FROM intergrip_lot WHERE lot = 'gehouden'") == ["ARB_REG"]


def test_the_same_event_delivered_twice_counts_once() -> None:
    twice = [Levering("cambo", [gebeurtenis("ONTVANGEN", 1)], leverdatum=day) for day in (EARLY, LATE)]
    assert statussen(*twice) == [("k", "ONTVANGEN")]


def test_an_event_that_was_changed_since_counts_as_it_is_now() -> None:
    changed = {"lastmodifiedat": datetime(2024, 6, 1), "version": 1}
    first = Levering("cambo", [gebeurtenis("AANGEBODEN", 5, opleidingcode="1")], leverdatum=EARLY)
    second = Levering("cambo", [gebeurtenis("AANGEBODEN", 5, opleidingcode="2", **changed)], leverdatum=LATE)
    for leveringen in permutations([first, second]):
        with microdata(leveringen) as con:
            assert query(con, "SELECT opleidingcode FROM cambo_lot WHERE lot = 'gehouden'") == ["2"]


def test_events_without_a_chain_stay_side_by_side() -> None:
    """What is not filled in is nobody's key."""
    first = Levering("cambo", [gebeurtenis("ONTVANGEN", 1, keten=None)], leverdatum=EARLY)
    second = Levering("cambo", [gebeurtenis("INGESCHREVEN", 2, keten=None)], leverdatum=LATE)
    assert statussen(first, second) == [(None, "INGESCHREVEN"), (None, "ONTVANGEN")]


def test_a_plan_without_a_name_supersedes_nothing_and_a_target_without_a_school_does() -> None:
    plans = [Levering("innovatieplannen", [{"budget": n}], leverdatum=EARLY) for n in (1, 2)]
    target = {"schooljaar": 2016, "cohort": 2016, "niveau": "regio", "indicator": "P2"}
    targets = [Levering("doelen", [target | {"doel": n}], leverdatum=d) for n, d in ((1, EARLY), (2, LATE))]
    with microdata([*plans, *targets]) as con:
        assert query(con, "SELECT count(*) FROM innovatieplannen_lot WHERE lot = 'gehouden'") == [2]
        assert query(con, "SELECT doel::INTEGER FROM doelen_lot WHERE lot = 'gehouden'") == [2]


events = st.lists(
    st.tuples(st.sampled_from("klm"), st.sampled_from(STATUSES), st.integers(1, 28), st.integers(1, 3)),
    max_size=12,
    unique_by=lambda e: (e[0], e[2]),
)


@pytest.fixture(scope="module")
def panel() -> Iterator[duckdb.DuckDBPyConnection]:
    """A session with the empty tables that the steps read; made once, because making it costs most."""
    with duckdb.connect(":memory:") as con:
        load_inputs(con, Workspace(Path()), [], Settings())
        yield con


def _latest(con: duckdb.DuckDBPyConnection, rows: list[tuple[str, str, int, int]]) -> dict[str, str]:
    """Chain and status that are left of rows (chain, status, day, delivery), by the step itself."""
    con.execute("DELETE FROM levering; DELETE FROM rij_cambo; DROP TABLE IF EXISTS cambo_lot")
    for number in (1, 2, 3):
        con.execute(
            "INSERT INTO levering (levering_id, sha256, leverdatum) VALUES ($1, $1, $2)",
            [f"L{number}", date(2024, number, 1)],
        )
    for rij, (keten, status, day, number) in enumerate(rows):
        con.execute(
            "INSERT INTO rij_cambo (levering_id, rij, lot, ketenid, status, begindatum)"
            " VALUES (?, ?, 'gehouden', ?, ?, ?)",
            [f"L{number}", rij, keten, status, datetime(2024, 3, day, 9)],
        )
    con.execute(next(step.sql for step in steps() if step.tabel == "cambo_lot"))
    kept = con.execute("SELECT ketenid, status FROM cambo_lot WHERE lot = 'gehouden'").fetchall()
    assert len(kept) == len(dict(kept))
    return dict(kept)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=events, again=st.lists(st.integers(0, 11), max_size=4), data=st.data())
def test_the_latest_status_does_not_depend_on_how_events_are_delivered(
    events: list[tuple[str, str, int, int]],
    again: list[int],
    data: st.DataObject,
    panel: duckdb.DuckDBPyConnection,
) -> None:
    """Any events over three deliveries, in any order and some twice: per chain the status of the last day."""
    twice = [(*events[n][:3], 3) for n in again if n < len(events)]
    latest = {keten: status for keten, status, _, _ in sorted(events, key=lambda e: e[2])}
    assert _latest(panel, data.draw(st.permutations([*events, *twice]))) == latest


# Files in the order in which they are delivered; the last word is the status that must remain.
FILES = {
    "2024-04-20/a.csv": [
        event(1, "99XZ:1", "SUBMITTED", "2024-03-01T09:00:00Z"),
        event(9, "99XZ:1", "ENROLLED", "2024-04-10T09:00:00+02:00"),
        event(3, "99XZ:2", "OFFERED", "2024-04-01T09:00:00Z"),
    ],
    "2024-11-20/b.csv": [
        event(4, "99XZ:2", "WITHDRAWN", "2024-07-01T09:00:00Z"),
        event(2, "99XZ:1", "RECEIVED", "2024-04-10T06:59:59Z"),
        event(3, "99XZ:2", "OFFERED", "2024-04-01T09:00:00Z"),
    ],
}


@pytest.mark.parametrize("order", list(permutations(FILES)), ids=["as delivered", "the other way"])
def test_from_files_to_microdata(tmp_path: Path, order: tuple[str, ...]) -> None:
    workspace = Workspace.create(tmp_path / "werkmap")
    for pad in order:
        write_csv(workspace.raw / pad, [cambo.KOP, *FILES[pad]], separator=",")
        assert take_in(workspace, OPNAME).geweigerd == []
    made = build(workspace, active_deliveries(workspace), Settings(), "0" * 64)
    with open_microdata(made) as con:
        rows = con.execute("SELECT lot, status FROM cambo_lot ORDER BY ALL").fetchall()
    assert rows == [
        ("gehouden", "INGESCHREVEN"),
        ("gehouden", "INGETROKKEN"),
        ("vervangen", "AANGEBODEN"),
        ("vervangen", "AANGEBODEN"),
        ("vervangen", "INGEDIEND"),
        ("vervangen", "ONTVANGEN"),
    ]
