"""From a dressed notebook to the Markdown that pandoc reads: what Quarto does before it calls pandoc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pipeline.reporting.cells import CodeCell, parse_cell
from pipeline.reporting.frontmatter import parse_front
from pipeline.reporting.markdown import letterlijk, uit_attribuut
from pipeline.reporting.zetten import TABELLEN, zet_tabel

if TYPE_CHECKING:
    from nbformat import NotebookNode

Target = Literal["html", "typst", "docx"]

_TABLE_MARKS = {"html": "<!--tabel {}-->", "typst": "#zettabel(<{}>)"}
_TABLE_MARK = re.compile(r"<!--tabel \d+-->|#zettabel\(<\d+>\)")


@dataclass(frozen=True)
class Drawing:
    """The SVG of a chart, and the text for who cannot see it."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Manuscript:
    """Front matter, text, and what the text refers to: drawings by file name, tables by their mark."""

    front: Mapping[str, Any]
    text: str
    drawings: Mapping[str, Drawing]
    tables: Mapping[str, str]
    """Tables that pandoc need not read."""

    def with_tables(self, made: str) -> str:
        """What pandoc made of the text, with every table where its mark stands."""
        return _TABLE_MARK.sub(lambda mark: self.tables[mark[0]], made)


def write_manuscript(notebook: NotebookNode, target: Target, where: str) -> Manuscript:
    """Turn a dressed notebook into one document. Code is folded away in a page and left out elsewhere."""
    writer = _Writer(target)
    parts: list[str] = []
    for number, cell in enumerate(notebook.cells[1:], start=2):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code":
            code = parse_cell(cell.source, f"{where}, cell {number}")
            parts.extend(writer.code_cell(code, cell.outputs, f"cel-{number:03d}"))
    front = parse_front(notebook.cells[0].source, where)
    return Manuscript(front, "\n\n".join(parts) + "\n", writer.drawings, writer.tables)


def drawing_mark(name: str) -> str:
    """Where a drawing comes in a page: put there after pandoc, which need not read it."""
    return f"<!--tekening {name}-->"


@dataclass(frozen=True)
class _Writer:
    target: Target
    drawings: dict[str, Drawing] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)

    def code_cell(self, code: CodeCell, outputs: list[NotebookNode], name: str) -> Iterator[str]:
        if code.is_hidden:
            return
        if self.target == "html" and code.options.get("echo") is not False and code.code.strip():
            yield _folded(code.code)
        shown = [
            self._output(output, f"{code.label or name}-{index}", code)
            for index, output in enumerate(outputs, start=1)
        ]
        yield from [_float(code, shown)] if code.kind else shown

    def _output(self, output: NotebookNode, name: str, code: CodeCell) -> str:
        if output.output_type == "stream":
            return _fenced(output.text.rstrip("\n"))
        data = output.data
        if "text/markdown" in data:
            return self._with_marks(str(data["text/markdown"]))
        if "image/svg+xml" in data:
            return self._drawing(data["image/svg+xml"], f"{name}.svg", code)
        return _fenced(data["text/plain"])

    def _with_marks(self, markdown: str) -> str:
        """The text with a mark for every table that can be set here."""
        if self.target == "docx" or "```" in markdown or "~~~" in markdown:
            return markdown
        return TABELLEN.sub(self._mark, markdown)

    def _mark(self, found: re.Match[str]) -> str:
        table = zet_tabel(found[0], self.target) if self.target != "docx" else None
        if table is None:
            return found[0]
        mark = _TABLE_MARKS[self.target].format(len(self.tables))
        self.tables[mark] = table
        return f"```{{={self.target}}}\n{mark}\n```\n"

    def _drawing(self, svg: str, name: str, code: CodeCell) -> str:
        alt = uit_attribuut(str(code.options.get("fig-alt", "")))
        self.drawings[name] = Drawing(svg, alt)
        if self.target == "typst":
            return f"![]({name}){{fig-alt={_quoted(alt)}}}"
        if self.target == "docx":
            picture = f"{name.removesuffix('.svg')}.png"
            return (
                f"![{letterlijk(alt)}]({picture}){{width=16cm}}\\ "  # the space keeps it from being a figure
            )
        return f"```{{=html}}\n{drawing_mark(name)}\n```"


def _float(code: CodeCell, shown: list[str]) -> str:
    """A figure or table as a div that ends with its caption."""
    caption = str(code.options.get(f"{code.kind}-cap", ""))
    return "\n\n".join([f"::::::: {{#{code.label}}}", *shown, caption, ":::::::"])


def _folded(code: str) -> str:
    summary = '```{=html}\n<details class="code-fold"><summary>Code</summary>\n```'
    return "\n\n".join([summary, _fenced(code, "python"), "```{=html}\n</details>\n```"])


def _fenced(text: str, language: str = "") -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _quoted(text: str) -> str:
    """A value of an attribute; pandoc reads backslashes and character references in it."""
    return '"' + text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + '"'
