"""What is kept: for every source, nothing of a person, in whatever column it was written."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.sources.contract import Contract, Kolom, contracten
from pipeline.sources.delivery import Delivery, active_deliveries
from pipeline.sources.koppelvelden import koppelvelden
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.workspace.folders import Workspace
from tests.support.exports import KOP, leerling, write_csv
from tests.support.intake import OPNAME, SLEUTEL

FATE = {"rij", "lot", "quarantaine_reden", "defecten", "cohort", "persoon", "pgn_geldig", "leerling"}
OF_QUARANTINE = {"rij", "lot", "quarantaine_reden", "defecten", "cohort", "brin"}

# A value that gives itself away wherever it turns up, per type of a personal column.
MARKS = {"tekst": "Geheimzeven", "pgn": "987654321", "datum": "23-11-1987", "postcode4": "7391QX"}
TRACES = ["geheim", "987654321", "23-11-1987", "1987-11-23", "7391qx", "19871123"]
HARMLESS = {
    "tekst": "iets", "brin": "99AA00", "datum": "10-07-2017", "geheel": "2", "decimaal": "12,5", "janee": "J",
    "schooljaar": "2016-2017", "gemeente": "0599", "postcode4": "3011",
    "tijdstip": "2017-07-10T09:30:00Z",
}  # fmt: skip


def _cell(kolom: Kolom) -> str:
    if kolom.type != "code" and (kolom.persoonlijk or kolom.weg or kolom.sleutel):
        return MARKS[kolom.type]
    return next(iter(kolom.waarden)) if kolom.type == "code" else HARMLESS[kolom.type]


def _rows(contract: Contract) -> list[list[str]]:
    """A good row, and one of which neither person nor school nor school year can be established."""
    good = {kolom.naam: _cell(kolom) for kolom in contract.kolommen}
    identity = contract.identiteit
    lost = dict.fromkeys(
        [
            *[*identity.pgn, *identity.leerling, identity.brin],
            *[identity.schooljaar, identity.datum, identity.uitstroomdatum],
        ],
        "",
    )
    bad = {naam: lost.get(naam, cell) for naam, cell in good.items()}
    return [list(good), list(good.values()), list(bad.values())]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def _taken(workspace: Workspace) -> Delivery:
    found = take_in(workspace, OPNAME)
    assert found.geweigerd == []
    (delivery,) = active_deliveries(workspace)
    return delivery


def _kept(workspace: Workspace, delivery: Delivery) -> list[dict[str, Any]]:
    with duckdb.connect(":memory:") as con:
        result = con.execute("SELECT * FROM read_parquet(?)", [str(delivery.rows_file(workspace))])
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.mark.parametrize("bron", contracten())
def test_nothing_personal_is_written_anywhere(workspace: Workspace, bron: str) -> None:
    contract = contracten()[bron]
    write_csv(workspace.raw / "2017-11-01" / "x.csv", _rows(contract))
    delivery = _taken(workspace)
    kept = _kept(workspace, delivery)
    assert len(kept) == 2
    for file in workspace.root.rglob("*"):
        if file.is_file() and not file.is_relative_to(workspace.raw):
            content = file.read_bytes().lower()
            for trace in TRACES:
                assert trace.encode() not in content, (file, trace)
                assert trace.encode().hex().encode() not in content, (file, trace)
    for value in (str(value).lower() for row in kept for value in row.values()):
        assert not any(trace in value or trace.encode().hex() in value for trace in TRACES), value


@pytest.mark.parametrize("bron", contracten())
def test_only_columns_that_are_not_personal_are_kept(workspace: Workspace, bron: str) -> None:
    contract = contracten()[bron]
    write_csv(workspace.raw / "x.csv", _rows(contract))
    good, bad = _kept(workspace, _taken(workspace))
    personal = {k.naam for k in contract.kolommen if k.persoonlijk or k.weg}
    assert not personal & good.keys()
    added = set(contract.afgeleid) | set(koppelvelden(contract))
    assert good.keys() - FATE - added == {k.naam for k in contract.kolommen} - personal
    assert good["lot"] == "gehouden"
    expected = "quarantaine" if contract.identiteit.nodig else "gehouden"
    assert bad["lot"] == expected
    assert {naam for naam, value in bad.items() if value is not None} <= OF_QUARANTINE


def test_which_columns_are_personal() -> None:
    """Worked out from what the columns are, not from the contracts."""
    known = {
        "leerlingnummer", "pgn", "bsn", "onderwijsnummer", "achternaam", "voorvoegsel", "roepnaam",
        "voornamen", "alle_voornamen", "geboortedatum", "postcode", "postcode_cijfers", "straat",
        "huisnummer", "huisletter", "huisnummer_toevoeging", "huisnummer_aanduiding", "adres_locatie",
        "woonplaats", "opmerking", "begeleider", "afspraken", "createdby", "lastmodifiedby",
        "postcodecijfers", "eigenaar_naam", "ingevuld_door", "contactpersoon", "omschrijving",
    }  # fmt: skip
    kept = {kolom.naam for contract in contracten().values() for kolom in contract.bewaard}
    assert not known & kept
    hashed = {k.naam for contract in contracten().values() for k in contract.bewaard if k.sleutel}
    assert hashed == {"werkgever", "ketenid", "caketenid", "bsnhash"}


def test_pseudonyms_and_age(workspace: Workspace) -> None:
    write_csv(workspace.raw / "x.csv", [KOP, leerling(Werkgever="Bakkerij  Bol B.V.")])
    (row,) = _kept(workspace, _taken(workspace))
    assert row["persoon"] == SLEUTEL.pseudonym("pgn", "999990019")
    assert row["leerling"] == SLEUTEL.pseudonym("leerling", "99AA00/1001")
    assert row["werkgever"] == SLEUTEL.pseudonym("werkgever", "bakkerijbol")
    # Born 17-05-2000, and 1-10-2016 is the teldatum with which cohort 2016-2017 opens.
    assert (row["cohort"], row["leeftijd"], row["brin"]) == (2016, 16, "99AA00")
    assert (row["datum_uitstroom"], row["rij"]) == (date(2017, 7, 10), 2)


def test_school_and_year_of_a_quarantined_row_are_kept_for_the_flow(workspace: Workspace) -> None:
    write_csv(workspace.raw / "x.csv", [KOP, leerling(PGN="", Leerlingnummer="")])
    (row,) = _kept(workspace, _taken(workspace))
    assert {naam: value for naam, value in row.items() if value is not None} == {
        "rij": 2,
        "lot": "quarantaine",
        "quarantaine_reden": "persoon niet vast te stellen",
        "defecten": [],
        "cohort": 2016,
        "brin": "99AA00",
    }


def test_the_same_input_gives_the_same_bytes_and_another_key_other_pseudonyms(tmp_path: Path) -> None:
    content = {}
    for name, opname in (("a", OPNAME), ("b", OPNAME), ("c", Opname(DEMO_SLEUTEL, TELDATUM))):
        workspace = Workspace.create(tmp_path / name)
        write_csv(workspace.raw / "2017-11-01" / "x.csv", [KOP, leerling(), leerling(PGN="123456782")])
        take_in(workspace, opname)
        (delivery,) = active_deliveries(workspace)
        content[name] = [path.read_bytes() for path in sorted(delivery.folder(workspace).iterdir())]
    assert content["a"] == content["b"]
    assert content["a"][1] != content["c"][1]


def test_raw_text_is_not_spilled_where_the_user_is(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB's own choice is a folder .tmp in the current one."""
    from pipeline.sources.intake import connection

    monkeypatch.chdir(tmp_path)
    for spill in (None, tmp_path / "room"):
        with connection(OPNAME, spill) as con:
            found = con.execute("SELECT current_setting('temp_directory')").fetchall()
            assert found == [("" if spill is None else str(spill),)]
    write_csv(workspace.raw / "x.csv", [KOP, leerling()])
    seen: list[bool] = []
    take_in(workspace, OPNAME, lambda _: seen.append(workspace.scratch.is_dir()))
    assert seen == [True]
    assert not workspace.scratch.exists()
    assert not (tmp_path / ".tmp").exists()
