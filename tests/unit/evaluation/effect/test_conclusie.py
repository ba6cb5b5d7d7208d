"""Every branch of the conclusion, its order, its words; Holm against R."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.evaluation.effect.conclusie import (
    AANGETOOND,
    AANWIJZING,
    GEEN,
    NIET,
    TAKKEN,
    VOORBEHOUDEN,
    Gegevens,
    concludeer,
    holm_per_familie,
)
from pipeline.evaluation.effect.did import Uitkomst
from pipeline.reporting.notation import decimaal

UITKOMST = Uitkomst(
    geen="",
    schatting=12.34,
    laag=4.0,
    hoog=20.55,
    p=0.004,
    p_kleinste=0.0001,
    toewijzingen=8008,
    volledig=True,
    scholen_met=6,
    scholen_zonder=10,
    n=300,
    k=200,
    niet_mee=(),
)
STERK = Gegevens(
    UITKOMST,
    kleinste_effect=10.0,
    p_holm=0.012,
    kracht=0.9,
    p_voortrend=0.4,
    p_placebo=0.5,
    zonder_een=((11.0, 0.01), (9.0, 0.08)),
    p_bestuur=0.05,
    vooraf=True,
)
GEEN_UITKOMST = replace(
    UITKOMST,
    geen="er zijn minder dan 4 scholen met een plan (3)",
    schatting=None,
    laag=None,
    hoog=None,
    p=None,
    p_kleinste=None,
)
NUL = replace(UITKOMST, schatting=-1.0, laag=-9.9, hoog=8.0, p=0.6)
ZWAK = replace(STERK, uitkomst=NUL, p_holm=0.9, kracht=0.41)

# A row per way out, in the order in which they are tried: what differs from STERK, branch, grade, sentence.
UITWEGEN = [
    (
        replace(STERK, uitkomst=GEEN_UITKOMST, p_holm=None),
        "geen schatting",
        GEEN,
        "Geen uitspraak mogelijk: er zijn minder dan 4 scholen met een plan (3). We beschrijven alleen wat er"
        " is geteld.",
    ),
    (
        replace(STERK, uitkomst=replace(UITKOMST, p_kleinste=0.0667)),
        "te weinig scholen",
        GEEN,
        "Geen uitspraak mogelijk: met zo weinig scholen kan ook een heel groot verschil toeval zijn. De"
        " kleinste waarde die de toets hier kan geven, is p = 0,067.",
    ),
    (
        replace(STERK, p_voortrend=0.05),
        "niet gelijk op",
        GEEN,
        "Geen uitspraak mogelijk: scholen met en zonder plan liepen al uiteen voordat het eerste plan"
        " begon. Geschat is een verschil van 12,3 procentpunt (95%-interval 4,0 tot 20,6; p = 0,004).",
    ),
    (
        STERK,
        "aangetoond",
        AANGETOOND,
        "Aangetoond verschil: Bij scholen met een plan ligt de uitkomst 12,3 procentpunt hoger dan zonder"
        " plan te verwachten was (95%-interval 4,0 tot 20,6; p = 0,004). Toeval is geen goede verklaring.",
    ),
    (
        replace(STERK, vooraf=False, p_placebo=None),
        "aanwijzing met voorbehoud",
        AANWIJZING,
        "Aanwijzing voor een verschil: Bij scholen met een plan ligt de uitkomst 12,3 procentpunt hoger"
        " dan zonder plan te verwachten was (95%-interval 4,0 tot 20,6; p = 0,004). Het verschil is niet"
        " aangetoond: het analyseplan is achteraf opgesteld; er is niet gekeken op plekken waar niets te"
        " zien mag zijn.",
    ),
    (
        replace(STERK, p_holm=0.06),
        "aanwijzing in de familie",
        AANWIJZING,
        "Aanwijzing voor een verschil: Bij scholen met een plan ligt de uitkomst 12,3 procentpunt hoger"
        " dan zonder plan te verwachten was (95%-interval 4,0 tot 20,6; p = 0,004). We stelden meer vragen"
        " tegelijk; als we daar rekening mee houden, kan dit toeval zijn.",
    ),
    (
        replace(ZWAK, kracht=0.8),
        "niet, en klein",
        NIET,
        "Een verschil is niet aan te tonen. Geschat is een verschil van -1,0 procentpunt (95%-interval"
        " -9,9 tot 8,0; p = 0,600). Een verschil van 10 procentpunt of meer is onwaarschijnlijk.",
    ),
    (
        replace(ZWAK, kracht=0.8, uitkomst=replace(NUL, hoog=10.0)),
        "niet, en open",
        NIET,
        "Een verschil is niet aan te tonen. Geschat is een verschil van -1,0 procentpunt (95%-interval"
        " -9,9 tot 10,0; p = 0,600). Een verschil van 10 procentpunt omhoog is ook niet uit te sluiten.",
    ),
    (
        ZWAK,
        "niet, en te zwak",
        NIET,
        "Een verschil is niet aan te tonen. Geschat is een verschil van -1,0 procentpunt (95%-interval"
        " -9,9 tot 8,0; p = 0,600). Dat zegt niet dat er geen verschil is: een verschil van 10 procentpunt"
        " zou deze toets in 41 van de 100 gevallen vinden.",
    ),
]


@pytest.mark.parametrize(("gegevens", "tak", "graad", "zin"), UITWEGEN, ids=[row[1] for row in UITWEGEN])
def test_each_way_out(gegevens: Gegevens, tak: str, graad: str, zin: str) -> None:
    found = concludeer(gegevens)
    assert (found.tak, found.graad) == (tak, graad)
    assert found.zin(decimaal) == zin


@pytest.mark.parametrize(
    ("laag", "hoog", "kant"),
    [
        (-10.0, 8.0, "omlaag"),
        (-9.9, 10.0, "omhoog"),
        (-12.0, 12.0, "omhoog of omlaag"),
        (-9.0, None, "omhoog"),
        (None, None, "omhoog of omlaag"),
    ],
)
def test_a_difference_that_stays_open_has_a_direction(
    laag: float | None, hoog: float | None, kant: str
) -> None:
    found = concludeer(replace(ZWAK, kracht=0.8, uitkomst=replace(NUL, laag=laag, hoog=hoog)))
    assert found.tak == "niet, en open"
    assert f"Een verschil van 10 procentpunt {kant} is ook niet uit te sluiten." in found.zin(decimaal)


def test_the_table_above_holds_every_branch_in_order() -> None:
    assert [tak.naam for tak in TAKKEN] == [tak for _, tak, _, _ in UITWEGEN]
    assert TAKKEN[-1].als(ZWAK) and TAKKEN[-1].als(STERK)  # the last one always holds


RESERVATIONS = {
    "achteraf": {"vooraf": False},
    "afwijkingen": {"afwijkingen": 1},
    "voortrend onbekend": {"p_voortrend": None},
    "geen placebo": {"p_placebo": None},
    "placebo": {"p_placebo": 0.05},
    "één school": {"zonder_een": ((11.0, 0.01), (5.0, 0.11))},
    "per bestuur": {"p_bestuur": 0.051},
}


@pytest.mark.parametrize("naam", [een.naam for een in VOORBEHOUDEN])
def test_any_one_reservation_makes_it_an_indication(naam: str) -> None:
    found = concludeer(replace(STERK, **RESERVATIONS[naam]))
    assert found.graad == AANWIJZING
    assert found.voorbehouden == tuple(een.zin for een in VOORBEHOUDEN if een.naam == naam)
    assert found.voorbehouden[0] in found.zin(decimaal)


def test_another_sign_without_one_school_is_a_reservation() -> None:
    assert concludeer(replace(STERK, zonder_een=((-0.1, 0.01),))).graad == AANWIJZING
    down = replace(UITKOMST, schatting=-12.34, laag=-20.0, hoog=-4.0)
    found = concludeer(replace(STERK, uitkomst=down, zonder_een=((-9.0, 0.01),)))
    assert found.graad == AANGETOOND
    assert "12,3 procentpunt lager dan" in found.zin(decimaal)


def test_numbers_that_are_not_there_have_words() -> None:
    wide = replace(NUL, laag=float("-inf"), hoog=float("inf"), p=0.0002)
    found = concludeer(replace(STERK, uitkomst=wide, p_holm=None, kracht=None)).zin(decimaal)
    assert "(95%-interval onbegrensd tot onbegrensd; p kleiner dan 0,001)" in found
    unknown = concludeer(replace(ZWAK, kracht=None, kleinste_effect=7.5)).zin(decimaal)
    assert "een verschil van 7,5 procentpunt zou deze toets met een onbekende kans vinden" in unknown


CAUSAL = re.compile(
    r"\b(door|dankzij|vanwege|wegens|oorzaak\w*|veroorza\w+|effect\w*|gevolg\w*|leid(t|de|den)|zorg(t|de|en)|"
    r"werk(t|te|en|end)|help(t|en)|geholpen|bewe(zen|es|ijs\w*)|resultaat|levert?|impact|verbeter\w*)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("tak", TAKKEN, ids=[tak.naam for tak in TAKKEN])
def test_no_sentence_says_what_caused_it(tak: object) -> None:
    assert CAUSAL.search(tak.zin) is None
    assert CAUSAL.search(tak.regel) is None


def test_without_a_comparison_no_reservation_or_reason_says_what_caused_it_either() -> None:
    for een in VOORBEHOUDEN:
        assert CAUSAL.search(een.zin) is None
    assert concludeer(replace(STERK, uitkomst=GEEN_UITKOMST)).graad == GEEN


def test_the_causal_words_are_found_when_they_are_there() -> None:
    for zin in (
        "Het plan werkt.",
        "Dit komt door het plan.",
        "Het effect is 3 punten.",
        "Dat leidt tot meer werk.",
    ):
        assert CAUSAL.search(zin)


def test_holm_within_each_family() -> None:
    # R 4: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") gives 0.03 0.06 0.06 0.02
    p = {"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005, "e": 0.04, "f": None}
    familie = dict.fromkeys("abcd", "een") | dict.fromkeys("ef", "twee")
    found = holm_per_familie(p, familie)
    assert found == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02, "e": 0.04, "f": None})
