"""Are those who were reached like all leavers? Per meetmoment by school, and after a year by where they went.

Everything here is worked out from released counts: the response of the schools of which it is shown, with
the others as one group, and who was seen after a year of those who had work at leaving and of those who had
none. By sex, profile or diploma the response is not published: those who were not reached are few, and counts
of them would hide the figures per school that are shown now. An R-indicator of hidden counts would tell of
them: where all but one of its counts are shown, it follows from that one alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.evaluation.representativiteit import RIndicator, r_van_groepen
from pipeline.indicators.rates import percentage, wilson
from pipeline.reporting.cijfers import Soort
from pipeline.reporting.content.samen import woorden, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import RESPONS
from pipeline.reporting.notation import decimaal, getal, interval, procent
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel, pct_tekst
from pipeline.vocabulary.schooljaar import Schooljaar

_KLEIN = 5
"""A group of which fewer were reached, or fewer were not, is not set apart; the rules hide such a count."""
_GELIJK = 0.995
"""From here R is printed as 1,00."""
_NOTEN = [
    "R: 1 als elke school even vaak bereikt is, lager naarmate het meer verschilt; toeval is eraf getrokken",
    "Apart: de scholen waarvan de respons is getoond; de andere tellen samen als één groep",
    "Hooguit: zoveel procentpunt kan een percentage van wie is bereikt afwijken van dat van allen, voor zover"
    " de uitkomst per school verschilt",
]


@dataclass(frozen=True)
class Groep:
    """Leavers of one kind, and how many of them were reached."""

    naam: str
    n: int
    bereikt: int

    @property
    def pct(self) -> float:
        return float(percentage(self.bereikt, self.n))

    @property
    def marge(self) -> tuple[float, float]:
        """The 95% interval of the response."""
        (laag,), (hoog,) = wilson([self.bereikt], [self.n])
        return float(laag), float(hoog)

    @property
    def te_tonen(self) -> bool:
        return min(self.bereikt, self.n - self.bereikt) >= _KLEIN


def scholen(g: Gegevens, indicator: str) -> list[Groep]:
    """The schools whose response is shown, and the others together; nothing without the region's own."""
    cohort = g.cohort(indicator)
    regio = g.cel(indicator).waarden
    cellen = {s.naam: g.cel(indicator, "school", s.school) for s in g.scholen(cohort)}
    getoond = [Groep(naam, c.waarden.n, c.waarden.k) for naam, c in cellen.items() if c.waarden]
    if not regio or not getoond:
        return []
    n, k = (sum(getattr(een, wat) for een in getoond) for wat in ("n", "bereikt"))
    rest = Groep("andere scholen", regio.n - n, regio.k - k)
    return [*getoond, rest] if rest.n else getoond


def bestemmingen(g: Gegevens) -> list[Groep]:
    """By where they went at leaving, who was seen a year later; only the groups that are shown."""
    cohort = g.cohort("R_V2")
    werk, leren, dag = (aantal(g, klasse, cohort) for klasse in ("WERK", "LEREN", "DAGBESTEDING"))
    geen = aantal(g, "GEEN", cohort, "code")
    n = {soort: g.cijfers.cel(f"{soort}_V2", cohort) for soort in ("WW", "NW", "GW")}
    ww, nw, gw = (cel.waarden.n if cel.waarden else None for cel in n.values())
    geteld = [
        _groep("werk", werk, ww),
        _groep("opleiding of dagbesteding", _som(leren, dag), None if nw is None or gw is None else nw - gw),
        _groep("geen plek", geen, gw),
    ]
    return [groep for groep in geteld if groep and groep.te_tonen]


def aantal(g: Gegevens, klasse: str, cohort: Schooljaar, soort: Soort = "klasse") -> int | None:
    """How many went to a class, or as a code to GEEN: in the class of that name are who died or left too."""
    cel = g.cijfers.cel("D", cohort, klasse=klasse, soort=soort)
    return cel.waarden.k if cel.waarden else None


def _som(*delen: int | None) -> int | None:
    bekend = [deel for deel in delen if deel is not None]
    return sum(bekend) if len(bekend) == len(delen) else None


def _groep(naam: str, n: int | None, bereikt: int | None) -> Groep | None:
    return None if n is None or bereikt is None else Groep(naam, n, bereikt)


def _r(groepen: Sequence[Groep]) -> RIndicator | None:
    """R of these groups; None where there is nothing to compare."""
    if len(groepen) < 2 or not any(groep.bereikt for groep in groepen):
        return None
    return r_van_groepen([groep.n for groep in groepen], [groep.bereikt for groep in groepen])


def tabel(g: Gegevens) -> TableBundle:
    """Response and R of every meetmoment."""
    kolommen = [
        kop("Meetmoment"), kop("Cohort"), Kolom("n"), Kolom("respons (%)"), Kolom("R naar school"),
        Kolom("apart"), Kolom("hooguit"),
    ]  # fmt: skip
    rijen = [_rij(g, indicator) for indicator in RESPONS]
    return maak_tabel(kolommen, rijen, "Respons en representativiteit, hele regio", g.stand, _NOTEN)


def _rij(g: Gegevens, indicator: str) -> list[str]:
    cel = g.cel(indicator)
    eerste = [indicator[2:], cel.cohort.label, getal(cel.waarden.n) if cel.waarden else "", pct_tekst(cel)]
    groepen = scholen(g, indicator)
    r = _r(groepen)
    if r is None:
        return [*eerste, "niet per school" if cel.waarden else "", "", ""]
    apart = sum(groep.naam != "andere scholen" for groep in groepen)
    return [*eerste, decimaal(r.r, 2), getal(apart), decimaal(r.grootste_vertekening)]


def tabel_bestemming(g: Gegevens) -> TableBundle:
    """Who is missing after a year, by where she went at leaving."""
    kolommen = [
        kop("Bij het vertrek"), Kolom("n"), Kolom("gezien"), Kolom("gezien (%)"), Kolom("marge"),
        Kolom("% van n"), Kolom("% van gezien"),
    ]  # fmt: skip
    groepen = bestemmingen(g)
    n, gezien = sum(een.n for een in groepen), sum(een.bereikt for een in groepen)
    rijen = [
        [
            een.naam, getal(een.n), getal(een.bereikt), decimaal(een.pct), interval(*een.marge),
            decimaal(float(percentage(een.n, n))), decimaal(float(percentage(een.bereikt, gezien))),
        ]
        for een in groepen
    ]  # fmt: skip
    noten = [
        "Gezien: na een jaar bereikt, in leven en in Nederland",
        "Wie bij het vertrek niet bekend was, overleed of vertrok, staat er niet bij, en ook een groep niet"
        " waarvan bijna iedereen is gezien",
    ]
    bijschrift = f"Wie na een jaar is gezien, naar bestemming, hele regio, cohort {g.cohort('R_V2')}"
    return maak_tabel(kolommen, rijen or [_zonder(g)], bijschrift, g.stand, noten)


def _zonder(g: Gegevens) -> list[str]:
    """The row of a table without groups: not measured yet, or not shown."""
    cel = g.cel("R_V2")
    return ["alle bestemmingen", "", "", VERBORGEN if cel.waarden else pct_tekst(cel), "", "", ""]


def tekst(g: Gegevens) -> Proza:
    """How alike the response of schools is, and whether who had work is seen more often."""
    return Proza(zinnen(*(_per_school(g, indicator) for indicator in ("R_V2", "R_V4")), _naar_werk(g)))


def _per_school(g: Gegevens, indicator: str) -> str:
    cel, r = g.cel(indicator), _r(scholen(g, indicator))
    if cel.waarden is None:
        return f"De respons op {indicator[2:]} is {woorden(cel)}."
    if r is None:
        return f"Op {indicator[2:]} is van geen enkele school de respons getoond, dus R is niet te berekenen."
    gevolg = (
        "Een percentage van wie is bereikt kan daardoor hooguit"
        f" {decimaal(r.grootste_vertekening)} procentpunt afwijken van dat van allen."
        if r.r < _GELIJK
        else "De scholen verschillen niet meer dan door toeval te verwachten is."
    )
    return (
        f"Op {indicator[2:]} is {procent(cel.waarden.pct)} van cohort {cel.cohort} bereikt; R naar school is"
        f" {decimaal(r.r, 2)}. {gevolg}"
    )


def _naar_werk(g: Gegevens) -> str:
    """The first and the last group that are shown, where their intervals lie apart."""
    groepen = {groep.naam: groep for groep in bestemmingen(g)}
    werk, geen = groepen.get("werk"), groepen.get("geen plek")
    if not werk or not geen:
        return ""
    apart = werk.marge[0] > geen.marge[1] or werk.marge[1] < geen.marge[0]
    vaker = werk.pct > geen.pct
    hoe = ("vaker" if vaker else "minder vaak") if apart else "niet duidelijk vaker of minder vaak"
    gevolg = "Cijfers over wie is bereikt zijn dus eerder te gunstig." if apart and vaker else ""
    return zinnen(
        f"Wie bij het vertrek werk had, is na een jaar {hoe} gezien ({procent(werk.pct)}) dan wie geen plek"
        f" had ({procent(geen.pct)}).",
        gevolg,
    )
