"""What a refusal gives to learn from: lines for woorden.toml, sure or to be chosen, with their evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from pipeline.sources.contract import kaal
from pipeline.sources.likeness import ZEKER
from pipeline.sources.problems import Kandidaat, PastNietOpContract, Probleem
from pipeline.sources.reading import printable
from pipeline.sources.words import LEEG, WEG, Woord, toml_string

_LEARNABLE = ("onbekende kop", "onbekende waarde")
RULE = (
    f"A line without # is proposed: word by word it is at least {ZEKER:.0%} like what is known. Of a header"
    " the cells fit too, and in a value no word differs by more than one slip. Of the lines with #, choose."
)


@dataclass(frozen=True)
class Reden:
    """Who accepts a word and when, as the lines will say."""

    wie: str
    dag: str
    """ISO date."""

    def __str__(self) -> str:
        return f"{self.dag} {self.wie}".strip()


@dataclass(frozen=True)
class Voorstel:
    """An unknown header (kolom None) or value, and what it may mean."""

    bron: str
    kolom: str | None
    tekst: str
    kandidaten: tuple[Kandidaat, ...]
    mogelijk: tuple[str, ...]
    """What else it may mean: the codes of the column, or the required columns that are not there."""
    waar: str
    """File and sheet, row and column."""
    aantal: int

    @property
    def sleutel(self) -> tuple[str, str | None, str]:
        return (self.bron, self.kolom, kaal(self.tekst))

    @property
    def gekozen(self) -> Woord | None:
        """The line that need not be chosen by hand."""
        sure = [kandidaat for kandidaat in self.kandidaten if kandidaat.zeker]
        return self.als(sure[0].betekenis) if len(sure) == 1 else None

    def als(self, betekenis: str) -> Woord:
        return Woord(self.bron, self.kolom, self.tekst, betekenis)

    def regels(self, reden: Reden) -> list[str]:
        """The lines for woorden.toml; those that a person must choose from begin with #."""
        if self.gekozen:
            (sure,) = (kandidaat for kandidaat in self.kandidaten if kandidaat.zeker)
            return [_line(self.gekozen.regel, f"{reden}: {_evidence(sure)}; {self._found}")]
        choices = [(k.betekenis, _evidence(k)) for k in self.kandidaten]
        choices.append((LEEG, "as an empty cell") if self.kolom else (WEG, "nobody needs this column"))
        lines = [_line(f"# {self.als(meaning).regel}", why) for meaning, why in choices]
        return [_line("#", f"{self._found}: choose a line and take its # away{self._others}"), *lines]

    @property
    def _others(self) -> str:
        named = {kandidaat.betekenis for kandidaat in self.kandidaten}
        others = ", ".join(meaning for meaning in self.mogelijk if meaning not in named)
        return f"{', or write' if self.kolom else '; still missing:'} {others}" if others else ""

    @property
    def _found(self) -> str:
        times = f"{self.aantal} time(s), first in " if self.kolom else ""
        return f"{times}{self.waar}"

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "gekozen": self.gekozen.betekenis if self.gekozen else None}


def _line(start: str, comment: str) -> str:
    """A line with its comment, which must not break it: names of files and sheets may hold anything."""
    mark = start if start == "#" else f"{start}  #"
    return f"{mark} {printable(comment)}"


def _evidence(kandidaat: Kandidaat) -> str:
    said = f"{kandidaat.gelijkenis}% like {toml_string(kandidaat.lijkt_op)}"
    if kandidaat.passend is not None and kandidaat.cellen:
        said += f", {kandidaat.passend} of {kandidaat.cellen} cells fit"
    return said


def proposals(refusals: Iterable[PastNietOpContract]) -> list[Voorstel]:
    """One for every header and value that may be shown; what several files have in common is asked once."""
    found: dict[tuple[str, str | None, str], Voorstel] = {}
    for refusal in refusals:
        for probleem in refusal.problemen:
            if probleem.tekst is not None and probleem.soort in _LEARNABLE:
                voorstel = _of(refusal, probleem, probleem.tekst)
                found[voorstel.sleutel] = _together(found.get(voorstel.sleutel), voorstel)
    return list(found.values())


def _of(refusal: PastNietOpContract, probleem: Probleem, tekst: str) -> Voorstel:
    kolom = probleem.kolom if probleem.soort == "onbekende waarde" else None
    waar = f"{refusal.plaats}, row {probleem.rij}, column {probleem.letter}"
    return Voorstel(refusal.bron, kolom, tekst, probleem.kandidaten, probleem.mogelijk, waar, probleem.aantal)


def _together(first: Voorstel | None, second: Voorstel) -> Voorstel:
    """The same text in two places; where it seems to mean two things, a person chooses."""
    if first is None:
        return second
    both = replace(first, aantal=first.aantal + second.aantal)
    if first.gekozen == second.gekozen:
        return both
    known = {kandidaat.betekenis: kandidaat for kandidaat in (*second.kandidaten, *first.kandidaten)}
    return replace(both, kandidaten=tuple(replace(k, zeker=False) for k in known.values()))
