"""Made-up leavers and the indicator table that follows from them, before release. Uses nothing of the
pipeline.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd

KLASSE = {
    "ARB_REG": "WERK", "ARB_GAR": "WERK", "ARB_BES": "WERK", "ARB_BBL": "WERK",
    "MBO_BOL": "LEREN", "VMBO": "LEREN", "PRO": "LEREN", "VSO": "LEREN",
    "DAG_ARB": "DAGBESTEDING", "DAG_ACT": "DAGBESTEDING", "TRAJECT": "DAGBESTEDING",
    "GEEN": "GEEN", "BUITENLAND": "GEEN", "OVERLEDEN": "GEEN", "ONBEKEND": "ONBEKEND",
}  # fmt: skip
CODES = list(KLASSE)
KLASSEN = list(dict.fromkeys(KLASSE.values()))
WERK = [code for code in CODES if KLASSE[code] == "WERK"]
PLEK = [code for code in CODES if KLASSE[code] in ("WERK", "LEREN", "DAGBESTEDING")]
WEG = ["PRO", "VSO", "BUITENLAND", "OVERLEDEN"]
SHARES = {
    "PRO": [0.22, 0.08, 0.02, 0.10, 0.38, 0.02, 0.03, 0.02, 0.02, 0.01, 0.02, 0.03, 0.005, 0.002, 0.05],
    "VSO": [0.12, 0.08, 0.04, 0.04, 0.30, 0.03, 0.01, 0.02, 0.12, 0.10, 0.03, 0.04, 0.005, 0.003, 0.06],
}  # fmt: skip
NIVEAUS = ("regio", "schooltype", "bestuur", "school")
NUMBERS = ["n", "k", "pct", "laag", "hoog", "onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
WITH_QUARANTINE = ["onbekend", "n_met_onbekend", "k_beste", "n_beste", "n_slechtste"]
"""Counts that a row in quarantine is in: a leaver of whom nothing is known, neither in n nor in k."""


def eenheden(cohorten: Sequence[int], schools: int = 16, boards: int = 6) -> pd.DataFrame:
    """Schools over boards, a third of them vso."""
    rows = [
        (cohort, f"99A{chr(65 + i)}00", f"School {i}", f"Bestuur {i % boards}", "PRO" if i % 3 else "VSO")
        for cohort in cohorten
        for i in range(schools)
    ]
    return pd.DataFrame(rows, columns=["cohort", "school", "naam", "bestuur", "schooltype"])


def leavers(units: pd.DataFrame, seed: int = 1, mean: float = 47) -> pd.DataFrame:
    """One row per leaver: destination and reason, perspective, profile, and where they were at V1-V4 (or no
    row).
    """
    rng = np.random.default_rng(seed)
    parts = []
    for unit in units.itertuples(index=False):
        size = int(rng.poisson(mean * rng.uniform(0.5, 1.5)))
        shares = np.array(SHARES[unit.schooltype]) / sum(SHARES[unit.schooltype])
        part = pd.DataFrame({"code": rng.choice(CODES, size, p=shares)})
        part["cohort"], part["school"] = unit.cohort, unit.school
        part["bestuur"], part["schooltype"] = unit.bestuur, unit.schooltype
        part["reden"] = rng.choice(["GEDRAG", "ZORG", ""], size, p=[0.6, 0.2, 0.2])
        for field, share in (("perspectief", 0.55), ("profiel", 0.5), ("uitkering", 0.15), ("passend", 0.8)):
            part[field] = rng.choice([1.0, 0.0, np.nan], size, p=[share * 0.97, 0.97 - share * 0.97, 0.03])
        for moment in ("V1", "V2", "V3", "V4"):
            stays = rng.random(size) < 0.85
            part[moment] = np.where(stays, part["code"], rng.choice(CODES, size, p=shares))
            part.loc[rng.random(size) < 0.08, moment] = "ONBEKEND"
            part.loc[rng.random(size) < 0.05, moment] = None
        parts.append(part)
    people = pd.concat(parts, ignore_index=True)
    return people.assign(begin=_begin(people, np.random.default_rng(seed + 1)))


def _begin(people: pd.DataFrame, rng: np.random.Generator) -> "pd.Series[float]":
    """The quarter in which first work began, no later than work at leaving; of one in eight nobody knows."""
    size = len(people)
    late = people["code"].isin(WERK).map({True: 1.0, False: 9.0}).to_numpy()
    quarters = np.minimum(rng.choice([0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9], size), late)
    return pd.Series(np.where(rng.random(size) < 0.125, np.nan, quarters), index=people.index)


def cijfers(people: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """The table `cijfers` before release: all indicators, levels and cohorts."""
    table = pd.concat([_rows(people, units, d) for d in definitions(people)], ignore_index=True)
    return finish(table.merge(_quarantine(units), how="left"))


def _quarantine(units: pd.DataFrame) -> pd.DataFrame:
    """Per unit the rows that may be a leaver of it: up to two of a school, and some that may be of any."""
    of_any = len(units) % 3
    own = units.assign(regio="regio", quarantaine=np.arange(len(units)) * 5 % 3)
    frames = []
    for niveau in NIVEAUS:
        sums = own.groupby(["cohort", own[niveau].rename("eenheid")])["quarantaine"].sum() + of_any
        frames.append(sums.reset_index().assign(niveau=niveau))
    return pd.concat(frames)


@dataclass(frozen=True)
class Definition:
    """For every leaver the outcome (1, 0, or NaN outside the denominator), whether it is known, and at
    best.
    """

    indicator: str
    outcome: "pd.Series[float]"
    unknown: "pd.Series[bool]"
    best: "pd.Series[float] | None" = None
    klasse: str = ""
    soort: str = ""


def definitions(p: pd.DataFrame) -> Iterator[Definition]:
    """All indicators, in the spirit of domain.md §7."""
    every, klasse = pd.Series(True, index=p.index), p["code"].map(KLASSE)
    unknown, nobody = p["code"] == "ONBEKEND", pd.Series(False, index=p.index)
    work, away = p["code"].isin(WERK), p["code"].isin(WEG)
    for name in KLASSEN:
        yield Definition("D", _outcome(every, klasse == name), unknown, klasse=name, soort="klasse")
    for code in CODES:
        yield Definition("D", _outcome(every, p["code"] == code), unknown, klasse=code, soort="code")
    no_reason = (p["code"] == "GEEN") & (p["reden"] == "")
    out = away | ((p["code"] == "GEEN") & (p["reden"] == "ZORG"))
    p1 = _outcome(~out, p["code"].isin(PLEK))
    yield Definition("P1", p1, unknown | no_reason, p1.mask(unknown, 1.0).mask(no_reason))
    p2 = _outcome((p["perspectief"] == 1) & ~away, work)
    maybe = p["perspectief"].isna() & ~away
    yield Definition("P2", p2, ((p["perspectief"] == 1) & unknown) | maybe, p2.mask(
        maybe & work, 1.0).mask((p2.notna() | maybe) & unknown, 1.0))  # fmt: skip
    p3 = _outcome(p["profiel"] == 1, work)
    yield Definition("P3", p3, ((p["profiel"] == 1) & unknown) | p["profiel"].isna())
    yield Definition("K1", _outcome(every, work | (p["code"] == "MBO_BOL")), unknown)
    yield Definition("UIT", _outcome(p["uitkering"].notna(), p["uitkering"] == 1), p["uitkering"].isna())
    yield Definition("I", _outcome(every, ~unknown), nobody)
    placed = p["code"].isin(PLEK) & ~away
    for name, moment in (("B1_1", "V2"), ("B1_2", "V4")):
        measured, gone = p[moment].notna(), p[moment] == "ONBEKEND"
        yield Definition(name, _outcome(placed & measured, p[moment].isin(PLEK)), placed & (gone | ~measured))
    for name, field in (("Q", "passend"), ("G", "perspectief")):
        yield Definition(name, _outcome(work & p[field].notna(), p[field] == 1), work & p[field].isna())
    lasting, both = (p2 == 1), p["V2"].notna() & p["V4"].notna()
    still = p["V2"].isin(WERK) & p["V4"].isin(WERK)
    gone = (p["V2"] == "ONBEKEND") | (p["V4"] == "ONBEKEND")
    yield Definition("B3_RUIM", _outcome(lasting & both, still), lasting & (gone | ~both))
    yield Definition(
        "B3_STRIKT", _outcome(lasting & both, still & (p["passend"] == 1)), lasting & (gone | ~both)
    )
    yield Definition("R_U", _outcome(every, ~unknown), nobody)
    for moment in ("V1", "V2", "V3", "V4"):
        reached = (p["code"] == "OVERLEDEN") | (p[moment].notna() & (p[moment] != "ONBEKEND"))
        yield Definition(f"R_{moment}", _outcome(every, reached), nobody)
    yield from _flows(p, "code", "V2")
    yield from _flows(p, "V2", "V4")
    yield from _first_work(p, (p["perspectief"] == 1) & ~away & ~unknown)


def _flows(p: pd.DataFrame, van: str, naar: str) -> Iterator[Definition]:
    """Of whom was seen at both moments: from work, from none and from nothing, to work or to nothing."""
    gone = ["ONBEKEND", "OVERLEDEN", "BUITENLAND"]
    was = p[van].notna() & ~p[van].isin(gone)
    seen = p[naar].notna() & ~p[naar].isin(gone)
    works, now = was & p[van].isin(WERK), p[naar]
    for letter, who in (("W", works), ("N", was & ~works), ("G", p[van] == "GEEN")):
        yield Definition(f"{letter}W_{naar}", _outcome(who & seen, now.isin(WERK)), who & ~seen)
        if letter != "G":
            yield Definition(f"{letter}Z_{naar}", _outcome(who & seen, now == "GEEN"), who & ~seen)


def _first_work(p: pd.DataFrame, group: "pd.Series[bool]") -> Iterator[Definition]:
    """Of who has perspectief arbeid: who ever worked, whose begin is known, and who began in so many
    quarters; the bounds are of who worked since nobody knows when."""
    seen = p["V4"].notna() & ~p["V4"].isin(["ONBEKEND", "OVERLEDEN", "BUITENLAND"])
    ever = pd.DataFrame({m: p[m].isin(WERK) for m in ("code", "V1", "V2", "V3", "V4")}).any(axis=1)
    known = ever & p["begin"].notna()
    nobody = pd.Series(False, index=p.index)
    yield Definition("T_WERK", _outcome(group & seen, ever), nobody)
    yield Definition("T_BEKEND", _outcome(group & seen, known), nobody)
    for quarters in (1, 2, 4, 6):
        within = _outcome(group & seen, known & (p["begin"] <= quarters))
        yield Definition(f"T_{quarters}", within, group & seen & ever & ~known)


def _outcome(noemer: "pd.Series[bool]", teller: "pd.Series[bool]") -> "pd.Series[float]":
    return teller.astype(float).where(noemer)


def _rows(p: pd.DataFrame, units: pd.DataFrame, d: Definition) -> pd.DataFrame:
    best = d.outcome.mask(d.unknown, 1.0) if d.best is None else d.best
    worst = d.outcome.mask(d.unknown, 0.0)
    counts = pd.DataFrame({"onbekend": d.unknown.astype(int)})
    counts["n_met_onbekend"] = (d.outcome.notna() | d.unknown).astype(int)
    for name, outcome in (("", d.outcome), ("_beste", best), ("_slechtste", worst)):
        counts[f"n{name}"], counts[f"k{name}"] = outcome.notna().astype(int), (outcome == 1).astype(int)
    frames = []
    for niveau in NIVEAUS[:2] if d.soort == "code" else NIVEAUS:
        eenheid = pd.Series("regio", index=p.index) if niveau == "regio" else p[niveau]
        sums = counts.groupby([p["cohort"], eenheid.rename("eenheid")]).sum()
        names = units.assign(regio="regio")[["cohort", niveau]].drop_duplicates()
        every = pd.MultiIndex.from_frame(names.rename(columns={niveau: "eenheid"}))
        frames.append(sums.reindex(every, fill_value=0).reset_index().assign(niveau=niveau))
    return pd.concat(frames).assign(indicator=d.indicator, klasse=d.klasse, soort_klasse=d.soort)


def finish(table: pd.DataFrame) -> pd.DataFrame:
    """Add percentage, interval, share, bounds and status to counts of leavers; those for the bounds are
    optional, and so is `quarantaine`.
    """
    table = table.reset_index(drop=True)
    n, k = table["n"], table["k"]
    if "k_beste" not in table:
        table["k_beste"], table["n_beste"] = (k + table["onbekend"]).clip(upper=n), n
        table["n_met_onbekend"] = n + (k + table["onbekend"] - n).clip(lower=0)
        table["k_slechtste"], table["n_slechtste"] = k, n
    if "quarantaine" not in table:
        table["quarantaine"] = 0
    for name in WITH_QUARANTINE:
        table[name] += table["quarantaine"]
    table["pct"] = 100 * k / n.where(n > 0)
    intervals = [wilson(int(a), int(b)) for a, b in zip(k, n, strict=True)]
    table["laag"], table["hoog"] = [low for low, _ in intervals], [high for _, high in intervals]
    table["aandeel_onbekend"] = 100 * table["onbekend"] / table["n_met_onbekend"].where(n > 0)
    table["ondergrens"] = 100 * table["k_slechtste"] / table["n_slechtste"].where(n > 0)
    table["bovengrens"] = 100 * table["k_beste"] / table["n_beste"].where(n > 0)
    table["status"] = np.where(n > 0, "gemeten", "geen waarde")
    table["definitie_versie"] = "1"
    table[["n", "k", "onbekend"]] = table[["n", "k", "onbekend"]].astype("Int64")
    table.loc[table["status"] != "gemeten", NUMBERS] = None
    return table


def wilson(k: int, n: int, z: float = 1.959963984540054) -> tuple[float | None, float | None]:
    """95% interval in percent."""
    if n == 0:
        return None, None
    p, centre = k / n, k / n + z * z / (2 * n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 100 / (1 + z * z / n)
    return max(0.0, scale * (centre - half)), min(100.0, scale * (centre + half))
