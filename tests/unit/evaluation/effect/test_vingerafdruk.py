"""The fingerprint of code: what changes a number changes it, and what does not, does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.evaluation.effect import vingerafdruk
from pipeline.evaluation.effect.betrouwbaarheid import BEPROEFD, beproefde_code, calibratie, van_nu

CODE = '''
"""A module."""
from proef.ander import Maat, half

GRENS = 2
"""What it is."""

def schat(maat: Maat, keer: int = 3) -> float:
    """Says what."""
    return half(maat.groot()) * keer + GRENS

def los() -> int:
    return 1
'''
OTHER = """
class Maat:
    naam: str
    def groot(self) -> int:
        return 4

def half(x):
    from math import floor
    return floor(x / 2)

Soort = int
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of two modules in place of the real one."""
    package = tmp_path / "proef"
    package.mkdir()
    monkeypatch.setattr(vingerafdruk, "_PAKKET", package)
    vingerafdruk._lees.cache_clear()
    yield package
    vingerafdruk._lees.cache_clear()


def of(folder: Path, code: str = CODE, other: str = OTHER) -> str:
    vingerafdruk._lees.cache_clear()
    (folder / "een.py").write_text(code, encoding="utf-8")
    (folder / "ander.py").write_text(other, encoding="utf-8")
    return vingerafdruk.vingerafdruk([("proef.een", "schat")])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""A module."""', ""),
        ('"""Says what."""', '"""Says it\n    better."""'),
        ('"""What it is."""', "# a comment"),
        ("keer: int = 3) -> float", "keer: float = 3) -> int"),
        ("    return 1", "    return 2"),
        (" * keer + GRENS", " * (keer) + GRENS  # times"),
    ],
)
def test_what_changes_no_number_changes_no_fingerprint(folder: Path, old: str, new: str) -> None:
    assert old in CODE
    assert of(folder, CODE.replace(old, new)) == of(folder)


@pytest.mark.parametrize(
    ("old", "new"), [("GRENS = 2", "GRENS = 3"), ("keer: int = 3", "keer: int = 4"), ("* keer", "+ keer")]
)
def test_a_function_and_its_constants_do(folder: Path, old: str, new: str) -> None:
    assert of(folder, CODE.replace(old, new)) != of(folder)


@pytest.mark.parametrize(("old", "new"), [("x / 2", "x / 3"), ("return 4", "return 5"), ("floor", "ceil")])
def test_so_do_what_it_calls_elsewhere_and_the_methods_of_what_it_takes(
    folder: Path, old: str, new: str
) -> None:
    assert of(folder, other=OTHER.replace(old, new)) != of(folder)
    assert of(folder, other=OTHER.replace("Soort = int", "Soort = str")) == of(folder)


def test_a_function_may_move(folder: Path) -> None:
    half = OTHER[OTHER.index("def half") : OTHER.index("Soort")]
    moved = CODE.replace("Maat, half", "Maat") + half
    assert of(folder, moved, OTHER.replace(half, "")) == of(folder)


def test_a_name_that_is_not_there_is_an_error(folder: Path) -> None:
    of(folder)
    with pytest.raises(KeyError):
        vingerafdruk.vingerafdruk([("proef.een", "weg")])


def test_the_study_names_the_code_it_tried() -> None:
    """Whether that is the code of now the report says by itself, so it is not asserted here."""
    assert beproefde_code() == vingerafdruk.vingerafdruk(BEPROEFD)
    assert van_nu({"code": beproefde_code()}) and not van_nu({"code": calibratie()["code"][::-1]})
