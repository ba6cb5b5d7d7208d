"""Mean scores of partners: left out where too few filled them in."""

import pandas as pd
import pytest

from pipeline.release.policy import Policy
from pipeline.release.small_memory import Earlier
from pipeline.release.zelfevaluatie import protect_scores


def scores(*partners: int) -> pd.DataFrame:
    rows = [(2020, f"A{at}", n, 3.4) for at, n in enumerate(partners, start=1)]
    return pd.DataFrame(rows, columns=["schooljaar", "element", "partners", "gemiddelde"])


def test_a_mean_of_fewer_partners_than_may_be_shown_is_left_out_and_their_number_is_not() -> None:
    found = protect_scores(scores(1, 4, 5, 9), Policy())
    assert found["gemiddelde"].isna().tolist() == [True, True, False, False]
    assert found["status"].tolist() == ["niet getoond", "niet getoond", "getoond", "getoond"]
    assert found["partners"].tolist() == [1, 4, 5, 9]


def test_the_stuurgroep_has_its_own_threshold() -> None:
    assert protect_scores(scores(2, 3), Policy(telling=3))["gemiddelde"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("partners", "gemiddelde", "gone"),
    [(6, 3.4, False), (7, 3.6, True), (7, 3.4, True), (6, 3.5, True), (10, 3.9, True), (11, 3.9, False)],
)
def test_two_means_do_not_tell_what_one_partner_gave_itself(
    partners: int, gemiddelde: float, gone: bool
) -> None:
    """Shown before: 3.4 of six."""
    before = Earlier({("2020", "A1", "partners"): 6.0, ("2020", "A1", "gemiddelde"): 3.4})
    hidden = Earlier({("2020", "A1", "partners"): 7.0})
    table = scores(partners).assign(gemiddelde=gemiddelde)
    found = protect_scores(table, Policy(), earlier=[before, hidden])
    assert found["gemiddelde"].isna().tolist() == [gone]
    assert found["partners"].tolist() == [partners]
    assert protect_scores(table, Policy(), {("2020", "A1")})["gemiddelde"].isna().all()


def test_nothing_stays_nothing() -> None:
    assert protect_scores(scores(), Policy()).empty
