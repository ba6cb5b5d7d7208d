"""The chapter on the effect of innovatieplannen: every kind of answer, chosen by rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.evaluation.effect import conclusie
from pipeline.evaluation.effect.analyseplan import VOORAF
from pipeline.evaluation.effect.betrouwbaarheid import beproefde_code, calibratie
from pipeline.reporting.content import effect
from pipeline.reporting.rapport import Rapport
from pipeline.reporting.rijen import Effect, EffectAfwijking
from tests.support.fake_release import FakeRelease

HIDDEN = '<span class="verborgen">niet getoond</span>'


@pytest.fixture(scope="module")
def rapport() -> Rapport:
    return Rapport.van("2023-2024", FakeRelease())


def rows(markdown: str) -> list[str]:
    return [line for line in markdown.splitlines() if line.startswith("| ")][1:]


def with_first(rapport: Rapport, **other: object) -> Rapport:
    first, *rest = rapport.gegevens.effect
    return Rapport(replace(rapport.gegevens, effect=(replace(first, **other), *rest)))  # type: ignore[arg-type]


def test_every_answer_has_its_row(rapport: Rapport) -> None:
    assert rows(rapport.tabel("effect").markdown) == [
        "| Plaatsing | 3 hoger | 6 lager tot 12 hoger | &#62; 0,10"
        " | ja | te weinig gegevens | niet aan te tonen |".replace("&#62;", ">"),
        f"| Bestendigheid | {' | '.join([HIDDEN] * 5)} | aanwijzing voor een verschil |",
        f"| Werken | {' | '.join([HIDDEN] * 6)} |",
        "| Mbo | geen | geen | geen | geen | geen | geen uitspraak mogelijk |",
    ]
    assert "stappen van 3 procentpunt" in rapport.tabel("effect").markdown


def test_the_conclusion_is_the_sentence_worded_beforehand_with_published_numbers(rapport: Rapport) -> None:
    why = "anders is te berekenen hoeveel leerlingen van een school werk of een plek hebben"
    assert rapport.zinnen("effect").markdown.splitlines() == [
        "- **Plaatsing**: Een verschil is niet aan te tonen. Geschat is een verschil van 3 procentpunt"
        " (95%-interval −6 tot 12; p groter dan 0,10). Een verschil van 10 procentpunt omhoog is ook niet"
        " uit te sluiten. Voorbehoud: het analyseplan is achteraf opgesteld.",
        "- **Bestendigheid**: Er is een aanwijzing voor een verschil; aangetoond is het niet."
        f" De getallen tonen we niet: {why}.",
        f"- **Werken**: De conclusie is niet te tonen: {why}.",
        "- **Mbo**: Geen uitspraak mogelijk: er zijn geen scholen zonder plan om mee te vergelijken. We"
        " beschrijven alleen wat er is geteld.",
    ]


@pytest.mark.parametrize("tak", conclusie.TAKKEN, ids=lambda tak: tak.naam)
def test_every_branch_is_said_from_what_is_published(rapport: Rapport, tak: conclusie.Tak) -> None:
    told = with_first(rapport, tak=tak.naam, graad=tak.graad, p="p hoogstens 0,05", reden="x")
    (sentence, *_) = told.zinnen("effect").markdown.splitlines()
    assert "{" not in sentence and "None" not in sentence
    for word in ("oorzaak", "dankzij", "door het plan", "leidt tot"):
        assert word not in sentence
    if tak.naam == "aangetoond":
        assert "3 procentpunt hoger" in sentence and "Voorbehoud" not in sentence
    if tak.naam == "aanwijzing met voorbehoud":
        assert sentence.count("achteraf opgesteld") == 1 == sentence.count("hangt aan één school")
    if tak.naam == "aanwijzing in de familie":
        assert "Voorbehoud: het analyseplan is achteraf opgesteld; het verschil hangt aan één" in sentence


def test_an_end_that_is_not_there_is_said(rapport: Rapport) -> None:
    open_ = with_first(rapport, laag=None, schatting=0.0)
    assert "| 0 | onbegrensd tot 12 hoger |" in open_.tabel("effect").markdown
    assert "(95%-interval onbegrensd tot 12;" in open_.zinnen("effect").markdown


def test_power_comes_first_and_says_whether_it_is_enough(rapport: Rapport) -> None:
    assert (
        rows(rapport.tabel("effect_kracht").markdown)[0]
        == "| Plaatsing | 2014-2015 tot en met 2023-2024 | 11 | 5 | 25 | 45 | 65 | 85 |"
    )
    assert (
        rows(rapport.tabel("effect_kracht").markdown)[-1]
        == "| Mbo | geen | 11 | 0 | geen | geen | geen | geen |"
    )
    said = rapport.zinnen("effect_kracht").markdown.splitlines()
    assert said[0].endswith("in ten minste 80 van de 100 gevallen. Dat is genoeg.")
    assert said[1].endswith("35 van de 100 gevallen. Dat is te weinig: wat de toets mist, kan er wel zijn.")
    assert (
        said[3]
        == "- **Mbo**: er is niets te schatten, want er zijn geen scholen zonder plan om mee te vergelijken."
    )


def test_a_plan_says_when_it_was_made(rapport: Rapport) -> None:
    plan = "De vragen staan in het analyseplan, versie 1,"
    kenmerk = "(kenmerk `36402b216ba9`)"
    (first, *_) = rapport.zinnen("effect_opzet").markdown.splitlines()
    assert first.startswith(f"{plan} zonder datum {kenmerk}. Het is achteraf opgesteld:")
    before: tuple[Effect, ...] = tuple(
        replace(e, stand=VOORAF, opgesteld="2016-11-01") for e in rapport.gegevens.effect
    )
    dated = Rapport(replace(rapport.gegevens, effect=before))
    (first, *_) = dated.zinnen("effect_opzet").markdown.splitlines()
    assert first.startswith(f"{plan} van 1 november 2016 {kenmerk}. Het is vooraf opgesteld")
    partly = Rapport(replace(rapport.gegevens, effect=(*before[:3], rapport.gegevens.effect[3])))
    assert "Voor Mbo is het achteraf opgesteld" in partly.zinnen("effect_opzet").markdown


def test_deviations_name_the_school_or_there_are_none(rapport: Rapport) -> None:
    assert rapport.zinnen("effect_afwijkingen").markdown.splitlines() == [
        "Anders dan het analyseplan zegt:",
        "",
        "- **Bestendigheid**: De Werf heeft een plan, maar geen cijfers voor deze uitkomst.",
    ]
    whole = EffectAfwijking("", "Het analyseplan is gewijzigd.")
    both = replace(rapport.gegevens, effect_afwijkingen=(*rapport.gegevens.effect_afwijkingen, whole))
    said = Rapport(both).zinnen("effect_afwijkingen").markdown.splitlines()
    assert said[2] == "- **Alle vragen**: Het analyseplan is gewijzigd." and len(said) == 4
    none = Rapport(replace(rapport.gegevens, effect_afwijkingen=()))
    assert none.zinnen("effect_afwijkingen").markdown == "Er is niets anders gedaan dan het analyseplan zegt."


def test_the_calibration_is_told_with_what_it_does_not_meet(
    rapport: Rapport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured: 95,3% of the intervals hold the truth; plans of whole boards, drawn per school, miss."""
    table = rapport.tabel("effect_betrouwbaarheid").markdown
    mean, *others = rows(table)
    assert mean.endswith("| 95,3 | ten minste 94,0 en hoogstens 97,0 | ja |")
    assert any(row.endswith("geloot per school | 10,0 | hoogstens 6,4 | nee |") for row in others)
    assert others[-1] == "| Verschil van 20 procentpunt gevonden | 97,2 | geen eis |  |"
    assert "5.000 verzonnen regio's" in table and calibratie()["code"][:12] in table
    assert "Niet gehaald is: verschil gevonden terwijl het er niet is, met plannen van hele besturen" in (
        rapport.zinnen("effect_betrouwbaarheid").markdown
    )
    good = effect.calibratie() | {"false_effect_boards": {"school": 0.05, "bestuur": 0.05}}
    monkeypatch.setattr(effect, "calibratie", lambda: good | {"code": beproefde_code()})
    assert rapport.zinnen("effect_betrouwbaarheid").markdown == "Alle methoden halen wat ze beloven."


def test_a_calibration_of_other_code_says_so(rapport: Rapport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effect, "calibratie", lambda: calibratie() | {"code": "f" * 64})
    assert rapport.zinnen("effect_betrouwbaarheid").markdown.endswith(
        "Deze meting is van eerdere rekenregels; sindsdien zijn ze veranderd."
    )
    assert "kenmerk van de rekenregels ffffffffffff (van eerdere rekenregels)" in (
        rapport.tabel("effect_betrouwbaarheid").markdown
    )
