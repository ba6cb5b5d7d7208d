"""Conditions in words: written out by hand, and none where the words would say something else."""

import pytest

from pipeline.verkennen.woorden import alle_in_woorden, in_woorden


@pytest.mark.parametrize(
    ("waar", "words"),
    [
        ("geslacht = 'V'", "geslacht V"),
        ("geslacht <> 'V'", "geslacht niet V"),
        ("NOT geslacht = 'V'", "geslacht niet V"),
        ("leeftijd > 17", "leeftijd meer dan 17"),
        ("leeftijd >= 17", "leeftijd 17 of meer"),
        ("leeftijd < 17", "leeftijd minder dan 17"),
        ("leeftijd <= 17", "leeftijd 17 of minder"),
        ("17 < leeftijd", "leeftijd meer dan 17"),
        ("17 >= leeftijd", "leeftijd 17 of minder"),
        ("leeftijd BETWEEN 16 AND 18", "leeftijd 16 tot en met 18"),
        ("schooltype IN ('PRO', 'VSO')", "schooltype PRO of VSO"),
        ("schooltype NOT IN ('PRO', 'VSO')", "schooltype niet PRO of VSO"),
        ("school_id = '99AA01'", "school 99AA01"),
        ("diploma = true", "diploma ja"),
        ("geslacht IS NULL", "geslacht onbekend"),
        ("geslacht IS NOT NULL", "geslacht bekend"),
        ("cohort = 2022", "cohort 2022-2023"),
        ("cohort < 2022", "cohort voor 2022-2023"),
        ("cohort > 2022", "cohort na 2022-2023"),
        ("cohort BETWEEN 2020 AND 2022", "cohort 2020-2021 tot en met 2022-2023"),
        ("geslacht = 'V' AND (leeftijd > 16)", "geslacht V en leeftijd meer dan 16"),
        ("geslacht = '{0}'", "geslacht {0}"),
    ],
)
def test_in_words(waar: str, words: str) -> None:
    assert in_woorden(waar) == words


@pytest.mark.parametrize(
    "waar",
    [
        "geslacht = 'V' OR leeftijd > 17",
        "NOT (geslacht = 'V' AND leeftijd > 17)",
        "NOT leeftijd > 17",
        "leeftijd + 1 > 17",
        "leeftijd > -1",
        "leeftijd = cohort",
        "leeftijd",
        "geslacht = NULL",
        "geslacht LIKE 'V%'",
        "upper(geslacht) = 'V'",
        "u_klasse = 'WERK'",
        "cohort = '2022-2023'",
        "cohort = 22",
        "leeftijd IN (SELECT 17)",
        "leeftijd > (",
    ],
)
def test_no_words_are_better_than_others(waar: str) -> None:
    assert in_woorden(waar) is None and alle_in_woorden(["geslacht = 'V'", waar]) is None


def test_several_at_once() -> None:
    assert alle_in_woorden(["geslacht = 'V'", "cohort >= 2020"]) == "geslacht V en cohort 2020-2021 of later"
