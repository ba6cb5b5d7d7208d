"""What partners gave themselves: a sentence for every case, and a row per element."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.release.allowlist import allowed_tables
from pipeline.reporting.content import zelfevaluatie
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import Zelfscore
from tests.support.fake_release import FakeRelease

ALLE = [*(f"A{n}" for n in range(1, 15)), *(f"S{n}" for n in range(1, 14))]
Wat = tuple[int, float | None]


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Rapport.van("2023-2024", FakeRelease()).gegevens


def of(gegevens: Gegevens, nu: Mapping[str, Wat], toen: Mapping[str, Wat] | None = None) -> Gegevens:
    rows = [(2023, nu), (2022, toen or {})]
    return replace(
        gegevens,
        zelfevaluatie=tuple(Zelfscore(jaar, e, *wat) for jaar, van in rows for e, wat in van.items()),
    )


GELIJK = dict.fromkeys(ALLE, (9, 3.0))


@pytest.mark.parametrize(
    ("nu", "toen", "zin"),
    [
        ({}, GELIJK, "Over 2023-2024 is geen zelfevaluatie aangeleverd."),
        ({"A1": (4, None)}, {}, "vulden 4 partners de zelfevaluatie in. Dat zijn er minder dan 5; daarom"),
        ({"A1": (1, None)}, {}, "In 2023-2024 vulde 1 partner de"),
        (GELIJK, {}, "gaven zij arbeidstoeleiding gemiddeld een 3,0 en samenwerking gemiddeld een 3,0."),
        (GELIJK, {}, "Met 2022-2023 is het niet te vergelijken: van toen zijn er geen gemiddelden."),
        (GELIJK, GELIJK, "staan van de 27 elementen er 27 gelijk."),
        (GELIJK | {"A2": (9, 4.4), "A3": (9, 2.9)}, GELIJK, "er 1 hoger, 1 lager en 25 gelijk."),
        (GELIJK | {"A2": (4, None)}, GELIJK, "vulden 4 tot en met 9 partners"),
        (GELIJK | {"A2": (8, 3.0)}, GELIJK, "vulden 8 of 9 partners"),
        (GELIJK | {"A2": (7, 3.0)}, GELIJK, "vulden 7 tot en met 9 partners"),
        (GELIJK | {"A2": (4, None)}, GELIJK, "gaven zij samenwerking gemiddeld een 3,0."),
        (GELIJK | {"A2": (4, None)}, GELIJK, "van de 26 elementen"),
        ({"A1": (9, 3.4)}, GELIJK, "staat het ene element dat te vergelijken is, hoger. Zo'n"),
        (GELIJK | {"S6": (9, 1.4)}, {}, "Het laagst staat S6, ‘Tussen de samenwerkende partners ontstaat"),
    ],
)
def test_there_is_a_sentence_for_every_case(
    gegevens: Gegevens, nu: Mapping[str, Wat], toen: Mapping[str, Wat], zin: str
) -> None:
    assert zin in zelfevaluatie.tekst(of(gegevens, nu, toen)).markdown


def test_no_element_is_called_the_lowest_where_two_are(gegevens: Gegevens) -> None:
    two = GELIJK | {"A1": (9, 2.0), "A2": (9, 2.0)}
    assert "laagst" not in zelfevaluatie.tekst(of(gegevens, two)).markdown


def test_the_table_has_every_element_under_its_part_and_the_change_of_the_last_year(
    gegevens: Gegevens,
) -> None:
    nu, toen = GELIJK | {"A1": (9, 3.4), "A3": (4, None)}, GELIJK | {"A1": (9, 3.6), "A2": (9, 2.5)}
    del nu["S13"]
    lines = zelfevaluatie.tabel(of(gegevens, nu, toen)).markdown.splitlines()
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines if line.startswith("| ")]
    body = {row[0].split(".")[0].strip("*"): row[1:] for row in rows[1:]}
    assert list(body) == ["Arbeidstoeleiding", *ALLE[:14], "Samenwerking", *ALLE[14:]]
    assert body["A1"] == ["niet ingevuld", "3,6", "3,4", "−0,2", "9"]
    assert body["A2"][2:] == ["3,0", "+0,5", "9"] and body["A4"][3] == "0,0"
    assert "niet getoond" in body["A3"][2] and body["A3"][3:] == ["", "4"]
    assert body["S13"][1:] == ["3,0", "niet ingevuld", "", "0"]
    assert body["Arbeidstoeleiding"][1] == "**3,0**" and body["Arbeidstoeleiding"][2] == "**–**"


def test_no_partner_can_be_named() -> None:
    """A release has no column for it, and a report opens nothing else."""
    assert set(allowed_tables()["zelfevaluatie"]) == {
        "schooljaar", "element", "partners", "gemiddelde", "status",
    }  # fmt: skip
