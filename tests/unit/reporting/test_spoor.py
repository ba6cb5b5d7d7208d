"""Herkomst under figures and tables: what was read, and nothing else."""

from dataclasses import replace

from pipeline.reporting import content
from pipeline.reporting.content.spoor import herkomst
from pipeline.reporting.gegevens import Gegevens, Gevolgd, lees_gegevens
from pipeline.reporting.rijen import Levering
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease

JAAR = Schooljaar(2023)


def gegevens(**options: bool) -> Gegevens:
    g = lees_gegevens(JAAR, FakeRelease(JAAR, **options))
    files = (levering("uitstroom", "2023", 12), levering("uitstroom", "2024", 1), levering("esf", "2024", 1))
    return replace(g, leveringen=files)


def levering(bron: str, jaar: str, bestanden: int) -> Levering:
    return Levering(f"{bron} {jaar}", bron, jaar, bestanden, "0" * 64, None, None, None, None, None)


def gevolgd(**options: bool) -> Gevolgd:
    return gegevens(**options).gevolgd()


def test_nothing_read_nothing_said() -> None:
    assert herkomst(gevolgd()) == ""


def test_measures_cohorts_and_cells_that_were_read() -> None:
    g = gevolgd()
    for year in (2021, 2022, 2023):
        g.cijfers.cel("P1", Schooljaar(year))
    g.cijfers.cel("P2", JAAR)
    kort, lang = herkomst(g).split("\n\n")
    assert kort.startswith(
        "Maten P1 en P2 (versie 1), 3 cohorten van 2021-2022 tot en met 2023-2024; 4 cijfers."
    )
    assert "Release `0f0f0f0f0f`, tabel `cijfers`." in kort
    assert "Geleverd: uitstroomlijsten van de scholen (13 bestanden)." in kort
    assert "`perspectief_arbeid`" in lang and "`060 schoolverlater`" in lang


def test_a_cell_that_is_read_twice_counts_once_and_one_that_is_not_there_does_not() -> None:
    g = gevolgd()
    for _ in range(2):
        g.cijfers.cel("P1", JAAR)
    g.cijfers.cel("P1", Schooljaar(1999))
    assert herkomst(g).startswith("Maat P1 (versie 1), cohort 2023-2024; 1 cijfer.")


def test_hidden_cells_are_counted() -> None:
    g = gevolgd(alles_verborgen=True)
    for indicator in ("P1", "P2", "P3"):
        g.cijfers.cel(indicator, JAAR)
    hidden = sum(cel.status == "niet getoond" for cel in g.cijfers.gelezen)
    assert hidden and f"3 cijfers, waarvan {hidden} niet getoond." in herkomst(g)


def test_what_one_figure_reads_is_not_told_of_the_next() -> None:
    g = gegevens()
    first, second = content.tabel(g, "esf").herkomst, content.tabel(g, "koers").herkomst
    assert "tabel `esf`" in first and "ESF-aanvragen (1 bestand)" in first
    assert "esf" not in second and "tabel `cijfers`" in second


def test_targets_that_were_looked_up_add_no_measures() -> None:
    assert content.figuur(gegevens(), "p1_p2").herkomst.startswith("Maten P1 en P2 (versie 1), ")


def test_many_sources_are_counted_not_listed() -> None:
    bronnen = ("uitstroom", "intergrip", "cambo", "doelen", "esf", "werkoverleg", "bespreeklijst", "duo_a04")
    g = replace(gegevens(), leveringen=tuple(levering(bron, "2024", 2) for bron in bronnen))
    assert "Geleverd: 8 bronnen (16 bestanden)." in content.tabel(g, "leveringen").herkomst


def test_every_figure_and_table_of_the_reports_says_its_origin() -> None:
    g, namen = gegevens(), content.namen()
    program = {
        "normen",
        "cohorten",
        "effect_betrouwbaarheid",
        *(n for n in namen["tabel"] if n.startswith("voorbeelden_")),
    }
    without = {naam for naam in namen["tabel"] if not content.tabel(g, naam).herkomst}
    assert without <= program
    assert all(content.figuur(g, naam).herkomst for naam in namen["figuur"])
