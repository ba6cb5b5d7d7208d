"""A difference is found wherever it is, named by its place, and never by what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest

from pipeline.herhaling import bestanden, pagina, tabellen
from pipeline.herhaling.uitkomst import Bytes, Cijfers, Uitkomst, Verschil
from pipeline.release.publication import Release

COLUMNS = ["cohort", "indicator", "eenheid", "naam", "k", "pct", "status"]
ROWS = [
    (2023, "P1", "98XC00", "De Proef", 17, 85.0, "gemeten"),
    (2023, "P1", "98XB00", "De Kade", None, None, "niet getoond"),
]


@dataclass(frozen=True)
class Nep:
    """As much of a release as is compared."""

    inhoud: Mapping[str, pd.DataFrame]
    meta: Mapping[str, Any] = field(default_factory=lambda: {"stand": "2023-12-31"})

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(sorted(self.inhoud))

    def table(self, name: str) -> pd.DataFrame:
        return self.inhoud[name]


def frame(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).astype({"k": "Int64"})


def compared(now: Nep, was: Nep | None = None, program: bool = False) -> tuple[int, Verschil | None]:
    was = was or Nep({"cijfers": frame(ROWS)})
    return tabellen.compare(cast(Release, was), cast(Release, now), program)


def test_the_same_in_another_order_is_the_same_and_every_cell_counts() -> None:
    assert compared(Nep({"cijfers": frame(ROWS[::-1])})) == (14, None)


def test_the_last_digit_of_another_processor_is_no_difference() -> None:
    nearly = [(*ROWS[0][:5], 85.0000000001, "gemeten"), ROWS[1]]
    assert compared(Nep({"cijfers": frame(nearly)})) == (14, None)


@pytest.mark.parametrize(
    ("rows", "place", "column"),
    [
        ([(*ROWS[0][:4], 18, *ROWS[0][5:]), ROWS[1]], "cohort 2023, indicator P1, eenheid 98XC00", "k"),
        ([(*ROWS[0][:5], 85.001, "gemeten"), ROWS[1]], "cohort 2023, indicator P1, eenheid 98XC00", "pct"),
        ([ROWS[0], (*ROWS[1][:4], 3, None, "gemeten")], "cohort 2023, indicator P1, eenheid 98XB00", "k"),
        ([ROWS[0], (*ROWS[1][:6], "geen waarde")], "cohort 2023, indicator P1, eenheid 98XB00", "status"),
        ([ROWS[0]], "cohort 2023, indicator P1, eenheid 98XB00", ""),
        ([*ROWS, ROWS[1]], "cohort 2023, indicator P1, eenheid 98XB00, number 2", ""),
    ],
)
def test_another_cell_is_named_by_its_row_and_column_and_not_by_its_value(
    rows: list[tuple[Any, ...]], place: str, column: str
) -> None:
    cells, found = compared(Nep({"cijfers": frame(rows)}))
    assert cells == 14
    assert found and (found.tabel, found.rij, found.kolom) == ("cijfers", place, column)
    assert not {"17", "18", "85", "3"} & set(found.wat.split())


def test_a_table_a_column_or_a_line_of_the_manifest_more_is_a_difference() -> None:
    here = frame(ROWS)
    extra = compared(Nep({"cijfers": here, "samen": here}))[1]
    assert extra and (extra.tabel, extra.wat) == ("samen", "a table of the repeat only")
    wider = compared(Nep({"cijfers": here.assign(x=1)}))[1]
    assert wider and wider.wat == "other columns"
    told = compared(Nep({"cijfers": here}, {"stand": "2024-12-31"}))[1]
    assert told and (told.bestand, told.rij) == ("release.json", "stand")
    inside = {"hidden": {"school": {"cellen": 5}}}
    other = compared(
        Nep({"cijfers": here}, {"hidden": {"school": {"cellen": 6}}}), Nep({"cijfers": here}, inside)
    )[1]
    assert other and other.rij == "hidden.school.cellen" and "5" not in str(other)


def test_versions_are_no_figures_and_what_is_told_of_the_program_changes_with_it() -> None:
    changes = pd.DataFrame({"cohort": [2023], "indicator": ["P1"], "n": [1], "oorzaak": ["ander programma"]})
    was = Nep({"wijzigingen": changes}, {"versions": {"code": "a"}})
    now = Nep({"wijzigingen": changes.assign(oorzaak="onbekend")}, {"versions": {"code": "b"}})
    assert compared(now, was, program=True) == (4, None)
    assert compared(now, was)[1] == Verschil(
        "wijzigingen-*.parquet", "another value", "wijzigingen", "cohort 2023, indicator P1", "oorzaak"
    )


PAGE = """<!DOCTYPE html><html><head><title>2024</title><style>a {{ margin: 3px }}</style></head><body>
<h1>Toetsing 2023-2024</h1><p>Van {n} naar 1.245&nbsp;schoolverlaters: 46,3%.</p>
<h2 id="x"><span>2</span> Hoeveel</h2><table><tr><td>17</td><td>niet getoond</td></tr></table>
<svg><text>99</text></svg><script>var x = 8;</script>
<h2>3 Colofon</h2><p>altair 6.3.0</p><h3>3.1 Versies</h3><p>5</p><h2>Bronnen</h2><p>2016</p></body></html>"""


def test_the_numbers_of_a_page_are_those_that_are_read() -> None:
    top, table, sources = "Toetsing 2023-2024", "2 Hoeveel", "Bronnen"
    assert pagina.numbers(PAGE.format(n=12)) == [
        (top, "12"), (top, "1.245"), (top, "46,3"), (table, "17"), (sources, "2016"),
    ]  # fmt: skip


def test_another_number_is_named_by_its_section() -> None:
    page = PAGE.format(n=12)
    assert pagina.compare("t.html", page, page.replace("6.3.0", "7.0").replace("var x = 8", "")) == (5, None)
    assert pagina.compare("t.html", page, page.replace(">17<", ">18<"))[1] == Verschil(
        "t.html", "another number", "2 Hoeveel"
    )
    shorter = pagina.compare("t.html", page, page.replace("<p>2016</p>", ""))[1]
    assert shorter == Verschil("t.html", "more or fewer numbers", "Bronnen")


def test_files_are_compared_byte_by_byte_unless_something_keeps_them_apart(tmp_path: Path) -> None:
    for name, text in (("a", "abc"), ("b", "abd"), ("c", "abc")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    a, b, c, gone = (tmp_path / name for name in "abcd")
    assert bestanden.compare({"x": a}, {"x": c}, ()) == Bytes((), 1, 3)
    assert bestanden.compare({"x": a}, {"x": b}, ()).verschil == Verschil("x", "other bytes")
    assert bestanden.compare({"x": a}, {"x": gone}, ()).verschil == Verschil("x", "not in the repeat")
    assert bestanden.compare({"x": a}, {}, ()).verschil == Verschil("x", "not in the repeat")
    assert bestanden.compare({"x": a}, {"x": b}, ("code: a → b",)) == Bytes(("code: a → b",))


def test_a_byte_counts_only_where_bytes_can_be_the_same_and_a_figure_always() -> None:
    other = Verschil("x", "other bytes")

    def outcome(figures: Cijfers, files: Bytes, why: tuple[str, ...] = ()) -> Uitkomst:
        return Uitkomst("2023-2024", "deliveries", "", figures, files, why)

    assert outcome(Cijfers(), Bytes()).gelijk
    assert outcome(Cijfers(), Bytes(("code",), verschil=other)).gelijk
    assert not outcome(Cijfers(), Bytes(verschil=other)).gelijk
    assert not outcome(Cijfers(verschil=other), Bytes(("code",))).gelijk
    assert outcome(Cijfers(verschil=other), Bytes(), ("code: a → b",)).oorzaken == ("code: a → b",)
    assert "does not repeat itself" in " ".join(outcome(Cijfers(verschil=other), Bytes()).oorzaken)
    assert outcome(Cijfers(), Bytes(), ("code: a → b",)).oorzaken == ()
