"""woorden.toml: what may stand in it, and what it does to the contracts and to deliveries."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.pseudonym import Sleutel
from pipeline.sources.contract import Contract, Kolom, contracten, kaal
from pipeline.sources.delivery import Delivery, active_deliveries
from pipeline.sources.extend import add_words, contracts_of_workspace, nearest
from pipeline.sources.opname import Opname
from pipeline.sources.register import Intake as Ronde
from pipeline.sources.register import take_in
from pipeline.sources.values import ONTBREEKT, TRANSLATORS, codes_of, is_leeg
from pipeline.sources.words import LEEG, WEG, Woord, parse_words, toml_string
from pipeline.vocabulary.maanddag import TELDATUM
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from tests.support.exports import KOP, leerling, write_csv, write_uitstroom
from tests.support.intake import Intake

PLAATS = Path("woorden.toml")
GOED = """
[uitstroom.koppen]
"Inst." = "brin"
"Mentor" = "weg"
[uitstroom.woorden.bestemming]
"Werk bij baas" = "ARB_REG"
"n.v.t." = "leeg"
[uitstroom.woorden.reden]
"n.v.t." = "leeg"
[uitstroom.woorden.uitkering]
"Jazeker" = "J"
[uitstroom.woorden.schooljaar]
"weet niet" = "leeg"
"""


def _contract(text: str, bron: str = "uitstroom") -> Contract:
    return add_words(contracten(), parse_words(text, PLAATS), PLAATS)[bron]


def _fault(text: str) -> str:
    with pytest.raises(SettingsError) as fault:
        _contract(text)
    assert fault.value.exit_code == 2
    return fault.value.message


def test_what_stands_in_the_file() -> None:
    assert parse_words(GOED, PLAATS) == (
        Woord("uitstroom", None, "Inst.", "brin"),
        Woord("uitstroom", None, "Mentor", "weg"),
        Woord("uitstroom", "bestemming", "Werk bij baas", "ARB_REG"),
        Woord("uitstroom", "bestemming", "n.v.t.", "leeg"),
        Woord("uitstroom", "reden", "n.v.t.", "leeg"),
        Woord("uitstroom", "uitkering", "Jazeker", "J"),
        Woord("uitstroom", "schooljaar", "weet niet", "leeg"),
    )
    assert parse_words("", PLAATS) == parse_words("[uitstroom.koppen]\n", PLAATS) == ()


@pytest.mark.parametrize(
    "text", ['Een "kop"', "a\\b", "regel\neind", "\u202e\u200b\u2028\x7f\x01", "é€😀", "a  # b"]
)
def test_any_text_can_be_written_and_read_back(text: str) -> None:
    woord = Woord("uitstroom", None, text, "weg")
    assert woord.regel.isprintable()
    assert tomllib.loads(woord.regel) == {text: "weg"}
    assert tomllib.loads(f"x = {toml_string(text)}") == {"x": text}


def test_headers_and_words_mean_what_the_file_says() -> None:
    contract = _contract(GOED)
    assert contract.koppen["inst"] == "brin"
    weg = contract.kolom(contract.koppen["mentor"])
    assert weg.weg and weg.persoonlijk and weg not in contract.bewaard
    bestemming, reden, uitkering = (contract.kolom(n) for n in ("bestemming", "reden", "uitkering"))
    assert TRANSLATORS["code"](bestemming)("WERK BIJ BAAS") == "ARB_REG"
    assert TRANSLATORS["code"](bestemming)("n.v.t.") == "ONBEKEND"  # what an empty cell in it means
    assert TRANSLATORS["code"](reden)("nvt") is None and is_leeg(reden, "nvt")
    assert TRANSLATORS["janee"](uitkering)("jazeker") == "J"
    assert [TRANSLATORS["janee"](uitkering)(text) for text in ("ja", "nee", "wellicht")] == ["J", "N", None]
    assert is_leeg(contract.kolom("schooljaar"), "Weet niet")


def test_the_contracts_of_the_package_stay_as_they_are() -> None:
    before = {bron: (contract.hash, contract.koppen) for bron, contract in contracten().items()}
    found = add_words(contracten(), parse_words(GOED, PLAATS), PLAATS)
    assert {bron: (contract.hash, contract.koppen) for bron, contract in contracten().items()} == before
    assert all(found[bron] is contract for bron, contract in contracten().items() if bron != "uitstroom")
    assert list(found) == list(contracten())
    assert found["uitstroom"].hash == contracten()["uitstroom"].hash
    assert contracten()["uitstroom"].woorden == {} and len(found["uitstroom"].woorden) == 7


def test_no_column_or_code_is_called_as_what_reads_past_them() -> None:
    for contract in contracten().values():
        for kolom in contract.kolommen:
            assert not kolom.naam.startswith(WEG) and LEEG not in codes_of(kolom)
        assert (contract.basis, contract.woorden) == (None, {})


# A file that cannot be, and what is said of it.
FAULTS = {
    "no TOML": ("[uitstroom.koppen\n", "not a TOML file"),
    "a word twice": ('[uitstroom.koppen]\n"a" = "brin"\n"a" = "pgn"\n', "not a TOML file"),
    "another part": ('[uitstroom.kop]\n"a" = "brin"\n', "uitstroom.kop: expected [uitstroom.koppen] or"),
    "no part": ('[uitstroom]\n"a" = "brin"\n', "uitstroom.a: expected [uitstroom.koppen] or"),
    "no table": ('uitstroom = "a"\n', "uitstroom: expected a table"),
    "words without a column": ('[uitstroom.woorden]\n"a" = "b"\n', "uitstroom.woorden.a: expected a table"),
    "a list": ('[uitstroom.koppen]\n"a" = ["brin"]\n', "uitstroom.koppen: 'a': expected a word in quotes"),
    "an empty word": ('[uitstroom.koppen]\n" " = "brin"\n', "expected a word in quotes = its meaning"),
    "unknown source": ('[uitstrom.koppen]\n"a" = "brin"\n', "unknown source; did you mean 'uitstroom'?"),
    "unknown column": ('[uitstroom.koppen]\n"a" = "brinn"\n', "unknown column 'brinn'; did you mean 'brin'?"),
    "words of an unknown column": (
        '[uitstroom.woorden.bestemmingen]\n"a" = "VMBO"\n',
        "unknown column; did you mean 'bestemming'?",
    ),
    "unknown code": (
        '[uitstroom.woorden.bestemming]\n"a" = "ARB_REGULIER"\n',
        "unknown code 'ARB_REGULIER'; did you mean 'ARB_REG'?",
    ),
    "a code of janee": ('[uitstroom.woorden.passend]\n"a" = "X"\n', "unknown code 'X'; known are J, N, leeg"),
    "a header of another column": (
        '[uitstroom.koppen]\n"B.S.N." = "brin"\n',
        "this header means pgn already",
    ),
    "a needed header read past": ('[uitstroom.koppen]\n"Bsn" = "weg"\n', "this header means pgn already"),
    "two columns": (
        '[uitstroom.koppen]\n"Inst." = "brin"\n"inst" = "bestuur"\n',
        """[uitstroom.koppen] "inst" = "bestuur": "Inst." = "brin" says otherwise""",
    ),
    "a word of another code": (
        '[uitstroom.woorden.bestemming]\n"thuis" = "ARB_REG"\n',
        "this word means GEEN already",
    ),
    "a known word as nothing": (
        '[uitstroom.woorden.reden]\n"Ontslagen" = "leeg"\n',
        "this word means ONTSLAG already",
    ),
    "two codes": (
        '[uitstroom.woorden.bestemming]\n"Werk!" = "ARB_REG"\n"a b" = "VMBO"\n"ab" = "VSO"\n',
        '"a b" = "VMBO" says otherwise',
    ),
    "yes as no": ('[uitstroom.woorden.passend]\n"Ja" = "N"\n', "this word means J already"),
    "nothing as a code": (
        '[uitstroom.woorden.reden]\n"Onbekend" = "ANDERS"\n',
        "this word means that nothing was filled in already",
    ),
    "nothing, with dots, as a code": (
        '[uitstroom.woorden.reden]\n"N.A." = "ANDERS"\n',
        "this word means that nothing was filled in already",
    ),
    "empty is a code here": (
        '[uitstroom.woorden.bestemming]\n"null" = "GEEN"\n',
        "this word means ONBEKEND already",
    ),
    "a school year": ('[uitstroom.woorden.schooljaar]\n"1617" = "leeg"\n', "this word means 2016 already"),
    "a column without a list": (
        '[uitstroom.woorden.uren]\n"veel" = "40"\n',
        "uren is not a column with a list of words",
    ),
    "a column that is not kept": (
        '[duo_nenr.woorden.geslacht]\n"m" = "leeg"\n',
        "geslacht is not a column with a list of words",
    ),
}


@pytest.mark.parametrize(("text", "said"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_is_refused(text: str, said: str) -> None:
    message = _fault(text)
    assert said in message and message.startswith("woorden.toml:")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    lines = _fault(
        '[uitstrom.koppen]\n"a" = "brin"\n[esf.koppen]\n"a" = "x"\n"Baten" = "periode"\n'
    ).splitlines()
    assert len(lines) == 4


# What says again what the contract says, also after a later version of the package learned it.
@pytest.mark.parametrize(
    "line",
    [
        '[uitstroom.koppen]\n"BSN" = "pgn"',
        '[uitstroom.koppen]\n"Bijzonderheden" = "weg"',
        '[uitstroom.woorden.bestemming]\n"thuis" = "GEEN"',
        '[uitstroom.woorden.bestemming]\n"onbekend" = "leeg"',
        '[uitstroom.woorden.bestemming]\n"n.a." = "ONBEKEND"',
        '[uitstroom.woorden.reden]\n"n.a." = "leeg"',
        '[uitstroom.woorden.passend]\n"ja" = "J"',
        '[uitstroom.koppen]\n"Mentor" = "weg"\n"mentor" = "weg"',
    ],
)
def test_what_is_known_may_be_said_again(line: str) -> None:
    _contract(line)


@pytest.mark.parametrize("missing", ONTBREEKT)
def test_what_means_nothing_keeps_doing_so(missing: str) -> None:
    for bron, contract in contracten().items():
        for kolom in contract.kolommen:
            for code in codes_of(kolom):
                if kolom.weg or not missing or TRANSLATORS[kolom.type](kolom)(missing) or kolom.leeg == code:
                    continue
                with pytest.raises(SettingsError):
                    add_words(contracten(), (Woord(bron, kolom.naam, missing, code),), PLAATS)


def test_a_hint_is_the_nearest_or_all() -> None:
    assert nearest("brinn", ["brin", "pgn"]) == "did you mean 'brin'?"
    assert nearest("x", ["brin", "pgn"]) == "known are brin, pgn"


# --- what it does to files and deliveries


def _opname(workspace: Workspace) -> Opname:
    return Opname(Sleutel(bytes(range(32))), TELDATUM, contracts_of_workspace(workspace))


def _take(workspace: Workspace, text: str | None = None) -> Ronde:
    if text is not None:
        workspace.words_file.write_text(text, encoding="utf-8")
    return take_in(workspace, _opname(workspace))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def _rows(workspace: Workspace, delivery: Delivery) -> list[dict[str, object]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, object]] = pq.read_table(delivery.rows_file(workspace)).to_pylist()
    return rows


def _school(workspace: Workspace, name: str, kop: list[str], *rows: list[object]) -> None:
    write_csv(workspace.raw / "2017-11-01" / name, [kop, *rows])


INST = ["Inst." if naam == "BRIN" else naam for naam in KOP]
WOORDEN = (
    '[uitstroom.koppen]\n"Inst." = "brin"\n[uitstroom.woorden.bestemming]\n"Werk bij baas" = "ARB_REG"\n'
)


def test_a_workspace_without_the_file_has_the_contracts_as_they_are(workspace: Workspace) -> None:
    assert contracts_of_workspace(workspace) == contracten()


def test_a_file_that_was_refused_is_taken_with_its_words(workspace: Workspace) -> None:
    _school(workspace, "a.csv", INST, leerling(Bestemming="werk bij  baas"))
    assert len(_take(workspace).geweigerd) == 1
    (delivery,) = _take(workspace, WOORDEN).genomen
    (row,) = _rows(workspace, delivery)
    assert (row["brin"], row["bestemming"]) == ("99AA00", "ARB_REG")
    assert delivery.woorden == (
        '[uitstroom.koppen] "Inst." = "brin"',
        '[uitstroom.woorden.bestemming] "Werk bij baas" = "ARB_REG"',
    )
    assert Delivery.from_json(delivery.to_json()) == delivery


def test_a_word_that_is_added_reads_nothing_again(workspace: Workspace) -> None:
    write_uitstroom(workspace.raw / "2017-11-01" / "oud.csv", leerling())
    _school(workspace, "a.csv", INST, leerling(PGN="123456782"))
    _take(workspace, '[uitstroom.koppen]\n"Inst." = "brin"\n')
    before = active_deliveries(workspace)
    assert {delivery.woorden for delivery in before} == {('[uitstroom.koppen] "Inst." = "brin"',), ()}
    again = _take(workspace, WOORDEN + '"Los werk" = "ARB_REG"\n')
    assert (again.genomen, len(again.ongewijzigd)) == ([], 2)
    assert active_deliveries(workspace) == before


def test_a_word_that_got_another_meaning_reads_again_what_used_it(workspace: Workspace) -> None:
    write_uitstroom(workspace.raw / "2017-11-01" / "oud.csv", leerling())
    _school(workspace, "a.csv", KOP, leerling(PGN="123456782", Bestemming="Werk bij baas"))
    (used,) = (d for d in _take(workspace, WOORDEN).genomen if d.woorden)
    found = _take(workspace, WOORDEN.replace("ARB_REG", "ARB_GAR"))
    assert [d.pad for d in found.genomen] == ["2017-11-01/a.csv"]
    (new,) = found.genomen
    assert new.vervangt == (used.id,)
    assert [row["bestemming"] for row in _rows(workspace, new)] == ["ARB_GAR"]
    assert _take(workspace).genomen == []


def test_a_word_that_was_taken_out_is_missed_by_what_used_it(workspace: Workspace) -> None:
    write_uitstroom(workspace.raw / "2017-11-01" / "oud.csv", leerling())
    _school(workspace, "a.csv", INST, leerling(PGN="123456782"))
    _take(workspace, WOORDEN)
    found = _take(workspace, '[uitstroom.woorden.bestemming]\n"Werk bij baas" = "ARB_REG"\n')
    assert [str(refusal).partition(":")[0] for refusal in found.geweigerd] == ["a.csv"]
    assert len(found.ongewijzigd) == 1


def test_every_sheet_of_a_batch_notes_its_own_words(workspace: Workspace) -> None:
    _school(workspace, "a.csv", KOP, leerling(Bestemming="Los werk"))
    _school(workspace, "b.csv", KOP, leerling(PGN="123456782", Bestemming="Werk bij baas"))
    found = _take(workspace, WOORDEN + '"Los werk" = "ARB_REG"\n')
    assert [[w.rpartition("] ")[2] for w in d.woorden] for d in found.genomen] == [
        ['"Los werk" = "ARB_REG"'],
        ['"Werk bij baas" = "ARB_REG"'],
    ]


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


def _new_to(text: str, known: set[str]) -> bool:
    return bool(text.strip()) and kaal(text) not in known | {kaal(word) for word in ONTBREEKT}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_header_and_any_word_makes_its_file_acceptable(
    data: st.DataObject, intake: Intake, tmp_path: Path
) -> None:
    """A school writes one header and one destination in words that nobody knows: with them it is accepted,
    and is read as with the words that are known."""
    contract = contracten()["uitstroom"]
    kolom = data.draw(st.sampled_from([naam for naam in KOP if naam not in ("Bestemming", "Reden")]))
    header = data.draw(words.filter(lambda text: _new_to(text, set(contract.koppen))))
    bestemming = contract.kolom("bestemming")
    known = {kaal(word) for code, each in bestemming.waarden.items() for word in (code, *each)}
    word = data.draw(words.filter(lambda text: _new_to(text, known)))
    code = data.draw(st.sampled_from([*bestemming.waarden, LEEG]))
    naam = contract.koppen[kaal(kolom)]

    kop = [header if each == kolom else each for each in KOP]
    path = write_csv(tmp_path / "x.csv", [kop, leerling(Bestemming=word)])
    woorden = (Woord("uitstroom", None, header, naam), Woord("uitstroom", "bestemming", word, code))
    text = "\n".join(f"[{'.'.join(woord.tabel)}]\n{woord.regel}" for woord in woorden)
    delivery, rows = intake.take(path, contracten=add_words(contracten(), parse_words(text, PLAATS), PLAATS))
    assert delivery.woorden == tuple(sorted(str(woord) for woord in parse_words(text, PLAATS)))

    plain = write_csv(tmp_path / "y.csv", [KOP, leerling(Bestemming="" if code == LEEG else code)])
    assert rows == intake.take(plain)[1]


lastig = st.sampled_from(
    [
        *ONTBREEKT[1:],
        "n.a.",
        "N/A",
        "--",
        "?",
        "!",
        "On bekend",
        "thuis",
        "Thuis!",
        "man",
        "ja",
        "BSN",
        "b.s.n.",
        "0",
    ]
)


def _reads(kolom: Kolom, text: str) -> str | None:
    """What a cell becomes; a text that refuses its delivery becomes "refused"."""
    found = TRANSLATORS[kolom.type](kolom)(text)
    return (kolom.leeg if is_leeg(kolom, text) else "refused") if found is None else found


@settings(max_examples=300)
@given(data=st.data())
def test_no_word_changes_what_was_accepted(data: st.DataObject) -> None:
    """Whatever somebody adds, of any column and however like to what is known: either it is refused, or every
    text that was accepted without it is read as it was, as a header and as a value."""
    contract = contracten()[data.draw(st.sampled_from(["uitstroom", "intergrip", "doelen", "cambo"]))]
    kolommen = [k for k in contract.kolommen if k.type in ("code", "janee", "schooljaar") and not k.weg]
    kolom = data.draw(st.sampled_from([None, *kolommen]))
    namen = [k.naam for k in contract.kolommen]
    meanings = [*codes_of(kolom), LEEG] if kolom else [*namen, WEG]
    tekst, betekenis = data.draw(lastig | words), data.draw(st.sampled_from(meanings))
    woord = Woord(contract.bron, kolom.naam if kolom else None, tekst, betekenis)
    try:
        added = add_words(contracten(), (woord,), PLAATS)[contract.bron]
    except SettingsError:
        return
    assert contract.koppen.items() <= added.koppen.items()
    for before in kolommen:
        after = added.kolom(before.naam)
        texts = {
            woord.tekst,
            data.draw(lastig),
            *(w for c, each in codes_of(before).items() for w in (c, *each)),
        }
        for text in texts:
            if _reads(before, text) != "refused":
                assert _reads(after, text) == _reads(before, text), (before.naam, text)
