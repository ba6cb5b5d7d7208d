"""A school brings an export with headers and words of its own: from refusal to accepted, as in the README.

And what is never said on the way: anything that stands in a personal column.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.flow import take_deliveries
from pipeline.gang import Gang, Wens
from pipeline.pseudonym import Sleutel
from pipeline.reporting.renderer import choose_renderer
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.exports import KOP, LEERLING, Cell, leerling, write_csv, write_xlsx
from tests.support.verbs import Done, Verb, verb


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> Verb:
    """The verb as the command line gives it, in the workspace."""
    return verb("check", workspace.root, capsys, monkeypatch)


LIJST: list[list[Cell]] = [
    ["Schoolverlaters 2023-2024"],
    [],
    ["Leerlingnr", "BSN", "Naam", "Inst.", "Schooltyppe", "Uit dienst", "Uitstroom naar", "Uren", "Mentor"],
    ["1001", "999990019", "Testman", "99AA00", "PRO", "10-07-2024", "Reguliere arbeid", "32", "Jansen"],
    ["1002", "999990020", "Proefman", "99AA00", "Praktijkschool", "11-07-2024", "Bij baas", "24", "Pieters"],
    ["1003", "999990032", "Toetsman", "99AB00", "PRO", "11-07-2024", "Bij baas", "n.a.", "Jansen"],
    ["1004", "999990044", "Keurman", "99AB00", "PRO", "11-07-2024", "Weet niet", "12", "Jansen"],
]
"""An outflow list as a made-up school system gives it."""


def test_from_refusal_to_accepted_without_touching_code(check: Verb, workspace: Workspace) -> None:
    path = write_xlsx(workspace.raw / "2024-11-20" / "lijst.xlsx", {"Export": LIJST})

    # What is wrong, all of it, and nothing of a pupil.
    refused = check(path)
    assert refused.code == 3
    for said in (
        "lijst.xlsx, sheet Export: unknown header(s) and missing column(s) and unknown value(s) in an export",
        "row 3, column D: unknown header 'Inst.' (nearest known columns: brin (",
        "; 4 of 4 cells fit)",
        "row 3, column E: unknown header 'Schooltyppe' (nearest known columns: schooltype (95% like",
        "row 3, column I: unknown header 'Mentor' (no known column looks like it)",
        "row 3: column brin is missing; it may be called brin, BRIN-code,",
        "column G (bestemming): 'Bij baas', 2 time(s), first in row 5",
    ):
        assert said in refused.out
    assert "Jansen" not in refused.out and "Testman" not in refused.out

    # What could be added; nothing is written.
    proposed = check(path, "--learn")
    assert proposed.code == 3 and not workspace.words_file.exists()
    assert '+# "Inst." = "brin"  # ' in proposed.out
    assert '+"Schooltyppe" = "schooltype"  # ' in proposed.out
    assert "To write this, add --accept." in proposed.out

    # A person accepts it, and chooses what was left to choose.
    accepted = check(path, "--learn", "--accept", "--by", "S. Tap")
    assert accepted.code == 3 and _diff(accepted) == _diff(proposed).replace(_login(proposed), "S. Tap")
    text = workspace.words_file.read_text("utf-8")
    for line in ('"Inst." = "brin"', '"Uit dienst" = "datum_uitstroom"', '"Mentor" = "weg"'):
        assert f"# {line}" in text
        text = text.replace(f"# {line}", line)
    text = text.replace('# "Praktijkschool" = "leeg"', '"Praktijkschool" = "PRO"')
    text = text.replace('# "Bij baas" = "leeg"', '"Bij baas" = "ARB_REG"')
    text = text.replace('# "Weet niet" = "leeg"', '"Weet niet" = "ONBEKEND"')
    workspace.words_file.write_text(text, encoding="utf-8")

    # Now it is understood, and the next run takes it.
    good = check(path)
    assert good.code == 0, good.out
    assert "2024-11-20/lijst.xlsx, sheet Export: uitstroom, 4 rows: 4 gehouden" in good.out
    (delivery,) = _take(workspace)
    assert len(delivery.woorden) == 8
    import pyarrow.parquet as pq

    rows = pq.read_table(delivery.rows_file(workspace)).to_pylist()
    assert [(row["brin"], row["schooltype"], row["bestemming"], row["cohort"]) for row in rows] == [
        ("99AA00", "PRO", "ARB_REG", 2023),
        ("99AA00", "PRO", "ARB_REG", 2023),
        ("99AB00", "PRO", "ARB_REG", 2023),
        ("99AB00", "PRO", "ONBEKEND", 2023),
    ]
    assert rows[0].keys().isdisjoint({"mentor", "weg_1"})


def _diff(done: Done) -> str:
    return done.out[done.out.index("--- woorden.toml") : done.out.index("\nA line without #")]


def _login(done: Done) -> str:
    line = next(line for line in done.out.splitlines() if line.startswith('+"Schooltyppe"'))
    return line.partition("  # ")[2].partition(": ")[0].partition(" ")[2]


def _take(workspace: Workspace) -> list[Any]:
    gang = Gang(workspace, Settings(), Sleutel(bytes(range(32))), choose_renderer(), Wens(), lambda _: None)
    return take_deliveries(gang).actief


def test_what_is_sure_needs_one_step(check: Verb, tmp_path: Path) -> None:
    kop = ["Schooltyppe" if naam == "Schooltype" else naam for naam in KOP]
    path = write_csv(tmp_path / "x.csv", [kop, leerling(Bestemming="reguliere arbeid", Reden="n.a.")])
    assert check(path).code == 3
    done = check(path, "--learn", "--accept")
    assert done.code == 0
    assert "x.csv: uitstroom, 1 rows: 1 gehouden" in done.out and "written to" in done.out
    assert check(path).code == 0
    assert "woorden.toml: nothing to propose" in check(path, "--learn").out


def test_the_same_as_data(check: Verb, tmp_path: Path) -> None:
    kop = ["Schooltyppe" if naam == "Schooltype" else naam for naam in KOP]
    path = write_csv(tmp_path / "x.csv", [kop, leerling(Bestemming="Zwerftocht")])
    found = check(path, "--learn", "--json").json
    header, missing, value = found["bestanden"][0]["problemen"]
    assert (header["soort"], header["letter"], header["tekst"], header["bron"]) == (
        "onbekende kop", "K", "Schooltyppe", "uitstroom",
    )  # fmt: skip
    first, *_ = header["kandidaten"]
    assert (first["betekenis"], first["passend"], first["cellen"], first["zeker"]) == (
        "schooltype",
        1,
        1,
        True,
    )
    assert (missing["soort"], missing["kolom"]) == ("ontbrekende kolom", "schooltype")
    assert (value["rij"], value["kolom"], value["tekst"], value["aantal"]) == (
        2,
        "bestemming",
        "Zwerftocht",
        1,
    )
    woorden = found["woorden"]
    assert [(v["tekst"], v["gekozen"]) for v in woorden["voorstellen"]] == [
        ("Schooltyppe", "schooltype"),
        ("Zwerftocht", None),
    ]
    assert not woorden["geschreven"] and woorden["diff"].startswith("--- woorden.toml\n")
    assert check(path, "--learn", "--accept", "--json").json["woorden"]["geschreven"]


def test_outside_a_workspace_nothing_can_be_accepted(check: Verb, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x.csv", [[*KOP, "Achternaamm"], [*leerling(), ""]])
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    done = check(path, "--learn", "--accept", "--workspace", elsewhere)
    assert (done.code, "not in a workspace" in done.err) == (2, True)
    assert list(elsewhere.iterdir()) == []


def test_a_file_of_words_that_is_not_right_is_no_bug(
    check: Verb, workspace: Workspace, tmp_path: Path
) -> None:
    workspace.words_file.write_text('[uitstroom.koppen]\n"Inst." = "brinn"\n', encoding="utf-8")
    path = write_csv(tmp_path / "x.csv", [KOP, leerling()])
    for more in ((), ("--learn",)):
        done = check(path, *more)
        assert (done.code, "did you mean 'brin'?" in done.err) == (2, True)


PERSOONLIJK = ("Leerlingnummer", "PGN", "Achternaam", "Roepnaam", "Geboortedatum")
letters = st.text("abcdefgh", min_size=4, max_size=9)
namen = st.lists(letters, min_size=1, max_size=2).map(lambda parts: " ".join(f"Zq{part}" for part in parts))
plaatsen = st.sampled_from(["Geslacht", "Schooltype", "Bestemming", "Reden", "Werkgever", "BRIN"])
koppen = st.sampled_from(["Kind", "Achternaamm", "Geslach", "Bestemmming", "Mentor", "Bijzonder"])


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_cell_of_a_personal_column_is_ever_said(
    data: st.DataObject, check: Verb, workspace: Workspace, tmp_path: Path
) -> None:
    """Names and numbers under known and unknown headers, in the columns beside them and in shifted rows."""
    secrets: set[str] = set()
    rows = [_row(data, secrets) for _ in range(data.draw(st.integers(1, 12)))]
    unknown = data.draw(st.sets(st.sampled_from(KOP), max_size=4))
    kop = [f"{data.draw(koppen)}{n}" if naam in unknown else naam for n, naam in enumerate(KOP)]
    if data.draw(st.booleans()):
        rows.append(rows[-1][1:])
    path = write_csv(tmp_path / "x.csv", [kop, *rows])
    workspace.words_file.unlink(missing_ok=True)
    for more in ((), ("--learn", "--json"), ("--learn", "--accept")):
        done = check(path, *more)
        said = (done.out + done.err).lower()
        assert done.code in (0, 3)
        assert not [secret for secret in secrets if secret in said]
    written = workspace.words_file.read_text("utf-8").lower() if workspace.words_file.exists() else ""
    assert not [secret for secret in secrets if secret in written]


def _row(data: st.DataObject, secrets: set[str]) -> list[Cell]:
    """A pupil whose personal cells are marked, and may also stand somewhere else."""
    personal = {naam: data.draw(namen) for naam in PERSOONLIJK}
    personal["PGN"] = str(data.draw(st.integers(900_000_000, 999_999_999)))
    personal["Geboortedatum"] = data.draw(st.dates()).strftime("%d-%m-%Y")
    row: dict[str, Cell] = {**LEERLING, **personal}
    if data.draw(st.booleans()):
        strayed = personal[data.draw(st.sampled_from(PERSOONLIJK))]
        row[data.draw(plaatsen)] = data.draw(st.sampled_from([strayed, f"bij {strayed}", strayed.upper()]))
    if data.draw(st.booleans()):
        row["Bestemming"] = data.draw(st.sampled_from(["Bij baas", "reguliere arbeid", "n.v.t."]))
    secrets.update(value.lower() for value in personal.values())
    secrets.update(word for value in personal.values() for word in value.lower().split())
    return list(row.values())
