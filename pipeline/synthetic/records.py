"""What exports say, in canonical columns and codes, before a school's own spelling is put on it.

A date or number column that holds a text is a defect: the text is written as it is. None is an empty cell.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, TypeVar

Cel = str | float | date | None
RijLot = Literal["gehouden", "dubbel", "vervangen", "quarantaine"]
TabelBron = Literal[
    "duo_nenr", "duo_nrsp", "duo_a04", "doelen", "esf", "cambo", "werkoverleg", "bespreeklijst",
    "innovatieplannen", "aanbevelingen", "zelfevaluatie",
]  # fmt: skip


@dataclass(frozen=True)
class Herkomst:
    """What is known about a row that the export does not tell.

    `lot` is the fate that the contract's rules give it once everything is delivered; `telt` says that it
    decides the leaver or the measurement; `gebreken` names the defects that were put in.
    """

    persoon: int
    cohort: int
    lot: RijLot = "gehouden"
    telt: bool = True
    gebreken: tuple[str, ...] = ()


@dataclass(frozen=True)
class UitstroomRij:
    """A leaver as a school reports it."""

    herkomst: Herkomst
    leerlingnummer: str | None
    pgn: str | None
    achternaam: str
    voorvoegsel: str
    roepnaam: str
    geboortedatum: date | str | None
    geslacht: str
    brin: str
    school: str
    bestuur: str
    schooltype: str
    uitstroomprofiel: str | None
    perspectief_arbeid: str | None
    schooljaar: str
    datum_uitstroom: date | str | None
    diploma: str | None
    bestemming: str
    reden: str | None
    werkgever: str | None
    contract_soort: str | None
    contract_begin: date | str | None
    contract_einde: date | str | None
    uren: float | str | None
    werkgemeente: str | None
    passend: str | None
    uitkering: str | None
    postcode: str
    gemeente: str
    opmerking: str | None


@dataclass(frozen=True)
class IntergripRij:
    """A former pupil at one meetmoment, as Intergrip exports it."""

    herkomst: Herkomst
    leerlingnummer: str | None
    pgn: str | None
    achternaam: str
    voorvoegsel: str
    roepnaam: str
    geboortedatum: date | str | None
    brin: str
    school: str
    schooljaar: str
    meetmoment: str
    verwachte_bestemming: str | None
    bereikt: str
    bestemming: str | None
    reden: str | None
    werkgever: str | None
    contract_soort: str | None
    contract_begin: date | str | None
    contract_einde: date | str | None
    uren: float | str | None
    werkgemeente: str | None
    passend: str | None
    uitkering: str | None
    begindatum_eerste_werk: date | None
    registratiedatum: date
    mbo_instelling: str | None
    mbo_crebo: str | None
    mbo_niveau: str | None
    mbo_leerweg: str | None
    mbo_status: str | None
    mbo_statusdatum: date | None
    warme_overdracht: str | None


Rij = UitstroomRij | IntergripRij
GEEN_WERK: dict[str, None] = dict.fromkeys(
    (
        "werkgever",
        "contract_soort",
        "contract_begin",
        "contract_einde",
        "uren",
        "werkgemeente",
        "passend",
    )
)
"""The cells of either row that are about a job, empty."""
R = TypeVar("R", UitstroomRij, IntergripRij)


def anders(rij: R, **changes: object) -> R:
    """The same row with other cells: dataclasses.replace without its checks, and many times as fast."""
    changed = object.__new__(type(rij))
    changed.__dict__.update(rij.__dict__, **changes)
    return changed


@dataclass(frozen=True)
class Levering:
    """A file of one source. `indeling` names the layout (a school's BRIN or an Intergrip version)."""

    bron: Literal["uitstroom", "intergrip"]
    pad: str
    leverdatum: date
    indeling: str
    rijen: tuple[Rij, ...]


@dataclass(frozen=True)
class Tabel:
    """A file whose cells are ready to be written: DUO files, targets, ESF, and what offices deliver."""

    bron: TabelBron
    pad: str
    leverdatum: date
    kop: tuple[str, ...]
    rijen: tuple[tuple[Cel, ...], ...]
    scheiding: str = ";"


def kolommen(soort: type[UitstroomRij] | type[IntergripRij]) -> tuple[str, ...]:
    """The canonical columns of a source, in their usual order."""
    return tuple(field.name for field in fields(soort) if field.name != "herkomst")
