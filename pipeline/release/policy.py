"""What may be shown, and why not: the whole policy, apart from the mechanics.

A cell is one row of `cijfers`: k of n leavers, with percentage and interval. It is hidden by itself when

  telling      0 < k < 5: so few that those who know the school know them
  aanvulling   0 < n - k < 5: the others are so few (28 of 30 gives 2 away)
  noemer       0 < n < 10: a percentage of a handful
  zekerheid    k = 0 or k = n, and that is an unfavourable thing to be certain of: nobody placed (k = 0 of a
               goal), or everybody without work, unknown, in dagbesteding or on benefit (k = n). A goal
               reached by all, and nobody in an unfavourable group, is no disclosure and is shown.

n = 0 has no value and nothing to hide. All numbers of a cell are shown or hidden together, but for one group:
onbekend, its share and the bounds. A school of 45 typically has one to four leavers of whom nothing is known;
that count is itself a cell (D, ONBEKEND) that the first rule hides, and if k, n and % went with it, nearly
every school would disappear from every indicator. So these four have a column of their own, grenzen_getoond.
They are hidden together, because with n each gives the others away, where the cell is hidden, and where

  grenzen      0 < onbekend < 5, or that holds of those among them who are in the denominator for certain, or
               of the rest (share and bounds tell the two apart; the rest of P1 are GEEN without a reason), or
               D's ONBEKEND is hidden and is among them.

How the rest of another indicator than P1 would count, which the bounds tell too, is about leavers without a
measurement or a registration (niet gemeten, perspectief not filled in); that is not protected. Nor are rows
in quarantine, which are in these four: their number is about deliveries, and the flow shows it. So the rules
look at onbekend without them, and take for granted that an attacker knows how many there are in every unit.

What is hidden can often be worked out, from sums and from other figures of the same leavers. A figure is a
group of them, and so are the others of its n; many groups are parts of others. What a published group has
more than another published one is a number too, and where 0 < that < telling it must stay as uncertain as a
hidden cell. Not protected is a difference of leavers without a measurement or a registration only (n of B1 is
k of P1 less who was not measured), also where the larger group goes by another name (all in work have
perspectief arbeid): it tells of a delivery, not of anybody. Neither is it in the bounds, where only how many
in n have no known outcome is kept from being worked out.

suppression.py hides what it takes, at the least cost by the table below. Region totals are kept; if that
cannot be, detail is given up (decision.py), and if that does not help there is no release. In D, and in I
and R_U, which are D's ONBEKEND turned round, cells of the region may go, at a high price. The headlines of
three cohorts together follow the same rules, in one system with their years (blocks.py). What earlier
releases showed is known, whatever is hidden now (circulation.py); and where the boards agreed that the
stuurgroep sees smaller numbers, what is hidden from it is hidden from everybody (readers.py).
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Literal

from pipeline.evaluation.eerste_werk import BEGIN_BEKEND, KWARTALEN, OOIT_WERK
from pipeline.vocabulary.tables import bestemmingen, klassen
from pipeline.workspace.settings import Definities, Settings

ZELFDE_NOEMER = (
    ("D", "K1", "I", "R_U", "R_V1", "R_V2", "R_V3", "R_V4"), ("B3_STRIKT", "B3_RUIM"),
    ("WW_V2", "WZ_V2"), ("NW_V2", "NZ_V2"), ("WW_V4", "WZ_V4"), ("NW_V4", "NZ_V4"),
    (OOIT_WERK, BEGIN_BEKEND, *KWARTALEN),
)  # fmt: skip
"""Indicators about the same leavers, by definition."""
ZELFDE_ALS_ONBEKEND = ("I", "R_U")
"""Indicators whose n - k is D's ONBEKEND, by definition."""
BINNEN_IS_ONBEKEND = ("D", "P1", "K1")
"""Indicators whose unknown in the denominator for certain are D's ONBEKEND, by definition."""
ONBEKEND_TELT_MEE = ("P1",)
"""Indicators with all of their unknown in the denominator and none in the numerator, by definition."""
ALLEEN_BESTEMMING = ("P1", "K1", "I", "R_U")
"""Indicators that destination and reason at leaving decide. (One too few costs sharpness, not safety.)"""
BLIJFT = ("BW_V1", "BW_V2", "BW_V3", "BW_V4")
"""The life table of work: who had it all along until a moment, and at that moment."""
NAAR_WERK = ("WW_V2", "NW_V2", "GW_V2", "WW_V4", "NW_V4", "GW_V4")
NAAR_NIETS = ("WZ_V2", "NZ_V2", "WZ_V4", "NZ_V4")
STROMEN = (*NAAR_WERK, *NAAR_NIETS)
"""The flows between two moments: who has work at the later one, and who has no place at all."""
EERSTE_WERK = (OOIT_WERK, BEGIN_BEKEND, *KWARTALEN)
"""Of one group: who ever worked, of whom it is known since when, and who did by so many quarters."""
MAG_WEG = ("B2", "S", *BLIJFT, *STROMEN, *EERSTE_WERK)
"""These may be hidden for the region: n of B2 less n of B1 is a number of deaths, k of S a handful in a good
year, and who dropped out of BW between two moments, went from one class to another, or found first work
between two quarters, may be few."""
BIJZAKEN = "regiocijfers"
"""The last detail that a cohort gives up: figures of the region that are no headline."""
KOPINDICATOREN = ("P1", "P2", "B1_1", "B1_2")
ONGUNSTIG = ("UIT", "S", *NAAR_NIETS)
NEUTRAAL = ("G", BEGIN_BEKEND)
_GUNSTIG = (
    "P1", "P2", "P3", "K1", "B1_1", "B1_2", "B2", "B3_STRIKT", "B3_RUIM", "B4", "I", "Q", *BLIJFT, *NAAR_WERK,
    OOIT_WERK, *KWARTALEN,
)  # fmt: skip
_RESPONS = "R_"

_KOSTEN_NIVEAU = {"regio": 200.0, "schooltype": 30.0, "bestuur": 9.0, "school": 4.0}
_KOP_FACTOR = 8.0
_KERN_FACTOR = 1.5
_CODE_FACTOR = 0.5
_GRENZEN_FACTOR = 0.2


class Reden(StrEnum):
    """Why a cell is hidden. Not published: the reason would narrow down the number."""

    TELLING = "telling"
    AANVULLING = "aanvulling"
    NOEMER = "noemer"
    ZEKERHEID = "zekerheid"


Publiek = Literal["openbaar", "stuurgroep"]
"""Who reads a release: anybody, or the stuurgroep alone."""


@dataclass(frozen=True)
class Policy:
    """The thresholds of a public, and the choices in the definitions that an attacker knows too.

    breedte: how many values every hidden count must at least leave open to an attacker. vergroven: what a
    cohort gives up, one after the other, when it cannot be protected otherwise. wider: the policy for readers
    who see more, by thresholds of their own, and see this too (readers.py).
    """

    telling: int = 5
    noemer: int = 10
    breedte: int = 3
    vergroven: tuple[str, ...] = ("codes", "jaren", "scholen", "besturen")
    definities: Definities = field(default_factory=Definities)
    publiek: Publiek = "openbaar"
    wider: "Policy | None" = None

    @classmethod
    def of(cls, settings: Settings, has_seen_more: bool = False) -> "Policy":
        """What is openbaar in a workspace; `wider` is the stuurgroep, if the boards agreed to that.

        If they once did, it does not forget what it saw.
        """
        drempels, stuurgroep = settings.drempels, settings.stuurgroep
        openbaar = cls(
            telling=drempels.telling,
            noemer=drempels.noemer,
            vergroven=tuple(drempels.vergroven),
            definities=settings.definities,
        )
        if not stuurgroep.afspraak and not has_seen_more:
            return openbaar
        return openbaar.beside(
            min(stuurgroep.telling, openbaar.telling), min(stuurgroep.noemer, openbaar.noemer)
        )

    def beside(self, telling: int, noemer: int) -> "Policy":
        """The same, where the stuurgroep sees more, by these thresholds."""
        return replace(self, wider=replace(self, telling=telling, noemer=noemer, publiek="stuurgroep"))

    def klein(self, aantal: int) -> bool:
        """Whether a count of people is too small to show; zero is not."""
        return 0 < aantal < self.telling

    def reden(self, indicator: str, klasse: str, k: int, n: int) -> Reden | None:
        """Why k of n may not be shown whatever the other cells are, or None."""
        if n == 0:
            return None
        if n < self.noemer:
            return Reden.NOEMER
        if self.klein(k):
            return Reden.TELLING
        if self.klein(n - k):
            return Reden.AANVULLING
        return Reden.ZEKERHEID if self._ongunstig_zeker(indicator, klasse, k, n) else None

    def _ongunstig_zeker(self, indicator: str, klasse: str, k: int, n: int) -> bool:
        return (k == 0 and nul_is_ongunstig(indicator)) or (k == n and alles_is_ongunstig(indicator, klasse))


def nul_is_ongunstig(indicator: str) -> bool:
    """Whether "nobody" is an unfavourable statement: for every goal, and for what we do not know."""
    return indicator not in (*ONGUNSTIG, *NEUTRAAL, "D")


def alles_is_ongunstig(indicator: str, klasse: str) -> bool:
    """Whether "everybody" is an unfavourable or sensitive statement, and for what we do not know."""
    if indicator == "D":
        return klasse in gevoelige_klassen()
    return indicator not in (*_GUNSTIG, *NEUTRAAL) and not indicator.startswith(_RESPONS)


@cache
def gevoelige_klassen() -> frozenset[str]:
    """The sensitive classes of bestemming and their codes."""
    gevoelig = {klasse.klasse for klasse in klassen() if klasse.gevoelig}
    return frozenset(gevoelig | {b.code for b in bestemmingen() if b.klasse in gevoelig})


def kosten(indicator: str, klasse: str, soort_klasse: str, niveau: str) -> float:
    """What hiding a cell costs the reader: wider is worse, a headline much worse, a full code half as bad.

    Of the classes, work and learning are what the report is about.
    """
    factor = _KOP_FACTOR if indicator in KOPINDICATOREN else 1.0
    if soort_klasse and klasse not in gevoelige_klassen():
        factor *= _KERN_FACTOR
    return _KOSTEN_NIVEAU[niveau] * factor * (_CODE_FACTOR if soort_klasse == "code" else 1.0)


def kosten_grenzen(indicator: str, niveau: str) -> float:
    """What hiding the bounds of a row, and only those, costs the reader."""
    return kosten(indicator, "", "", niveau) * _GRENZEN_FACTOR


def regiototaal(indicator: str, niveau: str, headlines_only: bool = False) -> bool:
    """Whether a cell may not be hidden for the sake of another."""
    if niveau != "regio" or headlines_only:
        return niveau == "regio" and indicator in KOPINDICATOREN
    return indicator not in ("D", *ZELFDE_ALS_ONBEKEND, *MAG_WEG)
