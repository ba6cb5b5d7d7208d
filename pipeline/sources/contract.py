"""Contracts: what an export must look like, as data (contracts/*.toml), and the words for it in code.

A contract names columns with their aliases, types and allowed values, says which columns are personal, how a
row is tied to a person, a school and a school year, and which row supersedes which. The engine knows no
source by name.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

CONTRACTS = Path(__file__).parent / "contracts"

Type = Literal[
    "tekst",
    "pgn",
    "brin",
    "datum",
    "geheel",
    "decimaal",
    "code",
    "janee",
    "schooljaar",
    "gemeente",
    "postcode4",
]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

WOORDENBOEK_TYPES = frozenset({"code", "janee", "schooljaar", "gemeente"})
"""Types whose few distinct values are translated one by one, so that an unknown value is met exactly once."""


@lru_cache(maxsize=50_000)
def kaal(text: str) -> str:
    """A header or value without what people write differently: case, accents, spaces, dots, underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9<]+", "", plain)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kolom(_Strict):
    """One column of an export under its canonical name."""

    naam: Identifier
    type: Type = "tekst"
    aliassen: tuple[str, ...] = ()
    verplicht: bool = False
    persoonlijk: bool = False
    """Never leaves the intake."""
    weg: bool = False
    """Known and not needed (or free text): read past, never carried on."""
    sleutel: str | None = None
    """Kept only as a keyed hash, under this purpose tag."""
    waarden: dict[str, tuple[str, ...]] = {}
    leeg: str | None = None
    """The code that an empty cell stands for."""

    @model_validator(mode="after")
    def _one_code_per_word(self) -> Kolom:
        seen: dict[str, str] = {}
        for code, words in self.waarden.items():
            for word in (code, *words):
                if seen.setdefault(kaal(word), code) != code:
                    raise ValueError(f"{self.naam}: {word!r} stands for {seen[kaal(word)]} and for {code}")
        return self

    def koppen(self) -> set[str]:
        return {kaal(self.naam), *(kaal(alias) for alias in self.aliassen)}


class Csv(_Strict):
    """How the text form is written. Declared, because guessing an encoding flatters the guesser."""

    scheidingstekens: tuple[str, ...] = (";", ",", "\t")
    coderingen: tuple[str, ...] = ("utf-8", "utf-16", "cp1252")


class Identiteit(_Strict):
    """Which columns establish person, school and school year, and which of those a row cannot do without."""

    pgn: tuple[str, ...] = ()
    leerling: tuple[str, ...] = ()
    brin: str | None = None
    schooljaar: str | None = None
    uitstroomdatum: str | None = None
    nodig: tuple[Literal["persoon", "school", "cohort"], ...] = ()


class Regel(_Strict):
    """A rule between columns; a row that it describes is kept and counted under the rule's name."""

    naam: str
    als: str
    """SQL condition over canonical columns."""
    wis: tuple[str, ...] = ()
    """Columns that become onbekend (NULL) in such a row."""


class Contract(_Strict):
    """One kind of export."""

    bron: Identifier
    titel: str
    versie: str
    rij: str
    """What one row is."""
    csv: Csv = Csv()
    identiteit: Identiteit = Identiteit()
    sleutels: tuple[tuple[str, ...], ...] = ()
    """Keys under which a later row supersedes an earlier one; any of them suffices."""
    volgorde: str | None = None
    """Column that tells which of two rows in one delivery is the later."""
    bestandsnaam: str | None = None
    """Pattern whose named groups add what only the file's name knows (never used to recognise)."""
    kolommen: tuple[Kolom, ...] = Field(alias="kolom")
    regels: tuple[Regel, ...] = Field(default=(), alias="regel")
    afgeleid: dict[str, str] = {}
    """Columns made at intake from personal ones (SQL), because afterwards it cannot be done."""

    @model_validator(mode="after")
    def _one_meaning_per_header(self) -> Contract:
        seen: dict[str, str] = {}
        for kolom in self.kolommen:
            for kop in kolom.koppen():
                if seen.setdefault(kop, kolom.naam) != kolom.naam:
                    raise ValueError(f"header {kop!r} is claimed by {seen[kop]} and by {kolom.naam}")
        return self

    @cached_property
    def hash(self) -> str:
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    def kolom(self, naam: str) -> Kolom:
        return next(kolom for kolom in self.kolommen if kolom.naam == naam)

    @property
    def bewaard(self) -> tuple[Kolom, ...]:
        """The columns that may exist after the intake."""
        return tuple(k for k in self.kolommen if not (k.persoonlijk or k.weg))

    @cached_property
    def koppen(self) -> dict[str, str]:
        """Every header this contract understands (stripped bare) and the column it means."""
        return {kop: kolom.naam for kolom in self.kolommen for kop in kolom.koppen()}


Contracten = Mapping[str, Contract]
"""Contracts by source."""


@cache
def contracten() -> Contracten:
    """All contracts by source, in the order of their file names."""
    found = (
        Contract.model_validate(tomllib.loads(p.read_text("utf-8"))) for p in sorted(CONTRACTS.glob("*.toml"))
    )
    return {contract.bron: contract for contract in found}
