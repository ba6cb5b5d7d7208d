"""For whom a report is, where the boards agreed that the stuurgroep sees smaller numbers than are public."""

from pipeline.reporting.display import Proza
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import getal


def vertrouwelijk(g: Gegevens) -> Proza:
    """That this report is confidential, by which agreement, and how small the numbers are; else nothing."""
    if not g.vertrouwelijk:
        return Proza("")
    telling, noemer = (_drempel(g, f"drempels.{naam}") for naam in ("telling", "noemer"))
    return Proza(
        '<div class="callout-important" title="Vertrouwelijk: alleen voor de stuurgroep">\n\n'
        f"Dit rapport toont aantallen vanaf {telling}, en percentages van groepen vanaf {noemer} leerlingen. "
        f"Openbaar mag dat niet. De besturen spraken dit af voor de stuurgroep ({_afspraak(g)}). Geef dit "
        "rapport, en cijfers die alleen hierin staan, niet door.\n\n</div>"
    )


def stuurgroep_ziet_meer(g: Gegevens) -> str:
    """For a public report: that others see more, and that this was reckoned with; often nothing."""
    if g.vertrouwelijk or not g.instellingen.get("stuurgroep.afspraak"):
        return ""
    return (
        "De stuurgroep ziet in een vertrouwelijk rapport ook aantallen vanaf "
        f"{_drempel(g, 'stuurgroep.telling')} ({_afspraak(g)}). Wat daar is verborgen, is ook niet na te "
        "rekenen voor wie beide rapporten heeft."
    )


def _drempel(g: Gegevens, naam: str) -> str:
    return getal(int(g.instellingen[naam]))


def _afspraak(g: Gegevens) -> str:
    return letterlijk(g.instellingen["stuurgroep.afspraak"])
