"""Whether a release stays as it is though the microdata are others: all that it counts is what it was.

What is delivered after the stand of a report, or about later cohorts, does not touch it. A report that is out
is not made again for that: its release, and the record of what that was made of, stay to the byte, so it can
be verified with what it was made of then. Only its account of deliveries does not decide: a list that is
delivered anew every year would change it in every report there is. The newest release is always made again,
because an analyst shares beside it (verkennen/delen.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.release.publication import MANIFEST
from pipeline.workspace.atomic import write_text
from pipeline.workspace.record import program, sha256_file, stable_json

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.pseudonym import Sleutel
    from pipeline.release.compose import Geteld
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.basis import Besluit
    from pipeline.workspace.folders import Workspace
    from pipeline.workspace.settings import Settings

GETELD = "geteld"
"""In the record of a release: `kenmerk` of what it was made of."""
_DOEL = "geteld"
_ACCOUNT = frozenset({"leveringen"})


def kenmerk(counted: Geteld, lost: frozenset[int], sleutel: Sleutel) -> str:
    """A keyed hash of all that was counted, 64 hex digits: without the key nobody can try counts on it."""
    return sleutel.pseudonym(_DOEL, stable_json({**dict(_parts(counted)), "lost": sorted(lost)}))


def _parts(counted: Geteld) -> Iterator[tuple[str, Any]]:
    for naam in ("cijfers", "eenheden", "gevoeligheid", "varianten", "plannen", "uitkomsten"):
        yield naam, _content(getattr(counted, naam))
    for naam, table in sorted(counted.overzichten.items()):
        if naam not in _ACCOUNT:
            yield f"overzicht {naam}", _content(table)
    yield "volledigheid", counted.volledigheid.as_meta()
    yield "herinneringen", [one.as_dict() for one in counted.herinneringen]
    yield "scholen", [list(map(str, pair)) for pair in counted.volledigheid.scholen]


def _content(table: pd.DataFrame) -> list[str]:
    """Names, types and every value, by a hash per row: what is missing is a value, and order counts."""
    import pandas as pd

    types = [f"{name} {kind}" for name, kind in table.dtypes.astype(str).items()]
    return [*types, *(f"{one:016x}" for one in pd.util.hash_pandas_object(table, index=False))]


def may_stay(
    workspace: Workspace, schooljaar: Schooljaar, found: Besluit, settings: Settings, sleutel: Sleutel
) -> bool:
    """Whether nothing but the microdata is otherwise than when the release was made, the program included."""
    if {one.wat for one in found.wijzigingen} != {"microdata"}:
        return False
    record = _record(workspace, schooljaar)
    before = (record.get("programma"), record.get("instellingen"), record.get("sleutel_id"))
    return GETELD in record and before == (dict(program()), settings.basis(), sleutel.id)


def stays(
    workspace: Workspace, schooljaar: Schooljaar, inputs: str, counted: Geteld, lost: frozenset[int],
    sleutel: Sleutel,
) -> bool:  # fmt: skip
    """Whether a release that may stay counts what it counted; then that is noted, for these microdata."""
    if kenmerk(counted, lost, sleutel) != _record(workspace, schooljaar)[GETELD]:
        return False
    note = {"microdata": inputs, "release": _manifest(workspace, schooljaar)}
    write_text(workspace.same_record(schooljaar), stable_json(note))
    return True


def same_as(workspace: Workspace, schooljaar: Schooljaar, made_of: str) -> str:
    """The microdata that a release is up to date with: those it was made of, or later ones that count the
    same."""
    try:
        note: dict[str, str] = json.loads(workspace.same_record(schooljaar).read_bytes())
    except (FileNotFoundError, ValueError):
        return made_of
    return note["microdata"] if note.get("release") == _manifest(workspace, schooljaar) else made_of


def _record(workspace: Workspace, schooljaar: Schooljaar) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(workspace.run_record(schooljaar).read_bytes())
    return found


def _manifest(workspace: Workspace, schooljaar: Schooljaar) -> str:
    place = workspace.release_dir(schooljaar) / MANIFEST
    return sha256_file(place) if place.is_file() else ""
