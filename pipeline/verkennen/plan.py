"""What a plan could show in the schools and years there are, said before anybody looks at its outcome."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pipeline.evaluation.effect.kracht import kracht
from pipeline.evaluation.effect.paneel import maak_paneel
from pipeline.indicators.compute import GEMETEN
from pipeline.reporting.notation import decimaal
from pipeline.verkennen.toegang import NietHier

if TYPE_CHECKING:
    import pandas as pd


def kracht_van_plan(
    cijfers: pd.DataFrame, scholen: Collection[str], vanaf: int, horizon: int
) -> pd.DataFrame:
    """The power of the headline test for a plan in these schools (school_id) from a cohort on.

    cijfers: of one indicator per school and board. See Verkenning.kracht.
    """
    import pandas as pd

    if not scholen or cijfers.empty:
        return _nothing("er zijn geen scholen gekozen of geen leerlingen geteld")
    if unknown := sorted(set(scholen) - set(cijfers.school_id)):
        raise NietHier(
            f"no leavers of school {unknown[0]!r}", "See v.sql('SELECT school_id, school FROM panel')."
        )
    measured = cijfers[(cijfers.status == GEMETEN) & (cijfers.n > 0)]
    board = measured.sort_values("cohort").groupby("school_id")["bestuur"].last()
    table = pd.DataFrame(
        {
            "school": measured.school_id,
            "cohort": measured.cohort.astype("int64"),
            "n": measured.n.astype("int64"),
            "k": measured.k.astype("int64"),
            "start": pd.array(
                [vanaf if school in scholen else None for school in measured.school_id], dtype="Int64"
            ),
            "bestuur": measured.school_id.map(board),
        }
    )
    try:
        found = kracht(maak_paneel(table).met_voormeting(), horizon, "verkenning")
    except (ValueError, IndexError):
        return _nothing("een plan heeft scholen met en zonder nodig, met leerlingen van ervoor en erna")
    smallest = (
        "geen enkel effect dat is geprobeerd"
        if found.aantoonbaar is None
        else (f"een effect van {decimaal(found.aantoonbaar)} procentpunt")
    )
    made = found.tabel.copy()
    made.attrs["uitkomst"] = f"Vier van de vijf keer gevonden: {smallest}."
    return made


def _nothing(why: str) -> pd.DataFrame:
    import pandas as pd

    empty = pd.DataFrame(
        {name: [] for name in ("effect", "kracht", "laag", "hoog", "rondes")}, dtype="float64"
    )
    empty.attrs["uitkomst"] = f"Niet te zeggen: {why}."
    return empty
