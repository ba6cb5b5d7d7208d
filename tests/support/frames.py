"""The table of figures before release, written down as text: one line per row."""

import pandas as pd

from tests.support.population import finish

_FIELDS = ["indicator", "klasse", "soort_klasse", "niveau", "eenheid", "k", "n", "onbekend"]


def figures(text: str, cohort: int = 2020) -> pd.DataFrame:
    """Lines of indicator, klasse, soort_klasse, niveau, eenheid, k, n, onbekend; "-" is empty."""
    lines = [line.split() for line in text.strip().splitlines() if line.strip()]
    table = pd.DataFrame(lines, columns=_FIELDS).replace("-", "")
    return finish(table.astype({"k": int, "n": int, "onbekend": int}).assign(cohort=cohort))


def schools(text: str, cohort: int = 2020) -> pd.DataFrame:
    """Lines of school, bestuur, schooltype."""
    lines = [line.split() for line in text.strip().splitlines() if line.strip()]
    table = pd.DataFrame(lines, columns=["school", "bestuur", "schooltype"])
    return table.assign(cohort=cohort, naam=table["school"])


def summed(indicator: str, schools_of: pd.DataFrame, counts: dict[str, tuple[int, int]]) -> str:
    """The lines of an indicator for schools, boards, types and region, from (k, n) per school."""
    lines = []
    for niveau in ("school", "bestuur", "schooltype", "regio"):
        names = schools_of["school"] if niveau == "school" else schools_of.assign(regio="regio")[niveau]
        for name in sorted(set(names)):
            members = schools_of["school"][names == name]
            k, n = (sum(counts[school][at] for school in members) for at in (0, 1))
            lines.append(f"{indicator} - - {niveau} {name} {k} {n} 0")
    return "\n".join(lines)
