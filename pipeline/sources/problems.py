"""What does not fit a contract, one thing at a time: enough to mend it, and nothing of a pupil."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from pipeline.workspace.errors import LeveringGeweigerd

MAX_LINES = 60
"""More problems than this are counted; a school begins at the top anyway."""
Soort = Literal[
    "onbekende kop",
    "dubbele kop",
    "ontbrekende kolom",
    "niet te herleiden",
    "onbekende waarde",
    "andere waarden",
]
_NAMES: dict[Soort, str] = {
    "onbekende kop": "unknown header(s)",
    "dubbele kop": "two headers for one column",
    "ontbrekende kolom": "missing column(s)",
    "niet te herleiden": "missing column(s)",
    "onbekende waarde": "unknown value(s)",
    "andere waarden": "unknown value(s)",
}
HIDDEN = "not shown, because it may be personal"


@dataclass(frozen=True)
class Kandidaat:
    """What an unknown word may mean: a column or a code, and what speaks for it."""

    betekenis: str
    gelijkenis: int
    """How much the word looks like a known one, in percent."""
    lijkt_op: str
    """That known word."""
    passend: int | None = None
    """Of the filled cells under an unknown header, how many the column takes; None where any text will do."""
    cellen: int = 0
    """How many filled cells were looked at."""
    zeker: bool = False
    """Whether it may be proposed without a person choosing."""

    def __str__(self) -> str:
        said = f"{self.betekenis} ({self.gelijkenis}% like {self.lijkt_op!r}"
        if self.passend is not None and self.cellen:
            said += f"; {self.passend} of {self.cellen} cells fit"
        return said + ")"


@dataclass(frozen=True)
class Probleem:
    """One thing that is wrong. `tekst` is the header or value as delivered; None when it may be personal."""

    soort: Soort
    rij: int
    """As Excel numbers it: of the header, or of the first cell with the value."""
    letter: str | None
    """Of the column in the file; None when the column is not there."""
    kolom: str | None
    """The column of the contract that it is about."""
    tekst: str | None = None
    aantal: int = 1
    """How many cells have the value, or how many different values there are."""
    kandidaten: tuple[Kandidaat, ...] = ()
    mogelijk: tuple[str, ...] = ()
    """The codes of the column, or the required columns that are not there."""
    uitleg: str = ""
    """What else there is to say."""

    def __str__(self) -> str:
        match self.soort:
            case "onbekende kop":
                return f"row {self.rij}, column {self.letter}: unknown header {self._shown} ({self._nearest})"
            case "dubbele kop":
                return (
                    f"row {self.rij}, column {self.letter}: {self._shown} means {self.kolom}, {self.uitleg}"
                )
            case "ontbrekende kolom":
                return f"row {self.rij}: column {self.kolom} is missing; it may be called {self.uitleg}"
            case "niet te herleiden":
                return f"row {self.rij}: {self.uitleg}"
            case "onbekende waarde":
                near = f"; perhaps {', '.join(map(str, self.kandidaten))}" if self.kandidaten else ""
                return f"column {self.letter} ({self.kolom}): {self._value}{near}"
            case "andere waarden":
                return (
                    f"column {self.letter} ({self.kolom}): {self.aantal} different values, first in row"
                    f" {self.rij}; does it hold another column's cells?"
                )

    @property
    def _shown(self) -> str:
        return HIDDEN if self.tekst is None else repr(self.tekst)

    @property
    def _value(self) -> str:
        what = f"a value {HIDDEN}" if self.tekst is None else repr(self.tekst)
        return f"{what}, {self.aantal} time(s), first in row {self.rij}"

    @property
    def _nearest(self) -> str:
        if self.kandidaten:
            return f"nearest known columns: {', '.join(map(str, self.kandidaten))}"
        return "no known column looks like it"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class PastNietOpContract(LeveringGeweigerd):
    """A sheet whose source is known, with everything in it that its contract does not have; `ook` is why the
    rest of it could not be read."""

    def __init__(
        self,
        plaats: str,
        bron: str,
        problemen: tuple[Probleem, ...],
        verwacht: str = "",
        ook: LeveringGeweigerd | None = None,
    ) -> None:
        kinds = " and ".join(dict.fromkeys(_NAMES[p.soort] for p in problemen))
        lines = [f"  {probleem}" for probleem in problemen[:MAX_LINES]]
        if len(problemen) > MAX_LINES:
            lines.append(f"  and {len(problemen) - MAX_LINES} more")
        said = [f"{plaats}: {kinds} in an export of {bron}:", *lines]
        advice = [
            "mend the export, or let `toeleiding check FILE --learn` propose the words for woorden.toml"
        ]
        if verwacht:
            advice.append(f"Expected {verwacht}")
        if ook:
            said.append(ook.message)
            advice.append(ook.advice)
        super().__init__("\n".join(said), "\n".join(advice))
        self.plaats = plaats
        self.bron = bron
        self.problemen = problemen
