"""Whether a release stays as it is though the microdata are others: all that it counts is what it was.

What is delivered after the stand of a report, or about later cohorts, does not touch it. A report that is out
is not made again for that: its release, and the record of what that was made of, stay to the byte, so it can
be verified with what it was made of then. Only its account of deliveries does not decide: a list that is
delivered anew every year would change it in every report there is. The newest release is always made again,
because an analyst shares beside it (verkennen/delen.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.release.besluit import GETELD, made_of, manifest_hash
from pipeline.workspace.atomic import write_text
from pipeline.workspace.record import stable_json

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.pseudonym import Sleutel
    from pipeline.release.compose import Geteld
    from pipeline.vocabulary.schooljaar import Schooljaar
    from pipeline.workspace.folders import Workspace

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


def stays(
    workspace: Workspace, schooljaar: Schooljaar, inputs: str, counted: Geteld, lost: frozenset[int],
    sleutel: Sleutel,
) -> bool:  # fmt: skip
    """Whether a release that may stay counts what it counted; then that is noted, for these microdata."""
    if kenmerk(counted, lost, sleutel) != made_of(workspace, schooljaar).get(GETELD):
        return False
    note = {"microdata": inputs, "release": manifest_hash(workspace, schooljaar)}
    write_text(workspace.same_record(schooljaar), stable_json(note))
    return True
