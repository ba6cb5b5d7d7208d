"""The rules, each with the smallest case on either side of it. Sources: domain.md §8 (end) and §10."""

import pytest

from pipeline.release.policy import Policy, Reden, gevoelige_klassen, kosten, regiototaal

POLICY = Policy(telling=5, noemer=10)

CASES = """
indicator  klasse        k   n   hidden because
P2         -             3   30  telling
P2         -             4   30  telling
P2         -             5   30  -
P2         -             28  30  aanvulling
P2         -             26  30  aanvulling
P2         -             25  30  -
P2         -             9   9   noemer
P2         -             5   10  -
P2         -             0   0   -
P2         -             12  12  -
P2         -             0   12  zekerheid
I          -             40  40  -
R_V2       -             40  40  -
R_V2       -             0   40  zekerheid
UIT        -             0   40  -
UIT        -             40  40  zekerheid
S          -             0   40  -
S          -             40  40  zekerheid
G          -             0   40  -
G          -             40  40  -
D          GEEN          0   40  -
D          GEEN          40  40  zekerheid
D          ONBEKEND      40  40  zekerheid
D          DAGBESTEDING  40  40  zekerheid
D          DAG_ACT       40  40  zekerheid
D          BUITENLAND    40  40  zekerheid
D          WERK          40  40  -
D          WERK          0   40  -
D          LEREN         0   40  -
NIEUW      -             0   40  zekerheid
NIEUW      -             40  40  zekerheid
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines()[1:], ids=lambda case: " ".join(case.split()))
def test_a_cell_is_hidden_by_itself(case: str) -> None:
    indicator, klasse, k, n, expected = case.split()
    found = POLICY.reden(indicator, "" if klasse == "-" else klasse, int(k), int(n))
    assert found == (None if expected == "-" else Reden(expected))


def test_the_thresholds_come_from_the_settings() -> None:
    assert Policy(telling=3, noemer=5).reden("P2", "", 3, 8) is None
    assert Policy(telling=10, noemer=20).reden("P2", "", 9, 40) == Reden.TELLING
    assert Policy(telling=10, noemer=20).reden("P2", "", 10, 19) == Reden.NOEMER


def test_sensitive_are_the_classes_of_the_vocabulary_and_their_codes() -> None:
    assert gevoelige_klassen() == {
        *("DAGBESTEDING", "GEEN", "ONBEKEND"),
        *("DAG_ARB", "DAG_ACT", "TRAJECT", "BUITENLAND", "OVERLEDEN"),
    }


def test_what_a_reader_needs_most_costs_most_to_hide() -> None:
    region, type_, board, school = (
        kosten("K1", "", "", niveau) for niveau in ("regio", "schooltype", "bestuur", "school")
    )
    assert region > type_ > board > school
    assert kosten("P2", "", "", "school") > school
    assert kosten("D", "WERK", "klasse", "school") > kosten("D", "GEEN", "klasse", "school")
    assert kosten("D", "GEEN", "klasse", "regio") > kosten("D", "GEEN", "code", "regio")


def test_region_totals_stay_but_a_class_of_the_region_may_go() -> None:
    assert regiototaal("P2", "regio")
    assert not regiototaal("P2", "bestuur")
    assert not regiototaal("D", "regio")
    assert not regiototaal("I", "regio")
