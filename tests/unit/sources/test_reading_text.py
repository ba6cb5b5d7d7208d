"""Text files: separators, encodings, line ends, and what is refused."""

import codecs
from pathlib import Path

import pytest

from pipeline.sources.reading import bestand, read_bladen, text
from pipeline.sources.reading.blad import Rij
from pipeline.sources.reading.text import MAX_CELL
from pipeline.workspace.errors import LeveringGeweigerd

ANY = ("utf-8", "utf-16", "cp1252")


def _rows(
    tmp_path: Path, content: bytes, separator: str = ";", coderingen: tuple[str, ...] = ANY
) -> list[Rij]:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    (blad,) = read_bladen(bestand(path, path.name))
    return list(blad.rijen(separator, coderingen))


TWO_ROWS: list[Rij] = [(1, ["a", "é"]), (2, ["1", "ï€"])]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_usual_ways_of_writing(tmp_path: Path, separator: str, encoding: str, line_end: str) -> None:
    text = line_end.join([f"a{separator}é", f"1{separator}ï€", ""])
    assert _rows(tmp_path, text.encode(encoding), separator) == TWO_ROWS


# Text, and the cells with the number that Excel gives their row.
NUMBERED: dict[str, tuple[str, list[Rij]]] = {
    "blank rows count": ("a;b\r\n\r\n;\r\n1;2\r\n", [(1, ["a", "b"]), (4, ["1", "2"])]),
    "quoted separator": ('a;b\r\n"x;y";2\r\n', [(1, ["a", "b"]), (2, ["x;y", "2"])]),
    "quoted line break is one row": (
        'a;b\r\n"x\r\ny";2\r\n3;4\r\n',
        [(1, ["a", "b"]), (2, ["x\r\ny", "2"]), (3, ["3", "4"])],
    ),
    "doubled quote": ('a;b\r\n"Café ""Zuid""";2\r\n', [(1, ["a", "b"]), (2, ['Café "Zuid"', "2"])]),
    "quote inside a cell is text": (
        'a;b\r\nJan "de" Wit;2\r\n',
        [(1, ["a", "b"]), (2, ['Jan "de" Wit', "2"])],
    ),
    "apostrophe": ("a;b\r\n't Hof;2\r\n", [(1, ["a", "b"]), (2, ["'t Hof", "2"])]),
    "no line end at the end": ("a;b\r\n1;2", [(1, ["a", "b"]), (2, ["1", "2"])]),
    "short and long rows": ("a;b\r\n1\r\n1;2;3\r\n", [(1, ["a", "b"]), (2, ["1"]), (3, ["1", "2", "3"])]),
    "nothing is interpreted": ("a;b\r\n007;1E3\r\n", [(1, ["a", "b"]), (2, ["007", "1E3"])]),
}


@pytest.mark.parametrize(("text", "rows"), NUMBERED.values(), ids=NUMBERED)
def test_rows_and_their_numbers(tmp_path: Path, text: str, rows: list[Rij]) -> None:
    assert _rows(tmp_path, text.encode()) == rows


# What is refused, and the words in the message. A row number is the line where it shows.
REFUSED: dict[str, tuple[bytes, tuple[str, ...], str]] = {
    "empty": (b"", ANY, "x.csv is empty"),
    "only white space": (b" \r\n\r\n", ANY, "x.csv is empty"),
    "NUL bytes": (b"a;b\r\n1;2\r\n\0;4\r\n", ANY, "row 3: holds NUL"),
    "NUL bytes, CR-only": (b"a;b\r1;2\r\0;4\r", ANY, "row 3: holds NUL"),
    "UTF-16 without a mark": ("a;b".encode("utf-16-le"), ANY, "row 1: holds NUL"),
    "UTF-32": ("a;b".encode("utf-32"), ANY, "row 1: holds NUL"),
    "cp1252 where UTF-8 is due": (
        b"a;b\r\n1;2\r\nCaf\xe9;4\r\n",
        ("utf-8",),
        "row 3: the text is not encoded as utf-8",
    ),
    "cp1252 where UTF-8 is due, CR-only": (
        b"a;b\r1;2\rCaf\xe9;4\r",
        ("utf-8",),
        "row 3: the text is not encoded",
    ),
    "UTF-16 where UTF-8 is due": ("a;b".encode("utf-16"), ("utf-8",), "the text is not encoded as utf-8"),
    "half a UTF-16 sign": ("a;b".encode("utf-16") + b"x", ANY, "not encoded as utf-8 or utf-16 or cp1252"),
    "a mark of UTF-8, then something else": (codecs.BOM_UTF8 + b"a;\xe9", ANY, "not encoded"),
    "bytes that no encoding has": (b"a;\x81", ANY, "not encoded as utf-8 or utf-16 or cp1252"),
    "a quote that is never closed": (
        b'a;b\r\n1;2\r\n"t Hart;2\r\n3;4\r\n',
        ANY,
        "row 3: cannot be read as CSV",
    ),
    "a quote that ends inside a cell": (
        b'a;b\r\n"De Hoek" BV;2\r\n3;4\r\n',
        ANY,
        "row 2: cannot be read as CSV",
    ),
    "a cell without end": (b"a;b\r\n1;" + b"x" * (MAX_CELL + 1), ANY, "row 2: cannot be read as CSV"),
}


@pytest.mark.parametrize(("content", "coderingen", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, content: bytes, coderingen: tuple[str, ...], words: str) -> None:
    with pytest.raises(LeveringGeweigerd, match=words) as refusal:
        _rows(tmp_path, content, coderingen=coderingen)
    assert refusal.value.exit_code == 3
    assert refusal.value.advice


def test_the_declared_order_decides_and_nothing_is_guessed(tmp_path: Path) -> None:
    content = "a;é".encode()
    assert _rows(tmp_path, content, coderingen=("utf-8", "cp1252")) == [(1, ["a", "é"])]
    assert _rows(tmp_path, content, coderingen=("cp1252", "utf-8")) == [(1, ["a", "Ã©"])]


def test_a_header_is_found_in_the_first_rows_whatever_comes_after(tmp_path: Path) -> None:
    content = b"a;b\r\n" * 40 + b'"never closed'
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    (blad,) = read_bladen(bestand(path, path.name))
    first = blad.kop(";")
    assert first == [(number, ["a", "b"]) for number in range(1, 31)]


def test_what_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.csv").touch()
    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(LeveringGeweigerd, match=r"x\.csv cannot be read: Permission denied"):
        bestand(tmp_path / "x.csv", "x.csv")


def test_what_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"a;b\n1;2\n")
    file = bestand(path, "x.csv")
    file.refuse_changed()
    path.write_bytes(b"a;b\n1;2\n3;4\n")
    with pytest.raises(LeveringGeweigerd, match=r"x\.csv changed while it was read"):
        file.refuse_changed()


def test_half_a_letter_is_not_made_whole_past_a_block_of_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two bytes of an é in UTF-8, with a block of ASCII between them: cp1252, where each is a letter."""
    monkeypatch.setattr(text, "_BLOCK", 4)
    rows = _rows(tmp_path, b"ab\n\xc3" + b"c;d\n" + b"\xa9;e\n")
    assert rows == [(1, ["ab"]), (2, ["Ãc", "d"]), (3, ["©", "e"])]
