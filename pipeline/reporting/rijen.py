"""The rows of the tables of a release, a dataclass a table.

The columns that a release must have are their fields; a missing one is an error at opening, not a hole on
page twelve. What is hidden is None.
"""

from dataclasses import dataclass

from pipeline.vocabulary.schooljaar import Schooljaar


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
class Innovatieplan:
    """A plan of the werkgroepen: ISO days, budget in euros, the measure it is meant for, and the score of the
    toetsingscommissie, from 1 to `schaal`. None is what nobody filled in."""

    plan: str
    begin: str | None
    einde: str | None
    budget: float | None
    indicator: str | None
    score: float | None
    schaal: int


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
class Regiocijfer:
    """A figure of another region, as it published it; with status "geen release" there is none at all.

    n, k and percentages are None where that region does not show them.
    """

    regio: str
    cohort: int | None
    indicator: str | None
    n: int | None
    k: int | None
    pct: float | None
    laag: float | None
    hoog: float | None
    status: str
    definitie_versie: str | None


@dataclass(frozen=True)
class Aansluiting:
    """Leavers of the school year by subject, from where and to where; aantal is None where hidden."""

    onderwerp: str
    van: str
    naar: str
    aantal: int | None


@dataclass(frozen=True)
class Achtergrond:
    """Leavers of the school year by "kenmerk", its group and class; aantal is None where hidden."""

    kenmerk: str
    groep: str
    klasse: str
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
class Wijziging:
    """A figure of the region that the last publication had otherwise (release/wijzigingen.py).

    n_was and k_was are None where they are not told. Without a cohort: nothing was otherwise, or came before.
    """

    cohort: int | None
    indicator: str
    n_was: int | None
    k_was: int | None
    n: int | None
    k: int | None
    oorzaak: str | None
    status: str


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
