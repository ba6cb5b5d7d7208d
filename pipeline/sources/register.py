"""What lies in data/raw held against what was accepted: what is new is taken, what is refused is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pipeline.pseudonym import refuse_other_key
from pipeline.sources.contract import Contracten
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.opname import Inzending, NieuwBestand, Opname, leverdatum
from pipeline.sources.reading import (
    Bestand,
    bestanden,
    every_file,
    inhoud,
    plain_files,
    printable,
    read_bladen,
    reading_process,
    refuse_shapeless,
)
from pipeline.sources.recognise import Herkend, recognise, resembling
from pipeline.workspace.errors import LeveringGeweigerd
from pipeline.workspace.folders import Workspace
from pipeline.workspace.scratch import scratch

BATCH_BYTES = 32 * 1024 * 1024
LARGE_BYTES = 1024 * 1024
Progress = Callable[[str], None]


@dataclass
class Intake:
    """What one round of intake did; `geweigerd` is not empty when nothing may go on.

    voor: the book before it.
    """

    voor: Boek
    genomen: list[Delivery] = field(default_factory=list)
    ongewijzigd: list[str] = field(default_factory=list)
    zelfde_bestand: list[tuple[str, str]] = field(default_factory=list)
    """(place, place of the same content that was taken)."""
    ingetrokken: list[str] = field(default_factory=list)
    """Places of content that was withdrawn: not taken in again."""
    vergeten: list[str] = field(default_factory=list)
    """Places of content that was past its retention date and forgotten: not taken in again."""
    overgeslagen_bladen: list[str] = field(default_factory=list)
    geweigerd: list[LeveringGeweigerd] = field(default_factory=list)

    def summary(self) -> str:
        """In words, for the user."""
        counts = {
            "the same file again": len(self.zelfde_bestand),
            "withdrawn, not taken again": len(self.ingetrokken),
            "forgotten, not taken again": len(self.vergeten),
        }
        said = f"{len(self.genomen)} new, {len(self.ongewijzigd)} known"
        return said + "".join(f", {number} {what}" for what, number in counts.items() if number)


def delivered_files(folder: Path) -> list[Path]:
    """The files below a folder that are deliveries, in a fixed order; a single file is itself one."""
    return plain_files(folder)


def take_in(workspace: Workspace, opname: Opname, progress: Progress = lambda _: None) -> Intake:
    """Accept everything new in data/raw. Refusals are collected, so that a school hears everything at once.

    Raises SleutelError when accepted deliveries were pseudonymised with another key: their pupils could not
    be followed any more.
    """
    boek = Boek.read(workspace)
    refuse_other_key((d.sleutel_id for d in boek.actief), opname.sleutel)
    intake = Intake(boek)
    with scratch(workspace) as room, reading_process():
        batches = _batches(_new_files(workspace, room, opname, boek, intake, progress))
        if first := next(batches, None):  # without anything new no database is started
            from pipeline.sources.taking import Taking

            with Taking(workspace, opname, room) as taking:
                for batch in chain([first], batches):
                    made = taking.take(batch)
                    intake.genomen += made.leveringen
                    intake.geweigerd += made.geweigerd
    return intake


def to_take(workspace: Workspace, opname: Opname) -> list[str]:
    """The places in data/raw that a run would read: of new content, or read otherwise now. Keeps nothing."""
    boek = Boek.read(workspace)
    known = {d.sha256 for d in boek.actief if _current(d, opname)} | set(boek.terzijde)
    with reading_process():
        return [
            printable(place)
            for path in (delivered_files(workspace.raw) if workspace.raw.is_dir() else [])
            for place, content in inhoud(path, workspace.raw, known)
            if content not in known
        ]


def _new_files(
    workspace: Workspace, room: Path, opname: Opname, boek: Boek, intake: Intake, progress: Progress
) -> Iterator[NieuwBestand]:
    """The files that are not taken yet, read and recognised; what is known, double or refused is noted.

    Content that lies in two places was delivered on the earlier day, whichever of the two is found first.
    """
    current = [d for d in boek.actief if _current(d, opname)]
    set_aside = {"ingetrokken": intake.ingetrokken, "vergeten": intake.vergeten}
    taken = _taken(current)
    places = {d.sha256: d.pad for d in current}
    bekend = frozenset(d.sha256 for d in boek.leveringen)
    for file in _found(workspace, room, bekend, intake):
        try:
            if (file.pad, file.sha256) in taken:
                intake.ongewijzigd.append(file.pad)
                continue
            if why := boek.terzijde.get(file.sha256):
                set_aside[why].append(file.pad)
                continue
            other = places.get(file.sha256, file.pad)
            again = other != file.pad and _holds(workspace, other, file.sha256)
            if again and _op_dag(other)[0] <= _op_dag(file.pad)[0]:
                intake.zelfde_bestand.append((file.pad, other))
                continue
            progress(file.pad)
            places[file.sha256] = file.pad
            sheets = recognised_sheets(file, opname.contracten, intake.overgeslagen_bladen)
            vervangt = boek.op_plaats(file.pad) + (boek.op_plaats(other) if again else ())
            yield NieuwBestand(file, [Inzending(sheet) for sheet in sheets], vervangt)
        except LeveringGeweigerd as refusal:
            intake.geweigerd.append(refusal)


def _found(workspace: Workspace, room: Path, bekend: frozenset[str], intake: Intake) -> Iterator[Bestand]:
    """Every file in data/raw, of an archive those in it; what cannot be one is refused by name."""
    for path in sorted(
        every_file(workspace.raw), key=lambda path: _op_dag(path.relative_to(workspace.raw).as_posix())
    ):
        for file in bestanden(path, workspace.raw, room, bekend):
            if isinstance(file, LeveringGeweigerd):
                intake.geweigerd.append(file)
            else:
                yield file


def _op_dag(pad: str) -> tuple[str, str]:
    """Sorts by day of delivery, what has none last."""
    return leverdatum(pad) or "9999", pad


def _taken(current: list[Delivery]) -> set[tuple[str, str]]:
    """Places and content that were taken; not a file whose intake was cut off between two sheets."""
    sheets: dict[tuple[str, str], set[str]] = {}
    for delivery in current:
        sheets.setdefault((delivery.pad, delivery.sha256), set()).add(delivery.blad)
    return {(d.pad, d.sha256) for d in current if sheets[d.pad, d.sha256].issuperset(d.bladen)}


def _holds(workspace: Workspace, pad: str, sha256: str) -> bool:
    """Whether the delivery at a place is still of this content: the file is, or was removed since."""
    place = workspace.raw / pad
    path = next((path for path in (place, *place.parents) if path.is_file()), None)
    return path is None or dict(inhoud(path, workspace.raw)).get(pad, sha256) == sha256


def _batches(files: Iterable[NieuwBestand]) -> Iterator[list[NieuwBestand]]:
    """Files together up to a size; a file with several sheets alone: it is taken whole or not at all.

    A large one goes alone too: DuckDB can read its text by itself, and a workbook of more than a page is open
    until the next one is.
    """
    batch: list[NieuwBestand] = []
    for file in files:
        if len(file.inzendingen) > 1 or file.bestand.grootte > LARGE_BYTES:
            yield [file]
            continue
        batch.append(file)
        if sum(f.bestand.grootte for f in batch) > BATCH_BYTES:
            yield batch
            batch = []
    if batch:
        yield batch


def _current(delivery: Delivery, opname: Opname) -> bool:
    """Whether it would be read the same way now; a word added since changes nothing (see extend.py)."""
    contract = opname.contracten.get(delivery.bron)
    return (
        contract is not None
        and delivery.opname == opname.hash(contract)
        and contract.woorden.keys() >= set(delivery.woorden)
    )


def recognised_sheets(bestand: Bestand, contracten: Contracten, skipped: list[str]) -> list[Herkend]:
    """The sheets of a file whose source is known. Raises LeveringGeweigerd when there is none.

    Of a file without any, the sheet that looks most like one: to be refused with what is wrong with it.
    """
    bladen = read_bladen(bestand)
    found = [herkend for blad in bladen if (herkend := recognise(blad, contracten))]
    for blad in [herkend.blad for herkend in found] or bladen:
        refuse_shapeless(blad)
    for herkend in found:
        _refuse_hidden(herkend)
    if not found and (alike := resembling([blad for blad in bladen if not blad.verborgen], contracten)):
        found.append(alike)
    recognised = [herkend.blad for herkend in found]
    skipped += [blad.plaats for blad in bladen if blad not in recognised]
    if not found:
        raise LeveringGeweigerd(
            f"{bestand.naam}: no row in the first thirty is the header of a known export",
            advice=f"known sources are {', '.join(contracten)}; look at the header row, or take the file out"
            " of data/raw",
        )
    return found


def _refuse_hidden(herkend: Herkend) -> None:
    if herkend.blad.verborgen:
        raise LeveringGeweigerd(
            f"{herkend.blad.plaats}: a hidden sheet that is an export of {herkend.contract.bron}; nobody sees"
            " it, so nobody knows that it is delivered",
            advice="show the sheet in Excel (right-click on the name of another) or delete it, and deliver it"
            " again",
        )
