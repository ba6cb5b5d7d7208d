"""A value of a column, and a way in which a school may write it: the value first, its spelling after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from pipeline.sources.contract import Kolom
from tests.support.exports import Cell
from tests.support.filesuite import pseudonym


@dataclass(frozen=True)
class Cel:
    """What must be kept, how it is written, and how a workbook may hold it instead."""

    waarde: object
    tekst: str
    cel: Cell
    kaal: str = ""
    """Of a pseudonym: what it is made of."""


NIETS = ("", "", "", " ", "\u00a0", "-", "NULL", "null", "NA", "n/a", "NaN")
"""How exports write that there is nothing (domain.md §3), but for words that some columns have as a code."""
_MISSING = {"", "null", "na", "n/a", "nan", "-", ".", "onbekend"}
_LETTERS = "abcdefghij"
# Some texts hold a separator or a line break; none with a line break has as many separators as a row,
# because that is what rows look like that a stray quote has drawn together.
_AWKWARD = (
    "De Proef", "", " ", "  ", '"', '""', '"De Proef"', "5\" buis", "a;b", "a,b", "a\tb", "a;\nb", "a,\r\nb",
    "a\rb", "=1+1", '=HYPERLINK("http://x";"y")', "@som", "+31", "-5", "'10", "007", "1e5", "1,5", "1.245",
    "112E772", "12-05", "NULL", "onbekend", ".", "x", "<5", "<b>&amp;</b>", " vooraf", "achteraf ",
    "\u00a0hard\u00a0", "a  b", "Café Zuid", "Ĳsselschool – locatie “Oost”", "Школа", "学校", "naïef\u0301",
    "€ 5", "\\", "\\n", "%", "a|b", "#", "_x000D_",
)  # fmt: skip
_SIGNS = "a;,\"' =é\u00a0\u3000\u20ac1.-#<"
awkward = st.one_of(st.sampled_from(_AWKWARD), st.text(st.sampled_from(_SIGNS), max_size=6))


def leeg(kolom: Kolom, tekst: str = "") -> Cel:
    """An empty cell; some columns have a code for that."""
    return Cel(kolom.leeg, tekst, tekst)


def schoon(text: str) -> str | None:
    """A text as it must be kept: without white space at its ends, and with one space for it within."""
    bare = text.strip()
    return None if bare.lower() in _MISSING else re.sub(r"[ \t\r\n\f]+", " ", bare)


@st.composite
def spelled_words(draw: st.DrawFn, word: str) -> str:
    """A word in other letters, with other signs between and around it."""
    text = draw(st.sampled_from([word, word.upper(), word.lower(), word.title()]))
    if not re.search("[a-z0-9]", word, re.IGNORECASE):
        return text
    gap = draw(st.sampled_from([" ", " ", "_", "  ", "-"]))
    return (
        draw(st.sampled_from(["", "", " ", "\t"]))
        + text.replace(" ", gap)
        + draw(st.sampled_from(["", "", " "]))
    )


@st.composite
def teksten(draw: st.DrawFn, voor: str = "") -> Cel:
    """Any text, behind `voor`."""
    text = voor + draw(awkward)
    return Cel(schoon(text), text, text)


def western(cel: Cel) -> Cel:
    """A text without the letters that Windows-1252 does not have."""
    text = cel.tekst.encode("cp1252", "ignore").decode("cp1252")
    return Cel(schoon(text), text, text)


@st.composite
def hashed(draw: st.DrawFn, kolom: Kolom, voor: str = "") -> Cel:
    """A name kept as a pseudonym of its letters and digits, or a number as one of all its signs."""
    words = draw(st.lists(st.text(st.sampled_from(_LETTERS), min_size=1, max_size=4), min_size=1, max_size=3))
    bare = "".join([voor, *words])
    gap = draw(st.sampled_from([" ", "-", " & ", ", ", "; ", ".", '"']))
    text = gap.join([*([voor] if voor else []), *words])
    if not kolom.vrij_geschreven:
        return Cel(pseudonym(kolom.sleutel or "", text), text, text, text)
    ends = draw(st.sampled_from(["", "", " B.V.", " bv", " "])) if kolom.naam == "werkgever" else ""
    text = draw(st.sampled_from([text, text.upper(), text.replace("a", "á")])) + ends
    return Cel(pseudonym(kolom.sleutel or "", bare), text, text, bare)


@st.composite
def datums(draw: st.DrawFn, dag: date) -> Cel:
    serial = (dag - date(1899, 12, 30)).days
    forms = [
        f"{dag:%d-%m-%Y}", f"{dag.day}-{dag.month}-{dag.year}", f"{dag:%Y-%m-%d}", f"{dag:%d/%m/%Y}",
        f"{dag:%d.%m.%Y}", f"{dag:%Y%m%d}", f"{dag:%d-%m-%Y} 00:00", f"{dag:%Y-%m-%d} 13:05:59",
        f"{dag:%Y-%m-%d}T00:00:00", str(serial),
    ]  # fmt: skip
    return Cel(dag, draw(st.sampled_from(forms)), draw(st.sampled_from([dag, dag, serial])))


@st.composite
def tijdstippen(draw: st.DrawFn, moment: datetime) -> Cel:
    """Moments in UTC, written with or without a zone; a workbook has no zones."""
    later = moment + timedelta(hours=2)
    forms = [
        f"{moment:%Y-%m-%dT%H:%M:%S}Z", f"{moment:%Y-%m-%d %H:%M:%S}", f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
        f"{later:%Y-%m-%dT%H:%M:%S}+02:00", f"{moment:%d-%m-%Y %H:%M:%S}",
    ]  # fmt: skip
    text = draw(st.sampled_from(forms))
    return Cel(moment, text, text)


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@st.composite
def gehele(draw: st.DrawFn, number: int) -> Cel:
    forms = [str(number), _dutch(number), f"{number},0", f"{number}.0"]
    return Cel(number, draw(st.sampled_from(forms)), number)


@st.composite
def decimalen(draw: st.DrawFn, cents: int) -> Cel:
    """An amount of so many hundredths, as Dutch people and computers write it."""
    whole, rest = divmod(cents, 100)
    forms = [
        f"{whole},{rest:02}",
        f"{whole}.{rest:02}",
        f"{_dutch(whole)},{rest:02}",
        f"€ {_dutch(whole)},{rest:02}",
    ]
    forms += [f" {whole},{rest:02}00 ", f"{whole},{rest:02}%"]
    if not rest:
        forms += [str(whole), f"{whole},-", f"{_dutch(whole)},--"]
    return Cel(Decimal(cents) / 100, draw(st.sampled_from(forms)), cents / 100)


@st.composite
def codes(draw: st.DrawFn, kolom: Kolom, code: str) -> Cel:
    text = draw(spelled_words(draw(st.sampled_from([code, code, *kolom.waarden[code]]))))
    return Cel(code, text, text)


_JA_NEE: dict[str, tuple[tuple[str, ...], tuple[Cell, ...]]] = {
    "J": (("J", "j", "ja", "Ja ", "JA", "1", "waar", "yes"), (True, "J", 1)),
    "N": (("N", "n", "nee", "Nee", "NEE ", "0", "onwaar", "no"), (False, "N", 0)),
}


@st.composite
def ja_nee(draw: st.DrawFn) -> Cel:
    waarde = draw(st.sampled_from("JN"))
    texts, cells = _JA_NEE[waarde]
    return Cel(waarde, draw(st.sampled_from(texts)), draw(st.sampled_from(cells)))


@st.composite
def schooljaren(draw: st.DrawFn, start: int) -> Cel:
    """A school year before 2020: 2021 is a year, and 1920 is 2019-2020."""
    short, eind = start % 100, (start + 1) % 100
    forms = [f"{start}-{start + 1}", f"{start}/{start + 1}", f"{start}/'{eind:02}", f"{short:02}-{eind:02}",
             f"{short:02}{eind:02}", f"{start} – {start + 1}", str(start)]  # fmt: skip
    return Cel(start, draw(st.sampled_from(forms)), draw(st.sampled_from([start, f"{start}-{start + 1}"])))


_GEMEENTEN: tuple[tuple[str, tuple[str, ...], Cell], ...] = (
    ("0599", ("0599", "599", "Rotterdam", "ROTTERDAM ", "599.0"), 599),
    ("1924", ("1924", "goeree-overflakkee"), 1924),
    ("0502", ("502", "Capelle aan den IJssel"), 502),
    ("1725", ("1725",), "1725"),
)


@st.composite
def gemeenten(draw: st.DrawFn) -> Cel:
    code, texts, cell = draw(st.sampled_from(_GEMEENTEN))
    return Cel(code, draw(st.sampled_from(texts)), cell)


@st.composite
def brins(draw: st.DrawFn) -> Cel:
    school, place = draw(st.sampled_from(["99AA", "99ZX", "07NU"])), draw(st.sampled_from(["00", "01", "12"]))
    forms = [f"{school}{place}", f"{school.lower()}{place}", f"{school} {place}", f"{school}-{place}"]
    text = draw(st.sampled_from(forms + ([school] if place == "00" else [])))
    return Cel(school + place, text, text)


@cache
def _pgns(good: bool) -> tuple[str, ...]:
    """Numbers of the range for tests, and two that start with a zero, that pass the check or do not."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    numbers = (str(number) for number in range(999_990_000, 999_991_000))
    passes = {n: sum(w * int(d) for w, d in zip(weights, n, strict=True)) % 11 == 0 for n in numbers}
    return tuple(["012345672", "012345684"] * good + [n for n, found in passes.items() if found is good])


@st.composite
def pgns(draw: st.DrawFn, place: int) -> Cel:
    """A number that no other pupil has; whether it passes the check is in `kaal`."""
    good = draw(st.booleans())
    number = _pgns(good)[place]
    spaced = f"{number[:4]}.{number[4:6]}.{number[6:]}"
    forms = [number, number, f" {number}", spaced, spaced.replace(".", " "), f"{number}.0", str(int(number))]
    return Cel(number, draw(st.sampled_from(forms)), int(number), "goed" if good else "fout")
