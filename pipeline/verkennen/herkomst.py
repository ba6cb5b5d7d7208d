"""Where a shared table comes from, in words: what it counts, of whom, as known when, and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.release.protection import NIET_GETOOND
from pipeline.reporting.notation import datum, getal, opsomming
from pipeline.verkennen.panel import betekenissen
from pipeline.verkennen.rijen import KLASSEN_IN_WOORDEN, LEEG
from pipeline.verkennen.vraag import VAN_LEERLING
from pipeline.verkennen.woorden import alle_in_woorden
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.record import code_hash, short_hash, versions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

_MEESTE = 8
VOORBEELD = "Voorbeeldgegevens: verzonnen leerlingen, geen echte cijfers."
UITLEG = (
    "Een getal dat iets over enkele leerlingen zou zeggen, is niet getoond. Soms is een getal niet getoond"
    " omdat een ander daaruit zou volgen; het hoeft zelf niet klein te zijn."
)


@dataclass(frozen=True)
class Herkomst:
    """A title, and lines of what and text."""

    titel: str
    regels: tuple[tuple[str, str], ...]

    def kort(self) -> tuple[str, ...]:
        """What stands under a chart."""
        return tuple(f"{what}: {text}" for what, text in self.regels if what in _KORT)


_KORT = ("Let op", "Regio", "Wat", "Van wie", "Schooljaren", "Stand", "Niet getoond", "Kenmerk")


@dataclass(frozen=True)
class Bron:
    """What it was counted from. release, microdata: their hashes."""

    regio: str
    stand: date
    release: str
    microdata: str
    voorbeeld: bool


def herkomst(
    titel: str, table: pd.DataFrame, waar: Sequence[str], per: Sequence[str], bron: Bron, soort: str
) -> Herkomst:
    """Of a table as it may be shown. soort: how it came to be one that may leave."""
    codes = list(dict.fromkeys(str(code) for code in table["indicator"]))
    hidden = int((table["status"] == NIET_GETOOND).sum())
    years = [str(Schooljaar(int(cohort))) for cohort in sorted(set(table["cohort"]))]
    lines = {
        "Let op": VOORBEELD if bron.voorbeeld else "",
        "Regio": bron.regio,
        "Wat": "; ".join(_named(code) for code in codes[:_MEESTE]),
        "Hoe geteld": "; ".join(_defined(code) for code in codes[:_MEESTE]),
        "Van wie": _who(waar),
        "Per": opsomming([column.replace("_", " ") for column in per])
        if per
        else "alle schoolverlaters samen",
        "Schooljaren": opsomming(years),
        "Stand": f"zoals bekend op {datum(bron.stand)}",
        "Niet getoond": f"{getal(hidden)} van {getal(len(table))} cijfers{_which(table, per)}. {UITLEG}"
        if hidden
        else "geen",
        "Marge": "laag en hoog: toevalsmarge van 95% (Wilson)",
        "Beschermd": soort,
        "Kenmerk": f"release {short_hash(bron.release)}, microdata {short_hash(bron.microdata)}",
        "Programma": f"toeleiding {versions()['toeleiding']}, code {short_hash(code_hash())}",
    }
    return Herkomst(titel, tuple(_filled(lines)))


def _which(table: pd.DataFrame, per: Sequence[str]) -> str:
    """Whose figures are not shown, where that can be said in a line: a chart draws nothing of them."""
    rows = table[table["status"] == NIET_GETOOND]
    named = ["naam"] if "naam" in table else [column for column in per if column in table]
    named = [column for column in named if column not in ("cohort", "school_id")]
    named += [column for column in ("klasse", "indicator") if column in table and table[column].nunique() > 1]
    if not 0 < len(rows) <= _MEESTE or not (named or table["cohort"].nunique() > 1):
        return ""
    texts = (
        rows[named].astype(object).where(rows[named].notna(), LEEG).astype(str).replace(KLASSEN_IN_WOORDEN)
    )
    if table["cohort"].nunique() > 1:
        texts = texts.assign(jaar=[str(Schooljaar(int(cohort))) for cohort in rows["cohort"]])
    return f" ({'; '.join(', '.join(row) for row in texts.to_numpy())})"


def _filled(lines: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((what, text) for what, text in lines.items() if text)


def _named(code: str) -> str:
    one = {BESTEMMING.code: BESTEMMING, **definities()}[code]
    return f"{one.naam} ({code})"


def _defined(code: str) -> str:
    one = {BESTEMMING.code: BESTEMMING, **definities()}[code]
    return f"{code}: {one.teller}, van {one.noemer} (definitie {one.versie})"


def _who(waar: Sequence[str]) -> str:
    """The conditions, in words where there are any, and what the columns in them mean."""
    if not waar:
        return "alle schoolverlaters"
    text = " ".join(waar)
    meaning = [f"{column}: {betekenissen()[column]}" for column in VAN_LEERLING if _names(text, column)]
    words, sql = alle_in_woorden(waar), " en ".join(waar)
    whose = f"alleen {words} (in SQL: {sql})" if words else f"wie voldoet aan {sql}"
    return " ".join([whose, *(f"({one})" for one in meaning)])


def _names(text: str, column: str) -> bool:
    return re.search(rf"(?<!\w){column}(?!\w)", text) is not None
