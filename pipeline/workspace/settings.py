"""The settings of a workspace: toeleiding.toml, read strictly, with a reason for every default.

An empty file is a complete one. Unknown keys, wrong types and impossible values are refused, all of them
in one message.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from pipeline.vocabulary.brin import split_brin
from pipeline.vocabulary.maanddag import TELDATUM, MaandDag
from pipeline.vocabulary.meetmoment import Peildata
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.record import stable_json
from pipeline.workspace.template import template

_MOMENTEN = Peildata()


def _maanddag(value: object) -> MaandDag:
    if isinstance(value, MaandDag):
        return value
    if not isinstance(value, str):
        raise ValueError('expected a day in quotes, for example "10-01"')
    return MaandDag.parse(value)


def schooljaar_label(label: str) -> Schooljaar:
    """The school year of a label that is written in full. Raises ValueError with how to write it."""
    try:
        jaar = Schooljaar.parse(label)
    except SchooljaarError as fault:
        raise ValueError(f"{label!r} is {fault}") from fault
    if jaar.label != label:
        raise ValueError(f'write {label!r} as "{jaar}"')
    return jaar


def _school(text: str) -> str:
    return "".join(split_brin(text))


School = Annotated[str, AfterValidator(_school)]
"""A BRIN with its vestiging, as it is in the microdata; without one it is the hoofdvestiging."""
Dag = Annotated[MaandDag, BeforeValidator(_maanddag), PlainSerializer(str)]


class Deel(BaseModel):
    """A part of a file of settings: nothing that is not known, and no value of another type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Regio(Deel):
    """Which region the reports are about."""

    naam: str = Field("Rijnmond", min_length=1)
    arbeidsmarktregio: str = Field("22", pattern="^[0-9]{1,2}$")
    naast: list[str] = []


class Stand(Deel):
    """The day up to which a report knows things, in the calendar year in which its school year ends."""

    dag: Dag = MaandDag(12, 31)
    per_schooljaar: dict[str, date] = {}

    @field_validator("dag")
    @classmethod
    def _na_het_schooljaar(cls, dag: MaandDag) -> MaandDag:
        if dag < MaandDag(8, 1):
            raise ValueError("expected a day after the school year, from 08-01 up to 12-31")
        return dag

    @field_validator("per_schooljaar")
    @classmethod
    def _per_schooljaar(cls, standen: dict[str, date]) -> dict[str, date]:
        for label, stand in standen.items():
            if stand < date(schooljaar_label(label).eind, 8, 1):
                raise ValueError(f"the stand of {label} must lie after that school year")
        return standen


class PeildataDeel(Deel):
    """The day of each follow-up moment."""

    U: Dag = _MOMENTEN.U
    V1: Dag = _MOMENTEN.V1
    V2: Dag = _MOMENTEN.V2
    V3: Dag = _MOMENTEN.V3
    V4: Dag = _MOMENTEN.V4

    @model_validator(mode="after")
    def _op_volgorde(self) -> "PeildataDeel":
        if not (self.V1 < self.V2 and self.V3 < self.V4):
            raise ValueError("expected V1 before V2 and V3 before V4, which lie in the same year")
        return self


class Cohort(Deel):
    """Who leaves with which school year."""

    teldatum: Dag = TELDATUM


Vergroving = Literal["codes", "jaren", "scholen", "besturen"]


class Drempels(Deel):
    """Below which counts nothing is published."""

    telling: int = Field(5, ge=2)
    noemer: int = Field(10, ge=2)
    vergroven: list[Vergroving] = ["codes", "jaren", "scholen", "besturen"]

    @field_validator("vergroven")
    @classmethod
    def _een_keer(cls, stappen: list[Vergroving]) -> list[Vergroving]:
        if len(set(stappen)) < len(stappen):
            raise ValueError("expected each step once")
        return stappen


class Stuurgroep(Deel):
    """What the boards agreed the stuurgroep may see besides what is public; without an agreement nothing."""

    afspraak: str = ""
    telling: int = Field(3, ge=2)
    noemer: int = Field(5, ge=2)


class Definities(Deel):
    """Where the convenant leaves a choice in a definition."""

    beschut_is_werk: bool = True
    uren_minimum: int = Field(12, ge=0, le=40)
    contract_maanden: int = Field(6, ge=0, le=60)
    b2_onbekend_in_noemer: bool = True


Gewicht = Annotated[list[Annotated[float, Field(gt=0, lt=1)]], Field(min_length=2, max_length=2)]
"""How often a field agrees so for one pupil (m), and for two different ones (u)."""


class Gewichten(Deel):
    """What agreement of each link field tells, per way of agreeing; what is left over is disagreement.

    How the defaults were arrived at is told in benchmarks/koppeling.py, which repeats it.
    """

    geboren_gelijk: Gewicht = [0.95, 0.001]
    geboren_verwisseld: Gewicht = [0.01, 0.0004]
    achternaam_gelijk: Gewicht = [0.94, 0.008]
    achternaam_bijna: Gewicht = [0.03, 0.025]
    roepnaam_gelijk: Gewicht = [0.97, 0.025]
    school_leerlingnummer: Gewicht = [0.75, 0.0005]
    school_ander_nummer: Gewicht = [0.18, 0.03]
    school_gelijk: Gewicht = [0.02, 0.001]
    geslacht_gelijk: Gewicht = [0.98, 0.5]
    postcode_gelijk: Gewicht = [0.9, 0.02]

    @model_validator(mode="after")
    def _laat_iets_over(self) -> "Gewichten":
        gewichten: dict[str, list[float]] = dict(self)
        for veld in {naam.partition("_")[0] for naam in gewichten}:
            for n, letter in enumerate("mu"):
                if sum(g[n] for naam, g in gewichten.items() if naam.startswith(f"{veld}_")) >= 1:
                    raise ValueError(f"the {letter} of {veld} together must stay below 1")
        return self


class Koppeling(Deel):
    """When a row without a usable PGN is somebody's (microdata/koppeling)."""

    drempel: float = Field(0.99, ge=0.5, lt=1)
    marge: float = Field(5.0, gt=0)
    vooraf: float = Field(0.001, gt=0, lt=1)
    gewichten: Gewichten = Gewichten()


class Sleutel(Deel):
    """Where the pseudonym key is, relative to the workspace. Never the key itself."""

    bestand: str | None = Field(None, min_length=1)


Jaren = Annotated[int, Field(ge=1, le=50)]
_RUW_PER_BRON = {"intergrip": 1}
_DECIDES_NO_FIGURE: Any = {
    "sleutel": True,
    "bewaren": True,
    "vrijgave": {"beoordelaars"},
    "jaarlijks": True,
    "machine": True,
}
_MEGABYTES = {"MB": 1, "GB": 1000}
_MINST = 200


class Bewaren(Deel):
    """For how many years what was delivered is kept: the file itself, and its pseudonymised rows."""

    ruw: Jaren = 2
    gepseudonimiseerd: Jaren = 12
    ruw_per_bron: dict[str, Jaren] = _RUW_PER_BRON
    gepseudonimiseerd_per_bron: dict[str, Jaren] = {}

    @field_validator("ruw_per_bron")
    @classmethod
    def _met_standaard(cls, jaren: dict[str, int]) -> dict[str, int]:
        """Naming one source lengthens no other: the defaults of the ones that are not named stay."""
        return _RUW_PER_BRON | jaren

    def jaren_ruw(self, bron: str) -> int:
        """Years for the file of a source; never more than for what was made of it."""
        return min(self.ruw_per_bron.get(bron, self.ruw), self.jaren_rijen(bron))

    def jaren_rijen(self, bron: str) -> int:
        """Years for the pseudonymised rows of a source."""
        return self.gepseudonimiseerd_per_bron.get(bron, self.gepseudonimiseerd)


class Rapport(Deel):
    """Which school years get reports, and text of the region's own about what each report is for."""

    eerste_schooljaar: str = ""
    doel_toetsing: str = ""
    doel_stuurgroep: str = ""

    @field_validator("eerste_schooljaar")
    @classmethod
    def _eerste(cls, label: str) -> str:
        return schooljaar_label(label).label if label else label


class Vrijgave(Deel):
    """How many people look at reports before they go out, and which schools are not waited for."""

    beoordelaars: int = Field(0, ge=0, le=2)
    zonder_levering: list[School] = []


class Jaarlijks(Deel):
    """When the run happens by itself, until when schools have, and who hears how it went."""

    maanden: list[Annotated[int, Field(ge=1, le=12)]] = Field([1], min_length=1)
    dagen: list[Annotated[int, Field(ge=1, le=31)]] = []
    tijd: str = "05:30"
    uiterste_leverdag: Dag = MaandDag(1, 31)
    opdracht: list[str] = []
    tijdslimiet: int = Field(60, ge=1, le=3600)

    @field_validator("tijd")
    @classmethod
    def _klok(cls, tijd: str) -> str:
        if not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", tijd):
            raise ValueError('expected a time of day in quotes, for example "05:30"')
        return tijd

    @model_validator(mode="after")
    def _dagen_die_er_zijn(self) -> "Jaarlijks":
        """A day that one of the months has not got every year would be left out in silence."""
        for maand in self.maanden:
            for dag in self.dagen:
                try:
                    MaandDag(maand, dag)
                except ValueError as fault:
                    raise ValueError(f"there is not every year a day {dag} in month {maand}") from fault
        return self


class Machine(Deel):
    """What a run may take of the machine."""

    geheugen: str = "2GB"

    @field_validator("geheugen")
    @classmethod
    def _genoeg(cls, geheugen: str) -> str:
        written = re.fullmatch("([1-9][0-9]*)(MB|GB)", geheugen)
        if not written or int(written[1]) * _MEGABYTES[written[2]] < _MINST:
            raise ValueError(f'expected {_MINST}MB or more in quotes, for example "500MB" or "4GB"')
        return geheugen


class Settings(Deel):
    """All settings of a workspace, checked."""

    regio: Regio = Regio()
    stand_: Stand = Field(Stand(), alias="stand")
    peildata: PeildataDeel = PeildataDeel()
    cohort: Cohort = Cohort()
    drempels: Drempels = Drempels()
    stuurgroep: Stuurgroep = Stuurgroep()
    definities: Definities = Definities()
    koppeling: Koppeling = Koppeling()
    sleutel: Sleutel = Sleutel()
    bewaren: Bewaren = Bewaren()
    rapport: Rapport = Rapport()
    vrijgave: Vrijgave = Vrijgave()
    jaarlijks: Jaarlijks = Jaarlijks()
    machine: Machine = Machine()

    @model_validator(mode="after")
    def _niet_strenger_dan_openbaar(self) -> "Settings":
        """Who sees more than the public cannot have a higher threshold than the public."""
        for naam in ("telling", "noemer"):
            most, found = getattr(self.drempels, naam), getattr(self.stuurgroep, naam)
            if self.stuurgroep.afspraak and found > most:
                raise ValueError(f"stuurgroep.{naam}: expected at most drempels.{naam}, which is {most}")
        return self

    @property
    def momenten(self) -> Peildata:
        """The follow-up calendar."""
        return Peildata(**dict(self.peildata))

    def stand(self, schooljaar: Schooljaar) -> date:
        """The date up to which the report of a school year knows things: 31 December of the year it ends."""
        eigen = self.stand_.per_schooljaar.get(schooljaar.label)
        return eigen or self.stand_.dag.in_jaar(schooljaar.eind)

    def hash(self) -> str:
        """SHA-256 of what decides a release: not the place of the key, terms of retention or reviewers."""
        return _hash(self._deciding())

    def basis(self) -> dict[str, str]:
        """The same per part, by its name."""
        return {f"settings [{part}]": _hash(content) for part, content in self._deciding().items()}

    def _deciding(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True, exclude=_DECIDES_NO_FIGURE)


def _hash(content: object) -> str:
    return hashlib.sha256(stable_json(content).encode()).hexdigest()


def load_settings(path: Path) -> Settings:
    """Read toeleiding.toml. Raises SettingsError that names the file, the key and what was expected."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise SettingsError(
            f"{path}: there is no settings file", "An empty file is enough to start."
        ) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError(f"{path}: not a TOML file in UTF-8: {fault}", "Correct that place.") from fault
    try:
        return Settings.model_validate(content)
    except ValidationError as fault:
        lines = [f"  {_explain(error)}" for error in fault.errors(include_url=False)]
        raise SettingsError("\n".join([f"{path}:", *lines]), "Correct these settings.") from fault


def default_settings_toml() -> str:
    """The settings file that a new workspace gets: every default, with its reason or source."""
    return template("toeleiding.toml")


_EXPECTED = {
    "model_type": "expected a table of settings",
    "dict_type": "expected a table of settings",
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "string_type": "expected text in quotes",
    "string_too_short": "expected text that is not empty",
    "string_pattern_mismatch": 'expected a number of one or two digits in quotes, for example "22"',
    "date_type": "expected a date without quotes, for example 2018-01-31",
    "greater_than_equal": "expected {ge} or more",
    "less_than_equal": "expected {le} or less",
}


def _explain(error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{place}: unknown key; {_known(error['loc'])}"
    if expected := _EXPECTED.get(error["type"]):
        return f"{place}: {expected.format(**error.get('ctx', {}))}"
    return f"{place}: {error['msg'].removeprefix('Value error, ')}"


def _known(loc: tuple[int | str, ...]) -> str:
    known = _keys(loc[:-1])
    near = get_close_matches(str(loc[-1]), known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"


def _keys(loc: tuple[int | str, ...]) -> list[str]:
    """Names of the keys that a table of the settings file can hold."""
    tables: Mapping[str, Any] = Settings().model_dump(by_alias=True)
    for part in loc:
        tables = tables[str(part)]
    return list(tables)
