"""R, Q, G and S (domain.md §7): who was reached, whether work fits and where it is, and who DUO counts as vsv."""

import pytest

from pipeline.workspace.settings import Settings
from tests.support.spec import check


def test_respons_at_leaving_is_known_destinations_of_all_leavers() -> None:
    check(
        """
        bestemming | aantal
        ARB_REG    | 6
        GEEN       | 1
        OVERLEDEN  | 1
        ONBEKEND   | 2
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        R_U       | 10 | 8 | 80,0 | 0       | 0                | 80,0       | 80,0
        """,
    )


def test_respons_counts_who_has_no_row_as_not_reached_also_where_a_school_delivered_none() -> None:
    """Who died needs no row: with her left out, n of D less n of R would be the number of deaths."""
    check(
        """
        bestemming | V1           | school | aantal
        ARB_REG    | ARB_REG      | 99AA00 | 2
        ARB_REG    | GEEN         | 99AA00 | 1
        ARB_REG    | niet bereikt | 99AA00 | 1
        ARB_REG    |              | 99AA00 | 1
        OVERLEDEN  |              | 99AA00 | 1
        ARB_REG    |              | 99BB00 | 3
        """,
        """
        indicator | eenheid | status       | n | k | pct
        R_V1      | regio   | gemeten      | 9 | 4 | 44,4
        R_V1      | 99AA00  | gemeten      | 6 | 4 | 66,7
        R_V1      | 99BB00  | gemeten      | 3 | 0 | 0
        R_V2      | regio   | niet gemeten | - | - | -
        R_V2      | 99BB00  | niet gemeten | - | - | -
        """,
    )


def test_every_follow_up_moment_has_its_own_respons() -> None:
    check(
        """
        bestemming | V1      | V2           | V3      | V4           | aantal
        ARB_REG    | ARB_REG | ARB_REG      | ARB_REG | ARB_REG      | 1
        ARB_REG    | ARB_REG | ARB_REG      | ARB_REG | niet bereikt | 1
        ARB_REG    | ARB_REG | niet bereikt |         | niet bereikt | 1
        ARB_REG    | ARB_REG |              |         |              | 1
        """,
        """
        indicator | n | k
        R_U       | 4 | 4
        R_V1      | 4 | 4
        R_V2      | 4 | 2
        R_V3      | 4 | 2
        R_V4      | 4 | 1
        """,
    )


def test_q_work_that_fits_of_work_of_which_that_is_known() -> None:
    """At best (3 + not filled in + unknown destination) of (3 + 1 + 2), at worst 3 of those 6; unknown are 2 of them."""
    check(
        """
        bestemming | passend | aantal
        ARB_REG    | J       | 3
        ARB_BBL    | N       | 1
        ARB_REG    |         | 1
        MBO_BOL    | J       | 2
        ONBEKEND   |         | 1
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        Q         | 4 | 3 | 75,0 | 2        | 33,3             | 50,0       | 83,3
        """,
    )


def test_g_work_in_the_municipalities_of_the_convenant_before_and_after_mergers() -> None:
    """Rotterdam, Zuidplas, Brielle, Voorne aan Zee; not Lansingerland (in the RMC region only) and Dordrecht."""
    check(
        """
        bestemming | werkgemeente | aantal
        ARB_REG    | 0599         | 2
        ARB_REG    | 1892         | 1
        ARB_REG    | 0501         | 1
        ARB_REG    | 1992         | 1
        ARB_REG    | 1621         | 1
        ARB_REG    | DORDRECHT    | 1
        ARB_REG    |              | 1
        MBO_BOL    | 0599         | 1
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        G         | 7 | 5 | 71,4 | 1        | 12,5             | 62,5       | 75,0
        """,
    )


VSV = """
    bestemming | pgn | vsv  | aantal
    MBO_BOL    |     | 2016 | 1
    MBO_BOL    |     | 2017 | 1
    MBO_BOL    |     | 2015 | 1
    MBO_BOL    |     | 2018 | 1
    MBO_BOL    |     |      | 1
    MBO_BOL    | nee |      | 1
    """


def test_s_vsv_in_the_year_of_leaving_or_the_next() -> None:
    """Cohort 2016: teljaar 2015 was before she left, and 2018 is too late to count."""
    check(
        VSV,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        S         | 5 | 2 | 40,0 | 1        | 16,7             | 33,3       | 50,0
        """,
        schooljaar=2017,
    )


def test_s_stays_what_it_is_when_more_teljaren_end() -> None:
    """Otherwise two reports would tell, by the difference, of the few who were found in between."""
    check(VSV, "indicator | n | k\nS | 5 | 2", schooljaar=2018)


@pytest.mark.parametrize("files", [{2015: "D", 2016: "D"}, {2016: "D", 2017: "V"}, {2017: "D"}, {2015: "D"}])
def test_s_is_not_measured_without_the_definitive_files_of_both_years(files: dict[int, str]) -> None:
    check(VSV, "indicator | status | n\nS | niet gemeten | -", vsv_files=files)


def test_s_is_not_measured_before_the_second_year_has_ended() -> None:
    """At the stand 31-12-2017 teljaar 2016 has ended, and 2017 has not."""
    check(VSV, "indicator | status | n\nS | niet gemeten | -", schooljaar=2016)


def test_s_is_measured_when_the_file_has_none_of_ours() -> None:
    check(
        "bestemming | vsv\nMBO_BOL |",
        "indicator | status | n | k | pct\nS | gemeten | 1 | 0 | 0",
        settings=Settings(),
    )
