# ruff: noqa: E501 - a table has the width it has
"""Cases: the outflow list, and others, in every kind of workbook and in archives."""

from __future__ import annotations

from datetime import date, datetime

from tests.support.dress import als_csv, ods, ruw, tekst, xls, xlsx, zip_
from tests.support.exports import Cell
from tests.support.filesuite import Blad, Case, Weigering, kept, refused
from tests.support.filesuite_lijst import KOP, KORT, LEEG, LIJST, RIJ_2, TOTAAL, kort, lijst
from tests.support.filesuite_lijst import LIJST_ZONDER as ZONDER
from tests.support.workbooks import OdsCell, write_zip, xlsx_parts, xml_row

TITEL: list[Cell] = ["Uitstroom 2016-2017"]
EEN: list[Cell] = ["999990019", "99AA00", "PRO", "2016-2017", "ARB_REG"]
TWEE: list[Cell] = ["999990020", "99AA00", "VSO", "2016-2017", "MBO_BOL"]
EEN_EN_TWEE = """
2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
3 | g | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
"""


SOORTEN = (
    kept("werkboek.xlsx", xlsx({"Export": ZONDER}), lijst(naam="Export")),
    kept("werkboek-met-macros.xlsm", xlsx({"Export": ZONDER}, macros=True), lijst(naam="Export")),
    kept("werkboek-97.xls", xls({"Export": ZONDER}), lijst(naam="Export")),
    kept("werkboek.ods", ods({"Export": ZONDER}), lijst(naam="Export")),
    kept("werkboek-met-de-naam-van-tekst.csv", xlsx({"Uit": ZONDER}), lijst(naam="Uit")),
    kept("xls-met-de-naam-van-een-xlsx.xlsx", xls({"Uit": ZONDER}), lijst(naam="Uit")),
    kept("regeleinde-in-een-cel.xlsx", xlsx({"Uit": LIJST}), lijst(naam="Uit")),
    kept("regeleinde-in-een-cel.xls", xls({"Uit": LIJST}), lijst(naam="Uit")),
    kept("regeleinde-in-een-cel.ods", ods({"Uit": LIJST}), lijst(naam="Uit")),
)  # fmt: skip
"""Every format, under its own name or another."""


def _cellen(*rijen: list[Cell]) -> list[list[Cell]]:
    kop: list[Cell] = ["BSN", "BRIN", "Schooltype", "Schooljaar", "Bestemming", "Uitschrijfdatum", "Uren", "Diploma",
                       "Geb.datum", "Gemeentecode"]  # fmt: skip
    return [kop, *rijen]


CEL_VELDEN = (
    "rij | lot | cohort | persoon | brin | schooltype | schooljaar | bestemming | datum_uitstroom | uren | diploma"
    " | leeftijd | gemeente\n"
)
ECHT = _cellen(
    [999990019, "99AA00", "PRO", 2016, "ARB_REG", date(2017, 7, 10), 32.5, True, date(2000, 5, 17), 599],
    [12345672, "99AA00", "VSO", 1617, "MBO_BOL", date(2017, 7, 11), 8, False, date(2000, 10, 1), 1924],
)
"""Numbers, dates and booleans in cells of their own kind; Excel has eaten the zero of a number."""
ECHT_TERUG = (
    CEL_VELDEN
    + """
2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG | 2017-07-10 | 32.5 | J | 16 | 0599
3 | g | 2016 | 012345672 | 99AA00 | VSO | 2016 | MBO_BOL | 2017-07-11 | 8    | N | 16 | 1924
""".lstrip()
)
ECHT_HERSTELD = {
    "pgn: voorloopnul teruggezet": 1,
    "schooljaar: anders geschreven": 1,
    "gemeente: voorloopnul teruggezet": 1,
}

CELLEN = (
    kept("echte-datums-en-getallen.xlsx", xlsx({"A": ECHT}),
         Blad("uitstroom", ECHT_TERUG, "A", hersteld=ECHT_HERSTELD)),
    kept("echte-datums-en-getallen.xls", xls({"A": ECHT}),
         Blad("uitstroom", ECHT_TERUG, "A", hersteld=ECHT_HERSTELD)),
    kept("echte-datums-en-getallen.ods", ods({"A": ECHT}),
         Blad("uitstroom", ECHT_TERUG, "A", hersteld=ECHT_HERSTELD)),
    kept("getallen-als-tekst.xlsx", xlsx({"A": _cellen(
        ["999990019", "99AA00", "PRO", "2016", "ARB_REG", "42926", "32,5", "J", "36663", "0599"],
        ["012345672", "99AA00", "VSO", "1617", "MBO_BOL", "11-7-2017", "8,0", "N", "2000-10-01", "1924"],
    )}), Blad("uitstroom", ECHT_TERUG, "A", hersteld={
        "schooljaar: anders geschreven": 1,
        "datum_uitstroom: Excel-getal gelezen als datum": 1,
        "geboortedatum: Excel-getal gelezen als datum": 1,
    })),
    kept("excel-getallen-als-datum.xlsx", xlsx({"A": _cellen(
        [999990019, "99AA00", "PRO", "2016-2017", "ARB_REG", 42926, 32.5, "ja", 36663, "Rotterdam"],
        [12345672, "99AA00", "VSO", "2016-2017", "MBO_BOL", 42927.0, 8.0, "0", 36800, "goeree-overflakkee"],
    )}), Blad("uitstroom", ECHT_TERUG, "A", hersteld={
        "pgn: voorloopnul teruggezet": 1,
        "datum_uitstroom: Excel-getal gelezen als datum": 2,
        "geboortedatum: Excel-getal gelezen als datum": 2,
        "diploma: ander woord voor de code": 2,
        "gemeente: naam gelezen als code": 2,
    })),
    kept("datum-met-een-tijd.xlsx", xlsx({"A": _cellen(
        [999990019, "99AA00", "PRO", "2016-2017", "ARB_REG", datetime(2017, 7, 10, 13, 5), 32.5, "J", "", "0599"],
    )}), Blad("uitstroom", CEL_VELDEN + """
        2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG | 2017-07-10 | 32.5 | J | | 0599
        """.strip(), "A", hersteld={"datum_uitstroom: tijd weggelaten": 1})),
    kept("te-grote-getallen.xlsx", xlsx({"A": _cellen(
        [1.23457e18, "99AA00", "PRO", "2016-2017", "ARB_REG", 999999, 1e300, "J", "", ""],
        [999990019, "99AA00", "PRO", "2016-2017", "ARB_REG", 3.5, 0.1 + 0.2, "J", -1, ""],
    )}), Blad("uitstroom", """
        rij | lot | cohort | persoon | brin | schooltype | schooljaar | bestemming | uren | diploma | defecten
        2 | q persoon | 2016 | | 99AA00 | | | | | | pgn: geen negen cijfers + datum_uitstroom: geen geldige datum + uren: geen getal
        3 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG | 0.3 | J | datum_uitstroom: geen geldige datum + geboortedatum: geen geldige datum
        """, "A")),
    kept("percentages.xlsx", lambda path: write_percentages(path), Blad("doelen", """
        rij | lot | cohort | persoon | brin | schooljaar | niveau | indicator | doel
        2   | g   | 2016   |         | 99AA00 | 2016     | school | P1        | 85
        3   | g   | 2016   |         | 99AB00 | 2016     | school | P1        | 62.5
        4   | g   | 2016   |         |      | 2016       | regio  | P2        | 100
        """, "Doelen", hersteld={"niveau: ander woord voor de code": 3})),
    kept("fouten-in-cellen.xlsx", lambda path: write_zip(path, xlsx_parts({"A": (
        xml_row(1, "BSN", "BRIN", "Schooltype", "Schooljaar", "Bestemming", "Uren", "School")
        + '<row r="2"><c r="A2"><v>999990019</v></c><c r="B2" t="inlineStr"><is><t>99AA00</t></is></c>'
        '<c r="C2" t="inlineStr"><is><t>PRO</t></is></c><c r="D2"><v>2016</v></c>'
        '<c r="E2" t="inlineStr"><is><t>ARB_REG</t></is></c><c r="F2" t="e"><v>#DIV/0!</v></c>'
        '<c r="G2" t="str"><f>"De "&amp;"Proef"</f><v>De Proef</v></c></row>'
    )})), Blad("uitstroom", """
        rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | school   | defecten
        2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2016       | ARB_REG    | De Proef | uren: geen getal
        """, "A")),
    kept("tekst-die-op-een-formule-lijkt.xlsx", xlsx({"A": [
        [*KORT, "School"], [*EEN, "=HYPERLINK(\"http://x\")"], [*TWEE, "<b>&amp;</b>"],
    ]}), Blad("uitstroom", """
        rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | school
        2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2016       | ARB_REG    | =HYPERLINK("http://x")
        3   | g   | 2016   | 999990020 | 99AA00 | VSO        | 2016       | MBO_BOL    | <b>&amp;</b>
        """, "A")),
)  # fmt: skip
"""Cells: dates, numbers and booleans, and text in their place."""


def write_percentages(path: object) -> None:
    """Targets as Excel keeps them: 0.85 that shows as 85%, beside 100 and a text."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet, percent = workbook.add_worksheet("Doelen"), workbook.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, ["Schooljaar", "Niveau", "BRIN", "Indicator", "Doel (%)"])
        sheet.write_row(1, 0, ["2016-2017", "Locatie", "99AA00", "P1"])
        sheet.write_number(1, 4, 0.85, percent)
        sheet.write_row(2, 0, ["2016-2017", "vestiging", "99AB00", "P1", "62,5%"])
        sheet.write_row(3, 0, ["2016-2017", "Convenant", "", "P2", 100])


OPMAAK = (
    kept("titel-en-lege-rijen.xlsx", xlsx({"A": [TITEL, [], ["De Proef", 2017], [], *ZONDER]}), lijst(6, naam="A")),
    kept("samengevoegde-titel.xlsx", xlsx({"A": [TITEL, *ZONDER]}, samen=[("A", 0, 0, 0, 11)]), lijst(3, naam="A")),
    kept("samengevoegde-koppen.xlsx",
         xlsx({"A": [["Leerling", "", "", "Uitstroom", ""], KORT, EEN, TWEE]},
              samen=[("A", 0, 0, 0, 2), ("A", 0, 3, 0, 4)]), kort("""
         3 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         4 | g | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
         """, naam="A")),
    kept("kop-samengevoegd-over-twee-rijen.xlsx",
         xlsx({"A": [["BSN", "BRIN", "Schooltype", "Schooljaar", "Bestemming"], ["", "", "", "", ""], EEN, TWEE]},
              samen=[("A", 0, n, 1, n) for n in range(5)]), kort("""
         3 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         4 | g | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
         """, naam="A")),
    kept("kop-deels-samengevoegd-over-twee-rijen.xlsx",
         xlsx({"A": [["BSN", "BRIN", "Schooltype", "Uitstroom", ""], ["", "", "", "Schooljaar", "Bestemming"], EEN, TWEE]},
              samen=[("A", 0, 0, 1, 0), ("A", 0, 1, 1, 1), ("A", 0, 2, 1, 2), ("A", 0, 3, 0, 4)]), kort("""
         3 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         4 | g | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
         """, naam="A")),
    kept("brin-samengevoegd-over-de-rijen.xlsx",
         xlsx({"A": [KORT, EEN, [TWEE[0], "", *TWEE[2:]]]}, samen=[("A", 1, 1, 2, 1)]), kort(EEN_EN_TWEE, naam="A")),
    kept("totaalrijen-en-een-lege-staart.xlsx",
         xlsx({"A": [KOP, ZONDER[1], ["Subtotaal", 1], RIJ_2, [], TOTAAL, ["TOTAAL GENERAAL", 2], [], LEEG,
                     ["", " "]]}), lijst(2, 4, naam="A", totaalrijen=3)),
    kept("tabel-die-op-c4-begint.xlsx",
         xlsx({"A": [[], [], [], *[["", "", *row] for row in (KORT, EEN, TWEE)]]}), kort("""
         5 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         6 | g | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
         """, naam="A")),
    kept("tabel-die-op-c4-begint.xls",
         xls({"A": [[], [], [], *[["", "", *row] for row in (KORT, EEN, TWEE)]]}), kort("""
         5 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         6 | g | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
         """, naam="A")),
    kept("herhaalde-rijen-en-cellen.ods", ods({"A": [
        KORT,
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="5"/>'
        "</table:table-row>",
        [EEN[0], "99AA00", OdsCell('office:value-type="string"', "PRO"), "2016-2017", "ARB_REG"],
        '<table:table-row table:number-rows-repeated="2">' + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in TWEE) + "</table:table-row>",
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>',
    ]}), kort("""
        4 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
        5 | g | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
        6 | d | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
        """, naam="A")),
)  # fmt: skip
"""Titles, merged cells, totals, empty tails, tables that do not start in A1."""

ESF: list[list[Cell]] = [["Aanvraag", "Periode", "Baten", "Bestemd bedrag"], ["E1", "2016-2017", 1000, 450.5]]
ESF_TERUG = """
rij | lot | cohort | aanvraag | periode | gerealiseerde_baten | bedrag_bestemd
2   | g   | 2016   | E1       | 2016    | 1000                | 450.5
"""

BLADEN = (
    kept("drie-bladen.xlsx", xlsx({"Lees mij": [["Dit is een export"]], "Uit": [KORT, EEN], "ESF": ESF}),
         kort("2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG", naam="Uit"),
         Blad("esf", ESF_TERUG, "ESF"), overgeslagen=("Lees mij",)),
    kept("een-blad-per-school.xls", xls({"99AA": [KORT, EEN, TWEE], "99AB": [KORT, EEN]}),
         kort(EEN_EN_TWEE, naam="99AA"),
         kort("2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG", naam="99AB")),
    kept("verborgen-blad-met-codes.xlsx",
         xlsx({"Uit": [KORT, EEN, TWEE], "codes": [["J", "N"], ["ja", "nee"]]}, verborgen=["codes"]),
         kort(EEN_EN_TWEE, naam="Uit"), overgeslagen=("codes",)),
    kept("verborgen-blad-met-codes.xls",
         xls({"Uit": [KORT, EEN, TWEE], "codes": [["J", "N"], ["ja", "nee"]]}, hidden={"codes": 2}),
         kort(EEN_EN_TWEE, naam="Uit"), overgeslagen=("codes",)),
    kept("leeg-blad-vooraan.ods", ods({"Blad1": [], "Blad2": [KORT, EEN, TWEE]}), kort(EEN_EN_TWEE, naam="Blad2")),
    refused("verborgen-blad-met-leerlingen.xlsx",
            xlsx({"Uit": [KORT, EEN], "Oud": [KORT, TWEE]}, verborgen=["Oud"]),
            "verborgen-blad-met-leerlingen.xlsx, sheet Oud", "hidden", "show the sheet in Excel"),
    refused("verborgen-blad-met-leerlingen.ods",
            ods({"Uit": [KORT, EEN], "Oud": [KORT, TWEE]}, verborgen=["Oud"]),
            "verborgen-blad-met-leerlingen.ods, sheet Oud", "hidden", "show the sheet in Excel"),
    refused("een-van-twee-bladen-fout.xlsx",
            xlsx({"Uit": [KORT, EEN], "ESF": [*ESF, ["E2", "vorig jaar", 1, 0]]}),
            "een-van-twee-bladen-fout.xlsx, sheet ESF", "column B (periode): 'vorig jaar', 1 time(s), first in row 3",
            "Expected periode: a school year such as 2016-2017"),
)  # fmt: skip
"""Several sheets, of one source or more, hidden or not."""

ARCHIEF = (
    kept("twee-bestanden.zip", zip_({"a/uit.csv": als_csv([KORT, EEN, TWEE]), "esf.xlsx": xlsx({"D": ESF}),
                                     "__MACOSX/._uit.csv": ruw(b"x"), "readme.md": ruw(b"x"), "~$esf.xlsx": ruw(b"x")}),
         kort(EEN_EN_TWEE, lid="a/uit.csv"), Blad("esf", ESF_TERUG, "D", "esf.xlsx")),
    Case("een-lid-fout.zip", zip_({"goed.csv": als_csv([KORT, EEN]), "stuk.csv": tekst("""
         BSN;BRIN;Schooltype;Schooljaar;Bestemming
         999990020;99AA00;PRO;2016-2017;vakantie
         """)}),
         (kort("2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG", lid="goed.csv"),),
         (Weigering(("stuk.csv", "column E (bestemming): 'vakantie', 1 time(s), first in row 2"), "stuk.csv"),)),
)  # fmt: skip
"""Archives."""

WERKBOEK: tuple[Case, ...] = (*SOORTEN, *CELLEN, *OPMAAK, *BLADEN, *ARCHIEF)
