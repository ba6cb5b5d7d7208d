"""The yearly run of a region: ten school years, both reports of each as page and PDF.

`ratio_plain`: notebooks and rendering of ten years, ours against the plain way: papermill with its own
kernel, one notebook after the other, the same notebooks and renderer, in one process each. `all_s`:
everything from raw, the disclosure audit too. `noop_s`: again, with nothing to do. `help_s`: `--help` beside
a bare Python.
`new_year_s`: the deliveries of one more year on top of what was made before. `corrected_s`: the same with
the corrections of earlier years that came in it, so two releases and the reports of two years. `steps_s`:
what the time of `all_s` goes to.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.startup import main as startup

COHORTS = range(2014, 2025)
FIRST = "2015-2016"
NEW = "2025-07"
"""Deliveries from this month on are those of the last school year."""


def main() -> dict[str, Any]:
    """Each run in a process of its own, one after the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace_from(FIRST, folder / "heel")
        workspace_from(FIRST, folder / "groeit")
        later = _set_apart(folder / "groeit", folder / "later")
        every, steps = run(folder / "heel")
        noop, _ = run(folder / "heel")
        ours, plain = (_apart(which, folder / "heel") for which in ("ours", "plain"))
        run(folder / "groeit")
        shutil.copytree(folder / "groeit", folder / "alleen")
        for name in later:
            new, raw = folder / "later" / name, Path("data", "raw", name)
            shutil.copytree(new, folder / "groeit" / raw)
            shutil.copytree(new, folder / "alleen" / raw, ignore=shutil.ignore_patterns("correctie_*"))
        new_year, _ = run(folder / "alleen")
        corrected, _ = run(folder / "groeit")
    started = startup()
    return {
        "all_s": every,
        "corrected_s": corrected,
        "help_s": round(started["help_s"] - started["bare_s"], 3),
        "new_year_s": new_year,
        "noop_s": noop,
        "ours_s": ours,
        "plain_s": plain,
        "ratio_plain": round(ours / plain, 3),
        "steps_s": steps,
    }


def workspace_from(first: str, root: Path) -> None:
    """A workspace with the demo's deliveries of all years, of which this is the first to report on."""
    from pipeline.synthetic.exports import write_exports
    from pipeline.synthetic.population import generate
    from pipeline.workspace.folders import Workspace

    workspace = Workspace.create(root, demo=True)
    text = workspace.settings_file.read_text("utf-8")
    settings = text.replace('eerste_schooljaar = ""', f'eerste_schooljaar = "{first}"')
    workspace.settings_file.write_text(settings, encoding="utf-8")
    write_exports(generate(cohorts=COHORTS), workspace.raw)


def _set_apart(root: Path, later: Path) -> list[str]:
    """Move the deliveries of the last school year out; gives their folders."""
    later.mkdir()
    names = sorted(p.name for p in (root / "data" / "raw").iterdir() if p.is_dir() and p.name >= NEW)
    for name in names:
        shutil.move(root / "data" / "raw" / name, later / name)
    return names


def run(root: Path) -> tuple[float, dict[str, float]]:
    """Seconds of a run as its user waits for it, and of its steps."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "pipeline.cli", "run", "--json", "--workspace", str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment())
    seconds = round(time.perf_counter() - start, 2)
    steps: dict[str, float] = {}
    for step in json.loads(done.stdout)["stappen"]:
        kind = step["naam"].split(" ")[0].strip(",")
        steps[kind] = round(steps.get(kind, 0.0) + step["seconden"], 1)
    return seconds, steps


def _environment() -> dict[str, str]:
    """Of a user, whose Python keeps what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _apart(which: str, root: Path) -> float:
    """Seconds of making the reports one way, in a process of its own."""
    code = f"from benchmarks.yearly import timed; print(timed({which!r}, {str(root)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=_environment()
    )
    return float(done.stdout.splitlines()[-1])


def timed(which: str, root: str) -> float:
    """The same, in this process."""
    from pipeline.reporting.renderer import choose_renderer
    from pipeline.reporting.reports import Opdracht
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    workspace, renderer = Workspace(Path(root)), choose_renderer()
    settings = load_settings(workspace.settings_file)
    tasks = [Opdracht.of(year, workspace, renderer.label, settings) for year in workspace.released()]
    make: Callable[[list[Opdracht], Any], None] = {"ours": _ours, "plain": _plain}[which]
    start = time.perf_counter()
    make(tasks, renderer)
    return round(time.perf_counter() - start, 2)


def _ours(tasks: list[Any], renderer: Any) -> None:
    from pipeline.reporting.press import make_reports

    make_reports(tasks, renderer, lambda _: None)


def _plain(tasks: list[Any], renderer: Any) -> None:
    """As papermill's own page says it, and then what renders, report by report."""
    import papermill

    from pipeline.reporting.dress import dress_file
    from pipeline.reporting.jobs import RenderJob
    from pipeline.reporting.press import front_of, parameters_of, template_of
    from pipeline.reporting.reports import RAPPORTEN

    with tempfile.TemporaryDirectory() as name:
        for task in tasks:
            for report in RAPPORTEN:
                executed = Path(name) / f"{report}-{task.schooljaar}.ipynb"
                papermill.execute_notebook(
                    str(template_of(report)),
                    str(executed),
                    parameters=parameters_of(task, report, renderer.label),
                    kernel_name="python3",
                    progress_bar=False,
                )
                dressed = executed.with_name(f"klaar-{executed.name}")
                dress_file(executed, dressed, front_of(task, report, renderer.label))
                page, pdf = (task.doel / f"{report}.{kind}" for kind in ("html", "pdf"))
                renderer.render([RenderJob(dressed, page, pdf)])
