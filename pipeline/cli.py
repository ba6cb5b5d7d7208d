"""The verbs of `toeleiding`; no logic. Exit codes: 0 done, 1 bug, 2 usage or settings, 3 delivery refused,
4 release refused, 5 notebook or renderer failed, 6 made again and not the same (verify), 7 the machine: no
room, no right, no memory; 143 ended by the system."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from pipeline.ahead import leaving_at_once, looking_for_waste_less_often
from pipeline.cli_bewijs import bewijs_app
from pipeline.cli_options import DAY, JsonOption, WorkspaceOption, parse_day, parse_schooljaar
from pipeline.terminal import Terminal
from pipeline.workspace.errors import Beeindigd, ToeleidingError, end, ended, of_machine

if TYPE_CHECKING:
    from pipeline.gang import Verslag
    from pipeline.release.policy import Publiek
    from pipeline.sources.proposals import Reden
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings

app = typer.Typer(
    name="toeleiding",
    help="From the exports of schools to two reports on the convenant (Samen)Werken Loont.",
    epilog="Exit codes: 0 done, 1 bug, 2 usage or settings, 3 delivery refused, 4 release refused,"
    " 5 notebook or renderer failed, 6 made again and not the same, 7 no room on the disk, no right to"
    " write or no memory.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
key_app = typer.Typer(help="The pseudonym key: made once, kept outside the data.", no_args_is_help=True)
app.add_typer(key_app, name="key")
app.add_typer(bewijs_app)


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
    learn: Annotated[
        bool, typer.Option("--learn", help="Propose words for woorden.toml as a diff; nothing is written.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="With --learn: write what is proposed, and check again.")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", help="With --learn: who accepts; otherwise your login name.")
    ] = None,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Read deliveries without keeping anything: what is recognised, kept or quarantined, and why."""
    from pipeline.sources.check import accept_words, in_quarantine, learn_from, scratch_opname, set_aside
    from pipeline.sources.check import check as check_paths

    terminal = Terminal(as_json)
    with terminal.working() as tell:
        learned = learn_from(paths, workspace, _reden(by)) if learn or accept else None
        if learned and accept:
            accept_words(learned, workspace)
        opname, aside = scratch_opname(workspace), set_aside(workspace)
        findings = check_paths(paths, opname, tell, aside, in_quarantine(workspace))
    terminal.findings(findings, learned, accept)
    if any(finding.weigeringen for finding in findings):
        raise typer.Exit(3)


@app.command()
def handback(workspace: WorkspaceOption = Path(), as_json: JsonOption = False) -> None:
    """Write, per school, the rows that need mending and how, to data/terug (which holds pupils)."""
    from pipeline.sources.check import scratch_opname
    from pipeline.sources.handback import hand_back
    from pipeline.workspace.folders import Workspace

    place = Workspace.find(workspace)
    terminal = Terminal(as_json)
    with terminal.working() as tell:
        made = hand_back(place, scratch_opname(place.root), tell)
    terminal.handed_back(made, place.terug)


@app.command()
def run(
    schooljaar: Annotated[
        list[str] | None, typer.Option(help="Only this school year; may be repeated.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is up to date already.")] = False,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Say what would run and why, and touch nothing.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also which hash or version changed, from what to what.")
    ] = False,
    docx: Annotated[
        bool, typer.Option("--docx", help="Also each report as a document to write comments in.")
    ] = False,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Bring deliveries, figures and reports up to date, and say why each step ran or was skipped."""
    from pipeline.dryrun import dry_run
    from pipeline.flow import run as run_flow
    from pipeline.gang import Wens
    from pipeline.keys import key_of
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings
    from pipeline.yearly.telling import telling

    terminal = Terminal(as_json)
    place = Workspace.find(workspace)
    wens = Wens(tuple(parse_schooljaar(label) for label in schooljaar or ()), everything, docx)

    def work() -> Verslag:
        sleutel = key_of(place, load_settings(place.settings_file))
        return dry_run(place, sleutel, wens) if dry else run_flow(place, sleutel, wens, tell)

    with terminal.working() as tell:
        verslag = work() if dry else telling(place, work, tell, datetime.now())
    terminal.run_report(verslag.as_dict(), place.reports, explain, dry)


@app.command()
def schedule(
    systemd: Annotated[bool, typer.Option("--systemd", help="Units of systemd: service and timer.")] = False,
    cron: Annotated[bool, typer.Option("--cron", help="A line for crontab -e.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="With --systemd: put the units where systemd looks for yours.")
    ] = False,
    failed: Annotated[
        bool, typer.Option("--failed", help="For the schedule itself: tell of a run that was cut off.")
    ] = False,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Write what lets the yearly run happen by itself, checked, with the next times it fires."""
    from pipeline.workspace.folders import Workspace
    from pipeline.yearly.plan import cron_plan, systemd_plan

    if systemd + cron + failed != 1 or (write and not systemd):
        raise typer.BadParameter("give --systemd (with --write to put it in place) or --cron")
    place, now = Workspace.find(workspace), datetime.now()
    if failed:
        from pipeline.yearly.telling import tell_cut_off

        terminal = Terminal(as_json)
        with terminal.working() as tell:
            found = tell_cut_off(place, tell, now)
        said = "A run was cut off; its summary says so." if found else "The run told by itself how it ended."
        return terminal.say({"afgebroken": found}, said)
    Terminal(as_json).schedule(systemd_plan(place, now, write) if systemd else cron_plan(place, now))


@app.command()
def lab(
    workspace: WorkspaceOption = Path(),
    browser: Annotated[bool, typer.Option(help="Open a browser; without it the address is printed.")] = True,
    port: Annotated[int, typer.Option(help="On this machine; 0 takes a free one.")] = 8888,
) -> None:
    """Open JupyterLab on the exploration notebooks: for this user on this machine, offline."""
    from pipeline.verkennen.lab import prepare, serve
    from pipeline.workspace.folders import Workspace

    place = Workspace.find(workspace)
    folder = prepare(place, print)
    print(f"Notebooks: {folder} (copies, yours to change; what they show is of pupils: keep it there)")
    if code := serve(place, folder, browser, port, partial(print, flush=True)):
        raise typer.Exit(code)


@app.command()
def status(workspace: WorkspaceOption = Path(), as_json: JsonOption = False) -> None:
    """What is there and what is stale: deliveries, microdata, reports, renderer and key."""
    from pipeline.status import status as gather
    from pipeline.workspace.folders import Workspace

    Terminal(as_json).status(gather(Workspace.find(workspace)))


@app.command()
def compare(
    a: Annotated[
        str,
        typer.Argument(help="School year, folder with a release, or generation such as 0003.", metavar="A"),
    ],
    b: Annotated[str, typer.Argument(help="The later one.", metavar="B")],
    confidential: Annotated[
        bool, typer.Option("--stuurgroep", help="Of school years: the release for the stuurgroep.")
    ] = False,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Which published figures differ, by how much, and which kind of cause explains it; of releases only."""
    from pipeline.release.comparison import compare as compare_stands
    from pipeline.release.stands import Stand
    from pipeline.workspace.folders import Workspace

    place = Workspace.find(workspace)
    publiek: Publiek = "stuurgroep" if confidential else "openbaar"
    Terminal(as_json).comparison(compare_stands(Stand.open(place, a, publiek), Stand.open(place, b, publiek)))


@app.command()
def register(
    bron: Annotated[str | None, typer.Option("--bron", help="Only the deliveries of this source.")] = None,
    corrections: Annotated[
        bool,
        typer.Option("--corrections", help="Also which fields later rows corrected; never their values."),
    ] = False,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """List every delivery ever accepted: whose, when, rows by fate, how long kept, what became of it."""
    from pipeline.microdata.correction_list import current_corrections
    from pipeline.sources.register_view import register as gather
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    place = Workspace.find(workspace)
    found = gather(place, load_settings(place.settings_file).bewaren, bron)
    Terminal(as_json).register(found, current_corrections(place, bron) if corrections else None)


@app.command()
def withdraw(
    delivery: Annotated[str, typer.Argument(help="Id in the register, or the start of it.", metavar="ID")],
    reason: Annotated[str, typer.Option("--reason", help="Why; stays in the register. Name no pupil.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who decides; otherwise your login name.")] = None,
    day: Annotated[
        date | None, typer.Option("--date", parser=parse_day, metavar=DAY, help="When; otherwise today.")
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Let the content that it had replaced count again.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Undo a withdrawal.")] = False,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Take a delivery back: it counts no more and is not taken in again. Its rows and a trace are kept."""
    from pipeline.microdata.rest import rest_of
    from pipeline.sources import withdrawal
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.machine import login

    if undo and restore:
        raise typer.BadParameter(
            "--restore says what a withdrawal does; --undo brings the delivery back itself"
        )
    place, dag, door = Workspace.find(workspace), day or date.today(), by or login()
    if undo:
        gevolg = withdrawal.undo(place, delivery, dag, reason, door)
    else:
        gevolg = withdrawal.withdraw(place, delivery, dag, reason, door, restore)
    Terminal(as_json).withdrawal(gevolg, undo, rest_of(place))


@app.command()
def forget(
    before: Annotated[
        date | None,
        typer.Option(
            "--before", parser=parse_day, metavar=DAY, help="Retention ended before this day; default today."
        ),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Also the files in data/raw that are past their own date.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete; without it this only shows what would go.")
    ] = False,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Delete the rows of deliveries past their retention date; the record that they existed stays."""
    from pipeline.sources.due import due
    from pipeline.sources.forget import forget as forget_due
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    place = Workspace.find(workspace)
    bewaren, today = load_settings(place.settings_file).bewaren, date.today()
    dag = before or today
    found = forget_due(place, bewaren, dag, today, raw) if yes else due(place, bewaren, dag)
    Terminal(as_json).forgetting(found, yes, raw)


@app.command()
def approve(
    schooljaar: Annotated[str, typer.Argument(help="School year, such as 2023-2024.")],
    by: Annotated[str, typer.Option("--by", help="Who looked at the release and its reports.")],
    day: Annotated[
        date | None, typer.Option("--date", parser=parse_day, metavar=DAY, help="When; otherwise today.")
    ] = None,
    workspace: WorkspaceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Record that somebody reviewed the release and reports of a school year; lapses when they change."""
    from pipeline.flow import approve as record_review
    from pipeline.reporting.contents import which_reports
    from pipeline.workspace.folders import Workspace

    place, today = Workspace.find(workspace), date.today()
    year = parse_schooljaar(schooljaar, "SCHOOLJAAR", which_reports(place))
    Terminal(as_json).approval(*record_review(place, year, by, day or today, today))


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


@key_app.command("rotate")
def key_rotate(workspace: WorkspaceOption = Path(), as_json: JsonOption = False) -> None:
    """Replace a key that others may have seen, and re-key what is kept; pupils are followed on."""
    from dataclasses import asdict

    from pipeline.keys import key_file
    from pipeline.sources.rotation import rotate

    place, settings = _real_workspace(workspace)
    path = key_file(place, settings)
    terminal = Terminal(as_json)
    with terminal.working() as tell:
        tell("re-keying what is kept")
        done = rotate(place, path)
    terminal.rotation(asdict(done), path)


def _real_workspace(folder: Path) -> tuple[Workspace, Settings]:
    from pipeline.workspace.errors import SleutelError
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import load_settings

    place = Workspace.find(folder)
    if place.is_demo:
        raise SleutelError("the demo has a fixed key of its own", "Go to a workspace with real deliveries.")
    return place, load_settings(place.settings_file)


def _reden(by: str | None) -> Reden:
    from pipeline.sources.proposals import Reden
    from pipeline.workspace.machine import login

    return Reden(by or login(), date.today().isoformat())


def _stopped(code: int) -> NoReturn:
    print("stopped; earlier releases and reports are as they were", file=sys.stderr)
    sys.exit(code)


def main(run_app: Callable[..., Any] = app) -> None:
    """Run a verb; turn errors into a message and an exit code.

    A bug prints where it happened but not the message of the exception, which may quote a cell of a delivery.
    TOELEIDING_DEBUG=1 shows it all.
    """
    signal.signal(signal.SIGTERM, end)
    try:
        with looking_for_waste_less_often():
            run_app()
    except ToeleidingError as fault:
        Terminal("--json" in sys.argv).error(fault)
        sys.exit(fault.exit_code)
    except (KeyboardInterrupt, Beeindigd) as stop:
        _stopped(getattr(stop, "exit_code", 130))
    except Exception as bug:
        if ended.is_set():
            _stopped(Beeindigd.exit_code)
        if os.environ.get("TOELEIDING_DEBUG"):
            raise
        if machine := of_machine(bug):
            Terminal("--json" in sys.argv).error(machine)
            sys.exit(machine.exit_code)
        frames = traceback.format_list(traceback.extract_tb(bug.__traceback__)[-4:])
        print(f"bug: {type(bug).__name__}\n{''.join(frames)}TOELEIDING_DEBUG=1 shows more.", file=sys.stderr)
        sys.exit(1)


def program() -> None:
    """The program as a process of its own."""
    with leaving_at_once():
        main()


if __name__ == "__main__":
    program()
