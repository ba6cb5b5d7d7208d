"""The process that runs a report notebook: its own for each notebook, with nothing of the user in it.

A kernel is reached over a socket file that only this user can enter, where the system has those: over TCP
everything it says could be read on the machine.

Importing what a report needs takes longer than most of its cells. Where the system can fork safely (Linux:
elsewhere system libraries do not survive it) one process imports it once, runs nothing, and every kernel is a
fork of it; that is `multiprocessing`'s fork server. Elsewhere, and where that process does not start, a
kernel is an ordinary one: slower, and the same to the byte.
"""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pipeline.reporting.drawing import DRAWN_LATER

if TYPE_CHECKING:
    from subprocess import Popen

_SOCKET_PATH_MAX = 90
"""Bytes; the system's own limit is about 107, and the kernel adds a port."""
_ROOT = str(Path(__file__).parent.parent.parent)
_PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "pipeline.reporting.rapport",
    "pipeline.reporting.kernels",
    "pipeline.reporting.finishing",
    "pipeline.reporting.embedded",
    "pikepdf",
    "xlsxwriter",
    "typst",
    "pyarrow.parquet",
    "altair",
    "scipy.stats",
    "vl_convert",
    "pipeline.reporting.settled",
    "pipeline.release.effect_tabellen",
    "typer",
)
"""The last is what every fork imports, with the module that the program was started by. No duckdb: a report
may not import it (guard.py), and what is there already needs no import."""


def can_fork() -> bool:
    """Whether the system lets kernels be forked from a process that imported everything."""
    return sys.platform == "linux"


def warm_up() -> bool:
    """Start the process that kernels are forked from, when there is none yet; whether there is one now.

    The system may refuse it: a folder of temporary files whose path is too long for a socket, no room there.
    Reports are made without it then.
    """
    if not can_fork():
        return False
    from multiprocessing import forkserver, get_context

    get_context("forkserver").set_forkserver_preload([*_PRELOADED])
    try:
        with _environment(_own_environment()):
            forkserver.ensure_running()
    except OSError:
        return False
    return True


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Other values in the environment of this process, for what is started from it."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _own_environment() -> dict[str, str]:
    """What the interpreter of a kernel reads when it starts: this project's code, and one order of sets."""
    paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0", DRAWN_LATER: "1"}


def kernel_environment(scratch: Path) -> dict[str, str]:
    """The environment of a kernel: this project's code, and no profile or start-up file of the user."""
    return {**os.environ, **_own_environment(), "IPYTHONDIR": str(scratch / "ipython")}


def kernel_class(scratch: Path, forked: bool) -> Any:
    """A kernel manager that keeps everything of its kernel in the scratch folder.

    forked: whether its kernel is a fork of the process that `warm_up` started.
    """
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
            if forked and not self.provisioner:
                self.provisioner = _forking()(kernel_spec=self._kernel_spec, parent=self)
            return await super()._async_pre_start_kernel(**options)

    return ScratchKernelManager


def _forking() -> Any:
    """A provisioner (what starts, watches and ends a kernel) that forks instead of executing."""
    from jupyter_client.provisioning.local_provisioner import LocalProvisioner

    class ForkingProvisioner(LocalProvisioner):
        async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
            arguments = cmd[cmd.index("-f") :]
            forked = _Forked(arguments, options["env"], str(options.get("cwd") or Path.cwd()))
            self.process, self.pid, self.pgid = cast("Popen[bytes]", forked), forked.pid, forked.pid
            return self.connection_info

    return ForkingProvisioner


class _Forked:
    """A forked kernel, with what a provisioner asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: str) -> None:
        from multiprocessing import get_context

        started = (arguments, environment, folder)
        self._process = get_context("forkserver").Process(target=_be_kernel, args=started, daemon=True)
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.pid is not None and self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def _be_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """In the fork: become the kernel that was asked for, until it is told to stop."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()  # a signal for the kernel is one for what it started, too
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["ipykernel_launcher", *arguments]
    # It ends with its parent, which is the process it was forked from; that one ends with this program.
    IPKernelApp.launch_instance([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
