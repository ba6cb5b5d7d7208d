"""A marked value in every personal column of every source is in nothing that any run leaves behind.

What lies in data/raw and data/terug is identifiable by design; everything else is searched, with what the
verbs said, after runs that went well and runs that were refused, killed or failed.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import subprocess
import sys
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from pipeline.pseudonym import Sleutel, write_key
from pipeline.sources.contract import contracten
from pipeline.sources.delivery import Boek
from pipeline.workspace.folders import Workspace
from tests.support.canaries import BORN, MARKS, NUMBER, WORD, is_marked, write_canaries, write_refused
from tests.support.searching import found_in, found_in_text

KILLED = 9
KILL = f"""
import os, sys
from pipeline.cli import main
def hook(event, arguments):
    if event == "os.rename" and f"{{os.sep}}deliveries{{os.sep}}" in os.fsdecode(arguments[1]):
        os._exit({KILLED})
sys.addaudithook(hook)
main()
"""
FAIL = """
import json, pathlib, sys, tempfile
from pipeline.cli import main
from pipeline.reporting import press
notebook = json.loads(press.template_of("toetsing").read_text("utf-8"))
cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
cells[2]["source"] = ["raise ValueError(repr(r.gegevens)[:100000])"]
notebook["cells"] = cells[:3]
broken = pathlib.Path(tempfile.mkdtemp()) / "toetsing.ipynb"
broken.write_text(json.dumps(notebook), encoding="utf-8")
press.template_of = lambda _: broken
main()
"""
LOOK = """
import sys
from pipeline.cli import app
for verb in ("handback", "status", "status --json", "register", "register --corrections --json"):
    app([*verb.split(), *sys.argv[1:]], standalone_mode=False)
"""
"""In one process: starting one costs more than any of these."""


@dataclass
class Proef:
    """A workspace of its own with its own folder for temporary files, and what every verb said."""

    root: Path
    said: dict[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root / "werkmap")

    def verb(self, *arguments: str, code: int = 0, script: str = "") -> None:
        """Run a verb as a user would, in a process of its own."""
        start = ["-c", script] if script else ["-m", "pipeline.cli"]
        env = {
            **os.environ,
            "TOELEIDING_RENDERER": "embedded",
            "TOELEIDING_KEY_FILE": str(self.root / "kluis" / "sleutel.key"),
            "TMPDIR": str(self.root / "tmp"),
        }
        done = subprocess.run(
            [sys.executable, *start, *arguments, "-w", str(self.workspace.root)],
            capture_output=True, text=True, env=env, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        self.said[f"{' '.join(arguments)} -> {code} {len(self.said)}"] = done.stdout + done.stderr

    def leaks(self, *besides: Path) -> list[str]:
        """Where a mark is, outside what is identifiable by design."""
        private = (self.workspace.raw, self.workspace.terug, *besides)
        files = [path for path in sorted(self.root.rglob("*")) if path.is_file()]
        return [
            place
            for path in files
            if not any(path.is_relative_to(folder) for folder in private)
            for place in found_in(path, MARKS) + found_in_text(str(path.relative_to(self.root)), MARKS)
        ]


@pytest.fixture(scope="module")
def proef(tmp_path_factory: pytest.TempPathFactory) -> Proef:
    """Everything a year can bring: refused, killed and failed runs, and one that goes well."""
    proef = Proef(tmp_path_factory.mktemp("kanaries"))
    (proef.root / "tmp").mkdir()
    workspace = Workspace.create(proef.root / "werkmap")
    write_key(proef.root / "kluis" / "sleutel.key", Sleutel(bytes(range(32))))
    write_canaries(workspace.raw)
    proef.verb("run", code=KILLED, script=KILL)
    assert list(workspace.deliveries.rglob(".toeleiding-new-*"))
    killed = proef.leaks(workspace.scratch)
    assert killed == []
    write_refused(workspace.raw)
    proef.verb("check", str(workspace.raw / "2017-12-20"), "--learn", code=3)
    proef.verb("run", code=3)
    for path in (workspace.raw / "2017-12-20").iterdir():
        path.unlink()
    proef.verb("run", code=5, script=FAIL)
    proef.verb("run")
    proef.verb(script=LOOK)
    return proef


def test_every_source_was_taken_in_with_every_personal_column_marked(proef: Proef) -> None:
    deliveries = Boek.read(proef.workspace).leveringen
    assert {delivery.bron for delivery in deliveries} == set(contracten())
    marked = {
        (contract.bron, kolom.naam)
        for contract in contracten().values()
        for kolom in contract.kolommen
        if is_marked(kolom)
    }
    assert len(marked) > 80
    for delivery in deliveries:
        assert not {naam for bron, naam in marked if bron == delivery.bron} & set(delivery.afwezig)
    assert sum(delivery.rijen["quarantaine"] for delivery in deliveries) >= 8
    assert (proef.workspace.reports / "index.html").is_file()
    assert any((proef.workspace.terug).iterdir())


def test_no_byte_of_what_is_left_holds_a_mark(proef: Proef) -> None:
    assert proef.leaks() == []


def test_no_verb_said_a_mark(proef: Proef) -> None:
    assert len(proef.said) == 6 and all(proef.said.values())
    assert {verb: found for verb, text in proef.said.items() if (found := found_in_text(text, MARKS))} == {}


def test_the_search_finds_the_marks_where_they_are(proef: Proef) -> None:
    """In data/raw, which is text and workbooks: otherwise finding nothing would say nothing."""
    for path in proef.workspace.raw.rglob("*.*"):
        if path.stem not in ("doelen", "esf", "README"):
            assert found_in(path, MARKS), path.name


def _zip(content: bytes) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", content)
    return room.getvalue()


def _pdf(content: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<>>\nstream\n" + zlib.compress(content) + b"\nendstream\nendobj\n"


def _pdf_page(content: bytes) -> bytes:
    import typst

    return typst.compile(content)


PLAIN = f"een {WORD}Jansen op school".encode()
FORMS: dict[str, bytes] = {
    "clear": PLAIN,
    "upper": PLAIN.upper(),
    "lower": PLAIN.lower(),
    "number": f"pgn={NUMBER}12;".encode(),
    "date": BORN.encode(),
    "date as ISO": b"1931-11-23T00:00",
    "base64": base64.b64encode(PLAIN),
    "base64, one further": base64.b64encode(b"x" + PLAIN),
    "base64, two further": base64.b64encode(b"xx" + PLAIN),
    "base64 of a number": base64.b64encode(f"a{NUMBER}55b".encode()),
    "hex": PLAIN.hex().encode(),
    "HEX": PLAIN.hex().upper().encode(),
    "UTF-16 LE": PLAIN.decode().encode("utf-16-le"),
    "UTF-16 BE": PLAIN.decode().encode("utf-16-be"),
    "hex of UTF-16, as in PDF": b"<FEFF" + PLAIN.decode().encode("utf-16-be").hex().encode() + b">",
    "percent": "".join(f"%{byte:02X}" for byte in PLAIN).encode(),
    "quoted": urllib.parse.quote("naam=" + BORN).encode() + b"%20",
    "entities": "".join(f"&#{byte};" for byte in PLAIN).encode(),
    "escapes": "".join(f"\\u{byte:04x}" for byte in PLAIN).encode(),
    "zip": _zip(PLAIN),
    "zip in zip": _zip(_zip(PLAIN)),
    "gzip": gzip.compress(PLAIN),
    "data URI": b"<img src='data:image/svg+xml;base64," + base64.b64encode(PLAIN) + b"'>",
    "packed data URI": b"<a href='data:application/zip;base64," + base64.b64encode(_zip(PLAIN)) + b"'>",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_planted_mark_is_found(tmp_path: Path, form: str) -> None:
    (tmp_path / "gevonden.txt").write_bytes(FORMS[form])
    assert found_in(tmp_path / "gevonden.txt", MARKS)


def plant_parquet(path: Path) -> None:
    with (
        duckdb.connect() as con
    ):  # of its own: what another test left unfinished on the shared one is not ours
        con.sql(f"SELECT 'x' || range || '{WORD}' AS a FROM range(9)").write_parquet(str(path))


def plant_dates(path: Path) -> None:
    with duckdb.connect() as con:
        con.sql("SELECT DATE '1931-11-23' AS a").write_parquet(str(path))


def plant_database(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(f"CREATE TABLE t AS SELECT {NUMBER}31::BIGINT AS a FROM range(3)")


def plant_pdf_stream(path: Path) -> None:
    path.write_bytes(_pdf(PLAIN))


def plant_pdf_page(path: Path) -> None:
    path.write_bytes(_pdf_page(PLAIN))


PLANTED: dict[str, tuple[str, Callable[[Path], None]]] = {
    "Parquet": ("a.parquet", plant_parquet),
    "a date in Parquet": ("b.parquet", plant_dates),
    "a number in a database": ("c.duckdb", plant_database),
    "the text of a page": ("e.pdf", plant_pdf_page),
}


@pytest.mark.parametrize(("name", "plant"), PLANTED.values(), ids=PLANTED)
def test_a_mark_planted_in_a_file_of_its_own_kind_is_found(
    tmp_path: Path, name: str, plant: Callable[[Path], None]
) -> None:
    plant(tmp_path / name)
    assert found_in(tmp_path / name, MARKS)


def test_a_mark_in_a_pdf_stream_is_found(tmp_path: Path) -> None:
    path = tmp_path / "d.bin"
    plant_pdf_stream(path)
    assert found_in(path, MARKS)


def test_what_has_no_mark_is_silent(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"pgn": "999961234", "naam": "Kanarie", "dag": "2017-11-23"}))
    assert found_in(tmp_path / "x.json", MARKS) == []
