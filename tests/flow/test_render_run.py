"""Running notebook templates: parameters are checked first, kernels are fresh, failures leave nothing."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from pipeline.reporting import run_notebook as running
from pipeline.reporting.kernels import can_fork, warm_up
from pipeline.reporting.run_notebook import NotebookJob, check_parameters, run_notebook
from pipeline.workspace.errors import NotebookFout


@pytest.fixture(params=[False, True], ids=["ordinary", "forked"])
def forked(request: pytest.FixtureRequest) -> bool:
    """Both ways to come by a kernel must be the same to a notebook."""
    if request.param and not can_fork():
        pytest.skip("kernels are forked on Linux only")
    if request.param:
        warm_up()
    return bool(request.param)


def template(folder: Path, *sources: str, parameters: str = 'schooljaar = ""\nrelease: str = ""') -> Path:
    cells = [nbformat.v4.new_raw_cell("---\ntitle: Proef\n---"), nbformat.v4.new_code_cell(parameters)]
    cells[1].metadata["tags"] = ["parameters"]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    path = folder / "proef {x}.ipynb"  # braces mean nothing here, though papermill fills them in
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def job(folder: Path, *sources: str, output: str = "uit.ipynb") -> NotebookJob:
    return NotebookJob(
        template(folder, *sources), folder / output, {"schooljaar": "2023-2024", "release": "r é"}
    )


def outputs(path: Path) -> str:
    notebook = nbformat.read(path, as_version=4)
    return "".join(out.get("text", "") for cell in notebook.cells for out in cell.get("outputs", []))


def test_the_cells_see_the_parameters(tmp_path: Path, forked: bool) -> None:
    path = run_notebook(job(tmp_path, "print(schooljaar, release)"), forked)
    assert outputs(path) == "2023-2024 r é\n"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"schooljaar": "2023-2024", "release": "r", "regio": "x"}, "has no parameter regio"),
        ({"schooljaar": "2023-2024"}, "no value was given for parameter release"),
        ({}, "no value was given for parameter release, schooljaar"),
    ],
)
def test_unknown_and_missing_parameters_are_refused_before_anything_runs(
    tmp_path: Path, given: dict[str, str], message: str
) -> None:
    mark = tmp_path / "gelopen"
    source = template(tmp_path, f"open({str(mark)!r}, 'w').close()")
    with pytest.raises(NotebookFout, match=message) as caught:
        run_notebook(NotebookJob(source, tmp_path / "uit.ipynb", given))
    assert caught.value.exit_code == 5
    assert not mark.exists()


def test_a_notebook_without_a_parameters_cell_is_refused() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("#| tags: [parameters]\nx = 1")])
    with pytest.raises(NotebookFout, match="expected one cell with the tag parameters, found 0"):
        check_parameters(notebook, {"x": 2}, "proef.ipynb")


def test_a_failing_cell_is_named_and_the_last_good_notebook_stays(tmp_path: Path) -> None:
    good = run_notebook(job(tmp_path, "print(1)")).read_bytes()
    geheim = 'geheim = "Jansen"\nraise ValueError("geen cijfers voor cohort 2023")'
    with pytest.raises(NotebookFout) as caught:
        run_notebook(job(tmp_path, "print(2)", geheim))
    assert caught.value.message == "proef {x}.ipynb, cell 4: ValueError: geen cijfers voor cohort 2023"
    assert "Jansen" not in f"{caught.value} {caught.value.__cause__}"
    assert (tmp_path / "uit.ipynb").read_bytes() == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["proef {x}.ipynb", "uit.ipynb"]


def test_a_cell_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forked: bool
) -> None:
    monkeypatch.setattr(running, "CELL_LIMIT", 1)
    note = tmp_path / "pid"
    hang = f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    with pytest.raises(NotebookFout, match="a cell was not ready after 1 seconds"):
        run_notebook(job(tmp_path, hang), forked)
    assert gone(int(note.read_text()))


def gone(pid: int) -> bool:
    """Within ten seconds no such process is at work any more."""
    for _ in range(100):
        try:
            if "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:1]:
                return True
            os.kill(pid, 0)
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("way", ["os._exit(9)", "os.kill(os.getpid(), 9)"])
def test_a_kernel_that_dies_is_reported(tmp_path: Path, forked: bool, way: str) -> None:
    with pytest.raises(NotebookFout, match="the kernel died"):
        run_notebook(job(tmp_path, f"import os\n{way}"), forked)


@pytest.mark.skipif(not can_fork(), reason="kernels are forked on Linux only")
def test_a_fork_is_as_fresh_as_a_new_process(tmp_path: Path) -> None:
    """What one notebook does to its process no other one sees; the order of sets is the same in all."""
    warm_up()
    spoil = "import os, colorsys\nos.environ['GEHEIM'] = '1'\ncolorsys.rgb_to_hsv = None\nos.chdir('/')"
    run_notebook(job(tmp_path, spoil, output="eerst.ipynb"), forked=True)
    ask = """import colorsys, os, sys
print("GEHEIM" in os.environ, colorsys.rgb_to_hsv is None, os.getcwd() == "/", os.getpid() == os.getsid(0))
print(os.environ["PYTHONHASHSEED"], hash("toeleiding"), "duckdb" in sys.modules)"""
    said = [
        outputs(run_notebook(job(tmp_path, ask, output=f"{forked}.ipynb"), forked)).splitlines()
        for forked in (True, False)
    ]
    assert said[0][0] == "False False False True"
    assert said[0][1] == said[1][1] and said[0][1].endswith("False")


def test_a_run_leaves_no_kernel_behind(tmp_path: Path, forked: bool) -> None:
    note = tmp_path / "pid"
    told = f"import os\nopen({str(note)!r}, 'w').write(str(os.getpid()))"
    run_notebook(job(tmp_path, told), forked)
    assert gone(int(note.read_text()))


def test_two_at_a_time_are_as_good_as_alone(tmp_path: Path, forked: bool) -> None:
    source = "import os\nprint(os.getpid())"
    jobs = [job(tmp_path, source, output=f"{n}.ipynb") for n in range(3)]
    with ThreadPoolExecutor(2) as threads:
        said = [outputs(path) for path in threads.map(lambda one: run_notebook(one, forked), jobs)]
    assert len(set(said)) == 3  # a kernel each


def test_a_kernel_has_nothing_of_the_user_and_is_not_on_the_network(tmp_path: Path, forked: bool) -> None:
    source = """import os, sys, IPython, pipeline
from ipykernel.kernelapp import IPKernelApp
own = os.environ["IPYTHONDIR"] == IPython.paths.get_ipython_dir()
print(IPKernelApp.instance().transport, own, sys.executable)"""
    said = outputs(run_notebook(job(tmp_path, source), forked))
    assert said.split() == ["ipc" if os.name == "posix" else "tcp", "True", sys.executable]


@pytest.mark.parametrize("forked", [False, True])
def test_each_cell_that_ran_is_told_of(tmp_path: Path, forked: bool) -> None:
    told: list[nbformat.NotebookNode] = []
    run_notebook(job(tmp_path, "print(1)", "print(2)"), forked, told.append)
    assert [out.text for cell in told for out in cell.outputs] == ["1\n", "2\n"]
