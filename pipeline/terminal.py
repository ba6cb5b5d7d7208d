"""What the verbs print: sentences for a person, plain lines for a log, one object for a machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.workspace.errors import ToeleidingError

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.bewijs.archief import Archief
    from pipeline.herhaling.uitkomst import Uitkomst
    from pipeline.microdata.correction_list import Correcties
    from pipeline.microdata.rest import Rest
    from pipeline.release.comparison import Vergelijking
    from pipeline.reporting.approval import Vrijgave
    from pipeline.sources.check import Bevinding
    from pipeline.sources.delivery import Delivery
    from pipeline.sources.due import Verlopen
    from pipeline.sources.handback import Teruggave
    from pipeline.sources.learn import Geleerd
    from pipeline.sources.register_view import Register
    from pipeline.sources.withdrawal import Gevolg
    from pipeline.yearly.plan import Plan

STATES = {"geldt": "counts", "vervangen": "replaced", "ingetrokken": "withdrawn", "vergeten": "forgotten"}
"""What became of a delivery, in words."""
_HASH = 64
"""Characters of a SHA-256."""
_EVERYDAY = "ander woord voor de code"
"""A repair of nearly every cell with a code, because a school writes words: not shown on screen."""


@dataclass(frozen=True)
class Terminal:
    """Standard output for results, standard error for progress and errors."""

    as_json: bool = False

    @contextmanager
    def working(self) -> Iterator[Callable[[str], None]]:
        """Give a function that tells what is done: a moving line on a terminal, plain lines elsewhere."""
        if self.as_json or not sys.stderr.isatty():
            yield (
                (lambda _: None) if self.as_json else (lambda text: print(text, file=sys.stderr, flush=True))
            )
            return
        from rich.console import Console

        with Console(stderr=True).status("starting") as line:
            yield line.update

    def say(self, content: dict[str, Any], text: str) -> None:
        print(json.dumps(content, ensure_ascii=False, indent=2) if self.as_json else text)

    def error(self, fault: ToeleidingError) -> None:
        if self.as_json:
            content = {"fout": fault.message, "advies": fault.advice, "code": fault.exit_code}
            print(json.dumps(content, ensure_ascii=False, indent=2))
        print(fault, file=sys.stderr)

    def handed_back(self, made: list[Teruggave], folder: Path) -> None:
        """How many rows go back to which school."""
        lines = [
            f"{book.school}: {book.rijen} row(s) to mend, {book.quarantaine} of them not counted"
            for book in made
        ]
        closing = (
            f"In {folder}. These workbooks hold pupils: keep them safe, and wipe them once they are sent.\n"
            "Put a mended list in the place of the old one, folder and name, and the old one counts no more."
        )
        content = {"map": str(folder), "scholen": [asdict(book) for book in made]}
        self.say(content, "\n".join([*lines, closing]) if made else "No delivery has a row to mend.")

    def rotation(self, done: dict[str, Any], path: Path) -> None:
        """Which key came in the place of which, and what the user does with copies of the old one."""
        lines = [
            f"Key {done['van']} is now key {done['naar']}, at {path}; {done['leveringen']} delivery(ies)"
            " re-keyed.",
            "Put a copy of the new file in the safe: the old one follows no pupil any more. Then destroy"
            " every copy of the old key and, where you can, backups of data/processed from before today:"
            " together those still tell who is who.",
            "Releases and reports stay as they are; 'toeleiding run' makes the microdata again.",
        ]
        if done["vreemd"]:
            ids = ", ".join(done["vreemd"])
            lines.append(f"Made with another key, counting no more, and left as they are: {ids}.")
        self.say(done | {"bestand": str(path)}, "\n".join(lines))

    def approval(self, new: bool, state: Vrijgave) -> None:
        """What became of a review, and how far the school year is."""
        said = "Recorded" if new else "Was recorded already: the same name counts once"
        lapsed = f"\n{state.vervallen} review(s) of earlier contents lapsed." if state.vervallen else ""
        self.say(state.as_dict() | {"nieuw": new}, f"{said}. {state.schooljaar}: {state.regel}{lapsed}")

    def run_report(
        self, report: dict[str, Any], reports: Path, explain: bool = False, dry: bool = False
    ) -> None:
        """What a run did, or would do, and why; which hashes say so; and where the reports are."""
        if self.as_json:
            return self.say(report | {"index": str(reports / "index.html"), "proef": dry}, "")
        from rich.markup import escape

        does, skips = ("would run", "would skip") if dry else ("ran", "skipped")
        table = new_table("", "step", "why", *([] if dry else ["seconds"]))
        for stap in report["stappen"]:
            seconds = f"{stap['seconden']:.1f}" if stap["gedaan"] else ""
            row = (does if stap["gedaan"] else skips, stap["naam"], escape(stap["reden"]))
            table.add_row(*row, *([] if dry else [seconds]))
            for line in _changes(stap) if explain else ():
                table.add_row("", "", escape(line))
        _print(table)
        print("Nothing was touched." if dry else f"Reports: {reports / 'index.html'}")

    def comparison(self, found: Vergelijking) -> None:
        """Which figures differ, by how much and why."""
        if self.as_json:
            return self.say(found.as_dict(), "")
        from pipeline.terminal_compare import comparison_table, other_lines

        if found.gewijzigd:
            _print(comparison_table(found))
        print("\n".join(other_lines(found)))

    def archived(self, made: Archief) -> None:
        """Where an archive is, and what is not in it."""
        size = f"{made.bestanden} files, {made.bytes} bytes, SHA-256 {made.sha256}"
        mark = " It is confidential, for the stuurgroep alone." if made.vertrouwelijk else ""
        lines = [f"{made.bestand}\n{size}.{mark}", *(f"Not in it: {one}." for one in made.overgeslagen)]
        self.say(made.as_dict(), "\n".join(lines))

    def verified(self, found: list[Uitkomst]) -> None:
        """Whether what was made again is the same."""
        from pipeline.herhaling.uitkomst import as_dict
        from pipeline.terminal_verify import verified_lines

        self.say(as_dict(found), "\n".join(verified_lines(found)))

    def schedule(self, plan: Plan) -> None:
        """What a schedule holds, whether it is right, and when it fires."""
        self.say(plan.as_dict(), "\n".join(plan.lines()))

    def findings(
        self, findings: list[Bevinding], learned: Geleerd | None = None, written: bool = False
    ) -> None:
        """What `check` found, per file, and what it would add to woorden.toml."""
        if self.as_json:
            content: dict[str, Any] = {"bestanden": [finding.as_dict() for finding in findings]}
            return self.say(content | (learned.as_dict(written) if learned else {}), "")
        for finding in findings:
            _print_finding(finding)
        rows = sum(d.rijen["in"] for f in findings for d in f.leveringen)
        refused = sum(1 for f in findings if f.weigeringen)
        print(f"{len(findings)} file(s), {rows} rows, {refused} refused")
        if learned:
            _print_learned(learned, written)

    def status(self, found: dict[str, Any]) -> None:
        if self.as_json:
            return self.say(found, "")
        from rich.markup import escape

        table = new_table("what", "state")
        key = found["sleutel"]
        table.add_row(
            "workspace", found["werkmap"] + (" (voorbeeldgegevens)" if found["voorbeeldgegevens"] else "")
        )
        if found["aan_het_werk"]:
            table.add_row("", escape(found["aan_het_werk"]))
        table.add_row("key", f"{key['id']} ({key['plaats']})" if "id" in key else key["fout"])
        if "achter" in key:
            table.add_row("", key["achter"])
        for bron, counts in found["leveringen"].items():
            quarantine = f", {counts['quarantaine']} in quarantine" if counts["quarantaine"] else ""
            table.add_row(
                f"deliveries {bron}", f"{counts['leveringen']} with {counts['rijen']} rows{quarantine}"
            )
        for what, said in _quarantine_rows(found["quarantaine_in_grenzen"]):
            table.add_row(what, escape(said))
        table.add_row("new in data/raw", str(len(found["nieuw_in_raw"]) or "none"))
        for what in ("ingetrokken", "vergeten"):
            if places := found[f"{what}_in_raw"]:
                said = f"not taken again: {', '.join(places)}"
                table.add_row(f"{STATES[what]}, in data/raw", escape(said))
        if years := found["schooljaren_met_vergeten_leveringen"]:
            table.add_row("forgotten deliveries", f"rows of {', '.join(years)}, which are not counted anew")
        for what, said in _asked_rows(found["gevraagd"]):
            table.add_row(what, escape(said))
        table.add_row("microdata", found["microdata"])
        for schooljaar, state in found["releases"].items():
            table.add_row(f"release {schooljaar}", escape(state))
        for schooljaar, state in found["rapporten"].items():
            table.add_row(f"reports {schooljaar}", state)
            if line := found["vrijgave"].get(schooljaar):
                table.add_row("", escape(line))
        if years := found["zonder_afspraak"]:
            said = (
                f"of {', '.join(years)}: still there, as confidential as it was; no agreement asks for it now"
            )
            table.add_row("release-stuurgroep/", said)
        table.add_row("renderer", found["renderer"])
        _print(table)

    def register(self, found: Register, corrected: Correcties | None) -> None:
        """Every delivery, and with them which fields were corrected."""
        if self.as_json:
            return self.say(found.as_dict() | (corrected.as_dict() if corrected else {}), "")
        from pipeline.terminal_register import (
            LOST,
            corrections_table,
            link_correction_lines,
            register_table,
        )

        _print(register_table(found))
        if found.verloren:
            print(f"{LOST} {', '.join(found.verloren)}")
        if corrected:
            _print(corrections_table(corrected))
            for line in link_correction_lines(corrected):
                print(line)
            if corrected.verouderd:
                print("Deliveries came or went since the last run, which listed these corrections.")

    def withdrawal(self, gevolg: Gevolg, undone: bool, rest: Mapping[str, Rest]) -> None:
        """What counts and what does not after a withdrawal or its undoing; `rest` is of the last run."""
        from pipeline.terminal_register import withdrawal_lines

        gone = [rest[d.id] for d in gevolg.telt_niet_meer if d.id in rest]
        content = gevolg.as_dict() | {"rijen_nergens_anders": sum(r.gehouden for r in gone)}
        self.say(content, "\n".join(withdrawal_lines(gevolg, undone, gone)))

    def forgetting(self, found: Verlopen, done: bool, raw: bool) -> None:
        """What is past its retention date, or what of that was deleted."""
        from pipeline.terminal_register import forgetting_lines

        self.say(found.as_dict() | {"gedaan": done}, "\n".join(forgetting_lines(found, done, raw)))


def _quarantine_rows(found: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What is in quarantine and counts in the bounds, and for which deliveries a withdrawal may mend that."""
    if found:
        rows = sum(one["rijen"] for one in found)
        yield (
            "quarantine in the bounds",
            f"{rows} row(s) of {len(found)} outflow list(s); toeleiding handback says how to mend them",
        )
    for one in (one for one in found if not one["andere_rijen"]):
        yield (
            "",
            f"{one['id']} ({one['plaats']}): its other rows came again since; if the {one['rijen']} in"
            f" quarantine did too, mended: toeleiding withdraw {one['id']} --reason TEXT",
        )


def _changes(stap: dict[str, Any]) -> Iterator[str]:
    """What is otherwise than when a thing was made before: hashes by their beginning, versions in full."""
    for one in stap["wijzigingen"]:
        was, now = (value if len(value) < _HASH else f"{value[:12]}…" for value in (one["was"], one["nu"]))
        yield f"  {one['wat']}: {was or 'not there'} → {now or 'not there'}"


def _asked_rows(found: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Which school still has to deliver what, and until when."""
    for one in found:
        moments = f" ({', '.join(one['momenten'])})" if one["momenten"] else ""
        yield (
            "late" if one["te_laat"] else "still to come",
            f"{one['naam']} ({one['school']}): {one['bron']} of {one['schooljaar']}{moments},"
            f" by {one['uiterlijk']}",
        )


def _print_finding(finding: Bevinding) -> None:
    if finding.terzijde:
        print(f"{finding.bestand}: {STATES[finding.terzijde]}, not taken again")
    for old in finding.eerdere:
        print(
            f"{finding.bestand}: {old.rijen['quarantaine']} row(s) of these schools are in quarantine in"
            f" delivery {old.id}.\n  If this file has all rows of that, these mended: put it at that place,"
            f" {old.pad},\n  or run, and then: toeleiding withdraw {old.id} --reason TEXT"
        )
    for delivery in finding.leveringen:
        where = f"{finding.bestand}, sheet {delivery.blad}" if delivery.blad else finding.bestand
        fates = ", ".join(
            f"{number} {lot}" for lot, number in delivery.rijen.items() if lot != "in" and number
        )
        print(f"{where}: {delivery.bron}, {delivery.rijen['in']} rows: {fates or 'none'}")
        _print_counts("quarantaine", delivery.quarantaine)
        _print_counts("defect, row kept", delivery.defecten)
        if repaired := notable_repairs(delivery):
            print(f"  repaired: {', '.join(_repair(what, cells) for what, cells in repaired.items())}")
        if delivery.totaalrijen:
            print(f"  {delivery.totaalrijen:>6}  totals row(s) read past")
        if delivery.leverdatum is None:
            print("  no day of delivery: put it in the name of its folder, such as 2024-11-20")
        if delivery.naam_zwijgt:
            print(
                "  the file's own name is gone, which tells the teljaar: the day of delivery decides instead"
            )
        if delivery.afwezig:
            print(f"  not in this export: {', '.join(delivery.afwezig)}")
    for sheet in finding.overgeslagen_bladen:
        print(f"{sheet}: not a known export, read past")
    for refusal in finding.weigeringen:
        print(f"{finding.bestand}: REFUSED\n  {str(refusal).replace(chr(10), chr(10) + '  ')}")


def _print_learned(learned: Geleerd, written: bool) -> None:
    if not learned.diff:
        print("woorden.toml: nothing to propose")
        return
    print(
        f"{'written to' if written else 'proposed for'} {learned.bestand}:\n\n{learned.diff}\n{learned.regel}"
    )
    if not written:
        print("To write this, add --accept.")


def _print_counts(kind: str, counts: dict[str, int]) -> None:
    for name, number in counts.items():
        print(f"  {number:>6}  {kind}: {name}")


def notable_repairs(delivery: Delivery) -> dict[str, int]:
    """In how many cells something was done to read them that a person may want to know."""
    return {what: cells for what, cells in delivery.hersteld.items() if not what.endswith(f": {_EVERYDAY}")}


def _repair(what: str, cells: int) -> str:
    column, kind = what.split(": ", 1)
    return f"{column} {cells}x {kind}"


def new_table(*heads: str) -> Table:
    from rich import box
    from rich.table import Table

    return Table(*heads, box=box.SIMPLE)


def _print(table: Table) -> None:
    from rich.console import Console

    console = Console()
    (console if console.is_terminal else Console(width=140)).print(table)
