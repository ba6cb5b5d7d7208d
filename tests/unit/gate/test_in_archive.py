"""What only an archive may hold, text and tables as text, is looked into as well."""

from __future__ import annotations

import pytest

from pipeline.gate.check import IN_ARCHIEF, faults_in

PLANTED = {
    "number of a person": ("a.csv", b"naam,k\nSchool 999990019,3\n", "column naam: a number of nine digits"),
    "pseudonym": ("a.csv", b"k,eenheid\n3," + b"ab" * 32 + b"\n", "column eenheid: a pseudonym"),
    "path": ("a.csv", b"bron\n/home/anna/x.xlsx\n", "column bron: a path of a machine"),
    "formula": ("a.csv", b'naam\n"=HYPERLINK(""x"")"\n', "column naam: a text that a spreadsheet takes"),
    "half a row": ("a.csv", b"a,b\n1\n", "the file: not what its name says: .csv"),
    "other bytes": ("a.csv", b"a\n\xff\n", "the file: not what its name says: .csv"),
    "nothing": ("a.csv", b"", "the file: not what its name says: .csv"),
    "path in a text": ("LEESMIJ.txt", b"zie\n/home/anna/x\n", "text, line 2: a path of a machine"),
    "another type": ("a.duckdb", b"x", "of a type that may not leave"),
}


@pytest.mark.parametrize(("name", "content", "fault"), PLANTED.values(), ids=PLANTED)
def test_what_is_planted_is_stopped(name: str, content: bytes, fault: str) -> None:
    found = " | ".join(f"{one.where}: {one.what}" for one in faults_in(name, content, IN_ARCHIEF))
    assert fault in found and "anna" not in found.lower()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"naam,sha256,k\n\"De Kade, Noord\"," + b"ab" * 32 + b",-3\n,,\n"),
        ("a.txt", b"Geef de opdracht sha256sum -c manifest-sha256.txt"),
    ],
)  # fmt: skip
def test_what_is_plain_passes_here_and_among_the_reports_it_does_not(name: str, content: bytes) -> None:
    assert faults_in(name, content, IN_ARCHIEF) == []
    assert faults_in(name, content) != []
