"""What lies in data/raw held against what was accepted: what is new is taken, what is refused is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.sources.contract import Contracten
from pipeline.sources.delivery import Delivery, active_deliveries
from pipeline.sources.intake import Inzending, Opname, connection, judge
from pipeline.sources.keep import keep
from pipeline.sources.reading import Bestand, bestand, read_bladen
from pipeline.sources.recognise import Herkend, recognise
from pipeline.workspace.errors import LeveringGeweigerd, SleutelError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import sha256_file
from pipeline.workspace.scratch import scratch

if TYPE_CHECKING:
    import duckdb

NO_DATA = frozenset({"README.md", "Thumbs.db", "desktop.ini"})
LOCK_PREFIX = "~$"
BATCH_BYTES = 32 * 1024 * 1024
Progress = Callable[[str], None]


@dataclass
class Intake:
    """What one round of intake did; `geweigerd` is not empty when nothing may go on."""

    genomen: list[Delivery] = field(default_factory=list)
    ongewijzigd: list[str] = field(default_factory=list)
    zelfde_bestand: list[tuple[str, str]] = field(default_factory=list)
    """(place, place of the same content that was taken)."""
    overgeslagen_bladen: list[str] = field(default_factory=list)
    geweigerd: list[LeveringGeweigerd] = field(default_factory=list)

    def summary(self) -> str:
        """In words, for the user."""
        said = f"{len(self.genomen)} new, {len(self.ongewijzigd)} known"
        return said + (f", {len(self.zelfde_bestand)} the same file again" if self.zelfde_bestand else "")


def delivered_files(folder: Path) -> list[Path]:
    """The files below a folder that are deliveries, in a fixed order; a single file is itself one."""
    if folder.is_file():
        return [folder]
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and _is_delivery(path.relative_to(folder))
    )


def _is_delivery(path: Path) -> bool:
    hidden = any(part.startswith((".", LOCK_PREFIX)) for part in path.parts)
    return not hidden and path.name not in NO_DATA


@dataclass
class _Bestand:
    """A new file: its sheets, and the deliveries of earlier content that it replaces."""

    bestand: Bestand
    inzendingen: list[Inzending]
    vervangt: tuple[str, ...]

    @property
    def bladen(self) -> tuple[str, ...]:
        return tuple(inzending.herkend.blad.naam for inzending in self.inzendingen)


def take_in(workspace: Workspace, opname: Opname, progress: Progress = lambda _: None) -> Intake:
    """Accept everything new in data/raw. Refusals are collected, so that a school hears everything at once.

    Raises SleutelError when accepted deliveries were pseudonymised with another key: their pupils could not
    be followed any more.
    """
    active = active_deliveries(workspace)
    _refuse_other_key(active, opname)
    intake = Intake()
    with scratch(workspace) as room, connection(opname, room) as con:
        for batch in _batches(_new_files(workspace, opname, active, intake, progress)):
            _take_batch(con, workspace, opname, batch, intake)
    return intake


def _new_files(
    workspace: Workspace, opname: Opname, active: list[Delivery], intake: Intake, progress: Progress
) -> Iterator[_Bestand]:
    """The files that are not taken yet, read and recognised; what is known, double or refused is noted."""
    current = [d for d in active if _current(d, opname)]
    taken = _taken(current)
    places = {d.sha256: d.pad for d in current}
    for path in delivered_files(workspace.raw):
        pad = path.relative_to(workspace.raw).as_posix()
        try:
            file = bestand(path, pad)
            if (pad, file.sha256) in taken:
                intake.ongewijzigd.append(pad)
            elif (other := places.get(file.sha256, pad)) != pad and _holds(
                workspace.raw / other, file.sha256
            ):
                intake.zelfde_bestand.append((pad, other))
            else:
                progress(pad)
                places[file.sha256] = pad
                sheets = recognised_sheets(file, opname.contracten, intake.overgeslagen_bladen)
                replaced = tuple(d.id for d in active if d.pad == pad)
                yield _Bestand(file, [Inzending(sheet) for sheet in sheets], replaced)
        except LeveringGeweigerd as refusal:
            intake.geweigerd.append(refusal)


def _taken(current: list[Delivery]) -> set[tuple[str, str]]:
    """Places and content that were taken; not a file whose intake was cut off between two sheets."""
    sheets: dict[tuple[str, str], set[str]] = {}
    for delivery in current:
        sheets.setdefault((delivery.pad, delivery.sha256), set()).add(delivery.blad)
    return {(d.pad, d.sha256) for d in current if sheets[d.pad, d.sha256].issuperset(d.bladen)}


def _holds(path: Path, sha256: str) -> bool:
    """Whether the delivery at a place is still of this content: the file is, or was removed since."""
    return not path.exists() or sha256_file(path) == sha256


def _batches(files: Iterable[_Bestand]) -> Iterator[list[_Bestand]]:
    """Files together up to a size; a file with several sheets alone: it is taken whole or not at all."""
    batch: list[_Bestand] = []
    for file in files:
        if len(file.inzendingen) > 1:
            yield [file]
            continue
        batch.append(file)
        if sum(f.bestand.grootte for f in batch) > BATCH_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


def _take_batch(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    opname: Opname,
    files: list[_Bestand],
    intake: Intake,
) -> None:
    groups: dict[str, list[Inzending]] = {}
    for file in files:
        for inzending in file.inzendingen:
            groups.setdefault(inzending.herkend.contract.bron, []).append(inzending)
    if len(groups) > 1 and len(files) == 1:
        judged = [o for group in groups.values() for o in judge(con, group, opname)]
        if refused := [o for o in judged if isinstance(o, LeveringGeweigerd)]:
            intake.geweigerd += refused
            return
    by_place = {file.bestand.pad: file for file in files}
    for group in groups.values():
        _take_group(con, workspace, opname, group, by_place, intake)


def _take_group(
    con: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    opname: Opname,
    group: list[Inzending],
    files: dict[str, _Bestand],
    intake: Intake,
) -> None:
    judged = judge(con, group, opname)
    several_sheets = len({inzending.bestand.pad for inzending in group}) < len(group)
    refusals = [o for o in judged if isinstance(o, LeveringGeweigerd)]
    intake.geweigerd += refusals
    for nr, outcome in enumerate(judged):
        if isinstance(outcome, LeveringGeweigerd) or (several_sheets and refusals):
            continue
        file = files[outcome.pad]
        delivery = replace(
            outcome, id=_free_id(workspace, outcome), vervangt=file.vervangt, bladen=file.bladen
        )
        keep(con, nr, delivery, workspace)
        intake.genomen.append(delivery)


def _refuse_other_key(active: list[Delivery], opname: Opname) -> None:
    others = sorted({d.sleutel_id for d in active} - {opname.sleutel.id})
    if others:
        raise SleutelError(
            f"the accepted deliveries were made with key {', '.join(others)}, and this is key"
            f" {opname.sleutel.id}",
            advice="use that key: with another one no pupil can be followed from one delivery to the next",
        )


def _current(delivery: Delivery, opname: Opname) -> bool:
    contract = opname.contracten.get(delivery.bron)
    return contract is not None and delivery.opname == opname.hash(contract)


def _free_id(workspace: Workspace, delivery: Delivery) -> str:
    """A delivery is never overwritten: content that comes back after having been replaced gets a next id."""
    folder = delivery.folder(workspace)
    names = chain([delivery.id], (f"{delivery.id}-{n}" for n in count(2)))
    return next(name for name in names if not folder.with_name(name).exists())


def recognised_sheets(bestand: Bestand, contracten: Contracten, skipped: list[str]) -> list[Herkend]:
    """The sheets of a file whose source is known. Raises LeveringGeweigerd when there is none."""
    found: list[Herkend] = []
    for blad in read_bladen(bestand):
        herkend = recognise(blad, contracten)
        if herkend:
            found.append(herkend)
        else:
            skipped.append(blad.plaats)
    if not found:
        raise LeveringGeweigerd(
            f"{bestand.naam}: no row in the first thirty is the header of a known export",
            advice=f"known sources are {', '.join(contracten)}; look at the header row, or take the file out"
            " of data/raw",
        )
    return found
