"""From where to where: the flows between leaving, V2 and V4, in stacked bars, tables and sentences.

Rates of who was seen at both moments, released like every other figure. Who had no work at the first moment
has two parts: without any place, which has a rate of its own, and with a place, which is what is left.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.indicators.rates import percentage, wilson
from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.stapels import Soort, Stapel, stapels
from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.content.samen import IN_DE_TABEL, woorden, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import datum, decimaal, getal, hoofdletter, interval, procent
from pipeline.reporting.tables import Kolom, k_tekst, kop, maak_tabel, marge_tekst, n_tekst, pct_tekst
from pipeline.vocabulary.schooljaar import Schooljaar

_BRON = "Bron: uitstroomlijsten van de scholen (U) en Intergrip (V2 en V4); definities WW, WZ, NW, NZ en GW"
_NOTEN = [
    "Bereikt: wie op beide momenten is bereikt, leeft en in Nederland woont",
    "Plek: werk, een opleiding of dagbesteding",
    "Toevalsmarge: het 95%-interval van Wilson van het deel met werk",
    "De regel met wel een opleiding of dagbesteding is het verschil van de regels erboven en eronder",
]
_KLEINST = 10
"""Of fewer leavers no percentage is worked out."""
_SOORTEN = (
    Soort("WERK", "werk"),
    Soort("LEREN", "opleiding of dagbesteding"),
    Soort("ZONDER_WERK", "geen werk, met of zonder plek"),
    Soort("GEEN", "geen plek"),
)


@dataclass(frozen=True)
class Stap:
    """From one moment to the next: the end of the codes of its indicators, and the two moments in words."""

    moment: str
    van: str
    na: str

    def cel(self, g: Gegevens, soort: str, cohort: Schooljaar) -> Cel:
        """The rate of one kind (WW, WZ, NW, NZ or GW), for the region."""
        return g.cijfers.cel(f"{soort}_{self.moment}", cohort)


STAPPEN = {
    "v2": Stap("V2", "bij het vertrek", "na een jaar"),
    "v4": Stap("V4", "na een jaar", "na twee jaar"),
}


SOORTEN = ("WW", "WZ", "NW", "NZ", "GW")
INDICATOREN = tuple(f"{soort}_{stap.moment}" for stap in STAPPEN.values() for soort in SOORTEN)


@dataclass(frozen=True)
class Groep:
    """Where leavers were, and of them who has work later and who no place; the last is not known of all."""

    naam: str
    werk: Cel
    zonder: Cel | None = None

    @property
    def delen(self) -> tuple[tuple[str, float | None], ...]:
        """The parts of a bar, in percent; nothing where the rate of work is not shown."""
        werk = self.werk.waarden
        if werk is None:
            return ()
        if self.zonder is None:
            return ("WERK", werk.pct), ("ZONDER_WERK", 100 - werk.pct)
        plek = _plek(self)
        niets = self.zonder.waarden.pct if self.zonder.waarden else None
        return ("WERK", werk.pct), ("LEREN", plek.pct if plek else None), ("GEEN", niets)


def _plek(groep: Groep) -> Waarden | None:
    """Who has a place that is no work: all of n less those in work and those without a place."""
    werk, zonder = groep.werk.waarden, groep.zonder.waarden if groep.zonder else None
    return _waarden(werk.n - werk.k - zonder.k, werk.n) if werk and zonder else None


def _waarden(k: int, n: int) -> Waarden:
    (laag,), (hoog,) = wilson([k], [n])
    return Waarden(n, k, float(percentage(k, n)), float(laag), float(hoog))


def groepen(g: Gegevens, stap: Stap, cohort: Schooljaar) -> list[Groep]:
    """With work, without, and of those without: with another place, and with none."""
    werk, niet, geen = (stap.cel(g, soort, cohort) for soort in ("WW", "NW", "GW"))
    gevonden = [
        Groep("had werk", werk, stap.cel(g, "WZ", cohort)),
        Groep("had geen werk", niet, stap.cel(g, "NZ", cohort)),
        Groep("– wel een opleiding of dagbesteding", _verschil(niet, geen)),
        Groep("– ook geen andere plek", geen),
    ]
    return [groep for groep in gevonden if groep.werk.status != "niet gemeten"] or gevonden[:1]


def _verschil(geheel: Cel, deel: Cel) -> Cel:
    """The others of a whole, where both are shown and they are enough."""
    a, b = geheel.waarden, deel.waarden
    leeg = Cel("", "", "", geheel.cohort, "regio", "regio", "niet gemeten")
    if not a or not b or a.n - b.n < _KLEINST or not 0 < a.k - b.k < a.n - b.n:
        return leeg
    over = _waarden(a.k - b.k, a.n - b.n)
    return Cel("", "", "", geheel.cohort, "regio", "regio", "gemeten", over)


def _cohort(g: Gegevens) -> Schooljaar:
    """The last cohort that is followed to the end."""
    return g.jaar.plus(-2)


def figuur(g: Gegevens) -> FigureBundle:
    """Both steps of one cohort: a bar for each group, by what became of it."""
    cohort = _cohort(g)
    rijen = [rij for stap in STAPPEN.values() for rij in _stapels(g, stap, cohort)]
    soorten = [s for s in _SOORTEN if any(s.sleutel == deel for rij in rijen for deel, _ in rij.delen)]
    onder = f"Wie op beide momenten is bereikt, hele regio, cohort {cohort}, stand {datum(g.stand)}"
    grafiek = stapels(Koppen(_titel(g, cohort), onder), soorten or _SOORTEN[:1], rijen, ("marge", "n"))
    beschreven = ". ".join(_beschreven(g, stap, cohort) for stap in STAPPEN.values())
    alt = zinnen(f"{_titel(g, cohort)}.", f"Gestapelde staven. {beschreven}.", IN_DE_TABEL)
    bijschrift = (
        "Waar schoolverlaters na een jaar en na twee jaar zijn, naar waar zij eerst waren, hele regio,"
        f" cohort {cohort}. {_BRON}."
    )
    return figure_bundle(grafiek, alt, bijschrift)


def _stapels(g: Gegevens, stap: Stap, cohort: Schooljaar) -> list[Stapel]:
    kopje = Stapel(f"{hoofdletter(stap.van)} … en {stap.na}:", kop=True)
    return [kopje, *(_stapel(groep) for groep in groepen(g, stap, cohort))]


def _stapel(groep: Groep) -> Stapel:
    werk = groep.werk.waarden
    if werk is None:
        return Stapel(groep.naam, woorden=woorden(groep.werk))
    return Stapel(groep.naam, groep.delen, (interval(werk.laag, werk.hoog), getal(werk.n)))


def _beschreven(g: Gegevens, stap: Stap, cohort: Schooljaar) -> str:
    delen = [f"{groep.naam.removeprefix('– ')} {_werk(groep.werk)}" for groep in groepen(g, stap, cohort)]
    return f"Werk {stap.na}, naar wat er {stap.van} was: {', '.join(delen)}"


def _werk(cel: Cel) -> str:
    return procent(cel.waarden.pct) if cel.waarden else woorden(cel)


def _titel(g: Gegevens, cohort: Schooljaar) -> str:
    """The finding: who keeps work, and who finds it after all."""
    stap = STAPPEN["v2"]
    houdt, vindt = stap.cel(g, "WW", cohort), stap.cel(g, "NW", cohort)
    delen = [
        f"van wie {wat} heeft {procent(cel.waarden.pct)} {stap.na} werk"
        for cel, wat in ((houdt, "werk had"), (vindt, "geen werk had"))
        if cel.waarden
    ]
    if not delen:
        return f"Hoe het na het vertrek verder ging, is {woorden(houdt)}"
    return hoofdletter(", ".join(delen))


def tabel(g: Gegevens) -> TableBundle:
    """The same in numbers: a row per step and group."""
    cohort = _cohort(g)
    kolommen = [
        kop("Eerst"), kop("Later"), Kolom("bereikt"), Kolom("werk"), Kolom("werk (%)"), Kolom("toevalsmarge"),
        Kolom("andere plek (%)"), Kolom("geen plek (%)"),
    ]  # fmt: skip
    rijen = [
        [f"{stap.van} {groep.naam}" if nr < 2 else groep.naam, stap.na, *_cellen(groep)]
        for stap in STAPPEN.values()
        for nr, groep in enumerate(groepen(g, stap, cohort))
    ]
    return maak_tabel(
        kolommen, rijen, f"Van moment naar moment, hele regio, cohort {cohort}", g.stand, _NOTEN
    )


def _cellen(groep: Groep) -> list[str]:
    werk, zonder = groep.werk, groep.zonder
    if not werk.waarden:
        return ["", "", pct_tekst(werk), "", "", ""]
    plek = _plek(groep)
    rest = [decimaal(plek.pct) if plek else "", pct_tekst(zonder)] if zonder else ["", ""]
    return [n_tekst(werk), k_tekst(werk), pct_tekst(werk), marge_tekst(werk), *rest]


def tabel_cohorten(g: Gegevens, stap: str) -> TableBundle:
    """One step for every cohort: of who had work, who had none, and who had no place."""
    deze = STAPPEN[stap]
    kolommen = [
        kop("Cohort"), Kolom("had werk"), Kolom("werk (%)"), Kolom("geen plek (%)"),
        Kolom("had geen werk"), Kolom("werk (%)"), Kolom("geen plek (%)"),
        Kolom("had geen plek"), Kolom("werk (%)"),
    ]  # fmt: skip
    rijen = []
    for cohort in g.cijfers.cohorten(f"WW_{deze.moment}", g.jaar):
        cel = {soort: deze.cel(g, soort, cohort) for soort in ("WW", "WZ", "NW", "NZ", "GW")}
        n = {soort: n_tekst(cel[soort]) if cel[soort].waarden else "" for soort in ("WW", "NW", "GW")}
        pct = {soort: pct_tekst(een) for soort, een in cel.items()}
        rijen.append(
            [cohort.label, n["WW"], pct["WW"], pct["WZ"], n["NW"], pct["NW"], pct["NZ"], n["GW"], pct["GW"]]
        )
    bijschrift = f"Van {deze.van} naar {deze.na}, per cohort, hele regio"
    noten = [f"Eerst het aantal dat is bereikt, daarnaast wie er {deze.na} van hen werk of geen plek heeft"]
    return maak_tabel(kolommen, rijen, bijschrift, g.stand, noten)


def tekst(g: Gegevens) -> Proza:
    """Who kept work, who found it after all, and who returned to nothing."""
    cohort = _cohort(g)
    eerst, later = STAPPEN["v2"], STAPPEN["v4"]
    houdt, terug = eerst.cel(g, "WW", cohort), later.cel(g, "WZ", cohort)
    alsnog, uit_niets = eerst.cel(g, "NW", cohort), eerst.cel(g, "GW", cohort)
    if not any(cel.waarden for cel in (houdt, terug, alsnog, uit_niets)):
        return Proza(f"Voor cohort {cohort} is dit {woorden(houdt)}.")
    return Proza(
        zinnen(
            f"Dit gaat over cohort {cohort}, en over wie op beide momenten is bereikt.",
            _zin(houdt, "die bij het vertrek werk hadden", "{hadden} er {k} na een jaar werk"),
            _zin(alsnog, "die bij het vertrek geen werk hadden", "{hadden} er {k} na een jaar alsnog werk"),
            _zin(
                uit_niets,
                "die bij het vertrek geen enkele plek hadden",
                "{hadden} er {k} na een jaar alsnog werk",
            ),
            _zin(terug, "die na een jaar werk hadden", "{hadden} er {k} na twee jaar geen enkele plek meer"),
            _grenzen(terug),
        )
    )


def _zin(cel: Cel, wie: str, wat: str) -> str:
    """How many of a group; of one leaver there is nothing to say in percent."""
    w = cel.waarden
    if w is None:
        return f"Voor de schoolverlaters {wie} is dit {woorden(cel)}."
    if w.n == 1:
        return ""
    deed = wat.format(hadden="had" if w.k == 1 else "hadden", k=getal(w.k))
    marge = f"toevalsmarge {interval(w.laag, w.hoog)}"
    return f"Van de {getal(w.n)} schoolverlaters {wie}, {deed}: {procent(w.pct)} ({marge})."


def _grenzen(terug: Cel) -> str:
    """How far the return could lie from this, were all the unknown the one or the other."""
    w = terug.waarden
    if w is None or w.ondergrens is None or w.bovengrens is None or not w.onbekend:
        return ""
    van_wie = (
        "1 schoolverlater is niet bekend of die hierbij hoort of wat er van die leerling werd"
        if w.onbekend == 1
        else f"{getal(w.onbekend)} schoolverlaters is niet bekend of zij hierbij horen of wat er van hen werd"
    )
    return (
        f"Van {van_wie}. Het ware deel ligt daarom tussen {procent(w.ondergrens)} en {procent(w.bovengrens)}."
    )
