"""Invented pupils: names from short lists, numbers from ranges that are believed not to be issued.

A BSN comes from 900000000-999999999 and an onderwijsnummer from 109900000-109999999 [both unverified].
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.synthetic.draw import Lot, lijst

_ROEPNAMEN = lijst(
    "Aad,Ayla,Bas,Bilal,Céline,Chaïma,Daan,Dewi,Diëgo,Eef,Emre,Fatiha,Fenna,Gijs,Hanneke,Ilias,Inès,Jaïr,Jip,"
    "Joëlle,Kaj,Kelly,Lars,Loïs,Maud,Mees,Milan,Moïse,Naomi,Noor,Oscar,Pien,Quincy,René,Rosa,Sem,Soraya,"
    "Thijs,Tülin,Umar,Vera,Wout,Xander,Yara,Zoë,Zeynep"
)
_ACHTERNAMEN = lijst(
    "Appelboom,Baksteen,Citroen,Dennenappel,Eekhoorn,Fluitketel,Grasduin,Hazelnoot,IJspegel,Jampot,Kersenpit,"
    "Lantaarn,Mosselbank,Nachtegaal,Oeverloos,Paardenbloem,Rietkraag,Schelpenpad,Theelepel,Uilenveer,"
    "Vuurtoren,Waterlelie,Zandkasteel,Zeeën,Geïnd,Coördinaat,Knieën,Belgiëweg,Hoefijzer,Klaproos,Meeuwenei,"
    "Notenkraker,Pepermunt,Regenton,Slakkenhuis,Tulpenbol,Vlinderstruik,Wolkbreuk"
)
_VOORVOEGSELS = {"": 0.70, "de": 0.08, "van": 0.09, "van der": 0.06, "van den": 0.03, "el": 0.04}
_BSN_LAAG, _BSN_HOOG = 900_000_000, 999_999_999
_ONR_LAAG, _ONR_HOOG = 109_900_000, 109_999_999
_AANDEEL_ONDERWIJSNUMMER = 0.006


@dataclass(frozen=True)
class Leerling:
    """An invented pupil; `pgn` is the true and valid number."""

    persoon: int
    pgn: str
    soort_pgn: str
    achternaam: str
    voorvoegsel: str
    roepnaam: str
    geboortedatum: date
    geslacht: str


class Bevolking:
    """Makes pupils, one after another; no two share a number."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._nummers: set[str] = set()

    def nieuw(self, geboortejaar: int) -> Leerling:
        """The next pupil, born around the middle of this year."""
        persoon = len(self._nummers) + 1
        lot = Lot(self._seed, "leerling", persoon)
        soort = "onderwijsnummer" if lot.kans(_AANDEEL_ONDERWIJSNUMMER) else "bsn"
        return Leerling(
            persoon=persoon,
            pgn=self._vrij_nummer(lot, soort),
            soort_pgn=soort,
            achternaam=lot.een(_ACHTERNAMEN),
            voorvoegsel=lot.gewogen(_VOORVOEGSELS),
            roepnaam=lot.een(_ROEPNAMEN),
            geboortedatum=date(geboortejaar, 7, 1) + timedelta(days=lot.getal(-400, 400)),
            geslacht=lot.gewogen({"M": 0.62, "V": 0.375, "X": 0.005}),
        )

    def _vrij_nummer(self, lot: Lot, soort: str) -> str:
        low, high, rest = (_BSN_LAAG, _BSN_HOOG, 0) if soort == "bsn" else (_ONR_LAAG, _ONR_HOOG, 5)
        while True:
            number = _met_controlecijfer(lot.getal(low, high), rest)
            if number and number not in self._nummers:
                self._nummers.add(number)
                return number


def faalt_controle(pgn: str) -> str:
    """The number as mistyped: two digits swapped or else the last one changed, so that the check fails."""
    for i in range(2, 8):
        swapped = pgn[:i] + pgn[i + 1] + pgn[i] + pgn[i + 2 :]
        if _rest(swapped) not in (0, 5):
            return swapped
    return pgn[:8] + str((int(pgn[8]) + 1) % 10)


def _met_controlecijfer(number: int, rest: int) -> str:
    first = str(number)[:8]
    last = (_som(first) - rest) % 11
    return f"{first}{last}" if last < 10 else ""


def _rest(number: str) -> int:
    return (_som(number[:8]) - int(number[8])) % 11


def _som(eight: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), eight, strict=True))
