"""What a run writes down about itself: hashes of files, code and content, and versions."""

import hashlib
import json
import platform
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline import __version__
from pipeline.workspace.folders import project_root

_BLOCK = 1 << 20
_PACKAGE = Path(__file__).parent.parent
_LIBRARIES = (
    "altair",
    "duckdb",
    "nbclient",
    "pandas",
    "papermill",
    "pyarrow",
    "pydantic",
    "pypandoc_binary",
    "python-calamine",
    "python-stdnum",
    "scipy",
    "typst",
    "vl-convert-python",
)


def sha256_file(path: Path) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stable_json(content: object) -> str:
    """JSON that is the same for the same content: sorted keys, UTF-8 as it is, a newline at the end.

    Dates become ISO text and paths get forward slashes. Raises TypeError for what JSON cannot hold and
    ValueError for NaN and infinity.
    """
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, allow_nan=False, indent=2, default=_as_json
    )
    return text + "\n"


@cache
def code_hash() -> str:
    """SHA-256 over everything that decides what a run makes: package, report notebooks and report assets.

    The same for a checkout and a wheel made from it. The analyst's own notebooks (verkenning_*) are left out:
    they do not touch a report. Computed once per process.
    """
    total = hashlib.sha256()
    for name, path in sorted(_code_files()):
        total.update(f"{name}\0{sha256_file(path)}\n".encode())
    return total.hexdigest()


def versions() -> dict[str, str]:
    """Versions of this program, Python and the libraries that shape the output, and the platform."""
    found = {name: version(name) for name in _LIBRARIES}
    return {
        "toeleiding": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()}-{platform.machine()}".lower(),
        **found,
    }


def _code_files() -> Iterator[tuple[str, Path]]:
    share = project_root()
    yield from _files(_PACKAGE, "pipeline", skip="_share")
    yield from _files(share / "notebooks", "notebooks", skip="verkenning_")
    yield from _files(share / "reports" / "assets", "reports/assets")
    quarto = share / "reports" / "_quarto.yml"
    if quarto.is_file():
        yield "reports/_quarto.yml", quarto


def _files(folder: Path, name: str, skip: str = "\0") -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in inside.parts)
        if path.is_file() and not hidden and not inside.parts[0].startswith(skip):
            yield f"{name}/{inside.as_posix()}", path


def _as_json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no place in a record")
