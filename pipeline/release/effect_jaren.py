"""The effect of innovatieplannen by year since the start, and in the years before it, told in whole steps.

The argument is that of effect.py, for each number apart: the estimate of a year and either end of its
interval are the same with every other value of every hidden count around the real one, in steps as fine as
that allows (1, 2, 3, 5, 10 percentage points); where one of the three is not at any step, the year is not
told. Those values follow from the count alone and are the same for every number here and for the headline,
so they stay possible to who lays all of them beside each other. What effect.py does not follow up holds here
too, and more so, because there are more numbers, each with a step of its own.

A year that rests on fewer than four schools with a plan is not told either: it would be about single schools.
How many schools that are follows from n and the starts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.did import MINSTENS
from pipeline.evaluation.effect.gebeurtenis import Jaar
from pipeline.evaluation.effect.proef import Grenzen, Wijziging
from pipeline.release.effect import GETOOND
from pipeline.release.effect_onderzoek import Onderzoek, andere_aantallen
from pipeline.release.effect_stappen import KOLOMMEN, grenzen_in_stappen
from pipeline.release.protection import NIET_GETOOND

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

TE_WEINIG_SCHOLEN = "te weinig scholen"
COLUMNS = ["volgorde", "vraag", "tijd", "scholen", "status", *KOLOMMEN]


def protect_years(gevraagd: Onderzoek, cijfers: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """COLUMNS, a row per question and year. tijd: 0 is the first school year under a plan, -1 the one before.

    cijfers: as published, for this public. schatting, laag and hoog are whole steps of so many percentage
    points (stap, stap_laag, stap_hoog), the ends rounded outward and missing where there is no end. Status:
    "getoond", "niet getoond" or "te weinig scholen".
    """
    import pandas as pd

    andere = andere_aantallen(gevraagd, cijfers, policy)
    rijen = [
        {"volgorde": plaats, "vraag": opzet.vraag.naam, **rij}
        for plaats, opzet in enumerate(gevraagd.vragen)
        if opzet.vraag.naam in gevraagd.proeven
        for rij in _jaren(gevraagd, opzet.vraag.naam, andere)
    ]
    return pd.DataFrame(rijen, columns=COLUMNS)


def _jaren(gevraagd: Onderzoek, naam: str, wijzigingen: Collection[Wijziging]) -> Iterator[dict[str, Any]]:
    echt, *andere = (gevraagd.meting(naam, wijziging).per_jaar for wijziging in (None, *wijzigingen))
    for i, jaar in enumerate(gevraagd.proeven[naam].jaren):
        schuif = gevraagd.verschuiving.van(naam).van(f"jaar {jaar.tijd}")
        verteld = _jaar(jaar, *schuif.samen(echt[i], [een[i] for een in andere]))
        yield {"tijd": jaar.tijd, "scholen": jaar.scholen, **verteld}


def _jaar(jaar: Jaar, echt: Grenzen, andere: Collection[Grenzen]) -> dict[str, Any]:
    """What is told of a year, as coarse as it has to be."""
    if jaar.scholen < MINSTENS:
        return {"status": TE_WEINIG_SCHOLEN}
    verteld = grenzen_in_stappen(echt, andere)
    return {"status": NIET_GETOOND} if verteld is None else {"status": GETOOND, **verteld}
