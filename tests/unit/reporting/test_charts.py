"""Charts: valid specifications, SVG with the finding in it, and nothing from outside."""

import json
import re
from collections.abc import Iterator

import altair as alt
import pytest
from lxml import etree

from pipeline.gate.picture import svg_faults
from pipeline.reporting.charts.doek import Koppen, evenwichtig, regels, tekst_breedte
from pipeline.reporting.charts.etiketten import plaats_etiketten
from pipeline.reporting.charts.jaren import Jaarpunt, Jaren, jaren
from pipeline.reporting.charts.lijnen import lijnen
from pipeline.reporting.charts.naambord import plaats_namen
from pipeline.reporting.charts.naast import Zijde, naast_elkaar
from pipeline.reporting.charts.punten import Punt, Sleutels, punten
from pipeline.reporting.charts.reeks import Gebeurtenis, Jaar, Paneel
from pipeline.reporting.charts.samenstel import Samenstel
from pipeline.reporting.charts.stapels import Soort, Stapel, stapels
from pipeline.reporting.charts.staven import Staaf, staven
from pipeline.reporting.charts.strepen import Streep
from pipeline.reporting.charts.stroom import Stap, stroom
from pipeline.reporting.charts.trechter import Grenslijn, Stip, Trechter, trechters
from pipeline.reporting.cijfers import Waarden
from pipeline.reporting.display import VEGALITE_MIME, FigureBundle, figure_bundle
from pipeline.reporting.drawing import SCHEIDING, plain_svg, tidy_svg
from pipeline.reporting.style import with_chart_heads
from pipeline.reporting.theme import BREEDTE, FONT

KOPPEN = Koppen("38 van de 82 gingen aan het werk", "Plaatsing, cohort 2010-2011, n = 82")
ZEELAND = Waarden(n=82, k=38, pct=46.3415, laag=35.9744, hoog=57.0511)
SOORTEN = [Soort("WERK", "werk"), Soort("LEREN", "leren"), Soort("ONBEKEND", "onbekend")]
STAPELS = [
    Stapel("2022-2023", (("WERK", 46.3), ("LEREN", None), ("ONBEKEND", 3.7)), ("3,7%", "82"), breuk="corona"),
    Stapel("2023-2024", woorden="nog niet te meten", nadruk=True),
    Stapel("Een bestuur", kop=True),
]
PUNTEN = [
    Punt("Regio", ZEELAND, nadruk=True),
    Punt("Stichting De Brug", kop=True),
    Punt("De Werf", ZEELAND, doel=60.0, band=(40.0, 55.0)),
    Punt("De Sluis", woorden="niet getoond"),
]
PANEEL = Paneel(
    "Werk (P2)",
    (
        Jaar(2018, 40.0, (35.0, 45.0), 82),
        Jaar(2019, 46.3, (36.0, 57.1), 82),
        Jaar(2020, woorden="niet getoond"),
    ),
    (Gebeurtenis(2019, "corona"),),
    norm=90,
    toelichting="norm 90%",
)
STAPPEN = [
    Stap("rijen", 100),
    Stap("dubbel", None, "af"),
    Stap("verlaters", 82, nadruk=True),
    Stap("werk", 38, "waarvan"),
]
TRECHTER = Trechter(
    "Cohort 2023-2024: 3 van de 4 scholen", 50, "regio 50,0%",
    (
        Grenslijn("grens 95%", ((1, 0, 100), (20, 29, 71), (40, 35, 65))),
        Grenslijn("grens 99,8%", ((1, 0, 100), (20, 18, 82), (40, 26, 74)), streepjes=True),
    ),
    (
        Stip("De Werf", 20, 50.0, "De Werf: 10 van 20"),
        Stip("De Sluis", 20, 90.0, "De Sluis: 18 van 20", buiten=True),
        Stip("De Sluis voor Techniek, Groen en Zorg in de Stad", 20, 90.0, "18 van 20", buiten=True),
    ),
)  # fmt: skip

JAREN = Jaren(
    "Plaatsing",
    (
        Jaarpunt("2", True, -6.0, None, 12.0),
        Jaarpunt("1", True, woorden="te weinig scholen"),
        Jaarpunt("1e", False, 0.0, -9.0, 10.0),
    ),
)


def grafieken() -> Iterator[tuple[str, Samenstel]]:
    yield "stapels", stapels(KOPPEN, SOORTEN, STAPELS, ("onbekend", "n"))
    yield "punten", punten(KOPPEN, PUNTEN, [Streep(90, "norm 90%")], Sleutels(doel="eigen doel"))
    yield "grenzen", punten(KOPPEN, PUNTEN, sleutels=Sleutels(band="grenzen"))
    zijden = [
        Zijde(naam, "cohort 2010-2011", tuple(PUNTEN), streep)
        for naam, streep in (("Plaatsing, P1", Streep(90, "norm 90%")), ("Werk, P2", None))
    ]
    yield "naast elkaar", naast_elkaar(KOPPEN, zijden, "eigen doel")
    yield "lijnen", lijnen(KOPPEN, [PANEEL, PANEEL, PANEEL])
    yield "lijn", lijnen(KOPPEN, [PANEEL])
    yield (
        "staven",
        staven(
            KOPPEN, [Staaf("U", 46.3, "46,3%", "38 van 82"), Staaf("V1", woorden="niet getoond")], spoor=True
        ),
    )
    yield "stroom", stroom(KOPPEN, STAPPEN)
    yield "jaren", jaren(KOPPEN, [JAREN, Jaren("Werken", (Jaarpunt("1e", False, woorden="niet getoond"),))])
    yield "trechters", trechters(KOPPEN, [TRECHTER, Trechter("Drie cohorten", woorden="niet getoond")])


ALLE = dict(grafieken())


@pytest.fixture(scope="module", params=ALLE)
def bundel(request: pytest.FixtureRequest) -> FigureBundle:
    return figure_bundle(ALLE[request.param], "38 van de 82 werken.", "Plaatsing per school.")


@pytest.mark.parametrize("naam", ALLE)
def test_altair_accepts_the_specification(naam: str) -> None:
    alt.Chart.from_dict(json.loads(json.dumps(ALLE[naam].specificatie())))  # raises SchemaValidationError


def test_the_finding_stands_in_the_drawing(bundel: FigureBundle) -> None:
    tekst = " ".join(" ".join(etree.fromstring(bundel.svg.encode()).itertext()).split())
    assert KOPPEN.titel in tekst and KOPPEN.ondertitel in tekst


def test_the_drawing_fills_the_text_column(bundel: FigureBundle) -> None:
    breedte = float(etree.fromstring(bundel.svg.encode()).get("width", ""))
    assert abs(breedte - BREEDTE) <= 6


def test_nothing_comes_from_outside(bundel: FigureBundle) -> None:
    zonder_namen = re.sub(r'xmlns(:\w+)?="[^"]*"', "", bundel.svg)
    assert "http" not in zonder_namen and "<script" not in bundel.svg and "<image" not in bundel.svg
    assert not re.search(r'"(url|href)":', str(bundel.spec))


def test_there_is_one_typeface(bundel: FigureBundle) -> None:
    assert set(re.findall(r'font-family="([^"]*)"', bundel.svg)) == {FONT}


def test_small_type_is_no_smaller_than_a_caption(bundel: FigureBundle) -> None:
    assert min(float(grootte) for grootte in re.findall(r'font-size="([0-9.]+)px"', bundel.svg)) >= 13


SCHOOL = "De Sluis voor Techniek, Groen en Zorg in de Stad"
CIJFERS = "38 van 82, 46,3% (36,0–57,1)"
ZEGT = {
    "stapels": [
        ("2022-2023", "werk: 46,3%"), ("2022-2023", "onbekend: 3,7%"), ("2022-2023", "niet getoond"),
        ("2023-2024", "nog niet te meten"),
    ],
    "punten": [("De Sluis", "niet getoond"), ("Regio", CIJFERS), ("De Werf", CIJFERS)],
    "lijn": [
        ("Werk (P2)", "2020-2021: niet getoond"),
        ("Werk (P2)", "2018-2019: 40,0% (35,0–45,0), n = 82"),
        ("Werk (P2)", "2019-2020: 46,3% (36,0–57,1), n = 82"),
    ],
    "staven": [("U", "46,3%, 38 van 82"), ("V1", "niet getoond")],
    "stroom": [("", "rijen: 100"), ("", "verlaters: 82"), ("", "dubbel: niet getoond"), ("", "werk: 38")],
    "jaren": [
        ("Plaatsing", "2: \N{MINUS SIGN}6 punt (onbegrensd tot +12)"),
        ("Plaatsing", "1e: 0 punt (\N{MINUS SIGN}9 tot +10)"),
        ("", "te weinig scholen"),
        ("", "niet getoond"),
    ],
    "trechters": [
        ("De Werf", "10 van 20"), ("De Sluis", "18 van 20"), (SCHOOL, "18 van 20"), ("", "niet getoond"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("naam", ZEGT)
def test_a_mark_keeps_what_it_says(naam: str) -> None:
    """In Dutch, rounded as in the tables; what is hidden says that and nothing else."""
    svg = etree.fromstring(tidy_svg(figure_bundle(ALLE[naam], "", "").svg, "fig-x").encode())
    gezegd = [
        (mark.get("data-naam", ""), mark.get("data-tip")) for mark in svg.iter() if mark.get("data-tip")
    ]
    assert sorted(gezegd) == sorted(ZEGT[naam])
    assert "aria-" not in etree.tostring(svg, encoding="unicode")


def test_on_paper_a_drawing_says_nothing(bundel: FigureBundle) -> None:
    kaal = plain_svg(tidy_svg(bundel.svg, "fig-x"))
    assert "data-" not in kaal and SCHEIDING not in kaal
    assert kaal == tidy_svg(re.sub(r' aria-label="[^"]*"', "", bundel.svg), "fig-x")


def test_what_a_mark_says_fits_the_gate_however_long_the_name() -> None:
    naam = 'School onload="x" {[' + "lang " * 80
    svg = tidy_svg(figure_bundle(punten(KOPPEN, [Punt(naam, ZEELAND)]), "", "").svg, "fig-x")
    assert svg.count("data-naam") > 3 and list(svg_faults(svg.encode())) == []


def test_on_a_narrow_screen_title_and_subtitle_are_text_above_the_drawing(bundel: FigureBundle) -> None:
    """Two heights of a line: 22 for the title and 18 for the subtitle, with 5 between them."""
    open_ = '<div class="figuur-schuif" tabindex="0">'
    pagina = with_chart_heads(open_ + tidy_svg(bundel.svg, "fig-x") + "</div>")
    assert pagina.startswith(
        f'<p class="grafiekkop"><strong>{KOPPEN.titel}</strong> {KOPPEN.ondertitel}</p>'
        f'{open_}<svg style="--kop: 45px"'
    )
    assert with_chart_heads(open_ + "<svg></svg></div>") == open_ + "<svg></svg></div>"


def test_a_figure_has_every_form_and_its_metadata(bundel: FigureBundle) -> None:
    data, metadata = bundel._repr_mimebundle_()
    assert set(data) == {VEGALITE_MIME, "image/svg+xml", "text/plain"}
    assert data["text/plain"] == "38 van de 82 werken."
    assert metadata == {"toeleiding": {"caption": "Plaatsing per school.", "alt": "38 van de 82 werken."}}
    assert data[VEGALITE_MIME]["$schema"].endswith("/v5.json")


def test_the_same_chart_is_the_same_drawing() -> None:
    een, ander = (figure_bundle(stroom(KOPPEN, STAPPEN), "a", "b").svg for _ in range(2))
    assert een == ander


def test_a_panel_of_years_draws_its_intervals_to_scale_and_an_open_end_to_the_edge() -> None:
    """The axis ends at 12, rounded up to 15: the open end is at -15, which is 120 pixels below +15."""
    svg = figure_bundle(jaren(KOPPEN, [JAREN]), "a", "b").svg
    tekst = " ".join(etree.fromstring(svg.encode()).itertext())
    assert all(word in tekst for word in ("+15", "−15", "−6", "jaar voor de start", "jaar met een plan"))
    lijnen = re.findall(r'd="M[-0-9.]+,([-0-9.]+)L[-0-9.]+,([-0-9.]+)" stroke="#7d8490"', svg)
    hoogten = {round(abs(float(b) - float(a)), 1) for a, b in lijnen}
    assert {round(120 * 27 / 30, 1), round(120 * 19 / 30, 1)} <= hoogten
    assert "te weinig" in tekst and "scholen" in tekst


def test_what_is_hidden_or_too_early_is_said_in_words() -> None:
    svg = figure_bundle(stapels(KOPPEN, SOORTEN, STAPELS, ("onbekend", "n")), "a", "b").svg
    assert "nog niet te meten" in svg and "niet getoond" in svg and "url(#verborgen)" in svg


def test_hidden_parts_lie_together_at_the_end() -> None:
    spec = stapels(KOPPEN, SOORTEN, STAPELS[:1], ("onbekend", "n")).specificatie()
    stukken = next(rijen for rijen in spec["datasets"].values() if "sleutel" in (rijen or [{}])[0])
    assert [(s["sleutel"], round(s["x"], 1), round(s["x2"], 1)) for s in stukken] == [
        ("WERK", 0.0, 46.3), ("ONBEKEND", 46.3, 50.0), ("niet getoond", 50.0, 100),
    ]  # fmt: skip


def test_a_line_stops_at_a_break_and_at_a_gap() -> None:
    jaren = tuple(Jaar(start, 40.0) for start in (2016, 2017, 2019, 2020))
    delen = [p["deel"] for p in Paneel("Werk", jaren, (Gebeurtenis(2020, "corona"),)).punten()]
    assert delen[0] == delen[1] and len(set(delen)) == 3


def test_years_without_a_figure_are_grouped_by_reason_and_place() -> None:
    jaren = (
        Jaar(2015, woorden="niet getoond"), Jaar(2016, 40.0), Jaar(2017, woorden="niet getoond"),
        Jaar(2018, woorden="niet getoond"), Jaar(2019, woorden="nog niet te meten"),
    )  # fmt: skip
    assert Paneel("Werk", jaren).zonder() == [
        ("niet getoond", 2015, 2015), ("niet getoond", 2017, 2018), ("nog niet te meten", 2019, 2019),
    ]  # fmt: skip


def test_lines_of_text_fit_and_keep_their_newlines() -> None:
    lijnen_ = regels("Praktijkschool voor Techniek, Groen en Zorg", 120)
    assert len(lijnen_) > 1 and all(tekst_breedte(lijn) <= 120 for lijn in lijnen_)
    assert regels("na een jaar\ncohort 2023-2024", 400) == ["na een jaar", "cohort 2023-2024"]
    assert len(evenwichtig("een twee drie vier vijf zes zeven", 150, 14)[-1].split()) > 1


def test_labels_of_rules_do_not_collide() -> None:
    plekken = plaats_etiketten([(270, "norm 90%"), (262, "regio 87,4%"), (300, "doel 100%")], 360)
    per_niveau = [(p.niveau, *p.vak) for p in plekken]
    paren = [(a, b) for i, a in enumerate(per_niveau) for b in per_niveau[i + 1 :] if a[0] == b[0]]
    assert all(a[2] <= b[1] or b[2] <= a[1] for a, b in paren)


def test_a_chart_without_any_figure_still_draws() -> None:
    leeg = [Punt("Regio", woorden="niet getoond")]
    assert "niet getoond" in figure_bundle(punten(KOPPEN, leeg), "a", "b").svg


def test_only_a_school_outside_the_limits_has_its_name_and_a_long_name_is_cut() -> None:
    svg = figure_bundle(trechters(KOPPEN, [TRECHTER]), "a", "b").svg
    teksten = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert "De Werf" not in teksten and "De Sluis" in teksten
    assert any(tekst.startswith("De Sluis voor") and tekst.endswith(" …") for tekst in teksten)
    assert {"regio 50,0%", "grens 95%", "grens 99,8%"} <= set(teksten)


def test_names_of_points_lie_clear_of_each_other_of_points_and_of_the_edge() -> None:
    """Three schools at one place, and one in the corner."""
    namen = [
        ("De Werf", 200.0, 100.0),
        ("De Sluis", 201.0, 101.0),
        ("De Mast", 199.0, 99.0),
        ("Het Roer", 395.0, 2.0),
    ]
    vakken = [bord.vak for bord in plaats_namen(namen, [(x, y) for _, x, y in namen], (0, 400), (0, 300))]
    for i, (links, rechts, boven, onder) in enumerate(vakken):
        assert links >= 0 and rechts <= 400 and boven >= 0 and onder <= 300
        for ander in vakken[i + 1 :]:
            assert rechts <= ander[0] or ander[1] <= links or onder <= ander[2] or ander[3] <= boven
        assert not any(links < x < rechts and boven < y < onder for _, x, y in namen)
