"""Any deliveries, in any order, with duplicates and corrections: no row is lost and the panel is the same."""

from __future__ import annotations

import random
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.microdata.build import build
from pipeline.microdata.reading import open_microdata
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.register import take_in
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.exports import KOP, Cell, leerling, write_csv
from tests.support.intake import OPNAME

EXAMPLES = 8 if settings.get_current_profile_name() == "free" else 5

INTERGRIP = [
    "PGN", "BRIN", "Schooljaar uitstroom", "Meetmoment", "Bereikt", "Registratiedatum", "Bestemming"
]  # fmt: skip
numbers = st.sampled_from(["", "999990019", "123456782", "123456789"])
leavers = st.builds(
    lambda nummer, pgn, brin, dag, plek: leerling(
        Leerlingnummer=nummer, PGN=pgn, BRIN=brin, Datum_uitstroom=dag, Bestemming=plek
    ),
    st.sampled_from(["", "1", "2", "3"]),
    numbers,
    st.sampled_from(["99AA", "99AA", "99AB", "?"]),
    st.sampled_from(["10-07-2017", "30-09-2017", "01-10-2017", ""]),
    st.sampled_from(["Regulier werk", "Thuis", "mbo bol", ""]),
)
followed = st.builds(
    lambda pgn, moment, dag, plek: [pgn, "99AA", "2016-2017", moment, "J", dag, plek],
    numbers,
    st.sampled_from(["V1", "V2"]),
    st.sampled_from(["01-02-2018", "01-10-2018"]),
    st.sampled_from(["Regulier werk", "Thuis", ""]),
)


@dataclass(frozen=True)
class Bestand:
    """An export to be delivered."""

    kop: list[str]
    rijen: list[list[Cell]]

    def write(self, workspace: Workspace, nr: int) -> None:
        write_csv(workspace.raw / f"2018-11-{nr + 1:02}" / f"{nr}.csv", [self.kop, *self.rijen])


lists = st.lists(leavers, min_size=1, max_size=8).map(lambda rows: Bestand(KOP, [*rows]))
follow_ups = st.lists(followed, min_size=1, max_size=6).map(lambda rows: Bestand(INTERGRIP, [*rows]))
deliveries = st.lists(lists | follow_ups, min_size=2, max_size=5).flatmap(
    lambda made: st.lists(st.sampled_from(made), max_size=2).map(lambda again: [*made, *again])
)


def _panel(workspace: Workspace) -> dict[str, list[str]]:
    """Every table of the microdata, each row as text, without regard to the order of rows.

    A delivery that took the place of another of the same content has its id with a number behind it.
    """
    microdata = build(workspace, active_deliveries(workspace), Settings(), "0" * 64)
    with open_microdata(microdata) as con:
        tables = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        found = {name: map(str, con.execute(f'FROM "{name}"').fetchall()) for name in tables}
    return {
        name: sorted(re.sub("([0-9a-f]{16})-[0-9]+", r"\1", row) for row in rows)
        for name, rows in found.items()
    }


def _taken(folder: Path, made: list[Bestand], order: list[int], *, at_once: bool) -> Workspace:
    """A workspace that took the files in, all at once or one after the other in this order."""
    workspace = Workspace.create(folder)
    for nr in order:
        made[nr].write(workspace, nr)
        if not at_once:
            assert take_in(workspace, OPNAME).geweigerd == []
    assert take_in(workspace, OPNAME).geweigerd == []
    return workspace


@settings(max_examples=EXAMPLES)
@given(made=deliveries, seed=st.integers(0, 999))
def test_no_row_is_lost_and_the_order_decides_nothing(made: list[Bestand], seed: int) -> None:
    forward = list(range(len(made)))
    shuffled = random.Random(seed).sample(forward, len(forward))
    with tempfile.TemporaryDirectory() as name:
        one = _taken(Path(name) / "one", made, forward, at_once=True)
        other = _taken(Path(name) / "other", made, shuffled, at_once=False)
        assert _panel(one) == _panel(other)
        for workspace in (one, other):
            counted: Counter[str] = Counter()
            for delivery in active_deliveries(workspace):
                counted.update(delivery.rijen)
            came_in = counted.pop("in", 0)
            assert came_in == counted.total()
