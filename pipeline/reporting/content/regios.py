"""Other regions beside ours, by the figures that they published themselves: no ranking, no subtracting."""

from typing import cast

from pipeline.reporting.cijfers import Cel, Status, Waarden
from pipeline.reporting.content.samen import genoemd, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import interval, opsomming
from pipeline.reporting.rijen import Regiocijfer
from pipeline.reporting.tables import Kolom, k_tekst, kop, maak_tabel, n_tekst, pct_tekst

GEEN_RELEASE = "geen release"
INDICATOREN = ("P1", "P2", "P3", "K1", "B1_1", "B1_2", "B3_RUIM", "B3_STRIKT")
ANDERS = "andere definitie"
_KOLOMMEN = (
    kop("Maat"), kop("Regio"), Kolom("aantal"), Kolom("n"), Kolom("%"), Kolom("95%-interval"),
)  # fmt: skip
_NOTEN = (
    "Per maat de regio's op naam; dit is geen rangorde",
    "Van andere regio's het cijfer dat zij zelf gaven, over hetzelfde cohort en met dezelfde definitie",
)
_GEEN_OORZAAK = (
    "Een verschil kan komen door de leerlingen, de arbeidsmarkt of de manier van registreren. "
    "Het zegt niet welke regio het beter doet."
)


def _regios(g: Gegevens) -> list[str]:
    """The other regions that sent figures, by name."""
    return sorted({r.regio for r in g.regios if r.status != GEEN_RELEASE}, key=str.casefold)


def tabel(g: Gegevens) -> TableBundle:
    """By measure all regions by name, ours among them."""
    ons = g.instellingen["regio.naam"]
    namen = sorted([ons, *_regios(g)], key=str.casefold) if _regios(g) else []
    rijen = [
        [genoemd(indicator), letterlijk(naam), *(_ons if naam == ons else _ander)(g, indicator, naam)]
        for indicator in INDICATOREN
        for naam in namen
    ]
    leeg = [["Niet aangeleverd", *[""] * (len(_KOLOMMEN) - 1)]]
    titel = f"Kerncijfers van arbeidsmarktregio's naast elkaar, rapport over {g.jaar}"
    return maak_tabel(_KOLOMMEN, rijen or leeg, titel, g.stand, _NOTEN if rijen else ())


def _ons(g: Gegevens, indicator: str, _: str) -> list[str]:
    return _cellen(g.cel(indicator))


def _ander(g: Gegevens, indicator: str, naam: str) -> list[str]:
    """A region's figure for the cohort that this report shows the measure for."""
    zelfde = (naam, indicator, g.cohort(indicator).start)
    rij = next((r for r in g.regios if (r.regio, r.indicator, r.cohort) == zelfde), None)
    if rij and rij.definitie_versie != _versie(g, indicator):
        return ["", "", ANDERS, ""]
    return _cellen(Cel(indicator, "", "", g.cohort(indicator), "regio", naam, *_gezegd(rij)))


def _gezegd(rij: Regiocijfer | None) -> tuple[Status, Waarden | None]:
    """The status and the numbers that a region gave."""
    if rij is None:
        return "niet gemeten", None
    status = cast(Status, rij.status)
    if rij.n is None or rij.k is None or rij.pct is None or rij.laag is None or rij.hoog is None:
        return status, None
    return status, Waarden(rij.n, rij.k, rij.pct, rij.laag, rij.hoog)


def _versie(g: Gegevens, indicator: str) -> str:
    return next(d.versie for d in g.definities if d.indicator == indicator)


def _cellen(cel: Cel) -> list[str]:
    w = cel.waarden
    if w is None:
        return ["", "", pct_tekst(cel), ""]
    return [k_tekst(cel), n_tekst(cel), pct_tekst(cel), interval(w.laag, w.hoog)]


def tekst(g: Gegevens) -> Proza:
    """Which regions stand beside ours, which sent nothing, and what a difference does not tell."""
    naast = [letterlijk(naam) for naam in _regios(g)]
    niets = sorted(letterlijk(r.regio) for r in g.regios if r.status == GEEN_RELEASE)
    if not g.regios:
        return Proza("Van andere arbeidsmarktregio's zijn geen cijfers ontvangen.")
    zin = []
    if naast:
        zin.append(f"Naast onze regio {'staat' if len(naast) == 1 else 'staan'} {opsomming(naast)}.")
    if niets:
        zin.append(f"Van {opsomming(niets)} is over {g.jaar} nog niets ontvangen.")
    return Proza(zinnen(*zin, _GEEN_OORZAAK if naast else ""))
