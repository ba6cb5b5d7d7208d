"""A published result through the whole way in: ecbo 2013, table 6.1, leavers of Zeeland in 2011 (domain.md §8)."""

from collections.abc import Iterator

import pandas as pd
import pytest

from pipeline.indicators.compute import compute_cijfers
from pipeline.microdata.build import build
from pipeline.microdata.reading import open_microdata
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

COHORT = Schooljaar(2010)
LEAVERS = {
    ("PRO", "99ZP00"): {"arbeid": 38, "mbo (bol)": 19, "dagbesteding": 9, "thuis": 10, "onbekend": 6},
    ("SO", "99ZS00"): {"garantiebaan": 21, "ROC": 35, "ander vso": 20, "geen": 15, "overlijden": 6},
}
"""Per school the destinations as schools write them; the last three of each are invented and are 25 and 41 together."""
HEADER = "BSN;Leerlingnummer;Brin;Onderwijssoort;Schooljaar;Uitschrijfdatum;Uitstroombestemming"


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pd.DataFrame]:
    workspace = Workspace.create(tmp_path_factory.mktemp("zeeland"), demo=True)
    (workspace.raw / "2011-11-20").mkdir()
    for (schooltype, brin), destinations in LEAVERS.items():
        path = workspace.raw / "2011-11-20" / f"uitstroom_{brin}.csv"
        path.write_bytes(outflow(schooltype, brin, destinations).encode("cp1252"))
    intake = take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))
    assert intake.geweigerd == []
    microdata = build(workspace, active_deliveries(workspace), Settings(), "0" * 64)
    with open_microdata(microdata) as con:
        yield compute_cijfers(con, Settings(), COHORT)


def outflow(schooltype: str, brin: str, destinations: dict[str, int]) -> str:
    """An outflow list with numbers from the range for tests."""
    words = [word for word, count in destinations.items() for _ in range(count)]
    first = 999900001 if schooltype == "PRO" else 999950001
    rows = [
        f"{first + nr};{nr};{brin};{schooltype};2010/2011;29-07-2011;{word}" for nr, word in enumerate(words)
    ]
    return "\r\n".join([HEADER, *rows, ""])


@pytest.mark.parametrize(
    ("schooltype", "klasse", "n", "k", "pct", "low", "high"),
    [
        ("PRO", "WERK", 82, 38, 46.3, 36.0, 57.1),
        ("PRO", "MBO_BOL", 82, 19, 23.2, 15.4, 33.4),
        ("SO", "WERK", 97, 21, 21.6, 14.6, 30.8),
        ("SO", "MBO_BOL", 97, 35, 36.1, 27.2, 46.0),
    ],
)
def test_table_6_1(
    figures: pd.DataFrame, schooltype: str, klasse: str, n: int, k: int, pct: float, low: float, high: float
) -> None:
    d = figures[
        (figures.indicator == "D") & (figures.niveau == "schooltype") & (figures.eenheid == schooltype)
    ]
    row = d[d.klasse == klasse].iloc[0]
    assert (row.n, row.k) == (n, k)
    assert [round(row[name], 1) for name in ("pct", "laag", "hoog")] == [pct, low, high]


def test_the_classes_of_a_schooltype_are_all_its_leavers(figures: pd.DataFrame) -> None:
    d = figures[(figures.indicator == "D") & (figures.niveau == "schooltype")]
    for soort in ("klasse", "code"):
        counted = d[d.soort_klasse == soort].groupby("eenheid").k.sum()
        assert counted.to_dict() == {"PRO": 82, "SO": 97}
