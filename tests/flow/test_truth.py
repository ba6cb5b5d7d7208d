"""Eleven synthetic years: every figure equals the truth, by a second path in pandas that shares no code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import pytest

from pipeline.indicators.compute import compute_cijfers, compute_eenheden
from pipeline.microdata.build import Microdata, build
from pipeline.microdata.reading import open_microdata
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.release.policy import Policy
from pipeline.release.protection import protect
from pipeline.sources.delivery import Delivery, active_deliveries
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.synthetic.exports import write_exports
from pipeline.synthetic.population import generate
from pipeline.synthetic.truth import Truth
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings, load_settings
from tests.support.truth import truth_bounds, truth_cijfers

KEY = ["indicator", "klasse", "soort_klasse", "cohort", "niveau", "eenheid"]
JAREN = [Schooljaar(start) for start in range(2014, 2025)]


@dataclass(frozen=True)
class World:
    """A known truth, and what the pipeline made of its exports."""

    truth: Truth
    settings: Settings
    deliveries: list[Delivery]
    microdata: Microdata


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    truth = generate()
    workspace = Workspace.create(tmp_path_factory.mktemp("elf-jaar"), demo=True)
    write_exports(truth, workspace.raw)
    settings = load_settings(workspace.settings_file)
    intake = take_in(workspace, Opname(DEMO_SLEUTEL, settings.cohort.teldatum))
    assert intake.geweigerd == []
    deliveries = active_deliveries(workspace)
    yield World(truth, settings, deliveries, build(workspace, deliveries, settings, "0" * 64))


def figures(world: World, schooljaar: Schooljaar) -> tuple[pd.DataFrame, pd.DataFrame]:
    with open_microdata(world.microdata) as con:
        return compute_cijfers(con, world.settings, schooljaar), compute_eenheden(con)


def beside_truth(world: World, schooljaar: Schooljaar, cijfers: pd.DataFrame) -> pd.DataFrame:
    """Figures and truth in one table, for the indicators that the truth knows."""
    want = truth_cijfers(world.truth, world.settings.stand(schooljaar))
    want = want[want.cohort <= schooljaar.start]
    want = want[(want.soort_klasse != "code") | want.niveau.isin(["regio", "schooltype"])]
    got = cijfers[cijfers.indicator.isin(set(want.indicator))]
    return want.merge(got, on=KEY, how="outer", suffixes=("_waar", "_berekend"), indicator="waar")


@pytest.mark.parametrize("schooljaar", JAREN, ids=str)
def test_every_count_before_suppression_is_the_true_one(world: World, schooljaar: Schooljaar) -> None:
    both = beside_truth(world, schooljaar, figures(world, schooljaar)[0])
    assert len(both) > 400
    assert both[both.waar != "both"][KEY].to_dict("records") == []
    for column in ("n", "k", "status"):
        true, computed = both[f"{column}_waar"], both[f"{column}_berekend"]
        wrong = both[(true.isna() != computed.isna()) | (true.notna() & (true != computed))]
        assert wrong[KEY].to_dict("records") == [], column


def test_what_is_unknown_and_the_bounds_are_the_true_ones(world: World) -> None:
    """With the row of every cohort of which person, school or school year cannot be established."""
    found = figures(world, JAREN[-1])[0]
    found = found[(found.niveau == "regio") & (found.soort_klasse != "code")]
    want = truth_bounds(world.truth)
    both = want.merge(found, on=["indicator", "klasse", "cohort"], suffixes=("", "_berekend"))
    assert len(both) == len(want) == 5 * len(JAREN) and (want.quarantaine > 0).all()
    for name in ("quarantaine", "onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"):
        difference = (both[name] - both[f"{name}_berekend"].astype(float)).abs()
        assert (difference < 1e-5).all(), name


@pytest.mark.parametrize("schooljaar", JAREN[-3:], ids=str)
def test_every_published_count_is_the_true_one_or_hidden(world: World, schooljaar: Schooljaar) -> None:
    """Of the cohorts that the report is about: each is decided by itself, so older ones are no different."""
    cijfers, eenheden = figures(world, schooljaar)
    cijfers = cijfers[cijfers.cohort >= schooljaar.start - 2]
    published = protect(cijfers, eenheden, Policy()).cijfers
    both = beside_truth(world, schooljaar, published)
    shown = both[both.status_berekend == "gemeten"]
    assert len(shown) > 300
    assert (shown.n_waar == shown.n_berekend).all()
    assert (shown.k_waar == shown.k_berekend).all()
    hidden = both[both.status_berekend == "niet getoond"]
    group = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
    assert hidden[["n_berekend", "k_berekend", "pct", "laag", "hoog", *group]].isna().all(axis=None)
    assert both.loc[~both.grenzen_getoond.fillna(False).astype(bool), group].isna().all(axis=None)


def test_the_fate_of_every_row_is_the_true_one(world: World) -> None:
    with open_microdata(world.microdata) as con:
        for table, rows in (
            ("uitstroom_lot", world.truth.uitstroom_rijen),
            ("intergrip_lot", world.truth.metingen_rijen),
        ):
            fates = dict(con.execute(f"SELECT lot, count(*) FROM {table} GROUP BY ALL").fetchall())
            assert fates == rows.lot.value_counts().to_dict()


def test_no_delivery_loses_a_row(world: World) -> None:
    for delivery in world.deliveries:
        fates = [number for lot, number in delivery.rijen.items() if lot != "in"]
        assert sum(fates) == delivery.rijen["in"]
