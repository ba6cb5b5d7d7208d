"""Call pandoc, with a time limit and with every warning an error."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from pipeline.reporting.assets import assets_dir
from pipeline.reporting.limits import run_limited
from pipeline.workspace.errors import RenderFout

TIME_LIMIT = 60
"""Seconds. A report takes less than one; a filter that never ends would take all night."""


@cache
def pandoc_path() -> str:
    """The pandoc of the locked package. Its own `get_pandoc_path` takes a newer one that is on the PATH:
    then another program on the machine would change the reports. Raises RenderFout."""
    package = find_spec("pypandoc")
    name = "pandoc.exe" if os.name == "nt" else "pandoc"
    path = Path(package.origin).parent / "files" / name if package and package.origin else Path(name)
    if not path.is_file():
        raise RenderFout("the Python package that brings pandoc is not there", "pip install pypandoc_binary")
    return str(path)


@cache
def pandoc_version() -> str:
    """For the colophon, such as 3.9. Raises RenderFout."""
    done = run_limited([pandoc_path(), "--version"], TIME_LIMIT)
    name, _, version = done.out.partition("\n")[0].strip().rpartition(" ")
    if done.code or not name.startswith("pandoc"):
        raise RenderFout(f"{pandoc_path()} --version failed: {done.err.strip()}")
    return version


def run_pandoc(text: str, arguments: Sequence[str], folder: Path, where: str, day: date | None = None) -> str:
    """Convert Markdown, in `folder`. day: what a form that holds a time takes for now.

    Raises RenderFout on a failure, a warning, or when time is up.
    """
    assets = assets_dir()
    numbers, shape = (f"--lua-filter={assets / 'filters' / name}.lua" for name in ("embedded", "report"))
    command = [
        pandoc_path(), "--from=markdown+table_attributes", "--standalone", "--toc", "--wrap=none",
        "--columns=10000", "--fail-if-warnings", numbers,
        f"--bibliography={assets / 'references.bib'}", shape, *arguments,
    ]  # fmt: skip
    epoch = (
        {"SOURCE_DATE_EPOCH": str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))}
        if day
        else {}
    )
    done = run_limited(command, TIME_LIMIT, text=text, folder=folder, environment={**os.environ, **epoch})
    if done.code:
        raise RenderFout(f"{where}: pandoc failed: {done.err.strip()}")
    return done.out
