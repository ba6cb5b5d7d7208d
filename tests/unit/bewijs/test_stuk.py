"""The ZIP file of an archive: the same bytes whatever the clock, the order or the machine."""

from __future__ import annotations

import io
import zipfile

from pipeline.bewijs.stuk import Stuk, as_zip, manifest

EEN, TWEE = Stuk("b/een.csv", b"abc", "een"), Stuk("a.txt", b"", "leeg")


def test_order_does_not_matter_and_nothing_of_this_machine_is_in_it() -> None:
    content = as_zip([EEN, TWEE])
    assert content == as_zip([TWEE, EEN])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == ["a.txt", "b/een.csv"]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.compress_type, entry.create_system, entry.external_attr >> 16) for entry in entries} == {
        (zipfile.ZIP_STORED, 3, 0o100644)
    }


def test_the_hashes_are_those_of_the_standard() -> None:
    """SHA-256 of "abc" and of nothing are the examples of FIPS 180-4."""
    assert manifest([EEN, TWEE]).inhoud.decode() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.txt\n"
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b/een.csv\n"
    )
