# ruff: noqa: E501 - a table has the width it has
"""Every field that is kept of a row, per source, written down by hand: what no list names, is not kept."""

from __future__ import annotations

EVERY = "rij bigint, lot text, quarantaine_reden text, defecten text[], cohort int, persoon text, pgn_geldig bool, leerling text"
_WERK = (
    "bestemming text, reden text, werkgever text, contract_soort text, contract_begin date, contract_einde date,"
    " uren number, werkgemeente text, passend text, uitkering text"
)
FIELDS = {
    "uitstroom": "brin text, geslacht text, school text, bestuur text, schooltype text, uitstroomprofiel text,"
    " perspectief_arbeid text, schooljaar int, datum_uitstroom date, diploma text, gemeente text, leeftijd bigint,"
    f" {_WERK}",
    "intergrip": "brin text, school text, schooljaar int, meetmoment text, verwachte_bestemming text, bereikt text,"
    " begindatum_eerste_werk date, registratiedatum date, mbo_instelling text, mbo_crebo text, mbo_niveau int,"
    f" mbo_leerweg text, mbo_status text, mbo_statusdatum date, warme_overdracht text, {_WERK}",
    "cambo": "id number, version int, createdat moment, lastmodifiedat moment, ketenid text, bsnhash text,"
    " startmoment date, status text, begindatum moment, schooljaar int, statussource text, caketenid text,"
    " onderwijsaanbiedercode text, instellingserkenningscode text, onderwijslocatiecode text, opleidingcode text,"
    " leertrajectmbo text",
    "duo_nenr": "rmc_regio text, gemeente text, brin text, niveau text, crebo text, examen text,"
    " ind_bekostiging text",
    "duo_nrsp": "rmc_regio text, gemeente text, brin text, niveau text, crebo text",
    "duo_a04": "rapportagemaand text, datum_uitschrijving date, melding_verzuim_wettelijk text, brin text,"
    " melding_verzuim_niet_wettelijk text, gemeente text, rmc_regio text, reden_uitstroom text, niveau text,"
    " vanaf_wanneer text",
    "werkoverleg": "brin text, datum date, schooljaar int, cluster text, school text, besproken text, traject text,"
    " uitkomst text, advies_mbo text",
    "bespreeklijst": "brin text, school text, schooljaar int, op_lijst date, van_lijst date, reden_af text",
    "innovatieplannen": "nummer text, plan text, werkgroep text, besturen text, scholen text, schooljaar int,"
    " begin date, einde date, budget number, indicator text, verwacht_effect number, effect_eenheid text,"
    " score number, schaal int",
    "doelen": "brin text, schooljaar int, niveau text, bestuur text, indicator text, doel number, doel_aantal int,"
    " aantal_leerlingen int",
    "esf": "aanvraag text, periode int, gerealiseerde_baten number, percentage number, bedrag_bestemd number,"
    " besteed_arbeidstoeleiding number, besteed_nazorg number",
    "aanbevelingen": "nummer text, aanbeveling text, rapport text, rapportdatum date, schooljaar int, eigenaar text,"
    " organisatie text, uiterlijk date, status text, gereed_op date",
    "zelfevaluatie": "datum date, schooljaar int, partner text, element text, score number, schaal int",
}
TYPES = {
    "text": "VARCHAR",
    "text[]": "VARCHAR[]",
    "bool": "BOOLEAN",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "number": "DECIMAL(18,4)",
    "date": "DATE",
    "moment": "TIMESTAMP",
}


LINK_FIELDS = {
    "uitstroom": "geboren verwisseld naam klank roepnaam postcode geslacht",
    "intergrip": "geboren verwisseld naam klank roepnaam geslacht",
}
"""What else is kept of two sources: short keyed hashes; tests/unit/sources says what is in them."""


def kept_fields(bron: str) -> dict[str, str]:
    """Every field of a kept row of a source, and its type in DuckDB."""
    links = {f"kv_{naam}": "VARCHAR" for naam in LINK_FIELDS.get(bron, "").split()}
    pairs = (each.split() for each in f"{EVERY}, {FIELDS[bron]}".split(", "))
    return {naam: TYPES[kind] for naam, kind in pairs} | links
