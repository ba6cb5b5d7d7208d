"""What asks the stuurgroep for a decision, by rule: each with its numbers and with where to look.

A rule looks at what is shown and takes chance into account, so nothing here is a verdict on a school. What
asks for a decision is past its day, over an agreed limit, surely below a norm or target, or missing.
"""

from collections.abc import Callable

from pipeline.indicators.volledigheid import VOORLOPIG
from pipeline.reporting.content import esf as content_esf
from pipeline.reporting.content.aanbevelingen import STATUS
from pipeline.reporting.content.eenheden import Uitsplitsing
from pipeline.reporting.content.plannen import AFGELOPEN, stand_van, zonder_oordeel
from pipeline.reporting.content.samen import genoemd
from pipeline.reporting.display import Proza
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import KERN
from pipeline.reporting.notation import aantal, bedrag, decimaal, getal, opsomming, procent
from pipeline.reporting.sentences.norm import oordeel

NIETS = "Volgens de regels hieronder vraagt nu niets om een besluit."
_OPEN = ("OPEN", "IN_UITVOERING")


def tekst(g: Gegevens) -> Proza:
    """A list with a line per subject that asks for a decision; one sentence where none does."""
    regels = [regel for onderwerp in ONDERWERPEN if (regel := onderwerp(g))]
    return Proza("\n".join(f"- {regel}" for regel in regels) if regels else NIETS)


def _norm(g: Gegevens) -> str:
    """The five figures that surely miss a norm below 100%."""
    gemist = []
    for indicator in KERN:
        norm, waarden = g.norm(indicator), g.cel(indicator).waarden
        if norm and norm.waarde < 100 and oordeel(waarden, norm.waarde) == "eronder" and waarden:
            gemist.append(f"{genoemd(indicator)}: {procent(waarden.pct)}, norm {procent(norm.waarde, 0)}")
    if not gemist:
        return ""
    return (
        f"**De regio haalt een norm zo goed als zeker niet.** {opsomming(gemist)} (@tbl-koers)."
        " Besluit: wat doen de besturen samen, en tegen wanneer?"
    )


def _doelen(g: Gegevens) -> str:
    """Boards that are surely below their own target for P2, or have none."""
    per = Uitsplitsing(g, "P2", "bestuur")
    besturen = [eenheid for eenheid, _ in per.eenheden()]
    eronder = [b for b in besturen if oordeel(per.cel(b).waarden, per.doel(b)) == "eronder"]
    zonder = [b for b in besturen if per.doel(b) is None]
    zinnen = []
    if eronder:
        ligt = "ligt" if len(eronder) == 1 else "liggen"
        zinnen.append(
            f"Bij {getal(len(eronder))} van de {aantal(len(besturen), 'bestuur', 'besturen')} {ligt} de"
            " plaatsing van leerlingen met perspectief arbeid aantoonbaar onder het eigen doel. Besluit:"
            " blijft dat doel, en wat is er nodig?"
        )
    if zonder:
        heeft = "heeft" if len(zonder) == 1 else "hebben"
        zinnen.append(
            f"{aantal(len(zonder), 'bestuur', 'besturen')} {heeft} geen eigen doel voor dit schooljaar."
            " Besluit: welk doel, en wanneer?"
        )
    return f"**Eigen doelen van de besturen** (@tbl-p2-school). {' '.join(zinnen)}" if zinnen else ""


def _leveringen(g: Gegevens) -> str:
    """Schools that delivered nothing, while the report is provisional."""
    volledig = g.meta.get("volledigheid", {})
    scholen = volledig.get("scholen_zonder_schoolverlaters", 0)
    momenten = volledig.get("momenten_zonder_meting", "")
    if volledig.get("status") != VOORLOPIG or not (scholen or momenten):
        return ""
    wat = [
        f"van {aantal(scholen, 'school', 'scholen')} is er geen uitstroomlijst" if scholen else "",
        f"er is geen meting van {momenten}" if momenten else "",
    ]
    return (
        f"**Het rapport is voorlopig:** {opsomming([deel for deel in wat if deel])}. Besluit: wie spreekt de"
        " scholen aan, en wacht het definitieve rapport daarop?"
    )


def _aanbevelingen(g: Gegevens) -> str:
    """Recommendations past their day, and open ones without an owner or a day."""
    te_laat = [a for a in g.aanbevelingen if a.dagen_te_laat]
    los = [a for a in g.aanbevelingen if a.status in _OPEN and not (a.eigenaar and a.uiterlijk)]
    zonder_status = [a for a in g.aanbevelingen if a.status not in STATUS]
    delen = [
        f"{aantal(len(te_laat), 'aanbeveling is', 'aanbevelingen zijn')} over de uiterste dag heen"
        if te_laat
        else "",
        f"{aantal(len(los), 'open aanbeveling heeft', 'open aanbevelingen hebben')} geen eigenaar of geen"
        " uiterste dag"
        if los
        else "",
        f"van {aantal(len(zonder_status), 'aanbeveling', 'aanbevelingen')} is de status niet bekend"
        if zonder_status
        else "",
    ]
    delen = [deel for deel in delen if deel]
    if not delen:
        return ""
    return (
        f"**Aanbevelingen** (@tbl-aanbevelingen): {opsomming(delen)}. Besluit: uitvoeren met een nieuwe dag"
        " en een eigenaar, of niet overnemen?"
    )


def _plannen(g: Gegevens) -> str:
    """Plans that ended and were never judged."""
    over = [plan for plan in zonder_oordeel(g) if stand_van(plan, g.stand) == AFGELOPEN]
    if not over:
        return ""
    is_zijn = "is" if len(over) == 1 else "zijn"
    return (
        f"**Innovatieplannen** (@tbl-innovatieplannen): {aantal(len(over), 'plan', 'plannen')} {is_zijn}"
        " afgelopen zonder oordeel van de toetsingscommissie. Besluit: alsnog laten beoordelen?"
    )


def _esf(g: Gegevens) -> str:
    """More set aside than the convenant allows, and what was set aside and not spent."""
    boven = [e for e in g.esf if content_esf.boven(e)]
    over = [rest for e in g.esf if (rest := content_esf.over(e)) is not None and rest >= 1]
    delen = [
        f"bij {aantal(len(boven), 'aanvraag', 'aanvragen')} is meer dan"
        f" {decimaal(content_esf.maximum(), 0)}% van de baten bestemd"
        if boven
        else "",
        f"van {aantal(len(over), 'aanvraag', 'aanvragen')} is samen {bedrag(sum(over))} nog niet besteed"
        if over
        else "",
    ]
    delen = [deel for deel in delen if deel]
    if not delen:
        return ""
    return f"**ESF** (@tbl-esf): {opsomming(delen)}. Besluit: waar gaat dat geld heen?"


ONDERWERPEN: tuple[Callable[[Gegevens], str], ...] = (
    _leveringen,
    _norm,
    _doelen,
    _aanbevelingen,
    _plannen,
    _esf,
)
