"""A report's kernel cannot open what identifies persons.

Each guarded case runs in a process of its own, because a guard cannot be taken away.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.reporting.guard import ReportMayNotOpen, refuse_identifiable

ROOT = Path(__file__).parents[3]


def probeer(code: str) -> subprocess.CompletedProcess[str]:
    bewaakt = f"from pipeline.reporting.guard import only_releases\nonly_releases()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", bewaakt], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "pad",
    [
        "data/raw/2024-11-01/uitstroom.xlsx",
        "data/processed/deliveries/x.parquet",
        "data/processed/.scratch/x.csv",
        "data/processed/microdata.duckdb",
        "data/processed/microdata-0a1b2c.duckdb",
    ],
)
def test_identifiable_files_are_refused(tmp_path: Path, pad: str) -> None:
    with pytest.raises(ReportMayNotOpen):
        refuse_identifiable(str(tmp_path / pad))


@pytest.mark.parametrize(
    "pad", ["data/processed/release/2023-2024/release.json", "reports/2023-2024/toetsing.html"]
)
def test_a_release_and_reports_are_not(tmp_path: Path, pad: str) -> None:
    refuse_identifiable(str(tmp_path / pad))


def test_a_link_does_not_lead_around_it(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    link = tmp_path / "onschuldig"
    link.symlink_to(raw)
    with pytest.raises(ReportMayNotOpen):
        refuse_identifiable(str(link / "uitstroom.xlsx"))


def test_the_guarded_process_cannot_read_them(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "uitstroom.csv").write_text("geheim")
    for code in (f"open({str(raw / 'uitstroom.csv')!r})", f"import os; os.listdir({str(raw)!r})"):
        klaar = probeer(code)
        assert klaar.returncode != 0 and "a report reads a release only" in klaar.stderr


def test_the_guarded_process_can_read_a_release(tmp_path: Path) -> None:
    release = tmp_path / "data" / "processed" / "release" / "2023-2024"
    release.mkdir(parents=True)
    (release / "release.json").write_text("{}")
    assert probeer(f"open({str(release / 'release.json')!r}).read()").returncode == 0


def test_the_guarded_process_has_no_database_engine() -> None:
    klaar = probeer("import duckdb")
    assert klaar.returncode != 0 and "cannot import duckdb" in klaar.stderr
