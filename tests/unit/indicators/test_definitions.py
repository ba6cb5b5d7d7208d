"""The definitions as a whole: complete, in words and in conditions, and in a fixed order."""

from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.indicators.overzichten import definitietabel
from pipeline.vocabulary.meetmoment import MEETMOMENTEN

INDICATORS = [
    *("P1", "P2", "P3", "K1", "UIT", "B1_1", "B1_2", "B2", "B3_RUIM", "B3_STRIKT", "B4"),
    *("BW_V1", "BW_V2", "BW_V3", "BW_V4"),
    *("WW_V2", "WZ_V2", "NW_V2", "NZ_V2", "GW_V2", "WW_V4", "WZ_V4", "NW_V4", "NZ_V4", "GW_V4"),
    *("T_WERK", "T_BEKEND", "T_1", "T_2", "T_4", "T_6"),
    *("R_U", "R_V1", "R_V2", "R_V3", "R_V4", "I", "Q", "G", "S"),
]


def test_all_indicators_are_there_in_a_fixed_order() -> None:
    assert list(definities()) == INDICATORS


def test_every_definition_has_its_words_version_and_source() -> None:
    for definitie in (BESTEMMING, *definities().values()):
        for name in ("naam", "versie", "bron", "vraag", "teller", "noemer", "onbekend_telt"):
            assert getattr(definitie, name), f"{definitie.code} has no {name}"
        assert definitie.vraag.endswith("?")


def test_the_table_of_definitions_has_a_row_for_each() -> None:
    assert definitietabel().indicator.tolist() == ["D", *INDICATORS]


def test_a_definition_waits_for_every_moment_it_looks_at() -> None:
    """What it forgot to name would count measurements from after the stand."""
    for definitie in definities().values():
        conditions = " ".join(filter(None, (definitie.in_noemer, definitie.in_teller, definitie.telt_mee)))
        used = {moment for moment in MEETMOMENTEN if f"{moment.lower()}_" in conditions}
        if definitie.code.startswith("R_V"):
            used.discard("U")  # who died at U counts as known, and U is always earlier
        assert used <= set(definitie.momenten), definitie.code
