"""From the delivered rows to the leavers who count: the diagram, the table beside it, and the sentence."""

from typing import Literal

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.stroom import Stap, stroom
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens, StroomStap
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import datum, getal, hoofdletter
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel, vet

_SOORTEN: dict[str, Literal["totaal", "af", "waarvan"]] = {
    "totaal": "totaal",
    "af": "af",
    "waarvan": "waarvan",
}


def _stappen(g: Gegevens) -> list[StroomStap]:
    return sorted((stap for stap in g.stroom if stap.cohort == g.jaar.start), key=lambda stap: stap.volgorde)


def _aantal(g: Gegevens, stap: str) -> int | None:
    return next((s.aantal for s in _stappen(g) if s.stap == stap), None)


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
        f"Van aangeleverde rijen naar schoolverlaters die meetellen, cohort {g.jaar}. "
        "Bron: uitstroomlijsten van de scholen."
    )
    return figure_bundle(stroom(Koppen(titel, onder), stappen), alt, bijschrift)


def tabel(g: Gegevens) -> TableBundle:
    """The same steps as numbers."""
    rijen = []
    for stap in _stappen(g):
        aantal = VERBORGEN if stap.aantal is None else getal(stap.aantal)
        teken = {"af": "− ", "waarvan": "", "totaal": ""}[stap.soort] if stap.aantal is not None else ""
        naam = {"af": "af: ", "waarvan": "waarvan: ", "totaal": ""}[stap.soort] + stap.label
        rij = [letterlijk(hoofdletter(naam)), teken + aantal]
        rijen.append(vet(rij) if stap.soort == "totaal" else rij)
    bijschrift = f"Van aangeleverde rijen naar schoolverlaters die meetellen, cohort {g.jaar}"
    return maak_tabel([kop("Stap"), Kolom("aantal")], rijen, bijschrift, g.stand)


def tekst(g: Gegevens) -> Proza:
    """How many rows and how many leavers, and that nothing was lost."""
    return Proza(
        f"{_titel(g)}. Elke aangeleverde rij is terug te vinden: als schoolverlater, als dubbele of "
        "vervangen rij, als eerdere uitschrijving van dezelfde leerling, of als rij die niet te plaatsen was."
    )
