"""What nobody sees in a workbook is planted once, and stopped."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.support.gated import said, workbook


def added(name: str, text: str) -> bytes:
    room = io.BytesIO(workbook())
    with zipfile.ZipFile(room, "a") as archive:
        archive.writestr(name, text)
    return room.getvalue()


def rewritten(name: str, before: bytes, after: bytes) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(room, "w", 8) as new:
        for part in old.namelist():
            content = old.read(part)
            assert part != name or before in content
            new.writestr(part, content.replace(before, after) if part == name else content)
    return room.getvalue()


def commented(text: bytes) -> bytes:
    room = io.BytesIO(workbook())
    with zipfile.ZipFile(room, "a") as archive:
        archive.comment = text
    return room.getvalue()


IN_A_WORKBOOK: dict[str, tuple[bytes, str]] = {
    "hidden sheet": (workbook(lambda book, _: book.add_worksheet("x").hide()), "a hidden sheet"),
    "very hidden sheet": (workbook(lambda book, _: book.add_worksheet("x").very_hidden()), "a hidden sheet"),
    "hidden column": (
        workbook(lambda _, sheet: sheet.set_column("B:B", None, None, {"hidden": True})), "a hidden column"
    ),
    "hidden row": (workbook(lambda _, sheet: sheet.set_row(0, None, None, {"hidden": True})), "a hidden row"),
    "comment": (workbook(lambda _, sheet: sheet.write_comment("A1", "Anna")), "of a kind that may not leave"),
    "author": (workbook(lambda book, _: book.set_properties({"author": "Anna"})), "creator is filled in"),
    "firm": (workbook(lambda book, _: book.set_properties({"company": "Anna"})), "Company is filled in"),
    "company of the properties": (
        workbook(lambda book, _: book.set_properties({"hyperlink_base": "Anna"})), "HyperlinkBase is filled"
    ),
    "title": (workbook(lambda book, _: book.set_properties({"title": "Anna"})), "title is filled in"),
    "own property": (workbook(lambda book, _: book.set_custom_property("x", "Anna")), "of a kind that may"),
    "name of a value": (workbook(lambda book, _: book.define_name("k", "=3")), "a defined name"),
    "name of a place": (workbook(lambda book, _: book.define_name("k", "=Cijfers!$A$1")), "a defined name"),
    "row of no height": (workbook(lambda _, sheet: sheet.set_row_pixels(0, 0)), "a hidden row"),
    "all rows": (workbook(lambda _, sheet: sheet.set_default_row(hide_unused_rows=True)), "a hidden row"),
    "column of no width": (workbook(lambda _, sheet: sheet.set_column("B:B", 0)), "a hidden column"),
    "notation that shows nothing": (
        workbook(lambda book, sheet: sheet.write(1, 0, 3, book.add_format({"num_format": ";;;"}))),
        "a notation that shows nothing",
    ),
    "hidden sheet in other quotes": (
        rewritten("xl/workbook.xml", b'sheetId="1"', b"sheetId='1' state='hidden'"), "a hidden sheet"
    ),
    "comment in a part": (rewritten("xl/workbook.xml", b"<sheets>", b"<!-- Anna --><sheets>"), "a comment"),
    "no part": (rewritten("xl/workbook.xml", b"</workbook>", b""), "not a part of a workbook"),
    "more in it": (rewritten("xl/styles.xml", b"</styleSheet>", b" " * (1 << 26)), "more in it than may"),
    "macro": (added("xl/vbaProject.bin", "x"), "of a kind that may not leave"),
    "link": (added("xl/externalLinks/externalLink1.xml", "x"), "of a kind that may not leave"),
    "no workbook": (b"PK\x03\x04Anna", "the file: not a workbook"),
    "comment of the archive": (commented(b"Anna"), "the archive: a comment"),
    "path": (workbook(lambda _, sheet: sheet.write(1, 0, "/home/anna/x")), "a path of a machine"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "fault"), IN_A_WORKBOOK.values(), ids=IN_A_WORKBOOK)
def test_what_is_hidden_in_a_workbook_is_stopped(content: bytes, fault: str) -> None:
    found = said("cijfers.xlsx", content)
    assert fault in found
    assert "anna" not in found.lower()


def test_a_plain_workbook_passes() -> None:
    assert said("cijfers.xlsx", workbook()) == ""
    filtered = workbook(lambda _, sheet: (sheet.autofilter("A1:C2"), sheet.repeat_rows(0)))
    assert said("cijfers.xlsx", filtered) == ""
