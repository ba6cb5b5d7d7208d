"""How the numbers of a released row are written in the cells of a report, by a path of its own.

Nothing of pipeline/reporting is used: the Dutch notation and the marks for what has no number are written
here a second time.
"""

from decimal import ROUND_HALF_UP, Decimal
from math import exp, log, sqrt
from typing import Any

import pandas as pd
from scipy.stats import binomtest

TEKENS = {
    "niet getoond": "niet getoond",
    "nog niet te meten": "–",
    "niet gemeten": "niet gemeten",
    "geen waarde": "geen leerlingen",
}


def decimal(value: Any, digits: int = 1) -> str:
    """46.34 as 46,3 and 1245 as 1.245."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def span(low: Any, high: Any) -> str:
    return f"{decimal(low)}–{decimal(high)}"


def year(start: int) -> str:
    return f"{start}-{start + 1}"


def share(part: Any, n: int | None) -> list[str]:
    """How many of the leavers are in the denominator of a measure, with the interval of Wilson."""
    if part["status"] == "geen waarde":
        part = {"status": "gemeten", "n": 0}
    if not shown(part) or n is None:
        return ["", "niet getoond" if shown(part) else TEKENS[part["status"]], ""]
    k = part["n"]
    ends = binomtest(int(k), int(n)).proportion_ci(method="wilson")
    return [count(k), decimal(100 * k / n), span(100 * ends.low, 100 * ends.high)]


def step(row: Any) -> str:
    """1 tot 1,5 hoger; minder dan 1 lager; 4 of meer hoger."""
    if row["status"] == "niet getoond":
        return "niet getoond"
    ends = [None if pd.isna(row[end]) else row[end] for end in ("laag", "hoog")]
    sign = "lager" if any(end is not None and end < 0 for end in ends) else "hoger"
    texts = [None if end is None else decimal(abs(end)).removesuffix(",0") for end in ends]
    near, far = reversed(texts) if sign == "lager" else texts
    if far is None:
        return f"{near} of meer {sign}"
    return f"minder dan {far} {sign}" if near == "0" else f"{near} tot {far} {sign}"


def effect(row: Any) -> list[str]:
    """Difference, both ends, p, and the two checks."""
    if row["status"] != "getoond":
        return ["niet getoond"] * 5
    if pd.isna(row["schatting"]):
        return ["geen"] * 5
    low, high = (higher_or_lower(row[end]) for end in ("laag", "hoog"))
    p = row["p"].replace("p hoogstens", "≤").replace("p groter dan", ">")
    return [higher_or_lower(row["schatting"]), f"{low} tot {high}", p, row["gelijk_op"], row["placebo"]]


def check(row: Any) -> str:
    if row["status"] != "getoond":
        return f"niet te maken: {row['reden']}" if row["status"] == "niet te maken" else "niet getoond"
    if not pd.isna(row["p"]):
        return str(row["p"]).replace("hoogstens", "≤").replace("groter dan", ">")
    if row["controle"] == "niet parallel":
        if pd.isna(row["maat"]):
            return "interval bevat 0 al"
        size = decimal(row["maat"] or row["stap_maat"]).removesuffix(",0")
        if not row["maat"]:
            return f"minder dan {size} keer"
        return f"tot {size} keer" + (" of meer" if row["maat"] == 2 else "")
    low, high = (higher_or_lower(row[end]) for end in ("laag", "hoog"))
    between = f"{low} tot {high}"
    return between if pd.isna(row["schatting"]) else f"{higher_or_lower(row['schatting'])} ({between})"


def higher_or_lower(points: float) -> str:
    if pd.isna(points):
        return "onbegrensd"
    return "0" if points == 0 else f"{abs(points):.0f} {'hoger' if points > 0 else 'lager'}"


def shown(row: Any) -> bool:
    return bool(row["status"] == "gemeten")


def count(value: Any, digits: int = 0) -> str:
    return "niet getoond" if pd.isna(value) else decimal(value, digits)


def pct(row: Any) -> str:
    return decimal(row["pct"]) if shown(row) else TEKENS[row["status"]]


def four(row: Any) -> list[str]:
    if not shown(row):
        return ["", "", TEKENS[row["status"]], ""]
    return [count(row["k"]), count(row["n"]), pct(row), span(row["laag"], row["hoog"])]


def unknown(row: Any) -> tuple[str, ...]:
    """How many, what share, and the bounds: all three, or none of them."""
    group = (row["onbekend"], row["aandeel_onbekend"], row["ondergrens"], row["bovengrens"])
    assert len({pd.isna(number) for number in group}) == 1
    if pd.isna(row["onbekend"]):
        return ("niet getoond",) * 3
    return (
        count(row["onbekend"]),
        decimal(row["aandeel_onbekend"]),
        span(row["ondergrens"], row["bovengrens"]),
    )


def balanced(groups: list[tuple[int, int, int]]) -> list[str]:
    """Each who was reached stands for n / reached; Kish's design effect, and Wilson at the effective number.
    No group here is so rarely reached that a weight is cut off."""
    if len(groups) < 2:
        return ["", "te weinig groepen", "", "", ""]
    n, reached = sum(g[0] for g in groups), sum(g[1] for g in groups)
    share = sum(size * k / seen for size, seen, k in groups) / n
    effect = reached * sum(size**2 / seen for size, seen, _ in groups) / n**2
    z, m = 1.959963984540054, reached / effect
    half = z * (share * (1 - share) / m + z * z / (4 * m * m)) ** 0.5
    low, high = ((share + z * z / (2 * m) + sign * half) / (1 + z * z / m) for sign in (-1, 1))
    return [count(reached), decimal(100 * share), span(100 * low, 100 * high), decimal(effect, 2),
            str(len(groups))]  # fmt: skip


def wilson(k: int, n: int) -> tuple[float, float]:
    interval = binomtest(k, n).proportion_ci(method="wilson")
    return 100 * interval.low, 100 * interval.high


def limits(left: float, error: float, row: Any) -> tuple[float, float]:
    if not 0 < left < 1:
        return row["laag"], row["hoog"]
    wide = 1.959963984540054 * sqrt(error) / abs(log(left))
    return 100 * left ** exp(wide), 100 * left ** exp(-wide)


def total(rows: list[Any]) -> str:
    row = next((row for row in rows if shown(row)), rows[0])
    return count(row["n"]) if shown(row) else TEKENS[row["status"]]
