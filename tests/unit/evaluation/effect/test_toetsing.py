"""From plan, deliveries and figures to conclusions, with nothing left out on the way."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from pipeline.evaluation.effect.afwijkingen import EerderPlan
from pipeline.evaluation.effect.analyseplan import ACHTERAF, VOORAF, Analyseplan, Groep, Vraag
from pipeline.evaluation.effect.conclusie import AANWIJZING, GEEN, concludeer
from pipeline.evaluation.effect.toetsing import Toetsing, gegevens, toets
from pipeline.reporting.notation import decimaal
from tests.support.effect import tabel

STARTS: list[int | None] = [2018] * 4 + [None] * 5
MET = "; ".join(f"S{i:02}" for i in range(4))
PLANNEN = pd.DataFrame(
    [("Jobcoach", "P2", 2018, pd.NA, MET), ("Later", "B1_2", 2018, pd.NA, MET)],
    columns=["plan", "indicator", "cohort", "besturen", "scholen"],
)
VRAGEN = [
    Vraag(
        naam="plaatsing",
        vraag="?",
        estimand="e",
        indicator="P2",
        familie="f",
        kleinste_effect=12.5,
        placebo_uitkomsten=["R_U"],
    ),
    Vraag(
        naam="blijven",
        vraag="?",
        estimand="e",
        indicator="B1_2",
        familie="f",
        groep=[Groep(plan="Later")],
        placebo_uitkomsten=["I"],
    ),
    Vraag(naam="leeg", vraag="?", estimand="e", indicator="P3", familie="f"),
]
PLAN = Analyseplan(opgesteld=date(2017, 1, 1), vraag=VRAGEN)


def cijfers() -> pd.DataFrame:
    effects = {"P2": 30, "B1_2": 0, "R_U": 0}
    delen = [
        tabel(STARTS, effect=e, seed=i).assign(indicator=code) for i, (code, e) in enumerate(effects.items())
    ]
    open_jaar = pd.DataFrame(
        {"indicator": "P2", "school": "S00", "cohort": [2025], "n": [pd.NA], "k": [pd.NA]}
    )
    return pd.concat([*delen, open_jaar])[["indicator", "school", "cohort", "n", "k"]]


SAME = EerderPlan(PLAN.hash(), PLAN.versie, PLAN.opgesteld, "het rapport van 2022-2023")


@pytest.fixture(scope="module")
def toetsing() -> Toetsing:
    scholen = tabel(STARTS).drop_duplicates("school")[["school", "bestuur"]].assign(naam=lambda t: t.school)
    sinds = {"P2": date(2018, 12, 1), "B1_2": date(2016, 12, 1)}
    return toets(PLAN, cijfers(), PLANNEN, scholen, sinds, eerdere=(SAME,))


def test_every_question_has_a_conclusion_and_a_stand(toetsing: Toetsing) -> None:
    assert list(toetsing.conclusies) == ["plaatsing", "blijven", "leeg"]
    assert toetsing.stand == {"plaatsing": VOORAF, "blijven": ACHTERAF, "leeg": ACHTERAF}
    assert toetsing.afwijkingen == ()
    for conclusie in toetsing.conclusies.values():
        assert "{" not in conclusie.zin(decimaal)


def test_p_is_corrected_within_the_family(toetsing: Toetsing) -> None:
    one, two = (a.uitkomst.p for a in toetsing.antwoorden[:2])
    assert one is not None and two is not None and one < two
    assert toetsing.p_holm == pytest.approx(
        {"plaatsing": 2 * one, "blijven": max(2 * one, two), "leeg": None}
    )


def test_a_question_without_figures_says_so(toetsing: Toetsing) -> None:
    leeg = toetsing.antwoorden[2]
    assert leeg.paneel is None and leeg.figuren is None
    assert toetsing.conclusies["leeg"].graad == GEEN
    assert "geen cijfers" in toetsing.conclusies["leeg"].zin(decimaal)


def test_everything_about_an_estimate_is_there(toetsing: Toetsing) -> None:
    eerste = toetsing.antwoorden[0]
    figuren = eerste.figuren
    assert figuren is not None
    assert figuren.placebo.wat.tolist() == ["start 2 jaar eerder", "R_U"]
    assert 12.5 in figuren.kracht.tabel.effect.tolist()
    assert figuren.buren == ("S04", "S05")  # S03-S05 are of one board
    assert figuren.per_bestuur.geen.startswith("scholen van één bestuur begonnen niet tegelijk")
    assert len(figuren.zonder_een) == 9
    assert eerste.afwijkingen == ()
    decided = gegevens(eerste, 0.01, vooraf=True)
    assert decided.p_placebo == pytest.approx(min(1, 2 * figuren.placebo.p.min()))
    assert decided.p_bestuur is None
    # Without one of four schools nothing can be estimated, so the difference hangs on each of them.
    assert toetsing.conclusies["plaatsing"].graad == AANWIJZING
    assert "het verschil hangt aan één school" in toetsing.conclusies["plaatsing"].voorbehouden


def test_a_placebo_that_could_not_be_run_is_a_deviation(toetsing: Toetsing) -> None:
    assert toetsing.antwoorden[1].afwijkingen == ("Van de placebo-uitkomst I zijn er geen cijfers.",)


def test_another_hash_before_is_a_deviation_of_every_question(toetsing: Toetsing) -> None:
    eerste = toetsing.antwoorden[0]
    assert gegevens(eerste, 0.01, True, 1).afwijkingen == 1
    found = concludeer(gegevens(eerste, 0.01, True, 1))
    assert "de uitvoering wijkt af van het analyseplan" in found.voorbehouden
