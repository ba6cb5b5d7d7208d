"""Refuse notebooks that carry results: outputs hold figures, and figures belong in a release.

Usage: python -m tools.notebook_guard [NOTEBOOK ...]; without names, every notebook in notebooks/.
"""

import json
import sys
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
TRACES = ("papermill", "widgets")


def cell_remains(number: int, cell: dict[str, Any]) -> list[str]:
    """Name what a run left in one cell; cells are counted from 1, as a reader does."""
    found = []
    if cell.get("outputs"):
        found.append(f"cell {number} has outputs")
    if cell.get("execution_count") is not None:
        found.append(f"cell {number} has an execution count")
    if "execution" in cell.get("metadata", {}) or "papermill" in cell.get("metadata", {}):
        found.append(f"cell {number} has traces of a run in its metadata")
    return found


def remains(notebook: Path) -> list[str]:
    """Name everything a run left in a notebook."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    found = [f"the notebook has '{name}' in its metadata" for name in TRACES if name in content["metadata"]]
    for number, cell in enumerate(content["cells"], start=1):
        found += cell_remains(number, cell)
    return found


def main() -> int:
    """Print what was found, a line each; 1 when there is anything."""
    notebooks = [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb"))
    found = [f"{path}: {what}" for path in notebooks for what in remains(path)]
    if found:
        print(*found, sep="\n")
        print("Clear them with: nbstripout NOTEBOOK")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
