"""The whole way, as a user goes it: run, run again, change a row, and every kind of failure."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.pseudonym import DEMO_SLEUTEL, Sleutel, write_key
from pipeline.release.publication import open_release
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.folders import Workspace
from tests.support.workspaces import fingerprints, toeleiding

JAAR = Schooljaar(2023)


def outflow_csv(workspace: Workspace) -> Path:
    """A school's outflow list of the cohort reported on, as CSV, the first in order."""
    for path in sorted(workspace.raw.glob("2024-11-20/uitstroom_*.csv")):
        return path
    raise AssertionError("the demo has no outflow as CSV")


def run(workspace: Workspace, *more: str, **environment: str) -> tuple[int, str, str]:
    done = toeleiding("run", "--workspace", str(workspace.root), *more, **environment)
    return done.returncode, done.stdout, done.stderr


def cijfers(workspace: Workspace) -> pd.DataFrame:
    key = ["indicator", "klasse", "soort_klasse", "cohort", "niveau", "eenheid"]
    return open_release(workspace.release_dir(JAAR)).table("cijfers").set_index(key).sort_index()


def test_reports_are_there_and_the_index_leads_to_them(finished: Workspace) -> None:
    index = (finished.reports / "index.html").read_text("utf-8")
    for naam in ("toetsing", "stuurgroep"):
        for kind in ("html", "pdf"):
            assert (finished.reports_dir(JAAR) / f"{naam}.{kind}").stat().st_size > 10_000
            assert f'href="2023-2024/{naam}.{kind}"' in index


def test_every_demo_report_says_that_its_data_are_invented(finished: Workspace) -> None:
    for naam in ("toetsing", "stuurgroep"):
        assert "oorbeeldgegevens" in (finished.reports_dir(JAAR) / f"{naam}.html").read_text("utf-8")


def test_a_second_run_does_nothing_and_says_why(workspace: Workspace) -> None:
    before = fingerprints(workspace.root)
    code, out, _ = run(workspace, "--json")
    assert code == 0
    steps = json.loads(out)["stappen"]
    assert [step["naam"] for step in steps if step["gedaan"]] == []
    assert all(step["reden"] for step in steps)
    assert fingerprints(workspace.root) == before


def test_a_run_from_scratch_gives_the_same_release_and_the_same_bytes(workspace: Workspace) -> None:
    import shutil

    release = fingerprints(workspace.release_dir(JAAR))
    reports = fingerprints(workspace.reports)
    shutil.rmtree(workspace.processed)
    shutil.rmtree(workspace.reports)
    Workspace.create(workspace.root, demo=True)
    code, _, err = run(workspace)
    assert code == 0, err
    assert fingerprints(workspace.release_dir(JAAR)) == release
    assert fingerprints(workspace.reports) == reports


def test_one_changed_row_changes_both_reports_by_exactly_that(workspace: Workspace) -> None:
    before = cijfers(workspace)
    old_html = {
        n: (workspace.reports_dir(JAAR) / f"{n}.html").read_text("utf-8") for n in ("toetsing", "stuurgroep")
    }
    brin = change_one_destination(outflow_csv(workspace))
    code, _, err = run(workspace)
    assert code == 0, err
    after = cijfers(workspace)

    region = ("D", slice(None), "klasse", JAAR.start, "regio", "regio")
    moved = (after.loc[region, "k"] - before.loc[region, "k"]).droplevel([0, 2, 3, 4, 5])
    assert moved[moved != 0].to_dict() == {"WERK": -1, "LEREN": 1}

    both = before.join(after, lsuffix="_voor", rsuffix="_na")
    shown = both[(both.status_voor == "gemeten") & (both.status_na == "gemeten")]
    changed = shown[(shown.k_voor != shown.k_na) | (shown.n_voor != shown.n_na)]
    assert len(changed) > 0
    assert set(changed.index.get_level_values("cohort")) == {JAAR.start}
    assert ((changed.k_voor - changed.k_na).abs() <= 1).all()
    assert set(changed.xs("school", level="niveau").index.get_level_values("eenheid")) <= {brin}
    for naam, html in old_html.items():
        assert (workspace.reports_dir(JAAR) / f"{naam}.html").read_text("utf-8") != html


def change_one_destination(path: Path) -> str:
    """Turn the first leaver with regular work into one on mbo bol; gives the BRIN of the school."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            lines = path.read_bytes().decode(encoding).splitlines(keepends=True)
            break
        except UnicodeDecodeError:
            continue
    for number, line in enumerate(lines):
        for word in ("Arbeid regulier", "Regulier werk", "ARB_REG"):
            if f";{word};" in line:
                lines[number] = line.replace(f";{word};", ";MBO_BOL;")
                path.write_bytes("".join(lines).encode(encoding))
                return path.stem.removeprefix("uitstroom_")
    raise AssertionError("no leaver with regular work in this list")


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
    workspace: Workspace, spoil: object, said: str
) -> None:
    before = fingerprints(workspace.reports) | fingerprints(workspace.release_dir(JAAR))
    path = next(
        p for p in sorted(workspace.raw.glob("*/uitstroom_*.csv")) if b";Garantiebaan;" in p.read_bytes()
    )
    text = path.read_bytes().decode("cp1252")
    path.write_bytes(spoil(text).encode("cp1252"))  # type: ignore[operator]
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


def test_a_notebook_that_fails_leaves_the_last_reports(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import flow
    from pipeline.reporting import reports
    from pipeline.workspace.errors import NotebookFout

    broken = workspace.root / "toetsing.ipynb"
    notebook = json.loads(reports._template("toetsing").read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[-1]["source"] = ["1 / 0\n"]
    broken.write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.setattr(reports, "_template", lambda _: broken)
    monkeypatch.setenv("TOELEIDING_RENDERER", "embedded")
    before = fingerprints(workspace.reports)
    with pytest.raises(NotebookFout, match="ZeroDivisionError") as fault:
        flow.run(workspace, DEMO_SLEUTEL, flow.Wens(opnieuw=True))
    assert fault.value.exit_code == 5
    assert fingerprints(workspace.reports) == before
