"""What a school can do about a row, in plain Dutch: per defect the cells it concerns and how to mend them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.sources.contract import Contract
from pipeline.sources.identity import GEDEELD, ONDERWIJSNUMMER, ONGELDIG, PLACEHOLDER

_KIND = {
    "geen geldige datum": "Schrijf de datum als dd-mm-jjjj, bijvoorbeeld 31-07-2024.",
    "geen geldig tijdstip": "Schrijf dag en tijd als 2024-07-31 13:45.",
    "geen geheel getal": "Schrijf een heel getal, bijvoorbeeld 12.",
    "geen getal": "Schrijf alleen een getal, bijvoorbeeld 32 of 32,5.",
    "geen geldige BRIN": "Schrijf de BRIN met vestiging, bijvoorbeeld 99AA00.",
    "geen negen cijfers": "Schrijf het nummer met negen cijfers; maak de kolom in Excel eerst Tekst.",
    "geen postcode": "Schrijf de postcode als 3011 AB.",
    "minder cellen dan de kop": "Vul de rij aan: er staan minder cellen in dan kolommen in de kop.",
}
_WHOLE = {
    ONGELDIG: "Kijk het nummer na: het klopt niet (elfproef). De leerling telt wel mee.",
    ONDERWIJSNUMMER: "U hoeft niets te doen: dit is een onderwijsnummer en geen BSN.",
    PLACEHOLDER: "Geef elke leerling zijn eigen nummer, of laat de cel leeg.",
    GEDEELD: "Geef elke leerling zijn eigen leerlingnummer, of laat de cel leeg.",
    "persoon niet vast te stellen": "Vul het BSN, het onderwijsnummer of het leerlingnummer in.",
    "school niet vast te stellen": "Vul de BRIN met vestiging in, bijvoorbeeld 99AA00.",
    "schooljaar niet vast te stellen": "Vul het schooljaar in, of de datum van uitstroom.",
}
_ANYTHING = "Kijk deze cel na."


@dataclass(frozen=True)
class Klacht:
    """What is wrong with a row, in which of its columns, and what to do about it."""

    wat: str
    doe: str
    kolommen: tuple[str, ...]


def klacht(contract: Contract, soort: str) -> Klacht:
    """The complaint that goes with a kind of defect or a reason for quarantine."""
    for regel in contract.regels:
        if regel.naam == soort:
            return Klacht(soort, regel.toelichting or _ANYTHING, _in_rule(contract, regel.als))
    naam, _, kind = soort.partition(": ")
    doe = _WHOLE.get(soort) or _KIND.get(kind, _ANYTHING)
    return Klacht(soort, doe, _about(contract, soort, naam))


def _about(contract: Contract, soort: str, naam: str) -> tuple[str, ...]:
    identity = contract.identiteit
    person = (*identity.pgn, *(n for n in identity.leerling if n != identity.brin))
    columns = {
        "persoon niet vast te stellen": person,
        "school niet vast te stellen": (identity.brin,),
        "schooljaar niet vast te stellen": (identity.schooljaar, identity.uitstroomdatum, identity.datum),
    }.get(soort, identity.pgn if naam == "pgn" else (naam,))
    return tuple(n for n in columns if n in contract.namen)


def _in_rule(contract: Contract, als: str) -> tuple[str, ...]:
    words = set(re.findall(r"\w+", als))
    return tuple(k.naam for k in contract.kolommen if k.naam in words)
