"""Which schools are under which plan, and what the run could not do as planned."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from pipeline.evaluation.effect.afwijkingen import (
    EerderPlan,
    afwijkingen_van_plan,
    afwijkingen_van_vraag,
    tabel_afwijkingen,
)
from pipeline.evaluation.effect.analyseplan import Groep, Vraag, default_analyseplan
from pipeline.evaluation.effect.did import verschil_in_verschillen
from pipeline.evaluation.effect.paneel import maak_paneel
from pipeline.evaluation.effect.starts import Deelname, deelname
from tests.support.effect import tabel

PLANNEN = pd.DataFrame(
    [
        ("Jobcoach", "P2", 2017, "Noord; Zuid", pd.NA),
        ("Stagebureau", "P2", 2016, pd.NA, "12AB00; Praktijkschool Oost"),
        ("Ouders", "K1", 2018, "Noord", pd.NA),
        ("Leeg", "B2", 2018, pd.NA, pd.NA),
    ],
    columns=["plan", "indicator", "cohort", "besturen", "scholen"],
)
SCHOLEN = pd.DataFrame(
    [
        ("12AB00", "VSO West", "Noord"),
        ("12AB01", "VSO West locatie", "Noord"),
        ("13CD00-PRO", "Praktijkschool Oost", "Zuid"),
        ("13CD00-VSO", "VSO Oost", "Zuid"),
        ("14EF00", "VSO Ver", "Elders"),
    ],
    columns=["school", "naam", "bestuur"],
)


def vraag(*groepen: Groep, indicator: str = "P2") -> Vraag:
    return Vraag(
        naam="x", vraag="?", estimand="e", indicator=indicator, familie="f", groep=list(groepen), horizon=3
    )


def starts(found: Deelname) -> dict[str, tuple[int, str]]:
    return {school: (start, plan) for school, start, plan in found.per_school.itertuples(index=False)}


def test_every_plan_with_this_goal_and_the_first_one_counts() -> None:
    found = deelname(vraag(), PLANNEN, SCHOLEN)
    assert starts(found) == {
        "12AB00": (2016, "Stagebureau"),
        "12AB01": (2017, "Jobcoach"),
        "13CD00-PRO": (2016, "Stagebureau"),
        "13CD00-VSO": (2017, "Jobcoach"),
    }
    assert found.afwijkingen == ()


def test_a_group_settles_plan_start_and_schools() -> None:
    found = deelname(vraag(Groep(plan="Jobcoach", start="2018-2019", scholen=["13CD00"])), PLANNEN, SCHOLEN)
    assert starts(found) == {"13CD00-PRO": (2018, "Jobcoach"), "13CD00-VSO": (2018, "Jobcoach")}
    assert found.afwijkingen == (
        "Het plan 'Stagebureau' heeft ook P2 als doel en staat niet in het analyseplan.",
        "Het plan 'Jobcoach' begint volgens het analyseplan in 2018-2019"
        " en volgens de levering in 2017-2018.",
    )


def test_a_plan_that_was_not_delivered_and_names_that_lead_nowhere() -> None:
    found = deelname(
        vraag(Groep(plan="Nergens"), Groep(plan="Ouders", scholen=["99ZZ00"]), indicator="K1"),
        PLANNEN,
        SCHOLEN,
    )
    assert starts(found) == {}
    assert found.afwijkingen == (
        "Het plan 'Nergens' uit het analyseplan is niet geleverd.",
        "Bij het plan 'Ouders' hoort '99ZZ00'; die naam is niet te plaatsen.",
    )


def test_a_group_that_says_all_itself_needs_no_delivery() -> None:
    found = deelname(
        vraag(Groep(plan="Eigen", start="2015-2016", scholen=["14EF00"]), indicator="K1"), PLANNEN, SCHOLEN
    )
    assert starts(found) == {"14EF00": (2015, "Eigen")}
    assert "Het plan 'Eigen' uit het analyseplan is niet geleverd." in found.afwijkingen


def test_a_plan_without_anybody_has_no_schools() -> None:
    assert starts(deelname(vraag(indicator="B2"), PLANNEN, SCHOLEN)) == {}


def test_a_changed_plan_says_so() -> None:
    plan = default_analyseplan()
    same = EerderPlan(plan.hash(), plan.versie, None, "het rapport van 2022-2023")
    assert afwijkingen_van_plan(plan, ()) == afwijkingen_van_plan(plan, (same,)) == ()
    other = EerderPlan("0" * 64, "A", date(2016, 11, 1), "het rapport van 2021-2022")
    assert afwijkingen_van_plan(plan, (other, same)) == (
        "Het analyseplan is gewijzigd sinds het rapport van 2021-2022: toen versie A van 1-11-2016 (kenmerk"
        f" 000000-000000), nu versie 1 zonder datum (kenmerk {plan.hash()[:6]}-{plan.hash()[6:12]}).",
    )


def test_what_the_run_could_not_do_lists_itself() -> None:
    cijfers = tabel([2014, 2018, 2018, 2018, 2023, None, None, None, 2026], jaren=range(2014, 2025))
    paneel = maak_paneel(cijfers)
    per_school = pd.DataFrame(
        {"school": ["S00", "S01", "X", "S08"], "start": [2014, 2018, 2018, 2026], "plan": ["p"] * 4}
    )
    uitkomst = verschil_in_verschillen(paneel, 3, "x")
    found = afwijkingen_van_vraag(vraag(), Deelname(per_school, ("Eerst dit.",)), paneel, uitkomst)
    assert found == (
        "Eerst dit.",
        "School X heeft een plan, maar geen cijfers voor deze uitkomst.",
        "School S00 heeft een plan maar telt niet: er ontbreekt een jaar voor of sinds de start.",
        "School S08 begint pas na het laatste jaar met cijfers en telt als school zonder plan.",
        "Van de 3 geplande schooljaren zijn er 2 geteld bij scholen die in 2023-2024 begonnen.",
    )
    assert tabel_afwijkingen([("x", found)]).shape == (5, 2)


def test_an_estimate_that_was_not_made_is_a_deviation() -> None:
    paneel = maak_paneel(tabel([2018, 2018, None, None]))
    leeg = Deelname(pd.DataFrame({"school": [], "start": [], "plan": []}), ())
    found = afwijkingen_van_vraag(vraag(), leeg, paneel, verschil_in_verschillen(paneel, 3, "x"))
    assert found == ("De geplande schatting is niet gemaakt: er zijn minder dan 4 scholen met een plan (2).",)


@pytest.mark.parametrize("kolom", ["scholen", "besturen"])
def test_enumerations_are_read_with_semicolons_or_lines(kolom: str) -> None:
    plannen = PLANNEN.assign(scholen=pd.NA, besturen=pd.NA).iloc[[0]].astype({kolom: "object"})
    plannen.loc[0, kolom] = " vso west ;\n VSO VER " if kolom == "scholen" else "ELDERS"
    found = set(starts(deelname(vraag(), plannen, SCHOLEN)))
    assert found == ({"12AB00", "14EF00"} if kolom == "scholen" else {"14EF00"})
