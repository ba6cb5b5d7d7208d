"""The rows of a release by what they are about: measure, cohort and unit; schools and boards of a cohort."""

from dataclasses import dataclass
from typing import Any

from pipeline.release.publication import Release

JAREN_TERUG = {"B1_1": 1, "B1_2": 2, "B3_RUIM": 2, "B3_STRIKT": 2, "R_V1": 1, "R_V2": 1, "R_V3": 2, "R_V4": 2}
REGIO = ("regio", "regio")


@dataclass(frozen=True)
class ReleasedRows:
    """The released tables of a school year that starts in `jaar`, a row at a time."""

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

    def records(self, table: str) -> list[dict[str, Any]]:
        return self.release.table(table).to_dict("records")

    def last_block(self) -> tuple[dict[tuple[str, str, str], Any], list[dict[str, Any]]]:
        """The last three cohorts together, with their schools by board and name; empty without them."""
        frame = self.release.table("samen")
        last = frame[frame["tot"] == frame["tot"].max()]
        rows = {(row["indicator"], row["niveau"], row["eenheid"]): row for row in last.to_dict("records")}
        years = range(int(last["cohort"].min()), int(last["tot"].max()) + 1) if rows else range(0)
        found = {school["school"]: school for year in years for school in self.schools(year)}
        order = sorted(
            found.values(), key=lambda school: (school["bestuur"], school["naam"], school["school"])
        )
        return rows, order
