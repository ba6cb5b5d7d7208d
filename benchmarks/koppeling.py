"""Linkage without PGN, on invented pupils whose truth is known: how much is found, and how much is wrong.

`precision_...` is the share of the links that is right, `recall_...` the share of the followed pupils that is
found, without noise (`clean`) and with it (`noise`). Beside them `exact_...`: the same for a key of surname,
first name and birth date that must agree to the letter and be unique on both sides. `seconds_score` is what
weighing takes of all candidates, `seconds_build` the whole microdata.

`m_...` and `u_...` are how often each field agrees, in the noisy trial, in pairs that are one pupil and in
pairs of one cohort that are not. The defaults of the settings ([koppeling.gewichten]) are these, rounded,
towards caution for u where our list of names is richer than a school's. Splink's own estimate from labels is
the same count; its EM needs no labels, and finds nearly the same m where the links are many.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.synthetic.koppelproef import GEEN_RUIS, Gezien, Proef, Ruis, trial

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.microdata.build import Microdata
    from pipeline.workspace.settings import Settings

PUPILS = 3_000
SEED = 20260101


@dataclass(frozen=True)
class Uitslag:
    """How the links of a trial compare with the truth; a link is a pair of row numbers from 0."""

    goed: int
    gelegd: int
    te_vinden: int

    @property
    def precision(self) -> float:
        return self.goed / self.gelegd if self.gelegd else 1.0

    @property
    def recall(self) -> float:
        return self.goed / self.te_vinden


def main() -> dict[str, float]:
    """Both trials, and what the weights would be by counting in the noisy one."""
    figures: dict[str, float] = {}
    for name, ruis in (("clean", GEEN_RUIS), ("noise", Ruis())):
        proef = trial(SEED, PUPILS, ruis)
        with tempfile.TemporaryDirectory() as room:
            start = time.perf_counter()
            found = judge(proef, links(microdata_of(proef, Path(room))))
            figures[f"seconds_{name}"] = round(time.perf_counter() - start, 1)
            counted = counted_weights(proef, Path(room))
        exact = judge(proef, exact_links(proef))
        figures |= {
            f"precision_{name}": round(found.precision, 4),
            f"recall_{name}": round(found.recall, 4),
            f"exact_precision_{name}": round(exact.precision, 4),
            f"exact_recall_{name}": round(exact.recall, 4),
        }
    return figures | counted


def microdata_of(proef: Proef, room: Path, settings: Settings | None = None) -> Microdata:
    """The whole way from the exports of a trial to microdata, in a workspace in this folder."""
    from pipeline.microdata.build import build
    from pipeline.pseudonym import DEMO_SLEUTEL
    from pipeline.sources.delivery import active_deliveries
    from pipeline.sources.opname import Opname
    from pipeline.sources.register import take_in
    from pipeline.vocabulary.maanddag import TELDATUM
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings

    workspace = Workspace.create(room / "werkmap", demo=True)
    proef.write(workspace.raw)
    if refused := take_in(workspace, Opname(DEMO_SLEUTEL, TELDATUM)).geweigerd:
        raise AssertionError(f"refused: {refused}")
    return build(workspace, active_deliveries(workspace), settings or Settings(), "0" * 64)


def links(microdata: Microdata) -> set[tuple[int, int]]:
    """Per followed row the row of the leaver that it was linked to."""
    from pipeline.microdata.reading import open_microdata

    with open_microdata(microdata) as con:
        rows = con.execute(
            "SELECT uitschrijving.rij - 2, volgrecord.rij - 2 FROM uitschrijving JOIN volgrecord"
            " ON uitschrijving.persoon = volgrecord.persoon AND uitschrijving.cohort = volgrecord.cohort"
        ).fetchall()
    return {(int(left), int(followed)) for left, followed in rows}


def counted_weights(proef: Proef, room: Path) -> dict[str, float]:
    """m and u of every way of agreeing, by counting over the link fields that the trial was kept with.

    m over the pairs that are one pupil; u over each followed row beside the leavers a fixed number of places
    further on, of whom none is that pupil.
    """
    import duckdb

    from pipeline.microdata.koppeling.model import NIVEAUS

    with duckdb.connect() as con:
        for source in ("uitstroom", "intergrip"):
            (file,) = (room / "werkmap" / "data" / "processed" / "deliveries" / source).glob(
                "*/rijen.parquet"
            )
            con.execute(f"CREATE TABLE {source} AS FROM read_parquet('{file}')")
        con.register("paren", _pairs(proef))
        found: dict[str, float] = {}
        for veld, (nothing, ways) in NIVEAUS.items():
            level = " ".join(f"WHEN {sql} THEN '{naam}'" for naam, sql in ways.items())
            rows = con.execute(_COUNTED.format(nothing=nothing, level=level)).fetchall()
            found |= {f"{kind}_{veld}_{naam}": round(share, 5) for kind, naam, share in rows if naam}
    return found


_SIDES = ", ".join(
    f"{table}.{kolom} AS {kolom}_{side}"
    for table, side in (("intergrip", "l"), ("uitstroom", "r"))
    for kolom in (
        "brin", "leerling", "kv_geboren", "kv_naam", "kv_klank", "kv_roepnaam", "kv_geslacht",
    )
)  # fmt: skip
_COUNTED = f"""
    SELECT soort, niveau, count(*) / sum(count(*)) OVER (PARTITION BY soort) FROM (
        SELECT soort, CASE {{level}} END AS niveau FROM (
            SELECT soort, {_SIDES}, uitstroom.kv_verwisseld AS kv_verwisseld_r,
                uitstroom.kv_postcode AS kv_postcode_r, NULL AS kv_postcode_l
            FROM paren
            JOIN uitstroom ON uitstroom.rij = paren.u + 2 JOIN intergrip ON intergrip.rij = paren.i + 2
        ) WHERE NOT ({{nothing}})
    ) GROUP BY soort, niveau ORDER BY soort, niveau"""
_APART = range(101, 701, 7)


def _pairs(proef: Proef) -> pa.Table:
    import pyarrow as pa

    place = {row.persoon: n for n, row in enumerate(proef.uitstroom)}
    same = [("m", place[row.persoon], i) for i, row in enumerate(proef.intergrip) if row.persoon in place]
    many = len(proef.uitstroom)
    other = [("u", (u + step) % many, i) for _, u, i in same for step in _APART]
    soort, u, i = zip(*same, *other, strict=True)
    return pa.table({"soort": pa.array(soort), "u": pa.array(u), "i": pa.array(i)})


def exact_links(proef: Proef) -> set[tuple[int, int]]:
    """The links of a key of names and birth date that agrees to the letter and is unique on both sides."""
    left, followed = _unique(proef.uitstroom), _unique(proef.intergrip)
    return {(left[key], followed[key]) for key in left.keys() & followed.keys()}


def _unique(rows: Iterable[Gezien]) -> dict[tuple[object, ...], int]:
    keys = [(row.achternaam, row.roepnaam, row.geboortedatum) for row in rows]
    often = Counter(keys)
    return {key: n for n, key in enumerate(keys) if often[key] == 1 and None not in key}


def judge(proef: Proef, found: set[tuple[int, int]]) -> Uitslag:
    """Hold links against the truth."""
    goed = sum(proef.uitstroom[u].persoon == proef.intergrip[i].persoon for u, i in found)
    known = {row.persoon for row in proef.uitstroom}
    return Uitslag(goed, len(found), sum(row.persoon in known for row in proef.intergrip))
