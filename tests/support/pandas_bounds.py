"""What is unknown, a second time: by filling in everything that is not known of a leaver in every way.

No logic of true, false and unknown as in the pipeline: each way of filling in gives a leaver of whom all is
known, and pandas_indicators.py says what she is to each indicator. What she may be is what she is in one of
these ways, or as she is published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import inf

import pandas as pd

from pipeline.workspace.settings import Definities
from tests.support.leavers import SCHOLEN, Leaver, Situatie
from tests.support.pandas_indicators import Rate, rates_about_fate

COUNTED, OUT, FAILED = 1, 0, -1
"""What a leaver is to a rate; in this order from what raises it to what lowers it."""
Fates = dict[tuple[str, str], list[int]]

_AT_LEAVING = (
    *(Situatie(code) for code in ("ARB_REG", "ARB_BES", "MBO_BOL", "VMBO", "PRO", "DAG_ACT", "OVERLEDEN")),
    *(Situatie("GEEN", reden) for reden in ("VSV", "MEDISCH")),
)
"""One of every kind that some indicator tells apart."""
_LATER = tuple(Situatie(code) for code in ("ARB_REG", "MBO_BOL", "DAG_ACT", "GEEN", "OVERLEDEN"))


@dataclass(frozen=True)
class _Unknown:
    """Of one leaver and one indicator: what she is published as, and what she is when all is known."""

    published: int
    known: frozenset[int]

    @property
    def unknown(self) -> bool:
        """Whether knowing more could make a difference. Who is not in n and failed for certain stays out."""
        return len(self.known) > 1 or (self.published != OUT and self.known != {self.published})

    @property
    def possible(self) -> set[int]:
        return {self.published, *self.known}


def second_bounds(
    people: Sequence[Leaver], settings: Definities, quarantined: Sequence[str | None] = ()
) -> pd.DataFrame:
    """onbekend, aandeel_onbekend, ondergrens and bovengrens by indicator, klasse and unit, where n is not 0.

    Not of I, R and T_BEKEND, which count what is known. quarantined: of each row in quarantine the school, or
    None.
    """
    asked = _asked(people, settings)
    rows = [
        {"indicator": indicator, "klasse": klasse, "eenheid": unit, **_figures(members, rows)}
        for unit, belongs, may_belong in _units(people)
        for rows in [sum(may_belong(school) for school in quarantined)]
        for (indicator, klasse), found in asked.items()
        for members in [[one for who, one in zip(people, found, strict=True) if belongs(who)]]
        if any(one.published != OUT for one in members)
    ]
    return pd.DataFrame(rows)


def _asked(people: Sequence[Leaver], settings: Definities) -> dict[tuple[str, str], list[_Unknown]]:
    published = _fates(rates_about_fate(people, settings))
    others = [("BW_", _ways_along), ("T_", _ways_first)]
    asked = _filled_in(people, settings, published, _ways)
    for name, ways in others:
        found = _filled_in(people, settings, published, ways)
        asked |= {key: fates for key, fates in found.items() if key[0].startswith(name)}
    return asked


def _filled_in(
    people: Sequence[Leaver],
    settings: Definities,
    published: Fates,
    fill: Callable[[Leaver], Iterator[Leaver]],
) -> dict[tuple[str, str], list[_Unknown]]:
    ways = [list(fill(who)) for who in people]
    known = _fates(rates_about_fate([way for some in ways for way in some], settings))
    starts = [0]
    for some in ways:
        starts.append(starts[-1] + len(some))
    return {
        key: [
            _Unknown(one, frozenset(known[key][a:b]))
            for one, a, b in zip(published[key], starts, starts[1:], strict=False)
        ]
        for key in known
    }


def _fates(rates: Sequence[Rate]) -> Fates:
    return {
        (rate.indicator, rate.klasse): [
            OUT if not belongs else COUNTED if did else FAILED
            for belongs, did in zip(rate.noemer, rate.teller, strict=True)
        ]
        for rate in rates
    }


def _units(
    people: Sequence[Leaver],
) -> Iterator[tuple[str, Callable[[Leaver], bool], Callable[[str | None], bool]]]:
    """Name, who belongs to it, and of which school (None: not known) a row in quarantine may belong to it."""
    here = {who.school for who in people}
    yield "regio", lambda _: True, lambda _: True
    for unit in sorted(here):
        yield unit, lambda who, u=unit: who.school == u, lambda school, u=unit: school in (None, u)
    for unit in sorted({SCHOLEN[school] for school in here}):
        yield (
            unit,
            lambda who, u=unit: who.schooltype == u,
            lambda school, u=unit: school not in here or SCHOLEN[school] == u,
        )


def _figures(members: Sequence[_Unknown], rows: int) -> dict[str, float]:
    """Everybody the best, and everybody the worst, that is possible; of a row in quarantine all is."""
    n = sum(one.published != OUT for one in members)
    k = sum(one.published == COUNTED for one in members)
    unknown = [one for one in members if one.unknown]
    may_count = n + sum(one.published == OUT for one in unknown) + rows
    best = Counter([max(one.possible) for one in members] + [COUNTED] * rows)
    worst = Counter([min(one.possible) for one in members] + [FAILED] * rows)
    return {
        "onbekend": len(unknown) + rows,
        "aandeel_onbekend": 100 * (len(unknown) + rows) / may_count,
        "ondergrens": _rate(worst),
        "bovengrens": _rate(best) if best[COUNTED] + best[FAILED] else 100 * k / n,
    }


def _rate(fates: Counter[int]) -> float:
    return 100 * fates[COUNTED] / (fates[COUNTED] + fates[FAILED])


def _ways(who: Leaver) -> Iterator[Leaver]:
    """The leaver with everything filled in, in every way that can matter to an indicator."""
    situations = (_at(who.u, _AT_LEAVING), _at(who.V2, _LATER), _at(who.V4, _LATER))
    profiles = [who.profiel] if who.profiel or who.schooltype == "PRO" else ["ARBEID", "DAGBESTEDING"]
    for u, v2, v4, perspectief, profiel, yes, job in product(
        *situations, [who.perspectief] if who.perspectief else "JN", profiles, (True, False), _jobs()
    ):
        yield replace(
            _answered(who, yes), u=job(u), V2=job(v2), V4=job(v4), perspectief=perspectief, profiel=profiel
        )


def _ways_along(who: Leaver) -> Iterator[Leaver]:
    """In every way that can matter to who keeps her work from moment to moment: nothing else is looked at."""
    later = [kind for kind in _LATER if kind.code in ("ARB_REG", "GEEN", "OVERLEDEN")]
    moments = (_at(found, later) for found in (who.V1, who.V2, who.V3, who.V4))
    for u, v1, v2, v3, v4 in product(_at(who.u, _AT_LEAVING), *moments):
        yield replace(who, u=u, V1=v1, V2=v2, V3=v3, V4=v4)


def _ways_first(who: Leaver) -> Iterator[Leaver]:
    """In every way that can matter to when she first had work. A begin that is given is true: she did not
    work before it. One that is not, may be early or late; also where she worked at a moment, after which a
    late one is that of later work, so of no use."""
    kinds = {kind.code: kind for kind in (*_AT_LEAVING, *_LATER)}
    options = {
        "u": ("ARB_REG", "GEEN", "PRO"), "V1": ("ARB_REG", "GEEN"), "V2": ("ARB_REG", "GEEN"),
        "V3": ("ARB_REG", "GEEN"), "V4": ("ARB_REG", "GEEN", "OVERLEDEN"),
    }  # fmt: skip
    moments = [_at(getattr(who, name), [kinds[code] for code in codes]) for name, codes in options.items()]
    for perspectief, *found in product([who.perspectief] if who.perspectief else "JN", *moments):
        filled = replace(
            who, perspectief=perspectief, vertrek_bekend=True, **dict(zip(options, found, strict=True))
        )
        if who.begin is not None and who.begin > filled.eerste_werk:
            continue
        never = who.begin is None and filled.eerste_werk == inf
        if never or (who.begin is not None and who.vertrek_bekend):
            yield filled
        else:
            yield from (replace(filled, begin=begin) for begin in (0, 27))


def _at(found: Situatie | None, all_kinds: Sequence[Situatie]) -> Sequence[Situatie]:
    if found is None or found.code == "ONBEKEND":
        return all_kinds
    if found.code == "GEEN" and found.reden is None:
        return [kind for kind in _AT_LEAVING if kind.code == "GEEN"]
    return [found]


def _answered(who: Leaver, yes: bool) -> Leaver:
    """Yes, or no, to every question that was not answered; nobody asks about the work of who is unknown."""
    nothing = who.u.code == "ONBEKEND"
    return replace(
        who,
        uitkering=who.uitkering or ("J" if yes else "N"),
        in_vsv=yes if who.in_vsv is None else who.in_vsv,
        passend=(None if nothing else who.passend) or ("J" if yes else "N"),
        werkgemeente=(None if nothing else who.werkgemeente) or ("0599" if yes else "GENT"),
    )


def _jobs() -> Iterator[Callable[[Situatie], Situatie]]:
    """Every job a good one with the same employer, of the two there are; or a bad one elsewhere."""
    for employer in ("bakker", "smid"):
        yield lambda found, e=employer: _filled(found, e, "vast", 99.0)
    yield lambda found: _filled(found, "elders", "kort", 0.0)


def _filled(found: Situatie, werkgever: str, contract: str, uren: float) -> Situatie:
    known = found.contract if found.contract in ("vast", "lang", "kort") else contract
    return replace(
        found,
        werkgever=found.werkgever or werkgever,
        contract=known,
        uren=uren if found.uren is None else found.uren,
    )
