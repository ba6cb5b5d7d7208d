"""Link fields: what people write differently is one hash, and each field has its own."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.sources.contract import Contract, contracten
from pipeline.sources.koppelvelden import VELDEN, install_link_macros, koppelvelden
from tests.support.exports import KOP, leerling, write_csv
from tests.support.intake import SLEUTEL, Intake, session


@pytest.fixture
def intake() -> Iterator[Intake]:
    with session() as opened:
        yield opened


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as opened:
        SLEUTEL.install(opened)
        install_link_macros(opened)
        yield opened


def hashed(doel: str, waarde: str) -> str:
    """HMAC-SHA256 by the standard library (RFC 2104), its first twelve digits."""
    message = f"koppel {doel}\x1f{waarde}".encode()
    return hmac.new(SLEUTEL.secret, message, hashlib.sha256).hexdigest()[:12]


def one(con: duckdb.DuckDBPyConnection, sql: str, naam: str | None) -> Any:
    return con.execute(f"SELECT {sql}", [naam]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("naam", "kern"),
    [
        ("de Vries", "vries"),
        ("VAN DEN BERG", "berg"),
        ("Berg, van den", "berg"),
        ("El-Amrani", "amrani"),
        ("Jansen-de Vries", "jansen"),
        ("'t Hart", "hart"),
        ("IJsbrand", "ysbrand"),
        ("Ysbrand", "ysbrand"),
        ("Yılmaz", "yilmaz"),
        ("Çelik", "celik"),
        ("Østergård", "ostergard"),
        ("Ben", "ben"),
        ("", None),
        ("?", None),
        (None, None),
    ],
)
def test_a_name_without_what_people_write_differently(
    con: duckdb.DuckDBPyConnection, naam: str | None, kern: str | None
) -> None:
    assert one(con, "koppel_kern(?::VARCHAR)", naam) == kern


@pytest.mark.parametrize(
    ("namen", "klank"),
    [
        ("Smit Smith Schmidt Smidt", "smt"),
        ("Vries Fries Vriese", "frs"),
        ("Meijer Meyer Meier", "mr"),
        ("Dijkstra Dykstra", "dkstr"),
        ("Jansen Janssen Janzen", "jnsn"),
        ("Cornelissen Kornelisen", "krnlsn"),
        ("Bakker Backer", "bkr"),
        ("Huijgens Huygens", "hgns"),
        ("Aalders Alders", "aldrs"),
        ("Elders Alders", "aldrs"),
        ("Celik Selik", "slk"),
    ],
)
def test_names_that_sound_alike_are_one(con: duckdb.DuckDBPyConnection, namen: str, klank: str) -> None:
    """Worked out by hand with the rules in koppelvelden.py."""
    assert {one(con, "koppel_klank(koppel_kern(?))", naam) for naam in namen.split()} == {klank}


def test_other_names_sound_otherwise(con: duckdb.DuckDBPyConnection) -> None:
    names = [
        "Jansen",
        "Pietersen",
        "Visser",
        "Bakker",
        "Smit",
        "Mulder",
        "Bos",
        "Vos",
        "Hendriks",
        "Dekker",
        "Brouwer",
        "Dijkstra",
    ]
    assert len({one(con, "koppel_klank(koppel_kern(?))", naam) for naam in names}) == len(names)


def test_every_field_is_an_hmac_under_its_own_tag(intake: Intake, tmp_path: Path) -> None:
    row = leerling(Achternaam="Dijkstra", Geboortedatum="03-11-2000", Geslacht="V")
    file = write_csv(tmp_path / "x.csv", [[*KOP, "Postcode"], [*row, "3011 AB"]])
    _, (kept,) = intake.take(file)
    assert {veld: kept[veld] for veld in koppelvelden(contracten()["uitstroom"])} == {
        "kv_geboren": hashed("geboren", "2000-11-03"),
        "kv_verwisseld": hashed("geboren", "2000-03-11"),
        "kv_naam": hashed("naam", "dyks"),
        "kv_klank": hashed("klank", "dkstr"),
        "kv_roepnaam": hashed("roepnaam", "pro"),
        "kv_geslacht": hashed("geslacht", "V"),
        "kv_postcode": hashed("postcode", "3011"),
    }


def test_what_is_not_known_has_no_link_field(intake: Intake, tmp_path: Path) -> None:
    """An initial is no first name, and 31-12 has no month 31 to be swapped with."""
    row = leerling(Achternaam="", Roepnaam="P.", Geboortedatum="31-12-2000", Geslacht="")
    _, (kept,) = intake.take(write_csv(tmp_path / "x.csv", [[*KOP, "Postcode"], [*row, "onbekend"]]))
    filled = {veld for veld in koppelvelden(contracten()["uitstroom"]) if kept[veld] is not None}
    assert filled == {"kv_geboren"}


def test_a_birth_date_that_a_rule_wipes_has_none_either(intake: Intake, tmp_path: Path) -> None:
    _, (kept,) = intake.take(write_csv(tmp_path / "x.csv", [[*KOP], leerling(Geboortedatum="03-11-1960")]))
    assert [kept[veld] for veld in VELDEN["geboortedatum"]] == [None] * 2


def test_two_birth_dates_have_nothing_in_common(intake: Intake, tmp_path: Path) -> None:
    """A field of the year, month or day is one of few, and 30 known birth dates would tell most of them."""
    days = ["17-05-2000", "18-05-2000", "17-06-2000", "17-05-2001", "01-05-2000", "02-05-2000"]
    rows = [
        leerling(Leerlingnummer=str(n), PGN="", Geboortedatum=day, Geslacht="V") for n, day in enumerate(days)
    ]
    _, kept = intake.take(write_csv(tmp_path / "x.csv", [[*KOP], *rows]))
    fields = [veld for veld in koppelvelden(contracten()["uitstroom"]) if veld.startswith("kv_")]
    alike = {veld for veld in fields if len({row[veld] for row in kept if row[veld]}) == 1}
    assert alike == {"kv_naam", "kv_klank", "kv_roepnaam", "kv_geslacht"}
    for veld in set(fields) - alike:
        found = [row[veld] for row in kept if row[veld]]
        assert len(found) == len(set(found)), veld


def test_a_list_without_any_of_the_columns_is_taken_in(intake: Intake, tmp_path: Path) -> None:
    gone = {"Achternaam", "Roepnaam", "Geboortedatum", "Geslacht"}
    row = dict(zip(KOP, leerling(), strict=True))
    left = [naam for naam in KOP if naam not in gone]
    _, (kept,) = intake.take(write_csv(tmp_path / "x.csv", [left, [row[naam] for naam in left]]))
    assert {kept[veld] for velden in VELDEN.values() for veld in velden} == {None}


def test_only_sources_that_are_linked_keep_link_fields() -> None:
    """Worked out from what is linked: leavers, and who is followed. DUO goes by PGN, which it always has."""
    assert {bron for bron, contract in contracten().items() if contract.koppelvelden} == {
        "uitstroom",
        "intergrip",
    }


def test_a_contract_cannot_link_on_a_column_it_does_not_have() -> None:
    raw = contracten()["esf"].model_dump(by_alias=True)
    with pytest.raises(ValueError, match="esf has no column roepnaam"):
        Contract.model_validate(raw | {"koppelvelden": ["roepnaam"]})


def test_many_days_and_names_each_have_their_own(intake: Intake, tmp_path: Path) -> None:
    """The lists are looked up by place: one place off would give a neighbour's hash."""
    days = [date(1999, 1, 1), date(2000, 2, 29), date(2001, 12, 31), date(1999, 1, 2)]
    names = ["Aap", "Noot", "Mies", "Noot"]
    rows = [
        leerling(Leerlingnummer=str(n), PGN="", Geboortedatum=f"{day:%d-%m-%Y}", Roepnaam=naam)
        for n, (day, naam) in enumerate(zip(days, names, strict=True))
    ]
    _, kept = intake.take(write_csv(tmp_path / "x.csv", [[*KOP], *rows]))
    assert [row["kv_geboren"] for row in kept] == [hashed("geboren", day.isoformat()) for day in days]
    assert [row["kv_roepnaam"] for row in kept] == [hashed("roepnaam", naam[:3].lower()) for naam in names]
