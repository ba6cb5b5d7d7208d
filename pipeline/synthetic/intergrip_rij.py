"""One row of Intergrip: what the school hears of a leaver at one moment.

Who has no work or school is reached less, and everyone less as time goes by. Not reached is "bereikt = nee".
"""

from __future__ import annotations

import math
from datetime import date, timedelta

from pipeline.synthetic.careers import WERK, Situatie, soort_situatie
from pipeline.synthetic.defects import laat_weg, slechte_cellen
from pipeline.synthetic.draw import Lot, gewichten
from pipeline.synthetic.leavers import Vertrek, peildatum
from pipeline.synthetic.numbers import nummers
from pipeline.synthetic.records import GEEN_WERK, Herkomst, IntergripRij, anders
from pipeline.synthetic.region import ROC_NAAM
from pipeline.vocabulary.meetmoment import MEETMOMENTEN, Meetmoment
from pipeline.vocabulary.schooljaar import Schooljaar

_BEREIK = {"werk": 2.9, "leren": 3.1, "dagbesteding": 2.7, "geen": 0.75}
_BEREIK_PER_MOMENT = -0.30
_BEGIN_GEVRAAGD = 2021
"""The first cohort of which Intergrip asks on what day first work began; of earlier ones some knew it."""
_KANS_BEGIN_ONBEKEND = {"gevraagd": 0.08, "eerder": 0.36}
_KANS_OUD_ANTWOORD, _KANS_GEEN_ANTWOORD, _KANS_ANDERS_DAN_SCHOOL = 0.06, 0.012, 0.04
_ONTBREEKT = gewichten(
    "werkgever 0.05, contract_begin 0.06, contract_soort 0.03, uren 0.08, werkgemeente 0.05, passend 0.15,"
    "uitkering 0.10"
)
_GEEN_ANTWOORD = GEEN_WERK | dict.fromkeys(
    (
        "bestemming",
        "reden",
        "uitkering",
        "begindatum_eerste_werk",
        "mbo_instelling",
        "mbo_crebo",
        "mbo_niveau",
        "mbo_leerweg",
        "mbo_status",
        "mbo_statusdatum",
    )
)
_MBO = {"MBO_BOL": "BOL", "ARB_BBL": "BBL"}
_CREBO = {"1": "99011", "2": "99022", "3": "99033", "4": "99044"}
_MBO_STATUS = gewichten("INGESCHREVEN 88, AANGEBODEN 6, ONTVANGEN 3, INGETROKKEN 2, NIET_INGESCHREVEN 1")


def maak_rij(lot: Lot, leeg: IntergripRij, vertrek: Vertrek, moment: Meetmoment) -> IntergripRij:
    """The row of one measurement, from the leaver's empty row, before anything special happens to it."""
    situatie, dag = vertrek.situatie(moment), peildatum(moment, vertrek.cohort)
    rij = anders(leeg, meetmoment=moment, registratiedatum=_registratiedatum(lot, moment, dag))
    if not lot.kans(_kans_bereikt(vertrek, moment, situatie)):
        return _met_oud_antwoord(rij, vertrek) if lot.kans(_KANS_OUD_ANTWOORD) else rij
    rij = anders(rij, bereikt="J")
    if lot.kans(_KANS_GEEN_ANTWOORD):
        return rij
    bestemming = _gehoord(lot, moment, situatie)
    rij = anders(
        rij, bestemming=bestemming, reden=_reden(lot, bestemming, situatie), uitkering=situatie.uitkering
    )
    rij = _met_mbo(lot, _met_werk(lot, rij, vertrek, moment), vertrek)
    return slechte_cellen(lot, laat_weg(lot, rij, _ONTBREEKT))


def _kans_bereikt(vertrek: Vertrek, moment: Meetmoment, situatie: Situatie) -> float:
    odds = _BEREIK[soort_situatie(situatie.bestemming)] + vertrek.school.bereik_effect
    return 1 / (1 + math.exp(-(odds + _BEREIK_PER_MOMENT * MEETMOMENTEN.index(moment))))


def _gehoord(lot: Lot, moment: Meetmoment, situatie: Situatie) -> str:
    """At U Intergrip now and then holds something else than the school; the outflow wins there."""
    if moment == "U" and lot.kans(_KANS_ANDERS_DAN_SCHOOL):
        return lot.een(("TRAJECT", "MBO_BOL", "GEEN", "DAG_ARB"))
    return situatie.bestemming


def _reden(lot: Lot, bestemming: str, situatie: Situatie) -> str | None:
    return situatie.reden if bestemming == "GEEN" and lot.kans(0.7) else None


def lege_rij(seed: int, vertrek: Vertrek) -> IntergripRij:
    """The leaver's row at U as it stands ready before anyone has called."""
    leerling = vertrek.leerling
    return IntergripRij(
        herkomst=Herkomst(leerling.persoon, vertrek.cohort),
        leerlingnummer=vertrek.leerlingnummer,
        pgn=nummers(seed, vertrek).intergrip,
        achternaam=leerling.achternaam,
        voorvoegsel=leerling.voorvoegsel,
        roepnaam=leerling.roepnaam,
        geboortedatum=leerling.geboortedatum,
        brin=vertrek.school.brin,
        school=vertrek.school.naam,
        schooljaar=Schooljaar(vertrek.cohort).label,
        meetmoment="U",
        verwachte_bestemming=_verwacht(seed, vertrek),
        bereikt="N",
        **_GEEN_ANTWOORD,
        registratiedatum=peildatum("U", vertrek.cohort),
        warme_overdracht=_warme_overdracht(seed, vertrek),
    )


def _registratiedatum(lot: Lot, moment: Meetmoment, dag: date) -> date:
    """Before the peildatum at U, that closes then; in the weeks after it at V1 to V4."""
    return dag - timedelta(days=lot.getal(2, 45)) if moment == "U" else dag + timedelta(days=lot.getal(0, 17))


def _verwacht(seed: int, vertrek: Vertrek) -> str | None:
    lot = Lot(seed, "verwacht", vertrek.cohort, vertrek.leerling.persoon)
    bestemming = vertrek.situatie("U").bestemming
    if lot.kans(0.1):
        return None
    gekozen = bestemming in (*WERK, "MBO_BOL", "DAG_ARB", "DAG_ACT") and lot.kans(0.8)
    return bestemming if gekozen else lot.een(("ARB_REG", "MBO_BOL", "TRAJECT", "DAG_ARB"))


def _warme_overdracht(seed: int, vertrek: Vertrek) -> str | None:
    lot = Lot(seed, "overdracht", vertrek.cohort, vertrek.leerling.persoon)
    return lot.gewogen({"J": 0.66, "N": 0.26, None: 0.08})


def _met_oud_antwoord(rij: IntergripRij, vertrek: Vertrek) -> IntergripRij:
    """Not reached, but the answer of last time was left standing: the rules make it onbekend."""
    situatie = vertrek.situatie("U")
    baan = situatie.baan
    return anders(rij, bestemming=situatie.bestemming, werkgever=baan.werkgever if baan else None)


def _met_werk(lot: Lot, rij: IntergripRij, vertrek: Vertrek, moment: Meetmoment) -> IntergripRij:
    baan = vertrek.situatie(moment).baan
    if rij.bestemming not in WERK or baan is None or baan.werkgever is None:
        return rij
    return anders(
        rij,
        werkgever=_anders_gespeld(lot, baan.werkgever),
        contract_soort=baan.contract_soort,
        contract_begin=baan.contract_begin,
        contract_einde=baan.contract_einde,
        uren=baan.uren,
        werkgemeente=baan.werkgemeente,
        passend=baan.passend,
        begindatum_eerste_werk=_eerste_werk(vertrek, moment),
    )


def _anders_gespeld(lot: Lot, naam: str) -> str:
    """The same employer, in capitals or with a space too many."""
    return lot.gewogen({naam: 0.86, naam.upper(): 0.06, naam.lower(): 0.04, f"{naam} ": 0.04})


def _eerste_werk(vertrek: Vertrek, moment: Meetmoment) -> date | None:
    """The day on which the first of her jobs began, unless her school does not know that of her."""
    sinds = "gevraagd" if vertrek.cohort >= _BEGIN_GEVRAAGD else "eerder"
    if Lot(0, "eerste werk", vertrek.leerling.persoon).kans(_KANS_BEGIN_ONBEKEND[sinds]):
        return None
    past = vertrek.situaties[: MEETMOMENTEN.index(moment) + 1]
    begins = [s.baan.contract_begin for s in past if s.baan and s.baan.contract_begin]
    return min(begins, default=None)


def _met_mbo(lot: Lot, rij: IntergripRij, vertrek: Vertrek) -> IntergripRij:
    leerweg = _MBO.get(rij.bestemming or "")
    if leerweg is None:
        return rij
    niveau = Lot(0, "mbo", vertrek.leerling.persoon).gewogen({"1": 0.45, "2": 0.42, "3": 0.10, "4": 0.03})
    return anders(
        rij,
        mbo_instelling=ROC_NAAM,
        mbo_crebo=_CREBO[niveau],
        mbo_niveau=niveau,
        mbo_leerweg=leerweg,
        mbo_status=lot.gewogen(_MBO_STATUS),
        mbo_statusdatum=date(vertrek.cohort + 1, 8, 1) - timedelta(days=lot.getal(0, 120)),
    )


def niet_bereikt(rij: IntergripRij) -> IntergripRij:
    """The same row as if nobody had answered."""
    return anders(rij, bereikt="N", **_GEEN_ANTWOORD)
