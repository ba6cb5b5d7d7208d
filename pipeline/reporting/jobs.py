"""What a renderer gets and gives."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.workspace.atomic import write_bytes


@dataclass(frozen=True)
class RenderJob:
    """A dressed notebook, and where its page and its PDF go."""

    notebook: Path
    html: Path
    pdf: Path


@dataclass(frozen=True)
class Rendered:
    """A job that is done: both its files are in place."""

    job: RenderJob


def place(job: RenderJob, page: bytes, pdf: bytes) -> Rendered:
    """Put both files of a report where they belong, each whole."""
    write_bytes(job.html, page)
    write_bytes(job.pdf, pdf)
    return Rendered(job)
