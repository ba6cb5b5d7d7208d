"""What an archive says of every table and column of a release."""

from __future__ import annotations

import csv
import io

from pipeline.bewijs.tabel import beschrijvingen, columns_csv
from pipeline.release.allowlist import allowed_tables


def test_every_table_and_column_that_may_be_released_is_described_and_no_other() -> None:
    told, allowed = beschrijvingen(), allowed_tables()
    assert set(told["tabellen"]) == set(allowed)
    assert set(told["kolommen"]) == {column for columns in allowed.values() for column in columns}
    assert all(text.strip() for part in told.values() for text in part.values())


def test_the_list_of_columns_has_each_once_with_what_it_means() -> None:
    rows = list(csv.DictReader(io.StringIO(columns_csv().decode())))
    assert len(rows) == sum(map(len, allowed_tables().values()))
    (cell,) = [row for row in rows if (row["tabel"], row["kolom"]) == ("cijfers", "k")]
    assert cell["soort"] == "geheel getal" and cell["betekenis"].startswith("teller")
