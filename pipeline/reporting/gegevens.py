"""Everything one report knows: the school year, its stand, and the tables of one release as typed rows.

The columns that a release must have are the fields of these dataclasses; a missing one is an error at
opening, not a hole on page twelve.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, get_type_hints

from pipeline.reporting.cijfers import Cel, Cijfers, lees_cijfers, lees_samen
from pipeline.reporting.maten import MATEN
from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.meetmoment import MEETMOMENTEN, Peildata
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import Norm, normen

if TYPE_CHECKING:
    import pandas as pd

Rij = TypeVar("Rij")


class Release(Protocol):
    """What reporting needs of an opened release: its manifest, and its tables by name."""

    @property
    def meta(self) -> Mapping[str, Any]: ...

    def table(self, name: str) -> "pd.DataFrame": ...


@dataclass(frozen=True)
class Eenheid:
    """A school in a cohort, with its board."""

    cohort: int
    school: str
    naam: str
    bestuur: str
    schooltype: str


@dataclass(frozen=True, order=True)
class Drietal:
    """Three cohorts that are counted together, by the first and the last."""

    cohort: int
    tot: int

    @property
    def cohorten(self) -> range:
        """Their start years."""
        return range(self.cohort, self.tot + 1)

    @property
    def van_tot(self) -> str:
        """From which cohort to which, for a sentence."""
        return f"{Schooljaar(self.cohort)} tot en met {Schooljaar(self.tot)}"


@dataclass(frozen=True)
class StroomStap:
    """A number on the way from delivered rows to counted leavers; soort is totaal, af or waarvan."""

    cohort: int
    volgorde: int
    stap: str
    label: str
    soort: str
    aantal: int | None


@dataclass(frozen=True)
class Levering:
    """The deliveries of one source that came in one year, and what became of their rows.

    leverdatum is the year, "onbekend" where no day was given. Counts are None where they are about few rows.
    """

    levering: str
    bron: str
    leverdatum: str
    leveringen: int
    sha256: str
    rijen: int | None
    behouden: int | None
    dubbel: int | None
    vervangen: int | None
    quarantaine: int | None


@dataclass(frozen=True)
class Doel:
    """A target in percent that a school, a board or the region set itself; eenheid is as in `cijfers`."""

    schooljaar: int
    niveau: str
    eenheid: str
    indicator: str
    doel: float


@dataclass(frozen=True)
class Esf:
    """An ESF application: what came in, what was agreed to go to the convenant, what was spent (euro).

    None is an amount that was not filled in, or not so that it could be read.
    """

    aanvraag: str
    periode: str
    gerealiseerde_baten: float | None
    percentage: float | None
    bedrag_bestemd: float | None
    besteed_arbeidstoeleiding: float | None
    besteed_nazorg: float | None


@dataclass(frozen=True)
class Aanbeveling:
    """A recommendation as the last list before the stand has it. Days are ISO; None is what nobody filled in.

    eigenaar, status: codes of the contract. gewijzigd: the list in which role, day or status last changed.
    dagen_te_laat: days between `uiterlijk` and the stand, where it is not done and that day has passed.
    verandering: against the lists of a year earlier.
    """

    aanbeveling: str
    rapport: str
    eigenaar: str | None
    uiterlijk: str | None
    status: str | None
    gewijzigd: str | None
    dagen_te_laat: int | None
    verandering: str


@dataclass(frozen=True)
class Zelfscore:
    """The mean score (1-5) that partners gave themselves on an element in a school year (start year).

    gemiddelde is None where too few partners filled it in.
    """

    schooljaar: int
    element: str
    partners: int
    gemiddelde: float | None


@dataclass(frozen=True)
class Overleg:
    """Pupils in the WERKoverleg by quarter ("1" begins in August), cluster and kind; "alle": all together."""

    kwartaal: str
    cluster: str
    soort: str
    aantal: int | None


@dataclass(frozen=True)
class Caseload:
    """Stays on the bespreeklijst by quarter ("alle": the year) and kind; aantal is None where hidden."""

    kwartaal: str
    soort: str
    aantal: int | None


@dataclass(frozen=True)
class Defect:
    """How often a kind of defect was found in a source."""

    bron: str
    soort: str
    aantal: int | None


@dataclass(frozen=True)
class Herstel:
    """In how many cells of a column something was done to read them, such as a leading zero put back."""

    bron: str
    kolom: str
    soort: str
    aantal: int | None


@dataclass(frozen=True)
class Koppelwijze:
    """How many rows of a source were linked in one way, in percent of them too; of links by chance also which
    part of them is right and which part was found, estimated, in whole percents rounded down."""

    bron: str
    methode: str
    aantal: int | None
    aandeel: float | None
    precisie: float | None
    volledigheid: float | None


@dataclass(frozen=True)
class Gevoeligheid:
    """How much an indicator of the region would differ with another threshold for links, in words."""

    indicator: str
    drempel: str
    verschil: str | None


@dataclass(frozen=True)
class AndereLezing:
    """An indicator of the region read otherwise, over the cohorts `cohort` to `tot` together.

    pct_kop: the indicator as it is. laag, hoog: percentage points between which the difference lies, None
    where that has no end; all three are None where the difference is not shown.
    """

    volgorde: int
    indicator: str
    variant: str
    naam: str
    lezing: str
    bron: str
    cohort: int
    tot: int
    pct_kop: float | None
    laag: float | None
    hoog: float | None


@dataclass(frozen=True)
class Effect:
    """A question about the innovatieplannen and what was found, as release/effect.py publishes it.

    schatting, laag, hoog: percentage points; kracht: percent. None where there is nothing, or it is hidden.
    """

    volgorde: int
    vraag: str
    tekst: str
    estimand: str
    indicator: str
    kleinste_effect: float
    scholen_met: int
    scholen_zonder: int
    cohort: int | None
    tot: int | None
    reden: str | None
    p_kleinste: float | None
    kracht: float | None
    status: str
    stap: int | None
    graad: str | None
    tak: str | None
    voorbehouden: str | None
    schatting: float | None
    laag: float | None
    hoog: float | None
    p: str | None
    gelijk_op: str | None
    placebo: str | None
    stand: str
    plan_versie: str
    plan_hash: str
    opgesteld: str | None


@dataclass(frozen=True)
class EffectKracht:
    """How often a difference of so many percentage points would be found, in percent."""

    vraag: str
    effect: float
    kracht: float


@dataclass(frozen=True)
class EffectOmvang:
    """Between how many leavers the estimate of a question is about."""

    vraag: str
    leerlingen_van: int
    leerlingen_tot: int


@dataclass(frozen=True)
class EffectJaar:
    """The difference in one year since the start (0 is the first under a plan, -1 the year before) and its
    interval, in percentage points, each a whole number of its own steps.

    None where the year is not told; laag and hoog also where the interval has no end.
    """

    volgorde: int
    vraag: str
    tijd: int
    scholen: int
    status: str
    schatting: float | None
    laag: float | None
    hoog: float | None
    stap: int | None
    stap_laag: int | None
    stap_hoog: int | None


@dataclass(frozen=True)
class EffectControle:
    """A check of a question, as release/effect_robuust.py publishes it: a difference with its interval, a p
    in words, or how far paths may drift apart. None where that is not of it, or not told.
    """

    volgorde: int
    nummer: int
    vraag: str
    controle: str
    status: str
    reden: str | None
    schatting: float | None
    laag: float | None
    hoog: float | None
    stap: int | None
    stap_laag: int | None
    stap_hoog: int | None
    p: str | None
    maat: float | None
    stap_maat: float | None


@dataclass(frozen=True)
class EffectAfwijking:
    """What was done otherwise than the analysis plan says."""

    vraag: str
    afwijking: str


@dataclass(frozen=True)
class Overname:
    """A cohort of which rows were deleted after their retention: the report that its figures were taken from,
    and the stand of that (ISO); both are empty when no report has them."""

    cohort: int
    schooljaar: str
    stand: str


@dataclass(frozen=True)
class Definitie:
    """An indicator in words, as it was computed."""

    indicator: str
    naam: str
    vraag: str
    teller: str
    noemer: str
    onbekend_telt: str
    versie: str
    bron: str


@dataclass(frozen=True)
class Instelling:
    """A setting that the release was made with, such as drempels.telling: 5."""

    naam: str
    waarde: str


@dataclass(frozen=True)
class Gegevens:
    """One release, opened for the report of one school year."""

    jaar: Schooljaar
    stand: date
    meta: Mapping[str, Any]
    cijfers: Cijfers
    samen: Cijfers = field(default_factory=lambda: Cijfers(()))
    drietallen: tuple[Drietal, ...] = ()
    eenheden: tuple[Eenheid, ...] = ()
    stroom: tuple[StroomStap, ...] = ()
    leveringen: tuple[Levering, ...] = ()
    doelen: tuple[Doel, ...] = ()
    esf: tuple[Esf, ...] = ()
    aanbevelingen: tuple[Aanbeveling, ...] = ()
    zelfevaluatie: tuple[Zelfscore, ...] = ()
    werkoverleg: tuple[Overleg, ...] = ()
    caseload: tuple[Caseload, ...] = ()
    defecten: tuple[Defect, ...] = ()
    hersteld: tuple[Herstel, ...] = ()
    koppeling: tuple[Koppelwijze, ...] = ()
    gevoeligheid: tuple[Gevoeligheid, ...] = ()
    varianten: tuple[AndereLezing, ...] = ()
    effect: tuple[Effect, ...] = ()
    effect_kracht: tuple[EffectKracht, ...] = ()
    effect_omvang: tuple[EffectOmvang, ...] = ()
    effect_per_jaar: tuple[EffectJaar, ...] = ()
    effect_robuust: tuple[EffectControle, ...] = ()
    effect_afwijkingen: tuple[EffectAfwijking, ...] = ()
    overgenomen: tuple[Overname, ...] = ()
    definities: tuple[Definitie, ...] = ()
    instellingen: Mapping[str, str] = field(default_factory=dict)
    peildata: Peildata = field(default_factory=Peildata)

    @property
    def voorbeeld(self) -> bool:
        """Whether all of it is made up."""
        return bool(self.meta["voorbeeldgegevens"])

    @property
    def vertrouwelijk(self) -> bool:
        """Whether it is for the stuurgroep alone."""
        return self.meta.get("publiek") == "stuurgroep"

    def gevolgd(self) -> "Gegevens":
        """The same, with no figure read yet."""
        return replace(self, cijfers=self.cijfers.gevolgd(), samen=self.samen.gevolgd())

    def cohort(self, indicator: str) -> Schooljaar:
        """The cohort that this report shows the indicator for."""
        return MATEN[indicator].cohort(self.jaar)

    def peildatum(self, indicator: str) -> date:
        """The day of the last measurement behind the figure that this report shows."""
        return self.peildata.peildatum(MATEN[indicator].moment, self.cohort(indicator))

    def cel(self, indicator: str, niveau: str = "regio", eenheid: str = "regio") -> Cel:
        """The figure of this report: the indicator for its cohort."""
        return self.cijfers.cel(indicator, self.cohort(indicator), niveau, eenheid)

    def norm(self, indicator: str) -> Norm | None:
        """The norm or target that holds on the peildatum; B1 is one norm for one and two years."""
        naam = "B1" if indicator.startswith("B1_") else indicator
        dag = self.peildatum(indicator)
        return next(
            (n for n in normen() if n.indicator == naam and n.soort in ("norm", "doel") and n.geldig.op(dag)),
            None,
        )

    def ijkpunt(self, indicator: str) -> Norm | None:
        """The norm that holds, or else the last target that was ever set, as a point of reference."""
        eerdere = [n for n in normen() if n.indicator == indicator and n.soort == "doel"]
        return self.norm(indicator) or (eerdere[-1] if eerdere else None)

    def doel(self, indicator: str, niveau: str, eenheid: str) -> float | None:
        """The target of a unit for the cohort that is shown."""
        jaar = self.cohort(indicator).start
        gezocht = (jaar, niveau, eenheid, indicator)
        return next(
            (d.doel for d in self.doelen if (d.schooljaar, d.niveau, d.eenheid, d.indicator) == gezocht), None
        )

    def scholen(self, cohort: Schooljaar) -> list[Eenheid]:
        """The schools of a cohort by board and name: never by score."""
        van_cohort = [eenheid for eenheid in self.eenheden if eenheid.cohort == cohort.start]
        return sorted(van_cohort, key=lambda eenheid: (eenheid.bestuur, eenheid.naam, eenheid.school))

    def besturen(self, cohort: Schooljaar) -> list[str]:
        """The boards of a cohort in alphabetical order."""
        return sorted({eenheid.bestuur for eenheid in self.scholen(cohort)})

    def schooltypen(self, cohort: Schooljaar) -> list[str]:
        """The kinds of school of a cohort."""
        return sorted({eenheid.schooltype for eenheid in self.scholen(cohort)})


def lees_gegevens(jaar: Schooljaar, release: Release) -> Gegevens:
    """The release as typed rows. Raises KeyError for a table or column that is not there."""
    meta = release.meta
    instellingen = {rij.naam: rij.waarde for rij in _rijen(release, "instellingen", Instelling)}
    return Gegevens(
        jaar=jaar,
        stand=date.fromisoformat(str(meta["stand"])),
        meta=meta,
        cijfers=lees_cijfers(release.table("cijfers")),
        samen=lees_samen(release.table("samen")),
        drietallen=tuple(sorted(set(_rijen(release, "samen", Drietal)))),
        eenheden=_rijen(release, "eenheden", Eenheid),
        stroom=_rijen(release, "stroom", StroomStap),
        leveringen=_rijen(release, "leveringen", Levering),
        doelen=_rijen(release, "doelen", Doel),
        esf=_rijen(release, "esf", Esf),
        aanbevelingen=_rijen(release, "aanbevelingen", Aanbeveling),
        zelfevaluatie=_rijen(release, "zelfevaluatie", Zelfscore),
        werkoverleg=_rijen(release, "werkoverleg", Overleg),
        caseload=_rijen(release, "caseload", Caseload),
        defecten=_rijen(release, "defecten", Defect),
        hersteld=_rijen(release, "hersteld", Herstel),
        koppeling=_rijen(release, "koppeling", Koppelwijze),
        gevoeligheid=_rijen(release, "gevoeligheid", Gevoeligheid),
        varianten=_rijen(release, "varianten", AndereLezing),
        effect=tuple(sorted(_rijen(release, "effect", Effect), key=lambda e: e.volgorde)),
        effect_kracht=_rijen(release, "effect_kracht", EffectKracht),
        effect_omvang=_rijen(release, "effect_omvang", EffectOmvang),
        effect_per_jaar=tuple(
            sorted(_rijen(release, "effect_per_jaar", EffectJaar), key=lambda e: (e.volgorde, e.tijd))
        ),
        effect_robuust=tuple(
            sorted(_rijen(release, "effect_robuust", EffectControle), key=lambda c: (c.volgorde, c.nummer))
        ),
        effect_afwijkingen=_rijen(release, "effect_afwijkingen", EffectAfwijking),
        overgenomen=_rijen(release, "overgenomen", Overname),
        definities=_rijen(release, "definities", Definitie),
        instellingen=instellingen,
        peildata=_peildata(instellingen),
    )


def _peildata(instellingen: Mapping[str, str]) -> Peildata:
    """The days that the release was made with."""
    return Peildata(**{moment: MaandDag.parse(instellingen[f"peildata.{moment}"]) for moment in MEETMOMENTEN})


def _rijen(release: Release, tabel: str, soort: type[Rij]) -> tuple[Rij, ...]:
    """The rows of a table as dataclasses.

    What is missing becomes None, and a count that pandas made float an int.
    """
    velden = get_type_hints(soort)
    records = release.table(tabel)[list(velden)].to_dict("records")
    return tuple(
        soort(**{str(naam): _waarde(cel, velden[str(naam)]) for naam, cel in rij.items()}) for rij in records
    )


def _waarde(cel: Any, soort: Any) -> Any:
    import pandas as pd

    if pd.isna(cel):
        return None
    return int(cel) if soort in (int, int | None) else cel
