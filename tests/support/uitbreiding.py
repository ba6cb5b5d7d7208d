"""The steps of docs/uitbreiden.md on a copy of the program: an indicator that the reports speak of."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pipeline.workspace.folders import project_root

PARTS = (
    "pipeline",
    "notebooks",
    "reports/assets",
    "reports/_quarto.yml",
    "pyproject.toml",
)
CODE, NAAM = "LW", "leren of werken"
DEFINITIE = f'''
[{CODE}]
naam = "{NAAM}"
versie = "1"
bron = "keuze van het project"
vraag = "Hoeveel schoolverlaters gingen leren of werken?"
teller = "wie ging werken of naar een opleiding of school ging"
noemer = "alle schoolverlaters met een bekende bestemming"
onbekend_telt = "buiten de noemer"
momenten = ["U"]
in_noemer = "true"
in_teller = "CASE WHEN u_code <> 'ONBEKEND' THEN u_klasse IN ('WERK', 'LEREN') END"
telt_mee = "u_code <> 'ONBEKEND'"
'''
VOORBEELDEN = """wie;bestemming;telt;waarom
gaat werken;ARB_REG;teller;werk
gaat naar het mbo;MBO_BOL;teller;een opleiding
gaat naar dagbesteding;DAG_ARB;noemer;geen werk en geen opleiding
is niet bereikt;ONBEKEND;niet;niemand weet waar zij is
"""
MAAT = f'''        Maat(
            "{CODE}", "{NAAM}", "Leren of werken",
            ("schoolverlater met een bekende bestemming", "schoolverlaters met een bekende bestemming"),
            ("ging", "gingen"), "leren of werken",
        ),
'''
INHOUD = f'''"""How many leavers went to learn or to work."""

from pipeline.reporting.display import Proza
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import MATEN
from pipeline.reporting.sentences import basis


def tekst(g: Gegevens) -> Proza:
    """The figure of the region."""
    return Proza(basis.zin(MATEN["{CODE}"], g.cel("{CODE}"), g.peildatum("{CODE}"), g.stand))
'''


def copied(root: Path) -> Path:
    """A copy of the program."""
    for part in PARTS:
        source, target = project_root() / part, root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return root


def add_indicator(root: Path) -> None:
    """Steps of "Add an indicator": definition, examples, that more of it is better, and words."""
    definitions = root / "pipeline/indicators/definitions.toml"
    definitions.write_text(definitions.read_text("utf-8") + DEFINITIE, "utf-8")
    (root / f"pipeline/indicators/voorbeelden/{CODE}.csv").write_text(VOORBEELDEN, "utf-8")
    _replace(root / "pipeline/release/policy.py", "_GUNSTIG = (\n", f'_GUNSTIG = (\n    "{CODE}",\n')
    _replace(
        root / "pipeline/reporting/maten.py",
        '        Maat(\n            "UIT"',
        MAAT + '        Maat(\n            "UIT"',
    )


def add_section(root: Path) -> None:
    """Steps of "Add a section to a report": content, its name, and a cell in both notebooks."""
    content = root / "pipeline/reporting/content"
    (content / "leren_werken.py").write_text(INHOUD, "utf-8")
    own = "from pipeline.reporting.content import leren_werken\n"
    _replace(
        content / "__init__.py",
        "from pipeline.reporting.content import (\n",
        own + "from pipeline.reporting.content import (\n",
    )
    _replace(
        content / "__init__.py",
        '    "stroom": stroom.tekst,\n',
        '    "stroom": stroom.tekst,\n    "leren_werken": leren_werken.tekst,\n',
    )
    for name in ("toetsing", "stuurgroep"):
        _add_cell(root / f"notebooks/{name}.ipynb")


def _add_cell(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    sources = ["".join(cell["source"]) for cell in notebook["cells"]]
    at = sources.index('r.zinnen("bestemmingen")')
    own = {**notebook["cells"][at], "id": "leren-werken", "source": ['r.zinnen("leren_werken")']}
    notebook["cells"].insert(at + 1, own)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (path.name, old)
    path.write_text(text.replace(old, new), "utf-8")


def run_in(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with the copy in the place of the program itself."""
    env = {**os.environ, "PYTHONPATH": str(root), "TOELEIDING_RENDERER": "embedded"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=root, env=env, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
