"""Observed against expected by kind of school: what remains of a difference once pro and vso are told apart.

Expected is n of the school times the published rate of its kind of school, so nothing but published numbers
goes in. Case-mix by pupil (pipeline/evaluation/casemix.py) is not published: the coefficients of its model
come from all pupils, also those of hidden schools. With two vso schools the expected number of the one that
is shown moves by half a pupil for every pupil of the hidden one, and so gives her away.
"""

from dataclasses import dataclass
from functools import cached_property

from pipeline.evaluation.grenzen import p_exact
from pipeline.evaluation.meervoud import holm
from pipeline.evaluation.poissonbinomiaal import interval
from pipeline.reporting.cijfers import Waarden
from pipeline.reporting.content.samen import genoemd, zinnen
from pipeline.reporting.content.trechter import ALFA, Groep, wat_overblijft
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import decimaal, getal
from pipeline.reporting.rijen import Eenheid
from pipeline.reporting.tables import Kolom, kop, maak_tabel

INDICATOREN = ("P1", "P2")
_KOLOMMEN = (
    kop("School"), kop("schooltype"), Kolom("n"), Kolom("aantal"), Kolom("verwacht"), Kolom("verhouding"),
    Kolom("toevalsmarge"), kop("verschil"),
)  # fmt: skip
_NOTEN = (
    "Verwacht: n maal het gepubliceerde cijfer van het schooltype in de regio; elke school telt daarin mee",
    "Verhouding: aantal gedeeld door verwacht, met exacte marge (95%)",
    "Verschil: exacte binomiale toets, met de correctie van Holm voor alle scholen in de tabel",
    "Alleen scholen waarvan het cijfer te tonen is, op bestuur en naam; dit is geen rangorde",
)


@dataclass(frozen=True)
class Verwachting:
    """A school with its figures and the published percentage of its kind of school."""

    school: Eenheid
    waarden: Waarden
    pct: float

    @property
    def verwacht(self) -> float:
        """The number expected."""
        return self.waarden.n * self.pct / 100

    @property
    def marge(self) -> tuple[float, float]:
        """Exact limits of the ratio of what was found to what was expected."""
        import numpy as np

        laag, hoog = interval(self.waarden.k, np.full(self.waarden.n, self.pct / 100))
        return laag / self.verwacht, hoog / self.verwacht


@dataclass(frozen=True)
class Verwachtingen:
    """The schools of the cohort of the report that are shown, and of whose kind the rate is shown."""

    groep: Groep

    @cached_property
    def scholen(self) -> list[Verwachting]:
        """By board and name; a kind of school where all or none succeed has nothing to expect."""
        soorten = {school.schooltype for school, _ in self.groep.getoond}
        per_type = {soort: self._pct(soort) for soort in soorten}
        paren = [(school, w, per_type[school.schooltype]) for school, w in self.groep.getoond]
        return [Verwachting(school, w, pct) for school, w, pct in paren if 0 < pct < 100]

    def _pct(self, soort: str) -> float:
        """The rate of a kind of school in percent; 0 where it is not shown."""
        w = self.groep.g.cel(self.groep.indicator, "schooltype", soort).waarden
        return 100 * w.k / w.n if w else 0

    @cached_property
    def aangetoond(self) -> list[bool]:
        """Of each school whether it differs, adjusted for all of them."""
        p = [float(p_exact(v.waarden.k, v.waarden.n, v.pct)) for v in self.scholen]
        return [bool(p_holm < ALFA) for p_holm in holm(p)]


def tabel(g: Gegevens, indicator: str) -> TableBundle:
    """Per school what was found and what was expected of its kind of school."""
    v = Verwachtingen(Groep(g, indicator))
    rijen = [_rij(*paar) for paar in zip(v.scholen, v.aangetoond, strict=True)]
    titel = f"{genoemd(indicator)}: scholen tegenover hun schooltype, {v.groep.cohorten}"
    return maak_tabel(_KOLOMMEN, rijen or [["geen enkele school", *[""] * 7]], titel, g.stand, _NOTEN)


def _rij(v: Verwachting, aangetoond: bool) -> list[str]:
    marge = "–".join(decimaal(eind, 2) for eind in v.marge)
    return [
        letterlijk(v.school.naam), v.school.schooltype.lower(), getal(v.waarden.n), getal(v.waarden.k),
        decimaal(v.verwacht), decimaal(v.waarden.k / v.verwacht, 2), f'<span class="interval">{marge}</span>',
        "aantoonbaar" if aangetoond else "niet aan te tonen",
    ]  # fmt: skip


def tekst(g: Gegevens, indicator: str) -> Proza:
    """Of how many schools it can be said, and of how many the difference is more than chance."""
    v = Verwachtingen(Groep(g, indicator))
    x, y, over = len(v.scholen), len(v.groep.scholen), sum(v.aangetoond)
    begin = f"{genoemd(indicator)}, {v.groep.cohorten}:"
    if x == 0:
        return Proza(f"{begin} van geen enkele school is te zeggen hoeveel er te verwachten was.")
    wie = "alle scholen" if x == y else f"{getal(x)} van de {getal(y)} scholen"
    te_zeggen = f"van {'de enige school' if y == 1 else wie} is te zeggen hoeveel er te verwachten was."
    return Proza(zinnen(begin, te_zeggen, wat_overblijft(over, x, "het eigen schooltype")))
