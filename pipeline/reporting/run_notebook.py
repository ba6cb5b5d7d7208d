"""Run a notebook template with its parameters in a fresh kernel; the result is kept only when it is whole."""

import ast
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from pipeline.reporting.kernels import kernel_class
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import NotebookFout

Parameter = str | int | float | bool
Ran = Callable[[NotebookNode], None]

CELL_LIMIT = 180
"""Seconds that one cell may take."""
START_LIMIT = 60
"""Seconds within which a kernel must answer."""


@dataclass(frozen=True)
class NotebookJob:
    """A template, the values of all its parameters, and where the executed notebook goes."""

    template: Path
    output: Path
    parameters: Mapping[str, Parameter]


def run_notebook(job: NotebookJob, forked: bool = False, ran: Ran | None = None) -> Path:
    """Run one notebook and write the executed one whole; after a failure an earlier one is still there.

    forked: in a fork of what `warm_up` started. ran: is given each cell when it has run.

    Raises NotebookFout on unknown or missing parameters before anything runs, and on a cell that fails.
    """
    notebook = nbformat.read(job.template, as_version=4)
    at = check_parameters(notebook, job.parameters, job.template.name)
    with tempfile.TemporaryDirectory(prefix="tl-") as scratch:
        executed = _execute(notebook, job, kernel_class(Path(scratch), forked), at, scratch, ran)
    write_text(job.output, nbformat.writes(executed) + "\n")
    return job.output


def check_parameters(notebook: NotebookNode, given: Mapping[str, Parameter], where: str) -> int:
    """Refuse a parameter that the notebook does not have or has not been given; gives the place of its cell.

    papermill only warns. Raises NotebookFout.
    """
    tagged = [at for at, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise NotebookFout(f"{where}: expected one cell with the tag parameters, found {len(tagged)}")
    known = _assigned(notebook.cells[tagged[0]].source)
    unknown, missing = sorted(set(given) - known), sorted(known - set(given))
    if unknown:
        raise NotebookFout(f"{where}: the notebook has no parameter {', '.join(unknown)}")
    if missing:
        raise NotebookFout(f"{where}: no value was given for parameter {', '.join(missing)}")
    return tagged[0]


def _assigned(source: str) -> set[str]:
    """The names that a parameters cell gives a value to."""
    nodes = ast.parse(source).body
    plain = [target for node in nodes if isinstance(node, ast.Assign) for target in node.targets]
    typed = [node.target for node in nodes if isinstance(node, ast.AnnAssign)]
    return {target.id for target in (*plain, *typed) if isinstance(target, ast.Name)}


def load_papermill() -> Any:
    """The library that fills notebooks; it takes a while to import."""
    import papermill

    return papermill


def _execute(
    notebook: NotebookNode, job: NotebookJob, kernel: Any, at: int, scratch: str, ran: Ran | None
) -> NotebookNode:
    papermill = load_papermill()
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    where = job.template.name

    def told(*, cell: NotebookNode, **_: object) -> None:
        if ran:
            ran(cell)

    try:
        executed: NotebookNode = papermill.execute_notebook(
            notebook, None, parameters=dict(job.parameters), kernel_name="python3", language="python",
            progress_bar=False, start_timeout=START_LIMIT, execution_timeout=CELL_LIMIT,
            kernel_manager_class=kernel, on_cell_executed=told, resources={"metadata": {"path": scratch}},
        )  # fmt: skip
    except papermill.PapermillExecutionError as fault:
        number = fault.cell_index + (fault.cell_index <= at)  # papermill put a cell in after the parameters
        raise NotebookFout(f"{where}, cell {number}: {fault.ename}: {fault.evalue}") from None
    except CellTimeoutError:
        raise NotebookFout(f"{where}: a cell was not ready after {CELL_LIMIT} seconds") from None
    except DeadKernelError:
        raise NotebookFout(f"{where}: the kernel died", "It may have run out of memory.") from None
    return executed
