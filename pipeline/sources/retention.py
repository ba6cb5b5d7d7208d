"""Until when a delivery is kept: its file with names and numbers, and the pseudonymised rows made of it.

The terms are settings ([bewaren]). They run from the day of delivery, or where that is unknown from the end
of the last school year in it. A delivery with neither has no date, which the register shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.sources.contract import contracten
from pipeline.sources.delivery import Delivery
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.settings import Bewaren


@dataclass(frozen=True)
class Bewaartermijn:
    """The last days on which a delivery is kept; None when it cannot be known."""

    bestand: date | None
    """Of the file in data/raw."""
    rijen: date | None


def bewaartermijn(delivery: Delivery, bewaren: Bewaren) -> Bewaartermijn:
    """The retention of one delivery under these settings."""
    begin = _begin(delivery)
    return Bewaartermijn(
        _later(begin, bewaren.jaren_ruw(delivery.bron)), _later(begin, bewaren.jaren_rijen(delivery.bron))
    )


def schooljaren(deliveries: Iterable[Delivery]) -> list[str]:
    """The school years that deliveries have rows of, oldest first, as 2016-2017."""
    years = {year for delivery in deliveries for year in _schooljaren(delivery)}
    return [f"{start}-{start + 1}" for start in sorted(years)]


def refuse_unknown_sources(bewaren: Bewaren) -> None:
    """Raises SettingsError for a term of a source that does not exist: it would be a term for nothing."""
    for name in ("ruw_per_bron", "gepseudonimiseerd_per_bron"):
        if strange := sorted(getattr(bewaren, name).keys() - contracten().keys()):
            raise SettingsError(
                f"toeleiding.toml: bewaren.{name}.{strange[0]}: unknown source",
                f"Known are {', '.join(contracten())}.",
            )


def _begin(delivery: Delivery) -> date | None:
    years = _schooljaren(delivery)
    return delivery.datum or (date(max(years) + 1, 7, 31) if years else None)


def _schooljaren(delivery: Delivery) -> tuple[int, ...]:
    """Start years of its cohorts, also where a mistyped date gave an impossible one.

    A DUO file has no cohorts, and the school year of its teljaar is in its name.
    """
    ends = delivery.kenmerken.get("teljaar_einde")
    return (int(ends) - 1,) if ends else delivery.cohorten


def _later(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, in a year without one
        return day.replace(year=day.year + years, day=28)
