"""The contracts with the words of a workspace, beside what they say and never against it.

A word that is added changes nothing in a delivery that was accepted: that has no header and no value that was
unknown, and what is known or empty cannot get another meaning here. So contracts keep their hash, and nothing
is read again. A word that is changed or taken out does ask for that: a delivery notes the words it was read
with (Delivery.woorden).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pipeline.sources.contract import Contract, Contracten, Kolom, contracten, kaal
from pipeline.sources.values import ONTBREEKT, TRANSLATORS, codes_of
from pipeline.sources.words import LEEG, WEG, Woord, Woorden, parse_words, read_words, refuse
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

    from pipeline.sources.recognise import Herkend

WORD_TYPES = ("code", "janee", "schooljaar")
"""Types of which an unknown value refuses a delivery, so that a word for it is of use."""
_LEEG = {kaal(word): word for word in ONTBREEKT}


def contracts_of_workspace(workspace: Workspace) -> Contracten:
    """The contracts with the words of its woorden.toml. Raises SettingsError on what cannot be."""
    path = workspace.words_file
    return add_words(contracten(), parse_words(read_words(path), path), path)


def add_words(base: Contracten, woorden: Woorden, path: Path) -> Contracten:
    """The contracts with words added. A word says what it says beside the contract, never against it.

    Raises SettingsError that names every line that cannot be: an unknown source, column or code (with the
    nearest), a word that means something already, a word for a column that has no list of words.
    """
    faults = [f"{woord}: {fault}" for woord in woorden if (fault := _fault(base, woord))]
    faults += _contradictions(woorden)
    refuse(faults, path)
    try:
        return {
            bron: _with(contract, [w for w in woorden if w.bron == bron]) for bron, contract in base.items()
        }
    except ValidationError as fault:
        refuse([str(error["msg"]).removeprefix("Value error, ") for error in fault.errors()], path)
        raise


def _fault(base: Contracten, woord: Woord) -> str | None:
    """What is wrong with a line, given the contracts."""
    if woord.bron not in base:
        return f"unknown source; {nearest(woord.bron, base)}"
    contract = base[woord.bron]
    namen = {kolom.naam: kolom for kolom in contract.kolommen}
    if woord.kolom is None:
        return _header_fault(contract, namen, woord)
    if woord.kolom not in namen:
        return f"unknown column; {nearest(woord.kolom, namen)}"
    return _value_fault(namen[woord.kolom], woord)


def _header_fault(contract: Contract, namen: dict[str, Kolom], woord: Woord) -> str | None:
    if woord.betekenis not in namen and woord.betekenis != WEG:
        return f"unknown column {woord.betekenis!r}; {nearest(woord.betekenis, [*namen, WEG])}"
    known = contract.koppen.get(kaal(woord.tekst))
    same = known is None or known == woord.betekenis or (woord.betekenis == WEG and namen[known].weg)
    return None if same else f"this header means {known} already"


def _value_fault(kolom: Kolom, woord: Woord) -> str | None:
    if kolom.type not in WORD_TYPES or kolom.weg:
        return f"{kolom.naam} is not a column with a list of words"
    codes = codes_of(kolom)
    if woord.betekenis not in codes and woord.betekenis != LEEG:
        return f"unknown code {woord.betekenis!r}; {nearest(woord.betekenis, [*codes, LEEG])}"
    empty = kolom.leeg or LEEG
    known = TRANSLATORS[kolom.type](kolom)(woord.tekst) or (
        empty if like_empty(woord.tekst) is not None else None
    )
    if known in (None, empty if woord.betekenis == LEEG else woord.betekenis):
        return None
    return f"this word means {'that nothing was filled in' if known == LEEG else known} already"


def like_empty(text: str) -> str | None:
    """The word for "nothing here" of which a text differs by its spaces or signs only: n.a. for na."""
    return _LEEG.get(kaal(text))


def _contradictions(woorden: Woorden) -> Iterator[str]:
    """Lines that give one text, written differently, two meanings."""
    seen: dict[tuple[str, str | None, str], Woord] = {}
    for woord in woorden:
        first = seen.setdefault((woord.bron, woord.kolom, kaal(woord.tekst)), woord)
        if first.betekenis != woord.betekenis:
            yield f"{woord}: {first.regel} says otherwise"


def nearest(text: str, known: Iterable[str]) -> str:
    """A hint: the known word that looks like it, or all of them."""
    words = list(known)
    near = get_close_matches(text, words, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(words)}"


def _with(contract: Contract, woorden: list[Woord]) -> Contract:
    if not woorden:
        return contract
    content = contract.model_dump(by_alias=True)
    content["kolom"] = [
        *(_kolom_with(kolom, woorden) for kolom in contract.kolommen),
        *_ignored(contract, woorden),
    ]
    return Contract.model_validate(
        {**content, "basis": contract.hash, "woorden": {str(w): (w.kolom, kaal(w.tekst)) for w in woorden}}
    )


def _kolom_with(kolom: Kolom, woorden: list[Woord]) -> dict[str, Any]:
    content = kolom.model_dump()
    content["aliassen"] += tuple(w.tekst for w in woorden if w.kolom is None and w.betekenis == kolom.naam)
    for woord in woorden:
        if woord.kolom == kolom.naam:
            code = kolom.leeg if woord.betekenis == LEEG else woord.betekenis
            if code is None:
                content["leegwoorden"] += (woord.tekst,)
            else:
                content["waarden"][code] = (*content["waarden"].get(code, ()), woord.tekst)
    return content


def _ignored(contract: Contract, woorden: list[Woord]) -> Iterator[dict[str, Any]]:
    """A column for every header that is to be read past. Nobody knows what is in it, so it is personal."""
    koppen = {kaal(w.tekst): w.tekst for w in woorden if w.kolom is None and w.betekenis == WEG}
    for nummer, (bare, kop) in enumerate(sorted(koppen.items()), 1):
        if bare not in contract.koppen:
            yield {"naam": f"{WEG}_{nummer}", "aliassen": (kop,), "weg": True, "persoonlijk": True}


def is_ignored(kolom: Kolom) -> bool:
    """Whether a column is there only because a workspace reads past its header."""
    return kolom.naam.startswith(f"{WEG}_")


def words_used(
    con: duckdb.DuckDBPyConnection, contract: Contract, sheets: Mapping[int, Herkend]
) -> dict[int, tuple[str, ...]]:
    """Per sheet the added words that it was read with, as lines: those among its headers and in `geteld`."""
    if not contract.woorden:
        return {}
    places = {(nr, None, kaal(kop)) for nr, herkend in sheets.items() for kop in herkend.koppen}
    kolommen = sorted({kolom for kolom, _ in contract.woorden.values() if kolom})
    texts = con.execute(
        "SELECT DISTINCT nr, kolom, ruw FROM geteld WHERE list_contains(?::VARCHAR[], kolom)", [kolommen]
    ).fetchall()
    found = places | {(nr, kolom, kaal(ruw)) for nr, kolom, ruw in texts}
    return {
        nr: tuple(sorted(line for line, place in contract.woorden.items() if (nr, *place) in found))
        for nr in sheets
    }
