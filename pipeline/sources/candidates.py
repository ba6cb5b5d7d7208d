"""What an unknown header or value may mean: what it looks like itself, and what its cells look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from pipeline.sources.contract import Kolom
from pipeline.sources.extend import is_ignored, like_empty
from pipeline.sources.fit import SPREKEND, Cellen, filled, fits
from pipeline.sources.likeness import LIJKEND, likeness, same_header, same_value
from pipeline.sources.personal import words_of
from pipeline.sources.problems import Kandidaat
from pipeline.sources.recognise import Herkend, is_totaalrij
from pipeline.sources.values import codes_of
from pipeline.sources.words import LEEG
from pipeline.workspace.errors import LeveringGeweigerd

SAMPLE = 10_000
"""Rows of which the cells under an unknown header are looked at."""
NAMED = 3
PASSEND = 0.8
"""So many of the filled cells must fit before a header is proposed."""
PASSEND_CODE = 0.5
"""The same for a column of codes, of which a school may write some in words of its own."""
TELLEND_CODE = 0.25
"""From here on the cells alone are reason to name a column of codes, for a person to choose."""


@dataclass
class Gezien:
    """What stands under the unknown headers of a sheet."""

    cellen: dict[int, Cellen] = field(default_factory=dict)
    """Per place the filled cells of the first rows."""
    woorden: set[str] = field(default_factory=set)
    """Which of the words that were asked for occur there, in any row."""


def look(herkend: Herkend, words: set[str]) -> Gezien:
    """Read the cells under the unknown headers, once."""
    gezien = Gezien({place: Counter() for place in herkend.onbekend})
    if not herkend.onbekend:
        return gezien
    with suppress(LeveringGeweigerd):  # that the rest cannot be read is said by who loads it
        _look(herkend, words, gezien)
    gezien.cellen = {place: filled(cells) for place, cells in gezien.cellen.items()}
    return gezien


def _look(herkend: Herkend, words: set[str], gezien: Gezien) -> None:
    seen = 0
    for number, cells in herkend.blad.rijen(herkend.scheidingsteken, herkend.contract.csv.coderingen):
        if number <= herkend.koprij or is_totaalrij(herkend, cells):
            continue
        seen += 1
        if seen > SAMPLE and not words:
            return
        for place, counted in gezien.cellen.items():
            text = cells[place].strip() if place < len(cells) else ""
            if seen <= SAMPLE:
                counted[text] += 1
            if words and text:
                gezien.woorden |= words & words_of(text)


def columns_for(herkend: Herkend, gezien: Gezien) -> dict[int, tuple[Kandidaat, ...]]:
    """Per unknown header the columns it may mean, of those that the sheet does not have: the best first."""
    free = [k for k in herkend.contract.kolommen if k.naam not in herkend.kolommen and not is_ignored(k)]
    counts = fits(gezien.cellen, free)
    found = {
        place: [
            _column(herkend.koppen[place], kolom, gezien.cellen[place], counts.get((place, kolom.naam)))
            for kolom in free
        ]
        for place in herkend.onbekend
    }
    claims = Counter(sure.betekenis for each in found.values() for sure in _sure(each))
    return {place: _best(each, free, claims) for place, each in found.items()}


def _sure(kandidaten: Iterable[Kandidaat]) -> list[Kandidaat]:
    return [kandidaat for kandidaat in kandidaten if kandidaat.zeker]


def _best(kandidaten: list[Kandidaat], free: list[Kolom], claims: Counter[str]) -> tuple[Kandidaat, ...]:
    """The few best; one is sure only when no other column is, and no other header is sure of that column."""
    alone = len(_sure(kandidaten)) == 1
    types = {kolom.naam: kolom for kolom in free}
    ranked = sorted(kandidaten, key=lambda k: _rank(k, types[k.betekenis]), reverse=True)
    good = [k for k in ranked if k.gelijkenis >= 100 * LIJKEND or _telling(k, types[k.betekenis])]
    return tuple(replace(k, zeker=k.zeker and alone and claims[k.betekenis] == 1) for k in good[:NAMED])


def _rank(kandidaat: Kandidaat, kolom: Kolom) -> tuple[bool, float]:
    share = (kandidaat.passend or 0) / kandidaat.cellen if kandidaat.cellen else 0.0
    weight = 50 if kolom.type in SPREKEND else 20
    return (kandidaat.zeker, kandidaat.gelijkenis + weight * share + 10 * kolom.verplicht)


def _telling(kandidaat: Kandidaat, kolom: Kolom) -> bool:
    """Whether the cells alone speak for a column."""
    enough = (TELLEND_CODE if kolom.type == "code" else PASSEND) * kandidaat.cellen
    return kolom.type in SPREKEND and bool(kandidaat.cellen) and (kandidaat.passend or 0) >= enough


def _column(kop: str, kolom: Kolom, cells: Cellen, passend: int | None) -> Kandidaat:
    namen = (kolom.naam.replace("_", " "), *kolom.aliassen)
    best = max(namen, key=lambda naam: likeness(kop, naam))
    total = sum(cells.values())
    needed = (PASSEND_CODE if kolom.type == "code" else PASSEND) * total
    zeker = any(same_header(kop, naam) for naam in namen) and (passend is None or passend >= needed)
    return Kandidaat(kolom.naam, _percent(kop, best), best, passend, total, zeker)


def codes_for(kolom: Kolom, text: str) -> tuple[Kandidaat, ...]:
    """The codes that an unknown value may mean: the best first."""
    if (empty := like_empty(text)) is not None:
        return (Kandidaat(LEEG, 100, empty, zeker=True),)
    found = [_code(text, code, words) for code, words in codes_of(kolom).items()]
    alone = len(_sure(found)) == 1
    ranked = sorted(found, key=lambda k: (k.zeker, k.gelijkenis), reverse=True)
    good = [k for k in ranked if k.gelijkenis >= 100 * LIJKEND]
    return tuple(replace(k, zeker=k.zeker and alone) for k in good[:NAMED])


def _code(text: str, code: str, words: tuple[str, ...]) -> Kandidaat:
    known = (code, *words)
    best = max(known, key=lambda word: likeness(text, word))
    return Kandidaat(code, _percent(text, best), best, zeker=any(same_value(text, word) for word in known))


def _percent(one: str, other: str) -> int:
    """Rounded down: what is said to be 100% is."""
    return int(100 * likeness(one, other))
