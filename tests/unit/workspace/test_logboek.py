"""The log of a run: there when something happened, however it ended, bounded, and without a cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.workspace import logboek
from pipeline.workspace.errors import LeveringGeweigerd, RenderFout
from pipeline.workspace.logboek import logging

NAME = "Jansen"


def lines(folder: Path) -> list[dict[str, Any]]:
    [file] = folder.glob("*.jsonl")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_run_that_did_nothing_leaves_no_log(tmp_path: Path) -> None:
    with logging(tmp_path / "log") as log:
        log.note("stap", telt=False, naam="microdata")
    assert not (tmp_path / "log").exists()


def test_what_was_skipped_before_something_happened_is_in_it_too(tmp_path: Path) -> None:
    with logging(tmp_path, opnieuw=False) as log:
        log.note("stap", telt=False, naam="deliveries")
        log.note("stap begint", naam="microdata")
        assert [line["wat"] for line in lines(tmp_path)] == ["begin", "stap", "stap begint"], (
            "also when killed"
        )
        log.note("stap", telt=False, naam="reports")
    found = lines(tmp_path)
    assert [line["wat"] for line in found] == ["begin", "stap", "stap begint", "stap", "klaar"]
    assert found[0]["opnieuw"] is False and found[0]["programma"]["python"]
    assert [line["tijd"] for line in found] == sorted(line["tijd"] for line in found)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (RenderFout("typst failed"), {"fout": "RenderFout", "code": 5, "melding": "typst failed"}),
        (LeveringGeweigerd(f"unknown value {NAME}"), {"fout": "LeveringGeweigerd", "code": 3}),
        (RenderFout("x" * 9999), {"fout": "RenderFout", "code": 5, "melding": "x" * 500}),
    ],
)  # fmt: skip
def test_a_run_that_fails_says_why_but_quotes_no_cell(
    tmp_path: Path, fault: Exception, told: dict[str, Any]
) -> None:
    with pytest.raises(type(fault)), logging(tmp_path):
        raise fault
    *_, last = lines(tmp_path)
    assert {name: last[name] for name in last if name not in ("tijd", "wat")} == told
    assert last["wat"] == "mislukt"


def test_of_a_bug_it_says_where_and_not_what(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=NAME), logging(tmp_path):
        raise ValueError(NAME)
    *_, last = lines(tmp_path)
    assert last["fout"] == "ValueError" and last["plaats"][0].startswith("logboek.py:")
    assert NAME not in json.dumps(lines(tmp_path))


def test_only_the_last_runs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logboek, "KEPT", 3)
    for number in range(5):
        with logging(tmp_path) as log:
            log.note("stap", naam=str(number))
    kept = [
        json.loads(path.read_text("utf-8").splitlines()[1])["naam"] for path in sorted(tmp_path.iterdir())
    ]
    assert kept == ["2", "3", "4"]


def test_when_the_clock_was_set_back_the_log_of_this_run_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logboek, "KEPT", 3)
    for year in range(2097, 2101):
        (tmp_path / f"{year}0101T000000.000000Z.jsonl").write_text("{}\n", encoding="utf-8")
    with logging(tmp_path) as log:
        log.note("stap", naam="microdata")
    kept = sorted(path.name[:4] for path in tmp_path.iterdir())
    assert kept[0] == log.naam[:4] and kept[1:] == ["2099", "2100"]


def test_a_log_that_cannot_be_written_spoils_no_run(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be", encoding="utf-8")
    with logging(tmp_path / "log") as log:
        log.note("stap", naam="microdata")
