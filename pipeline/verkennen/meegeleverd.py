"""The notebooks that come with the program, as copies of the analyst's own.

What she made of a copy is never overwritten. When the program brings another version of a notebook than the
one her copy began as, the new one is put beside hers, under a name with a piece of its hash, once. Which
version a copy began as is kept beside them; where that is not known, a copy with other cells than the new
version counts as hers. A notebook that she only ran has the same cells.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pipeline.workspace.atomic import write_bytes, write_text
from pipeline.workspace.record import stable_json

LIJST = ".meegeleverd.json"
_LETTERS = 8


def bring(shipped: Iterable[Path], folder: Path) -> list[str]:
    """Put in the folder what is not there yet; gives the names of new versions that now lie beside hers."""
    begun = _begun(folder)
    news = []
    for source in shipped:
        content, own = source.read_bytes(), folder / source.name
        version = _cells(content)
        if not own.exists():
            write_bytes(own, content)
        elif begun.get(source.name, _cells(own.read_bytes())) != version:
            beside = folder / f"{source.stem}-nieuw-{version[:_LETTERS]}.ipynb"
            if not beside.exists():
                write_bytes(beside, content)
            news.append(beside.name)
        begun[source.name] = version
    write_text(folder / LIJST, stable_json(begun))
    return news


def _begun(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / LIJST).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(version) for name, version in found.items()} if isinstance(found, dict) else {}


def _cells(content: bytes) -> str:
    """A hash of what a notebook asks and says, without what it showed when it ran."""
    try:
        cells = [[cell["cell_type"], "".join(cell["source"])] for cell in json.loads(content)["cells"]]
    except (ValueError, KeyError, TypeError):
        cells = []
    return hashlib.sha256(stable_json(cells).encode()).hexdigest()
