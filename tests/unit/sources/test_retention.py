"""Until when a delivery is kept; dates counted by hand from the defaults: 2 (Intergrip 1) and 12 years."""

from pathlib import Path

import pytest

from pipeline.sources.retention import bewaartermijn, refuse_unknown_sources, schooljaren
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Bewaren, Settings, load_settings
from tests.support.register import record


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


@pytest.mark.parametrize(
    ("fields", "file", "rows"),
    [
        ({"leverdatum": "2017-11-01"}, "2019-11-01", "2029-11-01"),
        ({"leverdatum": "2017-11-01", "bron": "intergrip"}, "2018-11-01", "2029-11-01"),
        ({"leverdatum": "2017-11-01", "cohorten": (2030,)}, "2019-11-01", "2029-11-01"),
        ({"leverdatum": None, "cohorten": (2014, 2016)}, "2019-07-31", "2029-07-31"),
        ({"leverdatum": "2020-02-29"}, "2022-02-28", "2032-02-29"),
        (
            {"leverdatum": None, "cohorten": (), "kenmerken": {"teljaar_einde": "2023"}},
            "2025-07-31",
            "2035-07-31",
        ),
        ({"leverdatum": None, "cohorten": ()}, None, None),
        ({"leverdatum": None, "cohorten": (1919,)}, "1922-07-31", "1932-07-31"),
    ],
    ids=[
        "dated",
        "intergrip",
        "dated, later year",
        "undated",
        "leap day",
        "duo",
        "nothing known",
        "mistyped year",
    ],
)
def test_the_term_runs_from_the_day_of_delivery_or_the_end_of_the_last_school_year(
    workspace: Workspace, fields: dict[str, object], file: str | None, rows: str | None
) -> None:
    term = bewaartermijn(record(workspace, **fields), Settings().bewaren)
    assert [day and day.isoformat() for day in (term.bestand, term.rijen)] == [file, rows]


def test_settings_decide_per_source(workspace: Workspace) -> None:
    workspace.settings_file.write_text(
        "[bewaren]\nruw = 3\ngepseudonimiseerd = 5\n[bewaren.ruw_per_bron]\nuitstroom = 1\n"
        "[bewaren.gepseudonimiseerd_per_bron]\nduo_nenr = 2\n",
        encoding="utf-8",
    )
    bewaren = load_settings(workspace.settings_file).bewaren
    years = {bron: (bewaren.jaren_ruw(bron), bewaren.jaren_rijen(bron)) for bron in ("uitstroom", "doelen")}
    assert years == {"uitstroom": (1, 5), "doelen": (3, 5)}
    assert (bewaren.jaren_ruw("intergrip"), bewaren.jaren_rijen("intergrip")) == (1, 5)  # the default stays
    assert (bewaren.jaren_ruw("duo_nenr"), bewaren.jaren_rijen("duo_nenr")) == (
        2,
        2,
    )  # no longer than its rows


def test_a_term_changes_no_figure() -> None:
    assert Settings(bewaren=Bewaren(ruw=1, gepseudonimiseerd=3)).hash() == Settings().hash()


@pytest.mark.parametrize("table", ["ruw_per_bron", "gepseudonimiseerd_per_bron"])
def test_a_term_of_an_unknown_source_is_refused(table: str) -> None:
    with pytest.raises(SettingsError, match=f"bewaren.{table}.intergripp: unknown source") as fault:
        refuse_unknown_sources(Bewaren(**{table: {"uitstroom": 2, "intergripp": 1}}))
    assert "intergrip" in fault.value.advice


@pytest.mark.parametrize("years", [0, 51, 1.5, "2"])
def test_an_impossible_term_is_refused(workspace: Workspace, years: object) -> None:
    shown = f'"{years}"' if isinstance(years, str) else years
    for line in (f"[bewaren]\nruw = {shown}", f"[bewaren.ruw_per_bron]\nuitstroom = {shown}"):
        workspace.settings_file.write_text(line, encoding="utf-8")
        with pytest.raises(SettingsError, match="bewaren"):
            load_settings(workspace.settings_file)


def test_school_years_of_deliveries_together(workspace: Workspace) -> None:
    one = record(workspace, id="1", cohorten=(2016, 2014))
    two = record(workspace, id="2", cohorten=(2014,))
    duo = record(workspace, id="3", cohorten=(), kenmerken={"teljaar_einde": "2023"})
    assert schooljaren([one, two, duo]) == ["2014-2015", "2016-2017", "2022-2023"]
