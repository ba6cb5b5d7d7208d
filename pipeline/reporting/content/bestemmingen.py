"""Where leavers went: five classes through the years and per unit, and the full codes for the region."""

from collections.abc import Iterator, Sequence

from pipeline.reporting.charts.doek import Koppen
from pipeline.reporting.charts.stapels import Soort, Stapel, stapels
from pipeline.reporting.charts.staven import Staaf, staven
from pipeline.reporting.cijfers import Cel
from pipeline.reporting.content.samen import (
    IN_DE_TABEL,
    IN_DE_TABELLEN,
    KLASSE_KORT,
    reeks,
    schooltype,
    woorden,
    zinnen,
)
from pipeline.reporting.display import FigureBundle, Proza, TableBundle, figure_bundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import datum, getal, hoofdletter, opsomming, procent
from pipeline.reporting.sentences import basis
from pipeline.reporting.tables import Kolom, k_tekst, kop, maak_tabel, n_tekst, pct_tekst, vet
from pipeline.reporting.theme import CODE_KLEUR
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import bestemmingen, klassen

SOORTEN = tuple(Soort(sleutel, label) for sleutel, label in KLASSE_KORT.items())
_WAT = "Bestemming bij het verlaten van de school (D)"
_BRON = "Bron: uitstroomlijsten van de scholen; definitie D"
_BREUK = {
    2014: "Participatiewet, sinds 1 januari 2015",
    2017: "uitrol van de plannen, september 2017",
    2019: "corona, vanaf maart 2020",
}


def _cellen(g: Gegevens, cohort: Schooljaar, niveau: str = "regio", eenheid: str = "regio") -> list[Cel]:
    """The five classes, in their order."""
    return [g.cijfers.cel("D", cohort, niveau, eenheid, klasse, "klasse") for klasse in KLASSE_KORT]


def _code(g: Gegevens, code: str, niveau: str = "regio", eenheid: str = "regio") -> Cel:
    """One of the fifteen codes, in the cohort of the report."""
    return g.cijfers.cel("D", g.jaar, niveau, eenheid, code, "code")


def _stapel(label: str, cellen: Sequence[Cel], *, nadruk: bool = False, breuk: str = "") -> Stapel:
    """The classes of one cohort or unit as a bar."""
    met = [c for c in cellen if c.waarden]
    if not met:
        return Stapel(label, woorden=woorden(cellen[0]), nadruk=nadruk, breuk=breuk)
    delen = tuple((c.klasse, c.waarden.pct if c.waarden else None) for c in cellen)
    onbekend = cellen[-1].waarden
    rechts = (
        procent(onbekend.pct) if onbekend else "",
        getal(met[0].waarden.n) if met[0].waarden else "",
    )
    return Stapel(label, delen, rechts, nadruk=nadruk, breuk=breuk)


def titel(g: Gegevens) -> str:
    """The finding: how many to work, how many to learning."""
    werk, leren, *_ = _cellen(g, g.jaar)
    delen = [
        f"{basis.pct(c.waarden)} naar {wat}"
        for c, wat in ((werk, "werk"), (leren, "een opleiding"))
        if c.waarden is not None
    ]
    if not delen:
        return f"De bestemmingen van cohort {g.jaar} zijn {woorden(werk)}"
    return f"Van de schoolverlaters van {g.jaar} ging {opsomming(delen)}"


def figuur(g: Gegevens) -> FigureBundle:
    """All cohorts, region, in five classes."""
    rijen = [
        _stapel(c.label, _cellen(g, c), nadruk=c == g.jaar, breuk=_BREUK.get(c.start, ""))
        for c in reeks(g, "D")
    ]
    onder = f"{_WAT}, alle schoolverlaters per cohort, hele regio, stand {datum(g.stand)}"
    grafiek = stapels(Koppen(titel(g), onder), SOORTEN, rijen, ("onbekend", "n"))
    laatste = ", ".join(
        f"{KLASSE_KORT[c.klasse]} {basis.pct(c.waarden)}" for c in _cellen(g, g.jaar) if c.waarden is not None
    )
    nu = f"In {g.jaar}: {laatste}." if laatste else ""
    alt = zinnen(f"{titel(g)}.", "Gestapelde staven per cohort.", nu, IN_DE_TABEL)
    bijschrift = f"Bestemming van schoolverlaters per cohort, hele regio, in vijf klassen. {_BRON}."
    return figure_bundle(grafiek, alt, bijschrift)


def tabel(g: Gegevens) -> TableBundle:
    """The share of every class per cohort, with n."""
    rijen = []
    for cohort in reeks(g, "D"):
        cellen = _cellen(g, cohort)
        rij = [cohort.label, *[pct_tekst(c) for c in cellen], _n(cellen)]
        rijen.append(vet(rij) if cohort == g.jaar else rij)
    kolommen = [kop("Cohort"), *[Kolom(f"{label} (%)") for label in KLASSE_KORT.values()], Kolom("n")]
    bijschrift = "Bestemming van schoolverlaters per cohort, hele regio"
    return maak_tabel(kolommen, rijen, bijschrift, g.stand)


def _n(cellen: Sequence[Cel]) -> str:
    met = next((c for c in cellen if c.waarden), cellen[0])
    return n_tekst(met)


_MEERVOUD = {"bestuur": "besturen", "school": "scholen"}
_PER = {"bestuur": "per bestuur", "school": "per schooltype, bestuur en school"}


def figuur_per(g: Gegevens, niveau: str) -> FigureBundle:
    """The report's cohort per board, or per kind of school, board and school, in five classes."""
    rijen = [_stapel("Regio", _cellen(g, g.jaar), nadruk=True)]
    rijen += [
        _stapel(naam, _cellen(g, g.jaar, soort, eenheid), nadruk=_is_samen(niveau, soort))
        for soort, eenheid, naam in _rijen_per(g, niveau)
    ]
    kopregel = _spreiding(g, niveau)
    onder = f"{_WAT}, {_PER[niveau]}, cohort {g.jaar}. Volgorde: op naam, geen rangorde"
    grafiek = stapels(Koppen(kopregel, onder), SOORTEN, rijen, ("onbekend", "n"))
    waar = IN_DE_TABEL if niveau == "bestuur" else IN_DE_TABELLEN
    alt = f"{kopregel}. Gestapelde staven {_PER[niveau]}. {waar}"
    return figure_bundle(
        grafiek, alt, f"Bestemming van schoolverlaters {_PER[niveau]}, cohort {g.jaar}. {_BRON}."
    )


def _rijen_per(g: Gegevens, niveau: str) -> Iterator[tuple[str, str, str]]:
    """Level, id and name of every unit: boards, or kinds of school and boards with their schools."""
    if niveau == "bestuur":
        yield from (("bestuur", bestuur, bestuur) for bestuur in g.besturen(g.jaar))
        return
    yield from (("schooltype", soort, hoofdletter(schooltype(soort))) for soort in g.schooltypen(g.jaar))
    vorig = ""
    for school in g.scholen(g.jaar):
        if school.bestuur != vorig:
            vorig = school.bestuur
            yield "bestuur", vorig, vorig
        yield "school", school.school, school.naam


def _is_samen(niveau: str, soort: str) -> bool:
    """Whether a row is of several schools, in a figure or table of schools."""
    return niveau == "school" and soort != "school"


def _spreiding(g: Gegevens, niveau: str) -> str:
    """The share in work, from the lowest to the highest unit that is shown, without naming them."""
    shares = [
        c.waarden.pct
        for soort, e, _ in _rijen_per(g, niveau)
        if soort == niveau and (c := _cellen(g, g.jaar, niveau, e)[0]).waarden
    ]
    if len(shares) < 2:
        return titel(g)
    return (
        f"Van de {len(shares)} {_MEERVOUD[niveau]} met een cijfer liep het aandeel met werk van "
        f"{procent(min(shares))} tot {procent(max(shares))} (cohort {g.jaar})"
    )


def tabel_per(g: Gegevens, niveau: str) -> TableBundle:
    """The share of every class per unit, with n, and the region as total."""
    rijen = []
    for soort, eenheid, naam in _rijen_per(g, niveau):
        cellen = _cellen(g, g.jaar, soort, eenheid)
        rij = [letterlijk(naam), *[pct_tekst(c) for c in cellen], _n(cellen)]
        rijen.append(vet(rij) if _is_samen(niveau, soort) else rij)
    regio = _cellen(g, g.jaar)
    rijen.append(vet(["Regio", *[pct_tekst(c) for c in regio], _n(regio)]))
    eerste = "Bestuur" if niveau == "bestuur" else "Schooltype, bestuur en school"
    kolommen = [kop(eerste), *[Kolom(f"{label} (%)") for label in KLASSE_KORT.values()], Kolom("n")]
    bijschrift = f"Bestemming van schoolverlaters {_PER[niveau]}, cohort {g.jaar}"
    return maak_tabel(kolommen, rijen, bijschrift, g.stand)


def figuur_codes(g: Gegevens) -> FigureBundle:
    """The fifteen destinations of the region, under their class."""
    rijen: list[Staaf] = []
    for klasse, label in _klasse_labels():
        rijen.append(Staaf(hoofdletter(label) if klasse != "ONBEKEND" else "", kop=True))
        rijen += [_staaf(g, b.code, b.label) for b in bestemmingen() if b.klasse == klasse]
    kopregel = _grootste(g)
    onder = f"{_WAT}, alle codes, alle schoolverlaters, hele regio, cohort {g.jaar}"
    alt = f"{kopregel}. Staven per bestemming. {IN_DE_TABEL}"
    bijschrift = f"Alle bestemmingen, hele regio, cohort {g.jaar}. {_BRON}."
    return figure_bundle(staven(Koppen(kopregel, onder), rijen, naast="aantal"), alt, bijschrift)


def _staaf(g: Gegevens, code: str, label: str) -> Staaf:
    c = _code(g, code)
    if c.waarden is None:
        return Staaf(label, woorden=woorden(c))
    return Staaf(label, c.waarden.pct, procent(c.waarden.pct), getal(c.waarden.k), kleur=CODE_KLEUR[code])


def _grootste(g: Gegevens) -> str:
    """The two destinations that most leavers went to."""
    met = [(c.waarden, b.label) for b in bestemmingen() if (c := _code(g, b.code)).waarden]
    if len(met) < 2:
        return titel(g)
    (een, naam), (twee, ander), *_ = sorted(met, key=lambda paar: -paar[0].k)
    return f"Het vaakst: {naam} ({basis.pct(een)}) en {ander} ({basis.pct(twee)})"


def tabel_codes(g: Gegevens) -> TableBundle:
    """Counts and shares of every destination, for the region and per kind of school."""
    groepen = [
        ("regio", "regio", "Regio"),
        *(("schooltype", soort, hoofdletter(schooltype(soort))) for soort in g.schooltypen(g.jaar)),
    ]
    kolommen = [kop("Bestemming")]
    for _, _, naam in groepen:
        kolommen += [Kolom(letterlijk(naam)), Kolom("%")]
    rijen = []
    for klasse, klasse_label in _klasse_labels():
        subtotaal = [_cellen(g, g.jaar, n, e)[list(KLASSE_KORT).index(klasse)] for n, e, _ in groepen]
        rijen.append(vet([hoofdletter(klasse_label), *_paren(subtotaal)]))
        for b in bestemmingen():
            if b.klasse == klasse and klasse != "ONBEKEND":
                rijen.append([b.label, *_paren([_code(g, b.code, n, e) for n, e, _ in groepen])])
    rijen.append(vet(["n", *[tekst for n, e, _ in groepen for tekst in (_n(_cellen(g, g.jaar, n, e)), "")]]))
    return maak_tabel(kolommen, rijen, f"Alle bestemmingen, cohort {g.jaar}", g.stand)


def _klasse_labels() -> list[tuple[str, str]]:
    return [(klasse.klasse, klasse.label) for klasse in klassen()]


def _paren(cellen: Sequence[Cel]) -> list[str]:
    """Count and percentage of each cell."""
    return [tekst for c in cellen for tekst in (k_tekst(c) if c.waarden else "", pct_tekst(c))]


def tekst(g: Gegevens) -> Proza:
    """The five classes of the report's cohort in sentences."""
    cellen = [c for c in _cellen(g, g.jaar) if c.waarden is not None]
    if not cellen:
        return Proza(f"{titel(g)}.")
    delen = [
        f"{getal(c.waarden.k)} {_naar(c.klasse)} {basis.met_marge(c.waarden)}" for c in cellen if c.waarden
    ]
    n = cellen[0].waarden.n if cellen[0].waarden else 0
    verborgen = len(KLASSE_KORT) - len(cellen)
    rest = f"{verborgen} van de vijf klassen tonen we niet, zodat niemand herkenbaar is." if verborgen else ""
    return Proza(zinnen(f"Cohort {g.jaar} telt {getal(n)} schoolverlaters: {opsomming(delen)}.", rest))


def _naar(klasse: str) -> str:
    return {
        "WERK": "met werk",
        "LEREN": "met een opleiding of andere school",
        "DAGBESTEDING": "met dagbesteding of een traject",
        "GEEN": "zonder werk of opleiding, of vertrokken",
        "ONBEKEND": "van wie de bestemming onbekend is",
    }[klasse]
