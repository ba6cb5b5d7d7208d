"""What partners think of their own work: the mean score of every element of ecbo, and what a year changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import STREEPJE, aantal, decimaal, getal, opsomming
from pipeline.reporting.rijen import Zelfscore
from pipeline.reporting.tables import VERBORGEN, Kolom, kop, maak_tabel, vet
from pipeline.sources.contract import contracten
from pipeline.vocabulary.schooljaar import Schooljaar

ONDERDELEN = {"A": "Arbeidstoeleiding", "S": "Samenwerking"}
_JAREN = 3


@dataclass(frozen=True)
class Scores:
    """The scores of one school year by element."""

    jaar: Schooljaar
    van: dict[str, Zelfscore]

    def gemiddelde(self, element: str) -> float | None:
        """None where it is hidden, or nobody filled it in."""
        return self.van[element].gemiddelde if element in self.van else None

    def onderdeel(self, letter: str) -> float | None:
        """The mean of the elements of a part; None when one of them is not shown."""
        cijfers = [self.gemiddelde(element) for element in elementen() if element[0] == letter]
        bekend = [cijfer for cijfer in cijfers if cijfer is not None]
        return sum(bekend) / len(bekend) if len(bekend) == len(cijfers) else None


def elementen() -> dict[str, str]:
    """The elements in the order of ecbo: code and sentence."""
    (kolom,) = (k for k in contracten()["zelfevaluatie"].kolommen if k.naam == "element")
    return {code: woorden[0] for code, woorden in kolom.waarden.items()}


def scores(g: Gegevens, terug: int = 0) -> Scores:
    """Those of the report's school year, or of so many before it."""
    jaar = g.jaar.plus(-terug)
    return Scores(jaar, {z.element: z for z in g.zelfevaluatie if z.schooljaar == jaar.start})


def tabel(g: Gegevens) -> TableBundle:
    """Every element: its mean in three school years, the change in the last, and how many filled it in."""
    jaren = [scores(g, terug) for terug in reversed(range(_JAREN))]
    rijen = []
    for letter, onderdeel in ONDERDELEN.items():
        van = [jaar.onderdeel(letter) for jaar in jaren]
        rijen.append(
            vet([onderdeel, *(_cijfer(score) or STREEPJE for score in van), _verschil(*van[-2:]), ""])
        )
        rijen += [_rij(jaren, code, zin) for code, zin in elementen().items() if code[0] == letter]
    kolommen = [
        kop("Element"),
        *(Kolom(str(jaar.jaar)) for jaar in jaren),
        Kolom("verschil"),
        Kolom("partners"),
    ]
    drempel = g.instellingen.get("drempels.telling", "")
    noten = [
        "Gemiddelde van de scores die partners zichzelf gaven, van 1 tot en met 5; hoger is beter",
        f"Een gemiddelde van minder dan {drempel} partners wordt niet getoond, en geen partner wordt genoemd",
        "Verschil en aantal partners: het laatste schooljaar. Een vetgedrukt cijfer is het gemiddelde van de"
        " elementen eronder",
    ]
    titel = f"Zelfevaluatie per element, {jaren[0].jaar} tot en met {g.jaar}"
    return maak_tabel(kolommen, rijen, titel, g.stand, noten)


def _rij(jaren: Sequence[Scores], code: str, zin: str) -> list[str]:
    eerder, nu = (jaar.gemiddelde(code) for jaar in jaren[-2:])
    partners = jaren[-1].van[code].partners if code in jaren[-1].van else 0
    cellen = [_getoond(jaar, code) for jaar in jaren]
    return [f"{code}. {letterlijk(zin)}", *cellen, _verschil(eerder, nu), getal(partners)]


def _getoond(jaar: Scores, code: str) -> str:
    if code not in jaar.van:
        return "niet ingevuld"
    return _cijfer(jaar.gemiddelde(code)) or VERBORGEN


def _cijfer(score: float | None) -> str:
    return "" if score is None else decimaal(score)


def _verschil(eerder: float | None, nu: float | None) -> str:
    """With its sign; empty where one of both is not there."""
    if eerder is None or nu is None:
        return ""
    punten = round(nu, 1) - round(eerder, 1)
    cijfers = decimaal(abs(punten))
    return cijfers if cijfers == "0,0" else f"{'−' if punten < 0 else '+'}{cijfers}"


def tekst(g: Gegevens) -> Proza:
    """How many filled it in, what they gave themselves, and how many elements rose or fell."""
    nu, eerder = scores(g), scores(g, 1)
    if not nu.van:
        return Proza(f"Over {g.jaar} is geen zelfevaluatie aangeleverd.")
    if all(nu.gemiddelde(element) is None for element in nu.van):
        drempel = g.instellingen.get("drempels.telling", "")
        return Proza(
            f"{_wie(nu)}. Dat zijn er minder dan {drempel}; daarom tonen we geen gemiddelden over {g.jaar}."
        )
    return Proza(zinnen(f"{_wie(nu)}.", _onderdelen(nu), _laagste(nu), _verandering(nu, eerder)))


def _wie(nu: Scores) -> str:
    """How many partners; not every partner need have scored every element."""
    partners = [score.partners for score in nu.van.values()]
    minst, meest = min(partners), max(partners)
    return f"In {nu.jaar} {'vulde' if meest == 1 else 'vulden'} {_tussen(minst, meest)} de zelfevaluatie in"


def _tussen(minst: int, meest: int) -> str:
    """One number, two neighbours, or a range."""
    if minst == meest:
        return aantal(meest, "partner", "partners")
    tussen = "of" if meest == minst + 1 else "tot en met"
    return f"{getal(minst)} {tussen} {getal(meest)} partners"


def _onderdelen(nu: Scores) -> str:
    delen = [
        f"{naam.lower()} gemiddeld een {decimaal(score)}"
        for letter, naam in ONDERDELEN.items()
        if (score := nu.onderdeel(letter)) is not None
    ]
    return f"Op een schaal van 1 tot en met 5 gaven zij {opsomming(delen)}." if delen else ""


def _laagste(nu: Scores) -> str:
    """The element with the lowest mean, when it is one alone."""
    cijfers = {code: score for code in nu.van if (score := nu.gemiddelde(code)) is not None}
    laagst = [code for code, score in cijfers.items() if score == min(cijfers.values())]
    if len(laagst) != 1 or len(cijfers) == 1:
        return ""
    (code,) = laagst
    return f"Het laagst staat {code}, ‘{letterlijk(elementen()[code])}’ ({decimaal(cijfers[code])})."


def _verandering(nu: Scores, eerder: Scores) -> str:
    """How many elements are higher, lower or the same as a year before, of those with both."""
    paren = [(eerder.gemiddelde(code), nu.gemiddelde(code)) for code in nu.van]
    punten = [round(na - voor, 1) for voor, na in paren if voor is not None and na is not None]
    if not punten:
        return f"Met {eerder.jaar} is het niet te vergelijken: van toen zijn er geen gemiddelden."
    soorten = {
        "hoger": sum(p > 0 for p in punten),
        "lager": sum(p < 0 for p in punten),
        "gelijk": punten.count(0),
    }
    delen = [f"{getal(hoeveel)} {soort}" for soort, hoeveel in soorten.items() if hoeveel]
    staan = (
        f"staan van de {getal(len(punten))} elementen er {opsomming(delen)}"
        if len(punten) > 1
        else f"staat het ene element dat te vergelijken is, {opsomming([s for s, n in soorten.items() if n])}"
    )
    return (
        f"Tegenover {eerder.jaar} {staan}. Zo'n verschil zegt niet hoe het komt: het zijn oordelen over eigen"
        " werk, en niet elk jaar vult dezelfde groep in."
    )
