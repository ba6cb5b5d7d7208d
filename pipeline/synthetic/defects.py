"""Errors of the kind that real exports hold, put into rows that were right.

What the contract's rules make of them: an unreadable date or number becomes unknown and is counted, the row
stays. A row loses its leaver only when person, school or school year cannot be established.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from pipeline.synthetic.draw import Lot
from pipeline.synthetic.records import R, RijLot, UitstroomRij, anders

Onherleidbaar = Literal["persoon", "school", "schooljaar"]

_SLECHTE_DATA = ("31-02-2017", "00-00-0000", "13/13/2018", "2019-99-01")
_SLECHTE_UREN = ("veel", "n.n.b.", "3?", "wisselend")
_SLECHTE_BRIN = ("12KB1", "9?XA", "onleesbaar")
_KANS_DATUM, _KANS_UREN, _KANS_VENSTER = 0.005, 0.008, 0.004
DATUM_ONLEESBAAR, GETAL_ONLEESBAAR = "datum onleesbaar", "getal onleesbaar"
BUITEN_VENSTER = "datum buiten venster"


def markeer(rij: R, **changes: Any) -> R:
    """The row with another fate, weight or list of defects."""
    return anders(rij, herkomst=replace(rij.herkomst, **changes))


def met_lot(rij: R, lot: RijLot) -> R:
    """The row as one that does not decide anything, with the fate it gets."""
    return markeer(rij, lot=lot, telt=False)


def laat_weg(lot: Lot, rij: R, kansen: Mapping[str, float]) -> R:
    """The row without what nobody filled in: each field is left empty with its own chance."""
    gone: dict[str, object] = {
        field: None for field, chance in kansen.items() if getattr(rij, field) and lot.kans(chance)
    }
    return anders(rij, **gone)


def slechte_cellen(lot: Lot, rij: R) -> R:
    """Now and then an unreadable date or number in a column that the row can do without."""
    for veld in ("geboortedatum", "contract_begin", "contract_einde"):
        if isinstance(getattr(rij, veld), date) and lot.kans(_KANS_DATUM):
            rij = _bederf(rij, veld, lot.een(_SLECHTE_DATA), DATUM_ONLEESBAAR)
    if rij.uren is not None and lot.kans(_KANS_UREN):
        rij = _bederf(rij, "uren", lot.een(_SLECHTE_UREN), GETAL_ONLEESBAAR)
    return rij


def slechte_uitschrijfdatum(lot: Lot, rij: UitstroomRij) -> UitstroomRij:
    """A date of leaving that is unreadable or outside the cohort; only where the file names the year."""
    if lot.kans(_KANS_DATUM):
        return _bederf(rij, "datum_uitstroom", lot.een(_SLECHTE_DATA), DATUM_ONLEESBAAR)
    if lot.kans(_KANS_VENSTER):
        return _bederf(
            rij, "datum_uitstroom", date(rij.herkomst.cohort + 1, 10, lot.getal(2, 20)), BUITEN_VENSTER
        )
    return rij


def onherleidbaar(lot: Lot, rij: UitstroomRij, wat: Onherleidbaar) -> UitstroomRij:
    """A row that must be quarantined: nobody can say whose it is, of which school or of which year."""
    if wat == "persoon":
        rij = anders(rij, pgn=None, leerlingnummer=None)
    elif wat == "school":
        rij = anders(rij, brin=lot.een(_SLECHTE_BRIN))
    else:
        rij = anders(rij, datum_uitstroom=lot.een(_SLECHTE_DATA))
    return met_lot(markeer(rij, gebreken=(f"{wat} niet vast te stellen",)), "quarantaine")


def _bederf(rij: R, veld: str, waarde: str | date, gebrek: str) -> R:
    marked = markeer(rij, gebreken=(*rij.herkomst.gebreken, gebrek))
    return anders(marked, **{veld: waarde})
