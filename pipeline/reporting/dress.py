"""Make an executed notebook fit to render: the same bytes for the same numbers, and nothing of the machine.

Both renderers get the notebook that leaves here. Captions and alt texts move from the outputs, where the code
computed them, to the `#|` options where Quarto looks for them.
"""

import copy
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from pipeline.gate.check import refuse_faults
from pipeline.reporting.cells import CodeCell, parse_cell
from pipeline.reporting.drawing import VEGALITE_MIME, draw, tidy_svg
from pipeline.reporting.frontmatter import Voorblad, complete, parse_front, to_yaml
from pipeline.reporting.markdown import in_attribuut
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import RenderFout

_SHOWN = ("text/markdown", "image/svg+xml")
"""What both renderers can show. No text/html: one such output makes Quarto pull scripts from a CDN."""
Draw = Callable[[Mapping[str, Any]], str]
"""From a Vega-Lite specification to SVG."""
_FIGURE = frozenset({"image/svg+xml", VEGALITE_MIME})
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def dress(
    notebook: NotebookNode, voorblad: Voorblad, where: str = "notebook", draw: Draw = draw
) -> NotebookNode:
    """The notebook ready for a renderer; the one that comes in is left as it is.

    `echo: false` in its head shows no code in the report, but of a cell that says otherwise.
    draw: what draws a chart that came out of its cell without a drawing.
    Raises RenderFout on a figure or table without label, caption or alt text, and on a label used twice.
    """
    cells = [cell for cell in notebook.cells if not _has_tag(cell, "injected-parameters")]
    if not cells or cells[0].cell_type != "raw":
        raise RenderFout(f"{where}: the first cell is not a raw cell with the title of the report")
    front = parse_front(cells[0].source, where)
    options = {"echo": False} if front.get("echo") is False else {}
    dressed = [nbformat.v4.new_raw_cell(to_yaml(complete(front, voorblad)))]
    for number, (before, cell) in enumerate(itertools.pairwise(cells), start=2):
        after = cells[number] if number < len(cells) else None
        parts = [_dress_cell(cell, f"{where}, cell {number}", options, draw), *_origin(before, cell, after)]
        dressed.extend(_afloat(parts) if _is_alone(cell, after) else parts)
    _refuse_doubles(dressed, where)
    for number, cell in enumerate(dressed):
        cell.id = f"cel-{number:03d}"
    whole: NotebookNode = nbformat.v4.new_notebook(cells=dressed, metadata=copy.deepcopy(_METADATA))
    return whole


def dress_file(executed: Path, target: Path, voorblad: Voorblad, draw: Draw = draw) -> None:
    """Dress an executed notebook and write the result whole."""
    notebook = nbformat.read(executed, as_version=4)
    text = nbformat.writes(dress(notebook, voorblad, target.name, draw)) + "\n"
    refuse_faults([(target.name, text.encode())], RenderFout)
    write_text(target, text)


def _dress_cell(cell: NotebookNode, where: str, options: Mapping[str, Any], draw: Draw) -> Any:
    if cell.cell_type == "markdown":
        return nbformat.v4.new_markdown_cell(cell.source)
    if cell.cell_type == "raw":
        return nbformat.v4.new_raw_cell(cell.source)
    return _dress_code(cell, where, options, draw)


def _dress_code(cell: NotebookNode, where: str, options: Mapping[str, Any], draw: Draw) -> Any:
    code = parse_cell(cell.source, where).with_options(options)
    if _has_tag(cell, "parameters"):
        code = code.with_options({"include": False})
    outputs = [kept for output in cell.outputs for kept in _dress_output(output, code.label, draw)]
    code = code.with_options(_captions(cell.outputs, code, where))
    return nbformat.v4.new_code_cell(code.source(), outputs=outputs)


def _captions(outputs: list[NotebookNode], code: CodeCell, where: str) -> dict[str, str]:
    """The cell options that the metadata of its one figure or table asks for."""
    told = [output.metadata["toeleiding"] for output in outputs if "toeleiding" in output.get("metadata", {})]
    if not told:
        return {}
    if len(told) > 1 or not code.kind:
        raise RenderFout(
            f"{where}: a cell with a figure or table has one of them, and a label",
            "Start the cell with #| label: fig-name or #| label: tbl-name.",
        )
    wanted = {"fig": {"fig-cap": "caption", "fig-alt": "alt"}, "tbl": {"tbl-cap": "caption"}}[code.kind]
    empty = [source for source in wanted.values() if not told[0].get(source)]
    if empty:
        raise RenderFout(f"{where}: {code.label} has no {' and no '.join(empty)}")
    texts = {option: " ".join(str(told[0][source]).split()) for option, source in wanted.items()}
    return {option: in_attribuut(text) if option == "fig-alt" else text for option, text in texts.items()}


def _origin(before: NotebookNode, cell: NotebookNode, after: NotebookNode | None) -> Iterator[NotebookNode]:
    """What a figure or table is made of, below it; the renderers know the class.

    Of a figure and the table after it that are of the same, paper has it once, under the table.
    """
    if herkomst := _told(cell):
        once = (
            " .met-tabel" if herkomst == _told(after) else " .met-figuur" if herkomst == _told(before) else ""
        )
        yield nbformat.v4.new_markdown_cell(f"::: {{.herkomst{once}}}\n{herkomst}\n:::")
    elif any("toeleiding" in output.get("metadata", {}) for output in cell.get("outputs", [])):
        yield _on_paper("#zonder-herkomst")


def _is_alone(cell: NotebookNode, after: NotebookNode | None) -> bool:
    """Whether this is a figure without a table after it: text may come between it and what it is of."""
    is_figure = any(_FIGURE & output.get("data", {}).keys() for output in cell.get("outputs", []))
    return is_figure and not (after is not None and after.cell_type == "code" and after.outputs)


def _afloat(parts: list[NotebookNode]) -> list[NotebookNode]:
    """A figure with its origin: on paper at the top or the bottom of a page, elsewhere as they are."""
    return [_on_paper("#zwevend["), *parts, _on_paper("]")]


def _on_paper(typst: str) -> NotebookNode:
    """What only the PDF reads."""
    cell: NotebookNode = nbformat.v4.new_markdown_cell(f"```{{=typst}}\n{typst}\n```")
    return cell


def _told(cell: NotebookNode | None) -> str:
    """The origin that an output brings; empty without one."""
    outputs = cell.get("outputs", []) if cell else []
    told = (output.get("metadata", {}).get("toeleiding", {}).get("herkomst", "") for output in outputs)
    return next(filter(None, told), "")


def _dress_output(output: NotebookNode, label: str, draw: Draw) -> Iterator[NotebookNode]:
    if output.output_type == "stream" and output.name == "stdout":
        yield nbformat.v4.new_output("stream", name="stdout", text=_ADDRESS.sub("0x…", output.text))
    if output.output_type in ("display_data", "execute_result"):
        data = _shown(_with_drawing(output.data, draw), label)
        if data:
            yield nbformat.v4.new_output("display_data", data=data)


def _with_drawing(data: Mapping[str, Any], draw: Draw) -> dict[str, Any]:
    """With the drawing of a chart that has none yet."""
    spec, there = data.get(VEGALITE_MIME), "image/svg+xml" in data
    return {**data, "image/svg+xml": draw(spec)} if spec and not there else dict(data)


def _shown(data: dict[str, Any], label: str) -> dict[str, Any]:
    """The one best form of an output that both renderers take: markdown, a drawing, or else plain text."""
    for kind in _SHOWN:
        if kind in data:
            return {kind: tidy_svg(data[kind], label) if kind == "image/svg+xml" else data[kind]}
    plain = data.get("text/plain")
    return {"text/plain": _ADDRESS.sub("0x…", plain)} if plain else {}


def _has_tag(cell: NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def _refuse_doubles(cells: list[NotebookNode], where: str) -> None:
    labels = [parse_cell(cell.source, where).label for cell in cells if cell.cell_type == "code"]
    double = {label for label in labels if label and labels.count(label) > 1}
    if double:
        raise RenderFout(f"{where}: label used twice: {', '.join(sorted(double))}")
