"""The analyst's room on a finished workspace: the release's numbers, locks that hold, notebooks that run."""

from __future__ import annotations

import doctest
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipeline import verkennen
from pipeline.indicators.definitions import definities
from pipeline.microdata.build import current
from pipeline.verkennen import kamer
from pipeline.verkennen.beeld import VEGALITE_MIME, Figuur
from pipeline.verkennen.panel import betekenissen
from pipeline.verkennen.tabel import Bladertabel
from pipeline.workspace.folders import Workspace
from tests.support.verkennen import NOTEBOOKS, of_one_school, run_cells, without_deliveries

PER = {"regio": (), "schooltype": ("schooltype",), "bestuur": ("bestuur",), "school": ("school",)}
SHOWN_PER_SCHOOL = {"P2", "K1", "B1_1", "R_U", "R_V2", "I"}
NUMBERS = ["n", "k", "pct", "laag", "hoog"]
VEGALITE_IN_JUPYTERLAB = "5.8"


@pytest.fixture(scope="module")
def v(finished: Workspace) -> verkennen.Verkenning:
    return verkennen.start(finished.root)


@pytest.fixture(scope="module", params=["demo", "empty", "one school"])
def place(
    request: pytest.FixtureRequest, finished: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    make = {"empty": without_deliveries, "one school": of_one_school}.get(request.param)
    return make(finished, tmp_path_factory.mktemp("lab") / "werkmap") if make else finished


def test_the_figures_are_those_of_the_release(v: verkennen.Verkenning) -> None:
    """Every figure that is shown, of every rate: at one level, and of the headline at all of them."""
    shown = v.cijfers().query("status == 'gemeten' and soort_klasse != 'code'")
    compared = 0
    for code in definities():
        for niveau in PER if code == "P1" else ["school" if code in SHOWN_PER_SCHOOL else "regio"]:
            per = PER[niveau]
            own = v.indicator(code, per)
            own = own.assign(eenheid=own["school_id" if niveau == "school" else per[0]] if per else "regio")
            release = shown[(shown.indicator == code) & (shown.niveau == niveau)]
            both = release.merge(own, on=["cohort", "eenheid"], how="left", suffixes=("", "_eigen"))
            for name in NUMBERS:
                assert both[f"{name}_eigen"].astype(float).to_list() == both[name].astype(float).to_list()
            compared += len(both)
    assert compared > 150


def test_destinations_are_those_of_the_release(v: verkennen.Verkenning) -> None:
    shown = v.cijfers("D").query("status == 'gemeten' and niveau == 'schooltype'")
    own = pd.concat(
        [v.bestemmingen("schooltype", soort=soort).assign(soort_klasse=soort) for soort in ("klasse", "code")]
    )
    both = shown.merge(
        own, left_on=["cohort", "eenheid", "klasse", "soort_klasse"],
        right_on=["cohort", "schooltype", "klasse", "soort_klasse"], suffixes=("", "_eigen"),
    )  # fmt: skip
    assert len(both) == len(shown) > 0
    assert both.k.to_list() == both.k_eigen.to_list()


def test_life_table_and_flows_are_of_the_same_leavers(v: verkennen.Verkenning) -> None:
    """Who starts in work are the numerator of work at U, and their first interval has the k of BW_V1."""
    cohort = v.cohort("V4")
    curve = v.volgcurve(waar=f"cohort = {cohort}").query("gebeurtenis_naam == 'niet meer in werk'")
    work = v.bestemmingen(waar=f"cohort = {cohort}").set_index("klasse").k["WERK"]
    assert curve.aantal.iloc[0] == work
    stays = v.indicator("BW_V1", waar=f"cohort = {cohort}").iloc[0]
    assert stays.n == curve.aantal.iloc[0] - curve.niet_gemeten.iloc[0] - curve.weg.iloc[0]
    assert stays.n - stays.k == curve.gebeurtenis.iloc[0]
    flow = v.stromen("U", "V2", waar=f"cohort = {cohort}")
    both = v.indicator("WW_V2", waar=f"cohort = {cohort}").iloc[0]
    assert flow.query("van == 'WERK' and naar == 'WERK'").k.item() == both.k
    paths = v.paden(waar=f"cohort = {cohort}")
    assert paths[paths.U.eq("WERK") & paths.V2.eq("WERK")].k.sum() == both.k
    per_school = v.stromen("U", "V2", per="school", waar=f"cohort = {cohort}")
    assert per_school.k.sum() == flow.k.sum() == v.bestemmingen(waar=f"cohort = {cohort}").n.iloc[0]


@pytest.mark.parametrize("schooljaar", ["2024-2025", "2022-2023"])
def test_the_situations_are_what_the_indicators_see(finished: Workspace, schooljaar: str) -> None:
    """At every moment, and nothing that was measured after the stand."""
    people = verkennen.start(finished.root, schooljaar).panel(hoeveel=100_000)
    measured = {m: people[f"{m}_situatie"] != "niet gemeten" for m in ("v2", "v4")}
    for moment, seen in measured.items():
        assert (seen == people[f"{moment}_gemeten"]).all()
        assert ((people[f"{moment}_situatie"] == "WERK") == people[f"{moment}_werk"].fillna(False)).all()
        assert ((people[f"{moment}_situatie"] == "weg") == people[f"{moment}_weg"].fillna(False)).all()
    assert measured["v2"].any()
    assert measured["v4"].any() == (schooljaar == "2024-2025")


def test_groups_that_cannot_be_followed_yet_have_no_curve(v: verkennen.Verkenning) -> None:
    per_cohort = v.volgcurve(per="cohort").groupby("cohort").interval.nunique().to_dict()
    assert per_cohort == {2021: 4, 2022: 4, 2023: 2}
    assert v.volgcurve(waar=f"cohort = {v.cohort()}").empty
    assert "geen gegevens" in v.grafiek.volgcurve(v.volgcurve(waar=f"cohort = {v.cohort()}")).alt
    assert v.stromen("U", "V2", per=["cohort", "school"], waar="cohort <= 2023").k.sum() > 0


def test_a_plan_that_cannot_be_tested_says_why(v: verkennen.Verkenning) -> None:
    schools = v.sql("SELECT DISTINCT school_id FROM panel").school_id
    for chosen, start in ((schools[:0], 2023), (schools, 2021), (schools[:2], 2030)):
        assert v.kracht("P2", chosen, start).attrs["uitkomst"].startswith("Niet te zeggen")
    with pytest.raises(verkennen.NietHier, match="no leavers of school"):
        v.kracht("P2", ["bestaat niet"], 2023)


def test_the_three_questions_of_the_help(v: verkennen.Verkenning) -> None:
    """What help(v) shows gives the same as a count by hand from the rows of the panel."""
    people = v.panel("cohort = 2022", hoeveel=100_000)
    girls = people[
        (people.geslacht == "V") & (people.perspectief_arbeid == "J") & ~people.u_vertrokken.fillna(False)
    ]
    asked = v.indicator("P2", per="schooltype", waar=["geslacht = 'V'", "cohort = 2022"])
    assert asked.n.to_list() == girls.groupby("schooltype").size().to_list()
    assert asked.k.to_list() == girls.groupby("schooltype").u_werk_convenant.sum().to_list()
    older = v.sql("SELECT school_id FROM panel GROUP BY school_id HAVING avg(leeftijd) > 18").school_id
    ages = v.panel(hoeveel=100_000).groupby("school_id").leeftijd.mean()
    assert set(older) == set(ages.index[ages > 18])


def test_the_examples_in_the_docstrings(finished: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kamer.WERKMAP, str(finished.root))
    failed, tried = doctest.testmod(kamer)
    assert failed == 0
    assert tried > 15


def test_every_public_method_says_what_it_does() -> None:
    for name, method in vars(verkennen.Verkenning).items():
        if not name.startswith("_"):
            assert len((method.__doc__ or getattr(method, "func", method).__doc__ or "").split()) >= 7, name


def test_every_column_of_the_panel_has_a_meaning(v: verkennen.Verkenning) -> None:
    columns = v.kolommen()
    assert columns.betekenis.notna().all()
    own = {name for name in betekenissen() if name[:2] not in ("u_", "v1", "v2", "v3", "v4")}
    assert own <= set(columns.kolom)


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("INSERT INTO schoolverlater SELECT * FROM schoolverlater", "INSERT"),
        ("DELETE FROM panel", "DELETE"),
        ("UPDATE waarneming SET u_werk = true", "UPDATE"),
        ("CREATE TEMP TABLE x AS SELECT 1", "CREATE"),
        ("COPY panel TO 'uit.csv'", "COPY"),
        ("EXPORT DATABASE 'uit'", "EXPORT"),
        ("ATTACH 'ander.duckdb'", "ATTACH"),
        ("INSTALL httpfs", "INSTALL"),
        ("SET VARIABLE stand = DATE '2099-01-01'", "SET"),
        ("SET lock_configuration = false", "SET"),
        ("SELECT 1; DELETE FROM panel", "found 2"),
        ("", "found 0"),
        ("FROM read_csv('data/raw/2022/geheim.csv')", "outside the microdata"),
        ("FROM 'data/raw/2022/geheim.csv'", "outside the microdata"),
        ("FROM glob('data/raw/*')", "outside the microdata"),
        ("FROM read_parquet('https://example.org/x.parquet')", "outside the microdata"),
    ],
)
def test_anything_but_a_question_is_refused(v: verkennen.Verkenning, asked: str, word: str) -> None:
    before = len(v.sql("FROM panel"))
    with pytest.raises(verkennen.NietHier) as refused:
        v.sql(asked)
    assert word in refused.value.message
    assert refused.value.advice
    assert "geheim" not in str(refused.value)
    assert len(v.sql("FROM panel")) == before


def test_the_session_itself_is_locked_too(v: verkennen.Verkenning) -> None:
    """Also for who goes round the method."""
    import duckdb

    for asked in ("INSERT INTO school SELECT * FROM school", "COPY school TO 'x.csv'", "FROM read_csv('x')"):
        with pytest.raises(duckdb.Error, match=r"read-only|disabled"):
            v._con.execute(asked)
    with pytest.raises(duckdb.Error, match="locked"):
        v._con.execute("SET enable_external_access = true")


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda v: v.indicator("P9"), "'P9' is not an indicator"),
        (lambda v: v.indicator("P2", per="geslagt"), "did you mean 'geslacht'"),
        (lambda v: v.indicator("P2", waar="leeftijt > 18"), "did you mean 'leeftijd'"),
        (lambda v: v.indicator("P2", waar="leeftijd >"), "not a condition"),
        (lambda v: v.indicator("P2", waar="1 = (SELECT 1 FROM read_csv('x'))"), "outside the microdata"),
        (lambda v: v.paden(), "lies after"),
        (lambda v: v.overzicht("iets"), "not an overview"),
        (lambda v: v.grafiek.funnel(v.funnel("P2", 2024)), "v.grafiek.funnel draws a table of figures"),
        (lambda v: v.grafiek.punten(v.sql("FROM panel")), "v.grafiek.punten draws a table of figures"),
        (lambda v: v.sql("FROM panel", panel=pd.DataFrame({"a": [1]})), "already"),
        (lambda v: verkennen.start(v.werkmap.root, "20-99"), "not a school year"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_what_to_do(v: verkennen.Verkenning, ask: object, message: str) -> None:
    with pytest.raises(verkennen.NietHier) as refused:
        ask(v)
    assert message in refused.value.message
    assert refused.value.advice


def test_a_table_of_her_own_beside_the_microdata(v: verkennen.Verkenning) -> None:
    mine = pd.DataFrame({"schooltype": ["PRO"], "woord": ["praktijk"]})
    found = v.sql(
        "SELECT woord, count(*) AS n FROM panel JOIN mijn USING (schooltype) GROUP BY ALL", mijn=mine
    )
    assert found.woord.to_list() == ["praktijk"]
    with pytest.raises(Exception, match="mijn"):
        v.sql("FROM mijn")


def test_a_session_keeps_its_microdata_while_a_run_replaces_them(finished: Workspace, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "werkmap", demo=True)
    shutil.copy(finished.settings_file, workspace.settings_file)
    old = current(finished)
    assert old
    shutil.copy(old.file, workspace.processed / "microdata-een.duckdb")
    workspace.microdata_pointer.write_text(json.dumps({"file": "microdata-een.duckdb", "inputs": "een"}))
    first = verkennen.start(workspace.root)
    before = first.indicator("P1")
    shutil.copy(old.file, workspace.processed / "microdata-twee.duckdb")
    workspace.microdata_pointer.write_text(json.dumps({"file": "microdata-twee.duckdb", "inputs": "twee"}))
    (workspace.processed / "microdata-een.duckdb").unlink()
    assert verkennen.start(workspace.root).microdata.inputs == "twee"
    pd.testing.assert_frame_equal(first.indicator("P1"), before)
    again = verkennen.start(workspace.root)  # the first cell, run once more
    assert again.indicator("P1").n.to_list() == before.n.to_list()


def test_without_microdata_it_says_how_to_make_them(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path, demo=True)
    with pytest.raises(verkennen.NietHier, match="no microdata yet"):
        verkennen.start(workspace.root)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_runs_from_top_to_bottom(
    notebook: Path, place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kamer.WERKMAP, str(place.root))
    shown = run_cells(notebook)
    assert len(shown) >= 5
    figures = [bundle for bundle in shown if isinstance(bundle, dict) and VEGALITE_MIME in bundle]
    assert all("CDN" not in json.dumps(bundle) and bundle["text/plain"] for bundle in figures)


def charts(v: verkennen.Verkenning) -> dict[str, Figuur]:
    g, year = v.grafiek, f"cohort = {v.cohort('V4')}"
    schools = v.sql("SELECT DISTINCT school_id FROM panel ORDER BY ALL").school_id
    return {
        "bestemmingen": g.bestemmingen(v.bestemmingen("school")),
        "verloop": g.verloop(v.indicator(["R_U", "R_V2"], "schooltype")),
        "verloop van klassen": g.verloop(v.bestemmingen()),
        "veel lijnen": g.verloop(v.indicator("P2", "school")),
        "punten": g.punten(v.indicator("P1", "school"), doel=90),
        "funnel": g.funnel(v.indicator("P2", "school")),
        "volgcurve": g.volgcurve(v.volgcurve("schooltype", year)),
        "stromen": g.stromen(v.stromen("U", "V4", waar=year)),
        "staven": g.staven(v.overzicht("koppeling"), "methode", "aantal"),
        "kracht": g.kracht(v.kracht("P2", schools.head(3), 2023)),
        "kijker": v.kijker("P2"),
    }


def without_rows(part: object) -> object:
    """The specification with one row of each table: checking them all takes long and says the same."""
    if isinstance(part, dict):
        return {name: part["values"][:1] if name == "values" else without_rows(part[name]) for name in part}
    return [without_rows(each) for each in part] if isinstance(part, list) else part


def test_charts_are_what_the_vega_of_jupyterlab_can_draw(v: verkennen.Verkenning) -> None:
    """Its Vega-Lite is 5; the theme and the data come along, and nothing is fetched."""
    import altair as alt
    import vl_convert

    for name, figure in charts(v).items():
        alt.Chart.from_dict(without_rows(figure.spec), validate=True)
        drawn = vl_convert.vegalite_to_svg(dict(figure.spec), vl_version=VEGALITE_IN_JUPYTERLAB)
        assert "<path" in drawn, name
        text = json.dumps(figure.spec)
        assert '"url"' not in text and "persoon" not in text, name
        assert figure.spec["config"]["locale"]["number"]["decimal"] == ",", name


def test_a_chart_of_her_own_is_drawn_offline_too(v: verkennen.Verkenning) -> None:
    import altair as alt

    own = alt.Chart(v.indicator("P2")).mark_line().encode(x="cohort:O", y="pct:Q")
    bundle = own._repr_mimebundle_()
    assert set(bundle) == {VEGALITE_MIME, "text/plain"}
    assert bundle[VEGALITE_MIME]["config"]["locale"]["number"]["decimal"] == ","


def test_a_big_table_is_dutch_escaped_and_capped() -> None:
    rows = pd.DataFrame(
        {"school": ["<b>A & B</b>"] * 2_100, "cohort": 2022, "pct": 46.34, "n": 1_245, "ja": True}
    )
    html = Bladertabel(rows.assign(leeg=None), "Scholen").html()
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html and "<b>A" not in html
    assert ">46,3<" in html and ">1.245<" in html and ">2022-2023<" in html and ">ja<" in html
    assert html.count("<tr>") == 2_001 and "de eerste 2.000 van 2.100 rijen" in html
    assert "http" not in html.replace("</tr>", "")
