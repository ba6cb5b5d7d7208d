"""What the definitions of P1 and K1 say about D: both count codes, and so give codes and classes away.

K1's k is work and mbo bol; P1's k is every code that counts as placed, and P1's others are ONBEKEND and a
part of GEEN. Where codes are not published they are there all the same; those that always go together are one
part.
"""

from collections.abc import Collection, Mapping
from functools import cache

from pipeline.release.attacker import Draft
from pipeline.release.figures import ONBEKEND, Key, Unit
from pipeline.vocabulary.tables import bestemmingen, klassen

Codes = frozenset[str]

_P1, _K1 = Key("P1", "", ""), Key("K1", "", "")


def add_definitions(draft: Draft) -> None:
    """Add what follows for every unit with all classes, if the published codes bear the definitions out."""
    sums = {key: codes for key, codes in _sums_of_codes().items() if _holds(draft, key, codes)}
    for unit in sorted({unit for key in sums for unit in draft.counted[key]}):
        parts = _parts(draft, unit)
        for key, codes in sums.items():
            if parts and unit in draft.counted[key]:
                counted = [number for names, number in parts.items() if names <= codes]
                draft.system.add_sum(draft.counted[key][unit], counted)
        if parts and _P1 in sums:
            _add_failed(draft, unit)


@cache
def _sums_of_codes() -> Mapping[Key, Codes]:
    placed = frozenset(b.code for b in bestemmingen() if b.p1 == "geslaagd")
    return {_P1: placed, _K1: frozenset(b.code for b in bestemmingen() if b.in_werk) | {"MBO_BOL"}}


@cache
def _codes_together() -> Mapping[str, tuple[Codes, ...]]:
    """The codes of each class, those that the same sums count together."""
    found: dict[str, dict[tuple[bool, ...], set[str]]] = {klasse.klasse: {} for klasse in klassen()}
    for b in bestemmingen():
        counted = tuple(b.code in codes for codes in _sums_of_codes().values())
        found[b.klasse].setdefault(counted, set()).add(b.code)
    return {klasse: tuple(frozenset(codes) for codes in groups.values()) for klasse, groups in found.items()}


def _holds(draft: Draft, key: Key, codes: Collection[str]) -> bool:
    """Whether an indicator is the sum of these codes, wherever all of them are published."""
    tables = draft.figures.tables
    rows = draft.figures.counted(key) if key in tables else ()
    parts = [(figure.k, [tables.get(_code(code), {}).get(unit) for code in codes]) for unit, figure in rows]
    whole = [(k, sum(part.k for part in found if part)) for k, found in parts if all(found)]
    return bool(whole) and all(k == total for k, total in whole)


def _parts(draft: Draft, unit: Unit) -> Mapping[Codes, int]:
    """Sets of codes, and the number of leavers with one of them; empty when the unit lacks a class."""
    parts: dict[Codes, int] = {}
    for klasse, groups in _codes_together().items():
        total = draft.counted.get(Key("D", klasse, "klasse"), {}).get(unit)
        if total is None:
            return {}
        codes = frozenset().union(*groups)
        published = {
            frozenset({c}): draft.counted[_code(c)][unit] for c in codes if _published(draft, c, unit)
        }
        parts |= published if len(published) == len(codes) else _split(draft, total, groups)
    return parts


def _split(draft: Draft, total: int, groups: tuple[Codes, ...]) -> Mapping[Codes, int]:
    if len(groups) == 1:
        return {groups[0]: total}
    parts = {group: draft.system.add_latent() for group in groups}
    draft.system.add_sum(total, list(parts.values()))
    return parts


def _add_failed(draft: Draft, unit: Unit) -> None:
    """P1's others are ONBEKEND and those of GEEN whose reason is theirs."""
    if unit in draft.others.get(_P1, {}):
        geen = draft.counted[_code("GEEN") if _published(draft, "GEEN", unit) else Key("D", "GEEN", "klasse")]
        failed = draft.system.add_latent()
        draft.system.add_sum(draft.others[_P1][unit], [draft.counted[ONBEKEND][unit], failed])
        draft.system.add_sum(geen[unit], [failed, draft.system.add_latent()])


def _published(draft: Draft, code: str, unit: Unit) -> bool:
    return unit in draft.counted.get(_code(code), {})


def _code(code: str) -> Key:
    return Key("D", code, "code")
