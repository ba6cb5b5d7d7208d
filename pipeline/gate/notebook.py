"""A dressed notebook: outputs that a renderer shows, and nothing that stays behind unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.gate.fault import Fault
from pipeline.gate.page import drawing_faults
from pipeline.gate.text import traces

_SHOWN = frozenset({"text/markdown", "image/svg+xml", "text/plain"})
_METADATA = frozenset({"kernelspec", "language_info"})


def notebook_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a notebook."""
    notebook: dict[str, Any] = json.loads(content)
    if notebook.get("metadata", {}).keys() - _METADATA:
        yield Fault("metadata", "an entry that is not on the list")
    for number, cell in enumerate(notebook.get("cells", []), start=1):
        where = f"cell {number}"
        if cell.get("metadata") or cell.get("attachments"):
            yield Fault(where, "metadata or an attachment")
        yield from traces(_text(cell.get("source", "")), where)
        for output in cell.get("outputs", []):
            yield from _output(output, where)


def _output(output: dict[str, Any], where: str) -> Iterator[Fault]:
    if output["output_type"] == "error":
        yield Fault(where, "an error with its traceback")
    if output.get("metadata"):
        yield Fault(where, "metadata of an output")
    yield from traces(_text(output.get("text", "")), where)
    for kind, value in output.get("data", {}).items():
        if kind not in _SHOWN:
            yield Fault(where, f"an output of a kind that may not leave: {kind}")
        elif kind == "image/svg+xml":
            yield from drawing_faults(_text(value), where)
        else:
            yield from traces(_text(value), where)


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)
