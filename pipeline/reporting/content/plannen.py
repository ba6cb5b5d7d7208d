"""The innovatieplannen as the stuurgroep follows them: how far, for how much, judged how, what was found."""

from datetime import date

from pipeline.reporting.content.samen import code, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import aantal, bedrag, datum, decimaal, getal, opsomming
from pipeline.reporting.rijen import Innovatieplan
from pipeline.reporting.tables import Kolom, kop, maak_tabel

ONBEKEND = "onbekend"
LOOPT, AFGELOPEN, BEGINT_NOG = "loopt", "afgelopen", "begint nog"


def stand_van(plan: Innovatieplan, dag: date) -> str:
    """How far a plan is on a day. Without an end it runs from its begin on."""
    begin, einde = (date.fromisoformat(iso) if iso else None for iso in (plan.begin, plan.einde))
    if begin is None:
        return ONBEKEND
    if begin > dag:
        return BEGINT_NOG
    return AFGELOPEN if einde and einde < dag else LOOPT


def tabel(g: Gegevens) -> TableBundle:
    """Every plan, those that run first."""
    rijen = [_rij(g, plan) for plan in sorted(g.innovatieplannen, key=lambda plan: _volgorde(g, plan))]
    kolommen = [kop("Plan"), kop("Van en tot"), kop("Stand"), Kolom("budget (€)"), kop("Bedoeld voor")]
    kolommen += [kop("Oordeel commissie"), kop("Verschil op die maat")]
    noten = [
        f"Stand op {datum(g.stand)}; zonder einddag loopt een plan door",
        "Oordeel commissie: de score van de toetsingscommissie, van 1 tot en met het getal erachter",
        "Verschil op die maat: wat de wetenschappelijke toetsing vond voor alle plannen met die bedoeling"
        " samen, niet voor dit plan alleen",
    ]
    return maak_tabel(kolommen, rijen, f"Innovatieplannen op {datum(g.stand)}", g.stand, noten)


def _volgorde(g: Gegevens, plan: Innovatieplan) -> tuple[int, str, str]:
    volgorde = (LOOPT, BEGINT_NOG, AFGELOPEN, ONBEKEND)
    return volgorde.index(stand_van(plan, g.stand)), plan.begin or "", plan.plan


def _rij(g: Gegevens, plan: Innovatieplan) -> list[str]:
    budget = ONBEKEND if plan.budget is None else decimaal(plan.budget, 0)
    return [
        letterlijk(plan.plan),
        _looptijd(plan),
        stand_van(plan, g.stand),
        budget,
        bedoeld(plan),
        _score(plan),
        gevonden(g, plan),
    ]


def _looptijd(plan: Innovatieplan) -> str:
    begin, einde = (datum(date.fromisoformat(iso)) if iso else "" for iso in (plan.begin, plan.einde))
    if begin and einde:
        return f"{begin} tot en met {einde}"
    return f"vanaf {begin}" if begin else f"tot en met {einde}" if einde else ONBEKEND


def bedoeld(plan: Innovatieplan) -> str:
    """The measure that a plan is meant for, by its code; every code is in the definitions."""
    return code(plan.indicator) if plan.indicator in MATEN else "niet gezegd"


def _score(plan: Innovatieplan) -> str:
    if plan.score is None:
        return "geen"
    return f"{decimaal(plan.score)} van {getal(plan.schaal)}"


def gevonden(g: Gegevens, plan: Innovatieplan) -> str:
    """The grade of the conclusion of the question about its measure; no number goes with it here."""
    graden = [e.graad for e in g.effect if e.indicator == plan.indicator]
    if not graden:
        return "niet getoetst"
    return letterlijk(graden[0]) if graden[0] else "niet getoond"


def tekst(g: Gegevens) -> Proza:
    """How many there are, how far, for how much, and which nobody judged."""
    plannen = g.innovatieplannen
    if not plannen:
        return Proza("Er zijn geen innovatieplannen aangeleverd.")
    return Proza(zinnen(_hoeveel(g), _budget(g), _oordelen(g)))


def _hoeveel(g: Gegevens) -> str:
    per = dict.fromkeys((LOOPT, BEGINT_NOG, AFGELOPEN, ONBEKEND), 0)
    for plan in g.innovatieplannen:
        per[stand_van(plan, g.stand)] += 1
    alle = len(g.innovatieplannen)
    if alle == 1:
        return f"Er is één innovatieplan; op {datum(g.stand)} {_enige(g)}."
    delen = [_zoveel(stand, n) for stand, n in per.items() if n]
    return f"Er zijn {getal(alle)} innovatieplannen. Op {datum(g.stand)} {opsomming(delen)}."


def _zoveel(stand: str, n: int) -> str:
    waren = "was er" if n == 1 else "waren er"
    return {
        LOOPT: f"{'liep er' if n == 1 else 'liepen er'} {getal(n)}",
        BEGINT_NOG: f"{'moest er' if n == 1 else 'moesten er'} {getal(n)} nog beginnen",
        AFGELOPEN: f"{waren} {getal(n)} afgelopen",
        ONBEKEND: f"was van {getal(n)} de begindag niet bekend",
    }[stand]


def _enige(g: Gegevens) -> str:
    stand = stand_van(g.innovatieplannen[0], g.stand)
    return {LOOPT: "liep het", BEGINT_NOG: "moest het nog beginnen", AFGELOPEN: "was het afgelopen"}.get(
        stand, "was niet bekend of het liep"
    )


def _budget(g: Gegevens) -> str:
    bekend = [plan.budget for plan in g.innovatieplannen if plan.budget is not None]
    zonder = len(g.innovatieplannen) - len(bekend)
    if not bekend:
        return "Van geen enkel plan is het budget bekend."
    samen = f"{'Samen' if len(bekend) > 1 else 'Daarvoor'} is {bedrag(sum(bekend))} begroot."
    rest = f"Van {aantal(zonder, 'plan', 'plannen')} is het budget niet bekend." if zonder else ""
    return zinnen(samen, rest, "Wat er van is uitgegeven, wordt per plan niet aangeleverd.")


def _oordelen(g: Gegevens) -> str:
    zonder = zonder_oordeel(g)
    if not zonder:
        return "De toetsingscommissie heeft elk plan beoordeeld."
    return f"Van {aantal(len(zonder), 'plan', 'plannen')} is er geen oordeel van de toetsingscommissie."


def zonder_oordeel(g: Gegevens) -> list[Innovatieplan]:
    """The plans that the toetsingscommissie did not judge."""
    return [plan for plan in g.innovatieplannen if plan.score is None]
