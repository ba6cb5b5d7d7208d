"""The microdata as a file: whole or not at all, nothing lost; who reads it changes and reaches nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipeline.microdata.build import Microdata, build, check_conservation, current, inputs_of, load_inputs
from pipeline.microdata.reading import cohorts, open_microdata
from pipeline.microdata.steps import lineage, steps, upstream
from pipeline.pseudonym import DEMO_SLEUTEL
from pipeline.sources.delivery import Delivery, active_deliveries
from pipeline.sources.opname import Opname
from pipeline.sources.register import take_in
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.basis import basis_hash
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Definities, Machine, Settings, load_settings
from tests.support.panel import Levering, microdata, query

OUTFLOW = """BSN;Leerlingnr;BRIN;Schooltype;Schooljaar;Uitstroombestemming
999990019;1;99AA00;PRO;2016-2017;ARB_REG
999990020;2;99AA00;PRO;2016-2017;MBO_BOL
;;99AA00;PRO;2016-2017;GEEN
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path_factory.mktemp("werkmap"), demo=True)
    folder = workspace.raw / "2017-11-20"
    folder.mkdir()
    (folder / "uitstroom.csv").write_text(OUTFLOW, encoding="utf-8")
    intake = take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))
    assert intake.geweigerd == []
    yield workspace


@pytest.fixture(scope="module")
def deliveries(workspace: Workspace) -> list[Delivery]:
    return active_deliveries(workspace)


@pytest.fixture(scope="module")
def built(workspace: Workspace, deliveries: list[Delivery]) -> Microdata:
    return build(workspace, deliveries, Settings(), "1" * 64)


def test_the_pointer_names_the_file_and_what_it_was_made_from(workspace: Workspace, built: Microdata) -> None:
    assert current(workspace) == built
    assert cohorts(built) == [Schooljaar(2016)]


def test_a_slip_in_a_year_does_not_stop_the_run(tmp_path: Path) -> None:
    """No school year was given, and the day tells one that cannot be: nobody knows when this pupil left."""
    workspace = Workspace.create(tmp_path / "werkmap", demo=True)
    slip = OUTFLOW.replace("Schooljaar", "Datum uitstroom").replace("2016-2017", "10-07-2017")
    (workspace.raw / "uitstroom.csv").write_text(
        slip.replace("10-07-2017", "10-07-1917", 1), encoding="utf-8"
    )
    (workspace.raw / "andere.csv").write_text(slip.replace("10-07-2017", "10-07-1950", 1), encoding="utf-8")
    take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))
    built = build(workspace, active_deliveries(workspace), Settings(), "0" * 64)
    assert cohorts(built) == [Schooljaar(2016)]
    with open_microdata(built) as con:
        reasons = query(con, "SELECT reden, count(*) FROM quarantaine GROUP BY ALL ORDER BY ALL")
    assert reasons == [("persoon niet vast te stellen", 2), ("schooljaar niet vast te stellen", 2)]


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("INSERT INTO uitschrijving FROM uitschrijving LIMIT 1", "uitschrijving is not each kept row once"),
        ("DELETE FROM volgrecord", "volgrecord is not each kept row once"),
        ("INSERT INTO gelijkstelling VALUES (2016, 'a', 'b', 'school', 9, 1), (2016, 'a', 'c', 'volg', 9, 1)",
         "a key that is of two persons"),
    ],
)  # fmt: skip
def test_conservation_sees_what_linking_doubles_or_loses(damage: str, fault: str) -> None:
    rows = [{"persoon": "a"}, {"persoon": "b"}]
    with microdata([Levering("uitstroom", rows), Levering("intergrip", rows)]) as con:
        con.execute(damage)
        with pytest.raises(AssertionError, match=fault):
            check_conservation(con)


def test_what_the_folders_above_a_workspace_are_called_is_no_data(tmp_path: Path) -> None:
    """DuckDB reads cohort=1999 as a column and [1] as a pattern, which the other workspace matches."""
    found = []
    for name in ("werk 1", "werk [1]"):
        workspace = Workspace.create(tmp_path / "cohort=1999" / name, demo=True)
        (workspace.raw / "uitstroom.csv").write_text(OUTFLOW, encoding="utf-8")
        take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))
        with open_microdata(build(workspace, active_deliveries(workspace), Settings(), "0" * 64)) as con:
            found.append(query(con, "SELECT cohort, count(*) FROM rij_uitstroom GROUP BY ALL ORDER BY ALL"))
    assert found == [[(2016, 3)]] * 2


def test_what_the_folders_above_are_called_is_no_link_field_either(tmp_path: Path) -> None:
    found = []
    names = OUTFLOW.replace("BSN;", "Roepnaam;BSN;").replace("9999900", "Emma;9999900").replace("\n;", "\n;;")
    for name in ("werk 1", "werk [1]"):
        workspace = Workspace.create(tmp_path / "kv_geslacht=V" / name, demo=True)
        (workspace.raw / "uitstroom.csv").write_text(names, encoding="utf-8")
        take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM))
        with duckdb.connect() as con:
            load_inputs(con, workspace, active_deliveries(workspace), Settings())
            found.append(query(con, "SELECT rij, kv_roepnaam IS NOT NULL, kv_geslacht FROM koppelveld"))
    assert found == [[(2, True, None), (3, True, None)]] * 2


def test_every_step_makes_a_table_that_says_what_a_row_is(built: Microdata) -> None:
    with open_microdata(built) as con:
        comments = dict(query(con, "SELECT table_name, comment FROM duckdb_tables()"))
    for step in steps():
        assert comments[step.tabel].startswith("Eén rij per ")


def test_what_the_intake_repaired_is_there_per_delivery_column_and_kind(
    workspace: Workspace, deliveries: list[Delivery]
) -> None:
    mended = {"gemeente: naam gelezen als code": 3, "rij_x: a: b": 1}
    with duckdb.connect() as con:
        load_inputs(con, workspace, [replace(deliveries[0], hersteld=mended)], Settings())
        assert query(con, "SELECT * FROM herstel ORDER BY ALL") == [
            (deliveries[0].id, "gemeente", "naam gelezen als code", 3),
            (deliveries[0].id, "rij_x", "a: b", 1),
        ]


def test_no_name_number_or_date_of_birth_is_in_the_microdata(built: Microdata) -> None:
    content = built.file.read_bytes()
    assert b"999990019" not in content
    with open_microdata(built) as con:
        columns = set(query(con, "SELECT column_name FROM duckdb_columns()"))
    assert not columns & {
        "pgn",
        "bsn",
        "leerlingnummer",
        "achternaam",
        "roepnaam",
        "geboortedatum",
        "postcode",
    }


def test_deliveries_settings_and_code_decide_whether_it_must_be_built_again(
    deliveries: list[Delivery],
) -> None:
    first = inputs_of(deliveries, Settings(), {"code": "code"})
    assert inputs_of(deliveries[::-1], Settings(), {"code": "code"}) == first
    stricter = Settings(definities=Definities(uren_minimum=16))
    others = [
        inputs_of([], Settings(), {"code": "code"}),
        inputs_of(deliveries, stricter, {"code": "code"}),
        inputs_of(deliveries, Settings(), {"code": "other code"}),
        inputs_of(deliveries, Settings(), {"code": "code", "library duckdb": "2.0.1"}),
    ]
    assert len({basis_hash(basis) for basis in (first, *others)}) == 5


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("INSERT INTO schoolverlater SELECT * FROM schoolverlater", "read-only"),
        ("CREATE TABLE mine AS SELECT 1", "read-only"),
        ("DROP TABLE meting", "read-only"),
        ("COPY schoolverlater TO '{elsewhere}/out.csv'", "disabled"),
        ("ATTACH '{elsewhere}/other.duckdb'", "disabled"),
        ("SELECT * FROM read_csv('{raw}')", "disabled"),
        ("SELECT * FROM '{raw}'", "disabled"),
        ("SELECT * FROM read_text('{raw}')", "disabled"),
        ("INSTALL httpfs", "disabled"),
        ("SET enable_external_access = true", "locked"),
    ],
)
def test_a_reader_can_change_nothing_and_reach_nothing(
    workspace: Workspace, built: Microdata, tmp_path: Path, statement: str, fault: str
) -> None:
    raw = workspace.raw / "2017-11-20" / "uitstroom.csv"
    with open_microdata(built) as con, pytest.raises(duckdb.Error, match=f"(?i){fault}"):
        con.execute(statement.format(elsewhere=tmp_path, raw=raw))
    assert list(tmp_path.iterdir()) == []


def test_every_row_has_one_fate(built: Microdata) -> None:
    with open_microdata(built) as con:
        assert dict(query(con, "SELECT lot, rijen FROM rijlot")) == {"gehouden": 2, "quarantaine": 1}


def test_a_lost_row_stops_the_build_and_the_last_good_microdata_stay(
    workspace: Workspace, deliveries: list[Delivery], built: Microdata
) -> None:
    claimed = [replace(d, rijen=d.rijen | {"in": d.rijen["in"] + 1}) for d in deliveries]
    with pytest.raises(AssertionError, match="rows without a fate"):
        build(workspace, claimed, Settings(), "f" * 64)
    assert current(workspace) == built
    assert [path.name for path in workspace.processed.glob("microdata-*")] == [built.file.name]


def test_conservation_sees_rows_that_appear_and_deliveries_that_vanish() -> None:
    with microdata([Levering("uitstroom", [{"persoon": "a"}, {"persoon": "b"}])]) as con:
        check_conservation(con)
        con.execute("UPDATE rijlot SET rijen = rijen + 1")
        with pytest.raises(AssertionError, match="rows without a fate"):
            check_conservation(con)
        con.execute("DELETE FROM rijlot")
        with pytest.raises(AssertionError, match="rows without a fate"):
            check_conservation(con)


LINEAGE = {
    "uitstroom_lot": {"rij_uitstroom", "levering"},
    "koppeling": {"uitstroom_lot", "intergrip_lot"},
    "koppelpaar": {"koppelscore"},
    "schoolpaar": {"koppelpaar"},
    "volgpaar": {"koppelpaar", "schoolpaar"},
    "koppelscore": {"uitstroom_lot", "intergrip_lot", "koppeling"},
    "volgkoppeling": {"volgpaar"},
    "gelijkstelling": {"schoolpaar", "volgkoppeling"},
    "uitschrijving": {"uitstroom_lot", "koppeling", "gelijkstelling"},
    "school": {"uitschrijving"},
    "schoolverlater": {"uitschrijving", "school"},
    "meting": {"schoolverlater", "volgrecord", "peildatum", "bestemming"},
    "eerste_werk": {"schoolverlater", "volgrecord", "peildatum"},
    "vsv": {"duo_nenr_lot", "duo_nrsp_lot", "levering", "gelijkstelling"},
    "quarantaine": {"uitstroom_lot", "geleverde_rij"},
    "rijlot": {"geleverde_rij", "levering", "peildatum"},
    "verschil": {"volgrecord", "schoolverlater"},
}
"""Read from the statements by eye."""


def test_lineage_is_what_the_steps_read() -> None:
    with duckdb.connect(":memory:") as con:
        found = lineage(con)
    assert {tabel: set(found[tabel]) for tabel in LINEAGE} == LINEAGE


def test_a_step_reads_only_what_was_made_before_it() -> None:
    with duckdb.connect(":memory:") as con:
        found = lineage(con)
    tables = [step.tabel for step in steps()]
    tables.insert(tables.index("koppelpaar"), "koppelscore")  # where run_steps has the pairs weighed
    made: set[str] = set()
    for table in tables:
        assert {source for source in found[table] if source in found} <= made, table
        made.add(table)


def test_upstream_of_a_leaver_is_everything_she_comes_from_in_order() -> None:
    with duckdb.connect(":memory:") as con:
        found = upstream("schoolverlater", lineage(con))
    assert set(found) == {
        "levering", "rij_uitstroom", "uitstroom_lot", "rij_intergrip", "intergrip_lot", "koppeling",
        "koppelscore", "koppelpaar", "schoolpaar", "volgpaar", "volgkoppeling", "gelijkstelling",
        "uitschrijving", "school",
    }  # fmt: skip
    assert found.index("uitstroom_lot") < found.index("koppeling") < found.index("uitschrijving")


def test_memory_is_what_the_settings_give(
    workspace: Workspace, deliveries: list[Delivery], tmp_path: Path
) -> None:
    """Building and reading; what does not fit waits beside the file, and nothing of that stays."""
    place = Workspace(shutil.copytree(workspace.root, tmp_path / "werkmap"))
    text = place.settings_file.read_text("utf-8").replace('geheugen = "2GB"', 'geheugen = "250MB"')
    place.settings_file.write_text(text, "utf-8")
    sleeping = place.processed / "microdata-killed.duckdb.tmp"
    sleeping.mkdir()
    made = build(place, deliveries, load_settings(place.settings_file), "3" * 64)
    assert not sleeping.exists()
    found = current(place)
    assert found and made.geheugen == found.geheugen == "250MB"
    with open_microdata(found) as con:
        assert query(con, "SELECT current_setting('memory_limit')") == ["238.4 MiB"]
        much = (
            "SELECT range AS a, md5(range::VARCHAR) AS b, md5((range + 1)::VARCHAR) AS c FROM range(4000000)"
        )
        con.execute(f"CREATE TEMP TABLE veel AS {much}")
        assert list(place.processed.glob("*.tmp"))
    assert list(place.processed.glob("*.tmp")) == []


def test_the_build_itself_is_held_to_that_memory(
    workspace: Workspace, deliveries: list[Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(
        "pipeline.microdata.build.lock_down",
        lambda con: seen.extend(query(con, "SELECT current_setting('memory_limit')")),
    )
    build(workspace, deliveries, Settings(machine=Machine(geheugen="300MB")), "1" * 64)
    assert seen == ["286.1 MiB"]
