"""The moments at which leavers are followed.

U is the destination at leaving, V1 to V4 are situations on a peildatum up to two years later. Autumn dates as
in the Uitstroom- en Volgmonitor PrO (Platform Praktijkonderwijs, 2014-2015); spring dates are our choice.
All can be set.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.schooljaar import Schooljaar

Meetmoment = Literal["U", "V1", "V2", "V3", "V4"]
MEETMOMENTEN: tuple[Meetmoment, ...] = get_args(Meetmoment)
JAREN_NA_EIND: dict[Meetmoment, int] = {"U": 0, "V1": 1, "V2": 1, "V3": 2, "V4": 2}
"""Calendar years between the year in which the cohort ends and the year of the moment."""


_NAJAAR, _VOORJAAR = MaandDag(11, 1), MaandDag(4, 1)


@dataclass(frozen=True)
class Peildata:
    """The day of each moment; the year follows from the cohort."""

    U: MaandDag = _NAJAAR
    V1: MaandDag = _VOORJAAR
    V2: MaandDag = _NAJAAR
    V3: MaandDag = _VOORJAAR
    V4: MaandDag = _NAJAAR

    def peildatum(self, moment: Meetmoment, cohort: Schooljaar) -> date:
        """The date of a moment for a cohort: V2 of 2016-2017 is 1 November 2018."""
        day: MaandDag = getattr(self, moment)
        return day.in_jaar(cohort.eind + JAREN_NA_EIND[moment])

    def te_meten(self, moment: Meetmoment, cohort: Schooljaar, stand: date) -> bool:
        """Whether the moment lies at or before the report's stand; later measurements do not exist for it."""
        return self.peildatum(moment, cohort) <= stand
