"""`toeleiding check`: what it says of good and of broken deliveries, and what it never says."""

from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.support.exports import KOP, leerling, write_csv, write_uitstroom, write_xlsx
from tests.support.verbs import Verb, verb

DUO = Path(__file__).parents[3] / "shared" / "data" / "duo-vsv"
NO_BSN = "pgn: voldoet niet aan de elfproef van het BSN"


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Verb:
    """The verb as the command line gives it, from a folder that is no workspace."""
    return verb("check", tmp_path, capsys, monkeypatch)


A04 = (
    "BRIN_NR;NAAM_INST;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;ACHTERNAAM;VOORVOEGSEL;ALLE_VOORNAMEN;WOONGEMEENTE;"
    "GEBOORTEDATUM;ONDERWIJSCODE;ONDERWIJSNAAM;LEERWEG;DATUM_UITSCHRIJVING;MELDING_VERZUIM_WETTELIJK;REDEN;BRIN;"
    "NAAM_INSTELLING;ONDERWIJSAANBIEDERCODE;NAAM_ONDERWIJSAANBIEDER;MELDING_VERZUIM_NIET_WETTELIJK;GEMEENTECODE;"
    "RMC_REGIO;REDEN_UITSTROOM;LOCATIECODE;ONDERWIJSLOCATIECODE;POSTCODE_ONDERWIJSLOCATIE;HUISNUMMER_ONDERWIJSLOCATIE;"
    "BRIN_VOLGNUMMER;NIVEAU;INSCHRIJVINGSVOLGNUMMER;STRAAT;HUISNUMMER;HUISLETTER;HUISNUMMER_TOEVOEGING;"
    "HUISNUMMER_AANDUIDING;ADRES_LOCATIE;POSTCODE;WOONPLAATS;VANAF_WANNEER"
)
NENR = (
    "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;ACHTERNAAM;VOORVOEGSEL;VOORNAMEN;POSTCODE_CIJFERS;"
    "RMC_REGIO;RMC_REGIO_NAAM;GEMCODE;GEMEENTENAAM;BRIN;BRIN_VOLGNR;BRIN_VEST_NAAM;NIVEAU;ONDERWIJSSOORT;CREBO;"
    "CREBO_OMSCHRIJVING;EXAMEN;IND_BEKOSTIGING;ONDERWIJSAANBIEDER_CODE;ONDERWIJSAANBIEDER_NAAM;ONDERWIJSLOCATIE_CODE;"
    "ONDERWIJSLOCATIE_STRAATNAAM;ONDERWIJSLOCATIE_HUISNUMMER;ONDERWIJSLOCATIE_HUISNUMMER_TOEVOEGING;"
    "ONDERWIJSLOCATIE_POSTCODE;ONDERWIJSLOCATIE_PLAATSNAAM"
)
TRAPS = {
    "RMC_REGIO": ["REGIO 28"],
    "GEMCODE": ["488", "1725", "0599", "NULL"],
    "GEMEENTECODE": ["488", "1725", "0599", ""],
    "HUISNUMMER": ["23.0", "", "7"],
    "GEBOORTEDATUM": ["03-10-2002", "2002-10-03", "3/10/2002", "NULL"],
    "NAAM_ONDERWIJSAANBIEDER": ["Zorg; Welzijn & Sport", "Café"],
    "MELDING_VERZUIM_WETTELIJK": ["J", "N", ""],
    "MELDING_VERZUIM_NIET_WETTELIJK": ["N"],
}


def _passes(number: int) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, str(number), strict=True)) % 11 == 0


def _numbers(good: int, bad: int) -> list[str]:
    start = range(900_000_001, 900_100_000)
    right = islice((n for n in start if _passes(n)), good)
    return [str(n) for n in [*right, *islice((n for n in start if not _passes(n)), bad)]]


def _look_alike(path: Path, header: str, good: int, bad: int) -> Path:
    """A file with DUO's header and traps, and so many numbers that pass and that do not."""
    kop = header.split(";")
    values = {naam: cycle(TRAPS.get(naam, [""])) for naam in kop}
    number = "#BURGERSERVICENUMMER" if kop[0].startswith("#") else "PERSOONSGEBONDENNUMMER"
    rows = [[pgn if naam == number else next(values[naam]) for naam in kop] for pgn in _numbers(good, bad)]
    return write_csv(path, [kop, *rows])


@pytest.fixture
def duo(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "as delivered":
        if not DUO.is_dir():
            pytest.skip("the public DUO files are not here")
        return DUO
    _look_alike(tmp_path / "duo" / "202310A04I27GZ.csv", A04, 110, 1135)
    _look_alike(tmp_path / "duo" / "NenR2023DI27GZ.csv", NENR, 94, 906)
    return tmp_path / "duo"


@pytest.mark.parametrize("duo", ["as delivered", "look-alike"], indirect=True)
def test_the_files_of_duo(check: Verb, duo: Path) -> None:
    done = check(duo, "--json")
    assert (done.code, done.err) == (0, "")
    a04, nenr = (file["leveringen"][0] for file in done.json["bestanden"])
    assert (a04["bron"], a04["rijen"]["in"], a04["defecten"][NO_BSN]) == ("duo_a04", 1245, 1135)
    assert (nenr["bron"], nenr["rijen"]["in"], nenr["defecten"][NO_BSN]) == ("duo_nenr", 1000, 906)
    for levering in (a04, nenr):
        assert levering["rijen"]["gehouden"] >= 0.99 * levering["rijen"]["in"]
    assert nenr["kenmerken"] == {"soort": "NenR", "teljaar_einde": "2023", "stand_levering": "D"}


def test_what_a_person_reads(check: Verb, tmp_path: Path) -> None:
    rows = [
        leerling(),
        leerling(),
        leerling(PGN="", Leerlingnummer=""),
        leerling(PGN="123456789", Leerlingnummer="9"),
    ]
    path = write_xlsx(
        tmp_path / "2017-11-01" / "x.xlsx", {"Lees mij": [["x"]], "Uit": [KOP, *rows, ["Totaal"]]}
    )
    done = check(path)
    assert done.code == 0
    assert done.out.splitlines() == [
        "2017-11-01/x.xlsx, sheet Uit: uitstroom, 4 rows: 2 gehouden, 1 dubbel, 1 quarantaine",
        "       1  quarantaine: persoon niet vast te stellen",
        f"       1  defect, row kept: {NO_BSN}",
        "       1  totals row(s) read past",
        "  not in this export: uitstroomprofiel, perspectief_arbeid, schooljaar, diploma, contract_soort,"
        " contract_begin, contract_einde, werkgemeente, passend, uitkering, postcode, gemeente",
        "x.xlsx, sheet Lees mij: not a known export, read past",
        "1 file(s), 4 rows, 0 refused",
    ]
    assert done.err == "x.xlsx\n"


def test_what_was_repaired_is_said_where_a_person_may_want_to_know(check: Verb, tmp_path: Path) -> None:
    """Two dates as Excel numbers them, one BRIN without vestiging; "Regulier werk" is what schools write."""
    rows = [
        leerling(Datum_uitstroom="42926"),
        leerling(PGN="123456782", Leerlingnummer="2", Datum_uitstroom="42927", BRIN="99AA"),
    ]
    path = write_uitstroom(tmp_path / "2017-11-01" / "x.csv", *rows)
    lines = check(path).out.splitlines()
    assert lines[1] == (
        "  repaired: brin 1x hoofdvestiging 00 toegevoegd, datum_uitstroom 2x Excel-getal gelezen als datum"
    )
    assert not [line for line in lines if "ander woord" in line]
    (delivery,) = check(path, "--json").json["bestanden"][0]["leveringen"]
    assert delivery["hersteld"]["bestemming: ander woord voor de code"] == 2


@pytest.mark.parametrize("named", ["2017-11-01/x.csv", "2017-11-01", ".", "2017-11-01/deel"])
def test_the_day_of_delivery_is_seen_however_the_file_is_named(
    check: Verb, tmp_path: Path, named: str
) -> None:
    write_uitstroom(tmp_path / "2017-11-01" / "x.csv", leerling())
    write_uitstroom(tmp_path / "2017-11-01" / "deel" / "y.csv", leerling())
    done = check(named, "--json")
    days = {levering["leverdatum"] for file in done.json["bestanden"] for levering in file["leveringen"]}
    assert days == ({None} if named.endswith("deel") else {"2017-11-01"})


def test_a_refusal_is_exit_code_three_and_the_others_are_judged(check: Verb, tmp_path: Path) -> None:
    write_uitstroom(tmp_path / "raw" / "a.csv", leerling(Bestemming="Zwerftocht"))
    write_uitstroom(tmp_path / "raw" / "b.csv", leerling())
    done = check(tmp_path / "raw")
    assert done.code == 3
    assert (
        "a.csv: REFUSED\n  a.csv: unknown value(s) in an export of uitstroom:\n    column M (bestemming)"
        in done.out
    )
    assert "b.csv: uitstroom, 1 rows: 1 gehouden" in done.out
    assert done.out.endswith("2 file(s), 1 rows, 1 refused\n")
    as_json = check(tmp_path / "raw", "--json")
    assert as_json.code == 3
    a, b = as_json.json["bestanden"]
    assert (a["leveringen"], len(a["weigeringen"])) == ([], 1)
    assert (b["leveringen"][0]["rijen"]["gehouden"], b["weigeringen"]) == (1, [])


def test_a_path_that_is_not_there(check: Verb) -> None:
    done = check("nergens.csv", "--json")
    assert done.code == 2
    assert "there is no such file or folder" in done.json["fout"]


def test_nothing_is_kept(check: Verb, tmp_path: Path) -> None:
    write_uitstroom(tmp_path / "raw" / "a.csv", leerling())
    before = sorted(tmp_path.rglob("*"))
    assert check(tmp_path / "raw").code == 0
    assert sorted(tmp_path.rglob("*")) == before


PGN, NAAM, BORN = "987654321", "Geheimnaam", "23-11-1987"
MARKED = leerling(
    PGN=PGN, Leerlingnummer="76543218", Achternaam=NAAM, Roepnaam="Geheimroep", Geboortedatum=BORN
)
TRACES = ("987654321", "987.654", "76543218", "geheim", "23-11-1987", "1987-11-23", "bytearray")


def _line(cells: list[object]) -> str:
    return ";".join(map(str, cells))


def _marked(place: str, value: object) -> list[object]:
    row: list[object] = list(MARKED)
    row[KOP.index(place)] = value
    return row


# Files that are broken in a way of their own, with a pupil's data in the broken place.
BROKEN: dict[str, bytes] = {
    "more cells than the header": _line([*MARKED, PGN, NAAM]).encode(),
    "a cell missing before the codes": _line([*MARKED[:3], *MARKED[4:]]).encode(),
    "two cells missing": _line(MARKED[2:]).encode(),
    "the number under a code": _line(_marked("Geslacht", PGN)).encode(),
    "the birth date under a code": _line(_marked("Bestemming", BORN)).encode(),
    "the name under a code": _line(_marked("Reden", NAAM)).encode(),
    "the name in a sentence": _line(_marked("Bestemming", f"{NAAM} zit thuis")).encode(),
    "a quote that is not closed": _line(_marked("Achternaam", f'"{NAAM}')).encode(),
    "a quote inside a quoted cell": _line(_marked("Achternaam", f'"{NAAM}" {NAAM}')).encode(),
    "NUL bytes": _line(_marked("Achternaam", f"{NAAM}\0")).encode(),
    "an undefined byte": _line(MARKED).encode() + b"\x81",
    "an endless cell": _line(_marked("Achternaam", NAAM * 200_000)).encode(),
    "every field wrong": _line(
        [PGN, f"{PGN}0", NAAM, NAAM, NAAM, f"{BORN}0", "M", "99AA", *MARKED[8:]]
    ).encode(),
}


def test_no_message_holds_a_personal_value(check: Verb, tmp_path: Path) -> None:
    header, raw = _line(list(KOP)).encode(), tmp_path / "raw"
    raw.mkdir()
    for name, content in BROKEN.items():
        (raw / f"{name}.csv").write_bytes(header + b"\r\n" + content + b"\r\n")
    (raw / "no header.csv").write_bytes(_line(MARKED).encode())
    as_json, as_text = check(raw, "--json"), check(raw)
    refused = {file["bestand"] for file in as_json.json["bestanden"] if file["weigeringen"]}
    assert refused == {"no header.csv", *(f"{name}.csv" for name in BROKEN)} - {"every field wrong.csv"}
    for done in (as_json, as_text):
        assert done.code == 3
        said = (done.out + done.err).lower()
        assert not [trace for trace in TRACES if trace in said]
