"""The intake of sheets: read, hold against the contract, give every row its fate, take the person out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.pseudonym import Sleutel
from pipeline.sources.contract import Contract, Contracten, contracten
from pipeline.sources.delivery import Delivery
from pipeline.sources.fate import LOTEN, apply_rules, assign_fates
from pipeline.sources.identity import identify
from pipeline.sources.keep import kept_sql
from pipeline.sources.load import Geladen, load, read_rows
from pipeline.sources.reading import Bestand
from pipeline.sources.reading.blad import Rij
from pipeline.sources.recognise import Herkend
from pipeline.sources.typed import install_macros, type_rows
from pipeline.sources.values import translate
from pipeline.vocabulary.maanddag import MaandDag
from pipeline.workspace.errors import LeveringGeweigerd

if TYPE_CHECKING:
    import duckdb

_ISO_DATE = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


@dataclass(frozen=True)
class Opname:
    """What decides how rows are read, beside the file itself."""

    sleutel: Sleutel
    teldatum: MaandDag
    contracten: Contracten = field(default_factory=contracten)
    """The contracts with the words this workspace has added to them."""

    def hash(self, contract: Contract) -> str:
        parts = f"{contract.hash} {self.sleutel.id} {self.teldatum}"
        return hashlib.sha256(parts.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Inzending:
    """A recognised sheet on its way in."""

    herkend: Herkend

    @property
    def bestand(self) -> Bestand:
        return self.herkend.blad.bestand


Oordeel = Delivery | LeveringGeweigerd


@contextmanager
def connection(opname: Opname, spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory session with the conversions and the pseudonym installed.

    What does not fit in memory goes to the private folder `spill`; without one nothing in the session touches
    disk (DuckDB would otherwise write raw text in the folder where the user happens to be).
    """
    import duckdb

    settings = {"autoinstall_known_extensions": "false", "threads": "2", "temp_directory": str(spill or "")}
    with duckdb.connect(":memory:", config={**settings}) as con:
        install_macros(con)
        opname.sleutel.install(con)
        yield con


def judge(con: duckdb.DuckDBPyConnection, inzendingen: list[Inzending], opname: Opname) -> list[Oordeel]:
    """Give every row of sheets of one contract its fate; per sheet, in order, its record or its refusal.

    Sheets go through together, each under its number, because a statement costs more than its rows.
    Afterwards table `bewaard` has what is to be kept of every row, by `nr`.
    """
    contract = inzendingen[0].herkend.contract
    refused: dict[int, LeveringGeweigerd] = {}
    read: dict[int, tuple[Geladen, list[Rij]]] = {}
    for nr, inzending in enumerate(inzendingen):
        try:
            read[nr] = read_rows(inzending.herkend)
        except LeveringGeweigerd as refusal:
            refused[nr] = refusal
    if read:
        load(con, contract, {nr: (inzendingen[nr].herkend, rows) for nr, (_, rows) in read.items()})
        refused |= translate(con, contract, {nr: inzendingen[nr].herkend for nr in read})
        _work_out(con, contract, opname)
    counts = _counts(con) if read else {}
    return [
        refused.get(nr) or _record(contract, inzending, read[nr][0], counts.get(nr, {}), opname)
        for nr, inzending in enumerate(inzendingen)
    ]


def _work_out(con: duckdb.DuckDBPyConnection, contract: Contract, opname: Opname) -> None:
    type_rows(con, contract)
    identify(con, contract, opname.teldatum)
    apply_rules(con, contract)
    assign_fates(con, contract)
    con.execute(f"CREATE OR REPLACE TABLE bewaard AS {kept_sql(contract)}")


_COUNTS = {
    "lot": "SELECT nr, lot AS soort FROM bewaard",
    "defecten": "SELECT nr, unnest(defecten) AS soort FROM bewaard WHERE lot = 'gehouden'",
    "quarantaine": "SELECT nr, quarantaine_reden AS soort FROM bewaard WHERE lot = 'quarantaine'",
    "cohort": "SELECT nr, cohort AS soort FROM bewaard WHERE cohort IS NOT NULL",
}


def _counts(con: duckdb.DuckDBPyConnection) -> dict[int, dict[str, dict[Any, int]]]:
    """Per sheet: rows per fate, per kind of defect, per reason of quarantine and per cohort."""
    found: dict[int, dict[str, dict[Any, int]]] = {}
    for what, query in _COUNTS.items():
        for nr, soort, aantal in con.execute(
            f"SELECT nr, soort, count(*) FROM ({query}) GROUP BY ALL ORDER BY ALL"
        ).fetchall():
            found.setdefault(nr, {}).setdefault(what, {})[soort] = aantal
    return found


def _record(
    contract: Contract,
    inzending: Inzending,
    loaded: Geladen,
    counts: dict[str, dict[Any, int]],
    opname: Opname,
) -> Delivery:
    """The record of a judged sheet. Its fates add up to the rows that came in, or there is none."""
    fates = counts.get("lot", {})
    if sum(fates.values()) != loaded.rijen:
        raise AssertionError(f"{sum(fates.values())} fates for {loaded.rijen} rows of {contract.bron}")
    herkend, opname_hash = inzending.herkend, opname.hash(contract)
    return Delivery(
        id=hashlib.sha256(
            f"{inzending.bestand.sha256} {herkend.blad.naam} {opname_hash}".encode()
        ).hexdigest()[:16],
        bron=contract.bron,
        pad=inzending.bestand.pad,
        blad=herkend.blad.naam,
        sha256=inzending.bestand.sha256,
        opname=opname_hash,
        leverdatum=leverdatum(inzending.bestand.pad),
        sleutel_id=opname.sleutel.id,
        rijen={"in": loaded.rijen, **{lot: fates.get(lot, 0) for lot in LOTEN}},
        totaalrijen=loaded.totaalrijen,
        defecten=counts.get("defecten", {}),
        quarantaine=counts.get("quarantaine", {}),
        afwezig=tuple(k.naam for k in contract.kolommen if k.naam not in herkend.kolommen and not k.weg),
        cohorten=tuple(counts.get("cohort", {})),
        kenmerken=_kenmerken(contract, inzending.bestand.pad),
    )


def _kenmerken(contract: Contract, pad: str) -> dict[str, str]:
    match = re.search(contract.bestandsnaam, pad.rpartition("/")[2]) if contract.bestandsnaam else None
    return {k: v for k, v in match.groupdict().items() if v} if match else {}


def leverdatum(pad: str) -> str | None:
    """The first ISO date in the place below data/raw: 2024-11-20/uitstroom.xlsx was delivered that day."""
    for match in _ISO_DATE.finditer(pad):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            continue
    return None
