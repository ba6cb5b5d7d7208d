"""Share, then run: afterwards the boards agree that the stuurgroep sees smaller numbers, and the release that
it gets reckons with what was shared.

What was shared (K1 of who was sixteen or younger, by school) tells nothing beside a release in which the
whole of that school is hidden. Beside one that shows the whole it tells of the few who are older.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
import pytest

from pipeline import verkennen
from pipeline.evaluation.eerste_werk import only_where_known
from pipeline.herhaling.verify import verify
from pipeline.indicators.compute import compute_cijfers, compute_eenheden
from pipeline.microdata.build import current
from pipeline.microdata.reading import open_microdata
from pipeline.release.circulation import Circulation
from pipeline.release.figures import KEY_COLUMNS
from pipeline.release.generations import read_generations, read_shared
from pipeline.release.policy import Policy, Publiek
from pipeline.release.protection import protect
from pipeline.release.publication import open_release
from pipeline.release.remember import remembering
from pipeline.workspace.atomic import write_text
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from tests.property.test_release_attack import quarantine
from tests.support.attack import Recovered
from tests.support.attack_delen import Gedeeld, Indicator, attack_shared
from tests.support.workspaces import JAAR, run

COHORT, TOT = JAAR.start, 16
WORK_OR_MBO = ["ARB_REG", "ARB_GAR", "ARB_BES", "ARB_BBL", "MBO_BOL"]
"""The numerator of K1; its denominator is everybody."""
ROW = tuple[str, ...]


def agree(workspace: Workspace) -> None:
    """From now on the stuurgroep sees counts from three, and groups from five."""
    text = workspace.settings_file.read_text("utf-8")
    agreed = text.replace('afspraak = ""', 'afspraak = "besluit van de besturen, 12 januari 2026"')
    assert agreed != text
    write_text(workspace.settings_file, agreed)


@dataclass(frozen=True)
class Beside:
    """A workspace with what is to be released of now, and what was shared."""

    workspace: Workspace
    shared: pd.DataFrame

    @cached_property
    def counted(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        settings, microdata = load_settings(self.workspace.settings_file), current(self.workspace)
        assert microdata
        with open_microdata(microdata) as con:
            cijfers, eenheden = compute_cijfers(con, settings, JAAR), compute_eenheden(con)
        return only_where_known(cijfers, settings.drempels.telling), eenheden

    def decided(self, publiek: Publiek, circulation: Circulation) -> pd.DataFrame:
        """What may be shown to a public beside what is out."""
        own = self.policy(publiek)
        with remembering(self.workspace.processed / "besluiten"):
            return protect(*self.counted, own, circulation).cijfers

    def policy(self, publiek: Publiek) -> Policy:
        own = Policy.of(load_settings(self.workspace.settings_file))
        assert own.wider
        return own if publiek == "openbaar" else own.wider

    def attacked(self, publiek: Publiek, cijfers: pd.DataFrame) -> list[Recovered]:
        """What a reader of these figures works out of them and of what was shared."""
        of_cohort = (table[table["cohort"] == COHORT] for table in (cijfers, *self.counted))
        shown, truth, units = of_cohort
        people = verkennen.start(self.workspace.root).sql(
            "SELECT school_id AS school, bestuur, schooltype, leeftijd, u_code FROM panel"
            f" WHERE cohort = {COHORT}"
        )
        groups = [
            Gedeeld(
                f"{row.school_id} tot en met {TOT}",
                "een",
                frozenset(people.index[(people.school == row.school_id) & (people.leeftijd <= TOT)]),
                {("K1", ""): row.status == "gemeten"},
            )
            for row in self.shared.itertuples()
        ]
        lost = quarantine(truth[truth["quarantaine"].notna()])
        telling = self.policy(publiek).telling
        return attack_shared(shown, units, lost, truth, people, groups, count_k1, telling)


def count_k1(rows: pd.DataFrame, _: Indicator) -> tuple[int, int]:
    return int(rows.u_code.isin(WORK_OR_MBO).sum()), len(rows)


def statuses(cijfers: pd.DataFrame) -> dict[ROW, str]:
    rows = cijfers[[*KEY_COLUMNS, "status"]].astype(str)
    return {tuple(row[:-1]): row[-1] for row in rows.itertuples(index=False)}


@pytest.mark.full
def test_a_release_after_a_share_reckons_with_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOELEIDING_RENDERER", "embedded")
    v = verkennen.start(workspace.root)
    asked = v.indicator("K1", per="school", waar=[f"cohort = {COHORT}", f"leeftijd <= {TOT}"])
    shared = v.delen(asked).tabel
    told = set(shared.school_id[shared.status == "gemeten"])
    kept = read_shared(workspace.uitgegeven, v.microdata.inputs)
    agree(workspace)
    code, _, said = run(workspace)
    assert code == 0, said

    now = current(workspace)
    assert now and now.inputs != v.microdata.inputs
    first, second = read_generations(workspace.uitgegeven)
    assert first.delingen == kept and not second.delingen

    here = Beside(workspace, shared)
    circulation = Circulation.read(workspace.uitgegeven, now.inputs)
    forgotten = Circulation(tuple(replace(one, delingen=()) for one in circulation.generations))
    for publiek in ("openbaar", "stuurgroep"):
        made = open_release(workspace.release_dir(JAAR, publiek)).table("cijfers")
        assert statuses(made) == statuses(here.decided(publiek, circulation))
        assert here.attacked(publiek, made) == []

    released, other = statuses(made), here.decided("stuurgroep", forgotten)
    more = {row: status for row, status in statuses(other).items() if released[row] != status}
    assert set(more.values()) == {"gemeten"}, "no share changes a release: look for another one"
    wholes = {(str(COHORT), "K1", "", "", "school", school) for school in told}
    assert wholes.intersection(more)
    over = {one.name[:4] for one in here.attacked("stuurgroep", other)}
    assert over and over <= {
        ("over", what, ("K1", ""), ("school", row[-1])) for row in more for what in ("k", "others")
    }

    [found] = verify(workspace, [], lambda _: None)
    assert found.gelijk, found
