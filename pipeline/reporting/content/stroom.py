"""From the delivered rows to the leavers who count: the diagram, the table beside it, and the sentence."""

from typing import Literal

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.stroom import Stap, stroom
from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import datum, getal, hoofdletter
from pipeline.reporting.rijen import StroomStap
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel, vet
from pipeline.vocabulary.schooljaar import Schooljaar

_SOORTEN: dict[str, Literal["totaal", "af", "waarvan"]] = {
    "totaal": "totaal",
    "af": "af",
    "waarvan": "waarvan",
}


NIET_TE_PLAATSEN = ("zonder_persoon", "zonder_school", "zonder_schooljaar")
"""The steps with the rows in quarantine, one for each reason."""


def _stappen(g: Gegevens, cohort: Schooljaar | None = None) -> list[StroomStap]:
    van = (cohort or g.jaar).start
    return sorted((stap for stap in g.stroom if stap.cohort == van), key=lambda stap: stap.volgorde)


def _aantal(g: Gegevens, stap: str) -> int | None:
    return next((s.aantal for s in _stappen(g) if s.stap == stap), None)


def niet_te_plaatsen(g: Gegevens, cohort: Schooljaar) -> int | None:
    """How many rows of a cohort are in quarantine; None where the release does not tell."""
    aantallen = [s.aantal for s in _stappen(g, cohort) if s.stap in NIET_TE_PLAATSEN]
    bekend = [aantal for aantal in aantallen if aantal is not None]
    return sum(bekend) if aantallen and len(bekend) == len(aantallen) else None


def _titel(g: Gegevens) -> str:
    geleverd, verlaters = _aantal(g, "geleverd"), _aantal(g, "schoolverlaters")
    if geleverd is None or verlaters is None:
        return f"Van aangeleverde rijen naar schoolverlaters, cohort {g.jaar}"
    rijen, leerlingen = f"{getal(geleverd)} aangeleverde rijen", f"{getal(verlaters)} schoolverlaters"
    return f"Uit {rijen} komen {leerlingen} van cohort {g.jaar}"


def figuur(g: Gegevens) -> FigureBundle:
    """The way from delivered rows to the leavers who count."""
    stappen = [
        Stap(
            hoofdletter(s.label) if s.soort == "totaal" else s.label,
            s.aantal,
            _SOORTEN[s.soort],
            s.stap == "schoolverlaters",
        )
        for s in _stappen(g)
    ]
    onder = f"Uitstroomlijsten van de scholen, cohort {g.jaar}, stand {datum(g.stand)}"
    titel = _titel(g)
    alt = f"{titel}. Stroomschema van {len(stappen)} stappen; alle aantallen staan in de tabel eronder."
    bijschrift = (
        f"Van aangeleverde rijen naar schoolverlaters die meetellen, cohort {g.jaar}. Rijen waarvan "
        "leerling, school of schooljaar niet vast te stellen is, tellen alleen in de grenzen mee. "
        "Bron: uitstroomlijsten van de scholen."
    )
    return figure_bundle(stroom(Koppen(titel, onder), stappen), alt, bijschrift)


def tabel(g: Gegevens) -> TableBundle:
    """The same steps as numbers."""
    rijen = []
    for stap in _stappen(g):
        aantal = VERBORGEN if stap.aantal is None else getal(stap.aantal)
        teken = "− " if stap.soort == "af" and stap.aantal else ""
        naam = {"af": "af: ", "waarvan": "waarvan: ", "totaal": ""}[stap.soort] + stap.label
        rij = [letterlijk(hoofdletter(naam)), teken + aantal]
        rijen.append(vet(rij) if stap.soort == "totaal" else rij)
    bijschrift = f"Van aangeleverde rijen naar schoolverlaters die meetellen, cohort {g.jaar}"
    return maak_tabel([kop("Stap"), Kolom("aantal")], rijen, bijschrift, g.stand)


def tekst(g: Gegevens) -> Proza:
    """How many rows and how many leavers, and that nothing was lost."""
    elke = (
        "Elke aangeleverde rij is terug te vinden: als schoolverlater, als dubbele of vervangen rij, als "
        "eerdere uitschrijving van dezelfde leerling, of als rij die niet te plaatsen was."
    )
    return Proza(zinnen(f"{_titel(g)}.", elke, _over_niet_te_plaatsen(g)))


def _over_niet_te_plaatsen(g: Gegevens) -> str:
    """How many rows may be a leaver that is not seen, and where they count; nothing where not told."""
    aantal = niet_te_plaatsen(g, g.jaar)
    if aantal is None:
        return ""
    if aantal == 0:
        return "Alle rijen waren te plaatsen."
    rijen = "1 rij" if aantal == 1 else f"{getal(aantal)} rijen"
    zij = "Zij telt" if aantal == 1 else "Zij tellen"
    wat = "het kan een schoolverlater zijn" if aantal == 1 else "het kunnen schoolverlaters zijn"
    return (
        f"Van {rijen} is de leerling, de school of het schooljaar niet vast te stellen. {zij} in geen "
        f"percentage mee, maar wel in de grenzen: {wat}."
    )
