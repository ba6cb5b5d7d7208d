"""The names in the register of links (microdata/koppeling/register.py) of people whose rows were forgotten.

The register names people by the beginning of their pseudonyms and only grows, so without this a name would
outlive its rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.sources.typed import one_file
from pipeline.workspace.atomic import write_text
from pipeline.workspace.folders import Workspace

Line = dict[str, Any]
_NAMES = """
    SELECT DISTINCT naam FROM (
        SELECT unnest([persoon, leerling]) AS pseudoniem, left(pseudoniem, $lengte) AS naam
        FROM read_parquet($bestanden, union_by_name = true, hive_partitioning = false)
    ) WHERE naam IN (SELECT unnest($namen))"""


def unname_forgotten(workspace: Workspace) -> None:
    """Take the names out of the lines on anybody who is in no kept row. Hold the workspace's lock."""
    named = {name for line in _lines(workspace) for name in _names(line) if name}
    known = _still_there(sorted(workspace.deliveries.glob("*/*/rijen.parquet")), named) | {""}
    unname(workspace, lambda line: not set(_names(line)) <= known)


def unname(workspace: Workspace, gone: Callable[[Line], bool]) -> None:
    """Take the names out of the lines of which this holds. What was done to how many links stays."""
    lines = _lines(workspace)
    kept = [line | {"sleutel": "", "persoon": ""} if gone(line) else line for line in lines]
    if kept != lines:
        text = "".join(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n" for line in kept)
        write_text(workspace.koppelregister, text)


def _lines(workspace: Workspace) -> list[Line]:
    register = workspace.koppelregister
    return (
        [json.loads(line) for line in register.read_text("utf-8").splitlines()] if register.is_file() else []
    )


def _names(line: Line) -> tuple[str, str]:
    return line["sleutel"], line["persoon"]


def _still_there(files: list[Path], named: set[str]) -> set[str]:
    """Those of these names, all as long, that some row of these files is of."""
    import duckdb

    if not files or not named:
        return set()
    with duckdb.connect(":memory:") as con:
        rows = con.execute(
            _NAMES,
            {
                "lengte": max(map(len, named)),
                "bestanden": [one_file(file) for file in files],
                "namen": sorted(named),
            },
        ).fetchall()
    return {name for (name,) in rows}
