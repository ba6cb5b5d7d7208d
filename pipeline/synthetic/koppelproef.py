"""A trial of linkage: pupils who are followed by another registration that has no usable PGN, with the truth.

Each pupil is in a school's outflow. Intergrip has most of them, without a PGN or with one that fails the
check, and some pupils whom no school reported, twins of leavers among them. With noise, what Intergrip wrote
differs: a slip in the name, another spelling, another surname, a short first name, no birth date, day and
month swapped, a digit wrong, another number at school, another school. Some pupils are twins, and some of
those have first names that begin alike.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.synthetic.draw import Lot, gewichten, lijst
from pipeline.synthetic.people import faalt_controle

COHORT = 2017
_STAMMEN = lijst(
    "Jans,Piet,Klaas,Vis,Bak,Smid,Meij,Brouw,Kuip,Mul,Hendr,Corn,Dek,Wil,Ger,Wout,Berg,Dijk,Veen,Haar,"
    "Öz,Yıl,Ben,Ham,Sant,Kow,Ngu,Sing,Zand,Schout"
)
_STAARTEN = lijst("en,sen,ers,man,stra,ma,huis,kamp,veld,broek,inga,oui,aci,a,ik")
_VOORVOEGSELS = gewichten("- 70, van 10, de 9, vander 7, el 4")
_ROEPNAMEN = lijst(
    "Aad,Ayla,Bas,Bilal,Céline,Chaïma,Daan,Dewi,Diëgo,Eef,Emre,Fatiha,Fenna,Gijs,Hanneke,Ilias,Inès,Jaïr,Jip,"
    "Joëlle,Kaj,Kelly,Lars,Loïs,Maud,Mees,Milan,Moïse,Naomi,Noor,Oscar,Pien,Quincy,René,Rosa,Sem,Soraya,"
    "Thijs,Tülin,Umar,Vera,Wout,Xander,Yara,Zoë,Zeynep,Mila,Milou,Maudie,Larsen,Noortje,Semih"
)
_SPELLING = (
    ("ij", "y"),
    ("y", "ij"),
    ("z", "s"),
    ("s", "z"),
    ("k", "c"),
    ("ou", "au"),
    ("d", "dt"),
    ("en", "e"),
)
KOP = {
    "leerlingnummer": "Leerlingnummer", "pgn": "PGN", "achternaam": "Achternaam",
    "voorvoegsel": "Voorvoegsel", "roepnaam": "Roepnaam", "geboortedatum": "Geboortedatum",
    "geslacht": "Geslacht", "brin": "BRIN",
}  # fmt: skip


@dataclass(frozen=True)
class Ruis:
    """With which chance each thing goes wrong in the second registration."""

    tikfout: float = 0.05
    spelling: float = 0.03
    naamswijziging: float = 0.02
    roepnaam_kort: float = 0.03
    roepnaam_tikfout: float = 0.02
    geen_datum: float = 0.03
    verwisseld: float = 0.03
    datum_tikfout: float = 0.03
    geen_geslacht: float = 0.05
    ander_nummer: float = 0.2
    andere_school: float = 0.05


GEEN_RUIS = Ruis(*[0.0] * 11)


@dataclass(frozen=True)
class Gezien:
    """What one registration says of a pupil; `persoon` is the truth."""

    persoon: int
    leerlingnummer: str
    pgn: str
    achternaam: str
    voorvoegsel: str
    roepnaam: str
    geboortedatum: date | None
    geslacht: str
    brin: str


@dataclass(frozen=True)
class Proef:
    """Two registrations of the same pupils. Row n of a list stands in row n + 2 of its file."""

    uitstroom: tuple[Gezien, ...]
    intergrip: tuple[Gezien, ...]

    def write(self, raw: Path) -> None:
        """Write both as exports."""
        left = {"Schooltype": "PRO", "Datum uitstroom": f"01-07-{COHORT + 1}", "Bestemming": "ARB_REG"}
        followed = {
            "Schooljaar": f"{COHORT}-{COHORT + 1}",
            "Meetmoment": "V1",
            "Bereikt": "J",
            "Bestemming": "GEEN",
        }
        school = {"Schooljaar": f"{COHORT}-{COHORT + 1}"}
        _write(raw / f"{COHORT + 1}-11-20" / "uitstroom.csv", self.uitstroom, left | school)
        _write(raw / f"{COHORT + 2}-04-20" / "intergrip.csv", self.intergrip, followed)


def trial(seed: int, pupils: int, ruis: Ruis) -> Proef:
    """So many pupils in schools of about thirty leavers. The same arguments give the same trial."""
    known = list(_pupils(seed, pupils))
    strangers = [*_pupils(seed, pupils // 12, first=pupils + 1_000), *_twins_elsewhere(seed, known)]
    followed = [pupil for pupil in known if not Lot(seed, "gevolgd", pupil.persoon).kans(0.15)]
    second = [_seen_again(Lot(seed, "ruis", p.persoon), p, ruis, pupils) for p in (*followed, *strangers)]
    second.sort(key=lambda seen: Lot(seed, "volgorde", seen.persoon).getal(0, 10**9))
    return Proef(tuple(known), tuple(second))


def _pupils(seed: int, pupils: int, first: int = 1) -> Iterator[Gezien]:
    number, last = first - 1, first + pupils - 1
    while number < last:
        number += 1
        pupil = _pupil(Lot(seed, "leerling", number), number, pupils)
        yield pupil
        if number < last and Lot(seed, "tweeling", number).kans(0.02):
            number += 1
            yield _twin(Lot(seed, "tweelingnaam", number), pupil, number)


def _twins_elsewhere(seed: int, known: list[Gezien]) -> Iterator[Gezien]:
    """Of one pupil in sixty a twin whom no school reported: the nearest to her that there can be."""
    for pupil in known[::60]:
        twin = _twin(Lot(seed, "tweeling elders", pupil.persoon), pupil, pupil.persoon + 500_000)
        yield replace(twin, pgn=_bsn(950_000_000 + pupil.persoon * 37))


def _pupil(lot: Lot, number: int, pupils: int) -> Gezien:
    return Gezien(
        persoon=number,
        leerlingnummer=str(10_000 + number),
        pgn=_bsn(900_000_000 + number * 37),
        achternaam=_often_first(lot, _STAMMEN) + _often_first(lot, _STAARTEN),
        voorvoegsel=lot.gewogen(_VOORVOEGSELS).replace("-", "").replace("vander", "van der"),
        roepnaam=_often_first(lot, _ROEPNAMEN),
        geboortedatum=date(1999, 7, 1) + timedelta(days=lot.getal(0, 900)),
        geslacht=lot.een(("M", "V")),
        brin=_school(number, pupils),
    )


def _twin(lot: Lot, pupil: Gezien, number: int) -> Gezien:
    """The same but for the number and the first name; one in four has one that begins alike."""
    alike = f"{pupil.roepnaam}{lot.een(('ke', 'ie', 'o'))}"
    roepnaam = alike if lot.kans(0.25) else _often_first(lot, _ROEPNAMEN)
    number_at_school, pgn = str(10_000 + number), _bsn(900_000_000 + number * 37)
    return replace(
        pupil,
        persoon=number,
        leerlingnummer=number_at_school,
        pgn=pgn,
        roepnaam=roepnaam,
        geslacht=lot.een(("M", "V")),
    )


def _seen_again(lot: Lot, pupil: Gezien, ruis: Ruis, pupils: int) -> Gezien:
    """The pupil in the second registration: without a usable PGN, and with what else goes wrong."""
    seen = replace(pupil, pgn="" if lot.kans(0.5) else faalt_controle(pupil.pgn))
    seen = replace(
        seen,
        achternaam=_surname(lot, seen.achternaam, ruis),
        roepnaam=_first_name(lot, seen.roepnaam, ruis),
        geboortedatum=_birth_date(lot, pupil.geboortedatum, ruis),
    )
    if lot.kans(ruis.geen_geslacht):
        seen = replace(seen, geslacht="")
    if lot.kans(ruis.ander_nummer):
        seen = replace(seen, leerlingnummer=f"VO{lot.getal(10_000, 99_999)}")
    if lot.kans(ruis.andere_school):
        seen = replace(seen, brin=_school(lot.getal(0, pupils), pupils))
    return seen


def _surname(lot: Lot, naam: str, ruis: Ruis) -> str:
    if lot.kans(ruis.naamswijziging):
        return _often_first(lot, _STAMMEN) + _often_first(lot, _STAARTEN)
    if lot.kans(ruis.spelling):
        old, new = lot.een(_SPELLING)
        naam = naam.replace(old, new, 1)
    return _slip(lot, naam) if lot.kans(ruis.tikfout) else naam


def _first_name(lot: Lot, naam: str, ruis: Ruis) -> str:
    if lot.kans(ruis.roepnaam_kort):
        return naam[:1] + "."
    return _slip(lot, naam) if lot.kans(ruis.roepnaam_tikfout) else naam


def _slip(lot: Lot, text: str) -> str:
    """A letter left out, doubled, or swapped with the next."""
    at = lot.getal(0, max(0, len(text) - 2))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return lot.een((text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], swapped))


def _birth_date(lot: Lot, day: date | None, ruis: Ruis) -> date | None:
    if day is None or lot.kans(ruis.geen_datum):
        return None
    if lot.kans(ruis.verwisseld) and day.day <= 12:
        return day.replace(month=day.day, day=day.month)
    if lot.kans(ruis.datum_tikfout):
        what = lot.een(("dag", "maand", "jaar"))
        if what == "dag":
            return day.replace(day=lot.getal(1, 28))
        return (
            day.replace(month=lot.getal(1, 12), day=min(day.day, 28))
            if what == "maand"
            else day.replace(year=day.year + lot.een((-1, 1)), day=min(day.day, 28))
        )
    return day


def _school(number: int, pupils: int) -> str:
    return f"99AA{number % min(100, max(1, pupils // 30)):02d}"


def _often_first(lot: Lot, names: tuple[str, ...]) -> str:
    """A name of a list, those at its beginning more often, as names are."""
    return names[min(lot.getal(0, len(names) - 1), lot.getal(0, len(names) - 1))]


def _bsn(number: int) -> str:
    """The first number from this one on that passes the check."""
    for candidate in range(number, number + 37):
        digits = f"{candidate:09d}"
        weighed = sum(w * int(d) for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
        if weighed % 11 == 0:
            return digits
    raise AssertionError(f"no number from {number} on passes")


def _write(path: Path, rows: Iterable[Gezien], more: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*KOP.values(), *more])
        for row in rows:
            writer.writerow([*(_cell(getattr(row, naam)) for naam in KOP), *more.values()])


def _cell(value: str | date | None) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else value or ""
