"""What a question is about: the columns that split it, the conditions that narrow it, and who are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, cast

from pipeline.indicators.groepen import Groepering, kolommen_van
from pipeline.verkennen.panel import describe_columns, with_identity
from pipeline.verkennen.toegang import NietHier, ask
from pipeline.vocabulary.meetmoment import JAREN_NA_EIND, MEETMOMENTEN, Meetmoment
from pipeline.vocabulary.schooljaar import Schooljaar

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from pipeline.workspace.settings import Settings

Namen = str | Iterable[str]
"""One name or condition, or several."""


@dataclass(frozen=True)
class Keuze:
    """The panel as known at the stand of a school year, to choose from."""

    con: duckdb.DuckDBPyConnection
    settings: Settings
    schooljaar: Schooljaar

    def groepering(self, per: Namen, waar: Namen) -> Groepering:
        """Raises NietHier for a column that the panel does not have, or what is no condition on it."""
        return Groepering("panel", with_identity(self.columns(per)), self.conditions(waar))

    def cohort(self, moment: Meetmoment) -> int:
        """The newest cohort that can be followed up to a moment."""
        return self.schooljaar.start - JAREN_NA_EIND[moment]

    def per_group(
        self,
        per: Namen,
        waar: Namen,
        make: Callable[[pd.DataFrame], pd.DataFrame],
        needs: Sequence[Meetmoment] = (),
    ) -> pd.DataFrame:
        """What `make` says of the leavers of each group, from how many of them had which situations."""
        import pandas as pd

        chosen = self.groepering(per, waar)
        keys, where = list(chosen.per), chosen.past
        columns = ", ".join([*_quoted(["cohort", *keys]), *(f"{m}_situatie AS {m}" for m in MEETMOMENTEN)])
        asked = f"SELECT {columns}, count(*) AS k FROM panel WHERE {where} GROUP BY ALL ORDER BY ALL"
        found = ask(self.con, asked, {})
        if not keys:
            return make(self._measurable(found, needs))
        groups = found.groupby(keys, dropna=False, sort=True)
        parts = [
            make(self._measurable(part, needs)).assign(
                **dict(zip(keys, cast(tuple[str, ...], values), strict=True))
            )
            for values, part in groups
        ]
        made = pd.concat(parts, ignore_index=True) if parts else make(self._measurable(found, needs))
        return made[[*(key for key in keys if key in made), *(c for c in made if c not in keys)]]

    def _measurable(self, found: pd.DataFrame, needs: Sequence[Meetmoment]) -> pd.DataFrame:
        """The counts along the moments that the youngest of these cohorts can be followed to."""
        stand = self.settings.stand(self.schooljaar)
        youngest = Schooljaar(int(found.cohort.max()) if len(found) else self.cohort("V4"))
        known = [m for m in MEETMOMENTEN if self.settings.momenten.te_meten(m, youngest, stand)]
        if late := [moment for moment in needs if moment not in known]:
            raise NietHier(
                f"{late[0]} of cohort {youngest} lies after {stand.isoformat()}",
                f"Ask for older cohorts: waar='cohort <= {self.cohort(late[-1])}'.",
            )
        counted: pd.DataFrame = found.groupby(known)["k"].sum().reset_index()
        return counted

    def columns(self, per: Namen) -> tuple[str, ...]:
        """Raises NietHier for a column that the panel does not have."""
        known = {name: name for name in describe_columns(self.con).kolom}
        asked = names(per)
        if unknown := [name for name in asked if name not in known]:
            near = _nearest(unknown[0], known)
            raise NietHier(f"the panel has no column {unknown[0]!r}{near}", "See v.kolommen().")
        return asked

    def conditions(self, waar: Namen) -> tuple[str, ...]:
        """Raises NietHier for what is not one condition on columns of the panel."""
        conditions = names(waar)
        for condition in conditions:
            try:
                self.columns(sorted(kolommen_van(self.con, condition)))
            except ValueError:
                raise NietHier(
                    f"{condition!r} is not a condition in SQL", "Such as waar=\"schooltype = 'VSO'\"."
                ) from None
            ask(self.con, f"SELECT ({condition}) FROM panel LIMIT 0", {})
        return conditions


def names(given: Namen) -> tuple[str, ...]:
    """One or several as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given)


def _quoted(columns: Iterable[str]) -> Iterator[str]:
    return (f'"{column}"' for column in dict.fromkeys(columns))


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
