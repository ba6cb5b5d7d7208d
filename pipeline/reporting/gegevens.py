"""Everything one report knows: the school year, its stand, and the tables of one release as typed rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, get_type_hints

from pipeline.reporting.cijfers import Cel, Cijfers, lees_cijfers, lees_samen
from pipeline.reporting.maten import MATEN
from pipeline.reporting.rijen import (
    Aanbeveling,
    Aansluiting,
    Achtergrond,
    AndereLezing,
    Caseload,
    Defect,
    Definitie,
    Doel,
    Drietal,
    Eenheid,
    Effect,
    EffectAfwijking,
    EffectControle,
    EffectJaar,
    EffectKracht,
    EffectOmvang,
    Esf,
    Gevoeligheid,
    Herstel,
    Innovatieplan,
    Instelling,
    Koppelwijze,
    Levering,
    Overleg,
    Overname,
    Regiocijfer,
    StroomStap,
    Wijziging,
    Zelfscore,
)
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

    @property
    def sha256(self) -> str: ...

    def table(self, name: str) -> "pd.DataFrame": ...


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
    innovatieplannen: tuple[Innovatieplan, ...] = ()
    aanbevelingen: tuple[Aanbeveling, ...] = ()
    zelfevaluatie: tuple[Zelfscore, ...] = ()
    werkoverleg: tuple[Overleg, ...] = ()
    caseload: tuple[Caseload, ...] = ()
    aansluiting: tuple[Aansluiting, ...] = ()
    achtergrond: tuple[Achtergrond, ...] = ()
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
    regios: tuple[Regiocijfer, ...] = ()
    overgenomen: tuple[Overname, ...] = ()
    wijzigingen: tuple[Wijziging, ...] = ()
    definities: tuple[Definitie, ...] = ()
    instellingen: Mapping[str, str] = field(default_factory=dict)
    peildata: Peildata = field(default_factory=Peildata)
    sha256: str = ""
    """Of the manifest of the release, and through it of all that is in it."""

    @property
    def voorbeeld(self) -> bool:
        """Whether all of it is made up."""
        return bool(self.meta["voorbeeldgegevens"])

    @property
    def vertrouwelijk(self) -> bool:
        """Whether it is for the stuurgroep alone."""
        return self.meta.get("publiek") == "stuurgroep"

    def gevolgd(self) -> "Gevolgd":
        """The same, with nothing read yet."""
        alles = {veld.name: getattr(self, veld.name) for veld in fields(Gegevens)}
        return Gevolgd(**alles | {"cijfers": self.cijfers.gevolgd(), "samen": self.samen.gevolgd()})

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


@dataclass(frozen=True)
class Gevolgd(Gegevens):
    """The same, that remembers which of its tables were read; which cells, its figures remember."""

    gelezen: set[str] = field(default_factory=set, init=False)

    def __getattribute__(self, naam: str) -> Any:
        if naam in _TABELLEN:
            object.__getattribute__(self, "gelezen").add(naam)
        return object.__getattribute__(self, naam)


_TABELLEN = frozenset(
    veld.name for veld in fields(Gegevens) if veld.name not in ("jaar", "stand", "meta", "peildata", "sha256")
)


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
        innovatieplannen=_rijen(release, "innovatieplannen", Innovatieplan),
        aanbevelingen=_rijen(release, "aanbevelingen", Aanbeveling),
        zelfevaluatie=_rijen(release, "zelfevaluatie", Zelfscore),
        werkoverleg=_rijen(release, "werkoverleg", Overleg),
        caseload=_rijen(release, "caseload", Caseload),
        aansluiting=_rijen(release, "aansluiting", Aansluiting),
        achtergrond=_rijen(release, "achtergrond", Achtergrond),
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
        regios=_rijen(release, "regios", Regiocijfer),
        overgenomen=_rijen(release, "overgenomen", Overname),
        wijzigingen=_rijen(release, "wijzigingen", Wijziging),
        definities=_rijen(release, "definities", Definitie),
        instellingen=instellingen,
        peildata=_peildata(instellingen),
        sha256=release.sha256,
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
