"""From dressed notebooks to pages and PDFs: seconds and size of both reports of the newest demo year.

`html_s`, `pdf_s`: the embedded renderer on the larger report, the best of three, in a process that has made
one before; `mb`: the size of its page. Per report also the PDF's size and pages, seconds per page of it, and
seconds per chart: drawing comes before rendering, once for both forms. `ratio_quarto`: with a Quarto on the
PATH, both reports as the pipeline has them made, over a bare `quarto render` of the same notebooks in the
same project.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.reporting.frontmatter import Voorblad

LAST = "2024-2025"
_TIMES = 3


def main() -> dict[str, Any]:
    """Make the year, and both its reports, form by form."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notebooks = _dressed(folder)
        reports = {
            report: {**_embedded(notebook, folder), **drawn}
            for report, (notebook, drawn) in notebooks.items()
        }
        larger = reports["toetsing"]
        both = {key: larger[key] for key in ("html_s", "pdf_s")} | {"mb": larger["html_mb"]}
        return both | reports | _quarto([notebook for notebook, _ in notebooks.values()], folder)


def _dressed(folder: Path) -> dict[str, tuple[Path, dict[str, float]]]:
    """The notebooks of both reports, executed and with their charts drawn; seconds per chart."""
    from benchmarks.yearly import run, workspace_from
    from pipeline.reporting.press import front_of, parameters_of, template_of
    from pipeline.reporting.renderer import choose_renderer
    from pipeline.reporting.reports import RAPPORTEN, Opdracht
    from pipeline.reporting.run_notebook import NotebookJob, run_notebook
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    workspace_from(LAST, folder / "werkmap")
    run(folder / "werkmap")
    workspace, label = Workspace(folder / "werkmap"), choose_renderer({}).label
    (year,) = workspace.released()
    task = Opdracht.of(year, workspace, label, load_settings(workspace.settings_file))
    made = {}
    for report in RAPPORTEN:
        executed, dressed = folder / f"uitgevoerd-{report}.ipynb", folder / f"{report}.ipynb"
        run_notebook(NotebookJob(template_of(report), executed, parameters_of(task, report, label)), False)
        front = front_of(task, report, label)
        seconds = min(
            _drawing(folder / "tekeningen" / f"{report}-{n}", executed, dressed, front) for n in range(_TIMES)
        )
        charts = sum(1 for _ in (folder / "tekeningen" / f"{report}-0").iterdir())
        made[report] = (dressed, {"charts": charts, "s_per_chart": round(seconds / charts, 3)})
    return made


def _drawing(drawings: Path, executed: Path, dressed: Path, front: Voorblad) -> float:
    from pipeline.reporting.drawing import draw_once
    from pipeline.reporting.dress import dress_file

    drawings.mkdir(parents=True)
    return _seconds(lambda: dress_file(executed, dressed, front, partial(draw_once, folder=drawings)))


def _embedded(notebook: Path, folder: Path) -> dict[str, float]:
    import nbformat
    import pypdf

    from pipeline.reporting.embedded import html_of, pdf_of
    from pipeline.reporting.papier import finished

    node = nbformat.read(notebook, as_version=4)
    page, pdf = html_of(node, folder, notebook.name), finished(pdf_of(node, folder, notebook.name))
    html_s = min(_seconds(lambda: html_of(node, folder, notebook.name)) for _ in range(_TIMES))
    pdf_s = min(_seconds(lambda: finished(pdf_of(node, folder, notebook.name))) for _ in range(_TIMES))
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return {
        "html_s": round(html_s, 2),
        "html_mb": round(len(page) / 1e6, 2),
        "pdf_s": round(pdf_s, 2),
        "pdf_mb": round(len(pdf) / 1e6, 2),
        "pages": pages,
        "pdf_s_per_page": round(pdf_s / pages, 3),
    }


def _quarto(notebooks: list[Path], folder: Path) -> dict[str, Any]:
    """Ours and the bare call in turns: the second finds what the first left in memory."""
    program = shutil.which("quarto")
    if program is None:
        return {"quarto": "not on the PATH"}
    from pipeline.reporting.jobs import RenderJob
    from pipeline.reporting.quarto import QuartoRenderer, lay_out

    jobs = [RenderJob(one, folder / f"{one.stem}.html", folder / f"{one.stem}.pdf") for one in notebooks]
    ours, bare = [], []
    for number in range(2):
        ours.append(_seconds(lambda: QuartoRenderer(program).render(jobs)))
        project = folder / f"kaal-{number}"
        project.mkdir()
        lay_out(project, jobs)
        command = [program, "render", str(project)]
        bare.append(_seconds(lambda: subprocess.run(command, check=True, capture_output=True)))  # noqa: B023
    return {
        "quarto_s": round(min(ours), 1),
        "quarto_bare_s": round(min(bare), 1),
        "ratio_quarto": round(min(ours) / min(bare), 2),
    }


def _seconds(make: Callable[[], object]) -> float:
    start = time.perf_counter()
    make()
    return time.perf_counter() - start
