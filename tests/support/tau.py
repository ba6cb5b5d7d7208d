"""What τ-ARGUS, the program of Statistics Netherlands, hides of a single table, and says of a pattern.

pytauargus carries its engine (EUPL-1.2), with HiGHS in the place of the commercial solvers. The engine reads
and writes files, in a temporary folder. It has a process to itself, because the modular method of 0.6.0
crashed in one that had done other work (and anywhere on a region of one school). Its model differs from that
of the release in four ways:

- a cell that a rule hides keeps an interval from LEVEL below to LEVEL above its value, not any three values;
- a cell hidden for the sake of another need not keep more than one value;
- a zero is always shown, unless a status is given;
- everybody is taken to know the largest count, so hiding the total of the region makes no room.
"""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.single_tables import REGIO, TELLING, N, Place, SingleTable

OPTIMAL, MODULAR = "OPT(1,5)", "MOD(1,5)"
"""All of the table at once (Fischetti and Salazar), or table by table down the hierarchy (HiTaS); table 1, at
most five minutes.
"""
LEVEL = 1
_FREQUENCY_RULE = f"FREQ({TELLING},25)"
"""Fewer than TELLING is unsafe; 25% of those, and LEVEL at least, must stay open below and above."""
_TOTAL, _NOBODY = "Total", "nobody"
"""A part without anybody: of a table without a zero the engine believes that all know its least count."""
_RULE_HIDES, _HIDDEN_BESIDES, _SHOWN = "U", "M", "S"
_METADATA = f"""<SEPARATOR> ;
unit
 <RECODEABLE>
 <TOTCODE> "{_TOTAL}"
 <HIERARCHICAL>
 <HIERCODELIST> "units.hrc"
 <HIERLEADSTRING> "@"
part
 <RECODEABLE>
 <TOTCODE> "{_TOTAL}"
value
 <NUMERIC>
 <DECIMALS> 0
leavers
 <FREQUENCY>
price
 <NUMERIC> <COST>
 <DECIMALS> 0
"""
_STATUS = "status\n <STATUS>\n"
_OPEN = """<OPENTABLEDATA> "table.tab"
<OPENMETADATA> "table.rda"
<SPECIFYTABLE> "unit""part"|"value"||"price"
"""
_CLOSE = '<WRITETABLE> (1,5,SO+,"protected.tab")'
_PROGRAM = """
import json, sys
from pytauargus.engine import run_batch
json.dump(run_batch("batch.arb").audit(0), sys.stdout)
"""
Intervals = dict[Place, tuple[float, float]]


@dataclass(frozen=True)
class Pattern:
    """Cells hidden by the frequency rule, and all that are hidden."""

    primary: frozenset[Place]
    hidden: frozenset[Place]


def suppress(table: SingleTable, method: str) -> Pattern:
    """Which cells τ-ARGUS hides by its frequency rule and, by OPTIMAL or MODULAR, to protect those."""
    rows = {place: f"{value};{value};{table.costs[place]:g}" for place, value in table.values.items()}
    steps = [f"<SAFETYRULE> {_FREQUENCY_RULE}", "<READTABLE> 0", f"<SUPPRESS> {method}"]
    status, _ = _run(table, rows, steps)
    primary = frozenset(place for place, one in status.items() if one == _RULE_HIDES)
    return Pattern(primary, primary | {place for place, one in status.items() if one == _HIDDEN_BESIDES})


def audit(table: SingleTable, hidden: Collection[Place]) -> Intervals:
    """What the audit of τ-ARGUS finds an attacker knows of each hidden cell: its least and its most."""
    rows = {
        place: f"{value};{TELLING};{table.costs[place]:g};{_HIDDEN_BESIDES if place in hidden else _SHOWN}"
        for place, value in table.values.items()
    }
    _, found = _run(table, rows, ["<SAFETYRULE>", "<READTABLE> 0"], _STATUS)
    return found


def _run(
    table: SingleTable, rows: Mapping[Place, str], steps: Sequence[str], columns: str = ""
) -> tuple[dict[Place, str], Intervals]:
    """The status of every cell after these steps, and the intervals of the hidden ones."""
    tree = [line for board, schools in table.boards.items() for line in (board, *(f"@{s}" for s in schools))]
    lines = [f"{_code(unit)};{_code(part)};{row}" for (unit, part), row in rows.items()]
    lines += [f"{_code(unit)};{_NOBODY};0;0;0{';' if columns else ''}" for unit, part in rows if part == N]
    with TemporaryDirectory() as folder:
        for name, text in (("units.hrc", tree), ("table.tab", lines), ("table.rda", [_METADATA + columns])):
            _write(Path(folder, name), text)
        _write(Path(folder, "batch.arb"), [_OPEN, *steps, _CLOSE])
        said = _run_alone(folder)
        cells = [line.split(";") for line in Path(folder, "protected.tab").read_text("utf-8").splitlines()]
    status = {(_name(unit, REGIO), _name(part, N)): rest[-3] for unit, part, *rest in cells}
    places = list(status)
    found = {places[row["cell"]]: (row["min"], row["max"]) for row in json.loads(said)}
    return {place: one for place, one in status.items() if place[1] != _NOBODY}, found


def _run_alone(folder: str) -> str:
    """What the audit after the batch in a folder says, as JSON. Its scratch files go with the folder."""
    command = [sys.executable, "-I", "-c", _PROGRAM]
    environment = {**os.environ, "TMPDIR": folder}
    return subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, timeout=600, check=True
    ).stdout


def _write(path: Path, lines: Collection[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _code(name: str) -> str:
    return _TOTAL if name in (REGIO, N) else name


def _name(code: str, total: str) -> str:
    """The name behind a code, which comes back in quotes and padded to the length of the longest."""
    bare = code.strip('" ')
    return total if bare == _TOTAL else bare
