"""How far other readings move a headline, told so that it gives no small group away.

A variant counts a few leavers otherwise: beschut werk as no work moves those who went there from numerator
to the rest of the denominator. k and n of a variant, less those of the indicator, which are published, are
the number of these leavers, and so is an exact percentage. So of a variant only is told between which two
numbers of whole or half percentage points its difference lies (stappen.py), of the region, over its last
cohorts together, and:

1. The steps are so wide that, whatever else is known, `telling` sizes of the group (never fewer than
   `breedte`) lie in every one. They are 0.5, 1, 2 or 4 points wide, so the steps of who sees more lie within
   those of everybody. If the widest is too narrow, no difference is told.
2. The steps begin at no difference (zero is in one with small groups) and end halfway what is possible, in
   one without an end: else the last would be those few sizes that are just possible. What is possible is the
   smallest public number that the group is part of (`hooguit`), less what the other variants that take from
   the same number (`pot`) tell of theirs; so however these are added up, half of it stays open.
3. Which steps there are follows from published numbers alone, never from the size of the group: how wide a
   step is, and that none is shown, tells nothing.
4. Two variants about the same leavers with other denominators have steps that cut each other to pieces. So a
   group of which the size is in other figures too (`volgt_uit`: in P1 who is unknown and who is not, with or
   without a reason, are together n - k) is told of only where those figures are all shown. Then its size can
   be worked out, or the policy lets it be known; the steps hold for it all the same.
5. The last cohort alone would be another step for the same leavers: it is counted, and not told.

Not followed up, as for all figures (policy.py): groups without a measurement or a registration only. What an
earlier release told of cohorts that were corrected since is another figure.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.indicators.compute import GEMETEN
from pipeline.indicators.varianten import Variant, variant
from pipeline.release.protection import NIET_GETOOND
from pipeline.release.stappen import Cel, Groep, Stap, both_ways, nearest, one_way
from pipeline.vocabulary.tables import bestemmingen

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

GETOOND = "getoond"
_WORDS = ["indicator", "variant", "naam", "lezing", "bron", "cohort", "tot"]
COLUMNS = ["volgorde", *_WORDS, "pct_kop", "laag", "hoog", "status"]
_CODES = frozenset(bestemming.code for bestemming in bestemmingen())


def protect_variants(varianten: pd.DataFrame, cijfers: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """The difference of each variant as a step: COLUMNS, a row per variant.

    varianten: as compute_varianten gives it. cijfers: the figures as they are published. pct_kop: of the
    indicator over the same cohorts; laag, hoog: percentage points between which the difference lies (laag
    included when it is above zero, hoog when it is below), missing where open. All are missing where status
    is "niet getoond".
    """
    import pandas as pd

    spans = varianten.assign(span=varianten["tot"] - varianten["cohort"])
    widest = spans[spans["span"] == spans.groupby(["indicator", "variant"])["span"].transform("max")]
    told = _Verteld(_Gepubliceerd(cijfers, policy), policy)
    rows = [{"volgorde": place, **told.row(row)} for place, row in enumerate(widest.to_dict("records"))]
    return pd.DataFrame(rows, columns=COLUMNS)


@dataclass(frozen=True)
class _Gepubliceerd:
    """What is published of the region: readers know it, and nothing else."""

    cijfers: pd.DataFrame
    policy: Policy

    def counts(self, indicator: str, cohorten: range) -> tuple[int, int] | None:
        """n and k over some cohorts, if every one is shown."""
        shown = self._shown(self._of(indicator, cohorten))
        return (int(shown["n"].sum()), int(shown["k"].sum())) if len(shown) == len(cohorten) else None

    def leavers(self, cohorten: range) -> int | None:
        """Everybody who left, if that is shown."""
        n = self._shown(self._of("D", cohorten)).groupby("cohort")["n"].max()
        return int(n.sum()) if len(n) == len(cohorten) else None

    def follows(self, source: str, indicator: str, cohorten: range) -> bool:
        """Whether a figure that a group follows from is shown of every cohort."""
        if source == "grenzen":
            return bool(self._of(indicator, cohorten)["grenzen_getoond"].all())
        rows = self._code(source, cohorten) if source in _CODES else self._of(source, cohorten)
        return len(self._shown(rows)) == len(cohorten)

    def larger(self, bound: str, cohorten: range) -> int | None:
        """A number that the group is part of; a code of D in whichever kind of school it is rarest."""
        if bound not in _CODES:
            whole, part = (self.counts(indicator, cohorten) for indicator in bound.split(" - "))
            return whole[1] - part[1] if whole and part else None
        totals = [
            self._total(rows)
            for niveau in ("regio", "schooltype")
            for _, rows in self._code(bound, cohorten, niveau).groupby("eenheid")
        ]
        return min((total for total in totals if total), default=None)

    def some_must_be(self, code: str, n: int, cohorten: range) -> bool:
        """Whether so many have a code that some of them are in a denominator of n, or that is not known."""
        everybody = self.leavers(cohorten)
        return everybody is None or int(self._code(code, cohorten)["k"].fillna(0).sum()) > everybody - n

    def _total(self, rows: pd.DataFrame) -> int:
        """What is shown; and of what is hidden as little as it may be thought to be."""
        hidden = int((rows["status"] == NIET_GETOOND).sum())
        return int(rows["k"].fillna(0).sum()) + hidden * (self.policy.telling - 1)

    def _of(self, indicator: str, cohorten: range, niveau: str = "regio") -> pd.DataFrame:
        own = (self.cijfers["indicator"] == indicator) & (self.cijfers["niveau"] == niveau)
        return self.cijfers[own & self.cijfers["cohort"].isin(cohorten)]

    def _code(self, code: str, cohorten: range, niveau: str = "regio") -> pd.DataFrame:
        rows = self._of("D", cohorten, niveau)
        return rows[(rows["soort_klasse"] == "code") & (rows["klasse"] == code)]

    @staticmethod
    def _shown(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["status"] == GEMETEN]


class _Verteld:
    """What is told of the variants, one after the other; of every `pot` what the others have left."""

    def __init__(self, known: _Gepubliceerd, policy: Policy) -> None:
        self.known = known
        self.wide = max(policy.telling, policy.breedte)
        self.left: dict[str, int] = {}

    def row(self, counted: dict[Hashable, Any]) -> dict[str, Any]:
        """The published row of one variant."""
        cel = Cel(*(int(counted[name]) for name in ("n", "k", "n_kop", "k_kop")))
        cohorten = range(int(counted["cohort"]), int(counted["tot"]) + 1)
        stap = self._stap(variant(counted["indicator"], counted["variant"]), cel, cohorten)
        low, high = (None if end is None else float(end) for end in stap or (None, None))
        return {
            **{name: counted[name] for name in _WORDS},
            "pct_kop": counted["pct_kop"] if stap else None,
            "laag": low,
            "hoog": high,
            "status": GETOOND if stap else NIET_GETOOND,
        }

    def _stap(self, v: Variant, cel: Cel, cohorten: range) -> Stap | None:
        """Between which differences the variant lies, or None."""
        if self.known.counts(v.indicator, cohorten) != (cel.n_kop, cel.k_kop) or not cel.n_kop:
            return None
        if not all(self.known.follows(source, v.indicator, cohorten) for source in v.volgt_uit):
            return None
        if len(v.verschuift) != 1:
            return both_ways(cel, self.wide * (2 if v.verschuift else 1))
        groep = self._groep(v, cel, cohorten)
        if groep is None:
            return None
        stap = one_way(groep, cel.verschil, self.wide)
        if v.pot:
            told = abs(cel.verschil) if v.volgt_uit else nearest(stap)
            self.left[v.pot] -= groep.kleinste(told)
        return stap

    def _groep(self, v: Variant, cel: Cel, cohorten: range) -> Groep | None:
        """The group, by all that is known of its size; None where some are in it for certain."""
        van, naar = v.verschuift[0].split(" naar ")
        start = self._start(van, cel, cohorten)
        larger = {bound: self.known.larger(bound, cohorten) for bound in v.hooguit}
        if any(b in _CODES and self.known.some_must_be(b, cel.n_kop, cohorten) for b in v.hooguit):
            return None
        whole = next((n for bound, n in larger.items() if bound not in _CODES), start)
        left = self.left.setdefault(v.pot, whole or 0) if v.pot else start
        known = [n for n in (start, left, *larger.values()) if n is not None]
        return Groep(van, naar, cel.n_kop, cel.k_kop, min(known, default=0))

    def _start(self, van: str, cel: Cel, cohorten: range) -> int | None:
        """How many there are where the group comes from."""
        if van == "buiten":
            everybody = self.known.leavers(cohorten)
            return 0 if everybody is None else everybody - cel.n_kop
        return cel.k_kop if van == "teller" else cel.n_kop - cel.k_kop
