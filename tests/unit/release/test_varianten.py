"""The difference a variant makes: no count can be read from it, however it is turned round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.indicators.varianten import varianten
from pipeline.release.policy import Policy
from pipeline.release.stappen import Cel, Groep, both_ways, one_way
from pipeline.release.varianten import COLUMNS, protect_variants
from tests.support.variant_attack import SMALLEST, Move, Printed, difference, feasible, together

COHORT = 2016
ALL_CODES = ("ARB_BES", "ARB_BBL", "MBO_BOL", "GEEN", "ONBEKEND")


def published(
    counts: Mapping[str, tuple[int, int]],
    codes: Mapping[str, int] | None = None,
    leavers: int = 3000,
    hidden: Iterable[str] = (),
    unbound: Iterable[str] = (),
    cohort: int = COHORT,
) -> pd.DataFrame:
    """The figures of the region as a release has them: k of n per indicator, and codes of D."""
    kinds = dict.fromkeys(ALL_CODES, 400) | dict(codes or {})
    rows = [(i, "", "", n, k) for i, (k, n) in counts.items()]
    rows += [("D", code, "code", leavers, k) for code, k in kinds.items()]
    table = pd.DataFrame(rows, columns=["indicator", "klasse", "soort_klasse", "n", "k"])
    name = table["klasse"].where(table["klasse"] != "", table["indicator"])
    table["status"] = ["niet getoond" if one in set(hidden) else "gemeten" for one in name]
    table["grenzen_getoond"] = ~name.isin(list(unbound))
    table.loc[table["status"] != "gemeten", ["n", "k"]] = None
    table[["n", "k"]] = table[["n", "k"]].astype("Int64")
    return table.assign(cohort=cohort, niveau="regio", eenheid="regio")


def counted(indicator: str, variant: str, k: int, n: int, k_kop: int, n_kop: int, **more: int) -> Any:
    words = {"naam": "x", "lezing": "sector", "bron": "x", "cohort": COHORT, "tot": COHORT}
    numbers = {"n": n, "k": k, "n_kop": n_kop, "k_kop": k_kop, "pct_kop": 100 * k_kop / n_kop}
    return {"indicator": indicator, "variant": variant} | words | numbers | more


def told(rows: list[Any], cijfers: pd.DataFrame, policy: Policy | None = None) -> dict[str, Any]:
    found = protect_variants(pd.DataFrame(rows), cijfers, policy or Policy())
    assert list(found.columns) == COLUMNS
    return {
        row["variant"]: None if row["status"] == "niet getoond" else printed(row)
        for row in found.to_dict("records")
    }


def printed(row: Mapping[Any, Any]) -> Printed:
    low, high = (None if pd.isna(row[end]) else float(row[end]) for end in ("laag", "hoog"))
    return low, high


MOVES = [
    ("teller", "mislukt"), ("mislukt", "teller"), ("mislukt", "buiten"), ("buiten", "mislukt"),
    ("buiten", "teller"), ("teller", "buiten"),
]  # fmt: skip


@pytest.mark.parametrize(("van", "naar"), MOVES)
@pytest.mark.parametrize("n", [90, 130, 240, 260, 510, 1010])
@pytest.mark.parametrize("share", [0.05, 0.6, 0.95])
@pytest.mark.parametrize("wide", [3, 5])
def test_whatever_is_printed_leaves_at_least_three_sizes_of_the_group(
    van: str, naar: str, n: int, share: float, wide: int
) -> None:
    """Every size that is possible is printed; and every size that would be printed the same is counted."""
    k = round(share * n)
    start = {"teller": k, "mislukt": n - k, "buiten": n // 3}[van]
    for most in {start, start // 2, 11, 10}:
        if most > start:
            continue
        groep, by_step = Groep(van, naar, n, k, most), {}
        for size in range(most + 1):
            stap = one_way(groep, groep.verschil(size), wide)
            by_step.setdefault(stap, set()).add(size)
        if None in by_step:
            assert by_step.keys() == {None}, "that nothing is shown tells nothing"
            continue
        for low, high in by_step:
            ends = tuple(None if end is None else float(end) for end in (low, high))
            (sizes,) = feasible(n, k, [Move(van, naar, most)], ends)
            assert sizes == by_step[low, high]
            assert len(sizes) >= wide >= SMALLEST, (most, low, high, sizes)


@pytest.mark.parametrize("n", [260, 300])
def test_a_variant_that_moves_two_groups_leaves_three_sizes_of_each(n: int) -> None:
    """Every pair of counts: of 90 outside, so many come into the numerator and so many beside it."""
    k, moves = 200, [Move("buiten", "teller", 90), Move("buiten", "mislukt", 90)]
    seen: dict[Any, list[set[int]]] = {}
    for x in range(91):
        for y in range(91 - x):
            extra = difference(n, k, moves, (x, y))
            assert extra is not None
            stap = both_ways(Cel(n + x + y, k + x, n, k), 10)
            for known, size in zip(seen.setdefault(stap, [set(), set()]), (x, y), strict=True):
                known.add(size)
    assert len(seen) > 2 or None in seen
    assert all(len(sizes) >= SMALLEST for groups in seen.values() for sizes in groups)


def test_a_wider_public_gets_steps_that_hold_those_of_a_narrower_one() -> None:
    """So who may read both learns from the one of everybody nothing that the other did not say."""
    for n in (150, 300, 700, 1500):
        groep = Groep("teller", "mislukt", n, n // 2, n // 2)
        for size in range(n // 2):
            wide, fine = (one_way(groep, groep.verschil(size), of) for of in (5, 3))
            if wide and fine:
                low, high = (end if end is not None else Fraction(-100) for end in wide)
                assert low <= (fine[0] if fine[0] is not None else -100) and fine[1] <= high


def test_a_difference_by_hand() -> None:
    """24 of 1200 are 2 points, and steps are half a point wide: from 2 to 2.5, the far end not included."""
    rows = [counted("P2", "beschut_geen_werk", 776, 1200, 800, 1200)]
    assert told(rows, published({"P2": (800, 1200)})) == {"beschut_geen_werk": (-2.5, -2.0)}
    rows = [counted("P2", "beschut_geen_werk", 777, 1200, 800, 1200)]
    assert told(rows, published({"P2": (800, 1200)})) == {"beschut_geen_werk": (-2.0, -1.5)}


def test_nobody_looks_like_a_few() -> None:
    cijfers = published({"P2": (800, 1200)})
    found = [told([counted("P2", "beschut_geen_werk", 800 - g, 1200, 800, 1200)], cijfers) for g in (0, 1, 5)]
    assert found == [{"beschut_geen_werk": (-0.5, 0.0)}] * 3


def test_no_counts_of_a_variant_are_published() -> None:
    assert not {"n", "k", "pct", "verschil"} & set(COLUMNS)


@pytest.mark.parametrize(
    "cijfers",
    [
        published({"P1": (900, 1000)}, hidden=["P1"]),
        published({"P1": (900, 1000)}, unbound=["P1"]),
        published({"P1": (901, 1001)}),
        published({"P1": (900, 1000)}, cohort=COHORT - 1),
    ],
    ids=["headline hidden", "bounds hidden", "another figure", "another cohort"],
)
def test_a_variant_of_a_figure_that_is_not_shown_is_not_told(cijfers: pd.DataFrame) -> None:
    """Shown, 1.8 points is in a step of one point: half a point of 950 is fewer than 5 leavers."""
    rows = [counted("P1", "onbekend_buiten", 900, 980, 900, 1000)]
    assert told(rows, published({"P1": (900, 1000)})) == {"onbekend_buiten": (1.0, 2.0)}
    assert told(rows, cijfers) == {"onbekend_buiten": None}


def test_who_has_a_reason_is_told_of_only_where_all_without_work_are_shown() -> None:
    """n - k less the unknown are the GEEN that fail: only with the count of GEEN the rest is known."""
    rows = [counted("P1", "geen_mislukt", 900, 1030, 900, 1000)]
    assert told(rows, published({"P1": (900, 1000)}))["geen_mislukt"] is not None
    assert told(rows, published({"P1": (900, 1000)}, hidden=["GEEN"]))["geen_mislukt"] is None


def test_a_group_within_a_small_public_number_is_not_told() -> None:
    """Of 6 in beschut werk those with perspectief arbeid would be 5 or 6, in a step of 5 to 9."""
    rows = [counted("P2", "beschut_geen_werk", 795, 1200, 800, 1200)]
    cijfers = published({"P2": (800, 1200)}, {"ARB_BES": 6})
    assert told(rows, cijfers)["beschut_geen_werk"] is None


def test_a_group_that_cannot_be_small_because_nearly_all_leavers_are_in_it_is_not_told() -> None:
    """Of 60 who went to mbo and 1250 leavers, at least 10 are among the 1200 of P2."""
    rows = [counted("P2", "mbo_buiten", 800, 1150, 800, 1200)]
    assert told(rows, published({"P2": (800, 1200)}, {"MBO_BOL": 60}))["mbo_buiten"] is not None
    cijfers = published({"P2": (800, 1200)}, {"MBO_BOL": 60}, leavers=1250)
    assert told(rows, cijfers)["mbo_buiten"] is None


@pytest.mark.parametrize("n", [600, 1000])
@pytest.mark.parametrize("total", [10, 24, 30, 61])
def test_groups_out_of_one_number_leave_three_sizes_each_when_they_are_added_up(n: int, total: int) -> None:
    """Lasting work, not strict: another employer, only a short contract, only too few hours, or both."""
    strikt, shown_once = 400, set()
    moves = {"zelfde_werkgever": "teller naar mislukt"} | dict.fromkeys(
        ("zonder_contract", "zonder_uren"), "mislukt naar teller"
    )
    for employer in range(0, total + 1, 5):
        for contract in range(0, total + 1 - employer, 5):
            sizes = (employer, contract, total - employer - contract)
            k = {name: strikt + total * (name == "zelfde_werkgever") for name in moves}
            sign = {name: -1 if name == "zelfde_werkgever" else 1 for name in moves}
            rows = [
                counted(
                    "B3_RUIM" if sign[name] < 0 else "B3_STRIKT",
                    name,
                    k[name] + sign[name] * size,
                    n,
                    k[name],
                    n,
                )
                for name, size in zip(moves, sizes, strict=True)
            ]
            found = told(rows, published({"B3_RUIM": (strikt + total, n), "B3_STRIKT": (strikt, n)}))
            shown = {name: step for name, step in found.items() if step is not None}
            shown_once |= set(shown)
            cells = {name: (n, k[name], Move(*moves[name].split(" naar "), total)) for name in shown}
            left = together(cells, shown, total)
            assert all(len(known) >= SMALLEST for known in left.values()), (sizes, shown, left)
    assert shown_once or total == 10


def test_every_variant_is_protected_by_something() -> None:
    """Its group follows from what is published, or is bounded, or comes from the numerator as a whole."""
    unbounded = {
        (v.indicator, v.code)
        for v in varianten()
        if not v.volgt_uit and not v.hooguit and v.verschuift != ("teller naar mislukt",)
    }
    assert unbounded == {("B1_2", "beide_jaren")}
    assert all(v.volgt_uit for v in varianten() if v.definitie)
