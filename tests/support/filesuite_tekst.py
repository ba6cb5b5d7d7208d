# ruff: noqa: E501 - a table has the width it has
"""Cases: one outflow list in every way in which a text file is written."""

from __future__ import annotations

from tests.support.dress import als_csv, csv_bytes, ruw, tekst
from tests.support.filesuite import Blad, Case, kept
from tests.support.filesuite_lijst import KOP, LEEG, LIJST, RIJ_1, RIJ_2, TOTAAL, kort, lijst

UTF8_BOM, LE_BOM, BE_BOM = b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"

DIALECTEN = (
    kept("puntkomma-lf.csv", als_csv(LIJST, einde="\n"), lijst()),
    kept("puntkomma-crlf.csv", als_csv(LIJST), lijst()),
    kept("puntkomma-cr.csv", als_csv(LIJST, einde="\r"), lijst()),
    kept("komma.csv", als_csv(LIJST, ","), lijst()),
    kept("tab.txt", als_csv(LIJST, "\t", einde="\n"), lijst()),
    kept("alles-tussen-aanhalingstekens.csv", als_csv(LIJST, alles=True), lijst()),
    kept("utf-8-met-bom.csv", als_csv(LIJST, bom=UTF8_BOM), lijst()),
    kept("utf-8-met-bom-komma-cr.csv", als_csv(LIJST, ",", einde="\r", bom=UTF8_BOM), lijst()),
    kept("utf-16-le-tab.csv", als_csv(LIJST, "\t", "utf-16-le", bom=LE_BOM), lijst()),
    kept("utf-16-be-puntkomma.csv", als_csv(LIJST, ";", "utf-16-be", "\n", bom=BE_BOM), lijst()),
    kept("cp1252-puntkomma.csv", als_csv(LIJST, codering="cp1252"), lijst()),
    kept("cp1252-komma-cr.csv", als_csv(LIJST, ",", "cp1252", "\r"), lijst()),
    kept("cp1252-tab.csv", als_csv(LIJST, "\t", "cp1252", "\n"), lijst()),
    kept("geen-regeleinde-aan-het-eind.csv", ruw(csv_bytes(LIJST)[:-2]), lijst()),
)  # fmt: skip
"""Separators, quotes, encodings and line ends."""

OPMAAK = (
    kept("csv-met-de-naam-van-een-werkboek.xlsx", als_csv(LIJST, "\t", einde="\r"), lijst()),
    kept("titel-en-lege-regels-boven-de-kop.csv",
         als_csv([["Uitstroom 2016-2017; De Proef"], [], ["Gemaakt op", "20-11-2017"], *LIJST]), lijst(5)),
    kept("kop-op-regel-dertig.csv", als_csv([*[["titel"]] * 29, *LIJST]), lijst(31)),
    kept("sep-regel-van-excel.csv", ruw(b"sep=,\r\n" + csv_bytes(LIJST, ",")), lijst(3)),
    kept("hekje-voor-de-eerste-kop.csv", ruw(b"#" + csv_bytes(LIJST)), lijst()),
    kept("hekje-regels-boven-de-kop.csv",
         ruw("# export van het leerlingvolgsysteem\n# één regel per leerling\n".encode() + csv_bytes(LIJST)),
         lijst(4)),
    kept("lege-regels-tussen-de-rijen.csv", als_csv([KOP, [], RIJ_1, LEEG, [], RIJ_2, [], LEEG, LEEG]),
         lijst(3, 6)),
    kept("totaalregels.csv",
         als_csv([KOP, RIJ_1, ["Subtotaal PrO", *LEEG[1:]], RIJ_2, TOTAAL, ["eindtotaal: 2"], ["", "Totaal"]]),
         lijst(2, 4, totaalrijen=4)),
    kept("koppen-anders-geschreven.csv", tekst("""
         LEERLING NUMMER;b.s.n.;brin_code;ONDERWIJS-SOORT;School jaar;UITSTROOM_BESTEMMING
         1001;999990019;99AA00;PRO;2016-2017;ARB_REG
         """), Blad("uitstroom", """
         rij | lot | cohort | persoon   | leerling    | brin   | schooltype | schooljaar | bestemming
         2   | g   | 2016   | 999990019 | 99AA00/1001 | 99AA00 | PRO        | 2016       | ARB_REG
         """)),
    kept("kolommen-in-andere-volgorde-en-een-zonder-kop.csv", tekst("""
         Bestemming;;Schooljaar;BRIN;BSN;Schooltype;
         ARB_REG;;2016-2017;99AA00;999990019;PRO;
         MBO_BOL;;2016-2017;99AA00;999990020;VSO;
         """), kort("""
         2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         3 | g | 2016 | 999990020 | 99AA00 | VSO | 2016 | MBO_BOL
         """)),
    kept("spaties-om-de-cellen.csv", tekst("""
         BSN ; BRIN;\tSchooltype ;Schooljaar;Bestemming;School
           999990019 ;99AA00\t; PRO;\u00a02016-2017\u00a0;ARB_REG ;  De   Proef\t Zuid
         """), Blad("uitstroom", """
         rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | school
         2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2016       | ARB_REG    | De Proef Zuid
         """)),
    kept("te-korte-rijen.csv", tekst("""
         BSN;BRIN;Schooltype;Schooljaar;Bestemming;Uren
         999990019;99AA00;PRO;2016-2017;ARB_REG;32
         999990020;99AA00;PRO;2016-2017
         """), Blad("uitstroom", """
         rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | uren | defecten
         2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2016       | ARB_REG    | 32   |
         3   | g   | 2016   | 999990020 | 99AA00 | PRO        | 2016       | ONBEKEND   |      | rij: minder cellen dan de kop
         """)),
    kept("regeleinden-door-elkaar.csv", ruw(
         b"BSN;BRIN;Schooltype;Schooljaar;Bestemming\r\n999990019;99AA00;PRO;2016-2017;ARB_REG\r"
         b"999990020;99AA00;PRO;2016-2017;MBO_BOL\n999990032;99AA00;PRO;2016-2017;ONBEKEND"), kort("""
         2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         3 | g | 2016 | 999990020 | 99AA00 | PRO | 2016 | MBO_BOL
         4 | g | 2016 | 999990032 | 99AA00 | PRO | 2016 | ONBEKEND
         """)),
    kept("vreemde-tekst.csv", tekst("""
         BSN;BRIN;Schooltype;Schooljaar;Bestemming;School
         999990019;99AA00;PRO;2016-2017;ARB_REG;"=HYPERLINK(""http://x"")"
         999990020;99AA00;PRO;2016-2017;ARB_REG;<script>alert(1)</script>
         999990032;99AA00;PRO;2016-2017;ARB_REG;007
         999990044;99AA00;PRO;2016-2017;ARB_REG;5" scherm
         999990056;99AA00;PRO;2016-2017;ARB_REG;Школа № 1 – 学校
         999990068;99AA00;PRO;2016-2017;ARB_REG;NULL
         """), Blad("uitstroom", """
         rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | school
         2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2016       | ARB_REG    | =HYPERLINK("http://x")
         3   | g   | 2016   | 999990020 | 99AA00 | PRO        | 2016       | ARB_REG    | <script>alert(1)</script>
         4   | g   | 2016   | 999990032 | 99AA00 | PRO        | 2016       | ARB_REG    | 007
         5   | g   | 2016   | 999990044 | 99AA00 | PRO        | 2016       | ARB_REG    | 5" scherm
         6   | g   | 2016   | 999990056 | 99AA00 | PRO        | 2016       | ARB_REG    | Школа № 1 – 学校
         7   | g   | 2016   | 999990068 | 99AA00 | PRO        | 2016       | ARB_REG    |
         """)),
    kept("alleen-een-kop.csv", tekst("BSN;BRIN;Schooltype;Schooljaar;Bestemming"), kort("")),
    kept("leestekens-in-cp1252.csv", tekst("""
         BSN;BRIN;Schooltype;Schooljaar;Bestemming;School
         999990019;99AA00;PRO;2016-2017;ARB_REG;De „Proef” – vijf €, ’s avonds…
         """, "cp1252"), Blad("uitstroom", """
         rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | school
         2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2016       | ARB_REG    | De „Proef” – vijf €, ’s avonds…
         """)),
    kept("datums-in-elke-vorm.csv", tekst("""
         Partner;Element;Score;Datum
         Een;A1;3;01-05-2017
         Twee;A1;3;1-5-2017
         Drie;A1;3;2017-05-01
         Vier;A1;3;1/5/2017
         Vijf;A1;3;01.05.2017
         Zes;A1;3;20170501
         Zeven;A1;3;1-5-2017 9:30
         Acht;A1;3;01-05-2017 13:05:59
         Negen;A1;3;2017-05-01 00:00:00
         Tien;A1;3;2017-05-01T13:05:59
         Elf;A1;3;42856
         Twaalf;A1;3;1 mei 2017
         Dertien;A1;3;05-17-2017
         Veertien;A1;3;01-05-17
         """), Blad("zelfevaluatie", """
         rij | lot          | cohort | datum      | partner | element | score | defecten
         2   | g            | 2016   | 2017-05-01 | Een     | A1      | 3     |
         3   | g            | 2016   | 2017-05-01 | Twee    | A1      | 3     |
         4   | g            | 2016   | 2017-05-01 | Drie    | A1      | 3     |
         5   | g            | 2016   | 2017-05-01 | Vier    | A1      | 3     |
         6   | g            | 2016   | 2017-05-01 | Vijf    | A1      | 3     |
         7   | g            | 2016   | 2017-05-01 | Zes     | A1      | 3     |
         8   | g            | 2016   | 2017-05-01 | Zeven   | A1      | 3     |
         9   | g            | 2016   | 2017-05-01 | Acht    | A1      | 3     |
         10  | g            | 2016   | 2017-05-01 | Negen   | A1      | 3     |
         11  | g            | 2016   | 2017-05-01 | Tien    | A1      | 3     |
         12  | g            | 2016   | 2017-05-01 | Elf     | A1      | 3     |
         13  | q schooljaar |        |            |         |         |       | datum: geen geldige datum
         14  | q schooljaar |        |            |         |         |       | datum: geen geldige datum
         15  | q schooljaar |        |            |         |         |       | datum: geen geldige datum
         """, hersteld={"datum: tijd weggelaten": 4, "datum: Excel-getal gelezen als datum": 1})),
    kept("niets-ingevuld.csv", tekst("""
         BSN;BRIN;Schooltype;Schooljaar;Bestemming;School;Uren;Diploma;Uitschrijfdatum;Leerlingnummer
         999990019;99AA00;NULL;2016-2017;NA;null;-;n/a;NaN;-
         999990020;99AA00;onbekend;2016-2017;-;-;NA;-;NULL;NULL
         999990032;99AA00;-;2016-2017;n/a;Onbekend;;.;onbekend;onbekend
         """), kort("""
         2 | g | 2016 | 999990019 | 99AA00 | | 2016 | ONBEKEND
         3 | g | 2016 | 999990020 | 99AA00 | | 2016 | ONBEKEND
         4 | g | 2016 | 999990032 | 99AA00 | | 2016 | ONBEKEND
         """)),
    kept("waarden-anders-geschreven.csv", tekst("""
         BSN;BRIN;Schooltype;Schooljaar;Bestemming;Geslacht;Diploma;Woongemeente;Uitschrijfdatum;Uren
         9999.90.019;99aa;Pr.O.;16/17;Betaald  werk;jongen;ja;Rotterdam;1-7-2017;€ 1,5
         999 990 020;99-AA-00;Praktijkonderwijs;2016/'17;roc;V;1;599;2017-07-01 13:05:00;8,-
         12345672;99 AA 03;vso;1617;?;Vrouw;onwaar;9999;20170701;12.0
         """), Blad("uitstroom", """
         rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | geslacht | diploma | gemeente | datum_uitstroom | uren
         2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2016       | ARB_REG    | M        | J       | 0599     | 2017-07-01      | 1.5
         3   | g   | 2016   | 999990020 | 99AA00 | PRO        | 2016       | MBO_BOL    | V        | J       | 0599     | 2017-07-01      | 8
         4   | g   | 2016   | 012345672 | 99AA03 | VSO        | 2016       | ONBEKEND   | V        | N       | 9999     | 2017-07-01      | 12
         """, hersteld={
             "pgn: voorloopnul teruggezet": 1,
             "brin: hoofdvestiging 00 toegevoegd": 1,
             "brin: anders geschreven": 2,
             "schooltype: ander woord voor de code": 2,
             "schooljaar: anders geschreven": 3,
             "bestemming: ander woord voor de code": 3,
             "geslacht: ander woord voor de code": 2,
             "diploma: ander woord voor de code": 3,
             "gemeente: naam gelezen als code": 1,
             "gemeente: voorloopnul teruggezet": 1,
             "datum_uitstroom: tijd weggelaten": 1,
         })),
)  # fmt: skip
"""Title rows, blank rows, totals, headers, spaces and spellings."""

TEKST: tuple[Case, ...] = DIALECTEN + OPMAAK
