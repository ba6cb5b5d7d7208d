"""The reference tables hold together and say what the domain says."""

import re
from datetime import date, timedelta

import duckdb
import pytest

from pipeline.vocabulary import tables

CODES = (
    "ARB_REG ARB_GAR ARB_BES ARB_BBL MBO_BOL VMBO PRO VSO DAG_ARB DAG_ACT TRAJECT "
    "GEEN BUITENLAND OVERLEDEN ONBEKEND"
)
SEVEN = {"CVO", "Horizon", "LMC", "BOOR", "Galilei", "PCBO", "Yulius"}


@pytest.mark.parametrize("name", tables.table_names())
def test_every_row_names_its_source(name: str) -> None:
    path = str(tables.table_path(name))
    sql = "SELECT count(*), count(bron) FROM read_csv(?, header = true, all_varchar = true, delim = ',')"
    with duckdb.connect() as con:
        row = con.execute(sql, [path]).fetchone()
    assert row and row[0] == row[1] > 0


def test_an_unknown_table_is_named() -> None:
    with pytest.raises(KeyError, match="bestemming, bestuur"):
        tables.table_path("../../pyproject")


def test_destinations_in_their_order() -> None:
    assert [b.code for b in tables.bestemmingen()] == CODES.split()
    assert [b.volgorde for b in tables.bestemmingen()] == list(range(1, 16))


def test_classes_in_their_order() -> None:
    assert [k.klasse for k in tables.klassen()] == ["WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND"]
    assert {b.klasse for b in tables.bestemmingen()} == {k.klasse for k in tables.klassen()}


def test_work_is_the_four_kinds_of_work() -> None:
    work = {"ARB_REG", "ARB_GAR", "ARB_BES", "ARB_BBL"}
    assert {b.code for b in tables.bestemmingen() if b.in_werk} == work
    assert {b.code for b in tables.bestemmingen() if b.klasse == "WERK"} == work


def test_the_order_of_b2() -> None:
    rang = {k.klasse: k.rang for k in tables.klassen()}
    assert rang == {"DAGBESTEDING": 1, "WERK": 2, "LEREN": 3, "GEEN": None, "ONBEKEND": None}


def test_how_destinations_count_in_p1() -> None:
    p1 = {b.code: b.p1 for b in tables.bestemmingen()}
    assert {c for c, telling in p1.items() if telling == "buiten noemer"} == {
        "PRO",
        "VSO",
        "BUITENLAND",
        "OVERLEDEN",
    }
    assert (p1["GEEN"], p1["ONBEKEND"]) == ("reden", "niet geslaagd")
    assert sum(telling == "geslaagd" for telling in p1.values()) == 9


def test_how_destinations_count_in_p2() -> None:
    p2 = {b.code: b.p2 for b in tables.bestemmingen()}
    assert {c for c, telling in p2.items() if telling == "buiten noemer"} == {
        "PRO",
        "VSO",
        "BUITENLAND",
        "OVERLEDEN",
    }
    assert {c for c, telling in p2.items() if telling == "ja"} == {"ARB_REG", "ARB_GAR", "ARB_BBL"}
    assert (p2["ARB_BES"], p2["ONBEKEND"]) == ("parameter", "nee")


def test_reasons_decide_about_geen() -> None:
    p1 = {r.code: r.p1 for r in tables.redenen()}
    assert {c for c, telling in p1.items() if telling == "niet geslaagd"} == {
        "GEDRAG_MOTIVATIE",
        "ONTSLAG",
        "VSV",
    }
    assert {c for c, telling in p1.items() if telling == "buiten noemer"} == {"MEDISCH", "ZORG", "ANDERS"}


@pytest.mark.parametrize(
    ("datum", "count"),
    [
        (date(2016, 6, 27), 20),
        (date(2018, 12, 31), 20),
        (date(2019, 1, 1), 16),
        (date(2022, 12, 31), 16),
        (date(2023, 1, 1), 14),
    ],
)
def test_twenty_sixteen_fourteen_municipalities(datum: date, count: int) -> None:
    codes = tables.regio_gemeenten(datum)
    assert len(codes) == len(set(codes)) == count


def test_municipalities_are_codes_of_four_digits_that_are_unique() -> None:
    codes = [g.code for g in tables.gemeenten()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch("[0-9]{4}", code) for code in codes)


def test_a_successor_begins_the_day_after() -> None:
    per_code = {g.code: g for g in tables.gemeenten()}
    for gemeente in tables.gemeenten():
        assert bool(gemeente.opvolger) == bool(gemeente.geldig.tot)
        if gemeente.geldig.tot:
            assert per_code[gemeente.opvolger].geldig.van == gemeente.geldig.tot + timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "datum", "naam"),
    [
        ("0501", date(2022, 12, 31), "Brielle"),
        ("0501", date(2023, 1, 1), "Voorne aan Zee"),
        ("501", date(2024, 1, 1), "Voorne aan Zee"),
        ("0585", date(2019, 1, 1), "Hoeksche Waard"),
        ("0568", date(2014, 12, 31), "Bernisse"),
        ("0612", date(2016, 1, 1), "Nissewaard"),
        ("599", date(2030, 1, 1), "Rotterdam"),
    ],
)
def test_a_code_stands_for_its_successor(code: str, datum: date, naam: str) -> None:
    gemeente = tables.gemeente_op(code, datum)
    assert gemeente is not None and gemeente.naam == naam


def test_a_municipality_outside_the_table() -> None:
    assert tables.gemeente_op("0363", date(2020, 1, 1)) is None
    assert tables.zoek_gemeente("") is None


def test_a_municipality_by_name() -> None:
    found = tables.zoek_gemeente(" capelle aan den ijssel ")
    assert found is not None and found.code == "0502"


def test_the_arbeidsmarktregio_is_not_the_rmc_region() -> None:
    per_naam = {g.naam: g for g in tables.gemeenten()}
    lansingerland, zuidplas = per_naam["Lansingerland"], per_naam["Zuidplas"]
    assert (lansingerland.convenant, lansingerland.amr, lansingerland.rmc) == (False, "", "29")
    assert (zuidplas.convenant, zuidplas.amr, zuidplas.rmc) == (True, "22", "")


def test_what_was_not_checked_says_so() -> None:
    doubtful = {g.naam for g in tables.gemeenten() if not g.geverifieerd}
    hoeksche_waard = {"Binnenmaas", "Cromstrijen", "Korendijk", "Oud-Beijerland", "Strijen"}
    assert doubtful == hoeksche_waard | {"Bernisse", "Spijkenisse", "Nissewaard", "Lansingerland"}


def test_two_sources_name_different_boards() -> None:
    per_bron: dict[str, set[str]] = {}
    for bestuur in tables.besturen():
        per_bron.setdefault(bestuur.bron.split(" ")[0], set()).add(bestuur.naam)
    assert per_bron == {"convenant": SEVEN, "geschiedenis": SEVEN - {"Yulius"}}


def test_membership_is_dated() -> None:
    signed = [b.naam for b in tables.besturen() if b.lid.op(date(2016, 6, 27))]
    assert set(signed) == SEVEN
    assert not [b for b in tables.besturen() if b.lid.op(date(2016, 6, 26))]


def test_norms() -> None:
    found = {(n.indicator, n.soort): n.waarde for n in tables.normen() if not n.soort.startswith("lezing")}
    assert found == {
        ("P1", "norm"): 90.0,
        ("P2", "doel"): 100.0,
        ("P3", "doel"): 60.0,
        ("B1", "norm"): 75.0,
        ("E", "maximum"): 50.0,
    }


@pytest.mark.parametrize(
    ("soort", "waarden"), [("lezing punten", [50.0, 40.0, 30.0]), ("lezing relatief", [54.5, 49.6, 45.1])]
)
def test_ten_percent_more_can_be_read_in_two_ways(soort: str, waarden: list[float]) -> None:
    assert [n.waarde for n in tables.normen() if n.soort == soort] == waarden


def _reeks(reeks: str, schooltype: str, maat: str) -> list[float]:
    return [
        b.waarde for b in tables.benchmarks() if (b.reeks, b.schooltype, b.maat) == (reeks, schooltype, maat)
    ]


def test_national_series() -> None:
    assert _reeks("landelijk", "PRO", "werk_pct") == [
        47.1,
        53.8,
        56.1,
        63.8,
        66.4,
        65.7,
        62.2,
        69.1,
        69.1,
        66.2,
    ]
    assert _reeks("landelijk", "PRO", "uitkering_pct") == [
        52.4, 33.0, 23.3, 18.1, 15.7, 13.3, 18.7, 13.7, 11.7, 10.7,
    ]  # fmt: skip
    assert _reeks("landelijk", "VSO", "werk_pct") == [31, 31, 39, 41, 40, 35]
    assert _reeks("landelijk", "VSO", "uitkering_pct") == [52, 45, 33, 31, 29, 33]


def test_sums_that_must_hold() -> None:
    vso = {b.maat: b.waarde for b in tables.benchmarks() if b.reeks == "vso_profiel"}
    assert vso.pop("totaal") == 39884 == sum(vso.values())
    pro = {b.maat: b.waarde for b in tables.benchmarks() if b.reeks == "pro_sector"}
    assert pro.pop("p1_pct") == 97.6
    assert pro.pop("arbeid_bbl_pct") == 10.7  # part of arbeid
    assert round(sum(pro.values()), 1) == 100.0
    for schooltype, leavers in (("PRO", 82), ("SO", 97)):
        parts = {
            b.maat: b.waarde
            for b in tables.benchmarks()
            if (b.reeks, b.schooltype) == ("zeeland", schooltype)
        }
        assert parts.pop("schoolverlaters") == leavers == sum(parts.values())


@pytest.mark.parametrize(
    ("k", "n", "pct"),
    [
        (38, 82, "46,3"),
        (21, 97, "21,6"),
        (110, 255, "43%"),
        (157, 297, "53%"),
        (17, 18, "94,4"),
        (8, 12, "67%"),
        (1, 8, "12,5"),
        (1, 8, "13"),
        (1, 8, "12"),
        (0, 12, "0"),
        (12, 12, "100,0"),
    ],
)
def test_a_published_percentage_that_is_that_of_its_counts(k: int, n: int, pct: str) -> None:
    """Domain §8; and a half may have been rounded either way."""
    assert tables.klopt(k, n, pct)


@pytest.mark.parametrize(
    ("k", "n", "pct"),
    [(8, 12, "57%"), (8, 12, "66%"), (8, 12, "66,6"), (38, 82, "46,4"), (25, 82, "46,3"), (0, 12, "1")],
)
def test_a_published_percentage_that_is_not(k: int, n: int, pct: str) -> None:
    """12 leavers of whom 8, published as 57%: it is 67%."""
    assert not tables.klopt(k, n, pct)


@pytest.mark.parametrize(("k", "n", "pct"), [(0, 0, "0"), (13, 12, "100"), (-1, 12, "0"), (8, 12, "twee")])
def test_what_is_no_share_of_anything_cannot_be_checked(k: int, n: int, pct: str) -> None:
    with pytest.raises(ValueError):
        tables.klopt(k, n, pct)


def test_the_published_pupils_of_vso_add_up() -> None:
    """17.409 + 10.942 + 10.521 + 1.012 = 39.884."""
    parts = {b.maat: b.waarde for b in tables.benchmarks() if b.reeks == "vso_profiel"}
    assert sum(parts.values()) - parts["totaal"] == parts["totaal"] == 39884


def test_no_successor_of_a_municipality_has_one_itself() -> None:
    """achtergrond.sql goes from a municipality to its successor once."""
    after = {g.opvolger for g in tables.gemeenten() if g.opvolger}
    assert after and not [g.naam for g in tables.gemeenten() if g.code in after and g.opvolger]
