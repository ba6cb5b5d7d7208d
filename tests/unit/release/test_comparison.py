"""Which published figures differ, and why: hand-made releases of which everything is known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.release.comparison import Oorzaak, compare
from pipeline.release.generations import keep_shown
from pipeline.release.publication import Release, write_release
from pipeline.release.stands import Sleutel, Stand
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from tests.support.verbs import verb

META: Mapping[str, Any] = {
    "schooljaar": "2020-2021",
    "stand": "2021-12-31",
    "voorbeeldgegevens": True,
    "sleutel_id": "demo",
    "versions": {"toeleiding": "0.1.0", "duckdb": "2.0.0", "code": "aaaa"},
}
SCHOOLS = {"99AA00": ("X", "PRO"), "99BB00": ("Y", "VSO"), "99CC00": ("Y", "VSO")}
Cell = tuple[str, str, int | None, int | None]
CELLS: dict[tuple[int, str, str], tuple[int, int] | None] = {
    (2020, "P2", "regio"): (40, 30),
    (2020, "P2", "99AA00"): (20, 15),
    (2020, "P2", "99BB00"): None,
    (2020, "P1", "regio"): (40, 38),
    (2019, "P2", "regio"): (30, 20),
}


def cijfers(
    cells: Mapping[tuple[int, str, str], tuple[int, int] | None], versions: Mapping[str, str]
) -> pd.DataFrame:
    rows = []
    for (cohort, indicator, unit), value in cells.items():
        niveau = "regio" if unit == "regio" else "school" if unit in SCHOOLS else "bestuur"
        n, k = value or (None, None)
        rows.append(
            {
                "cohort": cohort, "indicator": indicator, "klasse": "", "soort_klasse": "", "niveau": niveau,
                "eenheid": unit, "naam": unit, "n": n, "k": k, "pct": 100 * k / n if n else None,
                "laag": None, "hoog": None, "onbekend": None, "aandeel_onbekend": None, "ondergrens": None,
                "bovengrens": None, "status": "gemeten" if value else "niet getoond",
                "grenzen_getoond": False, "definitie_versie": versions.get(indicator, "1"),
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    for name in ("n", "k", "onbekend"):
        table[name] = table[name].astype("Int64")
    numbers = ["pct", "laag", "hoog", "aandeel_onbekend", "ondergrens", "bovengrens"]
    return table.astype(dict.fromkeys(numbers, "float64"))


def release(
    folder: Path,
    cells: Mapping[tuple[int, str, str], tuple[int, int] | None] = CELLS,
    versions: Mapping[str, str] | None = None,
    schools: tuple[str, ...] = ("99AA00", "99BB00"),
    rows: int = 70,
    telling: str = "5",
    **meta: Any,
) -> Release:
    units = [(cohort, brin, brin, *SCHOOLS[brin]) for cohort in (2019, 2020) for brin in schools]
    delivered = {
        "levering": ["uitstroom 2021"], "bron": ["uitstroom"], "leverdatum": ["2021"], "leveringen": [2],
        "sha256": ["a" * 64], "rijen": [rows], "behouden": [rows], "dubbel": [0], "vervangen": [0],
        "quarantaine": [0], "status": ["getoond"],
    }  # fmt: skip
    tables = {
        "cijfers": cijfers(cells, versions or {}),
        "eenheden": pd.DataFrame(units, columns=["cohort", "school", "naam", "bestuur", "schooltype"]),
        "instellingen": pd.DataFrame({"naam": ["drempels.telling"], "waarde": [telling]}),
        "leveringen": pd.DataFrame(delivered),
    }
    return write_release(folder, tables, {**META, **meta})


def stands(tmp_path: Path, **other: Any) -> tuple[Stand, Stand]:
    first, second = release(tmp_path / "a"), release(tmp_path / "b", **other)
    return Stand.of_release("a", first), Stand.of_release("b", second)


def with_cells(**changed: tuple[int, int] | None) -> dict[tuple[int, str, str], tuple[int, int] | None]:
    """The figures of P2 of 2020 with some otherwise, by unit."""
    return {**CELLS, **{(2020, "P2", unit.lstrip("_")): value for unit, value in changed.items()}}


def test_the_same_release_twice_differs_in_nothing(tmp_path: Path) -> None:
    found = compare(*stands(tmp_path))
    assert (found.gewijzigd, found.zelfde, found.nieuw, found.verdwenen) == ((), 4, (), ())


def test_a_figure_that_moved_is_told_with_both_numbers(tmp_path: Path) -> None:
    """30 of 40 is 75%, 33 of 44 is 75% too, and 31 of 40 is 77,5%."""
    found = compare(*stands(tmp_path, cells=with_cells(regio=(40, 31), _99AA00=(24, 18)), rows=74))
    region, school = sorted(found.gewijzigd, key=lambda one: one.sleutel.niveau)
    assert region.sleutel == Sleutel("2020", "P2", "", "", "regio", "regio")
    assert (region.was[:2], region.nu[:2], region.punten) == ((40, 30), (40, 31), 2.5)
    assert (school.was[:2], school.nu[:2], school.punten) == ((20, 15), (24, 18), 0.0)
    assert region.oorzaken == school.oorzaken == ("correction",)
    assert found.zelfde == 2


def test_what_came_or_went_is_no_difference(tmp_path: Path) -> None:
    found = compare(*stands(tmp_path, cells=with_cells(_99AA00=None, _99BB00=(20, 15))))
    assert found.gewijzigd == ()
    assert [key.eenheid for key in found.nieuw] == ["99BB00"]
    assert [key.eenheid for key in found.verdwenen] == ["99AA00"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"versions": {"P2": "2"}}, ("definition",)),
        ({"telling": "6"}, ("settings",)),
        ({"rows": 71}, ("correction",)),
        ({"schools": ("99AA00", "99BB00", "99CC00"), "rows": 71}, ("late delivery",)),
        ({"versions": {"P2": "2"}, "rows": 71}, ("definition", "correction")),
        ({"versions": {"P1": "2"}, "rows": 71}, ("correction",)),
        ({"stand": "2022-12-31"}, ("later stand",)),
        ({}, ("unknown",)),
    ],
)
def test_what_releases_say_of_themselves_explains_it(
    tmp_path: Path, other: dict[str, Any], expected: tuple[Oorzaak, ...]
) -> None:
    [one] = compare(*stands(tmp_path, cells=with_cells(regio=(41, 30)), **other)).gewijzigd
    assert one.oorzaken == expected


def test_another_library_explains_what_nothing_else_does(tmp_path: Path) -> None:
    first = Stand.of_release("a", release(tmp_path / "a"))
    cells, versions = with_cells(regio=(41, 30)), {**META["versions"], "duckdb": "2.0.1"}
    tables = release(tmp_path / "b", cells)
    written = {name: tables.table(name) for name in tables.tables}
    second = Stand.of_release("b", write_release(tmp_path / "b", written, {**META, "versions": versions}))
    found = compare(first, second)
    assert found.gewijzigd[0].oorzaken == ("program",)
    assert found.anders is not None and found.anders.programma == {"duckdb": ("2.0.0", "2.0.1")}


def test_a_late_school_explains_its_board_and_the_region_but_not_another_board(tmp_path: Path) -> None:
    base = {**CELLS, (2020, "P2", "X"): (20, 15), (2020, "P2", "Y"): (20, 15)}
    first = Stand.of_release("a", release(tmp_path / "a", base))
    moved = {
        **base,
        (2020, "P2", "X"): (20, 14),
        (2020, "P2", "Y"): (30, 20),
        (2020, "P2", "regio"): (50, 34),
    }
    second = release(tmp_path / "b", moved, schools=("99AA00", "99BB00", "99CC00"), rows=80)
    found = compare(first, Stand.of_release("b", second))
    assert {one.sleutel.eenheid: one.oorzaken for one in found.gewijzigd} == {
        "X": ("correction",), "Y": ("late delivery",), "regio": ("late delivery",)
    }  # fmt: skip
    assert found.anders is not None and found.anders.gekomen == {"2019": ("99CC00",), "2020": ("99CC00",)}


def test_generations_tell_what_changed_and_why_unless_an_earlier_version_kept_them(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    for number, k in enumerate((30, 31)):
        made = release(tmp_path / str(k), with_cells(regio=(40, k)), rows=40 + k)
        keep_shown(workspace.uitgegeven, f"{number}" * 12, "openbaar", made)
    [one] = compare(Stand.open(workspace, "0001"), Stand.open(workspace, "0002")).gewijzigd
    assert (one.was.k, one.nu.k, one.oorzaken) == (30, 31, ("correction",))
    for path in workspace.uitgegeven.glob("0001-*/kenmerken-*.json"):
        path.unlink()
    found = compare(Stand.open(workspace, "0001"), Stand.open(workspace, "0002"))
    assert (found.gewijzigd[0].oorzaken, found.anders) == (("unknown",), None)


def test_a_figure_known_at_two_stands_differs_only_when_neither_is_the_same(tmp_path: Path) -> None:
    """Two releases of one generation, at two stands, showed 30 and 31 of 40."""
    workspace = Workspace.create(tmp_path / "w")
    for k in (30, 31):
        keep_shown(
            workspace.uitgegeven, "1" * 12, "openbaar", release(tmp_path / str(k), with_cells(regio=(40, k)))
        )
    first = Stand.open(workspace, "0001")
    for k, differing in ((30, 0), (31, 0), (32, 1)):
        now = Stand.of_release("nu", release(tmp_path / "nu", with_cells(regio=(40, k))))
        assert len(compare(first, now).gewijzigd) == differing


@pytest.mark.parametrize("name", ["2031-2032", "0009", "geen/map", "2020-2022"])
def test_what_is_no_stand_is_refused_with_what_there_is(tmp_path: Path, name: str) -> None:
    workspace = Workspace.create(tmp_path / "w")
    release(workspace.processed / "release" / "2020-2021")
    with pytest.raises(SettingsError) as fault:
        Stand.open(workspace, name)
    assert "Releases: 2020-2021." in fault.value.advice


def test_the_verb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    release(workspace.processed / "release" / "2020-2021", with_cells(regio=(40, 31)), rows=71)
    release(tmp_path / "oud")
    run = verb("compare", workspace.root, capsys, monkeypatch)
    told = run(tmp_path / "oud", "2020-2021").out
    assert "30 of 40" in told and "31 of 40" in told and "+2.5" in told and "correction" in told
    assert "1 figure(s) differ, 3 are the same" in told and "other deliveries of uitstroom" in told
    found = run(tmp_path / "oud", "2020-2021", "--json").json
    assert [one["punten"] for one in found["gewijzigd"]] == [2.5]
    assert run("0001", "2020-2021").code == 2
