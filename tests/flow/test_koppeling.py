"""Linkage from exports to microdata, on invented pupils whose truth is known, with and without errors."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from benchmarks.koppeling import counted_weights, exact_links, judge, links, microdata_of
from pipeline.indicators.compute import compute_cijfers
from pipeline.indicators.overzichten import compute_overzichten
from pipeline.microdata import build
from pipeline.microdata.build import Microdata
from pipeline.microdata.koppeling import model
from pipeline.microdata.reading import open_microdata
from pipeline.synthetic.koppelproef import COHORT, GEEN_RUIS, Gezien, Proef, Ruis, trial
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Gewichten, Settings

PUPILS = 900
SEED = 20261122


@pytest.fixture(scope="module")
def noisy() -> Proef:
    return trial(SEED, PUPILS, Ruis())


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ruis")


@pytest.fixture(scope="module")
def built(noisy: Proef, room: Path) -> Microdata:
    return microdata_of(noisy, room)


def test_without_noise_everybody_is_found_and_nobody_wrongly(tmp_path: Path) -> None:
    proef = trial(SEED, PUPILS, GEEN_RUIS)
    found = judge(proef, links(microdata_of(proef, tmp_path)))
    assert (found.precision, found.recall) == (1.0, 1.0)
    assert found.te_vinden > 700


def test_with_noise_more_is_found_than_by_an_exact_key_and_as_rarely_wrongly(
    noisy: Proef, built: Microdata
) -> None:
    found, exact = judge(noisy, links(built)), judge(noisy, exact_links(noisy))
    assert 0.75 < exact.recall < 0.87
    assert found.recall > 0.95
    assert found.precision > 0.998


def test_the_estimates_are_near_the_truth(noisy: Proef, built: Microdata) -> None:
    """From the chances alone, as a region has to: what the report would say, beside what is so.

    Both are rounded down, and precision is never told as more than 99.
    """
    schooljaar, settings = Schooljaar(COHORT + 1), Settings()
    with open_microdata(built) as con:
        compute_cijfers(con, settings, schooljaar)
        table = compute_overzichten(con, schooljaar, settings.stand(schooljaar))["koppeling"]
        weighed = con.execute("SELECT rij - 2 FROM volgrecord WHERE koppeling = 'waarschijnlijkheid'")
        rows = {row for (row,) in weighed.fetchall()}
    told = table[table.bron == "intergrip"].set_index("methode").loc["waarschijnlijkheid"]
    every = links(built)
    truth = judge(noisy, {link for link in every if link[1] in rows})
    by_number = judge(noisy, {link for link in every if link[1] not in rows})
    assert told.aantal == truth.gelegd > 400 and by_number.gelegd > 200
    assert 99 == told.precisie <= 100 * truth.precision
    assert abs(told.volledigheid - 100 * truth.goed / (truth.te_vinden - by_number.goed)) < 3


def test_twins_who_begin_alike_are_counted_and_not_linked(built: Microdata) -> None:
    with open_microdata(built) as con:
        doubtful = con.execute("SELECT los FROM volgpaar WHERE besluit = 'dubbelzinnig'").fetchall()
        linked = con.execute("SELECT los FROM volgkoppeling").fetchall()
    assert doubtful and len(linked) > 300
    assert not set(doubtful) & set(linked)


def _shares(pairs: list[tuple[Gezien, Gezien]]) -> dict[str, float]:
    """How often each field agrees, worked out from the pupils themselves."""
    days = [
        (left.geboortedatum, seen.geboortedatum)
        for left, seen in pairs
        if left.geboortedatum and seen.geboortedatum
    ]
    swapped = [one != other and one == _swapped(other) for one, other in days]
    sexes = [left.geslacht == seen.geslacht for left, seen in pairs if seen.geslacht]
    numbers = [(left.brin == seen.brin, left.leerlingnummer == seen.leerlingnummer) for left, seen in pairs]
    return {
        "geboren_gelijk": sum(one == other for one, other in days) / len(days),
        "geboren_verwisseld": sum(swapped) / len(days),
        "geslacht_gelijk": sum(sexes) / len(sexes),
        "school_leerlingnummer": numbers.count((True, True)) / len(numbers),
        "school_ander_nummer": numbers.count((True, False)) / len(numbers),
    }


def _swapped(day: date) -> date | None:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


@pytest.mark.usefixtures("built")
def test_what_is_counted_for_the_weights_is_how_often_fields_agree(noisy: Proef, room: Path) -> None:
    """m to the digit, by a second count; u is of a sample of the pairs, here it is of every pair."""
    counted = counted_weights(noisy, room)
    left = {row.persoon: row for row in noisy.uitstroom}
    same = [(left[row.persoon], row) for row in noisy.intergrip if row.persoon in left]
    other = [(row, seen) for row in noisy.uitstroom for _, seen in same if row.persoon != seen.persoon]
    for naam, m in _shares(same).items():
        assert counted[f"m_{naam}"] == pytest.approx(m, abs=1e-5), naam
    for naam, u in _shares(other).items():
        sampled = 86 * len(same)
        assert counted.get(f"u_{naam}", 0) == pytest.approx(u, abs=4 * (u / sampled) ** 0.5), naam


@pytest.mark.usefixtures("built")
def test_the_defaults_are_what_is_counted_in_the_trial(noisy: Proef, room: Path) -> None:
    """m within five points and a factor of two and a half, and u never so low that a pair seems too sure.

    Not in the trial are the postcode, and rows without a number at school.
    """
    counted = counted_weights(noisy, room)
    for naam, (m, u) in Gewichten():
        if naam in ("postcode_gelijk", "school_gelijk"):
            continue
        assert counted[f"m_{naam}"] / 2.5 < m < counted[f"m_{naam}"] * 2.5, naam
        assert abs(counted[f"m_{naam}"] - m) < 0.05, naam
        assert counted.get(f"u_{naam}", 0) / 1.25 <= u, naam


def links_by_person(microdata: Microdata) -> list[tuple[str, ...]]:
    with open_microdata(microdata) as con:
        return con.execute(
            "SELECT cohort, sleutel, persoon, gewicht FROM gelijkstelling ORDER BY ALL"
        ).fetchall()


def test_the_order_of_rows_and_the_number_of_threads_decide_nothing(
    noisy: Proef, built: Microdata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned = Proef(noisy.uitstroom[::-1], tuple(sorted(noisy.intergrip, key=lambda row: row.achternaam)))
    monkeypatch.setattr(model, "THREADS", "1")
    assert links_by_person(microdata_of(turned, tmp_path)) == links_by_person(built)


def test_who_has_a_pgn_is_not_weighed_and_no_figure_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same figures, to the byte, as without any weighing."""
    proef = trial(SEED, 300, GEEN_RUIS)
    pgn = {row.persoon: row.pgn for row in proef.uitstroom}
    right = tuple(replace(row, pgn=pgn[row.persoon]) for row in proef.intergrip if row.persoon in pgn)
    good, settings = Proef(proef.uitstroom, right), Settings()

    def figures(room: Path) -> str:
        room.mkdir()
        with open_microdata(microdata_of(good, room)) as con:
            assert con.execute("SELECT count(*) FROM koppelpaar").fetchall() == [(0,)]
            return compute_cijfers(con, settings, Schooljaar(COHORT + 1)).to_csv()

    weighed = figures(tmp_path / "a")
    monkeypatch.setattr(
        build, "score_pairs", lambda con, _: con.execute(f"CREATE TEMP TABLE koppelscore ({model.SCORE})")
    )
    assert figures(tmp_path / "b") == weighed


MARK = Gezien(9_999, "77777", "", "Wyxhoekstra", "van der", "Qyfenna", date(2001, 11, 23), "V", "99AA00")


def traces() -> Iterator[bytes]:
    """The marked names and birth date, as people and programs write them, and what the link fields are of."""
    for text in ("wyxhoekstra", "qyfenna", "23-11-2001", "2001-11-23", "2001-23-11", "20011123", "wyxh"):
        for written in {text, text.capitalize(), text.upper()}:
            raw = written.encode()
            yield from (raw, raw.hex().encode(), written.encode("utf-16-le"), base64.b64encode(raw)[:-3])


def contents(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
    if path.suffix in (".parquet", ".duckdb"):
        with duckdb.connect(
            str(path) if path.suffix == ".duckdb" else ":memory:", read_only=path.suffix == ".duckdb"
        ) as con:
            tables = (
                [f"read_parquet('{path}')"]
                if path.suffix == ".parquet"
                else [
                    f'"{naam}"'
                    for (naam,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
                ]
            )
            for table in tables:
                yield str(con.execute(f"FROM {table}").fetchall()).encode()


def test_no_name_or_birth_date_is_in_any_file_that_is_made(tmp_path: Path) -> None:
    """Of a pupil who is linked by weighing, so that her fields go all the way."""
    proef = trial(SEED, 60, GEEN_RUIS)
    marked = Proef(
        (*proef.uitstroom, replace(MARK, pgn="999990019")),
        (*proef.intergrip, replace(MARK, leerlingnummer="VO12345", pgn="999990091")),
    )
    microdata = microdata_of(marked, tmp_path)
    assert (len(proef.uitstroom), len(proef.intergrip)) in links(microdata)
    made = [p for p in (tmp_path / "werkmap" / "data" / "processed").rglob("*") if p.is_file()]
    assert {p.name for p in made} >= {"rijen.parquet", "koppelregister.jsonl", microdata.file.name}
    for path in made:
        for content in contents(path):
            for trace in traces():
                assert trace not in content, (path.name, trace)
