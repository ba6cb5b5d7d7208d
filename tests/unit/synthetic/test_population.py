"""The whole default population: its size, its people, and every difficulty that it must hold."""

from datetime import date
from itertools import pairwise

import pytest
from stdnum.nl import bsn, onderwijsnummer

from pipeline.synthetic.leavers import peildatum
from pipeline.synthetic.numbers import GEEN_PGN
from pipeline.synthetic.people import faalt_controle
from pipeline.synthetic.population import generate
from pipeline.synthetic.recording_intergrip import LAATSTE_PEILDATUM
from pipeline.synthetic.truth import Truth
from pipeline.vocabulary.brin import is_brin
from pipeline.vocabulary.pgn import is_pgn
from pipeline.vocabulary.tables import besturen

WERK = ["ARB_REG", "ARB_GAR", "ARB_BES", "ARB_BBL"]
ECHTE_NAMEN = {"CVO", "BOOR", "LMC", "PCBO", "Horizon", "Galilei", "Yulius", "Pameijer", "Auris"}


@pytest.fixture(scope="module")
def truth() -> Truth:
    return generate()


def test_about_750_leavers_a_year_for_eleven_years(truth: Truth) -> None:
    per_year = truth.uitstroom.groupby("cohort").size()
    assert list(per_year.index) == list(range(2014, 2025))
    assert per_year.between(675, 825).all()
    assert per_year.mean() == pytest.approx(750, rel=0.02)
    assert per_year.nunique() > 5


def test_sixteen_schools_of_six_boards_every_year(truth: Truth) -> None:
    for _, year in truth.uitstroom.groupby("cohort"):
        assert year["brin"].nunique() == 16
        assert year["bestuur"].nunique() == 6
    assert set(truth.scholen["schooltype"]) == {"PRO", "VSO"}


def test_schools_are_invented(truth: Truth) -> None:
    real = ECHTE_NAMEN | {bestuur.naam for bestuur in besturen()}
    words = set(" ".join([*truth.scholen["naam"], *truth.scholen["bestuur"]]).replace(",", " ").split())
    assert not words & real
    assert truth.scholen["brin"].map(is_brin).all()
    assert truth.scholen["brin"].str.match("9[89][XYZ]").all()


def test_numbers_are_valid_unique_and_from_the_agreed_ranges(truth: Truth) -> None:
    people = truth.leerlingen
    assert people["pgn"].is_unique
    by_kind = people.groupby("soort_pgn")["pgn"].apply(list)
    assert all(bsn.is_valid(n) and "900000000" <= n <= "999999999" for n in by_kind["bsn"])
    assert all(onderwijsnummer.is_valid(n) and n.startswith("1099") for n in by_kind["onderwijsnummer"])
    assert 10 < len(by_kind["onderwijsnummer"]) < 100


@pytest.mark.parametrize("pgn", ["999990019", "900000012", "109900005", "911111110"])
def test_a_mistyped_number_fails_the_check(pgn: str) -> None:
    assert len(faalt_controle(pgn)) == 9
    assert not is_pgn(faalt_controle(pgn))


def test_pupils_move_within_a_cohort_and_count_at_the_last_school(truth: Truth) -> None:
    rows = truth.uitstroom_rijen[truth.uitstroom_rijen["lot"] == "gehouden"]
    both = rows[rows.duplicated(["sleutel", "cohort"], keep=False)]
    assert both["sleutel"].nunique() > 100
    first, last = both[~both["telt"]].set_index("sleutel"), both[both["telt"]].set_index("sleutel")
    assert set(first["bestemming"]) == {"PRO", "VSO"}
    assert (first["datum_uitstroom"] < last["datum_uitstroom"].reindex(first.index)).all()


def test_some_leave_again_a_year_later_from_another_school(truth: Truth) -> None:
    again = truth.uitstroom.duplicated("sleutel", keep=False)
    twice = truth.uitstroom[again].sort_values(["sleutel", "cohort"])
    assert twice["sleutel"].nunique() > 80
    real = truth.werkelijk.set_index(["persoon", "cohort"]).sort_index()
    leavings = list(twice[["persoon", "cohort"]].itertuples(index=False, name=None))
    for first, second in ((a, b) for a, b in pairwise(leavings) if a[0] == b[0]):
        assert second[1] == first[1] + 1
        assert real.loc[first, "U"] in ("PRO", "VSO")
        assert real.loc[first, ["V2", "V3", "V4"]].tolist() == real.loc[second, ["U", "V1", "V2"]].tolist()


def test_bbl_counts_once(truth: Truth) -> None:
    rows = truth.uitstroom_rijen
    bbl = rows[(rows["bestemming"] == "ARB_BBL") & rows["telt"]]
    double = rows[rows["lot"].eq("vervangen") & rows["bestemming"].eq("ARB_REG")].merge(
        bbl, on=["sleutel", "bestand"]
    )
    assert len(double) > 20
    assert not truth.uitstroom.duplicated(["sleutel", "cohort"]).any()
    reached = truth.metingen[truth.metingen["bestemming"] == "ARB_BBL"]
    assert (reached["mbo_leerweg"] == "BBL").all()


def test_those_without_work_are_reached_less(truth: Truth) -> None:
    rows = truth.metingen.merge(truth.werkelijk, on=["persoon", "cohort"])
    v2 = rows[rows["meetmoment"] == "V2"]
    reached = v2.groupby(v2["V2"].isin(WERK))["bereikt"].mean()
    without = v2.loc[v2["V2"] == "GEEN", "bereikt"].mean()
    assert reached[True] > 0.85
    assert without < 0.70


def test_not_reached_is_onbekend_and_some_rows_are_missing(truth: Truth) -> None:
    missed = truth.metingen[~truth.metingen["bereikt"]]
    assert (missed["bestemming"] == "ONBEKEND").all()
    assert missed["werkgever"].isna().all()
    followed = truth.metingen[truth.metingen["koppelbaar"]].groupby(["cohort", "meetmoment"]).size()
    leavers = truth.uitstroom.groupby("cohort").size().reindex(followed.index, level="cohort")
    assert (followed < leavers).all()
    assert (followed > 0.9 * leavers).all()


def test_later_deliveries_change_earlier_cohorts(truth: Truth) -> None:
    assert truth.uitstroom["bestand"].str.contains("/correctie_uitstroom").sum() > 150
    assert truth.uitstroom["bestand"].str.contains("/herlevering_uitstroom").sum() > 50
    assert truth.metingen["bestand"].str.contains("/correctie_intergrip").sum() > 200
    before = truth.zoals_op(date(2017, 12, 31)).uitstroom.set_index(["sleutel", "cohort"])
    after = truth.uitstroom.set_index(["sleutel", "cohort"]).reindex(before.index)
    assert (before["bestemming"] != after["bestemming"]).sum() > 5


def test_municipalities_are_those_of_the_date(truth: Truth) -> None:
    old, new = (
        truth.uitstroom[truth.uitstroom["cohort"] < 2017],
        truth.uitstroom[truth.uitstroom["cohort"] > 2022],
    )
    assert {"0584", "0501"} <= set(old["gemeente"])
    assert not {"1963", "1992"} & set(old["gemeente"])
    assert {"1963", "1992"} <= set(new["gemeente"])
    assert not {"0584", "0501"} & set(new["gemeente"])


def test_corona_years_dip_below_a_slow_rise(truth: Truth) -> None:
    for_work = truth.uitstroom[truth.uitstroom["perspectief_arbeid"] == "J"]
    share = for_work["bestemming"].isin(WERK).groupby(for_work["cohort"]).mean()
    assert share[[2019, 2020]].mean() < share[[2017, 2018]].mean() - 0.04
    assert share[[2023, 2024]].mean() > share[[2014, 2015]].mean() + 0.04


def test_schools_differ(truth: Truth) -> None:
    pro = truth.uitstroom[truth.uitstroom["schooltype"] == "PRO"]
    share = pro["bestemming"].isin(WERK).groupby(pro["brin"]).mean()
    assert share.max() - share.min() > 0.08
    sizes = truth.uitstroom.groupby("brin").size() / 11
    assert sizes.max() > 2 * sizes.min()


def test_profiles_and_perspective_are_mixed_and_sometimes_missing(truth: Truth) -> None:
    leavers = truth.uitstroom
    assert leavers.loc[leavers["schooltype"] == "PRO", "uitstroomprofiel"].isna().all()
    vso = leavers.loc[leavers["schooltype"] == "VSO", "uitstroomprofiel"]
    assert set(vso) == {"ARBEID", "VERVOLGONDERWIJS", "DAGBESTEDING", "ONBEKEND"}
    assert 150 < leavers["perspectief_arbeid"].isna().sum() < 500
    assert leavers.loc[leavers["bestemming"] == "GEEN", "reden"].isna().mean() == pytest.approx(
        0.25, abs=0.08
    )


def test_numbers_that_fail_or_are_missing_keep_their_leaver(truth: Truth) -> None:
    failing = truth.uitstroom[~truth.uitstroom["pgn"].isin(GEEN_PGN) & ~truth.uitstroom["pgn"].map(is_pgn)]
    missing = truth.uitstroom[truth.uitstroom["pgn"].isin(GEEN_PGN)]
    assert len(failing) > 40
    wrong_everywhere = failing["sleutel"] == failing["pgn"]
    found = failing[~wrong_everywhere].merge(truth.leerlingen[["persoon", "pgn"]], on="persoon")
    assert wrong_everywhere.sum() > 20 and len(found) > 20
    assert (found["sleutel"] == found["pgn_y"]).all()
    assert missing["sleutel"].str.contains(r"\|").sum() > 30
    assert (~missing["sleutel"].str.contains(r"\|")).sum() > 15


def test_defects_are_really_there(truth: Truth) -> None:
    for rows in (truth.uitstroom_rijen, truth.metingen_rijen):
        kinds = {kind for kinds in rows["gebreken"] for kind in kinds.split(";")}
        assert {"datum onleesbaar", "getal onleesbaar", "pgn ontbreekt"} <= kinds
        assert (rows["lot"] == "dubbel").sum() > 40
    quarantined = truth.uitstroom_rijen[truth.uitstroom_rijen["lot"] == "quarantaine"]
    assert set(quarantined["gebreken"].str.split(";").str[-1]) == {
        f"{what} niet vast te stellen" for what in ("persoon", "school", "schooljaar")
    }
    assert quarantined.groupby("cohort").size().eq(1).all()


def test_employers_change_and_contracts_differ(truth: Truth) -> None:
    wide = truth.metingen[truth.metingen["bestemming"].isin(WERK)].pivot_table(
        index=["sleutel", "cohort"], columns="meetmoment", values="werkgever", aggfunc="first"
    )
    both = wide[["V1", "V4"]].dropna()
    assert 0.3 < (both["V1"] == both["V4"]).mean() < 0.9
    assert {"VAST", "TIJDELIJK", "UITZEND", "LEERWERK"} <= set(truth.metingen["contract_soort"].dropna())
    assert truth.metingen["uren"].min() < 12


def test_no_measurement_after_the_last_peildatum(truth: Truth) -> None:
    assert (truth.metingen["peildatum"].dt.date <= LAATSTE_PEILDATUM).all()
    last = truth.metingen[truth.metingen["cohort"] == 2024]
    assert set(last["meetmoment"]) == {"U", "V1", "V2"}
    assert peildatum("V4", 2023) == date(2026, 11, 1)
    assert "V4" in set(truth.metingen.loc[truth.metingen["cohort"] == 2023, "meetmoment"])


def test_vsv_files_hold_mostly_strangers_and_some_of_ours(truth: Truth) -> None:
    ours = truth.vsv[truth.vsv["persoon"] > 0]
    assert set(truth.vsv["bron"]) == {"duo_nenr", "duo_nrsp", "duo_a04"}
    assert 0.02 < len(ours) / len(truth.vsv) < 0.2
    assert ours["koppelbaar"].mean() > 0.9
    assert not truth.vsv.loc[truth.vsv["persoon"] == 0, "koppelbaar"].any()


def test_one_esf_application_is_over_the_maximum(truth: Truth) -> None:
    (esf,) = (tabel for tabel in truth.tabellen if tabel.bron == "esf")
    percentages = [rij[esf.kop.index("Percentage")] for rij in esf.rijen]
    assert [p for p in percentages if isinstance(p, float) and p > 50] == [50.01]


def test_there_is_no_seventeenth_school() -> None:
    with pytest.raises(ValueError, match="1 to 16 schools"):
        generate(cohorts=range(2014, 2015), schools=17)
