"""A day that comes back every year, such as the teldatum 1 October."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class MaandDag:
    """Month and day without a year; 29 February does not come back every year and is refused."""

    maand: int
    dag: int

    def __post_init__(self) -> None:
        self.in_jaar(2001)  # raises ValueError on a day that does not exist every year

    @classmethod
    def parse(cls, text: str) -> "MaandDag":
        """Read "MM-DD", as in the settings file. Raises ValueError."""
        match = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text)
        if not match:
            raise ValueError("expected a day as MM-DD, for example 10-01")
        try:
            return cls(int(match[1]), int(match[2]))
        except ValueError as fault:
            raise ValueError(f"{text} is not a day that every year has (expected MM-DD)") from fault

    def in_jaar(self, jaar: int) -> date:
        """The date on which this day falls in a calendar year."""
        return date(jaar, self.maand, self.dag)

    def __str__(self) -> str:
        return f"{self.maand:02d}-{self.dag:02d}"


TELDATUM = MaandDag(10, 1)
"""1 October, the day on which Dutch schools count their pupils."""
