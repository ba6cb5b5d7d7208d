"""P1 of the sector's published breakdown, read in the ways that the sector leaves open (domain.md §8)."""

from __future__ import annotations

from pipeline.indicators.compute import compute_cijfers
from pipeline.indicators.varianten import compute_varianten
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings
from tests.support.panel import COHORT, microdata
from tests.support.spec import SECTOR_PER_1000, VSV_FILES, deliveries

PER_1000 = f"""{SECTOR_PER_1000}
    GEEN | GEDRAG_MOTIVATIE | 9
    GEEN | ZORG             | 21
    """
"""Of the 3,0% without work 0,9 fails and 2,1 does not count."""


def test_p1_is_the_published_figure_when_the_reason_decides_and_lies_between_the_two_others() -> None:
    """870 of 891 is 97,6; nobody of the 30 counts: 870 of 882, 98,6; all of them fail: 870 of 912, 95,4."""
    settings, jaar = Settings(), Schooljaar(COHORT + 2)
    with microdata(deliveries(PER_1000, VSV_FILES), settings) as con:
        cijfers = compute_cijfers(con, settings, jaar)
        found = compute_varianten(con, settings, jaar, cijfers).set_index(["indicator", "variant"]).loc["P1"]
    own = cijfers[(cijfers.indicator == "P1") & (cijfers.niveau == "regio")].iloc[0]
    assert (own.k, own.n, round(own.pct, 1)) == (870, 891, 97.6)
    assert found.pct.round(1).to_dict() == {
        "zonder_reden_buiten": 97.6,
        "geen_mislukt": 95.4,
        "geen_buiten": 98.6,
        "onbekend_buiten": 99.0,
    }
    assert found.n.to_dict() == {
        "zonder_reden_buiten": 891, "geen_mislukt": 912, "geen_buiten": 882, "onbekend_buiten": 879,
    }  # fmt: skip
