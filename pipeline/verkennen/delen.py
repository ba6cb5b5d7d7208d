"""Sharing: the only way out of the analyst's room.

What she wants to share is counted again from the microdata, protected beside all that was published and
shared (release/sharing.py), and written to a folder that may leave, after the gate has looked into every
file. It is kept where releases keep what they showed, before the folder is there: later shares, and later
releases of other microdata, reckon with it. Figures of a release go as they are; nothing is kept of those.

Only between runs: it takes the lock of the workspace, and the releases must be of the microdata she looks at.
What a share that was killed left is cleared by the next one, and by the next run: half a folder, of which at
most the memory speaks. A folder that is there is whole, and was kept before it came there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.indicators.groepen import kolommen_van
from pipeline.indicators.rates import percentage, wilson
from pipeline.microdata.build import current
from pipeline.release.besluit import release_besluit
from pipeline.release.figures import KEY_COLUMNS
from pipeline.release.generations import keep_shared, read_shared
from pipeline.release.protection import NIET_GETOOND
from pipeline.release.publication import open_release
from pipeline.release.sharing import decide_beside_releases
from pipeline.reporting.notation import hoofdletter, opsomming
from pipeline.sources.delivery import Boek
from pipeline.sources.register_view import lost_cohorts
from pipeline.verkennen.beeld import Figuur
from pipeline.verkennen.deelbaar import (
    Rij,
    counted_again,
    groups_of,
    hidden_places,
    measured,
    refuse_what_cannot_be_shared,
    with_groups,
)
from pipeline.verkennen.gedeeld import Gedeeld, put_in_place
from pipeline.verkennen.herkomst import Bron, herkomst
from pipeline.verkennen.tabel import Bladertabel
from pipeline.verkennen.toegang import NietHier
from pipeline.verkennen.uitvoer import with_schooljaar
from pipeline.verkennen.vraag import Vraag, released_in
from pipeline.verkennen.woorden import alle_in_woorden
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import clear_leftovers
from pipeline.workspace.errors import ReleaseGeweigerd
from pipeline.workspace.lock import workspace_lock
from pipeline.workspace.record import stable_json

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from pipeline.release.delingen import Deling, Groep
    from pipeline.release.publication import Release
    from pipeline.verkennen.kamer import Verkenning
    from pipeline.workspace.folders import Workspace

_NAAM = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_BEGIN, _LETTERS = 40, 6
_MEESTE = 90
"""Letters of the conditions in a title."""
_NUMBERS = ["n", "k", "pct", "laag", "hoog"]
_GRENZEN = ["onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"]
_VRIJ = "cijfers van een release, zoals gepubliceerd"
_ZELF = (
    "geteld voor deze vraag; beschermd zoals een release, ook tegen verschillen met wat eerder is"
    " gepubliceerd of gedeeld. Onbekenden en grenzen staan er niet bij"
)
_MEER = "Take groups together (per), drop a condition (waar), or ask of fewer years or indicators."


def delen(
    v: Verkenning,
    con: duckdb.DuckDBPyConnection,
    wat: pd.DataFrame | Figuur | Bladertabel,
    naam: str = "",
    titel: str = "",
) -> Gedeeld:
    """See Verkenning.delen."""
    table, figure = _table_of(wat)
    if naam and not _NAAM.fullmatch(naam):
        raise NietHier(
            f"{naam!r} is not a name for a folder", "Letters (a-z), digits and dashes: 'meisjes-p2'."
        )
    if released_in(table) is not None:
        return _share_released(v, table, figure, naam, titel)
    vraag = Vraag.of(table)
    if vraag is None:
        raise NietHier(
            "this is not a table that can be shared: it does not know which question it answers",
            "Share a table of v.indicator, v.bestemmingen or v.cijfers, or some of its rows, or a chart.",
        )
    refuse_what_cannot_be_shared(con, vraag)
    return _share_counted(v, con, vraag, table, figure, naam, titel)


def _table_of(wat: object) -> tuple[pd.DataFrame, Figuur | None]:
    import pandas as pd

    if isinstance(wat, Bladertabel):
        return wat.gegevens, None
    if isinstance(wat, pd.DataFrame):
        return wat, None
    if isinstance(wat, Figuur) and wat.tabel is not None:
        return wat.tabel, wat
    raise NietHier(
        "this cannot be shared",
        "Share a table of v.indicator, v.bestemmingen or v.cijfers, or v.grafiek.bestemmingen, verloop,"
        " punten or funnel of one.",
    )


@contextmanager
def _nobody_else(werkmap: Workspace) -> Iterator[None]:
    """With the lock of a workspace, and without what a killed share left."""
    with workspace_lock(werkmap):
        clear_leftovers(werkmap.uitgegeven)
        clear_leftovers(werkmap.gedeeld)
        yield


def _share_released(
    v: Verkenning, table: pd.DataFrame, figure: Figuur | None, naam: str, titel: str
) -> Gedeeld:
    """Figures of a release as they are, each of which is in it."""
    year = Schooljaar.parse(released_in(table) or "")
    release = open_release(v.werkmap.release_dir(year))
    public = release.table("cijfers")
    names = [*KEY_COLUMNS, *_NUMBERS, "status"]
    _refuse_others(table, public.columns, [*KEY_COLUMNS, "status", "n", "k"])
    both = table.drop(columns=[c for c in table if c not in KEY_COLUMNS]).merge(public, on=KEY_COLUMNS)
    there = [column for column in names if column in table]
    if len(both) != len(table) or not _same(both[there], table[there]):
        raise NietHier("these are not the figures of the release", "Share them as v.cijfers gives them.")
    if table.empty:
        raise NietHier("there is nothing to share: the table has no rows", "Ask for rows that are there.")
    kop, bron = titel or _titled(both, ("niveau",)), _bron(v, release, year)
    about = herkomst(kop, both, (), ("niveau", "eenheid"), bron, _VRIJ)
    shown = with_schooljaar(both)
    with _nobody_else(v.werkmap):
        naam = naam or _name(both, hashlib.sha256(str(shown).encode()).hexdigest())
        return put_in_place(v.werkmap.gedeeld / naam, shown, about, _headed(figure, titel))


def _share_counted(
    v: Verkenning,
    con: duckdb.DuckDBPyConnection,
    vraag: Vraag,
    table: pd.DataFrame,
    figure: Figuur | None,
    naam: str,
    titel: str,
) -> Gedeeld:
    """A count of her own: protect, look into the files, keep, put in place."""
    per = [
        column
        for column in dict.fromkeys(("school_id", *vraag.per))
        if column in table and column != "cohort"
    ]
    standard = [*per, "cohort", "indicator", "klasse", *_NUMBERS, *_GRENZEN, "status"]
    _refuse_others(table, standard, ["cohort", "indicator", *_NUMBERS, "status"])
    rows = table[measured(table)].reset_index(drop=True)
    if rows.empty:
        raise NietHier("there is nothing to share: no row has a figure", "Ask for years that are measured.")
    kenmerk = _hash(
        [vraag.kenmerk, sorted(str(row) for row in rows[[*per, "cohort", "indicator"]].to_numpy())]
    )
    rijen, asked = groups_of(vraag, rows, kenmerk)
    with _nobody_else(v.werkmap):
        release = _refuse_unless_up_to_date(v)
        kept = read_shared(v.werkmap.uitgegeven, v.microdata.inputs)
        decided = _decided(v, con, kept, asked)
        counted = counted_again(rijen, decided)
        hidden = hidden_places(rijen, decided)
        shown = _protected(rows, rijen, counted, hidden)
        if len(hidden) == len(rows):
            raise ReleaseGeweigerd(
                "nothing of this can be shown: its groups are small, or leave out few of one that is public",
                _MEER,
            )
        some = [waar for waar in vraag.waar if set(kolommen_van(con, waar)) != {"cohort"}]
        kop = titel or _titled(shown, vraag.per, some)
        about = herkomst(kop, shown, vraag.waar, vraag.per, _bron(v, release, v.schooljaar), _ZELF)
        drawn = figure.teken(_for_chart(shown)) if figure and figure.teken else None
        others = [one for one in kept if one.cohort not in {new.cohort for new in decided}]

        def keep() -> None:
            keep_shared(v.werkmap.uitgegeven, v.microdata.inputs, [*others, *decided])

        place = v.werkmap.gedeeld / (naam or _name(shown, kenmerk))
        return put_in_place(
            place, with_schooljaar(shown), about, _headed(drawn, kop if titel or some else ""), keep
        )


def _bron(v: Verkenning, release: Release, year: Schooljaar) -> Bron:
    voorbeeld = bool(release.meta["voorbeeldgegevens"])
    stand = v.instellingen.stand(year)
    return Bron(v.instellingen.regio.naam, stand, release.sha256, v.microdata.inputs, voorbeeld)


def _decided(
    v: Verkenning,
    con: duckdb.DuckDBPyConnection,
    kept: tuple[Deling, ...],
    asked: list[tuple[int, Groep]],
) -> list[Deling]:
    """All that is shared of the cohorts that are asked for, decided; what was shared stays as it was."""
    there = {(one.cohort, groep.naam) for one in kept for groep in one.groepen}
    if all((cohort, groep.naam) in there for cohort, groep in asked):
        return [one for one in kept if one.cohort in {cohort for cohort, _ in asked}]
    new = [(cohort, groep) for cohort, groep in asked if (cohort, groep.naam) not in there]
    again = with_groups(con, kept, new)
    lost = lost_cohorts(Boek.read(v.werkmap))
    return list(decide_beside_releases(v.werkmap, v.microdata, v.instellingen, v.schooljaar, lost, again))


def _refuse_unless_up_to_date(v: Verkenning) -> Release:
    """The release that stands beside these microdata. Raises NietHier."""
    now, released = current(v.werkmap), v.werkmap.released()
    if not released or v.schooljaar != released[-1]:
        raise NietHier(
            "only beside the newest release can something be shared",
            "Make one (toeleiding run), and begin with start() without a school year.",
        )
    if now is None or now.inputs != v.microdata.inputs:
        raise NietHier(
            "the microdata were replaced since this room was opened", "Run the first cell again: v = start()."
        )
    if release_besluit(v.werkmap, v.schooljaar, v.microdata.inputs, v.instellingen).nodig:
        raise NietHier(
            "the releases are not of these microdata and settings", "Make them: toeleiding run. Then share."
        )
    return open_release(v.werkmap.release_dir(v.schooljaar))


def _refuse_others(table: pd.DataFrame, may: Any, must: list[str]) -> None:
    if more := [str(column) for column in table if column not in set(may)]:
        raise NietHier(
            f"the column {more[0]} was not part of the answer, so it cannot be shared",
            "Leave it out: tabel.drop(…).",
        )
    if less := [column for column in must if column not in table]:
        raise NietHier(f"the table has lost the column {less[0]}", "Share it with all its columns.")


def _protected(
    rows: pd.DataFrame, rijen: list[Rij], counted: Mapping[int, tuple[int, int]], hidden: set[int]
) -> pd.DataFrame:
    """The rows as they may be shown, with numbers counted again. Raises NietHier where those are others."""
    k, n = ([counted[rij.plaats][at] for rij in rijen] for at in (0, 1))
    if rows["n"].astype(int).to_list() != n or rows["k"].astype(int).to_list() != k:
        raise NietHier("the numbers of this table were changed", "Share it as it was answered.")
    shown = rows.drop(columns=[column for column in _GRENZEN if column in rows])
    shown = shown.astype({"n": "Int64", "k": "Int64"})
    shown["pct"] = percentage(shown["k"], shown["n"])
    shown["laag"], shown["hoog"] = wilson(shown["k"], shown["n"])
    away = shown.index.isin(sorted(hidden))
    shown.loc[away, _NUMBERS] = None
    shown.loc[away, "status"] = NIET_GETOOND
    return shown


def _headed(figure: Figuur | None, titel: str) -> Figuur | None:
    """Under the title that was asked for, or its own question."""
    return figure.met_kop(titel) if figure and titel else figure


def _for_chart(shown: pd.DataFrame) -> pd.DataFrame:
    """With the columns that charts look at; bounds are not shared."""
    return shown.assign(**dict.fromkeys(_GRENZEN, float("nan")))


def _titled(table: pd.DataFrame, per: Sequence[str], some: Sequence[str] = ()) -> str:
    """What is counted, by what, and of which leavers."""
    all_names = {BESTEMMING.code: BESTEMMING.naam} | {code: one.naam for code, one in definities().items()}
    named = opsomming([all_names[code] for code in dict.fromkeys(map(str, table["indicator"]))])
    split = [column.replace("_", " ") for column in per if column not in ("cohort", "school_id")]
    by = f" per {opsomming(split)}" if split else ""
    words = alle_in_woorden(some)
    whose = f", alleen {words}" if words else f", van wie voldoet aan {' en '.join(some)}" if some else ""
    return hoofdletter(named) + by + (whose if len(whose) <= _MEESTE else ", van een selectie")


def _name(table: pd.DataFrame, kenmerk: str) -> str:
    codes = "-".join(dict.fromkeys(map(str, table["indicator"]))).lower().replace("_", "")
    return f"{codes[:_BEGIN].rstrip('-')}-{kenmerk[:_LETTERS]}"


def _hash(parts: object) -> str:
    return hashlib.sha256(stable_json(parts).encode()).hexdigest()[: 2 * _LETTERS]


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables hold the same, missing numbers too."""
    return one.astype(object).where(one.notna(), None).values.tolist() == (
        other.astype(object).where(other.notna(), None).values.tolist()
    )
