"""Learning from refusals: additions to woorden.toml as a diff, which only a person can accept.

Nothing is guessed silently. What looks enough like a known word is proposed, with what speaks for it; the
rest becomes lines to choose from, which mean nothing until a person takes the # away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

from pipeline.sources.contract import Contracten, contracten
from pipeline.sources.extend import add_words
from pipeline.sources.problems import PastNietOpContract
from pipeline.sources.proposals import RULE, Reden, Voorstel, proposals
from pipeline.sources.words import Woorden, parse_words, read_words
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import SettingsError

HEAD = """\
# Words of this workspace: headers and codes as the schools here write them, added to those of the package.
# `toeleiding check FILE --learn` proposes lines and a person accepts them; lines may be changed or taken out.
#
#     [uitstroom.koppen]
#     "Inst." = "brin"               a header, and the column that it means
#     "Mentor" = "weg"               a header of a column that nobody needs
#     [uitstroom.woorden.bestemming]
#     "Werk bij baas" = "ARB_REG"    a word in the column bestemming, and the code that it means
#     "n.v.t." = "leeg"              a word that says no more than an empty cell
"""
_ENTRY = re.compile(r'\s*(#\s*)?["\'\w]')
Weigeringen = Callable[[Contracten], list[PastNietOpContract]]
"""What is refused when files are judged by these contracts."""


@dataclass(frozen=True)
class Geleerd:
    """What can be added to woorden.toml: the proposals, and the text before and after."""

    bestand: Path
    voorstellen: tuple[Voorstel, ...]
    oud: str
    nieuw: str

    @property
    def diff(self) -> str:
        """A unified diff; empty when there is nothing to add."""
        before, after = self.oud.splitlines(keepends=True), self.nieuw.splitlines(keepends=True)
        return "".join(unified_diff(before, after, self.bestand.name, self.bestand.name))

    @property
    def regel(self) -> str:
        """By what rule a line is proposed or left to choose."""
        return RULE

    def accept(self) -> None:
        """Write it, whole or not at all. Raises SettingsError when the file was changed meanwhile."""
        if read_words(self.bestand) != self.oud:
            raise SettingsError(f"{self.bestand} was changed meanwhile", "Look at the diff once more.")
        write_text(self.bestand, self.nieuw)

    def as_dict(self, geschreven: bool) -> dict[str, Any]:
        return {
            "woorden": {
                "bestand": str(self.bestand),
                "geschreven": geschreven,
                "regel": self.regel,
                "diff": self.diff,
                "voorstellen": [voorstel.as_dict() for voorstel in self.voorstellen],
            }
        }


def learn(refusals: Weigeringen, path: Path, reden: Reden) -> Geleerd:
    """Propose what is missing, until the files ask for nothing that can be proposed.

    A header that is proposed shows values under it that may be unknown too, so the files are judged again
    with what was found. Raises SettingsError when woorden.toml is not right as it is.
    """
    text = read_words(path)
    present = parse_words(text, path)
    chosen: dict[tuple[str, str | None, str], Voorstel] = {}
    while True:
        found = proposals(refusals(add_words(contracten(), (*present, *_words(chosen)), path)))
        new = {v.sleutel: v for v in found if v.gekozen and v.sleutel not in chosen}
        if not new:
            break
        chosen |= new
    everything = (*chosen.values(), *(v for v in found if v.sleutel not in chosen))
    return Geleerd(
        path, everything, text, _checked(text, everything, (*present, *_words(chosen)), path, reden)
    )


def _words(chosen: dict[tuple[str, str | None, str], Voorstel]) -> Woorden:
    return tuple(voorstel.gekozen for voorstel in chosen.values() if voorstel.gekozen)


def _checked(
    text: str, voorstellen: tuple[Voorstel, ...], expected: Woorden, path: Path, reden: Reden
) -> str:
    """The new text, if it says what is there and what is proposed and nothing else."""
    new = with_proposals(text, voorstellen, reden)
    try:
        said: Woorden | None = parse_words(new, path)
    except SettingsError:
        said = None
    if said is None or set(said) != set(expected):
        lines = "\n".join(line for voorstel in voorstellen for line in voorstel.regels(reden))
        raise SettingsError(f"{path}: cannot be added to by itself", f"Add these lines by hand:\n{lines}")
    return new


def with_proposals(text: str, voorstellen: tuple[Voorstel, ...], reden: Reden) -> str:
    """The text of woorden.toml with lines added, each in its table; what stands there stays as it is."""
    lines = text.removesuffix("\n").split("\n") if text else []
    for voorstel in voorstellen:
        table = f"[{'.'.join(voorstel.als('').tabel)}]"
        lines = _insert(lines or HEAD.splitlines(), table, voorstel.regels(reden))
    return "\n".join(lines) + "\n" if lines else ""


def _insert(lines: list[str], table: str, added: list[str]) -> list[str]:
    """Under the last line of the table; a table that is not there comes at the end. What was asked before is
    not asked again."""
    begin = next((n for n, line in enumerate(lines) if re.sub(r"\s+|#.*", "", line) == table), None)
    if begin is None:
        return [*lines, "", table, *added]
    after = (n for n, line in enumerate(lines[begin + 1 :], begin + 1) if line.lstrip().startswith("["))
    inside = range(begin, next(after, len(lines)))
    if any(lines[number].startswith(_start(added[-1])) for number in inside):
        return lines
    last = max(n for n in inside if n == begin or (_ENTRY.match(lines[n]) and " = " in lines[n]))
    return [*lines[: last + 1], *added, *lines[last + 1 :]]


def _start(line: str) -> str:
    """A line without its evidence, which may differ from one time to another."""
    return line.partition("  # ")[0]
