"""What must hold for any leavers: a second implementation agrees, and the bounds are bounds."""

from collections.abc import Mapping, Sequence
from random import Random

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.indicators.compute import compute_cijfers
from pipeline.indicators.definitions import definities as all_definities
from pipeline.indicators.varianten import compute_varianten, varianten
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Definities, Settings
from tests.support.leavers import (
    Leaver,
    Situatie,
    contradicting_panels,
    deliveries,
    forgotten,
    known,
    lost_rows,
    panels,
)
from tests.support.pandas_bounds import second_bounds
from tests.support.pandas_indicators import second_opinion
from tests.support.pandas_varianten import second_variants
from tests.support.panel import cijfers, microdata

few = settings(
    max_examples=settings.default.max_examples // 8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
choices = st.builds(
    Definities,
    beschut_is_werk=st.booleans(),
    b2_onbekend_in_noemer=st.booleans(),
    uren_minimum=st.sampled_from((12, 16)),
    contract_maanden=st.sampled_from((6, 12)),
)
IDENTITY = ["indicator", "klasse", "soort_klasse", "niveau", "eenheid"]
ABOUT_KNOWING = ("I", "R_U", "R_V1", "R_V2", "R_V3", "R_V4", "T_BEKEND")
"""These count what is known, so knowing more changes them."""
ROUNDING = 1e-5
AS_IT_IS, ALL_KNOWN, PARTLY_KNOWN, LESS_KNOWN = 2012, 2013, 2014, 2015


def figures(
    cohorts: Mapping[int, Sequence[Leaver]],
    definities: Definities,
    quarantined: Mapping[int, Sequence[str | None]] | None = None,
) -> pd.DataFrame:
    found = cijfers(deliveries(cohorts, quarantined), Settings(definities=definities), 2018)
    return found[found.status == "gemeten"]


def beside(found: pd.DataFrame, cohort: int) -> pd.DataFrame:
    """The figures of the leavers as they are, beside those of the same leavers when more or less is known."""
    about_fate = found[~found.indicator.isin(ABOUT_KNOWING)]
    as_it_is, other = (about_fate[about_fate.cohort == c] for c in (AS_IT_IS, cohort))
    return as_it_is.merge(other, on=IDENTITY, suffixes=("", "_other"))


@few
@given(people=contradicting_panels, definities=choices)
def test_a_second_implementation_counts_the_same(people: list[Leaver], definities: Definities) -> None:
    found = figures({AS_IT_IS: people}, definities)
    found = found[(found.soort_klasse != "code") & (found.niveau != "bestuur")]
    expected = second_opinion(people, definities)
    key = ["indicator", "klasse", "eenheid"]
    counted = found.set_index(key)[["n", "k"]].astype(int).sort_index()
    pd.testing.assert_frame_equal(
        counted, expected.set_index(key)[["n", "k"]].sort_index(), check_index_type=False
    )


def test_the_second_implementation_is_of_every_indicator_and_every_variant() -> None:
    """Of who works and who has nothing. Which of the two of a yes or no there is depends on the settings."""
    everybody = [
        Leaver("99AA00", Situatie(code), *[Situatie(code)] * 4, "J", "ARBEID", "J", "J", "0599", True)
        for code in ("ARB_REG", "GEEN")
    ]
    counted = set(second_opinion(everybody, Definities()).indicator)
    assert counted == {"D", *all_definities()}
    settings = (Definities(), Definities(beschut_is_werk=False, b2_onbekend_in_noemer=False))
    seen = [second_variants(everybody, one)[["indicator", "variant"]] for one in settings]
    assert set(pd.concat(seen).itertuples(index=False, name=None)) == {
        (v.indicator, v.code) for v in varianten()
    }


def figures_and_variants(people: list[Leaver], definities: Definities) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures of a report and its measures read otherwise."""
    settings, year = Settings(definities=definities), Schooljaar(2018)
    with microdata(deliveries({AS_IT_IS: people}), settings) as con:
        found = compute_cijfers(con, settings, year)
        return found, compute_varianten(con, settings, year, found)


@few
@given(people=panels, definities=choices)
def test_a_second_implementation_counts_the_variants_the_same(
    people: list[Leaver], definities: Definities
) -> None:
    """And none of them counts other leavers otherwise than it says, which is an error there."""
    _, found = figures_and_variants(people, definities)
    own = second_opinion(people, definities)
    own = own[(own.eenheid == "regio") & (own.klasse == "")].set_index("indicator")
    expected = {
        (row.indicator, row.variant): (row.n, row.k, own.n[row.indicator], own.k[row.indicator])
        for row in second_variants(people, definities).itertuples()
        if row.indicator in own.index
    }
    counts = ["indicator", "variant", "n", "k", "n_kop", "k_kop"]
    assert {row[:2]: row[2:] for row in found[counts].itertuples(index=False, name=None)} == expected


@few
@given(people=panels, definities=choices)
def test_whom_a_variant_moves_follows_from_published_figures_where_it_says_so(
    people: list[Leaver], definities: Definities
) -> None:
    """release/varianten.py tells such a variant only where these are shown. Worked out from them alone."""
    cijfers_, table = figures_and_variants(people, definities)
    table = table.set_index(["indicator", "variant"])
    region = cijfers_[(cijfers_.niveau == "regio") & (cijfers_.status == "gemeten")]
    own = region[region.klasse == ""].set_index("indicator")
    codes = region[region.soort_klasse == "code"].set_index("klasse").k
    moved = abs(table.n - table.n_kop)
    outside = {
        i: round(100 * r.onbekend / r.aandeel_onbekend) - r.n if r.onbekend else 0 for i, r in own.iterrows()
    }
    for indicator in ("P2", "B1_1", "B1_2", "B2", "B4"):
        if (indicator, "onbekend_buiten") in moved.index:
            inside = own.onbekend[indicator] - outside[indicator]
            assert moved[indicator, "onbekend_buiten"] == inside
    if "P2" in own.index:
        assert moved["P2", "zonder_perspectief_mee"] == outside["P2"]
    if "P1" in own.index:
        failed = own.n["P1"] - own.k["P1"] - codes["ONBEKEND"]
        assert moved["P1", "geen_buiten"] == failed
        assert moved["P1", "geen_mislukt"] == codes["GEEN"] - failed
        assert moved["P1", "zonder_reden_buiten"] + moved["P1", "onbekend_buiten"] == own.onbekend["P1"]
    if "B2" in own.index:
        assert table.k["B2", "vlak"] == own.k["B1_2"]


@few
@given(people=panels, definities=choices, lost=lost_rows)
def test_a_second_implementation_finds_the_same_unknown_and_bounds(
    people: list[Leaver], definities: Definities, lost: list[str | None]
) -> None:
    """Of B2 the bounds may be wider: who learns is of the highest class, wherever she came from. Of T the
    lower one: who worked at a moment, and nobody knows since when, began no later than that."""
    found = figures({AS_IT_IS: people}, definities, {AS_IT_IS: lost})
    found = found[(found.soort_klasse != "code") & (found.niveau != "bestuur")]
    found = found[~found.indicator.isin(ABOUT_KNOWING)]
    expected = second_bounds(people, definities, lost)
    both = found.merge(expected, on=["indicator", "klasse", "eenheid"], suffixes=("", "_expected"))
    assert len(both) == len(found) == len(expected)
    b2, time = both.indicator == "B2", both.indicator.str.startswith("T_")
    for name in ("onbekend", "aandeel_onbekend"):
        assert (both[name].astype(float) - both[f"{name}_expected"]).abs().lt(ROUNDING).all()
    for name, outward, may_be in (("ondergrens", -1, b2 | time), ("bovengrens", 1, b2)):
        wider = outward * (both[name] - both[f"{name}_expected"])
        assert (wider > -ROUNDING).all() and (wider[~may_be] < ROUNDING).all(), name


def _assert_none_narrower(both: pd.DataFrame) -> None:
    """Of figures side by side, that the bounds of the other hold those of the one."""
    narrower = both[
        (both.ondergrens_other > both.ondergrens + ROUNDING)
        | (both.bovengrens_other < both.bovengrens - ROUNDING)
    ]
    assert narrower.empty, narrower.to_string()


@few
@given(people=panels, definities=choices, lost=lost_rows)
def test_rows_in_quarantine_change_no_figure_and_narrow_no_bounds(
    people: list[Leaver], definities: Definities, lost: list[str | None]
) -> None:
    one, other = (figures({AS_IT_IS: people}, definities, {AS_IT_IS: rows}) for rows in ([], lost))
    same = [*IDENTITY, "n", "k", "pct", "laag", "hoog", "status"]
    pd.testing.assert_frame_equal(one[same], other[same])
    assert (other.ondergrens <= one.ondergrens + ROUNDING).all()
    assert (other.bovengrens >= one.bovengrens - ROUNDING).all()
    assert (other.onbekend - one.onbekend == other.quarantaine).all()
    assert other.aandeel_onbekend.between(0, 100).all()


@few
@given(people=panels, definities=choices, seed=st.integers(0, 9999))
def test_who_is_quarantined_is_in_the_bounds_whatever_became_of_her(
    people: list[Leaver], definities: Definities, seed: int
) -> None:
    """No bound is narrower than it was with her row, so the former rate and all it could be are in it."""
    chance = Random(seed)
    gone = [chance.random() < 0.3 for _ in people]
    seen = [who for who, lost in zip(people, gone, strict=True) if not lost]
    lost = [chance.choice((who.school, None)) for who, lost in zip(people, gone, strict=True) if lost]
    cohorts = {AS_IT_IS: people, LESS_KNOWN: seen} if seen else {AS_IT_IS: people}
    both = beside(figures(cohorts, definities, {LESS_KNOWN: lost}), LESS_KNOWN)
    _assert_none_narrower(both)


@few
@given(people=panels, definities=choices, seed=st.integers(0, 9999))
def test_a_rate_lies_within_its_bounds_and_so_does_every_rate_that_could_be_the_true_one(
    people: list[Leaver], definities: Definities, seed: int
) -> None:
    chance = Random(seed)
    found = figures(
        {
            AS_IT_IS: people,
            ALL_KNOWN: [known(who, chance, 1.0) for who in people],
            PARTLY_KNOWN: [known(who, chance, 0.5) for who in people],
        },
        definities,
    )
    assert (found.ondergrens <= found.pct + ROUNDING).all()
    assert (found.pct <= found.bovengrens + ROUNDING).all()
    for cohort in (ALL_KNOWN, PARTLY_KNOWN):
        both = beside(found, cohort)
        outside = both[
            (both.pct_other < both.ondergrens - ROUNDING) | (both.pct_other > both.bovengrens + ROUNDING)
        ]
        assert outside.empty, outside.to_string()


@few
@given(people=panels, definities=choices, seed=st.integers(0, 9999))
def test_who_knows_everything_has_bounds_that_are_the_rate(
    people: list[Leaver], definities: Definities, seed: int
) -> None:
    chance = Random(seed)
    found = figures({AS_IT_IS: [known(who, chance, 1.0) for who in people]}, definities)
    found = found[found.indicator != "P3"]  # in pro the profile stays unknown
    assert ((found.ondergrens - found.bovengrens).abs() < ROUNDING).all()
    assert (found.onbekend == 0).all()


@few
@given(people=panels, definities=choices, seed=st.integers(0, 9999))
def test_losing_data_only_widens_the_bounds(people: list[Leaver], definities: Definities, seed: int) -> None:
    chance = Random(seed)
    less = [forgotten(who, chance, also_perspective=True) for who in people]
    both = beside(figures({AS_IT_IS: people, LESS_KNOWN: less}, definities), LESS_KNOWN)
    _assert_none_narrower(both)


@few
@given(people=panels, definities=choices, seed=st.integers(0, 9999))
def test_placement_never_rises_when_rows_become_defective(
    people: list[Leaver], definities: Definities, seed: int
) -> None:
    """Of any leaver, so also of one who failed. Only the perspective decides who P2 is about."""
    chance = Random(seed)
    less = [forgotten(who, chance, also_perspective=False) for who in people]
    both = beside(figures({AS_IT_IS: people, LESS_KNOWN: less}, definities), LESS_KNOWN)
    placement = both[both.indicator.isin(["P1", "P2"])]
    assert (placement.pct_other <= placement.pct + ROUNDING).all()
    assert (placement.bovengrens_other >= placement.bovengrens - ROUNDING).all()
