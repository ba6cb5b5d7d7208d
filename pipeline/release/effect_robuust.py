"""The checks of the effect of innovatieplannen, told so that no hidden count of a school comes out.

The argument is that of effect.py and effect_jaren.py, for each number apart: it is told in the finest step,
or class of p, in which it is the same with every other value of every hidden count around the real one. A
check of which that holds for no step is not told. Which checks can be made follows from n and the starts.

The lowest and highest estimate without one school do not say which school that is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.anders import Meting, Proeven
from pipeline.evaluation.effect.did import waarom_geen
from pipeline.evaluation.effect.parallel import MAAT
from pipeline.evaluation.effect.proef import Grenzen, Wijziging
from pipeline.evaluation.effect.robuust import Robuust, robuust
from pipeline.release.effect import GETOOND, p_klasse
from pipeline.release.effect_onderzoek import Onderzoek, andere_aantallen
from pipeline.release.effect_stappen import (
    KOLOMMEN,
    RUIME_STAPPEN,
    fijnste,
    grenzen_in_stappen,
    omhoog,
    omlaag,
)
from pipeline.release.protection import NIET_GETOOND
from pipeline.release.verschuiving import Verschuiving

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

NIET_TE_MAKEN = "niet te maken"
ZONDER_EEN, DID2S, SUN_ABRAHAM = "zonder een school", "did2s", "Sun-Abraham"
CALLAWAY, BOOTSTRAP = "Callaway-Sant'Anna", "wild cluster bootstrap"
PER_BESTUUR, PARALLEL = "per bestuur", "niet parallel"
GEEN_ZONDER = "er is geen school zonder plan om mee te vergelijken"
TE_WEINIG_JAREN = "er zijn te weinig jaren voor de start, of er is geen school zonder plan"
P_GROVER = ((0.01, 0.05, 0.10), (0.05,), (0.10,))
"""Ends of the classes of p, from fine to coarse."""
COLUMNS = ["volgorde", "vraag", "nummer", "controle", "status", "reden", *KOLOMMEN, "p", "maat", "stap_maat"]
_STAPPEN_MAAT = (0.5, 1.0, 2.0)
Verteld = dict[str, Any]


@dataclass(frozen=True)
class Controle:
    """A check: where it is in Robuust, how it is told, and why there may be none."""

    naam: str
    veld: str
    vertel: Callable[[Verschuiving, Any, Sequence[Any]], Verteld | None]
    waarom: Callable[[Proeven], str]


def protect_robust(gevraagd: Onderzoek, cijfers: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """COLUMNS, a row per question of which something is estimated and check, in the order of CONTROLES.

    cijfers: as published, for this public. schatting, laag, hoog: whole steps of percentage points; laag and
    hoog of ZONDER_EEN are the lowest and highest estimate. p: in words. maat, of PARALLEL: how many times the
    largest change before the start paths may drift apart per year, rounded down to `stap_maat` and at most 2;
    missing where the interval holds 0 already. Status: "getoond", "niet getoond" or "niet te maken" (reden).
    """
    import pandas as pd

    andere = andere_aantallen(gevraagd, cijfers, policy)
    rijen = [
        {"volgorde": plaats, "vraag": opzet.vraag.naam, **rij}
        for plaats, opzet in enumerate(gevraagd.vragen)
        if opzet.vraag.naam in gevraagd.proeven
        for rij in _controles(gevraagd, opzet.vraag.naam, andere)
    ]
    return pd.DataFrame(rijen, columns=COLUMNS)


def _controles(gevraagd: Onderzoek, naam: str, andere: Collection[Wijziging]) -> Iterator[Verteld]:
    proeven = gevraagd.proeven[naam]
    raakt = [een for een in andere if een.indicator == proeven.vraag.indicator and een.plaats(proeven.paneel)]
    echt = berekend(proeven, gevraagd.meting(naam, None), None)
    anders = [berekend(proeven, gevraagd.meting(naam, een), een) for een in raakt]
    for nummer, controle in enumerate(CONTROLES):
        waarden = [getattr(een, controle.veld) for een in anders]
        schuif = gevraagd.verschuiving.van(naam).van(controle.naam)
        verteld = _een(controle, proeven, schuif, getattr(echt, controle.veld), waarden)
        yield {"nummer": nummer, "controle": controle.naam} | verteld


def berekend(proeven: Proeven, meting: Meting, wijziging: Wijziging | None) -> Robuust:
    """The checks of a question, with the counts as they are or with one other."""
    paneel = proeven.paneel if wijziging is None else wijziging.toegepast(proeven.paneel)
    zonder = tuple(
        schatting
        for los, (schatting, _) in zip(proeven.zonder_een, meting.zonder_een, strict=True)
        if los is not None
    )
    vraag = proeven.vraag
    return robuust(paneel, vraag.horizon, vraag.naam, meting.uitkomst, zonder, meting.p_bestuur)


def _een(
    controle: Controle, proeven: Proeven, schuif: Verschuiving, echt: Any, andere: Sequence[Any]
) -> Verteld:
    if echt is None:
        return {"status": NIET_TE_MAKEN, "reden": controle.waarom(proeven)}
    verteld = controle.vertel(schuif, echt, andere)
    return {"status": NIET_GETOOND} if verteld is None else {"status": GETOOND, **verteld}


def _grenzen(schuif: Verschuiving, echt: Grenzen, andere: Sequence[Grenzen]) -> Verteld | None:
    return grenzen_in_stappen(*schuif.samen(echt, andere))


def _bereik(
    schuif: Verschuiving, echt: tuple[float, float], andere: Sequence[tuple[float, float]]
) -> Verteld | None:
    """Lowest and highest, both outward."""
    uit: Verteld = {}
    for i, (naam, kant, afronden) in enumerate((("laag", -1, omlaag), ("hoog", 1, omhoog))):
        erbij = kant * schuif.binnen(echt[i], (een[i] for een in andere)).naar_buiten(naam)
        eigen, *overige = (een[i] + erbij for een in (echt, *andere))
        stap = fijnste(eigen, overige, afronden, RUIME_STAPPEN)
        if stap is None:
            return None
        uit |= {naam: afronden(eigen, stap), f"stap_{naam}": stap}
    return uit


def _p(_: Verschuiving, echt: float, andere: Sequence[float]) -> Verteld | None:
    for grenzen in P_GROVER:
        klasse = p_klasse(echt, grenzen)
        if all(p_klasse(een, grenzen) == klasse for een in andere):
            return {"p": klasse}
    return None


def _maat(schuif: Verschuiving, echt: float, andere: Sequence[float]) -> Verteld | None:
    lager = _STAPPEN_MAAT[0] * schuif.naar_buiten("maat")
    for stap in _STAPPEN_MAAT:
        maat = _naar_beneden(echt, lager, stap)
        if all(_naar_beneden(een, lager, stap) == maat for een in andere):
            return {"maat": maat, "stap_maat": stap}
    return None


def _naar_beneden(maat: float, lager: float, stap: float) -> float | None:
    """None where the interval holds 0 already."""
    return None if maat == 0 else stap * (max(0.0, min(maat, MAAT[-1]) - lager) // stap)


def _geen(_: Proeven, reden: str = GEEN_ZONDER) -> str:
    return reden


def _geen_bestuur(proeven: Proeven) -> str:
    return waarom_geen(proeven.paneel, proeven.vraag.horizon, "bestuur")


CONTROLES = (
    Controle(ZONDER_EEN, "zonder_een", _bereik, _geen),
    Controle(PER_BESTUUR, "p_bestuur", _p, _geen_bestuur),
    Controle(DID2S, "did2s", _grenzen, _geen),
    Controle(SUN_ABRAHAM, "sun_abraham", _grenzen, _geen),
    Controle(CALLAWAY, "callaway_santanna", _grenzen, _geen),
    Controle(BOOTSTRAP, "p_bootstrap", _p, _geen),
    Controle(PARALLEL, "kantelpunt", _maat, partial(_geen, reden=TE_WEINIG_JAREN)),
)
