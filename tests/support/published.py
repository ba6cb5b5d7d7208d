"""What the tables of a report must say, worked out from the released tables by a path of its own.

Nothing of pipeline/reporting is used: the cohort of each measure and the order of the rows are written a
second time, here and in published_rows.py, and the cells in published_cells.py.
"""

import csv
from collections.abc import Iterator
from itertools import groupby
from math import sqrt
from pathlib import Path
from typing import Any

import pandas as pd
from scipy.stats import binom, binomtest

from tests.support.published_cells import (
    balanced,
    check,
    count,
    decimal,
    effect,
    four,
    higher_or_lower,
    limits,
    pct,
    share,
    shown,
    span,
    step,
    total,
    unknown,
    wilson,
    year,
)
from tests.support.published_rows import REGIO, ReleasedRows

Rows = list[list[str]]
GEMEENTEN = Path(__file__).parents[2] / "pipeline" / "vocabulary" / "tables" / "gemeente.csv"

PLAATSING, BESTENDIG = ("P1", "P2", "P3", "K1"), ("B1_1", "B1_2", "B3_RUIM", "B3_STRIKT")
MATEN = (*PLAATSING, *BESTENDIG)
KERN = ("P1", "P2", "P3", "B1_1", "B3_RUIM")
RESPONS = ("R_U", "R_V1", "R_V2", "R_V3", "R_V4")
QUARTERS = ("T_1", "T_2", "T_4", "T_6", "T_WERK")
KLASSEN = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")
CODES = {
    "WERK": ("ARB_REG", "ARB_GAR", "ARB_BES", "ARB_BBL"),
    "LEREN": ("MBO_BOL", "VMBO", "PRO", "VSO"),
    "DAGBESTEDING": ("DAG_ARB", "DAG_ACT", "TRAJECT"),
    "GEEN": ("GEEN", "BUITENLAND", "OVERLEDEN"),
    "ONBEKEND": (),
}


Steps = tuple[tuple[tuple[str, str], tuple[str, str] | None], ...]
OVERSTAP: Steps = (
    (("mbo", "aangemeld"), None),
    (("mbo", "aangeboden"), ("mbo", "aangemeld")),
    (("mbo", "ingeschreven"), ("mbo", "aangeboden")),
    (("overdracht", "bekend"), None),
    (("overdracht", "gedaan"), ("overdracht", "bekend")),
)
OVERLEG: Steps = (
    (("overleg", "besproken"), ("P2", "n")),
    (("overleg", "traject"), ("overleg", "besproken")),
    (("overleg", "traject en werk"), ("overleg", "traject")),
    *((("uitkomst", naar), ("overleg", "traject")) for naar in ("werk", "opleiding", "afgebroken", "anders")),
)


class Published(ReleasedRows):
    """What the report of a school year must print of them, table by table."""

    def tables(self) -> dict[str, Rows]:
        """The body of every table with figures, by its label."""
        found = {
            "koers": [["*", *four(self.own(i)), "*", "*", "*"] for i in KERN],
            "stroom": list(self.flow()),
            "bestemmingen": [[year(c), *self.classes(c, REGIO)] for c in self.cohorts("D")],
            "bestemmingen-codes": list(self.codes()),
            "bestemmingen-bestuur": self.class_boards(),
            "bestemmingen-school": self.class_units(),
            "plaatsing": list(self.trend(PLAATSING)),
            "bestendigheid": list(self.trend(BESTENDIG)),
            "respons": [["*", year(self.cohort(i)), "*", *four(self.own(i))] for i in RESPONS],
            "respons-cohorten": [
                [year(c), *self.pairs([self.row(i, c) for i in RESPONS])] for c in self.cohorts("R_U")
            ],
            "respons-school": list(self.response_schools()),
            "levensloop": list(self.along(self.jaar - 2)),
            "levensloop-cohorten": list(self.along_cohorts()),
            "eerste-werk": [["*", *self.quarter(i, self.jaar - 2)] for i in QUARTERS],
            "eerste-werk-cohorten": list(self.quarters_per_cohort()),
            "representativiteit": list(self.representative()),
            "wie-ontbreekt": list(self.missing()),
            "weging": list(self.weighted()),
            "overgangen": list(self.moves(self.jaar - 2)),
            "overgangen-v2": list(self.moves_per_cohort("V2")),
            "overgangen-v4": list(self.moves_per_cohort("V4")),
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
            "wijzigingen": list(self.changed()),
            "afroming": list(self.creaming()),
            "effect": list(self.effect()),
            "effect-kracht": list(self.power()),
            "effect-jaren": list(self.effect_years()),
            "effect-robuust": list(self.effect_checks()),
            "leveringen": list(self.deliveries()),
            "zelfevaluatie": list(self.self_scores()),
            "innovatieplannen": [["*", "*", "*", *money, "*", score] for money, score in self.plans()],
            "werkoverleg": list(self.meetings()),
            "caseload": list(self.caseload()),
            "regios": list(self.regions()),
            "verwachting": list(self.expected()),
            "overstap": list(self.steps_of(OVERSTAP)),
            "bestemmingen-gemeente": list(self.municipalities()),
            "bestemmingen-profiel": list(self.profiles()),
            "overleg-werk": list(self.steps_of(OVERLEG)),
        }
        for indicator in MATEN:
            name = indicator.lower().replace("_", "-")
            found[f"{name}-cohorten"] = [self.full(indicator, c) for c in self.cohorts(indicator)]
            found[f"{name}-school"] = list(self.per_school(indicator))
        for indicator in ("P1", "P2", "B1_1", "B1_2"):
            found[f"trechter-{indicator.lower().replace('_', '-')}"] = list(self.funnels(indicator))
        found |= {f"verwacht-{i.lower()}": list(self.expectations(i)) for i in ("P1", "P2")}
        return found

    def begun(self, indicator: str, cohort: int) -> tuple[float, ...] | str:
        """The part that had begun, its limits and its bounds: of who ever worked as many as of those whose
        begin is known, with the variance of a product; as released where that cannot be. Or why not."""
        row, ever, known = (self.row(i, cohort) for i in (indicator, "T_WERK", "T_BEKEND"))
        if not shown(row):
            asked = known["status"] in ("gemeten", "niet getoond") and row["status"] == "niet gemeten"
            return "te weinig bekend" if asked else pct(row)
        n, k = int(row["n"]), int(row["k"])
        if indicator == "T_WERK" or not (shown(ever) and shown(known)):
            return row["pct"], row["laag"], row["hoog"]
        part, lost = k * int(ever["k"]) / (n * int(known["k"])), int(ever["k"]) - int(known["k"])
        spread = 1 / int(ever["k"]) - 1 / n + 1 / k - 1 / int(known["k"])
        size = (1 / part - 1) / spread
        z = 1.959963984540054
        middle, half = part + z**2 / (2 * size), z * sqrt(part * (1 - part) / size + (z / size) ** 2 / 4)
        ends = (100 * (middle + sign * half) / (1 + z**2 / size) for sign in (-1, 1))
        return (100 * part, *ends, 100 * k / n, 100 * (k + lost) / n)

    def quarter(self, indicator: str, cohort: int) -> list[str]:
        found, row = self.begun(indicator, cohort), self.row(indicator, cohort)
        if isinstance(found, str):
            return ["", "", found, "", ""]
        bounds = span(*found[3:]) if len(found) > 3 and found[3] < found[4] else ""
        return [count(row["k"]), count(row["n"]), decimal(found[0]), span(*found[1:3]), bounds]

    def quarters_per_cohort(self) -> Iterator[list[str]]:
        for cohort in self.cohorts("T_WERK"):
            ever, known = self.row("T_WERK", cohort), self.row("T_BEKEND", cohort)
            both = shown(ever) and shown(known)
            share = decimal(100 * known["k"] / ever["k"]) if both else pct(known if shown(ever) else ever)
            parts = [self.begun(i, cohort) for i in QUARTERS]
            cells = [part if isinstance(part, str) else decimal(part[0]) for part in parts]
            yield [year(cohort), count(ever["n"]) if shown(ever) else pct(ever), share, *cells]

    def steps(self, cohort: int) -> list[tuple[Any, tuple[float, float, float] | None]]:
        """Per moment the released step, and as long as all were shown their product with its limits:
        Greenwood on the scale of log(-log), or Wilson of the last step where nobody was lost."""
        found: list[tuple[Any, tuple[float, float, float] | None]] = []
        left, error, known = 1.0, 0.0, True
        for moment in ("V1", "V2", "V3", "V4"):
            row = self.row(f"BW_{moment}", cohort)
            known = known and shown(row)
            if known:
                n, k = int(row["n"]), int(row["k"])
                left, error = left * k / n, error + (n - k) / (n * k)
                found.append((row, (100 * left, *limits(left, error, row))))
            else:
                found.append((row, None))
        return found

    def along(self, cohort: int) -> Iterator[list[str]]:
        for row, product in self.steps(cohort):
            own = [count(row["n"]), count(row["k"])] if shown(row) else ["", ""]
            end = [decimal(product[0]), span(*product[1:])] if product else ["", ""]
            yield ["*", *own, pct(row), *end]

    def along_cohorts(self) -> Iterator[list[str]]:
        for cohort in self.cohorts("BW_V1"):
            steps = self.steps(cohort)
            cells = [decimal(p[0]) if p else "" if shown(row) else pct(row) for row, p in steps]
            last = steps[-1][1]
            yield [year(cohort), *cells, span(*last[1:]) if last else ""]

    def representative(self) -> Iterator[list[str]]:
        """R = 1 - 2 S of the response of the schools that are shown, and of the others together: the variance
        of the chances of all leavers, less what they would vary by chance."""
        for indicator in RESPONS:
            region, cohort = self.own(indicator), self.cohort(indicator)
            rows = [self.own(indicator, ("school", school["school"])) for school in self.schools(cohort)]
            known = [(int(row["n"]), int(row["k"])) for row in rows if shown(row)]
            first = [indicator[2:], year(cohort), count(region["n"]) if shown(region) else "", pct(region)]
            if not shown(region) or not known:
                yield [*first, "niet per school" if shown(region) else "", "", ""]
                continue
            n, k = int(region["n"]), int(region["k"])
            rest = (n - sum(size for size, _ in known), k - sum(reached for _, reached in known))
            groups = [*known, rest] if rest[0] else known
            mean = sum(size * (reached / size - k / n) ** 2 for size, reached in groups) / (n - 1)
            chance = sum(
                reached * (size - reached) / size**2 * (1 - size / n) for size, reached in groups
            ) / (n - 1)
            r = 1 - 2 * max(0.0, mean - chance) ** 0.5
            if len(groups) < 2:
                yield [*first, "niet per school", "", ""]
            else:
                yield [*first, decimal(r, 2), str(len(known)), decimal(100 * (1 - r) * n / (4 * k))]

    def missing(self) -> Iterator[list[str]]:
        """Of the destinations at leaving, all and who was seen after a year; not where either is a few."""
        cohort = self.cohort("R_V2")
        of = self.destinations(cohort)
        flow = {kind: self.row(f"{kind}_V2", cohort) for kind in ("WW", "NW", "GW")}
        found = []
        for classes, plus, minus in (
            (["WERK"], "WW", None), (["LEREN", "DAGBESTEDING"], "NW", "GW"), (["GEEN"], "GW", None)
        ):  # fmt: skip
            used = [flow[plus], *([flow[minus]] if minus else []), *(of[klasse] for klasse in classes)]
            if all(shown(row) for row in used):
                n = int(sum(of[klasse]["k"] for klasse in classes))
                k = int(flow[plus]["n"] - (flow[minus]["n"] if minus else 0))
                found += [(n, k)] if min(k, n - k) >= 5 else []
        total, seen = sum(n for n, _ in found), sum(k for _, k in found)
        for n, k in found:
            yield [
                "*", count(n), count(k), decimal(100 * k / n), span(*wilson(k, n)),
                decimal(100 * n / total), decimal(100 * k / seen),
            ]  # fmt: skip
        if not found:
            own = self.own("R_V2")
            yield ["*", "", "", "niet getoond" if shown(own) else pct(own), "", "", ""]

    def weighted(self) -> Iterator[list[str]]:
        """Of B1 the headline, who was reached, and each group as large as it was when it was placed."""
        for indicator in ("B1_1", "B1_2"):
            own, whole = self.own(indicator), self.placed(indicator, REGIO)
            n = count(own["n"]) if shown(own) else ""
            yield ["*", "*", n, pct(own), span(own["laag"], own["hoog"]) if shown(own) else "", "", ""]
            if not shown(own):
                continue
            yield ["*", "*", *self.seen([whole] if whole else [])]
            cohort = self.cohort(indicator)
            for niveau in ("schooltype", "school"):
                names = sorted({school[niveau] for school in self.schools(cohort)})
                yield ["*", "*", *self.balanced(whole, [self.placed(indicator, (niveau, x)) for x in names])]
        if shown(self.own("B1_1")):
            groups = self.by_destination(self.cohort("B1_1"))
            yield ["*", "*", *self.seen(groups)]
            yield ["*", "*", *balanced(groups)]

    def placed(self, indicator: str, unit: tuple[str, str]) -> tuple[int, int, int] | None:
        """Placed, reached, and with a place. In n with unknown are n and the unknown who are not in it."""
        cohort = self.cohort(indicator)
        p1, b1 = self.row("P1", cohort, unit), self.row(indicator, cohort, unit)
        if not shown(p1) or not shown(b1) or pd.isna(b1["onbekend"]):
            return None
        of = 100 * b1["onbekend"] / b1["aandeel_onbekend"] if b1["onbekend"] else b1["n"]
        found = int(p1["k"]), int(b1["n"] - (b1["onbekend"] - (round(of) - b1["n"]))), int(b1["k"])
        return found if 0 <= found[2] <= found[1] <= found[0] else None

    def seen(self, groups: list[tuple[int, int, int]]) -> list[str]:
        if not groups:
            return ["", "niet getoond", "", "", ""]
        n, k = sum(group[1] for group in groups), sum(group[2] for group in groups)
        return [count(n), decimal(100 * k / n), span(*wilson(k, n)), "", ""]

    def balanced(
        self, whole: tuple[int, int, int] | None, units: list[tuple[int, int, int] | None]
    ) -> list[str]:
        """The units apart, from large to small, as long as the others are enough to be a group."""
        if whole is None:
            return balanced([])
        apart = sorted((unit for unit in units if unit and unit[1] >= 10), key=lambda unit: -unit[1])
        for last in range(len(apart), -1, -1):
            rest = tuple(all_ - sum(unit[at] for unit in apart[:last]) for at, all_ in enumerate(whole))
            if rest[0] == 0 or (rest[1] >= 10 and 0 <= rest[2] <= rest[1] <= rest[0]):
                return balanced([*apart[:last], *([rest] if rest[0] else [])])  # type: ignore[list-item]
        return balanced([])

    def destinations(self, cohort: int) -> dict[str, Any]:
        """By class, but of those without a place only the code: who died or left is in the class."""
        of = {klasse: self.row("D", cohort, klasse=klasse, soort="klasse") for klasse in KLASSEN}
        return of | {"GEEN": self.row("D", cohort, klasse="GEEN", soort="code")}

    def by_destination(self, cohort: int) -> list[tuple[int, int, int]]:
        of = self.destinations(cohort)
        ww, nw, gw = (self.row(f"{kind}_V2", cohort) for kind in ("WW", "NW", "GW"))
        if not all(shown(row) for row in (ww, nw, gw, *(of[k] for k in KLASSEN if k != "ONBEKEND"))):
            return []
        size = {klasse: int(of[klasse]["k"]) for klasse in KLASSEN if klasse != "ONBEKEND"}
        groups = [
            (size["WERK"], int(ww["n"]), int(ww["k"])),
            (size["LEREN"] + size["DAGBESTEDING"], int(nw["n"] - gw["n"]), int(nw["k"] - gw["k"])),
            (size["GEEN"], int(gw["n"]), int(gw["k"])),
        ]
        return groups if all(b >= 10 and 0 <= k <= b <= n for n, b, k in groups) else []

    def moves(self, cohort: int) -> Iterator[list[str]]:
        """Per step who had work and who had none, and of the last the two parts; a part that is not
        published is worked out from the other."""
        for moment in ("V2", "V4"):
            ww, wz, nw, nz, gw = (
                self.row(f"{kind}_{moment}", cohort) for kind in ("WW", "WZ", "NW", "NZ", "GW")
            )
            for werk, niets in ((ww, wz), (nw, nz)):
                rest = ["", ""]
                if shown(werk):
                    left = (werk["n"] - werk["k"] - niets["k"]) / werk["n"] if shown(niets) else None
                    rest = ["" if left is None else decimal(100 * left), pct(niets)]
                yield ["*", "*", *self.to_work(werk), *rest]
            if shown(nw) and shown(gw):
                n, k = int(nw["n"] - gw["n"]), int(nw["k"] - gw["k"])
                if n >= 10 and 0 < k < n:
                    yield ["*", "*", count(n), count(k), decimal(100 * k / n), span(*wilson(k, n)), "", ""]
            yield ["*", "*", *self.to_work(gw), "", ""]

    def to_work(self, row: Any) -> list[str]:
        if not shown(row):
            return ["", "", pct(row), ""]
        return [count(row["n"]), count(row["k"]), pct(row), span(row["laag"], row["hoog"])]

    def moves_per_cohort(self, moment: str) -> Iterator[list[str]]:
        for cohort in self.cohorts(f"WW_{moment}"):
            row = {kind: self.row(f"{kind}_{moment}", cohort) for kind in ("WW", "WZ", "NW", "NZ", "GW")}
            n = {kind: count(own["n"]) if shown(own) else "" for kind, own in row.items()}
            yield [
                year(cohort), n["WW"], pct(row["WW"]), pct(row["WZ"]), n["NW"], pct(row["NW"]),
                pct(row["NZ"]), n["GW"], pct(row["GW"]),
            ]  # fmt: skip

    def funnels(self, indicator: str) -> Iterator[list[str]]:
        """The schools that are shown of the cohort, and of three cohorts together, each after the region."""
        schools = self.schools(self.cohort(indicator))
        yield from funnel([(s["naam"], self.own(indicator, ("school", s["school"]))) for s in schools],
                          self.own(indicator))  # fmt: skip
        rows, schools = self.last_block()
        missing = {"status": "niet gemeten"}
        if rows:
            of = [(s["naam"], rows.get((indicator, "school", s["school"]), missing)) for s in schools]
            yield from funnel(of, rows.get((indicator, *REGIO), missing))

    def expectations(self, indicator: str) -> Iterator[list[str]]:
        """Of each school that is shown what was found and what its kind of school makes of its n."""
        found = []
        for school in self.schools(self.cohort(indicator)):
            own, kind = (
                self.own(indicator, unit)
                for unit in (("school", school["school"]), ("schooltype", school["schooltype"]))
            )
            if shown(own) and shown(kind) and 0 < kind["k"] < kind["n"]:
                found.append((school["naam"], own, own["n"] * kind["k"] / kind["n"]))
        for name, own, e in found:
            ends = binomtest(int(own["k"]), int(own["n"])).proportion_ci(method="exact")
            marge = "–".join(decimal(own["n"] * end / e, 2) for end in ends)
            ratio = decimal(own["k"] / e, 2)
            yield [name, "*", count(own["n"]), count(own["k"]), decimal(e), ratio, marge, "*"]
        if not found:
            yield ["geen enkele school", *[""] * 7]

    def creaming(self) -> Iterator[list[str]]:
        """Of the leavers of each cohort those in P3 and in P2, for the region and per kind of school."""
        kinds = sorted(set(self.release.table("eenheden")["schooltype"]))
        for unit in [REGIO, *(("schooltype", kind) for kind in kinds)]:
            yield ["*", *[""] * 7]
            for cohort in self.cohorts("D"):
                classes = [self.row("D", cohort, unit, klasse, "klasse") for klasse in KLASSEN]
                parts = [self.row(indicator, cohort, unit) for indicator in ("P3", "P2")]
                n = next((row["n"] for row in classes if shown(row)), None)
                yield [year(cohort), total(classes), *(cell for part in parts for cell in share(part, n))]

    def repairs(self) -> list[dict[str, Any]]:
        """By the name of the source as it is printed: CAMBO is "aanmeldingen bij het mbo"."""
        rows = self.records("hersteld")
        return sorted(rows, key=lambda row: "aanmeldingen" if row["bron"] == "cambo" else row["bron"])

    def three_cohorts(self) -> Iterator[list[str]]:
        """The last block, by board and school; one row without figures when there is none."""
        rows, schools = self.last_block()
        if not rows:
            yield ["Regio", *(["–", ""] * 4)]
            return
        board = ""
        for school in schools:
            if school["bestuur"] != board:
                board = school["bestuur"]
                yield [board, *self.block(rows, "bestuur", board)]
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

    def changed(self) -> Iterator[list[str]]:
        """By cohort and measure what was otherwise before, where that is told; one row when nothing was."""
        rows = [row for row in self.records("wijzigingen") if not pd.isna(row["cohort"])]
        named = {(row["cohort"], row["indicator"]): row for row in rows}
        order = [*MATEN, *RESPONS]
        order[order.index("K1") + 1 : order.index("K1") + 1] = ["UIT", "I"]
        found = [
            named[key] for c in sorted({key[0] for key in named}) for i in order if (key := (c, i)) in named
        ]
        for row in found:
            was = f"{count(row['k_was'])} van {count(row['n_was'])}"
            then = was if row["status"] == "getoond" else "niet getoond"
            yield [
                year(row["cohort"]),
                "*",
                then,
                f"{count(row['k'])} van {count(row['n'])}",
                "*",
                row["oorzaak"],
            ]
        if not found:
            yield ["geen", *[""] * 5]

    def meetings(self) -> Iterator[list[str]]:
        """Per quarter all clusters and then each, and at the end the year."""
        rows = {(r["kwartaal"], r["cluster"], r["soort"]): r["aantal"] for r in self.records("werkoverleg")}
        clusters = sorted({cluster for _, cluster, _ in rows} - {"alle"})
        for quarter in [*sorted({quarter for quarter, _, _ in rows} - {"alle"}), "alle"]:
            for cluster in ["alle", *clusters]:
                own = [rows[quarter, cluster, soort] for soort in ("besproken", "traject", "negatief")]
                yield ["*", *(count(aantal) for aantal in own)]

    def regions(self) -> Iterator[list[str]]:
        """By measure every region by name; another only with the same cohort and definition."""
        others = self.records("regios")
        names = {row["regio"] for row in others if row["status"] != "geen release"}
        ours = {row["naam"]: row["waarde"] for row in self.records("instellingen")}["regio.naam"]
        if not names:
            yield ["*", *[""] * 5]
        versions = {row["indicator"]: row["versie"] for row in self.records("definities")}
        for indicator in ("P1", "P2", "P3", "K1", "B1_1", "B1_2", "B3_RUIM", "B3_STRIKT") if names else ():
            key = (indicator, self.cohort(indicator))
            theirs = {r["regio"]: r for r in others if (r["indicator"], r["cohort"]) == key}
            for name in sorted([ours, *names], key=str.casefold):
                row = self.own(indicator) if name == ours else theirs.get(name, {"status": "niet gemeten"})
                if name in theirs and row["definitie_versie"] != versions[indicator]:
                    yield ["*", name, "", "", "andere definitie", ""]
                else:
                    yield ["*", name, *four(row)]

    def expected(self) -> Iterator[list[str]]:
        rows = {(r["van"], r["naar"]): r["aantal"] for r in self.records("aansluiting") if r["van"]}
        for van in KLASSEN:
            if rows[van, "alle"] != 0:
                yield ["*", *(count(rows[van, naar]) for naar in (*KLASSEN, "alle"))]

    def municipalities(self) -> Iterator[list[str]]:
        """By name; then elsewhere, unknown and all of the region."""
        rows = {
            (r["groep"], r["klasse"]): r["aantal"]
            for r in self.records("achtergrond")
            if r["kenmerk"] == "gemeente"
        }
        names = {row["code"]: row["naam"] for row in csv.DictReader(GEMEENTEN.open(encoding="utf-8"))}
        groups = sorted({group for group, _ in rows}, key=lambda group: names.get(group, "~" + group))
        for group in groups:
            if rows[group, "alle"] != 0:
                name = names.get(group, {"ELDERS": "buiten de regio", "ONBEKEND": "onbekend"}.get(group))
                yield [str(name), *(count(rows[group, naar]) for naar in (*KLASSEN, "alle"))]
        if groups:
            own = [self.row("D", self.jaar, REGIO, klasse, "klasse") for klasse in KLASSEN]
            whole = next((row for row in own if shown(row)), None)
            cells = [count(row["k"]) if shown(row) else count(None) for row in own]
            yield ["Hele regio", *cells, count(whole["n"] if whole else None)]

    def profiles(self) -> Iterator[list[str]]:
        """ARBEID as P3 of vso; each as k of n."""
        rows = {
            (r["groep"], r["klasse"]): r["aantal"]
            for r in self.records("achtergrond")
            if r["kenmerk"] == "profiel"
        }
        p3 = self.own("P3", ("schooltype", "VSO"))
        if shown(p3):
            rows |= {("ARBEID", "WERK"): p3["k"], ("ARBEID", "alle"): p3["n"]}
        else:
            rows |= {("ARBEID", "WERK"): None, ("ARBEID", "alle"): None}
        for group in ("ARBEID", "VERVOLGONDERWIJS", "DAGBESTEDING", "ONBEKEND"):
            k, n = rows.get((group, "WERK"), 0), rows.get((group, "alle"), 0)
            if pd.isna(n) or n:
                told = pd.notna(k) and pd.notna(n) and n >= 10
                yield ["*", count(n), count(k), *(share_of(int(k), int(n))[1:] if told else ["", ""])]

    def steps_of(self, steps: Steps) -> Iterator[list[str]]:
        """A count and, of what it is a part of, n and the percentage with its interval."""
        rows = {(r["onderwerp"], r["naar"]): r["aantal"] for r in self.records("aansluiting")}
        rows["P2", "n"] = self.own("P2")["n"] if shown(self.own("P2")) else None
        for what, of in steps:
            k, n = rows[what], rows[of] if of else None
            told = pd.notna(k) and pd.notna(n) and n >= 10
            yield ["*", count(k), *(share_of(int(k), int(n)) if told else ["", "", ""])]

    def caseload(self) -> Iterator[list[str]]:
        rows = {(row["kwartaal"], row["soort"]): row["aantal"] for row in self.records("caseload")}
        kinds = ("begin", "erbij", "contract", "school", "overdracht", "anders", "eind")
        for quarter in ("1", "2", "3", "4", "alle"):
            yield ["*", *(count(rows[quarter, soort]) for soort in kinds)]

    def plans(self) -> Iterator[tuple[list[str], str]]:
        """Budget and score, by day of begin among those that run, are to begin, ended, and are unknown."""
        stand = self.release.meta["stand"]

        def order(row: Any) -> tuple[int, str, str]:
            begin, end = (None if pd.isna(row[day]) else row[day] for day in ("begin", "einde"))
            kind = 3 if begin is None else 1 if begin > stand else 2 if end and end < stand else 0
            return kind, begin or "", row["plan"]

        for row in sorted(self.records("innovatieplannen"), key=order):
            score = "geen" if pd.isna(row["score"]) else f"{decimal(row['score'])} van {row['schaal']}"
            yield ["onbekend" if pd.isna(row["budget"]) else decimal(row["budget"], 0)], score

    def self_scores(self) -> Iterator[list[str]]:
        """Per part a row of means of means, and a row per element, of three school years."""
        rows = {(row["schooljaar"], row["element"]): row for row in self.records("zelfevaluatie")}
        for letter, size in (("A", 14), ("S", 13)):
            names, years = [f"{letter}{n}" for n in range(1, size + 1)], range(self.jaar - 2, self.jaar + 1)
            means = [[rows.get((y, name), {}).get("gemiddelde") for name in names] for y in years]
            yield ["*", *("–" if pd.isna(of).any() else decimal(sum(of) / size) for of in means), "*", ""]
            for name in names:
                own = [rows.get((y, name)) for y in years]
                shown = ["niet ingevuld" if row is None else count(row["gemiddelde"], 1) for row in own]
                yield ["*", *shown, "*", count(own[-1]["partners"]) if own[-1] else "0"]

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

    def effect_years(self) -> Iterator[list[str]]:
        """By question and year; what is not told says why in the place of difference and interval."""
        rows = self.records("effect_per_jaar")
        for row in sorted(rows, key=lambda row: (row["volgorde"], row["tijd"])):
            told = [row["status"]] * 2
            if row["status"] == "getoond":
                low, high = (higher_or_lower(row[end]) for end in ("laag", "hoog"))
                told = [higher_or_lower(row["schatting"]), f"{low} tot {high}"]
            yield ["*", "*", count(row["scholen"]), *told]

    def effect_checks(self) -> Iterator[list[str]]:
        """By question and check: a difference with its interval, a p, a size, or why there is none."""
        rows = self.records("effect_robuust")
        for row in sorted(rows, key=lambda row: (row["volgorde"], row["nummer"])):
            yield ["*", "*", check(row)]

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

    def class_boards(self) -> Rows:
        boards = [[b, *self.classes(self.jaar, ("bestuur", b))] for b in self.boards(self.jaar)]
        return [*boards, ["Regio", *self.classes(self.jaar, REGIO)]]

    def class_units(self) -> Rows:
        """The kinds of school, then every board with its schools."""
        schools = self.schools(self.jaar)
        types = sorted({school["schooltype"] for school in schools})
        rows = [["*", *self.classes(self.jaar, ("schooltype", kind))] for kind in types]
        for board, of_board in groupby(schools, key=lambda school: str(school["bestuur"])):
            rows.append([board, *self.classes(self.jaar, ("bestuur", board))])
            rows += [[s["naam"], *self.classes(self.jaar, ("school", s["school"]))] for s in of_board]
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
        moments = RESPONS
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

    def per_school(self, indicator: str) -> Iterator[list[str]]:
        board = ""
        for school in self.schools(self.cohort(indicator)):
            if school["bestuur"] != board:
                board = school["bestuur"]
                yield [board, *four(self.own(indicator, ("bestuur", board)))]
            yield [school["naam"], *four(self.own(indicator, ("school", school["school"])))]
        yield ["Regio", *four(self.own(indicator))]


def share_of(k: int, n: int) -> list[str]:
    """n, percentage and Wilson's interval, as scipy has it."""
    low, high = binomtest(k, n).proportion_ci(method="wilson")
    return [count(n), decimal(100 * k / n), span(100 * low, 100 * high)]


def funnel(schools: list[tuple[str, Any]], region: Any) -> Iterator[list[str]]:
    """Outside a limit is where the exact test says so; Holm goes down from the smallest p."""
    of_region = [count(region["k"]), count(region["n"])] if shown(region) else ["", ""]
    yield ["*", *of_region, pct(region), "", "", ""]
    found = [(name, row) for name, row in schools if shown(row)]
    if not shown(region) or len(found) < 2 or region["k"] in (0, region["n"]):
        yield from ([name, count(r["k"]), count(r["n"]), pct(r), "", "", ""] for name, r in found)
        return
    target = region["k"] / region["n"]
    tails = [(binom.cdf(r["k"], r["n"], target), binom.sf(r["k"] - 1, r["n"], target)) for _, r in found]
    p = [min(1, 2 * min(pair)) for pair in tails]
    ranks = sorted(range(len(p)), key=lambda place: p[place])
    first_kept = next((i for i, place in enumerate(ranks) if p[place] * (len(p) - i) >= 0.05), len(p))
    shown_different = {ranks[i] for i in range(first_kept)}
    for place, (name, r) in enumerate(found):
        side = "onder" if r["k"] / r["n"] < target else "boven"
        level = next((level for level, at in (("99,8%", 0.002), ("95%", 0.05)) if p[place] < at), "")
        lies = f"{side} de grens van {level}" if level else "binnen de grenzen"
        sure = "aantoonbaar" if place in shown_different else "niet aan te tonen"
        yield [name, count(r["k"]), count(r["n"]), pct(r), lies, sure, "*"]
