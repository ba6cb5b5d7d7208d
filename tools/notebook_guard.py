"""Refuse notebooks that carry results: outputs hold figures, and figures belong in a release.

Usage: python -m tools.notebook_guard [NOTEBOOK ...]; without names, every notebook in notebooks/. With
--staged, every notebook that is about to be committed, wherever it lies, as it would be committed (see
tools/hooks/pre-commit). Needs nothing but Python. What it says never holds what an output says.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
TRACES = ("papermill", "widgets")
STAGED = "--staged"


def cell_remains(number: int, cell: dict[str, Any]) -> list[str]:
    """Name what a run left in one cell; cells are counted from 1, as a reader does."""
    found = []
    if cell.get("outputs"):
        found.append(f"cell {number} has outputs")
    if cell.get("attachments"):
        found.append(f"cell {number} has attachments")
    if cell.get("execution_count") is not None:
        found.append(f"cell {number} has an execution count")
    if "execution" in cell.get("metadata", {}) or "papermill" in cell.get("metadata", {}):
        found.append(f"cell {number} has traces of a run in its metadata")
    return found


def remains(content: str) -> list[str]:
    """Name everything a run left in a notebook."""
    try:
        notebook = json.loads(content)
        found = [
            f"the notebook has '{name}' in its metadata" for name in TRACES if name in notebook["metadata"]
        ]
        for number, cell in enumerate(notebook["cells"], start=1):
            found += cell_remains(number, cell)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ["not a notebook that can be looked into"]
    return found


def staged() -> Iterator[tuple[str, str]]:
    """The notebooks in the index that are new or changed, by name, with what is in the index."""
    names = _git("diff", "--cached", "--name-only", "--diff-filter=ACMRT", "-z")
    for name in names.split("\0"):
        if name.lower().endswith(".ipynb"):
            yield name, _git("show", f":{name}")


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, check=True)
    return done.stdout.decode("utf-8", errors="replace")


def main() -> int:
    """Print what was found, a line each; 1 when there is anything."""
    if sys.argv[1:] == [STAGED]:
        notebooks = list(staged())
    else:
        paths = [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb"))
        notebooks = [(str(path), path.read_text("utf-8")) for path in paths]
    found = [f"{name}: {what}" for name, content in notebooks for what in remains(content)]
    if found:
        print(*found, sep="\n")
        print("Clear them with: nbstripout NOTEBOOK, and add it again")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
