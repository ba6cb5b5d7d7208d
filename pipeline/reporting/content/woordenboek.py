"""The data dictionary of the sources behind this report, from their contracts: one short table per source."""

from pipeline.reporting.display import Proza
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import opsomming
from pipeline.sources.contract import Contract, contracten
from pipeline.sources.dictionary import kept

_KOP = "| Gegeven | Betekenis | Bewaard |\n|:-----------|:------------------------|:------|"
"""The dashes give the widths of the columns."""
_NIET = "nee"


def bijlage(g: Gegevens) -> Proza:
    """Per source that was delivered: what is kept, what it means, and what was left out at intake."""
    gebruikt = {levering.bron for levering in g.leveringen}
    delen = [_bron(contract) for bron, contract in contracten().items() if bron in gebruikt]
    return Proza("\n\n".join(delen) or "Er is niets aangeleverd.")


def _bron(contract: Contract) -> str:
    weg = [k.naam for k in contract.kolommen if kept(contract, k) == _NIET]
    rijen = [
        f"| {_naam(kolom.naam)} | {letterlijk(kolom.toelichting)} | {bewaard} |"
        for kolom in contract.kolommen
        if (bewaard := kept(contract, kolom)) != _NIET
    ]
    kop = f"**{letterlijk(contract.titel)}.** Eén rij is {letterlijk(contract.rij)}."
    if weg:
        kop += f" Bij het inlezen weggelaten: {opsomming([_naam(naam) for naam in weg])}."
    return "\n".join([kop, "", _KOP, *rijen])


def _naam(kolom: str) -> str:
    """The name of a column as words, which can break at the end of a line."""
    return letterlijk(kolom.replace("_", " "))
