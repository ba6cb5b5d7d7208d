"""The set-up: locks with hashes, nothing of one machine or registry in git, notebooks without results."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
REQUIREMENT = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)==\S+( ; .+?)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pinned(lock: Path) -> set[str]:
    lines = lock.read_text(encoding="utf-8").splitlines()
    return {match["name"] for line in lines if (match := REQUIREMENT.match(line))}


def declared(requirements: list[str]) -> set[str]:
    return {re.match(r"[\w.-]+", r)[0].lower().replace("_", "-") for r in requirements}


def imported(folder: str) -> set[str]:
    """The distributions that the code in a folder imports, whatever the function they are imported in."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    own = {"pipeline", "tests", "tools", "benchmarks", "pydantic_core"}  # the last is half of pydantic
    owners = packages_distributions()
    return {
        owners.get(name, [name])[0].lower().replace("_", "-")
        for name in names - own - sys.stdlib_module_names
    }


def tracked() -> list[Path]:
    """Every file that is in git or would be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def guard(notebook: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.notebook_guard", str(notebook)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def notebook(folder: Path, **code_cell: object) -> Path:
    cell = {"cell_type": "code", "source": ["1 + 1"], "metadata": {}, "outputs": [], "execution_count": None}
    path = folder / "a.ipynb"
    content = {"cells": [cell | code_cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_there_is_a_lock_for_each_group() -> None:
    assert [lock.stem for lock in LOCKS] == ["lab", "runtime", "test"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_pins_with_hashes_and_nothing_else(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "--only-binary :all:"
    strange = [line for line in lines[1:] if line and not REQUIREMENT.match(line) and not HASH.match(line)]
    assert strange == []
    bare = [
        a for a, b in zip(lines, [*lines[1:], ""], strict=True) if REQUIREMENT.match(a) and not HASH.match(b)
    ]
    assert bare == []


def test_the_locks_cover_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    runtime = declared(project["project"]["dependencies"] + groups["build"])
    assert runtime <= pinned(ROOT / "requirements/runtime.txt")
    assert runtime | declared(groups["test"]) <= pinned(ROOT / "requirements/test.txt")
    assert runtime | declared(extras["lab"]) <= pinned(ROOT / "requirements/lab.txt")


def test_what_the_code_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = declared(project["project"]["dependencies"])
    assert imported("pipeline") - runtime == set()
    assert imported("tests") - runtime - declared(project["dependency-groups"]["test"]) == set()


def test_the_locks_agree_on_versions() -> None:
    def pins(lock: Path) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))

    runtime = pins(ROOT / "requirements/runtime.txt")
    for lock in LOCKS:
        assert runtime.items() <= pins(lock).items(), lock.name


def test_runtime_and_test_are_without_jupyterlab_a_downloading_quarto_and_spark() -> None:
    assert not {"jupyterlab", "rfc3987-syntax", "quarto-cli", "pyspark"} & pinned(
        ROOT / "requirements/test.txt"
    )


def test_nothing_in_git_names_a_registry_or_a_machine() -> None:
    # Put together from parts, or this file would name them too.
    hosts = ["pypi" + r"\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "deb" + r"\.debian\.org"]
    places = ["file" + "://", r"(?<![\w.~:/-])/" + r"(root|work|opt)/\w"]
    forbidden = re.compile("|".join(hosts + places))
    hits = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        hits += [f"{path.relative_to(ROOT)}: {found[0]}" for found in forbidden.finditer(text)]
    assert hits == []


def test_a_wheel_holds_all_that_a_run_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    needed = [path.relative_to(ROOT) for path in tracked()]
    code = {path.as_posix() for path in needed if path.parts[0] == "pipeline"}
    shared = {
        f"pipeline/_share/{path.as_posix()}"
        for path in needed
        if path.parts[0] == "notebooks"
        or path.parts[:2] in {("reports", "assets"), ("reports", "_quarto.yml")}
    }
    assert inside == code | shared


def test_committed_notebooks_carry_no_results() -> None:
    command = [sys.executable, "-m", "tools.notebook_guard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("remains", "message"),
    [
        ({"outputs": [{"output_type": "stream", "name": "stdout", "text": ["2"]}]}, "cell 1 has outputs"),
        ({"execution_count": 3}, "cell 1 has an execution count"),
        ({"metadata": {"papermill": {"duration": 1.0}}}, "cell 1 has traces of a run"),
    ],
)
def test_the_guard_refuses_a_notebook_with_results(
    tmp_path: Path, remains: dict[str, object], message: str
) -> None:
    done = guard(notebook(tmp_path, **remains))
    assert done.returncode == 1
    assert message in done.stdout


def test_the_guard_lets_a_clean_notebook_pass(tmp_path: Path) -> None:
    assert guard(notebook(tmp_path)).returncode == 0


@pytest.mark.parametrize("folder", ["raw", "processed"])
def test_the_data_folders_say_what_every_workspace_says(folder: str) -> None:
    template = ROOT / f"pipeline/workspace/templates/README-{folder}.md"
    assert (ROOT / "data" / folder / "README.md").read_bytes() == template.read_bytes()


def test_every_link_in_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_target_is_in_the_readme() -> None:
    makefile, readme = ((ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", "README.md"))
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    assert {"demo", "test", "test-full", "bench", "lock"} <= set(targets)
    assert [t for t in targets if t != "help" and f"make {t}" not in readme] == []


def test_an_unknown_benchmark_lists_those_there_are() -> None:
    command = [sys.executable, "-m", "benchmarks", "nonesuch"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "startup" in done.stderr


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("sys.version_info = (3, 9, 2)", "Python 3.11 or newer is needed"),
        ("sys.modules['ensurepip'] = None", "apt install python3."),
    ],
)
def test_an_unfit_python_is_told_what_it_lacks(tmp_path: Path, setting: str, message: str) -> None:
    target = tmp_path / "env"
    code = f"import sys; {setting}; from tools.make_venv import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert message in done.stderr
    assert not target.exists()


def test_what_decides_that_nothing_is_to_be_done_imports_nothing_heavy() -> None:
    """A run every morning of January mostly does nothing."""
    needed = (
        "pipeline.flow, pipeline.release.besluit, pipeline.reporting.embedded, pipeline.reporting.reports"
    )
    heavy = "{'pandas', 'numpy', 'pyarrow', 'duckdb', 'altair', 'nbformat', 'scipy', 'sqlglot'}"
    code = f"import sys, {needed}; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
