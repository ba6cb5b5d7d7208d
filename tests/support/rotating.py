"""A workspace and its key file in one folder, for the tests of rotation."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any

import duckdb

from pipeline.pseudonym import Sleutel, read_key
from pipeline.sources.contract import Contract
from pipeline.sources.delivery import Boek, Delivery
from pipeline.sources.koppelvelden import koppelvelden
from pipeline.sources.opname import Opname
from pipeline.sources.register import Intake, take_in
from pipeline.sources.rotation import Wissel, rotate
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.workspace.folders import Workspace


def place(folder: Path) -> Workspace:
    return Workspace(folder / "werkmap")


def key(folder: Path) -> Path:
    return folder / "kluis" / "sleutel.key"


def rotated(folder: Path) -> Wissel:
    return rotate(place(folder), key(folder))


def taken(folder: Path, sleutel: Sleutel | None = None) -> Intake:
    """One round of intake with the key that is there."""
    opname = Opname(sleutel or read_key(key(folder)), TELDATUM)
    found = take_in(place(folder), opname)
    assert found.geweigerd == []
    return found


def deliveries(folder: Path) -> tuple[Delivery, ...]:
    return Boek.read(place(folder)).leveringen


def rows(folder: Path, delivery: Delivery) -> list[dict[str, Any]]:
    """The rows of a delivery, in the order in which they lie in the file."""
    path = str(delivery.rows_file(place(folder)))
    with duckdb.connect() as con:
        result = con.execute("FROM read_parquet(?)", [path])
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def everything(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Per delivery its rows."""
    return {delivery.id: rows(folder, delivery) for delivery in deliveries(folder)}


def by_hand(secrets: list[bytes], doel: str, waarde: str) -> str:
    """A pseudonym with the standard library: HMAC under the first secret, and over that under each next."""
    first, *later = secrets
    digest = hmac.new(first, f"{doel}\x1f{waarde}".encode(), hashlib.sha256).hexdigest()
    for secret in later:
        digest = hmac.new(secret, f"opnieuw\x1f{digest}".encode(), hashlib.sha256).hexdigest()
    return digest


def keyed_columns(contract: Contract) -> tuple[str, ...]:
    """The columns of a delivery that hold pseudonyms: of person and pupil's number, hashes, link fields."""
    keyed = (kolom.naam for kolom in contract.bewaard if kolom.sleutel)
    return ("persoon", "leerling", *keyed, *koppelvelden(contract))
