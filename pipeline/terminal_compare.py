"""What `toeleiding compare` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.release.stands import Sleutel, Waarde
from pipeline.terminal import new_table
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.release.comparison import Vergelijking, Verschil
    from pipeline.release.differences import Anders

_SHOWN = 40


def comparison_table(found: Vergelijking) -> Table:
    """The figures that differ, those of the region first, then those that moved most."""
    from rich.markup import escape

    table = new_table("cohort", "figure", "of", found.a, found.b, "points", "can be explained by")
    for one in sorted(found.gewijzigd, key=_weight)[:_SHOWN]:
        key, points = one.sleutel, one.punten
        moved = "" if points is None else f"{points:+.1f}"
        cells = (_cohorts(key), _figure(key), key.eenheid, _value(one.was), _value(one.nu), moved)
        table.add_row(*map(escape, cells), ", ".join(one.oorzaken))
    return table


def other_lines(found: Vergelijking) -> Iterator[str]:
    """How many figures are the same, came or went, and what the releases say of themselves that differs."""
    if (more := len(found.gewijzigd) - _SHOWN) > 0:
        yield f"and {more} more; --json has them all"
    yield (
        f"{len(found.gewijzigd)} figure(s) differ, {found.zelfde} are the same;"
        f" only in {found.b}: {_count(found.nieuw)}; only in {found.a}: {_count(found.verdwenen)}"
    )
    if found.anders is None:
        yield "One of these kept its figures only, so nothing tells the causes."
        return
    yield from _of_releases(found.anders)


def _of_releases(anders: Anders) -> Iterator[str]:
    for what, pairs in (("definition", anders.definities), ("setting", anders.instellingen)):
        yield from (f"{what} {name}: {was or 'none'} → {now or 'none'}" for name, (was, now) in pairs.items())
    for cohort, schools in anders.gekomen.items():
        yield f"schools of {Schooljaar(int(cohort))} that came in: {', '.join(schools)}"
    for cohort, schools in anders.gegaan.items():
        yield f"schools of {Schooljaar(int(cohort))} that went out: {', '.join(schools)}"
    if anders.leveringen:
        yield f"other deliveries of {', '.join(anders.leveringen)}"
    if anders.programma:
        changed = (f"{name} {was} → {now}" for name, (was, now) in anders.programma.items())
        yield f"program: {', '.join(changed)}"
    if anders.stand:
        yield f"stand: {anders.stand[0]} → {anders.stand[1]}"
    if anders.tabellen:
        yield f"other tables that differ: {', '.join(anders.tabellen)}"


def _weight(one: Verschil) -> tuple[bool, float, Sleutel]:
    return one.sleutel.niveau != "regio", -abs(one.punten or 0.0), one.sleutel


def _cohorts(key: Sleutel) -> str:
    first, _, last = key.cohorten.partition("-")
    return f"{Schooljaar(int(first))} to {Schooljaar(int(last))}" if last else str(Schooljaar(int(first)))


def _figure(key: Sleutel) -> str:
    return f"{key.indicator} {key.klasse}".rstrip()


def _value(value: Waarde) -> str:
    unknown = "" if value.onbekend is None else f", {value.onbekend} unknown"
    return f"{value.k} of {value.n}{unknown}"


def _count(keys: Sequence[Sleutel]) -> str:
    """How many figures came or went, per cohort."""
    if not keys:
        return "none"
    per_cohort = Counter(_cohorts(key) for key in keys)
    return ", ".join(f"{number} of {cohorts}" for cohorts, number in sorted(per_cohort.items()))
