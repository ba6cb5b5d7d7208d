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


class _NoNotebookError(ValueError):
    """JSON that is not built as a notebook is."""


def notebook_faults(content: bytes) -> Iterator[Fault]:
    """Faults of a notebook."""
    try:
        yield from [*_faults(_dict(json.loads(content)))]
    except (ValueError, RecursionError):
        yield Fault("the file", "not what its name says: .ipynb")


def _faults(notebook: dict[str, Any]) -> Iterator[Fault]:
    if _dict(notebook.get("metadata", {})).keys() - _METADATA:
        yield Fault("metadata", "an entry that is not on the list")
    for number, cell in enumerate(map(_dict, _list(notebook.get("cells"))), start=1):
        where = f"cell {number}"
        if cell.get("metadata") or cell.get("attachments"):
            yield Fault(where, "metadata or an attachment")
        yield from traces(_text(cell.get("source", "")), where)
        for output in map(_dict, _list(cell.get("outputs", []))):
            yield from _output(output, where)


def _output(output: dict[str, Any], where: str) -> Iterator[Fault]:
    if output.get("output_type") not in ("display_data", "execute_result", "stream"):
        yield Fault(where, "an error with its traceback, or an output of another kind")
    if output.get("metadata"):
        yield Fault(where, "metadata of an output")
    yield from traces(_text(output.get("text", "")), where)
    for kind, value in _dict(output.get("data", {})).items():
        if kind not in _SHOWN:
            yield Fault(where, "an output of a kind that may not leave")
        elif kind == "image/svg+xml":
            yield from drawing_faults(_text(value), where)
        else:
            yield from traces(_text(value), where)


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _NoNotebookError
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _NoNotebookError
    return value


def _text(value: object) -> str:
    """Text of a notebook, which is a text or a list of lines."""
    parts = [value] if isinstance(value, str) else _list(value)
    if not all(isinstance(part, str) for part in parts):
        raise _NoNotebookError
    return "".join(parts)
