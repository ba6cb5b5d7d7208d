"""A cell of a failed leaver's row becomes garbage, every cell in turn: placement never looks better for it.

Through the intake itself. Each case is a cohort of its own: twelve leavers, all with perspectief arbeid, of
whom six work and two learn, so that P1 is 8 of 12 and P2 is 6 of 12. One cell of one who failed is spoilt.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest
from stdnum.nl import bsn

from pipeline.indicators.compute import compute_cijfers
from pipeline.microdata.build import build
from pipeline.microdata.reading import open_microdata
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.sources.contract import contracten
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

ROW = {
    "leerlingnummer": "", "pgn": "", "achternaam": "Testman", "voorvoegsel": "van", "roepnaam": "Proef",
    "geboortedatum": "17-05-2000", "geslacht": "M", "brin": "99AA00", "school": "De Proef", "bestuur": "A",
    "schooltype": "VSO", "uitstroomprofiel": "ARBEID", "perspectief_arbeid": "J", "schooljaar": "",
    "datum_uitstroom": "", "diploma": "J", "bestemming": "", "reden": "", "werkgever": "Bakker",
    "contract_soort": "VAST", "contract_begin": "01-01-2000", "contract_einde": "01-02-2000", "uren": "32",
    "werkgemeente": "0599",
    "passend": "J", "uitkering": "N", "postcode": "3011", "gemeente": "0599", "opmerking": "geen",
}  # fmt: skip
DESTINATIONS = [*["ARB_REG"] * 6, *["MBO_BOL"] * 2, *["GEEN"] * 2, *["ONBEKEND"] * 2]
FORMERLY = {"P1": 100 * 8 / 12, "P2": 100 * 6 / 12}
PERSON, YEAR = ("pgn", "leerlingnummer"), ("schooljaar", "datum_uitstroom")
"""Cells that stand in for each other; with both gone the row is in quarantine, as it is without `brin`."""
FIRST = 1991
ROUNDING = 1e-5


@dataclass(frozen=True)
class Case:
    """Which cells are spoilt, and how."""

    columns: tuple[str, ...]
    garbage: str

    @property
    def quarantined(self) -> bool:
        """A number that is none still tells one pupil from another."""
        return self.columns in (("brin",), YEAR) or (self.columns == PERSON and not self.garbage)


CASES = [
    Case(columns, garbage)
    for columns in [*((column,) for column in ROW), PERSON, YEAR]
    for garbage in ("", "zzz")
]


def test_every_column_of_the_contract_has_its_turn() -> None:
    assert set(ROW) == {kolom.naam for kolom in contracten()["uitstroom"].kolommen}


@pytest.fixture(scope="module", params=["GEEN", "ONBEKEND"])
def figures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """P1 and P2 of the region by cohort, where a leaver with this destination has the spoilt cell."""
    workspace = Workspace.create(tmp_path_factory.mktemp("gebrek"), demo=True)
    spoilt = DESTINATIONS.index(request.param)
    numbers = (str(number) for number in range(999_900_000, 1_000_000_000) if bsn.is_valid(str(number)))
    for cohort, case in enumerate(CASES, start=FIRST):
        folder = workspace.raw / f"{cohort + 1}-11-20"
        folder.mkdir()
        write(
            folder / "uitstroom.csv",
            list(rows(cohort, case, spoilt, list(islice(numbers, len(DESTINATIONS))))),
        )
    take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))  # what is refused is in no figure
    microdata = build(workspace, active_deliveries(workspace), Settings(), "0" * 64)
    with open_microdata(microdata) as con:
        found = compute_cijfers(con, Settings(), Schooljaar(FIRST + len(CASES)))
    return found[found.indicator.isin(["P1", "P2"]) & (found.niveau == "regio")]


def rows(cohort: int, case: Case, spoilt: int, numbers: list[str]) -> Iterator[dict[str, str]]:
    for nr, (code, pgn) in enumerate(zip(DESTINATIONS, numbers, strict=True)):
        row = ROW | {
            "leerlingnummer": f"{cohort}{nr:02}",
            "pgn": pgn,
            "schooljaar": Schooljaar(cohort).label,
            "datum_uitstroom": f"10-07-{cohort + 1}",
            "bestemming": code,
            "reden": "VSV" if code == "GEEN" else "",
        }
        yield row | (dict.fromkeys(case.columns, case.garbage) if nr == spoilt else {})


def write(path: Path, table: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ROW), delimiter=";")
        writer.writeheader()
        writer.writerows(table)


def cases(figures: pd.DataFrame) -> Iterator[tuple[Case, dict[str, float]]]:
    """Every case that was not refused, with each of its two figures."""
    for row in figures.to_dict("records"):
        yield CASES[int(row["cohort"]) - FIRST], row


def test_no_defect_makes_placement_look_better_but_for_who_is_no_longer_seen(figures: pd.DataFrame) -> None:
    """P2 is about perspectief arbeid; without it, as in quarantine, she is outside n and in the bounds."""
    seen = set()
    for case, row in cases(figures):
        outside = case.quarantined or (row["indicator"], case.columns) == ("P2", ("perspectief_arbeid",))
        assert row["n"] == (11 if outside else 12), case
        if not outside:
            assert row["pct"] <= FORMERLY[row["indicator"]] + ROUNDING, case
        seen.add(case)
    assert {case for case in CASES if not case.garbage} | {Case(("brin",), "zzz")} <= seen


def test_the_bounds_cover_what_the_figure_was(figures: pd.DataFrame) -> None:
    """At worst nobody who is unknown is placed; at best the two who were onbekend are."""
    for case, row in cases(figures):
        former = FORMERLY[row["indicator"]]
        assert row["ondergrens"] <= former + ROUNDING, case
        assert row["bovengrens"] >= 100 * (former / 100 * 12 + 2) / 12 - ROUNDING, case
        assert row["pct"] <= row["bovengrens"] + ROUNDING, case


def test_quarantine_is_the_only_way_out_of_p1_and_it_counts_at_worst_as_failed(figures: pd.DataFrame) -> None:
    """Eleven are left, 8 placed. With the row at worst 8 of 12, which is what it was."""
    p1 = [row for case, row in cases(figures) if case.quarantined and row["indicator"] == "P1"]
    assert len(p1) >= len(["brin empty", "brin zzz", "no person", "no school year"])
    for row in p1:
        assert (row["n"], row["k"], row["quarantaine"]) == (11, 8, 1)
        assert row["pct"] == pytest.approx(100 * 8 / 11, abs=ROUNDING)
        assert row["ondergrens"] == pytest.approx(FORMERLY["P1"], abs=ROUNDING)
