"""The effect of innovatieplannen as it is published: no hidden count of a school can be read from it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from math import ceil, floor, isinf
from typing import Any

import pandas as pd
import pytest

from pipeline.evaluation.effect.analyseplan import ACHTERAF, VOORAF
from pipeline.evaluation.effect.anders import Proeven
from pipeline.evaluation.effect.conclusie import GEEN
from pipeline.evaluation.effect.did import Uitkomst, verschil_in_verschillen
from pipeline.evaluation.effect.paneel import Paneel
from pipeline.evaluation.effect.proef import Wijziging
from pipeline.release.allowlist import allowed_tables
from pipeline.release.effect import ALLEEN_GRAAD, COLUMNS, GETOOND, beside_headline, leavers, protect_effect
from pipeline.release.effect_onderzoek import Onderzoek
from pipeline.release.policy import Policy
from pipeline.release.protection import NIET_GETOOND
from tests.support.asked import PLAN, STARTS, VRAAG, asked, counted, without
from tests.support.effect import paneel

TARGET = ("S00", 2018)


def told(onderzocht: Onderzoek, cijfers: pd.DataFrame) -> dict[str, Any]:
    table = protect_effect(onderzocht, cijfers, Policy())[0]
    assert list(table.columns) == COLUMNS == list(allowed_tables()["effect"])
    (row,) = table.to_dict("records")
    return {str(name): value for name, value in row.items()}


def possible(panel: Paneel, cell: tuple[str, int], row: dict[str, Any] | None) -> list[int]:
    """Every k of a cell that fits: with the row as published, or (None) with the estimate in one decimal.

    A second way: everything is estimated anew.
    """
    change = Wijziging("P2", *cell, 0)
    place = change.plaats(panel)
    assert place is not None
    true = int(panel.k[place])
    real = verschil_in_verschillen(panel, 3, "plaatsing")
    fits = []
    for k in range(int(panel.n[place]) + 1):
        other = verschil_in_verschillen(Wijziging("P2", *cell, k - true).toegepast(panel), 3, "plaatsing")
        same = printed(other) == printed(real) if row is None else in_steps(other, row)
        fits += [k] if same else []
    assert true in fits
    return fits


def printed(found: Uitkomst) -> tuple[float, ...]:
    return tuple(round(float(x), 1) for x in (found.schatting, found.laag, found.hoog))  # type: ignore[arg-type]


def in_steps(found: Uitkomst, row: dict[str, Any]) -> bool:
    step = row["stap"]
    assert found.schatting is not None and found.laag is not None and found.hoog is not None
    low = None if isinf(found.laag) else step * floor(found.laag / step)
    high = None if isinf(found.hoog) else step * ceil(found.hoog / step)
    bounds = {
        "p hoogstens 0,01": (0, 0.01),
        "p hoogstens 0,05": (0.01, 0.05),
        "p hoogstens 0,10": (0.05, 0.1),
    }
    above, most = bounds.get(row["p"], (0.1, 1))
    assert found.p is not None
    return (
        abs(found.schatting - row["schatting"]) <= step / 2
        and (low, high) == (row["laag"], row["hoog"])
        and above < found.p <= most
    )


def test_a_cell_that_one_decimal_gives_away_stays_open_in_what_is_published() -> None:
    """Who knows all other counts reads this one from an estimate in one decimal, and not from the release."""
    cijfers = counted()
    onderzocht = asked(cijfers)
    panel = onderzocht.proeven["plaatsing"].paneel
    row = told(onderzocht, without(cijfers, {TARGET}))
    assert row["status"] == GETOOND
    assert len(possible(panel, TARGET, None)) == 1
    assert len(possible(panel, TARGET, row)) >= 3


@pytest.mark.parametrize("seed", range(4, 8))
def test_every_hidden_cell_stays_open(seed: int) -> None:
    cijfers = counted(seed=seed)
    onderzocht = asked(cijfers)
    panel = onderzocht.proeven["plaatsing"].paneel
    hidden = [("S00", 2018), ("S01", 2016), ("S04", 2020), ("S07", 2014), ("S10", 2019)]
    row = told(onderzocht, without(cijfers, hidden))
    if row["status"] == GETOOND:
        assert all(len(possible(panel, cell, row)) >= 3 for cell in hidden)
    else:
        assert pd.isna(row["schatting"]) and pd.isna(row["p"])


def test_with_nothing_hidden_it_is_told_in_whole_points() -> None:
    cijfers = counted()
    row = told(asked(cijfers), cijfers.astype({"cohort": int}))
    found = verschil_in_verschillen(asked(cijfers).proeven["plaatsing"].paneel, 3, "plaatsing")
    assert (row["status"], row["stap"]) == (GETOOND, 1)
    assert found.schatting is not None and abs(row["schatting"] - found.schatting) <= 0.5
    assert (row["scholen_met"], row["scholen_zonder"], row["cohort"], row["tot"]) == (5, 6, 2014, 2021)


def test_handfuls_are_told_in_no_number() -> None:
    """Where one leaver moves everything, nothing or only the conclusion is told."""
    cijfers = counted(n=4)
    everything = {(school, cohort) for school, cohort in zip(cijfers.eenheid, cijfers.cohort, strict=True)}
    row = told(asked(cijfers), without(cijfers, everything))
    assert row["status"] in (ALLEEN_GRAAD, NIET_GETOOND)
    assert all(pd.isna(row[name]) for name in ("tak", "schatting", "laag", "hoog", "p", "placebo", "stap"))


def test_power_does_not_look_at_a_hidden_count() -> None:
    cijfers = counted()
    other = cijfers.copy()
    cell = (other.eenheid == TARGET[0]) & (other.cohort == TARGET[1]) & (other.indicator == "P2")
    other.loc[cell, "k"] = 0
    tables = [protect_effect(asked(one), without(one, {TARGET}), Policy())[1] for one in (cijfers, other)]
    assert tables[0].equals(tables[1])
    assert set(tables[0]["effect"]) == {0, 5, 10, 15, 20}
    assert (tables[0]["kracht"] % 5 == 0).all()


def test_another_count_by_a_step_is_as_working_everything_out_again() -> None:
    panel, placebo = paneel(STARTS, range(2014, 2022)), paneel(STARTS, range(2014, 2022), seed=9)

    def proeven(p2: Paneel, r_u: Paneel) -> Proeven:
        return Proeven.van(VRAAG, p2, {"R_U": r_u}, verschil_in_verschillen(p2, 3, "plaatsing"))

    base = proeven(panel, placebo)
    for school, cohort in (("S01", 2015), ("S02", 2019), ("S08", 2020)):
        change = Wijziging("P2", school, cohort, 1)
        one, two = base.anders(change), proeven(change.toegepast(panel), placebo).meting
        assert one.uitkomst.schatting == pytest.approx(two.uitkomst.schatting)
        assert (one.uitkomst.laag, one.uitkomst.hoog) == pytest.approx((two.uitkomst.laag, two.uitkomst.hoog))
        assert one.uitkomst.p == pytest.approx(two.uitkomst.p)
        assert (one.p_voortrend, one.p_bestuur) == pytest.approx((two.p_voortrend, two.p_bestuur))
        assert one.p_placebos == pytest.approx(two.p_placebos)
        years = [[(y.schatting, y.laag, y.hoog) for y in found.per_jaar] for found in (one, two)]
        assert years[0] == [pytest.approx(year) for year in years[1]] and len(years[0]) == 6
        assert [p for _, p in one.zonder_een] == pytest.approx([p for _, p in two.zonder_een])
    change = Wijziging("R_U", "S02", 2019, -1)
    other = proeven(panel, change.toegepast(placebo)).meting
    assert base.anders(change).p_placebos == pytest.approx(other.p_placebos)
    assert base.anders(change).uitkomst == base.meting.uitkomst
    assert base.anders(Wijziging("K1", "S02", 2019, 1)) is base.meting


def test_without_a_school_to_compare_with_nothing_is_worked_out() -> None:
    cijfers = counted()
    everyone = "; ".join(f"S{i:02}" for i in range(11))
    onderzocht = asked(cijfers, everyone)
    assert onderzocht.proeven == {}
    row = told(onderzocht, cijfers)
    assert (row["status"], row["graad"], row["tak"]) == (GETOOND, GEEN, "geen schatting")
    assert row["reden"] and pd.isna(row["schatting"]) and pd.isna(row["kracht"])


def test_a_plan_of_before_the_first_outcome_under_a_plan_is_vooraf() -> None:
    """The outcomes of 2018-2019, the first under a plan, came in on 1 December 2018."""
    cijfers = counted()
    assert asked(cijfers).stand == {"plaatsing": VOORAF}
    late = PLAN.model_copy(update={"opgesteld": date(2018, 12, 1)})
    assert asked(cijfers, plan=late).stand == {"plaatsing": ACHTERAF}


def test_a_forgotten_cohort_is_a_deviation() -> None:
    cijfers = counted()
    afwijkingen = protect_effect(asked(cijfers, vergeten={2013}), cijfers, Policy())[2]
    assert afwijkingen.values.tolist() == [
        ["plaatsing", "Van schooljaar 2013-2014 zijn de gegevens gewist; dat jaar telt niet mee."]
    ]


def about(cijfers: pd.DataFrame, hidden: Collection[tuple[str, int]]) -> tuple[int, int]:
    table = leavers(asked(cijfers), without(cijfers, hidden), Policy())
    assert list(table.columns) == list(allowed_tables()["effect_omvang"])
    ((vraag, low, high),) = table.itertuples(index=False)
    assert vraag == "plaatsing"
    return int(low), int(high)


@pytest.mark.parametrize("n", [8, 20, 33])
def test_how_many_leavers_it_is_about_keeps_three_values_of_every_hidden_n_open(n: int) -> None:
    """Counted by hand: those of the five schools in their first three years. Who knows all other n cannot
    tell three values of a hidden one apart, not even with the table worked out for each of them."""
    cijfers = counted(n=n)
    under_plan = cijfers.eenheid.isin([f"S{i:02}" for i in range(5)]) & cijfers.cohort.isin(
        [2018, 2019, 2020]
    )
    of_p2 = under_plan & (cijfers.indicator == "P2")
    hidden = [("S00", 2018), ("S03", 2019)]
    low, high = about(cijfers, hidden)
    assert low <= cijfers.loc[of_p2, "n"].sum() <= high == low + 2 * 2
    for school, cohort in hidden:
        cell = of_p2 & (cijfers.eenheid == school) & (cijfers.cohort == cohort)
        true = int(cijfers.loc[cell, "n"].iloc[0])
        others = range(max(1, true - 3), true + 4)
        changed = {n: cijfers.assign(n=cijfers.n.mask(cell, n), k=cijfers.k.mask(cell, 0)) for n in others}
        fits = [n for n, table in changed.items() if about(table, hidden) == (low, high)]
        assert true in fits and len(fits) == 3


def test_with_every_n_shown_the_leavers_are_counted() -> None:
    low, high = about(counted(), ())
    assert low == high > 0


def test_years_and_checks_are_told_only_beside_their_headline() -> None:
    effect = pd.DataFrame({"vraag": ["a", "b"], "status": [GETOOND, ALLEEN_GRAAD]})
    checks = pd.DataFrame(
        {
            "vraag": ["a", "b", "b"],
            "status": [GETOOND, GETOOND, "niet te maken"],
            "schatting": [1.0, 2.0, None],
            "stap": [1, 2, None],
            "p": ["p hoogstens 0,05", "p hoogstens 0,05", None],
        }
    )
    told = beside_headline(checks, effect)
    assert told["status"].tolist() == [GETOOND, NIET_GETOOND, "niet te maken"]
    assert told["schatting"].notna().tolist() == told["stap"].notna().tolist() == [True, False, False]
    assert told["p"].notna().tolist() == [True, False, False]
