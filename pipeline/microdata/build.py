"""Build the microdata from the active deliveries: a new file, and at the end a pointer that names it."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.microdata.delivered import insert_delivered
from pipeline.microdata.koppeling.model import score_pairs
from pipeline.microdata.koppeling.register import links_of, remember_links
from pipeline.microdata.koppeling.velden import load_link_fields
from pipeline.microdata.steps import lineage, set_parameters, steps
from pipeline.sources.contract import Contract, contracten
from pipeline.sources.delivery import Delivery
from pipeline.sources.typed import DUCKDB_TYPES, one_file
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.vocabulary.meetmoment import MEETMOMENTEN
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import table_path
from pipeline.workspace.atomic import replacing, write_text
from pipeline.workspace.basis import Basis
from pipeline.workspace.folders import Workspace
from pipeline.workspace.record import stable_json
from pipeline.workspace.settings import Machine, Settings, load_settings

if TYPE_CHECKING:
    import duckdb

Timed = Callable[[str, float], None]
REFERENCE = ("bestemming", "klasse", "reden", "gemeente")


@dataclass(frozen=True)
class Microdata:
    """The current microdata: which file, and what it was made from."""

    file: Path
    inputs: str
    """Hash of deliveries, settings and program."""
    basis: Basis = field(default_factory=dict)
    """The same, name by name; empty when an earlier version of the program made it."""
    cohorten: tuple[int, ...] = ()
    """The cohorts that have school leavers, oldest first; empty when an earlier version made it."""
    geheugen: str = field(default=Machine().geheugen, compare=False)
    """What a session on it may hold in memory."""


def inputs_of(deliveries: list[Delivery], settings: Settings, program: Basis) -> Basis:
    """What decides the content of the microdata; when all of it is equal nothing needs to be built.

    program: code, notebooks, assets and versions (record.program). The key does not decide: which pupils are
    one is the same under a rotated one, and under another one there are other deliveries.
    """
    ids = stable_json(sorted(delivery.id for delivery in deliveries))
    named = f"{len(deliveries)}, {hashlib.sha256(ids.encode()).hexdigest()}"
    return {"deliveries": named, **settings.basis(), **program}


def current(workspace: Workspace) -> Microdata | None:
    """The microdata that the pointer names, if there is any and its file is there."""
    if not workspace.microdata_pointer.is_file():
        return None
    pointer = json.loads(workspace.microdata_pointer.read_text("utf-8"))
    file = workspace.processed / pointer["file"]
    if not file.is_file():
        return None
    geheugen = load_settings(workspace.settings_file).machine.geheugen
    cohorten = tuple(pointer.get("cohorten", ()))
    return Microdata(file, pointer["inputs"], pointer.get("basis", {}), cohorten, geheugen)


def build(
    workspace: Workspace,
    deliveries: list[Delivery],
    settings: Settings,
    inputs: str,
    basis: Basis = MappingProxyType({}),
    timed: Timed = lambda _tabel, _seconds: None,
) -> Microdata:
    """Run every step into a new database and name it in the pointer; who reads the old one can go on.

    inputs: the hash of what it is made of. basis: the same by name, to be told of later. timed: hears of each
    step how many seconds it took.
    """
    import duckdb

    file = workspace.processed / f"microdata-{inputs[:12]}.duckdb"
    config = {"autoinstall_known_extensions": "false", "memory_limit": settings.machine.geheugen}
    with (
        replacing(file) as temporary,
        duckdb.connect(str(temporary), config={**config}) as con,
    ):
        load_inputs(con, workspace, deliveries, settings)
        lock_down(con)
        run_steps(con, settings, timed)
        check_conservation(con)
        sleutels = " ".join(sorted({delivery.sleutel_id for delivery in deliveries}))
        links = links_of(con, inputs[:12], sleutels)
        cohorts = con.execute("SELECT DISTINCT cohort FROM schoolverlater ORDER BY cohort").fetchall()
    made = Microdata(file, inputs, basis, tuple(cohort for (cohort,) in cohorts), settings.machine.geheugen)
    remember_links(workspace, links, inputs[:12], sleutels)
    pointer = {"file": file.name, "inputs": inputs, "basis": dict(basis), "cohorten": made.cohorten}
    write_text(workspace.microdata_pointer, stable_json(pointer))
    _clear_older(workspace, file)
    return made


def run_steps(
    con: duckdb.DuckDBPyConnection, settings: Settings, timed: Timed = lambda _tabel, _seconds: None
) -> None:
    """Every step in order, each table with the comment that says what a row of it is.

    Before the pairs can be decided on, Splink weighs them.
    """
    for step in steps():
        start = time.monotonic()
        if step.tabel == "koppelpaar":
            score_pairs(con, settings.koppeling)
        con.execute(step.sql)
        con.execute(f"COMMENT ON TABLE {step.tabel} IS $${step.rij}$$")
        timed(step.tabel, round(time.monotonic() - start, 3))
    _write_lineage(con)


def _create_table(
    con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """A table of these rows, in one statement: one per row takes a second for a thousand."""
    lists = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    values = ", ".join(f"unnest(?::{kind}[]) AS {name}" for name, kind in columns.items())
    con.execute(f"CREATE TABLE {table} AS SELECT {values}", lists)


def _write_lineage(con: duckdb.DuckDBPyConnection) -> None:
    """Table `herkomst`: what every table is, and the tables that its step reads."""
    of = lineage(con)
    columns = {"nummer": "VARCHAR", "tabel": "VARCHAR", "rij": "VARCHAR", "leest": "VARCHAR[]"}
    rows = [(step.nummer, step.tabel, step.rij, list(of[step.tabel])) for step in steps()]
    _create_table(con, "herkomst", columns, rows)


def load_inputs(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, deliveries: list[Delivery], settings: Settings
) -> None:
    """Deliveries, reference tables, calendar and definition parameters: all that the steps may read."""
    set_parameters(con, settings)
    load_reference(con)
    _load_register(con, deliveries)
    for contract in contracten().values():
        _load_source(con, workspace, contract, [d for d in deliveries if d.bron == contract.bron])
    load_link_fields(con, workspace, deliveries)
    _load_calendar(con, settings)


def load_reference(con: duckdb.DuckDBPyConnection) -> None:
    """The reference tables that steps and definitions read."""
    for name in REFERENCE:
        con.execute(
            f"CREATE TABLE {name} AS SELECT *"
            " FROM read_csv(?, all_varchar = true, header = true, hive_partitioning = false)",
            [one_file(table_path(name))],
        )
    con.execute("ALTER TABLE bestemming ALTER in_werk TYPE BOOLEAN USING in_werk = 'ja'")
    con.execute("ALTER TABLE klasse ALTER rang TYPE INTEGER")


def _load_register(con: duckdb.DuckDBPyConnection, deliveries: list[Delivery]) -> None:
    columns = {
        "levering_id": "VARCHAR",
        "bron": "VARCHAR",
        "sha256": "VARCHAR",
        "leverdatum": "DATE",
        "opname": "VARCHAR",
        "rijen": "INTEGER",
        "teljaar": "INTEGER",
        "stand_levering": "VARCHAR",
    }
    rows = [
        (d.id, d.bron, d.sha256, d.leverdatum, d.opname, d.rijen["in"], _teljaar(d), _stand_levering(d))
        for d in sorted(deliveries, key=lambda d: (d.bron, d.id))
    ]
    _create_table(con, "levering", columns, rows)
    _load_repairs(con, deliveries)


def _load_repairs(con: duckdb.DuckDBPyConnection, deliveries: list[Delivery]) -> None:
    """Table `herstel`: in how many cells of a delivery something was done to read them, and what."""
    columns = {"levering_id": "VARCHAR", "kolom": "VARCHAR", "soort": "VARCHAR", "aantal": "BIGINT"}
    rows = [
        (d.id, *herstelling.split(": ", 1), aantal)
        for d in sorted(deliveries, key=lambda d: (d.bron, d.id))
        for herstelling, aantal in sorted(d.hersteld.items())
    ]
    _create_table(con, "herstel", columns, rows)


def _teljaar(delivery: Delivery) -> int | None:
    """Start year of the teljaar. A DUO file's name has the year in which it ends.

    A renamed file belongs to the last teljaar that was closed on the day of delivery; `check` says so.
    """
    if ends := delivery.kenmerken.get("teljaar_einde"):
        return int(ends) - 1
    if delivery.naam_zwijgt and delivery.datum:
        return delivery.datum.year - (1 if delivery.datum.month >= TELDATUM.maand else 2)
    return None


def _stand_levering(delivery: Delivery) -> str | None:
    """V(oorlopig) or D(efinitief); a renamed file counts as definitive once its teljaar is known."""
    named = delivery.kenmerken.get("stand_levering")
    return named or ("D" if delivery.naam_zwijgt and delivery.datum else None)


def _load_source(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, contract: Contract, deliveries: list[Delivery]
) -> None:
    """All rows of one source with the delivery they came in, in the columns of today's contract."""
    table = f"rij_{contract.bron}"
    columns = stored_columns(contract)
    schema = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    con.execute(f"CREATE TABLE {table} (levering_id VARCHAR, {schema})")
    insert_delivered(con, workspace, deliveries, table, columns)


def stored_columns(contract: Contract) -> dict[str, str]:
    """Name and DuckDB type of every column that a delivery of this source is kept with."""
    columns = {
        "rij": "BIGINT",
        "lot": "VARCHAR",
        "quarantaine_reden": "VARCHAR",
        "defecten": "VARCHAR[]",
        "cohort": "INTEGER",
        "persoon": "VARCHAR",
        "pgn_geldig": "BOOLEAN",
        "leerling": "VARCHAR",
    }
    columns |= {k.naam: DUCKDB_TYPES.get(k.type, "VARCHAR") for k in contract.bewaard}
    return columns | dict.fromkeys(contract.afgeleid, "INTEGER")


def _load_calendar(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """The peildatum of every moment for every cohort that occurs."""
    cohorts = con.execute(
        "SELECT cohort FROM rij_uitstroom WHERE cohort IS NOT NULL UNION"
        " SELECT cohort FROM rij_intergrip WHERE cohort IS NOT NULL ORDER BY ALL"
    ).fetchall()
    rows = [
        (cohort, moment, settings.momenten.peildatum(moment, Schooljaar(cohort)))
        for (cohort,) in cohorts
        for moment in MEETMOMENTEN
    ]
    columns = {"cohort": "INTEGER", "meetmoment": "VARCHAR", "peildatum": "DATE"}
    _create_table(con, "peildatum", columns, rows)


def lock_down(con: duckdb.DuckDBPyConnection) -> None:
    """From here on this session reads and writes nothing outside its own database."""
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")


def check_conservation(con: duckdb.DuckDBPyConnection) -> None:
    """Every delivered row has one fate and linking doubles or loses none, or there is no microdata."""
    _refuse(con, "rows without a fate", _WITHOUT_FATE)
    for table, of in (("uitschrijving", "uitstroom_lot"), ("volgrecord", "intergrip_lot")):
        _refuse(con, f"{table} is not each kept row once", _NOT_ONCE.format(table=table, of=of))
    _refuse(con, "a key that is of two persons", _TWO_PERSONS)


_WITHOUT_FATE = """
    SELECT levering.levering_id, levering.rijen, coalesce(sum(rijlot.rijen), 0) AS met_lot
    FROM levering LEFT JOIN rijlot USING (levering_id) GROUP BY ALL HAVING met_lot <> levering.rijen"""
_NOT_ONCE = """
    SELECT levering_id, rij FROM (
        SELECT levering_id, rij, 1 AS keer FROM {table}
        UNION ALL SELECT levering_id, rij, -1 FROM {of} WHERE lot = 'gehouden'
    ) GROUP BY ALL HAVING sum(keer) <> 0"""
_TWO_PERSONS = (
    "SELECT cohort, soort FROM gelijkstelling QUALIFY count(*) OVER (PARTITION BY cohort, sleutel) > 1"
)


def _refuse(con: duckdb.DuckDBPyConnection, fault: str, query: str) -> None:
    """Raise AssertionError when this query finds anything."""
    if found := con.execute(f"{query} LIMIT 5").fetchall():
        raise AssertionError(f"{fault}: {found}")


def _clear_older(workspace: Workspace, keep: Path) -> None:
    """Remove the others with what lies beside them: journals (.wal), and .tmp of readers that were killed."""
    for old in workspace.processed.glob("microdata-*.duckdb*"):
        if not old.name.startswith(keep.name):
            try:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            except PermissionError:  # Windows: somebody is reading it; the next run clears it
                continue
