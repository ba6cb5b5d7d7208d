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
    "tijdstip",
    "geheel",
    "decimaal",
    "code",
    "janee",
    "schooljaar",
    "gemeente",
    "postcode4",
]
Wat = Literal["persoon", "school", "cohort"]
"""What a row may have to be tied to."""
Koppelveld = Literal["geboortedatum", "achternaam", "roepnaam", "postcode", "geslacht"]
"""A column that can tell pupils apart."""
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

GETAL_TYPES = frozenset({"geheel", "decimaal"})
WOORDENBOEK_TYPES = frozenset({"code", "janee", "schooljaar", "gemeente"})
"""Types whose few distinct values are translated one by one, so that an unknown value is met exactly once."""


RIJ_VOOR_RIJ = frozenset({"pgn", "tijdstip"})
"""Types of which nearly every row has a value of its own."""


@lru_cache(maxsize=50_000)
def kaal(text: str) -> str:
    """A header or value without what people write differently: case, accents, spaces, dots, underscores.

    A text of signs only, such as "?" or "#", stays what it is.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9<]+", "", plain) or text.strip()


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
    vrij_geschreven: bool = False
    """A name that people write in several ways: the keyed hash is of what these have in common."""
    waarden: dict[str, tuple[str, ...]] = {}
    leeg: str | None = None
    """The code that an empty cell stands for."""
    leegwoorden: tuple[str, ...] = ()
    """Words that mean an empty cell, beside those of every column (see values.py)."""
    nihil: bool = False
    """A lone dash is the number 0, as in accounts and CBS tables, and not an empty cell."""
    mogelijk_naam: bool = False
    """An unknown value may be somebody's name: no message shows it."""
    toelichting: str = ""
    """What it is, in one plain Dutch sentence, for the data dictionary."""

    @model_validator(mode="after")
    def _one_code_per_word(self) -> Kolom:
        seen: dict[str, str] = {}
        for code, words in self.waarden.items():
            for word in (code, *words):
                if seen.setdefault(kaal(word), code) != code:
                    raise ValueError(f"{self.naam}: {word!r} stands for {seen[kaal(word)]} and for {code}")
        for word in self.leegwoorden:
            if kaal(word) in seen:
                raise ValueError(f"{self.naam}: {word!r} stands for {seen[kaal(word)]} and for an empty cell")
        return self

    @model_validator(mode="after")
    def _only_a_number_can_be_nil(self) -> Kolom:
        if self.nihil and self.type not in GETAL_TYPES:
            raise ValueError(f"{self.naam}: a {self.type} cannot be nihil")
        return self

    def koppen(self) -> set[str]:
        return {kaal(self.naam), *(kaal(alias) for alias in self.aliassen)}

    @property
    def is_woord(self) -> bool:
        """Whether its cells are few different texts, each of which is read once; the others go row by row."""
        own_text = self.type in RIJ_VOOR_RIJ or (self.type == "tekst" and self.persoonlijk)
        return not (own_text or self.weg)


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
    datum: str | None = None
    """Day that tells the school year (1 August to 31 July) of a row that does not name one."""
    nodig: tuple[Wat, ...] = ()

    def wegen(self, wat: Wat) -> tuple[tuple[str, ...], ...]:
        """The sets of columns of which any establishes this; the school's own number needs the school too."""
        match wat:
            case "persoon":
                return (*((naam,) for naam in self.pgn), *filter(None, [self.leerling]))
            case "school":
                return _each(self.brin)
            case "cohort":
                return _each(self.schooljaar, self.uitstroomdatum, self.datum)


def _each(*namen: str | None) -> tuple[tuple[str, ...], ...]:
    """Columns that each suffice by themselves."""
    return tuple((naam,) for naam in namen if naam)


class Regel(_Strict):
    """A rule between columns; a row that it describes is kept and counted under the rule's name."""

    naam: str
    als: str
    """SQL condition over canonical columns."""
    wis: tuple[str, ...] = ()
    """Columns that become onbekend (NULL) in such a row."""
    toelichting: str = ""
    """What is wrong with such a row and what is done with it, in one plain Dutch sentence."""


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
    sleutel_leeg: tuple[str, ...] = ()
    """Key columns that may be empty: a target of the region has no school. An empty cell in any other is
    nobody's key, and such a row supersedes nothing."""
    volgorde: str | None = None
    """Column, or SQL over columns, that tells which of two rows with one key is the later."""
    bij_gelijk: tuple[str, ...] = ()
    """Columns that tell so where `volgorde` is equal, the first one first."""
    gebeurtenissen: bool = False
    """Rows are events: `volgorde` outranks the day of delivery, because an event may be delivered late."""
    bestandsnaam: str | None = None
    """Pattern whose named groups add what only the file's name knows (never used to recognise)."""
    kolommen: tuple[Kolom, ...] = Field(alias="kolom")
    regels: tuple[Regel, ...] = Field(default=(), alias="regel")
    koppelvelden: tuple[Koppelveld, ...] = ()
    """Columns of which keyed hashes are kept to link rows without a usable PGN (koppelvelden.py)."""
    afgeleid: dict[str, str] = {}
    """Columns made at intake from personal ones (SQL), because afterwards it cannot be done."""
    basis: str | None = Field(None, exclude=True)
    """Hash of the contract as it was before a workspace added words to it (see extend.py)."""
    woorden: dict[str, tuple[str | None, str]] = Field({}, exclude=True)
    """Those words: each line, and of it the column (None for a header) and the text stripped bare."""

    @model_validator(mode="after")
    def _one_meaning_per_header(self) -> Contract:
        seen: dict[str, str] = {}
        for kolom in self.kolommen:
            for kop in kolom.koppen():
                if seen.setdefault(kop, kolom.naam) != kolom.naam:
                    raise ValueError(f"header {kop!r} is claimed by {seen[kop]} and by {kolom.naam}")
        return self

    @model_validator(mode="after")
    def _names_what_it_has(self) -> Contract:
        identity = self.identiteit
        named = {
            *(naam for key in self.sleutels for naam in key),
            *self.sleutel_leeg,
            *self.bij_gelijk,
            *(naam for rule in self.regels for naam in rule.wis),
            *identity.pgn,
            *identity.leerling,
            *self.koppelvelden,
            *filter(None, (identity.brin, identity.schooljaar, identity.uitstroomdatum, identity.datum)),
        }
        if lost := named - {k.naam for k in self.kolommen} - {"cohort", "persoon", "leerling"}:
            raise ValueError(f"{self.bron} has no column {', '.join(sorted(lost))}")
        if self.gebeurtenissen and not self.volgorde:
            raise ValueError(f"{self.bron}: events need a volgorde")
        return self

    @cached_property
    def hash(self) -> str:
        """What the package says; added words are not in it, because they change nothing that was accepted."""
        without = None if self.koppelvelden else {"koppelvelden"}
        said = self.model_dump_json(exclude=without)
        return self.basis or hashlib.sha256(said.encode()).hexdigest()[:12]

    @cached_property
    def namen(self) -> frozenset[str]:
        return frozenset(kolom.naam for kolom in self.kolommen)

    def kolom(self, naam: str) -> Kolom:
        return next(kolom for kolom in self.kolommen if kolom.naam == naam)

    @property
    def nieuwste(self) -> tuple[str, ...]:
        """SQL sort terms that put the latest of the rows with one key first."""
        terms = (self.volgorde, *self.bij_gelijk) if self.volgorde else self.bij_gelijk
        return tuple(f"{term} DESC NULLS LAST" for term in terms)

    def gevuld(self, sleutel: tuple[str, ...]) -> tuple[str, ...]:
        """The columns of a key that must be filled in for it to say anything."""
        return tuple(naam for naam in sleutel if naam not in self.sleutel_leeg)

    @cached_property
    def gebruikt(self) -> frozenset[str]:
        """Columns that identity, rules, keys, derived columns and link fields look at."""
        identity = self.identiteit
        expressions = [rule.als for rule in self.regels] + list(self.afgeleid.values())
        words = {word for text in expressions for word in re.findall(r"\w+", text)}
        named = {*identity.pgn, *identity.leerling, *(naam for key in self.sleutels for naam in key)}
        named |= set(self.koppelvelden)
        return self.namen & (words | named)

    @cached_property
    def gelezen(self) -> tuple[str, ...]:
        """Columns that are read; free text is not, and a name only where something looks at it."""
        return tuple(
            k.naam
            for k in self.kolommen
            if k.is_woord or (not k.weg and (k.type != "tekst" or k.naam in self.gebruikt))
        )

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
