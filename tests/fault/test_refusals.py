"""Every kind of failure: its own exit code and message, and earlier reports as they were."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.pseudonym import DEMO_SLEUTEL, Sleutel, write_key
from pipeline.workspace.folders import Workspace
from tests.support.workspaces import JAAR, fingerprints, run, toeleiding


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(
            lambda text: text.replace("\r\n", ";Schoenmaat\r\n", 1), "unknown header", id="unknown column"
        ),
        pytest.param(lambda text: text + ";".join(["x"] * 99) + "\r\n", "corrupted row", id="corrupted row"),
        pytest.param(
            lambda text: text.replace(";Garantiebaan;", ";Baantje;"), "unknown value", id="unknown value"
        ),
    ],
)
def test_a_refused_delivery_has_its_own_exit_code_and_leaves_everything_as_it_was(
    workspace: Workspace, spoil: Callable[[str], str], said: str
) -> None:
    before = fingerprints(workspace.reports) | fingerprints(workspace.release_dir(JAAR))
    path = next(
        p for p in sorted(workspace.raw.glob("*/uitstroom_*.csv")) if b";Garantiebaan;" in p.read_bytes()
    )
    text = path.read_bytes().decode("cp1252")
    path.write_bytes(spoil(text).encode("cp1252"))
    code, _, err = run(workspace)
    assert code == 3
    assert said in err and path.name in err
    assert fingerprints(workspace.reports) | fingerprints(workspace.release_dir(JAAR)) == before


def test_a_wrong_encoding_is_refused(workspace: Workspace) -> None:
    before = fingerprints(workspace.reports)
    path = next(iter(sorted(workspace.raw.glob("*/NenR*.csv"))))
    path.write_bytes(path.read_bytes() + "123456782;;01-01-2001;V;Müller\r\n".encode("cp1252"))
    code, _, err = run(workspace)
    assert code == 3
    assert "not encoded as utf-8" in err and "Müller" not in err and "123456782" not in err
    assert fingerprints(workspace.reports) == before


def test_no_key_no_run(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "echt")
    done = toeleiding("run", "-w", str(tmp_path / "echt"), TOELEIDING_KEY_FILE=str(tmp_path / "nergens.key"))
    assert done.returncode == 2
    assert "toeleiding key new" in done.stderr


def test_the_demo_key_is_refused_for_real_deliveries(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "echt")
    write_key(tmp_path / "demo.key", DEMO_SLEUTEL)
    done = toeleiding("run", "-w", str(tmp_path / "echt"), TOELEIDING_KEY_FILE=str(tmp_path / "demo.key"))
    assert done.returncode == 2
    assert "demo key" in done.stderr


def test_another_key_is_refused_for_deliveries_that_were_made_with_one(tmp_path: Path) -> None:
    place = Workspace.create(tmp_path / "echt")
    (place.raw / "2024-11-20").mkdir()
    target = place.raw / "2024-11-20" / "uitstroom.csv"
    target.write_text("PGN;BRIN;Schooltype;Bestemming;Schooljaar\r\n999990019;99XA00;PRO;BOL;2023-2024\r\n")
    write_key(tmp_path / "een.key", Sleutel(bytes(range(32))))
    write_key(tmp_path / "twee.key", Sleutel(bytes(range(1, 33))))
    first = toeleiding("run", "-w", str(place.root), TOELEIDING_KEY_FILE=str(tmp_path / "een.key"))
    assert first.returncode == 0, first.stderr
    second = toeleiding("run", "-w", str(place.root), TOELEIDING_KEY_FILE=str(tmp_path / "twee.key"))
    assert second.returncode == 2
    assert "made with key" in second.stderr


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        pytest.param("1 / 0", "ZeroDivisionError", id="fails"),
        pytest.param("import os; os.kill(os.getpid(), 9)", "the kernel died", id="dies"),
        pytest.param(
            "import time; time.sleep(600)",
            "a cell was not ready after 20 seconds",
            id="hangs",
            marks=pytest.mark.full,
        ),
    ],
)
def test_a_notebook_that_fails_leaves_the_last_reports_and_the_next_run_ends_well(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, cell: str, said: str
) -> None:
    from pipeline import flow
    from pipeline.reporting import press, run_notebook
    from pipeline.workspace.errors import NotebookFout

    broken = workspace.root / "toetsing.ipynb"
    notebook = json.loads(press.template_of("toetsing").read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[-1]["source"] = [cell]
    broken.write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.setenv("TOELEIDING_RENDERER", "embedded")
    before = fingerprints(workspace.reports) | fingerprints(workspace.release_dir(JAAR))
    with monkeypatch.context() as while_broken, pytest.raises(NotebookFout, match=said) as fault:
        while_broken.setattr(press, "template_of", lambda _: broken)
        while_broken.setattr(run_notebook, "CELL_LIMIT", 20)
        flow.run(workspace, DEMO_SLEUTEL, flow.Wens(opnieuw=True))
    assert fault.value.exit_code == 5
    assert fingerprints(workspace.reports) | fingerprints(workspace.release_dir(JAAR)) == before
    broken.unlink()
    (workspace.reports_dir(JAAR) / "toetsing.html").unlink()
    code, _, err = run(workspace)
    assert code == 0, err
    assert fingerprints(workspace.reports) | fingerprints(workspace.release_dir(JAAR)) == before
