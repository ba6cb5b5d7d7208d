"""What a run writes down about itself: hashes of files, code and content, and versions."""

import hashlib
import json
import os
import platform
import zlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pipeline
from pipeline.workspace.folders import project_root

_BLOCK = 1 << 20
_PACKAGE = Path(__file__).parent.parent
_LIBRARIES = (
    "altair",
    "duckdb",
    "highspy",
    "nbclient",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "pikepdf",
    "pyarrow",
    "pydantic",
    "pypandoc_binary",
    "python-calamine",
    "python-stdnum",
    "pyyaml",
    "scipy",
    "splink",
    "sqlglot",
    "typst",
    "vl-convert-python",
    "xlsxwriter",
)


_NO_LIBRARY = ("toeleiding", "python", "platform", "zlib")


def sha256_file(path: Path) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def short_hash(sha256: str) -> str:
    """Twelve digits of a hash to show to people.

    In two halves: one in fifty has nine decimals in a row, which the gate takes for the number of a person.
    """
    return f"{sha256[:6]}-{sha256[6:12]}"


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
    """Versions of this program, Python and the libraries that shape the output, and the platform.

    zlib is the system's or Python's own, so no lock holds it, and workbooks are packed by it.
    """
    from importlib.metadata import version

    found = {name: version(name) for name in _LIBRARIES}
    return {
        "toeleiding": pipeline.__version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()}-{platform.machine()}".lower(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **found,
    }


@cache
def program() -> Mapping[str, str]:
    """What of the program decides what a run makes, by part: hashes of the code, of each notebook and of the
    assets of reports, and the version of each library. Computed once per process."""
    parts: dict[str, str] = {}
    for name, path in sorted(_code_files()):
        part = _part(name)
        line = f"{parts.get(part, '')}{name}\0{sha256_file(path)}\n"
        parts[part] = hashlib.sha256(line.encode()).hexdigest()
    libraries = {name if name in _NO_LIBRARY else f"library {name}": v for name, v in versions().items()}
    return {**parts, **libraries}


def _part(name: str) -> str:
    """The part of the program that a file belongs to."""
    folder, _, rest = name.partition("/")
    return {"pipeline": "code", "notebooks": f"notebook {Path(rest).stem}"}.get(folder, "assets")


def _code_files() -> Iterator[tuple[str, Path]]:
    share = project_root()
    yield from _files(_PACKAGE, "pipeline", skip="_share")
    yield from _files(share / "notebooks", "notebooks", skip="verkenning_")
    yield from _files(share / "reports" / "assets", "reports/assets")
    quarto = share / "reports" / "_quarto.yml"
    if quarto.is_file():
        yield "reports/_quarto.yml", quarto


def _files(folder: Path, name: str, skip: str = "\0") -> Iterator[tuple[str, Path]]:
    """Every file under a folder with its name in the program, but hidden ones and what Python compiled."""
    for place, folders, files in os.walk(folder):
        inside = Path(place).relative_to(folder)
        skipped = (".", "__pycache__", skip) if inside == Path() else (".", "__pycache__")
        folders[:] = (one for one in folders if not one.startswith(skipped))
        for one in files:
            if not one.startswith(skipped):
                yield f"{name}/{(inside / one).as_posix()}", Path(place, one)


def _as_json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no place in a record")
