"""Made-up leavers with everything that can be known and unknown of them, and ways to know more or less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from math import inf
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.support.panel import Levering

WERK = ("ARB_REG", "ARB_GAR", "ARB_BES", "ARB_BBL")
CODES = (
    *WERK,
    "MBO_BOL",
    "VMBO",
    "PRO",
    "VSO",
    "DAG_ARB",
    "DAG_ACT",
    "TRAJECT",
    "GEEN",
    "BUITENLAND",
    "OVERLEDEN",
)
REDENEN = ("GEDRAG_MOTIVATIE", "ONTSLAG", "VSV", "MEDISCH", "ZORG", "ANDERS")
PROFIELEN = ("ARBEID", "VERVOLGONDERWIJS", "DAGBESTEDING")
GEMEENTEN = ("0599", "1621", "GENT")
CONTRACTEN: Mapping[str, dict[str, Any]] = {
    "vast": {"contract_soort": "VAST"},
    "lang": {"contract_begin": date(2016, 8, 1), "contract_einde": date(2017, 1, 31)},
    "kort": {"contract_begin": date(2016, 8, 1), "contract_einde": date(2017, 1, 30)},
    "zonder einde": {"contract_soort": "TIJDELIJK", "contract_begin": date(2016, 8, 1)},
}
"""Lang is exactly six months; the last is of unknown length."""
SCHOLEN = {"99AA00": "PRO", "99BB00": "VSO", "99CC00": "VSO"}
MOMENTEN = ("V1", "V2", "V3", "V4")
MAANDEN = {"u": 4, "V1": 9, "V2": 16, "V3": 21, "V4": 28}
"""From 1 July after school to each moment."""
BEGINNEN = (-2, 0, 2, 3, 4, 5, 6, 11, 12, 23, 24, 28, 30)


@dataclass(frozen=True)
class Situatie:
    """Where somebody is. What a row says of a job counts only with a code of work."""

    code: str
    reden: str | None = None
    werkgever: str | None = None
    contract: str | None = None
    uren: float | None = None

    def row(self) -> dict[str, Any]:
        job = CONTRACTEN.get(self.contract or "", {})
        known = {"bestemming": self.code, "reden": self.reden, "werkgever": self.werkgever, "uren": self.uren}
        return known | job


@dataclass(frozen=True)
class Leaver:
    """One leaver. None is not known; of V1 to V4 it is that there is no row."""

    school: str
    u: Situatie
    V1: Situatie | None
    V2: Situatie | None
    V3: Situatie | None
    V4: Situatie | None
    perspectief: str | None
    profiel: str | None
    uitkering: str | None
    passend: str | None
    werkgemeente: str | None
    in_vsv: bool | None
    vertrek_bekend: bool = True
    begin: int | None = None
    """When her first work began as Intergrip has it: months after 1 July, the day on which everybody left."""

    @property
    def eerste_werk(self) -> float:
        """Months until the first moment at which she is known to work; endless without any."""
        return min((after for name, after in MAANDEN.items() if works(getattr(self, name))), default=inf)

    @property
    def schooltype(self) -> str:
        return SCHOLEN[self.school]


def works(found: Situatie | None) -> bool:
    return found is not None and found.code in WERK


def situaties(codes: Sequence[str] = (*CODES, "ONBEKEND")) -> st.SearchStrategy[Situatie]:
    return st.builds(
        Situatie,
        code=st.sampled_from((*WERK, *codes)),
        reden=st.sampled_from((*REDENEN, None)),
        werkgever=st.sampled_from(("bakker", "bakker", "smid", None)),
        contract=st.sampled_from(("vast", "vast", *CONTRACTEN, None)),
        uren=st.sampled_from((32.0, 12.0, 11.9, None)),
    )


_MISSCHIEN = st.none() | situaties()
leavers = st.builds(
    Leaver,
    school=st.sampled_from(sorted(SCHOLEN)),
    u=situaties(),
    V1=_MISSCHIEN,
    V2=_MISSCHIEN,
    V3=_MISSCHIEN,
    V4=_MISSCHIEN,
    perspectief=st.sampled_from(("J", "J", "N", None)),
    profiel=st.sampled_from((*PROFIELEN, None)),
    uitkering=st.sampled_from(("J", "N", None)),
    passend=st.sampled_from(("J", "N", None)),
    werkgemeente=st.sampled_from((*GEMEENTEN, None)),
    in_vsv=st.sampled_from((True, False, None)),
    vertrek_bekend=st.sampled_from((True, True, True, False)),
    begin=st.sampled_from((*BEGINNEN, None, None, None)),
)


def consistent(who: Leaver) -> Leaver:
    """Without the begin of a first work that is later than a moment at which she worked."""
    return who if who.begin is None or who.begin <= who.eerste_werk else replace(who, begin=None)


contradicting_panels = st.lists(leavers, min_size=1, max_size=25)
panels = st.lists(leavers.map(consistent), min_size=1, max_size=25)
lost_rows = st.lists(st.sampled_from((*SCHOLEN, "99ZZ00", None)), max_size=4)
"""Of rows in quarantine the school: one of the three, another one, or not known."""


def deliveries(
    cohorts: Mapping[int, Sequence[Leaver]], quarantined: Mapping[int, Sequence[str | None]] | None = None
) -> list[Levering]:
    """Outflow, Intergrip and the DUO files of the years in which leavers left and after, by cohort.

    quarantined: by cohort, of each row of the outflow in quarantine the school, or None where not known.
    """
    people = [
        (f"{cohort}.{nr}", cohort, who) for cohort, group in cohorts.items() for nr, who in enumerate(group)
    ]
    lost = [
        {"lot": "quarantaine", "cohort": cohort, "brin": school}
        for cohort, schools in (quarantined or {}).items()
        for school in schools
    ]
    return [
        Levering("uitstroom", [*(_outflow(*person) for person in people), *lost]),
        Levering("intergrip", [row for person in people for row in _followed(*person)]),
        *(_duo(teljaar, people) for teljaar in range(min(cohorts), max(cohorts) + 2)),
    ]


def _duo(teljaar: int, people: Sequence[tuple[str, int, Leaver]]) -> Levering:
    """DUO finds them in the year after they left."""
    vsv = [{"persoon": name} for name, cohort, who in people if who.in_vsv and cohort + 1 == teljaar]
    return Levering("duo_nenr", vsv, teljaar=teljaar, stand="D")


def _outflow(name: str, cohort: int, who: Leaver) -> dict[str, Any]:
    identity = {"leerling": name} if who.in_vsv is None else {"persoon": name}
    return identity | {
        "cohort": cohort,
        "brin": who.school,
        "schooltype": who.schooltype,
        "perspectief_arbeid": who.perspectief,
        "uitstroomprofiel": who.profiel or "ONBEKEND",
        "datum_uitstroom": date(cohort + 1, 7, 1) if who.vertrek_bekend else None,
        "uitkering": who.uitkering,
        "passend": who.passend,
        "werkgemeente": who.werkgemeente,
        **who.u.row(),
    }


def _followed(name: str, cohort: int, who: Leaver) -> Iterable[dict[str, Any]]:
    identity = {"leerling": name} if who.in_vsv is None else {"persoon": name}
    if who.begin is not None:
        begin = {
            "begindatum_eerste_werk": date(cohort + 1 + (6 + who.begin) // 12, (6 + who.begin) % 12 + 1, 1)
        }
        yield identity | {"cohort": cohort, "meetmoment": "U", **begin, **who.u.row()}
    for moment in MOMENTEN:
        if found := getattr(who, moment):
            reached = "N" if found.code == "ONBEKEND" else "J"
            yield identity | {"cohort": cohort, "meetmoment": moment, "bereikt": reached, **found.row()}


def known(who: Leaver, chance: Random, share: float) -> Leaver:
    """The same leaver when each thing that is not known becomes known with this chance, either way."""
    found = {
        name: chance.choice(values) for name, values in _possible(who).items() if chance.random() < share
    }
    situations: dict[str, Any] = {
        name: _known_situation(getattr(who, name), chance) if chance.random() < share else getattr(who, name)
        for name in ("u", *MOMENTEN)
    }
    knowing = replace(who, **found, **situations)
    return _known_begin(knowing if who.begin is None else _not_before(knowing, who.begin), chance, share)


def _not_before(who: Leaver, begin: int) -> Leaver:
    """She did not work at the moments before her first work began, so she was without."""
    early = [name for name, after in MAANDEN.items() if after < begin and works(getattr(who, name))]
    without: dict[str, Any] = {name: replace(getattr(who, name), code="GEEN", reden="ZORG") for name in early}
    return replace(who, **without)


def _known_begin(who: Leaver, chance: Random, share: float) -> Leaver:
    possible = [begin for begin in BEGINNEN if begin <= who.eerste_werk]
    known = who.vertrek_bekend or chance.random() < share
    if who.begin is None and who.eerste_werk < inf and chance.random() < share:
        return replace(who, vertrek_bekend=known, begin=chance.choice(possible))
    return replace(who, vertrek_bekend=known)


def _possible(who: Leaver) -> dict[str, Sequence[Any]]:
    values: dict[str, Sequence[Any]] = {
        "perspectief": "JN",
        "uitkering": "JN",
        "passend": "JN",
        "werkgemeente": GEMEENTEN,
        "in_vsv": (True, False),
    }
    if who.schooltype != "PRO":  # there is no profile in pro
        values["profiel"] = PROFIELEN
    return {name: options for name, options in values.items() if getattr(who, name) is None}


def _known_situation(now: Situatie | None, chance: Random) -> Situatie:
    anything = Situatie(
        code=chance.choice(CODES),
        reden=chance.choice(REDENEN),
        werkgever=chance.choice(("bakker", "smid")),
        contract=chance.choice(("vast", "lang", "kort")),
        uren=chance.choice((32.0, 12.0, 11.9)),
    )
    if now is None or now.code == "ONBEKEND":
        return anything
    contract = now.contract if now.contract in ("vast", "lang", "kort") else anything.contract
    given = {
        field.name: getattr(now, field.name) for field in fields(now) if getattr(now, field.name) is not None
    }
    return replace(anything, **given | {"contract": contract})


def forgotten(who: Leaver, chance: Random, also_perspective: bool) -> Leaver:
    """The same leaver when some of what was known is lost: an empty cell, no row, not reached."""
    names = ["uitkering", "passend", "werkgemeente", "in_vsv"]
    names += ["perspectief"] if also_perspective else []
    names += ["profiel"] if who.schooltype != "PRO" else []
    lost: dict[str, Any] = {name: None for name in (*names, "begin") if chance.random() < 0.2}
    lost["vertrek_bekend"] = who.vertrek_bekend and chance.random() < 0.8
    for moment in ("u", *MOMENTEN):
        if chance.random() < 0.3:
            lost[moment] = _forgotten_situation(getattr(who, moment), chance, moment)
    return replace(who, **lost)


def _forgotten_situation(now: Situatie | None, chance: Random, moment: str) -> Situatie | None:
    if now is None or (moment != "u" and now.code == "ONBEKEND" and chance.random() < 0.5):
        return None
    what = chance.choice(("code", "reden", "werkgever", "contract", "uren"))
    lost: dict[str, Any] = {what: "ONBEKEND" if what == "code" else None}
    return replace(now, **lost)
