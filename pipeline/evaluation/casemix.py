"""Observed against expected: does a unit place more leavers than the region places of leavers like hers?

Indirect standardisation: expected is the sum of the chances that a logistic model (logit.py) gives to the
leavers of a unit, from all leavers of the region and the window of cohorts. Limits and test are exact for
these chances (poissonbinomiaal.py) and take the model as given; shrinkage is in krimp.py. A ratio is against
this region and this model: it is no rank, and two units are not to be compared with each other by it (they
have other leavers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.evaluation.grenzen import NIVEAUS
from pipeline.evaluation.ijking import c_statistiek, ijking
from pipeline.evaluation.krimp import krimp
from pipeline.evaluation.logit import ONBEKEND, STRAF, indicatoren, klassen, schat
from pipeline.evaluation.meervoud import holm
from pipeline.evaluation.poissonbinomiaal import controlegrenzen, interval, p_tweezijdig

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

KENMERKEN = ("schooltype", "uitstroomprofiel", "leeftijdsklasse", "geslacht", "diploma", "gemeente")
"""What a leaver brings along, named as in `schoolverlater`; leeftijdsklasse is made here of leeftijd."""
JONGSTE, OUDSTE = 16, 20


@dataclass(frozen=True)
class Casemix:
    """Observed and expected per unit, and how well the model tells leavers apart."""

    eenheden: pd.DataFrame
    """One row per unit: the unit, `n` (leavers), `o` and `e` (observed and expected), `oe` (their ratio) with
    `laag` and `hoog` (exact 95%), `p` and `p_holm`, `onder_95`, `boven_95`, `onder_99.8` and `boven_99.8`
    (control limits of the ratio, were the unit as expected), `oe_gekrompen`, `gekrompen_laag` and
    `gekrompen_hoog` (shrunken), `e_anderen` and `oe_anderen` (expected by the other units alone, a
    sensitivity: a large unit makes part of its own yardstick)."""
    ijking: pd.DataFrame
    """One row per group of leavers with like chances, low to high: groep (1..), n, k, verwacht, pct, laag,
    hoog (all four in percent)."""
    c_statistiek: float
    """The chance that of two leavers the one with the outcome had the higher expected chance: 0.5 is by lot.
    On the leavers the model was made from, so somewhat flattering."""
    c_statistiek_anderen: float
    """The same with the chances by which `e_anderen` is made: not flattering."""
    sigma: float
    """Standard deviation between units in log-odds, after case-mix; 0 when chance explains it all."""
    kenmerken: tuple[str, ...]


def casemix(
    leerlingen: pd.DataFrame,
    eenheid: str = "school_id",
    kenmerken: Sequence[str] = KENMERKEN,
    straf: float = STRAF,
) -> Casemix:
    """O/E of every unit.

    leerlingen: one row per leaver who counts, with `uitkomst` (bool), the unit, and the columns of
    `kenmerken` (leeftijd, in years, where leeftijdsklasse is asked). Missing is a class of its own. Raises
    ValueError when everybody has the same outcome: then there is nothing to expect from.
    """
    import numpy as np

    people = met_leeftijdsklasse(leerlingen, kenmerken)
    outcome = people.uitkomst.to_numpy(dtype="float64")
    x = indicatoren(people, kenmerken)
    chances = schat(x, outcome, straf).kansen(x)
    units = klassen(people, [eenheid])[eenheid].to_numpy()
    by_others = kansen_van_anderen(x, outcome, units, straf)
    table, sigma = _units(units, outcome, chances)
    elsewhere = np.array([by_others[units == name].sum() for name in table.eenheid])
    table = table.assign(e_anderen=elsewhere, oe_anderen=table.o / elsewhere)
    return Casemix(
        table.rename(columns={"eenheid": eenheid}), ijking(outcome, chances), c_statistiek(outcome, chances),
        c_statistiek(outcome, by_others), sigma, tuple(kenmerken),
    )  # fmt: skip


def kansen_van_anderen(
    x: NDArray[np.float64], uitkomst: NDArray[np.float64], eenheden: NDArray[np.str_], straf: float
) -> NDArray[np.float64]:
    """The chance of each leaver by a model of the other units only; NaN where these had one outcome."""
    import numpy as np

    chances = np.full(len(uitkomst), np.nan)
    for name in set(eenheden):
        own = eenheden == name
        elsewhere = uitkomst[~own]
        if 0 < elsewhere.sum() < len(elsewhere):
            chances[own] = schat(x[~own], elsewhere, straf).kansen(x[own])
    return chances


def met_leeftijdsklasse(leerlingen: pd.DataFrame, kenmerken: Sequence[str]) -> pd.DataFrame:
    """The leavers with a column leeftijdsklasse, where that is asked and not yet there."""
    if "leeftijdsklasse" not in kenmerken or "leeftijdsklasse" in leerlingen:
        return leerlingen
    return leerlingen.assign(leeftijdsklasse=leeftijdsklasse(leerlingen.leeftijd))


def leeftijdsklasse(leeftijd: pd.Series[float]) -> pd.Series[str]:
    """Age on the teldatum in years, with the few youngest and oldest together."""
    years = leeftijd.clip(JONGSTE, OUDSTE).astype("Int64").astype("str").where(leeftijd.notna(), ONBEKEND)
    return years.replace({str(JONGSTE): f"t/m {JONGSTE}", str(OUDSTE): f"{OUDSTE} en ouder"})


def _units(
    units: NDArray[np.str_], outcome: NDArray[np.float64], chances: NDArray[np.float64]
) -> tuple[pd.DataFrame, float]:
    import numpy as np
    import pandas as pd

    names = sorted(set(units))
    # Sorted chances: the same bits whatever the order of the leavers.
    each = [np.sort(chances[units == name]) for name in names]
    observed = [int(outcome[units == name].sum()) for name in names]
    table = pd.DataFrame([_unit(name, o, own) for name, o, own in zip(names, observed, each, strict=True)])
    shrunk = krimp(observed, each)
    table = table.assign(
        p_holm=holm(table.p), oe_gekrompen=shrunk.aantal / table.e,
        gekrompen_laag=shrunk.laag / table.e, gekrompen_hoog=shrunk.hoog / table.e,
    )  # fmt: skip
    return table, shrunk.sigma


def _unit(naam: str, o: int, kansen: NDArray[np.float64]) -> dict[str, object]:
    expected = float(kansen.sum())
    low, high = interval(o, kansen)
    row: dict[str, object] = {
        "eenheid": naam, "n": len(kansen), "o": o, "e": expected,
        "oe": o / expected, "laag": low / expected, "hoog": high / expected, "p": p_tweezijdig(o, kansen),
    }  # fmt: skip
    for niveau in NIVEAUS:
        under, above = controlegrenzen(kansen, niveau)
        row |= {f"onder_{niveau:g}": under / expected, f"boven_{niveau:g}": above / expected}
    return row
