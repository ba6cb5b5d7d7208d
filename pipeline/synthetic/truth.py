"""The known truth as plain pandas tables, and what of it the contract's rules can recover.

Three layers, each a table of its own:

- `werkelijk`: what really happened to every leaver, also what nobody wrote down.
- `uitstroom_rijen`, `metingen_rijen`: every row of every export in canonical columns, with the fate it must
  get.
- `uitstroom`, `metingen`: what is left after the rules: one leaver per person and cohort, one row per
  measurement. All indicators are counted on these two.

A row without a PGN belongs to the person whose PGN the same school gives elsewhere with its leerlingnummer.
So does a row with a number that fails the check where elsewhere stands a valid one: names, birth date, school
and number agree, so the weighing of link fields finds that out.
What the rules make of the other defects: an unreadable date or number is None; an outflow without destination
is ONBEKEND; "bereikt = nee" is ONBEKEND whatever else the row says; a row whose person, school or year cannot
be established is gone (`lot` = quarantaine), and so is its leaver; a measurement whose number is not that of
the outflow, or whose pupil only Intergrip knows, stays in `metingen` as not `koppelbaar` and counts nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from pipeline.synthetic.layout import Indeling
from pipeline.synthetic.leavers import PEILDATA
from pipeline.synthetic.records import GEEN_WERK, Levering, Rij, Tabel
from pipeline.vocabulary.pgn import is_pgn, normalise_pgn
from pipeline.vocabulary.schooljaar import Schooljaar

DATUMVELDEN = (
    "leverdatum",
    "geboortedatum",
    "datum_uitstroom",
    "contract_begin",
    "contract_einde",
    "begindatum_eerste_werk",
    "registratiedatum",
    "mbo_statusdatum",
)
_TELT_NIET = ("quarantaine", "dubbel")
_ANTWOORD = ("reden", *GEEN_WERK, "uitkering")


@dataclass(frozen=True)
class Truth:
    """The truth and the deliveries that follow from it. Codes are canonical, dates datetime64, hours float.

    scholen: brin, naam, bestuur, schooltype.
    leerlingen: persoon, pgn (the true one), soort_pgn, names, geboortedatum, geslacht.
    werkelijk: persoon, cohort, brin, perspectief, U, V1 .. V4 (the real destinations).
    vsv: teljaar, bron, bestand, leverdatum, pgn, persoon (0 for a stranger), koppelbaar.
    overig: per source about the cooperation its rows: bestand, leverdatum, rij, lot, gebrek and what must be
    read.
    The other four have the canonical columns of their source and: persoon (the true one), sleutel (the person
    as the rules know it), cohort (start year), bestand, rij, leverdatum, lot, telt, gebreken; `metingen` also
    peildatum and koppelbaar, with bereikt as a bool.
    """

    seed: int
    scholen: pd.DataFrame
    leerlingen: pd.DataFrame
    werkelijk: pd.DataFrame
    uitstroom_rijen: pd.DataFrame
    metingen_rijen: pd.DataFrame
    uitstroom: pd.DataFrame
    metingen: pd.DataFrame
    vsv: pd.DataFrame
    leveringen: tuple[Levering, ...]
    tabellen: tuple[Tabel, ...]
    indelingen: Mapping[str, Indeling]
    overig: Mapping[str, pd.DataFrame]

    def zoals_op(self, dag: date) -> Truth:
        """The truth for who has only the deliveries up to and including that day."""
        leveringen = tuple(levering for levering in self.leveringen if levering.leverdatum <= dag)
        na = na_regels(leveringen)
        return replace(
            self,
            uitstroom_rijen=na.uitstroom_rijen,
            metingen_rijen=na.metingen_rijen,
            uitstroom=na.uitstroom,
            metingen=na.metingen,
            vsv=self.vsv[self.vsv["leverdatum"] <= pd.Timestamp(dag)].reset_index(drop=True),
            leveringen=leveringen,
            tabellen=tuple(tabel for tabel in self.tabellen if tabel.leverdatum <= dag),
            overig={bron: rows[rows["leverdatum"] <= dag] for bron, rows in self.overig.items()},
        )


@dataclass(frozen=True)
class NaRegels:
    """The four tables that follow from deliveries: their rows and what the rules leave of them."""

    uitstroom_rijen: pd.DataFrame
    metingen_rijen: pd.DataFrame
    uitstroom: pd.DataFrame
    metingen: pd.DataFrame


def na_regels(leveringen: tuple[Levering, ...]) -> NaRegels:
    """Apply the contract's rules to deliveries, in pandas and apart from the pipeline's own way."""
    known = _bekende_nummers(leveringen)
    uitstroom_rijen = _rijen(leveringen, "uitstroom", known)
    metingen_rijen = _rijen(leveringen, "intergrip", known)
    uitstroom = _leavers(uitstroom_rijen)
    return NaRegels(uitstroom_rijen, metingen_rijen, uitstroom, _metingen(metingen_rijen, uitstroom))


def _bekende_nummers(leveringen: Iterable[Levering]) -> dict[str, str]:
    """Per school and leerlingnummer the PGN, where all deliveries give exactly one, or one that is valid."""
    found: dict[str, set[str]] = defaultdict(set)
    for levering in leveringen:
        for rij in levering.rijen:
            pgn = normalise_pgn(rij.pgn)
            if pgn and rij.leerlingnummer and rij.herkomst.lot != "quarantaine":
                found[_leerling(rij)].add(pgn)
    best = {leerling: set(filter(is_pgn, numbers)) or numbers for leerling, numbers in found.items()}
    return {leerling: min(numbers) for leerling, numbers in best.items() if len(numbers) == 1}


def _leerling(rij: Rij) -> str:
    return f"{rij.brin}|{rij.leerlingnummer}"


def _rijen(leveringen: Iterable[Levering], bron: str, known: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        {**_herkomst(levering, number, rij, known), **vars(rij)}
        for levering in leveringen
        if levering.bron == bron
        for number, rij in enumerate(levering.rijen, start=1)
    ]
    columns = {name: [row[name] for row in rows] for name in rows[0] if name != "herkomst"} if rows else {}
    return pd.DataFrame({name: _leesbaar(name, values) for name, values in columns.items()})


def _herkomst(levering: Levering, number: int, rij: Rij, known: Mapping[str, str]) -> dict[str, object]:
    return {
        "bestand": levering.pad,
        "leverdatum": levering.leverdatum,
        "rij": number,
        "persoon": rij.herkomst.persoon,
        "cohort": rij.herkomst.cohort,
        "sleutel": _sleutel(rij, known),
        "lot": rij.herkomst.lot,
        "telt": rij.herkomst.telt,
        "gebreken": ";".join(rij.herkomst.gebreken),
    }


def _leesbaar(name: str, values: list[object]) -> list[object] | pd.Series:
    """A column as the rules read it: no text for a date or number, employers without case and spaces."""
    if name in DATUMVELDEN:
        return pd.to_datetime(pd.Series([v if isinstance(v, date) else None for v in values], dtype=object))
    if name == "uren":
        return pd.Series([v if isinstance(v, float) else None for v in values], dtype="float64")
    if name == "werkgever":
        return [" ".join(v.split()).casefold() if isinstance(v, str) else None for v in values]
    return values


def _sleutel(rij: Rij, known: Mapping[str, str]) -> str | None:
    """The person as the rules know it: a valid PGN, else that of the leerlingnummer, else what there is."""
    pgn = normalise_pgn(rij.pgn)
    if not rij.leerlingnummer or is_pgn(pgn):
        return pgn
    leerling = _leerling(rij)
    return known.get(leerling, pgn or leerling)


def _leavers(rijen: pd.DataFrame) -> pd.DataFrame:
    """The last delivered row per person, cohort and school; then the school that was left last."""
    usable = rijen[~rijen["lot"].isin(_TELT_NIET)]
    order = ["leverdatum", "datum_uitstroom", "rij"]
    rows = _laatste(usable, ["sleutel", "cohort", "brin"], order)
    leavers = _laatste(rows, ["sleutel", "cohort"], ["datum_uitstroom", "leverdatum", "rij"])
    return leavers.sort_values(["cohort", "brin", "sleutel"], ignore_index=True)


def _metingen(rijen: pd.DataFrame, uitstroom: pd.DataFrame) -> pd.DataFrame:
    usable = rijen[~rijen["lot"].isin(_TELT_NIET)]
    rows = _laatste(
        usable, ["sleutel", "cohort", "meetmoment"], ["leverdatum", "registratiedatum", "rij"]
    ).copy()
    reached = rows["bereikt"] == "J"
    rows["bestemming"] = rows["bestemming"].where(reached).fillna("ONBEKEND")
    for column in _ANTWOORD:
        rows[column] = rows[column].where(reached)
    rows["bereikt"] = reached
    known = pd.MultiIndex.from_frame(uitstroom[["sleutel", "cohort"]])
    rows["koppelbaar"] = pd.MultiIndex.from_frame(rows[["sleutel", "cohort"]]).isin(known)
    rows["peildatum"] = _peildata(rows)
    return rows.sort_values(["cohort", "meetmoment", "sleutel"], ignore_index=True)


def _laatste(rows: pd.DataFrame, key: list[str], order: list[str]) -> pd.DataFrame:
    ordered = rows.sort_values(order, na_position="first", kind="stable")
    return ordered.drop_duplicates(key, keep="last")


def _peildata(rows: pd.DataFrame) -> pd.Series:
    pairs = list(zip(rows["meetmoment"], rows["cohort"].astype(int), strict=True))
    days = {(m, c): pd.Timestamp(PEILDATA.peildatum(m, Schooljaar(c))) for m, c in set(pairs)}
    return pd.Series([days[pair] for pair in pairs], index=rows.index)
