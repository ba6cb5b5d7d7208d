"""The way in: the newest microdata, open for questions and for nothing else.

Three locks, each of which would do: the file is opened read-only, the session can reach no other file and no
network (and cannot be set otherwise), and only a question (SELECT) is carried out at all, so that what an
indicator counts from cannot be changed by accident either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pipeline.microdata.build import Microdata, current
from pipeline.microdata.reading import connect
from pipeline.workspace.errors import ToeleidingError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from pipeline.workspace.folders import Workspace

_VRAGEN = {"SELECT", "EXPLAIN"}
_WAAROM = "the microdata are open for questions only, so that no row of a pupil leaves or changes by accident"
_ADVIES = {
    "COPY": "Keep a result as a DataFrame. What may leave this room goes by v.delen(tabel).",
    "EXPORT": "Keep a result as a DataFrame. What may leave this room goes by v.delen(tabel).",
    "ATTACH": "Read your own table with pandas and hand it over by name: v.sql('FROM mijn', mijn=tabel).",
    "CREATE": "Keep a result as a DataFrame and hand it over by name: v.sql('FROM eerder', eerder=tabel).",
    "SET": "Choose another stand with start(schooljaar='2022-2023'); the settings are in toeleiding.toml.",
    "MULTI": "Name the columns: PIVOT … ON kolom IN ('a', 'b').",
}
_ANDERS = "Ask with SELECT. To change what is counted, mend the delivery and run again: toeleiding run."
_BESTAND = (
    "Files, other databases and the network are closed here: data/raw holds names and numbers of pupils."
    " Every table there is: v.tabellen(). A table of your own goes by name: v.sql('FROM mijn', mijn=tabel)."
)


class NietHier(ToeleidingError):
    """Something was asked that the analyst's room does not do."""


def open_newest(workspace: Workspace) -> tuple[Microdata, duckdb.DuckDBPyConnection]:
    """The newest microdata and a session on it. A session keeps its file, also when a run replaces it.

    Raises NietHier when there are none.
    """
    import duckdb

    for last in (False, True):  # a run may have replaced the file between reading the pointer and opening
        found = current(workspace)
        if found is None:
            raise NietHier(f"{workspace.root}: there are no microdata yet", "Make them: toeleiding run.")
        try:
            return found, connect(found)
        except duckdb.IOException:
            if last:
                raise
    raise AssertionError("unreachable")


def ask(con: duckdb.DuckDBPyConnection, vraag: str, tabellen: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The answer to one question in SQL. tabellen: DataFrames that it may name. Raises NietHier."""
    import duckdb

    _refuse_all_but_a_question(con, vraag)
    _refuse_taken_names(con, tabellen)
    for naam, tabel in tabellen.items():
        con.register(naam, tabel)
    try:
        return con.execute(vraag).df()
    except duckdb.PermissionException as fault:
        raise NietHier(
            f"this question reaches outside the microdata: {_first_line(fault)}", _BESTAND
        ) from None
    finally:
        for naam in tabellen:
            con.unregister(naam)


def _refuse_all_but_a_question(con: duckdb.DuckDBPyConnection, vraag: str) -> None:
    kinds = [statement.type.name for statement in con.extract_statements(vraag)]
    if len(kinds) != 1:
        raise NietHier(f"expected one question in SQL, found {len(kinds)}", "Ask them one by one.")
    if kinds[0] not in _VRAGEN:
        word = (re.findall(r"\w+", vraag) or [""])[0].upper()
        raise NietHier(f"{word} is not possible here: {_WAAROM}", _ADVIES.get(kinds[0], _ANDERS))


def _refuse_taken_names(con: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    taken = {name for (name,) in con.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    if twice := sorted(taken & set(names)):
        raise NietHier(f"{twice[0]} is a table of the microdata already", "Give your own another name.")


def _first_line(fault: Exception) -> str:
    """Without the path of the file: it may name a school or a pupil."""
    return re.sub(r'"[^"]*"', "a file", str(fault).splitlines()[0])
