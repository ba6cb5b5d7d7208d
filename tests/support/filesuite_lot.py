# ruff: noqa: E501 - a table has the width it has
"""Cases: what decides the fate of a row: who it is about, doubles, corrections, and what a defect costs."""

from __future__ import annotations

from tests.support.dress import tekst, xlsx
from tests.support.filesuite import ELFPROEF, Blad, Case, kept
from tests.support.filesuite_lijst import kort

GEDEELD = "leerlingnummer: staat bij meer dan één leerling"
PLAATSHOUDER = "pgn: klopt niet en staat bij meer dan één leerling"
GEEN_GETAL, GEEN_DATUM = "geen getal", "geen geldige datum"

PERSOON = (
    kept("quarantaine.csv", tekst("""
         Leerlingnummer;PGN;BRIN;Schooltype;Uitschrijfdatum;Bestemming;School
         1;999990019;99AA00;PRO;10-07-2017;ARB_REG;De Proef
         ;;99AA00;PRO;10-07-2017;ARB_REG;De Proef
         ;1,23457E+08;99AA00;PRO;10-07-2017;ARB_REG;De Proef
         2;999990020;12KB1;PRO;10-07-2017;ARB_REG;De Proef
         3;999990032;99AA00;PRO;31-02-2017;ARB_REG;De Proef
         4;999990044;;PRO;;ARB_REG;De Proef
         ;000000000;99AA00;PRO;10-07-2017;GEEN;De Proef
         """), Blad("uitstroom", """
         rij | lot          | cohort | persoon   | leerling | brin   | schooltype | datum_uitstroom | bestemming | school   | defecten
         2   | g            | 2016   | 999990019 | 99AA00/1 | 99AA00 | PRO        | 2017-07-10      | ARB_REG    | De Proef |
         3   | q persoon    | 2016   |           |          | 99AA00 |            |                 |            |          |
         4   | q persoon    | 2016   |           |          | 99AA00 |            |                 |            |          | pgn: geen negen cijfers
         5   | q school     | 2016   |           |          |        |            |                 |            |          | brin: geen geldige BRIN
         6   | q schooljaar |        |           |          | 99AA00 |            |                 |            |          | datum_uitstroom: geen geldige datum
         7   | q school     |        |           |          |        |            |                 |            |          |
         8   | q persoon    | 2016   |           |          | 99AA00 |            |                 |            |          | GEEN zonder reden
         """)),
    kept("nummers-die-niet-kloppen.csv", tekst("""
         PGN;BRIN;Schooltype;Schooljaar;Bestemming
         123456789;99AA00;PRO;2016-2017;ARB_REG
         999990021;99AA00;PRO;2016-2017;ARB_REG
         000000012;99AA00;PRO;2016-2017;ARB_REG
         101222331;99AA00;PRO;2016-2017;ARB_REG
         999990019.0;99AA00;PRO;2016-2017;ARB_REG
         """), Blad("uitstroom", f"""
         rij | lot | cohort | persoon    | brin   | schooltype | schooljaar | bestemming | defecten
         2   | g   | 2016   | 123456789! | 99AA00 | PRO        | 2016       | ARB_REG    | {ELFPROEF}
         3   | g   | 2016   | 999990021! | 99AA00 | PRO        | 2016       | ARB_REG    | {ELFPROEF}
         4   | g   | 2016   | 000000012! | 99AA00 | PRO        | 2016       | ARB_REG    | {ELFPROEF}
         5   | g   | 2016   | 101222331  | 99AA00 | PRO        | 2016       | ARB_REG    | {ELFPROEF} + pgn: geldig als onderwijsnummer (geen BSN)
         6   | g   | 2016   | 999990019  | 99AA00 | PRO        | 2016       | ARB_REG    |
         """)),
    kept("acht-cijfers.csv", tekst("""
         PGN;BRIN;Schooltype;Schooljaar;Bestemming
         12345672;99AA00;PRO;2016-2017;ARB_REG
         12345671;99AA00;PRO;2016-2017;ARB_REG
         """), Blad("uitstroom", f"""
         rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | defecten
         2   | g   | 2016   | 012345672 | 99AA00 | PRO        | 2016       | ARB_REG    |
         3   | g   | 2016   | 12345671! | 99AA00 | PRO        | 2016       | ARB_REG    | {ELFPROEF}
         """, hersteld={"pgn: voorloopnul teruggezet": 1})),
    kept("plaatshouder-van-twee-leerlingen.csv", tekst("""
         Leerlingnummer;PGN;BRIN;Schooltype;Schooljaar;Bestemming;Geb.datum
         1;999999999;99AA00;PRO;2016-2017;ARB_REG;01-10-2000
         2;999999999;99AA00;PRO;2016-2017;MBO_BOL;02-10-2000
         ;999999999;99AA00;PRO;2016-2017;MBO_BOL;03-10-2000
         """), Blad("uitstroom", f"""
         rij | lot       | cohort | leerling | brin   | schooltype | schooljaar | bestemming | leeftijd | defecten
         2   | g         | 2016   | 99AA00/1 | 99AA00 | PRO        | 2016       | ARB_REG    | 16       | {ELFPROEF} + {PLAATSHOUDER}
         3   | g         | 2016   | 99AA00/2 | 99AA00 | PRO        | 2016       | MBO_BOL    | 15       | {ELFPROEF} + {PLAATSHOUDER}
         4   | q persoon | 2016   |          | 99AA00 |            |            |            |          | {ELFPROEF} + {PLAATSHOUDER}
         """)),
    kept("leerlingnummer-van-twee-leerlingen.csv", tekst("""
         Leerlingnummer;PGN;BRIN;Schooltype;Schooljaar;Bestemming
         7;999990019;99AA00;PRO;2016-2017;ARB_REG
         7;999990020;99AA00;PRO;2016-2017;MBO_BOL
         7;999990020;99AB00;PRO;2016-2017;MBO_BOL
         """), Blad("uitstroom", f"""
         rij | lot | cohort | persoon   | leerling | brin   | schooltype | schooljaar | bestemming | defecten
         2   | g   | 2016   | 999990019 |          | 99AA00 | PRO        | 2016       | ARB_REG    | {GEDEELD}
         3   | g   | 2016   | 999990020 |          | 99AA00 | PRO        | 2016       | MBO_BOL    | {GEDEELD}
         4   | g   | 2016   | 999990020 | 99AB00/7 | 99AB00 | PRO        | 2016       | MBO_BOL    |
         """)),
)  # fmt: skip
"""Person, school and school year."""

MEER_DAN_EENS = (
    kept("dubbel.csv", tekst("""
         PGN;BRIN;Schooltype;Schooljaar;Bestemming
         999990019;99AA00;PRO;2016-2017;ARB_REG
         999990020;99AA00;PRO;2016-2017;MBO_BOL
         999990019;99AA00;PRO;2016-2017;ARB_REG
          999990019 ;99AA00;PRO;2016-2017;ARB_REG
         """), kort("""
         2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         3 | g | 2016 | 999990020 | 99AA00 | PRO | 2016 | MBO_BOL
         4 | d | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         5 | d | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         """)),
    kept("een-spelling-verder-is-vervangen.csv", tekst("""
         PGN;BRIN;Schooltype;Schooljaar;Bestemming
         999990019;99AA00;PRO;2016-2017;ARB_REG
         999990019;99AA00;PRO;2016/2017;ARB_REG
         """), kort("""
         2 | v | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         3 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | ARB_REG
         """, hersteld={"schooljaar: anders geschreven": 1})),
    kept("vervangen-op-nummer-of-leerlingnummer.csv", tekst("""
         Leerlingnummer;PGN;BRIN;Schooltype;Uitschrijfdatum;Bestemming
         1;999990019;99AA00;PRO;12-07-2017;ARB_REG
         1;999990019;99AA00;PRO;11-07-2017;MBO_BOL
         2;999990020;99AA00;PRO;10-07-2017;MBO_BOL
         9;999990020;99AA00;PRO;10-07-2017;ARB_REG
         3;;99AA00;PRO;10-07-2017;VMBO
         3;999990032;99AA00;PRO;10-07-2017;VSO
         1;999990019;99AB00;PRO;12-07-2017;ARB_REG
         1;999990019;99AA00;PRO;12-07-2018;ARB_REG
         """), Blad("uitstroom", """
         rij | lot | cohort | persoon   | leerling | brin   | schooltype | datum_uitstroom | bestemming
         2   | g   | 2016   | 999990019 | 99AA00/1 | 99AA00 | PRO        | 2017-07-12      | ARB_REG
         3   | v   | 2016   | 999990019 | 99AA00/1 | 99AA00 | PRO        | 2017-07-11      | MBO_BOL
         4   | v   | 2016   | 999990020 | 99AA00/2 | 99AA00 | PRO        | 2017-07-10      | MBO_BOL
         5   | g   | 2016   | 999990020 | 99AA00/9 | 99AA00 | PRO        | 2017-07-10      | ARB_REG
         6   | v   | 2016   |           | 99AA00/3 | 99AA00 | PRO        | 2017-07-10      | VMBO
         7   | g   | 2016   | 999990032 | 99AA00/3 | 99AA00 | PRO        | 2017-07-10      | VSO
         8   | g   | 2016   | 999990019 | 99AB00/1 | 99AB00 | PRO        | 2017-07-12      | ARB_REG
         9   | g   | 2017   | 999990019 | 99AA00/1 | 99AA00 | PRO        | 2018-07-12      | ARB_REG
         """)),
    kept("dubbel-van-een-vervangen-rij-en-van-quarantaine.csv", tekst("""
         PGN;BRIN;Schooltype;Uitschrijfdatum;Bestemming
         999990019;99AA00;PRO;10-07-2017;ARB_REG
         999990019;99AA00;PRO;10-07-2017;ARB_REG
         999990019;99AA00;PRO;11-07-2017;MBO_BOL
         999990020;?;PRO;11-07-2017;MBO_BOL
         999990020;?;PRO;11-07-2017;MBO_BOL
         """), Blad("uitstroom", """
         rij | lot      | cohort | persoon   | brin   | schooltype | datum_uitstroom | bestemming | defecten
         2   | v        | 2016   | 999990019 | 99AA00 | PRO        | 2017-07-10      | ARB_REG    |
         3   | d        | 2016   | 999990019 | 99AA00 | PRO        | 2017-07-10      | ARB_REG    |
         4   | g        | 2016   | 999990019 | 99AA00 | PRO        | 2017-07-11      | MBO_BOL    |
         5   | q school | 2016   |           |        |            |                 |            | brin: geen geldige BRIN
         6   | q school | 2016   |           |        |            |                 |            | brin: geen geldige BRIN
         """)),
    kept("doelen-opnieuw.xlsx", xlsx({"D": [
        ["Schooljaar", "Niveau", "BRIN", "Bestuur", "Indicator", "Doel"],
        ["2016-2017", "Convenant", "", "", "P1", 80],
        ["2016-2017", "Convenant", "", "", "P1", 90],
        ["2016-2017", "Locatie", "99AA00", "", "P1", 70],
        ["2016-2017", "Locatie", "99AB00", "", "P1", 70],
        ["", "Locatie", "99AB00", "", "P1", 70],
    ]}), Blad("doelen", """
        rij | lot          | cohort | brin   | schooljaar | niveau | indicator | doel
        2   | v            | 2016   |        | 2016       | regio  | P1        | 80
        3   | g            | 2016   |        | 2016       | regio  | P1        | 90
        4   | g            | 2016   | 99AA00 | 2016       | school | P1        | 70
        5   | g            | 2016   | 99AB00 | 2016       | school | P1        | 70
        6   | q schooljaar |        |        |            |        |           |
        """, "D", hersteld={"niveau: ander woord voor de code": 5})),
    kept("werkoverleg-twee-keer-op-een-dag.csv", tekst("""
         Datum;Cluster;BSN;Besproken
         09-11-2016;1;999990019;J
         9-11-2016;1;999990019;N
         10-11-2016;1;999990019;J
         """), Blad("werkoverleg", """
         rij | lot | cohort | persoon   | datum      | cluster | besproken
         2   | v   | 2016   | 999990019 | 2016-11-09 | 1       | J
         3   | g   | 2016   | 999990019 | 2016-11-09 | 1       | N
         4   | g   | 2016   | 999990019 | 2016-11-10 | 1       | J
         """)),
    kept("zelfevaluatie-verbeterd.csv", tekst("""
         Datum;Partner;Element;Score
         15-03-2017;Gemeente Proef;A1;3
         15-03-2017;Gemeente Proef;A1;4
         15-03-2018;Gemeente Proef;A1;5
         """), Blad("zelfevaluatie", """
         rij | lot | cohort | datum      | partner        | element | score
         2   | v   | 2016   | 2017-03-15 | Gemeente Proef | A1      | 3
         3   | g   | 2016   | 2017-03-15 | Gemeente Proef | A1      | 4
         4   | g   | 2017   | 2018-03-15 | Gemeente Proef | A1      | 5
         """)),
    kept("ketens-die-op-elkaar-lijken.csv", tekst("""
         ketenid,createdat,status,schooljaar
         1-23,2024-03-01T10:00:00Z,INGEDIEND,2024
         12-3,2024-03-02T10:00:00Z,INGETROKKEN,2024
         """), Blad("cambo", """
         rij | lot | cohort | ketenid | createdat           | status      | schooljaar
         2   | g   | 2024   | 1-23    | 2024-03-01 10:00:00 | INGEDIEND   | 2024
         3   | g   | 2024   | 12-3    | 2024-03-02 10:00:00 | INGETROKKEN | 2024
         """)),
)  # fmt: skip
"""Doubles and corrections within a file."""

GEBREKEN = (
    kept("gebreken-van-uitstroom.csv", tekst("""
         PGN;BRIN;Schooltype;Schooljaar;Bestemming;Reden;Uitschrijfdatum;Contract van;Contract tot;Uren;Geb.datum;Postcode
         999990019;99AA00;PRO;2016-2017;GEEN;;10-07-2017;;;;;3011AB
         999990020;99AA00;PRO;2016-2017;ARB_REG;ONTSLAG;10-07-2017;;;;;
         999990032;99AA00;PRO;2016-2017;ARB_REG;;10-07-2017;02-08-2017;01-08-2017;24;;
         999990044;99AA00;PRO;2016-2017;ARB_REG;;10-07-2017;01-08-2006;;61;;
         999990056;99AA00;PRO;2016-2017;ARB_REG;;01-10-2017;;;-1;;
         999990068;99AA00;PRO;2016-2017;ARB_REG;;?;mei 2017;31-02-2018;veel;17-05-1980;AB
         999990081;99AA00;PRO;2016-2017;;;10-07-2017;;;<5;13/13/2000;
         999990093;99AA00;PRO;2016-2017;NULL;;10-07-2017;;;x;-;
         """), Blad("uitstroom", f"""
         rij | lot | cohort | persoon | brin | schooltype | schooljaar | bestemming | datum_uitstroom | contract_begin | contract_einde | uren | defecten
         2 | g | 2016 | 999990019 | 99AA00 | PRO | 2016 | GEEN     | 2017-07-10 | | | | GEEN zonder reden
         3 | g | 2016 | 999990020 | 99AA00 | PRO | 2016 | ARB_REG  | 2017-07-10 | | | | reden bij een andere bestemming dan GEEN
         4 | g | 2016 | 999990032 | 99AA00 | PRO | 2016 | ARB_REG  | 2017-07-10 | | | 24 | einde contract voor begin contract
         5 | g | 2016 | 999990044 | 99AA00 | PRO | 2016 | ARB_REG  | 2017-07-10 | | | | begin contract meer dan tien jaar voor of na het schooljaar + uren buiten 0-60 per week
         6 | g | 2016 | 999990056 | 99AA00 | PRO | 2016 | ARB_REG  | 2017-10-01 | | | | datum uitstroom buiten het venster van het schooljaar + uren buiten 0-60 per week
         7 | g | 2016 | 999990068 | 99AA00 | PRO | 2016 | ARB_REG  | | | | | datum_uitstroom: {GEEN_DATUM} + contract_begin: {GEEN_DATUM} + contract_einde: {GEEN_DATUM} + uren: {GEEN_GETAL} + leeftijd buiten 10-30 jaar + postcode: geen postcode
         8 | g | 2016 | 999990081 | 99AA00 | PRO | 2016 | ONBEKEND | 2017-07-10 | | | | uren: te klein om te noemen (<n) + geboortedatum: {GEEN_DATUM}
         9 | g | 2016 | 999990093 | 99AA00 | PRO | 2016 | ONBEKEND | 2017-07-10 | | | | uren: geheim (x)
         """)),
    kept("gebreken-van-intergrip.csv", tekst("""
         PGN;BRIN;Schooljaar;Meetmoment;Bereikt;Bestemming;Reden;Uren;Registratiedatum;Begindatum eerste werk;Niveau mbo;Contract van;Contract tot
         999990019;99AA00;2016-2017;V1;N;ARB_REG;;;;;;;
         999990020;99AA00;2016-2017;V1;J;;;;;;;;
         999990032;99AA00;2016-2017;V1;J;ARB_REG;VSV;60,5;30-09-2016;30-09-2006;5;02-08-2017;01-08-2017
         999990044;99AA00;2016-2017;V1;J;MBO_BOL;;;01-10-2016;01-10-2006;4.0;;
         999990056;99AA00;2016-2017;V1;;;;;;;3,5;;
         """), Blad("intergrip", """
         rij | lot | cohort | persoon | brin | schooljaar | meetmoment | bereikt | bestemming | reden | registratiedatum | begindatum_eerste_werk | mbo_niveau | defecten
         2 | g | 2016 | 999990019 | 99AA00 | 2016 | V1 | N | ONBEKEND | | | | | niet bereikt, toch een bestemming
         3 | g | 2016 | 999990020 | 99AA00 | 2016 | V1 | J | ONBEKEND | | | | | bereikt, geen bestemming ingevuld
         4 | g | 2016 | 999990032 | 99AA00 | 2016 | V1 | J | ARB_REG | | | | | reden bij een andere bestemming dan GEEN + uren buiten 0-60 per week + geregistreerd voor het begin van het schooljaar + begin eerste werk meer dan tien jaar voor of na het schooljaar + mbo-niveau buiten 1-4 + einde contract voor begin contract
         5 | g | 2016 | 999990044 | 99AA00 | 2016 | V1 | J | MBO_BOL | | 2016-10-01 | 2006-10-01 | 4 |
         6 | g | 2016 | 999990056 | 99AA00 | 2016 | V1 | | ONBEKEND | | | | | mbo_niveau: geen geheel getal
         """, hersteld={"mbo_niveau: decimalen weggelaten": 1})),
    kept("gebreken-van-esf.csv", tekst("""
         Aanvraag;Periode;Gerealiseerde baten;Percentage;Bedrag bestemd;Nazorg;Besteed arbeidstoeleiding
         E1;2016-2017;100.000;50,01;50.010;;
         E2;2016-2017;100.000;40;45.000;;
         E3;2016-2017;-1;101;-0,01;-5;-6
         E4;2016-2017;100.000;;45.000;40.000;5.000,02
         E5;2016-2017;100.000;50;50.000;50.000,01;
         E6;2016-2017;x;50;<5;1,245.50;veel
         """), Blad("esf", f"""
         rij | lot | cohort | aanvraag | periode | gerealiseerde_baten | percentage | bedrag_bestemd | besteed_nazorg | besteed_arbeidstoeleiding | defecten
         2 | g | 2016 | E1 | 2016 | 100000 | 50.01 | 50010 | | | meer dan 50% van de baten bestemd
         3 | g | 2016 | E2 | 2016 | 100000 | 40 | 45000 | | | percentage klopt niet met de bedragen
         4 | g | 2016 | E3 | 2016 | | | | | | gerealiseerde baten onder nul + percentage buiten 0-100% + bestemd bedrag onder nul + besteed aan nazorg onder nul + besteed aan arbeidstoeleiding onder nul
         5 | g | 2016 | E4 | 2016 | 100000 | | 45000 | 40000 | 5000.02 | meer besteed dan bestemd
         6 | g | 2016 | E5 | 2016 | 100000 | 50 | 50000 | 50000.01 | |
         7 | g | 2016 | E6 | 2016 | | 50 | | | | gerealiseerde_baten: geheim (x) + bedrag_bestemd: te klein om te noemen (<n) + besteed_nazorg: {GEEN_GETAL} + besteed_arbeidstoeleiding: {GEEN_GETAL}
         """)),
    kept("gebreken-van-doelen.csv", tekst("""
         Schooljaar;Niveau;BRIN;Indicator;Doel;Doel (aantal);Aantal
         2016-2017;Convenant;;P1;57;8;12
         2016-2017;Convenant;;P2;66,7;8;12
         2016-2017;Convenant;;P3;101;;
         2016-2017;Convenant;;K1;;13;12
         2016-2017;Convenant;;B1;50;-5;10
         2016-2017;Locatie;De Proef;P1;<5;x;1,5
         """), Blad("doelen", """
         rij | lot | cohort | schooljaar | niveau | indicator | doel | doel_aantal | aantal_leerlingen | defecten
         2 | g | 2016 | 2016 | regio | P1 | 57 | 8 | 12 | doelpercentage klopt niet met de aantallen
         3 | g | 2016 | 2016 | regio | P2 | 66.7 | 8 | 12 |
         4 | g | 2016 | 2016 | regio | P3 | | | | doel buiten 0-100%
         5 | g | 2016 | 2016 | regio | K1 | | | 12 | doel in aantal groter dan het aantal leerlingen
         6 | g | 2016 | 2016 | regio | B1_1 | 50 | | | aantal leerlingen onder nul + doelpercentage klopt niet met de aantallen
         7 | g | 2016 | 2016 | school | P1 | | | | brin: geen geldige BRIN + doel: te klein om te noemen (<n) + doel_aantal: geheim (x) + aantal_leerlingen: geen geheel getal
         """, hersteld={"niveau: ander woord voor de code": 6, "indicator: ander woord voor de code": 1})),
    kept("punt-in-een-getal.csv", tekst("""
         PGN;BRIN;Schooltype;Schooljaar;Bestemming;Uren
         999990019;99AA00;PRO;2016-2017;ARB_REG;.
         """), Blad("uitstroom", """
         rij | lot | cohort | persoon   | brin   | schooltype | schooljaar | bestemming | defecten
         2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2016       | ARB_REG    | uren: ontbreekt (.)
         """)),
    kept("gebreken-van-het-netwerk.csv", tekst("""
         BRIN;PGN;Op lijst;Van lijst;Reden af;Schooljaar;Geb.datum
         99AA00;999990019;10-01-2017;09-01-2017;CONTRACT;;
         99AA00;999990020;10-01-2017;10-02-2017;;;
         99AA00;999990032;10-01-2017;;SCHOOL;;
         99AA00;999990044;31-07-2016;;;2016-2017;
         99AA00;999990056;01-08-2016;;;2016-2017;01-01-1970
         """), Blad("bespreeklijst", """
         rij | lot | cohort | persoon | brin | op_lijst | van_lijst | reden_af | schooljaar | defecten
         2 | g | 2016 | 999990019 | 99AA00 | 2017-01-10 | | CONTRACT | | van de lijst voor op de lijst
         3 | g | 2016 | 999990020 | 99AA00 | 2017-01-10 | 2017-02-10 | | | van de lijst zonder reden
         4 | g | 2016 | 999990032 | 99AA00 | 2017-01-10 | | SCHOOL | | reden ingevuld, geen datum van de lijst
         5 | g | 2016 | 999990044 | 99AA00 | 2016-07-31 | | | 2016 | op de lijst buiten het schooljaar
         6 | g | 2016 | 999990056 | 99AA00 | 2016-08-01 | | | 2016 | leeftijd buiten 10-30 jaar
         """)),
    kept("gebreken-van-het-werkoverleg.csv", tekst("""
         Datum;Schooljaar;Cluster;PGN;Besproken;Traject;Uitkomst traject
         09-11-2016;2016-2017;1;999990019;N;J;WERK
         09-11-2016;2016-2017;1;999990020;;J;WERK
         09-11-2016;2016-2017;1;999990032;J;N;WERK
         09-11-2016;2015-2016;1;999990044;J;J;WERK
         """), Blad("werkoverleg", """
         rij | lot | cohort | persoon | datum | schooljaar | cluster | besproken | traject | uitkomst | defecten
         2 | g | 2016 | 999990019 | 2016-11-09 | 2016 | 1 | N | | | traject gerealiseerd, leerling niet besproken
         3 | g | 2016 | 999990020 | 2016-11-09 | 2016 | 1 | | J | WERK | traject gerealiseerd, bespreking niet ingevuld
         4 | g | 2016 | 999990032 | 2016-11-09 | 2016 | 1 | J | N | | uitkomst zonder gerealiseerd traject
         5 | g | 2015 | 999990044 | 2016-11-09 | 2015 | 1 | J | J | WERK | overleg buiten het schooljaar
         """)),
    kept("gebreken-van-de-plannen.csv", tekst("""
         Plan;Begin;Einde;Budget;Verwacht effect;Score;Schaal tot
         Plan A;01-09-2017;31-08-2017;-1;10;10,5;
         Plan B;01-09-2017;01-09-2017;1.000;;5;5
         Plan C;01-09-2017;;1.000;;5,5;5
         """), Blad("innovatieplannen", """
         rij | lot | cohort | plan | begin | einde | budget | verwacht_effect | score | schaal | defecten
         2 | g | 2017 | Plan A | | | | 10 | | | einde plan voor begin plan + budget onder nul + verwacht effect zonder eenheid + score buiten de schaal
         3 | g | 2017 | Plan B | 2017-09-01 | 2017-09-01 | 1000 | | 5 | 5 |
         4 | g | 2017 | Plan C | 2017-09-01 | | 1000 | | | 5 | score buiten de schaal
         """)),
    kept("gebreken-van-de-aanbevelingen.csv", tekst("""
         Aanbeveling;Rapport;Datum rapport;Deadline;Status;Gereed op
         Meet eerder;Toetsing;15-01-2018;14-01-2018;UITGEVOERD;14-01-2018
         Meet later;Toetsing;15-01-2018;15-01-2018;OPEN;16-01-2018
         """), Blad("aanbevelingen", """
         rij | lot | cohort | aanbeveling | rapport | rapportdatum | uiterlijk | status | gereed_op | defecten
         2 | g | 2017 | Meet eerder | Toetsing | 2018-01-15 | | UITGEVOERD | | uiterste datum voor de datum van het rapport + gereed voor de datum van het rapport
         3 | g | 2017 | Meet later | Toetsing | 2018-01-15 | 2018-01-15 | OPEN | 2018-01-16 | gereed op een datum, status niet uitgevoerd
         """)),
    kept("gebreken-van-zelfevaluatie-en-keten.xlsx", xlsx({
        "Scores": [["Datum", "Schooljaar", "Partner", "Element", "Score", "Schaal tot"],
                   ["15-03-2017", "2016-2017", "Gemeente Proef", "S1", "5,1", ""],
                   ["15-03-2017", "2015-2016", "Gemeente Proef", "S2", 10, 10]],
        "Log": [["ketenid", "createdat", "status", "schooljaar", "startmoment", "lastmodifiedat"],
                ["99XZ1", "2024-03-01T10:00:00Z", "ONTVANGEN", "2024-2025", "31-07-2024", "2024-03-01T09:59:59Z"]],
    }), Blad("zelfevaluatie", """
        rij | lot | cohort | datum | schooljaar | partner | element | score | schaal | defecten
        2 | g | 2016 | 2017-03-15 | 2016 | Gemeente Proef | S1 | | | score buiten de schaal
        3 | g | 2015 | 2017-03-15 | 2015 | Gemeente Proef | S2 | 10 | 10 | zelfevaluatie buiten het schooljaar
        """, "Scores"), Blad("cambo", """
        rij | lot | cohort | ketenid | createdat | status | schooljaar | startmoment | defecten
        2 | g | 2024 | 99XZ1 | 2024-03-01 10:00:00 | ONTVANGEN | 2024 | 2024-07-31 | startmoment buiten het schooljaar + laatst gewijzigd voordat het is vastgelegd
        """, "Log")),
)  # fmt: skip
"""Every kind of defect: the row stays, the field becomes onbekend, and it is counted."""

LOT: tuple[Case, ...] = (*PERSOON, *MEER_DAN_EENS, *GEBREKEN)
