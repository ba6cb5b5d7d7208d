"""Which renderer is used, what it does with a Quarto that fails or only warns, and the limit to its time."""

import os
import sys
import time
from pathlib import Path

import pikepdf
import pytest

from pipeline.reporting.jobs import RenderJob
from pipeline.reporting.limits import run_limited
from pipeline.reporting.quarto import QuartoRenderer
from pipeline.reporting.renderer import choose_renderer
from pipeline.workspace.errors import RenderFout, SettingsError
from tests.support.rendering import lay_out
from tests.support.samplenotebook import sample

posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for quarto is a shell script")


def stand_in(folder: Path, render: str, version: str = "echo 1.11.0") -> Path:
    """A program called quarto that answers to --version and to render."""
    path = folder / "quarto"
    path.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then {version}; exit $?; fi\ncd "$2"\n{render}\n')
    path.chmod(0o755)
    return path


def job(folder: Path) -> RenderJob:
    return lay_out(sample(rows=3), folder)


@posix
def test_quarto_is_taken_when_it_is_on_the_path(tmp_path: Path) -> None:
    stand_in(tmp_path, "")
    assert choose_renderer({"PATH": str(tmp_path)}).label == "Quarto 1.11.0"
    assert choose_renderer({"PATH": str(tmp_path), "TOELEIDING_RENDERER": "embedded"}).label.startswith(
        "ingebouwde"
    )


def test_without_quarto_the_embedded_renderer_is_taken(tmp_path: Path) -> None:
    label = choose_renderer({"PATH": str(tmp_path)}).label
    assert label.startswith("ingebouwde renderer (pandoc 3.") and ", typst 0." in label


@pytest.mark.parametrize("asked", ["quarto", "word"])
def test_what_cannot_be_had_is_refused(asked: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"TOELEIDING_RENDERER={asked}"):
        choose_renderer({"PATH": str(tmp_path), "TOELEIDING_RENDERER": asked})


@posix
@pytest.mark.parametrize(
    ("render", "told"),
    [
        ("echo kapot >&2; exit 3", "kapot"),
        ("echo '\033[33mWARN: thema ontbreekt\033[39m' >&2", "WARN: thema ontbreekt"),
        ("echo '[WARNING] Unable to resolve crossref @fig-x'", "Unable to resolve crossref @fig-x"),
        ("echo 'warning: unknown font family: x' >&2", "unknown font family"),
        ("mkdir _output; echo page > _output/000-toetsing.html", "did not write 000-toetsing.pdf"),
        (
            "mkdir _output; cd _output; echo pdf > 000-toetsing.pdf\n"
            "echo '<strong>?@fig-x</strong>' > 000-toetsing.html",
            "unresolved cross-reference",
        ),
    ],
)
def test_a_quarto_that_fails_or_only_warns_leaves_the_last_good_report(
    render: str, told: str, tmp_path: Path
) -> None:
    one = job(tmp_path)
    one.html.write_text("het vorige rapport")
    with pytest.raises(RenderFout) as caught:
        QuartoRenderer(str(stand_in(tmp_path, render))).render([one])
    assert told in caught.value.message and caught.value.exit_code == 5
    assert one.html.read_text() == "het vorige rapport" and not one.pdf.exists()


@posix
def test_quarto_works_on_a_copy(tmp_path: Path) -> None:
    blank, where = tmp_path / "blank.pdf", tmp_path / "where"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(blank)
    says = (
        "mkdir _output; (echo '<!DOCTYPE html>'; ls) > _output/000-toetsing.html\n"
        f"cp '{blank}' _output/000-toetsing.pdf; pwd > '{where}'\n"
        "echo WARN verapdf is not installed"
    )
    one = job(tmp_path)
    QuartoRenderer(str(stand_in(tmp_path, says))).render([one])
    assert one.html.read_text().split()[2:] == ["000-toetsing.ipynb", "_output", "_quarto.yml", "assets"]
    with pikepdf.open(one.pdf) as document:
        assert len(document.pages) == 1
    assert where.read_text().strip() and not Path(where.read_text().strip()).exists()


@posix
def test_a_quarto_that_does_not_work_is_told_apart(tmp_path: Path) -> None:
    program = stand_in(tmp_path, "", version="echo geen deno >&2; false")
    with pytest.raises(RenderFout, match="geen deno") as caught:
        _ = QuartoRenderer(str(program)).label
    assert "TOELEIDING_RENDERER=embedded" in caught.value.advice


def test_a_program_that_does_not_end_is_ended_with_what_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "kind"
    child = f"import time; time.sleep(3); open({str(mark)!r}, 'w').close()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(RenderFout, match="was not ready after 1 seconds"):
        run_limited([sys.executable, "-c", parent], 1)
    if os.name == "posix":
        time.sleep(3)
        assert not mark.exists()


def test_a_program_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RenderFout, match="niets cannot be started"):
        run_limited([str(tmp_path / "niets")], 1)
