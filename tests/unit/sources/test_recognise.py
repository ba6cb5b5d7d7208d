"""Recognition by header, wherever it stands; and what is said of headers that are not right."""

import re
from datetime import date
from pathlib import Path

import pytest

from pipeline.sources.contract import contracten, kaal
from pipeline.sources.extend import add_words
from pipeline.sources.problems import PastNietOpContract
from pipeline.sources.reading import bestand, read_bladen
from pipeline.sources.reading.blad import column_letter
from pipeline.sources.recognise import Herkend, recognise
from pipeline.sources.register import recognised_sheets
from pipeline.sources.words import Woord
from pipeline.synthetic.spellings import HEADERS
from pipeline.workspace.errors import LeveringGeweigerd
from tests.support.exports import KOP, Cell, leerling, write_csv, write_uitstroom, write_xlsx
from tests.support.intake import Intake

DOELEN = ["Schooljaar", "Niveau", "BRIN", "Bestuur", "Indicator", "Doel (%)"]


def _herkend(path: Path) -> Herkend:
    (sheet,) = recognised_sheets(bestand(path, path.name), contracten(), [])
    return sheet


def _refusal(intake: Intake, path: Path) -> LeveringGeweigerd:
    with pytest.raises(LeveringGeweigerd) as refusal:
        intake.take(path)
    assert refusal.value.exit_code == 3
    return refusal.value


def _said(intake: Intake, path: Path) -> str:
    return str(_refusal(intake, path))


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
def test_the_header_may_stand_below_titles(tmp_path: Path, intake: Intake, suffix: str) -> None:
    rows = [*TITLES, KOP, leerling(), [], leerling(PGN="999990020"), ["Totaal", "2"]]
    path = tmp_path / f"x.{suffix}"
    if suffix == "csv":
        write_csv(path, rows)
    else:
        write_xlsx(path, {"Blad1": rows})
    assert _herkend(path).koprij == 5
    delivery, rows_kept = intake.take(path)
    assert [row["rij"] for row in rows_kept] == [6, 8]
    assert (delivery.rijen["in"], delivery.totaalrijen) == (2, 1)


def test_a_header_below_row_thirty_is_not_found(tmp_path: Path, intake: Intake) -> None:
    titles = [["titel", str(n), ""] for n in range(30)]
    below = write_csv(tmp_path / "x.csv", [*titles, KOP, leerling()])
    assert "no row in the first thirty" in _said(intake, below)
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


def test_an_unknown_header_is_named_with_its_place_and_what_it_resembles(
    tmp_path: Path, intake: Intake
) -> None:
    kop = [*KOP[:9], "Schooltyppe", *KOP[9:]]
    rows = [["Uitstroom"], [], kop, [*leerling()[:9], "x", *leerling()[9:]]]
    said = _said(intake, write_xlsx(tmp_path / "lijst.xlsx", {"Uit": rows}))
    assert said.startswith("lijst.xlsx, sheet Uit: unknown header(s) in an export of uitstroom:\n")
    assert "  row 3, column J: unknown header 'Schooltyppe' (no known column looks like it)" in said
    assert "toeleiding check FILE --learn" in said and "woorden.toml" in said


def test_an_unknown_header_that_resembles_a_column_that_is_not_there(tmp_path: Path, intake: Intake) -> None:
    kop = ["Schooltyppe" if naam == "Schooltype" else naam for naam in KOP]
    said = _said(intake, write_csv(tmp_path / "x.csv", [kop, leerling(), leerling(Schooltype="?!")]))
    assert (
        "row 1, column K: unknown header 'Schooltyppe'"
        " (nearest known columns: schooltype (95% like 'schooltype'; 1 of 2 cells fit)"
    ) in said
    assert (
        "row 1: column schooltype is missing; it may be called schooltype, Onderwijssoort, Onderwijstype,"
        " Type onderwijs"
    ) in said


def test_cells_tell_what_a_header_does_not(tmp_path: Path, intake: Intake) -> None:
    kop = ["Qqqq" if naam == "BRIN" else naam for naam in KOP]
    rows = [leerling(BRIN="99AA00"), leerling(BRIN="99ab"), leerling(BRIN=""), leerling(BRIN="Zuid")]
    said = _said(intake, write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert "unknown header 'Qqqq' (no known column looks like it)" in said  # two of three is not enough
    said = _said(intake, write_csv(tmp_path / "x.csv", [kop, *rows[:3]]))
    assert "unknown header 'Qqqq' (nearest known columns: brin (" in said
    assert "; 2 of 2 cells fit))" in said


def test_a_missing_required_column_is_named_with_what_it_may_be_called(
    tmp_path: Path, intake: Intake
) -> None:
    kop = [naam for naam in KOP if naam != "Bestemming"]
    row = [cell for naam, cell in zip(KOP, leerling(), strict=True) if naam != "Bestemming"]
    said = _said(intake, write_csv(tmp_path / "x.csv", [kop, row]))
    assert said.startswith("x.csv: missing column(s) in an export of uitstroom:\n")
    assert (
        "  row 1: column bestemming is missing; it may be called bestemming, Uitstroombestemming,"
        " Gerealiseerde bestemming" in said
    )


def _without(*koppen: str) -> list[list[Cell]]:
    """A header and a row of an outflow list that lack some columns."""
    places = [n for n, kop in enumerate(KOP) if kop not in koppen]
    return [[row[place] for place in places] for row in (KOP, leerling())]


def test_an_export_that_no_column_ties_to_a_school_year_is_refused(tmp_path: Path, intake: Intake) -> None:
    """Every row of it would be quarantined; either of two columns would do."""
    said = _said(intake, write_csv(tmp_path / "x.csv", _without("Datum uitstroom")))
    assert said.splitlines()[:2] == [
        "x.csv: missing column(s) in an export of uitstroom:",
        "  row 1: no column tells the school year of a row; what would do: schooljaar (School jaar, Jaar,"
        " Cohort); or datum_uitstroom (Uitschrijfdatum, Datum uit, Uitstroomdatum)",
    ]


@pytest.mark.parametrize(("kop", "cell"), [("Schooljaar", "2016-2017"), ("Uitschrijfdatum", "10-07-2017")])
def test_one_column_that_tells_the_school_year_is_enough(
    tmp_path: Path, intake: Intake, kop: str, cell: str
) -> None:
    header, row = _without("Datum uitstroom")
    delivery, _ = intake.take(write_csv(tmp_path / "x.csv", [[*header, kop], [*row, cell]]))
    assert (delivery.rijen["gehouden"], delivery.cohorten) == (1, (2016,))


LEADS_NOWHERE = {
    "nobody, no number": ("bespreeklijst", ["BRIN", "Op lijst", "Van lijst"], ["pupil"]),
    "own number, no school": ("werkoverleg", ["Datum", "Cluster", "Besproken", "Leerlingnummer"], ["pupil"]),
    "no year": (
        "aanbevelingen",
        ["Aanbeveling", "Rapport", "Uiterlijk", "Status"],
        ["school year"],
    ),
    "no year of an event": ("cambo", ["createdat", "ketenid", "status"], ["school year"]),
}
LEADS_SOMEWHERE = {
    "own number and school": ("bespreeklijst", ["BRIN", "Op lijst", "Van lijst", "Leerlingnummer"]),
    "national number": ("werkoverleg", ["Datum", "Cluster", "Besproken", "BSN"]),
    "own number with its school": (
        "werkoverleg",
        ["Datum", "Cluster", "Besproken", "Leerlingnummer", "BRIN"],
    ),
    "a day for the year": (
        "aanbevelingen",
        ["Aanbeveling", "Rapport", "Uiterlijk", "Status", "Rapportdatum"],
    ),
    "a moment for the year": ("cambo", ["createdat", "ketenid", "status", "startmoment"]),
    "the year is in the file's name": ("duo_nenr", _required("duo_nenr")),
    "the number may be either": ("duo_nrsp", _required("duo_nrsp")),
}


@pytest.mark.parametrize(("bron", "kop", "unknown"), LEADS_NOWHERE.values(), ids=LEADS_NOWHERE)
def test_what_no_column_can_establish_is_said_per_source(
    tmp_path: Path, intake: Intake, bron: str, kop: list[str], unknown: list[str]
) -> None:
    path = write_csv(tmp_path / "x.csv", [kop, ["1"] * len(kop)])
    assert _herkend(path).contract.bron == bron
    assert re.findall(r"no column tells the (.*?) of a row", _said(intake, path)) == unknown


@pytest.mark.parametrize(("bron", "kop"), LEADS_SOMEWHERE.values(), ids=LEADS_SOMEWHERE)
def test_what_some_column_can_establish_is_accepted(tmp_path: Path, bron: str, kop: list[str]) -> None:
    herkend = _herkend(write_csv(tmp_path / "x.csv", [kop, ["1"] * len(kop)]))
    assert (herkend.contract.bron, herkend.onherleidbaar) == (bron, [])


def test_a_required_column_that_is_not_there_is_asked_for_once(tmp_path: Path, intake: Intake) -> None:
    said = _said(intake, write_csv(tmp_path / "x.csv", _without("BRIN", "PGN", "Leerlingnummer")))
    assert "column brin is missing" in said and "column pgn is missing" in said
    assert "no column tells" not in said


def test_an_unknown_header_may_be_the_column_that_would_do(tmp_path: Path, intake: Intake) -> None:
    header, row = _without("Datum uitstroom")
    refusal = _refusal(intake, write_csv(tmp_path / "x.csv", [[*header, "Zqx"], [*row, "10-07-2017"]]))
    assert isinstance(refusal, PastNietOpContract)
    first, second = refusal.problemen
    assert (first.soort, second.soort) == ("onbekende kop", "niet te herleiden")
    assert first.mogelijk == ("schooljaar", "datum_uitstroom")


def test_two_headers_with_one_meaning(tmp_path: Path, intake: Intake) -> None:
    said = _said(intake, write_csv(tmp_path / "x.csv", [[*KOP, "BSN"], [*leerling(), "999990019"]]))
    assert "  row 1, column Q: 'BSN' means pgn, and so does column B" in said


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path, intake: Intake) -> None:
    """Headers, from left to right, and then the values of the columns that are known."""
    kop = ["Schooltyppe" if naam == "Schooltype" else naam for naam in KOP]
    first = leerling(Bestemming="Zwerftocht", Geslacht="Q")
    second = leerling(Bestemming="Zwerftocht", Geslacht="M")
    path = write_csv(tmp_path / "x.csv", [[*kop, "PGN", "Qqqq"], [*first, "", "1"], [*second, "", "2"]])
    refusal = _refusal(intake, path)
    assert isinstance(refusal, PastNietOpContract)
    assert [(p.soort, p.letter, p.kolom, p.tekst, p.aantal) for p in refusal.problemen] == [
        ("onbekende kop", "K", None, "Schooltyppe", 1),
        ("dubbele kop", "Q", "pgn", "PGN", 1),
        ("onbekende kop", "R", None, "Qqqq", 1),
        ("ontbrekende kolom", None, "schooltype", None, 1),
        ("onbekende waarde", "G", "geslacht", "Q", 1),
        ("onbekende waarde", "M", "bestemming", "Zwerftocht", 2),
    ]
    assert (refusal.plaats, refusal.bron) == ("x.csv", "uitstroom")
    assert str(refusal).startswith(
        "x.csv: unknown header(s) and two headers for one column and missing column(s) and unknown value(s)"
        " in an export of uitstroom:\n"
    )


def test_headers_are_told_of_a_file_that_cannot_be_read(tmp_path: Path, intake: Intake) -> None:
    broken = [*leerling(), "x", "extra"]
    said = _said(intake, write_csv(tmp_path / "x.csv", [[*KOP, "Qqqq"], broken]))
    assert "unknown header 'Qqqq'" in said
    assert "x.csv, row 2: 1 corrupted row(s) with more cells than the 17 of the header" in said


def test_a_refusal_of_very_many_headers_stays_readable(tmp_path: Path, intake: Intake) -> None:
    more = [f"Vraag {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(100)]
    said = _said(intake, write_csv(tmp_path / "x.csv", [[*KOP, *more], [*leerling(), *more]]))
    assert said.count("unknown header '") == 60
    assert "  and 40 more\n" in said


@pytest.mark.parametrize(
    "kop",
    ["999990019", "Testman", "Bijzonderheden over de leerling die niemand mag weten", "geb. 17-05-2000"],
)
def test_a_header_that_may_be_personal_is_not_shown(tmp_path: Path, intake: Intake, kop: str) -> None:
    """Someone typed in the header row; the place is enough to find it."""
    said = _said(intake, write_csv(tmp_path / "x.csv", [[*KOP, kop], [*leerling(), ""]]))
    assert "column Q: unknown header not shown, because it may be personal (no known column" in said
    assert kop not in said


def test_words_under_an_unknown_header_are_shown_nowhere(tmp_path: Path, intake: Intake) -> None:
    """Nobody knows what such a column holds; what is also in it may be a name, wherever it stands."""
    kop = [*KOP, "Kind"]
    rows = [[*leerling(Bestemming="bij oom Bijzondernaam"), ""], [*leerling(Bestemming="Zwerftocht"), "x"]]
    said = _said(intake, write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert "'bij oom Bijzondernaam'" in said and "'Zwerftocht'" in said
    rows.append([*leerling(), "Bijzondernaam, Piet"])
    said = _said(intake, write_csv(tmp_path / "x.csv", [kop, *rows]))
    assert "a value not shown, because it may be personal, 1 time(s), first in row 2" in said
    assert "Bijzondernaam" not in said and "'Zwerftocht'" in said


def test_an_ignored_column_is_shown_nowhere_either(tmp_path: Path, intake: Intake) -> None:
    kop = [*KOP, "Kind"]
    rows = [[*leerling(Bestemming="bij oom Bijzondernaam"), "Bijzondernaam"]]
    path = write_csv(tmp_path / "x.csv", [kop, *rows])
    ignored = add_words(contracten(), (Woord("uitstroom", None, "Kind", "weg"),), Path("woorden.toml"))
    with pytest.raises(PastNietOpContract) as refusal:
        intake.take(path, contracten=ignored)
    assert [p.tekst for p in refusal.value.problemen] == [None]
    assert "Bijzondernaam" not in str(refusal.value)


@pytest.mark.parametrize(
    "rows",
    [[["a", "b", "c"], ["1", "2", "3"]], [["PGN", "BRIN"], ["1", "2"]]],
    ids=["other headers", "two headers"],
)
def test_not_recognised(tmp_path: Path, intake: Intake, rows: list[list[str]]) -> None:
    path = write_csv(tmp_path / "x.csv", rows)
    assert recognise(read_bladen(bestand(path, path.name))[0], contracten()) is None
    said = _said(intake, path)
    assert "x.csv: no row in the first thirty is the header of a known export" in said
    assert all(bron in said for bron in contracten())


ALIKE = ["Leerlingnumer", "Burgerservicenr", "Geboortedtm", "Qqqq", "Rrrr", "Ssss"]


def test_headers_that_only_resemble_are_refused_one_by_one(tmp_path: Path, intake: Intake) -> None:
    """No header is known, so it is not recognised; but a school hears what it may be and what to do."""
    path = write_csv(tmp_path / "x.csv", [["Lijst"], ALIKE, ["1"] * 6])
    assert recognise(read_bladen(bestand(path, path.name))[0], contracten()) is None
    said = _said(intake, path)
    assert said.count("unknown header '") == 6
    assert "row 2, column B: unknown header 'Burgerservicenr' (nearest known columns: pgn (88% like" in said


def test_too_little_resemblance_is_none(tmp_path: Path, intake: Intake) -> None:
    path = write_csv(tmp_path / "x.csv", [[*ALIKE, *(f"Z{letter * 4}" for letter in "abcd")], ["1"] * 10])
    assert "is the header of a known export" in _said(intake, path)


def test_a_sheet_that_resembles_is_read_past_beside_one_that_is_known(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", {"Half": [ALIKE, ["1"] * 6], "Uit": [KOP, leerling()]})
    assert _herkend(path).blad.naam == "Uit"


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
def test_totals_rows(tmp_path: Path, intake: Intake, changes: dict[str, str], total: bool) -> None:
    row = [changes.get(naam, "") for naam in KOP]
    delivery, _ = intake.take(write_csv(tmp_path / "x.csv", [KOP, row]))
    assert (delivery.totaalrijen, delivery.rijen["in"]) == ((1, 0) if total else (0, 1))


def test_a_total_of_many_millions_is_a_totals_row(tmp_path: Path, intake: Intake) -> None:
    kop = ["Aanvraag", "Periode", "Gerealiseerde baten", "Bedrag bestemd"]
    rows = [kop, ["E1", "2016-2017", "12345678", "100"], ["Totaal", "", "12345678", "100"]]
    delivery, kept = intake.take(write_csv(tmp_path / "x.csv", rows))
    assert (delivery.rijen["in"], delivery.totaalrijen, len(kept)) == (1, 1, 1)


def test_rows_with_more_cells_than_the_header_are_refused(tmp_path: Path, intake: Intake) -> None:
    broken = [*leerling(), "extra"]
    path = write_uitstroom(tmp_path / "x.csv", leerling(), broken, [*leerling(), "", " "], *[broken] * 6)
    said = _said(intake, path)
    assert (
        "x.csv, row 3, 5, 6, 7, 8 and more: 7 corrupted row(s) with more cells than the 16 of the header"
        in said
    )
    assert "extra" not in said


def test_rows_drawn_together_by_quotes_are_refused(tmp_path: Path, intake: Intake) -> None:
    first = ";".join(map(str, leerling(Achternaam='"t Hart')))
    second = ";".join(map(str, leerling(Werkgever='Winkel 24"')))
    lines = [";".join(KOP), ";".join(map(str, leerling())), first, second, ""]
    path = tmp_path / "x.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    assert "x.csv, row 3: a quote in this row is closed in a later one" in _said(intake, path)


def test_a_text_of_several_lines_in_a_cell_is_no_reason_to_refuse(tmp_path: Path, intake: Intake) -> None:
    path = write_csv(
        tmp_path / "x.csv", [[*KOP, "Opmerking"], [*leerling(), "a; b;\r\nc; d"], [*leerling(), "e"]]
    )
    assert [row["rij"] for row in intake.take(path)[1]] == [2, 3]


@pytest.mark.parametrize("bron", ["duo_a04", "duo_nenr", "duo_nrsp"])
def test_duo_writes_utf_8_and_nothing_else(tmp_path: Path, intake: Intake, bron: str) -> None:
    rows = [_required(bron), ["Café"] * len(_required(bron))]
    assert intake.take(write_csv(tmp_path / "good.csv", rows))[0].rijen["in"] == 1
    wrong = write_csv(tmp_path / "wrong.csv", rows, encoding="cp1252")
    assert "wrong.csv, row 2: the text is not encoded as utf-8\n" in _said(intake, wrong)
