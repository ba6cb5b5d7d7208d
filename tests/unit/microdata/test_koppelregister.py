"""The register of links: it grows by what changed, and a link that went or turned is a correction."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.microdata.koppeling.register import (
    Koppelregel,
    link_corrections,
    read_links,
    remember_links,
    told_corrections,
)
from pipeline.workspace.folders import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def link(sleutel: str, persoon: str, run: str = "run1", gewicht: float = 12.0) -> Koppelregel:
    return Koppelregel(run, "key", "gelegd", 2016, "volg", sleutel, persoon, gewicht, 0.999)


def lines(workspace: Workspace) -> list[tuple[str, str, str, str]]:
    return [(line.run, line.wat, line.sleutel, line.persoon) for line in read_links(workspace)]


def test_a_first_run_writes_its_links_and_corrects_nothing(workspace: Workspace) -> None:
    remember_links(workspace, [link("x", "a"), link("y", "b")], "run1", "key")
    assert lines(workspace) == [("run1", "gelegd", "x", "a"), ("run1", "gelegd", "y", "b")]
    assert link_corrections(workspace) == []


def test_a_run_with_the_same_links_writes_nothing_also_when_a_weight_differs(workspace: Workspace) -> None:
    remember_links(workspace, [link("x", "a")], "run1", "key")
    before = workspace.koppelregister.read_bytes()
    remember_links(workspace, [link("x", "a", "run2", gewicht=13.0)], "run2", "key")
    assert workspace.koppelregister.read_bytes() == before


def test_a_link_that_goes_or_turns_is_a_correction_and_the_old_line_stays(workspace: Workspace) -> None:
    remember_links(workspace, [link("x", "a"), link("y", "b"), link("z", "c")], "run1", "key")
    remember_links(workspace, [link("x", "b", "run2"), link("z", "c", "run2")], "run2", "key")
    assert lines(workspace)[3:] == [("run2", "gewijzigd", "x", "b"), ("run2", "vervallen", "y", "b")]
    assert lines(workspace)[:3] == [("run1", "gelegd", s, p) for s, p in (("x", "a"), ("y", "b"), ("z", "c"))]
    same = {"run": "run2", "cohort": 2016, "soort": "volg", "aantal": 1}
    assert link_corrections(workspace) == [same | {"wat": "gewijzigd"}, same | {"wat": "vervallen"}]
    assert told_corrections(workspace, "run1") == ""
    assert told_corrections(workspace, "run2") == (
        "links of earlier runs: 1 now of another person, 1 dropped"
    )


def test_a_link_that_comes_back_is_made_anew(workspace: Workspace) -> None:
    for run, links in (("run1", [link("x", "a")]), ("run2", []), ("run3", [link("x", "a", "run3")])):
        remember_links(workspace, links, run, "key")
    assert [wat for _, wat, _, _ in lines(workspace)] == ["gelegd", "vervallen", "gelegd"]


def test_another_key_makes_everybody_another_and_corrects_nothing(workspace: Workspace) -> None:
    remember_links(workspace, [link("x", "a")], "run1", "key")
    other = Koppelregel("run2", "other", "gelegd", 2016, "volg", "p", "q", 12.0, 0.999)
    remember_links(workspace, [other], "run2", "other")
    assert [wat for _, wat, _, _ in lines(workspace)] == ["gelegd", "gelegd"]
    assert link_corrections(workspace) == []


def test_a_link_of_which_the_rows_were_forgotten_is_no_correction(workspace: Workspace) -> None:
    remember_links(workspace, [link("x", "a"), link("y", "b")], "run1", "key")
    file = workspace.koppelregister
    file.write_text(file.read_text("utf-8").replace('"x"', '""').replace('"a"', '""'), encoding="utf-8")
    remember_links(workspace, [link("y", "b", "run2")], "run2", "key")
    assert lines(workspace) == [("run1", "gelegd", "", ""), ("run1", "gelegd", "y", "b")]


def test_no_register_is_no_links(workspace: Workspace) -> None:
    assert read_links(workspace) == () and link_corrections(workspace) == []
    remember_links(workspace, [], "run1", "key")
    assert not workspace.koppelregister.exists()
