"""Names are text: whatever is in them comes out of pandoc as it went in."""

import subprocess

import pytest

from pipeline.reporting.charts.doek import regels, tekst_breedte
from pipeline.reporting.drawing import tidy_svg
from pipeline.reporting.markdown import letterlijk, platte_tekst
from pipeline.reporting.pandoc import pandoc_path
from tests.support.fake_release import VIJANDIG


def test_a_plain_name_stays_readable() -> None:
    naam = "St. Jan-school, locatie Zuid (vso) – Café ‘Idylle’ 50%"
    assert letterlijk(naam) == naam


def test_signs_that_print_nothing_are_left_out() -> None:
    assert platte_tekst(" De\u0000 Werf\n\u202eZuid\t ") == "De Werf Zuid"


@pytest.mark.parametrize(
    "naam", [*VIJANDIG, "1. De Werf", "- De Werf", "(@a) x", "a\n\n# b", "{{< env HOME >}}"]
)
@pytest.mark.parametrize("plek", ["{}", "tekst **{}** tekst", "| a |\n|:--|\n| {} |"])
def test_pandoc_gives_the_name_back(naam: str, plek: str) -> None:
    dialect = "markdown+autolink_bare_uris+tex_math_single_backslash+hard_line_breaks"
    command = [pandoc_path(), f"--from={dialect}", "--to=plain", "--wrap=none", "--columns=9999"]
    text = plek.format(letterlijk(naam))
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60)
    assert platte_tekst(naam) in " ".join(done.stdout.replace("\u200b", "").split())


def test_a_long_word_fits_a_chart_in_pieces() -> None:
    lijnen = regels("School Aanhetnieuwewatervoorbereidingsonderwijs Zuid", 120)
    assert "".join(lijnen).replace(" ", "") == "SchoolAanhetnieuwewatervoorbereidingsonderwijsZuid"
    assert all(tekst_breedte(lijn) <= 120 for lijn in lijnen)


def test_a_name_in_a_drawing_may_say_what_it_likes() -> None:
    tekst = 'onload="x" id="a" href="http://x" role="img" &lt;script&gt;'
    svg = f'<svg><g role="img" id="a" fill="url(#a)"/><text>{tekst}</text></svg>'
    assert tidy_svg(svg, "fig-x") == f'<svg><g id="fig-x-a" fill="url(#fig-x-a)"/><text>{tekst}</text></svg>'


@pytest.mark.parametrize(
    "undrawn",
    [
        '<path class="foreground" d="" pointer-events="none" display="none"/>',
        '<line x2="0" y2="200" stroke="black" opacity="0"/>',
        '<line opacity="0" stroke="black" />',
        '<text opacity="0" fill="#000">12 van 19</text>',
        '<text display="none"><tspan>a</tspan><tspan>b</tspan></text>',
    ],
)
def test_what_a_drawing_does_not_draw_is_left_out_of_it(undrawn: str) -> None:
    svg = '<svg><g><text>a</text>{}<line opacity="1"/></g><text>b</text></svg>'
    assert tidy_svg(svg.format(undrawn), "fig-x") == svg.format("")


@pytest.mark.parametrize(
    "drawn",
    [
        '<line opacity="0.05"/>',
        '<path d="M0" fill-opacity="0"/>',
        '<text opacity="1">display="none"</text>',
        "<text title='opacity=\"0\"'>a</text>",
        "<text title=' opacity=\"0\" '>a</text>",
        '<g display="none"><text>a</text></g>',  # with something in it: for the gate to judge
    ],
)
def test_what_a_drawing_draws_stays(drawn: str) -> None:
    assert tidy_svg(f"<svg>{drawn}</svg>", "fig-x") == f"<svg>{drawn}</svg>"
