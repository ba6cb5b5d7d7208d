"""Placement and bestendigheid through the years: panels with equal axes, table and sentences."""

from collections.abc import Sequence

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.lijnen import lijnen
from pipeline.reporting.charts.reeks import Gebeurtenis, Jaar, Paneel
from pipeline.reporting.content.samen import code, genoemd, reeks, woorden, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import datum, hoofdletter, opsomming, procent
from pipeline.reporting.sentences import basis
from pipeline.reporting.sentences.norm import tegen_norm
from pipeline.reporting.sentences.verschil import ten_opzichte_van
from pipeline.reporting.tables import (
    MARGE_NOOT,
    N_NOOT,
    ONBEKEND_KOPPEN,
    VIER,
    Kolom,
    kop,
    maak_tabel,
    n_tekst,
    onbekend_en_grenzen,
    pct_tekst,
    vier,
)

GEBEURTENISSEN = (
    Gebeurtenis(2014, "Participatiewet"),
    Gebeurtenis(2017, "uitrol", breuk=False),
    Gebeurtenis(2019, "corona"),
)
"""By cohort.

Participatiewet: in force since 1-1-2015, so every cohort from 2014-2015 left under it. Uitrol: the plans of
the convenant started in September 2017. Corona: from March 2020, so the leavers of 2019-2020 met it first.
"""


def figuur(g: Gegevens, indicatoren: Sequence[str], naam: str) -> FigureBundle:
    """A panel per measure, all cohorts up to the report."""
    titel = _titel(g, indicatoren)
    onder = (
        f"{hoofdletter(naam)} in vier maten, per cohort, hele regio, stand {datum(g.stand)}. "
        "Grijze lijn: toevalsmarge (95%). De lijn is onderbroken waar jaren niet goed vergelijkbaar zijn"
    )
    panelen = [_paneel(g, indicator) for indicator in indicatoren if reeks(g, indicator)]
    panelen = panelen or [Paneel(MATEN[indicatoren[0]].kop, (Jaar(g.jaar.start, woorden="niet gemeten"),))]
    grafiek = lijnen(Koppen(titel, onder), panelen)
    codes = list(dict.fromkeys(code(i) for i in indicatoren))
    bijschrift = (
        f"{hoofdletter(naam)} per cohort, regio. Participatiewet: sinds 1 januari 2015; uitrol: de plannen "
        f"van het convenant, vanaf september 2017; corona: vanaf maart 2020. Definities {opsomming(codes)}."
    )
    return figure_bundle(grafiek, _alt(g, indicatoren, titel), bijschrift)


def _paneel(g: Gegevens, indicator: str) -> Paneel:
    norm = g.norm(indicator)
    jaren = []
    for cohort in reeks(g, indicator):
        cel = g.cijfers.cel(indicator, cohort)
        jaren.append(Jaar.van(cohort, cel.waarden, woorden(cel)))
    soort = "doel" if norm and norm.waarde >= 100 else "norm"
    uitleg = f"{soort} {procent(norm.waarde, 0)}" if norm else "geen norm"
    return Paneel(MATEN[indicator].kop, tuple(jaren), GEBEURTENISSEN, norm.waarde if norm else None, uitleg)


def _titel(g: Gegevens, indicatoren: Sequence[str]) -> str:
    """The first two measures with a figure, as they are now."""
    met = [cel for indicator in indicatoren if (cel := g.cel(indicator)).waarden]
    if not met:
        eerste = g.cel(indicatoren[0])
        return f"{hoofdletter(MATEN[eerste.indicator].naam)}, cohort {eerste.cohort}: {woorden(eerste)}"
    delen = [
        f"{basis.pct(cel.waarden)} {_KORT[cel.indicator]} (cohort {cel.cohort})"
        for cel in met[:2]
        if cel.waarden
    ]
    return _WIE.get(met[0].indicator, "") + " en ".join(delen)


_KOLOM = {"B1_1": "B1, één jaar", "B1_2": "B1, twee jaar", "B3_RUIM": "B3, ruim", "B3_STRIKT": "B3, strikt"}
_KORT = {
    "P1": "van wie meetelt, had direct een plek",
    "P2": "van wie perspectief arbeid had, ging werken",
    "P3": "van wie profiel arbeid had, ging werken",
    "K1": "ging naar werk of mbo",
    "B1_1": "na één jaar nog een plek",
    "B1_2": "na twee jaar",
    "B3_RUIM": "ook na één en na twee jaar werk",
    "B3_STRIKT": "steeds bij dezelfde werkgever",
}
_WIE = {
    "B1_1": "Van wie een plek had en is gevolgd, had ",
    "B1_2": "Van wie een plek had en is gevolgd, had ",
    "B3_RUIM": "Van wie ging werken en is gevolgd, had ",
    "B3_STRIKT": "Van wie ging werken en is gevolgd, werkte ",
}


def _alt(g: Gegevens, indicatoren: Sequence[str], titel: str) -> str:
    delen = [f"{titel}. Lijngrafieken per cohort."]
    for indicator in indicatoren:
        gemeten = [cel.waarden for c in reeks(g, indicator) if (cel := g.cijfers.cel(indicator, c)).waarden]
        if gemeten:
            van, tot = procent(gemeten[0].pct), procent(gemeten[-1].pct)
            loop = f"van {van} naar {tot}" if len(gemeten) > 1 else tot
            delen.append(f"{MATEN[indicator].kop}: {loop}.")
    return zinnen(*delen, "Alle cijfers staan ook in een tabel.")


def tabel(g: Gegevens, indicatoren: Sequence[str], naam: str) -> TableBundle:
    """Percentage and n of every measure per cohort; the report's own cohorts are bold."""
    kolommen = [kop("Cohort")]
    for indicator in indicatoren:
        kolommen += [Kolom(f"{_KOLOM.get(indicator, code(indicator))} (%)"), Kolom("n")]
    rijen = []
    for cohort in sorted({c for indicator in indicatoren for c in reeks(g, indicator)}):
        rij = [cohort.label]
        for indicator in indicatoren:
            cel = g.cijfers.cel(indicator, cohort)
            eigen = cel.waarden is not None and cohort == g.cohort(indicator)
            rij += [f"**{pct_tekst(cel)}**" if eigen else pct_tekst(cel), n_tekst(cel) if cel.waarden else ""]
        rijen.append(rij)
    noten = [N_NOOT, "Vet: het cohort waar dit rapport over gaat"]
    return maak_tabel(kolommen, rijen, f"{hoofdletter(naam)} per cohort, regio", g.stand, noten)


def tabel_per_maat(g: Gegevens, indicator: str) -> TableBundle:
    """All that is published of one measure: counts, interval, unknown and bounds per cohort."""
    cellen = [g.cijfers.cel(indicator, cohort) for cohort in reeks(g, indicator)]
    rijen = [[cel.cohort.label, *vier(cel), *onbekend_en_grenzen(cel)] for cel in cellen]
    bijschrift = f"{genoemd(indicator)}, per cohort, hele regio"
    noten = [
        MARGE_NOOT,
        "Onbekend (%): het aandeel onbekend onder iedereen die meetelt of misschien meetelt",
        "Grenzen: als alles wat onbekend is tegenzit of meezit",
    ]
    return maak_tabel([kop("Cohort"), *VIER, *ONBEKEND_KOPPEN], rijen, bijschrift, g.stand, noten)


def tekst(g: Gegevens, indicator: str) -> Proza:
    """The measure in sentences: figure, norm, unknown, bounds, and the change since the year before."""
    maat, cel = MATEN[indicator], g.cel(indicator)
    eerste = basis.zin(maat, cel, g.peildatum(indicator), g.stand)
    if cel.waarden is None:
        return Proza(eerste)
    norm = g.norm(indicator)
    tegen = tegen_norm(cel.waarden, norm.waarde) if norm else ""
    vorige = ten_opzichte_van(cel, g.cijfers.cel(indicator, cel.cohort.plus(-1)))
    return Proza(zinnen(eerste, tegen, basis.grenzen(cel.waarden), vorige))
