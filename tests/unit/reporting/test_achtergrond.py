"""Destinations by municipality and profile: by name and never by score, and nothing hidden told."""

from dataclasses import replace

import pytest

from pipeline.reporting.content import achtergrond
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.rapport import Rapport
from tests.support.fake_release import FakeRelease
from tests.unit.reporting.test_aansluiting import body


@pytest.fixture(scope="module")
def gegevens() -> Gegevens:
    return Rapport.van("2023-2024", FakeRelease()).gegevens


def changed(g: Gegevens, groep: str, **counts: int | None) -> Gegevens:
    """The same, with other counts of a group."""
    rows = tuple(
        replace(o, aantal=counts[o.klasse]) if o.groep == groep and o.klasse in counts else o
        for o in g.achtergrond
    )
    return replace(g, achtergrond=rows)


def test_municipalities_stand_by_name_with_elsewhere_last_and_nobody_left_out(gegevens: Gegevens) -> None:
    rows = body(achtergrond.tabel_gemeente(gegevens).markdown)
    assert [row[0] for row in rows] == [
        "Albrandswaard", "Rotterdam", "Schiedam", "buiten de regio", "**Hele regio**",
    ]  # fmt: skip
    assert rows[1][1:] == ["80", "60", "20", "10", "10", "180"]
    assert "niet getoond" in rows[0][1] and rows[0][6] == "8"


def test_most_are_said_to_live_somewhere_only_where_every_total_is_shown(gegevens: Gegevens) -> None:
    text = achtergrond.tekst_gemeente(gegevens).markdown
    assert "in 3 gemeenten van de regio, de meesten in Rotterdam: 180. Van hen ging 44,4%" in text
    assert "12 schoolverlaters woonden buiten de regio." in text
    hidden = achtergrond.tekst_gemeente(changed(gegevens, "0613", alle=None)).markdown
    assert "Rotterdam" not in hidden and "buiten de regio" in hidden


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            {"WERK": 10, "alle": 50},
            "Van de 50 vso-schoolverlaters met het profiel vervolgonderwijs ging 20,0%",
        ),
        ({"WERK": 5, "alle": 9}, ""),
        ({"WERK": None, "alle": 50}, ""),
    ],
)
def test_a_share_of_a_handful_or_of_what_is_hidden_is_not_told(
    gegevens: Gegevens, counts: dict[str, int | None], said: str
) -> None:
    made = changed(gegevens, "VERVOLGONDERWIJS", **counts)
    text = achtergrond.tekst_profiel(made).markdown
    assert said in text and (said != "") == ("vervolgonderwijs" in text)
    row = next(r for r in body(achtergrond.tabel_profiel(made).markdown) if r[0] == "vervolgonderwijs")
    assert (row[3] == "20,0") == bool(said) and (said or row[3:] == ["", ""])


def test_profile_arbeid_is_p3_of_vso_and_no_profile_has_no_sentence(gegevens: Gegevens) -> None:
    p3 = gegevens.cel("P3", "schooltype", "VSO").waarden
    rows = body(achtergrond.tabel_profiel(gegevens).markdown)
    assert [row[0] for row in rows] == ["arbeid", "vervolgonderwijs", "dagbesteding", "niet ingevuld"]
    assert p3 and rows[0][1:3] == [str(p3.n), str(p3.k)]
    assert "niet ingevuld" not in achtergrond.tekst_profiel(gegevens).markdown


def test_without_deliveries_and_when_all_is_hidden_that_is_said(gegevens: Gegevens) -> None:
    bare = replace(gegevens, achtergrond=())
    assert "is niet aangeleverd" in achtergrond.tekst_gemeente(bare).markdown
    assert body(achtergrond.tabel_gemeente(bare).markdown)[0][0] == "Niet aangeleverd"
    nothing = replace(bare, achtergrond=tuple(replace(o, aantal=None) for o in gegevens.achtergrond))
    assert "niet te tonen" in achtergrond.tekst_gemeente(nothing).markdown
    some = changed(changed(gegevens, "0613", alle=None), "ELDERS", alle=None)
    text = achtergrond.tekst_gemeente(some).markdown
    assert text == "Van 2 gemeenten is te tonen hoeveel schoolverlaters er woonden; niet van alle."
