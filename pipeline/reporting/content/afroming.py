"""Creaming ("afroming"): which part of the leavers the figures are about, and whether that changed.

A measure about leavers with perspectief arbeid goes up without anybody doing better when fewer pupils are
given that perspectief. Shares are made of published numbers only: n of P3 (profile arbeid) and n of P2 (who
counts in the covenant's placement) out of n of D (all leavers). A trend is a question to the schools, no
proof.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import product

from pipeline.evaluation.meervoud import holm
from pipeline.evaluation.trendtoets import Trend, cochran_armitage
from pipeline.indicators.rates import percentage, wilson
from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.lijnen import lijnen
from pipeline.reporting.charts.reeks import Jaar, Paneel
from pipeline.reporting.cijfers import Cel, Niveau, Waarden
from pipeline.reporting.content.samen import IN_DE_TABELLEN, KLASSE_KORT, reeks, schooltype, woorden, zinnen
from pipeline.reporting.content.trend import GEBEURTENISSEN
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import datum, decimaal, hoofdletter, opsomming, procent, punten
from pipeline.reporting.tables import MARGE_NOOT, Kolom, kop, maak_tabel, n_tekst, vet, vier
from pipeline.vocabulary.schooljaar import Schooljaar

DELEN = {"P3": "profiel arbeid", "P2": "meegeteld in P2"}
"""The measure whose n is the numerator, and what that group is called."""
_IN_EEN_ZIN = {"P3": "met profiel arbeid", "P2": "dat meetelt in P2"}
ALFA = 0.05
MINSTE_VERWACHT = 5
"""Leavers expected per cohort, with and without, below which the trend test is too rough."""


@dataclass(frozen=True)
class Aandeel:
    """The share of one group of leavers through the cohorts, for the region or one kind of school."""

    g: Gegevens
    indicator: str
    niveau: Niveau
    eenheid: str

    @property
    def wie(self) -> str:
        """The region or the kind of school, in words."""
        return "regio" if self.niveau == "regio" else schooltype(self.eenheid)

    @cached_property
    def cellen(self) -> list[Cel]:
        """The share per cohort, or why it is not there."""
        return [self._cel(cohort) for cohort in reeks(self.g, "D")]

    def _cel(self, cohort: Schooljaar) -> Cel:
        deel = self.g.cijfers.cel(self.indicator, cohort, self.niveau, self.eenheid)
        alle = _verlaters(self.g, cohort, self.niveau, self.eenheid)
        sleutel = (f"{self.indicator} van D", "", "", cohort, self.niveau, self.eenheid)
        if deel.status == "geen waarde" and alle.waarden:
            return Cel(*sleutel, "gemeten", _waarden(0, alle.waarden.n))
        if deel.waarden is None or alle.waarden is None:
            return Cel(*sleutel, (alle if deel.waarden else deel).status)
        return Cel(*sleutel, "gemeten", _waarden(deel.waarden.n, alle.waarden.n))

    @property
    def gemeten(self) -> list[tuple[int, Waarden]]:
        """Start year and figures of the cohorts that have them."""
        return [(cel.cohort.start, cel.waarden) for cel in self.cellen if cel.waarden]

    @cached_property
    def trend(self) -> Trend:
        """The linear trend over the cohorts with a figure."""
        jaren, w = [jaar for jaar, _ in self.gemeten], [w for _, w in self.gemeten]
        return cochran_armitage([x.k for x in w], [x.n for x in w], jaren)

    @property
    def te_grof(self) -> bool:
        """Whether a cohort is too small for the test, at the share of all cohorts together."""
        w = [waarden for _, waarden in self.gemeten]
        k, n = sum(x.k for x in w), sum(x.n for x in w)
        return bool(w) and min(x.n for x in w) * min(k, n - k) < MINSTE_VERWACHT * n


def _verlaters(g: Gegevens, cohort: Schooljaar, niveau: Niveau, eenheid: str) -> Cel:
    """A class of D that is shown: its n is all leavers."""
    cellen = [g.cijfers.cel("D", cohort, niveau, eenheid, klasse, "klasse") for klasse in KLASSE_KORT]
    return next((cel for cel in cellen if cel.waarden), cellen[0])


def _waarden(k: int, n: int) -> Waarden:
    laag, hoog = wilson(k, n)
    return Waarden(n, k, float(percentage(k, n)), float(laag), float(hoog))


def aandelen(g: Gegevens) -> list[Aandeel]:
    """Both groups for the region, and then both for every kind of school that any cohort had."""
    soorten = sorted({eenheid.schooltype for eenheid in g.eenheden})
    wie: list[tuple[Niveau, str]] = [("regio", "regio"), *(("schooltype", soort) for soort in soorten)]
    return [Aandeel(g, deel, *eenheid) for eenheid, deel in product(wie, DELEN)]


def figuur(g: Gegevens) -> FigureBundle:
    """A panel per group and kind of school."""
    alle = aandelen(g)
    titel = _titel(alle)
    onder = (
        f"Aandeel van alle schoolverlaters, per cohort, stand {datum(g.stand)}. Links: uitstroomprofiel "
        "arbeid. Rechts: wie meetelt in P2 (perspectief arbeid, niet vertrokken). Grijze lijn: toevalsmarge "
        "(95%)"
    )
    panelen = [_paneel(aandeel) for aandeel in alle if aandeel.cellen] or [_leeg(g)]
    bijschrift = (
        "Aandeel schoolverlaters met profiel arbeid en in de noemer van P2, uit de n van P3, P2 en D."
    )
    alt = zinnen(f"{titel}.", "Lijngrafieken per cohort, voor de regio en per schooltype.", IN_DE_TABELLEN)
    return figure_bundle(lijnen(Koppen(titel, onder), panelen), alt, bijschrift)


def _paneel(aandeel: Aandeel) -> Paneel:
    jaren = tuple(Jaar.van(cel.cohort, cel.waarden, woorden(cel)) for cel in aandeel.cellen)
    return Paneel(f"{hoofdletter(aandeel.wie)}: {DELEN[aandeel.indicator]}", jaren, GEBEURTENISSEN)


def _leeg(g: Gegevens) -> Paneel:
    return Paneel("Regio", (Jaar(g.jaar.start, woorden="niet gemeten"),))


def _titel(alle: list[Aandeel]) -> str:
    delen = [
        f"{DELEN[aandeel.indicator]} van {van} naar {tot}"
        for aandeel in alle
        if aandeel.niveau == "regio" and len(aandeel.gemeten) > 1
        for van, tot in [[f"{decimaal(w.pct)}%" for _, w in (aandeel.gemeten[0], aandeel.gemeten[-1])]]
    ]
    if not delen:
        return "Over wie de cijfers gaan: er is nog geen ontwikkeling te tonen"
    return f"Aandeel van de schoolverlaters in de regio: {opsomming(delen)}"


def tabel(g: Gegevens) -> TableBundle:
    """Both groups per cohort, first of the region and then per kind of school."""
    alle = aandelen(g)
    rijen = [rij for paar in zip(alle[::2], alle[1::2], strict=True) for rij in _rijen(*paar)]
    kolommen = [kop("Cohort"), Kolom("alle")]
    for deel in DELEN.values():
        kolommen += [Kolom(deel), Kolom("%"), Kolom("toevalsmarge")]
    return maak_tabel(kolommen, rijen, "Wie in de cijfers zit, per cohort", g.stand, [MARGE_NOOT])


def _rijen(links: Aandeel, rechts: Aandeel) -> list[list[str]]:
    rijen = [vet([hoofdletter(links.wie), *[""] * 7])]
    for een, ander in zip(links.cellen, rechts.cellen, strict=True):
        alle = _verlaters(links.g, een.cohort, links.niveau, links.eenheid)
        rijen.append([een.cohort.label, n_tekst(alle), *_drie(een), *_drie(ander)])
    return rijen


def _drie(cel: Cel) -> list[str]:
    aantal, _, pct, marge = vier(cel)
    return [aantal, pct, marge]


def tekst(g: Gegevens) -> Proza:
    """A sentence per group and kind of school: whether the share rose or fell by more than chance."""
    alle = [aandeel for aandeel in aandelen(g) if aandeel.gemeten]
    if not alle:
        return Proza("Over wie de cijfers gaan, is niets te tonen.")
    aangepast = holm([float("nan") if aandeel.te_grof else aandeel.trend.p for aandeel in alle])
    regels = [f"- {zin(aandeel, float(p))}" for aandeel, p in zip(alle, aangepast, strict=True)]
    return Proza("\n".join(regels))


def zin(aandeel: Aandeel, p: float) -> str:
    """How the share went. p: of the trend, adjusted for all shares together; NaN where there is no test."""
    wat = f"{hoofdletter(aandeel.wie)}: het aandeel {_IN_EEN_ZIN[aandeel.indicator]}"
    (van, eerste), (tot, laatste) = aandeel.gemeten[0], aandeel.gemeten[-1]
    toen, nu = (f"cohort {Schooljaar(jaar)}" for jaar in (van, tot))
    if van == tot:
        return f"{wat} was {decimaal(eerste.pct)}% in {toen}; er is geen ander cohort om mee te vergelijken."
    if {w.pct for _, w in aandeel.gemeten} in ({0}, {100}):
        return f"{wat} was van {toen} tot en met {nu} steeds {procent(eerste.pct)}."
    waar = f"van {decimaal(eerste.pct)}% ({toen}) naar {decimaal(laatste.pct)}% ({nu})"
    if aandeel.te_grof:
        return f"{wat} ging {waar}; voor een toets zijn de aantallen te klein."
    if p >= ALFA:
        return f"{wat} veranderde niet aantoonbaar, {waar}."
    richting = "steeg" if aandeel.trend.helling > 0 else "daalde"
    jaarlijks = f"gemiddeld met {punten(aandeel.trend.helling)} per jaar"
    return f"{wat} {richting} aantoonbaar, {jaarlijks}, {waar}."
