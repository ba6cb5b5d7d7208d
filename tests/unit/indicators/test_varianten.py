"""Other readings of the indicators: complete, counted by hand, and nobody moved in silence."""

from __future__ import annotations

import re

import pytest

from pipeline.indicators import varianten as module
from pipeline.indicators.compute import compute_cijfers
from pipeline.indicators.definitions import definities
from pipeline.indicators.varianten import Variant, compute_varianten, varianten
from pipeline.vocabulary.meetmoment import MEETMOMENTEN
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Definities, Settings
from tests.support.panel import COHORT, Levering, microdata

JAAR = Schooljaar(COHORT + 2)
COUNTS = ["n", "k", "n_kop", "k_kop"]
UITSTROOM = [
    *[{"persoon": f"a{i}", "perspectief_arbeid": "J"} for i in range(6)],
    *[{"persoon": f"b{i}", "perspectief_arbeid": "J", "bestemming": "ARB_BES"} for i in range(2)],
    *[{"persoon": f"m{i}", "perspectief_arbeid": "J", "bestemming": "MBO_BOL"} for i in range(3)],
    {"persoon": "o", "perspectief_arbeid": "J", "bestemming": "ONBEKEND"},
    {"persoon": "zw"},
    {"persoon": "zm", "bestemming": "MBO_BOL"},
    {"persoon": "zp", "bestemming": "PRO"},
    {"persoon": "oud", "perspectief_arbeid": "J", "bestemming": "ARB_BES", "cohort": COHORT - 1},
]
"""P2 of the last cohort: 8 of 12; of both: 9 of 13."""
VOLG = (
    [{"persoon": "a0", "meetmoment": m, "bestemming": b} for m, b in (("V2", "GEEN"), ("V4", "ARB_REG"))]
    + [
        {"persoon": "a1", "meetmoment": m, "bestemming": b}
        for m, b in (("V2", "ARB_REG"), ("V4", "ONBEKEND"))
    ]
    + [{"persoon": "a2", "meetmoment": "V4", "bestemming": "DAG_ARB"}]
)
"""B1 after two years: 2 of 3."""


def found(definities: Definities | None = None) -> dict[tuple[str, str, int], list[int]]:
    """n and k of the variant and of the indicator, by indicator, variant and first cohort."""
    settings = Settings(definities=definities or Definities())
    with microdata([Levering("uitstroom", UITSTROOM), Levering("intergrip", VOLG)], settings) as con:
        cijfers = compute_cijfers(con, settings, JAAR)
        observed = con.execute("FROM waarneming ORDER BY ALL").fetchall()
        table = compute_varianten(con, settings, JAAR, cijfers)
        assert con.execute("FROM waarneming ORDER BY ALL").fetchall() == observed
        assert compute_cijfers(con, settings, JAAR).equals(cijfers)
    assert set(table["tot"]) == {COHORT}
    return {
        (row["indicator"], row["variant"], row["cohort"]): [row[name] for name in COUNTS]
        for row in table.to_dict("records")
    }


def test_variants_of_p2_by_hand() -> None:
    own = {code: counts for (i, code, cohort), counts in found().items() if (i, cohort) == ("P2", COHORT)}
    assert own == {
        "beschut_geen_werk": [12, 6, 12, 8],
        "mbo_buiten": [9, 8, 12, 8],
        "onbekend_buiten": [11, 8, 12, 8],
        "zonder_perspectief_mee": [14, 9, 12, 8],
    }


def test_a_variant_is_also_of_the_last_cohorts_together() -> None:
    assert found()["P2", "beschut_geen_werk", COHORT - 1] == [13, 6, 13, 9]


def test_variants_of_b1_by_hand() -> None:
    """a0 had no place after a year, a1 is unknown after two, a2 was not measured after one."""
    own = {code: counts for (i, code, cohort), counts in found().items() if (i, cohort) == ("B1_2", COHORT)}
    assert own == {
        "onbekend_buiten": [2, 2, 3, 2],
        "beide_jaren": [2, 0, 3, 2],
        "inspectie": [3, 1, 3, 2],
        "cbs": [3, 1, 3, 2],
        "convenant_ruim": [2, 0, 3, 2],
        "convenant_strikt": [2, 0, 3, 2],
    }


def test_a_setting_that_is_chosen_is_no_variant_and_its_opposite_is() -> None:
    without = found(Definities(beschut_is_werk=False, b2_onbekend_in_noemer=False, uren_minimum=20))
    codes = {(indicator, code) for indicator, code, _ in without}
    assert ("P2", "beschut_werk") in codes and ("P2", "beschut_geen_werk") not in codes
    assert ("B2", "onbekend_mee") in codes and ("B2", "onbekend_buiten") not in codes
    assert ("B3_STRIKT", "uren_20") not in codes and ("B3_STRIKT", "contract_12_maanden") in codes
    assert without["P2", "beschut_werk", COHORT] == [12, 8, 12, 6]


def test_months_and_hours_are_those_of_the_variant() -> None:
    """Three permanent jobs of 12, 20 and 32 hours; and one of 32 hours for half a year."""
    jobs = [
        {"werkgever": "bakker", "contract_soort": "VAST", "uren": uren} for uren in (12.0, 20.0, 32.0)
    ] + [{"werkgever": "smid", "contract_begin": "2017-08-01", "contract_einde": "2018-01-31", "uren": 32.0}]
    left = [{"persoon": f"p{i}", "perspectief_arbeid": "J", **_dated(job)} for i, job in enumerate(jobs)]
    seen = [
        {"persoon": f"p{i}", "meetmoment": m, **_dated(job)}
        for i, job in enumerate(jobs)
        for m in ("V2", "V4")
    ]
    settings = Settings()
    with microdata([Levering("uitstroom", left), Levering("intergrip", seen)], settings) as con:
        cijfers = compute_cijfers(con, settings, JAAR)
        table = compute_varianten(con, settings, JAAR, cijfers).set_index(["indicator", "variant"])
    strikt = table.loc["B3_STRIKT"][COUNTS]
    assert strikt.loc["uren_20"].tolist() == [4, 3, 4, 4]
    assert strikt.loc["contract_12_maanden"].tolist() == [4, 3, 4, 4]


def _dated(job: dict[str, object]) -> dict[str, object]:
    from datetime import date

    return {name: date.fromisoformat(str(v)) if "contract_" in name and name != "contract_soort" else v
            for name, v in job.items()}  # fmt: skip


def test_a_variant_that_moves_others_than_it_says_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Variant(
        indicator="P2", code="x", naam="x", lezing="sector", bron="x", in_noemer="true",
        verschuift=("buiten naar mislukt",),
    )  # fmt: skip
    monkeypatch.setattr(module, "varianten", lambda: (wrong,))
    with pytest.raises(ValueError, match="variant x of P2 moves leavers from buiten naar teller"):
        found()


def test_every_variant_says_what_it_changes_whose_it_is_and_whom_it_moves() -> None:
    for v in varianten():
        assert v.indicator in definities() and v.naam and v.bron, v.code
        changed = v.changed() != definities()[v.indicator] or v.instellingen
        assert changed and (v.definitie or v.verschuift), v.code
        assert v.volgt_uit or v.hooguit or v.verschuift, v.code


def test_every_reading_is_there() -> None:
    assert {v.lezing for v in varianten()} == {"convenant", "sector", "inspectie", "CBS", "eigen keuze"}
    headline = {"P1", "P2", "P3", "B1_1", "B1_2", "B2", "B3_RUIM", "B3_STRIKT", "B4"}
    assert {v.indicator for v in varianten()} == headline


def test_a_variant_waits_for_every_moment_it_looks_at() -> None:
    """An earlier moment than the indicator's last may be looked at: it was measurable by then."""
    for v in varianten():
        changed = v.changed()
        conditions = " ".join(filter(None, (changed.in_noemer, changed.in_teller, changed.telt_mee)))
        used = [m for m in MEETMOMENTEN if re.search(rf"\b{m.lower()}_", conditions)]
        last = max(MEETMOMENTEN.index(m) for m in definities()[v.indicator].momenten)
        assert all(MEETMOMENTEN.index(m) <= last for m in used), v.code
