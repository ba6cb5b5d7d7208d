"""Schools against the region, each at its own size: a funnel per headline, with table and sentences.

Only what is released goes in: the schools of which k and n are shown, against the published figure of the
region, in which the other schools count too. A school that is not shown is often a small one, or one where
nearly all or nearly none succeed: what is drawn is a selection, and nothing in it ranks the schools.
"""

from dataclasses import dataclass
from functools import cached_property

from pipeline.evaluation.funnel import BINNEN, BOVEN, EXACT, Funnel, funnel, kolom
from pipeline.evaluation.grenzen import NIVEAUS, controlegrenzen
from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.trechter import Grenslijn, Stip, Trechter, trechters
from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.content import drietal
from pipeline.reporting.content.samen import IN_DE_TABELLEN, code, genoemd, woorden, zinnen
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import aantal, decimaal, getal, hoofdletter, procent
from pipeline.reporting.rijen import Drietal, Eenheid
from pipeline.reporting.tables import Kolom, k_tekst, kop, maak_tabel, n_tekst, pct_tekst, vet
from pipeline.vocabulary.schooljaar import Schooljaar

INDICATOREN = drietal.INDICATOREN
MINSTE = 2
"""Schools with a figure below which there is nothing to compare."""
ALFA = 0.05
GENOEG = 5
"""Schools with a figure below which nothing is said of how much they differ from each other."""
_WAAROM = {"geen waarde": "er zijn geen leerlingen om wie het gaat"}
_EERSTE, _LAATSTE = (kolom(EXACT, niveau) for niveau in NIVEAUS)
_PERCENTAGES = tuple(f"{decimaal(niveau).removesuffix(',0')}%" for niveau in NIVEAUS)
_KOLOMMEN = (
    kop("School"), Kolom("aantal"), Kolom("n"), Kolom("%"), kop("ligt"), kop("verschil met de regio"),
    kop("verandert bij overspreiding"),
)  # fmt: skip
_NOTEN = (
    "Ligt: tegenover de grenzen van 95% en 99,8% rond het cijfer van de regio",
    "Verschil met de regio: exacte binomiale toets, met de correctie van Holm voor alle getoonde scholen van "
    "dezelfde maat en dezelfde cohorten",
    "Verandert bij overspreiding: of de school ergens anders ligt als de grenzen ruimer zijn, omdat scholen "
    "meer van elkaar verschillen dan toeval verklaart (op twee manieren: vermenigvuldigend en optellend)",
    "Alleen scholen waarvan het cijfer te tonen is, op bestuur en naam; dit is geen rangorde",
)


@dataclass(frozen=True)
class Groep:
    """The schools of one headline, of the cohort of the report or of three cohorts together."""

    g: Gegevens
    indicator: str
    drietal: Drietal | None = None

    @property
    def cohorten(self) -> str:
        """Which cohorts, for within a sentence."""
        if self.drietal:
            return f"de cohorten {self.drietal.van_tot} samen"
        return f"cohort {self.g.cohort(self.indicator)}"

    @property
    def regio(self) -> Cel:
        return self._cel("regio", "regio")

    def _cel(self, niveau: str, eenheid: str) -> Cel:
        if self.drietal:
            return self.g.samen.cel(self.indicator, Schooljaar(self.drietal.tot), niveau, eenheid)
        return self.g.cel(self.indicator, niveau, eenheid)

    @cached_property
    def scholen(self) -> list[tuple[Eenheid, Cel]]:
        """Every school with its figure, by board and name."""
        alle = (
            drietal.scholen(self.g, self.drietal)
            if self.drietal
            else self.g.scholen(self.g.cohort(self.indicator))
        )
        return [(school, self._cel("school", school.school)) for school in alle]

    @property
    def getoond(self) -> list[tuple[Eenheid, Waarden]]:
        return [(school, cel.waarden) for school, cel in self.scholen if cel.waarden]

    @property
    def waarom_niet(self) -> str:
        """Why there is no funnel, as the words of a sentence; empty when there is one."""
        if self.regio.waarden is None:
            return _WAAROM.get(self.regio.status, f"het cijfer van de regio is {woorden(self.regio)}")
        if self.regio.waarden.pct in (0, 100):
            return f"het cijfer van de regio is {procent(self.regio.waarden.pct)}, dus er is geen spreiding"
        return "te weinig scholen met een cijfer" if len(self.getoond) < MINSTE else ""

    @cached_property
    def uitkomst(self) -> Funnel:
        """The schools that are shown against the published figure of the region.

        Raises ValueError when that has no funnel; `waarom_niet` says so before.
        """
        import pandas as pd

        if self.regio.waarden is None:
            raise ValueError("a funnel needs a published figure of the region")
        rijen = [{"school": school.school, "n": w.n, "k": w.k} for school, w in self.getoond]
        doel = 100 * self.regio.waarden.k / self.regio.waarden.n
        return funnel(pd.DataFrame(rijen).set_index("school"), doel)

    def buiten(self, plaats: str) -> int:
        """How many schools lie outside the limits of a column."""
        return int((self.uitkomst.scholen[plaats] != BINNEN).sum())


def groepen(g: Gegevens, indicator: str) -> list[Groep]:
    """The cohort of the report, and the last three cohorts together where there are such."""
    samen = drietal.laatste(g)
    return [Groep(g, indicator), *([Groep(g, indicator, samen)] if samen else [])]


# figure -----------------------------------------------------------------------------------------------------


def figuur(g: Gegevens, indicator: str) -> FigureBundle:
    """A funnel for the cohort of the report, and under it one for three cohorts together."""
    alle = groepen(g, indicator)
    titel = _titel(next((groep for groep in alle if not groep.waarom_niet), alle[0]))
    onder = (
        f"{genoemd(indicator)}, per school: het percentage tegen het aantal leerlingen. Grijze lijnen: "
        f"grenzen van {_PERCENTAGES[0]} en, gestreept, {_PERCENTAGES[1]}. Een ruit met naam ligt buiten de "
        f"grenzen van {_PERCENTAGES[0]}"
    )
    bijschrift = (
        f"{hoofdletter(MATEN[indicator].naam)} van de scholen waarvan het cijfer te tonen is, rond het "
        f"gepubliceerde cijfer van de regio. Geen rangorde. Definitie {code(indicator)}."
    )
    return figure_bundle(trechters(Koppen(titel, onder), [_paneel(x) for x in alle]), _alt(alle), bijschrift)


def _titel(groep: Groep) -> str:
    if groep.waarom_niet:
        return hoofdletter(f"{groep.cohorten}: {groep.waarom_niet}")
    hoeveel, van = groep.buiten(_EERSTE), len(groep.getoond)
    wie = f"{'Geen' if hoeveel == 0 else getal(hoeveel)} van de {getal(van)} getoonde scholen"
    regio = procent(groep.uitkomst.doel)
    liggen = "liggen" if hoeveel > 1 else "ligt"
    return f"{wie} {liggen} buiten de grenzen van {_PERCENTAGES[0]} rond de regio ({regio}), {groep.cohorten}"


def _paneel(groep: Groep) -> Trechter:
    titel = f"{hoofdletter(groep.cohorten)}: {len(groep.getoond)} van de {len(groep.scholen)} scholen"
    if groep.waarom_niet:
        return Trechter(titel, woorden=groep.waarom_niet)
    doel = groep.uitkomst.doel
    buiten = groep.uitkomst.scholen[_EERSTE] != BINNEN
    stippen = tuple(
        Stip(school.naam, w.n, w.pct, _tip(school, w), bool(buiten[school.school]))
        for school, w in groep.getoond
    )
    return Trechter(titel, doel, f"regio {procent(doel)}", _grenslijnen(groep, doel), stippen)


def _tip(school: Eenheid, w: Waarden) -> str:
    return f"{school.naam}: {getal(w.k)} van {getal(w.n)}, {procent(w.pct)}"


def _grenslijnen(groep: Groep, doel: float) -> tuple[Grenslijn, ...]:
    import numpy as np

    tot = max(w.n for _, w in groep.getoond)
    n = np.arange(1, tot + max(2, tot // 12))
    lijnen = []
    for niveau, label in zip(NIVEAUS, _PERCENTAGES, strict=True):
        laag, hoog = controlegrenzen(n, doel, niveau)
        punten = tuple(zip(n.tolist(), laag.round(3).tolist(), hoog.round(3).tolist(), strict=True))
        lijnen.append(Grenslijn(f"grens {label}", punten, streepjes=niveau == NIVEAUS[-1]))
    return tuple(lijnen)


def _alt(alle: list[Groep]) -> str:
    return zinnen(
        *(f"{_titel(groep)}." for groep in alle),
        "Trechterfiguur: percentage tegen aantal leerlingen, met grenzen rond het cijfer van de regio.",
        IN_DE_TABELLEN,
    )


# table ------------------------------------------------------------------------------------------------------


def tabel(g: Gegevens, indicator: str) -> TableBundle:
    """Per group of cohorts the region and the schools that are shown, with where these lie."""
    rijen = [rij for groep in groepen(g, indicator) for rij in _rijen(groep)]
    titel = f"{genoemd(indicator)}: scholen tegenover de regio"
    return maak_tabel(_KOLOMMEN, rijen, titel, g.stand, _NOTEN)


def _rijen(groep: Groep) -> list[list[str]]:
    """The region, and the schools that are shown; why others are not is in the table per school."""
    regio = [hoofdletter(f"{groep.cohorten}, regio"), *_getallen(groep.regio), "", "", ""]
    getoond = [(school, cel) for school, cel in groep.scholen if cel.waarden]
    scholen = [[letterlijk(school.naam), *_getallen(cel), *_plaats(groep, school)] for school, cel in getoond]
    return [vet(regio), *scholen]


def _getallen(cel: Cel) -> list[str]:
    return [k_tekst(cel), n_tekst(cel), pct_tekst(cel)] if cel.waarden else ["", "", pct_tekst(cel)]


def _plaats(groep: Groep, school: Eenheid) -> list[str]:
    if groep.waarom_niet:
        return ["", "", ""]
    rij = groep.uitkomst.scholen.loc[school.school]
    verschil = "aantoonbaar" if rij.p_holm < ALFA else "niet aan te tonen"
    verandert = ("ja" if rij.verandert else "nee") if len(groep.getoond) >= GENOEG else "niet te zeggen"
    return [waar(str(rij[_EERSTE]), str(rij[_LAATSTE])), verschil, verandert]


def waar(eerste: str, laatste: str) -> str:
    """Where a school lies, by its place against the limits of 95% and of 99.8%."""
    if eerste == BINNEN:
        return "binnen de grenzen"
    grens = _PERCENTAGES[0] if laatste == BINNEN else _PERCENTAGES[1]
    return f"{'boven' if eerste == BOVEN else 'onder'} de grens van {grens}"


# sentences --------------------------------------------------------------------------------------------------


def tekst(g: Gegevens, indicator: str) -> Proza:
    """A paragraph per group: who is shown, who lies outside, what is left of that, and how sure the limits
    are."""
    return Proza("\n\n".join(_alinea(groep) for groep in groepen(g, indicator)))


def _alinea(groep: Groep) -> str:
    if groep.waarom_niet:
        waarom = groep.waarom_niet
        return zinnen(_hoeveel(groep), f"Er is geen trechter te tekenen: {waarom}.")
    return zinnen(_hoeveel(groep), _buiten(groep), _aangetoond(groep), _overspreiding(groep))


def _hoeveel(groep: Groep) -> str:
    """How many schools are shown, and how many are not."""
    x, y = len(groep.getoond), len(groep.scholen)
    begin = f"{hoofdletter(groep.cohorten)}:"
    if x == 0:
        return f"{begin} van geen enkele school is het cijfer te tonen."
    if x == y:
        return f"{begin} van alle scholen ({getal(y)}) is het cijfer te tonen."
    ontbreekt = "ontbreekt er 1" if y - x == 1 else f"ontbreken er {getal(y - x)}"
    return (
        f"{begin} van {getal(x)} van de {getal(y)} scholen is het cijfer te tonen; in de figuur {ontbreekt}."
    )


def _buiten(groep: Groep) -> str:
    eerste, laatste = groep.buiten(_EERSTE), groep.buiten(_LAATSTE)
    if eerste == 0:
        return f"Geen van de getoonde scholen ligt buiten de grenzen van {_PERCENTAGES[0]}."
    liggen = "ligt er 1" if eerste == 1 else f"liggen er {getal(eerste)}"
    ook = f"waarvan {getal(laatste)} ook" if laatste else "en geen"
    return (
        f"Van de getoonde scholen {liggen} buiten de grenzen van {_PERCENTAGES[0]}, "
        f"{ook} buiten die van {_PERCENTAGES[1]}."
    )


def _aangetoond(groep: Groep) -> str:
    over = int((groep.uitkomst.scholen.p_holm < ALFA).sum())
    return wat_overblijft(over, len(groep.getoond), "de regio")


def wat_overblijft(over: int, vergelijkingen: int, waarmee: str) -> str:
    """The sentence on what is left when it is reckoned that so many schools are looked at together."""
    toets = f"Met de correctie voor {aantal(vergelijkingen, 'vergelijking', 'vergelijkingen')} is"
    if over == 0:
        return f"{toets} van geen enkele school een verschil met {waarmee} aan te tonen."
    return f"{toets} van {aantal(over, 'school', 'scholen')} het verschil met {waarmee} aantoonbaar."


def _overspreiding(groep: Groep) -> str:
    """Whether the schools differ more than chance gives, and what limits that reckon with it would change."""
    if len(groep.getoond) < GENOEG:
        return (
            "Het zijn te weinig scholen om te zeggen of zij meer van elkaar verschillen dan toeval verklaart."
        )
    spreiding, anders = groep.uitkomst.spreiding, int(groep.uitkomst.scholen.verandert.sum())
    if spreiding.aangetoond:
        meer = "duidelijk meer van elkaar dan toeval verklaart (overspreiding)"
    elif spreiding.phi > 1:
        meer = "iets meer van elkaar dan toeval verklaart, maar dat kan zelf toeval zijn"
    else:
        meer = "niet meer van elkaar dan toeval verklaart"
    wie = aantal(anders, "school", "scholen") if anders else "geen enkele school"
    return (
        f"De getoonde scholen verschillen {meer}. Met grenzen die daarmee rekening houden, "
        f"{'liggen' if anders > 1 else 'ligt'} {wie} ergens anders."
    )
