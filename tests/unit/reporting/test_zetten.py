"""Tables that are set without pandoc are held against pandoc, with the filters that reports go through."""

import subprocess
from typing import get_args

import nbformat
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.reporting.assets import assets_dir
from pipeline.reporting.manuscript import Target, write_manuscript
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.pandoc import pandoc_path
from pipeline.reporting.pijptabel import Pijptabel, lees_tabel, schrijf_tabel
from pipeline.reporting.zetten import Zetvorm, zet_tabel
from tests.support.fake_release import VIJANDIG

WRITERS = {"html": "html5", "typst": "typst-citations"}


def by_pandoc(markdown: str, vorm: Zetvorm) -> str:
    filters = [f"--lua-filter={assets_dir() / 'filters' / name}.lua" for name in ("embedded", "report")]
    dialect = ["--from=markdown+table_attributes", "--wrap=none", "--columns=10000", f"--to={WRITERS[vorm]}"]
    command = [pandoc_path(), *dialect, *filters]
    done = subprocess.run(command, input=markdown, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.removesuffix("\n")


def in_a_table(*cellen: str, rechts: bool = False) -> str:
    """The cells under each other, and as many times as a heading of their own."""
    return schrijf_tabel(["kop", "n"], [rechts, not rechts], [[cel, "1"] for cel in cellen])


KNOWN = [
    ("1.245", "1.245", "1.245"),
    ("", "", ""),
    ("−0,6 *", "−0,6 *", r"−0,6 \*"),
    ("**Regio**", "<strong>Regio</strong>", "#strong[Regio]"),
    ("**+0,2**", "<strong>+0,2</strong>", r"#strong[\+0,2]"),
    ("**–**", "<strong>–</strong>", "#strong[--]"),
    ("`1f1633b2d2`", "<code>1f1633b2d2</code>", "`1f1633b2d2`"),
    (
        '<span class="interval">88,8–94,5</span>',
        '<span class="interval"><span class="heel">88,8–94,5</span></span>',
        "#interval[#box[88,8--94,5];]",
    ),
    (
        '**<span class="verborgen">niet getoond</span>**',
        '<strong><span class="verborgen">niet getoond</span></strong>',
        "#strong[#verborgen[niet getoond]]",
    ),
    (
        "Plaatsing, P1 (2024-2025)",
        'Plaatsing, P1 <span class="heel">(2024-2025)</span>',
        r"Plaatsing, P1 #box[\(2024-2025)];",
    ),
    ("tot 27 juni 2016", 'tot <span class="heel">27 juni</span> 2016', "tot #box[27 juni]; 2016"),
    ("zie definitie P1", 'zie <span class="heel">definitie P1</span>', "zie #box[definitie P1];"),
    (letterlijk("A <b> & 'c' #1"), "A &lt;b&gt; &amp; 'c' #1", r"A \<b\> & \'c\' \#1"),
    (letterlijk("a@b [c] $d$"), "a@b [c] $d$", r"a\@b \[c\] \$d\$"),
    ("vast\u00a0aan elkaar", "vast\u00a0aan elkaar", "vast~aan elkaar"),
]  # fmt: skip


@pytest.mark.parametrize(("cel", "in_page", "on_paper"), KNOWN)
def test_a_cell_of_known_making_is_set(cel: str, in_page: str, on_paper: str) -> None:
    assert f'<td style="text-align: left;">{in_page}</td>' in str(zet_tabel(in_a_table(cel), "html"))
    assert f"\n  [{on_paper}], [1],\n" in str(zet_tabel(in_a_table(cel), "typst"))


@pytest.mark.parametrize("vorm", WRITERS)
@pytest.mark.parametrize("rechts", [True, False])
def test_known_cells_are_set_as_pandoc_sets_them(vorm: Zetvorm, rechts: bool) -> None:
    under_each_other = in_a_table(*(cel for cel, _, _ in KNOWN), rechts=rechts)
    as_headings = schrijf_tabel(["2020-2021 (%)", "cohort 2020-2021"], [rechts, True], [["1", "2"]])
    for table in (under_each_other, as_headings):
        assert zet_tabel(table, vorm) == by_pandoc(table, vorm)


UNKNOWN = [
    "[a](https://x.nl)", "![a](b.png)", "*a*", "_a_", "a_b_", "~~a~~", "a~2~", "a^2^", "$a$", "@bron",
    "[@bron]", "a[^1]", "<b>a</b>", "<br>", "&amp;", "&nbsp;", "\\*", "a -- b", "a...", "'a'", '"a"',
    "**a** b", "****", "**a*", "`a b`", "``", "p. 3", "bijv. dit", "a  b", "**1. a**", "a//b", "{{< x >}}",
    "[a]{.b}", "a | b",
    '<span class="anders">a</span>', '<span class="interval"><b>a</b></span>', "&#32;a", "&#128;", "https://x.nl",
]  # fmt: skip


@pytest.mark.parametrize("cel", UNKNOWN)
def test_what_pandoc_may_read_otherwise_is_left_to_it(cel: str) -> None:
    assert zet_tabel(in_a_table("1", cel), "html") is None
    assert zet_tabel(in_a_table("1", cel), "typst") is None


@pytest.mark.parametrize(
    "table",
    [
        "| a |\n|:--|", "|  |\n|:--|\n| 1 |", "| a |\n|:-:|\n| 1 |", "| a |\n|---|\n| 1 |", "| a |\n| 1 |",
        "| a | b |\n|:--|:--|\n| 1 |", "| a |\n|:--|\n| 1 | 2 |", "| a |",
    ],
)  # fmt: skip
def test_a_table_of_another_form_is_left_to_pandoc(table: str) -> None:
    assert zet_tabel(table, "html") is None


WORDS = st.sampled_from(
    [
        "a", "Regio", "é", "2020-2021", "(2020-2021)", "3", "27", "(3", "maart", "juni)", "maart.",
        "mei-juni", "Definitie", "definitie", "P1,", "1–2", "50,6–60,2%", "(1–2)", "+1,0", "−0,3", "-",
        "+", "=", "(x)", "(", "%", "S13.", "na.", "p.", "e.g.", "x;", ";x", "...", "--", "a--b", "/", "//",
        "…", "*", "‘x’", "–", "–x", "—", "<b>", "&amp;", "a_b", "`x`", "[x]", "x^2^", "$x$", "\\", "#", "@x",
        "1.", "1)", "a:", "::", "?", "!", "\u00a0", "a\u00a0b", "a\u200bb", "€", "≤", ">", "ß", "İ", "²",
        "2020-20211", "١٢٣٤-١٢٣٤", "x" * 30, "|", *VIJANDIG,
    ]
)  # fmt: skip
DRESS = [
    "{}",
    "**{}**",
    "`{}`",
    '<span class="interval">{}</span>',
    '**<span class="verborgen">{}</span>**',
    "{} *",
]
TEXTS = st.lists(WORDS, max_size=4).map(" ".join) | st.text(st.characters(codec="utf-8"), max_size=12)


@st.composite
def cells(draw: st.DrawFn) -> str:
    """A name as it comes into a table, or Markdown as somebody may write it, and markup around it."""
    text = draw(TEXTS)
    shown = letterlijk(text) if draw(st.booleans()) else " ".join(text.split())
    return draw(st.sampled_from(DRESS)).format(shown)


@settings(max_examples=25, deadline=None)
@given(st.lists(cells(), min_size=30, max_size=90), st.booleans())
def test_whatever_is_set_here_is_what_pandoc_makes_of_it(cellen: list[str], rechts: bool) -> None:
    kept = [cel for cel in cellen if zet_tabel(in_a_table(cel), "html")]
    rows = [kept[at : at + 3] for at in range(0, len(kept) - 2, 3)]
    assume(len(rows) > 1 and any(rows[0]))
    table = schrijf_tabel(rows[0], [rechts, False, True], rows[1:])
    for vorm in get_args(Zetvorm):
        assert zet_tabel(table, vorm) == by_pandoc(table, vorm)


def manuscript(markdown: str, target: Target) -> str:
    """The text that pandoc gets of a report with one output."""
    output = nbformat.v4.new_output("display_data", {"text/markdown": markdown})
    cells = [
        nbformat.v4.new_raw_cell("---\ntitle: Toets\n---"),
        nbformat.v4.new_code_cell("x", outputs=[output]),
    ]
    return write_manuscript(nbformat.v4.new_notebook(cells=cells), target, "toets").text


TABLE = in_a_table("12")


@pytest.mark.parametrize(
    "around", ["{}", "Voor.\n\n{}", "{}\n\nNoot onder de tabel.", "a\n\n{}\n\nb\n\n" + TABLE]
)
def test_a_table_between_empty_lines_is_kept_from_pandoc(around: str) -> None:
    for target, mark in {"html": "<!--tabel 0-->", "typst": "#zettabel(<0>)"}.items():
        text = manuscript(around.format(TABLE), target)  # type: ignore[arg-type]
        assert mark in text and "|" not in text
    assert TABLE in manuscript(around.format(TABLE), "docx")


@pytest.mark.parametrize(
    "around",
    [
        "Tekst\n{}",
        "{}\n: Bijschrift",
        "{}\n\nTable: bijschrift",
        "{}\n\n: bijschrift {{#tbl-x}}",
        "```\n\n{}\n\n```",
    ],
)
def test_a_table_that_is_more_or_less_than_that_goes_to_pandoc(around: str) -> None:
    assert TABLE in manuscript(around.format(TABLE), "html")


TWO_CELLS = st.lists(
    st.text(st.characters(categories=("L", "N", "P", "S")), max_size=8), min_size=2, max_size=2
)


@given(TWO_CELLS, st.lists(st.booleans(), min_size=2, max_size=2))
def test_a_table_is_read_as_it_was_written(cellen: list[str], rechts: list[bool]) -> None:
    whole = [cel.replace("\\", "") for cel in cellen]
    sides = tuple("right" if kolom else "left" for kolom in rechts)
    written = schrijf_tabel(whole, rechts, [whole]).splitlines()
    assert lees_tabel(written) == Pijptabel(tuple(whole), sides, (tuple(whole),))  # type: ignore[arg-type]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells in a table of 2 columns"):
        schrijf_tabel(["a", "b"], [True, True], [["1"]])
