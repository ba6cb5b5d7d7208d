"""The power of a question, from what is published: no hidden count is looked at (effect.py says why)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.evaluation.effect.anders import Proeven
from pipeline.evaluation.effect.kracht import kracht
from pipeline.evaluation.effect.paneel import Getallen, Ja, Paneel
from pipeline.evaluation.effect.simulatie import Verwachting, verwachting

if TYPE_CHECKING:
    import pandas as pd

_STAP = 5
_MIDDEN = 50.0


def kracht_van(
    proeven: Proeven, verborgen: Collection[tuple[str, str, int]], getoond: pd.DataFrame
) -> dict[float, float]:
    """Per effect in percentage points how often it would be found: percent, rounded down to fives.

    verborgen: indicator, school and cohort of what is hidden. getoond: the published figures with numbers.
    """
    vraag, paneel = proeven.vraag, proeven.paneel
    weg = {(school, cohort) for code, school, cohort in verborgen if code == vraag.indicator}
    masker = np.array([[(s, int(c)) in weg for c in paneel.cohorten] for s in paneel.scholen], dtype=bool)
    basis = _basis(paneel, masker, _regio(getoond, vraag.indicator, paneel))
    extra = (vraag.kleinste_effect,)
    tabel = kracht(paneel, vraag.horizon, vraag.naam, vraag.toewijzing, extra, basis).tabel
    deel = (100 * tabel["kracht"] / _STAP + 1e-9).astype(int) * _STAP
    return dict(zip(tabel["effect"].tolist(), deel.astype(float).tolist(), strict=True))


def _basis(paneel: Paneel, verborgen: Ja, regio: Getallen) -> Verwachting:
    """Level with the region's percentage in the place of what is hidden; spread of what is shown."""
    ingevuld = replace(paneel, k=np.where(verborgen, paneel.n * regio[None, :] / 100, paneel.k))
    zichtbaar = replace(paneel, n=np.where(verborgen, 0.0, paneel.n), k=np.where(verborgen, 0.0, paneel.k))
    spreiding = verwachting(zichtbaar if zichtbaar.onbehandeld.any() else ingevuld)
    return replace(spreiding, percentage=verwachting(ingevuld).percentage)


def _regio(getoond: pd.DataFrame, indicator: str, paneel: Paneel) -> Getallen:
    """The published percentage per cohort; where there is none the mean of the others."""
    rijen = getoond[(getoond["indicator"] == indicator) & (getoond["niveau"] == "regio")]
    bekend = rijen.set_index("cohort")["pct"].reindex(paneel.cohorten.tolist())
    ingevuld: Getallen = bekend.fillna(bekend.mean()).fillna(_MIDDEN).to_numpy(dtype=np.float64)
    return ingevuld
