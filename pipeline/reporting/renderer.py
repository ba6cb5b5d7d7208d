"""Which renderer makes the reports: Quarto where it is installed, the embedded one everywhere else.

The choice comes before the notebooks run, because their colophon names it.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from typing import Protocol

from pipeline.reporting.jobs import Rendered, RenderJob
from pipeline.workspace.errors import SettingsError

VARIABLE = "TOELEIDING_RENDERER"
CHOICES = ("quarto", "embedded")


class Renderer(Protocol):
    """Makes a page and a PDF of executed and dressed notebooks."""

    @property
    def label(self) -> str:
        """Name and version, for the colophon."""
        ...

    @property
    def apart(self) -> bool:
        """Whether reports may as well be rendered one by one: it gains nothing by having several at once."""
        ...

    def render(self, jobs: Sequence[RenderJob]) -> list[Rendered]:
        """Make both files of every job. Raises RenderFout and leaves the earlier files in place."""
        ...


def choose_renderer(environment: Mapping[str, str] = os.environ) -> Renderer:
    """Quarto when it is on the PATH, unless TOELEIDING_RENDERER says quarto or embedded.

    Raises SettingsError on another value, or when the Quarto that was asked for is not there.
    """
    asked = environment.get(VARIABLE, "")
    if asked and asked not in CHOICES:
        raise SettingsError(f"{VARIABLE}={asked}: expected {' or '.join(CHOICES)}")
    program = shutil.which("quarto", path=environment.get("PATH"))
    if asked == "quarto" and not program:
        raise SettingsError(
            f"{VARIABLE}=quarto, but quarto is not on the PATH", "Install Quarto or unset it."
        )
    return _quarto(program) if program and asked != "embedded" else _embedded()


def _quarto(program: str) -> Renderer:
    from pipeline.reporting.quarto import QuartoRenderer

    return QuartoRenderer(program)


def _embedded() -> Renderer:
    from pipeline.reporting.embedded import EmbeddedRenderer

    return EmbeddedRenderer()
