"""Share, then a late delivery and a run: the release that is made then reckons with what was shared."""

from __future__ import annotations

import codecs
from dataclasses import replace

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
from pipeline.release.policy import Policy
from pipeline.release.protection import protect
from pipeline.release.publication import open_release
from pipeline.synthetic.population import generate
from pipeline.synthetic.spellings import VALUES
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings
from tests.support.workspaces import COHORTS, JAAR, LEAVERS, run

OF_2024 = f"cohort = {JAAR.start}"


def deliver_again(workspace: Workspace) -> None:
    """A school delivers again: one leaver of 17 or older, with work in the first delivery, learns."""
    rows = generate(cohorts=COHORTS, leavers=LEAVERS).uitstroom
    mine = rows[
        (rows.cohort == JAAR.start) & (rows.bestemming == "ARB_REG") & (rows.perspectief_arbeid == "J")
    ]
    mine = mine[mine.bestand.str.startswith("2025-11-20/") & mine.bestand.str.endswith(".csv")]
    row = mine[pd.to_datetime(mine.geboortedatum) < "2007-10-01"].iloc[0]
    old = workspace.raw / row.bestand
    encoding = "utf-8-sig" if old.read_bytes().startswith(codecs.BOM_UTF8) else "cp1252"
    lines = old.read_bytes().decode(encoding).splitlines(keepends=True)
    cells = lines[row.rij].split(";")
    [place] = [at for at, cell in enumerate(cells) if cell in VALUES["bestemming"]["ARB_REG"]]
    cells[place] = "MBO_BOL"
    lines[row.rij] = ";".join(cells)
    folder = workspace.raw / "2025-12-01"
    folder.mkdir()
    (folder / old.name).write_bytes("".join(lines).encode(encoding))


def decided(workspace: Workspace, circulation: Circulation) -> dict[tuple[str, ...], str]:
    """What is shown and hidden of the figures of now beside what is out, by figure."""
    settings, microdata = load_settings(workspace.settings_file), current(workspace)
    assert microdata
    with open_microdata(microdata) as con:
        cijfers, eenheden = compute_cijfers(con, settings, JAAR), compute_eenheden(con)
    cijfers = only_where_known(cijfers, settings.drempels.telling)
    policy = Policy.of(settings, has_seen_more=not circulation.shown["stuurgroep"].empty)
    return statuses(protect(cijfers, eenheden, policy, circulation).cijfers)


def statuses(cijfers: pd.DataFrame) -> dict[tuple[str, ...], str]:
    rows = cijfers[[*KEY_COLUMNS, "status"]].astype(str)
    return {tuple(row[:-1]): row[-1] for row in rows.itertuples(index=False)}


@pytest.mark.full
def test_a_release_after_a_share_reckons_with_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOELEIDING_RENDERER", "embedded")
    v = verkennen.start(workspace.root)
    for per, waar in ASKED:
        v.delen(v.indicator("P2", per=per, waar=[OF_2024, *waar]))
    shared = read_shared(workspace.uitgegeven, v.microdata.inputs)
    deliver_again(workspace)
    code, _, said = run(workspace)
    assert code == 0, said

    now = current(workspace)
    assert now and now.inputs != v.microdata.inputs
    first, second = read_generations(workspace.uitgegeven)
    assert first.delingen == shared and not second.delingen
    assert any(shown for one in shared for groep in one.groepen for _, shown in groep.getoond)

    beside = Circulation.read(workspace.uitgegeven, now.inputs)
    without = Circulation(tuple(replace(one, delingen=()) for one in beside.generations))
    published = statuses(open_release(workspace.release_dir(JAAR)).table("cijfers"))
    made, other = decided(workspace, beside), decided(workspace, without)
    assert made == published == other

    [found] = verify(workspace, [], lambda _: None)
    assert found.gelijk, found


ASKED: list[tuple[list[str], list[str]]] = [
    (["schooltype"], ["leeftijd >= 17"]),
    (["school"], ["leeftijd >= 17"]),
    (["bestuur"], ["geslacht = 'M'"]),
]
