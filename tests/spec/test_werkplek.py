"""B3: a lasting place of work, in the lenient and the strict reading (domain.md §7)."""

import pytest

from tests.support.spec import check


def test_b3_ruim_work_at_all_three_moments_of_the_numerator_of_p2() -> None:
    """Measured at both moments: 2 who work, 1 who does not, 2 not reached once. Nobody else is in n.

    Unknown are: not reached (2), no row (1), no perspective (2), unknown destination (1). Who did not work at V2 has
    failed, measured at V4 or not, but is not in n; at worst she is. At best 7 of 8, at worst 2 of 8. Two of the six are
    in n: the share is 6 of (5 + 4), without her who failed.
    """
    check(
        """
        bestemming | perspectief | V2           | V4           | aantal
        ARB_REG    | J           | ARB_GAR      | ARB_BBL      | 2
        ARB_REG    | J           | ARB_REG      | MBO_BOL      | 1
        ARB_REG    | J           | niet bereikt | ARB_REG      | 1
        ARB_REG    | J           | ARB_REG      | niet bereikt | 1
        ARB_REG    | J           |              | ARB_REG      | 1
        ARB_REG    | J           | GEEN         |              | 1
        ARB_REG    | N           | ARB_REG      | ARB_REG      | 1
        MBO_BOL    | J           | ARB_REG      | ARB_REG      | 1
        ARB_REG    |             | ARB_REG      | ARB_REG      | 1
        ARB_REG    |             | ARB_REG      | GEEN         | 1
        ONBEKEND   | J           | ARB_REG      | ARB_REG      | 1
        """,
        """
        indicator | n | k | pct  | onbekend | aandeel_onbekend | ondergrens | bovengrens
        B3_RUIM   | 5 | 2 | 40,0 | 6        | 66,7             | 25,0       | 87,5
        """,
    )


@pytest.mark.parametrize(("beschut", "n"), [(True, 2), (False, 1)])
def test_b3_starts_from_the_numerator_of_p2(beschut: bool, n: int) -> None:
    check(
        """
        bestemming | perspectief | V2      | V4
        ARB_REG    | J           | ARB_BES | ARB_BES
        ARB_BES    | J           | ARB_BES | ARB_BES
        """,
        f"""
        indicator | n   | k
        B3_RUIM   | {n} | {n}
        """,
        beschut_is_werk=beschut,
    )


def test_b3_strikt_needs_the_same_employer_a_contract_and_hours_at_all_three_moments() -> None:
    check(
        """
        school | perspectief | bestemming                               | V2                         | V4
        01AA00 | J           | ARB_REG (bakker, VAST, 32)               | ARB_REG (bakker, VAST, 32) | ARB_GAR (bakker, VAST, 20)
        02AA00 | J           | ARB_REG (bakker, VAST, 32)               | ARB_REG (bakker, VAST, 32) | ARB_REG (smid, VAST, 32)
        03AA00 | J           | ARB_REG (bakker, VAST, 32)               | ARB_REG (smid, VAST, 32)   | ARB_REG (bakker, VAST, 32)
        04AA00 | J           | ARB_REG (bakker, VAST, 12)               | ARB_REG (bakker, VAST, 12) | ARB_REG (bakker, VAST, 12)
        05AA00 | J           | ARB_REG (bakker, VAST, 32)               | ARB_REG (bakker, VAST, 11,9) | ARB_REG (bakker, VAST, 32)
        06AA00 | J           | ARB_REG (bakker, 2017-08-01/2018-01-31, 32) | ARB_REG (bakker, VAST, 32) | ARB_REG (bakker, VAST, 32)
        07AA00 | J           | ARB_REG (bakker, 2017-08-01/2018-01-30, 32) | ARB_REG (bakker, VAST, 32) | ARB_REG (bakker, VAST, 32)
        08AA00 | J           | ARB_REG (bakker, VAST, 32)               | ARB_REG (bakker, VAST, 32) | MBO_BOL
        09AA00 | J           | ARB_REG (bakker, VAST, 32)               | ARB_REG (bakker, VAST, 32) |
        """,
        """
        indicator | eenheid | status      | n | k | onbekend | ondergrens | bovengrens
        B3_STRIKT | 01AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B3_STRIKT | 02AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B3_STRIKT | 03AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B3_STRIKT | 04AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B3_STRIKT | 05AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B3_STRIKT | 06AA00  | gemeten     | 1 | 1 | 0        | 100        | 100
        B3_STRIKT | 07AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B3_STRIKT | 08AA00  | gemeten     | 1 | 0 | 0        | 0          | 0
        B3_STRIKT | 09AA00  | geen waarde | - | - | -        | -          | -
        """,
    )


def test_b3_strikt_what_is_not_known_counts_as_not_lasting_and_goes_through_the_bounds() -> None:
    """Unknown is only who could still be lasting: two employers known to differ settle it, whatever else is missing."""
    check(
        """
        school | perspectief | bestemming                      | V2                         | V4
        01AA00 | J           | ARB_REG (bakker, VAST, 32)      | ARB_REG (?, VAST, 32)      | ARB_REG (bakker, VAST, 32)
        02AA00 | J           | ARB_REG (bakker, VAST, 32)      | ARB_REG (bakker, VAST, ?)  | ARB_REG (bakker, VAST, 32)
        03AA00 | J           | ARB_REG (bakker, TIJDELIJK, 32) | ARB_REG (bakker, VAST, 32) | ARB_REG (bakker, VAST, 32)
        04AA00 | J           | ARB_REG (bakker, ?, 32)         | ARB_REG (bakker, VAST, 32) | ARB_REG (bakker, VAST, 32)
        05AA00 | J           | ARB_REG (bakker, VAST, 32)      | niet bereikt               | ARB_REG (bakker, VAST, 32)
        06AA00 | J           | ARB_REG (bakker, VAST, 32)      | niet bereikt               | ARB_REG (smid, VAST, 32)
        07AA00 | J           | ARB_REG (?, VAST, 32)           | ARB_REG (bakker, VAST, 32) | ARB_REG (smid, VAST, 32)
        08AA00 | J           | ARB_REG (bakker, VAST, 8)       | niet bereikt               | niet bereikt
        """,
        """
        indicator | eenheid | n | k | onbekend | aandeel_onbekend | ondergrens | bovengrens
        B3_STRIKT | 01AA00  | 1 | 0 | 1        | 100              | 0          | 100
        B3_STRIKT | 02AA00  | 1 | 0 | 1        | 100              | 0          | 100
        B3_STRIKT | 03AA00  | 1 | 0 | 1        | 100              | 0          | 100
        B3_STRIKT | 04AA00  | 1 | 0 | 1        | 100              | 0          | 100
        B3_STRIKT | 05AA00  | 1 | 0 | 1        | 100              | 0          | 100
        B3_STRIKT | 06AA00  | 1 | 0 | 0        | 0                | 0          | 0
        B3_STRIKT | 07AA00  | 1 | 0 | 0        | 0                | 0          | 0
        B3_STRIKT | 08AA00  | 1 | 0 | 0        | 0                | 0          | 0
        """,
    )


@pytest.mark.parametrize(
    ("uren", "maanden", "k"),
    [(12, 6, 3), (16, 6, 2), (17, 6, 1), (12, 12, 2), (12, 13, 2), (0, 0, 4), (40, 60, 0)],
)
def test_b3_strikt_hours_and_months_are_settings(uren: int, maanden: int, k: int) -> None:
    """Four jobs: 12 hours permanent, 16 hours permanent, 32 hours for exactly 6 months, 11 hours permanent."""
    job = "ARB_REG (bakker, {}, {})"
    jobs = [
        job.format(c, u) for c, u in (("VAST", 12), ("VAST", 16), ("2017-08-01/2018-01-31", 32), ("VAST", 11))
    ]
    rows = "\n".join(f"{j} | J | {j} | {j}" for j in jobs)
    check(
        f"bestemming | perspectief | V2 | V4\n{rows}",
        f"""
        indicator | n | k
        B3_STRIKT | 4 | {k}
        B3_RUIM   | 4 | 4
        """,
        uren_minimum=uren,
        contract_maanden=maanden,
    )


@pytest.mark.parametrize(
    ("maanden", "long_enough", "a_day_short"),
    [
        (6, "2017-08-01/2018-01-31", "2017-08-01/2018-01-30"),
        (6, "2017-08-31/2018-02-27", "2017-08-31/2018-02-26"),
        (12, "2017-08-15/2018-08-14", "2017-08-15/2018-08-13"),
    ],
)
def test_a_contract_of_exactly_so_many_months_is_long_enough(
    maanden: int, long_enough: str, a_day_short: str
) -> None:
    """Both days are worked: 1 August up to and including 31 January is six months. There is no 31 February."""
    enough, short = (f"ARB_REG (bakker, {contract}, 32)" for contract in (long_enough, a_day_short))
    check(
        f"""
        bestemming | perspectief | V2       | V4       | school
        {enough}   | J           | {enough} | {enough} | 01AA00
        {short}    | J           | {short}  | {short}  | 02AA00
        """,
        """
        indicator | eenheid | n | k | onbekend
        B3_STRIKT | 01AA00  | 1 | 1 | 0
        B3_STRIKT | 02AA00  | 1 | 0 | 0
        """,
        contract_maanden=maanden,
    )
