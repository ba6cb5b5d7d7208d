"""The verbs of `toeleiding`; no logic. Exit codes: 0 done, 1 bug, 2 usage or settings, 3 delivery refused,
4 release refused, 5 notebook or renderer failed."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.terminal import Terminal
from pipeline.workspace.errors import ToeleidingError

app = typer.Typer(
    name="toeleiding",
    help="From the exports of schools to two reports on the convenant (Samen)Werken Loont.",
    epilog="Exit codes: 0 done, 1 bug, 2 usage or settings, 3 delivery refused, 4 release refused,"
    " 5 notebook or renderer failed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
key_app = typer.Typer(help="The pseudonym key: made once, kept outside the data.", no_args_is_help=True)
app.add_typer(key_app, name="key")

WorkspaceOption = Annotated[
    Path,
    typer.Option("--workspace", "-w", help="Folder of the workspace, or one inside it.", show_default="here"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, for machines.")]


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder for the demo's own workspace.")] = Path("demo"),
    as_json: JsonOption = False,
) -> None:
    """Invent schools and pupils, and make both reports of the last three school years from their exports."""
    from pipeline.demo import demo as make_demo

    terminal = Terminal(as_json)
    with terminal.working() as tell:
        workspace, verslag = make_demo(folder, tell)
    terminal.run_report(verslag.as_dict(), workspace.reports)


@app.command()
def check(
    paths: Annotated[
        list[Path], typer.Argument(help="Deliveries: files, or folders with files.", metavar="PATH...")
    ],
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Read deliveries without keeping anything: what is recognised, kept or quarantined, and why."""
    from pipeline.sources.check import check as check_paths
    from pipeline.sources.check import scratch_opname

    terminal = Terminal(as_json)
    with terminal.working() as tell:
        findings = check_paths(paths, scratch_opname(workspace), tell)
    terminal.findings(findings)
    if any(finding.weigeringen for finding in findings):
        raise typer.Exit(3)


@app.command()
def run(
    schooljaar: Annotated[
        list[str] | None, typer.Option(help="Only this school year; may be repeated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is up to date already.")] = False,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Bring deliveries, figures and reports up to date, and say why each step ran or was skipped."""
    from pipeline.flow import Wens
    from pipeline.flow import run as run_flow
    from pipeline.keys import key_of
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    terminal = Terminal(as_json)
    place = Workspace.find(workspace)
    sleutel = key_of(place, load_settings(place.settings_file))
    wens = Wens(tuple(_schooljaar(label) for label in schooljaar or ()), everything)
    with terminal.working() as tell:
        verslag = run_flow(place, sleutel, wens, tell)
    terminal.run_report(verslag.as_dict(), place.reports)


@app.command()
def status(workspace: WorkspaceOption = Path(), as_json: JsonOption = False) -> None:
    """What is there and what is stale: deliveries, microdata, reports, renderer and key."""
    from pipeline.status import status as gather
    from pipeline.workspace.folders import Workspace

    Terminal(as_json).status(gather(Workspace.find(workspace)))


@key_app.command("new")
def key_new(workspace: WorkspaceOption = Path(), as_json: JsonOption = False) -> None:
    """Make the pseudonym key of this workspace. An existing key is never replaced."""
    from pipeline.keys import key_file
    from pipeline.pseudonym import write_key

    place, settings = _real_workspace(workspace)
    path = key_file(place, settings)
    made = write_key(path)
    Terminal(as_json).say(
        {"id": made.id, "bestand": str(path)},
        f"Made key {made.id} at {path}\nKeep a copy in a safe: without it no pupil can be followed any more.",
    )


@key_app.command("show")
def key_show(workspace: WorkspaceOption = Path(), as_json: JsonOption = False) -> None:
    """Print the id of the key, never the key."""
    from pipeline.keys import key_of
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    place = Workspace.find(workspace)
    found = key_of(place, load_settings(place.settings_file))
    Terminal(as_json).say({"id": found.id}, found.id)


def _real_workspace(folder: Path) -> tuple[Any, Any]:
    from pipeline.workspace.errors import SleutelError
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    place = Workspace.find(folder)
    if place.is_demo:
        raise SleutelError("the demo has a fixed key of its own", "Go to a workspace with real deliveries.")
    return place, load_settings(place.settings_file)


def _schooljaar(label: str) -> Any:
    from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError

    try:
        return Schooljaar.parse(label)
    except SchooljaarError as fault:
        raise typer.BadParameter(str(fault), param_hint="--schooljaar") from fault


def main(run_app: Callable[..., Any] = app) -> None:
    """Run a verb; turn errors into a message and an exit code.

    A bug prints where it happened but not the message of the exception, which may quote a cell of a delivery.
    TOELEIDING_DEBUG=1 shows it all.
    """
    try:
        run_app()
    except ToeleidingError as fault:
        Terminal("--json" in sys.argv).error(fault)
        sys.exit(fault.exit_code)
    except KeyboardInterrupt:
        print("stopped; earlier releases and reports are as they were", file=sys.stderr)
        sys.exit(130)
    except Exception as bug:
        if os.environ.get("TOELEIDING_DEBUG"):
            raise
        frames = traceback.format_list(traceback.extract_tb(bug.__traceback__)[-4:])
        print(f"bug: {type(bug).__name__}\n{''.join(frames)}TOELEIDING_DEBUG=1 shows more.", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
