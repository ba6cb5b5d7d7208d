"""The analysis plan of a workspace: analyseplan.toml, read strictly, with a hash that the reports print.

What is asked, of which outcome, how it is estimated and what would count as a difference that matters are
fixed here before anybody sees the outcomes; a plan of later date says so of itself.
"""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from pipeline.indicators.definitions import definities
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import PLAN_NAME
from pipeline.workspace.record import stable_json
from pipeline.workspace.settings import Deel, School, schooljaar_label
from pipeline.workspace.template import template

VOORAF, ACHTERAF = "vooraf opgesteld", "achteraf opgesteld"


def _indicator(code: str) -> str:
    if code not in definities():
        near = get_close_matches(code, definities(), n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(definities())}"
        raise ValueError(f"{code!r} is no indicator with a numerator and a denominator; {hint}")
    return code


def _start(label: str) -> str:
    return schooljaar_label(label).label


Indicator = Annotated[str, AfterValidator(_indicator)]
Tekst = Annotated[str, Field(min_length=1)]


class Groep(Deel):
    """One innovatieplan that a question is about; what is left out here follows from its delivery."""

    plan: Tekst
    start: Annotated[str, AfterValidator(_start)] | None = None
    """First school year whose leavers can have had something from the plan."""
    scholen: list[School] = Field(default_factory=list)

    @property
    def cohort(self) -> int | None:
        return None if self.start is None else Schooljaar.parse(self.start).start


class Vraag(Deel):
    """One question with one estimator."""

    naam: Tekst
    vraag: Tekst
    estimand: Tekst
    indicator: Indicator
    familie: Tekst
    schatter: Literal["imputatie"] = "imputatie"
    horizon: int = Field(3, ge=1, le=8)
    toewijzing: Literal["school", "bestuur"] = "school"
    kleinste_effect: float = Field(10.0, gt=0, le=100)
    placebo_uitkomsten: list[Indicator] = Field(default_factory=list)
    placebo_jaren: int = Field(2, ge=1, le=5)
    groep: list[Groep] = Field(default_factory=list)

    @model_validator(mode="after")
    def _past_bij_elkaar(self) -> Vraag:
        if self.indicator in self.placebo_uitkomsten:
            raise ValueError(f"{self.indicator} cannot be its own placebo_uitkomsten")
        namen = [groep.plan for groep in self.groep]
        if len(set(namen)) < len(namen):
            raise ValueError("expected each plan once among the groups of a question")
        return self


class Analyseplan(Deel):
    """All questions of a workspace, with the day on which they were settled."""

    versie: Tekst = "1"
    opgesteld: date | None = None
    vraag: Annotated[list[Vraag], Field(min_length=1)]

    @model_validator(mode="after")
    def _namen_een_keer(self) -> Analyseplan:
        namen = [vraag.naam for vraag in self.vraag]
        if len(set(namen)) < len(namen):
            raise ValueError("expected each question under a name of its own")
        return self

    def hash(self) -> str:
        """SHA-256 of what the plan says; comments, order of keys and layout do not count.

        What it leaves to its default is not in it: a plan is the same under a later version of this program
        that knows more keys.
        """
        said = self.model_dump(mode="json", exclude_defaults=True)
        return hashlib.sha256(stable_json(said).encode()).hexdigest()

    def stand(self, uitkomsten_sinds: date) -> str:
        """VOORAF when the plan is dated before the day on which its outcomes first came in, else ACHTERAF.

        On the same day the order cannot be told, and without a date nothing can: both count as ACHTERAF.
        """
        eerder = self.opgesteld is not None and self.opgesteld < uitkomsten_sinds
        return VOORAF if eerder else ACHTERAF


def load_analyseplan(path: Path) -> Analyseplan:
    """Read the plan of a workspace, or the packaged one when it has none of its own.

    Raises SettingsError that names the file, the question, the key and what was expected.
    """
    if not path.is_file():
        return default_analyseplan()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError(f"{path}: not a TOML file in UTF-8: {fault}", "Correct that place.") from fault
    try:
        return Analyseplan.model_validate(content)
    except ValidationError as fault:
        lines = [f"  {_explain(error)}" for error in fault.errors(include_url=False)]
        raise SettingsError("\n".join([f"{path}:", *lines]), "Correct the analysis plan.") from fault


def default_analyseplan() -> Analyseplan:
    """The plan that comes with the package: every question, no date, so always ACHTERAF."""
    return Analyseplan.model_validate(tomllib.loads(template(PLAN_NAME)))


_EXPECTED = {
    "missing": "is needed",
    "model_type": "expected a table",
    "list_type": "expected a list",
    "int_type": "expected a whole number",
    "float_type": "expected a number",
    "string_type": "expected text in quotes",
    "string_too_short": "expected text that is not empty",
    "too_short": "expected at least one",
    "date_type": "expected a date without quotes, for example 2016-11-01",
    "greater_than": "expected more than {gt:g}",
    "greater_than_equal": "expected {ge} or more",
    "less_than_equal": "expected {le:g} or less",
    "literal_error": "expected {expected}",
}


def _explain(error: ErrorDetails) -> str:
    place = _place(error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{place}: unknown key; {_known(error['loc'])}"
    if expected := _EXPECTED.get(error["type"]):
        return f"{place}: {expected.format(**error.get('ctx', {}))}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def _place(loc: tuple[int | str, ...]) -> str:
    """Where it is, counted from 1 as a reader does: vraag 2, groep 1, start."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        else:
            parts.append(str(part))
    return ", ".join(parts)


def _known(loc: tuple[int | str, ...]) -> str:
    inside = [part for part in loc[:-1] if isinstance(part, str)]
    tables: dict[str | None, type[Deel]] = {None: Analyseplan, "vraag": Vraag, "groep": Groep}
    known = list(tables[inside[-1] if inside else None].model_fields)
    near = get_close_matches(str(loc[-1]), known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def inhoud(plan: Analyseplan) -> dict[str, Any]:
    """What the plan says, as plain values for a run record or a report."""
    return {"hash": plan.hash(), **plan.model_dump(mode="json")}
