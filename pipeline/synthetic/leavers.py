"""Who leaves which school in which cohort, and what happens to them: the real course of things.

What schools and Intergrip write down of it, with its gaps and errors, is made in recording_*.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from pipeline.synthetic.careers import DOORSTROOM, Situatie, eerste_situatie, volgende_situatie
from pipeline.synthetic.draw import Lot, gewichten
from pipeline.synthetic.jobs import woongemeenten
from pipeline.synthetic.people import Bevolking, Leerling
from pipeline.synthetic.region import School, verdeel
from pipeline.vocabulary.meetmoment import MEETMOMENTEN, Meetmoment, Peildata
from pipeline.vocabulary.schooljaar import Schooljaar

PEILDATA = Peildata()
_PROFIELEN = gewichten("ARBEID 46, VERVOLGONDERWIJS 32, DAGBESTEDING 15, ONBEKEND 7")
_PERSPECTIEF = gewichten("PRO 0.72, ARBEID 0.93, VERVOLGONDERWIJS 0.12, DAGBESTEDING 0.08, ONBEKEND 0.45")
_VERTREKTIJD = gewichten("juli 74, nazomer 10, jaar 16")
_DIPLOMA = 0.62
_KANS_TUSSENTIJDS = 0.022
_NIET_GEMELD, _EERSTE_NIET_GEMELD = 8, 60_000
_KANS_OPNIEUW = 0.40


@dataclass(frozen=True)
class VorigeSchool:
    """The school that a pupil left earlier in the same cohort."""

    school: School
    leerlingnummer: str
    datum: date


@dataclass(frozen=True)
class Vertrek:
    """One real leaving. `situaties` holds U, V1 .. V4; `gemeente` is the code of 2015."""

    leerling: Leerling
    cohort: int
    school: School
    leerlingnummer: str
    profiel: str | None
    perspectief: str
    datum: date
    diploma: str
    gemeente: str
    postcode: str
    vorige: VorigeSchool | None
    situaties: tuple[Situatie, ...]

    def situatie(self, moment: Meetmoment) -> Situatie:
        """The real situation at a moment."""
        return self.situaties[MEETMOMENTEN.index(moment)]


@cache
def peildatum(moment: Meetmoment, cohort: int) -> date:
    """The day of a moment for the cohort that starts in this year."""
    return PEILDATA.peildatum(moment, Schooljaar(cohort))


@dataclass
class _Jaargang:
    """The cohort in the making; pupil numbers are handed out once per school over all cohorts."""

    seed: int
    cohort: int
    scholen: tuple[School, ...]
    nummers: defaultdict[str, int]

    def leerlingnummer(self, school: School) -> str:
        """The next number of this school; some schools write leading zeros."""
        self.nummers[school.brin] += 1
        number = 3000 + self.nummers[school.brin]
        return f"{number:06d}" if school.brin[2:4] in ("XB", "YC") else f"{number + 100_000}"


def vertrekken(
    seed: int, cohorts: Iterable[int], scholen: tuple[School, ...], per_jaar: int, bevolking: Bevolking
) -> tuple[Vertrek, ...]:
    """All leavings, cohort by cohort. Some who go to another pro or vso school leave again a year later."""
    nummers: defaultdict[str, int] = defaultdict(int)
    result: list[Vertrek] = []
    terug: dict[str, list[Leerling]] = {}
    for cohort in cohorts:
        jaargang = _Jaargang(seed, cohort, scholen, nummers)
        nieuw = list(_vertrekken(jaargang, per_jaar, terug, bevolking))
        terug = _leert_elders(jaargang, nieuw)
        result += nieuw
    return _met_vervolg(result)


def niet_gemeld(
    seed: int, cohorts: Iterable[int], scholen: tuple[School, ...], bevolking: Bevolking
) -> tuple[Vertrek, ...]:
    """Pupils that Intergrip follows although no school reports them as a leaver: a few in every cohort."""
    nummers: defaultdict[str, int] = defaultdict(lambda: _EERSTE_NIET_GEMELD)
    return tuple(
        _vertrek(jaargang, Lot(seed, "niet gemeld", jaargang.cohort, i).een(scholen), leerling)
        for jaargang in (_Jaargang(seed, cohort, scholen, nummers) for cohort in cohorts)
        for i in range(_NIET_GEMELD)
        for leerling in [bevolking.nieuw(jaargang.cohort - 17)]
    )


def _vertrekken(
    jaargang: _Jaargang, per_jaar: int, terug: dict[str, list[Leerling]], bevolking: Bevolking
) -> Iterator[Vertrek]:
    lot = Lot(jaargang.seed, "verdeling", jaargang.cohort)
    omvang = round(per_jaar * (1 + min(max(lot.normaal(0.03), -0.08), 0.08)))
    counts = verdeel(omvang, jaargang.scholen, lot)
    for school, count in zip(jaargang.scholen, counts, strict=True):
        opnieuw = terug.get(school.brin, [])[:count]
        yield from (_vertrek(jaargang, school, leerling) for leerling in opnieuw)
        for _ in range(count - len(opnieuw)):
            yield _vertrek(jaargang, school, bevolking.nieuw(jaargang.cohort - 17))


def _vertrek(jaargang: _Jaargang, school: School, leerling: Leerling) -> Vertrek:
    lot = Lot(jaargang.seed, "vertrek", jaargang.cohort, leerling.persoon)
    thuis = Lot(jaargang.seed, "woning", leerling.persoon)
    profiel = None if school.schooltype == "PRO" else lot.gewogen(_profielen(jaargang.seed, school))
    perspectief = "J" if lot.kans(_PERSPECTIEF[profiel or "PRO"]) else "N"
    vorige = _vorige_school(lot, jaargang, school)
    datum = _datum(lot, jaargang.cohort, laat=vorige is not None)
    groep = "PRO" if profiel is None else "ARBEID" if profiel == "ONBEKEND" else profiel
    effect = school.werk_effect + (0.15 if perspectief == "J" else -0.7)
    return Vertrek(
        leerling=leerling,
        cohort=jaargang.cohort,
        school=school,
        leerlingnummer=jaargang.leerlingnummer(school),
        profiel=profiel,
        perspectief=perspectief,
        datum=datum,
        diploma="J" if lot.kans(_DIPLOMA) else "N",
        gemeente=thuis.gewogen(woongemeenten()),
        postcode=f"{thuis.getal(2900, 3299)} {thuis.een('ABKPX')}{thuis.een('ABKPX')}",
        vorige=vorige,
        situaties=_loopbaan(lot, jaargang.cohort, groep, effect, datum),
    )


@cache
def _profielen(seed: int, school: School) -> dict[str, float]:
    lot = Lot(seed, "profielen", school.brin)
    return {profiel: weight * (0.7 + 0.006 * lot.getal(0, 100)) for profiel, weight in _PROFIELEN.items()}


def _datum(lot: Lot, cohort: int, laat: bool) -> date:
    """Most leave in July, some in the weeks after it, the others during the year."""
    t = cohort + 1
    soort = "juli" if laat else lot.gewogen(_VERTREKTIJD)
    first = {"juli": date(t, 7, 1), "nazomer": date(t, 8, 1), "jaar": date(cohort, 10, 2)}[soort]
    return first + timedelta(days=lot.getal(0, {"juli": 30, "nazomer": 60, "jaar": 270}[soort]))


def _vorige_school(lot: Lot, jaargang: _Jaargang, school: School) -> VorigeSchool | None:
    others = [other for other in jaargang.scholen if other.brin != school.brin]
    if not others or not lot.kans(_KANS_TUSSENTIJDS):
        return None
    other = lot.een(others)
    datum = date(jaargang.cohort, 10, 15) + timedelta(days=lot.getal(0, 150))
    return VorigeSchool(other, jaargang.leerlingnummer(other), datum)


def _loopbaan(lot: Lot, cohort: int, groep: str, effect: float, uit: date) -> tuple[Situatie, ...]:
    toen = peildatum("U", cohort)
    situaties = [eerste_situatie(lot, groep, effect, uit, toen)]
    for moment in MEETMOMENTEN[1:]:
        dag = peildatum(moment, cohort)
        situaties.append(volgende_situatie(lot, situaties[-1], toen, dag))
        toen = dag
    return tuple(situaties)


def _leert_elders(jaargang: _Jaargang, vertrokken: list[Vertrek]) -> dict[str, list[Leerling]]:
    """Per school the pupils that came from another school and will leave it in the next cohort."""
    terug: dict[str, list[Leerling]] = defaultdict(list)
    for vertrek in vertrokken:
        lot = Lot(jaargang.seed, "opnieuw", jaargang.cohort, vertrek.leerling.persoon)
        bestemming = vertrek.situatie("U").bestemming
        others = [s for s in jaargang.scholen if s.schooltype == bestemming and s.brin != vertrek.school.brin]
        if bestemming in DOORSTROOM and others and lot.kans(_KANS_OPNIEUW):
            terug[lot.een(others).brin].append(vertrek.leerling)
    return terug


def _met_vervolg(alle: list[Vertrek]) -> tuple[Vertrek, ...]:
    """Who leaves again a year later is at V2 where the second leaving leads: the two stories agree."""
    volgend = {(v.leerling.persoon, v.cohort): v for v in alle}
    result = []
    for vertrek in reversed(alle):
        tweede = volgend.get((vertrek.leerling.persoon, vertrek.cohort + 1))
        if tweede:
            u = vertrek.situaties[0]
            vertrek = replace(vertrek, situaties=(u, u, *tweede.situaties[:3]))
            volgend[vertrek.leerling.persoon, vertrek.cohort] = vertrek
        result.append(vertrek)
    return tuple(reversed(result))
