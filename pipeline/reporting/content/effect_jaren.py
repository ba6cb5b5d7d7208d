"""The effect by year since the start, and in the years before it: figure, table, and what is read in it."""

from collections.abc import Sequence
from itertools import groupby

from pipeline.release.effect import GETOOND
from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.jaren import Jaarpunt, Jaren, jaren, met_teken
from pipeline.reporting.content.effect import (
    WAAROM_NIET,
    einde,
    hoofd,
    richting,
)
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.notation import NIET_GETOOND, aantal, datum, getal, hoofdletter, opsomming
from pipeline.reporting.rijen import EffectJaar
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel

_BRON = "Bron: uitstroomlijsten van de scholen en Intergrip; plannen: opgave per innovatieplan"
_NOTEN = (
    "Verschil en interval: in procentpunten, met wat zonder plan te verwachten was",
    "Jaar: met een plan, of voordat het plan begon",
    "Scholen: met een plan, waar dit jaar op rust; bij minder dan vier tonen we het niet",
    "Stap: waarop het verschil is afgerond, en tussen haakjes waarop het begin en het eind van het interval,"
    " naar buiten, na een verschuiving zoals bij de uitkomst zelf, zodat geen aantal van een school eruit te"
    " halen is",
)


def _vragen(g: Gegevens) -> list[tuple[str, tuple[EffectJaar, ...]]]:
    """The questions with their years, in the order of the plan."""
    per_vraag = groupby(g.effect_per_jaar, key=lambda jaar: jaar.vraag)
    return [(hoofdletter(vraag), tuple(van)) for vraag, van in per_vraag]


def figuur(g: Gegevens) -> FigureBundle:
    """A panel per question: the difference of every year with its interval, before and since the start."""
    vragen = _vragen(g)
    panelen = [Jaren(vraag, tuple(_punt(jaar) for jaar in van)) for vraag, van in vragen]
    titel = _titel(g)
    onder = (
        "Verschil in procentpunten met wat zonder plan te verwachten was, met 95%-interval, stand"
        f" {datum(g.stand)}"
    )
    beschreven = " ".join(f"{vraag}: {_beschreven(van)}." for vraag, van in vragen)
    alt = f"{titel}. Punten met een interval per jaar voor en met het plan, per vraag. {beschreven}"
    bijschrift = f"Verschil per jaar voor en sinds de start van het plan, per vraag. {_BRON}."
    return figure_bundle(jaren(Koppen(titel, onder), panelen), alt.strip(), bijschrift)


def _punt(jaar: EffectJaar) -> Jaarpunt:
    voor = jaar.tijd < 0
    if jaar.status != GETOOND or jaar.schatting is None:
        return Jaarpunt(_label(jaar), voor, woorden=jaar.status)
    return Jaarpunt(_label(jaar), voor, jaar.schatting, jaar.laag, jaar.hoog)


def _label(jaar: EffectJaar) -> str:
    return f"{-jaar.tijd}" if jaar.tijd < 0 else f"{jaar.tijd + 1}e"


def _beschreven(van: Sequence[EffectJaar]) -> str:
    return ", ".join(
        f"{_wanneer(jaar)} {met_teken(jaar.schatting)}"
        if jaar.schatting is not None
        else f"{_wanneer(jaar)} {jaar.status}"
        for jaar in van
    )


def _wanneer(jaar: EffectJaar) -> str:
    """ "2 jaar voor de start", "1e jaar met een plan"."""
    return f"{_label(jaar)} jaar {'voor de start' if jaar.tijd < 0 else 'met een plan'}"


def _kort(jaar: EffectJaar) -> str:
    """ "2 jaar ervoor", "1e jaar"."""
    return f"{_label(jaar)} jaar{' ervoor' if jaar.tijd < 0 else ''}"


def _titel(g: Gegevens) -> str:
    getoond = [jaar for jaar in g.effect_per_jaar if jaar.schatting is not None]
    if not g.effect_per_jaar:
        return "Er is geen verschil per jaar te schatten"
    if not getoond:
        return "Het verschil per jaar is niet te tonen"
    wel = sum(_zonder_nul(jaar) for jaar in getoond)
    if not wel:
        return "In elk getoond jaar kan het verschil ook 0 zijn"
    van = f"{getal(wel)} van de {getal(len(getoond))} getoonde jaren"
    return f"In {van} ligt het interval van het verschil helemaal aan één kant van 0"


def _zonder_nul(jaar: EffectJaar) -> bool:
    """Whether the interval, as told, lies on one side of nought."""
    return (jaar.laag is not None and jaar.laag > 0) or (jaar.hoog is not None and jaar.hoog < 0)


def tabel(g: Gegevens) -> TableBundle:
    """Every year of every question."""
    rijen = [
        [hoofd(jaar.vraag), _kort(jaar), getal(jaar.scholen), *_cellen(jaar)] for jaar in g.effect_per_jaar
    ]
    kolommen = [
        kop("Vraag"),
        kop("Jaar"),
        Kolom("scholen"),
        kop("Verschil"),
        kop("95%-interval"),
        kop("Stap"),
    ]
    return maak_tabel(kolommen, rijen, "Verschil per jaar voor en sinds de start", g.stand, _NOTEN)


def _cellen(jaar: EffectJaar) -> list[str]:
    if jaar.schatting is None:
        woorden = VERBORGEN if jaar.status == NIET_GETOOND else jaar.status
        return [woorden, woorden, ""]
    stappen = [getal(stap) for stap in (jaar.stap_laag, jaar.stap_hoog) if stap is not None]
    ruwweg = f"{getal(jaar.stap or 1)} ({', '.join(stappen)})" if stappen else getal(jaar.stap or 1)
    return [richting(jaar.schatting), f"{einde(jaar.laag)} tot {einde(jaar.hoog)}", ruwweg]


def tekst(g: Gegevens) -> Proza:
    """Per question what the years before the start show, and those since."""
    vragen = _vragen(g)
    if not vragen:
        return Proza("Er is geen verschil per jaar te schatten: er zijn geen scholen om mee te vergelijken.")
    return Proza("\n".join(f"- **{hoofd(vraag)}**: {_gezien(van)}" for vraag, van in vragen))


def _gezien(van: Sequence[EffectJaar]) -> str:
    if all(jaar.schatting is None for jaar in van):
        geen = all(jaar.status != NIET_GETOOND for jaar in van)
        waarom = "elk jaar rust op minder dan vier scholen" if geen else WAAROM_NIET
        return f"geen jaar is te tonen, want {waarom}."
    getoond = [jaar for jaar in van if jaar.schatting is not None]
    voor = [jaar for jaar in van if jaar.tijd < 0]
    sinds = [jaar for jaar in van if jaar.tijd >= 0]
    if not any(_zonder_nul(jaar) for jaar in getoond) and {jaar.tijd < 0 for jaar in getoond} == {
        True,
        False,
    }:
        return f"in elk getoond jaar, voor de start en met een plan, kan het verschil ook 0 zijn{_niet(van)}."
    begin = f"voor de start {_deel(voor)}" if voor else "voor de start is er te weinig om te vergelijken"
    return f"{begin}; met een plan {_deel(sinds)}."


def _deel(van: Sequence[EffectJaar]) -> str:
    """What the intervals of some years say, and which years are not shown."""
    getoond = [jaar for jaar in van if jaar.schatting is not None]
    if not getoond:
        return "is geen jaar te tonen"
    wel = [_verschil(jaar) for jaar in getoond if _zonder_nul(jaar)]
    if not wel:
        return f"kan het verschil in elk getoond jaar ook 0 zijn{_niet(van)}"
    return f"ligt het interval helemaal aan één kant van 0 in {opsomming(wel)}{_niet(van)}"


def _niet(van: Sequence[EffectJaar]) -> str:
    open_ = sum(jaar.schatting is None for jaar in van)
    return f" ({aantal(open_, 'jaar', 'jaren')} niet getoond)" if open_ else ""


def _verschil(jaar: EffectJaar) -> str:
    welk = f"het {_label(jaar)} jaar" if jaar.tijd >= 0 else f"jaar {_label(jaar)} voor de start"
    return f"{welk} ({richting(jaar.schatting or 0.0)})"
