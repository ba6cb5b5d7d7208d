"""What offices deliver about the cooperation: consistent with the pupils, and read as it was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipeline.microdata.build import build
from pipeline.microdata.reading import open_microdata
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.sources.delivery import Delivery, active_deliveries
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.synthetic.exports import write_exports
from pipeline.synthetic.plannen import innovatieplannen
from pipeline.synthetic.region import MAX_SCHOLEN, scholen
from pipeline.synthetic.truth import Truth
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.vocabulary.pgn import is_pgn
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

SOURCES = ("aanbevelingen", "bespreeklijst", "cambo", "innovatieplannen", "werkoverleg", "zelfevaluatie")
GEEN_KOLOM = {"bestand", "leverdatum", "rij", "lot", "gebrek", "sleutel", "keten", "volgorde"}
"""In the truth and not among the columns of the source."""


@pytest.fixture(scope="module")
def taken(klein: Truth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, list[Delivery]]]:
    """A read-only session on the microdata of these sources only, and their deliveries."""
    workspace = Workspace.create(tmp_path_factory.mktemp("overig"), demo=True)
    tabellen = tuple(tabel for tabel in klein.tabellen if tabel.bron in SOURCES)
    write_exports(replace(klein, leveringen=(), tabellen=tabellen), workspace.raw)
    found = take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))
    assert found.geweigerd == []
    deliveries = active_deliveries(workspace)
    with open_microdata(build(workspace, deliveries, Settings(), "0" * 64)) as con:
        yield con, deliveries


def _read(con: duckdb.DuckDBPyConnection, deliveries: list[Delivery], bron: str) -> pd.DataFrame:
    """What the pipeline made of a source, in the order of the files and their rows."""
    paths = pd.DataFrame([(d.id, d.pad) for d in deliveries], columns=["levering_id", "bestand"])
    cursor = con.execute(f"SELECT * FROM {bron}_lot")
    names = [column[0] for column in cursor.description or ()]
    rows = pd.DataFrame(cursor.fetchall(), columns=names, dtype=object)
    return rows.merge(paths, on="levering_id").sort_values(["bestand", "rij"], ignore_index=True)


@pytest.mark.parametrize("bron", SOURCES)
def test_every_row_is_read_as_it_was_meant(
    klein: Truth, taken: tuple[Any, list[Delivery]], bron: str
) -> None:
    """Fate, defect and every value, row by row; of a quarantined row only its fate."""
    read = _read(*taken, bron)
    meant = klein.overig[bron].sort_values(["bestand", "rij"], ignore_index=True)
    assert read["bestand"].tolist() == meant["bestand"].tolist()
    assert read["lot"].tolist() == meant["lot"].tolist()
    for row, want in zip(read.to_dict("records"), meant.to_dict("records"), strict=True):
        rules = [kind for kind in row["defecten"] if ":" not in kind]
        if row["lot"] == "quarantaine":
            assert row["quarantaine_reden"] == want["gebrek"]
            continue
        assert rules == ([want["gebrek"]] if want["gebrek"] else [])
        values = {naam: want[naam] for naam in want.keys() - GEEN_KOLOM}
        assert {naam: row[naam] for naam in values} == values


@pytest.mark.parametrize("bron", ["werkoverleg", "bespreeklijst"])
def test_pupils_are_the_same_pupils_everywhere(
    klein: Truth, taken: tuple[Any, list[Delivery]], bron: str
) -> None:
    read = _read(*taken, bron)
    meant = klein.overig[bron].sort_values(["bestand", "rij"], ignore_index=True)
    for row, key in zip(read.to_dict("records"), meant["sleutel"], strict=True):
        if row["lot"] == "quarantaine":
            assert (row["persoon"], row["leerling"]) == (None, None)
        elif "|" in key:
            assert row["persoon"] is None
            assert row["leerling"] == DEMO_SLEUTEL.pseudonym("leerling", key.replace("|", "/"))
        else:
            assert row["persoon"] == DEMO_SLEUTEL.pseudonym("pgn", key)
    assert set(meant["sleutel"]) <= _leerlingen(klein)


def _leerlingen(klein: Truth) -> set[str]:
    """The pupils by true number, by number as the school wrote it, and by school and leerlingnummer."""
    rows = klein.uitstroom_rijen
    by_school = rows["brin"] + "|" + rows["leerlingnummer"].fillna("")
    return {*klein.leerlingen["pgn"], *rows["pgn"].dropna(), *by_school}


def test_of_every_chain_one_row_is_left_with_its_last_status(
    klein: Truth, taken: tuple[Any, list[Delivery]]
) -> None:
    events = klein.overig["cambo"]
    last = {
        k: max(zip(rows["volgorde"], rows["status"], strict=True))[1] for k, rows in events.groupby("keten")
    }
    con, _ = taken
    kept = con.execute("SELECT ketenid, status FROM cambo_lot WHERE lot = 'gehouden'").fetchall()
    expected = {DEMO_SLEUTEL.pseudonym("keten", k): s for k, s in last.items()}
    assert dict(kept) == expected and len(kept) == len(expected)
    assert {"INGESCHREVEN", "INGETROKKEN", "NIET_INGESCHREVEN"} <= set(expected.values())


def test_events_are_out_of_order_late_and_double(klein: Truth) -> None:
    events = klein.overig["cambo"]
    for _, rows in events.groupby("bestand"):
        assert list(rows["begindatum"]) != sorted(rows["begindatum"])
        assert (rows["lot"] == "dubbel").sum() == 1
    kept = events[events["lot"] == "gehouden"].set_index("keten")
    later = events[events["lot"] == "vervangen"].merge(kept, left_on="keten", right_index=True)
    assert (later["leverdatum_x"] > later["leverdatum_y"]).sum() > 5
    same_second = later[later["begindatum_x"] == later["begindatum_y"]]
    assert (same_second["status_x"] != same_second["status_y"]).sum() > 5
    assert all(isinstance(moment, datetime) for moment in events["begindatum"])


def test_who_went_to_mbo_was_enrolled_there(klein: Truth) -> None:
    naar_mbo = klein.werkelijk["U"].isin(["MBO_BOL", "ARB_BBL"]).groupby(klein.werkelijk["cohort"]).sum()
    events = klein.overig["cambo"]
    enrolled = events[(events["lot"] == "gehouden") & (events["status"] == "INGESCHREVEN")]
    assert enrolled.groupby(enrolled["cohort"] - 1).size().to_dict() == naar_mbo.to_dict()


def test_the_werkoverleg_is_about_pupils_with_perspectief_arbeid_who_are_still_at_school(
    klein: Truth,
) -> None:
    met_perspectief = klein.werkelijk[klein.werkelijk["perspectief"] == "J"]
    numbers = set(klein.leerlingen.set_index("persoon").loc[met_perspectief["persoon"], "pgn"])
    rows = klein.overig["werkoverleg"]
    known = rows[rows["sleutel"].map(is_pgn)]
    assert set(known["sleutel"]) <= numbers
    assert len(known) > 0.9 * len(rows)
    for _, year in rows.groupby("cohort"):
        assert year["datum"].nunique() == 4
        assert set(year["cluster"]) == {"1", "2", "3"}
        assert set(year["besproken"]) == {"J", "N"}
        assert {"POSITIEF", "NEGATIEF", "GEEN"} == set(year["advies_mbo"])
    discussed = rows[(rows["besproken"] == "J") & (rows["lot"] == "gehouden")]
    assert not discussed.duplicated(["cohort", "sleutel"]).any()
    out = dict(zip(klein.uitstroom["sleutel"], klein.uitstroom["datum_uitstroom"], strict=True))
    days = [(row.datum, out[row.sleutel]) for row in known.itertuples() if row.sleutel in out]
    assert all(pd.isna(left) or pd.Timestamp(day) <= left for day, left in days)


def test_the_list_comes_back_with_what_became_of_those_on_it(klein: Truth) -> None:
    rows = klein.overig["bespreeklijst"]
    kept, before = (rows[rows["lot"] == lot] for lot in ("gehouden", "vervangen"))
    assert set(map(tuple, before[["sleutel", "op_lijst"]].values)) <= set(
        map(tuple, kept[["sleutel", "op_lijst"]].values)
    )
    assert {"CONTRACT", "SCHOOL", "OVERDRACHT"} <= set(kept["reden_af"].dropna())
    assert kept["van_lijst"].isna().sum() > 5
    off = rows[rows["van_lijst"].notna()]
    assert (off["van_lijst"] <= off["leverdatum"]).all()
    twice = kept[kept.duplicated("sleutel", keep=False)]
    assert len(twice) > 0
    assert not kept.duplicated(["sleutel", "op_lijst"]).any()


def test_plans_recommendations_and_scores(klein: Truth) -> None:
    overig: Mapping[str, pd.DataFrame] = klein.overig
    plans = overig["innovatieplannen"]
    kept = plans[plans["lot"] == "gehouden"]
    assert len(plans) == 2 * len(kept) == 12
    assert kept["score"].notna().all() and plans[plans["lot"] == "vervangen"]["score"].isna().all()
    assert set(kept["cohort"]) == {2017, 2018, 2019}
    recommendations = overig["aanbevelingen"]
    last = recommendations[recommendations["lot"] == "gehouden"]
    assert set(last["leverdatum"]) == {max(recommendations["leverdatum"])}
    assert not last.duplicated(["rapport", "aanbeveling"]).any()
    assert {"OPEN", "UITGEVOERD"} <= set(recommendations["status"])
    assert all((rows["gebrek"] != "").any() for bron, rows in overig.items() if bron != "cambo")
    scores = overig["zelfevaluatie"]
    assert scores.groupby(["datum", "partner"]).size().eq(27).all()
    assert scores["score"].dropna().between(1, 5).all()


def test_plans_are_rolled_out_board_by_board_and_never_to_all() -> None:
    """Of the whole region, per goal that the analysis plan asks about: boards that begin later, or never."""
    region = scholen(1, MAX_SCHOLEN)
    boards = {school.bestuur for school in region}
    first: dict[str, dict[str, int]] = {}
    for plan in innovatieplannen(1, region):
        for board in str(plan.waarden["besturen"]).split("; "):
            begins = first.setdefault(str(plan.waarden["indicator"]), {})
            begins[board] = min(begins.get(board, 9999), int(str(plan.waarden["cohort"])))
    assert set(first["P2"].values()) == {2017, 2018, 2019}
    assert all(2 <= len(boards - set(first[goal])) <= 4 for goal in ("P2", "P3", "B1_2"))


def test_no_name_or_number_of_a_pupil_is_kept(klein: Truth, taken: tuple[Any, list[Delivery]]) -> None:
    """Of the sources about pupils, in any column of any row."""
    people = set(klein.leerlingen["achternaam"]) | set(klein.leerlingen["roepnaam"]) | {"Voorbeeldnaam"}
    numbers = set(klein.leerlingen["pgn"])
    for bron in SOURCES:
        cells = {str(cell) for row in _read(*taken, bron).drop(columns="bestand").values for cell in row}
        assert not cells & (people | numbers), bron
        assert not {cell for cell in cells if cell.startswith("99XZ:")}


def test_the_truth_of_a_day_has_nothing_of_later(klein: Truth) -> None:
    then = klein.zoals_op(date(2018, 1, 1)).overig
    assert all((rows["leverdatum"] <= date(2018, 1, 1)).all() for rows in then.values())
    assert len(then["werkoverleg"]) > 0
    assert len(then["aanbevelingen"]) == 0
