"""The indicators a second time, in pandas over made-up leavers, written from domain.md §6 and §7 alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.workspace.settings import Definities
from tests.support.leavers import MAANDEN, MOMENTEN, WERK, Leaver, Situatie

SCHOOL = ("MBO_BOL", "VMBO", "PRO", "VSO")
DAG = ("DAG_ARB", "DAG_ACT", "TRAJECT")
PLEK = (*WERK, *SCHOOL, *DAG)
WEG = ("PRO", "VSO", "BUITENLAND", "OVERLEDEN")
RANG = {**dict.fromkeys(DAG, 1), **dict.fromkeys(WERK, 2), **dict.fromkeys(SCHOOL, 3)}
CONVENANT = ("0599",)
KLASSEN = {
    "WERK": WERK,
    "LEREN": SCHOOL,
    "DAGBESTEDING": DAG,
    "GEEN": ("GEEN", "BUITENLAND", "OVERLEDEN"),
    "ONBEKEND": ("ONBEKEND",),
}

Mask = pd.Series


@dataclass(frozen=True)
class Rate:
    """Who is in the denominator, and of those who is in the numerator."""

    indicator: str
    klasse: str
    noemer: Mask
    teller: Mask


def second_opinion(people: Sequence[Leaver], settings: Definities) -> pd.DataFrame:
    """n and k by indicator, klasse (no codes) and unit (regio, schooltype, school), where n is not 0."""
    f = frame(people, settings)
    rows = [
        {"indicator": r.indicator, "klasse": r.klasse, "eenheid": unit, "n": int(n), "k": int(k)}
        for r in (*_about_fate(f, settings), *_reached(f))
        for unit, members in _units(f)
        for n, k in [((r.noemer & members).sum(), (r.noemer & r.teller & members).sum())]
        if n
    ]
    return pd.DataFrame(rows, columns=["indicator", "klasse", "eenheid", "n", "k"])


def rates_about_fate(people: Sequence[Leaver], settings: Definities) -> list[Rate]:
    """Who is in and who is counted, in the order of the leavers; not of what counts the known: I, R and
    T_BEKEND."""
    return [r for r in _about_fate(frame(people, settings), settings) if r.indicator not in ("I", "T_BEKEND")]


def _about_fate(f: pd.DataFrame, settings: Definities) -> Iterator[Rate]:
    yield from _destinations(f)
    yield from _placed(f, settings)
    yield from _lasting(f, settings)
    yield from _first_work(f, settings)


def frame(people: Sequence[Leaver], settings: Definities) -> pd.DataFrame:
    """A row per leaver: where she is at each moment, with her employer and whether the job is good enough."""
    names = (
        "school",
        "schooltype",
        "perspectief",
        "profiel",
        "uitkering",
        "passend",
        "werkgemeente",
        "in_vsv",
        "vertrek_bekend",
        "begin",
    )
    rows = []
    for who in people:
        row = {name: getattr(who, name) for name in names}
        for moment in ("U", *MOMENTEN):
            found = getattr(who, moment.lower() if moment == "U" else moment)
            row |= _columns(moment, found, settings)
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def _columns(moment: str, found: Situatie | None, settings: Definities) -> dict[str, object]:
    works = found is not None and found.code in WERK
    return {
        moment: found.code if found else None,
        f"{moment}_reden": found.reden if found and found.code == "GEEN" else None,
        f"{moment}_baas": found.werkgever if found and works else None,
        f"{moment}_goed": bool(found and works and _enough(found, settings)),
    }


def _enough(found: Situatie, settings: Definities) -> bool:
    """A long enough contract (permanent, or six months against the setting) and enough hours, both known.

    A minimum below zero asks for nothing, not even that it is known.
    """
    months = {"vast": 999, "lang": 6, "kort": 5}.get(found.contract or "", -1)
    hours = -1 if found.uren is None else found.uren
    return months >= settings.contract_maanden and hours >= settings.uren_minimum


def _units(f: pd.DataFrame) -> Iterator[tuple[str, Mask]]:
    yield "regio", pd.Series(True, index=f.index)
    for column in ("schooltype", "school"):
        for unit in f[column].unique():
            yield unit, f[column] == unit


def _destinations(f: pd.DataFrame) -> Iterator[Rate]:
    everybody = pd.Series(True, index=f.index)
    for klasse, codes in KLASSEN.items():
        yield Rate("D", klasse, everybody, f.U.isin(codes))
    yield Rate("K1", "", everybody, f.U.isin((*WERK, "MBO_BOL")))
    yield Rate("I", "", everybody, f.U != "ONBEKEND")
    yield Rate("UIT", "", f.uitkering.notna(), f.uitkering == "J")
    yield Rate("S", "", f.in_vsv.notna(), f.in_vsv == True)  # noqa: E712


def _p2(f: pd.DataFrame, settings: Definities) -> Rate:
    work = [code for code in WERK if code != "ARB_BES" or settings.beschut_is_werk]
    return Rate("P2", "", (f.perspectief == "J") & ~f.U.isin(WEG), f.U.isin(work))


def _p1(f: pd.DataFrame) -> Rate:
    excused = (f.U == "GEEN") & f.U_reden.isin(("MEDISCH", "ZORG", "ANDERS"))
    return Rate("P1", "", ~f.U.isin(WEG) & ~excused, f.U.isin(PLEK))


def _placed(f: pd.DataFrame, settings: Definities) -> Iterator[Rate]:
    works = f.U.isin(WERK)
    yield _p1(f)
    yield _p2(f, settings)
    yield Rate("P3", "", f.profiel == "ARBEID", works)
    yield Rate("Q", "", works & f.passend.notna(), f.passend == "J")
    yield Rate("G", "", works & f.werkgemeente.notna(), f.werkgemeente.isin(CONVENANT))


def _lasting(f: pd.DataFrame, settings: Definities) -> Iterator[Rate]:
    placed = f.U.isin(PLEK) & ~f.U.isin(WEG)
    yield Rate("B1_1", "", placed & f.V2.notna(), f.V2.isin(PLEK))
    yield Rate("B1_2", "", placed & f.V4.notna(), f.V4.isin(PLEK))
    yield _b2(f, placed, settings)
    p2 = _p2(f, settings)
    start = p2.noemer & p2.teller & f.V2.notna() & f.V4.notna()
    still = f.V2.isin(WERK) & f.V4.isin(WERK)
    same = f.U_baas.notna() & (f.U_baas == f.V2_baas) & (f.U_baas == f.V4_baas)
    good = f.U_goed.astype(bool) & f.V2_goed.astype(bool) & f.V4_goed.astype(bool)
    yield Rate("B3_RUIM", "", start, still)
    yield Rate("B3_STRIKT", "", start, still & same & good)
    yield Rate("B4", "", f.U.isin(WERK) & f.V4.notna(), f.V4.isin(WERK))
    yield from _still_at_work(f)
    yield from _flows(f, "U", "V2")
    yield from _flows(f, "V2", "V4")


def _flows(f: pd.DataFrame, van: str, naar: str) -> Iterator[Rate]:
    """Of whom it is known where she was and where she is, and who is alive and in the country at both."""
    gone = ("ONBEKEND", "OVERLEDEN", "BUITENLAND")
    seen = f[naar].notna() & ~f[naar].isin(gone)
    none = f[van].notna() & ~f[van].isin((*WERK, *gone))
    yield Rate(f"WW_{naar}", "", f[van].isin(WERK) & seen, f[naar].isin(WERK))
    yield Rate(f"WZ_{naar}", "", f[van].isin(WERK) & seen, f[naar] == "GEEN")
    yield Rate(f"NW_{naar}", "", none & seen, f[naar].isin(WERK))
    yield Rate(f"NZ_{naar}", "", none & seen, f[naar] == "GEEN")
    yield Rate(f"GW_{naar}", "", (f[van] == "GEEN") & seen, f[naar].isin(WERK))


def _still_at_work(f: pd.DataFrame) -> Iterator[Rate]:
    """From moment to moment, of who is left: reached, alive and in the country."""
    left = f.U.isin(WERK)
    for moment in MOMENTEN:
        seen = f[moment].notna() & ~f[moment].isin(("ONBEKEND", "OVERLEDEN", "BUITENLAND"))
        yield Rate(f"BW_{moment}", "", left & seen, f[moment].isin(WERK))
        left = left & f[moment].isin(WERK)


def _first_work(f: pd.DataFrame, settings: Definities) -> Iterator[Rate]:
    """Of P2's leavers of a known destination; the begin counts if it is no later than work that was seen."""
    group = _p2(f, settings).noemer & (f.U != "ONBEKEND")
    begin = f.begin.astype(float)
    since = pd.concat(
        [f[moment.upper()].isin(WERK).map({True: after, False: 999.0}) for moment, after in MAANDEN.items()],
        axis=1,
    ).min(axis=1)
    usable = begin <= since
    worked = (since < 999) | usable
    known = usable & f.vertrek_bekend.astype(bool)
    followed = group & f.V4.notna() & ~f.V4.isin(("ONBEKEND", "OVERLEDEN", "BUITENLAND"))
    yield Rate("T_WERK", "", followed, worked)
    yield Rate("T_BEKEND", "", followed, known)
    for quarters in (1, 2, 4, 6):
        yield Rate(f"T_{quarters}", "", followed, known & (begin < 3 * quarters))


def _b2(f: pd.DataFrame, placed: Mask, settings: Definities) -> Rate:
    counted = placed & f.V4.notna() & (f.V4 != "OVERLEDEN")
    if not settings.b2_onbekend_in_noemer:
        counted &= f.V4 != "ONBEKEND"
    rank_then, rank_now = f.U.map(RANG).astype(float), f.V4.map(RANG).astype(float)
    return Rate("B2", "", counted, (rank_now >= rank_then) | ((f.U == "MBO_BOL") & f.V4.isin(WERK)))


def _reached(f: pd.DataFrame) -> Iterator[Rate]:
    everybody, died = f.U.notna(), f.U == "OVERLEDEN"
    yield Rate("R_U", "", everybody, f.U != "ONBEKEND")
    for moment in MOMENTEN:
        if f[moment].notna().any():
            reached = f[moment].notna() & (f[moment] != "ONBEKEND")
            yield Rate(f"R_{moment}", "", everybody, died | reached)
