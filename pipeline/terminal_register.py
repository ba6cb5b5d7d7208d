"""What the verbs on the register print: register, withdraw and forget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.sources.register_view import Inschrijving, Register
from pipeline.sources.retention import schooljaren
from pipeline.terminal import STATES, new_table, notable_repairs

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from pipeline.microdata.correction_list import Correcties
    from pipeline.microdata.rest import Rest
    from pipeline.sources.delivery import Delivery
    from pipeline.sources.due import Verlopen
    from pipeline.sources.withdrawal import Gevolg

LOST = "Deliveries that counted were forgotten, so these school years are not counted anew:"
WOULD_LOSE = "These count, so figures would lack rows of:"
_HASH = 8
_NAMED = 3


def register_table(found: Register) -> Table:
    """A row per delivery. The fates and repairs are those at intake."""
    table = _plain_table("id", "delivery", "delivered, hash", "school years", "rows", "keep until", "state")
    for line in found.regels:
        table.add_row(*_texts(_cells(line)))
    return table


def corrections_table(found: Correcties) -> Table:
    """A row per old and new delivery, cohort, school, field and kind of change."""
    table = _plain_table("source", "delivery", "superseded by", "cohort", "school", "field", "change", "rows")
    for line in found.regels:
        table.add_row(*_texts("" if cell is None else str(cell) for cell in line.values()))
    return table


def link_correction_lines(found: Correcties) -> Iterator[str]:
    """A line per run, cohort and kind of link that a later run changed or dropped."""
    done = {"gewijzigd": "now of another person", "vervallen": "dropped"}
    for line in found.koppelingen:
        yield (
            f"Links without a PGN, cohort {line['cohort']}: {line['aantal']} {done[line['wat']]}"
            f" in run {line['run']}."
        )


def withdrawal_lines(gevolg: Gevolg, undone: bool, gone: Sequence[Rest] = ()) -> Iterator[str]:
    """What was withdrawn or brought back, and what counts since; `gone` is what no other delivery has."""
    yield f"{'Brought back' if undone else 'Withdrew'} {_named(gevolg.levering)}"
    if others := [d for d in gevolg.bladen if d != gevolg.levering]:
        yield f"and with it what is of the same content: {'; '.join(map(_named, others))}"
    if gevolg.telt_niet_meer:
        yield f"No longer counts: {_ids(gevolg.telt_niet_meer)}"
    if kept := sum(rest.gehouden for rest in gone):
        yield f"{kept} of its rows were in no later delivery at the last run: they count nowhere now."
    if quarantined := sum(rest.quarantaine for rest in gone):
        yield f"{quarantined} row(s) of it in quarantine leave the bounds."
    if gevolg.telt_weer:
        yield f"Counts again: {_ids(gevolg.telt_weer)}"
    if not gevolg.telt_niet_meer and not gevolg.telt_weer:
        yield "It did not count, and does not now: newer content took its place, or its rows were forgotten."
    if gevolg.te_herstellen:
        yield f"What it had replaced does not count again by itself: {_ids(gevolg.te_herstellen)}"
        yield "To have that back: undo this, and withdraw with --restore."
    yield "The figures follow with the next toeleiding run."


def forgetting_lines(found: Verlopen, done: bool, raw: bool) -> Iterator[str]:
    """What is past its date or was deleted, what that costs, and what to do next."""
    for delivery, until in found.leveringen:
        where = f"{_named(delivery)}, {delivery.rijen['in']} rows, kept until {until}"
        yield f"{'deleted' if done else 'would delete'} the rows of {where}"
    for file in found.bestanden:
        what = "deleted" if done and raw else "would delete" if raw else "past its date, delete with --raw:"
        yield f"{what} data/raw/{file.plaats}, kept until {file.bewaard_tot}"
    if found.terug and raw:
        yield f"{'deleted' if done else 'would delete'} data/terug, which may hold rows of these files"
    if not found.leveringen and not found.bestanden:
        yield f"Nothing had to be gone before {found.dag}."
    if found.schooljaren:
        yield f"{LOST if done else WOULD_LOSE} {', '.join(found.schooljaren)}"
    if found.herleven:
        yield f"Older but not past their date, so what superseded their rows is gone: {_ids(found.herleven)}"
    if found.zonder_datum:
        yield f"No retention date, because no day of delivery and no school year: {_ids(found.zonder_datum)}"
    if (found.leveringen or (raw and found.bestanden)) and not done:
        yield "Nothing was deleted. To do it, add --yes."


def _cells(line: Inschrijving) -> tuple[str, ...]:
    delivery = line.levering
    until = line.bewaren_tot.isoformat() if line.bewaren_tot else "no date"
    if delivery.bewaren_tot and delivery.bewaren_tot != until:
        until += f"\nat intake {delivery.bewaren_tot}"
    return (
        delivery.id,
        f"{delivery.bron}: {_place(delivery)}{_whose(line.levering)}",
        f"{delivery.leverdatum or 'unknown'}\n{delivery.sha256[:_HASH]}",
        _years(schooljaren([delivery])),
        _fates(delivery),
        until,
        f"{STATES[line.staat]} {line.toelichting}".rstrip(),
    )


def _whose(delivery: Delivery) -> str:
    """The schools in it, or else the boards; only how many when they are many."""
    names, what = (delivery.scholen, "schools") if delivery.scholen else (delivery.besturen, "boards")
    if not names:
        return ""
    return "\nof " + (", ".join(names) if len(names) <= _NAMED else f"{len(names)} {what}")


def _years(labels: list[str]) -> str:
    """One year, or the first and the last."""
    return labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}" if labels else ""


def _fates(delivery: Delivery) -> str:
    fates = ", ".join(f"{n} {lot}" for lot, n in delivery.rijen.items() if n and lot != "in")
    cells = sum(notable_repairs(delivery).values())
    repaired = f"\n{cells} cell(s) repaired" if cells else ""
    return f"{delivery.rijen['in']}: {fates}{repaired}" if fates else "0"


def _place(delivery: Delivery) -> str:
    return delivery.pad + (f", sheet {delivery.blad}" if delivery.blad else "")


def _named(delivery: Delivery) -> str:
    return f"{delivery.id} ({delivery.bron}, {_place(delivery)})"


def _ids(deliveries: Iterable[Delivery]) -> str:
    return ", ".join(delivery.id for delivery in deliveries)


def _plain_table(*heads: str) -> Table:
    """A table that folds what does not fit, so that no id is cut short."""
    table = new_table()
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _texts(cells: Iterable[str]) -> Iterator[Text]:
    """Cells as they are: a square bracket in a file's name is no instruction."""
    from rich.text import Text

    return (Text(cell) for cell in cells)
