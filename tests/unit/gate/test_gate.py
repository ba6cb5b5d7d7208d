"""What nobody sees in a table, notebook or JSON is planted once, and stopped, as is what is no such file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.gate.check import SOORTEN, faults_in, refuse_faults
from pipeline.reporting.jobs import RenderJob, place
from pipeline.workspace.errors import ReleaseGeweigerd, RenderFout
from tests.support.gated import PLAIN_PDF, SPEC, SVG, document, notebook, output, page, said, table, workbook

IN_A_TABLE: dict[str, tuple[bytes, str]] = {
    "number of a person": (table(naam=["School 999990019"]), "column naam: a number of nine digits"),
    "pseudonym": (table(eenheid=["ab" * 32]), "column eenheid: a pseudonym"),
    "path": (table(bron=["/home/anna/x.xlsx"]), "column bron: a path of a machine"),
    "metadata": (table({"maker": "Anna"}, k=[1]), "the schema: metadata"),
    "no table": (b"PAR1Anna", "the file: not what its name says: .parquet"),
    "no table, from head to tail": (b"PAR1Anna" * 9 + b"PAR1", "the file: not what its name says: .parquet"),
    "half a table": (table(k=[1])[:-9], "the file: not what its name says: .parquet"),
}


@pytest.mark.parametrize(("content", "fault"), IN_A_TABLE.values(), ids=IN_A_TABLE)
def test_what_is_hidden_in_a_table_is_stopped(content: bytes, fault: str) -> None:
    found = said("cijfers.parquet", content)
    assert fault in found
    assert "anna" not in found.lower()


def test_a_plain_table_passes() -> None:
    content = table(naam=["De Proef", None], sha256=["ab" * 32, "1" * 64], k=[123456782, 1])
    assert said("leveringen.parquet", content) == ""


IN_A_NOTEBOOK: dict[str, tuple[bytes, str]] = {
    "traceback": (notebook(outputs=[{"output_type": "error", "traceback": ["3"]}]), "an error with its"),
    "chart": (notebook(outputs=output("application/vnd.vegalite.v5+json", SPEC)), "an output of a kind"),
    "page": (notebook(outputs=output("text/html", "<b>3</b>")), "an output of a kind"),
    "path": (notebook(outputs=output("text/plain", "/home/anna/x")), "cell 1: a path of a machine"),
    "printed": (
        notebook(outputs=[{"output_type": "stream", "text": ["/tmp/anna"]}]), "cell 1: a path of a machine"
    ),
    "drawing": (notebook(outputs=output("image/svg+xml", SVG)), "cell 1, drawing: a path of a machine"),
    "metadata": (notebook(metadata={"papermill": {"x": 1}}), "metadata or an attachment"),
    "attachment": (notebook(attachments={"a.png": {}}), "metadata or an attachment"),
    "no JSON": (b'{"cells": [Anna', "the file: not what its name says: .ipynb"),
    "other bytes": (b"{\xff\xfe", "the file: not what its name says: .ipynb"),
    "deep": (b"{" + b'"a":[' * 99999, "the file: not what its name says: .ipynb"),
    "no cells": (b"{}", "the file: not what its name says: .ipynb"),
    "no cell": (b'{"cells": [3]}', "the file: not what its name says: .ipynb"),
    "no source": (notebook(source=3), "the file: not what its name says: .ipynb"),
    "no outputs": (notebook(outputs={"a": 3}), "the file: not what its name says: .ipynb"),
    "no kind of output": (notebook(outputs=[{"text": "3"}]), "an output of another kind"),
    "no data": (notebook(outputs=[{"output_type": "stream", "data": 3}]), "the file"),
    "metadata that are none": (b'{"metadata": 3, "cells": []}', "the file: not what its name says: .ipynb"),
    "of an output": (
        notebook(outputs=[{"output_type": "display_data", "data": {}, "metadata": {"k": 3}}]), "metadata of"
    ),
    "of the notebook": (
        json.dumps({"metadata": {"papermill": {}}, "cells": []}).encode(), "an entry that is not on the list"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fault"), IN_A_NOTEBOOK.values(), ids=IN_A_NOTEBOOK)
def test_what_is_hidden_in_a_notebook_is_stopped(content: bytes, fault: str) -> None:
    found = said("toetsing.ipynb", content)
    assert fault in found
    assert "anna" not in found.lower()


def test_a_plain_notebook_passes() -> None:
    assert said("toetsing.ipynb", notebook(outputs=output("text/markdown", "46,3%"))) == ""


@pytest.mark.parametrize("name", ["cijfers.csv", "x.doc", "toetsing.html.bak", "rijen.duckdb", "leesmij"])
def test_another_type_of_file_is_stopped(name: str) -> None:
    assert "of a type that may not leave" in said(name, b"x")


def test_a_file_that_is_not_what_its_name_says_is_stopped() -> None:
    assert "not what its name says" in said("toetsing.pdf", workbook())


@pytest.mark.parametrize("text", ['{"k": 3', "{k: 3}", "{" + '"a":[' * 99999])
def test_json_that_is_none_is_stopped(text: str) -> None:
    assert said("rapport.json", text.encode()) == "the file: not what its name says: .json"


def test_json_is_looked_into_as_it_reads() -> None:
    assert said("rapport.json", b'{"bron": "\\u002fhome/anna"}') == "text: a path of a machine"
    assert said("rapport.json", b'{"a": [{"\\/home/anna": 3}]}') == "text: a path of a machine"
    assert said("rapport.json", b'{"a": [{"b": "2023-2024"}, 3, null]}') == ""


WHOLE = {
    ".html": page(), ".pdf": PLAIN_PDF, ".parquet": table(a=["x"], k=[1]), ".json": b'{"a": "x"}',
    ".ipynb": notebook(outputs=output("image/svg+xml", SVG)), ".xlsx": workbook(), ".docx": document(),
}  # fmt: skip


@given(
    suffix=st.sampled_from(sorted(SOORTEN)),
    place=st.floats(0, 1),
    other=st.binary(max_size=40),
    cut=st.booleans(),
)
def test_no_damage_ends_the_gate_itself(suffix: str, place: float, other: bytes, cut: bool) -> None:
    """Wherever other bytes come to stand in a file, and when it ends there, it is judged."""
    begin, whole = SOORTEN[suffix].begin, WHOLE[suffix]
    at = max(len(begin), int(place * len(whole)))
    damaged = whole[:at] + other + (b"" if cut else whole[at + len(other) :])
    assert all(fault.what for fault in faults_in(f"x{suffix}", damaged))


@pytest.mark.parametrize("at", [-6, -2])
def test_an_archive_whose_places_are_wrong_is_stopped(at: int) -> None:
    whole = workbook()
    wrong = whole[: at - 4] + b"\xff\xff\xff\x7f" + whole[at:]
    assert said("cijfers.xlsx", wrong)


@pytest.mark.parametrize("suffix", SOORTEN)
def test_a_file_that_is_too_large_is_stopped(suffix: str) -> None:
    soort = SOORTEN[suffix]
    assert "more than the" in said(f"x{suffix}", soort.begin.ljust(soort.grootte + 1))


def test_a_refusal_has_the_exit_code_of_what_it_is_about() -> None:
    for kind, code in ((RenderFout, 5), (ReleaseGeweigerd, 4)):
        with pytest.raises(kind, match=r"toetsing.html, line 4: an HTML comment") as fault:
            refuse_faults([("toetsing.html", page("<!-- k was 3 -->"))], kind)
        assert fault.value.exit_code == code
        assert "what was there stays" in fault.value.advice


def test_of_several_reports_all_are_put_in_place_or_none(tmp_path: Path) -> None:
    jobs = [RenderJob(tmp_path / "n", tmp_path / f"{n}.html", tmp_path / f"{n}.pdf") for n in "ab"]
    place(jobs, [(page("<p>oud</p>"), PLAIN_PDF)] * 2)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(RenderFout, match=r"b.html, line 4"):
        place(jobs, [(page("<p>nieuw</p>"), PLAIN_PDF), (page("<!-- k was 3 -->"), PLAIN_PDF)])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert len(before) == 4
