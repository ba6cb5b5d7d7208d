"""Run a notebook template with its parameters, in a fresh kernel, and keep the result only when it is whole.

A kernel is reached over a socket file that only this user can enter, where the system has those: over TCP
everything it says could be read on the machine.
"""

import ast
import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import NotebookFout

Parameter = str | int | float | bool

CELL_LIMIT = 180
"""Seconds that one cell may take."""
START_LIMIT = 60
"""Seconds within which a kernel must answer."""
WORKERS = 2
_SOCKET_PATH_MAX = 90
"""Bytes; the system's own limit is about 107, and the kernel adds a port."""


@dataclass(frozen=True)
class NotebookJob:
    """A template, the values of all its parameters, and where the executed notebook goes."""

    template: Path
    output: Path
    parameters: Mapping[str, Parameter]


def run_notebooks(jobs: Sequence[NotebookJob]) -> list[Path]:
    """Run several notebooks, two at a time; gives their outputs in the same order. Raises NotebookFout."""
    for job in jobs:
        check_parameters(nbformat.read(job.template, as_version=4), job.parameters, job.template.name)
    _load_papermill()  # once, and not in two threads at the same time
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run_notebook, jobs))


def run_notebook(job: NotebookJob) -> Path:
    """Run one notebook and write the executed one whole; after a failure an earlier one is still there.

    Raises NotebookFout on unknown or missing parameters before anything runs, and on a cell that fails.
    """
    notebook = nbformat.read(job.template, as_version=4)
    at = check_parameters(notebook, job.parameters, job.template.name)
    with tempfile.TemporaryDirectory(prefix="tl-") as scratch:
        executed = _execute(notebook, job, Path(scratch), at)
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


def _load_papermill() -> Any:
    import papermill

    return papermill


def _execute(notebook: NotebookNode, job: NotebookJob, scratch: Path, at: int) -> NotebookNode:
    papermill = _load_papermill()
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    where = job.template.name
    try:
        executed: NotebookNode = papermill.execute_notebook(
            notebook, None, parameters=dict(job.parameters), kernel_name="python3", language="python",
            progress_bar=False, start_timeout=START_LIMIT, execution_timeout=CELL_LIMIT,
            kernel_manager_class=_kernel_class(scratch), resources={"metadata": {"path": str(scratch)}},
        )  # fmt: skip
    except papermill.PapermillExecutionError as fault:
        number = fault.cell_index + (fault.cell_index <= at)  # papermill put a cell in after the parameters
        raise NotebookFout(f"{where}, cell {number}: {fault.ename}: {fault.evalue}") from None
    except CellTimeoutError:
        raise NotebookFout(f"{where}: a cell was not ready after {CELL_LIMIT} seconds") from None
    except DeadKernelError:
        raise NotebookFout(f"{where}: the kernel died", "It may have run out of memory.") from None
    return executed


def _kernel_class(scratch: Path) -> Any:
    """A kernel manager that keeps everything of its kernel in the scratch folder."""
    from ipykernel.kernelspec import get_kernel_dict
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager

    socket = str(scratch / "kernel")
    by_file = os.name == "posix" and len(socket.encode()) < _SOCKET_PATH_MAX

    class ScratchKernelManager(AsyncKernelManager):
        def __init__(self, **traits: Any) -> None:
            address = {"transport": "ipc", "ip": socket} if by_file else {}
            super().__init__(connection_file=str(scratch / "kernel.json"), **address, **traits)
            # This interpreter, whatever kernels the user has registered under the same name.
            # What goes wrong in it comes back as an outcome; its log is about being stopped at the end.
            self._kernel_spec = KernelSpec(**get_kernel_dict(["--log-level=CRITICAL"]))

        async def _async_pre_start_kernel(self, **options: Any) -> Any:
            options["env"] = kernel_environment(scratch)
            return await super()._async_pre_start_kernel(**options)

    return ScratchKernelManager


def kernel_environment(scratch: Path) -> dict[str, str]:
    """The environment of a kernel: this project's code, and no profile or start-up file of the user."""
    root = str(Path(__file__).parent.parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    private = {"IPYTHONDIR": str(scratch / "ipython"), "PYTHONPATH": os.pathsep.join(paths)}
    return {**os.environ, **private, "PYTHONHASHSEED": "0"}
