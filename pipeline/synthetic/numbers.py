"""The PGN of a leaver as the two registrations hold it: usually right, sometimes wrong or missing.

A missing number can be found through the leerlingnummer; two different numbers cannot be linked by the rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.synthetic.draw import Lot, gewichten
from pipeline.synthetic.leavers import Vertrek
from pipeline.synthetic.people import faalt_controle

GEEN_PGN = ("", "NULL", "-", "000000000", "9,12346E+08")
_SOORTEN = gewichten(
    "goed 978, overal fout 5, alleen in uitstroom fout 4, overal weg 8, alleen in uitstroom weg 5"
)


@dataclass(frozen=True)
class Nummers:
    """The PGN in the outflow and in Intergrip; `gebrek` says what is wrong in the outflow, or is empty."""

    uitstroom: str
    intergrip: str
    gebrek: str


def nummers(seed: int, vertrek: Vertrek) -> Nummers:
    """The same answer wherever it is asked. A pupil who moved within the cohort has the right number."""
    lot = Lot(seed, "nummers", vertrek.cohort, vertrek.leerling.persoon)
    soort = "goed" if vertrek.vorige else lot.gewogen(_SOORTEN)
    pgn = vertrek.leerling.pgn
    if soort == "goed":
        return Nummers(pgn, pgn, "")
    weg, fout = lot.een(GEEN_PGN), faalt_controle(pgn)
    return {
        "overal fout": Nummers(fout, fout, "pgn faalt controle"),
        "alleen in uitstroom fout": Nummers(fout, pgn, "pgn faalt controle"),
        "overal weg": Nummers(weg, "", "pgn ontbreekt"),
        "alleen in uitstroom weg": Nummers(weg, pgn, "pgn ontbreekt"),
    }[soort]
