"""The register of links: every link that was ever accepted, with the run that made, changed or dropped it.

It only grows, and it decides nothing: microdata is made of deliveries, settings and code alone. What it is
for is to see that a link of an earlier run is gone or goes to another, which is a correction and is listed
beside the corrections of rows. People are named by the first 16 digits of their pseudonym, enough to
find them in the microdata and less than there is. When the rows of either are forgotten, so are these names
(sources/linked_names.py).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from pipeline.workspace.atomic import write_text
from pipeline.workspace.folders import Workspace

if TYPE_CHECKING:
    import duckdb

Wat = Literal["gelegd", "gewijzigd", "vervallen"]
CORRECTIE: tuple[Wat, ...] = ("gewijzigd", "vervallen")
_WIE = 16


@dataclass(frozen=True)
class Koppelregel:
    """One line: what a run did to the link of one person in one cohort."""

    run: str
    """The first twelve digits of the hash of the run's inputs."""
    sleutels: str
    """Ids of the pseudonym keys of its deliveries: under another key everybody is another."""
    wat: Wat
    cohort: int
    soort: str
    sleutel: str
    persoon: str
    gewicht: float
    kans: float

    @property
    def wie(self) -> tuple[int, str]:
        return (self.cohort, self.sleutel)


def links_of(con: duckdb.DuckDBPyConnection, run: str, sleutels: str) -> list[Koppelregel]:
    """The links that are in this microdata, in a fixed order."""
    rows = con.execute(
        f"SELECT cohort, soort, left(sleutel, {_WIE}), left(persoon, {_WIE}), gewicht, kans"
        " FROM gelijkstelling ORDER BY ALL"
    ).fetchall()
    return [Koppelregel(run, sleutels, "gelegd", *row) for row in rows]


def remember_links(workspace: Workspace, links: Iterable[Koppelregel], run: str, sleutels: str) -> None:
    """Add to the register what this run changed in it, whole or not at all. Hold the workspace's lock."""
    known = read_links(workspace)
    new = list(_changes(_standing(known, sleutels), {link.wie: link for link in links}, run))
    if new:
        lines = [json.dumps(asdict(line), sort_keys=True, ensure_ascii=False) for line in (*known, *new)]
        write_text(workspace.koppelregister, "\n".join(lines) + "\n")


def read_links(workspace: Workspace) -> tuple[Koppelregel, ...]:
    """Every line of the register, oldest first."""
    file = workspace.koppelregister
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return tuple(Koppelregel(**json.loads(line)) for line in lines)


def link_corrections(workspace: Workspace) -> list[dict[str, Any]]:
    """Links that a later run changed or dropped, counted by run, cohort, kind and what was done."""
    lines = [line for line in read_links(workspace) if line.wat in CORRECTIE]
    counted = Counter((line.run, line.cohort, line.soort, line.wat) for line in lines)
    return [
        {"run": run, "cohort": cohort, "soort": soort, "wat": wat, "aantal": aantal}
        for (run, cohort, soort, wat), aantal in counted.items()
    ]


def told_corrections(workspace: Workspace, run: str) -> str:
    """What a run changed in links of earlier ones, in a few words; empty when it changed none."""
    counted = Counter(line.wat for line in read_links(workspace) if line.run == run)
    done = {"gewijzigd": "now of another person", "vervallen": "dropped"}
    said = [f"{counted[wat]} {done[wat]}" for wat in CORRECTIE if counted[wat]]
    return f"links of earlier runs: {', '.join(said)}" if said else ""


def _standing(lines: Iterable[Koppelregel], sleutels: str) -> dict[tuple[int, str], Koppelregel]:
    """The links that stand after these lines, of runs under the same keys and people still named."""
    found: dict[tuple[int, str], Koppelregel] = {}
    for line in lines:
        if line.sleutels == sleutels and line.sleutel:
            found[line.wie] = line
    return {wie: line for wie, line in found.items() if line.wat != "vervallen"}


def _changes(
    old: Mapping[tuple[int, str], Koppelregel], new: Mapping[tuple[int, str], Koppelregel], run: str
) -> Iterator[Koppelregel]:
    """A new weight for the same link changes nothing: it is the same link."""
    for wie in sorted(old.keys() | new.keys()):
        if wie not in new:
            yield Koppelregel(**{**asdict(old[wie]), "run": run, "wat": "vervallen"})
        elif wie not in old:
            yield new[wie]
        elif old[wie].persoon != new[wie].persoon:
            yield Koppelregel(**{**asdict(new[wie]), "wat": "gewijzigd"})
