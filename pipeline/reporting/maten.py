"""How each indicator is spoken about: its name, who counts, what they did, and when that is known.

What an indicator counts is defined in pipeline/indicators; here are only the words, and the moment that
decides which cohort a report shows it for.
"""

from dataclasses import dataclass

from pipeline.vocabulary.meetmoment import JAREN_NA_EIND, Meetmoment
from pipeline.vocabulary.schooljaar import Schooljaar


@dataclass(frozen=True)
class Maat:
    """An indicator in words.

    `groep` and `deed` are (singular, plural): "van de 12 <groep> <deed> er 9 <wat>"; `moment` is the last one
    needed.
    """

    indicator: str
    naam: str
    kop: str
    groep: tuple[str, str]
    deed: tuple[str, str]
    wat: str
    moment: Meetmoment = "U"

    def cohort(self, jaar: Schooljaar) -> Schooljaar:
        """The cohort that a report of this school year shows the measure for."""
        return jaar.plus(-JAREN_NA_EIND[self.moment])


_VERLATER = ("schoolverlater", "schoolverlaters")
_BEKENDE_UITKERING = (
    "schoolverlater van wie bekend is of er een uitkering is",
    "schoolverlaters van wie bekend is of er een uitkering is",
)
_GEVOLGD_EEN = (
    "geplaatste schoolverlater die een jaar is gevolgd",
    "geplaatste schoolverlaters die een jaar zijn gevolgd",
)
_GEVOLGD_TWEE = (
    "geplaatste schoolverlater die twee jaar is gevolgd",
    "geplaatste schoolverlaters die twee jaar zijn gevolgd",
)
_WERKENDEN = (
    "leerling met perspectief arbeid die aan het werk ging en twee jaar is gevolgd",
    "leerlingen met perspectief arbeid die aan het werk gingen en twee jaar zijn gevolgd",
)

_WANNEER: dict[Meetmoment, str] = {
    "U": "bij het vertrek",
    "V1": "na een half jaar",
    "V2": "na één jaar",
    "V3": "na anderhalf jaar",
    "V4": "na twee jaar",
}

MATEN = {
    maat.indicator: maat
    for maat in (
        Maat(
            "P1", "plaatsing (sector)", "Een plek na school (P1)",
            ("schoolverlater die voor deze maat meetelt", "schoolverlaters die voor deze maat meetellen"),
            ("had", "hadden"), "direct een plek: werk, een opleiding, dagbesteding of een traject",
        ),
        Maat(
            "P2", "plaatsing (convenant)", "Werk, perspectief arbeid (P2)",
            ("schoolverlater met perspectief arbeid", "schoolverlaters met perspectief arbeid"),
            ("ging", "gingen"), "aan het werk",
        ),
        Maat(
            "P3", "werk of werkend leren", "Werk, profiel arbeid (P3)",
            ("schoolverlater met uitstroomprofiel arbeid", "schoolverlaters met uitstroomprofiel arbeid"),
            ("ging", "gingen"), "werken of werkend leren",
        ),
        Maat(
            "K1", "werk of mbo", "Werk of mbo (K1)",
            _VERLATER, ("ging", "gingen"), "rechtstreeks naar werk of een mbo-opleiding",
        ),
        Maat(
            "UIT", "uitkering", "Uitkering", _BEKENDE_UITKERING, ("had", "hadden"), "een uitkering",
        ),
        Maat(
            "I", "in beeld", "In beeld (I)",
            _VERLATER, ("was", "waren"), "in beeld: hun bestemming is bekend",
        ),
        Maat(
            "B1_1", "bestendig na één jaar (sector)", "Na één jaar op een plek (B1)", _GEVOLGD_EEN,
            ("had", "hadden"), "na een jaar werk, school of dagbesteding", "V2",
        ),
        Maat(
            "B1_2", "bestendig na twee jaar (sector)", "Na twee jaar op een plek (B1)", _GEVOLGD_TWEE,
            ("had", "hadden"), "na twee jaar werk, school of dagbesteding", "V4",
        ),
        Maat(
            "B3_RUIM", "bestendige werkplek (ruim)", "Steeds aan het werk (B3 ruim)", _WERKENDEN,
            ("werkte", "werkten"), "ook na een jaar en na twee jaar", "V4",
        ),
        Maat(
            "B3_STRIKT", "bestendige werkplek (strikt)", "Steeds bij dezelfde werkgever (B3 strikt)",
            _WERKENDEN, ("werkte", "werkten"),
            "bij het vertrek, na een jaar en na twee jaar bij dezelfde werkgever, met genoeg uren en een "
            "lang genoeg contract",
            "V4",
        ),
        *(
            Maat(
                f"R_{moment}", f"respons {moment}", f"Respons op {moment}",
                _VERLATER,
                ("is", "zijn"), f"{_WANNEER[moment]} {'in beeld' if moment == 'U' else 'bereikt'}", moment,
            )
            for moment in JAREN_NA_EIND
        ),
    )
}  # fmt: skip

PLAATSING = ("P1", "P2", "P3", "K1")
BESTENDIGHEID = ("B1_1", "B1_2", "B3_RUIM", "B3_STRIKT")
KERN = ("P1", "P2", "P3", "B1_1", "B3_RUIM")
"""The five figures of page one."""
RESPONS = ("R_U", "R_V1", "R_V2", "R_V3", "R_V4")
