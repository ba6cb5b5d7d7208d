"""Why there is no figure: too early, not measured, or nobody to count (domain.md §2). Never 0%."""

from datetime import date

from pipeline.workspace.settings import Settings, Stand
from tests.support.panel import Levering, cijfers
from tests.support.spec import check

FOLLOWED = """
    bestemming | perspectief | V1      | V2      | V3      | V4
    ARB_REG    | J           | ARB_REG | ARB_REG | ARB_REG | ARB_REG
    """


def test_at_the_stand_of_its_own_report_a_cohort_has_only_its_destinations() -> None:
    check(
        FOLLOWED,
        """
        indicator | status            | n | pct | onbekend | ondergrens
        P2        | gemeten           | 1 | 100 | 0        | 100
        R_U       | gemeten           | 1 | 100 | 0        | 100
        R_V1      | nog niet te meten | - | -   | -        | -
        B1_1      | nog niet te meten | - | -   | -        | -
        B1_2      | nog niet te meten | - | -   | -        | -
        B2        | nog niet te meten | - | -   | -        | -
        B3_RUIM   | nog niet te meten | - | -   | -        | -
        B3_STRIKT | nog niet te meten | - | -   | -        | -
        B4        | nog niet te meten | - | -   | -        | -
        """,
        schooljaar=2016,
    )


def test_a_year_later_it_has_v1_and_v2() -> None:
    check(
        FOLLOWED,
        """
        indicator | status            | n
        R_V1      | gemeten           | 1
        R_V2      | gemeten           | 1
        B1_1      | gemeten           | 1
        R_V3      | nog niet te meten | -
        B1_2      | nog niet te meten | -
        B3_RUIM   | nog niet te meten | -
        """,
        schooljaar=2017,
    )


def test_two_years_later_it_has_everything() -> None:
    check(
        FOLLOWED,
        """
        indicator | status  | n | k
        R_V3      | gemeten | 1 | 1
        R_V4      | gemeten | 1 | 1
        B1_2      | gemeten | 1 | 1
        B2        | gemeten | 1 | 1
        B3_RUIM   | gemeten | 1 | 1
        B4        | gemeten | 1 | 1
        """,
        schooljaar=2018,
    )


def test_a_stand_before_the_destinations_are_closed_has_no_figures_at_all() -> None:
    stand = Stand(per_schooljaar={"2016-2017": date(2017, 9, 1)})
    check(
        FOLLOWED,
        """
        indicator | klasse | soort_klasse | status            | n
        D         | WERK   | klasse       | nog niet te meten | -
        P1        |        |              | nog niet te meten | -
        K1        |        |              | nog niet te meten | -
        """,
        schooljaar=2016,
        settings=Settings(stand=stand),
    )


def test_a_late_stand_shows_no_later_cohort() -> None:
    stand = Stand(per_schooljaar={"2016-2017": date(2018, 12, 31)})
    outflow = Levering("uitstroom", [{"persoon": "a"}, {"persoon": "b", "cohort": 2017}])
    figures = cijfers([outflow], Settings(stand=stand), 2016)
    assert set(figures.cohort) == {2016}


def test_what_nobody_in_the_region_delivered_is_not_measured() -> None:
    check(
        """
        bestemming | V1      | school | schooltype
        ARB_REG    | ARB_REG | 99AA00 | VSO
        ARB_REG    | ARB_REG | 99BB00 | VSO
        """,
        """
        indicator | eenheid | status       | n | k | onbekend
        P2        | regio   | niet gemeten | - | - | -
        P3        | regio   | niet gemeten | - | - | -
        UIT       | regio   | niet gemeten | - | - | -
        Q         | regio   | niet gemeten | - | - | -
        G         | 99AA00  | niet gemeten | - | - | -
        B1_1      | regio   | niet gemeten | - | - | -
        B3_STRIKT | regio   | niet gemeten | - | - | -
        R_V2      | 99BB00  | niet gemeten | - | - | -
        R_V1      | 99BB00  | gemeten      | 1 | 1 | 0
        """,
    )


def test_what_is_delivered_and_concerns_nobody_has_no_value() -> None:
    check(
        """
        bestemming | perspectief | V2   | school
        PRO        | N           | GEEN | 99AA00
        """,
        """
        indicator | eenheid | status      | n | pct | laag | hoog | onbekend | aandeel_onbekend | ondergrens | bovengrens
        P1        | regio   | geen waarde | - | -   | -    | -    | -        | -                | -          | -
        P2        | 99AA00  | geen waarde | - | -   | -    | -    | -        | -                | -          | -
        B1_1      | regio   | geen waarde | - | -   | -    | -    | -        | -                | -          | -
        Q         | regio   | geen waarde | - | -   | -    | -    | -        | -                | -          | -
        """,
    )


def test_a_school_without_anybody_to_count_beside_one_with() -> None:
    check(
        """
        bestemming | perspectief | school
        ARB_REG    | J           | 99AA00
        ARB_REG    | N           | 99BB00
        """,
        """
        indicator | eenheid | status      | n | pct
        P2        | regio   | gemeten     | 1 | 100
        P2        | 99AA00  | gemeten     | 1 | 100
        P2        | 99BB00  | geen waarde | - | -
        """,
    )
