"""What a thing was made of, name by name, against what it would be made of now: the same, or what changed.

One rule for microdata, releases and reports, so that a run, a dry run and `status` cannot disagree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.workspace.record import stable_json

Basis = Mapping[str, str]
"""Names of what decides, each with its hash, version or id."""
_SAID = 4


@dataclass(frozen=True)
class Wijziging:
    """One thing that is otherwise now; empty where it was not there."""

    wat: str
    was: str
    nu: str


@dataclass(frozen=True)
class Besluit:
    """Whether something must be made, why or why not, and which hashes say so."""

    nodig: bool
    reden: str
    wijzigingen: tuple[Wijziging, ...] = ()


def basis_hash(basis: Basis) -> str:
    """SHA-256 of all of it."""
    return hashlib.sha256(stable_json(dict(basis)).encode()).hexdigest()


def besluit(before: Basis | None, now: Basis, opnieuw: bool = False) -> Besluit:
    """Whether what was made of `before` must be made of `now`.

    before: None when there is nothing, empty when an earlier version of the program did not write it down.
    """
    if before is None:
        return Besluit(True, "there was none")
    changed = _changes(before, now) if before else ()
    if opnieuw:
        return Besluit(True, "asked for", changed)
    if not before:
        return Besluit(True, "an earlier version of the program made it, and did not write down of what")
    return Besluit(True, _in_words(changed), changed) if changed else Besluit(False, _same(now))


def _changes(before: Basis, now: Basis) -> tuple[Wijziging, ...]:
    names = sorted(before.keys() | now.keys())
    pairs = [Wijziging(name, before.get(name, ""), now.get(name, "")) for name in names]
    return tuple(pair for pair in pairs if pair.was != pair.nu)


def _in_words(changed: tuple[Wijziging, ...]) -> str:
    named = ", ".join(one.wat for one in changed[:_SAID])
    more = f" and {len(changed) - _SAID} more" if len(changed) > _SAID else ""
    return f"changed: {named}{more}"


def _same(now: Basis) -> str:
    """What was looked at, without the names of every library."""
    kinds = dict.fromkeys(name.split(" ")[0] for name in now)
    return f"the same: {', '.join(kinds)}"
