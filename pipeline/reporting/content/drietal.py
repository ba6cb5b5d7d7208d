"""The headlines of three cohorts together, for units of which one cohort is too small to show."""

from pipeline.reporting.cijfers import Cel
from pipeline.reporting.content.samen import zinnen
from pipeline.reporting.display import Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.notation import STREEPJE, getal, opsomming
from pipeline.reporting.rijen import Drietal, Eenheid
from pipeline.reporting.tables import N_NOOT, Kolom, kop, maak_tabel, n_tekst, pct_tekst, vet
from pipeline.vocabulary.schooljaar import Schooljaar

INDICATOREN = ("P1", "P2", "B1_1", "B1_2")
_KOP = {"P1": "P1", "P2": "P2", "B1_1": "B1 na één jaar", "B1_2": "B1 na twee jaar"}
_JAREN_ERNA = 2


def laatste(g: Gegevens) -> Drietal | None:
    """The last three cohorts that are counted together; None while there are none."""
    return g.drietallen[-1] if g.drietallen else None


def _cel(g: Gegevens, drietal: Drietal, indicator: str, niveau: str, eenheid: str) -> Cel:
    return g.samen.cel(indicator, Schooljaar(drietal.tot), niveau, eenheid)


def scholen(g: Gegevens, drietal: Drietal) -> list[Eenheid]:
    """The schools of the three cohorts, as they were last, by board and name."""
    laatst = {school.school: school for jaar in drietal.cohorten for school in g.scholen(Schooljaar(jaar))}
    return sorted(laatst.values(), key=lambda school: (school.bestuur, school.naam, school.school))


def tabel(g: Gegevens) -> TableBundle:
    """Percentage and n of the headlines per school under its board, of the last three cohorts together."""
    kolommen = [kop("Bestuur en school")]
    for indicator in INDICATOREN:
        kolommen += [Kolom(f"{_KOP[indicator]} (%)"), Kolom("n")]
    drietal = laatste(g)
    if drietal is None:
        leeg = ["Regio", *[tekst for _ in INDICATOREN for tekst in (STREEPJE, "")]]
        return maak_tabel(kolommen, [leeg], "Kerncijfers van drie cohorten samen", g.stand)
    rijen: list[list[str]] = []
    vorig = ""
    for school in scholen(g, drietal):
        if school.bestuur != vorig:
            rijen.append(vet(_rij(g, drietal, school.bestuur, "bestuur", school.bestuur)))
            vorig = school.bestuur
        rijen.append(_rij(g, drietal, school.naam, "school", school.school))
    rijen.append(vet(_rij(g, drietal, "Regio", "regio", "regio")))
    bijschrift = f"Kerncijfers per bestuur en school, cohorten {drietal.van_tot} samen"
    return maak_tabel(kolommen, rijen, bijschrift, g.stand, [N_NOOT])


def _rij(g: Gegevens, drietal: Drietal, naam: str, niveau: str, eenheid: str) -> list[str]:
    cellen = [_cel(g, drietal, indicator, niveau, eenheid) for indicator in INDICATOREN]
    return [letterlijk(naam), *[t for c in cellen for t in (pct_tekst(c), n_tekst(c) if c.waarden else "")]]


def tekst(g: Gegevens) -> Proza:
    """Which three cohorts, of how many schools they show what one cohort does not, and when the next come."""
    drietal = laatste(g)
    if drietal is None:
        return Proza("Er zijn nog geen drie cohorten die alle drie twee jaar zijn gevolgd.")
    volgende = Drietal(drietal.tot + 1, drietal.tot + 3)
    return Proza(
        zinnen(
            f"@tbl-drietal telt de cohorten {drietal.van_tot} bij elkaar op.",
            _getoond(g, drietal),
            "De drie jaren liggen vast en schuiven niet op: anders zou het verschil tussen twee rapporten "
            f"één jaar verraden. De volgende drie cohorten, {volgende.van_tot}, staan in het rapport van "
            f"{Schooljaar(volgende.tot + _JAREN_ERNA)}.",
        )
    )


def _getoond(g: Gegevens, drietal: Drietal) -> str:
    """Of how many schools each headline is shown."""
    alle = [school.school for school in scholen(g, drietal)]
    getoond = {
        indicator: sum(_cel(g, drietal, indicator, "school", s).waarden is not None for s in alle)
        for indicator in INDICATOREN
    }
    koppen = {_KOP[indicator]: aantal for indicator, aantal in getoond.items() if aantal}
    if not koppen:
        return ""
    if len(alle) == 1:
        return f"Zo is van de enige school {opsomming(list(koppen))} te tonen."
    delen = [f"{naam} voor {getal(aantal)}" for naam, aantal in koppen.items()]
    return f"Zo is van de {getal(len(alle))} scholen {opsomming(delen)} te tonen."
