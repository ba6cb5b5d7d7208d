"""The reference tables in tables/*.csv: what may change with time, or is believed but not checked.

Every row names its source. Dates are ISO; an empty begin or end is open, and an end date is the last day. In
gemeente.csv `geverifieerd` is about code, name, dates and amr; the column rmc is not checked anywhere.
"""

import csv
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "tables"
_Row = dict[str, str]


@dataclass(frozen=True)
class Geldigheid:
    """The first and the last day on which a row holds; None is open."""

    van: date | None
    tot: date | None

    def op(self, datum: date) -> bool:
        """Whether the row holds on that day."""
        return (self.van is None or self.van <= datum) and (self.tot is None or datum <= self.tot)


@dataclass(frozen=True)
class Klasse:
    """One of the five classes of destination.

    rang orders dagbesteding < werk < leren for B2, None has no place in it. gevoelig: a certain statement
    about a small group in this class is not published.
    """

    klasse: str
    label: str
    volgorde: int
    rang: int | None
    gevoelig: bool
    bron: str


@dataclass(frozen=True)
class Bestemming:
    """A destination and how it counts.

    p1 (plaatsing_sector): geslaagd, niet geslaagd, buiten noemer, or reden (the reason decides).
    p2 (plaatsing_convenant): ja, nee, buiten noemer, or parameter (a setting decides).
    """

    code: str
    label: str
    klasse: str
    volgorde: int
    p1: str
    p2: str
    in_werk: bool
    bron: str


@dataclass(frozen=True)
class Reden:
    """Why a leaver has no work or education, and how GEEN with that reason counts in P1."""

    code: str
    label: str
    p1: str
    bron: str


@dataclass(frozen=True)
class Gemeente:
    """A municipality. convenant: its ground lies in the convenant's region, under this or a later name.

    amr and rmc are the numbers of its arbeidsmarktregio and RMC region, empty when not known.
    """

    code: str
    naam: str
    geldig: Geldigheid
    opvolger: str
    convenant: bool
    amr: str
    rmc: str
    geverifieerd: bool
    bron: str


@dataclass(frozen=True)
class Bestuur:
    """A school board in the convenant according to one source; the sources disagree."""

    naam: str
    lid: Geldigheid
    bron: str


@dataclass(frozen=True)
class Norm:
    """A norm, doel or maximum for an indicator, in percent; "lezing ..." are the two readings of +10%."""

    indicator: str
    waarde: float
    soort: str
    geldig: Geldigheid
    bron: str


@dataclass(frozen=True)
class Benchmark:
    """A published number to show beside ours. jaar is empty when the source gives none; ..._pct is a %."""

    reeks: str
    schooltype: str
    jaar: str
    maat: str
    waarde: float
    definitie: str
    bron: str


def table_names() -> tuple[str, ...]:
    """The reference tables, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.csv")))


def table_path(name: str) -> Path:
    """The CSV of a table, for DuckDB. Raises KeyError for a table that does not exist."""
    if name not in table_names():
        raise KeyError(f"no reference table {name!r}; there are {', '.join(table_names())}")
    return _FOLDER / f"{name}.csv"


@cache
def klassen() -> tuple[Klasse, ...]:
    """The five classes, in the order in which they are always shown."""
    return tuple(
        Klasse(
            klasse=row["klasse"],
            label=row["label"],
            volgorde=int(row["volgorde"]),
            rang=int(row["rang"]) if row["rang"] else None,
            gevoelig=row["gevoelig"] == "ja",
            bron=row["bron"],
        )
        for row in _rows("klasse")
    )


@cache
def bestemmingen() -> tuple[Bestemming, ...]:
    """The fifteen destinations, in the order in which they are always shown."""
    return tuple(
        Bestemming(
            code=row["code"],
            label=row["label"],
            klasse=row["klasse"],
            volgorde=int(row["volgorde"]),
            p1=row["p1"],
            p2=row["p2"],
            in_werk=row["in_werk"] == "ja",
            bron=row["bron"],
        )
        for row in _rows("bestemming")
    )


@cache
def redenen() -> tuple[Reden, ...]:
    """The reasons that go with GEEN."""
    return tuple(Reden(**row) for row in _rows("reden"))


@cache
def gemeenten() -> tuple[Gemeente, ...]:
    """The municipalities of the convenant, before and after mergers, and a neighbour taken for one."""
    return tuple(
        Gemeente(
            code=row["code"],
            naam=row["naam"],
            geldig=_geldigheid(row["geldig_van"], row["geldig_tot"]),
            opvolger=row["opvolger"],
            convenant=row["convenant"] == "ja",
            amr=row["amr"],
            rmc=row["rmc"],
            geverifieerd=row["geverifieerd"] == "ja",
            bron=row["bron"],
        )
        for row in _rows("gemeente")
    )


@cache
def besturen() -> tuple[Bestuur, ...]:
    """The school boards of the convenant: one row per board and source."""
    return tuple(
        Bestuur(naam=row["naam"], lid=_geldigheid(row["lid_van"], row["lid_tot"]), bron=row["bron"])
        for row in _rows("bestuur")
    )


@cache
def normen() -> tuple[Norm, ...]:
    """Norms, targets and maxima."""
    return tuple(
        Norm(
            indicator=row["indicator"],
            waarde=float(row["waarde"]),
            soort=row["soort"],
            geldig=_geldigheid(row["geldig_van"], row["geldig_tot"]),
            bron=row["bron"],
        )
        for row in _rows("norm")
    )


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """Published series and single numbers, each with its own definition."""
    return tuple(
        Benchmark(
            reeks=row["reeks"],
            schooltype=row["schooltype"],
            jaar=row["jaar"],
            maat=row["maat"],
            waarde=float(row["waarde"]),
            definitie=row["definitie"],
            bron=row["bron"],
        )
        for row in _rows("benchmark")
    )


def klopt(k: int, n: int, pct: str) -> bool:
    """Whether a published percentage is that of the published counts, as it was rounded.

    pct as it is printed, in Dutch or English notation, with or without a sign: "57%", "46,3". It may lie half
    a unit of its last digit away from 100 k / n. Raises ValueError where k of n is no share or pct no number.
    """
    printed = pct.strip().removesuffix("%").strip().replace(",", ".")
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"{k} of {n} is no share")
    unit = Fraction(1, 10 ** len(printed.partition(".")[2]))
    return abs(Fraction(100 * k, n) - Fraction(printed)) <= unit / 2


def zoek_gemeente(text: str) -> Gemeente | None:
    """Find a municipality by code (599 is 0599) or by name; None when it is not in the table."""
    wanted = text.strip().casefold()
    code = wanted.zfill(4)
    return next((g for g in gemeenten() if g.code == code or g.naam.casefold() == wanted), None)


def gemeente_op(code: str, datum: date) -> Gemeente | None:
    """The municipality that a code stands for on a date: after a merger its successor.

    0501 Brielle is 1992 Voorne aan Zee from 1-1-2023. None for a code outside the table.
    """
    gemeente = zoek_gemeente(code)
    while gemeente and gemeente.opvolger and gemeente.geldig.tot and datum > gemeente.geldig.tot:
        gemeente = zoek_gemeente(gemeente.opvolger)
    return gemeente


def regio_gemeenten(datum: date) -> tuple[str, ...]:
    """Codes of the convenant's municipalities on a date: 20 of them in 2016, 16 from 2019, 14 from 2023."""
    return tuple(g.code for g in gemeenten() if g.convenant and g.geldig.op(datum))


def _geldigheid(van: str, tot: str) -> Geldigheid:
    return Geldigheid(
        van=date.fromisoformat(van) if van else None,
        tot=date.fromisoformat(tot) if tot else None,
    )


def _rows(name: str) -> list[_Row]:
    with table_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
