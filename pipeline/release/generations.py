"""What releases showed and what they were made of, kept in the workspace.

In generations, one for each change of deliveries, settings or code, in order. Of each: per public the figures
that its releases showed, and the counts that all of those were made of, hidden ones too, which stay inside;
and the small tables beside the figures, with what they did not show (small_memory.py).
Releases that never went out are taken to have gone out: nobody can tell. Every file has the hash of its
content in its name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.release.delingen import Deling, as_dict, from_dict
from pipeline.release.differences import Kenmerken
from pipeline.release.figures import GEMETEN, KEY_COLUMNS, Figure
from pipeline.release.small_memory import SMALL, typed_small, without_hidden
from pipeline.workspace.atomic import replacing_dir, write_bytes
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.record import stable_json

if TYPE_CHECKING:
    from pipeline.release.policy import Publiek
    from pipeline.release.publication import Release

PUBLIEKEN: tuple[Publiek, ...] = ("openbaar", "stuurgroep")
BOUNDS = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
COLUMNS = ["naam", *KEY_COLUMNS[1:], "n", "k", *BOUNDS]
"""Of what was shown. naam: a cohort, or several together."""
COUNTS = [*KEY_COLUMNS, *Figure._fields]
UNITS = ["cohort", "school", "bestuur", "schooltype"]
FLOW = "stroom"
_TELLING, _EENHEDEN, _KENMERKEN, _GEDEELD = "telling", "eenheden", "kenmerken", "gedeeld"
_TABLES = ("cijfers", "samen", FLOW)
_FIRST = "0000-eerder"
_LETTERS = 12
_DIGITS = 6
"""In which the same percentage is the same, whatever computed it."""


@dataclass(frozen=True)
class Counted:
    """What the releases of a generation were made of: COUNTS, and UNITS of the same cohorts.

    soorten: names the kinds of leaver that the definitions told apart.
    """

    rows: pd.DataFrame
    units: pd.DataFrame
    soorten: str


@dataclass(frozen=True)
class Generation:
    """One generation. counted: None where that was not kept, or was forgotten. small: of the small tables."""

    naam: str
    shown: Mapping[Publiek, pd.DataFrame]
    counted: Counted | None = None
    kenmerken: Mapping[Publiek, Kenmerken] = field(default_factory=dict)
    """What its last release for a public said of itself; not kept by earlier versions."""
    small: Mapping[Publiek, pd.DataFrame] = field(default_factory=dict)
    delingen: tuple[Deling, ...] = ()
    """What analysts shared beside its releases (delingen.py)."""

    def seen_by(self, publiek: Publiek) -> pd.DataFrame:
        """What a public saw; the stuurgroep what everybody saw, too."""
        return together([shown for name, shown in self.shown.items() if name in ("openbaar", publiek)])

    def small_seen_by(self, publiek: Publiek) -> pd.DataFrame:
        """The same of the small tables."""
        return _small([records for name, records in self.small.items() if name in ("openbaar", publiek)])


def read_generations(folder: Path, inputs: str = "") -> tuple[Generation, ...]:
    """What is kept in a folder, but for the last generation where that is of these inputs.

    Raises ReleaseGeweigerd for what is not as it was written.
    """
    return tuple(_read_one(place) for place in _places(folder) if place != _own(folder, inputs))


def _read_one(place: Path) -> Generation:
    shown = {
        publiek: together([_typed(_read(path)) for path in _files(place, publiek)]) for publiek in PUBLIEKEN
    }
    small = {
        publiek: _small([_read(path) for path in _files(place, _of_small(publiek))]) for publiek in PUBLIEKEN
    }
    return Generation(place.name, shown, _counted(place), _kenmerken(place), small, _delingen(place))


def _kenmerken(place: Path) -> dict[Publiek, Kenmerken]:
    found = {publiek: sorted(place.glob(f"{_KENMERKEN}-{publiek}-*.json")) for publiek in PUBLIEKEN}
    return {
        publiek: Kenmerken.from_dict(json.loads(_checked(paths[-1])))
        for publiek, paths in found.items()
        if paths
    }


def _delingen(place: Path) -> tuple[Deling, ...]:
    paths = sorted(place.glob(f"{_GEDEELD}-*.json"))
    kept = json.loads(_checked(paths[-1])) if paths else []
    return tuple(from_dict(one, place.name) for one in kept)


def _counted(place: Path) -> Counted | None:
    rows, units = _files(place, _TELLING), _files(place, _EENHEDEN)
    if not rows or not units:
        return None
    return Counted(_read(rows[-1]), _read(units[-1]), rows[-1].stem.split("-")[1])


def keep_shown(folder: Path, inputs: str, publiek: Publiek, release: Release) -> None:
    """Keep what a release of these inputs shows, in their generation."""
    place = _place(folder, inputs)
    tables = {name: release.table(name) for name in _TABLES if name in release.tables}
    before = [_typed(_read(path)) for path in _files(place, publiek)]
    _write(place, publiek, together([*before, shown(tables)]), COLUMNS)
    text = stable_json(Kenmerken.of_release(release).as_dict()).encode()
    _put(place, f"{_KENMERKEN}-{publiek}", text, ".json")


def keep_small(folder: Path, inputs: str, publiek: Publiek, records: pd.DataFrame) -> None:
    """Keep what a release of these inputs shows in its small tables, in their generation."""
    place, what = _place(folder, inputs), _of_small(publiek)
    _write(place, what, _small([*map(_read, _files(place, what)), records]), SMALL)


def read_shared(folder: Path, inputs: str) -> tuple[Deling, ...]:
    """What was shared beside the releases of these inputs. Raises ReleaseGeweigerd when these are not those
    of the last generation, or for what is not as it was written."""
    place = _own(folder, inputs)
    if place is None:
        raise ReleaseGeweigerd(
            "there is no release of these microdata yet", "Make it first: toeleiding run. Then share."
        )
    return _delingen(place)


def keep_shared(folder: Path, inputs: str, delingen: Sequence[Deling]) -> None:
    """Keep what was shared beside the releases of these inputs; all of it, in the place of what was kept."""
    _put(_place(folder, inputs), _GEDEELD, stable_json([as_dict(one) for one in delingen]).encode(), ".json")


def keep_small_from_before(folder: Path, records: Mapping[Publiek, Sequence[pd.DataFrame]]) -> None:
    """Keep them as the first generation of all, whole or not at all; nothing where there are none."""
    if records:
        with replacing_dir(folder / _FIRST) as place:
            for publiek, tables in records.items():
                _write(place, _of_small(publiek), _small(tables), SMALL)


def has_small(folder: Path) -> bool:
    """Whether small tables were kept at all."""
    return any(_files(place, _of_small(publiek)) for place in _places(folder) for publiek in PUBLIEKEN)


def keep_counted(folder: Path, inputs: str, counted: Counted) -> None:
    """Keep what the releases of these inputs are made of, in their generation."""
    place = _place(folder, inputs)
    known = _counted(place)
    rows = [*([known.rows] if known and known.soorten == counted.soorten else []), counted.rows]
    units = [*([known.units] if known else []), counted.units]
    _write(place, _TELLING, _last(rows, KEY_COLUMNS), COUNTS, f"{counted.soorten}-")
    _write(place, _EENHEDEN, _last(units, UNITS[:2]), UNITS)


def forget_counted(folder: Path, cohorts: Collection[int]) -> None:
    """Keep no more of these cohorts than what was shown of them."""
    for place in _places(folder):
        for what in map(_of_small, PUBLIEKEN):
            if kept := [without_hidden(_read(path), cohorts) for path in _files(place, what)]:
                _write(place, what, _small(kept), SMALL)
        _forget_shared(place, cohorts)
        known = _counted(place)
        if known is None:
            continue
        _forget_rows(place, _TELLING, cohorts, COUNTS, KEY_COLUMNS, f"{known.soorten}-")
        _forget_rows(place, _EENHEDEN, cohorts, UNITS, UNITS[:2])


def _forget_rows(
    place: Path,
    what: str,
    cohorts: Collection[int],
    columns: Sequence[str],
    key: Sequence[str],
    more: str = "",
) -> None:
    """Of every file that there is: a run that was killed between two may have left the old one too."""
    tables = [_read(path) for path in _files(place, what)]
    if any(table["cohort"].isin(cohorts).any() for table in tables):
        left = [table[~table["cohort"].isin(cohorts)] for table in tables]
        _write(place, what, _last(left, key), columns, more)


def _forget_shared(place: Path, cohorts: Collection[int]) -> None:
    """The same of what was shared; of two files the one that says most."""
    files = [json.loads(_checked(path)) for path in sorted(place.glob(f"{_GEDEELD}-*.json"))]
    if any(one["cohort"] in cohorts for kept in files for one in kept):
        left = [[one for one in kept if one["cohort"] not in cohorts] for kept in files]
        _put(place, _GEDEELD, stable_json(max(left, key=lambda kept: len(str(kept)))).encode(), ".json")


def shown(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The figures that a release shows, of one cohort and of several together, and the steps of the flow."""
    parts = [numbered(tables["cijfers"])]
    if "samen" in tables:
        parts.append(numbered(tables["samen"].assign(klasse="", soort_klasse="")))
    if FLOW in tables:
        stroom = tables[FLOW]
        parts.append(of_flow(stroom[stroom["aantal"].notna()]))
    return together(parts)


def of_flow(stroom: pd.DataFrame) -> pd.DataFrame:
    """The steps of the flow as figures: n and k are both the number of the step."""
    where = {"indicator": FLOW, "soort_klasse": "stap", "niveau": "regio", "eenheid": "regio"}
    steps = stroom.rename(columns={"stap": "klasse"}).assign(
        naam=stroom["cohort"].astype(str), n=stroom["aantal"], k=stroom["aantal"], **where
    )
    return _typed(steps)


def numbered(cijfers: pd.DataFrame) -> pd.DataFrame:
    """Rows with a value, in the columns and kinds in which they are compared."""
    table = cijfers[cijfers["status"] == GEMETEN]
    last = "-" + table["tot"].astype(str) if "tot" in table else ""
    return _typed(table.assign(naam=table["cohort"].astype(str) + last))


def together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several tables of what was shown as one."""
    return pd.concat(tables, ignore_index=True).drop_duplicates(ignore_index=True) if tables else NONE


def typed_rows(rows: Sequence[tuple[object, ...]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows of what was shown, of which not every column is known."""
    return _typed(pd.DataFrame(rows, columns=list(columns)))


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    kinds = {name: "str" if name in COLUMNS[:6] else "float64" for name in COLUMNS}
    return table.reindex(columns=COLUMNS).astype(kinds).round(_DIGITS).reset_index(drop=True)


def _small(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    records = [typed_small(pd.DataFrame(columns=SMALL)), *tables]
    return pd.concat(records, ignore_index=True).drop_duplicates(ignore_index=True)


def _of_small(publiek: Publiek) -> str:
    return f"klein_{publiek}"


def _last(tables: Sequence[pd.DataFrame], key: Sequence[str]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True).drop_duplicates(list(key), keep="last", ignore_index=True)


def _places(folder: Path) -> list[Path]:
    return sorted(place for place in folder.glob("[0-9]*-*") if place.is_dir())


def _place(folder: Path, inputs: str) -> Path:
    return _own(folder, inputs) or folder / f"{len(_places(folder)) + 1:04d}-{inputs[:_LETTERS]}"


def _own(folder: Path, inputs: str) -> Path | None:
    """The last generation, if it is of these inputs; one that others came after is an earlier one."""
    last = _places(folder)[-1:]
    return next((place for place in last if place.name.endswith(f"-{inputs[:_LETTERS]}")), None)


def _files(place: Path, what: str) -> list[Path]:
    return sorted(place.glob(f"{what}-*.parquet"))


def _read(path: Path) -> pd.DataFrame:
    return pd.read_parquet(BytesIO(_checked(path)))


def _checked(path: Path) -> bytes:
    content = path.read_bytes()
    if not path.stem.endswith(f"-{_hash(content)}"):
        raise ReleaseGeweigerd(
            f"{path}: not as it was written; it is the only record of what an earlier release showed",
            "Put it back from a copy. If there is none, move it away: then what it held counts as unknown.",
        )
    return content


def _write(place: Path, what: str, table: pd.DataFrame, columns: Sequence[str], more: str = "") -> None:
    """Put a table in the place of the one that is there."""
    buffer = BytesIO()
    ordered = table[list(columns)].sort_values(list(columns), ignore_index=True)
    ordered.to_parquet(buffer, compression="zstd", index=False)
    _put(place, what, buffer.getvalue(), ".parquet", more)


def _put(place: Path, what: str, content: bytes, suffix: str, more: str = "") -> None:
    there = sorted(place.glob(f"{what}-*{suffix}"))
    file = place / f"{what}-{more}{_hash(content)}{suffix}"
    place.mkdir(parents=True, exist_ok=True)
    write_bytes(file, content)
    for old in there:
        if old != file:
            old.unlink()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_LETTERS]


NONE = _typed(pd.DataFrame(columns=COLUMNS))
