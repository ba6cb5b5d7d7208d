# ruff: noqa: E501 - a table has the width it has
"""Cases: a file of every source, with a value in every column that is kept."""

from __future__ import annotations

from datetime import date

from tests.support import cambo
from tests.support.cambo import event
from tests.support.dress import als_csv, ods, tekst, xls, xlsx
from tests.support.filesuite import ELFPROEF, Blad, Case, kept

UITSTROOM = (
    kept("uitstroom-alle-kolommen.csv", tekst("""
         Stamnr;BSN;Naam;Tussenvoegsel;Voornaam;Geb.datum;M/V;BRIN+vestiging;Locatie;Bevoegd gezag;Onderwijssoort;Profiel;Perspectief arbeid;Cohort;Uitschrijfdatum;Getuigschrift;Vervolg;Reden geen;Bedrijf;Contractvorm;Contract van;Contract tot;Uren/week;Plaats werk;Passend werk;Uitkering J/N;PC;Woongemeente;Bijzonderheden
         1001;999990019;Testman;van;Proef;01-10-2000;M;99AA00;De Proef;Bestuur A;VSO;ARBEID;J;2016-2017;10-07-2017;N;ARB_GAR;;Café Zuid BV;TIJDELIJK;01-08-2017;31-01-2018;24,5;0599;J;N;3011 AB;1924;moeder belt
         1002;999990020;Proefma;;;;;99AA00;De Proef;Bestuur A;PRO;;;2016-2017;;;GEEN;ZORG;;;;;;;;;;;
         """, "cp1252", "\r\n"), Blad("uitstroom", """
         rij | lot | cohort | persoon | leerling | brin | geslacht | school | bestuur | schooltype | uitstroomprofiel | perspectief_arbeid | schooljaar | datum_uitstroom | diploma | bestemming | reden | werkgever | contract_soort | contract_begin | contract_einde | uren | werkgemeente | passend | uitkering | gemeente | leeftijd
         2 | g | 2016 | 999990019 | 99AA00/1001 | 99AA00 | M | De Proef | Bestuur A | VSO | ARBEID | J | 2016 | 2017-07-10 | N | ARB_GAR | | cafezuid | TIJDELIJK | 2017-08-01 | 2018-01-31 | 24.5 | 0599 | J | N | 1924 | 16
         3 | g | 2016 | 999990020 | 99AA00/1002 | 99AA00 | | De Proef | Bestuur A | PRO | ONBEKEND | | 2016 | | | GEEN | ZORG | | | | | | | | | |
         """, afwezig="")),
    kept("uitstroom-met-zo-min-mogelijk.csv", tekst("""
         PGN,BRIN,Schooltype,Uitstroomdatum,Bestemming
         999990019,99AA00,PRO,30-09-2017,VMBO
         999990020,99AA00,PRO,01-10-2017,VMBO
         """), Blad("uitstroom", """
         rij | lot | cohort | persoon   | brin   | schooltype | datum_uitstroom | bestemming
         2   | g   | 2016   | 999990019 | 99AA00 | PRO        | 2017-09-30      | VMBO
         3   | g   | 2017   | 999990020 | 99AA00 | PRO        | 2017-10-01      | VMBO
         """, afwezig="leerlingnummer achternaam voorvoegsel roepnaam geboortedatum geslacht school bestuur"
                     " uitstroomprofiel perspectief_arbeid schooljaar diploma reden werkgever contract_soort"
                     " contract_begin contract_einde uren werkgemeente passend uitkering postcode gemeente")),
)  # fmt: skip

INTERGRIP = (
    kept("intergrip-alle-kolommen.xlsx", xlsx({"V2": [
        ["Leerlingnummer", "BSN", "Geslachtsnaam", "Voorvoegsels", "Roepnaam", "Geb datum", "M/V", "Brinnummer", "Naam school",
         "Schooljaar uitstroom", "Meting", "Verwachte uitstroom", "Contact gehad", "Gerealiseerde bestemming", "Reden",
         "Naam werkgever", "Contract", "Begin contract", "Einde contract", "Contracturen", "Gemeente werk",
         "Passende plek", "Heeft uitkering", "Eerste werkdag", "Geregistreerd op", "ROC", "Crebo", "Niveau mbo",
         "BOL/BBL", "Overstapstatus", "Statusdatum", "Overdracht gedaan", "Opmerking"],
        [1001, 999990019, "Testman", "van", "Proef", date(2000, 5, 17), "V", "99AA00", "De Proef", "2016-2017", "V2",
         "ARB_REG", True, "ARB_BBL", None, "Bakker Bol", "LEERWERK", date(2018, 8, 1), date(2019, 7, 31), 32,
         "Rotterdam", "J", "N", date(2017, 9, 1), date(2018, 11, 5), "ROC Proef", 25171, 2, "BBL", "INGESCHREVEN",
         date(2018, 6, 1), "J", "vrije tekst"],
        [1002, 999990020, "Proefma", None, None, None, None, "99AA00", "De Proef", "2016-2017", "V2", None, "J", "GEEN",
         "ONTSLAG"],
    ]}), Blad("intergrip", """
        rij | lot | cohort | persoon | leerling | brin | school | schooljaar | meetmoment | verwachte_bestemming | bereikt | bestemming | reden | werkgever | contract_soort | contract_begin | contract_einde | uren | werkgemeente | passend | uitkering | begindatum_eerste_werk | registratiedatum | mbo_instelling | mbo_crebo | mbo_niveau | mbo_leerweg | mbo_status | mbo_statusdatum | warme_overdracht
        2 | g | 2016 | 999990019 | 99AA00/1001 | 99AA00 | De Proef | 2016 | V2 | ARB_REG | J | ARB_BBL | | bakkerbol | LEERWERK | 2018-08-01 | 2019-07-31 | 32 | 0599 | J | N | 2017-09-01 | 2018-11-05 | ROC Proef | 25171 | 2 | BBL | INGESCHREVEN | 2018-06-01 | J
        3 | g | 2016 | 999990020 | 99AA00/1002 | 99AA00 | De Proef | 2016 | V2 | | J | GEEN | ONTSLAG | | | | | | | | | | | | | | | | |
        """, "V2", hersteld={"werkgemeente: naam gelezen als code": 1}, afwezig="")),
    kept("intergrip-per-meetmoment.csv", tekst("""
         Burgerservicenummer;BRIN;Cohort;Moment;Bereikt J/N;Vervolg;Datum registratie
         999990019;99AA00;1617;uitstroom;J;werk;01-10-2017
         999990019;99AA00;16-17;1e volgmoment;J;bbl;02-04-2018
         999990019;99AA00;2016/2017;V1;J;thuis;03-04-2018
         999990019;99AA00;2016-2017;volg 1;N;;01-04-2018
         """, einde="\r"), Blad("intergrip", """
         rij | lot | cohort | persoon   | brin   | schooljaar | meetmoment | bereikt | bestemming | registratiedatum
         2   | g   | 2016   | 999990019 | 99AA00 | 2016       | U          | J       | ARB_REG    | 2017-10-01
         3   | v   | 2016   | 999990019 | 99AA00 | 2016       | V1         | J       | ARB_BBL    | 2018-04-02
         4   | g   | 2016   | 999990019 | 99AA00 | 2016       | V1         | J       | GEEN       | 2018-04-03
         5   | v   | 2016   | 999990019 | 99AA00 | 2016       | V1         | N       | ONBEKEND   | 2018-04-01
         """, hersteld={
             "schooljaar: anders geschreven": 3,
             "meetmoment: ander woord voor de code": 3,
             "bestemming: ander woord voor de code": 3,
         })),
)  # fmt: skip

CAMBO = (
    kept("cambo.csv", als_csv([
        cambo.KOP,
        event(7, "99XZ:1", "OFFERED", "2024-03-02T10:00:00Z"),
        event(1, "99XZ:1", "SUBMITTED", "2024-03-01T10:00:00Z"),
        event(1, "99XZ:1", "SUBMITTED", "2024-03-01T10:00:00Z"),
        event(8, "99XZ:1", "ENROLLED", "2024-03-02T12:00:00+02:00", "2024-03-02T09:59:59Z"),
        event(9, "99XZ:2", "WITHDRAWN", "2024-03-05T08:00:00Z", leertrajectmbo="BOL", startmoment="NA",
              onderwijsaanbiedercode="100A001", instellingserkenningscode="99XZ", onderwijslocatiecode="100X001"),
    ], ","), Blad("cambo", """
        rij | lot | cohort | id | version | createdat | lastmodifiedat | ketenid | bsnhash | startmoment | status | begindatum | schooljaar | statussource | caketenid | onderwijsaanbiedercode | instellingserkenningscode | onderwijslocatiecode | opleidingcode | leertrajectmbo
        2 | g | 2024 | 7 | 0 | 2024-03-02 10:00:00.900000 | 2024-03-02 10:00:00.900000 | 99XZ:1 | v2qnoP0xJkXO+/XX== | 2024-08-01 | AANGEBODEN | 2024-03-02 10:00:00 | 2024 | SIS | ca-99XZ:1 | | | | 112E772 | BBL
        3 | v | 2024 | 1 | 0 | 2024-03-01 10:00:00.900000 | 2024-03-01 10:00:00.900000 | 99XZ:1 | v2qnoP0xJkXO+/XX== | 2024-08-01 | INGEDIEND | 2024-03-01 10:00:00 | 2024 | SIS | ca-99XZ:1 | | | | 112E772 | BBL
        4 | d | 2024 | 1 | 0 | 2024-03-01 10:00:00.900000 | 2024-03-01 10:00:00.900000 | 99XZ:1 | v2qnoP0xJkXO+/XX== | 2024-08-01 | INGEDIEND | 2024-03-01 10:00:00 | 2024 | SIS | ca-99XZ:1 | | | | 112E772 | BBL
        5 | v | 2024 | 8 | 0 | 2024-03-02 09:59:59 | 2024-03-02 09:59:59 | 99XZ:1 | v2qnoP0xJkXO+/XX== | 2024-08-01 | INGESCHREVEN | 2024-03-02 10:00:00 | 2024 | SIS | ca-99XZ:1 | | | | 112E772 | BBL
        6 | g | 2024 | 9 | 0 | 2024-03-05 08:00:00.900000 | 2024-03-05 08:00:00.900000 | 99XZ:2 | v2qnoP0xJkXO+/XX== | | INGETROKKEN | 2024-03-05 08:00:00 | 2024 | SIS | ca-99XZ:2 | 100A001 | 99XZ | 100X001 | 112E772 | BOL
        """, hersteld={"status: ander woord voor de code": 5}, afwezig="")),
    kept("cambo-met-eigen-woorden.xlsx", xlsx({"log": [
        ["Ketennummer", "Created at", "Aanmeldstatus", "Schooljaar", "Startmoment"],
        ["99XZ:5", "2024-03-01 10:00", "plaats aangeboden", 0, date(2024, 8, 26)],
        ["99XZ:5", "onleesbaar", "ingeschreven", 2024, None],
        [None, "2024-03-03T10:00:00.5Z", "ontvangen", "2024", None],
        ["99XZ:6", "2024-03-03T10:00:00Z", "ontvangen", 0, None],
    ]}), Blad("cambo", """
        rij | lot | cohort | createdat | ketenid | startmoment | status | schooljaar | defecten
        2 | g | 2024 | 2024-03-01 10:00:00 | 99XZ:5 | 2024-08-26 | AANGEBODEN | |
        3 | v | 2024 | | 99XZ:5 | | INGESCHREVEN | 2024 | createdat: geen geldig tijdstip + gebeurtenis zonder tijdstip
        4 | g | 2024 | 2024-03-03 10:00:00.500000 | | | ONTVANGEN | 2024 | gebeurtenis zonder keten
        5 | q schooljaar | | | | | | |
        """, "log", hersteld={
            "status: ander woord voor de code": 1,
        })),
)  # fmt: skip

_ACHTER = ("ONDERWIJSAANBIEDER_CODE;ONDERWIJSAANBIEDER_NAAM;ONDERWIJSLOCATIE_CODE;ONDERWIJSLOCATIE_STRAATNAAM;"
           "ONDERWIJSLOCATIE_HUISNUMMER;ONDERWIJSLOCATIE_HUISNUMMER_TOEVOEGING;ONDERWIJSLOCATIE_POSTCODE;"
           "ONDERWIJSLOCATIE_PLAATSNAAM")  # fmt: skip
_VOOR = ("#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;ACHTERNAAM;VOORVOEGSEL;VOORNAMEN;"
         "POSTCODE_CIJFERS;RMC_REGIO;RMC_REGIO_NAAM;GEMCODE;GEMEENTENAAM;BRIN;BRIN_VOLGNR;BRIN_VEST_NAAM;NIVEAU;"
         "ONDERWIJSSOORT;CREBO;CREBO_OMSCHRIJVING;")  # fmt: skip
_A04 = ("BRIN_NR;NAAM_INST;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;ACHTERNAAM;VOORVOEGSEL;ALLE_VOORNAMEN;WOONGEMEENTE;"
        "GEBOORTEDATUM;DATUM_UITSCHRIJVING;MELDING_VERZUIM_WETTELIJK;BRIN;NAAM_ONDERWIJSAANBIEDER;"
        "MELDING_VERZUIM_NIET_WETTELIJK;GEMEENTECODE;RMC_REGIO;REDEN_UITSTROOM;NIVEAU;HUISNUMMER;VANAF_WANNEER")  # fmt: skip
GELDIG_ONDERWIJSNUMMER = "pgn: geldig als onderwijsnummer (geen BSN)"

DUO = (
    kept("NenR2023DI27GZ.csv", tekst(f"""
         {_VOOR}EXAMEN;IND_BEKOSTIGING;{_ACHTER}
         999990019;;03-10-2002;M;Testman;;Proef;3011;REGIO 28;Rijnmond;599;ROTTERDAM;99AA;00;De Proef;VO;PRO;;;GEEN;J;100A001;"Zorg; Welzijn & Sport";;;23.0;;;
         ;101222331;2002-10-03;V;Proefma;;;;28;;1725;;99AB;01;;MBO 2;;25171;;NULL;N;;;;;;;;
         999990021;;NULL;V;;;;;28;;NULL;;99AB;01;;MBO 2;;112E772;;;;;;;;;;;
         ;;;;;;;;;;;;99AB;01;;MBO 2;;;;;;;;;;;;;
         """, einde="\r\n"), Blad("duo_nenr", f"""
         rij | lot | cohort | persoon | rmc_regio | gemeente | brin | niveau | crebo | examen | ind_bekostiging | defecten
         2 | g | | 999990019 | REGIO 28 | 0599 | 99AA | VO | | GEEN | J |
         3 | g | | 101222331 | 28 | 1725 | 99AB | MBO 2 | 25171 | | N | {ELFPROEF} + {GELDIG_ONDERWIJSNUMMER}
         4 | g | | 999990021! | 28 | | 99AB | MBO 2 | 112E772 | | | {ELFPROEF}
         5 | q persoon | | | | | | | | | |
         """, hersteld={"gemeente: voorloopnul teruggezet": 1},
              kenmerken={"soort": "NenR", "teljaar_einde": "2023", "stand_levering": "D"}, afwezig="")),
    kept("NenR2022DI27GZ.csv", tekst(f"""
         {_VOOR}EXAMEN;IND_BEKOSTIGING;{_ACHTER}
         0;101222331;;V;;;;;28;;1725;;99AB;01;;MBO 2;;25171;;;N;;;;;;;;
         """), Blad("duo_nenr", f"""
         rij | lot | cohort | persoon   | rmc_regio | gemeente | brin | niveau | crebo | ind_bekostiging | defecten
         2   | g   |        | 101222331 | 28        | 1725     | 99AB | MBO 2  | 25171 | N               | {ELFPROEF} + {GELDIG_ONDERWIJSNUMMER}
         """, kenmerken={"soort": "NenR", "teljaar_einde": "2022", "stand_levering": "D"})),
    kept("NRSP2022VI27GZ.csv", tekst(f"""
         {_VOOR}{_ACHTER}
         999990019;;03-10-2002;M;Testman;;Proef;3011;28;Rijnmond;0599;ROTTERDAM;99AA;00;De Proef;VO;PRO;25171;;;;;;;;;
         """, einde="\r\n"), Blad("duo_nrsp", """
         rij | lot | cohort | persoon   | rmc_regio | gemeente | brin | niveau | crebo
         2   | g   |        | 999990019 | 28        | 0599     | 99AA | VO     | 25171
         """, kenmerken={"soort": "NRSP", "teljaar_einde": "2022", "stand_levering": "V"}, afwezig="")),
    kept("202310A04I27GZ.csv", tekst(f"""
         {_A04}
         99AA;De Proef;202310;999990019;Testman;;Proef;ROTTERDAM;3/10/2002;01-10-2023;J;99AA;Café;N;488;28;verhuisd;VO;23.0;202310
         99AA;De Proef;202310;999990019;Testman;;Proef;ROTTERDAM;3/10/2002;01-10-2023;J;99AA;Café;N;488;28;verhuisd;VO;23.0;202310
         99AA;De Proef;202310;;Proefma;;;;;31-02-2023;;99AA;;;;;;VO;;
         99AA;De Proef;202310;999990020;Proefma;;;;;31-02-2023;;99AA;;;;;;VO;;
         """, einde="\r\n"), Blad("duo_a04", """
         rij | lot | cohort | persoon | rapportagemaand | datum_uitschrijving | melding_verzuim_wettelijk | brin | melding_verzuim_niet_wettelijk | gemeente | rmc_regio | reden_uitstroom | niveau | vanaf_wanneer | defecten
         2 | g | | 999990019 | 202310 | 2023-10-01 | J | 99AA | N | 488 | 28 | verhuisd | VO | 202310 |
         3 | d | | 999990019 | 202310 | 2023-10-01 | J | 99AA | N | 488 | 28 | verhuisd | VO | 202310 |
         4 | q persoon | | | | | | | | | | | | | datum_uitschrijving: geen geldige datum
         5 | g | | 999990020 | 202310 | | | 99AA | | | | | VO | | datum_uitschrijving: geen geldige datum
         """, kenmerken={"rapport": "202310", "soort": "A04"})),
)  # fmt: skip

NETWERK = (
    kept("werkoverleg.xls", xls({"Q2": [
        ["WERKoverleg cluster 2"],
        ["Overlegdatum", "Schooljaar", "Kw", "Regiocluster", "Stamnr", "BSN", "Leerling", "BRIN", "School",
         "Besproken J/N", "Traject J/N", "Resultaat", "Mbo-advies", "Jobcoach", "Acties"],
        [date(2016, 11, 9), "2016-2017", "Q2", 2, 1001, 999990019, "Testman", "99AA00", "De Proef", True, True, "LOOPT",
         "NEGATIEF", "I. Proefma", "bellen"],
        [date(2016, 11, 9), "", "", "cluster A", 1002, "", "Proefma", "99AA00", "De Proef", "J", "N", "", "n.v.t."],
        [date(2016, 11, 9), "", "", 3, "", "", "Zonder nummer", "99AA00", "De Proef", "J", "N", "", ""],
    ]}), Blad("werkoverleg", """
        rij | lot | cohort | persoon | leerling | brin | datum | schooljaar | cluster | school | besproken | traject | uitkomst | advies_mbo
        3 | g | 2016 | 999990019 | 99AA00/1001 | 99AA00 | 2016-11-09 | 2016 | 2 | De Proef | J | J | LOOPT | NEGATIEF
        4 | g | 2016 | | 99AA00/1002 | 99AA00 | 2016-11-09 | | 1 | De Proef | J | N | | GEEN
        5 | q persoon | 2016 | | | 99AA00 | | | | | | | |
        """, "Q2", hersteld={"cluster: ander woord voor de code": 1, "advies_mbo: ander woord voor de code": 1})),
    kept("bespreeklijst.ods", ods({"Lijst": [
        ["Lln.nr.", "PGN", "Naam leerling", "BRIN-code", "Schoolnaam", "Schooljaar", "Sinds", "Eraf op", "Waarom eraf",
         "Mentor", "Afspraken"],
        ["a12", "999990019", "Testman", "99AA00", "De Proef", "2016-2017", date(2016, 9, 10), date(2017, 1, 20),
         "CONTRACT", "I. Proefma", "geen"],
        ["A12", "", "Testman", "99AA00", "De Proef", "2016-2017", date(2017, 3, 1), "", "", "", ""],
        ["", 12345672, "Proefma", "99AA00", "", "", date(2016, 7, 31), "", "", "", ""],
    ]}), Blad("bespreeklijst", """
        rij | lot | cohort | persoon | leerling | brin | school | schooljaar | op_lijst | van_lijst | reden_af
        2 | g | 2016 | 999990019 | 99AA00/A12 | 99AA00 | De Proef | 2016 | 2016-09-10 | 2017-01-20 | CONTRACT
        3 | g | 2016 | | 99AA00/A12 | 99AA00 | De Proef | 2016 | 2017-03-01 | |
        4 | g | 2015 | 012345672 | | 99AA00 | | | 2016-07-31 | |
        """, "Lijst", hersteld={"pgn: voorloopnul teruggezet": 1})),
    kept("innovatieplannen.xlsx", xlsx({"Plannen": [
        ["Plannr", "Innovatieplan", "Naam werkgroep", "Deelnemende besturen", "Deelnemers", "Schooljaar", "Looptijd van",
         "Tot en met", "Budget (€)", "Doelindicator", "Beoogd effect", "Effect in", "Oordeel toetsingscommissie",
         "Schaal tot", "Trekker", "Samenvatting"],
        [1, "Jobcoach eerder", "Zorg", "A; B", "99AA, 99AB", "2017-2018", date(2017, 9, 1), date(2018, 7, 31), 25000.5,
         "P2", 12, "LEERLINGEN", 7.5, 10, "I. Proefma", "tekst"],
        ["2a", "Leerwerkbedrijf", "", "", "", "", date(2017, 7, 31), "", "-", "", "", "", "", "", "", ""],
    ]}), Blad("innovatieplannen", """
        rij | lot | cohort | nummer | plan | werkgroep | besturen | scholen | schooljaar | begin | einde | budget | indicator | verwacht_effect | effect_eenheid | score | schaal
        2 | g | 2017 | 1 | Jobcoach eerder | Zorg | A; B | 99AA, 99AB | 2017 | 2017-09-01 | 2018-07-31 | 25000.5 | P2 | 12 | LEERLINGEN | 7.5 | 10
        3 | g | 2016 | 2a | Leerwerkbedrijf | | | | | 2017-07-31 | | 0 | | | | |
        """, "Plannen", hersteld={"budget: nihil (-) gelezen als 0": 1}, afwezig="")),
)  # fmt: skip

STURING = (
    kept("doelen.csv", tekst("""
         Jaar,Niveau,Brinnummer,Naam school,Bevoegd gezag,Indicator,Doel %,Doel (aantal),Noemer
         2016-2017,vestiging,99AA00,De Proef,Bestuur A,P3,"67,5",27,40
         2016-2017,schoolbestuur,,,Bestuur A,bestendig na 2 jaar,50,-,–
         2016-2017,convenant,,,,P2,100*,,
         """), Blad("doelen", """
         rij | lot | cohort | brin | schooljaar | niveau | bestuur | indicator | doel | doel_aantal | aantal_leerlingen
         2 | g | 2016 | 99AA00 | 2016 | school | Bestuur A | P3 | 67.5 | 27 | 40
         3 | g | 2016 | | 2016 | bestuur | Bestuur A | B1_2 | 50 | 0 | 0
         4 | g | 2016 | | 2016 | regio | | P2 | 100 | |
         """, hersteld={
             "niveau: ander woord voor de code": 3, "indicator: ander woord voor de code": 1,
             "doel: voorlopig cijfer (*)": 1, "doel_aantal: nihil (-) gelezen als 0": 1,
             "aantal_leerlingen: nihil (-) gelezen als 0": 1,
         }, afwezig="")),
    kept("doelen-met-de-codes-zelf.csv", tekst("""
         Schooljaar;Niveau;Bestuur;Indicator;Doel
         2016-2017;bestuur;Bestuur A;P3;50
         2016-2017;regio;;P3;50
         """), Blad("doelen", """
         rij | lot | cohort | schooljaar | niveau  | bestuur   | indicator | doel
         2   | g   | 2016   | 2016       | bestuur | Bestuur A | P3        | 50
         3   | g   | 2016   | 2016       | regio   |           | P3        | 50
         """)),
    kept("esf.csv", tekst("""
         Aanvraagnummer;Subsidieperiode;Baten (euro);Percentage (%);Bestemd (euro);Arbeidstoeleiding;Nazorg
         2016EUSF1;2016-2017;€ 100.000,-;45,5%;45.500,00;30.000;1.245,50
         2017EUSF1;2017/'18;-;;-;;
         """, "utf-16", "\r\n"), Blad("esf", """
         rij | lot | cohort | aanvraag | periode | gerealiseerde_baten | percentage | bedrag_bestemd | besteed_arbeidstoeleiding | besteed_nazorg
         2 | g | 2016 | 2016EUSF1 | 2016 | 100000 | 45.5 | 45500 | 30000 | 1245.5
         3 | g | 2017 | 2017EUSF1 | 2017 | 0 | | 0 | |
         """, hersteld={
             "periode: anders geschreven": 1, "gerealiseerde_baten: nihil (-) gelezen als 0": 1,
             "bedrag_bestemd: nihil (-) gelezen als 0": 1,
         }, afwezig="")),
    kept("aanbevelingen.xlsx", xlsx({"Lijst": [
        ["Nr", "Omschrijving", "Uit rapport", "Gedaan op", "Schooljaar rapport", "Actiehouder", "Partij", "Contactpersoon",
         "Deadline", "Stand van zaken", "Afgerond op", "Reactie"],
        ["1", "Meet eerder", "Toetsing 2017", date(2018, 1, 15), "2016-2017", "REGISSEUR", "WERKschool", "I. Proefma",
         date(2018, 12, 31), "UITGEVOERD", date(2018, 6, 1), "ok"],
        [2, "Meet later", "Toetsing 2017", date(2018, 1, 15), "", "gemeenten", "", "", "", "loopt", "", ""],
    ]}), Blad("aanbevelingen", """
        rij | lot | cohort | nummer | aanbeveling | rapport | rapportdatum | schooljaar | eigenaar | organisatie | uiterlijk | status | gereed_op
        2 | g | 2016 | 1 | Meet eerder | Toetsing 2017 | 2018-01-15 | 2016 | REGISSEUR | WERKschool | 2018-12-31 | UITGEVOERD | 2018-06-01
        3 | g | 2017 | 2 | Meet later | Toetsing 2017 | 2018-01-15 | | GEMEENTE | | | IN_UITVOERING |
        """, "Lijst", hersteld={"eigenaar: ander woord voor de code": 1, "status: ander woord voor de code": 1},
             afwezig="")),
    kept("zelfevaluatie.csv", tekst("""
         Ingevuld op;Schooljaar;Samenwerkingspartner;Thema;Stelling;Waardering;Schaal tot;Invuller;Onderbouwing
         15-03-2017;2016-2017;Gemeente Proef;A;A14;3,5;10;I. Proefma;tekst
         15-03-2017;;Gemeente Proef;S;sense of urgency;4;;I. Proefma;
         """, "cp1252"), Blad("zelfevaluatie", """
         rij | lot | cohort | datum | schooljaar | partner | element | score | schaal
         2 | g | 2016 | 2017-03-15 | 2016 | Gemeente Proef | A14 | 3.5 | 10
         3 | g | 2016 | 2017-03-15 | | Gemeente Proef | S3 | 4 |
         """, hersteld={"element: ander woord voor de code": 1}, afwezig="")),
)  # fmt: skip

BRONNEN: tuple[Case, ...] = (*UITSTROOM, *INTERGRIP, *CAMBO, *DUO, *NETWERK, *STURING)
