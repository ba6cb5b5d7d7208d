"""The refusal of a sheet that does not fit its contract: all of it at once, and nothing of a pupil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.sources.candidates import Gezien, codes_for, columns_for, look
from pipeline.sources.contract import Contract, Kolom, Wat
from pipeline.sources.personal import header_may_be_personal, may_be_personal, words_of
from pipeline.sources.problems import Kandidaat, PastNietOpContract, Probleem
from pipeline.sources.reading.blad import column_letter
from pipeline.sources.recognise import Herkend
from pipeline.sources.values import codes_of
from pipeline.workspace.errors import LeveringGeweigerd

MAX_NAMED = 8
"""More different unknown values than this in one column, each seen once or twice, are not a spelling but
another column's cells."""
MAX_LIST = 40
"""So many different words may be a list of codes, when each is used often; more is never one."""
OFTEN = 4
MAX_ALIASES = 3
"""Of what a missing column may be called; all of it is in the data dictionary."""
_ENGLISH: dict[Wat, str] = {"persoon": "pupil", "school": "school", "cohort": "school year"}


@dataclass(frozen=True)
class OnbekendeWaarde:
    """A value that the contract does not have: how often, where first, and whether only in short rows."""

    kolom: str
    waarde: str
    aantal: int
    rij: int
    te_kort: bool


def refusal_of(herkend: Herkend, unknown: list[OnbekendeWaarde], personal: set[str]) -> PastNietOpContract:
    """Everything that is wrong with the headers and the values of a sheet.

    `personal` has the words of its personal columns; what shares one is not shown. Of a column with an
    unknown header nobody knows what it holds, so its words are treated the same, and no cell of it is shown.
    """
    gezien = look(herkend, {word for u in unknown for word in words_of(u.waarde)})
    problemen = (*_headers(herkend, gezien, personal), *_values(herkend, unknown, personal | gezien.woorden))
    kolommen = dict.fromkeys(u.kolom for u in unknown)
    verwacht = "; ".join(f"{naam}: {_expected(herkend.contract.kolom(naam))}" for naam in kolommen)
    return PastNietOpContract(herkend.blad.plaats, herkend.contract.bron, problemen, verwacht)


def with_headers(herkend: Herkend, refusal: LeveringGeweigerd) -> LeveringGeweigerd:
    """The refusal of a sheet that could not be read, with what is wrong with its headers, if anything is."""
    if herkend.past:
        return refusal
    problemen = tuple(_headers(herkend, look(herkend, set()), set()))
    return PastNietOpContract(herkend.blad.plaats, herkend.contract.bron, problemen, ook=refusal)


def _headers(herkend: Herkend, gezien: Gezien, personal: set[str]) -> Iterator[Probleem]:
    """The problems of the header row, from left to right, and then what is missing from it."""
    candidates = columns_for(herkend, gezien)
    found = {
        place: _unknown_header(herkend, place, personal, candidates[place]) for place in herkend.onbekend
    }
    found |= {place: _double_header(herkend, place, naam) for place, naam in herkend.dubbel}
    yield from (found[place] for place in sorted(found))
    for naam in herkend.ontbrekend:
        named = ", ".join((naam, *herkend.contract.kolom(naam).aliassen))
        yield Probleem("ontbrekende kolom", herkend.koprij, None, naam, uitleg=named)
    for wat in herkend.onherleidbaar:
        yield _untraceable(herkend, wat)


def _untraceable(herkend: Herkend, wat: Wat) -> Probleem:
    """That all rows would be quarantined, with the columns that would prevent it."""
    ways = herkend.contract.identiteit.wegen(wat)
    named = "; or ".join(" and ".join(_called(herkend.contract, naam) for naam in way) for way in ways)
    said = f"no column tells the {_ENGLISH[wat]} of a row; what would do: {named}"
    return Probleem("niet te herleiden", herkend.koprij, None, None, uitleg=said)


def _called(contract: Contract, naam: str) -> str:
    aliassen = contract.kolom(naam).aliassen[:MAX_ALIASES]
    return f"{naam} ({', '.join(aliassen)})" if aliassen else naam


def _unknown_header(
    herkend: Herkend, place: int, personal: set[str], kandidaten: tuple[Kandidaat, ...]
) -> Probleem:
    """An unknown header; one that may be personal is not shown, and nothing can be proposed for it."""
    kop: str | None = herkend.koppen[place]
    if header_may_be_personal(herkend.koppen[place], personal):
        kop, kandidaten = None, ()
    return Probleem(
        "onbekende kop",
        herkend.koprij,
        column_letter(place),
        None,
        kop,
        kandidaten=kandidaten,
        mogelijk=tuple(_missed(herkend)),
    )


def _missed(herkend: Herkend) -> dict[str, None]:
    """The columns that are not there and that the sheet cannot do without, or of which one would do."""
    identity = herkend.contract.identiteit
    ways = (naam for wat in herkend.onherleidbaar for way in identity.wegen(wat) for naam in way)
    lacking = (naam for naam in ways if naam not in herkend.kolommen)
    return dict.fromkeys((*herkend.ontbrekend, *lacking))


def _double_header(herkend: Herkend, place: int, naam: str) -> Probleem:
    first = column_letter(herkend.kolommen[naam])
    return Probleem(
        "dubbele kop",
        herkend.koprij,
        column_letter(place),
        naam,
        herkend.koppen[place],
        uitleg=f"and so does column {first}; take one of the two out of the export",
    )


def _values(herkend: Herkend, unknown: list[OnbekendeWaarde], personal: set[str]) -> Iterator[Probleem]:
    """The problems of the values, column by column, the most frequent first."""
    for naam, place in sorted(herkend.kolommen.items(), key=lambda item: item[1]):
        words = [u for u in unknown if u.kolom == naam]
        letter, first = column_letter(place), min((u.rij for u in words), default=0)
        if _is_another_column(words):
            yield Probleem("andere waarden", first, letter, naam, aantal=len(words))
            continue
        kolom = herkend.contract.kolom(naam)
        for word in sorted(words, key=lambda u: (-u.aantal, u.rij)):
            yield _unknown_value(kolom, letter, word, personal)


def _is_another_column(words: list[OnbekendeWaarde]) -> bool:
    few = len(words) <= MAX_NAMED
    a_list = len(words) <= MAX_LIST and sum(u.aantal for u in words) >= OFTEN * len(words)
    return not (few or a_list)


def _unknown_value(kolom: Kolom, letter: str, word: OnbekendeWaarde, personal: set[str]) -> Probleem:
    shown = not (word.te_kort or kolom.mogelijk_naam or may_be_personal(word.waarde, personal))
    return Probleem(
        "onbekende waarde",
        word.rij,
        letter,
        kolom.naam,
        word.waarde if shown else None,
        word.aantal,
        codes_for(kolom, word.waarde) if shown else (),
        mogelijk=tuple(codes_of(kolom)),
    )


def _expected(kolom: Kolom) -> str:
    if kolom.type == "code":
        return ", ".join(kolom.waarden)
    return {"janee": "J or N", "schooljaar": "a school year such as 2016-2017"}.get(
        kolom.type, "a municipality"
    )
