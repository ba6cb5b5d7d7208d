"""What every chapter needs: names of units and classes, subtitles, and words for a missing figure."""

from pipeline.reporting.charts.punten import Punt
from pipeline.reporting.cijfers import Cel
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import NIET_GETOOND, NOG_NIET, datum, getal, hoofdletter, opsomming
from pipeline.vocabulary.schooljaar import Schooljaar

KLASSE_KORT = {
    "WERK": "werk",
    "LEREN": "leren",
    "DAGBESTEDING": "dagbesteding of traject",
    "GEEN": "geen, of vertrokken",
    "ONBEKEND": "onbekend",
}
IN_DE_TABEL = "Alle cijfers staan in de tabel eronder."
IN_DE_TABELLEN = "Alle cijfers staan in de tabellen die de tekst eronder noemt."
SCHOOLTYPE = {"PRO": "praktijkonderwijs", "VSO": "vso", "SO": "so", "onbekend": "schooltype onbekend"}

_WOORDEN = {
    "niet getoond": NIET_GETOOND,
    "nog niet te meten": NOG_NIET,
    "niet gemeten": "niet gemeten",
    "geen waarde": "geen leerlingen",
    "gemeten": "",
}


def woorden(cel: Cel) -> str:
    """Why a cell has no figure, in the words of charts; empty when it has one."""
    return _WOORDEN[cel.status]


def schooltype(code: str) -> str:
    """The kind of school in words."""
    return SCHOOLTYPE.get(code, code)


def punt(label: str, cel: Cel, *, doel: float | None = None, nadruk: bool = False) -> Punt:
    """A cell as a row of a chart of points."""
    return Punt(label, cel.waarden, woorden(cel), doel=doel, nadruk=nadruk)


def ondertitel(g: Gegevens, indicator: str, waarover: str) -> str:
    """Measure, population, cohort, peildatum and n, for under a title."""
    cel = g.cel(indicator)
    n = f", n = {getal(cel.waarden.n)}" if cel.waarden else ""
    maat = MATEN[indicator]
    return (
        f"{genoemd(indicator)}, {waarover}: {maat.groep[1]}, "
        f"cohort {cel.cohort}, peildatum {datum(g.peildatum(indicator))}{n}"
    )


def code(indicator: str) -> str:
    """The indicator's code as readers see it: B1_1 is B1, B3_RUIM is B3, R_V2 is R V2."""
    return indicator.replace("_", " ") if indicator.startswith("R_") else indicator.partition("_")[0]


def genoemd(indicator: str) -> str:
    """Name and code: Plaatsing (convenant), P2."""
    return f"{hoofdletter(MATEN[indicator].naam)}, {code(indicator)}"


def reeks(g: Gegevens, indicator: str) -> list[Schooljaar]:
    """The cohorts of a trend, up to the report's school year."""
    return g.cijfers.cohorten(indicator, g.jaar)


def overname_noot(g: Gegevens) -> str:
    """Which of the cohorts that were read, alone or in three together, were taken over; often nothing."""
    gelezen = g.cijfers.jaren.union(*(d.cohorten for d in g.drietallen if d.tot in g.samen.jaren))
    over = [o.cohort for o in g.overgenomen if o.schooljaar and o.cohort in gelezen]
    labels = [Schooljaar(cohort).label for cohort in sorted(over)]
    return f"Overgenomen uit een eerder rapport: cohort {opsomming(labels)}." if labels else ""


def zinnen(*delen: str) -> str:
    """Sentences as one paragraph; empty ones leave nothing behind."""
    return " ".join(deel for deel in delen if deel)
