"""How many cells of unknown columns are of the type of a known one, by the rules of the intake itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.sources.contract import Kolom
from pipeline.sources.typed import install_macros
from pipeline.sources.values import ONTBREEKT, TRANSLATORS
from pipeline.vocabulary.tables import zoek_gemeente

SPREKEND = frozenset({"brin", "pgn", "code", "janee", "datum", "tijdstip", "schooljaar", "gemeente"})
"""Types that a column of another kind seldom fits by chance; a number may be anything."""
Cellen = Counter[str]
"""How often each text occurs in a column."""


def filled(cells: Cellen) -> Cellen:
    """The cells that say something, without those that mean "nothing here"."""
    return Counter({text: n for text, n in cells.items() if text.lower() not in ONTBREEKT})


def fits(columns: Mapping[int, Cellen], kolommen: Iterable[Kolom]) -> dict[tuple[int, str], int]:
    """Per place and column how many cells its type takes. Plain text takes everything, so it is left out."""
    typed = [kolom for kolom in kolommen if kolom.type != "tekst"]
    macros = sorted({kolom.type for kolom in typed} - TRANSLATORS.keys())
    converted = _converted(columns, macros)
    return {
        (place, kolom.naam): converted[place, kolom.type]
        if kolom.type in macros
        else _translated(cells, kolom)
        for place, cells in columns.items()
        for kolom in typed
    }


def _translated(cells: Cellen, kolom: Kolom) -> int:
    if kolom.type == "gemeente":  # any text may be one outside the region, but here that would fit everything
        return sum(n for text, n in cells.items() if zoek_gemeente(text.removesuffix(".0")))
    translate = TRANSLATORS[kolom.type](kolom)
    return sum(n for text, n in cells.items() if translate(text) is not None)


def _converted(columns: Mapping[int, Cellen], types: Sequence[str]) -> Counter[tuple[int, str]]:
    """Per place and type that SQL converts; in memory only, so that no text of a delivery touches disk."""
    found: Counter[tuple[int, str]] = Counter()
    cells = [(place, text, n) for place, texts in columns.items() for text, n in texts.items()]
    if not types or not cells:
        return found
    import duckdb

    sums = ", ".join(f"sum(n) FILTER (als_{soort}(ingevuld(x)) IS NOT NULL)" for soort in types)
    settings = {"autoinstall_known_extensions": "false", "temp_directory": ""}
    with duckdb.connect(":memory:", config={**settings}) as con:
        install_macros(con)
        rows = con.execute(
            f"SELECT place, {sums} FROM (SELECT unnest(?::INTEGER[]) AS place, unnest(?::VARCHAR[]) AS x,"
            " unnest(?::BIGINT[]) AS n) GROUP BY place",
            [list(column) for column in zip(*cells, strict=True)],
        ).fetchall()
    for place, *counts in rows:
        found.update({(place, soort): int(n or 0) for soort, n in zip(types, counts, strict=True)})
    return found
