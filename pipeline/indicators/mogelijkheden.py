"""What the definitions say of each other: every kind of leaver there can be, and what she counts in.

Disclosure control must know which figures are parts of one another (placed and measured are some of the
placed, so n of B1 is a part of k of P1). That is not written down anywhere: it is found by letting the
definitions judge every combination of the things they look at. A new or changed definition needs nothing
more.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.indicators.compute import observe
from pipeline.indicators.definitions import definities
from pipeline.microdata.build import load_reference
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Definities, Settings

KINDS = Path(__file__).parent / "mogelijkheden.sql"
IN_TELLER, NOEMER, ONBEKEND, BUITEN = "KOUX"
"""Counted in k; in n but not in k; not in n because not measured or registered; not in the group."""


@dataclass(frozen=True)
class Soort:
    """A kind of leaver: where she went, and per indicator one of the four outcomes."""

    code: str
    klasse: str
    uitkomst: dict[str, str]


@cache
def mogelijkheden(parameters: Definities) -> tuple[Soort, ...]:
    """Every kind of leaver that differs from the others in some indicator, in a fixed order."""
    import duckdb

    with duckdb.connect(":memory:") as con:
        load_reference(con)
        con.execute(KINDS.read_text("utf-8"))
        observe(con, Settings(definities=parameters), Schooljaar(2016))
        names = list(definities())
        outcomes = ", ".join(f"{_letter(code)} AS {code}" for code in names)
        rows = con.execute(
            f"SELECT DISTINCT u_code, u_klasse, {outcomes} FROM waarneming ORDER BY ALL"
        ).fetchall()
    return tuple(Soort(code, klasse, dict(zip(names, rest, strict=True))) for code, klasse, *rest in rows)


def _letter(code: str) -> str:
    d = definities()[code]
    counts = d.telt_mee or d.in_noemer
    return (
        f"CASE WHEN ({counts}) AND ({d.gevonden or d.in_teller}) THEN '{IN_TELLER}'"
        f" WHEN ({counts}) THEN '{NOEMER}'"
        f" WHEN coalesce({d.in_noemer}, true) THEN '{ONBEKEND}'"
        f" ELSE '{BUITEN}' END"
    )
