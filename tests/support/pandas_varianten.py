"""The variants a second time, in pandas over made-up leavers, written from their words in varianten.toml.

Nothing of its conditions is used: each is a change of what pandas_indicators.py counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from pipeline.workspace.settings import Definities
from tests.support.leavers import WERK, Leaver
from tests.support.pandas_indicators import PLEK, WEG, Mask, Rate, frame, rates_about_fate

Found = tuple[str, str, Rate]


def second_variants(people: Sequence[Leaver], settings: Definities) -> pd.DataFrame:
    """n and k of every variant that differs from the settings, by indicator and variant."""
    rows = [
        (indicator, code, int(rate.noemer.sum()), int((rate.noemer & rate.teller).sum()))
        for indicator, code, rate in _all(people, settings)
    ]
    return pd.DataFrame(rows, columns=["indicator", "variant", "n", "k"])


def _all(people: Sequence[Leaver], settings: Definities) -> Iterator[Found]:
    f = frame(people, settings)
    own = {r.indicator: r for r in rates_about_fate(people, settings) if not r.klasse}
    yield from _p1(f, own["P1"])
    yield from _p2(f, own["P2"], settings)
    yield "P3", "zonder_bbl", replace(own["P3"], teller=f.U.isin(WERK) & (f.U != "ARB_BBL"))
    yield from _b1(f, own)
    yield from _b2(f, own["B2"], settings)
    yield from _b3(people, f, own, settings)
    yield "B4", "onbekend_buiten", _without(own["B4"], f.V4 == "ONBEKEND")


def _without(rate: Rate, who: Mask) -> Rate:
    return replace(rate, noemer=rate.noemer & ~who)


def _p1(f: pd.DataFrame, own: Rate) -> Iterator[Found]:
    nothing = f.U == "GEEN"
    yield "P1", "zonder_reden_buiten", _without(own, nothing & f.U_reden.isna())
    yield "P1", "geen_buiten", _without(own, nothing)
    yield "P1", "geen_mislukt", replace(own, noemer=own.noemer | nothing)
    yield "P1", "onbekend_buiten", _without(own, f.U == "ONBEKEND")


def _p2(f: pd.DataFrame, own: Rate, settings: Definities) -> Iterator[Found]:
    sheltered = f.U == "ARB_BES"
    if settings.beschut_is_werk:
        yield "P2", "beschut_geen_werk", replace(own, teller=own.teller & ~sheltered)
    else:
        yield "P2", "beschut_werk", replace(own, teller=own.teller | sheltered)
    yield "P2", "mbo_buiten", _without(own, f.U == "MBO_BOL")
    yield "P2", "onbekend_buiten", _without(own, f.U == "ONBEKEND")
    more = own.noemer | (f.perspectief.isna() & ~f.U.isin(WEG))
    yield "P2", "zonder_perspectief_mee", replace(own, noemer=more)


def _b1(f: pd.DataFrame, own: dict[str, Rate]) -> Iterator[Found]:
    yield "B1_1", "onbekend_buiten", _without(own["B1_1"], f.V2 == "ONBEKEND")
    yield "B1_2", "onbekend_buiten", _without(own["B1_2"], f.V4 == "ONBEKEND")
    twice = f.V2.isin(PLEK) & f.V4.isin(PLEK)
    yield "B1_2", "beide_jaren", replace(_without(own["B1_2"], f.V2.isna()), teller=twice)
    names = {"inspectie": "B2", "cbs": "B4", "convenant_ruim": "B3_RUIM", "convenant_strikt": "B3_STRIKT"}
    yield from (("B1_2", code, own[indicator]) for code, indicator in names.items())


def _b2(f: pd.DataFrame, own: Rate, settings: Definities) -> Iterator[Found]:
    yield "B2", "vlak", replace(own, teller=f.V4.isin(PLEK))
    if settings.b2_onbekend_in_noemer:
        yield "B2", "onbekend_buiten", _without(own, f.V4 == "ONBEKEND")
    else:
        placed = f.U.isin(PLEK) & ~f.U.isin(WEG)
        yield "B2", "onbekend_mee", replace(own, noemer=own.noemer | (placed & (f.V4 == "ONBEKEND")))


def _b3(
    people: Sequence[Leaver], f: pd.DataFrame, own: dict[str, Rate], settings: Definities
) -> Iterator[Found]:
    same = f.U_baas.notna() & (f.U_baas == f.V2_baas) & (f.U_baas == f.V4_baas)
    ruim = own["B3_RUIM"]
    yield "B3_RUIM", "zelfde_werkgever", replace(ruim, teller=ruim.teller & same)
    jobs = {"zonder_contract": {"contract_maanden": -1}, "zonder_uren": {"uren_minimum": -1}}
    jobs |= {"contract_12_maanden": {"contract_maanden": 12}} if settings.contract_maanden < 12 else {}
    jobs |= {"uren_20": {"uren_minimum": 20}} if settings.uren_minimum < 20 else {}
    for code, asked in jobs.items():
        other = frame(people, settings.model_copy(update=asked))
        good = other.U_goed.astype(bool) & other.V2_goed.astype(bool) & other.V4_goed.astype(bool)
        yield "B3_STRIKT", code, replace(ruim, teller=ruim.teller & same & good)
