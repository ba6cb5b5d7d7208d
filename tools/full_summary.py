"""Turn pytest's JUnit file into the summary of `make test-full` that is committed.

Usage: python -m tools.full_summary JUNIT.xml SUMMARY.md
"""

import platform
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

SLOWEST = 10


@dataclass(frozen=True)
class Case:
    """One test as pytest reported it; `outcome` is passed, failed or skipped, `seconds` its wall time."""

    name: str
    outcome: str
    reason: str
    seconds: float


def read_case(element: ET.Element) -> Case:
    """Read one <testcase>; an error in a fixture counts as a failure."""
    name = f"{element.get('classname', '')}.{element.get('name', '')}"
    seconds = float(element.get("time", "0"))
    for tag, outcome in (("failure", "failed"), ("error", "failed"), ("skipped", "skipped")):
        child = element.find(tag)
        if child is not None:
            reason = child.get("message", "").partition("\n")[0]
            return Case(name, outcome, reason[:200], seconds)
    return Case(name, "passed", "", seconds)


def summary(cases: list[Case], date: str, wall: float) -> str:
    """Write the summary as Markdown: the totals, what did not pass and why, and what takes the time."""
    count = {outcome: sum(c.outcome == outcome for c in cases) for outcome in ("passed", "failed", "skipped")}
    where = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    totals = ", ".join(f"{n} {outcome}" for outcome, n in count.items())
    lines = ["# The last `make test-full`", "", f"{date}, {where}: {totals} in {wall:.0f} s.", ""]
    lines += [f"- {c.outcome}: `{c.name}`: {c.reason}" for c in cases if c.outcome != "passed"]
    lines += ["", "| slowest test | s |", "|---|--:|"]
    lines += [f"| `{c.name}` | {c.seconds:.1f} |" for c in sorted(cases, key=lambda c: -c.seconds)[:SLOWEST]]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the JUnit file named first and write the summary named second."""
    source, target = map(Path, sys.argv[1:3])
    suite = next(ET.parse(source).getroot().iter("testsuite"))
    cases = [read_case(element) for element in suite.iter("testcase")]
    text = summary(cases, suite.get("timestamp", "")[:10], float(suite.get("time", "0")))
    target.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
