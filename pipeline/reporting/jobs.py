"""What a renderer gets and gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.gate.check import refuse_faults
from pipeline.reporting.papier import finished
from pipeline.workspace.atomic import write_bytes
from pipeline.workspace.errors import RenderFout


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


def place(jobs: Sequence[RenderJob], made: Sequence[tuple[bytes, bytes]]) -> list[Rendered]:
    """Put the page and the PDF of every report where they belong, each whole.

    Raises RenderFout when one of them may not leave; then none is put in place.
    """
    files = [(job, (page, finished(pdf))) for job, (page, pdf) in zip(jobs, made, strict=True)]
    pages = [(job.html.name, page) for job, (page, _) in files]
    refuse_faults([*pages, *((job.pdf.name, pdf) for job, (_, pdf) in files)], RenderFout)
    for job, (page, pdf) in files:
        write_bytes(job.html, page)
        write_bytes(job.pdf, pdf)
    return [Rendered(job) for job in jobs]
