"""The analysis plan: mistakes are named, the hash is of what it says, a late plan says so."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.evaluation.effect.analyseplan import (
    ACHTERAF,
    VOORAF,
    Analyseplan,
    Vraag,
    default_analyseplan,
    inhoud,
    load_analyseplan,
)
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.template import template

VRAAG = """
[[vraag]]
naam = "plaatsing"
vraag = "Vinden ze vaker werk?"
estimand = "Het verschil in P2."
indicator = "P2"
familie = "plannen"
"""
GROEP = '[[vraag.groep]]\nplan = "Jobcoach"\n'


def load(folder: Path, text: str) -> Analyseplan:
    file = folder / "analyseplan.toml"
    file.write_text(text, encoding="utf-8")
    return load_analyseplan(file)


def test_a_new_workspace_has_a_plan_and_one_without_gets_the_same(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    assert load_analyseplan(workspace.analyseplan_file) == default_analyseplan()
    workspace.analyseplan_file.unlink()
    assert load_analyseplan(workspace.analyseplan_file) == default_analyseplan()


def test_the_packaged_plan_shows_every_key_of_a_question() -> None:
    eerste = tomllib.loads(template("analyseplan.toml"))["vraag"][0]
    assert set(eerste) == set(Vraag.model_fields) - {"groep"}  # groups are shown in a comment
    assert default_analyseplan().opgesteld is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "vraag: is needed"),
        ("vraag = []", "vraag: expected at least one"),
        (VRAAG.replace('naam = "plaatsing"', ""), "vraag 1, naam: is needed"),
        (VRAAG + "horison = 3", "vraag 1, horison: unknown key; did you mean 'horizon'?"),
        (VRAAG + "iets = 3", "vraag 1, iets: unknown key; known are naam, vraag"),
        ("opgestelt = 2016-01-01" + VRAAG, "opgestelt: unknown key; did you mean 'opgesteld'?"),
        (VRAAG.replace("P2", "P22"), "vraag 1, indicator: 'P22' is no indicator"),
        (VRAAG + "horizon = 0", "vraag 1, horizon: expected 1 or more"),
        (VRAAG + "kleinste_effect = 0.0", "vraag 1, kleinste_effect: expected more than 0"),
        (VRAAG + "kleinste_effect = 200.0", "vraag 1, kleinste_effect: expected 100 or less"),
        (VRAAG + 'schatter = "twfe"', "vraag 1, schatter: expected 'imputatie'"),
        (VRAAG + 'toewijzing = "klas"', "vraag 1, toewijzing: expected 'school' or 'bestuur'"),
        (VRAAG + 'placebo_uitkomsten = ["P2"]', "vraag 1: P2 cannot be its own placebo_uitkomsten"),
        (VRAAG + VRAAG, "expected each question under a name of its own"),
        (VRAAG + GROEP + GROEP, "vraag 1: expected each plan once"),
        (VRAAG + GROEP + 'start = "2017"', "vraag 1, groep 1, start: write '2017' as \"2017-2018\""),
        (VRAAG + GROEP + 'scholen = ["12"]', "vraag 1, groep 1, scholen 1: not a BRIN"),
        (VRAAG + GROEP + "begin = 1", "vraag 1, groep 1, begin: unknown key; known are plan, start, scholen"),
        ('opgesteld = "2016-01-01"' + VRAAG, "opgesteld: expected a date without quotes"),
        ("[[vraag", "not a TOML file"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SettingsError) as fault:
        load(tmp_path, text)
    assert fault.value.exit_code == 2
    assert says in fault.value.message
    assert "analyseplan.toml" in fault.value.message
    assert fault.value.advice


def test_the_hash_is_of_what_it_says(tmp_path: Path) -> None:
    plan = load(tmp_path, VRAAG + GROEP)
    same = load(
        tmp_path, "# remark\n" + VRAAG.replace('naam = "plaatsing"\n', "") + 'naam = "plaatsing"\n' + GROEP
    )
    assert plan.hash() == same.hash() == inhoud(plan)["hash"]
    changed = [
        VRAAG.replace("Het verschil in P2", "Het verschil"),
        VRAAG + "horizon = 2\n",
        VRAAG + "kleinste_effect = 5.0\n",
        "opgesteld = 2016-01-01\n" + VRAAG,
        VRAAG + GROEP + 'start = "2017-2018"\n',
    ]
    hashes = {load(tmp_path, text).hash() for text in changed} | {plan.hash()}
    assert len(hashes) == len(changed) + 1


@pytest.mark.parametrize(
    ("opgesteld", "stand"),
    [
        (date(2016, 11, 1), VOORAF),
        (date(2016, 12, 15), ACHTERAF),
        (date(2017, 1, 1), ACHTERAF),
        (None, ACHTERAF),
    ],
)
def test_a_plan_that_is_not_earlier_than_its_outcomes_says_so(opgesteld: date | None, stand: str) -> None:
    plan = default_analyseplan().model_copy(update={"opgesteld": opgesteld})
    assert plan.stand(date(2016, 12, 15)) == stand


def test_a_plan_is_the_same_under_a_version_that_knows_more_keys() -> None:
    class LaterVraag(Vraag):
        nieuw: int = 7

    class LaterPlan(Analyseplan):
        vraag: list[LaterVraag]

    said = default_analyseplan().model_dump(exclude_defaults=True)
    now, later = Analyseplan.model_validate(said), LaterPlan.model_validate(said)
    assert later.hash() == now.hash() == default_analyseplan().hash()
    said["vraag"][0]["nieuw"] = 8
    assert LaterPlan.model_validate(said).hash() != now.hash()


def test_what_a_plan_leaves_to_its_default_stays_what_it_was() -> None:
    """A default is no part of the hash, so changing one here would change plans without saying so."""
    bare = Vraag(naam="a", vraag="b", estimand="c", indicator="P2", familie="d")
    assert (bare.schatter, bare.horizon, bare.toewijzing) == ("imputatie", 3, "school")
    assert (bare.kleinste_effect, bare.placebo_uitkomsten, bare.placebo_jaren) == (10.0, [], 2)
    assert bare.groep == []
