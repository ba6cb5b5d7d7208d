"""The data dictionary: what every export may hold, what it means and what is kept of it, in plain Dutch.

Made from the contracts, so it cannot say anything else than what happens. `make woordenboek` writes it again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from pipeline.sources.contract import Contract, Kolom, contracten
from pipeline.sources.typed import DATE_FORMATS
from pipeline.sources.values import JA_NEE, ONTBREEKT, codes_of
from pipeline.workspace.atomic import write_text

HOME = Path("docs") / "woordenboek.md"
TYPES = {
    "tekst": "tekst",
    "pgn": "persoonsgebonden nummer",
    "brin": "BRIN, met of zonder vestiging",
    "datum": "datum",
    "tijdstip": "datum en tijd",
    "geheel": "geheel getal",
    "decimaal": "getal",
    "code": "code",
    "janee": "ja of nee",
    "schooljaar": "schooljaar",
    "gemeente": "gemeente, naam of code",
    "postcode4": "postcode, vier cijfers",
}
_NODIG = {"persoon": "de persoon", "school": "de school", "cohort": "het schooljaar"}
_SLEUTEL = {"cohort": "schooljaar", "persoon": "persoon", "leerling": "leerlingnummer op die school"}
_CODERING = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_TEKEN = {";": "puntkomma", ",": "komma", "\t": "tab"}
INLEIDING = """\
<!-- Gemaakt uit de contracten door `make woordenboek`. Verander de contracten, niet dit bestand. -->

# Woordenboek van de gegevens

Dit woordenboek zegt van elke bron welke kolommen Toeleiding kent, wat ze betekenen en wat ervan bewaard
blijft. Het is gemaakt uit de contracten in `pipeline/sources/contracts/`, waarmee elke levering wordt
gelezen.

**Koppen en woorden.** Hoofdletters, accenten, spaties en leestekens maken niet uit: `BRIN-code` en
`brin code` zijn hetzelfde. Een kop of woord dat hier niet staat, wordt niet geraden: de levering wordt
geweigerd, met de plaats en wat erop lijkt. Woorden van de eigen scholen komen in `woorden.toml`, naast
`toeleiding.toml`.

**Leeg.** {leeg} en een lege cel betekenen dat er niets is ingevuld, tenzij bij de kolom iets anders staat.

**Verplicht.** Een verplichte kolom moet in het bestand staan. Een cel daarin mag leeg zijn; dan is het
gegeven onbekend. Een rij zonder persoon, school of schooljaar gaat in quarantaine (zie *Gebreken*).

**Datums.** Zoals {datums}, met of zonder tijd erachter. Ook `20241231` en het volgnummer van Excel worden
gelezen.

**Ja of nee.** Voor ja: {ja}. Voor nee: {nee}.

**Getallen.** `<5` (te klein om te noemen) en `x` (geheim) worden onbekend en geteld.

**Gebreken.** Een rij gaat alleen in quarantaine als niet is vast te stellen om wie, welke school of welk
schooljaar het gaat. Elk ander gebrek kost geen rij: het gegeven wordt onbekend en het gebrek wordt geteld.

**Bewaard.** Van een leerling blijft nooit een naam of nummer bewaard. *Als pseudoniem*: in plaats van het
nummer komt een versleuteld kenmerk, zodat dezelfde leerling te volgen is zonder te weten wie het is.
*Versleuteld*: alleen te zien is of twee rijen hetzelfde hebben. *Als koppelveld*: ook versleuteld, en alleen
gebruikt om rijen van één leerling bij elkaar te vinden als het nummer dat niet doet; in de microdata staat
het niet. Een veld met weinig waarden is ook versleuteld te herleiden. Dat geldt voor het geslacht: de
uitstroomlijst bewaart het ook gewoon. De geboortedatum blijft daarom alleen als geheel bewaard, en niet ook
als los jaar, losse maand en losse dag: wie er een paar kent, kan dan de andere raden.
"""


def dictionary() -> str:
    """The whole dictionary as Markdown."""
    found = contracten().values()
    days = [date(2024, 12, 31).strftime(form) for form in DATE_FORMATS if "%H" not in form]
    intro = INLEIDING.format(
        leeg=", ".join(_code(word) for word in ONTBREEKT if word),
        datums=_and(map(_code, days), "of"),
        ja=", ".join(map(_code, JA_NEE["J"])),
        nee=", ".join(map(_code, JA_NEE["N"])),
    )
    index = [f"- [{contract.titel}](#{contract.bron})" for contract in found]
    return "\n".join([intro, *index, "", *(chapter(contract) for contract in found)]).rstrip() + "\n"


def chapter(contract: Contract) -> str:
    """What there is to say of one source."""
    parts = [
        f'<a id="{contract.bron}"></a>\n\n## {contract.titel}',
        f"Bron `{contract.bron}`, versie {contract.versie}. Eén rij is {contract.rij}.",
        "\n".join(f"- {line}" for line in facts(contract)),
        _columns(contract),
        _codes(contract),
        _rules(contract),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def facts(contract: Contract) -> Iterator[str]:
    """What holds for the whole export, a sentence each: identity, quarantine, superseding and form."""
    identity = contract.identiteit
    if identity.pgn:
        leerling = f", en anders uit {_and(map(_code, identity.leerling))}" if identity.leerling else ""
        yield f"Wie de leerling is, blijkt uit {_and(map(_code, identity.pgn), 'of')}{leerling}."
    yield from _schooljaar(contract)
    if identity.nodig:
        needed = _and([_NODIG[item] for item in identity.nodig], "of")
        yield f"Een rij waarvan {needed} niet is vast te stellen, gaat in quarantaine."
    yield from _superseding(contract)
    for naam in contract.afgeleid:
        yield f"Bij het inlezen wordt {_code(naam)} berekend; waar het uit komt, blijft niet bewaard."
    if contract.bestandsnaam:
        yield "Het teljaar en de stand van de levering komen uit de naam van het bestand."
    signs = _and((_TEKEN[sign] for sign in contract.csv.scheidingstekens), "of")
    encodings = _and((_CODERING[name] for name in contract.csv.coderingen), "of")
    yield f"Als tekstbestand: gescheiden door {signs}, in {encodings}."


def _schooljaar(contract: Contract) -> Iterator[str]:
    identity = contract.identiteit
    day, window = identity.datum, "van 1 augustus tot en met 31 juli"
    if identity.uitstroomdatum:
        day, window = identity.uitstroomdatum, "van teldatum tot teldatum"
    if identity.schooljaar:
        other = f"; staat dat er niet, dan volgt het uit {_code(day)}: {window}" if day else ""
        yield f"Het schooljaar is {_code(identity.schooljaar)}{other}."
    elif day:
        yield f"Het schooljaar volgt uit {_code(day)}: {window}."


def _superseding(contract: Contract) -> Iterator[str]:
    if not contract.sleutels:
        yield "Rijen vervangen elkaar niet; een rij die er letterlijk twee keer staat, telt één keer."
        return
    keys = "; of met hetzelfde: ".join(
        _and(_SLEUTEL.get(naam, _code(naam)) for naam in key) for key in contract.sleutels
    )
    yield f"Een latere rij vervangt een eerdere met hetzelfde: {keys}."
    if contract.sleutel_leeg:
        may = "mag" if len(contract.sleutel_leeg) == 1 else "mogen"
        yield f"Daarbij {may} {_and(map(_code, contract.sleutel_leeg))} leeg zijn."
    order = _order(contract)
    if contract.gebeurtenissen:
        yield f"De latere is, wanneer ook geleverd, {order}."
    else:
        yield f"De latere is die van de latere dag van levering; op één dag {order}."


def _order(contract: Contract) -> str:
    """Which of two rows is the later, apart from the day of delivery."""
    terms = [contract.volgorde, *contract.bij_gelijk] if contract.volgorde else contract.bij_gelijk
    if not terms:
        return "die lager in het bestand staat"
    first, *others = (_term(contract, term) for term in terms)
    return f"die met de hoogste {first}" + (f"; bij gelijke stand {_and(others, 'en dan')}" if others else "")


def _term(contract: Contract, term: str) -> str:
    """A column, or the columns of which the first that is filled counts (coalesce)."""
    return " (anders ".join(_code(w) for w in re.findall(r"\w+", term) if w in contract.namen) + (
        ")" if "(" in term else ""
    )


def _columns(contract: Contract) -> str:
    rows = [
        (
            _code(kolom.naam),
            kolom.toelichting,
            TYPES[kolom.type],
            "ja" if kolom.verplicht else "",
            kept(contract, kolom),
            ", ".join(kolom.aliassen),
        )
        for kolom in contract.kolommen
    ]
    return "### Kolommen\n\n" + table(
        ("Kolom", "Betekenis", "Soort", "Verplicht", "Bewaard", "Ook als kop"), rows
    )


def kept(contract: Contract, kolom: Kolom) -> str:
    """What remains of a column after the intake, in words."""
    identity = contract.identiteit
    if kolom.persoonlijk and kolom.naam in (*identity.pgn, *identity.leerling):
        return "als pseudoniem"
    if kolom.persoonlijk and kolom.naam in contract.koppelvelden:
        return "als koppelveld"
    if kolom.persoonlijk or kolom.weg:
        return "nee"
    return "versleuteld" if kolom.sleutel else "ja"


def _codes(contract: Contract) -> str:
    rows = [
        (_code(kolom.naam), _code(code), ", ".join(words))
        for kolom in contract.kolommen
        if kolom.type == "code" and not kolom.weg
        for code, words in codes_of(kolom).items()
    ]
    notes = [note for kolom in contract.kolommen for note in _empty(kolom)]
    if not rows:
        return "\n\n".join(notes)
    return "\n\n".join(["### Codes", table(("Kolom", "Code", "Ook als woord"), rows), *notes])


def _empty(kolom: Kolom) -> Iterator[str]:
    if kolom.leeg:
        yield f"Een lege cel in {_code(kolom.naam)} telt als {_code(kolom.leeg)}."
    if kolom.leegwoorden:
        words = _and(map(_code, kolom.leegwoorden), "of")
        yield f"In {_code(kolom.naam)} betekent ook {words} dat er niets is ingevuld."
    if kolom.nihil:
        yield f"In {_code(kolom.naam)} is een los streepje het getal 0."


def _rules(contract: Contract) -> str:
    rows = [(rule.naam, rule.toelichting, _and(map(_code, rule.wis))) for rule in contract.regels]
    return "### Regels\n\n" + table(("Regel", "Wat er gebeurt", "Wordt onbekend"), rows) if rows else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table of texts."""
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _and(items: Iterable[str], word: str = "en") -> str:
    *others, last = [*items] or [""]
    return f"{', '.join(others)} {word} {last}" if others else last


def _code(text: str) -> str:
    return f"`{text}`"


def main(arguments: Sequence[str]) -> None:
    """Write the dictionary to its place, or to the one that is named."""
    write_text(Path(arguments[0]) if arguments else HOME, dictionary())


if __name__ == "__main__":
    main(sys.argv[1:])
