"""School years: 1 August to 31 July, written 2016-2017."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.vocabulary.maanddag import TELDATUM, MaandDag

EERSTE, LAATSTE = 1990, 2089
"""The start years that are within reach; a day outside them is a slip of the pen."""
_PAAR = re.compile(r"(\d{4}|\d{2})\s*[-/\u2013]\s*'?(\d{4}|\d{2})", re.ASCII)


class SchooljaarError(ValueError):
    """The text is not a school year."""


@dataclass(frozen=True, order=True)
class Schooljaar:
    """A school year, known by the calendar year in which it starts. A cohort has the same name."""

    start: int

    def __post_init__(self) -> None:
        if not EERSTE <= self.start <= LAATSTE:
            raise SchooljaarError(f"a school year starts between {EERSTE} and {LAATSTE}, not in {self.start}")

    @property
    def eind(self) -> int:
        """The calendar year in which it ends: the t of the follow-up moments."""
        return self.start + 1

    @property
    def label(self) -> str:
        """The one way it is written: 2016-2017."""
        return f"{self.start}-{self.eind}"

    @classmethod
    def parse(cls, text: str) -> "Schooljaar":
        """Read 2016-2017, 2016/2017, 2016/'17, 16-17, 1617 or 2016.

        Four digits that are a year within reach are a start year, so 2021 is 2021-2022 and not 20-21:
        exports that give one year give the start year. Raises SchooljaarError, for 2016-2018 too.
        """
        bare = text.strip()
        if pair := _PAAR.fullmatch(bare):
            return cls._from_pair(pair[1], pair[2])
        if not re.fullmatch(r"[0-9]{4}", bare):
            raise _no_schooljaar()
        if EERSTE <= int(bare) <= LAATSTE:
            return cls(int(bare))
        return cls._from_pair(bare[:2], bare[2:])

    @classmethod
    def _from_pair(cls, first: str, second: str) -> "Schooljaar":
        start, eind = _full_year(first), _full_year(second)
        if eind != start + 1:
            raise _no_schooljaar()
        return cls(start)

    def plus(self, years: int) -> "Schooljaar":
        """The school year that many years later (or earlier)."""
        return Schooljaar(self.start + years)

    def cohort_venster(self, teldatum: MaandDag = TELDATUM) -> tuple[date, date]:
        """First and last day on which a pupil leaves with this cohort: 1 October up to 30 September."""
        last = teldatum.in_jaar(self.eind) - timedelta(days=1)
        return teldatum.in_jaar(self.start), last

    @classmethod
    def van_uitstroom(cls, datum: date, teldatum: MaandDag = TELDATUM) -> "Schooljaar":
        """The cohort of a pupil who left on this date."""
        return cls(datum.year if datum >= teldatum.in_jaar(datum.year) else datum.year - 1)

    def __str__(self) -> str:
        return self.label


def _full_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    century = 1900 if int(digits) >= EERSTE % 100 else 2000
    return century + int(digits)


def _no_schooljaar() -> SchooljaarError:
    return SchooljaarError("not a school year; expected, for example, 2016-2017")
