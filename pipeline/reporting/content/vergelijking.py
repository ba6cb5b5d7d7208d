"""Published national series beside ours: never on one axis of differences, never subtracted."""

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.lijnen import lijnen
from pipeline.reporting.charts.reeks import Gebeurtenis, Jaar, Paneel
from pipeline.reporting.content.samen import IN_DE_TABEL, reeks, schooltype, woorden
from pipeline.reporting.content.trend import GEBEURTENISSEN
from pipeline.reporting.display import FigureBundle, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import decimaal, procent
from pipeline.reporting.tables import N_NOOT, Kolom, kop, maak_tabel, n_tekst, pct_tekst
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import Benchmark, benchmarks

TYPEN = ("PRO", "VSO")
_LANDELIJKE_GEBEURTENISSEN = (Gebeurtenis(2015, "Participatiewet"), Gebeurtenis(2020, "corona"))
"""By calendar year: the national series are per year."""


def _landelijk(soort: str) -> list[Benchmark]:
    """The national share in work, by calendar year, one series per kind of school."""
    return sorted(
        (b for b in benchmarks() if (b.reeks, b.schooltype, b.maat) == ("landelijk", soort, "werk_pct")),
        key=lambda b: b.jaar,
    )


def _ons(g: Gegevens, soort: str) -> Paneel:
    jaren = []
    for cohort in reeks(g, "D"):
        cel = g.cijfers.cel("D", cohort, "schooltype", soort, "WERK", "klasse")
        jaren.append(Jaar.van(cohort, cel.waarden, woorden(cel)))
    wat = "gaat bij vertrek naar werk; alle verlaters"
    return Paneel(f"Onze regio, {schooltype(soort)}", tuple(jaren), GEBEURTENISSEN, toelichting=wat)


def _land(soort: str, tot: Schooljaar) -> Paneel:
    jaren = tuple(Jaar(int(b.jaar), b.waarde) for b in _landelijk(soort) if int(b.jaar) <= tot.eind)
    wie = "werkt; alleen profiel arbeid" if soort == "VSO" else "werkt; wie het onderwijs verliet"
    naam = f"Nederland, {schooltype(soort)}"
    return Paneel(naam, jaren, _LANDELIJKE_GEBEURTENISSEN, toelichting=wie, kalenderjaren=True)


def figuur(g: Gegevens) -> FigureBundle:
    """Ours and the national series, side by side on equal axes."""
    panelen = [paneel for soort in TYPEN for paneel in (_ons(g, soort), _land(soort, g.jaar))]
    titel = _titel(g)
    onder = (
        "Aandeel met werk. Links en rechts zijn andere metingen van andere groepen: "
        "vergelijk de richting, niet de hoogte"
    )
    alt = f"{titel}. Vier lijngrafieken, regio links en Nederland rechts. {IN_DE_TABEL}"
    bijschrift = (
        "Aandeel schoolverlaters met werk, in de regio en in Nederland. Bron: uitstroomlijsten van de "
        "scholen (D) en ocwincijfers.nl. De definities verschillen; de reeksen zijn niet van elkaar af te "
        "trekken."
    )
    return figure_bundle(lijnen(Koppen(titel, onder), [p for p in panelen if p.jaren]), alt, bijschrift)


def _titel(g: Gegevens) -> str:
    """The direction of both series for praktijkonderwijs, not the distance between them."""
    ons = _ons(g, "PRO").punten()
    land = _land("PRO", g.jaar).punten()
    if len(ons) < 2 or len(land) < 2:
        return "Het aandeel met werk in de regio en in Nederland"
    van_tot = [f"van {procent(p[0]['y'])} naar {procent(p[-1]['y'])}" for p in (ons, land)]
    regio = f"{van_tot[0]} (uitstroom {ons[0]['x'] + 1}-{ons[-1]['x'] + 1})"
    landelijk = f"{van_tot[1]} (andere meting, {land[0]['x']}-{land[-1]['x']})"
    return f"Praktijkonderwijs met werk: in de regio {regio}, landelijk {landelijk}"


def tabel(g: Gegevens) -> TableBundle:
    """Both series per year; a cohort stands beside the calendar year in which it left."""
    land = {(soort, int(b.jaar)): b.waarde for soort in TYPEN for b in _landelijk(soort)}
    kolommen = [kop("Cohort"), kop("Jaar")]
    for kort in ("pro", "vso"):
        kolommen += [Kolom(f"regio {kort} (%)"), Kolom("n"), Kolom(f"land {kort} (%)")]
    rijen = []
    for cohort in reeks(g, "D"):
        rij = [cohort.label, str(cohort.eind)]
        for soort in TYPEN:
            cel = g.cijfers.cel("D", cohort, "schooltype", soort, "WERK", "klasse")
            waarde = land.get((soort, cohort.eind))
            rij += [
                pct_tekst(cel),
                n_tekst(cel) if cel.waarden else "",
                "" if waarde is None else decimaal(waarde),
            ]
        rijen.append(rij)
    noten = [
        N_NOOT,
        "Leeg: niet gepubliceerd",
        "De kolommen meten niet hetzelfde en zijn niet van elkaar af te trekken",
    ]
    return maak_tabel(kolommen, rijen, "Aandeel met werk, regio en Nederland", g.stand, noten)
