"""Two measures side by side, of every board and school: points against norm, own target and region.

The figures stand in the table of each measure. Nothing here ranks the units.
"""

from dataclasses import dataclass

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.naast import Zijde, naast_elkaar
from pipeline.reporting.charts.punten import Punt
from pipeline.reporting.charts.strepen import Streep
from pipeline.reporting.content.eenheden import Uitsplitsing, bevinding
from pipeline.reporting.content.samen import IN_DE_TABELLEN, code, genoemd, punt, zinnen
from pipeline.reporting.display import FigureBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import aantal, datum, interval, opsomming, procent
from pipeline.reporting.rijen import Eenheid

PAREN = {
    "p1_p2": ("P1", "P2"),
    "p3_k1": ("P3", "K1"),
    "b1": ("B1_1", "B1_2"),
    "b3": ("B3_RUIM", "B3_STRIKT"),
    "p2_b1": ("P2", "B1_1"),
}
"""The measures of a figure, by its name."""


@dataclass(frozen=True)
class Paar:
    """Measures that are shown side by side, each of its own cohort."""

    g: Gegevens
    indicatoren: tuple[str, ...]

    @property
    def delen(self) -> list[Uitsplitsing]:
        return [Uitsplitsing(self.g, indicator, "school") for indicator in self.indicatoren]

    @property
    def scholen(self) -> list[Eenheid]:
        """Every school of one of the cohorts, by board and name."""
        gevonden = {
            school.school: school for deel in self.delen for school in self.g.scholen(deel.regio.cohort)
        }
        return sorted(gevonden.values(), key=lambda school: (school.bestuur, school.naam, school.school))


def figuur(g: Gegevens, naam: str) -> FigureBundle:
    """A panel per measure; rows are the region, the boards, and under each its schools."""
    paar = Paar(g, PAREN[naam])
    titel = "; ".join(f"{_hoe(u)}: {_klein(bevinding(u))}" for u in paar.delen)
    onder = (
        "Per bestuur (vet) en school, op naam; geen rangorde. De lijn door een punt is de toevalsmarge (95%)"
    )
    grafiek = naast_elkaar(Koppen(titel, onder), [_zijde(paar, u) for u in paar.delen], _sleutel(paar.delen))
    maten = opsomming([f"{genoemd(u.indicator)} ({_wanneer(u)})" for u in paar.delen])
    later = any(MATEN[u.indicator].moment != "U" for u in paar.delen)
    bron = f"Bron: uitstroomlijsten van de scholen{' en Intergrip' if later else ''}."
    return figure_bundle(grafiek, _alt(paar, titel), f"{maten}, per bestuur en school. {bron}")


def _hoe(u: Uitsplitsing) -> str:
    """The code, and what tells two measures with the same code apart."""
    anders = {"B1_1": "na één jaar", "B1_2": "na twee jaar", "B3_RUIM": "ruim", "B3_STRIKT": "strikt"}
    return " ".join([code(u.indicator), anders.get(u.indicator, "")]).strip()


def _klein(zin: str) -> str:
    return zin[:1].lower() + zin[1:]


def _wanneer(u: Uitsplitsing) -> str:
    return f"cohort {u.regio.cohort}, peildatum {datum(u.g.peildatum(u.indicator))}"


def _sleutel(delen: list[Uitsplitsing]) -> str:
    met = [u for u in delen if any(u.doel(e) is not None for e, _ in (*u.eenheden(), *_besturen(u)))]
    return "eigen doel" if met else ""


def _besturen(u: Uitsplitsing) -> list[tuple[str, str]]:
    return Uitsplitsing(u.g, u.indicator, "bestuur").eenheden()


def _zijde(paar: Paar, u: Uitsplitsing) -> Zijde:
    return Zijde(genoemd(u.indicator), f"cohort {u.regio.cohort}", tuple(_punten(paar, u)), _streep(u))


def _punten(paar: Paar, u: Uitsplitsing) -> list[Punt]:
    rijen = [punt("Regio", u.regio, nadruk=True)]
    eigen = {eenheid for eenheid, _ in (*u.eenheden(), *_besturen(u))}
    vorig = ""
    for school in paar.scholen:
        if school.bestuur != vorig:
            vorig = school.bestuur
            rijen.append(_punt(u, vorig, vorig, eigen, "bestuur"))
        rijen.append(_punt(u, school.school, school.naam, eigen, "school"))
    return rijen


def _punt(u: Uitsplitsing, eenheid: str, naam: str, eigen: set[str], niveau: str) -> Punt:
    """A unit of which nobody left in the cohort of the measure has no pupils in it."""
    if eenheid not in eigen:
        return Punt(naam, woorden="geen leerlingen", nadruk=niveau == "bestuur")
    cel, doel = u.g.cel(u.indicator, niveau, eenheid), u.g.doel(u.indicator, niveau, eenheid)
    return punt(naam, cel, doel=doel, nadruk=niveau == "bestuur")


def _streep(u: Uitsplitsing) -> Streep | None:
    """The norm or the target of all; else where the region is."""
    if u.norm is not None:
        return Streep(u.norm, f"{'doel' if u.norm >= 100 else 'norm'} {procent(u.norm, 0)}")
    return Streep(u.regio.waarden.pct, "regio", streepjes=False) if u.regio.waarden else None


def _alt(paar: Paar, titel: str) -> str:
    return zinnen(
        f"{titel}.", "Puntgrafiek met de maten naast elkaar, ieder punt met toevalsmarge.",
        *map(_regio, paar.delen), IN_DE_TABELLEN,
    )  # fmt: skip


def _regio(u: Uitsplitsing) -> str:
    weg, w = len(u.eenheden()) - len(u.met_cijfer()), u.regio.waarden
    delen = [
        f"regio {procent(w.pct)} ({interval(w.laag, w.hoog)})" if w else "",
        f"{aantal(weg, 'school', 'scholen')} zonder cijfer" if weg else "",
    ]
    gezegd = ", ".join(deel for deel in delen if deel)
    return f"{_hoe(u)}: {gezegd}." if gezegd else ""
