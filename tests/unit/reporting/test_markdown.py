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
