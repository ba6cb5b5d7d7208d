"""How many leavers are known about at each moment: bars, tables and sentences."""

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.staven import Staaf, staven
from pipeline.reporting.content.samen import reeks, woorden, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.maten import MATEN, RESPONS
from pipeline.reporting.notation import datum, getal, procent
from pipeline.reporting.sentences import basis
from pipeline.reporting.tables import (
    MARGE_NOOT,
    N_NOOT,
    VIER,
    Kolom,
    kop,
    maak_tabel,
    n_tekst,
    pct_tekst,
    vet,
    vier,
)

MOMENTEN = {
    "R_U": "bij het verlaten van de school (U)",
    "R_V1": "voorjaar na een half jaar (V1)",
    "R_V2": "najaar na één jaar (V2)",
    "R_V3": "voorjaar na anderhalf jaar (V3)",
    "R_V4": "najaar na twee jaar (V4)",
}
_BRON = "Bron: uitstroomlijsten van de scholen (U) en Intergrip (V1 tot en met V4); definitie R"


def figuur(g: Gegevens) -> FigureBundle:
    """One bar per moment, each for the cohort that the report shows it for."""
    rijen = [_staaf(g, indicator, label) for indicator, label in MOMENTEN.items()]
    titel = _titel(g)
    onder = f"Respons: deel van de schoolverlaters dat is bereikt, hele regio, stand {datum(g.stand)}"
    tekst = ", ".join(f"{rij.label} {rij.tekst or rij.woorden}".replace("\n", ", ") for rij in rijen)
    alt = f"{titel}. Staven per meetmoment: {tekst}."
    grafiek = staven(Koppen(titel, onder), rijen, spoor=True)
    return figure_bundle(grafiek, alt, f"Respons per meetmoment, hele regio. {_BRON}.")


def _staaf(g: Gegevens, indicator: str, label: str) -> Staaf:
    cel = g.cel(indicator)
    naam = f"{label}\ncohort {cel.cohort}"
    if cel.waarden is None:
        return Staaf(naam, woorden=woorden(cel))
    w = cel.waarden
    return Staaf(naam, w.pct, procent(w.pct), f"{getal(w.k)} van {getal(w.n)}")


def _titel(g: Gegevens) -> str:
    """From the first moment to the last with a figure."""
    eerste, laatste = g.cel("R_U"), g.cel("R_V4")
    if eerste.waarden and laatste.waarden:
        return (
            f"Bij het vertrek is van {basis.pct(eerste.waarden)} de bestemming bekend; "
            f"na twee jaar is {basis.pct(laatste.waarden)} bereikt"
        )
    if eerste.waarden:
        bekend = f"van {basis.pct(eerste.waarden)} de bestemming bekend"
        return f"Bij het vertrek is {bekend} (cohort {eerste.cohort})"
    return f"De respons van cohort {g.jaar} is {woorden(eerste)}"


def tabel(g: Gegevens) -> TableBundle:
    """The same in numbers, with peildatum and interval."""
    kolommen = [kop("Meetmoment"), kop("Cohort"), kop("Peildatum"), *VIER]
    rijen = []
    for indicator, label in MOMENTEN.items():
        cel = g.cel(indicator)
        rijen.append([label, cel.cohort.label, datum(g.peildatum(indicator)), *vier(cel)])
    return maak_tabel(kolommen, rijen, "Respons per meetmoment, hele regio", g.stand, [MARGE_NOOT])


def tabel_trend(g: Gegevens) -> TableBundle:
    """The response of every cohort at every moment."""
    kolommen = [kop("Cohort")]
    for indicator in RESPONS:
        kolommen += [Kolom(f"{indicator[2:]} (%)"), Kolom("n")]
    rijen = []
    for cohort in reeks(g, "R_U"):
        cellen = [g.cijfers.cel(indicator, cohort) for indicator in RESPONS]
        rijen.append(
            [cohort.label, *[t for c in cellen for t in (pct_tekst(c), n_tekst(c) if c.waarden else "")]]
        )
    return maak_tabel(kolommen, rijen, "Respons per cohort en meetmoment, hele regio", g.stand, [N_NOOT])


def tabel_school(g: Gegevens) -> TableBundle:
    """The response per school at every meetmoment."""
    momenten = RESPONS
    kolommen = [kop("School")]
    for indicator in momenten:
        kolommen += [Kolom(f"{indicator[2:]}, cohort {g.cohort(indicator)} (%)"), Kolom("n")]
    scholen = {school.school: school.naam for i in momenten for school in g.scholen(g.cohort(i))}
    rijen = [_schoolrij(g, naam, "school", school, momenten) for school, naam in scholen.items()]
    rijen.append(vet(_schoolrij(g, "Regio", "regio", "regio", momenten)))
    return maak_tabel(kolommen, rijen, "Respons per school", g.stand, [N_NOOT])


def _schoolrij(g: Gegevens, naam: str, niveau: str, eenheid: str, momenten: tuple[str, ...]) -> list[str]:
    cellen = [g.cel(indicator, niveau, eenheid) for indicator in momenten]
    return [letterlijk(naam), *[t for c in cellen for t in (pct_tekst(c), n_tekst(c) if c.waarden else "")]]


def tekst(g: Gegevens) -> Proza:
    """Response at leaving, after one and after two years."""
    delen = [
        basis.zin(MATEN[indicator], g.cel(indicator), g.peildatum(indicator), g.stand)
        for indicator in ("R_U", "R_V2", "R_V4")
    ]
    return Proza(zinnen(*delen))
