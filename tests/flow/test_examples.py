"""Known answers that come back from `toeleiding run` itself: ecbo table 6.1, and pupils found at DUO."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from stdnum.nl import bsn

from pipeline.microdata.build import current
from pipeline.microdata.reading import open_microdata
from pipeline.pseudonym import Sleutel, write_key
from pipeline.release.publication import open_release
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from tests.support.workspaces import toeleiding

DUO = Path(__file__).parents[3] / "shared" / "data" / "duo-vsv" / "NenR2023DI27GZ.csv"
HEADER = ["PGN", "BRIN", "Schooltype", "Schooljaar", "Uitschrijfdatum", "Bestemming"]
SLEUTEL = Sleutel(bytes(range(32)))


def workspace_with(root: Path, folder: str, rows: list[list[str]]) -> Workspace:
    """A workspace of its own key, with one outflow list."""
    workspace = Workspace.create(root / "werkmap")
    (workspace.raw / folder).mkdir()
    with (workspace.raw / folder / "uitstroom.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    write_key(root / "sleutel.key", SLEUTEL)
    return workspace


def run(workspace: Workspace) -> None:
    key = str(workspace.root.parent / "sleutel.key")
    done = toeleiding("run", "-w", str(workspace.root), TOELEIDING_KEY_FILE=key)
    assert done.returncode == 0, done.stderr


def numbers_for_tests() -> Iterator[str]:
    """Valid numbers from the range for tests, 9999xxxxx."""
    return (str(number) for number in range(999_900_000, 1_000_000_000) if bsn.is_valid(str(number)))


@pytest.fixture(scope="module")
def zeeland(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Zeeland 2011 as an outflow export: 82 leavers of pro and 97 of so."""
    numbers = numbers_for_tests()
    counts = {
        ("PrO", "99ZP00"): {"arbeid": 38, "mbo": 19, "dagbesteding": 13, "geen": 12},
        ("SO", "99ZS00"): {"arbeid": 21, "mbo": 35, "dagbesteding": 21, "geen": 20},
    }
    rows = [
        [next(numbers), brin, schooltype, "2010-2011", "29-07-2011", word]
        for (schooltype, brin), destinations in counts.items()
        for word, count in destinations.items()
        for _ in range(count)
    ]
    workspace = workspace_with(tmp_path_factory.mktemp("zeeland"), "2011-11-20", rows)
    run(workspace)
    return workspace


PUBLISHED = [
    ("PRO", "WERK", "klasse", 82, 38, "46,3", "36,0–57,1"),
    ("PRO", "MBO_BOL", "code", 82, 19, "23,2", "15,4–33,4"),
    ("SO", "WERK", "klasse", 97, 21, "21,6", "14,6–30,8"),
    ("SO", "MBO_BOL", "code", 97, 35, "36,1", "27,2–46,0"),
]


@pytest.mark.parametrize(("schooltype", "klasse", "soort", "n", "k", "pct", "interval"), PUBLISHED)
def test_ecbo_table_6_1_comes_back_from_a_run(
    zeeland: Workspace, schooltype: str, klasse: str, soort: str, n: int, k: int, pct: str, interval: str
) -> None:
    cijfers = open_release(zeeland.release_dir(Schooljaar(2010))).table("cijfers")
    [cell] = cijfers[
        (cijfers.indicator == "D")
        & (cijfers.klasse == klasse)
        & (cijfers.soort_klasse == soort)
        & (cijfers.eenheid == schooltype)
    ].itertuples()
    assert (cell.n, cell.k, cell.status) == (n, k, "gemeten")
    assert f"{cell.pct:.1f}".replace(".", ",") == pct
    assert f"{cell.laag:.1f}–{cell.hoog:.1f}".replace(".", ",") == interval


def test_the_report_prints_it(zeeland: Workspace) -> None:
    page = (zeeland.reports_dir(Schooljaar(2010)) / "toetsing.html").read_text("utf-8")
    text = re.sub(r"<[^>]+>", " ", page)
    for _, _, _, _, _, pct, _ in PUBLISHED:
        assert pct in text


def nenr_file(folder: Path) -> Path:
    """DUO's file of new vsv pupils: the synthetic one of CEDA, or a look-alike where that is not at hand."""
    if DUO.is_file():
        return DUO
    path = folder / DUO.name
    numbers = numbers_for_tests()
    heads = [
        "#BURGERSERVICENUMMER",
        "ONDERWIJSNUMMER",
        "GEBOORTEDATUM",
        "GESLACHT",
        "ACHTERNAAM",
        "VOORVOEGSEL",
    ]
    heads += [
        "VOORNAMEN",
        "POSTCODE_CIJFERS",
        "RMC_REGIO",
        "RMC_REGIO_NAAM",
        "GEMCODE",
        "GEMEENTENAAM",
        "BRIN",
    ]
    heads += ["BRIN_VOLGNR", "BRIN_VEST_NAAM", "NIVEAU", "ONDERWIJSSOORT", "CREBO", "CREBO_OMSCHRIJVING"]
    heads += ["EXAMEN", "IND_BEKOSTIGING"]
    rows = [
        [next(numbers), "", "01-02-2004", *[""] * 12, "Mbo2 opleidingen", "BOL", *[""] * 4]
        for _ in range(1000)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([heads, *rows])
    return path


def test_twenty_five_pupils_of_the_duo_file_are_found_among_the_vsv(tmp_path: Path) -> None:
    duo = nenr_file(tmp_path)
    with duo.open(encoding="utf-8-sig", newline="") as file:
        numbers = [row[0] for row in csv.reader(file, delimiter=";")][1:]
    found = numbers[::40][:25]
    others = [number for number in numbers_for_tests() if number not in numbers][:61]
    rows = [
        [number, "99AA00", "VSO", "2021-2022", "28-07-2022", "mbo" if at % 3 else "arbeid"]
        for at, number in enumerate(sorted(found + others[:60]))
    ]
    rows.append([others[60], "99AA00", "VSO", "2022-2023", "28-07-2023", "mbo"])
    workspace = workspace_with(tmp_path, "2023-11-20", rows)
    (workspace.raw / "2023-11-20" / duo.name).write_bytes(duo.read_bytes())
    heads, *lines = duo.read_text(encoding="utf-8-sig").splitlines()
    stranger = "\n".join([heads, lines[1], ""])
    (workspace.raw / "2023-11-20" / duo.name.replace("2023", "2022")).write_text(stranger, encoding="utf-8")
    run(workspace)

    cijfers = open_release(workspace.release_dir(Schooljaar(2022))).table("cijfers")
    cijfers = cijfers[cijfers.cohort == 2021]
    [cell] = cijfers[(cijfers.indicator == "S") & (cijfers.niveau == "regio")].itertuples()
    assert (cell.n, cell.k) == (85, 25)
    microdata = current(workspace)
    assert microdata is not None
    with open_microdata(microdata) as con:
        matched = con.execute(
            "SELECT persoon FROM schoolverlater WHERE persoon IN (SELECT persoon FROM vsv)"
        ).fetchall()
    assert {persoon for (persoon,) in matched} == {SLEUTEL.pseudonym("pgn", number) for number in found}


def test_a_region_of_one_leaver_gets_a_report_that_shows_nothing(tmp_path: Path) -> None:
    row = [next(numbers_for_tests()), "99AA00", "PRO", "2023-2024", "28-06-2024", "arbeid"]
    workspace = workspace_with(tmp_path, "2024-11-20", [row])
    run(workspace)
    cijfers: pd.DataFrame = open_release(workspace.release_dir(Schooljaar(2023))).table("cijfers")
    assert cijfers.n.isna().all() and cijfers.k.isna().all()
