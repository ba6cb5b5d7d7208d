"""What would undermine the headline: placebos, one school that decides it, schools that share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.evaluation.effect.did import Toewijzing, Uitkomst, verschil_in_verschillen
from pipeline.evaluation.effect.paneel import Paneel

if TYPE_CHECKING:
    import pandas as pd

_MEESTE = 2000
KOLOMMEN = ("wat", "geen", "schatting", "laag", "hoog", "p", "scholen_met", "scholen_zonder", "n")


def placebo_datum(paneel: Paneel, jaren: int, naam: str, per: Toewijzing = "school") -> Uitkomst:
    """The estimate had all plans started `jaren` years earlier, of the years without a plan alone.

    Those years lie before the real start, so whatever is found there is not of the plan.
    """
    eerder = paneel.alleen_onbehandeld().vervroegd(jaren)
    return verschil_in_verschillen(eerder, jaren, f"{naam} {jaren} jaar eerder", per, _MEESTE)


def placebo_uitkomsten(
    panelen: Mapping[str, Paneel], horizon: int, naam: str, per: Toewijzing = "school"
) -> pd.DataFrame:
    """The same estimate of outcomes that a plan should leave alone: a row per indicator code (`wat`)."""
    gevonden = {
        code: verschil_in_verschillen(paneel, horizon, f"{naam} {code}", per, _MEESTE)
        for code, paneel in sorted(panelen.items())
    }
    return tabel(gevonden)


def een_school_eruit(paneel: Paneel, horizon: int, naam: str, per: Toewijzing = "school") -> pd.DataFrame:
    """The estimate without each school in turn: a row per school left out (`wat`), sorted by name."""
    gevonden = {
        school: verschil_in_verschillen(paneel.zonder({school}), horizon, naam, per, _MEESTE)
        for school in sorted(paneel.scholen)
    }
    return tabel(gevonden)


def buren(paneel: Paneel, band: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Schools without a plan that share a board (or what `band` says per school) with one that has a plan.

    Schools work together, as the convenant wants, so these may have got something of the plan too.
    """
    los = dict(zip(paneel.scholen, paneel.besturen, strict=True)) if band is None else band
    scholen = list(zip(paneel.scholen, paneel.nooit.tolist(), strict=True))
    met = {los[school] for school, nooit in scholen if not nooit and school in los}
    return tuple(sorted(school for school, nooit in scholen if nooit and los.get(school) in met))


def zonder_buren(
    paneel: Paneel, horizon: int, naam: str, band: Mapping[str, str] | None = None, per: Toewijzing = "school"
) -> Uitkomst:
    """The estimate without the schools of `buren`: less diluted, if plans spill over to them."""
    return verschil_in_verschillen(paneel.zonder(set(buren(paneel, band))), horizon, naam, per, _MEESTE)


def tabel(uitkomsten: Mapping[str, Uitkomst]) -> pd.DataFrame:
    """A row per estimate: wat, geen (why there is none), schatting, laag, hoog, p, schools and n."""
    import pandas as pd

    velden = KOLOMMEN[1:]
    rijen = [(wat, *(getattr(uitkomst, veld) for veld in velden)) for wat, uitkomst in uitkomsten.items()]
    getallen = dict.fromkeys(("schatting", "laag", "hoog", "p"), "float64")
    return pd.DataFrame(rijen, columns=list(KOLOMMEN)).astype(getallen)
