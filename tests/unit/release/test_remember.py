"""Choices of what to hide are kept under the hash of all they follow from."""

import re
from pathlib import Path

import pandas as pd
import pytest

from pipeline.release import decision, remember
from pipeline.release.policy import Policy
from pipeline.release.protection import protect
from pipeline.release.suppression import CannotProtect
from pipeline.release.system import System
from tests.support.frames import figures, schools, summed
from tests.support.puzzles import system

VALUES = {"a": 3, "b": 12, "c": 15, "total": 30}
SUMS = {"total": ["a", "b", "c"]}


def made(**values: int) -> System:
    both = VALUES | values
    return system(both | {"total": both["a"] + both["b"] + both["c"]}, SUMS, ["a"], keep=["total"])


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[System]:
    """The systems for which a choice was really made."""
    systems: list[System] = []
    choose = remember.choose_hidden

    def counted(asked_of: System, width: int) -> frozenset[str]:
        systems.append(asked_of)
        return choose(asked_of, width)

    monkeypatch.setattr(remember, "choose_hidden", counted)
    return systems


def test_the_same_question_is_answered_once(tmp_path: Path, asked: list[System]) -> None:
    for _ in range(2):
        with remember.remembering(tmp_path / "besluiten"):
            assert {"a"} < remember.hide(made(), 3)
    assert len(asked) == 1


@pytest.mark.parametrize("other", [{"b": 13}, {"a": 2}])
def test_another_number_is_another_question(
    tmp_path: Path, asked: list[System], other: dict[str, int]
) -> None:
    with remember.remembering(tmp_path):
        remember.hide(made(), 3)
        remember.hide(made(**other), 3)
        remember.hide(made(), 4)
    assert len(asked) == 3


def test_without_a_folder_nothing_is_kept(tmp_path: Path, asked: list[System]) -> None:
    with remember.remembering(tmp_path):
        pass
    for _ in range(2):
        remember.hide(made(), 3)
    assert len(asked) == 2 and not list(tmp_path.rglob("*.json"))


def test_that_it_cannot_be_done_is_remembered_too(tmp_path: Path, asked: list[System]) -> None:
    alone = system({"school": 3, "regio": 3}, {"regio": ["school"]}, ["school"], keep=["regio"])
    for _ in range(2):
        with remember.remembering(tmp_path), pytest.raises(CannotProtect, match="regio"):
            remember.hide(alone, 3)
    assert len(asked) == 1


def test_what_other_code_chose_is_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for digest in ("a" * 64, "b" * 64):
        monkeypatch.setattr(remember, "code_hash", lambda digest=digest: digest)
        with remember.remembering(tmp_path):
            remember.hide(made(), 3)
    assert [path.name for path in tmp_path.iterdir()] == [remember._chosen_by()[:12]]


def test_no_number_is_kept(tmp_path: Path) -> None:
    with remember.remembering(tmp_path):
        remember.hide(made(), 3)
    (file,) = tmp_path.rglob("*.json")
    kept, _, seal = file.read_text("utf-8").rpartition(",")
    assert '"a"' in kept and not re.search(r"\d", kept) and re.fullmatch(r'\s*"[0-9a-f]{64}"\s*]\s*', seal)


def hidden_with(folder: Path) -> frozenset[str]:
    with remember.remembering(folder):
        return remember.hide(made(), 3)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"a",', ""), ('"c"', '"b"'), ("verborgen", "behouden"), ("]", ""), ("[", "{"), ('"a"', '"a", "total"')],
)
def test_memory_that_was_changed_is_not_believed(
    tmp_path: Path, asked: list[System], old: str, new: str
) -> None:
    """The rule hides a, and a alone would come out of the total, which must be shown."""
    assert hidden_with(tmp_path) == {"a", "c"}
    (file,) = tmp_path.rglob("*.json")
    written = file.read_text("utf-8")
    assert old in written
    file.write_text(written.replace(old, new), encoding="utf-8")
    assert hidden_with(tmp_path) == {"a", "c"} and len(asked) == 2
    assert file.read_text("utf-8") == written


@pytest.mark.parametrize("content", [b"", b"\xff", b"{}"])
def test_memory_that_cannot_be_read_is_made_anew(tmp_path: Path, asked: list[System], content: bytes) -> None:
    hidden_with(tmp_path)
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(content)
    assert hidden_with(tmp_path) == {"a", "c"} and len(asked) == 2


def test_the_answer_to_another_question_is_not_believed(tmp_path: Path, asked: list[System]) -> None:
    with remember.remembering(tmp_path):
        remember.hide(made(b=0), 3)
    (other,) = tmp_path.rglob("*.json")
    assert hidden_with(tmp_path) == {"a", "c"}
    (file,) = set(tmp_path.rglob("*.json")) - {other}
    file.write_bytes(other.read_bytes())
    assert hidden_with(tmp_path) == {"a", "c"} and len(asked) == 3


def test_what_lies_in_its_folder_besides_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"x")
    with remember.remembering(tmp_path):
        remember.hide(made(), 3)
    assert (tmp_path / ".DS_Store").exists()


def test_a_release_that_is_made_again_chooses_nothing_again(tmp_path: Path, asked: list[System]) -> None:
    """Cohorts are decided in threads of their own, which must know the folder too."""
    units = pd.concat([schools("A X PRO \n B X PRO \n C Y VSO", year) for year in (2020, 2021)])
    counts = {"A": (3, 20), "B": (9, 20), "C": (12, 30)}
    tables = [figures(summed("P2", units[units["cohort"] == year], counts), year) for year in (2020, 2021)]
    for _ in range(2):
        decision.decide_stage.cache_clear()
        with remember.remembering(tmp_path):
            protect(pd.concat(tables, ignore_index=True), units, Policy())
    assert len(asked) == 2
