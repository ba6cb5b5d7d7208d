"""The checks of the effect: by other methods, without one school, drawn per board, paths not parallel."""

from collections.abc import Sequence
from itertools import groupby

from pipeline.release.effect import GETOOND
from pipeline.release.effect_robuust import (
    BOOTSTRAP,
    CALLAWAY,
    DID2S,
    NIET_TE_MAKEN,
    PARALLEL,
    PER_BESTUUR,
    SUN_ABRAHAM,
    ZONDER_EEN,
)
from pipeline.reporting.content.effect import WAAROM_NIET, einde, hoofd, p_teken, richting
from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import decimaal, getal
from pipeline.reporting.rijen import EffectControle
from pipeline.reporting.tables import VERBORGEN, kop, maak_tabel

_GROOTSTE_MAAT = 2.0
_NAMEN = {
    ZONDER_EEN: "Zonder één school",
    PER_BESTUUR: "Geloot per bestuur",
    DID2S: "Gardner (did2s)",
    SUN_ABRAHAM: "Sun en Abraham",
    CALLAWAY: "Callaway en Sant'Anna",
    BOOTSTRAP: "Wild cluster bootstrap",
    PARALLEL: "Niet parallel",
}
_NOTEN = (
    "Verschillen in procentpunten, met het 95%-interval tussen haakjes",
    "Zonder één school: het kleinste en het grootste verschil als we telkens één school weglaten",
    "Wild cluster bootstrap: p van Sun en Abraham",
    "Niet parallel: hoeveel keer de grootste verandering van voor de start de scholen na de start per jaar"
    " uiteen mogen lopen voordat het interval 0 bevat",
    "Stap: waarop is afgerond, na een verschuiving zoals bij de uitkomst zelf; het interval naar buiten",
)


def tabel(g: Gegevens) -> TableBundle:
    """Every check of every question."""
    rijen = [
        [hoofd(c.vraag), letterlijk(_NAMEN[c.controle]), _uitkomst(c), _stap(c)] for c in g.effect_robuust
    ]
    kolommen = [kop("Vraag"), kop("Controle"), kop("Uitkomst"), kop("Stap")]
    return maak_tabel(kolommen, rijen, "Houdt de uitkomst stand?", g.stand, _NOTEN)


def _uitkomst(c: EffectControle) -> str:
    if c.status == NIET_TE_MAKEN:
        return f"niet te maken: {letterlijk(c.reden or '')}"
    if c.status != GETOOND:
        return VERBORGEN
    if c.p:
        return p_teken(c.p)
    if c.controle == PARALLEL:
        return _maat(c)
    interval = f"{einde(c.laag)} tot {einde(c.hoog)}"
    return interval if c.schatting is None else f"{richting(c.schatting)} ({interval})"


def _maat(c: EffectControle) -> str:
    if c.maat is None:
        return "interval bevat 0 al"
    if not c.maat:
        return f"minder dan {_keer(c.stap_maat or 0)} keer"
    meer = " of meer" if c.maat >= _GROOTSTE_MAAT else ""
    return f"tot {_keer(c.maat)} keer{meer}"


def _keer(maat: float) -> str:
    return decimaal(maat, 0 if maat.is_integer() else 1)


def _stap(c: EffectControle) -> str:
    if c.stap_maat is not None and c.maat is not None:
        return _keer(c.stap_maat)
    einden = ", ".join(getal(stap) for stap in (c.stap_laag, c.stap_hoog) if stap is not None)
    if c.stap is None:
        return einden
    return f"{getal(c.stap)} ({einden})" if einden else getal(c.stap)


def tekst(g: Gegevens) -> Proza:
    """Per question whether the checks point the same way, and how far paths may drift apart."""
    per_vraag = groupby(g.effect_robuust, key=lambda c: c.vraag)
    regels = [f"- **{hoofd(vraag)}**: {_zin(tuple(van))}" for vraag, van in per_vraag]
    return Proza("\n".join(regels) or "Er is niets geschat, dus er is niets na te gaan.")


def _zin(van: Sequence[EffectControle]) -> str:
    getoond = [c for c in van if c.status == GETOOND]
    if not getoond:
        return f"geen controle is te tonen, want {WAAROM_NIET}."
    return zinnen(_kanten(getoond), *(_uiteen(c) for c in getoond if c.controle == PARALLEL))


def _kanten(getoond: Sequence[EffectControle]) -> str:
    """Whether all differences that are shown lie on one side of nought."""
    verschillen = [
        punten
        for c in getoond
        for punten in ((c.laag, c.hoog) if c.controle == ZONDER_EEN else (c.schatting,))
        if punten is not None
    ]
    if not verschillen:
        return "van geen controle is het verschil te tonen."
    for richting_, alle in (("hoger", min(verschillen) > 0), ("lager", max(verschillen) < 0)):
        if alle:
            return f"alle getoonde controles geven een verschil dat {richting_} is."
    return "de getoonde controles wijzen niet allemaal dezelfde kant op."


def _uiteen(c: EffectControle) -> str:
    """What paths that are not parallel would do to the conclusion."""
    if c.maat is None:
        return (
            "Ook als de scholen gelijk oplopen, bevat het interval 0; er is geen verschil dat kan wegvallen."
        )
    if c.maat >= _GROOTSTE_MAAT:
        return (
            f"Ook als de scholen na de start per jaar {_keer(c.maat)} keer zo ver uiteenlopen als ervoor,"
            " houdt het verschil stand."
        )
    if not c.maat:
        return (
            f"Lopen de scholen na de start per jaar {_keer(c.stap_maat or 0)} keer zo ver uiteen als ervoor,"
            " dan kan het verschil ook 0 zijn."
        )
    return (
        f"Het verschil houdt stand zolang de scholen na de start per jaar niet meer dan {_keer(c.maat)} keer"
        " zo ver uiteenlopen als ervoor."
    )
