"""The recommendations: who owns each, by when, how far it is at the stand, and what a year has changed."""

from datetime import date

from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import aantal, datum, getal, opsomming
from pipeline.reporting.rijen import Aanbeveling
from pipeline.reporting.tables import kop, maak_tabel

ONBEKEND = "onbekend"
ROLLEN = {
    "STUURGROEP": "de stuurgroep",
    "BESTUUR": "de besturen",
    "SCHOOL": "de scholen",
    "WERKGROEP": "de werkgroep",
    "REGISSEUR": "de regisseur",
    "TOETSINGSCOMMISSIE": "de toetsingscommissie",
    "GEMEENTE": "de gemeente",
    "UWV": "het UWV",
    "MBO": "het mbo",
    "WERKGEVER": "de werkgevers",
    "SAMENWERKINGSVERBAND": "het samenwerkingsverband",
    "ANDERS": "een andere partij",
}
"""Who owns a recommendation, by the code of the contract."""
STATUS = {
    "OPEN": "open",
    "IN_UITVOERING": "in uitvoering",
    "UITGEVOERD": "uitgevoerd",
    "NIET_OVERGENOMEN": "niet overgenomen",
}
_GENOEMD = 5
"""How many overdue ones a sentence names."""
_AF = ("UITGEVOERD", "NIET_OVERGENOMEN")


def tabel(g: Gegevens) -> TableBundle:
    """Every recommendation: the overdue first, then what is open by its day, then what is done."""
    rijen = [_rij(a) for a in sorted(g.aanbevelingen, key=_volgorde)]
    kolommen = [
        kop("Aanbeveling"),
        kop("Uit rapport"),
        kop("Wie"),
        kop("Uiterlijk"),
        kop("Status"),
        kop("Sinds een jaar"),
    ]
    noten = [
        f"Te laat: van de uiterste dag tot {datum(g.stand)}, als de aanbeveling nog niet af is",
        "De dag bij de status: de lijst waarin status, uiterste dag of eigenaar voor het laatst anders was",
    ]
    titel = f"Aanbevelingen en hun opvolging op {datum(g.stand)}"
    return maak_tabel(kolommen, rijen, titel, g.stand, noten)


def _volgorde(a: Aanbeveling) -> tuple[bool, int, str, str, str]:
    return (a.status in _AF, -(a.dagen_te_laat or 0), a.uiterlijk or "9999", a.rapport, a.aanbeveling)


def _rij(a: Aanbeveling) -> list[str]:
    namen = [letterlijk(a.aanbeveling), letterlijk(a.rapport), ROLLEN.get(a.eigenaar or "", ONBEKEND)]
    return [*namen, _dag(a.uiterlijk), _status(a), a.verandering]


def _status(a: Aanbeveling) -> str:
    """With the day of the last change, and how long it is overdue: a table of six columns fits the page."""
    status = STATUS.get(a.status or "", ONBEKEND)
    te_laat = "" if a.dagen_te_laat is None else f"; {aantal(a.dagen_te_laat, 'dag', 'dagen')} te laat"
    return f"{status}{f' ({_dag(a.gewijzigd)})' if a.gewijzigd else ''}{te_laat}"


def _dag(iso: str | None) -> str:
    return ONBEKEND if iso is None else datum(date.fromisoformat(iso))


def tekst(g: Gegevens) -> Proza:
    """How many there are and how many are done; which are overdue and whose; what a year changed."""
    alle = g.aanbevelingen
    if not alle:
        return Proza(f"Op {datum(g.stand)} was er geen lijst met aanbevelingen aangeleverd.")
    return Proza(zinnen(_hoeveel(alle), _onbekend(alle), _te_laat(g), _sinds(g, _een_jaar_eerder(g))))


def _hoeveel(alle: tuple[Aanbeveling, ...]) -> str:
    """Totals by status."""
    per = {code: sum(a.status == code for a in alle) for code in STATUS}
    open_ = per["OPEN"] + per["IN_UITVOERING"]
    if len(alle) == 1:
        return f"Er is één aanbeveling; die is {STATUS.get(alle[0].status or '', 'zonder bekende status')}."
    if per["UITGEVOERD"] == len(alle):
        return f"Alle {getal(len(alle))} aanbevelingen zijn uitgevoerd."
    delen = [
        f"{_zijn(per['UITGEVOERD'])} uitgevoerd",
        f"{_zijn(per['NIET_OVERGENOMEN'])} niet overgenomen" if per["NIET_OVERGENOMEN"] else "",
        f"{_zijn(open_)} nog niet af" if open_ else "",
    ]
    return f"Van de {getal(len(alle))} aanbevelingen {opsomming([deel for deel in delen if deel])}."


def _zijn(hoeveel: int) -> str:
    return f"{'is' if hoeveel == 1 else 'zijn'} er {getal(hoeveel) if hoeveel else 'geen'}"


def _onbekend(alle: tuple[Aanbeveling, ...]) -> str:
    zonder = sum(a.status not in STATUS for a in alle)
    return f"Van {aantal(zonder, 'aanbeveling', 'aanbevelingen')} is de status niet bekend." if zonder else ""


def _te_laat(g: Gegevens) -> str:
    """Which are overdue, and who owns them, the longest first."""
    te_laat = sorted((a for a in g.aanbevelingen if a.dagen_te_laat), key=_volgorde)
    if not te_laat:
        return "Geen aanbeveling is over haar uiterste dag heen."
    werkwoord = "is" if len(te_laat) == 1 else "zijn"
    rest = len(te_laat) - _GENOEMD
    meer = [f"nog {getal(rest)} in @tbl-aanbevelingen"] if rest > 0 else []
    welke = opsomming([*(_wie(a) for a in te_laat[:_GENOEMD]), *meer])
    return f"Over de uiterste dag heen {werkwoord}: {welke}."


def _wie(a: Aanbeveling) -> str:
    wie = ROLLEN.get(a.eigenaar or "", f"eigenaar {ONBEKEND}")
    dagen = aantal(a.dagen_te_laat or 0, "dag", "dagen")
    return f"‘{letterlijk(a.aanbeveling)}’ ({wie}, {dagen})"


def _een_jaar_eerder(g: Gegevens) -> date:
    """29 February goes to the 28th, as in SQL."""
    dag = 28 if (g.stand.month, g.stand.day) == (2, 29) else g.stand.day
    return g.stand.replace(year=g.stand.year - 1, day=dag)


def _sinds(g: Gegevens, dag: date) -> str:
    """New, done and still open since that day."""
    per = {soort: sum(a.verandering == soort for a in g.aanbevelingen) for soort in _SINDS}
    if all(a.verandering == ONBEKEND for a in g.aanbevelingen):
        return (
            f"Van {datum(dag)} of eerder is er geen lijst, dus wat er sindsdien veranderde, is niet bekend."
        )
    delen = [f"{getal(per[soort])} {woorden}" for soort, woorden in _SINDS.items() if per[soort]]
    if not delen:
        return f"Sinds {datum(dag)} is er niets veranderd: alles was toen al af."
    return f"Tegenover {datum(dag)}: {opsomming(delen)}."


_SINDS = {
    "nieuw": "nieuw",
    "afgerond": "afgerond",
    "nog open": "toen en nu nog open",
    "heropend": "weer geopend",
}
"""What a year can change; what was done already is no change."""
