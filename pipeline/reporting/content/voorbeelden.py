"""How leavers count, shown on made-up ones: a small table per measure, of the examples that the tests use."""

from pipeline.indicators.voorbeelden import Voorbeeld, voorbeelden
from pipeline.reporting.content.samen import genoemd
from pipeline.reporting.display import TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.tables import kop, maak_tabel

INDICATOREN = (*("P1", "P2", "P3", "K1", "UIT", "B1_1", "B1_2", "B3_RUIM", "B3_STRIKT", "R_U", "R_V2"),)
"""Of the other moments of R the examples are those of V2, and no report is about the other indicators."""
_TELT = {"teller": "in de teller", "noemer": "alleen in de noemer", "niet": "telt niet mee"}


def tabel(g: Gegevens, indicator: str) -> TableBundle:
    """A leaver a row: who she is, how she counts with the settings of this report, and why."""
    rijen = [
        [letterlijk(v.wie), _TELT[v.telt], letterlijk(v.waarom)]
        for v in voorbeelden()[indicator]
        if _geldt(g, v)
    ]
    kolommen = [kop("Een schoolverlater …"), kop("Telt"), kop("Waarom")]
    noot = ["Wie in de teller zit, zit ook in de noemer"]
    return maak_tabel(kolommen, rijen, f"Zo tellen wij: {genoemd(indicator)}", g.stand, noot)


def _geldt(g: Gegevens, voorbeeld: Voorbeeld) -> bool:
    """Whether an example holds with the settings of this report."""
    if voorbeeld.instelling is None:
        return True
    naam, waarde = voorbeeld.instelling
    return g.instellingen.get(f"definities.{naam}") == waarde
