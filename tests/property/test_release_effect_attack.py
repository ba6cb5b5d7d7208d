"""The effect of plans beside all that is published: every hidden count keeps three values.

On a region of real size, by integer programmes (tests/support/attack_effect.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluation.effect.analyseplan import default_analyseplan
from pipeline.indicators.compute import compute_cijfers, compute_eenheden
from pipeline.indicators.overzichten import compute_plannen
from pipeline.microdata.build import build
from pipeline.microdata.reading import open_microdata
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.release.effect import GETOOND, protect_effect
from pipeline.release.effect_onderzoek import onderzoek
from pipeline.release.policy import Policy
from pipeline.release.protection import protect
from pipeline.release.verschuiving import GEEN
from pipeline.sources.delivery import active_deliveries
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.synthetic.exports import write_exports
from pipeline.synthetic.population import generate
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from tests.support.attack_effect import SchoolYear

JAAR = Schooljaar(2024)


@pytest.mark.full
def test_every_hidden_count_can_be_otherwise_with_hardly_another_estimate(tmp_path: Path) -> None:
    """A world is ruled out by what is told with a chance of at most how far apart all estimates are, where
    shifts are spread over a point or more: so both other values must lie well within one."""
    workspace = Workspace.create(tmp_path / "werkmap", demo=True)
    write_exports(generate(cohorts=range(2014, 2025)), workspace.raw)
    settings = load_settings(workspace.settings_file)
    take_in(workspace, Opname(DEMO_SLEUTEL, settings.cohort.teldatum))
    microdata = build(workspace, active_deliveries(workspace), settings, "0" * 64)
    with open_microdata(microdata) as con:
        cijfers, eenheden = compute_cijfers(con, settings, JAAR), compute_eenheden(con)
        plannen, uitkomsten = compute_plannen(con)
    released = protect(cijfers, eenheden, Policy.of(settings)).cijfers
    asked = onderzoek(default_analyseplan(), cijfers, eenheden, plannen, uitkomsten, GEEN)
    effect = protect_effect(asked, released, Policy.of(settings))[0]
    told = sorted(effect.loc[(effect["status"] == GETOOND) & effect["schatting"].notna(), "vraag"])
    assert len(told) >= 2, "the region has plans of which an effect is told"

    apart = []
    for cohort in sorted(set(released["cohort"])):
        year = SchoolYear(asked, told, released, eenheden, int(cohort))
        for cell in year.hidden:
            worlds = year.worlds(cell)
            assert len(worlds) >= 2, f"{cell} keeps fewer than three values beside the figures"
            apart.append(worlds[1].together)
    assert len(apart) > 50
    assert sorted(apart)[len(apart) // 2] < 0.2
    assert max(apart) < 1
