"""What is said of values that a contract does not have: enough to mend them, and nothing of a pupil."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.sources.contract import Contract, Kolom
from pipeline.sources.recognise import Herkend, column_letter
from pipeline.workspace.errors import LeveringGeweigerd

MAX_NAMED = 8
"""More different unknown values than this in one column are not a spelling but another column's cells."""
MAX_SHOWN = 40
_SCHOOLJAAR = re.compile(r"\d{2,4}\s*[-/\u2013]\s*'?\d{2,4}")


@dataclass(frozen=True)
class OnbekendeWaarde:
    """A value that the contract does not have: how often, where first, and whether only in short rows."""

    kolom: str
    waarde: str
    aantal: int
    rij: int
    te_kort: bool


def refusal_of(herkend: Herkend, unknown: list[OnbekendeWaarde], personal: set[str]) -> LeveringGeweigerd:
    contract: Contract = herkend.contract
    kolommen = list(dict.fromkeys(u.kolom for u in unknown))
    lines = [
        f"column {column_letter(herkend.kolommen[naam])} ({naam}): {line}"
        for naam in kolommen
        for line in _lines([u for u in unknown if u.kolom == naam], personal)
    ]
    expected = "; ".join(f"{naam}: {_expected(contract.kolom(naam))}" for naam in kolommen)
    return LeveringGeweigerd(
        f"{herkend.blad.plaats}: unknown value(s) in an export of {contract.bron}: " + "; ".join(lines),
        advice=f"mend the export, or add the word to contracts/{contract.bron}.toml. Expected {expected}",
    )


def _lines(unknown: list[OnbekendeWaarde], personal: set[str]) -> Iterable[str]:
    """What is said of the unknown values of one column."""
    if len(unknown) > MAX_NAMED:
        first = min(u.rij for u in unknown)
        yield f"{len(unknown)} different values, first in row {first}; does it hold another column's cells?"
        return
    for u in unknown:
        what = (
            "a value not shown, because it may be personal"
            if _may_be_personal(u, personal)
            else repr(u.waarde)
        )
        yield f"{what}, {u.aantal} time(s), first in row {u.rij}"


def _may_be_personal(unknown: OnbekendeWaarde, personal: set[str]) -> bool:
    """A cell of a row that shifted, a number or date, free text, or words that personal columns hold too."""
    text = unknown.waarde
    number = sum(sign.isdigit() for sign in text) > 3 and not _SCHOOLJAAR.fullmatch(text)
    return unknown.te_kort or number or len(text) > MAX_SHOWN or not personal.isdisjoint(words_of(text))


def words_of(text: str) -> set[str]:
    """The words of three letters and more, in lower case."""
    return set(re.findall(r"\w{3,}", text.lower()))


def _expected(kolom: Kolom) -> str:
    if kolom.type == "code":
        return ", ".join(kolom.waarden)
    return {"janee": "J or N", "schooljaar": "a school year such as 2016-2017"}.get(
        kolom.type, "a municipality"
    )
