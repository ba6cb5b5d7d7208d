"""The headlines of who was reached, weighted to all who were placed: a sensitivity, never a headline.

From released counts: per kind of school and per school how many were placed (k of P1), how many of them were
reached (n of B1 less who of n is unknown) and how many have a place. Units of which one of these is not shown
count together, as what the region has more than the others. Where she went at leaving tells most of who is
reached, but B1 is not released by that; who has work after a year is, by the flows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.evaluation.weging import Gewogen, gewogen_groepen
from pipeline.indicators.rates import percentage, wilson
from pipeline.reporting.cijfers import Waarden
from pipeline.reporting.content.representativiteit import aantal
from pipeline.reporting.content.samen import genoemd, woorden, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import decimaal, getal, hoofdletter, interval, procent
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel, marge_tekst, n_tekst, pct_tekst

INDICATOREN = ("B1_1", "B1_2")
_WERK = "Werk na een jaar"
_KLEINST = 10
"""Of fewer who were reached a group gets no weight of its own: they would stand for too many."""
_ZICHTBAAR = 0.05
"""A smaller difference is printed as 0,0."""
_NOTEN = [
    "Kopcijfer: wie niet is bereikt, telt als niet bestendig",
    "Gewogen: wie is bereikt, telt zo zwaar dat elke groep weer even groot is als bij het vertrek",
    "Ontwerpeffect: zoveel keer zoveel leerlingen zijn er nodig voor dezelfde marge",
    "Groepen: waarvan alle aantallen zijn getoond; de andere tellen samen als één groep",
]


@dataclass(frozen=True)
class Deel:
    """Placed leavers of one or more units: how many, how many reached, and how many of those with a place."""

    geplaatst: int
    bereikt: int
    k: int

    def __sub__(self, ander: Deel) -> Deel:
        return Deel(self.geplaatst - ander.geplaatst, self.bereikt - ander.bereikt, self.k - ander.k)

    @property
    def mogelijk(self) -> bool:
        return 0 <= self.k <= self.bereikt <= self.geplaatst


def _deel(g: Gegevens, indicator: str, niveau: str, eenheid: str) -> Deel | None:
    """The counts of a unit, where all are shown."""
    cohort = g.cohort(indicator)
    geplaatst = g.cijfers.cel("P1", cohort, niveau, eenheid).waarden
    blijft = g.cijfers.cel(indicator, cohort, niveau, eenheid).waarden
    erin = _onbekend_in_n(blijft) if blijft else None
    if geplaatst is None or blijft is None or erin is None:
        return None
    deel = Deel(geplaatst.k, blijft.n - erin, blijft.k)
    return deel if deel.mogelijk else None


def _onbekend_in_n(w: Waarden) -> int | None:
    """Of how many in n the outcome is unknown: their share is of n and those of the unknown outside it."""
    if w.onbekend is None or w.aandeel_onbekend is None:
        return None
    met_onbekend = round(100 * w.onbekend / w.aandeel_onbekend) if w.onbekend else w.n
    return w.onbekend - (met_onbekend - w.n)


def delen(g: Gegevens, indicator: str, niveau: str) -> list[Deel]:
    """The units of a level and the others together; nothing where the region's own counts are not shown."""
    regio = _deel(g, indicator, "regio", "regio")
    if regio is None:
        return []
    cohort = g.cohort(indicator)
    namen = g.schooltypen(cohort) if niveau == "schooltype" else [s.school for s in g.scholen(cohort)]
    gevonden = [deel for naam in namen if (deel := _deel(g, indicator, niveau, naam))]
    apart = sorted((deel for deel in gevonden if deel.bereikt >= _KLEINST), key=lambda deel: -deel.bereikt)
    rest = regio
    for deel in apart:
        rest = rest - deel
    while apart and rest.geplaatst and (rest.bereikt < _KLEINST or not rest.mogelijk):
        kleinste = apart.pop()
        rest = rest - Deel(-kleinste.geplaatst, -kleinste.bereikt, -kleinste.k)
    return [*apart, rest] if rest.geplaatst else apart


def _gewogen(groepen: Sequence[Deel]) -> Gewogen | None:
    """None where there are no two groups."""
    if len(groepen) < 2:
        return None
    return gewogen_groepen(*zip(*((d.geplaatst, d.bereikt, d.k) for d in groepen), strict=True))


def naar_bestemming(g: Gegevens) -> list[Deel]:
    """Who had work, another place or none at leaving: all, who was seen a year later, and who works then."""
    cohort = g.cohort("B1_1")
    werk, leren, dag = (aantal(g, klasse, cohort) for klasse in ("WERK", "LEREN", "DAGBESTEDING"))
    geen = aantal(g, "GEEN", cohort, "code")
    ww, nw, gw = (g.cijfers.cel(f"{soort}_V2", cohort).waarden for soort in ("WW", "NW", "GW"))
    if werk is None or leren is None or dag is None or geen is None or not (ww and nw and gw):
        return []
    gevonden = [
        Deel(werk, ww.n, ww.k),
        Deel(leren + dag, nw.n - gw.n, nw.k - gw.k),
        Deel(geen, gw.n, gw.k),
    ]
    return gevonden if all(deel.mogelijk and deel.bereikt >= _KLEINST for deel in gevonden) else []


def tabel(g: Gegevens) -> TableBundle:
    """Of each headline: as it is, of who was reached, and weighted by kind of school and by school."""
    kolommen = [
        kop("Maat"), kop("Rekenwijze"), Kolom("n"), Kolom("%"), Kolom("marge"), Kolom("ontwerpeffect"),
        Kolom("groepen"),
    ]  # fmt: skip
    rijen = [rij for indicator in INDICATOREN for rij in _rijen(g, indicator)]
    rijen += _rijen_werk(g)
    return maak_tabel(kolommen, rijen, "Gewogen voor wie niet is bereikt, hele regio", g.stand, _NOTEN)


def _rijen(g: Gegevens, indicator: str) -> Iterator[list[str]]:
    cel, regio = g.cel(indicator), _deel(g, indicator, "regio", "regio")
    naam = f"{genoemd(indicator)}, cohort {cel.cohort}"
    n = n_tekst(cel) if cel.waarden else ""
    yield [naam, "kopcijfer", n, pct_tekst(cel), marge_tekst(cel), "", ""]
    if cel.waarden:
        yield [naam, "wie is bereikt", *_bereikt([regio] if regio else [])]
        for niveau in ("schooltype", "school"):
            yield [naam, f"gewogen naar {niveau}", *_cellen(delen(g, indicator, niveau))]


def _rijen_werk(g: Gegevens) -> list[list[str]]:
    if g.cel("B1_1").waarden is None:
        return []
    naam, groepen = f"{_WERK}, cohort {g.cohort('B1_1')}", naar_bestemming(g)
    return [
        [naam, "wie is bereikt", *_bereikt(groepen)],
        [naam, "gewogen naar bestemming", *_cellen(groepen)],
    ]


def _bereikt(groepen: Sequence[Deel]) -> list[str]:
    """Of who was reached, as it is."""
    if not groepen:
        return ["", VERBORGEN, "", "", ""]
    n, k = sum(deel.bereikt for deel in groepen), sum(deel.k for deel in groepen)
    (laag,), (hoog,) = wilson([k], [n])
    return [
        getal(n), decimaal(float(percentage(k, n))), interval(float(laag), float(hoog)), "", "",
    ]  # fmt: skip


def _cellen(groepen: Sequence[Deel]) -> list[str]:
    gewogen = _gewogen(groepen)
    if gewogen is None:
        return ["", "te weinig groepen", "", "", ""]
    return [
        getal(gewogen.bereikt), decimaal(gewogen.gewogen_pct),
        interval(gewogen.gewogen_laag, gewogen.gewogen_hoog), decimaal(gewogen.ontwerpeffect, 2),
        getal(len(groepen)),
    ]  # fmt: skip


def tekst(g: Gegevens) -> Proza:
    """How far weighting moves the headlines, and work after a year."""
    return Proza(zinnen(*(_zin(g, indicator) for indicator in INDICATOREN), _zin_werk(g)))


def _zin(g: Gegevens, indicator: str) -> str:
    cel, naam = g.cel(indicator), MATEN[indicator].naam
    if cel.waarden is None:
        return f"‘{hoofdletter(naam)}’ is {woorden(cel)}."
    gewogen = [een for niveau in ("schooltype", "school") if (een := _gewogen(delen(g, indicator, niveau)))]
    if not gewogen:
        return f"‘{hoofdletter(naam)}’ is niet te wegen: van te weinig groepen zijn alle aantallen getoond."
    verschil = max((een.gewogen_pct - een.pct for een in gewogen), key=abs)
    return (
        f"Van wie is bereikt, is bij ‘{naam}’ {procent(gewogen[0].pct)} bestendig; wegen verandert daar"
        f" {_hoeveel(verschil)} aan."
    )


def _zin_werk(g: Gegevens) -> str:
    gewogen = _gewogen(naar_bestemming(g))
    if gewogen is None:
        return ""
    return (
        f"Van wie na een jaar is gezien, heeft {procent(gewogen.pct)} werk; gewogen naar de bestemming bij"
        f" het vertrek is dat {procent(gewogen.gewogen_pct)}."
    )


def _hoeveel(verschil: float) -> str:
    return "niets" if abs(verschil) < _ZICHTBAAR else f"hooguit {decimaal(abs(verschil))} procentpunt"
