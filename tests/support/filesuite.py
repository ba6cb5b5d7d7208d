"""The suite of small files: how a case is written down, and how what was kept is read as its table is.

A case is a file and what must become of it: per sheet a table with every row, its fate and every field that
is kept of it, or the words of the refusal. A field that a table does not name must be empty. The tables are
written by hand; pseudonyms stand in them as the text that they are made of.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.support.intake import SLEUTEL

DAG = "2017-11-20"
"""The day of delivery of every file."""
LOTEN = {"g": "gehouden", "d": "dubbel", "v": "vervangen", "q": "quarantaine"}
ELFPROEF = "pgn: voldoet niet aan de elfproef van het BSN"
WERKGEVER = {"werkgever": "werkgever"}
KETEN = {"ketenid": "keten", "bsnhash": "bsnhash", "caketenid": "caketen"}
HASHED = {"persoon": "pgn", "leerling": "leerling", **WERKGEVER, **KETEN}
"""Fields that are kept as a pseudonym, and the purpose it is made for."""


@dataclass(frozen=True)
class Blad:
    """What must be kept of one sheet.

    `rijen` is a table: `rij`, `lot` (g, d, v, or q with what could not be established), `defecten` with a +
    between them, and the kept fields. A persoon with ! behind it has a number that fails the check.
    """

    bron: str
    rijen: str
    naam: str = ""
    lid: str = ""
    """Which member of an archive it is in."""
    hersteld: dict[str, int] = field(default_factory=dict)
    totaalrijen: int = 0
    kenmerken: dict[str, str] = field(default_factory=dict)
    afwezig: str | None = None
    """Columns of the contract that the file does not have; None where the case is not about that."""


@dataclass(frozen=True)
class Weigering:
    """A refusal: what the message or its advice must say, the place (file, sheet, row, column) first."""

    woorden: tuple[str, ...]
    lid: str = ""
    """Name of the member of an archive that it is about."""


@dataclass(frozen=True)
class Case:
    """A file and what must become of it. With no sheets and no refusals it is passed by without a word."""

    naam: str
    schrijf: Callable[[Path], object]
    bladen: tuple[Blad, ...] = ()
    weigeringen: tuple[Weigering, ...] = ()
    overgeslagen: tuple[str, ...] = ()
    """Sheets that are read past and named."""
    fout: str = ""
    """A known bug, in a sentence: the case shows the right outcome, which is not had yet."""


def kept(
    naam: str,
    schrijf: Callable[[Path], object],
    *bladen: Blad,
    overgeslagen: tuple[str, ...] = (),
    fout: str = "",
) -> Case:
    """A file of which these sheets are taken."""
    return Case(naam, schrijf, bladen, (), overgeslagen, fout)


def refused(naam: str, schrijf: Callable[[Path], object], *woorden: str, fout: str = "") -> Case:
    """A file that is refused with these words, which stand in one message."""
    return Case(naam, schrijf, weigeringen=(Weigering(woorden),), fout=fout)


def pseudonym(doel: str, waarde: str) -> str:
    """HMAC-SHA256 over purpose and value, by the standard library."""
    return hmac.new(SLEUTEL.secret, f"{doel}\x1f{waarde}".encode(), hashlib.sha256).hexdigest()


def expected_rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table as `shown` gives those that were kept, but only their filled fields."""
    head, *lines = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [_expected(dict(zip(head, cells, strict=True))) for cells in lines]


def _expected(cells: dict[str, str]) -> dict[str, Any]:
    letter, _, reason = cells.pop("lot").partition(" ")
    valid = not cells.get("persoon", "").endswith("!")
    found: dict[str, Any] = {"lot": LOTEN[letter], "defecten": _listed(cells.pop("defecten", ""))}
    if letter == "q":
        found["quarantaine_reden"] = f"{reason} niet vast te stellen"
    else:
        found["pgn_geldig"] = "ja" if cells.get("persoon") and valid else "nee"
    for naam, cell in cells.items():
        if cell:
            found[naam] = pseudonym(HASHED[naam], cell.rstrip("!")) if naam in HASHED else cell
    return found


def _listed(cell: str) -> list[str]:
    return sorted(part.strip() for part in cell.split(" + ") if part.strip())


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """The filled fields of a kept row, each as a table writes it; without its link fields."""
    own = {naam: value for naam, value in row.items() if naam != "defecten" and not naam.startswith("kv_")}
    filled = {naam: _shown(value) for naam, value in own.items()}
    return {naam: text for naam, text in filled.items() if text != ""} | {"defecten": sorted(row["defecten"])}


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case Decimal():
            return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def counts_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What the record of a delivery says, as it follows from its rows."""
    fates = Counter(row["lot"] for row in rows)
    counted = [row for row in rows if row["lot"] == "gehouden"]
    known = [row for row in rows if row["lot"] != "quarantaine"]
    return {
        "rijen": {"in": len(rows), **{lot: fates[lot] for lot in LOTEN.values()}},
        "defecten": dict(Counter(defect for row in counted for defect in row["defecten"])),
        "quarantaine": dict(Counter(r["quarantaine_reden"] for r in rows if "quarantaine_reden" in r)),
        "cohorten": tuple(sorted({int(row["cohort"]) for row in rows if "cohort" in row})),
        "scholen": tuple(sorted({row["brin"] for row in known if "brin" in row})),
        "besturen": tuple(sorted({row["bestuur"] for row in known if "bestuur" in row})),
    }
