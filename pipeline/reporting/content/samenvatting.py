"""Page one of both reports: are we on course, how sure is that, and what is not known yet."""

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.punten import Punt, Sleutels, punten
from pipeline.reporting.content.samen import code, genoemd, punt, woorden, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import KERN, MATEN
from pipeline.reporting.notation import STREEPJE, datum, decimaal, hoofdletter, opsomming, procent
from pipeline.reporting.sentences import basis
from pipeline.reporting.sentences.norm import oordeel, tegen_norm
from pipeline.reporting.sentences.verschil import richting, verschil
from pipeline.reporting.tables import MARGE_NOOT, VIER, Kolom, kop, maak_tabel, vier

_KORT = {
    "P1": "van wie meetelt, had direct een plek: werk, opleiding, dagbesteding of traject",
    "P2": "van wie perspectief arbeid had, ging aan het werk",
    "P3": "van wie profiel arbeid had, ging werken of werkend leren",
    "B1_1": "van wie een plek kreeg en is gevolgd, had na één jaar een plek",
    "B3_RUIM": "van wie ging werken en is gevolgd, werkte ook na één en twee jaar",
}


def kerncijfers(g: Gegevens) -> Proza:
    """The five figures as a list that both renderers set large."""
    regels = "\n".join(f"- {_kerncijfer(g, indicator)}" for indicator in KERN)
    return Proza(f'<div class="kerncijfers">\n\n{regels}\n\n</div>')


def _kerncijfer(g: Gegevens, indicator: str) -> str:
    cel = g.cel(indicator)
    if cel.waarden is None:
        return f"**{STREEPJE}** {_KORT[indicator]} (cohort {cel.cohort}): {woorden(cel)}"
    norm = g.norm(indicator)
    tegen = f" {_kort_oordeel(oordeel(cel.waarden, norm.waarde), norm.waarde)}" if norm else ""
    return f"**{basis.pct(cel.waarden)}** {_KORT[indicator]} (cohort {cel.cohort}).{tegen}"


def _kort_oordeel(uitkomst: str, norm: float) -> str:
    if norm >= 100:
        return "De 100% is gehaald." if uitkomst == "gehaald" else f"{hoofdletter(uitkomst)} tot 100%."
    return {
        "erboven": f"Boven de norm van {procent(norm, 0)}.",
        "eronder": f"Onder de norm van {procent(norm, 0)}.",
    }.get(uitkomst, f"Niet te onderscheiden van de norm van {procent(norm, 0)}.")


def figuur(g: Gegevens) -> FigureBundle:
    """The five figures with interval, each against its own norm or target."""
    rijen = [_punt(g, indicator) for indicator in KERN]
    titel = koers(g)
    onder = f"Vijf kerncijfers, hele regio, stand {datum(g.stand)}. Lijn: toevalsmarge (95%)"
    delen = [f"{rij.label}: {procent(rij.waarden.pct) if rij.waarden else rij.woorden}" for rij in rijen]
    grafiek = punten(Koppen(titel, onder), rijen, sleutels=Sleutels(doel="norm of doel"))
    bijschrift = f"Vijf kerncijfers tegenover norm of doel, hele regio. {_normen(g)}"
    return figure_bundle(grafiek, f"{titel}. {'; '.join(delen)}.".replace("\n", ", "), bijschrift)


def _normen(g: Gegevens) -> str:
    """Which of the five are held against what, and which against nothing."""
    met = [f"{code(i)} {procent(norm.waarde, 0)}" for i in KERN if (norm := g.norm(i))]
    zonder = [code(i) for i in KERN if not g.norm(i)]
    return zinnen(
        f"Norm of doel: {opsomming(met)}." if met else "",
        f"Voor {opsomming(zonder)} is er geen." if zonder else "",
    )


def _punt(g: Gegevens, indicator: str) -> Punt:
    norm, cel = g.norm(indicator), g.cel(indicator)
    return punt(f"{MATEN[indicator].kop}\ncohort {cel.cohort}", cel, doel=norm.waarde if norm else None)


def koers(g: Gegevens) -> str:
    """The one sentence of the report."""
    p1, p2 = g.cel("P1").waarden, g.cel("P2").waarden
    if p2 is None:
        return f"Of schoolverlaters van {g.jaar} met perspectief arbeid werk vonden, is hier niet te zeggen"
    werk = f"Van de schoolverlaters van {g.jaar} met perspectief arbeid ging {basis.pct(p2)} aan het werk"
    norm = g.norm("P2")
    uitkomst = oordeel(p2, norm.waarde) if norm else ""
    doel = {"": "", "gehaald": " (de 100% is gehaald)"}.get(uitkomst, f" ({uitkomst} tot 100%)")
    plek = f"; van alle schoolverlaters die meetellen, had {basis.pct(p1)} direct een plek" if p1 else ""
    return f"{werk}{doel}{plek}"


def tabel(g: Gegevens) -> TableBundle:
    """The five figures against norm or target, and the change since the cohort before."""
    kolommen = [kop("Kerncijfer"), *VIER, Kolom("norm (%)"), Kolom("oordeel"), Kolom("verschil")]
    rijen = []
    for indicator in KERN:
        cel, norm = g.cel(indicator), g.norm(indicator)
        waarde = norm.waarde if norm else None
        vorige = g.cijfers.cel(indicator, cel.cohort.plus(-1))
        tegen = [decimaal(waarde, 0) if waarde is not None else "geen", oordeel(cel.waarden, waarde)]
        rijen.append([f"{genoemd(indicator)} ({cel.cohort})", *vier(cel), *tegen, richting(cel, vorige)])
    noten = [
        MARGE_NOOT,
        "Tussen haakjes: het cohort",
        "Oordeel: ‘nog’ is het aantal leerlingen tot 100%",
        "Verschil: met het cohort ervoor, in procentpunten; \\*: zo goed als zeker geen toeval",
    ]
    return maak_tabel(kolommen, rijen, f"Kerncijfers, hele regio, stand {datum(g.stand)}", g.stand, noten)


def kop_zin(g: Gegevens) -> Proza:
    """The one sentence of the report, set apart."""
    return Proza(f"**{koers(g)}.**")


def kort(g: Gegevens) -> Proza:
    """The answer in a few sentences, for who reads no further."""
    delen = [_met_norm(g, indicator) for indicator in ("P2", "P1", "B1_1")]
    return Proza("\n\n".join([*delen, _richtingen(g)]).strip())


def _met_norm(g: Gegevens, indicator: str) -> str:
    cel, norm = g.cel(indicator), g.norm(indicator)
    eerste = basis.zin(MATEN[indicator], cel, g.peildatum(indicator), g.stand)
    return zinnen(eerste, tegen_norm(cel.waarden, norm.waarde) if cel.waarden and norm else "")


def _richtingen(g: Gegevens) -> str:
    """Which of the five moved by more than chance since the cohort before."""
    omhoog: list[str] = []
    omlaag: list[str] = []
    gelijk: list[str] = []
    for indicator in KERN:
        nu = g.cel(indicator)
        toen = g.cijfers.cel(indicator, nu.cohort.plus(-1))
        if nu.waarden is None or toen.waarden is None:
            continue
        v = verschil(nu.waarden, toen.waarden)
        (gelijk if not v.aantoonbaar else omhoog if v.punten > 0 else omlaag).append(MATEN[indicator].naam)
    delen = [
        f"Vergeleken met het cohort ervoor {_steeg(omhoog)} {opsomming(omhoog)} aantoonbaar."
        if omhoog
        else "",
        f"{'Aantoonbaar lager' if not omhoog else 'Lager'} dan een cohort eerder: {opsomming(omlaag)}."
        if omlaag
        else "",
        f"Geen aantoonbaar verschil met een cohort eerder: {opsomming(gelijk)}." if gelijk else "",
    ]
    return zinnen(*delen)


def _steeg(namen: list[str]) -> str:
    return "steeg" if len(namen) == 1 else "stegen"
