"""Hashes and records that are the same for the same content."""

import importlib.metadata
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.workspace import folders, record

# SHA-256 of "abc", FIPS 180-2, appendix B.1
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_hash_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "abc"
    file.write_bytes(b"abc")
    assert record.sha256_file(file) == ABC


def test_json_is_stable() -> None:
    assert record.stable_json({"b": 1, "a": "één"}) == '{\n  "a": "één",\n  "b": 1\n}\n'
    assert (
        record.stable_json([date(2017, 12, 31), Path("data") / "raw"])
        == '[\n  "2017-12-31",\n  "data/raw"\n]\n'
    )


def test_json_refuses_what_it_cannot_hold() -> None:
    with pytest.raises(TypeError, match="set"):
        record.stable_json({"a": {1}})
    with pytest.raises(ValueError, match="Out of range"):
        record.stable_json(float("nan"))


SHAPES_NOTHING = {
    "filelock": "it only keeps two runs apart",
    "ipykernel": "it runs the cells that the other libraries fill",
    "jupyter-client": "it carries what a cell gave",
    "rich": "it writes to the terminal",
    "typer": "it reads the command line",
}


def test_versions_name_what_shapes_the_output() -> None:
    """Every library that the program asks for decides what is up to date, or has a reason not to."""
    found = record.versions()
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[~>=<\[ ]", one)[0] for one in project["dependencies"]}
    no_library = {"toeleiding", "python", "platform", "zlib"}
    assert len(asked) > 20 and asked - SHAPES_NOTHING.keys() == found.keys() - no_library
    assert all(found.values())


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project: package, notebooks, report assets, and things that are no code."""
    for name in (
        "pyproject.toml",
        "pipeline/flow.py",
        "pipeline/__pycache__/flow.cpython-311.pyc",
        "notebooks/toetsing.ipynb",
        "notebooks/verkenning_uitstroom.ipynb",
        "notebooks/.ipynb_checkpoints/toetsing-checkpoint.ipynb",
        "reports/_quarto.yml",
        "reports/assets/theme.css",
        "reports/2016-2017/toetsing.html",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "pipeline")
    monkeypatch.setattr(record, "_PACKAGE", tmp_path / "pipeline")
    return tmp_path


def _code_hash() -> str:
    record.code_hash.cache_clear()
    try:
        return record.code_hash()
    finally:
        record.code_hash.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        "pipeline/flow.py",
        "pipeline/new.sql",
        "notebooks/toetsing.ipynb",
        "reports/_quarto.yml",
        "reports/assets/theme.css",
    ],
)
def test_code_that_changes_changes_the_hash(checkout: Path, name: str) -> None:
    before = _code_hash()
    (checkout / name).write_text("other", encoding="utf-8")
    assert _code_hash() != before


@pytest.mark.parametrize(
    "name",
    [
        "pipeline/__pycache__/flow.cpython-311.pyc",
        "notebooks/verkenning_uitstroom.ipynb",
        "notebooks/.ipynb_checkpoints/toetsing-checkpoint.ipynb",
        "reports/2016-2017/toetsing.html",
        "README.md",
    ],
)
def test_what_makes_no_report_does_not(checkout: Path, name: str) -> None:
    before = _code_hash()
    (checkout / name).write_text("other", encoding="utf-8")
    assert _code_hash() == before


def test_a_wheel_has_the_hash_of_its_checkout(checkout: Path) -> None:
    before = _code_hash()
    share = checkout / "pipeline" / "_share"
    share.mkdir()
    (checkout / "notebooks").rename(share / "notebooks")
    (checkout / "reports").rename(share / "reports")
    (checkout / "pyproject.toml").unlink()
    assert _code_hash() == before


def _program() -> dict[str, str]:
    record.program.cache_clear()
    try:
        return dict(record.program())
    finally:
        record.program.cache_clear()


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("pipeline/flow.py", "code"),
        ("notebooks/toetsing.ipynb", "notebook toetsing"),
        ("reports/assets/theme.css", "assets"),
        ("reports/_quarto.yml", "assets"),
    ],
)
def test_a_changed_file_changes_its_part_of_the_program_alone(checkout: Path, file: str, part: str) -> None:
    before = _program()
    (checkout / file).write_text("other", encoding="utf-8")
    after = _program()
    assert {name for name in before | after if before.get(name) != after.get(name)} == {part}


def test_another_version_of_a_library_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _program()
    known = {name.removeprefix("library "): version for name, version in before.items()}
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "9.9" if name == "highspy" else known[name]
    )
    after = _program()
    assert {name for name in before | after if before.get(name) != after.get(name)} == {"library highspy"}
    assert after["library highspy"] == "9.9"
