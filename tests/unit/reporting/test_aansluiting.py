"""Expected and realised, and the way over the WERKoverleg: a sentence for every case, nothing hidden told."""

from dataclasses import replace

import pytest

from pipeline.reporting.content import aansluiting
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import Aansluiting
from tests.support.fake_release import FakeRelease

KLASSEN = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Rapport.van("2023-2024", FakeRelease()).gegevens


def changed(g: Gegevens, onderwerp: str, van: str = "", **counts: int | None) -> Gegevens:
    """The same, with other counts of a subject."""
    rows = tuple(
        replace(o, aantal=counts[o.naar])
        if (o.onderwerp, o.van) == (onderwerp, van) and o.naar in counts
        else o
        for o in g.aansluiting
    )
    return replace(g, aansluiting=rows)


def matrix(g: Gegevens, diagonal: int, other: int) -> Gegevens:
    """So many where they were expected, and so many in every other cell."""
    rows = []
    for van in KLASSEN:
        own = {naar: diagonal if van == naar else other for naar in KLASSEN}
        rows += [
            Aansluiting("verwacht", van, naar, n) for naar, n in {**own, "alle": sum(own.values())}.items()
        ]
    kept = [o for o in g.aansluiting if o.onderwerp != "verwacht"]
    return replace(g, aansluiting=(*rows, *kept))


def body(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_who_went_where_it_was_expected(gegevens: Gegevens) -> None:
    """Four classes of 30 and twelve cells of 5: 120 of 180, and 30 of 50 of those expected in work."""
    text = aansluiting.tekst_verwacht(matrix(gegevens, 30, 5)).markdown
    assert "Van 180 schoolverlaters is bekend" in text
    assert "66,7% (toevalsmarge 59,5–73,1) kwam daar ook" in text
    assert (
        "Van de 50 leerlingen van wie de school werk verwachtte, had 60,0% (toevalsmarge 46,2–72,4)" in text
    )


def test_a_hidden_count_is_in_no_total_that_is_told(gegevens: Gegevens) -> None:
    made = changed(matrix(gegevens, 30, 5), "verwacht", "LEREN", WERK=None)
    text = aansluiting.tekst_verwacht(made).markdown
    assert "is bekend waar" not in text and "werk verwachtte" in text
    assert (
        aansluiting.tekst_verwacht(changed(made, "verwacht", "WERK", WERK=None)).markdown
        == aansluiting.TE_KLEIN
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"bekend": 150, "gedaan": 120}, "Van de 150 leerlingen van wie het is ingevuld, is 80,0%"),
        ({"bekend": 9, "gedaan": 5}, ""),
        ({"bekend": 150, "gedaan": None}, ""),
        ({"bekend": None, "gedaan": 120}, ""),
    ],
)
def test_a_share_of_a_handful_or_of_what_is_hidden_is_not_told(
    gegevens: Gegevens, counts: dict[str, int | None], said: str
) -> None:
    made = changed(gegevens, "overdracht", **counts)
    text = aansluiting.tekst_overstap(made).markdown
    assert "Van de 100 leerlingen die zich voor het mbo aanmeldden, is 60,0%" in text
    assert said in text and (said != "") == ("warm overgedragen" in text)
    row = body(aansluiting.tabel_overstap(made).markdown)[-1]
    assert row[2:] == (["150", "80,0", "72,9–85,6"] if said else [""] * 3)


def test_a_traject_is_not_said_to_be_the_cause_of_work(gegevens: Gegevens) -> None:
    text = aansluiting.tekst_overleg(gegevens).markdown
    assert "Van de 12 met een traject had 75,0% (toevalsmarge 46,8–91,1) bij het vertrek werk." in text
    assert "Dat zegt niet dat het traject daarvoor zorgde" in text
    assert "ooit besproken in het WERKoverleg" in text


def test_where_nobody_was_expected_there_is_no_row(gegevens: Gegevens) -> None:
    rows = body(aansluiting.tabel_verwacht(gegevens).markdown)
    assert [row[0] for row in rows] == ["werk", "leren", "dagbesteding of traject", "onbekend"]
    assert "niet getoond" in rows[1][5] and rows[0][1:] == ["60", "10", "10", "10", "10", "100"]


def test_without_deliveries_texts_and_tables_say_so(gegevens: Gegevens) -> None:
    bare = replace(gegevens, aansluiting=())
    for text in (aansluiting.tekst_verwacht, aansluiting.tekst_overstap, aansluiting.tekst_overleg):
        assert "aangeleverd" in text(bare).markdown
    for table in (aansluiting.tabel_verwacht, aansluiting.tabel_overstap, aansluiting.tabel_overleg):
        assert body(table(bare).markdown)[0][0] == "Niet aangeleverd"


def test_when_all_is_hidden_that_is_said(gegevens: Gegevens) -> None:
    nothing = replace(gegevens, aansluiting=tuple(replace(o, aantal=None) for o in gegevens.aansluiting))
    for text in (aansluiting.tekst_verwacht, aansluiting.tekst_overstap, aansluiting.tekst_overleg):
        assert text(nothing).markdown == aansluiting.TE_KLEIN
