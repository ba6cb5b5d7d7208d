"""Dutch notation: numbers, percentages, intervals, dates, amounts, and the words for what has no number.

The only place that turns a number into text, so that a table, a chart and a sentence cannot disagree about
it.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pipeline.vocabulary.maanddag import MaandDag

NIET_GETOOND = "niet getoond"
NOG_NIET = "nog niet te meten"
STREEPJE = "–"
VASTE_SPATIE = "\u00a0"

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_MAANDEN_ENGELS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ANDERSOM = str.maketrans(",.", ".,")


def getal(waarde: int) -> str:
    """A whole number with a dot between thousands: 1.245."""
    return f"{waarde:,}".replace(",", ".")


def decimaal(waarde: float, cijfers: int = 1) -> str:
    """A number with a decimal comma, halves rounded up as people do: 46,3. Never "-0,0"."""
    afgerond = Decimal(str(waarde)).quantize(Decimal(1).scaleb(-cijfers), rounding=ROUND_HALF_UP)
    heel, _, breuk = f"{abs(afgerond):,}".partition(".")
    teken = "-" if afgerond < 0 else ""
    return teken + heel.replace(",", ".") + (f",{breuk}" if breuk else "")


def procent(waarde: float, cijfers: int = 1) -> str:
    """A percentage for running text: 46,3%. Only an exact 0 or 100 is written so: 99,97 is 99,9%."""
    if waarde in (0, 100):
        return f"{waarde:.0f}%"
    kleinste = 10.0**-cijfers
    return f"{decimaal(min(max(waarde, kleinste), 100 - kleinste), cijfers)}%"


def interval(laag: float, hoog: float, cijfers: int = 1) -> str:
    """Two ends with a dash: 36,0–57,1."""
    return f"{decimaal(laag, cijfers)}–{decimaal(hoog, cijfers)}"


def punten(verschil: float) -> str:
    """A difference between two percentages, without its sign: 3,2 procentpunt."""
    return f"{decimaal(abs(verschil))} procentpunt"


def datum(dag: date) -> str:
    """31 december 2025."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def datum_engels(dag: date) -> str:
    """31 December 2025, in the one text that is English."""
    maand = _MAANDEN_ENGELS[dag.month - 1]
    return f"{dag.day} {maand} {dag.year}"


def engels(tekst: str) -> str:
    """A number in Dutch notation as it is written in English: 1,245 and 46.3%."""
    return tekst.translate(_ANDERSOM)


def dag_en_maand(dag: MaandDag) -> str:
    """A day of every year: 1 november."""
    return f"{dag.dag} {MAANDEN[dag.maand - 1]}"


def bedrag(euro: float) -> str:
    """Whole euros with the sign before: € 12.500."""
    return f"€{VASTE_SPATIE}{decimaal(euro, 0)}"


def aantal(waarde: int, enkelvoud: str, meervoud: str) -> str:
    """A count with its noun: 1 leerling, 0 leerlingen, 1.245 leerlingen."""
    return f"{getal(waarde)} {enkelvoud if waarde == 1 else meervoud}"


def opsomming(delen: Sequence[str]) -> str:
    """a, b en c."""
    *begin, laatste = delen
    return f"{', '.join(begin)} en {laatste}" if begin else laatste


def hoofdletter(zin: str) -> str:
    """The sentence with a capital at the start; the rest stays as it is."""
    return zin[:1].upper() + zin[1:]
