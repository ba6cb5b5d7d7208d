"""What the child has against a file or a cell; the parent puts the names before it."""

from __future__ import annotations

from typing import NamedTuple


class Geweigerd(Exception):
    """A file that is not read. Holds what is wrong with it and what to do about that, as `args`."""

    def __init__(self, wat: str, advies: str) -> None:
        super().__init__(wat, advies)


class Gebrek(NamedTuple):
    """What is wrong with a cell, so that its sheet cannot be taken. Rows and columns count from 1."""

    rij: int
    kolom: int
    wat: str
    advies: str


def no_spreadsheet() -> Geweigerd:
    return Geweigerd("cannot be opened as a spreadsheet", "open it in Excel and save it again as XLSX")


def password() -> Geweigerd:
    return Geweigerd("is protected with a password", "save it without a password and deliver it again")
