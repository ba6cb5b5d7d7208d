"""P1, P2 and P3: placed at leaving, each with a denominator of its own (domain.md §6 and §7)."""

import pytest

from tests.support.spec import SECTOR_PER_1000, check


def test_p1_of_every_destination() -> None:
    check(
        """
        bestemming | school
        ARB_REG    | 01AA00
        ARB_GAR    | 02AA00
        ARB_BES    | 03AA00
        ARB_BBL    | 04AA00
        MBO_BOL    | 05AA00
        VMBO       | 06AA00
        PRO        | 07AA00
        VSO        | 08AA00
        DAG_ARB    | 09AA00
        DAG_ACT    | 10AA00
        TRAJECT    | 11AA00
        BUITENLAND | 12AA00
        OVERLEDEN  | 13AA00
        ONBEKEND   | 14AA00
        """,
        """
        indicator | eenheid | status      | n | k | onbekend | ondergrens | bovengrens
        P1        | 01AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 02AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 03AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 04AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 05AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 06AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 07AA00  | geen waarde | - | - | -        | -          | -
        P1        | 08AA00  | geen waarde | - | - | -        | -          | -
        P1        | 09AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 10AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 11AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        P1        | 12AA00  | geen waarde | - | - | -        | -          | -
        P1        | 13AA00  | geen waarde | - | - | -        | -          | -
        P1        | 14AA00  | gemeten     | 1 | 0 | 1        | 0          | 100
        P1        | regio   | gemeten     | 10 | 9 | 1       | 90,0       | 100
        """,
    )


def test_p1_the_reason_of_geen_decides() -> None:
    check(
        """
        bestemming | reden            | school
        GEEN       | GEDRAG_MOTIVATIE | 01AA00
        GEEN       | ONTSLAG          | 02AA00
        GEEN       | VSV              | 03AA00
        GEEN       | MEDISCH          | 04AA00
        GEEN       | ZORG             | 05AA00
        GEEN       | ANDERS           | 06AA00
        GEEN       |                  | 07AA00
        """,
        """
        indicator | eenheid | status      | n | k | onbekend | ondergrens | bovengrens
        P1        | 01AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        P1        | 02AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        P1        | 03AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        P1        | 04AA00  | geen waarde | - | - | -        | -          | -
        P1        | 05AA00  | geen waarde | - | - | -        | -          | -
        P1        | 06AA00  | geen waarde | - | - | -        | -          | -
        P1        | 07AA00  | gemeten     | 1 | 0 | 1        | 0          | 0
        """,
    )


def test_p1_bounds_at_best_a_missing_reason_leaves_the_denominator() -> None:
    """n = 6 + 1 + 1 + 1. At best onbekend is placed and the missing reason is one that does not count: 7 of 8."""
    check(
        """
        bestemming | reden   | aantal
        ARB_REG    |         | 6
        GEEN       | VSV     | 1
        GEEN       |         | 1
        ONBEKEND   |         | 1
        GEEN       | MEDISCH | 1
        PRO        |         | 2
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P1        | 9 | 6 | 66,7 | 2        | 22,2             | 66,7       | 87,5
        """,
    )


@pytest.mark.parametrize(
    ("reden", "n", "pct"), [("ANDERS", 882, "98,6"), ("GEDRAG_MOTIVATIE", 912, "95,4"), ("", 912, "95,4")]
)
def test_p1_of_the_published_sector_breakdown(reden: str, n: int, pct: str) -> None:
    """Domain §8, per 1000 leavers. k = 371 + 421 + 24 + 30 + 24 = 870; out go 50 + 26 + 12 (and 30 geen, or not)."""
    check(
        f"""{SECTOR_PER_1000}
        GEEN       | {reden} | 30
        """,
        f"""
        indicator | n   | k   | pct
        P1        | {n} | 870 | {pct}
        """,
    )


def test_p2_of_every_destination() -> None:
    check(
        """
        bestemming | perspectief | school
        ARB_REG    | J           | 01AA00
        ARB_GAR    | J           | 02AA00
        ARB_BES    | J           | 03AA00
        ARB_BBL    | J           | 04AA00
        MBO_BOL    | J           | 05AA00
        VMBO       | J           | 06AA00
        PRO        | J           | 07AA00
        VSO        | J           | 08AA00
        DAG_ARB    | J           | 09AA00
        DAG_ACT    | J           | 10AA00
        TRAJECT    | J           | 11AA00
        GEEN       | J           | 12AA00
        BUITENLAND | J           | 13AA00
        OVERLEDEN  | J           | 14AA00
        ONBEKEND   | J           | 15AA00
        """,
        """
        indicator | eenheid | status      | n  | k | onbekend | ondergrens | bovengrens
        P2        | 01AA00  | gemeten     | 1  | 1 | 0        | 100        | 100
        P2        | 02AA00  | gemeten     | 1  | 1 | 0        | 100        | 100
        P2        | 03AA00  | gemeten     | 1  | 1 | 0        | 100        | 100
        P2        | 04AA00  | gemeten     | 1  | 1 | 0        | 100        | 100
        P2        | 05AA00  | gemeten     | 1  | 0 | 0        | 0          | 0
        P2        | 06AA00  | gemeten     | 1  | 0 | 0        | 0          | 0
        P2        | 07AA00  | geen waarde | -  | - | -        | -          | -
        P2        | 08AA00  | geen waarde | -  | - | -        | -          | -
        P2        | 09AA00  | gemeten     | 1  | 0 | 0        | 0          | 0
        P2        | 10AA00  | gemeten     | 1  | 0 | 0        | 0          | 0
        P2        | 11AA00  | gemeten     | 1  | 0 | 0        | 0          | 0
        P2        | 12AA00  | gemeten     | 1  | 0 | 0        | 0          | 0
        P2        | 13AA00  | geen waarde | -  | - | -        | -          | -
        P2        | 14AA00  | geen waarde | -  | - | -        | -          | -
        P2        | 15AA00  | gemeten     | 1  | 0 | 1        | 0          | 100
        P2        | regio   | gemeten     | 11 | 4 | 1        | 36,4       | 45,5
        """,
    )


def test_p2_the_reason_of_geen_does_not_matter() -> None:
    check(
        """
        bestemming | perspectief | reden
        ARB_REG    | J           |
        GEEN       | J           | MEDISCH
        GEEN       | J           |
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P2        | 3 | 1 | 33,3 | 0        | 0                | 33,3       | 33,3
        """,
    )


def test_p2_perspective_yes_no_and_missing() -> None:
    """Missing perspective is outside P2 and in the bounds.

    At best those without perspective who work belong to it, and so does onbekend: (4 + 1 + 2 + 1) of (7 + 2 + 1). At
    worst those who do not work belong to it: 4 of (7 + 1 + 1). A school for pro leaves the denominator in any case.
    Unknown are 5 of the 7 + 4 who count or might.
    """
    check(
        """
        bestemming | perspectief | aantal
        ARB_REG    | J           | 4
        MBO_BOL    | J           | 2
        ONBEKEND   | J           | 1
        ARB_REG    | N           | 3
        ARB_REG    |             | 2
        MBO_BOL    |             | 1
        ONBEKEND   |             | 1
        PRO        |             | 1
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P2        | 7 | 4 | 57,1 | 5        | 45,5             | 44,4       | 80,0
        """,
    )


@pytest.mark.parametrize(("beschut", "k", "pct"), [(True, 2, "66,7"), (False, 1, "33,3")])
def test_whether_sheltered_work_is_work_is_a_setting_of_p2_alone(beschut: bool, k: int, pct: str) -> None:
    check(
        """
        bestemming | perspectief | profiel
        ARB_REG    | J           | ARBEID
        ARB_BES    | J           | ARBEID
        DAG_ARB    | J           | ARBEID
        """,
        f"""
        indicator | n | k   | pct
        P2        | 3 | {k} | {pct}
        P1        | 3 | 3   | 100
        P3        | 3 | 2   | 66,7
        K1        | 3 | 2   | 66,7
        """,
        beschut_is_werk=beschut,
    )


def test_p3_work_of_leavers_with_profile_arbeid() -> None:
    """Nobody leaves this denominator. A missing profile of vso may be arbeid; pro has no profile.

    At best 4 + onbekend + the one at work without profile: 6 of 10. At worst the other one: 4 of 10.
    """
    check(
        """
        bestemming | schooltype | profiel          | aantal
        ARB_REG    | VSO        | ARBEID           | 1
        ARB_GAR    | VSO        | ARBEID           | 1
        ARB_BES    | VSO        | ARBEID           | 1
        ARB_BBL    | VSO        | ARBEID           | 1
        MBO_BOL    | VSO        | ARBEID           | 1
        PRO        | VSO        | ARBEID           | 1
        BUITENLAND | VSO        | ARBEID           | 1
        OVERLEDEN  | VSO        | ARBEID           | 1
        ONBEKEND   | VSO        | ARBEID           | 1
        ARB_REG    | VSO        | VERVOLGONDERWIJS | 2
        ARB_REG    | VSO        | DAGBESTEDING     | 2
        ARB_REG    | VSO        | ONBEKEND         | 1
        MBO_BOL    | VSO        | ONBEKEND         | 1
        ARB_REG    | PRO        | ONBEKEND         | 5
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P3        | 9 | 4 | 44,4 | 3        | 27,3             | 40,0       | 60,0
        """,
    )
