"""Rows in quarantine: leavers who may be there and are not seen. In no figure, in every bound (issue 3)."""

from tests.support.panel import Levering, cijfers
from tests.support.spec import check


def test_eight_of_ten_placed_and_one_row_of_whom_nobody_knows() -> None:
    """At worst one more who is not placed, 8 of 11; at best one more who is, 9 of 11. One of eleven is unknown."""
    check(
        """
        bestemming | reden | aantal | quarantaine
        ARB_REG    |       | 8      |
        GEEN       | VSV   | 2      |
        ARB_REG    |       | 1      | persoon
        """,
        """
        indicator | n  | k | pct  | laag | hoog | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P1        | 10 | 8 | 80,0 | 49,0 | 94,3 | 1        | 9,1              | 72,7       | 81,8
        """,
    )


def test_it_adds_to_what_is_unknown_of_leavers_who_are_seen() -> None:
    """Ten leavers: six placed, one unknown, one without a reason, two failed; and two rows.

    Unknown are 4 of 12. At best 6 + 1 + 2 of 11, without the one who has no reason; at worst 6 of 12.
    """
    check(
        """
        bestemming | reden | aantal | quarantaine
        ARB_REG    |       | 6      |
        ONBEKEND   |       | 1      |
        GEEN       |       | 1      |
        GEEN       | VSV   | 2      |
        GEEN       | VSV   | 2      | school
        """,
        """
        indicator | n  | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P1        | 10 | 6 | 60,0 | 4        | 33,3             | 50,0       | 81,8
        """,
    )


def test_where_at_best_nobody_else_is_left_to_count() -> None:
    """Without a reason she may not belong to P1; then the row is the only leaver, and at best she is placed."""
    check(
        """
        bestemming | quarantaine
        GEEN       |
        ARB_REG    | persoon
        """,
        """
        indicator | n | k | pct | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P1        | 1 | 0 | 0   | 2        | 100              | 0          | 100
        """,
    )


def test_of_every_indicator_it_widens_the_bounds_and_changes_nothing_else() -> None:
    """Four leavers of whom everything is known, three of them at work; one row of whom nothing is."""
    job = "ARB_REG (bakker, VAST, 32)"
    check(
        f"""
        bestemming | schooltype | perspectief | profiel | uitkering | passend | werkgemeente | V1 | V2 | V3 | V4 | vsv | aantal | quarantaine
        {job} | VSO | J | ARBEID | N | J | 0599 | {job} | {job} | {job} | {job} | | 3 |
        DAG_ARB | VSO | J | ARBEID | J | | | DAG_ARB | DAG_ARB | DAG_ARB | DAG_ARB | 2016 | 1 |
        {job} | VSO | J | ARBEID | J | J | 0599 | | | | | | 1 | persoon
        """,
        """
        indicator | klasse       | soort_klasse | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        D         | WERK         | klasse       | 4 | 3 | 75,0 | 1        | 20,0             | 60,0       | 80,0
        D         | DAGBESTEDING | klasse       | 4 | 1 | 25,0 | 1        | 20,0             | 20,0       | 40,0
        D         | ONBEKEND     | klasse       | 4 | 0 | 0    | 1        | 20,0             | 0          | 20,0
        D         | ARB_REG      | code         | 4 | 3 | 75,0 | 1        | 20,0             | 60,0       | 80,0
        P1        |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        P2        |              |              | 4 | 3 | 75,0 | 1        | 20,0             | 60,0       | 80,0
        P3        |              |              | 4 | 3 | 75,0 | 1        | 20,0             | 60,0       | 80,0
        K1        |              |              | 4 | 3 | 75,0 | 1        | 20,0             | 60,0       | 80,0
        UIT       |              |              | 4 | 1 | 25,0 | 1        | 20,0             | 20,0       | 40,0
        B1_1      |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        B1_2      |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        B2        |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        B3_RUIM   |              |              | 3 | 3 | 100  | 1        | 25,0             | 75,0       | 100
        B3_STRIKT |              |              | 3 | 3 | 100  | 1        | 25,0             | 75,0       | 100
        B4        |              |              | 3 | 3 | 100  | 1        | 25,0             | 75,0       | 100
        R_U       |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        R_V1      |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        R_V2      |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        R_V3      |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        R_V4      |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        I         |              |              | 4 | 4 | 100  | 1        | 20,0             | 80,0       | 100
        Q         |              |              | 3 | 3 | 100  | 1        | 25,0             | 75,0       | 100
        G         |              |              | 3 | 3 | 100  | 1        | 25,0             | 75,0       | 100
        S         |              |              | 4 | 1 | 25,0 | 1        | 20,0             | 20,0       | 40,0
        """,
    )


def test_a_row_of_a_school_is_of_that_school_and_one_without_may_be_of_any() -> None:
    """Three rows: one of 99AA00, one of no known school, one of a school that has nobody else.

    Of the last it is known that it is none of the others, but not which board and schooltype it has.
    """
    check(
        """
        bestemming | school | bestuur | schooltype | aantal | quarantaine
        ARB_REG    | 99AA00 | Noord   | PRO        | 4      |
        ARB_REG    | 99BB00 | Noord   | VSO        | 4      |
        ARB_REG    | 99CC00 | Zuid    | VSO        | 4      |
        ARB_REG    | 99AA00 |         |            | 1      | persoon
        ARB_REG    |        |         |            | 1      | school
        ARB_REG    | 99ZZ00 |         |            | 1      | persoon
        """,
        """
        indicator | niveau     | eenheid | n  | k  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        K1        | regio      | regio   | 12 | 12 | 3        | 20,0             | 80,0       | 100
        K1        | school     | 99AA00  | 4  | 4  | 2        | 33,3             | 66,7       | 100
        K1        | school     | 99BB00  | 4  | 4  | 1        | 20,0             | 80,0       | 100
        K1        | school     | 99CC00  | 4  | 4  | 1        | 20,0             | 80,0       | 100
        K1        | bestuur    | Noord   | 8  | 8  | 3        | 27,3             | 72,7       | 100
        K1        | bestuur    | Zuid    | 4  | 4  | 2        | 33,3             | 66,7       | 100
        K1        | schooltype | PRO     | 4  | 4  | 3        | 42,9             | 57,1       | 100
        K1        | schooltype | VSO     | 8  | 8  | 2        | 20,0             | 80,0       | 100
        """,
    )


def test_a_row_of_whom_neither_person_nor_school_is_known_may_be_of_any_school() -> None:
    check(
        """
        bestemming | school | quarantaine
        ARB_REG    | 99AA00 |
        ARB_REG    | 99BB00 |
        ARB_REG    | ?      | persoon
        """,
        """
        indicator | niveau | eenheid | onbekend
        K1        | school | 99AA00  | 1
        K1        | school | 99BB00  | 1
        K1        | regio  | regio   | 1
        """,
    )


def test_a_row_of_a_school_with_two_schooltypes_may_be_of_either() -> None:
    check(
        """
        bestemming | school | bestuur | schooltype | aantal | quarantaine
        ARB_REG    | 99AA00 | Noord   | PRO        | 2      |
        ARB_REG    | 99AA00 | Noord   | VSO        | 2      |
        ARB_REG    | 99BB00 | Zuid    | SO         | 2      |
        ARB_REG    | 99AA00 |         |            | 1      | persoon
        """,
        """
        indicator | niveau     | eenheid    | onbekend
        K1        | school     | 99AA00-PRO | 1
        K1        | school     | 99AA00-VSO | 1
        K1        | school     | 99BB00     | 0
        K1        | schooltype | PRO        | 1
        K1        | schooltype | VSO        | 1
        K1        | schooltype | SO         | 0
        K1        | bestuur    | Noord      | 1
        K1        | bestuur    | Zuid       | 0
        K1        | regio      | regio      | 1
        """,
    )


def test_a_row_counts_in_its_own_cohort_and_without_one_in_the_last_of_its_delivery() -> None:
    gone = {"lot": "quarantaine", "bestemming": None}
    first = Levering(
        "uitstroom",
        [{"persoon": "a", "cohort": 2014}, {"persoon": "b", "cohort": 2015}, gone | {"cohort": 2014}],
    )
    last = Levering(
        "uitstroom", [{"persoon": "c", "cohort": 2015}, {"persoon": "d"}, gone | {"cohort": None}]
    )
    figures = cijfers([first, last])
    k1 = figures[(figures.indicator == "K1") & (figures.niveau == "regio")].set_index("cohort")
    assert k1.onbekend.to_dict() == {2014: 1, 2015: 0, 2016: 1}
    assert k1.n.to_dict() == {2014: 1, 2015: 2, 2016: 1}


def test_a_row_in_quarantine_says_nothing_of_what_was_delivered() -> None:
    """Nobody counts for P1, which is no value; nobody was followed, which is not measured."""
    check(
        """
        bestemming | perspectief | quarantaine
        PRO        | N           |
        ARB_REG    | J           | persoon
        """,
        """
        indicator | status       | n | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P1        | geen waarde  | - | -        | -                | -          | -
        P2        | geen waarde  | - | -        | -                | -          | -
        R_V1      | niet gemeten | - | -        | -                | -          | -
        K1        | gemeten      | 1 | 1        | 50,0             | 0          | 50,0
        """,
    )


def test_a_row_of_intergrip_in_quarantine_is_a_leaver_who_was_not_measured() -> None:
    """She is a leaver all the same, so she is in the bounds already: at best 3 of 4, at worst 2 of 4."""
    expected = """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        B1_1      | 3 | 2 | 66,7 | 1        | 25,0             | 50,0       | 75,0
        P1        | 4 | 4 | 100  | 0        | 0                | 100        | 100
        """
    for cell in ("quarantaine", ""):
        check(
            f"""
            bestemming | V2      | aantal
            ARB_REG    | ARB_REG | 2
            ARB_REG    | GEEN    | 1
            ARB_REG    | {cell}  | 1
            """,
            expected,
        )
