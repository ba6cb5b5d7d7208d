"""The released figures as cells: one indicator, cohort and unit, with numbers or why there are none."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["gemeten", "nog niet te meten", "niet gemeten", "geen waarde", "niet getoond"]
Niveau = Literal["regio", "schooltype", "bestuur", "school"]
Soort = Literal["", "klasse", "code"]

REGIO = "regio"


@dataclass(frozen=True)
class Waarden:
    """The numbers of a measured cell: counts, and percentages from 0 to 100 with their Wilson 95% interval.

    `onbekend`, its share of who counts or might count, and the two bounds are None where they are not shown.
    """

    n: int
    k: int
    pct: float
    laag: float
    hoog: float
    onbekend: int | None = None
    aandeel_onbekend: float | None = None
    ondergrens: float | None = None
    bovengrens: float | None = None

    @property
    def tekort(self) -> int:
        """Leavers short of 100%."""
        return self.n - self.k


@dataclass(frozen=True)
class Cel:
    """One row of the table of figures; `waarden` is None for every status but "gemeten".

    GEEN and ONBEKEND are both a class and a code of D; `soort_klasse` tells which.
    """

    indicator: str
    klasse: str
    soort_klasse: str
    cohort: Schooljaar
    niveau: str
    eenheid: str
    status: Status
    waarden: Waarden | None = None


class Cijfers:
    """All cells of a release, found by their key.

    What the release does not have is "niet gemeten", not an error.
    """

    def __init__(self, cellen: Iterable[Cel]) -> None:
        self.gelezen: dict[Cel, None] = {}
        """The cells that were asked and are there, in the order in which they were first asked."""
        self._cellen = {
            (c.indicator, c.klasse, c.soort_klasse, c.cohort.start, c.niveau, c.eenheid): c for c in cellen
        }

        self._jaren: dict[str, set[int]] = {}
        for c in self._cellen.values():
            if c.niveau == REGIO:
                self._jaren.setdefault(c.indicator, set()).add(c.cohort.start)

    def cel(
        self, indicator: str, cohort: Schooljaar, niveau: str = "regio", eenheid: str = REGIO,
        klasse: str = "", soort: Soort = "",
    ) -> Cel:  # fmt: skip
        """The cell of an indicator for a cohort and unit; for D also the class or code."""
        found = self._cellen.get((indicator, klasse, soort, cohort.start, niveau, eenheid))
        if found:
            self.gelezen[found] = None
        return found or Cel(indicator, klasse, soort, cohort, niveau, eenheid, "niet gemeten")

    def cohorten(self, indicator: str, tot_en_met: Schooljaar) -> list[Schooljaar]:
        """The cohorts with a regional row for an indicator, oldest first, none later than asked."""
        jaren = sorted(self._jaren.get(indicator, set()))
        return [Schooljaar(jaar) for jaar in jaren if jaar <= tot_en_met.start]

    @property
    def jaren(self) -> set[int]:
        """Start years of the cohorts of the cells that were read."""
        return {cel.cohort.start for cel in self.gelezen}

    def gevolgd(self) -> "Cijfers":
        """The same cells, with nothing read yet."""
        ander = copy(self)
        ander.gelezen = {}
        return ander

    def __len__(self) -> int:
        return len(self._cellen)


def lees_cijfers(tabel: "pd.DataFrame") -> Cijfers:
    """The released table `cijfers` as cells. Raises ValueError when a measured row lacks a number."""
    return Cijfers(_cel(cast(Mapping[str, Any], rij)) for rij in tabel.to_dict("records"))


def lees_samen(tabel: "pd.DataFrame") -> Cijfers:
    """The released table `samen` as cells, each under the last of its cohorts; there are no bounds."""
    weg = dict.fromkeys(("onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"))
    return lees_cijfers(tabel.assign(cohort=tabel["tot"], klasse="", soort_klasse="", **weg))


def _cel(rij: Mapping[str, Any]) -> Cel:
    status: Status = rij["status"]
    return Cel(
        indicator=rij["indicator"],
        klasse=rij["klasse"] or "",
        soort_klasse=rij["soort_klasse"] or "",
        cohort=Schooljaar(int(rij["cohort"])),
        niveau=rij["niveau"],
        eenheid=rij["eenheid"],
        status=status,
        waarden=_waarden(rij) if status == "gemeten" else None,
    )


def _waarden(rij: Mapping[str, Any]) -> Waarden:
    onbekend, aandeel, ondergrens, bovengrens = (
        _of_niets(rij[naam]) for naam in ("onbekend", "aandeel_onbekend", "ondergrens", "bovengrens")
    )
    return Waarden(
        n=int(rij["n"]),
        k=int(rij["k"]),
        pct=float(rij["pct"]),
        laag=float(rij["laag"]),
        hoog=float(rij["hoog"]),
        onbekend=None if onbekend is None else int(onbekend),
        aandeel_onbekend=aandeel,
        ondergrens=ondergrens,
        bovengrens=bovengrens,
    )


def _of_niets(waarde: Any) -> float | None:
    """A number, or None for the several ways in which a table says that there is none."""
    import pandas as pd

    return None if pd.isna(waarde) else float(waarde)
