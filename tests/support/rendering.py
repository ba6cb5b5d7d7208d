"""Render the sample notebook with each renderer that this machine has."""

import shutil
from datetime import date
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from pipeline.reporting.dress import dress
from pipeline.reporting.frontmatter import Voorblad
from pipeline.reporting.jobs import RenderJob
from pipeline.reporting.renderer import Renderer, choose_renderer

HAS_QUARTO = shutil.which("quarto") is not None
NO_QUARTO = "quarto is not on the PATH: only the embedded renderer is tested here"
RENDERERS = (
    "embedded",
    pytest.param("quarto", marks=[pytest.mark.quarto, pytest.mark.skipif(not HAS_QUARTO, reason=NO_QUARTO)]),
)


def renderer(name: str) -> Renderer:
    import os

    return choose_renderer({**os.environ, "TOELEIDING_RENDERER": name})


def voorblad(label: str, *, voorbeeld: bool = True) -> Voorblad:
    return Voorblad("2023-2024", date(2024, 12, 31), "concept", label, voorbeeldgegevens=voorbeeld)


def lay_out(
    notebook: NotebookNode, folder: Path, name: str = "toetsing", *, voorbeeld: bool = True
) -> RenderJob:
    """Dress a notebook and write it; the job that renders it beside itself."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    path.write_text(
        nbformat.writes(dress(notebook, voorblad("proef 1.0", voorbeeld=voorbeeld))), encoding="utf-8"
    )
    return RenderJob(path, folder / f"{name}.html", folder / f"{name}.pdf")
