"""Decisions on pairs, whatever their weights: one to one, sure, ahead of every rival, in any order."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.microdata.koppeling.model import SCORE
from pipeline.microdata.steps import set_parameters, steps
from pipeline.workspace.settings import Koppeling, Settings

DREMPEL, MARGE = 0.9, 5.0
_BESLUIT = ("koppelpaar", "schoolpaar", "volgpaar", "volgkoppeling", "gelijkstelling")
COLUMNS = [
    "los", "los_bron", "anker", "cohort", "rang_los", "rang_anker", "momenten_los", "momenten_anker",
    "gewicht", "kans",
]  # fmt: skip


@st.composite
def scores(draw: st.DrawFn) -> pd.DataFrame:
    """Pairs as they come from weighing: persons with a number of some quality, each pair once."""
    rang = {f"i{n}": draw(st.integers(0, 3)) for n in range(5)} | {
        f"u{n}": draw(st.integers(0, 3)) for n in range(5)
    }
    moments = {wie: sorted(draw(st.sets(st.sampled_from(["V1", "V2"]), max_size=1))) for wie in rang}
    weight = st.integers(-4, 16).map(lambda half: half / 2 * 2.5)
    rows = []
    for los, anker in draw(
        st.sets(st.tuples(st.sampled_from(sorted(rang)), st.sampled_from(["u0", "u1", "u2", "u3", "u4"])))
    ):
        school = los.startswith("u")
        if los == anker or (rang[los] == rang[anker] == 3) or (school and not (rang[los] < rang[anker] >= 2)):
            continue
        if not school and set(moments[los]) & set(moments[anker]):
            continue
        gewicht = draw(weight)
        bron = "uitstroom" if school else "intergrip"
        both = (rang[los], rang[anker], moments[los], moments[anker])
        rows.append((los, bron, anker, 2016, *both, gewicht, 2**gewicht / (1 + 2**gewicht)))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"gewicht": float, "kans": float})


def _pairs(*pairs: tuple[str, str, int, int, float]) -> pd.DataFrame:
    rows = [
        (los, "uitstroom" if los[0] == "u" else "intergrip", anker, 2016, een, ander, [], [], gewicht, 0.999)
        for los, anker, een, ander, gewicht in pairs
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


KETEN = _pairs(("u0", "u1", 0, 2, 10.0), ("u1", "u2", 2, 3, 10.0))
"""No number at a school, an onderwijsnummer at another, a BSN at a third: the second is los and anker."""


def decided(pairs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    with duckdb.connect(":memory:") as con:
        set_parameters(con, Settings(koppeling=Koppeling(drempel=DREMPEL, marge=MARGE)))
        con.register("pairs", pairs)
        con.execute(f"CREATE TABLE koppelscore ({SCORE})")
        con.execute("INSERT INTO koppelscore BY NAME SELECT * FROM pairs")
        for step in steps():
            if step.tabel in _BESLUIT:
                con.execute(step.sql)
        return {tabel: con.execute(f"FROM {tabel} ORDER BY ALL").df() for tabel in _BESLUIT}


def rivals(everything: pd.DataFrame, pair: Any) -> pd.DataFrame:
    """Every other pair that either of the two is in, whichever of the two she is there."""
    both = [pair.los, pair.anker]
    return everything[everything.los.isin(both) | everything.anker.isin(both)].drop(index=pair.Index)


@given(scores())
@example(KETEN)
def test_links_are_one_to_one_sure_and_ahead_of_every_rival(pairs: pd.DataFrame) -> None:
    found = decided(pairs)
    for table in ("schoolpaar", "volgpaar"):
        everything = found[table]
        links = everything[everything.besluit == "gekoppeld"]
        assert links.los.is_unique and links.anker.is_unique
        assert (links.kans >= DREMPEL).all()
        assert not set(links.los) & set(links.anker)
        for link in links.itertuples():
            assert (link.gewicht - rivals(everything, link).gewicht >= MARGE).all()


@given(scores())
@example(KETEN)
def test_a_sure_pair_that_is_not_linked_has_a_rival(pairs: pd.DataFrame) -> None:
    for table in ("schoolpaar", "volgpaar"):
        everything = decided(pairs)[table]
        for pair in everything[
            (everything.kans >= DREMPEL) & (everything.besluit != "gekoppeld")
        ].itertuples():
            assert (rivals(everything, pair).gewicht > pair.gewicht - MARGE).any()


@given(scores())
@example(KETEN)
def test_a_key_stands_for_one_person_who_stands_for_nobody_else(pairs: pd.DataFrame) -> None:
    """No chains and no circles are left: following a key once is enough."""
    equal = decided(pairs)["gelijkstelling"]
    assert equal.sleutel.is_unique
    assert not set(equal.sleutel) & set(equal.persoon)


@given(scores(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_decides_nothing(pairs: pd.DataFrame, chance: object) -> None:
    order = list(range(len(pairs)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    one, other = decided(pairs), decided(pairs.iloc[order])
    assert all(one[tabel].equals(other[tabel]) for tabel in _BESLUIT)


@given(scores())
def test_nobody_is_measured_twice_at_a_moment_by_a_link(pairs: pd.DataFrame) -> None:
    """Whoever is linked to a leaver of two schools has no moment in common with either leaving."""
    found = decided(pairs)
    moments = {row.los: set(row.momenten_los) for row in pairs.itertuples()} | {
        row.anker: set(row.momenten_anker) for row in pairs.itertuples()
    }
    same = found["schoolpaar"][found["schoolpaar"].besluit == "gekoppeld"]
    other = dict(zip(same.anker, same.los, strict=True))
    for link in found["volgpaar"][found["volgpaar"].besluit == "gekoppeld"].itertuples():
        leaver = moments[link.anker] | moments.get(other.get(link.anker, ""), set())
        assert not moments[link.los] & leaver
