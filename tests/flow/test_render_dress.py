"""Dressing a notebook: same bytes for the same numbers, captions where renderers look."""

import copy
from datetime import date
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import NotebookNode

from pipeline.reporting.cells import parse_cell
from pipeline.reporting.drawing import tidy_svg
from pipeline.reporting.dress import dress, dress_file
from pipeline.reporting.frontmatter import Voorblad
from pipeline.workspace.errors import RenderFout
from tests.support.samplenotebook import ALT, CAPTION, chart, code, figure_output, sample

VOORBLAD = Voorblad("2023-2024", date(2024, 12, 31), "concept", "proefrenderer 1.0", voorbeeldgegevens=True)


def source(notebook: NotebookNode, label: str) -> str:
    return next(cell.source for cell in notebook.cells if f'label: "{label}"' in cell.source)


def head(notebook: NotebookNode) -> dict[str, object]:
    front: dict[str, object] = yaml.safe_load(notebook.cells[0].source.strip("-"))
    return front


def with_cells(*cells: NotebookNode) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_raw_cell("---\ntitle: Proef\n---"), *cells])


def test_the_result_is_a_valid_notebook_without_anything_of_the_run() -> None:
    dressed = dress(sample(), VOORBLAD)
    nbformat.validate(dressed)
    text = nbformat.writes(dressed)
    for volatile in ("papermill", "iopub", "/home/iemand", "0x7f3a", "vegalite", "FutureWarning", "injected"):
        assert volatile not in text
    assert {cell.get("execution_count") for cell in dressed.cells} == {None}


def test_a_notebook_that_prints_where_it_runs_is_not_dressed(tmp_path: Path) -> None:
    printed = nbformat.v4.new_output("stream", name="stdout", text="gelezen uit /home/iemand/x.csv")
    cell = nbformat.v4.new_code_cell("x", outputs=[printed])
    (tmp_path / "uitgevoerd.ipynb").write_text(nbformat.writes(with_cells(cell)), encoding="utf-8")
    with pytest.raises(RenderFout, match=r"klaar.ipynb, cell 2: a path of a machine") as fault:
        dress_file(tmp_path / "uitgevoerd.ipynb", tmp_path / "klaar.ipynb", VOORBLAD)
    assert "iemand" not in str(fault.value) and not (tmp_path / "klaar.ipynb").exists()


def test_two_runs_dress_to_the_same_bytes() -> None:
    first, second = sample(), sample()
    second.cells[5].id = "anders"
    second.cells[5].metadata.papermill.duration = 99
    second.cells[5].outputs[0].data["text/plain"] = "<Proza at 0xdeadbeef01>"
    assert nbformat.writes(dress(first, VOORBLAD)) == nbformat.writes(dress(second, VOORBLAD))


def test_the_notebook_that_comes_in_is_left_alone() -> None:
    executed = sample()
    before = copy.deepcopy(executed)
    dress(executed, VOORBLAD)
    assert executed == before


def test_code_is_shown_unless_the_head_or_the_cell_says_otherwise() -> None:
    def echo(front: str) -> list[object]:
        cells = [code("#| label: fig-a\nx"), code("#| echo: true\ny"), code("#| echo: false\nz")]
        notebook = with_cells(*cells)
        notebook.cells[0].source = f"---\ntitle: Proef\n{front}---"
        dressed = dress(notebook, VOORBLAD)
        assert "echo" not in head(dressed)
        options = [parse_cell(cell.source, "") for cell in dressed.cells[1:]]
        return [cell.options.get("echo") for cell in options]

    assert echo("") == echo("echo: true\n") == [None, True, False]
    assert echo("echo: false\n") == [False, True, False]


def test_captions_and_alt_texts_become_cell_options() -> None:
    dressed = dress(sample(), VOORBLAD)
    figure = source(dressed, "fig-bestemming").splitlines()
    assert figure[0] == '#| label: "fig-bestemming"'
    assert f'#| fig-cap: "{CAPTION}"' in figure
    assert yaml.safe_load(figure[1].removeprefix("#| ")) == {"fig-alt": ALT}
    assert '#| tbl-cap: "Bestemming bij uitstroom naar klasse"' in source(dressed, "tbl-bestemming")


def test_the_head_is_completed() -> None:
    front = head(dress(sample(), VOORBLAD))
    assert front["title"] == "Wetenschappelijke toetsing 2023-2024"
    assert front["pagetitle"] == "Wetenschappelijke toetsing 2023-2024 (voorbeeldgegevens)"
    assert front["lang"] == "nl"
    rapport = front["rapport"]
    assert isinstance(rapport, dict)
    assert rapport["naam"] == "Wetenschappelijke toetsing"
    assert (rapport["stand"], rapport["datum"]) == ("31 december 2024", "2024-12-31")
    assert (rapport["status"], rapport["voorbeeld"]) == ("concept", True)


def test_the_parameters_are_hidden_and_the_injected_ones_gone() -> None:
    cells = dress(sample(), VOORBLAD).cells
    assert cells[1].source.startswith("#| include: false")
    assert not any('"2023-2024"' in cell.source for cell in cells if cell.cell_type == "code")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (code("r.figuur()", figure_output()), "cell 2: a cell with a figure or table has one"),
        (code("#| label: fig-a\nx", figure_output(caption="")), "fig-a has no caption"),
        (code("#| label: fig-a\nx", figure_output(alt="")), "fig-a has no alt"),
        (code("#| label: [\nx"), "the #| options of this cell are not YAML"),
        (code("#| label: fig-a\nx", figure_output(), figure_output()), "has one of them"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_cited_or_heard_is_refused(cell: NotebookNode, message: str) -> None:
    with pytest.raises(RenderFout) as caught:
        dress(with_cells(cell), VOORBLAD, "proef.ipynb")
    assert message in caught.value.message
    assert caught.value.message.startswith("proef.ipynb")


def test_a_label_used_twice_is_refused() -> None:
    cells = [code("#| label: fig-a\nx", figure_output()) for _ in range(2)]
    with pytest.raises(RenderFout, match="label used twice: fig-a"):
        dress(with_cells(*cells), VOORBLAD)


def test_a_notebook_without_a_head_is_refused() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Begin")])
    with pytest.raises(RenderFout, match="the first cell is not a raw cell"):
        dress(notebook, VOORBLAD)


def test_drawings_keep_their_ids_apart_and_lose_the_roles_of_their_marks() -> None:
    one, two = tidy_svg(chart(), "fig-a"), tidy_svg('<?xml version="1.0"?>\n' + chart(), "fig-b")
    assert 'id="fig-a-arcering"' in one and 'fill="url(#fig-a-arcering)"' in one
    assert 'id="fig-b-arcering"' in two and two.startswith("<svg")
    assert "role=" not in one and "aria-" not in one


@pytest.mark.parametrize("bad", ["<script>x</script>", '<image href="https://elders"/>', '<g onclick="x"/>'])
def test_a_drawing_with_a_script_or_an_address_is_refused(bad: str) -> None:
    with pytest.raises(RenderFout, match="fig-a: the SVG holds a script"):
        tidy_svg(chart().replace("</svg>", f"{bad}</svg>"), "fig-a")
