"""Makes the invented population with its known truth. Start reading here: `generate` is the whole way.

The population is small and plausible, not a model of any region: its odds are chosen so that a report has
something to show and everything that makes real exports hard occurs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import pandas as pd

from pipeline.synthetic.aanmeldingen import cambo
from pipeline.synthetic.caseload import bespreeklijst
from pipeline.synthetic.duo import VsvMelding, leverdatum, pad, vsv_bestanden, vsv_meldingen
from pipeline.synthetic.layout import NIEUWE_INTERGRIP, Indeling, intergripindeling, schoolindelingen
from pipeline.synthetic.leavers import Vertrek, niet_gemeld, vertrekken
from pipeline.synthetic.overleg import werkoverleg
from pipeline.synthetic.people import Bevolking
from pipeline.synthetic.plannen import aanbevelingen, innovatieplannen, zelfevaluatie
from pipeline.synthetic.recording_intergrip import intergrip_leveringen
from pipeline.synthetic.recording_uitstroom import uitstroom_leveringen
from pipeline.synthetic.region import MAX_SCHOLEN, School, scholen
from pipeline.synthetic.targets import doelen, esf
from pipeline.synthetic.truth import Truth, na_regels
from pipeline.synthetic.vermeldingen import Vermelding, als_tabellen, waarheid
from pipeline.vocabulary.meetmoment import MEETMOMENTEN


def generate(
    seed: int = 20260101,
    cohorts: range = range(2014, 2025),
    schools: int = MAX_SCHOLEN,
    leavers: int = 750,
) -> Truth:
    """The population of these cohorts (start years), with about `leavers` a year in `schools` schools.

    The same arguments give the same truth, to the byte. Raises ValueError for too few or too many schools.
    """
    region, bevolking = scholen(seed, schools), Bevolking(seed)
    vertrokken = vertrekken(seed, cohorts, region, leavers, bevolking)
    vreemd = niet_gemeld(seed, cohorts, region, bevolking)
    meldingen = vsv_meldingen(seed, vertrokken, cohorts, bevolking)
    indelingen = _indelingen(seed, region)
    leveringen = (
        *uitstroom_leveringen(seed, vertrokken, indelingen),
        *intergrip_leveringen(seed, vertrokken, vreemd),
    )
    na = na_regels(leveringen)
    overig = tuple(_vermeldingen(seed, cohorts, region, vertrokken))
    return Truth(
        seed=seed,
        scholen=pd.DataFrame([asdict(school) for school in region])[
            ["brin", "naam", "bestuur", "schooltype"]
        ],
        leerlingen=_leerlingen((*vertrokken, *vreemd)),
        werkelijk=_werkelijk(vertrokken),
        vsv=_vsv(meldingen, na.uitstroom),
        leveringen=leveringen,
        tabellen=(
            *vsv_bestanden(seed, meldingen),
            *doelen(seed, cohorts, region),
            *esf(seed),
            *als_tabellen(overig),
        ),
        indelingen=indelingen,
        uitstroom_rijen=na.uitstroom_rijen,
        metingen_rijen=na.metingen_rijen,
        uitstroom=na.uitstroom,
        metingen=na.metingen,
        overig=waarheid(overig),
    )


def _vermeldingen(
    seed: int, cohorts: range, region: tuple[School, ...], vertrokken: tuple[Vertrek, ...]
) -> Iterator[Vermelding]:
    """What is delivered about the cooperation: meetings, caseload, plans, and applications to mbo."""
    yield from werkoverleg(seed, cohorts, region, vertrokken)
    yield from bespreeklijst(seed, cohorts, vertrokken)
    yield from cambo(seed, cohorts, vertrokken)
    yield from innovatieplannen(seed, region)
    yield from aanbevelingen(seed, cohorts)
    yield from zelfevaluatie(seed, cohorts, region)


def _indelingen(seed: int, region: tuple[School, ...]) -> dict[str, Indeling]:
    before, after = NIEUWE_INTERGRIP.replace(year=NIEUWE_INTERGRIP.year - 1), NIEUWE_INTERGRIP
    return {**schoolindelingen(seed, region), **dict(intergripindeling(seed, day) for day in (before, after))}


def _leerlingen(vertrekken: Iterable[Vertrek]) -> pd.DataFrame:
    people = {v.leerling.persoon: v.leerling for v in vertrekken}
    frame = pd.DataFrame([vars(leerling) for leerling in people.values()])
    return frame.assign(geboortedatum=pd.to_datetime(frame["geboortedatum"]))


def _werkelijk(vertrekken: Iterable[Vertrek]) -> pd.DataFrame:
    rows = [
        {
            "persoon": v.leerling.persoon,
            "cohort": v.cohort,
            "brin": v.school.brin,
            "perspectief": v.perspectief,
            **{moment: v.situatie(moment).bestemming for moment in MEETMOMENTEN},
        }
        for v in vertrekken
    ]
    return pd.DataFrame(rows)


def _vsv(meldingen: tuple[VsvMelding, ...], uitstroom: pd.DataFrame) -> pd.DataFrame:
    known = set(uitstroom["sleutel"])
    rows = [
        {
            "teljaar": m.teljaar,
            "bron": m.bron,
            "bestand": pad(m.bron, m.teljaar),
            "leverdatum": pd.Timestamp(leverdatum(m.teljaar)),
            "pgn": m.pgn,
            "persoon": m.vertrek.leerling.persoon if m.vertrek else 0,
            "koppelbaar": m.pgn in known,
        }
        for m in meldingen
    ]
    return pd.DataFrame(rows)
