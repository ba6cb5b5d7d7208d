"""What the verbs print: sentences for a person, plain lines for a log, one object for a machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.workspace.errors import ToeleidingError

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.sources.check import Bevinding


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

    def run_report(self, report: dict[str, Any], reports: Path) -> None:
        """What a run did and why, and where the reports are."""
        if self.as_json:
            return self.say(report | {"index": str(reports / "index.html")}, "")
        table = _table("", "step", "why", "seconds")
        for stap in report["stappen"]:
            seconds = f"{stap['seconden']:.1f}" if stap["gedaan"] else ""
            table.add_row("ran" if stap["gedaan"] else "skipped", stap["naam"], stap["reden"], seconds)
        _print(table)
        print(f"Reports: {reports / 'index.html'}")

    def findings(self, findings: list[Bevinding]) -> None:
        """What `check` found, per file."""
        if self.as_json:
            return self.say({"bestanden": [finding.as_dict() for finding in findings]}, "")
        for finding in findings:
            _print_finding(finding)
        rows = sum(d.rijen["in"] for f in findings for d in f.leveringen)
        refused = sum(1 for f in findings if f.weigeringen)
        print(f"{len(findings)} file(s), {rows} rows, {refused} refused")

    def status(self, found: dict[str, Any]) -> None:
        if self.as_json:
            return self.say(found, "")
        table = _table("what", "state")
        key = found["sleutel"]
        table.add_row(
            "workspace", found["werkmap"] + (" (voorbeeldgegevens)" if found["voorbeeldgegevens"] else "")
        )
        table.add_row("key", f"{key['id']} ({key['plaats']})" if "id" in key else key["fout"])
        for bron, counts in found["leveringen"].items():
            quarantine = f", {counts['quarantaine']} in quarantine" if counts["quarantaine"] else ""
            table.add_row(
                f"deliveries {bron}", f"{counts['leveringen']} with {counts['rijen']} rows{quarantine}"
            )
        table.add_row("new in data/raw", str(len(found["nieuw_in_raw"])) or "none")
        table.add_row("microdata", found["microdata"])
        for schooljaar, state in found["rapporten"].items():
            table.add_row(f"reports {schooljaar}", state)
        table.add_row("renderer", found["renderer"])
        _print(table)


def _print_finding(finding: Bevinding) -> None:
    for delivery in finding.leveringen:
        where = f"{finding.bestand}, sheet {delivery.blad}" if delivery.blad else finding.bestand
        fates = ", ".join(
            f"{number} {lot}" for lot, number in delivery.rijen.items() if lot != "in" and number
        )
        print(f"{where}: {delivery.bron}, {delivery.rijen['in']} rows: {fates or 'none'}")
        _print_counts("quarantaine", delivery.quarantaine)
        _print_counts("defect, row kept", delivery.defecten)
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


def _print_counts(kind: str, counts: dict[str, int]) -> None:
    for name, number in counts.items():
        print(f"  {number:>6}  {kind}: {name}")


def _table(*heads: str) -> Table:
    from rich import box
    from rich.table import Table

    return Table(*heads, box=box.SIMPLE)


def _print(table: Table) -> None:
    from rich.console import Console

    console = Console()
    (console if console.is_terminal else Console(width=140)).print(table)
