"""The conclusion of a question: one of a few sentences, worded beforehand and chosen by rule from numbers.

The rules stand in one table, TAKKEN; the first that holds counts. No sentence says what caused a difference:
it says how schools with a plan differ from what was to be expected without one, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isinf

from pipeline.evaluation.effect.did import Uitkomst
from pipeline.evaluation.meervoud import holm

Decimaal = Callable[[float, int], str]

ALFA = 0.05
KRACHT = 0.80
P_ZONDER_EEN = 0.10
"""Without any single school the difference must keep a p of at most this."""
GEEN, NIET = "geen uitspraak mogelijk", "niet aan te tonen"
AANWIJZING, AANGETOOND = "aanwijzing voor een verschil", "aangetoond verschil"


@dataclass(frozen=True)
class Gegevens:
    """All that decides the conclusion of one question."""

    uitkomst: Uitkomst
    kleinste_effect: float
    """The smallest difference that matters, in percentage points, from the plan."""
    p_holm: float | None = None
    """p of the headline, corrected within its family."""
    kracht: float | None = None
    """Chance (0-1) that a difference of `kleinste_effect` would have been found."""
    p_voortrend: float | None = None
    """p of the joint test before the first start; None when there are too few years."""
    p_placebo: float | None = None
    """Smallest p over placebo outcomes and dates, corrected among themselves; None when there are none."""
    zonder_een: tuple[tuple[float, float], ...] = ()
    """Estimate and p without each school in turn."""
    p_bestuur: float | None = None
    """p when whole boards are permuted; None when boards did not start as one."""
    vooraf: bool = False
    """Whether the plan was settled before the outcomes came in."""
    afwijkingen: int = 0
    """How many deviations from the plan there are."""
    p_klasse: str = ""
    """What is told of p where p itself is not, such as "p hoogstens 0,05"."""


@dataclass(frozen=True)
class Voorbehoud:
    """A reason why a difference is not called shown."""

    naam: str
    als: Callable[[Gegevens], bool]
    zin: str


@dataclass(frozen=True)
class Tak:
    """One way a conclusion can come out: when, how strong, and in which words."""

    naam: str
    graad: str
    als: Callable[[Gegevens], bool]
    regel: str
    """The condition in Dutch, for the table in the report."""
    zin: str


@dataclass(frozen=True)
class Conclusie:
    """What is concluded of one question."""

    tak: str
    graad: str
    voorbehouden: tuple[str, ...]
    gegevens: Gegevens

    def zin(self, decimaal: Decimaal) -> str:
        """The sentence in Dutch; `decimaal` writes a number with so many decimals (reporting/notation.py)."""
        sjabloon = next(tak.zin for tak in TAKKEN if tak.naam == self.tak)
        return sjabloon.format(**_woorden(self.gegevens, self.voorbehouden, decimaal))


VOORBEHOUDEN = (
    Voorbehoud("achteraf", lambda g: not g.vooraf, "het analyseplan is achteraf opgesteld"),
    Voorbehoud(
        "afwijkingen",
        lambda g: g.afwijkingen > 0,
        "de uitvoering wijkt af van het analyseplan",
    ),
    Voorbehoud(
        "voortrend onbekend",
        lambda g: g.p_voortrend is None,
        "er zijn te weinig jaren om te zien of de scholen voor de start gelijk opliepen",
    ),
    Voorbehoud(
        "geen placebo",
        lambda g: g.p_placebo is None,
        "er is niet gekeken op plekken waar niets te zien mag zijn",
    ),
    Voorbehoud(
        "placebo",
        lambda g: g.p_placebo is not None and g.p_placebo <= ALFA,
        "er is ook een verschil op een plek waar niets te zien mag zijn",
    ),
    Voorbehoud("één school", lambda g: _hangt_aan_een(g), "het verschil hangt aan één school"),
    Voorbehoud(
        "per bestuur",
        lambda g: g.p_bestuur is not None and g.p_bestuur > ALFA,
        "als we per bestuur loten in plaats van per school, kan het toeval zijn",
    ),
)

_VERSCHIL = (
    "Bij scholen met een plan ligt de uitkomst {grootte} procentpunt {richting} dan zonder plan te verwachten"
    " was (95%-interval {laag} tot {hoog}; {p})."
)
_GEVONDEN = "Geschat is een verschil van {schatting} procentpunt (95%-interval {laag} tot {hoog}; {p})."

TAKKEN = (
    Tak(
        "geen schatting",
        GEEN,
        lambda g: bool(g.uitkomst.geen),
        "er zijn minder dan vier scholen met een plan, of geen scholen om mee te vergelijken",
        "Geen uitspraak mogelijk: {geen}. We beschrijven alleen wat er is geteld.",
    ),
    Tak(
        "te weinig scholen",
        GEEN,
        lambda g: _p(g.uitkomst.p_kleinste) > ALFA,
        "de kleinste p die met deze scholen kan, is groter dan 0,05",
        "Geen uitspraak mogelijk: met zo weinig scholen kan ook een heel groot verschil toeval zijn. De"
        " kleinste waarde die de toets hier kan geven, is {p_kleinste}.",
    ),
    Tak(
        "niet gelijk op",
        GEEN,
        lambda g: g.p_voortrend is not None and g.p_voortrend <= ALFA,
        "de scholen liepen al voor de start uiteen (p hoogstens 0,05)",
        "Geen uitspraak mogelijk: scholen met en zonder plan liepen al uiteen voordat het eerste plan begon. "
        + _GEVONDEN,
    ),
    Tak(
        "aangetoond",
        AANGETOOND,
        lambda g: _p(g.p_holm) <= ALFA and not voorbehouden(g),
        "p na correctie is hoogstens 0,05 en er is geen voorbehoud",
        "Aangetoond verschil: " + _VERSCHIL + " Toeval is geen goede verklaring.",
    ),
    Tak(
        "aanwijzing met voorbehoud",
        AANWIJZING,
        lambda g: _p(g.p_holm) <= ALFA,
        "p na correctie is hoogstens 0,05, maar er is een voorbehoud",
        "Aanwijzing voor een verschil: " + _VERSCHIL + " Het verschil is niet aangetoond: {voorbehouden}.",
    ),
    Tak(
        "aanwijzing in de familie",
        AANWIJZING,
        lambda g: _p(g.uitkomst.p) <= ALFA,
        "p is hoogstens 0,05, maar na correctie voor het aantal vragen niet",
        "Aanwijzing voor een verschil: "
        + _VERSCHIL
        + " We stelden meer vragen tegelijk; als we daar rekening mee"
        " houden, kan dit toeval zijn.",
    ),
    Tak(
        "niet, en klein",
        NIET,
        lambda g: _p(g.kracht, 0.0) >= KRACHT and _binnen(g),
        "p is groter dan 0,05, de kans om het kleinste verschil dat telt te vinden is minstens 80%, en het"
        " interval sluit zo'n verschil uit",
        "Een verschil is niet aan te tonen. "
        + _GEVONDEN
        + " Een verschil van {kleinste} procentpunt of meer is"
        " onwaarschijnlijk.",
    ),
    Tak(
        "niet, en open",
        NIET,
        lambda g: _p(g.kracht, 0.0) >= KRACHT,
        "p is groter dan 0,05, de kans om het kleinste verschil dat telt te vinden is minstens 80%, en het"
        " interval sluit zo'n verschil niet uit",
        "Een verschil is niet aan te tonen. "
        + _GEVONDEN
        + " Een verschil van {kleinste} procentpunt {kant} is ook niet uit te"
        " sluiten.",
    ),
    Tak(
        "niet, en te zwak",
        NIET,
        lambda _: True,
        "p is groter dan 0,05 en de kans om het kleinste verschil dat telt te vinden is kleiner dan 80%",
        "Een verschil is niet aan te tonen. "
        + _GEVONDEN
        + " Dat zegt niet dat er geen verschil is: een verschil van"
        " {kleinste} procentpunt zou deze toets {kracht} vinden.",
    ),
)


def concludeer(gegevens: Gegevens) -> Conclusie:
    """The first branch of TAKKEN that holds."""
    tak = next(tak for tak in TAKKEN if tak.als(gegevens))
    return Conclusie(tak.naam, tak.graad, voorbehouden(gegevens), gegevens)


def voorbehouden(gegevens: Gegevens) -> tuple[str, ...]:
    """Why a difference would not be called shown, as Dutch clauses; empty when nothing stands in the way."""
    return tuple(een.zin for een in VOORBEHOUDEN if een.als(gegevens))


def holm_per_familie(p: Mapping[str, float | None], familie: Mapping[str, str]) -> dict[str, float | None]:
    """p per question, corrected among the questions of one family that have one."""
    uit: dict[str, float | None] = dict.fromkeys(p)
    for naam in sorted(set(familie.values())):
        leden = {
            vraag: waarde for vraag, waarde in p.items() if familie[vraag] == naam and waarde is not None
        }
        uit |= dict(zip(leden, holm(list(leden.values())), strict=True))
    return uit


def _p(waarde: float | None, anders: float = 1.0) -> float:
    return anders if waarde is None else waarde


def _hangt_aan_een(g: Gegevens) -> bool:
    """Whether without some school the difference is gone: no p of at most 0.10 or on the other side of 0."""
    teken = (g.uitkomst.schatting or 0.0) > 0
    return any(p > P_ZONDER_EEN or (schatting > 0) != teken for schatting, p in g.zonder_een)


def _binnen(g: Gegevens) -> bool:
    laag, hoog = g.uitkomst.laag, g.uitkomst.hoog
    return laag is not None and hoog is not None and max(-laag, hoog) < g.kleinste_effect


def _kant(g: Gegevens) -> str:
    """On which side of nought the interval reaches the smallest difference that counts."""
    laag, hoog = g.uitkomst.laag, g.uitkomst.hoog
    kanten = {
        "omhoog": hoog is None or hoog >= g.kleinste_effect,
        "omlaag": laag is None or laag <= -g.kleinste_effect,
    }
    open_ = [kant for kant, bereikt in kanten.items() if bereikt]
    return " of ".join(open_ or kanten)


def _woorden(g: Gegevens, tegen: tuple[str, ...], decimaal: Decimaal) -> dict[str, str]:
    uitkomst = g.uitkomst
    schatting = uitkomst.schatting or 0.0
    return {
        "geen": uitkomst.geen,
        "schatting": decimaal(schatting, 1),
        "grootte": decimaal(abs(schatting), 1),
        "kant": _kant(g),
        "richting": "hoger" if schatting > 0 else "lager",
        "laag": _grens(uitkomst.laag, decimaal),
        "hoog": _grens(uitkomst.hoog, decimaal),
        "p": g.p_klasse or _p_tekst(uitkomst.p, decimaal),
        "p_kleinste": _p_tekst(uitkomst.p_kleinste, decimaal),
        "kleinste": decimaal(g.kleinste_effect, 0 if g.kleinste_effect.is_integer() else 1),
        "kracht": "met een onbekende kans"
        if g.kracht is None
        else f"in {100 * g.kracht:.0f} van de 100 gevallen",
        "voorbehouden": "; ".join(tegen),
    }


def _grens(waarde: float | None, decimaal: Decimaal) -> str:
    return "onbegrensd" if waarde is None or isinf(waarde) else decimaal(waarde, 1)


def _p_tekst(p: float | None, decimaal: Decimaal) -> str:
    if p is None:
        return "p onbekend"
    return "p kleiner dan 0,001" if p < 0.001 else f"p = {decimaal(p, 3)}"
