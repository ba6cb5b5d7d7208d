"""One row of a school's outflow: what the school knows of a leaver.

It knows less than what happened: of some the destination, of others the reason, the employer or the hours.
"""

from __future__ import annotations

from pipeline.synthetic.careers import WERK, Situatie, soort_situatie
from pipeline.synthetic.defects import laat_weg
from pipeline.synthetic.draw import Lot, gewichten
from pipeline.synthetic.jobs import gemeente_code
from pipeline.synthetic.leavers import Vertrek
from pipeline.synthetic.numbers import nummers
from pipeline.synthetic.records import GEEN_WERK, Herkomst, UitstroomRij, anders
from pipeline.vocabulary.schooljaar import Schooljaar

_ONBEKEND = {"werk": 0.015, "leren": 0.02, "dagbesteding": 0.02, "geen": 0.24}
_ONTBREEKT = gewichten(
    "werkgever 0.06, contract_begin 0.05, uren 0.08, werkgemeente 0.06, passend 0.15, uitkering 0.09,"
    "diploma 0.02"
)
_KANS_GEEN_REDEN, _KANS_GEEN_PERSPECTIEF = 0.25, 0.035
_OPMERKINGEN = (
    "Vertrouwelijk: gesprek met ouders; loopt nog",
    "Vertrouwelijk: moeder belt terug; zie dossier",
    "Vertrouwelijk: stage bij oom, daarna contract",
)


def maak_rij(seed: int, lot: Lot, vertrek: Vertrek) -> UitstroomRij:
    """The row of one leaver as the school will know it in the end."""
    leerling, school, situatie = vertrek.leerling, vertrek.school, vertrek.situatie("U")
    nummer = nummers(seed, vertrek)
    bestemming = (
        "ONBEKEND" if lot.kans(_ONBEKEND[soort_situatie(situatie.bestemming)]) else situatie.bestemming
    )
    rij = UitstroomRij(
        herkomst=Herkomst(
            leerling.persoon, vertrek.cohort, gebreken=(nummer.gebrek,) if nummer.gebrek else ()
        ),
        leerlingnummer=vertrek.leerlingnummer,
        pgn=nummer.uitstroom,
        achternaam=leerling.achternaam,
        voorvoegsel=leerling.voorvoegsel,
        roepnaam=leerling.roepnaam,
        geboortedatum=leerling.geboortedatum,
        geslacht=leerling.geslacht,
        brin=school.brin,
        school=school.naam,
        bestuur=school.bestuur,
        schooltype=school.schooltype,
        uitstroomprofiel=vertrek.profiel,
        perspectief_arbeid=None if lot.kans(_KANS_GEEN_PERSPECTIEF) else vertrek.perspectief,
        schooljaar=Schooljaar(vertrek.cohort).label,
        datum_uitstroom=vertrek.datum,
        diploma=vertrek.diploma,
        bestemming=bestemming,
        reden=_reden(lot, bestemming, situatie),
        **GEEN_WERK,
        uitkering=situatie.uitkering if bestemming != "ONBEKEND" else None,
        postcode=vertrek.postcode,
        gemeente=gemeente_code(vertrek.gemeente, vertrek.datum),
        opmerking=lot.een(_OPMERKINGEN) if lot.kans(0.12) else None,
    )
    return laat_weg(lot, _met_werk(rij, situatie), _ONTBREEKT)


def _reden(lot: Lot, bestemming: str, situatie: Situatie) -> str | None:
    return situatie.reden if bestemming == "GEEN" and not lot.kans(_KANS_GEEN_REDEN) else None


def _met_werk(rij: UitstroomRij, situatie: Situatie) -> UitstroomRij:
    baan = situatie.baan
    if rij.bestemming not in WERK or baan is None:
        return rij
    return anders(
        rij,
        werkgever=baan.werkgever,
        contract_soort=baan.contract_soort,
        contract_begin=baan.contract_begin,
        contract_einde=baan.contract_einde,
        uren=baan.uren,
        werkgemeente=baan.werkgemeente,
        passend=baan.passend,
    )


def zonder_werk(rij: UitstroomRij) -> UitstroomRij:
    """The same row without employer and contract."""
    return anders(rij, **GEEN_WERK)
