"""The recommendations: a sentence for every case, and a table that begins with what is overdue."""

import re
from dataclasses import replace
from datetime import date

import pytest

from pipeline.reporting.content import aanbevelingen
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import Aanbeveling
from pipeline.sources.contract import contracten
from tests.support.fake_release import FakeRelease

EEN = Aanbeveling("Bel na", "Toetsing", "SCHOOL", "2024-10-02", "OPEN", "2024-04-20", 90, "nog open")
OP_TIJD = replace(EEN, aanbeveling="Deel", uiterlijk="2025-02-01", dagen_te_laat=None)
AF = replace(EEN, aanbeveling="Leg vast", status="UITGEVOERD", dagen_te_laat=None, verandering="afgerond")
WEG = replace(AF, aanbeveling="Toets", status="NIET_OVERGENOMEN", verandering="was al af")
ONBEKEND = replace(OP_TIJD, aanbeveling="Vraag", eigenaar=None, uiterlijk=None, status=None, gewijzigd=None)


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Rapport.van("2023-2024", FakeRelease()).gegevens


def said(gegevens: Gegevens, *alle: Aanbeveling) -> str:
    return aanbevelingen.tekst(replace(gegevens, aanbevelingen=alle)).markdown


@pytest.mark.parametrize(
    ("alle", "zin"),
    [
        ((), "Op 31 december 2024 was er geen lijst met aanbevelingen aangeleverd."),
        ((EEN,), "Er is één aanbeveling; die is open."),
        ((ONBEKEND,), "Er is één aanbeveling; die is zonder bekende status."),
        ((AF, AF), "Alle 2 aanbevelingen zijn uitgevoerd."),
        ((EEN, OP_TIJD), "Van de 2 aanbevelingen zijn er geen uitgevoerd en zijn er 2 nog niet af."),
        ((EEN, AF, WEG), "is er 1 uitgevoerd, is er 1 niet overgenomen en is er 1 nog niet af."),
        ((AF, ONBEKEND), "Van 1 aanbeveling is de status niet bekend."),
        ((AF, OP_TIJD), "Geen aanbeveling is over haar uiterste dag heen."),
        ((EEN, AF), "Over de uiterste dag heen is: ‘Bel na’ (de scholen, 90 dagen)."),
        ((replace(EEN, eigenaar=None, dagen_te_laat=1),), "‘Bel na’ (eigenaar onbekend, 1 dag)."),
        ((EEN, replace(EEN, aanbeveling="Bel eerder", dagen_te_laat=99)), "zijn: ‘Bel eerder’"),
        ((EEN,) * 7, "en nog 2 in @tbl-aanbevelingen."),
        ((EEN, AF, replace(AF, verandering="nieuw")), "Tegenover 31 december 2023: 1 nieuw, 1 afgerond"),
        ((replace(EEN, verandering="heropend"),), "Tegenover 31 december 2023: 1 weer geopend."),
        ((WEG,), "Sinds 31 december 2023 is er niets veranderd: alles was toen al af."),
        ((replace(EEN, verandering="onbekend"),), "Van 31 december 2023 of eerder is er geen lijst"),
    ],
)  # fmt: skip
def test_there_is_a_sentence_for_every_case(
    gegevens: Gegevens, alle: tuple[Aanbeveling, ...], zin: str
) -> None:
    assert zin in said(gegevens, *alle)


def test_a_year_before_a_leap_day_is_the_day_before_it(gegevens: Gegevens) -> None:
    assert "28 februari 2027" in said(replace(gegevens, stand=date(2028, 2, 29)), EEN)


def test_the_table_begins_with_what_is_overdue_and_ends_with_what_is_done(gegevens: Gegevens) -> None:
    alle = (AF, ONBEKEND, OP_TIJD, EEN)
    table = aanbevelingen.tabel(replace(gegevens, aanbevelingen=alle)).markdown
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert [re.split(r" ?\| ?", row)[1] for row in rows] == ["Bel na", "Deel", "Vraag", "Leg vast"]
    assert "| de scholen | 2 oktober 2024 | open (20 april 2024); 90 dagen te laat | nog open |" in rows[0]
    assert "| onbekend | onbekend | onbekend | nog open |" in rows[2]


def test_every_role_and_status_of_the_contract_has_its_words() -> None:
    codes = {kolom.naam: set(kolom.waarden) for kolom in contracten()["aanbevelingen"].kolommen}
    assert set(aanbevelingen.ROLLEN) == codes["eigenaar"] and set(aanbevelingen.STATUS) == codes["status"]
