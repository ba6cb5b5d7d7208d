"""The steering of the convenant: innovation plans, recommendations with their follow-up, self-evaluations.

Names of plans, boards and partners are invented; the recommendations are of the kind that evaluations make.
Here and there a row says something that cannot be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pipeline.synthetic.draw import Lot, lijst
from pipeline.synthetic.recording_uitstroom import LAATSTE_LEVERDATUM
from pipeline.synthetic.records import Cel
from pipeline.synthetic.region import School
from pipeline.synthetic.vermeldingen import Vermelding, schooljaar_van
from pipeline.vocabulary.schooljaar import Schooljaar

EFFECT_ZONDER_EENHEID = "verwacht effect zonder eenheid"
TE_VROEG = "uiterste datum voor de datum van het rapport"
BUITEN_SCHAAL = "score buiten de schaal"
_PLANNEN = (
    ("Jobcoach vanaf leerjaar drie", "Nazorg", "P2", 24.0, "leerlingen", 2017, (0, 1)),
    ("Leerwerkbedrijf aan de kade", "Werkgevers", "P3", 10.0, "procentpunt", 2018, (2, 5)),
    ("Samen één stagebureau", "Stage", "P2", 15.0, "leerlingen", 2018, (1, 2)),
    ("Branchecertificaten in de regio", "Onderwijs", "K1", 5.0, "procentpunt", 2018, (0, 3, 4)),
    ("Warme overdracht, twee jaar lang", "Nazorg", "B1_2", 8.0, "procentpunt", 2017, (0, 2, 3)),
    ("Ouders aan tafel", "Ouders", "P2", 6.0, None, 2019, (4,)),
)
"""Name, werkgroep, goal, expected effect with its unit, first school year, and the boards that take part.

For every goal some boards begin later or never. The truth is known: no plan does anything, because the draw
of the leavers (leavers.py) does not look at plans.
"""
_EENHEID = {"leerlingen": "LEERLINGEN", "procentpunt": "PROCENTPUNT", None: None}
_PLAN_LEVERDATA = (date(2016, 12, 15), date(2017, 4, 20))
_AANBEVELINGEN = (
    ("Leg de reden vast van iedere leerling zonder werk of school", "SCHOOL", "scholen"),
    ("Bel oud-leerlingen ook na twee jaar", "SCHOOL", "schoolleiding"),
    ("Spreek af wie een leerling na de overdracht volgt", "STUURGROEP", "Stuurgroep"),
    ("Betrek werkgevers bij de zelfevaluatie", "WERKGROEP", "werkgroep"),
    ("Deel vacatures over de grenzen van besturen heen", "BESTUUR", "Besturen"),
    ("Maak de caseload per cluster zichtbaar", "REGISSEUR", "projectleider"),
    ("Leg perspectief arbeid vast op de teldatum", "SCHOOL", "Directie"),
    ("Rapporteer over leerlingen die langer blijven", "TOETSINGSCOMMISSIE", "commissie"),
    ("Vraag de gemeente om de uitkeringen", "GEMEENTE", "gemeente"),
    ("Toets het advies voor het mbo na een jaar", "MBO", "roc"),
)
_PER_RAPPORT, _EERSTE_RAPPORT = 2, 2016
_STATUS = {
    "OPEN": "open",
    "IN_UITVOERING": "loopt",
    "UITGEVOERD": "afgerond",
    "NIET_OVERGENOMEN": "vervallen",
}
_PARTNERS = lijst("Gemeente Nergenshuizen,UWV Denkbeeld,ROC Luchtkasteel")
_ELEMENTEN = (*(f"A{n}" for n in range(1, 15)), *(f"S{n}" for n in range(1, 14)))


def innovatieplannen(seed: int, scholen: tuple[School, ...]) -> Iterator[Vermelding]:
    """The plans as handed in, and again with the score of the toetsingscommissie."""
    besturen = tuple(dict.fromkeys(school.bestuur for school in scholen))
    for levering in _PLAN_LEVERDATA:
        for nummer in range(1, len(_PLANNEN) + 1):
            yield _plan(seed, nummer, besturen, levering)


def _plan(seed: int, nummer: int, besturen: tuple[str, ...], leverdatum: date) -> Vermelding:
    naam, werkgroep, indicator, effect, eenheid, jaar, plaatsen = _PLANNEN[nummer - 1]
    lot = Lot(seed, "plan", nummer)
    deelnemers = "; ".join(besturen[plaats] for plaats in plaatsen if plaats < len(besturen)) or besturen[0]
    begin = date(jaar, 9, 1)
    budget, score = float(lot.getal(20, 120) * 1000), lot.getal(9, 19) / 2
    laatste = leverdatum == _PLAN_LEVERDATA[-1]
    gelijk: dict[str, Cel] = {
        "plan": naam,
        "werkgroep": werkgroep,
        "besturen": deelnemers,
        "begin": begin,
        "einde": date(jaar + 2, 7, 31),
        "budget": budget,
        "indicator": indicator,
        "verwacht_effect": effect,
        "score": score if laatste else None,
    }
    return Vermelding(
        bron="innovatieplannen",
        pad=f"{leverdatum}/innovatieplannen.xlsx",
        leverdatum=leverdatum,
        cellen={
            "nummer": str(nummer),
            **gelijk,
            "effect_eenheid": eenheid,
            "contactpersoon": "Voorbeeldnaam",
        },
        waarden={**gelijk, "cohort": schooljaar_van(begin), "effect_eenheid": _EENHEID[eenheid]},
        lot="gehouden" if laatste else "vervangen",
        gebrek="" if eenheid else EFFECT_ZONDER_EENHEID,
    )


def aanbevelingen(seed: int, cohorts: Iterable[int]) -> Iterator[Vermelding]:
    """A list a year, with every recommendation until then; the last list is the one that counts."""
    rapporten = [c for c in cohorts if c >= _EERSTE_RAPPORT and _lijstdatum(c) <= LAATSTE_LEVERDATUM]
    for cohort in rapporten:
        for eerder in (c for c in rapporten if c <= cohort):
            for nummer in range(_PER_RAPPORT):
                yield _aanbeveling(seed, eerder, nummer, cohort, laatste=cohort == rapporten[-1])


def _lijstdatum(cohort: int) -> date:
    return date(cohort + 2, 4, 20)


def _aanbeveling(seed: int, rapport: int, nummer: int, lijst: int, laatste: bool) -> Vermelding:
    gedaan, leverdatum = date(rapport + 2, 1, 15), _lijstdatum(lijst)
    lot = Lot(seed, "aanbeveling", rapport, nummer)
    tekst, rol, woord = _AANBEVELINGEN[(rapport * _PER_RAPPORT + nummer) % len(_AANBEVELINGEN)]
    te_vroeg = nummer == 1 and rapport % 5 == 2
    uiterlijk = gedaan + timedelta(days=-30 if te_vroeg else lot.getal(180, 500))
    klaar = gedaan + timedelta(days=lot.getal(120, 900))
    slot = lot.gewogen({"UITGEVOERD": 0.85, "NIET_OVERGENOMEN": 0.15})
    status = slot if klaar <= leverdatum else "IN_UITVOERING" if lijst > rapport else "OPEN"
    gelijk: dict[str, Cel] = {
        "aanbeveling": tekst,
        "rapport": f"Toetsing {Schooljaar(rapport)}",
        "rapportdatum": gedaan,
        "gereed_op": klaar if status == "UITGEVOERD" else None,
    }
    return Vermelding(
        bron="aanbevelingen",
        pad=f"{leverdatum}/aanbevelingen.xlsx",
        leverdatum=leverdatum,
        cellen={
            "nummer": str(nummer + 1),
            **gelijk,
            "eigenaar": woord,
            "eigenaar_naam": "Voorbeeldnaam",
            "uiterlijk": uiterlijk,
            "status": _STATUS[status],
        },
        waarden={
            **gelijk,
            "cohort": schooljaar_van(gedaan),
            "eigenaar": rol,
            "uiterlijk": None if te_vroeg else uiterlijk,
            "status": status,
        },
        lot="gehouden" if laatste else "vervangen",
        gebrek=TE_VROEG if te_vroeg else "",
    )


def zelfevaluatie(seed: int, cohorts: Iterable[int], scholen: tuple[School, ...]) -> Iterator[Vermelding]:
    """Every spring each partner scores itself on all elements; now and then a six on a scale of five."""
    partners = (*dict.fromkeys(school.bestuur for school in scholen), *_PARTNERS)
    for cohort in cohorts:
        for partner in partners:
            for element in _ELEMENTEN:
                yield _score(seed, cohort, partner, element)


def _score(seed: int, cohort: int, partner: str, element: str) -> Vermelding:
    dag, leverdatum = date(cohort + 1, 3, 15), date(cohort + 1, 4, 20)
    basis = Lot(seed, "zelfevaluatie", partner, element).normaal(0.7)
    lot = Lot(seed, "zelfevaluatie", cohort, partner, element)
    score = float(round(min(5.0, max(1.0, 2.8 + basis + 0.12 * (cohort - 2014) + lot.normaal(0.4)))))
    fout = lot.kans(0.003)
    return Vermelding(
        bron="zelfevaluatie",
        pad=f"{leverdatum}/zelfevaluatie_{Schooljaar(cohort)}.csv",
        leverdatum=leverdatum,
        cellen={
            "datum": dag,
            "partner": partner,
            "element": element,
            "score": 6.0 if fout else score,
            "schaal": 5.0,
            "ingevuld_door": "Voorbeeldnaam",
        },
        waarden={
            "cohort": schooljaar_van(dag),
            "datum": dag,
            "partner": partner,
            "element": element,
            "score": None if fout else score,
            "schaal": 5,
        },
        gebrek=BUITEN_SCHAAL if fout else "",
    )
