"""Tables that fit a contract: rows that break no rule, doubles and corrections of them, rows in quarantine.

What must become of a row is known when it is made; nothing here asks the intake.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from pipeline.sources.contract import Contract, Kolom
from tests.support import roundtrip_cells as cells
from tests.support.filesuite import ELFPROEF, pseudonym
from tests.support.roundtrip_cells import NIETS, Cel
from tests.support.roundtrip_rules import (
    ANDERS,
    DAGEN,
    FITTED,
    GETALLEN,
    Cellen,
    as_it_is,
    clear,
    leeg,
    value,
)


@dataclass(frozen=True)
class Rij:
    """A row as delivered, what must be kept of it, and its fate."""

    cellen: Cellen
    lot: str
    jaar: int
    """The school year that it is about."""
    reden: str | None = None


@dataclass(frozen=True)
class Tabel:
    contract: Contract
    kolommen: tuple[str, ...]
    """The columns that are delivered."""
    rijen: tuple[Rij, ...]


def _nodig(contract: Contract) -> set[str]:
    """Columns of which a row that is to be kept must have a value."""
    identity = contract.identiteit
    keys = {naam for key in contract.sleutels for naam in key if naam not in contract.sleutel_leeg}
    named = {*keys, identity.brin, identity.datum or identity.uitstroomdatum or identity.schooljaar}
    more = {"createdat", "begindatum"} if contract.gebeurtenissen else set(contract.sleutel_leeg[-1:])
    return ({*named, *more, *identity.pgn[:1]} - {None}) & set(contract.namen)


@st.composite
def tabellen(draw: st.DrawFn, contract: Contract) -> Tabel:
    needed = _nodig(contract) | {k.naam for k in contract.kolommen if k.verplicht}
    optional = [k.naam for k in contract.kolommen if k.naam not in needed]
    some = set(draw(st.lists(st.sampled_from(optional), unique=True))) if optional else set()
    chosen = needed | (some if draw(st.booleans()) else set(optional) - some)
    rows: list[Rij] = []
    for place in range(draw(st.integers(1, 3))):
        rows += draw(_versions(contract, frozenset(chosen), place))
    if draw(st.booleans()):
        rows = [replace(row, cellen=_western(contract, row.cellen)) for row in rows]
    return Tabel(contract, tuple(draw(st.permutations(sorted(chosen)))), tuple(rows))


def _western(contract: Contract, row: Cellen) -> Cellen:
    """A row with no other letters than Windows-1252 has."""
    free = {k.naam for k in contract.kolommen if k.type == "tekst" and not k.sleutel}
    return {naam: cells.western(cel) if naam in free else cel for naam, cel in row.items()}


@st.composite
def _versions(draw: st.DrawFn, contract: Contract, chosen: frozenset[str], place: int) -> list[Rij]:
    """A row and what comes with it: an earlier version, a double, itself without what it cannot lack."""
    row = draw(_row(contract, chosen, place))
    rows = [row]
    if draw(st.booleans()) and (earlier := _earlier(contract, row)):
        rows.insert(0, earlier)
    if draw(st.booleans()):
        rows.append(replace(row, lot="dubbel"))
    if contract.identiteit.nodig and draw(st.booleans()):
        rows.append(_quarantined(contract, row, draw(st.sampled_from(contract.identiteit.nodig))))
    return [row for row in rows if any(cel.tekst.strip() for cel in row.cellen.values())]


@st.composite
def _row(draw: st.DrawFn, contract: Contract, chosen: frozenset[str], place: int) -> Rij:
    year = draw(st.integers(2010, 2018))
    needed = _nodig(contract)
    made: Cellen = {}
    for kolom in contract.kolommen:
        if kolom.naam not in chosen:
            continue
        if kolom.naam not in needed and draw(st.integers(0, 3)) == 0:
            made[kolom.naam] = leeg(kolom, draw(st.sampled_from(_empties(kolom))))
        else:
            made[kolom.naam] = draw(_cell(contract, kolom, year, place))
    FITTED.get(contract.bron, as_it_is)(contract, made)
    return Rij(made, "gehouden", year)


def _empties(kolom: Kolom) -> tuple[str, ...]:
    """How nothing is written in a column; in some a dash is 0, and 0 is nothing."""
    return tuple(text for text in (*NIETS, *kolom.leegwoorden) if text != "-" or not kolom.nihil)


def _cell(contract: Contract, kolom: Kolom, year: int, place: int) -> st.SearchStrategy[Cel]:
    """A filled cell. What is a key, or tells who a row is about, differs from that of every other row."""
    if kolom.naam == "leerlingnummer":
        return st.just(Cel(f"{place}a", f"{place}a", f"{place}a"))
    if kolom.sleutel:
        return cells.hashed(kolom, f"{place}")
    match kolom.type:
        case "tekst":
            is_key = any(kolom.naam in key for key in contract.sleutels)
            return cells.teksten(f"{place} " if is_key else "")
        case "datum":
            return _days(kolom, year).flatmap(cells.datums)
        case "tijdstip":
            return _moments(kolom, year).flatmap(cells.tijdstippen)
        case "geheel":
            return st.integers(*GETALLEN[kolom.naam]).flatmap(cells.gehele)
        case "decimaal":
            return st.integers(*GETALLEN[kolom.naam]).flatmap(cells.decimalen)
        case "code":
            return st.sampled_from(sorted(kolom.waarden)).flatmap(lambda code: cells.codes(kolom, code))
        case "schooljaar":
            return cells.schooljaren(year)
        case "pgn":
            return cells.pgns(place)
    return {"janee": cells.ja_nee, "gemeente": cells.gemeenten, "brin": cells.brins}.get(
        kolom.type, lambda: st.just(Cel(None, "3011 AB", "3011 AB"))
    )()


def _days(kolom: Kolom, year: int) -> st.SearchStrategy[date]:
    first, last = DAGEN[kolom.naam]
    opening = date(year, 8, 1)
    return st.dates(opening + timedelta(days=first), opening + timedelta(days=last))


def _moments(kolom: Kolom, year: int) -> st.SearchStrategy[datetime]:
    seconds = st.integers(0, 86399).map(lambda past: timedelta(seconds=past))
    midnight = _days(kolom, year).map(lambda day: datetime(day.year, day.month, day.day))
    return st.builds(lambda one, other: one + other, midnight, seconds)


# What comes with a row


def _earlier(contract: Contract, row: Rij) -> Rij | None:
    """The row before it was corrected: with the same keys, and as late by every order but its place."""
    naam = ANDERS.get(contract.bron)
    if naam not in row.cellen:
        return None
    kolom = contract.kolom(naam)
    other = Cel("vroeger", "vroeger", "vroeger") if kolom.type == "tekst" else leeg(kolom)
    if row.cellen[naam].waarde == other.waarde:
        return None
    return replace(row, cellen=row.cellen | {naam: other}, lot="vervangen")


def _quarantined(contract: Contract, row: Rij, what: str) -> Rij:
    """The row without what tells who it is about, of which school, or of which year."""
    identity = contract.identiteit
    gone = {
        "persoon": (*identity.pgn, *identity.leerling[1:]),
        "school": (identity.brin,),
        "cohort": (identity.schooljaar, identity.datum, identity.uitstroomdatum),
    }[what]
    cellen = dict(row.cellen)
    clear(contract, cellen, *(naam for naam in gone if naam))
    reden = "schooljaar" if what == "cohort" else what
    return Rij(cellen, "quarantaine", row.jaar, f"{reden} niet vast te stellen")


# What must be kept


def expected(tabel: Tabel, rij: Rij) -> dict[str, Any]:
    """Every kept field of a row but its number."""
    contract = tabel.contract
    row = rij.cellen
    whole = rij.lot != "quarantaine"
    brin = contract.identiteit.brin
    number = next((row[n] for n in contract.identiteit.pgn if value(row, n)), None)
    kept = {k.naam: value(row, k.naam) if whole else None for k in contract.bewaard}
    if brin:
        kept[brin] = value(row, brin)
    kept |= {"leeftijd": _age(row, rij.jaar) if whole else None} if contract.afgeleid else {}
    return kept | {
        "lot": rij.lot,
        "quarantaine_reden": rij.reden,
        "defecten": [ELFPROEF] if number and number.kaal == "fout" else [],
        "cohort": _cohort(contract, row, rij.jaar),
        "persoon": pseudonym("pgn", str(number.waarde)) if number and whole else None,
        "pgn_geldig": bool(number and number.kaal == "goed") if whole else None,
        "leerling": _leerling(contract, row) if whole else None,
    }


def _cohort(contract: Contract, row: Cellen, year: int) -> int | None:
    identity = contract.identiteit
    telling = (identity.schooljaar, identity.datum, identity.uitstroomdatum)
    return year if any(value(row, naam) for naam in telling if naam) else None


def _leerling(contract: Contract, row: Cellen) -> str | None:
    parts = [value(row, naam) for naam in contract.identiteit.leerling]
    return pseudonym("leerling", "/".join(map(str, parts)).upper()) if parts and all(parts) else None


def _age(row: Cellen, year: int) -> int | None:
    """In whole years on 1 October, when the cohort opens."""
    born = value(row, "geboortedatum")
    if not isinstance(born, date):
        return None
    return year - born.year - ((born.month, born.day) > (10, 1))
