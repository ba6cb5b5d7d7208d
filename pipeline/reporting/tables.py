"""Markdown tables in Dutch notation: numbers right-aligned, n beside every %, one mark for every hidden cell.

Marks that occur in a table are explained in the note under it, and only those.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.display import TableBundle
from pipeline.reporting.notation import NIET_GETOOND, STREEPJE, datum, decimaal, getal, interval
from pipeline.reporting.pijptabel import schrijf_tabel

VERBORGEN = f'<span class="verborgen">{NIET_GETOOND}</span>'
NIET_GEMETEN = '<span class="verborgen">niet gemeten</span>'
GEEN = '<span class="verborgen">geen leerlingen</span>'

_TEKENS = {
    "gemeten": "",
    "niet getoond": VERBORGEN,
    "nog niet te meten": STREEPJE,
    "niet gemeten": NIET_GEMETEN,
    "geen waarde": GEEN,
}
_UITLEG = {
    VERBORGEN: "*Niet getoond*: weggelaten zodat niemand herkenbaar is, ook niet via een optelling; "
    "een weggelaten aantal hoeft niet klein te zijn",
    NIET_GEMETEN: "*Niet gemeten*: hierover is niets aangeleverd",
    GEEN: "*Geen leerlingen*: niemand hoort bij deze groep, dus er is geen percentage",
}


@dataclass(frozen=True)
class Kolom:
    """A column: its heading, unit included, and on which side its text stands."""

    kop: str
    rechts: bool = True


def kop(tekst: str) -> Kolom:
    """A column of names."""
    return Kolom(tekst, rechts=False)


def maak_tabel(
    kolommen: Sequence[Kolom],
    rijen: Sequence[Sequence[str]],
    bijschrift: str,
    stand: date,
    noten: Sequence[str] = (),
) -> TableBundle:
    """A pipe table with the note that its marks need. Raises ValueError on a row of another length."""
    lijnen = schrijf_tabel([kolom.kop for kolom in kolommen], [kolom.rechts for kolom in kolommen], rijen)
    return TableBundle(lijnen + _noot(rijen, stand, noten), bijschrift)


def _noot(rijen: Sequence[Sequence[str]], stand: date, noten: Sequence[str]) -> str:
    """The line under a table: what its marks mean."""
    cellen = {cel for rij in rijen for cel in rij}
    uitleg = [tekst for teken, tekst in _UITLEG.items() if any(teken in cel for cel in cellen)]
    if STREEPJE in cellen:
        uitleg.insert(0, f"{STREEPJE}: nog niet te meten op {datum(stand)}")
    delen = [*noten, *uitleg]
    return f"\n\n{'. '.join(delen)}." if delen else ""


def vet(rij: Sequence[str]) -> list[str]:
    """A total, visibly so."""
    return [f"**{cel}**" if cel else "" for cel in rij]


def _getal_of_teken(cel: Cel, tekst: Callable[[Waarden], str]) -> str:
    return tekst(cel.waarden) if cel.waarden else _TEKENS[cel.status]


def n_tekst(cel: Cel) -> str:
    """How many leavers the percentage is of."""
    return _getal_of_teken(cel, lambda w: getal(w.n))


def k_tekst(cel: Cel) -> str:
    """How many of them."""
    return _getal_of_teken(cel, lambda w: getal(w.k))


def pct_tekst(cel: Cel) -> str:
    """The percentage, always with one decimal so that the column lines up."""
    return _getal_of_teken(cel, lambda w: decimaal(w.pct))


def marge_tekst(cel: Cel) -> str:
    """The interval, small; nothing where the percentage already says why it is missing."""
    return (
        f'<span class="interval">{interval(cel.waarden.laag, cel.waarden.hoog)}</span>' if cel.waarden else ""
    )


def vier(cel: Cel) -> list[str]:
    """The usual cells of a figure: count, n, percentage and interval."""
    if not cel.waarden:
        return ["", "", _TEKENS[cel.status], ""]
    return [k_tekst(cel), n_tekst(cel), pct_tekst(cel), marge_tekst(cel)]


def onbekend_en_grenzen(cel: Cel) -> list[str]:
    """How many are unknown, their share, and the bounds: shown or hidden together; empty without a figure."""
    w = cel.waarden
    if w is None:
        return [""] * len(ONBEKEND_KOPPEN)
    if w.onbekend is None or w.aandeel_onbekend is None or w.ondergrens is None or w.bovengrens is None:
        return [VERBORGEN] * len(ONBEKEND_KOPPEN)
    return [getal(w.onbekend), decimaal(w.aandeel_onbekend), interval(w.ondergrens, w.bovengrens)]


VIER = (Kolom("aantal"), Kolom("n"), Kolom("%"), Kolom("toevalsmarge"))
"""The headings that go with `vier`."""
ONBEKEND_KOPPEN = (Kolom("onbekend"), Kolom("onbekend (%)"), Kolom("grenzen (%)"))
"""The headings that go with `onbekend_en_grenzen`."""
MARGE_NOOT = "Toevalsmarge: 95%-interval van Wilson"
N_NOOT = "n: het aantal schoolverlaters waarover het percentage gaat"
