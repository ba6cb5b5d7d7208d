"""The record of reviews beside a release, beoordelingen.json: who looked at which contents, and when."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from pathlib import Path

from pipeline.gate.check import refuse_faults
from pipeline.gate.page import page_faults
from pipeline.gate.text import json_faults
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.record import stable_json

REVIEWS = "beoordelingen.json"
_LONGEST_NAME = 80
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f]")
"""Characters that count as printable and show nothing, so that two names would look like one."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Beoordeling:
    """Somebody looked at these contents and found them fit to go out."""

    door: str
    dag: str
    """ISO date."""
    inhoud: str
    """Hash of release and reports as they were then."""

    def is_by(self, naam: str) -> bool:
        """Whether it is of the same person, however the name was typed."""
        return _folded(self.door) == _folded(naam)


def read_reviews(folder: Path) -> tuple[Beoordeling, ...]:
    """The reviews beside a release, oldest first. Raises SettingsError when they cannot be read."""
    path = folder / REVIEWS
    if not path.is_file():
        return ()
    try:
        return tuple(_review(**entry) for entry in json.loads(path.read_bytes())["beoordelingen"])
    except (ValueError, TypeError, KeyError, SettingsError) as fault:
        raise SettingsError(
            f"{path}: not a record of reviews as 'toeleiding approve' writes it, so nobody's review counts",
            "Put the file back from a copy. Without one, move it away: no review is known then, and whoever"
            " looked can record that again.",
        ) from fault


def write_reviews(folder: Path, reviews: Iterable[Beoordeling]) -> None:
    """Write the record whole."""
    text = stable_json({"beoordelingen": [asdict(review) for review in reviews]})
    refuse_faults([(REVIEWS, text.encode())], SettingsError)
    write_text(folder / REVIEWS, text)


def first_of_each(reviews: Sequence[Beoordeling]) -> tuple[Beoordeling, ...]:
    """The first review of each person."""
    by_name: dict[str, Beoordeling] = {}
    for review in reviews:
        by_name.setdefault(_folded(review.door), review)
    return tuple(by_name.values())


def checked_name(door: str) -> str:
    """A name as it will stand in the record, in the index and beside the reports.

    NFKC, single spaces. Raises SettingsError without a letter, when too long, and for what the gate would
    stop where the name comes to stand: every later run would end there.
    """
    naam = " ".join(unicodedata.normalize("NFKC", door).split())
    readable = naam.isprintable() and not _BLANK.search(naam)
    if len(naam) > _LONGEST_NAME or not readable or not any(letter.isalpha() for letter in naam):
        raise SettingsError(
            "a review needs the name of who looked",
            f"Give --by NAME, with letters, at most {_LONGEST_NAME} characters.",
        )
    page = f"<p>{escape(naam)}</p>"
    if faults := [*json_faults(stable_json({"door": naam}).encode()), *page_faults(page.encode())]:
        raise SettingsError(
            f"the name of who looked may not leave: {faults[0].what}",
            "Give --by NAME as it may be read beside the reports.",
        )
    return naam


def _review(door: str, dag: str, inhoud: str) -> Beoordeling:
    """An entry of the record. Raises ValueError or TypeError for one that was not written here."""
    date.fromisoformat(dag)
    if not _SHA256.fullmatch(inhoud):
        raise ValueError("a review without the hash of what was reviewed")
    return Beoordeling(checked_name(door), dag, inhoud)


def _folded(naam: str) -> str:
    """A name to compare by: composed, without case, single spaces."""
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", naam).casefold())
    return " ".join(once.split())
