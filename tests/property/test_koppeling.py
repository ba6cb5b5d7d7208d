"""Decisions on pairs, whatever their weights: one to one, sure, ahead of every rival, in any order."""

from __future__ import annotations

import duckdb
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.microdata.steps import steps

DREMPEL, MARGE = 0.9, 5.0
_BESLUIT = ("koppelpaar", "schoolpaar", "volgpaar", "volgkoppeling", "gelijkstelling")
COLUMNS = ["los", "los_bron", "anker", "cohort", "rang_los", "rang_anker", "gewicht", "kans"]


@st.composite
def scores(draw: st.DrawFn) -> pd.DataFrame:
    """Pairs as they come from weighing: persons with a number of some quality, each pair once."""
    rang = {f"i{n}": draw(st.integers(0, 3)) for n in range(5)} | {
        f"u{n}": draw(st.integers(0, 3)) for n in range(5)
    }
    weight = st.integers(-4, 16).map(lambda half: half / 2 * 2.5)
    rows = []
    for los, anker in draw(
        st.sets(st.tuples(st.sampled_from(sorted(rang)), st.sampled_from(["u0", "u1", "u2", "u3", "u4"])))
    ):
        school = los.startswith("u")
        if los == anker or (rang[los] == rang[anker] == 3) or (school and not (rang[los] < rang[anker] >= 2)):
            continue
        gewicht = draw(weight)
        bron = "uitstroom" if school else "intergrip"
        rows.append((los, bron, anker, 2016, rang[los], rang[anker], gewicht, 2**gewicht / (1 + 2**gewicht)))
    return pd.DataFrame(rows, columns=COLUMNS).astype({"gewicht": float, "kans": float})


def decided(pairs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    with duckdb.connect(":memory:") as con:
        con.execute(
            f"SET VARIABLE koppel_drempel = {DREMPEL}::DOUBLE; SET VARIABLE koppel_marge = {MARGE}::DOUBLE"
        )
        con.register("pairs", pairs)
        con.execute(
            "CREATE TABLE koppelscore (los VARCHAR, los_bron VARCHAR, anker VARCHAR, cohort INTEGER,"
            " rang_los INTEGER, rang_anker INTEGER, gewicht DOUBLE, kans DOUBLE);"
            "INSERT INTO koppelscore BY NAME SELECT * FROM pairs"
        )
        for step in steps():
            if step.tabel in _BESLUIT:
                con.execute(step.sql)
        return {tabel: con.execute(f"FROM {tabel} ORDER BY ALL").df() for tabel in _BESLUIT}


@given(scores())
def test_links_are_one_to_one_sure_and_ahead_of_every_rival(pairs: pd.DataFrame) -> None:
    found = decided(pairs)
    for table in ("schoolpaar", "volgpaar"):
        everything = found[table]
        links = everything[everything.besluit == "gekoppeld"]
        assert links.los.is_unique and links.anker.is_unique
        assert (links.kans >= DREMPEL).all()
        for link in links.itertuples():
            touching = everything[(everything.los == link.los) | (everything.anker == link.anker)]
            rivals = touching.drop(index=link.Index)
            assert (link.gewicht - rivals.gewicht >= MARGE).all()


@given(scores())
def test_a_sure_pair_that_is_not_linked_has_a_rival(pairs: pd.DataFrame) -> None:
    for table in ("schoolpaar", "volgpaar"):
        everything = decided(pairs)[table]
        for pair in everything[
            (everything.kans >= DREMPEL) & (everything.besluit != "gekoppeld")
        ].itertuples():
            touching = everything[(everything.los == pair.los) | (everything.anker == pair.anker)]
            assert (touching.drop(index=pair.Index).gewicht > pair.gewicht - MARGE).any()


@given(scores())
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
