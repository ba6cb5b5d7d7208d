"""B1, B2 and B4: where leavers are after one and two years (domain.md §7)."""

import pytest

from tests.support.spec import check

AFTER_A_YEAR = """
    bestemming | reden | V2           | aantal
    ARB_REG    |       | ARB_GAR      | 1
    ARB_REG    |       | MBO_BOL      | 1
    MBO_BOL    |       | DAG_ACT      | 1
    DAG_ARB    |       | TRAJECT      | 1
    TRAJECT    |       | PRO          | 1
    ARB_REG    |       | GEEN         | 1
    ARB_REG    |       | BUITENLAND   | 1
    ARB_REG    |       | OVERLEDEN    | 1
    ARB_REG    |       | niet bereikt | 1
    ARB_REG    |       |              | 1
    GEEN       | VSV   | ARB_REG      | 1
    GEEN       |       | ARB_REG      | 1
    PRO        |       | ARB_REG      | 1
    ONBEKEND   |       | ARB_REG      | 1
    ONBEKEND   |       | GEEN         | 1
    """


def test_b1_any_place_of_those_placed_and_measured() -> None:
    """In n: five with a place, three without, one not reached; not the one without a row, nor who was not placed.

    Four are unknown: not reached, no row, and two of whom it is unknown whether they were placed. At best 5 + 3 of
    (8 + 3): the one who had no place after a year was not placed either. At worst 5 of (5 + 3 + 2 + that one).
    Three of the four are outside n, so the share is 4 of (9 + 3).
    """
    check(
        AFTER_A_YEAR,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        B1_1      | 9 | 5 | 55,6 | 4        | 33,3             | 45,5       | 72,7
        """,
    )


def test_b1_after_two_years_looks_at_v4_and_at_nothing_in_between() -> None:
    check(
        AFTER_A_YEAR.replace("V2", "V4"),
        """
        indicator | status       | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        B1_2      | gemeten      | 9 | 5 | 55,6 | 4        | 33,3             | 45,5       | 72,7
        B1_1      | niet gemeten | - | - | -    | -        | -                | -          | -
        """,
    )


def test_b2_same_or_higher_class_dagbesteding_work_learning() -> None:
    check(
        """
        bestemming | V4           | school
        DAG_ARB    | DAG_ACT      | 01AA00
        DAG_ARB    | TRAJECT      | 02AA00
        DAG_ARB    | ARB_REG      | 03AA00
        DAG_ARB    | MBO_BOL      | 04AA00
        ARB_REG    | DAG_ARB      | 05AA00
        ARB_REG    | ARB_BES      | 06AA00
        ARB_REG    | VMBO         | 07AA00
        MBO_BOL    | MBO_BOL      | 08AA00
        MBO_BOL    | ARB_REG      | 09AA00
        MBO_BOL    | DAG_ARB      | 10AA00
        VMBO       | ARB_REG      | 11AA00
        VMBO       | MBO_BOL      | 12AA00
        ARB_REG    | GEEN         | 13AA00
        ARB_REG    | BUITENLAND   | 14AA00
        ARB_REG    | OVERLEDEN    | 15AA00
        ARB_REG    | niet bereikt | 16AA00
        ARB_REG    |              | 17AA00
        GEEN       | ARB_REG      | 18AA00
        """,
        """
        indicator | eenheid | status      | n | k | onbekend | ondergrens | bovengrens
        B2        | 01AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 02AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 03AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 04AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 05AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B2        | 06AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 07AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 08AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 09AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 10AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B2        | 11AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B2        | 12AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B2        | 13AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B2        | 14AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B2        | 15AA00  | geen waarde | - | - | -        | -          | -
        B2        | 16AA00  | gemeten     | 1 | 0 | 1        | 0          | 100
        B2        | 17AA00  | geen waarde | - | - | -        | -          | -
        B2        | 18AA00  | geen waarde | - | - | -        | -          | -
        """,
    )


@pytest.mark.parametrize(("in_noemer", "n", "pct"), [(True, 5, "60,0"), (False, 4, "75,0")])
def test_b2_whether_onbekend_stays_in_is_a_setting_and_the_bounds_are_the_same(
    in_noemer: bool, n: int, pct: str
) -> None:
    """At best 3 + not reached + no row + the working one of unknown destination, of those and the failed one: 6 of 7.

    At worst 3 of (3 + failed + not reached + no row + the two of unknown destination).
    """
    check(
        """
        bestemming | V4           | aantal
        ARB_REG    | ARB_REG      | 3
        ARB_REG    | niet bereikt | 1
        ARB_REG    | GEEN         | 1
        ARB_REG    |              | 1
        ARB_REG    | OVERLEDEN    | 1
        ONBEKEND   | ARB_REG      | 1
        ONBEKEND   | GEEN         | 1
        """,
        f"""
        indicator | n   | k | pct   | onbekend | aandeel_onbekend | ondergrens | bovengrens
        B2        | {n} | 3 | {pct} | 4        | 50,0             | 37,5       | 85,7
        """,
        b2_onbekend_in_noemer=in_noemer,
    )


def test_b4_work_at_leaving_and_after_two_years_whatever_the_perspective() -> None:
    """At best 2 + not reached + no row + unknown destination, and one who stopped: 5 of 6. At worst 2 of 2 + 1 + 2."""
    check(
        """
        bestemming | perspectief | V4           | aantal
        ARB_REG    | N           | ARB_GAR      | 1
        ARB_BBL    |             | ARB_BBL      | 1
        ARB_REG    | J           | MBO_BOL      | 1
        ARB_REG    | J           | niet bereikt | 1
        ARB_REG    | J           |              | 1
        MBO_BOL    | J           | ARB_REG      | 1
        ONBEKEND   | J           | ARB_REG      | 1
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        B4        | 4 | 2 | 50,0 | 3        | 50,0             | 40,0       | 83,3
        """,
    )
