"""What is proposed of unknown headers and words, what is left to choose, and what woorden.toml then says."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.sources.check import learn_from
from pipeline.sources.contract import contracten
from pipeline.sources.extend import add_words
from pipeline.sources.learn import HEAD, Geleerd, learn, with_proposals
from pipeline.sources.likeness import likeness, same_header, same_value
from pipeline.sources.problems import Kandidaat, PastNietOpContract, Probleem
from pipeline.sources.proposals import Reden, Voorstel, proposals
from pipeline.sources.words import Woord, parse_words, read_words
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.folders import Workspace
from tests.support.exports import KOP, Cell, leerling, write_csv, write_uitstroom

REDEN = Reden("S. Tap", "2026-11-21")


# --- when two words say the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Schooltyppe", "schooltype"), ("Burgerservicenr", "Burgerservicenummer"), ("Datum uit", "DATUM-UIT"),
        ("uren per wek", "Uren per week"), ("type_onderwijs", "Onderwijs, type"),
    ],
)  # fmt: skip
def test_headers_that_say_the_same(one: str, other: str) -> None:
    assert same_header(one, other) and same_header(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Datum begin", "Datum einde"), ("Volgmoment 2", "Volgmoment 3"), ("Contract", "Contract begin"),
        ("Postcode school", "Postcode"), ("V1", "V2"), ("?", "!"), ("", ""),
    ],
)  # fmt: skip
def test_headers_that_do_not(one: str, other: str) -> None:
    assert not same_header(one, other) and not same_header(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reguliere arbeid", "arbeid regulier"), ("Dagbestedng", "dagbesteding"),
        ("garantiebaan - banenafspraka", "garantiebaan/banenafspraak"), ("Ontslagenn", "ontslagen"),
    ],
)  # fmt: skip
def test_values_that_say_the_same(one: str, other: str) -> None:
    assert same_value(one, other) and same_value(other, one)


# Two values of which one would flatter the figures if it were taken for the other.
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("geen arbeid regulier", "arbeid regulier"), ("onbetaald werk", "betaald werk"),
        ("niet bereikt", "bereikt"),
        ("2e volgmoment", "20e volgmoment"), ("volgmoment 3", "volgmoment 2"), ("aangehouden", "aangeboden"),
        ("ongeschreven", "ingeschreven"), ("VMBO", "MBO"), ("VSO", "SO"), ("werk", "werkloos"), ("V3", "V4"),
        ("onbepaalde tijd", "bepaalde tijd"), ("nee", "n"), ("garantiebaan gestopt", "garantiebaan"),
        ("beschut wrek", "beschut werk"), ("regulere arbeid", "regulier arbeid"),
    ],
)  # fmt: skip
def test_values_that_do_not(one: str, other: str) -> None:
    assert not same_value(one, other) and not same_value(other, one)


def test_likeness_does_not_mind_order_or_signs() -> None:
    assert likeness("arbeid, regulier", "Regulier arbeid") == 1
    assert likeness("?", "!!") == likeness("", "x") == 0
    assert 0.5 < likeness("Werk bij baas", "betaald werk") < 0.7


# --- proposals


def _probleem(
    tekst: str | None, *kandidaten: Kandidaat, kolom: str | None = None, aantal: int = 1
) -> Probleem:
    soort = "onbekende waarde" if kolom else "onbekende kop"
    return Probleem(soort, 3, "J", kolom, tekst, aantal, kandidaten, ("A", "B"))


def _kandidaat(betekenis: str, zeker: bool = True) -> Kandidaat:
    return Kandidaat(betekenis, 90, "iets", 4, 5, zeker)


def _refusal(*problemen: Probleem, plaats: str = "x.csv") -> PastNietOpContract:
    return PastNietOpContract(plaats, "uitstroom", problemen)


def test_a_sure_candidate_is_a_line_with_its_evidence() -> None:
    (voorstel,) = proposals([_refusal(_probleem("Inst.", _kandidaat("brin")))])
    assert voorstel.gekozen == Woord("uitstroom", None, "Inst.", "brin")
    assert voorstel.regels(REDEN) == [
        '"Inst." = "brin"  # 2026-11-21 S. Tap: 90% like "iets", 4 of 5 cells fit; x.csv, row 3, column J'
    ]


def test_what_is_not_sure_is_a_choice_that_means_nothing() -> None:
    (voorstel,) = proposals(
        [_refusal(_probleem("Bij baas", _kandidaat("A", False), kolom="bestemming", aantal=7))]
    )
    assert voorstel.gekozen is None
    lines = voorstel.regels(REDEN)
    assert lines == [
        "# 7 time(s), first in x.csv, row 3, column J: choose a line and take its # away, or write B",
        '# "Bij baas" = "A"  # 90% like "iets", 4 of 5 cells fit',
        '# "Bij baas" = "leeg"  # as an empty cell',
    ]
    assert parse_words("\n".join(lines), Path("x")) == ()


def test_two_sure_candidates_are_a_choice() -> None:
    (voorstel,) = proposals([_refusal(_probleem("a", _kandidaat("A"), _kandidaat("B"), kolom="k"))])
    assert voorstel.gekozen is None and len(voorstel.regels(REDEN)) == 4


def test_nothing_can_be_learned_of_what_is_not_shown() -> None:
    hidden = _probleem(None, kolom="k")
    other = Probleem("andere waarden", 2, "A", "k", aantal=9)
    missing = Probleem("ontbrekende kolom", 2, None, "k", uitleg="k")
    double = Probleem("dubbele kop", 2, "A", "k", "BSN", uitleg="and so does column B")
    assert proposals([_refusal(hidden, other, missing, double)]) == []


def test_the_same_word_in_two_files_is_asked_once() -> None:
    (voorstel,) = proposals(
        [
            _refusal(_probleem("Bij Baas", _kandidaat("A"), kolom="k", aantal=2)),
            _refusal(_probleem("bij baas", _kandidaat("A"), kolom="k", aantal=3), plaats="y.csv"),
        ]
    )
    assert (voorstel.tekst, voorstel.aantal, voorstel.waar) == ("Bij Baas", 5, "x.csv, row 3, column J")


def test_a_header_that_seems_to_mean_two_things_is_a_choice() -> None:
    refusals = [
        _refusal(_probleem("Datum", _kandidaat(naam))) for naam in ("contract_begin", "datum_uitstroom")
    ]
    (voorstel,) = proposals(refusals)
    assert voorstel.gekozen is None
    assert [k.betekenis for k in voorstel.kandidaten] == ["datum_uitstroom", "contract_begin"]


# --- the text of woorden.toml


def _voorstel(tekst: str, betekenis: str, kolom: str | None = None, zeker: bool = True) -> Voorstel:
    return Voorstel(
        "uitstroom", kolom, tekst, (_kandidaat(betekenis, zeker),), (), "x.csv, row 1, column A", 1
    )


OUD = """\
# van ons
[intergrip.koppen]
"Moment nr" = "meetmoment"   # met Jan besproken

[uitstroom.koppen]   # de lijst
"Inst." = "brin"
# "Klas" = "weg"

# los
[uitstroom.woorden.bestemming]
"Los werk" = "ARB_REG"
"""


def test_lines_come_under_their_own_table_and_the_rest_stays() -> None:
    found = (
        _voorstel("Mentor", "opmerking"),
        _voorstel("Bij baas", "ARB_REG", "bestemming"),
        _voorstel("x", "GEEN", "reden"),
    )
    lines = with_proposals(OUD, found, REDEN).splitlines()
    assert [line for line in lines if line in OUD.splitlines()] == [*OUD.splitlines(), ""]
    assert lines[7].startswith('"Mentor" = "opmerking"  # ') and lines[6] == '# "Klas" = "weg"'
    assert lines[12].startswith('"Bij baas" = "ARB_REG"  # ')
    assert lines[13:15] == ["", "[uitstroom.woorden.reden]"]


def test_a_new_file_says_what_it_is() -> None:
    text = with_proposals("", (_voorstel("Inst.", "brin"),), REDEN)
    assert text.startswith(HEAD + '\n[uitstroom.koppen]\n"Inst." = "brin"  # ')
    assert parse_words(HEAD, Path("x")) == ()
    assert with_proposals("", (), REDEN) == ""


def test_a_choice_is_asked_once() -> None:
    choice = (_voorstel("Klas", "schooltype", zeker=False), _voorstel("Groep", "schooltype", zeker=False))
    once = with_proposals(OUD, choice, REDEN)
    assert once.count('"Klas"') == 1 and once.count('"Groep"') == 2
    assert with_proposals(once, choice, REDEN) == once


def test_names_of_files_cannot_break_a_line() -> None:
    voorstel = Voorstel(
        "uitstroom", None, "a", (_kandidaat("brin"),), (), 'x\n[esf.koppen]\n"b" = "c".csv', 1
    )
    assert parse_words(with_proposals("", (voorstel,), Reden("a\nb", "2026-11-21")), Path("x")) == (
        Woord("uitstroom", None, "a", "brin"),
    )


def test_a_file_of_another_make_is_left_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "woorden.toml"
    path.write_text('uitstroom.koppen."Inst." = "brin"\n', encoding="utf-8")
    refusal = _refusal(_probleem("Schooltyppe", _kandidaat("schooltype")))
    with pytest.raises(SettingsError, match=r'Add these lines by hand:\n"Schooltyppe" = "schooltype"'):
        learn(lambda _: [refusal], path, REDEN)


def test_it_is_not_written_over_what_another_wrote(tmp_path: Path) -> None:
    path = tmp_path / "woorden.toml"
    learned = Geleerd(path, (), "", "nieuw")
    path.write_text("anders", encoding="utf-8")
    with pytest.raises(SettingsError, match="changed meanwhile"):
        learned.accept()
    assert read_words(path) == "anders"


# --- from files


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "werkmap")


def _kop(**changes: str) -> list[str]:
    return [changes.get(naam, naam) for naam in KOP]


def _learned(workspace: Workspace, *paths: Path) -> Geleerd:
    return learn_from(list(paths), workspace.root, REDEN)


def _proposed(learned: Geleerd) -> dict[str, str | None]:
    return {v.tekst: v.gekozen.betekenis if v.gekozen else None for v in learned.voorstellen}


def test_words_under_a_proposed_header_are_seen_too(workspace: Workspace, tmp_path: Path) -> None:
    rows = [leerling(Bestemming=word) for word in ("Arbeid", "thuis", "reguliere arbeid", "Los werk")]
    path = write_csv(tmp_path / "x.csv", [_kop(Bestemming="Bestemmming"), *rows])
    learned = _learned(workspace, path)
    assert _proposed(learned) == {
        "Bestemmming": "bestemming",
        "reguliere arbeid": "ARB_REG",
        "Los werk": None,
    }
    assert not workspace.words_file.exists()


# Of the cells under a header like that of a column: it is proposed, or left to choose.
@pytest.mark.parametrize(
    ("changes", "cells", "proposed"),
    [
        ({"BRIN": "Brinummer"}, {"BRIN": "99AA00"}, "brin"),
        ({"BRIN": "Brinummer"}, {"BRIN": ""}, "brin"),
        ({"BRIN": "Brinummer"}, {"BRIN": "De Proef"}, None),
        ({"School": "Schoolnam"}, {"School": "99AA00"}, "school"),
        ({"BRIN": "Zzzz"}, {"BRIN": "99AA00"}, None),
    ],
    ids=["cells that fit", "no cells", "cells that do not", "any text fits", "another name"],
)
def test_cells_bear_a_header_out(
    workspace: Workspace,
    tmp_path: Path,
    changes: dict[str, str],
    cells: dict[str, Cell],
    proposed: str | None,
) -> None:
    path = write_csv(tmp_path / "x.csv", [_kop(**changes), leerling(**cells)])
    assert _proposed(_learned(workspace, path)) == {next(iter(changes.values())): proposed}


def test_two_headers_like_one_column_are_a_choice(workspace: Workspace, tmp_path: Path) -> None:
    kop = [*_kop(BRIN="Brinummer"), "Brinnumer"]
    path = write_csv(tmp_path / "x.csv", [kop, [*leerling(), "99AA00"]])
    assert _proposed(_learned(workspace, path)) == {"Brinummer": None, "Brinnumer": None}


def test_a_header_like_one_that_is_ignored_is_a_choice(workspace: Workspace, tmp_path: Path) -> None:
    workspace.words_file.write_text('[uitstroom.koppen]\n"Mentor" = "weg"\n', encoding="utf-8")
    path = write_csv(tmp_path / "x.csv", [[*KOP, "Mentorr"], [*leerling(), ""]])
    learned = _learned(workspace, path)
    assert _proposed(learned) == {"Mentorr": None}
    assert all(k.betekenis in contracten()["uitstroom"].namen for k in learned.voorstellen[0].kandidaten)


def test_nothing_here_written_otherwise_is_empty(workspace: Workspace, tmp_path: Path) -> None:
    learned = _learned(
        workspace, write_uitstroom(tmp_path / "x.csv", leerling(Reden="n.a."), leerling(Reden="n.v.t."))
    )
    assert _proposed(learned) == {"n.a.": "leeg", "n.v.t.": None}


def test_what_is_accepted_is_read_the_next_time(workspace: Workspace, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "x.csv", [_kop(Schooltype="Schooltyppe"), leerling(Bestemming="reguliere arbeid")]
    )
    _learned(workspace, path).accept()
    text = read_words(workspace.words_file)
    words = parse_words(text, workspace.words_file)
    assert {(w.kolom, w.tekst, w.betekenis) for w in words} == {
        (None, "Schooltyppe", "schooltype"),
        ("bestemming", "reguliere arbeid", "ARB_REG"),
    }
    add_words(contracten(), words, workspace.words_file)
    again = _learned(workspace, path)
    assert (again.voorstellen, again.diff, again.nieuw) == ((), "", text)


def test_nothing_to_learn(workspace: Workspace, tmp_path: Path) -> None:
    path = write_uitstroom(tmp_path / "x.csv", leerling())
    (tmp_path / "y.txt").write_text("geen export")
    learned = _learned(workspace, path, tmp_path / "y.txt")
    assert (learned.voorstellen, learned.diff, learned.nieuw) == ((), "", "")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([f"Soort {chr(97 + n)}" for n in range(12)] * 4, True),
        ([f"Soort {chr(97 + n)}" for n in range(12)] * 3, False),
        ([f"Soort {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(41)] * 4, False),
    ],
    ids=["a list that is used", "a list that is hardly used", "too many for a list"],
)
def test_a_list_of_codes_is_told_from_a_column_of_names(
    workspace: Workspace, tmp_path: Path, words: list[str], shown: bool
) -> None:
    """A school system has codes of its own: more than eight of them, but each used often."""
    path = write_uitstroom(tmp_path / "x.csv", *(leerling(Bestemming=word) for word in words))
    assert len(_learned(workspace, path).voorstellen) == (12 if shown else 0)
