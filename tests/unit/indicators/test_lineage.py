"""The origin of figures: what the statements themselves say, against what is read from them by eye."""

from collections.abc import Iterator, Mapping

import duckdb
import pytest

from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.indicators.lineage import Herkomst, compute_herkomsten, empty_microdata, herkomsten
from pipeline.indicators.overzichten import OVERZICHTEN
from pipeline.microdata.steps import steps
from pipeline.sources.contract import contracten


@pytest.fixture(scope="module")
def computed() -> Iterator[Mapping[str, Herkomst]]:
    with duckdb.connect(":memory:") as con:
        empty_microdata(con)
        yield compute_herkomsten(con)


def test_what_is_kept_is_what_the_statements_say(computed: Mapping[str, Herkomst]) -> None:
    """When this fails: python -m pipeline.indicators.lineage."""
    assert herkomsten() == computed


def test_every_indicator_and_every_overview_has_its_origin() -> None:
    assert set(herkomsten()) == {BESTEMMING.code, *definities(), *OVERZICHTEN}


def test_columns_and_steps_are_there() -> None:
    columns = {bron: {k.naam for k in contract.kolommen} for bron, contract in contracten().items()}
    known = {f"{step.nummer} {step.tabel}" for step in steps()}
    for naam, herkomst in herkomsten().items():
        assert set(herkomst.stappen) <= known and herkomst.bronnen, naam
        for bron, found in herkomst.bronnen.items():
            derived = {*contracten()[bron].afgeleid, "pgn_geldig"}
            assert set(found) <= columns[bron] | derived, (naam, bron)


def test_the_outcome_of_p2_follows_from_destination_and_perspectief() -> None:
    assert herkomsten()["P2"].bronnen == {
        "intergrip": ("bestemming",),
        "uitstroom": ("bestemming", "perspectief_arbeid"),
    }
    assert {"010 uitstroom_lot", "040 uitschrijving", "060 schoolverlater", "080 meting"} <= {
        *herkomsten()["P2"].stappen
    }


def test_the_strict_reading_of_b3_looks_at_employer_contract_and_hours_and_the_wide_one_does_not() -> None:
    of_work = {"werkgever", "contract_begin", "contract_einde", "contract_soort", "uren"}
    strict, wide = (herkomsten()[code].bronnen for code in ("B3_STRIKT", "B3_RUIM"))
    assert all(of_work < {*strict[bron]} for bron in ("intergrip", "uitstroom"))
    assert all(of_work.isdisjoint(wide[bron]) for bron in ("intergrip", "uitstroom"))


def test_only_s_comes_from_the_vsv_files_and_only_t_from_the_day_work_began() -> None:
    of_rates = {code: herkomsten()[code] for code in definities()}
    vsv = {code for code, h in of_rates.items() if "090 vsv" in h.stappen}
    begin = {c for c, h in of_rates.items() if "begindatum_eerste_werk" in h.bronnen.get("intergrip", ())}
    assert vsv == {"S"}
    assert begin == {code for code in definities() if code.startswith("T_")}


def test_an_overview_of_one_source_comes_from_that_source() -> None:
    assert herkomsten()["esf"].stappen == ("010 esf_lot",)
    assert set(herkomsten()["werkoverleg"].bronnen) == {"werkoverleg"}
    assert set(herkomsten()["caseload"].bronnen) == {"bespreeklijst"}
