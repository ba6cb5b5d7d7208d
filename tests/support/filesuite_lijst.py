# ruff: noqa: E501 - a table has the width it has
"""The outflow list that the cases about ways of writing have in common, and what must be kept of it."""

from __future__ import annotations

from tests.support.exports import Cell
from tests.support.filesuite import Blad

KOP = [
    "Leerlingnr", "BSN", "Achternaam", "Geb.datum", "BRIN", "School", "Schooltype", "Schooljaar", "Bestemming",
    "Werkgever", "Uren", "Opmerking",
]  # fmt: skip
RIJ_1: list[Cell] = [
    "1001", "999990019", "Testman", "17-05-2000", "99AA00", 'De Proef, "Zuid"; lokaal 1', "PRO", "2016-2017",
    "ARB_REG", "Café Zuid B.V.", "32,5", "een regel\nen nog een",
]  # fmt: skip
RIJ_2: list[Cell] = [
    "1002", "999990020", "Proefma", "", "99AB01", "Café", "VSO", "2016-2017", "MBO_BOL", "", "", "",
]  # fmt: skip
LIJST: list[list[Cell]] = [list(KOP), RIJ_1, RIJ_2]
LIJST_ZONDER: list[list[Cell]] = [list(KOP), [*RIJ_1[:-1], "een regel"], RIJ_2]
"""The same without the line break in a cell."""
TOTAAL: list[Cell] = ["Totaal", "", "", "", "", "", "", "", "2"]
LEEG: list[Cell] = [""] * len(KOP)


def lijst(eerste: int = 2, tweede: int = 0, **more: object) -> Blad:
    """What must be kept of LIJST when its rows stand on these numbers."""
    return Blad(
        "uitstroom",
        f"""
        rij | lot | cohort | persoon | leerling | brin | school | schooltype | schooljaar | bestemming | werkgever | uren | leeftijd
        {eerste} | g | 2016 | 999990019 | 99AA00/1001 | 99AA00 | De Proef, "Zuid"; lokaal 1 | PRO | 2016 | ARB_REG | cafezuid | 32.5 | 16
        {tweede or eerste + 1} | g | 2016 | 999990020 | 99AB01/1002 | 99AB01 | Café | VSO | 2016 | MBO_BOL | | |
        """,
        **more,  # type: ignore[arg-type]
    )


KORT = ["BSN", "BRIN", "Schooltype", "Schooljaar", "Bestemming"]
"""The shortest header that an outflow list can have."""


def kort(rijen: str, **more: object) -> Blad:
    """What must be kept of a list under KORT: rij, lot, cohort, persoon, brin, schooltype, schooljaar, bestemming."""
    head = "rij | lot | cohort | persoon | brin | schooltype | schooljaar | bestemming"
    return Blad("uitstroom", f"{head}\n{rijen.strip()}", **more)  # type: ignore[arg-type]
