"""Values from a short list: what a text stands for, and what was done to read it."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.sources.contract import Kolom, kaal
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError
from pipeline.vocabulary.tables import zoek_gemeente

ONTBREEKT = ("", "null", "na", "n/a", "nan", "-", ".", "onbekend")
"""How exports write "nothing here" (domain.md §3); compared in lower case, without surrounding spaces."""
JA_NEE = {"J": ("ja", "j", "yes", "y", "1", "waar", "true"), "N": ("nee", "n", "no", "0", "onwaar", "false")}


def is_leeg(kolom: Kolom, text: str) -> bool:
    """Whether a text says that there is nothing in this cell."""
    return text.lower() in ONTBREEKT or kaal(text) in {kaal(word) for word in kolom.leegwoorden}


def mended(kolom: Kolom, text: str, waarde: str) -> str | None:
    """What was done to read a text as this value, where it is not simply written so."""
    if kolom.type == "gemeente":
        return _gemeente_mended(text, waarde)
    if kolom.type == "schooljaar":
        return None if text in (waarde, Schooljaar(int(waarde)).label) else "anders geschreven"
    return None if text.upper() == waarde.upper() else "ander woord voor de code"


def _gemeente_mended(text: str, waarde: str) -> str | None:
    bare = text.removesuffix(".0")
    if bare.isdigit() and bare != waarde and bare.zfill(4) == waarde:
        return "voorloopnul teruggezet"
    return None if bare.upper() == waarde else "naam gelezen als code"


def codes_of(kolom: Kolom) -> dict[str, tuple[str, ...]]:
    """The codes of a column with the words for each: those of the contract, and for janee also yes and no."""
    if kolom.type != "janee":
        return kolom.waarden
    return {code: (*words, *kolom.waarden.get(code, ())) for code, words in JA_NEE.items()}


def _coded(waarden: dict[str, tuple[str, ...]]) -> Callable[[str], str | None]:
    codes = {kaal(word): code for code, words in waarden.items() for word in (code, *words)}
    return lambda text: codes.get(kaal(text))


def _schooljaar(text: str) -> str | None:
    try:
        return str(Schooljaar.parse(text).start)
    except SchooljaarError:
        return None


def _gemeente(text: str) -> str | None:
    """The code of a municipality in the table; another one stays as delivered (it is outside the region)."""
    bare = text.strip()
    if bare.lower() in ONTBREEKT:
        return None
    known = zoek_gemeente(bare.removesuffix(".0"))
    return known.code if known else bare.upper()


TRANSLATORS: dict[str, Callable[[Kolom], Callable[[str], str | None]]] = {
    "code": lambda kolom: _coded(codes_of(kolom)),
    "janee": lambda kolom: _coded(codes_of(kolom)),
    "schooljaar": lambda _: _schooljaar,
    "gemeente": lambda _: _gemeente,
}
