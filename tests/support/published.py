"""What the tables of a report must say, worked out from the released tables by a path of its own.

Nothing of pipeline/reporting is used: the Dutch notation, the marks for what has no number, the cohort of
each measure and the order of the rows are written here a second time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from pipeline.release.publication import Release

Rows = list[list[str]]

TEKENS = {
    "niet getoond": "niet getoond",
    "nog niet te meten": "–",
    "niet gemeten": "niet gemeten",
    "geen waarde": "geen leerlingen",
}
JAREN_TERUG = {"B1_1": 1, "B1_2": 2, "B3_RUIM": 2, "B3_STRIKT": 2, "R_V1": 1, "R_V2": 1, "R_V3": 2, "R_V4": 2}
PLAATSING, BESTENDIG = ("P1", "P2", "P3", "K1"), ("B1_1", "B1_2", "B3_RUIM", "B3_STRIKT")
MATEN = (*PLAATSING, *BESTENDIG)
KERN = ("P1", "P2", "P3", "B1_1", "B3_RUIM")
RESPONS = ("R_U", "R_V1", "R_V2", "R_V3", "R_V4")
KLASSEN = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")
CODES = {
    "WERK": ("ARB_REG", "ARB_GAR", "ARB_BES", "ARB_BBL"),
    "LEREN": ("MBO_BOL", "VMBO", "PRO", "VSO"),
    "DAGBESTEDING": ("DAG_ARB", "DAG_ACT", "TRAJECT"),
    "GEEN": ("GEEN", "BUITENLAND", "OVERLEDEN"),
    "ONBEKEND": (),
}
REGIO = ("regio", "regio")


def decimal(value: Any, digits: int = 1) -> str:
    """46.34 as 46,3 and 1245 as 1.245."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def span(low: Any, high: Any) -> str:
    return f"{decimal(low)}–{decimal(high)}"


def year(start: int) -> str:
    return f"{start}-{start + 1}"


@dataclass(frozen=True)
class Published:
    """The released tables of a school year that starts in `jaar`."""

    release: Release
    jaar: int

    def __post_init__(self) -> None:
        keys = ["indicator", "klasse", "soort_klasse", "cohort", "niveau", "eenheid"]
        frame = self.release.table("cijfers").fillna({"klasse": "", "soort_klasse": ""})
        rows = {tuple(row[key] for key in keys): row for row in frame.to_dict("records")}
        object.__setattr__(self, "_rows", rows)

    def row(
        self, indicator: str, cohort: int, unit: tuple[str, str] = REGIO, klasse: str = "", soort: str = ""
    ) -> Any:
        missing = {"status": "niet gemeten"}
        return self._rows.get((indicator, klasse, soort, cohort, *unit), missing)  # type: ignore[attr-defined]

    def own(self, indicator: str, unit: tuple[str, str] = REGIO) -> Any:
        return self.row(indicator, self.cohort(indicator), unit)

    def cohort(self, indicator: str) -> int:
        return self.jaar - JAREN_TERUG.get(indicator, 0)

    def cohorts(self, indicator: str) -> list[int]:
        keys = self._rows  # type: ignore[attr-defined]
        return sorted({k[3] for k in keys if k[0] == indicator and k[4] == "regio" and k[3] <= self.jaar})

    def schools(self, cohort: int) -> list[dict[str, Any]]:
        frame = self.release.table("eenheden")
        own = frame[frame["cohort"] == cohort].sort_values(["bestuur", "naam", "school"])
        return own.to_dict("records")

    def boards(self, cohort: int) -> list[str]:
        return sorted({school["bestuur"] for school in self.schools(cohort)})

    def tables(self) -> dict[str, Rows]:
        """The body of every table with figures, by its label."""
        found = {
            "koers": [["*", *four(self.own(i)), "*", "*", "*"] for i in KERN],
            "stroom": list(self.flow()),
            "bestemmingen": [[year(c), *self.classes(c, REGIO)] for c in self.cohorts("D")],
            "bestemmingen-codes": list(self.codes()),
            "bestemmingen-schooltype": self.class_units("schooltype"),
            "bestemmingen-bestuur": self.class_units("bestuur"),
            "bestemmingen-school": self.class_units("school"),
            "plaatsing": list(self.trend(PLAATSING)),
            "bestendigheid": list(self.trend(BESTENDIG)),
            "respons": [["*", year(self.cohort(i)), "*", *four(self.own(i))] for i in RESPONS],
            "respons-cohorten": [
                [year(c), *self.pairs([self.row(i, c) for i in RESPONS])] for c in self.cohorts("R_U")
            ],
            "respons-school": list(self.response_schools()),
            "grenzen": [list(self.bounds(i)) for i in MATEN],
            "defecten": [["*", "*", count(row["aantal"])] for row in self.records("defecten")],
            "hersteld": [["*", "*", "*", count(row["aantal"])] for row in self.repairs()],
            "drietal": list(self.three_cohorts()),
            "koppeling": [
                ["*", "*", count(row["aantal"]), count(row["aandeel"], 1)]
                for row in self.records("koppeling")
            ],
            "gevoeligheid": list(self.sensitivity()),
            "varianten": list(self.variants()),
            "effect": list(self.effect()),
            "effect-kracht": list(self.power()),
            "leveringen": list(self.deliveries()),
        }
        for indicator in MATEN:
            name = indicator.lower().replace("_", "-")
            found[f"{name}-cohorten"] = [self.full(indicator, c) for c in self.cohorts(indicator)]
            found[f"{name}-bestuur"] = list(self.per_board(indicator))
            found[f"{name}-school"] = list(self.per_school(indicator))
        return found

    def repairs(self) -> list[dict[str, Any]]:
        """By the name of the source as it is printed: CAMBO is "aanmeldingen bij het mbo"."""
        rows = self.records("hersteld")
        return sorted(rows, key=lambda row: "aanmeldingen" if row["bron"] == "cambo" else row["bron"])

    def three_cohorts(self) -> Iterator[list[str]]:
        """The last block, by board and school; one row without figures when there is none."""
        frame = self.release.table("samen")
        if frame.empty:
            yield ["Regio", *(["–", ""] * 4)]
            return
        last = frame[frame["tot"] == frame["tot"].max()]
        rows = {(row["indicator"], row["niveau"], row["eenheid"]): row for row in last.to_dict("records")}
        start, end = int(last["cohort"].iloc[0]), int(last["tot"].iloc[0])
        found = {school["school"]: school for year in range(start, end + 1) for school in self.schools(year)}
        for board in sorted({school["bestuur"] for school in found.values()}):
            yield [board, *self.block(rows, "bestuur", board)]
            schools = [school for school in found.values() if school["bestuur"] == board]
            for school in sorted(schools, key=lambda school: (school["naam"], school["school"])):
                yield [school["naam"], *self.block(rows, "school", school["school"])]
        yield ["Regio", *self.block(rows, *REGIO)]

    def block(self, rows: dict[tuple[str, str, str], Any], niveau: str, eenheid: str) -> list[str]:
        missing = {"status": "niet gemeten"}
        return self.pairs([rows.get((i, niveau, eenheid), missing) for i in ("P1", "P2", "B1_1", "B1_2")])

    def sensitivity(self) -> Iterator[list[str]]:
        rows = self.records("gevoeligheid")
        for drempel in dict.fromkeys(row["drempel"] for row in rows):
            of = {row["indicator"]: row["verschil"] for row in rows if row["drempel"] == drempel}
            own = [of[indicator] for indicator in ("P1", "P2", "B1_1", "B1_2")]
            yield [drempel, *("niet getoond" if pd.isna(verschil) else verschil for verschil in own)]

    def variants(self) -> Iterator[list[str]]:
        """By measure in the order of the report; of a difference the ends, low and high, without a sign."""
        rows = self.records("varianten")
        for indicator in MATEN:
            for row in rows:
                if row["indicator"] == indicator:
                    yield ["*", row["naam"][:1].upper() + row["naam"][1:], row["lezing"], step(row)]

    def effect(self) -> Iterator[list[str]]:
        """In the order of the plan; a difference in words, hidden or absent as a whole."""
        for row in sorted(self.records("effect"), key=lambda row: row["volgorde"]):
            grade = "niet getoond" if pd.isna(row["graad"]) else row["graad"]
            yield ["*", *effect(row), grade]

    def power(self) -> Iterator[list[str]]:
        found = {(row["vraag"], row["effect"]): row["kracht"] for row in self.records("effect_kracht")}
        for row in sorted(self.records("effect"), key=lambda row: row["volgorde"]):
            chances = [found.get((row["vraag"], size)) for size in (5.0, 10.0, 15.0, 20.0)]
            told = ["geen" if chance is None else decimal(chance, 0) for chance in chances]
            yield ["*", "*", count(row["scholen_met"]), count(row["scholen_zonder"]), *told]

    def records(self, table: str) -> list[dict[str, Any]]:
        return self.release.table(table).to_dict("records")

    def flow(self) -> Iterator[list[str]]:
        frame = self.release.table("stroom")
        for row in frame[frame["cohort"] == self.jaar].sort_values("volgorde").to_dict("records"):
            sign = "− " if row["soort"] == "af" and not pd.isna(row["aantal"]) and row["aantal"] > 0 else ""
            yield ["*", sign + count(row["aantal"])]

    def deliveries(self) -> Iterator[list[str]]:
        for row in self.records("leveringen"):
            fates = [count(row[k]) for k in ("rijen", "behouden", "dubbel", "vervangen", "quarantaine")]
            yield ["*", row["leverdatum"], count(row["leveringen"]), row["sha256"][:10], *fates]

    def classes(self, cohort: int, unit: tuple[str, str]) -> list[str]:
        rows = [self.row("D", cohort, unit, klasse, "klasse") for klasse in KLASSEN]
        return [*(pct(row) for row in rows), total(rows)]

    def class_units(self, niveau: str) -> Rows:
        schools = self.schools(self.jaar)
        names = {s[niveau]: s["naam"] if niveau == "school" else "*" for s in schools}
        order = list(names) if niveau == "school" else sorted(names)
        rows = [[names[unit], *self.classes(self.jaar, (niveau, unit))] for unit in order]
        return [*rows, ["Regio", *self.classes(self.jaar, REGIO)]]

    def codes(self) -> Iterator[list[str]]:
        types = sorted({school["schooltype"] for school in self.schools(self.jaar)})
        units = [REGIO, *(("schooltype", kind) for kind in types)]
        for klasse, codes in CODES.items():
            for code, soort in [(klasse, "klasse"), *((code, "code") for code in codes)]:
                rows = [self.row("D", self.jaar, unit, code, soort) for unit in units]
                cells = [(count(row["k"]) if shown(row) else "", pct(row)) for row in rows]
                yield ["*", *(text for cell in cells for text in cell)]
        totals = [total([self.row("D", self.jaar, u, k, "klasse") for k in KLASSEN]) for u in units]
        yield ["n", *(text for number in totals for text in (number, ""))]

    def trend(self, indicators: tuple[str, ...]) -> Iterator[list[str]]:
        for cohort in sorted({c for i in indicators for c in self.cohorts(i)}):
            yield [year(cohort), *self.pairs([self.row(i, cohort) for i in indicators])]

    def pairs(self, rows: list[Any]) -> list[str]:
        return [text for row in rows for text in (pct(row), count(row["n"]) if shown(row) else "")]

    def response_schools(self) -> Iterator[list[str]]:
        moments = ("R_U", "R_V2", "R_V4")
        names = {s["school"]: s["naam"] for i in moments for s in self.schools(self.cohort(i))}
        for school, name in names.items():
            yield [name, *self.pairs([self.own(i, ("school", school)) for i in moments])]
        yield ["Regio", *self.pairs([self.own(i) for i in moments])]

    def bounds(self, indicator: str) -> Iterator[str]:
        row = self.own(indicator)
        yield from ("*", year(self.cohort(indicator)))
        if shown(row):
            yield from (count(row["n"]), pct(row), span(row["laag"], row["hoog"]), *unknown(row))
        else:
            yield from ("", pct(row), *[""] * 4)

    def full(self, indicator: str, cohort: int) -> list[str]:
        row = self.row(indicator, cohort)
        return [year(cohort), *four(row), *(unknown(row) if shown(row) else [""] * 3)]

    def per_board(self, indicator: str) -> Iterator[list[str]]:
        for board in self.boards(self.cohort(indicator)):
            yield [board, *four(self.own(indicator, ("bestuur", board)))]
        yield ["Regio", *four(self.own(indicator))]

    def per_school(self, indicator: str) -> Iterator[list[str]]:
        board = ""
        for school in self.schools(self.cohort(indicator)):
            if school["bestuur"] != board:
                board = school["bestuur"]
                yield [board, *four(self.own(indicator, ("bestuur", board)))]
            yield [school["naam"], *four(self.own(indicator, ("school", school["school"])))]
        yield ["Regio", *four(self.own(indicator))]


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


def total(rows: list[Any]) -> str:
    row = next((row for row in rows if shown(row)), rows[0])
    return count(row["n"]) if shown(row) else TEKENS[row["status"]]
