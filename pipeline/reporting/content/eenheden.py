"""A measure per board and per school: table and finding; the figure is in paren.py.

Units stand by board and name. Nothing here ranks them: the finding counts how many differ from norm or region
by more than chance, without naming one.
"""

from dataclasses import dataclass
from typing import Literal

from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.content.samen import genoemd, zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import decimaal, getal, hoofdletter, procent
from pipeline.reporting.sentences import basis
from pipeline.reporting.sentences.norm import oordeel
from pipeline.reporting.tables import MARGE_NOOT, VIER, Kolom, kop, maak_tabel, vet, vier

NIVEAUS: tuple[Literal["bestuur", "school"], ...] = ("bestuur", "school")
_ENIGE = {"bestuur": "het enige bestuur", "school": "de enige school"}
_BIJ_DOEL = {"erboven": "ligt aantoonbaar boven dat doel", "eronder": "ligt aantoonbaar onder dat doel"}
_MEERVOUD = {"bestuur": ("bestuur", "besturen"), "school": ("school", "scholen")}


@dataclass(frozen=True)
class Uitsplitsing:
    """An indicator over the boards or the schools of the cohort that the report shows."""

    g: Gegevens
    indicator: str
    niveau: Literal["bestuur", "school"]

    @property
    def regio(self) -> Cel:
        return self.g.cel(self.indicator)

    @property
    def norm(self) -> float | None:
        gevonden = self.g.norm(self.indicator)
        return gevonden.waarde if gevonden else None

    def eenheden(self) -> list[tuple[str, str]]:
        """Id and name of every unit, by board and name."""
        cohort = self.g.cohort(self.indicator)
        if self.niveau == "bestuur":
            return [(bestuur, bestuur) for bestuur in self.g.besturen(cohort)]
        return [(school.school, school.naam) for school in self.g.scholen(cohort)]

    def cel(self, eenheid: str) -> Cel:
        return self.g.cel(self.indicator, self.niveau, eenheid)

    def doel(self, eenheid: str) -> float | None:
        return self.g.doel(self.indicator, self.niveau, eenheid)

    def met_cijfer(self) -> list[Waarden]:
        """The figures that are shown."""
        waarden = (self.cel(eenheid).waarden for eenheid, _ in self.eenheden())
        return [w for w in waarden if w is not None]


def bevinding(u: Uitsplitsing) -> str:
    """What the figure shows, as a sentence with the number."""
    regio, maat = u.regio, MATEN[u.indicator]
    if regio.waarden is None:
        return basis.waarom_niet(maat, regio, u.g.peildatum(u.indicator), u.g.stand).rstrip(".")
    if u.norm is None:
        return _afwijkend(u, regio.waarden.pct, f"de regio ({basis.pct(regio.waarden)})", alleen_onder=False)
    if u.norm < 100:
        return _afwijkend(u, u.norm, f"de norm van {procent(u.norm, 0)}", alleen_onder=True)
    return _tegen_doelen(u) or _tekort(regio.waarden)


def _tekort(regio: Waarden) -> str:
    gingen, is_zijn = ("ging" if regio.k == 1 else "gingen"), ("is" if regio.tekort == 1 else "zijn")
    rest = f"tot 100% {is_zijn} het er nog {getal(regio.tekort)}" if regio.tekort else "de 100% is gehaald"
    wie = "leerlingen met perspectief arbeid"
    return f"{getal(regio.k)} van de {getal(regio.n)} {wie} {gingen} aan het werk; {rest}"


def _tegen_doelen(u: Uitsplitsing) -> str:
    """How many units lie surely above or under the target they set themselves; nothing without targets."""
    paren = [(u.cel(eenheid).waarden, u.doel(eenheid)) for eenheid, _ in u.eenheden()]
    uitkomsten = [oordeel(w, d) for w, d in paren if w is not None and d is not None]
    if not uitkomsten:
        return ""
    if len(uitkomsten) == 1:
        bij_doel = _BIJ_DOEL.get(uitkomsten[0], "wijkt daar niet aantoonbaar van af")
        return f"{hoofdletter(_ENIGE[u.niveau])} met een eigen doel en een cijfer {bij_doel}"
    groep = f"{len(uitkomsten)} {_MEERVOUD[u.niveau][1]} met een eigen doel en een cijfer"
    delen = [
        f"{'ligt' if hoeveel == 1 else 'liggen'} er {hoeveel} aantoonbaar {kant} dat doel"
        for kant, hoeveel in (("boven", uitkomsten.count("erboven")), ("onder", uitkomsten.count("eronder")))
        if hoeveel
    ]
    if not delen:
        return f"Geen van de {groep} wijkt daar aantoonbaar van af"
    return f"Van de {groep} {' en '.join(delen)}"


def _afwijkend(u: Uitsplitsing, ijk: float, naam: str, *, alleen_onder: bool) -> str:
    """How many of the units with a figure lie surely under the norm, or surely beside the region."""
    cijfers = u.met_cijfer()
    enkel, meer = _MEERVOUD[u.niveau]
    if not cijfers:
        return f"Voor geen enkel{'e' if u.niveau == 'school' else ''} {enkel} is een cijfer te tonen"
    buiten = sum(w.hoog < ijk or (w.laag > ijk and not alleen_onder) for w in cijfers)
    wat = f"aantoonbaar onder {naam}" if alleen_onder else f"aantoonbaar af van {naam}"
    ligt, liggen = ("ligt", "liggen") if alleen_onder else ("wijkt", "wijken")
    if len(cijfers) == 1:
        return f"{hoofdletter(_ENIGE[u.niveau])} met een cijfer {ligt} {'' if buiten else 'niet '}{wat}"
    if buiten == 0:
        return f"Geen van de {len(cijfers)} {meer} met een cijfer {ligt} {wat}"
    return f"{buiten} van de {len(cijfers)} {meer} met een cijfer {ligt if buiten == 1 else liggen} {wat}"


def tabel(g: Gegevens, indicator: str) -> TableBundle:
    """Counts, n, percentage and interval per board and school, with their own targets where there are."""
    u = Uitsplitsing(g, indicator, "school")
    eenheden = [("bestuur", b) for b in g.besturen(u.regio.cohort)] + [("school", e) for e, _ in u.eenheden()]
    met_doel = any(g.doel(indicator, niveau, eenheid) is not None for niveau, eenheid in eenheden)
    kolommen = [kop("Bestuur en school"), *VIER]
    kolommen += [Kolom("eigen doel (%)"), Kolom("tegenover doel")] if met_doel else []
    rijen: list[list[str]] = []
    vorig = ""
    for school in g.scholen(u.regio.cohort):
        if school.bestuur != vorig:
            rijen.append(vet(_rij(u, school.bestuur, "bestuur", school.bestuur, met_doel)))
            vorig = school.bestuur
        rijen.append(_rij(u, school.naam, "school", school.school, met_doel))
    rijen.append(vet(_rij(u, "Regio", "regio", "regio", met_doel)))
    bijschrift = f"{genoemd(indicator)}, per bestuur en school, cohort {u.regio.cohort}"
    return maak_tabel(kolommen, rijen, bijschrift, g.stand, [MARGE_NOOT])


def _rij(u: Uitsplitsing, naam: str, niveau: str, eenheid: str, met_doel: bool) -> list[str]:
    cel = u.g.cel(u.indicator, niveau, eenheid)
    doel = u.g.doel(u.indicator, niveau, eenheid)
    extra = [decimaal(doel) if doel is not None else "", oordeel(cel.waarden, doel)] if met_doel else []
    return [letterlijk(naam), *vier(cel), *extra]


def tekst(u: Uitsplitsing) -> Proza:
    """The finding, how many units have no figure, and how units stand against their own targets."""
    eigen = _tegen_doelen(u) if u.norm is None or u.norm < 100 else ""
    delen = (f"{bevinding(u)}.", f"{eigen}." if eigen else "", _zonder_doel(u), _zonder_cijfer(u), _let_op(u))
    return Proza(zinnen(*delen))


def _zonder_doel(u: Uitsplitsing) -> str:
    """That nobody set a target here, where others did; the chapters promise figures against own targets."""
    if not u.met_cijfer() or any(u.doel(eenheid) is not None for eenheid, _ in u.eenheden()):
        return ""
    if len(u.eenheden()) == 1:
        return f"{hoofdletter(_ENIGE[u.niveau])} gaf voor deze maat geen eigen doel op."
    return f"De {_MEERVOUD[u.niveau][1]} gaven voor deze maat geen eigen doel op."


def _zonder_cijfer(u: Uitsplitsing) -> str:
    weg, alle = len(u.eenheden()) - len(u.met_cijfer()), len(u.eenheden())
    if not weg or not u.met_cijfer() or u.regio.waarden is None:
        return ""
    if alle == 1:
        return f"Voor {_ENIGE[u.niveau]} is geen cijfer te tonen."
    wat = "is geen cijfer" if weg == 1 else "zijn geen cijfers"
    return f"Voor {weg} van de {alle} {_MEERVOUD[u.niveau][1]} {wat} te tonen."


def _let_op(u: Uitsplitsing) -> str:
    """A warning about many comparisons at once."""
    if len(u.met_cijfer()) < 10:
        return ""
    return (
        "Bij zoveel vergelijkingen tegelijk valt er ook zonder echt verschil af en toe een "
        f"{_MEERVOUD[u.niveau][0]} buiten de marge: bij ongeveer 1 op de 20."
    )
