"""The building blocks: a figure as a sentence, the interval behind it, and why there is no figure."""

from datetime import date

from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.maten import Maat
from pipeline.reporting.notation import datum, getal, hoofdletter, interval, procent

KLEINE_GROEP = 50
"""Below this one leaver more or less makes two percentage points or more, and that is said."""
DECIMALEN_VANAF = 100


def cijfers_achter_komma(waarden: Waarden) -> int:
    """No decimals for a percentage of fewer than a hundred leavers: they would be false precision."""
    return 1 if waarden.n >= DECIMALEN_VANAF else 0


def pct(waarden: Waarden) -> str:
    """The percentage in running text."""
    return procent(waarden.pct, cijfers_achter_komma(waarden))


def met_marge(waarden: Waarden) -> str:
    """(68,6%; toevalsmarge 63,2–73,5%)."""
    marge = interval(waarden.laag, waarden.hoog, cijfers_achter_komma(waarden))
    return f"({pct(waarden)}; toevalsmarge {marge}%)"


def telling(maat: Maat, cel: Cel, waarden: Waarden) -> str:
    """Who did what, counted: "Van de 312 ...

    (cohort 2023-2024) gingen er 214 aan het werk", without a full stop.
    """
    groep = f"{getal(waarden.n)} {maat.groep[1]} (cohort {cel.cohort})"
    if waarden.k == waarden.n:
        return f"Alle {groep} {maat.deed[1]} {maat.wat}"
    if waarden.k == 0:
        return f"Van de {groep} {maat.deed[0]} niemand {maat.wat}"
    return (
        f"Van de {groep} {maat.deed[0] if waarden.k == 1 else maat.deed[1]} er {getal(waarden.k)} {maat.wat}"
    )


def zin(maat: Maat, cel: Cel, peildatum: date, stand: date) -> str:
    """A figure as one or two sentences, or the sentence that says why it is not there."""
    if cel.waarden is None:
        return waarom_niet(maat, cel, peildatum, stand)
    if cel.waarden.n == 1:
        return f"Het gaat om 1 {maat.groep[0]} (cohort {cel.cohort}); daarover geven we geen percentage."
    return f"{telling(maat, cel, cel.waarden)} {met_marge(cel.waarden)}.{_kleine_groep(cel.waarden)}"


def _kleine_groep(waarden: Waarden) -> str:
    if waarden.n >= KLEINE_GROEP:
        return ""
    return f" De groep is klein: één leerling meer of minder scheelt {procentpunten(100 / waarden.n)}."


def procentpunten(waarde: float) -> str:
    """A round number of percentage points: ongeveer 5 procentpunt."""
    return f"ongeveer {round(waarde)} procentpunt"


def waarom_niet(maat: Maat, cel: Cel, peildatum: date, stand: date) -> str:
    """Why there is no figure, told apart: too early, not delivered, nobody, or not shown."""
    onderwerp = f"{hoofdletter(maat.naam)} van cohort {cel.cohort}"
    match cel.status:
        case "nog niet te meten":
            return (
                f"{onderwerp} is nog niet te meten: de meting van {datum(peildatum)} ligt na "
                f"{datum(stand)}, de stand van dit rapport."
            )
        case "niet gemeten":
            return f"{onderwerp} is niet gemeten: er is geen meting aangeleverd."
        case "geen waarde":
            return f"In cohort {cel.cohort} waren er geen {maat.groep[1]}; er is dus geen percentage."
        case _:
            return f"{onderwerp} tonen we niet, zodat niemand herkenbaar is."


def grenzen(waarden: Waarden) -> str:
    """What the unknown could make of it; nothing where the bounds are not shown or say the same."""
    if waarden.ondergrens is None or waarden.bovengrens is None:
        return ""
    laag, hoog = (
        procent(grens, cijfers_achter_komma(waarden)) for grens in (waarden.ondergrens, waarden.bovengrens)
    )
    if laag == hoog:
        return ""
    return f"Zou van iedereen alles bekend zijn, dan lag dit cijfer tussen {laag} en {hoog}."
