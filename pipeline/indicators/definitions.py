"""The definitions of definitions.toml, checked, and D, which is not one rate but a row per class."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.vocabulary.meetmoment import Meetmoment

FILE = Path(__file__).parent / "definitions.toml"


class Definitie(BaseModel):
    """One indicator: what it asks, who counts, and that again as conditions in SQL over `waarneming`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    naam: str
    versie: str
    bron: str
    vraag: str
    teller: str
    noemer: str
    onbekend_telt: str
    momenten: tuple[Meetmoment, ...]
    in_noemer: str
    in_teller: str
    telt_mee: str | None = None
    """Who is in the published denominator, where that is not in_noemer."""
    gevonden: str | None = None
    """Who is in the published numerator, where that is not in_teller."""


BESTEMMING = Definitie(
    code="D",
    naam="bestemming",
    versie="1",
    bron="ecbo, Regionale samenwerking (2013), tabel 6.1",
    vraag="Waar gingen de schoolverlaters naartoe?",
    teller="schoolverlaters met deze bestemming",
    noemer="alle schoolverlaters",
    onbekend_telt="een eigen klasse",
    momenten=("U",),
    in_noemer="true",
    in_teller="CASE WHEN u_code <> 'ONBEKEND' THEN u_klasse = {klasse} END",
    gevonden="u_klasse = {klasse}",
)
"""D has a row per class (or code); {klasse} stands for the one that is counted."""


@cache
def definities() -> dict[str, Definitie]:
    """Every rate by code, in the order in which they are always shown; D stands apart."""
    raw = tomllib.loads(FILE.read_text("utf-8"))
    return {code: Definitie(code=code, **fields) for code, fields in raw.items()}
