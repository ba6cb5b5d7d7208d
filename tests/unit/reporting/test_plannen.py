"""The innovatieplannen, and what asks the stuurgroep for a decision: each expected sentence is by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pipeline.reporting.content import besluiten, plannen
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import Aanbeveling, Doel, Esf, Innovatieplan
from tests.support.fake_release import FakeRelease

PLAN = Innovatieplan("Jobcoach", "2017-09-01", "2019-07-31", 91_000.0, "P2", 7.5, 10)
STAND = "31 december 2024"


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Rapport.van("2023-2024", FakeRelease()).gegevens


@pytest.mark.parametrize(
    ("begin", "einde", "stand", "looptijd"),
    [
        ("2017-09-01", "2019-07-31", "afgelopen", "1 september 2017 tot en met 31 juli 2019"),
        ("2024-12-31", "2024-12-31", "loopt", "31 december 2024 tot en met 31 december 2024"),
        ("2024-09-01", None, "loopt", "vanaf 1 september 2024"),
        ("2025-01-01", None, "begint nog", "vanaf 1 januari 2025"),
        (None, "2024-01-01", "onbekend", "tot en met 1 januari 2024"),
        (None, None, "onbekend", "onbekend"),
    ],
)
def test_how_far_a_plan_is_on_the_day_of_the_report(
    gegevens: Gegevens, begin: str | None, einde: str | None, stand: str, looptijd: str
) -> None:
    one = replace(PLAN, begin=begin, einde=einde)
    row = plannen.tabel(replace(gegevens, innovatieplannen=(one,))).markdown.splitlines()[2]
    assert row.startswith(f"| Jobcoach | {looptijd} | {stand} | 91.000 | P2 | 7,5 van 10 |")


@pytest.mark.parametrize(
    ("these", "said"),
    [
        ((), "Er zijn geen innovatieplannen aangeleverd."),
        (
            (PLAN,),
            f"Er is één innovatieplan; op {STAND} was het afgelopen. Daarvoor is € 91.000 begroot. Wat er"
            " van is uitgegeven, wordt per plan niet aangeleverd. De toetsingscommissie heeft elk plan"
            " beoordeeld.",
        ),
        (
            (PLAN, replace(PLAN, einde=None, score=None), replace(PLAN, begin="2025-09-01", budget=None)),
            f"Er zijn 3 innovatieplannen. Op {STAND} liep er 1, moest er 1 nog beginnen en was er 1"
            " afgelopen. Samen is € 182.000 begroot. Van 1 plan is het budget niet bekend. Wat er van is"
            " uitgegeven, wordt per plan niet aangeleverd. Van 1 plan is er geen oordeel van de"
            " toetsingscommissie.",
        ),
        (
            (replace(PLAN, begin=None, budget=None, score=None),) * 2,
            f"Er zijn 2 innovatieplannen. Op {STAND} was van 2 de begindag niet bekend. Van geen enkel plan"
            " is het budget bekend. Van 2 plannen is er geen oordeel van de toetsingscommissie.",
        ),
    ],
)
def test_the_plans_in_words(gegevens: Gegevens, these: tuple[Innovatieplan, ...], said: str) -> None:
    assert plannen.tekst(replace(gegevens, innovatieplannen=these)).markdown == said


def test_a_plan_says_what_the_toetsing_found_on_its_measure_and_nothing_of_its_size(
    gegevens: Gegevens,
) -> None:
    first = next(e for e in gegevens.effect if e.indicator == "P2")
    known = replace(gegevens, effect=(replace(first, graad="aanwijzing voor een verschil", schatting=4.0),))
    assert plannen.gevonden(known, PLAN) == "aanwijzing voor een verschil"
    unsaid = replace(gegevens, effect=(replace(first, graad=None),))
    assert plannen.gevonden(unsaid, PLAN) == "niet getoond"
    assert plannen.gevonden(gegevens, replace(PLAN, indicator="P1")) == "niet getoetst"
    assert plannen.gevonden(gegevens, replace(PLAN, indicator=None)) == "niet getoetst"


AANBEVELING = Aanbeveling("Bel", "Toetsing", "SCHOOL", "2025-01-01", "OPEN", None, None, "nieuw")
ESF = Esf("Aanvraag A", "2016-2017", 100_000.0, 45.0, 45_000.0, 30_000.0, 15_000.0)


@pytest.fixture
def rustig(gegevens: Gegevens) -> Gegevens:
    """Nothing asks for a decision: every board reaches its own target."""
    jaar = gegevens.cohort("P2")
    doelen = tuple(Doel(jaar.start, "bestuur", b, "P2", 0.0) for b in gegevens.besturen(jaar))
    meta = {**gegevens.meta, "volledigheid": {"status": "definitief"}}
    return replace(
        gegevens, meta=meta, doelen=doelen, aanbevelingen=(AANBEVELING,), innovatieplannen=(PLAN,), esf=(ESF,)
    )


def lines(g: Gegevens) -> list[str]:
    return besluiten.tekst(g).markdown.splitlines()


def without_norm(g: Gegevens) -> list[str]:
    return [line for line in lines(g) if "haalt een norm" not in line]


def test_where_nothing_asks_for_a_decision_that_is_said(rustig: Gegevens) -> None:
    assert without_norm(rustig) in ([], [besluiten.NIETS])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda _: {"aanbevelingen": (replace(AANBEVELING, dagen_te_laat=3),)},
            "- **Aanbevelingen** (@tbl-aanbevelingen): 1 aanbeveling is over de uiterste dag heen. Besluit:",
        ),
        (
            lambda _: {"aanbevelingen": (replace(AANBEVELING, eigenaar=None), AANBEVELING)},
            "- **Aanbevelingen** (@tbl-aanbevelingen): 1 open aanbeveling heeft geen eigenaar of geen",
        ),
        (
            lambda _: {"innovatieplannen": (replace(PLAN, score=None), replace(PLAN, score=None))},
            "- **Innovatieplannen** (@tbl-innovatieplannen): 2 plannen zijn afgelopen zonder oordeel van",
        ),
        (
            lambda _: {"esf": (replace(ESF, percentage=51.0, bedrag_bestemd=51_000.0),)},
            "- **ESF** (@tbl-esf): bij 1 aanvraag is meer dan 50% van de baten bestemd en van 1 aanvraag is"
            " samen € 6.000 nog niet besteed. Besluit:",
        ),
        (
            lambda g: {
                "meta": {
                    **g.meta,
                    "volledigheid": {"status": "voorlopig", "scholen_zonder_schoolverlaters": 2},
                }
            },
            "- **Het rapport is voorlopig:** van 2 scholen is er geen uitstroomlijst. Besluit:",
        ),
        (
            lambda g: {"doelen": g.doelen[1:]},
            "- **Eigen doelen van de besturen** (@tbl-p2-school). 1 bestuur heeft geen eigen doel voor dit",
        ),
        (
            lambda g: {"doelen": tuple(replace(d, doel=99.9) for d in g.doelen)},
            "- **Eigen doelen van de besturen** (@tbl-p2-school). Bij ",
        ),
    ],
)
def test_each_subject_asks_by_its_own_rule(
    rustig: Gegevens, change: Callable[[Gegevens], dict[str, Any]], said: str
) -> None:
    found = without_norm(replace(rustig, **change(rustig)))
    assert len(found) == 1 and found[0].startswith(said)


def test_a_plan_that_still_runs_and_a_recommendation_that_is_done_ask_nothing(rustig: Gegevens) -> None:
    calm = replace(
        rustig,
        innovatieplannen=(replace(PLAN, einde=None, score=None),),
        aanbevelingen=(replace(AANBEVELING, status="UITGEVOERD", uiterlijk=None, eigenaar=None),),
    )
    assert without_norm(calm) in ([], [besluiten.NIETS])
