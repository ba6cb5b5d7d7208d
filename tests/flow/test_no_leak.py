"""Nobody can be found in anything that a run makes: tables, records or reports."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from pypdf import PdfReader

from pipeline.synthetic.population import generate
from pipeline.workspace.folders import Workspace
from tests.support.workspaces import COHORTS, LEAVERS


@pytest.fixture(scope="module")
def identifiers() -> set[str]:
    """Every PGN and every surname and birth date of the pupils behind the finished workspace."""
    pupils = generate(cohorts=COHORTS, leavers=LEAVERS).leerlingen
    numbers = set(pupils.pgn.dropna().astype(str))
    born = {day.isoformat() for day in pupils.geboortedatum if day is not None}
    assert len(numbers) > 1000
    return numbers | set(pupils.achternaam) | born


@pytest.fixture(scope="module")
def made(finished: Workspace) -> dict[Path, list[str]]:
    """Every file that the run made, and the text in it."""
    return {path: list(texts_of(path)) for path in made_files(finished)}


def made_files(workspace: Workspace) -> list[Path]:
    files = [path for path in sorted(workspace.root.rglob("*")) if path.is_file()]
    return [path for path in files if not path.is_relative_to(workspace.raw)]


def texts_of(path: Path) -> Iterator[str]:
    """The text in a file: cells of tables, lines of text, and what a PDF says."""
    if path.suffix == ".parquet":
        yield from cells(duckdb.connect(), f"read_parquet('{path}')")
    elif path.suffix == ".duckdb":
        con = duckdb.connect(str(path), read_only=True)
        for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            yield from cells(con, f'"{table}"')
    elif path.suffix == ".pdf":
        reader = PdfReader(path)
        yield from (page.extract_text() for page in reader.pages)
        yield str(reader.metadata)
    else:
        yield path.read_bytes().decode("utf-8", errors="replace")


def cells(con: duckdb.DuckDBPyConnection, source: str) -> Iterator[str]:
    """Every column's name and every distinct value in it, as text."""
    columns = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    for column in columns:
        yield column
        found = con.execute(f'SELECT DISTINCT CAST("{column}" AS VARCHAR) FROM {source}').fetchall()
        yield from (value for (value,) in found if value is not None)


def test_what_is_made_is_looked_into(made: dict[Path, list[str]]) -> None:
    kinds = {path.suffix for path in made}
    assert {".parquet", ".duckdb", ".json", ".html", ".pdf"} <= kinds
    assert all(texts for path, texts in made.items() if path.stat().st_size)


def test_no_table_or_report_holds_an_identifier(made: dict[Path, list[str]], identifiers: set[str]) -> None:
    for path, texts in made.items():
        assert not identifiers.intersection(texts), path.name


def test_no_byte_holds_a_pgn_in_clear_base64_hex_or_utf16(
    made: dict[Path, list[str]], identifiers: set[str]
) -> None:
    numbers = sorted(i for i in identifiers if i.isdigit())
    forms = {form(number) for number in numbers for form in (_clear, _hex, _base64)}
    for path, texts in made.items():
        content = "\n".join(texts).encode() + path.read_bytes()
        assert not forms.intersection(_long_words(content)), path.name
        assert not any(number.encode("utf-16-le") in content for number in numbers[:50]), path.name


def _long_words(content: bytes) -> Iterator[bytes]:
    """Runs of letters, digits and signs of base64."""
    return (match.group() for match in re.finditer(rb"[A-Za-z0-9+/=]{9,}", content))


def _clear(number: str) -> bytes:
    return number.encode()


def _hex(number: str) -> bytes:
    return number.encode().hex().encode()


def _base64(number: str) -> bytes:
    return base64.b64encode(number.encode())
