"""What earlier releases showed, and readers therefore know whatever a later release hides.

Kept of every release, per public: the figures that it showed. Only what was published is in it. A figure of
an earlier release that has the same numbers now is taken to be known. One that was corrected since is another
figure: what it tells together with the others of then is not followed up. Releases that never went out are
taken to have gone out: nobody can tell.

Kept in generations, one for each change of deliveries, settings or code, in order. A release looks at the
generations before its own, so making it again makes the same; and all releases of a run look at the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pandas as pd

from pipeline.release.figures import GEMETEN, KEY_COLUMNS, CohortFigures, Key, Unit
from pipeline.release.readers import NOTHING_OUT, Out, Readers, Steps
from pipeline.workspace.atomic import write_bytes
from pipeline.workspace.errors import ReleaseGeweigerd

if TYPE_CHECKING:
    from pipeline.release.attacker import Row
    from pipeline.release.policy import Policy, Publiek
    from pipeline.release.publication import Release

PUBLIEKEN: tuple[Publiek, ...] = ("openbaar", "stuurgroep")
_BOUNDS = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
_COUNTS = ["n", "k", *_BOUNDS]
_COLUMNS = ["naam", *KEY_COLUMNS[1:], *_COUNTS]
_TABLES = ("cijfers", "samen", "stroom")
_FLOW = "stroom"
_LETTERS = 12
_DIGITS = 6
"""In which the same percentage is the same, whatever computed it."""


@dataclass(frozen=True)
class Circulation:
    """The figures that each public has seen."""

    shown: Mapping[Publiek, pd.DataFrame]

    @classmethod
    def read(cls, folder: Path, inputs: str = "") -> Self:
        """What is kept in a folder, but for the last generation where that is of these inputs.

        Raises ReleaseGeweigerd for what is not as it was written.
        """
        earlier = [place for place in _generations(folder) if place != _own(folder, inputs)]
        return cls({publiek: _all(earlier, publiek) for publiek in PUBLIEKEN})

    def seeing(self, publiek: Publiek, tables: Mapping[str, pd.DataFrame]) -> Self:
        """The same when a public has seen these tables of a release: cijfers, samen, stroom."""
        known = self.shown.get(publiek, _NONE)
        both = pd.concat([known, _shown(tables)], ignore_index=True).drop_duplicates(ignore_index=True)
        return type(self)({**self.shown, publiek: both})

    def readers(
        self, cijfers: pd.DataFrame, pooled: Sequence[CohortFigures], policy: Policy
    ) -> Mapping[str, Readers]:
        """The readers of every cohort, and of every three together, by name.

        cijfers: the figures now, before protection. Who sees more has seen what everybody has, too.
        """
        figures = pd.concat([_numbered(cijfers), *map(_of_block, pooled)], ignore_index=True)
        wider = self.readers(cijfers, pooled, policy.wider) if policy.wider else {}
        out = _out(figures, self._seen(policy.publiek))
        names = [*map(str, cijfers["cohort"].unique()), *(block.naam for block in pooled)]
        return {naam: Readers(policy, out.get(naam, NOTHING_OUT), wider.get(naam)) for naam in names}

    def steps(self, stroom: pd.DataFrame, publiek: Publiek) -> Steps:
        """The steps of the flow, before protection, of which readers know the number that they have now."""
        out = _out(_of_flow(stroom), self._seen(publiek))
        return frozenset((int(naam), key.klasse) for naam, rows in out.items() for key, _ in rows.cells)

    def _seen(self, publiek: Publiek) -> list[pd.DataFrame]:
        return [shown for name, shown in self.shown.items() if name in ("openbaar", publiek)]


def _out(figures: pd.DataFrame, seen: Sequence[pd.DataFrame]) -> dict[str, Out]:
    """Per cohort, or cohorts together, the rows whose numbers now were shown before."""
    known = pd.concat(seen, ignore_index=True) if seen else figures.iloc[:0]
    names = [column for column in _COLUMNS if column not in _BOUNDS]
    cells = _rows(figures.merge(known[names].drop_duplicates(), on=names))
    told = known[known["onbekend"].notna()].drop_duplicates()
    bounds = _rows(figures.merge(told, on=_COLUMNS))
    return {naam: Out(rows, bounds.get(naam, frozenset())) for naam, rows in cells.items()}


def _rows(figures: pd.DataFrame) -> dict[str, frozenset[Row]]:
    found: dict[str, set[Row]] = {}
    for naam, indicator, klasse, soort, niveau, eenheid in figures[_COLUMNS[:6]].itertuples(index=False):
        found.setdefault(naam, set()).add((Key(indicator, klasse, soort), Unit(niveau, eenheid)))
    return {naam: frozenset(rows) for naam, rows in found.items()}


def _shown(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The figures that a release shows, of one cohort and of several together, and the steps of the flow."""
    parts = [_numbered(tables["cijfers"])]
    if "samen" in tables:
        parts.append(_numbered(tables["samen"].assign(klasse="", soort_klasse="")))
    if "stroom" in tables:
        stroom = tables["stroom"]
        parts.append(_of_flow(stroom[stroom["aantal"].notna()]))
    return pd.concat(parts, ignore_index=True)


def _of_flow(stroom: pd.DataFrame) -> pd.DataFrame:
    """The steps of the flow as figures: n and k are both the number of the step."""
    where = {"indicator": _FLOW, "soort_klasse": "stap", "niveau": "regio", "eenheid": "regio"}
    steps = stroom.rename(columns={"stap": "klasse"}).assign(
        naam=stroom["cohort"].astype(str), n=stroom["aantal"], k=stroom["aantal"], **where
    )
    return _typed(steps.reindex(columns=_COLUMNS))


def _numbered(cijfers: pd.DataFrame) -> pd.DataFrame:
    """Rows with a value, in the columns and kinds in which they are compared."""
    table = cijfers[cijfers["status"] == GEMETEN]
    last = "-" + table["tot"].astype(str) if "tot" in table else ""
    return _typed(table.assign(naam=table["cohort"].astype(str) + last).reindex(columns=_COLUMNS))


def _of_block(block: CohortFigures) -> pd.DataFrame:
    rows = [(block.naam, *key, *unit, figure.n, figure.k) for (key, unit), figure in block.rows() if figure.n]
    return _typed(pd.DataFrame(rows, columns=[*_COLUMNS[:6], "n", "k"]).reindex(columns=_COLUMNS))


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    kinds = {**dict.fromkeys(_COLUMNS[:6], "str"), **dict.fromkeys(_COUNTS, "float64")}
    return table.astype(kinds).round(_DIGITS).reset_index(drop=True)


def keep(folder: Path, inputs: str, publiek: Publiek, release: Release) -> None:
    """Keep what a release of these inputs shows, in their generation."""
    place = _own(folder, inputs) or folder / f"{len(_generations(folder)) + 1:04d}-{inputs[:_LETTERS]}"
    tables = {name: release.table(name) for name in _TABLES if name in release.tables}
    there = _files(place, publiek)
    both = Circulation({publiek: _all([place], publiek)}).seeing(publiek, tables).shown[publiek]
    content = _parquet(both)
    file = place / f"{publiek}-{hashlib.sha256(content).hexdigest()[:_LETTERS]}.parquet"
    place.mkdir(parents=True, exist_ok=True)
    write_bytes(file, content)
    for old in there:
        if old != file:
            old.unlink()


def _generations(folder: Path) -> list[Path]:
    return sorted(place for place in folder.glob("[0-9]*-*") if place.is_dir())


def _own(folder: Path, inputs: str) -> Path | None:
    """The last generation, if it is of these inputs; one that others came after is an earlier one."""
    last = _generations(folder)[-1:]
    return next((place for place in last if place.name.endswith(f"-{inputs[:_LETTERS]}")), None)


def _files(place: Path, publiek: Publiek) -> list[Path]:
    return sorted(place.glob(f"{publiek}-*.parquet"))


def _all(places: Sequence[Path], publiek: Publiek) -> pd.DataFrame:
    tables = [_read(path) for place in places for path in _files(place, publiek)]
    return pd.concat(tables, ignore_index=True).drop_duplicates(ignore_index=True) if tables else _NONE


def _read(path: Path) -> pd.DataFrame:
    content = path.read_bytes()
    if not path.stem.endswith(f"-{hashlib.sha256(content).hexdigest()[:_LETTERS]}"):
        raise ReleaseGeweigerd(
            f"{path}: not as it was written; it is the only record of what an earlier release showed",
            "Put it back from a copy. If there is none, move it away: then what it held counts as unknown.",
        )
    return _typed(pd.read_parquet(BytesIO(content))[_COLUMNS])


def _parquet(table: pd.DataFrame) -> bytes:
    buffer = BytesIO()
    ordered = table.sort_values(_COLUMNS, ignore_index=True)
    ordered.to_parquet(buffer, compression="zstd", index=False)
    return buffer.getvalue()


_NONE = _typed(pd.DataFrame(columns=_COLUMNS))
NOTHING = Circulation({})
