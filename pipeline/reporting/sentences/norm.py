"""A figure against a norm or a target, in words that go no further than chance allows."""

from pipeline.reporting.cijfers import Waarden
from pipeline.reporting.notation import getal, procent

ZEKER = "zo goed als zeker"


def tegen_norm(waarden: Waarden, norm: float, naam: str = "de norm") -> str:
    """One sentence: surely above, surely below, or not to be told apart.

    Sure is when the norm lies outside the 95% interval; where the bounds for what is unknown reach the norm,
    that is said with it. A target of 100% is missed by every single leaver, so
    there the sentence counts who is still short of it.
    """
    if norm >= 100:
        return nog_te_gaan(waarden)
    doel = f"{naam} van {procent(norm, 0)}"
    if waarden.laag > norm:
        return f"Dat is {ZEKER} meer dan {doel}{_tenzij_slechter(waarden, norm)}."
    if waarden.hoog < norm:
        return f"Dat is {ZEKER} minder dan {doel}{_tenzij_beter(waarden, norm)}."
    kant = "boven" if waarden.pct > norm else "onder" if waarden.pct < norm else "op"
    return (
        f"Dat ligt {kant} {doel}, maar met deze toevalsmarge is een verschil met de norm niet aan te tonen."
    )


def _tenzij_slechter(waarden: Waarden, norm: float) -> str:
    """The reserve that the lower bound asks for."""
    if waarden.ondergrens is None or waarden.ondergrens > norm:
        return ""
    return ", tenzij het met wie onbekend is veel slechter ging"


def _tenzij_beter(waarden: Waarden, norm: float) -> str:
    """The reserve that the upper bound asks for."""
    if waarden.bovengrens is None or waarden.bovengrens < norm:
        return ""
    return ", tenzij het met wie onbekend is veel beter ging"


def nog_te_gaan(waarden: Waarden) -> str:
    """How many leavers are short of 100%."""
    if waarden.tekort == 0:
        return "Daarmee is de 100% van het convenant gehaald."
    is_zijn, leerling = ("is", "leerling") if waarden.tekort == 1 else ("zijn", "leerlingen")
    return f"Tot de 100% van het convenant {is_zijn} het nog {getal(waarden.tekort)} {leerling}."


def oordeel(waarden: Waarden | None, norm: float | None) -> str:
    """The same in a few words, for a table."""
    if waarden is None or norm is None:
        return ""
    if norm >= 100:
        return "gehaald" if waarden.tekort == 0 else f"nog {getal(waarden.tekort)}"
    if waarden.laag > norm:
        return "erboven"
    return "eronder" if waarden.hoog < norm else "niet te zeggen"
