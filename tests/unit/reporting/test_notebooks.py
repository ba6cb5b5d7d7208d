"""The notebooks in git: prose and one-line calls, no outputs, every reference with its label."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import NotebookNode

from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.indicators.varianten import varianten
from pipeline.reporting import content
from pipeline.reporting.assets import assets_dir
from pipeline.reporting.cells import parse_cell
from pipeline.reporting.content import paren
from pipeline.reporting.content.samen import code as leescode
from pipeline.reporting.rapport import Rapport
from pipeline.workspace.folders import project_root
from tests.support.fake_release import FakeRelease

FOLDER = project_root() / "notebooks"
NAMEN = content.namen()


@pytest.fixture(params=["toetsing", "stuurgroep"])
def pad(request: pytest.FixtureRequest) -> Path:
    return FOLDER / f"{request.param}.ipynb"


@pytest.fixture
def notebook(pad: Path) -> NotebookNode:
    return nbformat.read(pad, as_version=4)


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cel for cel in notebook.cells if cel.cell_type == "code"]


def proza(notebook: NotebookNode) -> str:
    return "\n\n".join(cel.source for cel in notebook.cells if cel.cell_type == "markdown")


def labels(notebook: NotebookNode) -> list[str]:
    van_cellen = [parse_cell(cel.source, "cel").label for cel in code(notebook)]
    return [label for label in van_cellen if label] + re.findall(r"\{#(sec-[a-z0-9-]+)\}", proza(notebook))


def test_it_is_valid_and_holds_no_outputs(notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    assert all(cel.outputs == [] and cel.execution_count is None for cel in code(notebook))


def test_sources_are_lists_of_lines(pad: Path) -> None:
    """A source as one string loses its newlines in Quarto."""
    cells = nbformat.reads(pad.read_text("utf-8"), as_version=4).cells
    ruw = yaml.safe_load(pad.read_text("utf-8"))["cells"]
    assert len(cells) == len(ruw) and all(isinstance(cel["source"], list) for cel in ruw)


def test_cell_ids_are_unique(notebook: NotebookNode) -> None:
    ids = [cel.id for cel in notebook.cells]
    assert len(ids) == len(set(ids))


def test_it_starts_with_title_and_parameters(notebook: NotebookNode) -> None:
    voor, parameters, openen = notebook.cells[:3]
    assert voor.cell_type == "raw" and yaml.safe_load(voor.source.strip("-\n"))["lang"] == "nl"
    assert parameters.metadata["tags"] == ["parameters"]
    assert ast.unparse(ast.parse(parameters.source)) == "schooljaar = None\nrelease = None\nrenderer = None"
    assert "open_rapport(schooljaar, release)" in openen.source


def test_code_cells_are_one_call(notebook: NotebookNode) -> None:
    for cel in code(notebook)[2:]:
        (regel,) = ast.parse(cel.source).body
        assert isinstance(regel, ast.Expr) and isinstance(regel.value, ast.Call), cel.source
        functie = regel.value.func
        assert isinstance(functie, ast.Attribute) and ast.unparse(functie.value) == "r", cel.source


def test_every_name_exists_and_has_the_right_label(notebook: NotebookNode) -> None:
    for cel in code(notebook)[2:]:
        soort, naam = re.search(r'r\.(\w+)\((?:"(\w+)")?', cel.source).groups()  # type: ignore[union-attr]
        if naam:
            assert naam in NAMEN[soort], cel.source
        begin = {"figuur": "fig-", "tabel": "tbl-"}.get(soort)
        verwacht = f"{begin}{naam.replace('_', '-')}" if begin else ""
        assert parse_cell(cel.source, "cel").label == verwacht


def test_labels_are_unique(notebook: NotebookNode) -> None:
    assert sorted(labels(notebook)) == sorted(set(labels(notebook)))


def test_every_reference_has_its_label(notebook: NotebookNode) -> None:
    verwijzingen = set(re.findall(r"@((?:fig|tbl|sec)-[a-z0-9-]+)", proza(notebook)))
    assert verwijzingen and verwijzingen <= set(labels(notebook))


def test_every_citation_is_in_the_bibliography(notebook: NotebookNode) -> None:
    bekend = set(
        re.findall(r"^@\w+\{(\w+),", (assets_dir() / "references.bib").read_text("utf-8"), re.MULTILINE)
    )
    aangehaald = set(re.findall(r"@(?!fig-|tbl-|sec-)(\w+)", proza(notebook)))
    assert aangehaald and aangehaald <= bekend


def called(notebook: NotebookNode, rapport: Rapport) -> str:
    """All that the calls of a notebook say, but for the table of definitions itself."""
    calls = re.findall(
        r'r\.(figuur|tabel|zinnen)\("(\w+)"\)', "\n".join(cel.source for cel in code(notebook))
    )
    bundles = [getattr(rapport, soort)(naam) for soort, naam in calls if naam != "definities"]
    return "\n".join(str(getattr(b, part, "")) for b in bundles for part in ("caption", "markdown", "alt"))


def test_every_measure_that_is_named_is_in_the_table_of_definitions(notebook: NotebookNode) -> None:
    """A code of one letter counts as a measure only after the word definitie: U and V1 are moments."""
    rapport = Rapport.van("2023-2024", FakeRelease())
    codes = {leescode(indicator) for indicator in (BESTEMMING.code, *definities())} | {"R", "BW"}
    readings = "\n".join(v.naam for v in varianten())  # in the table of every other reading
    text = called(notebook, rapport) + proza(notebook) + readings
    found = {word for word in re.findall(r"\b[A-Z]+\d?\b", text) if word in codes and len(word) > 1}
    found |= set(re.findall(r"\bdefinitie ([A-Z]+\d?)\b", text))
    defined = re.findall(r", ([A-Z]+\d?)(?: V?[U\d])? \|", rapport.tabel("definities").markdown)
    assert {"P1", "D", "R"} <= found and found <= set(defined)


def test_every_figure_has_its_table_after_it_or_the_way_to_its_tables(notebook: NotebookNode) -> None:
    cellen = [cel.source for cel in notebook.cells]
    for plaats, bron in enumerate(cellen):
        if "r.figuur(" in bron:
            naam = re.search(r'r\.figuur\("(\w+)"\)', bron)[1]  # type: ignore[index]
            maten = [maat.lower().replace("_", "-") for maat in paren.PAREN.get(naam, ())]
            tabellen = [f"tbl-{maat}-school" for maat in maten] or [f"tbl-{naam.replace('_', '-')}"]
            eerste, _, _ = cellen[plaats + 1].partition("\n\n")
            ernaast = tabellen == [f"tbl-{naam.replace('_', '-')}"] and f'r.tabel("{naam}")' in eerste
            assert ernaast or all(re.search(rf"@{tabel}\b(?!-)", eerste) for tabel in tabellen), naam


def test_the_text_makes_no_causal_claim_and_says_so() -> None:
    tekst = proza(nbformat.read(FOLDER / "toetsing.ipynb", as_version=4))
    assert "Geen oorzaken" in tekst and "vergelijkingsgroep" in tekst
    assert "dan zonder het convenant" not in tekst  # the test of section 13 is about plans


@pytest.mark.parametrize(
    ("kort", "lang"), [("vso", "voortgezet speciaal onderwijs"), ("ESF", "Europees Sociaal Fonds")]
)
def test_an_abbreviation_is_written_out_where_it_comes_first(
    notebook: NotebookNode, kort: str, lang: str
) -> None:
    zinnen = "\n".join(regel for regel in proza(notebook).splitlines() if not regel.startswith("#"))
    eerste = re.search(rf"\b{kort}\b", zinnen)
    assert eerste and zinnen[: eerste.start()].endswith(f"{lang} (")


@pytest.mark.parametrize("begrip", ["Toevalsmarge.", "Vaste woorden.", "Onbekend."])
def test_both_reports_explain_a_word_in_the_same_words(begrip: str) -> None:
    uitleg = set()
    for naam in ("toetsing", "stuurgroep"):
        tekst = proza(nbformat.read(FOLDER / f"{naam}.ipynb", as_version=4))
        uitleg |= {alinea for alinea in tekst.split("\n\n") if alinea.startswith(f"**{begrip}**")}
    assert len(uitleg) == 1
