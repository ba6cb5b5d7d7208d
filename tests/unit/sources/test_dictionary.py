"""The data dictionary says what the contracts say, and the one in git is the one that they give."""

import re
from pathlib import Path
from typing import get_args

import pytest

from pipeline.sources.contract import Contract, Kolom, Type, contracten
from pipeline.sources.dictionary import HOME, TYPES, chapter, dictionary, kept, main, table

ROOT = Path(__file__).parents[3]


def test_the_one_in_git_is_up_to_date() -> None:
    """When this fails: make woordenboek."""
    assert (ROOT / HOME).read_text("utf-8") == dictionary()


def test_it_can_be_written_anywhere(tmp_path: Path) -> None:
    main([str(tmp_path / "w.md")])
    assert (tmp_path / "w.md").read_text("utf-8") == dictionary()


def test_every_type_has_words() -> None:
    assert TYPES.keys() == set(get_args(Type))


@pytest.mark.parametrize("bron", contracten())
def test_everything_is_explained_in_a_sentence(bron: str) -> None:
    contract = contracten()[bron]
    explained = [*contract.kolommen, *contract.regels]
    assert [each.naam for each in explained if not re.fullmatch(r"[A-Z].*[.?]", each.toelichting)] == []


TINY = Contract.model_validate(
    {
        "bron": "lijst",
        "titel": "Een lijst",
        "versie": "2",
        "rij": "één leerling",
        "identiteit": {
            "pgn": ["pgn"], "leerling": ["brin", "nr"], "brin": "brin", "schooljaar": "jaar", "datum": "op",
            "nodig": ["persoon", "cohort"],
        },
        "sleutels": [["cohort", "persoon"], ["brin", "leerling"]],
        "sleutel_leeg": ["brin"],
        "volgorde": "coalesce(op, jaar)",
        "bij_gelijk": ["jaar"],
        "csv": {"scheidingstekens": [";"], "coderingen": ["utf-8", "cp1252"]},
        "afgeleid": {"leeftijd": "1"},
        "kolom": [
            {"naam": "nr", "persoonlijk": True, "toelichting": "Nummer."},
            {"naam": "pgn", "type": "pgn", "persoonlijk": True, "verplicht": True, "toelichting": "Ander."},
            {"naam": "naam", "persoonlijk": True, "toelichting": "Naam."},
            {"naam": "brin", "type": "brin", "aliassen": ["School|code", "B"], "toelichting": "School."},
            {"naam": "jaar", "type": "schooljaar", "leegwoorden": ["0", "?"], "toelichting": "Jaar."},
            {"naam": "op", "type": "datum", "toelichting": "Dag."},
            {"naam": "werk", "sleutel": "w", "toelichting": "Werkgever."},
            {
                "naam": "doel", "type": "code", "leeg": "X", "waarden": {"X": ["onbekend", "niets"], "Y": []},
                "toelichting": "Doel.",
            },
            {"naam": "euro", "type": "decimaal", "nihil": True, "toelichting": "Bedrag."},
            {"naam": "vrij", "weg": True, "toelichting": "Tekst."},
        ],
        "regel": [{"naam": "te laat", "als": "op > jaar", "wis": ["op", "doel"], "toelichting": "Kan niet."}],
    }
)  # fmt: skip
CHAPTER = """\
<a id="lijst"></a>

## Een lijst

Bron `lijst`, versie 2. Eén rij is één leerling.

- Wie de leerling is, blijkt uit `pgn`, en anders uit `brin` en `nr`.
- Het schooljaar is `jaar`; staat dat er niet, dan volgt het uit `op`: van 1 augustus tot en met 31 juli.
- Een rij waarvan de persoon of het schooljaar niet is vast te stellen, gaat in quarantaine.
- Een latere rij vervangt een eerdere met hetzelfde: schooljaar en persoon; of met hetzelfde: `brin` en \
leerlingnummer op die school.
- Daarbij mag `brin` leeg zijn.
- De latere is die van de latere dag van levering; op één dag die met de hoogste `op` (anders `jaar`); bij \
gelijke stand `jaar`.
- Bij het inlezen wordt `leeftijd` berekend; waar het uit komt, blijft niet bewaard.
- Als tekstbestand: gescheiden door puntkomma, in UTF-8 of Windows-1252.

### Kolommen

| Kolom | Betekenis | Soort | Verplicht | Bewaard | Ook als kop |
| --- | --- | --- | --- | --- | --- |
| `nr` | Nummer. | tekst |  | als pseudoniem |  |
| `pgn` | Ander. | persoonsgebonden nummer | ja | als pseudoniem |  |
| `naam` | Naam. | tekst |  | nee |  |
| `brin` | School. | BRIN, met of zonder vestiging |  | ja | School\\|code, B |
| `jaar` | Jaar. | schooljaar |  | ja |  |
| `op` | Dag. | datum |  | ja |  |
| `werk` | Werkgever. | tekst |  | versleuteld |  |
| `doel` | Doel. | code |  | ja |  |
| `euro` | Bedrag. | getal |  | ja |  |
| `vrij` | Tekst. | tekst |  | nee |  |

### Codes

| Kolom | Code | Ook als woord |
| --- | --- | --- |
| `doel` | `X` | onbekend, niets |
| `doel` | `Y` |  |

In `jaar` betekent ook `0` of `?` dat er niets is ingevuld.

Een lege cel in `doel` telt als `X`.

In `euro` is een los streepje het getal 0.

### Regels

| Regel | Wat er gebeurt | Wordt onbekend |
| --- | --- | --- |
| te laat | Kan niet. | `op` en `doel` |
"""


def test_a_chapter_says_what_the_contract_says() -> None:
    assert chapter(TINY) == CHAPTER


def _changed(**changes: object) -> str:
    return chapter(Contract.model_validate(TINY.model_dump(by_alias=True) | changes))


def test_a_source_of_events_says_that_delivery_does_not_decide() -> None:
    said = _changed(gebeurtenissen=True)
    assert "- De latere is, wanneer ook geleverd, die met de hoogste `op` (anders `jaar`)" in said


def test_a_source_without_keys_says_so() -> None:
    said = _changed(sleutels=[], sleutel_leeg=[])
    assert (
        "- Rijen vervangen elkaar niet; een rij die er letterlijk twee keer staat, telt één keer.\n" in said
    )
    assert "De latere" not in said


def test_a_source_without_order_goes_by_place() -> None:
    said = _changed(volgorde=None, bij_gelijk=[])
    assert "op één dag die lager in het bestand staat.\n" in said


@pytest.mark.parametrize(
    ("kolom", "words"),
    [
        ({"persoonlijk": True}, "nee"),
        ({"weg": True}, "nee"),
        ({"sleutel": "x", "weg": True}, "nee"),
        ({"sleutel": "x"}, "versleuteld"),
        ({}, "ja"),
    ],
)
def test_what_is_kept_of_a_column(kolom: dict[str, object], words: str) -> None:
    assert kept(TINY, Kolom.model_validate({"naam": "x", **kolom})) == words


def test_a_personal_column_that_links_is_kept_as_that() -> None:
    linking = TINY.model_copy(update={"koppelvelden": ("postcode",)})
    for persoonlijk, words in ((True, "als koppelveld"), (False, "ja")):
        assert kept(linking, Kolom(naam="postcode", persoonlijk=persoonlijk)) == words


def test_what_it_says_is_kept_is_what_is_kept() -> None:
    for contract in contracten().values():
        said = {kolom.naam for kolom in contract.kolommen if kept(contract, kolom) in ("ja", "versleuteld")}
        assert said == {kolom.naam for kolom in contract.bewaard}


def test_a_table_cannot_be_broken_by_a_cell() -> None:
    assert table(["A"], [["a|b"]]) == "| A |\n| --- |\n| a\\|b |"
