"""A fingerprint of code: of some functions and all they use in this package, without what changes no number.

A study of a method says something of the code it was done with. The bytes of a file change with every
docstring, so what is hashed is the syntax tree, without docstrings, comments, annotations, imports and
layout, and of the functions that are used only. A function may move to another file; a name that changes,
also one inside a function, does change the fingerprint.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Plek = tuple[str, str]
"""A module and a name in it, such as ("pipeline.indicators.rates", "wilson")."""
_PAKKET = Path(__file__).parents[2]
_VORMLOOS = {"annotation", "returns", "ctx", "kind", "type_comment", "type_params", "type_ignores"}


@dataclass(frozen=True)
class _Module:
    """The definitions on the outermost level by name, and where the names it imports from here come from."""

    naam: str
    definities: dict[str, ast.stmt]
    van: dict[str, Plek]

    def plek(self, naam: str) -> Plek | None:
        """Where the definition behind a name stands; None when it is not one of this package."""
        return (self.naam, naam) if naam in self.definities else self.van.get(naam)


def vingerafdruk(begin: Iterable[Plek]) -> str:
    """SHA-256, in hexadecimals, of these definitions and all that they use. Raises KeyError for a name that
    is not there."""
    vormen: dict[Plek, str] = {}
    wachtrij = list(begin)
    while wachtrij:
        plek = wachtrij.pop()
        if plek in vormen:
            continue
        module = _lees(plek[0])
        definitie = module.definities[plek[1]]
        vormen[plek] = json.dumps(_vorm(definitie))
        wachtrij += _gebruikt(definitie, module)
    return hashlib.sha256("\n".join(sorted(vormen.values())).encode()).hexdigest()


@cache
def _lees(naam: str) -> _Module:
    _, *delen = naam.split(".")
    boom = ast.parse(_PAKKET.joinpath(*delen).with_suffix(".py").read_text(encoding="utf-8"))
    definities = {wat: regel for regel in boom.body for wat in _namen(regel)}
    van = {
        alias.asname or alias.name: (regel.module, alias.name)
        for regel in ast.walk(boom)
        if isinstance(regel, ast.ImportFrom) and regel.module and regel.module.startswith(f"{_PAKKET.name}.")
        for alias in regel.names
    }
    return _Module(naam, definities, van)


def _namen(regel: ast.stmt) -> list[str]:
    """What a line on the outermost level defines."""
    if isinstance(regel, ast.FunctionDef | ast.ClassDef):
        return [regel.name]
    doelen = regel.targets if isinstance(regel, ast.Assign) else []
    doelen = [regel.target] if isinstance(regel, ast.AnnAssign) else doelen
    return [doel.id for doel in doelen if isinstance(doel, ast.Name)]


def _gebruikt(definitie: ast.stmt, module: _Module) -> Iterator[Plek]:
    """The definitions it names; of what only an annotation names the classes, whose methods it may call."""
    rekent = {knoop.id for knoop in _knopen(definitie) if isinstance(knoop, ast.Name)}
    for naam in {knoop.id for knoop in ast.walk(definitie) if isinstance(knoop, ast.Name)}:
        plek = module.plek(naam)
        if plek and (naam in rekent or isinstance(_lees(plek[0]).definities[plek[1]], ast.ClassDef)):
            yield plek


def _knopen(deel: ast.AST) -> Iterator[ast.AST]:
    """Every node but those of annotations."""
    yield deel
    for naam, waarde in ast.iter_fields(deel):
        kinderen = waarde if isinstance(waarde, list) else [waarde]
        for kind in kinderen if naam not in _VORMLOOS else []:
            if isinstance(kind, ast.AST):
                yield from _knopen(kind)


def _vorm(deel: Any) -> Any:
    """A part of a syntax tree as lists of texts, the same in every version of Python."""
    if isinstance(deel, list):
        return [_vorm(een) for een in deel if not _zegt_niets(een)]
    if not isinstance(deel, ast.AST):
        return repr(deel)
    velden = [(naam, _vorm(waarde)) for naam, waarde in ast.iter_fields(deel) if naam not in _VORMLOOS]
    return [type(deel).__name__, *([naam, vorm] for naam, vorm in velden if vorm not in ([], "None"))]


def _zegt_niets(deel: Any) -> bool:
    """Docstrings, also those under a field, and imports."""
    tekst = isinstance(deel, ast.Expr) and isinstance(deel.value, ast.Constant)
    return tekst or isinstance(deel, ast.Import | ast.ImportFrom)
