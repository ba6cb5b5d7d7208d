"""What nobody sees in a page or drawing is planted once, and stopped; what hides nothing passes."""

from __future__ import annotations

import base64

import pytest

from tests.support.gated import FILE, SPEC, SVG, notebook, output, page, pdf, said


def test_a_plain_page_passes() -> None:
    assert said("toetsing.html", page()) == ""


IN_A_PAGE = {
    "comment": ("<!-- k was 3 -->", "line 4: an HTML comment"),
    "comment of letters alone": ("<!-- School A had drie leerlingen -->", "line 4: an HTML comment"),
    "comment without an end": ("<!-- main", "line 4: an HTML comment"),
    "comment by another name": ("<? k was 3 ?>", "line 4: an HTML comment"),
    "declaration": ("<![CDATA[k was 3]]>", "line 4: an HTML comment"),
    "path": ("<p>Zie /home/anna/leerlingen.xlsx</p>", "page, line 4: a path of a machine"),
    "path on a Mac": ("<p>/Users/anna/x</p>", "a path of a machine"),
    "path on Windows": (r"<p>C:\Users\anna</p>", "a path of a machine"),
    "share": (r"<p>\\server\leerlingen\x</p>", "a path of a machine"),
    "address of a file": (f'<a href="{FILE}/tmp/x">x</a>', "a path of a machine"),
    "path in alt text": ('<img alt="uit /tmp/x/y.svg">', "line 4, alt: a path of a machine"),
    "value in alt text": ('<img alt="School A: niet getoond (12 van 19)">', "alt: a number beside a figure"),
    "value in a label": ('<svg aria-label="A: 46,3% (niet getoond)"></svg>', "aria-label: a number beside"),
    "value in a title": ("<svg><title>n=12, niet getoond</title></svg>", "title: a number beside"),
    "value in a description": ("<svg><desc>niet getoond: 3</desc></svg>", "desc: a number beside"),
    "value behind the mark": (
        '<span class="verborgen" title="3">niet getoond</span>', "a figure that is not shown, with text"
    ),
    "chart specification": (f"<script type='application/json'>{SPEC}</script>", "the specification of a"),
    "specification in an attribute": (
        f"<div data-spec=\"{SPEC.replace(chr(34), '&quot;')}\"></div>", "the specification of a chart"
    ),
    "data in an attribute": ("<div data-rijen='x' data-k=\"[3, 4]\"></div>", "data-k: data in an attribute"),
    "long attribute": (f'<div data-x="{"a" * 201}"></div>', "data-x: data in an attribute"),
    "hidden element": ("<p hidden>k was 3</p>", "an element that is hidden"),
    "hidden by style": ('<p style="color:red;display: none">3</p>', "an element that is hidden"),
    "invisible text": ('<span style="font-size:0">3</span>', "an element that is hidden"),
    "hidden drawing": ('<svg><text display="none">3</text></svg>', "<text>: an element that is hidden"),
    "invisible drawing": ('<svg><g visibility="Hidden"></g></svg>', "<g>: an element that is hidden"),
    "collapsed drawing": ('<svg><g visibility="collapse"></g></svg>', "<g>: an element that is hidden"),
    "transparent drawing": ('<svg><circle opacity="0" cx="3"/></svg>', "<circle>: an element that is hidden"),
    "nearly transparent": ('<svg><text opacity=".01">3</text></svg>', "<text>: an element that is hidden"),
    "transparent by percentage": ('<p style="opacity: 1%">3</p>', "an element that is hidden"),
    "hidden in capitals": ('<p style="DISPLAY: NONE">3</p>', "an element that is hidden"),
    "hidden and important": ('<p style="Visibility:HIDDEN !important"></p>', "an element that is hidden"),
    "transparent in capitals": ('<p style="color:red;OPACITY:0">3</p>', "an element that is hidden"),
    "hidden around a comment": ('<p style="display:/**/none">3</p>', "an element that is hidden"),
    "hidden the first time": ('<p style="display:none" style="">3</p>', "an element that is hidden"),
    "hidden without a space": ('<p lang="nl"hidden>3</p>', "line 4, an element: one that cannot be read"),
    "hidden behind a slash": ("<p/hidden>3</p>", "line 4, an element: one that cannot be read"),
    "small": ('<svg><text font-size="0px">3</text></svg>', "an element that is hidden"),
    "data in a script": ('<script type="application/json">{"k": 3}</script>', "<script>: data in a script"),
    "linked data": ('<SCRIPT TYPE="Application/LD+JSON">{"k": 3}</SCRIPT>', "<script>: data in a script"),
    "template": ("<template>3</template>", "an element that may not be there"),
    "frame": ("<iframe src='x'></iframe>", "an element that may not be there"),
    "metadata of a drawing": ("<svg><metadata>Anna</metadata></svg>", "an element that may not be there"),
    "handler": ("<p onclick=\"alert('x')\">x</p>", "a script in an attribute"),
    "author": ('<meta name="author" content="Anna">', "a meta element that is not on the list"),
    "property": ('<meta property="og:site_name" content="Anna">', "a meta element that is not on the list"),
    "other property": ('<meta itemprop="k" content="3">', "a meta element that is not on the list"),
    "meta without a name": ('<meta content="3">', "a meta element that is not on the list"),
    "meta with more": ('<meta charset="utf-8" content="3">', "a meta element that is not on the list"),
    "drive with slashes": ("<p>C:/leerlingen/x</p>", "a path of a machine"),
    "value of pupils": ('<img alt="School A: 12 van 19 leerlingen (niet getoond)">', "alt: a number beside"),
    "value in capitals": ('<img alt="School A: Niet getoond 3">', "alt: a number beside a figure"),
    "value of thousands": ('<img alt="A: niet getoond: 1.945">', "alt: a number beside a figure"),
    "pupils not shown": ('<img alt="A: niet getoond: 3 leerlingen">', "alt: a number beside a figure"),
    "picture": ("<img src='data:image/png;base64,iVBORw0KGgo='>", "embedded data of a kind"),
    "workbook": ("<a href='data:application/zip;base64,UEsDBA=='>x</a>", "embedded data of a kind"),
    "drawing": (
        f"<img src='data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}'>",
        "line 4, drawing: a path of a machine",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "fault"), IN_A_PAGE.values(), ids=IN_A_PAGE)
def test_what_is_hidden_in_a_page_is_stopped(inside: str, fault: str) -> None:
    found = said("toetsing.html", page(inside))
    assert fault in found
    assert "anna" not in found.lower() and "12 van" not in found  # where and what, never the text itself


HARMLESS = {
    "marker": "<!-- /main column -->",
    "word with file in it": "<p>Zie profile:/x en profiel</p>",
    "faint surface": '<svg><rect fill-opacity="0" style="stroke-opacity:0.05"/></svg>',
    "faint area": '<svg><path opacity="0.05"/></svg>',
    "opacity by another name": '<p style="--opacity:0; -x-opacity: 0">3</p>',
    "beside another": '<img alt="A: 12 van 19, B: niet getoond">',
    "beside another with n": '<img alt="A: n=12, B: niet getoond; C: niet getoond, D: 3">',
    "how many are not shown": '<img alt="Van 12 van de 40 scholen is het cijfer niet getoond">',
    "that many": '<img alt="Niet getoond: 3 scholen">',
    "year beside it": '<img alt="A: niet getoond (2023); B: niet getoond 2023/24; C: niet getoond 2023-24">',
    "day beside it": '<img alt="niet getoond (1 oktober)">',
    "script": '<script type="module">let x = 3</script><script>let y = 4</script>',
    "policy": '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">',
}


@pytest.mark.parametrize("inside", HARMLESS.values(), ids=HARMLESS)
def test_what_hides_nothing_passes(inside: str) -> None:
    assert said("toetsing.html", page(inside)) == ""


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("name", ["JVermeulen", "laptop-17"])
def test_names_of_user_and_machine_are_stopped_where_nobody_sees_them(name: str) -> None:
    wanted = "the name of the user or the machine"
    assert f"alt: {wanted}" in said("x.html", page(f'<img alt="gemaakt door {name}">'))
    assert f"data-x: {wanted}" in said("x.html", page(f'<b data-x="{name}">x</b>'))
    assert f"XMP: {wanted}" in said("x.pdf", pdf(f'#set document(title: "{name}")\nx'))


@pytest.mark.usefixtures("names")
def test_a_school_that_the_user_is_named_after_may_be_in_the_report() -> None:
    assert said("x.html", page('<p>JVermeulen College</p><img alt="JVermeulen College: 60,0%">')) == ""


SHOWN = "<svg xmlns='http://www.w3.org/2000/svg' aria-label='{0}: 60,0%'><text>{0}</text></svg>"


UNSHOWN = "<svg xmlns='http://www.w3.org/2000/svg' aria-label='{0}: 60,0%'><desc>{0}</desc></svg>"


def embedded(drawing: str) -> str:
    return f"<img src='data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}'>"


@pytest.mark.usefixtures("names")
def test_a_name_that_a_drawing_or_the_page_around_it_shows_may_be_in_its_label() -> None:
    name = "JVermeulen College"
    assert said("x.html", page(embedded(SHOWN.format(name)))) == ""
    assert said("x.html", page(f"<p>{name}</p>" + embedded(UNSHOWN.format(name)))) == ""
    assert said("x.ipynb", notebook(outputs=output("image/svg+xml", SHOWN.format(name)))) == ""


@pytest.mark.usefixtures("names")
def test_a_name_that_only_stands_where_nobody_sees_it_is_not_shown() -> None:
    wanted = "the name of the user or the machine"
    for drawing in (UNSHOWN.format("jvermeulen"), UNSHOWN.format("jvermeulen") + "<p>jvermeulens</p>"):
        assert wanted in said("x.html", page(drawing))
        assert wanted in said("x.html", page(embedded(drawing)))
        assert wanted in said("x.ipynb", notebook(outputs=output("image/svg+xml", drawing)))
