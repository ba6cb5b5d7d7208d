"""The exploration notebooks in git: prose and short calls, no results, and an honest end."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.support.verkennen import NOTEBOOKS
from tools.notebook_guard import remains

LANGSTE_CEL = 9
"""Lines of a cell, SQL and the layout of ruff included."""


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def pad(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def notebook(pad: Path) -> NotebookNode:
    return nbformat.read(pad, as_version=4)


def code(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_all_the_subjects_are_there() -> None:
    subjects = {path.stem.removeprefix("verkenning_") for path in NOTEBOOKS}
    assert subjects == {
        "uitstroom", "bestendigheid", "datakwaliteit", "koppeling", "plan", "volglijst", "eigen_vraag",
    }  # fmt: skip


def test_it_is_valid_and_holds_no_results(pad: Path, notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    assert remains(pad.read_text("utf-8")) == []
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))


def test_it_begins_by_opening_the_room_and_says_that_nothing_leaves(notebook: NotebookNode) -> None:
    assert notebook.cells[0].source.startswith("# ")
    assert "niet afgeschermd" in notebook.cells[0].source
    assert code(notebook)[0] == "from pipeline import verkennen\n\nv = verkennen.start()\nv"


def test_it_ends_with_what_it_cannot_tell(notebook: NotebookNode) -> None:
    last = notebook.cells[-1]
    assert last.cell_type == "markdown"
    assert "Wat dit niet kan zeggen" in last.source
    assert last.source.count("\n- ") >= 3


def test_a_cell_asks_and_does_not_compute(notebook: NotebookNode) -> None:
    """At most two statements, no loops or functions, and no import but the room."""
    for source in code(notebook)[1:]:
        body = ast.parse(source).body
        assert len(body) <= 2 and len(source.splitlines()) <= LANGSTE_CEL, source
        assert all(isinstance(each, ast.Expr | ast.Assign) for each in body), source
        assert not any(isinstance(node, ast.Lambda | ast.ListComp) for node in ast.walk(ast.parse(source)))


def test_every_result_is_introduced(notebook: NotebookNode) -> None:
    """No more than three results after each other without a word."""
    kinds = "".join("m" if cell.cell_type == "markdown" else "c" for cell in notebook.cells)
    assert "cccc" not in kinds
