"""How much of a table was hidden: for the run record in full, for the release only in sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.release.policy import KOPINDICATOREN, Policy
from pipeline.vocabulary.schooljaar import Schooljaar

_BY = ["indicator", "soort_klasse", "niveau"]


@dataclass(frozen=True)
class Hidden:
    """How much was hidden. Stays inside: what was hidden by a rule, and what besides, narrows numbers down.

    per_table: per indicator, soort_klasse and niveau, over all cohorts, the number of cells with a value
    (cellen), hidden by a rule (primair), hidden to protect those (secundair), shown (getoond), and of the
    shown those with bounds (grenzen_getoond). vergroofd: per cohort the detail that it had to give up.
    given_away: how many numbers earlier releases had told that would be protected now.
    """

    per_table: pd.DataFrame
    vergroofd: Mapping[int, tuple[str, ...]]
    given_away: int = 0

    @property
    def headline_share(self) -> float | None:
        """Share (0-1) of the school-level headline cells that are shown; None when there are none."""
        cells, shown = self._headlines
        return shown / cells if cells else None

    @cached_property
    def _headlines(self) -> tuple[int, int]:
        """How many headline cells of schools there are, and how many of those are shown."""
        table = self.per_table
        head = table[(table["niveau"] == "school") & table["indicator"].isin(KOPINDICATOREN)]
        return int(head["cellen"].sum()), int(head["getoond"].sum())

    def account(self, policy: Policy, overgenomen: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What a release tells of its own protection: the audit, what it cost and what it made coarser.

        Each number that is hidden for its own sake was shown to keep `waarden_per_verborgen_getal` possible
        values, or there would be no release. (What is hidden to protect another may come out.) The counts are
        about the cohorts that were counted for this release; overgenomen: what cohorts that were taken over
        gave up, by school year. What an earlier release gave away by itself is no secret any more; it is only
        counted (eerder_prijsgegeven).
        """
        cells, shown = self._headlines
        return {
            "waarden_per_verborgen_getal": policy.breedte,
            "kopcijfers_per_school": {"cellen": cells, "getoond": shown},
            "eerder_prijsgegeven": self.given_away,
            "vergroofd": {
                **(overgenomen or {}),
                **{Schooljaar(year).label: ", ".join(steps) for year, steps in self.vergroofd.items()},
            },
        }

    def published(self) -> dict[str, dict[str, int]]:
        """What a release may tell: per niveau the number of cells with a value, and how many are hidden."""
        sums = self.per_table.groupby("niveau")[["cellen", "getoond"]].sum()
        return {
            str(niveau): {"cellen": int(cells), "niet_getoond": int(cells - shown)}
            for niveau, cells, shown in sums.itertuples()
        }


def count_hidden(
    before: pd.DataFrame,
    after: pd.DataFrame,
    policy: Policy,
    vergroofd: Mapping[int, tuple[str, ...]],
    given_away: int = 0,
) -> Hidden:
    """Count from the same rows before and after protection."""
    valued, shown = (table["status"] == "gemeten" for table in (before, after))
    cells = before.loc[valued, ["indicator", "klasse", "k", "n"]]
    reasons = [policy.reden(i, klasse, int(k), int(n)) for i, klasse, k, n in cells.itertuples(index=False)]
    ruled = pd.Series([reason is not None for reason in reasons], index=cells.index, dtype=bool)
    ruled = ruled.reindex(before.index, fill_value=False)
    counts = {
        "cellen": valued,
        "primair": ruled,
        "secundair": valued & ~shown & ~ruled,
        "getoond": shown,
        "grenzen_getoond": after["grenzen_getoond"],
    }
    table = pd.DataFrame(counts).astype(int).groupby([before[name] for name in _BY]).sum().reset_index()
    return Hidden(table, vergroofd, given_away)
