"""The indicators a second time, in pandas, from the known truth, without the pipeline's own SQL and code.

Written from domain.md §6 and §7 alone. A change in the pipeline's definitions must fail here until it is made
here too, by hand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.synthetic.truth import Truth
from tests.support.population import KLASSE, KLASSEN

BUITEN_NOEMER = ("PRO", "VSO", "BUITENLAND", "OVERLEDEN")
BUITEN_NOEMER_REDEN = ("MEDISCH", "ZORG", "ANDERS")
NIVEAUS = {"regio": None, "schooltype": "schooltype", "bestuur": "bestuur", "school": "brin"}
PEILDAG = {"U": (0, 11), "V1": (1, 4), "V2": (1, 11), "V3": (2, 4), "V4": (2, 11)}
"""Calendar years after the cohort's last one, and the month; the day is always the first."""


@dataclass(frozen=True)
class Parameters:
    """The definition parameters of the settings."""

    beschut_is_werk: bool = True
    uren_minimum: float = 12
    contract_maanden: int = 6


@dataclass(frozen=True)
class Telling:
    """Who is in the denominator and who in the numerator, as masks over the leavers of a cohort."""

    noemer: pd.Series
    teller: pd.Series
    momenten: tuple[str, ...]


def truth_cijfers(
    truth: Truth, stand: date, cohorts: Iterable[int] | None = None, parameters: Parameters = Parameters()
) -> pd.DataFrame:
    """Counts of all indicators: a row per indicator, class, cohort and unit.

    Columns: indicator, klasse, soort_klasse, cohort, niveau, eenheid (regio, type, board, BRIN), n, k,
    status. n and k only with "gemeten"; "geen waarde" is n = 0; later than `stand` is "nog niet te meten".
    """
    chosen = sorted(truth.uitstroom["cohort"].unique()) if cohorts is None else cohorts
    frames = [_cohort(truth, int(cohort), stand, parameters) for cohort in chosen]
    return pd.concat(frames, ignore_index=True)


def truth_bounds(truth: Truth) -> pd.DataFrame:
    """What is unknown of all leavers of a cohort, for D's classes and K1 over the region, and the bounds.

    Unknown is a destination, or a whole row in quarantine: a leaver who may be there and is not seen.
    Columns: indicator, klasse, cohort, quarantaine, onbekend, aandeel_onbekend, ondergrens, bovengrens.
    """
    lost = truth.uitstroom_rijen[truth.uitstroom_rijen["lot"] == "quarantaine"].groupby("cohort").size()
    found = []
    for cohort, leavers in truth.uitstroom.groupby("cohort"):
        code, rows = leavers["bestemming"], int(lost.get(cohort, 0))
        unknown = int((code == "ONBEKEND").sum())
        counted = {("D", klasse): code.map(KLASSE) == klasse for klasse in KLASSEN if klasse != "ONBEKEND"}
        counted["K1", ""] = _werkt(code) | (code == "MBO_BOL")
        for (indicator, klasse), mask in counted.items():
            k, at_most = int(mask.sum()), len(leavers) + rows
            found.append(
                {
                    "indicator": indicator, "klasse": klasse, "cohort": int(cohort), "quarantaine": rows,
                    "onbekend": unknown + rows, "aandeel_onbekend": 100 * (unknown + rows) / at_most,
                    "ondergrens": 100 * k / at_most, "bovengrens": 100 * (k + unknown + rows) / at_most,
                }
            )  # fmt: skip
    return pd.DataFrame(found)


def _cohort(truth: Truth, cohort: int, stand: date, parameters: Parameters) -> pd.DataFrame:
    leavers = _met_metingen(truth, cohort, stand, parameters.contract_maanden)
    geleverd = _geleverd(truth, cohort)
    rows = [
        {"indicator": indicator, "klasse": klasse, "soort_klasse": soort, "cohort": cohort, **unit}
        for (indicator, klasse, soort), telling in _tellingen(leavers, parameters, cohort).items()
        for unit in _eenheden(leavers, telling, _status(telling, cohort, stand, geleverd))
    ]
    return pd.DataFrame(rows).astype({"n": "Int64", "k": "Int64"})


def _met_metingen(truth: Truth, cohort: int, stand: date, maanden: int) -> pd.DataFrame:
    """The leavers of a cohort with what was measured at each moment up to the stand: V2_rij and so on."""
    leavers = truth.uitstroom[truth.uitstroom["cohort"] == cohort].set_index("sleutel")
    metingen = truth.metingen[(truth.metingen["cohort"] == cohort) & truth.metingen["koppelbaar"]]
    for moment in ("V1", "V2", "V3", "V4"):
        wanted = (
            metingen["meetmoment"] == moment if _peildag(moment, cohort) <= stand else metingen["rij"] < 0
        )
        measured = metingen[wanted].set_index("sleutel")
        assert measured.index.is_unique
        for field in ("bereikt", "bestemming", "werkgever", "uren", "begindatum_eerste_werk"):
            leavers[f"{moment}_{field}"] = measured[field].reindex(leavers.index)
        leavers[f"{moment}_lang"] = _lang(measured, maanden).reindex(leavers.index, fill_value=False)
        leavers[f"{moment}_rij"] = leavers.index.isin(measured.index)
    leavers["U_lang"] = _lang(leavers, maanden)
    at_u = metingen[metingen["meetmoment"] == "U"].set_index("sleutel")
    leavers["U_begindatum_eerste_werk"] = at_u["begindatum_eerste_werk"].reindex(leavers.index)
    return leavers


def _lang(rows: pd.DataFrame, months: int) -> pd.Series:
    """Whether a contract lasts at least so many months; a fixed one does, one of unknown length does not."""
    until = rows["contract_einde"] + pd.Timedelta(days=1)
    return (rows["contract_soort"] == "VAST") | (
        until >= rows["contract_begin"] + pd.DateOffset(months=months)
    )


def _tellingen(
    leavers: pd.DataFrame, parameters: Parameters, cohort: int
) -> dict[tuple[str, str, str], Telling]:
    """All indicators of domain.md §7 that the truth can count, by indicator, class and kind of class."""
    all_ = pd.Series(True, index=leavers.index)
    code = leavers["bestemming"]
    found = {("D", k, "klasse"): Telling(all_, code.map(KLASSE) == k, ("U",)) for k in KLASSEN}
    found |= {("D", c, "code"): Telling(all_, code == c, ("U",)) for c in KLASSE}
    single = {
        **_plaatsing(leavers, parameters),
        **_bestendigheid(leavers, parameters),
        **_eerste_werk(leavers, cohort),
        **_bereik(leavers),
    }
    return found | {(indicator, "", ""): telling for indicator, telling in single.items()}


def _plaatsing(leavers: pd.DataFrame, parameters: Parameters) -> dict[str, Telling]:
    code, all_ = leavers["bestemming"], pd.Series(True, index=leavers.index)
    werk = _werkt(code)
    return {
        "P1": Telling(_p1_noemer(leavers), _geplaatst(leavers), ("U",)),
        "P2": Telling(_p2_noemer(leavers), _werk_convenant(code, parameters), ("U",)),
        "P3": Telling(leavers["uitstroomprofiel"] == "ARBEID", werk, ("U",)),
        "K1": Telling(all_, werk | (code == "MBO_BOL"), ("U",)),
        "UIT": Telling(leavers["uitkering"].notna(), leavers["uitkering"] == "J", ("U",)),
        "Q": Telling(werk & leavers["passend"].notna(), leavers["passend"] == "J", ("U",)),
    }


def _p1_noemer(leavers: pd.DataFrame) -> pd.Series:
    code, reden = leavers["bestemming"], leavers["reden"]
    return ~code.isin(BUITEN_NOEMER) & ~((code == "GEEN") & reden.isin(BUITEN_NOEMER_REDEN))


def _geplaatst(leavers: pd.DataFrame) -> pd.Series:
    return ~leavers["bestemming"].isin((*BUITEN_NOEMER, "GEEN", "ONBEKEND"))


def _p2_noemer(leavers: pd.DataFrame) -> pd.Series:
    return (leavers["perspectief_arbeid"] == "J") & ~leavers["bestemming"].isin(BUITEN_NOEMER)


def _werkt(code: pd.Series) -> pd.Series:
    return code.map(KLASSE) == "WERK"


def _werk_convenant(code: pd.Series, parameters: Parameters) -> pd.Series:
    return _werkt(code) & (parameters.beschut_is_werk | (code != "ARB_BES"))


def _bestendigheid(leavers: pd.DataFrame, parameters: Parameters) -> dict[str, Telling]:
    met_plek = {m: leavers[f"{m}_bestemming"].map(KLASSE).isin(KLASSEN[:3]) for m in ("V2", "V4")}
    werkt = {m: _werkt(leavers[f"{m}_bestemming"]) for m in ("V2", "V4")}
    p2_geplaatst = _p2_noemer(leavers) & _werk_convenant(leavers["bestemming"], parameters)
    b3_noemer = p2_geplaatst & leavers["V2_rij"] & leavers["V4_rij"]
    blijft_werken = werkt["V2"] & werkt["V4"]
    strikt = blijft_werken & _zelfde_werkgever(leavers) & _groot_genoeg(leavers, parameters)
    return {
        "B1_1": Telling(_geplaatst(leavers) & leavers["V2_rij"], met_plek["V2"], ("U", "V2")),
        "B1_2": Telling(_geplaatst(leavers) & leavers["V4_rij"], met_plek["V4"], ("U", "V4")),
        "B3_RUIM": Telling(b3_noemer, blijft_werken, ("U", "V2", "V4")),
        "B3_STRIKT": Telling(b3_noemer, strikt, ("U", "V2", "V4")),
        "B4": Telling(_werkt(leavers["bestemming"]) & leavers["V4_rij"], werkt["V4"], ("U", "V4")),
        **_blijft_in_werk(leavers),
        **_stromen(leavers),
    }


def _eerste_werk(leavers: pd.DataFrame, cohort: int) -> dict[str, Telling]:
    """The begin that was told last, unless she worked before it; of P2's leavers of a known destination."""
    begin, since = (pd.Series(pd.NaT, index=leavers.index, dtype="datetime64[ns]") for _ in range(2))
    for moment in ("V4", "V3", "V2", "V1", "U"):
        code = leavers["bestemming"] if moment == "U" else leavers[f"{moment}_bestemming"]
        since = since.mask(_werkt(code), pd.Timestamp(_peildag(moment, cohort)))
        begin = begin.fillna(leavers[f"{moment}_begindatum_eerste_werk"])
    begin = begin.mask(begin > since)
    worked, known = since.notna() | begin.notna(), begin.notna() & leavers["datum_uitstroom"].notna()
    group = _p2_noemer(leavers) & (leavers["bestemming"] != "ONBEKEND")
    at_end = leavers["V4_bestemming"]
    seen = leavers["V4_rij"] & at_end.notna() & ~at_end.isin(("ONBEKEND", "OVERLEDEN", "BUITENLAND"))
    followed = group & seen
    found = {
        "T_WERK": Telling(followed, worked, ("U", "V4")),
        "T_BEKEND": Telling(followed, known, ("U", "V4")),
    }
    for quarters in (1, 2, 4, 6):
        within = pd.Series(
            [_within(*days, 3 * quarters) for days in zip(leavers["datum_uitstroom"], begin, strict=True)],
            index=leavers.index,
        )
        found[f"T_{quarters}"] = Telling(followed, within, ("U", "V4"))
    return found


def _within(left: pd.Timestamp, begin: pd.Timestamp, months: int) -> bool:
    """Whether a day comes before so many months have passed; the 31st of a shorter month never comes."""
    if pd.isna(left) or pd.isna(begin):
        return False
    year, month = divmod(left.month - 1 + months, 12)
    return (begin.year, begin.month, begin.day) < (left.year + year, month + 1, left.day)


def _stromen(leavers: pd.DataFrame) -> dict[str, Telling]:
    """From leaving to V2 and from V2 to V4: who had work, none, or nothing at all, and who has it then."""
    found = {}
    everybody = pd.Series(True, index=leavers.index)
    for van, naar in (("U", "V2"), ("V2", "V4")):
        was = leavers["bestemming"] if van == "U" else leavers[f"{van}_bestemming"]
        there = everybody if van == "U" else leavers[f"{van}_rij"]
        code = leavers[f"{naar}_bestemming"]
        bekend = there & was.notna() & ~was.isin(("ONBEKEND", "OVERLEDEN", "BUITENLAND"))
        gezien = leavers[f"{naar}_rij"] & code.notna() & ~code.isin(("ONBEKEND", "OVERLEDEN", "BUITENLAND"))
        werk = bekend & gezien & _werkt(was)
        found[f"WW_{naar}"] = Telling(werk, _werkt(code), (van, naar))
        found[f"WZ_{naar}"] = Telling(werk, code == "GEEN", (van, naar))
        geen_werk = bekend & gezien & ~_werkt(was)
        found[f"NW_{naar}"] = Telling(geen_werk, _werkt(code), (van, naar))
        found[f"NZ_{naar}"] = Telling(geen_werk, code == "GEEN", (van, naar))
        found[f"GW_{naar}"] = Telling(bekend & gezien & (was == "GEEN"), _werkt(code), (van, naar))
    return found


def _blijft_in_werk(leavers: pd.DataFrame) -> dict[str, Telling]:
    """From moment to moment, of who had work all along and was reached, alive and in the country."""
    found, over, momenten = {}, _werkt(leavers["bestemming"]), ("U",)
    for m in ("V1", "V2", "V3", "V4"):
        code, momenten = leavers[f"{m}_bestemming"], (*momenten, m)
        gezien = leavers[f"{m}_rij"] & code.notna() & ~code.isin(("ONBEKEND", "OVERLEDEN", "BUITENLAND"))
        found[f"BW_{m}"] = Telling(over & gezien, _werkt(code), momenten)
        over = over & _werkt(code)
    return found


def _zelfde_werkgever(leavers: pd.DataFrame) -> pd.Series:
    """The same known employer at U, V2 and V4."""
    at_u = leavers["werkgever"]
    return at_u.notna() & (leavers["V2_werkgever"] == at_u) & (leavers["V4_werkgever"] == at_u)


def _groot_genoeg(leavers: pd.DataFrame, parameters: Parameters) -> pd.Series:
    """A long enough contract and enough hours at U, V2 and V4; what is not known is not enough."""
    enough = pd.Series(True, index=leavers.index)
    for lang, uren in (("U_lang", "uren"), ("V2_lang", "V2_uren"), ("V4_lang", "V4_uren")):
        enough &= leavers[lang] & (leavers[uren] >= parameters.uren_minimum)
    return enough


def _bereik(leavers: pd.DataFrame) -> dict[str, Telling]:
    code = leavers["bestemming"]
    died, bekend = code == "OVERLEDEN", code != "ONBEKEND"
    v = ("V1", "V2", "V3", "V4")
    all_ = pd.Series(True, index=leavers.index)
    respons = {f"R_{m}": Telling(all_, died | (leavers[f"{m}_bereikt"] == True), (m,)) for m in v}  # noqa: E712
    return {"R_U": Telling(all_, bekend, ("U",)), **respons, "I": Telling(all_, bekend, ("U",))}


def _eenheden(leavers: pd.DataFrame, telling: Telling, status: str) -> list[dict[str, object]]:
    return [
        {"niveau": niveau, "eenheid": unit, **_tel(telling, members, status)}
        for niveau, column in NIVEAUS.items()
        for unit, members in _leden(leavers, column)
    ]


def _leden(leavers: pd.DataFrame, column: str | None) -> list[tuple[str, pd.Series]]:
    if column is None:
        return [("regio", pd.Series(True, index=leavers.index))]
    return [(unit, leavers[column] == unit) for unit in sorted(leavers[column].unique())]


def _tel(telling: Telling, members: pd.Series, status: str) -> dict[str, object]:
    if status != "gemeten":
        return {"n": None, "k": None, "status": status}
    n = int((telling.noemer & members).sum())
    k = int((telling.noemer & telling.teller & members).sum())
    return {"n": n, "k": k, "status": "gemeten"} if n else {"n": None, "k": None, "status": "geen waarde"}


def _status(telling: Telling, cohort: int, stand: date, geleverd: Callable[[str], bool]) -> str:
    if any(_peildag(moment, cohort) > stand for moment in telling.momenten):
        return "nog niet te meten"
    return "gemeten" if all(geleverd(m) for m in telling.momenten if m != "U") else "niet gemeten"


def _geleverd(truth: Truth, cohort: int) -> Callable[[str], bool]:
    rows = truth.metingen[(truth.metingen["cohort"] == cohort) & truth.metingen["koppelbaar"]]
    moments = set(rows["meetmoment"])
    return lambda moment: moment in moments


def _peildag(moment: str, cohort: int) -> date:
    years, month = PEILDAG[moment]
    return date(cohort + 1 + years, month, 1)
