"""Workspaces for the analyst's room, and its notebooks run cell by cell without a kernel."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from pipeline.microdata.build import build
from pipeline.sources.delivery import Delivery, active_deliveries
from pipeline.workspace.folders import Workspace, project_root
from pipeline.workspace.settings import load_settings

NOTEBOOKS = sorted((project_root() / "notebooks").glob("verkenning_*.ipynb"))


def without_deliveries(finished: Workspace, root: Path) -> Workspace:
    """A workspace whose microdata hold nobody."""
    return _built(finished, root, lambda _: False)


def of_one_school(finished: Workspace, root: Path) -> Workspace:
    """A workspace with the leavers of one school, and what Intergrip says of whomever."""
    brin = min(one.scholen[0] for one in active_deliveries(finished) if len(one.scholen) == 1)
    return _built(finished, root, lambda one: one.bron == "intergrip" or one.scholen == (brin,))


def _built(finished: Workspace, root: Path, keep: Callable[[Delivery], bool]) -> Workspace:
    workspace = Workspace.create(root, demo=True)
    shutil.copytree(finished.deliveries, workspace.deliveries, dirs_exist_ok=True)
    shutil.copy(finished.settings_file, workspace.settings_file)
    chosen = [one for one in active_deliveries(workspace) if keep(one)]
    build(workspace, chosen, load_settings(workspace.settings_file), "0" * 64)
    return workspace


def code_cells(notebook: Path) -> list[str]:
    """The code of a notebook, cell by cell."""
    cells = nbformat.read(notebook, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def run_cells(notebook: Path) -> list[Any]:
    """Run the code cells as JupyterLab does, in one namespace; gives what each shows, as it would be shown.

    Raises what a cell raises.
    """
    space: dict[str, Any] = {}
    return [
        run_cell(source, f"{notebook.name}, cell {n}", space) for n, source in enumerate(code_cells(notebook))
    ]


def run_cell(source: str, where: str, space: dict[str, Any]) -> Any:
    """Run one cell in a namespace; gives what it shows: a bundle of forms, or the value itself."""
    value = _last_value(source, where, space)
    return value._repr_mimebundle_()[0] if hasattr(value, "_repr_mimebundle_") else value


def _last_value(source: str, where: str, space: dict[str, Any]) -> Any:
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), where, "exec"), space)
    return eval(compile(ast.Expression(last.value), where, "eval"), space) if last else None
