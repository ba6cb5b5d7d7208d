"""D and K1, UIT, I: shares of all leavers (domain.md §7)."""

from tests.support.panel import Levering, cijfers
from tests.support.spec import check

EVERY_CODE = """
    bestemming | schooltype | aantal
    ARB_REG    | PRO        | 1
    ARB_GAR    | PRO        | 1
    ARB_BES    | PRO        | 1
    ARB_BBL    | PRO        | 1
    MBO_BOL    | PRO        | 1
    VMBO       | PRO        | 1
    PRO        | PRO        | 1
    VSO        | PRO        | 1
    DAG_ARB    | PRO        | 1
    DAG_ACT    | PRO        | 1
    TRAJECT    | PRO        | 1
    GEEN       | VSO        | 1
    BUITENLAND | VSO        | 1
    OVERLEDEN  | VSO        | 1
    ONBEKEND   | VSO        | 2
    """


def test_five_classes_of_all_leavers() -> None:
    check(
        EVERY_CODE,
        """
        indicator | klasse       | soort_klasse | n  | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens | status
        D         | WERK         | klasse       | 16 | 4 | 25,0 | 2        | 12,5             | 25,0       | 37,5       | gemeten
        D         | LEREN        | klasse       | 16 | 4 | 25,0 | 2        | 12,5             | 25,0       | 37,5       | gemeten
        D         | DAGBESTEDING | klasse       | 16 | 3 | 18,8 | 2        | 12,5             | 18,8       | 31,3       | gemeten
        D         | GEEN         | klasse       | 16 | 3 | 18,8 | 2        | 12,5             | 18,8       | 31,3       | gemeten
        D         | ONBEKEND     | klasse       | 16 | 2 | 12,5 | 2        | 12,5             | 0          | 12,5       | gemeten
        """,
    )


def test_every_code_of_region_and_schooltype() -> None:
    check(
        EVERY_CODE,
        """
        indicator | klasse   | soort_klasse | eenheid | n  | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        D         | ARB_BBL  | code         | regio   | 16 | 1 | 6,3  | 2        | 12,5             | 6,3        | 18,8
        D         | GEEN     | code         | regio   | 16 | 1 | 6,3  | 2        | 12,5             | 6,3        | 18,8
        D         | ONBEKEND | code         | regio   | 16 | 2 | 12,5 | 2        | 12,5             | 0          | 12,5
        D         | ARB_BBL  | code         | PRO     | 11 | 1 | 9,1  | 0        | 0                | 9,1        | 9,1
        D         | ONBEKEND | code         | VSO     | 5  | 2 | 40,0 | 2        | 40,0             | 0          | 40,0
        """,
    )


def test_schools_and_boards_have_classes_and_no_codes() -> None:
    figures = cijfers([Levering("uitstroom", [{"persoon": "a"}])])
    per_niveau = figures[figures.indicator == "D"].groupby("soort_klasse").niveau.unique()
    assert set(per_niveau["klasse"]) == {"regio", "schooltype", "bestuur", "school"}
    assert set(per_niveau["code"]) == {"regio", "schooltype"}


def test_k1_counts_work_and_mbo_bol_of_everybody_who_left() -> None:
    check(
        EVERY_CODE,
        """
        indicator | n  | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        K1        | 16 | 5 | 31,3 | 2        | 12,5             | 31,3       | 43,8
        """,
    )


def test_uitkering_is_no_complement_of_work_and_is_counted_where_it_is_known() -> None:
    check(
        """
        bestemming | uitkering | aantal
        ARB_REG    | J         | 1
        GEEN       | J         | 1
        ARB_REG    | N         | 3
        ONBEKEND   |           | 1
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        UIT       | 5 | 2 | 40,0 | 1        | 16,7             | 33,3       | 50,0
        K1        | 6 | 4 | 66,7 | 1        | 16,7             | 66,7       | 83,3
        """,
    )


def test_in_beeld_is_what_is_not_onbekend() -> None:
    check(
        EVERY_CODE,
        """
        indicator | n  | k  | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        I         | 16 | 14 | 87,5 | 0        | 0                | 87,5       | 87,5
        """,
    )


def test_units_that_add_up_to_the_region() -> None:
    check(
        """
        bestemming | school | bestuur | schooltype | aantal
        ARB_REG    | 99AA00 | Noord   | PRO        | 3
        MBO_BOL    | 99AA00 | Noord   | PRO        | 1
        DAG_ACT    | 99BB00 | Noord   | VSO        | 2
        ARB_GAR    | 99CC00 | Zuid    | VSO        | 2
        """,
        """
        indicator | niveau     | eenheid | n | k | pct
        K1        | regio      | regio   | 8 | 6 | 75,0
        K1        | schooltype | PRO     | 4 | 4 | 100
        K1        | schooltype | VSO     | 4 | 2 | 50,0
        K1        | bestuur    | Noord   | 6 | 4 | 66,7
        K1        | bestuur    | Zuid    | 2 | 2 | 100
        K1        | school     | 99AA00  | 4 | 4 | 100
        K1        | school     | 99BB00  | 2 | 0 | 0
        K1        | school     | 99CC00  | 2 | 2 | 100
        """,
    )
