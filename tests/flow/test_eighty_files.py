"""More than eighty small files through the real intake: every row's fate, and every field kept of it.

The cases are tables in tests/support/filesuite_*.py. Those of one group are delivered together in one
workspace, so that none can spoil what becomes of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.sources import bulk
from pipeline.sources.delivery import Delivery
from pipeline.sources.register import Intake, take_in
from pipeline.workspace.errors import LeveringGeweigerd
from pipeline.workspace.folders import Workspace
from tests.support.filesuite import DAG, Blad, Case, counts_of, expected_rows, shown
from tests.support.filesuite_bronnen import BRONNEN
from tests.support.filesuite_kept import kept_fields
from tests.support.filesuite_lot import LOT
from tests.support.filesuite_tekst import TEKST
from tests.support.filesuite_weigering import WEIGERING
from tests.support.filesuite_werkboek import WERKBOEK
from tests.support.intake import OPNAME

GROEPEN: dict[str, tuple[Case, ...]] = {
    "tekst": TEKST,
    "werkboek": WERKBOEK,
    "bronnen": BRONNEN,
    "lot": LOT,
    "weigering": WEIGERING,
}
PERSONAL = re.compile(r"\d{8,9}|Testman|Proefma")


@dataclass(frozen=True)
class Ronde:
    """What became of the files of one group."""

    workspace: Workspace
    intake: Intake

    def deliveries(self, case: Case, groep: str) -> dict[tuple[str, str], Delivery]:
        """The deliveries out of a file, by member (of an archive) and sheet."""
        place = _place(groep, case)
        return {
            (d.pad.removeprefix(place).removeprefix("/"), d.blad): d
            for d in self.intake.genomen
            if d.pad == place or d.pad.startswith(f"{place}/")
        }

    def refusals(self, case: Case, groep: str) -> list[LeveringGeweigerd]:
        """Those that name the file, or the archive by its place and a member."""
        members = (weigering.lid for weigering in case.weigeringen if weigering.lid)
        names = {case.naam, *(f"{_place(groep, case)}: {member}" for member in members)}
        starts = tuple(f"{name}{sign}" for name in names for sign in " ,:")
        return [refusal for refusal in self.intake.geweigerd if refusal.message.startswith(starts)]


def _place(groep: str, case: Case) -> str:
    return f"{DAG}/{groep}/{case.naam}"


def _delivered(root: Path, groep: str, cases: tuple[Case, ...]) -> Ronde:
    workspace = Workspace.create(root)
    for case in cases:
        path = workspace.raw / _place(groep, case)
        path.parent.mkdir(parents=True, exist_ok=True)
        case.schrijf(path)
    return Ronde(workspace, take_in(workspace, OPNAME))


@pytest.fixture(scope="module")
def ronde(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ronde]:
    made: dict[str, Ronde] = {}

    def of(groep: str) -> Ronde:
        if groep not in made:
            made[groep] = _delivered(tmp_path_factory.mktemp(groep) / "werkmap", groep, GROEPEN[groep])
        return made[groep]

    return of


def _params() -> Iterator[Any]:
    for groep, cases in GROEPEN.items():
        for case in cases:
            marks = [pytest.mark.xfail(reason=case.fout, strict=True)] if case.fout else []
            yield pytest.param(groep, case, id=f"{groep}-{case.naam}", marks=marks)


@pytest.mark.parametrize(("groep", "case"), [*_params()])
def test_every_row_and_field(ronde: Callable[[str], Ronde], groep: str, case: Case) -> None:
    found = ronde(groep)
    _as_expected(found, groep, case)


@pytest.mark.full
@pytest.mark.parametrize(("groep", "case"), [*_params()])
def test_alone_and_read_in_bulk_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, groep: str, case: Case
) -> None:
    """By itself, and a text by the reader of large files, which passes what it cannot read to the other."""
    monkeypatch.setattr(bulk, "BULK_BYTES", 0)
    _as_expected(_delivered(tmp_path / "werkmap", groep, (case,)), groep, case)


def _as_expected(found: Ronde, groep: str, case: Case) -> None:
    deliveries, refusals = found.deliveries(case, groep), found.refusals(case, groep)
    said = [f"{refusal.message}\n{refusal.advice}" for refusal in refusals]
    assert deliveries.keys() == {(blad.lid, blad.naam) for blad in case.bladen}, said
    assert len(said) == len(case.weigeringen), said
    for text, weigering in zip(said, case.weigeringen, strict=True):
        assert [word for word in weigering.woorden if word not in text] == [], text
        assert not PERSONAL.search(text.replace(case.naam, "")), text
    for blad in case.bladen:
        _sheet_as_expected(found.workspace, deliveries[blad.lid, blad.naam], blad)


def _sheet_as_expected(workspace: Workspace, delivery: Delivery, blad: Blad) -> None:
    rows, types = _kept(delivery.rows_file(workspace))
    expected = expected_rows(blad.rijen)
    assert delivery.bron == blad.bron
    assert types == kept_fields(blad.bron)
    assert [shown(row) for row in rows] == expected
    counts = counts_of(expected)
    assert {naam: getattr(delivery, naam) for naam in counts} == counts
    assert delivery.totaalrijen == blad.totaalrijen
    assert delivery.hersteld == blad.hersteld
    assert delivery.kenmerken == blad.kenmerken
    assert delivery.leverdatum == DAG
    if blad.afwezig is not None:
        assert delivery.afwezig == tuple(blad.afwezig.split())
    assert Delivery.from_json((delivery.folder(workspace) / "delivery.json").read_text("utf-8")) == delivery


def _kept(path: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The rows in a file in their order, and the type of every field."""
    with duckdb.connect(":memory:") as con:
        result = con.execute("FROM read_parquet(?)", [str(path)])
        types = {column[0]: str(column[1]) for column in result.description or ()}
        return [dict(zip(types, row, strict=True)) for row in result.fetchall()], types


@pytest.mark.parametrize("groep", GROEPEN)
def test_nothing_else_was_taken_or_refused(ronde: Callable[[str], Ronde], groep: str) -> None:
    found = ronde(groep)
    cases = GROEPEN[groep]
    assert len({case.naam for case in cases}) == len(cases)
    assert len(found.intake.genomen) == sum(len(found.deliveries(case, groep)) for case in cases)
    assert found.intake.zelfde_bestand == []
    skipped = [f"{case.naam}, sheet {naam}" for case in cases for naam in case.overgeslagen]
    named = [place for place in found.intake.overgeslagen_bladen if ", sheet " in place]
    assert sorted(named) == sorted(skipped)
    refused = {id(refusal) for case in cases for refusal in found.refusals(case, groep)}
    assert refused == {id(refusal) for refusal in found.intake.geweigerd}


@pytest.mark.parametrize("groep", GROEPEN)
def test_a_second_round_takes_nothing_and_refuses_the_same(ronde: Callable[[str], Ronde], groep: str) -> None:
    first = ronde(groep)
    again = take_in(first.workspace, OPNAME)
    assert again.genomen == []
    assert set(again.ongewijzigd) == {delivery.pad for delivery in first.intake.genomen}
    assert sorted(map(str, again.geweigerd)) == sorted(map(str, first.intake.geweigerd))
