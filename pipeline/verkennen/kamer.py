"""What the analyst works with: one object, whose methods each answer one kind of question with a table."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.evaluation.levensloop import levensloop_van
from pipeline.evaluation.stromen import overgangen_van, paden_van
from pipeline.indicators.compute import GEMETEN
from pipeline.indicators.definitions import BESTEMMING, definities
from pipeline.indicators.groepen import compute_indicator
from pipeline.indicators.overzichten import OVERZICHTEN, compute_overzicht, definitietabel
from pipeline.release.publication import open_release
from pipeline.verkennen.keuze import Keuze, names
from pipeline.verkennen.panel import describe_columns, make_panel
from pipeline.verkennen.plan import kracht_van_plan
from pipeline.verkennen.toegang import NietHier, ask, open_newest
from pipeline.verkennen.vraag import Vraag, released
from pipeline.vocabulary.meetmoment import Meetmoment
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import load_settings

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.evaluation.funnel import Funnel
    from pipeline.release.publication import Release
    from pipeline.verkennen.beeld import Figuur
    from pipeline.verkennen.gedeeld import Gedeeld
    from pipeline.verkennen.grafieken import Grafieken
    from pipeline.verkennen.tabel import Bladertabel

WERKMAP = "TOELEIDING_WERKMAP"
"""Environment variable with the folder of the workspace, for a notebook that lies elsewhere."""
_EERSTE = Schooljaar(2016)
"""Where there are no leavers at all: the first year of the convenant."""


def start(werkmap: str | Path | None = None, schooljaar: str | None = None) -> Verkenning:
    """Open the newest microdata, read-only, as known at the stand of a school year.

    werkmap: the workspace; without it the one that the notebook lies in. schooljaar: such as "2022-2023";
    without it the newest that has a release, so that figures are those of the last reports, and before there
    is a release the newest cohort. Raises NietHier when there are no microdata, and SettingsError outside a
    workspace.

    >>> v = start()
    >>> v.schooljaar
    Schooljaar(start=2024)
    """
    where = werkmap or os.environ.get(WERKMAP) or Path.cwd()
    return Verkenning(Workspace.find(Path(where)), schooljaar)


class Verkenning:
    """The microdata as known at the stand of one school year, and the releases of the workspace.

    Every method gives a pandas DataFrame; `v.grafiek` draws it, `v.tabel` makes a big one to scroll and
    filter. Most take two arguments that narrow and split:

    per: a column of the panel, or several. per="school", per=["schooltype", "geslacht"].
    waar: a condition in SQL on a column of the panel, or several that must all hold.
        waar="cohort >= 2020", waar=["schooltype = 'VSO'", "leeftijd >= 18"].

    Three questions, and how they are asked.

    How many girls with perspectief arbeid found work in 2022-2023, by kind of school? A figure of the reports
    (`v.indicatoren("perspectief")` finds its code), for your own groups (`v.kolommen("geslacht")`):

    >>> v = start()
    >>> meisjes = v.indicator("P2", per="schooltype", waar=["geslacht = 'V'", "cohort = 2022"])
    >>> meisjes[["schooltype", "n", "k", "pct", "laag", "hoog"]].schooltype.to_list()
    ['PRO', 'VSO']

    Of those who left for work, who still had it two years later? The life table, for the newest cohort that
    can be followed that long; `v.grafiek.volgcurve` draws it:

    >>> curve = v.volgcurve(waar=f"cohort = {v.cohort('V4')}")
    >>> curve[curve.gebeurtenis_naam == "niet meer in werk"].interval.to_list()
    ['U-V1', 'V1-V2', 'V2-V3', 'V3-V4']

    At how many schools is the average leaver older than 18? Anything that is no indicator is SQL on `panel`:

    >>> ouder = v.sql("SELECT school_id FROM panel GROUP BY school_id HAVING avg(leeftijd) > 18")
    >>> ouder.columns.to_list()
    ['school_id']
    """

    def __init__(self, werkmap: Workspace, schooljaar: str | None = None) -> None:
        from pipeline.verkennen.beeld import use_our_look

        use_our_look()
        self.werkmap = werkmap
        self.instellingen = load_settings(werkmap.settings_file)
        self.microdata, self._con = open_newest(werkmap)
        self.schooljaar = self._year(schooljaar)
        make_panel(self._con, self.instellingen, self.schooljaar)
        self._keuze = Keuze(self._con, self.instellingen, self.schooljaar)
        self._overzichten: dict[str, pd.DataFrame] = {}

    def __repr__(self) -> str:
        stand = self.instellingen.stand(self.schooljaar).isoformat()
        return f"Verkenning van {self.werkmap.root.name}: schooljaar {self.schooljaar}, stand {stand}"

    def _year(self, asked: str | None) -> Schooljaar:
        if asked:
            try:
                return Schooljaar.parse(asked)
            except SchooljaarError as fault:
                raise NietHier(f"{asked!r}: {fault}", "Such as start(schooljaar='2022-2023').") from None
        if released := self.werkmap.released():
            return released[-1]
        [(newest,)] = self._con.execute("SELECT max(cohort) FROM schoolverlater").fetchall()
        return Schooljaar(newest) if newest else _EERSTE

    # What there is.

    def kolommen(self, zoek: str = "") -> pd.DataFrame:
        """The columns of the panel: kolom, soort, betekenis; with `zoek` those that have that word.

        >>> start().kolommen("profiel").kolom.to_list()
        ['uitstroomprofiel']
        """
        found = describe_columns(self._con)
        has = found.kolom.str.contains(zoek, case=False, regex=False)
        has |= found.betekenis.str.contains(zoek, case=False, regex=False)
        return found[has].reset_index(drop=True)

    def tabellen(self) -> pd.DataFrame:
        """The tables that `sql` can ask: tabel, rijen, and what one row of it is."""
        found = self._con.execute(
            "SELECT table_name AS tabel, estimated_size AS rijen, coalesce(comment, '') AS een_rij_is"
            " FROM duckdb_tables() WHERE NOT temporary OR table_name = 'panel' ORDER BY tabel"
        ).df()
        own = found.tabel == "panel"
        found.loc[own, "een_rij_is"] = (
            "Eén rij per schoolverlater en cohort: alles wat er van haar bekend is."
        )
        return found

    def indicatoren(self, zoek: str = "") -> pd.DataFrame:
        """What `indicator` can count: code, name, question, numerator, denominator, unknowns, source.

        >>> start().indicatoren("convenant").indicator.to_list()
        ['P2', 'B3_RUIM', 'B3_STRIKT', 'Q', 'G']
        """
        found = definitietabel()
        has = found.apply(lambda rij: zoek.lower() in " ".join(map(str, rij)).lower(), axis=1)
        return found[has].reset_index(drop=True)

    def cohort(self, moment: Meetmoment = "U") -> int:
        """The newest cohort that can be followed up to a moment at this stand, as its start year.

        >>> start().cohort("V4")
        2022
        """
        return self._keuze.cohort(moment)

    # Questions.

    def sql(self, vraag: str, **tabellen: pd.DataFrame) -> pd.DataFrame:
        """The answer to a question in SQL (DuckDB), such as FROM panel WHERE leeftijd > 18.

        tabellen: DataFrames of your own that the question may name. Only questions are carried out: INSERT,
        COPY, ATTACH, reading a file and the like raise NietHier.

        >>> v = start()
        >>> v.sql("SELECT DISTINCT schooltype FROM panel ORDER BY ALL").schooltype.to_list()
        ['PRO', 'VSO']
        """
        return ask(self._con, vraag, tabellen)

    def panel(
        self, waar: str | Iterable[str] = (), kolommen: str | Iterable[str] = ("*",), hoeveel: int = 1_000
    ) -> pd.DataFrame:
        """Rows of the panel, one per leaver and cohort; at most `hoeveel`, by cohort and school.

        >>> start().panel("u_werk", ["cohort", "school", "u_code"], hoeveel=5).shape
        (5, 3)
        """
        chosen = ", ".join(names(kolommen))
        where = self._keuze.groepering((), waar).past
        asked = f"SELECT {chosen} FROM panel WHERE {where} ORDER BY cohort, school_id, persoon"
        return self.sql(f"{asked} LIMIT {int(hoeveel)}")

    def indicator(
        self, naam: str | Iterable[str], per: str | Iterable[str] = (), waar: str | Iterable[str] = ()
    ) -> pd.DataFrame:
        """An indicator per cohort, and per group within it: the code that the reports use.

        naam: a code of `indicatoren`, such as "P2" or "B1_1", or several. The columns: cohort, those of
        `per`, indicator, n (the denominator), k (the numerator), pct (100 k / n), laag and hoog (Wilson 95%),
        onbekend (who may belong to the group and of whom the outcome is not known), ondergrens and bovengrens
        (what pct could be at worst and at best), status (why there is no figure). For the groups of a release
        the numbers are those of the release, also where it does not show them.

        >>> v = start()
        >>> v.indicator("P2", per="schooltype", waar="cohort = 2022").schooltype.to_list()
        ['PRO', 'VSO']
        """
        import pandas as pd

        asked = names(naam)
        if unknown := [code for code in asked if code not in definities()]:
            advice = f"There are: {', '.join(definities())}. Destinations are v.bestemmingen()."
            raise NietHier(f"{unknown[0]!r} is not an indicator", advice)
        parts = [self._count(code, per, waar).drop(columns="klasse") for code in asked]
        return Vraag(asked, names(per), names(waar)).beside(pd.concat(parts, ignore_index=True))

    def bestemmingen(
        self, per: str | Iterable[str] = (), waar: str | Iterable[str] = (), soort: str = "klasse"
    ) -> pd.DataFrame:
        """Where leavers went: a row per cohort, group and klasse (or, with soort="code", per bestemming).

        The columns are those of `indicator`, and klasse; n is everybody of the group.

        >>> start().bestemmingen(waar="cohort = 2022").klasse.to_list()
        ['WERK', 'LEREN', 'DAGBESTEDING', 'GEEN', 'ONBEKEND']
        """
        found = self._count(BESTEMMING.code, per, waar, soort)
        return Vraag((BESTEMMING.code,), names(per), names(waar), soort).beside(found)

    def _count(
        self, code: str, per: str | Iterable[str], waar: str | Iterable[str], soort: str = "klasse"
    ) -> pd.DataFrame:
        groepering = self._keuze.groepering(per, waar)
        stand = self.instellingen.stand(self.schooljaar)
        found = compute_indicator(self._con, code, groepering, self.instellingen.momenten, stand, soort)
        return found.drop(columns=["soort_klasse", "quarantaine", "n_beste", "k_beste", "definitie_versie"])

    def paden(
        self,
        per: str | Iterable[str] = (),
        waar: str | Iterable[str] = (),
        momenten: Iterable[Meetmoment] = ("U", "V2", "V4"),
    ) -> pd.DataFrame:
        """Along which situations leavers went: per group a row per path that occurs, k leavers and pct.

        Raises NietHier when a moment cannot be measured yet of a cohort that is asked for.
        """
        along = list(momenten)
        return self._keuze.per_group(per, waar, lambda found: paden_van(found, along), along)

    def stromen(
        self,
        van: Meetmoment = "U",
        naar: Meetmoment = "V2",
        per: str | Iterable[str] = (),
        waar: str | Iterable[str] = (),
    ) -> pd.DataFrame:
        """From which situation to which: per group every pair with k, n (of `van`), pct, laag and hoog.

        >>> v = start()
        >>> flow = v.stromen("U", "V2", waar="cohort = 2022")
        >>> int(flow.k.sum()) == len(v.panel("cohort = 2022", hoeveel=1_000_000))
        True
        """
        return self._keuze.per_group(per, waar, lambda found: overgangen_van(found, van, naar), [van, naar])

    def volgcurve(self, per: str | Iterable[str] = (), waar: str | Iterable[str] = ()) -> pd.DataFrame:
        """Who keeps her work: the life table of leavers who had work at U, from moment to moment.

        A row per group, event and interval. Each event comes twice: with who was not reached left out, and
        counted as if it had happened (", of onbekend"). A group ends at the last moment that can be measured
        of its youngest cohort, and has no rows when that is U: ask for the cohorts that you mean, such as
        waar=f"cohort = {v.cohort('V4')}".
        """
        return self._keuze.per_group(per, waar, _life_table)

    def funnel(
        self, naam: str, cohort: int, doel: float | None = None, waar: str | Iterable[str] = ()
    ) -> Funnel:
        """Is a school further from the target than chance explains? Not a ranking.

        doel: in percent; without it the rate of these schools together. `.scholen` has a row per school, with
        exact p and p_holm (adjusted for all schools), and where it lies against the limits of 95% and 99,8%.
        Raises NietHier when there is nothing to compare. The drawing is made of the figures themselves:
        v.grafiek.funnel(v.indicator("P2", per="school", waar="cohort = 2024")).
        """
        from pipeline.evaluation.funnel import funnel

        schools = self.indicator(naam, "school", [*names(waar), f"cohort = {int(cohort)}"])
        schools = schools[schools.status == GEMETEN].reset_index(drop=True)
        try:
            return funnel(schools.astype({"n": "int64", "k": "int64"}), doel)
        except ValueError as fault:
            raise NietHier(
                f"{naam} of {cohort}: {fault}", "Take another cohort, or give a target: doel=90."
            ) from None

    def kracht(self, naam: str, scholen: str | Iterable[str], vanaf: int, horizon: int = 1) -> pd.DataFrame:
        """What a plan could show: how often an effect of some size would be found in these schools.

        naam: an indicator. scholen: school_id of the schools with the plan; vanaf: its first cohort. A row
        per effect in points: effect, kracht (part of the invented worlds in which it is found, 0 to 1), laag,
        hoog, and rondes; none when these schools and years allow no comparison. `.attrs["uitkomst"]` says it
        in a sentence, with the smallest effect that is found four times out of five.
        """
        return kracht_van_plan(
            self.indicator(naam, ["school", "bestuur"]), set(names(scholen)), vanaf, horizon
        )

    def overzicht(self, naam: str) -> pd.DataFrame:
        """One of the tables beside the figures, as counted for the report: see OVERZICHTEN.

        stroom, leveringen, defecten, hersteld, koppeling, doelen, esf, innovatieplannen, aanbevelingen,
        zelfevaluatie, werkoverleg, caseload (who is still on the list), aansluiting (expected against
        realised), achtergrond (destinations by municipality, and in vso by profile).
        """
        if naam not in OVERZICHTEN:
            raise NietHier(f"{naam!r} is not an overview", f"There are: {', '.join(OVERZICHTEN)}.")
        if naam not in self._overzichten:
            self._overzichten[naam] = compute_overzicht(self._con, naam)
        return self._overzichten[naam].copy()

    # Releases.

    def release(self, schooljaar: str | None = None, publiek: str = "openbaar") -> Release:
        """A release as published: `.tables` names its tables, `.table("cijfers")` gives one."""
        year = Schooljaar.parse(schooljaar) if schooljaar else self.schooljaar
        return open_release(self.werkmap.release_dir(year, publiek))

    def cijfers(self, naam: str = "", schooljaar: str | None = None) -> pd.DataFrame:
        """The published figures; with `naam` those of one indicator. What is hidden has no number."""
        release = self.release(schooljaar)
        table = released(release.table("cijfers"), str(release.meta["schooljaar"]))
        return table[table.indicator == naam].reset_index(drop=True) if naam else table

    # How it is shown.

    @cached_property
    def grafiek(self) -> Grafieken:
        """The charts: each takes a table of one of the methods above."""
        from pipeline.verkennen.grafieken import Grafieken

        return Grafieken()

    def kijker(self, naam: str, kolom: str = "uitstroomprofiel", waar: str | Iterable[str] = ()) -> Figuur:
        """One figure to look around in: schools, their years and a table that follow one selection.

        naam: an indicator. kolom: a column of the panel to choose a value of, besides school and school year.
        """
        from pipeline.verkennen.kijker import kijker

        whole = self.indicator(naam, "school", waar)
        return kijker(whole, self.indicator(naam, ["school", kolom], waar), kolom)

    def tabel(self, gegevens: pd.DataFrame, titel: str = "") -> Bladertabel:
        """A table to scroll and filter, in Dutch notation; needs no network."""
        from pipeline.verkennen.tabel import Bladertabel

        return Bladertabel(gegevens, titel)

    # What leaves.

    def delen(self, wat: pd.DataFrame | Figuur | Bladertabel, naam: str = "", titel: str = "") -> Gedeeld:
        """Share a table or chart: the only way out of this room. It is protected as a release is, and gets
        where it comes from with it.

        wat: a table of `indicator`, `bestemmingen` or `cijfers`, with the rows you want to share, or a chart
        of one. The groups may be of schools, boards, kinds of school and cohorts, and of gender, age
        and diploma; what became of leavers is asked as an indicator, not as a condition. naam:
        of the folder in `gedeeld` of the workspace, of letters, digits and dashes. titel: above table and
        chart, such as "Meisjes in het vso: werk of mbo in 2024-2025".

        Gives the folder, with the table as it may be shown (CSV, XLSX, HTML; of a chart SVG and PNG too).
        Numbers that would tell of a few pupils are "niet getoond", also when that only follows from what was
        published or shared before. What is shared is kept, and every later share and release reckons with it.
        One cohort takes seconds; every cohort more takes longer, ten of them a minute or two.
        Raises NietHier or ReleaseGeweigerd, with what to change, when it cannot be shared.
        """
        from pipeline.verkennen.delen import delen

        return delen(self, self._con, wat, naam, titel)


def _life_table(aantallen: pd.DataFrame) -> pd.DataFrame:
    """The life tables of leavers counted by situation; without rows when they cannot be followed yet."""
    if "V1" in aantallen:
        return levensloop_van(aantallen)
    return levensloop_van(aantallen.assign(V1=aantallen.U)[["U", "V1", "k"]]).head(0)
