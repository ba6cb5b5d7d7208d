"""What could undermine the headline, all from one panel: without each school in turn, by other methods, drawn
per board, and with paths that are not parallel.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isnan

from pipeline.evaluation.effect.bijlage import (
    Schatting,
    callaway_santanna,
    did2s,
    heeft_paren,
    sun_abraham,
)
from pipeline.evaluation.effect.did import Uitkomst
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.parallel import Parallel, parallel
from pipeline.evaluation.effect.proef import Grenzen
from pipeline.evaluation.effect.regressie import wilde_bootstrap

_Z = 1.959963984540054
"""Half the width of a normal interval of 95%, in standard errors."""


@dataclass(frozen=True)
class Robuust:
    """The checks of one question. None where n and starts alone leave nothing to estimate."""

    zonder_een: tuple[float, float]
    """Lowest and highest estimate without a school."""
    did2s: Grenzen
    sun_abraham: Grenzen | None
    callaway_santanna: Grenzen | None
    p_bootstrap: float | None
    p_bestuur: float | None
    kantelpunt: float | None
    """How many times the largest change before the start paths may drift apart per year before the interval
    holds 0; 0 where it does so already, infinite where it never will."""


def robuust(
    paneel: Paneel,
    horizon: int,
    naam: str,
    uitkomst: Uitkomst,
    zonder_een: tuple[float, ...],
    p_bestuur: float | None,
) -> Robuust:
    """The checks of a question of which something is estimated; `uitkomst` is its headline, `zonder_een` the
    estimates without each school of which there is one.
    """
    p_bootstrap = met_interacties = interactie = None
    if paneel.nooit.any():
        interactie = sun_abraham(paneel)
        mee = (interactie.tijden >= 0) & (interactie.tijden < horizon)
        met_interacties = _normaal(interactie.schatting(mee))
        p_bootstrap = wilde_bootstrap(interactie.fit, interactie.combinatie(mee), naam)
    return Robuust(
        (min(zonder_een), max(zonder_een)),
        _normaal(did2s(paneel, horizon)),
        met_interacties,
        _normaal(callaway_santanna(paneel, horizon)) if heeft_paren(paneel, horizon) else None,
        p_bootstrap,
        p_bestuur,
        _kantelpunt(parallel(paneel, uitkomst, horizon, interactie)),
    )


def _normaal(gevonden: Schatting) -> Grenzen:
    """With a normal interval; without ends where there is no standard error."""
    half = inf if isnan(gevonden.fout) else _Z * gevonden.fout
    return Grenzen(gevonden.schatting, gevonden.schatting - half, gevonden.schatting + half)


def _kantelpunt(grenzen: Parallel | None) -> float | None:
    if grenzen is None:
        return None
    return 0.0 if grenzen.kantelpunt is None else grenzen.kantelpunt
