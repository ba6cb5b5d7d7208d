"""The appendix with the data dictionary: of the sources that were delivered, what is kept and what is not."""

import re
from dataclasses import replace

import pytest

from pipeline.reporting.rapport import Rapport
from pipeline.sources.contract import contracten
from tests.support.fake_release import FakeRelease


@pytest.fixture(scope="module")
def tekst() -> str:
    return Rapport.van("2023-2024", FakeRelease()).woordenboek().markdown


def test_it_is_about_what_was_delivered(tekst: str) -> None:
    delivered = {"uitstroom", "intergrip", "doelen", "esf"}
    assert re.findall(r"^\*\*(.+?)\.\*\* Eén rij is ", tekst, re.MULTILINE) == [
        contract.titel.replace(":", "&#58;") for bron, contract in contracten().items() if bron in delivered
    ]


def test_a_column_stands_in_the_table_or_is_left_out(tekst: str) -> None:
    (uitstroom,) = (deel for deel in tekst.split("\n\n**") if "Uitstroomlijst" in deel)
    assert "| bestemming | Waar de leerling heen ging; leeg telt als onbekend. | ja |" in uitstroom
    assert "| pgn | Persoonsgebonden nummer van de leerling; alleen een versleutelde vorm" in uitstroom
    assert re.search(r"\| pgn \|.*\| als pseudoniem \|$", uitstroom, re.MULTILINE)
    assert re.search(r"\| werkgever \|.*\| versleuteld \|$", uitstroom, re.MULTILINE)
    assert re.search(r"\| roepnaam \|.*\| als koppelveld \|$", uitstroom, re.MULTILINE)
    weg = "voorvoegsel en opmerking"
    assert f"Bij het inlezen weggelaten: {weg}." in uitstroom
    rijen = re.findall(
        r"^\| ([a-z ]+) \| .* \| (?:ja|als pseudoniem|als koppelveld|versleuteld) \|$",
        uitstroom,
        re.MULTILINE,
    )
    assert len(rijen) == len(contracten()["uitstroom"].kolommen) - 2


def test_a_source_without_a_contract_is_left_out() -> None:
    rapport = Rapport.van("2023-2024", FakeRelease())
    vroeger = [replace(levering, bron="vroeger") for levering in rapport.gegevens.leveringen]
    zonder = Rapport(replace(rapport.gegevens, leveringen=vroeger))
    assert zonder.woordenboek().markdown == "Er is niets aangeleverd."
