"""`toeleiding check`: what would happen to a delivery, without keeping anything."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.pseudonym import KEY_BYTES, Sleutel
from pipeline.sources.contract import Contracten
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.extend import contracts_of_workspace
from pipeline.sources.intake import connection, judge
from pipeline.sources.learn import Geleerd, learn
from pipeline.sources.opname import Inzending, Opname, leverdatum
from pipeline.sources.problems import PastNietOpContract
from pipeline.sources.proposals import Reden
from pipeline.sources.reading import Gevonden, bestanden, printable, reading_process, strange_files
from pipeline.sources.register import delivered_files, recognised_sheets
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.workspace.errors import LeveringGeweigerd, SettingsError
from pipeline.workspace.folders import WORDS_NAME, Workspace
from pipeline.workspace.scratch import private_room
from pipeline.workspace.settings import load_settings

if TYPE_CHECKING:
    import duckdb

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Bevinding:
    """What `check` found in one file: per sheet a record of the rows' fates, or the reason for refusal."""

    bestand: str
    leveringen: tuple[Delivery, ...] = ()
    overgeslagen_bladen: tuple[str, ...] = ()
    weigeringen: tuple[LeveringGeweigerd, ...] = ()
    terzijde: str = ""
    """Why the intake would pass it by: ingetrokken or vergeten."""
    eerdere: tuple[Delivery, ...] = ()
    """Accepted deliveries of these schools and years with rows in quarantine, which this may have mended."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "bestand": self.bestand,
            "leveringen": [asdict(d) for d in self.leveringen],
            "overgeslagen_bladen": list(self.overgeslagen_bladen),
            "weigeringen": [str(refusal) for refusal in self.weigeringen],
            "terzijde": self.terzijde,
            "eerdere_met_quarantaine": [
                {"id": d.id, "plaats": d.pad, "rijen": d.rijen["quarantaine"]} for d in self.eerdere
            ],
            "problemen": [
                {"plaats": refusal.plaats, "bron": refusal.bron, **probleem.as_dict()}
                for refusal in self.past_niet
                for probleem in refusal.problemen
            ],
        }

    @property
    def past_niet(self) -> list[PastNietOpContract]:
        """The refusals from which something can be learned."""
        return [refusal for refusal in self.weigeringen if isinstance(refusal, PastNietOpContract)]


def scratch_opname(start: Path) -> Opname:
    """How to read deliveries where nothing is kept: any key will do, so this needs no workspace."""
    sleutel = Sleutel(secrets.token_bytes(KEY_BYTES))
    workspace = workspace_at(start)
    if workspace is None:
        return Opname(sleutel, TELDATUM)
    settings = load_settings(workspace.settings_file)
    return Opname(sleutel, settings.cohort.teldatum, contracts_of_workspace(workspace), settings.bewaren)


def workspace_at(start: Path) -> Workspace | None:
    """The workspace that a folder lies in, if any."""
    try:
        return Workspace.find(start)
    except SettingsError:
        return None


def learn_from(paths: list[Path], start: Path, reden: Reden) -> Geleerd:
    """What could be added to the woorden.toml of a workspace to have deliveries accepted; nothing is written.

    Raises SettingsError for a path that is not there and for a woorden.toml that is not right.
    """
    workspace = workspace_at(start)
    opname, terzijde = scratch_opname(start), set_aside(start)

    def refusals(contracten: Contracten) -> list[PastNietOpContract]:
        findings = check(paths, replace(opname, contracten=contracten), terzijde=terzijde)
        return [refusal for finding in findings for refusal in finding.past_niet]

    return learn(refusals, workspace.words_file if workspace else start.resolve() / WORDS_NAME, reden)


def accept_words(learned: Geleerd, start: Path) -> None:
    """Write what is proposed. Raises SettingsError outside a workspace, where nobody would read it."""
    if workspace_at(start) is None:
        raise SettingsError(
            f"{start.resolve()}: not in a workspace, so there is no woorden.toml to add to",
            "Go to the workspace, or name it with --workspace.",
        )
    learned.accept()


def set_aside(start: Path) -> Mapping[str, str]:
    """Per content (SHA-256) why the workspace that a folder lies in does not take it in again."""
    workspace = workspace_at(start)
    return Boek.read(workspace).terzijde if workspace else {}


def in_quarantine(start: Path) -> list[Delivery]:
    """The deliveries of the workspace that a folder lies in whose quarantined rows are in the bounds."""
    workspace = workspace_at(start)
    return [d for d in Boek.read(workspace).actief if d.telt_in_grenzen] if workspace else []


def check(
    paths: list[Path],
    opname: Opname,
    tell: Tell = lambda _: None,
    terzijde: Mapping[str, str] = MappingProxyType({}),
    quarantaine: Sequence[Delivery] = (),
) -> list[Bevinding]:
    """Judge deliveries as the intake would. Raises SettingsError for a path that is not there.

    terzijde: contents that are not taken in again. quarantaine: earlier deliveries with rows to mend.
    """
    paths = [path.resolve() for path in paths]
    for path in paths:
        if not path.exists():
            raise SettingsError(f"{path}: there is no such file or folder")
    files = [(file, _base(path)) for path in paths for file in (*delivered_files(path), *strange_files(path))]
    findings: list[Bevinding] = []
    with private_room() as room, connection(opname, room) as con, reading_process():
        for file, base in files:
            tell(printable(file.name))
            findings += [
                _check_file(con, found, file.relative_to(base), opname, terzijde)
                for found in bestanden(file, base, room)
            ]
    return [_beside(finding, quarantaine) for finding in findings]


def _beside(finding: Bevinding, quarantaine: Sequence[Delivery]) -> Bevinding:
    """The finding with the deliveries of the same schools and years, elsewhere, that have rows to mend."""
    alike = (old for old in quarantaine if any(_may_mend(new, old) for new in finding.leveringen))
    return replace(finding, eerdere=tuple(alike))


def _may_mend(new: Delivery, old: Delivery) -> bool:
    elsewhere = new.bron == old.bron and new.pad != old.pad and new.sha256 != old.sha256
    about = (set(new.scholen) & set(old.scholen)) and (set(new.cohorten) & set(old.cohorten))
    return bool(elsewhere and about)


def _base(path: Path) -> Path:
    """From where a file's place is told: a folder named after a day of delivery belongs to the place."""
    folder = path if path.is_dir() else path.parent
    return folder.parent if leverdatum(folder.name) else folder


def _check_file(
    con: duckdb.DuckDBPyConnection,
    file: Gevonden,
    place: PurePath,
    opname: Opname,
    terzijde: Mapping[str, str],
) -> Bevinding:
    if isinstance(file, LeveringGeweigerd):
        return Bevinding(printable(place.as_posix()), weigeringen=(file,))
    skipped: list[str] = []
    pad = file.pad
    try:
        if why := terzijde.get(file.sha256):
            return Bevinding(pad, terzijde=why)
        sheets = recognised_sheets(file, opname.contracten, skipped)
    except LeveringGeweigerd as refusal:
        return Bevinding(pad, (), tuple(skipped), (refusal,))
    judged = [judge(con, [Inzending(h)], opname)[0] for h in sheets]
    return Bevinding(
        pad,
        tuple(o for o in judged if not isinstance(o, LeveringGeweigerd)),
        tuple(skipped),
        tuple(o for o in judged if isinstance(o, LeveringGeweigerd)),
    )
