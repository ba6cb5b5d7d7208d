"""The WERKoverleg and the bespreeklijst: a sentence for every case, and what is hidden stays so."""

from dataclasses import replace

import pytest

from pipeline.reporting.content import begeleiding
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import Caseload, Overleg
from tests.support.fake_release import FakeRelease

OVERLEG = ("besproken", "traject", "negatief")
LIJST = ("begin", "erbij", "eraf", "eind", "contract", "school", "overdracht", "anders")


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Rapport.van("2023-2024", FakeRelease()).gegevens


def said(gegevens: Gegevens, overleg: tuple[int | None, ...] = (), lijst: tuple[int | None, ...] = ()) -> str:
    met = tuple(Overleg("alle", "alle", soort, n) for soort, n in zip(OVERLEG, overleg, strict=False))
    op = tuple(Caseload("alle", soort, n) for soort, n in zip(LIJST, lijst, strict=False))
    return begeleiding.tekst(replace(gegevens, werkoverleg=met, caseload=op)).markdown


@pytest.mark.parametrize(
    ("overleg", "zin"),
    [
        ((), "Over het WERKoverleg in 2023-2024 is niets aangeleverd."),
        (
            (None, None, None),
            "zijn zo weinig leerlingen besproken in het WERKoverleg dat we geen aantal tonen.",
        ),
        ((0, 0, 0), "In 2023-2024 is niemand besproken in het WERKoverleg."),
        (
            (40, 20, 8),
            "is in het WERKoverleg 40 keer een leerling besproken; wie in meer kwartalen is besproken, telt "
            "elk kwartaal mee. Daar kwam 20 keer een traject en 8 keer een negatief advies voor het mbo "
            "uit. Over",
        ),
        ((40, 20, 0), "Daar kwam 20 keer een traject en nooit een negatief advies voor het mbo uit."),
        ((40, 20, None), "Daar kwam 20 keer een traject uit. Over"),
        ((40, None, None), "telt elk kwartaal mee. Over de"),
    ],
)
def test_there_is_a_sentence_for_every_case_of_the_meetings(
    gegevens: Gegevens, overleg: tuple[int | None, ...], zin: str
) -> None:
    assert zin in said(gegevens, overleg)


@pytest.mark.parametrize(
    ("lijst", "zin"),
    [
        ((), "Over de bespreeklijst in 2023-2024 is niets aangeleverd."),
        ((None,) * 8, "Van de bespreeklijst zijn de aantallen te klein om te tonen."),
        (
            (30, 12, 20, 22, 8, 12, 0, 0),
            "De bespreeklijst: 30 stonden er aan het begin van het jaar op, 12 kwamen",
        ),
        ((30, 12, 20, 22, 8, 12, 0, 0), "en 22 stonden er aan het eind nog op."),
        ((30, 12, 20, 22, 8, 12, 0, 0), "Wie eraf ging: 8 met een contract en 12 naar school."),
        (
            (0, 12, None, None, None, None, None, None),
            "niemand stond er aan het begin van het jaar op en 12 kwamen",
        ),
    ],
)
def test_there_is_a_sentence_for_every_case_of_the_list(
    gegevens: Gegevens, lijst: tuple[int | None, ...], zin: str
) -> None:
    assert zin in said(gegevens, (), lijst)


def body(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]


def test_each_quarter_stands_above_its_clusters_and_the_year_below_all(gegevens: Gegevens) -> None:
    rows = body(begeleiding.tabel_overleg(gegevens).markdown)
    assert [row[0] for row in rows[::4]] == ["**November–januari**", "**Mei–juli**", "**Heel het jaar**"]
    assert rows[0][1:] == ["**72**", "**42**", "**18**"] and rows[-1] == ["cluster 3", "48", "28", "12"]
    assert rows[1][0] == "cluster 1" and all("niet getoond" in cell for cell in rows[1][1:])


def test_the_table_does_not_call_a_count_of_discussions_pupils(gegevens: Gegevens) -> None:
    """A pupil counts once in each quarter, so the year has more discussions than pupils."""
    table = begeleiding.tabel_overleg(gegevens)
    assert table.caption.startswith("Hoe vaak een leerling is besproken in het WERKoverleg")
    assert "wie in meer kwartalen is besproken, telt elk kwartaal mee" in table.markdown


def test_the_list_goes_from_quarter_to_quarter(gegevens: Gegevens) -> None:
    rows = body(begeleiding.tabel_caseload(gegevens).markdown)
    assert rows[0] == ["Augustus–oktober", "30", "12", "6", "6", "0", "0", "30"]
    assert "niet getoond" in rows[2][3] and rows[-1][2] == "**48**" and len(rows) == 5


def test_without_deliveries_the_tables_say_so(gegevens: Gegevens) -> None:
    bare = replace(gegevens, werkoverleg=(), caseload=())
    for table in (begeleiding.tabel_overleg(bare), begeleiding.tabel_caseload(bare)):
        assert body(table.markdown)[0][0] == "Niet aangeleverd"
