"""`toeleiding check`: what would happen to a delivery, without keeping anything."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.pseudonym import KEY_BYTES, Sleutel
from pipeline.sources.delivery import Delivery
from pipeline.sources.intake import Inzending, Opname, connection, judge, leverdatum
from pipeline.sources.reading import bestand
from pipeline.sources.register import delivered_files, recognised_sheets
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.workspace.errors import LeveringGeweigerd, SettingsError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Bevinding:
    """What `check` found in one file: per sheet a record of the rows' fates, or the reason for refusal."""

    bestand: str
    leveringen: tuple[Delivery, ...] = ()
    overgeslagen_bladen: tuple[str, ...] = ()
    weigeringen: tuple[LeveringGeweigerd, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "bestand": self.bestand,
            "leveringen": [asdict(d) for d in self.leveringen],
            "overgeslagen_bladen": list(self.overgeslagen_bladen),
            "weigeringen": [str(refusal) for refusal in self.weigeringen],
        }


def scratch_opname(start: Path) -> Opname:
    """How to read deliveries where nothing is kept: any key will do, so this needs no workspace."""
    try:
        workspace = Workspace.find(start)
    except SettingsError:
        teldatum = TELDATUM
    else:
        teldatum = load_settings(workspace.settings_file).cohort.teldatum
    return Opname(Sleutel(secrets.token_bytes(KEY_BYTES)), teldatum)


def check(paths: list[Path], opname: Opname, tell: Callable[[str], None] = lambda _: None) -> list[Bevinding]:
    """Judge deliveries as the intake would. Raises SettingsError for a path that is not there."""
    paths = [path.resolve() for path in paths]
    for path in paths:
        if not path.exists():
            raise SettingsError(f"{path}: there is no such file or folder")
    files = [(file, _base(path)) for path in paths for file in delivered_files(path)]
    findings = []
    with connection(opname) as con:
        for file, base in files:
            tell(file.name)
            findings.append(_check_file(con, file, base, opname))
    return findings


def _base(path: Path) -> Path:
    """From where a file's place is told: a folder named after a day of delivery belongs to the place."""
    folder = path if path.is_dir() else path.parent
    return folder.parent if leverdatum(folder.name) else folder


def _check_file(con: duckdb.DuckDBPyConnection, path: Path, base: Path, opname: Opname) -> Bevinding:
    skipped: list[str] = []
    pad = path.relative_to(base).as_posix()
    try:
        sheets = recognised_sheets(bestand(path, pad), opname.contracten, skipped)
    except LeveringGeweigerd as refusal:
        return Bevinding(pad, (), tuple(skipped), (refusal,))
    judged = [judge(con, [Inzending(h)], opname)[0] for h in sheets]
    return Bevinding(
        pad,
        tuple(o for o in judged if not isinstance(o, LeveringGeweigerd)),
        tuple(skipped),
        tuple(o for o in judged if isinstance(o, LeveringGeweigerd)),
    )
