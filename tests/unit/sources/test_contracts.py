"""The contracts as data: complete, in plain Dutch, and impossible to take for one another.

What a school or a project bureau may write above a column is listed here by hand, from domain.md §9 and from
what people write; it is not read from the contracts.
"""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.sources.contract import Contract, Kolom, contracten, kaal
from pipeline.sources.reading import bestand, read_bladen
from pipeline.sources.recognise import recognise
from tests.support import cambo
from tests.support.exports import write_csv

SOURCES = (
    "aanbevelingen", "bespreeklijst", "cambo", "doelen", "duo_a04", "duo_nenr", "duo_nrsp", "esf",
    "innovatieplannen", "intergrip", "uitstroom", "werkoverleg", "zelfevaluatie",
)  # fmt: skip
"""The ten sources of domain.md §9; Intergrip has two kinds of export and DUO three."""

# What people write above a column, per source and canonical column.
WRITTEN: dict[str, dict[str, list[str]]] = {
    "werkoverleg": {
        "datum": ["Datum overleg", "DATUM WERKOVERLEG", "Overlegdatum", "Datum bespreking"],
        "cluster": ["Cluster", "Clusternummer"],
        "leerlingnummer": ["Lln.nr.", "Stamnummer", "Leerlingnr"],
        "pgn": ["BSN", "Persoonsgebonden nummer"],
        "achternaam": ["Naam", "Naam leerling"],
        "besproken": ["Besproken", "Besproken J/N", "Leerling besproken"],
        "traject": ["Traject gerealiseerd", "Gerealiseerd traject"],
        "uitkomst": ["Uitkomst traject", "Resultaat"],
        "advies_mbo": ["Advies mbo", "Mbo-advies", "Advies naar MBO"],
        "begeleider": ["Mentor", "Jobcoach", "Ingebracht door"],
        "afspraken": ["WERKafspraken", "Opmerkingen", "Bijzonderheden"],
    },
    "bespreeklijst": {
        "leerlingnummer": ["Stamnr", "Leerlingnummer"],
        "pgn": ["PGN", "Burgerservicenummer"],
        "brin": ["BRIN+vestiging", "Brinnummer"],
        "op_lijst": ["Op lijst sinds", "Op de lijst sinds", "Datum op de lijst"],
        "van_lijst": ["Van de lijst", "Van lijst op", "Datum van de lijst"],
        "reden_af": ["Reden", "Reden van de lijst"],
        "opmerking": ["Opmerkingen", "Toelichting"],
    },
    "innovatieplannen": {
        "plan": ["Plan", "Naam plan", "Titel"],
        "werkgroep": ["Werkgroep", "Naam werkgroep"],
        "besturen": ["Besturen", "Deelnemende besturen"],
        "scholen": ["Scholen", "Deelnemende scholen"],
        "begin": ["Startdatum", "Start", "Begindatum"],
        "einde": ["Einddatum", "Einde"],
        "budget": ["Budget", "Budget (euro)", "Begroting"],
        "verwacht_effect": ["Verwacht effect", "Beoogd effect"],
        "score": ["Score", "Score toetsingscommissie", "Beoordeling"],
        "contactpersoon": ["Projectleider", "Trekker"],
        "omschrijving": ["Omschrijving", "Toelichting"],
    },
    "aanbevelingen": {
        "nummer": ["Nr.", "Volgnummer"],
        "aanbeveling": ["Aanbeveling", "Omschrijving"],
        "rapport": ["Rapport", "Bron", "Bronrapport"],
        "rapportdatum": ["Datum rapport", "Datum"],
        "eigenaar": ["Eigenaar", "Verantwoordelijke", "Actiehouder"],
        "eigenaar_naam": ["Naam eigenaar", "Contactpersoon", "E-mail"],
        "uiterlijk": ["Deadline", "Streefdatum", "Uiterste datum"],
        "status": ["Status", "Stand van zaken", "Voortgang"],
        "gereed_op": ["Afgerond op", "Datum gereed"],
    },
    "zelfevaluatie": {
        "datum": ["Datum", "Ingevuld op"],
        "partner": ["Partner", "Organisatie", "Samenwerkingspartner"],
        "element": ["Element", "Stelling", "Basiselement"],
        "score": ["Score", "Oordeel"],
        "schaal": ["Hoogste score"],
        "ingevuld_door": ["Naam", "Contactpersoon"],
        "opmerking": ["Toelichting", "Onderbouwing"],
    },
    "cambo": {naam: [naam, naam.upper()] for naam in cambo.KOP},
    "doelen": {"doel_aantal": ["Doel (aantal)"], "aantal_leerlingen": ["Aantal leerlingen", "Aantal"]},
}


# What an export cannot do without: its columns, and what must be filled in for a row not to be quarantined.
NEEDED = {
    "aanbevelingen": ("aanbeveling rapport uiterlijk status", "cohort"),
    "bespreeklijst": ("brin op_lijst van_lijst", "persoon school cohort"),
    "cambo": ("createdat ketenid status", "cohort"),
    "doelen": ("schooljaar niveau indicator doel", "cohort"),
    "duo_a04": ("rapportagemaand pgn niveau", "persoon"),
    "duo_nenr": ("bsn onderwijsnummer niveau examen ind_bekostiging", "persoon"),
    "duo_nrsp": ("bsn onderwijsnummer niveau", "persoon"),
    "esf": ("aanvraag periode gerealiseerde_baten bedrag_bestemd", "cohort"),
    "innovatieplannen": ("plan begin budget", "cohort"),
    "intergrip": ("pgn brin schooljaar meetmoment bereikt bestemming", "persoon school cohort"),
    "uitstroom": ("pgn brin schooltype bestemming", "persoon school cohort"),
    "werkoverleg": ("datum cluster besproken", "persoon cohort"),
    "zelfevaluatie": ("datum partner element score", "cohort"),
}


def test_what_an_export_cannot_do_without() -> None:
    found = {
        bron: (" ".join(k.naam for k in c.kolommen if k.verplicht), " ".join(c.identiteit.nodig))
        for bron, c in contracten().items()
    }
    assert found == NEEDED


def test_every_source_of_the_domain_has_a_contract() -> None:
    assert tuple(contracten()) == SOURCES


@pytest.mark.parametrize(
    ("bron", "naam", "kop"),
    [(b, n, k) for b, columns in WRITTEN.items() for n, headers in columns.items() for k in headers],
)
def test_what_people_write_above_a_column_is_understood(bron: str, naam: str, kop: str) -> None:
    assert contracten()[bron].koppen[kaal(kop)] == naam


@pytest.mark.parametrize("bron", SOURCES)
def test_every_column_and_rule_is_explained_in_one_sentence(bron: str) -> None:
    """For the data dictionary: Dutch, and nothing of SQL or of a type in it."""
    contract = contracten()[bron]
    for item in (*contract.kolommen, *contract.regels):
        text = item.toelichting
        assert re.fullmatch(r"[A-Z][^\n_{}]+[.?]", text), (item.naam, text)
        assert len(text) <= 140, (item.naam, text)
        assert not re.search(r"\b(the|NULL|column|value|VARCHAR)\b", text), (item.naam, text)
    dropped = [k for k in contract.kolommen if k.persoonlijk and k.naam not in _identity(contract)]
    for kolom in dropped:
        assert re.search(r"niet bewaard|alleen .* bewaard", kolom.toelichting), kolom.naam


def _identity(contract: Contract) -> set[str]:
    return {*contract.identiteit.pgn, *contract.identiteit.leerling}


# Header dresses: the canonical names, and every alias in turn (a column with fewer takes its last).
def _dress(kolommen: list[Kolom], number: int) -> list[str]:
    spellings = [(kolom.naam, *kolom.aliassen) for kolom in kolommen]
    return [words[min(number, len(words) - 1)] for words in spellings]


def _dresses(contract: Contract) -> list[list[str]]:
    required = [kolom for kolom in contract.kolommen if kolom.verplicht]
    most = max(len(kolom.aliassen) for kolom in contract.kolommen)
    return [
        _dress(kolommen, number)
        for kolommen in (required, list(contract.kolommen))
        for number in range(most + 1)
    ]


@pytest.mark.parametrize("bron", SOURCES)
def test_in_every_dress_a_source_is_taken_for_itself(tmp_path: Path, bron: str) -> None:
    for number, kop in enumerate(_dresses(contracten()[bron])):
        path = write_csv(tmp_path / f"{number}.csv", [["Titel"], kop, ["1"] * len(kop)])
        herkend = recognise(read_bladen(bestand(path, path.name))[0], contracten())
        assert herkend is not None and herkend.contract.bron == bron, kop
        assert set(herkend.kolommen.values()) == set(range(len(kop))), kop


def test_no_header_of_one_source_holds_all_that_another_needs() -> None:
    """Whatever columns and spellings an export of a source chooses, every other source misses at least one.

    NRSP is NenR without two columns, so there the number of headers that are understood decides.
    """
    holds = [(a, b) for a, b in permutations(SOURCES, 2) if _can_hold(contracten()[a], contracten()[b])]
    assert holds == [("duo_nenr", "duo_nrsp")]


def _can_hold(one: Contract, other: Contract) -> bool:
    known = one.koppen
    columns = [{known[kop] for kop in k.koppen() if kop in known} for k in other.kolommen if k.verplicht]
    return _each_its_own(columns)


def _each_its_own(columns: list[set[str]]) -> bool:
    """Whether every set can give one member of its own."""
    if not columns:
        return True
    return any(_each_its_own([rest - {naam} for rest in columns[1:]]) for naam in columns[0])


def test_the_literal_header_of_cambo() -> None:
    assert [kolom.naam for kolom in contracten()["cambo"].kolommen] == list(cambo.KOP)
    assert contracten()["cambo"].csv.scheidingstekens[0] == ","


def test_names_of_people_are_never_kept_and_never_shown() -> None:
    """A role or an organisation may be. Where a name may stand only listed roles pass; no other is told."""
    kept = {kolom.naam: kolom for c in contracten().values() for kolom in c.bewaard if not kolom.sleutel}
    people = {"begeleider", "eigenaar_naam", "ingevuld_door", "contactpersoon", "createdby", "lastmodifiedby"}
    assert not people & kept.keys()
    assert (kept["eigenaar"].type, kept["eigenaar"].mogelijk_naam) == ("code", True)


def test_elements_of_the_self_evaluation_are_those_of_ecbo() -> None:
    """ecbo (2013) §2.2 has fourteen and §3.2 thirteen; some of its sentences, copied from there."""
    element = contracten()["zelfevaluatie"].kolom("element").waarden
    assert list(element) == [*(f"A{n}" for n in range(1, 15)), *(f"S{n}" for n in range(1, 14))]
    assert element["A6"][0] == "Werk kan ook 'gemaakt' worden"
    assert element["A14"][0] == "Al tijdens het traject wordt continuïteit georganiseerd"
    assert element["S3"][0] == "Partijen delen dezelfde sense of urgency"
    assert element["S13"][0] == "Het geheel is meer dan de som der delen"


GOOD: dict[str, Any] = {
    "bron": "proef",
    "titel": "Proef",
    "versie": "1",
    "rij": "een rij",
    "kolom": [{"naam": "a"}, {"naam": "b", "type": "geheel"}, {"naam": "c", "type": "datum"}],
}


# What is wrong with a contract, and what is said of it.
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sleutels": [["a", "z"]]}, "proef has no column z"),
        ({"sleutel_leeg": ["z"]}, "proef has no column z"),
        ({"bij_gelijk": ["z"]}, "proef has no column z"),
        ({"identiteit": {"datum": "z"}}, "proef has no column z"),
        ({"identiteit": {"pgn": ["y"], "leerling": ["z"]}}, "proef has no column y, z"),
        ({"regel": [{"naam": "r", "als": "true", "wis": ["z"]}]}, "proef has no column z"),
        ({"gebeurtenissen": True}, "events need a volgorde"),
        ({"kolom": [{"naam": "a", "nihil": True}]}, "a: a tekst cannot be nihil"),
        ({"kolom": [{"naam": "a", "aliassen": ["X"]}, {"naam": "x"}]}, "claimed by a and by x"),
        ({"onbekend": 1}, "Extra inputs are not permitted"),
    ],
)
def test_a_contract_that_contradicts_itself_is_refused(changes: dict[str, Any], said: str) -> None:
    Contract.model_validate(GOOD)
    with pytest.raises(ValidationError, match=said):
        Contract.model_validate(GOOD | changes)


def test_what_a_key_needs_and_which_row_is_the_latest() -> None:
    more = {"sleutels": [["a", "b"]], "sleutel_leeg": ["b"], "volgorde": "c", "bij_gelijk": ["b"]}
    contract = Contract.model_validate(GOOD | more)
    assert contract.gevuld(("a", "b")) == ("a",)
    assert contract.nieuwste == ("c DESC NULLS LAST", "b DESC NULLS LAST")
    assert Contract.model_validate(GOOD).nieuwste == ()
