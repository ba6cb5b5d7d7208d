"""Recognition by header, wherever it stands; and what is said of headers that are not right."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.sources.contract import contracten, kaal
from pipeline.sources.load import read_rows
from pipeline.sources.reading import bestand, read_bladen
from pipeline.sources.recognise import Herkend, column_letter, recognise
from pipeline.sources.register import recognised_sheets
from pipeline.synthetic.spellings import HEADERS
from pipeline.workspace.errors import LeveringGeweigerd
from tests.support.exports import KOP, Cell, leerling, write_csv, write_uitstroom, write_xlsx

DOELEN = ["Schooljaar", "Niveau", "BRIN", "Bestuur", "Indicator", "Doel (%)"]


def _herkend(path: Path) -> Herkend:
    (sheet,) = recognised_sheets(bestand(path, path.name), contracten(), [])
    return sheet


def _refusal(path: Path) -> str:
    with pytest.raises(LeveringGeweigerd) as refusal:
        _herkend(path)
    assert refusal.value.exit_code == 3
    return str(refusal.value)


def _required(bron: str) -> list[str]:
    return [kolom.naam for kolom in contracten()[bron].kolommen if kolom.verplicht]


# A smallest header per source: its required columns, in their canonical names.
@pytest.mark.parametrize("bron", contracten())
@pytest.mark.parametrize("name", ["export.csv", "uitstroom_intergrip.txt", "NenR2023D99XX.csv", "x"])
def test_a_source_is_known_by_its_headers_under_any_name(tmp_path: Path, bron: str, name: str) -> None:
    path = write_csv(tmp_path / name, [_required(bron), ["1"] * len(_required(bron))])
    assert _herkend(path).contract.bron == bron


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    path = write_csv(
        tmp_path / "x.csv", [DOELEN, ["2017", "school", "99AA", "B, C; D", "P1", "80"]], separator=separator
    )
    herkend = _herkend(path)
    assert (herkend.scheidingsteken, herkend.breedte, herkend.kolommen["doel"]) == (separator, 6, 5)


TITLES: list[list[Cell]] = [
    ["Uitstroomoverzicht, School, BRIN 99AA00"],
    ["Peildatum", date(2017, 10, 1)],
    [],
    ["Leerlingnummer; PGN; Achternaam zijn persoonlijk"],
]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_header_may_stand_below_titles(tmp_path: Path, suffix: str) -> None:
    rows = [*TITLES, KOP, leerling(), [], leerling(PGN="999990020"), ["Totaal", "2"]]
    path = tmp_path / f"x.{suffix}"
    if suffix == "csv":
        write_csv(path, rows)
    else:
        write_xlsx(path, {"Blad1": rows})
    herkend = _herkend(path)
    assert herkend.koprij == 5
    loaded, data = read_rows(herkend)
    assert [number for number, _ in data] == [6, 8]
    assert (loaded.rijen, loaded.totaalrijen) == (2, 1)


def test_a_header_below_row_thirty_is_not_found(tmp_path: Path) -> None:
    titles = [["titel", str(n), ""] for n in range(30)]
    assert "no row in the first thirty" in _refusal(write_csv(tmp_path / "x.csv", [*titles, KOP, leerling()]))
    assert _herkend(write_csv(tmp_path / "y.csv", [*titles[1:], KOP, leerling()])).koprij == 30


def test_a_hash_before_the_first_header(tmp_path: Path) -> None:
    kop = [f"#{naam}".upper() if n == 0 else naam.upper() for n, naam in enumerate(_required("duo_nenr"))]
    assert _herkend(write_csv(tmp_path / "x.csv", [kop])).contract.bron == "duo_nenr"


@pytest.mark.parametrize("bron", HEADERS)
def test_every_spelling_of_a_header_is_understood(bron: str) -> None:
    koppen = contracten()[bron].koppen
    wrong = {
        spelling: koppen.get(kaal(spelling))
        for naam, spellings in HEADERS[bron].items()
        for spelling in spellings
        if koppen.get(kaal(spelling)) != naam
    }
    assert wrong == {}


# Aliases of domain.md, section 9; case, spaces, dots and underscores do not matter.
ALIASES = {
    "leerlingnummer": [
        "Leerlingnr",
        "Lln.nr.",
        "Stamnr",
        "Stamnummer",
        "VO-leerlingnummer",
        "LEERLING_NUMMER",
    ],
    "pgn": ["BSN", "Burgerservicenummer", "PGN", "Persoonsgebonden nummer", "Onderwijsnummer", " p.g.n. "],
    "roepnaam": ["Voornaam"],
    "voorvoegsel": ["Tussenvoegsel"],
    "geboortedatum": ["Geb.datum", "GEBOORTE DATUM"],
    "brin": ["BRIN-code", "Brinnummer", "BRIN+vestiging"],
    "school": ["Schoolnaam", "Locatie"],
    "bestuur": ["Bevoegd gezag"],
    "schooltype": ["Onderwijssoort"],
    "uitstroomprofiel": ["Profiel"],
    "gemeente": ["Woongemeente", "Gemeentecode"],
    "bestemming": ["Uitstroombestemming", "Gerealiseerde bestemming", "Vervolg"],
    "datum_uitstroom": ["Uitschrijfdatum", "Datum uit"],
    "opmerking": ["Opmerkingen", "Bijzonderheden"],
}


@pytest.mark.parametrize(
    ("naam", "alias"), [(naam, alias) for naam, found in ALIASES.items() for alias in found]
)
def test_aliases_of_the_domain(naam: str, alias: str) -> None:
    assert contracten()["uitstroom"].koppen[kaal(alias)] == naam


def test_an_unknown_header_is_named_with_its_place_and_what_it_resembles(tmp_path: Path) -> None:
    kop = [*KOP[:9], "Schooltyppe", *KOP[9:]]
    rows = [["Uitstroom"], [], kop, [*leerling()[:9], "x", *leerling()[9:]]]
    said = _refusal(write_xlsx(tmp_path / "lijst.xlsx", {"Uit": rows}))
    assert "lijst.xlsx, sheet Uit, row 3, column J: unknown header 'Schooltyppe'" in said
    assert "in an export of uitstroom (nearest known columns: schooltype" in said
    assert "contracts/uitstroom.toml" in said


def test_an_unknown_header_that_resembles_nothing(tmp_path: Path) -> None:
    said = _refusal(write_csv(tmp_path / "x.csv", [[*KOP, "Qqqq"], [*leerling(), ""]]))
    assert "column Q: unknown header 'Qqqq'" in said
    assert "no known column looks like it" in said


def test_a_missing_required_column_is_named_with_what_it_may_be_called(tmp_path: Path) -> None:
    kop = ["Bestemd voor" if naam == "Bestemming" else naam for naam in KOP]
    said = _refusal(write_csv(tmp_path / "x.csv", [kop, leerling()]))
    assert "x.csv, row 1: looks like uitstroom, but column bestemming is missing" in said
    assert "headers not understood: 'Bestemd voor'" in said
    assert "bestemming, Uitstroombestemming, Gerealiseerde bestemming" in said


def test_two_headers_with_one_meaning(tmp_path: Path) -> None:
    said = _refusal(write_csv(tmp_path / "x.csv", [[*KOP, "BSN"], [*leerling(), "999990019"]]))
    assert "column Q: 'BSN' means pgn, and so does column B" in said


@pytest.mark.parametrize(
    "rows",
    [[["a", "b", "c"], ["1", "2", "3"]], [["PGN", "BRIN"], ["1", "2"]], [["School", "School", "School"]]],
    ids=["other headers", "two headers", "one header three times"],
)
def test_not_recognised(tmp_path: Path, rows: list[list[str]]) -> None:
    path = write_csv(tmp_path / "x.csv", rows)
    assert recognise(read_bladen(bestand(path, path.name))[0], contracten()) is None
    said = _refusal(path)
    assert "x.csv: no row in the first thirty is the header of a known export" in said
    assert all(bron in said for bron in contracten())


def test_other_sheets_are_read_past_and_named(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "x.xlsx", {"Lees mij": [["Toelichting"]], "Uit": [KOP, leerling()], "Leeg": []}
    )
    skipped: list[str] = []
    sheets = recognised_sheets(bestand(path, path.name), contracten(), skipped)
    assert [sheet.blad.naam for sheet in sheets] == ["Uit"]
    assert skipped == ["x.xlsx, sheet Lees mij"]


def test_a_column_without_a_header_is_not_taken_for_one(tmp_path: Path) -> None:
    kop = ["", *KOP, ""]
    herkend = _herkend(write_csv(tmp_path / "x.csv", [kop, ["", *leerling(), ""]]))
    assert (herkend.kolommen["leerlingnummer"], herkend.breedte) == (1, len(KOP) + 2)


@pytest.mark.parametrize(
    ("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_column_letters(place: int, letter: str) -> None:
    assert column_letter(place) == letter


# The first cells of a row under the data, and whether it is a totals row.
@pytest.mark.parametrize(
    ("changes", "total"),
    [
        ({"Leerlingnummer": "Totaal", "PGN": "12"}, True),
        ({"Leerlingnummer": "", "PGN": "TOTAAL:"}, True),
        ({"Leerlingnummer": "Subtotaal", "PGN": "", "Uren": "12345678"}, True),
        ({"Leerlingnummer": "Eindtotaal 2016-2017", "PGN": ""}, True),
        ({"Leerlingnummer": "Totaalzorg", "PGN": ""}, False),
        ({"Leerlingnummer": "Totaal", "PGN": "999990019"}, False),
        ({"Leerlingnummer": "Aantal", "PGN": "12"}, False),
        ({"Leerlingnummer": "12", "PGN": "", "Achternaam": "Totaal"}, False),
    ],
)
def test_totals_rows(tmp_path: Path, changes: dict[str, str], total: bool) -> None:
    row = [changes.get(naam, "") for naam in KOP]
    loaded, _ = read_rows(_herkend(write_csv(tmp_path / "x.csv", [KOP, row])))
    assert (loaded.totaalrijen, loaded.rijen) == ((1, 0) if total else (0, 1))


def test_a_total_of_many_millions_is_a_totals_row(tmp_path: Path) -> None:
    kop = ["Aanvraag", "Periode", "Gerealiseerde baten", "Bedrag bestemd"]
    rows = [kop, ["E1", "2016-2017", "12345678", "100"], ["Totaal", "", "12345678", "100"]]
    loaded, data = read_rows(_herkend(write_csv(tmp_path / "x.csv", rows)))
    assert (loaded.rijen, loaded.totaalrijen, len(data)) == (1, 1, 1)


def test_rows_with_more_cells_than_the_header_are_refused(tmp_path: Path) -> None:
    broken = [*leerling(), "extra"]
    path = write_uitstroom(tmp_path / "x.csv", leerling(), broken, [*leerling(), "", " "], *[broken] * 6)
    with pytest.raises(LeveringGeweigerd) as refusal:
        read_rows(_herkend(path))
    said = str(refusal.value)
    assert (
        "x.csv, row 3, 5, 6, 7, 8 and more: 7 corrupted row(s) with more cells than the 16 of the header"
        in said
    )
    assert "extra" not in said


def test_rows_drawn_together_by_quotes_are_refused(tmp_path: Path) -> None:
    first = ";".join(map(str, leerling(Achternaam='"t Hart')))
    second = ";".join(map(str, leerling(Werkgever='Winkel 24"')))
    lines = [";".join(KOP), ";".join(map(str, leerling())), first, second, ""]
    path = tmp_path / "x.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    with pytest.raises(
        LeveringGeweigerd, match=r"x\.csv, row 3: a quote in this row is closed in a later one"
    ):
        read_rows(_herkend(path))


def test_a_text_of_several_lines_in_a_cell_is_no_reason_to_refuse(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "x.csv", [[*KOP, "Opmerking"], [*leerling(), "a; b;\r\nc; d"], [*leerling(), "e"]]
    )
    assert [number for number, _ in read_rows(_herkend(path))[1]] == [2, 3]


@pytest.mark.parametrize("bron", ["duo_a04", "duo_nenr", "duo_nrsp"])
def test_duo_writes_utf_8_and_nothing_else(tmp_path: Path, bron: str) -> None:
    rows = [_required(bron), ["Café"] * len(_required(bron))]
    good = _herkend(write_csv(tmp_path / "good.csv", rows))
    assert read_rows(good)[0].rijen == 1
    wrong = _herkend(write_csv(tmp_path / "wrong.csv", rows, encoding="cp1252"))
    with pytest.raises(LeveringGeweigerd, match=r"wrong\.csv, row 2: the text is not encoded as utf-8\n"):
        read_rows(wrong)
