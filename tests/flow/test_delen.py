"""Sharing from the analyst's room: the only thing that writes outside it, and what it writes."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import date

import openpyxl
import pandas as pd
import pytest

from pipeline import verkennen
from pipeline.gate.check import OM_TE_DELEN, faults_in
from pipeline.indicators.definitions import BESTEMMING, Definitie, definities
from pipeline.release.generations import read_shared
from pipeline.verkennen.gedeeld import Gedeeld
from pipeline.verkennen.herkomst import Bron, Herkomst, herkomst
from pipeline.verkennen.uitvoer import csv_of, draw, with_schooljaar, workbook_of
from pipeline.verkennen.vraag import VAN_LEERLING
from pipeline.workspace.errors import ReleaseGeweigerd, ToeleidingError
from pipeline.workspace.folders import Workspace
from tests.support.workspaces import fingerprints

JAAR = "cohort = 2024"


@pytest.fixture(scope="module")
def place(finished: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("delen") / "werkmap"
    shutil.copytree(finished.root, root)
    return Workspace(root)


@pytest.fixture(scope="module")
def v(place: Workspace) -> verkennen.Verkenning:
    return verkennen.start(place.root)


@pytest.fixture(scope="module")
def chart(v: verkennen.Verkenning) -> Gedeeld:
    table = v.indicator("P2", per="schooltype", waar=[JAAR, "leeftijd >= 17"])
    return v.delen(v.grafiek.punten(table), naam="vanaf-17")


def numbers(shared: Gedeeld) -> list[list[str]]:
    """The rows of the CSV, without where it comes from."""
    text = (shared.map / "tabel.csv").read_text("utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=";"))


def test_a_chart_that_is_shared_is_a_folder_with_where_it_comes_from(
    v: verkennen.Verkenning, chart: Gedeeld
) -> None:
    found = {path.name for path in chart.map.iterdir()}
    assert chart.map == v.werkmap.root / "gedeeld" / "vanaf-17"
    assert found == {
        *("tabel.csv", "tabel.xlsx", "pagina.html", "grafiek.svg", "grafiek.png"),
        *("herkomst.json", "bestanden.json"),
    }
    for name in found:
        assert faults_in(name, (chart.map / name).read_bytes(), OM_TE_DELEN) == [], name
    about = json.loads((chart.map / "herkomst.json").read_text("utf-8"))
    assert "leeftijd >= 17" in about["Van wie"] and "Leeftijd in jaren" in about["Van wie"]
    assert about["Schooljaren"] == "2024-2025" and "31 december 2025" in about["Stand"]
    assert about["titel"] == "Plaatsing (convenant) per schooltype, alleen leeftijd 17 of meer"
    assert (chart.map / "grafiek.svg").read_text("utf-8").count("leeftijd 17 of meer") >= 3  # heading, notes
    for name in ("tabel.csv", "pagina.html", "grafiek.svg"):
        text = (chart.map / name).read_text("utf-8")
        assert "Voorbeeldgegevens" in text and about["Kenmerk"] in text, name
        assert "http://" not in text.replace("http://www.w3.org/", "") and "https://" not in text, name
    book = openpyxl.load_workbook(chart.map / "tabel.xlsx")
    assert about["Kenmerk"] in [row[1].value for row in book["Herkomst"].iter_rows()]


def test_the_numbers_are_those_of_the_microdata_and_small_ones_are_not_there(
    v: verkennen.Verkenning, chart: Gedeeld
) -> None:
    head, *rows = numbers(chart)
    people = v.panel(
        [JAAR, "leeftijd >= 17", "perspectief_arbeid = 'J'", "NOT coalesce(u_vertrokken, false)"]
    )
    assert len(people) and len(rows) == 2
    for row in (dict(zip(head, each, strict=True)) for each in rows):
        own = people[people.schooltype == row["schooltype"]]
        n, k = len(own), int(own.u_werk_convenant.fillna(False).sum())
        if row["status"] == "gemeten":
            assert (row["n"], row["k"]) == (str(n), str(k))
            assert min(n - 5, k, n - k) >= 5
        else:
            assert [row[name] for name in ("n", "k", "pct", "laag", "hoog")] == [""] * 5
    assert any(row[-1] == "gemeten" for row in rows)


def test_what_is_shared_is_kept_and_the_same_again_changes_nothing(
    v: verkennen.Verkenning, chart: Gedeeld
) -> None:
    (kept,) = read_shared(v.werkmap.uitgegeven, v.microdata.inputs)
    groups = [groep for groep in kept.groepen if groep.getoond]
    assert kept.cohort == 2024 and len(groups) == 2
    assert [shown for groep in groups for _, shown in groep.getoond] == [
        row[-1] == "gemeten" for row in numbers(chart)[1:]
    ]
    before = fingerprints(v.werkmap.uitgegeven) | fingerprints(v.werkmap.gedeeld)
    table = v.indicator("P2", per="schooltype", waar=[JAAR, "leeftijd >= 17"])
    assert v.delen(v.grafiek.punten(table), naam="vanaf-17").map == chart.map
    assert fingerprints(v.werkmap.uitgegeven) | fingerprints(v.werkmap.gedeeld) == before


def test_figures_of_a_release_leave_as_they_are(v: verkennen.Verkenning) -> None:
    table = v.cijfers("P2").query("niveau == 'school' and cohort == 2024")
    before = fingerprints(v.werkmap.uitgegeven)
    shared = v.delen(table)
    assert len(numbers(shared)) == len(table) + 1
    assert "meer te tonen" not in shared._repr_mimebundle_()[0]["text/plain"]
    assert fingerprints(v.werkmap.uitgegeven) == before
    changed = table.assign(k=table.k + 1)
    with pytest.raises(verkennen.NietHier, match="not the figures of the release"):
        v.delen(changed)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda v: v.indicator("P2", per="u_klasse"), "a group by u_klasse"),
        (lambda v: v.indicator("P1", per="perspectief_arbeid"), "a group by perspectief_arbeid"),
        (lambda v: v.indicator("P1", waar="persoon > '5'"), "a group by persoon"),
        (lambda v: v.indicator("P1", waar="school_id IN (SELECT school_id FROM panel)"), "more than compare"),
        (lambda v: v.indicator("P1", waar="random() < 0.5"), "more than compare"),
        (lambda v: v.bestemmingen(soort="code"), "by code"),
        (lambda v: v.indicator("P1").assign(eigen=1), "the column eigen"),
        (lambda v: v.indicator("P1").drop(columns="cohort"), "lost the column cohort"),
        (lambda v: v.indicator("P1", per="school").drop(columns="school_id"), "lost the column school_id"),
        (lambda v: v.indicator("P1", waar="cohort = 1900"), "nothing to share"),
        (lambda v: v.stromen("U", "V2", waar="cohort = 2022"), "does not know which question"),
        (lambda v: v.sql("SELECT count(*) AS n FROM panel"), "does not know which question"),
        (lambda v: v.panel(), "does not know which question"),
        (lambda v: v.kijker("P2"), "cannot be shared"),
        (lambda _: pd.DataFrame({"n": [1]}), "does not know which question"),
    ],
)
def test_what_cannot_be_shared_says_what_to_do(v: verkennen.Verkenning, ask: object, message: str) -> None:
    before = fingerprints(v.werkmap.root)
    with pytest.raises(verkennen.NietHier) as refused:
        v.delen(ask(v))
    assert message in refused.value.message
    assert refused.value.advice
    assert fingerprints(v.werkmap.root) == before


def test_a_name_that_leads_elsewhere_is_refused(v: verkennen.Verkenning) -> None:
    for naam in ("../x", "a/b", ".verborgen", "C:", "a" * 80, "met spatie"):
        with pytest.raises(verkennen.NietHier, match="not a name for a folder"):
            v.delen(v.cijfers("P2"), naam=naam)


def test_what_lies_where_it_would_come_stays_and_is_told(v: verkennen.Verkenning) -> None:
    """Such as what JupyterLab leaves when a shared file is opened in it."""
    shared = v.delen(v.cijfers("P2"), naam="al-daar")
    strange = shared.map / ".ipynb_checkpoints"
    strange.mkdir()
    (v.werkmap.gedeeld / "bestand").write_text("x", encoding="utf-8")
    before = fingerprints(v.werkmap.root)
    for naam, why in (
        ("al-daar", "a folder that was not shared: .ipynb_checkpoints"),
        ("bestand", "is a file"),
    ):
        with pytest.raises(verkennen.NietHier, match=why) as refused:
            v.delen(v.cijfers("P2"), naam=naam)
        assert "naam='…'" in refused.value.advice
    strange.rmdir()
    with pytest.raises(verkennen.NietHier, match="something else in gedeeld/al-daar"):
        v.delen(v.cijfers("P1"), naam="al-daar")
    assert fingerprints(v.werkmap.root) == before
    assert v.delen(v.cijfers("P2"), naam="al-daar").map == shared.map


@pytest.mark.parametrize(
    ("per", "waar"), [("gemeente", JAAR), ("schooltype", "gemeente = '0599'"), ("uitstroomprofiel", JAAR)]
)
def test_groups_that_a_release_has_a_table_of_are_not_shared(
    v: verkennen.Verkenning, per: str, waar: str
) -> None:
    with pytest.raises(verkennen.NietHier, match="every release publishes") as refused:
        v.delen(v.indicator("K1", per=per, waar=[JAAR, waar]))
    assert "in the XLSX beside it" in refused.value.advice
    assert "by cohort, schooltype, bestuur, school, geslacht" in refused.value.advice


@pytest.mark.full
def test_numbers_that_were_changed_are_refused(v: verkennen.Verkenning) -> None:
    table = v.indicator("P2", per="schooltype", waar=JAAR)
    with pytest.raises(verkennen.NietHier, match="were changed"):
        v.delen(table.assign(k=table.k - 1))


@pytest.mark.full
def test_small_groups_are_refused_as_a_whole(v: verkennen.Verkenning) -> None:
    with pytest.raises(ReleaseGeweigerd) as refused:
        v.delen(v.indicator("P2", per=["school", "leeftijd"], waar=JAAR))
    assert "Take groups together" in refused.value.advice
    assert not any(letter.isdigit() for letter in str(refused.value))


def test_beside_other_microdata_or_an_older_release_nothing_is_shared(place: Workspace) -> None:
    old = verkennen.start(place.root, "2023-2024")
    with pytest.raises(verkennen.NietHier, match="newest release"):
        old.delen(old.indicator("P2", per="schooltype"))


@pytest.mark.full
def test_a_file_that_may_not_leave_leaves_nothing(v: verkennen.Verkenning) -> None:
    before = fingerprints(v.werkmap.root)
    with pytest.raises(ToeleidingError, match="a path of a machine"):
        v.delen(v.indicator("P2", per="bestuur", waar=JAAR), titel="/home/anna/p2.xlsx")
    assert fingerprints(v.werkmap.root) == before


def test_whose_figures_are_not_shown_is_named_as_long_as_it_fits_a_line() -> None:
    table = pd.DataFrame(
        {
            "cohort": [2023, 2024, 2024],
            "geslacht": ["V", "V", None],
            "indicator": "D",
            "klasse": ["WERK", "WERK", "GEEN"],
            "status": ["niet getoond", "gemeten", "niet getoond"],
        }
    )
    bron = Bron("R", date(2025, 12, 31), "a" * 64, "b" * 64, voorbeeld=False)

    def told(rows: pd.DataFrame, per: list[str]) -> str:
        return dict(herkomst("T", rows, [], per, bron, "").regels)["Niet getoond"]

    left = "geen werk of opleiding, of vertrokken"
    assert told(table, ["geslacht"]).startswith(
        f"2 van 3 cijfers (V, werk, 2023-2024; niet ingevuld, {left}, 2024-2025). Een getal"
    )
    assert told(table.iloc[[2]], []).startswith("1 van 1 cijfers. Een getal")
    many = pd.concat([table] * 5, ignore_index=True)
    assert told(many, ["geslacht"]).startswith("10 van 15 cijfers. Een getal")


def test_a_chart_of_more_groups_than_have_a_name_says_so(v: verkennen.Verkenning) -> None:
    words = "te veel groepen om bij naam te noemen"
    table = v.cijfers("P2")
    for rows, said in ((table, True), (table[table.niveau == "schooltype"], False)):
        drawn = draw(v.grafiek.verloop(rows), Herkomst("T", ()))
        assert (words in drawn) == said


def test_a_name_of_a_school_never_becomes_a_formula() -> None:
    table = pd.DataFrame(
        {
            "cohort": [2024, 2024, 2024],
            "school": ['=HYPERLINK("x")', "+31 School; de", "-1+1"],
            "n": pd.array([30, 20, None], dtype="Int64"),
            "k": pd.array([15, 10, None], dtype="Int64"),
            "pct": [50.0, 50.0, None],
            "status": ["gemeten", "gemeten", "niet getoond"],
        }
    )
    shown, about = with_schooljaar(table), Herkomst("=1+1", (("Regio", "@x"),))
    content = csv_of(shown, about)
    assert faults_in("tabel.csv", content, OM_TE_DELEN) == []
    assert '"\'=HYPERLINK(""x"")"' in content.decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of(shown, about)))["Tabel"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet["B2"].value == '=HYPERLINK("x")'


def test_no_definition_looks_at_what_groups_may_be_of() -> None:
    """Or what is shared would tell of published figures more than that they add up."""
    conditions = [text for d in (*definities().values(), BESTEMMING) for text in _conditions(d)]
    looked_at = {word for text in conditions for word in re.findall(r"\w+", text)}
    assert "uitstroomprofiel" in looked_at
    assert looked_at.isdisjoint(VAN_LEERLING)


def _conditions(definitie: Definitie) -> list[str]:
    return [
        d or "" for d in (definitie.in_noemer, definitie.in_teller, definitie.telt_mee, definitie.gevonden)
    ]
