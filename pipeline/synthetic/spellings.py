"""How the invented exports spell their columns and codes.

A real export has its own words for every column and code, and each school its own variant. These two tables
hold every spelling that `exports.py` may write; the contracts in `pipeline/sources/contracts` are written by
hand and must accept all of them. A spelling belongs to one canonical name only.

HEADERS: {source: {canonical column: spellings}}; VALUES: {field: {code: spellings}}. An empty string among
the spellings of a code is an empty cell. What a reader must also take as missing stands in MISSING.
"""

from __future__ import annotations

from collections.abc import Mapping

Spellings = Mapping[str, tuple[str, ...]]

MISSING = ("", "NULL", "NA", "-", "onbekend")
"""Marks of a missing value, in any column that holds no code."""

_UITSTROOM: Spellings = {
    "leerlingnummer": ("Leerlingnummer", "Leerlingnr", "Lln.nr.", "Stamnr", "Stamnummer"),
    "pgn": ("PGN", "BSN", "Burgerservicenummer", "Persoonsgebonden nummer"),
    "achternaam": ("Achternaam",),
    "voorvoegsel": ("Voorvoegsel", "Tussenvoegsel"),
    "roepnaam": ("Roepnaam", "Voornaam"),
    "geboortedatum": ("Geboortedatum", "Geb.datum"),
    "geslacht": ("Geslacht",),
    "brin": ("BRIN", "BRIN-code", "Brinnummer", "BRIN+vestiging"),
    "school": ("School", "Schoolnaam", "Locatie"),
    "bestuur": ("Bestuur", "Bevoegd gezag"),
    "schooltype": ("Schooltype", "Onderwijssoort"),
    "uitstroomprofiel": ("Uitstroomprofiel", "Profiel"),
    "perspectief_arbeid": ("Perspectief arbeid", "Uitstroomperspectief arbeid"),
    "schooljaar": ("Schooljaar",),
    "datum_uitstroom": ("Datum uitstroom", "Uitschrijfdatum", "Datum uit"),
    "diploma": ("Diploma",),
    "bestemming": ("Bestemming", "Uitstroombestemming", "Gerealiseerde bestemming", "Vervolg"),
    "reden": ("Reden", "Reden geen vervolg"),
    "werkgever": ("Werkgever", "Naam werkgever"),
    "contract_soort": ("Contractsoort", "Soort contract"),
    "contract_begin": ("Contract begin", "Begindatum contract"),
    "contract_einde": ("Contract einde", "Einddatum contract"),
    "uren": ("Uren", "Uren per week"),
    "werkgemeente": ("Werkgemeente", "Gemeente werkplek"),
    "passend": ("Passend", "Passende werkplek"),
    "uitkering": ("Uitkering",),
    "postcode": ("Postcode",),
    "gemeente": ("Gemeente", "Woongemeente", "Gemeentecode"),
    "opmerking": ("Opmerking", "Opmerkingen", "Bijzonderheden"),
}

_INTERGRIP: Spellings = {
    "leerlingnummer": ("Leerlingnummer", "VO-leerlingnummer"),
    "pgn": ("PGN", "Burgerservicenummer"),
    "achternaam": ("Achternaam",),
    "voorvoegsel": ("Voorvoegsel", "Tussenvoegsel"),
    "roepnaam": ("Roepnaam",),
    "geboortedatum": ("Geboortedatum",),
    "brin": ("BRIN", "BRIN+vestiging"),
    "school": ("School", "Schoolnaam"),
    "schooljaar": ("Schooljaar", "Schooljaar van uitstroom"),
    "meetmoment": ("Meetmoment",),
    "verwachte_bestemming": ("Verwachte bestemming", "Toekomstige uitstroom"),
    "bereikt": ("Bereikt", "Leerling bereikt"),
    "bestemming": ("Bestemming", "Gerealiseerde bestemming"),
    "reden": ("Reden",),
    "werkgever": ("Werkgever",),
    "contract_soort": ("Contractsoort", "Soort contract"),
    "contract_begin": ("Contract begin", "Begindatum contract"),
    "contract_einde": ("Contract einde", "Einddatum contract"),
    "uren": ("Uren", "Uren per week"),
    "werkgemeente": ("Werkgemeente",),
    "passend": ("Passend",),
    "uitkering": ("Uitkering",),
    "begindatum_eerste_werk": ("Begindatum eerste werk",),
    "registratiedatum": ("Registratiedatum",),
    "mbo_instelling": ("Instelling mbo", "Mbo-instelling"),
    "mbo_crebo": ("Crebo", "Crebocode"),
    "mbo_niveau": ("Niveau", "Niveau mbo"),
    "mbo_leerweg": ("BOL-BBL", "Leerweg MBO"),
    "mbo_status": ("Aanmeldstatus", "Overstapstatus"),
    "mbo_statusdatum": ("Statusdatum",),
    "warme_overdracht": ("Warme overdracht",),
}

_DOELEN: Spellings = {
    "schooljaar": ("Schooljaar",),
    "niveau": ("Niveau",),
    "brin": ("BRIN",),
    "bestuur": ("Bestuur",),
    "indicator": ("Indicator",),
    "doel": ("Doel (%)",),
}

_ESF: Spellings = {
    "aanvraag": ("Aanvraag",),
    "periode": ("Periode",),
    "gerealiseerde_baten": ("Gerealiseerde baten",),
    "percentage": ("Percentage",),
    "bedrag_bestemd": ("Bedrag bestemd",),
    "besteed_arbeidstoeleiding": ("Besteed aan arbeidstoeleiding",),
    "besteed_nazorg": ("Besteed aan nazorg",),
}

_WERKOVERLEG: Spellings = {
    "datum": ("Datum overleg", "Datum WERKoverleg"),
    "cluster": ("Cluster",),
    "brin": ("BRIN",),
    "leerlingnummer": ("Stamnr", "Leerlingnummer"),
    "pgn": ("BSN", "PGN"),
    "achternaam": ("Naam leerling", "Achternaam"),
    "roepnaam": ("Voornaam", "Roepnaam"),
    "besproken": ("Besproken J/N", "Besproken"),
    "traject": ("Traject gerealiseerd",),
    "uitkomst": ("Uitkomst traject",),
    "advies_mbo": ("Mbo-advies", "Advies mbo"),
    "afspraken": ("WERKafspraken", "Afspraken"),
}

_BESPREEKLIJST: Spellings = {
    "leerlingnummer": ("Lln.nr.", "Leerlingnummer"),
    "pgn": ("Burgerservicenummer", "PGN"),
    "achternaam": ("Achternaam",),
    "voorvoegsel": ("Tussenvoegsel",),
    "roepnaam": ("Roepnaam",),
    "geboortedatum": ("Geb.datum", "Geboortedatum"),
    "brin": ("BRIN+vestiging", "BRIN"),
    "school": ("School",),
    "op_lijst": ("Op de lijst sinds",),
    "van_lijst": ("Van de lijst",),
    "reden_af": ("Reden", "Reden van de lijst"),
    "opmerking": ("Bijzonderheden", "Opmerking"),
}

_INNOVATIEPLANNEN: Spellings = {
    "nummer": ("Nr.",),
    "plan": ("Naam plan",),
    "werkgroep": ("Werkgroep",),
    "besturen": ("Deelnemende besturen",),
    "begin": ("Startdatum",),
    "einde": ("Einddatum",),
    "budget": ("Budget (euro)",),
    "indicator": ("Indicator",),
    "verwacht_effect": ("Verwacht effect",),
    "effect_eenheid": ("Eenheid",),
    "score": ("Score toetsingscommissie",),
    "contactpersoon": ("Projectleider",),
}

_AANBEVELINGEN: Spellings = {
    "nummer": ("Nr.",),
    "aanbeveling": ("Aanbeveling",),
    "rapport": ("Bron", "Rapport"),
    "rapportdatum": ("Datum rapport",),
    "eigenaar": ("Verantwoordelijke", "Eigenaar"),
    "eigenaar_naam": ("Contactpersoon",),
    "uiterlijk": ("Deadline", "Uiterste datum"),
    "status": ("Stand van zaken", "Status"),
    "gereed_op": ("Afgerond op",),
}

_ZELFEVALUATIE: Spellings = {
    "datum": ("Ingevuld op", "Datum"),
    "partner": ("Organisatie", "Partner"),
    "element": ("Stelling", "Element"),
    "score": ("Score",),
    "schaal": ("Hoogste score",),
    "ingevuld_door": ("Naam",),
}

_CAMBO: Spellings = {
    naam: (naam,)
    for naam in (
        "id", "version", "createdat", "lastmodifiedat", "createdby", "lastmodifiedby", "ketenid", "bsnhash",
        "startmoment", "status", "begindatum", "schooljaar", "statussource", "caketenid", "group_num",
        "postcodecijfers", "onderwijsaanbiedercode", "instellingserkenningscode", "onderwijslocatiecode",
        "opleidingcode", "leertrajectmbo", "leeftijdscategorie",
    )
}  # fmt: skip

HEADERS: Mapping[str, Spellings] = {
    "uitstroom": _UITSTROOM,
    "intergrip": _INTERGRIP,
    "doelen": _DOELEN,
    "esf": _ESF,
    "cambo": _CAMBO,
    "werkoverleg": _WERKOVERLEG,
    "bespreeklijst": _BESPREEKLIJST,
    "innovatieplannen": _INNOVATIEPLANNEN,
    "aanbevelingen": _AANBEVELINGEN,
    "zelfevaluatie": _ZELFEVALUATIE,
}

_BESTEMMING: Spellings = {
    "ARB_REG": ("Arbeid regulier", "Regulier werk", "Arbeid, regulier", "ARB_REG"),
    "ARB_GAR": ("Garantiebaan", "Banenafspraak", "Arbeid, garantiebaan/banenafspraak", "ARB_GAR"),
    "ARB_BES": ("Beschut werk", "Beschutte arbeid", "ARB_BES"),
    "ARB_BBL": ("Arbeid met bbl", "BBL", "Werken en leren (bbl)", "ARB_BBL"),
    "MBO_BOL": ("Mbo bol", "BOL", "MBO (bol)", "MBO_BOL"),
    "VMBO": ("Vmbo",),
    "PRO": ("Praktijkonderwijs", "Andere school voor pro", "PrO"),
    "VSO": ("Voortgezet speciaal onderwijs", "Andere school voor vso", "VSO"),
    "DAG_ARB": ("Dagbesteding arbeidsmatig", "Arbeidsmatige dagbesteding", "DAG_ARB"),
    "DAG_ACT": ("Dagbesteding activerend", "Activerende dagbesteding", "DAG_ACT"),
    "TRAJECT": ("Traject", "Toeleidingstraject", "Trainingstraject"),
    "GEEN": ("Geen werk of opleiding", "Thuis, geen werk of school", "GEEN"),
    "BUITENLAND": ("Buitenland", "Vertrokken naar buitenland"),
    "OVERLEDEN": ("Overleden",),
    "ONBEKEND": ("Onbekend", "Niet bekend", "", "-"),
}

VALUES: Mapping[str, Spellings] = {
    "bestemming": _BESTEMMING,
    "verwachte_bestemming": _BESTEMMING,
    "reden": {
        "GEDRAG_MOTIVATIE": ("Gedrag/motivatie", "Gedrag of motivatie"),
        "ONTSLAG": ("Ontslag", "Ontslagen"),
        "VSV": ("Vsv", "Voortijdig schoolverlater"),
        "MEDISCH": ("Medisch", "Medische redenen"),
        "ZORG": ("Zorg",),
        "ANDERS": ("Anders", "Andere reden"),
    },
    "schooltype": {
        "PRO": ("PrO", "Praktijkonderwijs"),
        "VSO": ("VSO", "Voortgezet speciaal onderwijs"),
    },
    "uitstroomprofiel": {
        "ARBEID": ("Arbeid", "Arbeidsmarkt", "Arbeidsmarktgericht"),
        "VERVOLGONDERWIJS": ("Vervolgonderwijs", "Vervolg"),
        "DAGBESTEDING": ("Dagbesteding",),
        "ONBEKEND": ("Onbekend", ""),
    },
    "geslacht": {"M": ("M", "man"), "V": ("V", "vrouw"), "X": ("X", "onbekend")},
    "perspectief_arbeid": {"J": ("J", "Ja"), "N": ("N", "Nee")},
    "diploma": {"J": ("J", "Ja"), "N": ("N", "Nee")},
    "bereikt": {"J": ("J", "Ja"), "N": ("N", "Nee")},
    "passend": {"J": ("J", "Ja"), "N": ("N", "Nee")},
    "uitkering": {"J": ("J", "Ja"), "N": ("N", "Nee")},
    "warme_overdracht": {"J": ("J", "Ja"), "N": ("N", "Nee")},
    "contract_soort": {
        "VAST": ("Vast", "Vast contract", "Onbepaalde tijd"),
        "TIJDELIJK": ("Tijdelijk", "Tijdelijk contract", "Bepaalde tijd"),
        "UITZEND": ("Uitzend", "Uitzendcontract"),
        "LEERWERK": ("Leerwerk", "Leerwerkovereenkomst"),
        "ONBEKEND": ("Onbekend", ""),
    },
    "meetmoment": {m: (m,) for m in ("U", "V1", "V2", "V3", "V4")},
    "mbo_leerweg": {"BOL": ("BOL",), "BBL": ("BBL",)},
    "mbo_niveau": {n: (n,) for n in ("1", "2", "3", "4")},
    "mbo_status": {
        "ONTVANGEN": ("ontvangen", "RECEIVED"),
        "AANGEBODEN": ("aangeboden", "OFFERED"),
        "NIET_INGESCHREVEN": ("niet_ingeschreven", "REJECTED"),
        "INGETROKKEN": ("ingetrokken", "WITHDRAWN"),
        "INGESCHREVEN": ("ingeschreven", "ENROLLED"),
    },
    "niveau": {"school": ("school",), "bestuur": ("bestuur",), "regio": ("regio",)},
}
