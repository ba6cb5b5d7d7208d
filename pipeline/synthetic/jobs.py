"""Invented employers and the contracts that leavers get with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pipeline.synthetic.draw import Lot, gewichten, lijst
from pipeline.vocabulary.tables import gemeente_op, gemeenten

_SOORTEN = lijst(
    "Bakkerij,Hoveniersbedrijf,Autobedrijf,Magazijn,Kwekerij,Schoonmaakbedrijf,Timmerfabriek,Lunchroom,"
    "Kringloopwinkel,Supermarkt,Schildersbedrijf,Wasserij"
)
_NAMEN = lijst(
    "Denkbeeld,Fabel & Zn,Luchtbrug,Maanlicht,Nergens,Ooit,Regenboog,Sprookje,Café Ideëel,Tovernoot,"
    "Verzonnen,Zweefbrug"
)
WERKGEVERS = tuple(f"{soort} {naam}" for soort in _SOORTEN for naam in _NAMEN)
BUITEN_REGIO = {"0503": "Delft", "0505": "Dordrecht", "0518": "'s-Gravenhage", "1621": "Lansingerland"}
_WONEN = gewichten("0599 10, 0606 3, 0622 2.5, 1930 2.5, 0502 2, 0530 1.2, 0501 0.8, 0584 0.8")

_CONTRACTSOORT = {
    "ARB_REG": gewichten("TIJDELIJK 58, VAST 17, UITZEND 21, ONBEKEND 4"),
    "ARB_GAR": gewichten("TIJDELIJK 72, VAST 25, ONBEKEND 3"),
    "ARB_BES": gewichten("TIJDELIJK 50, VAST 48, ONBEKEND 2"),
    "ARB_BBL": gewichten("LEERWERK 80, TIJDELIJK 18, ONBEKEND 2"),
}
_MAANDEN = {
    "TIJDELIJK": gewichten("3 10, 5 4, 6 26, 7 22, 12 33, 24 5"),
    "UITZEND": gewichten("1 20, 3 40, 6 30, 12 10"),
    "LEERWERK": gewichten("10 15, 12 50, 24 35"),
    "ONBEKEND": gewichten("6 50, 12 50"),
}
_UREN = gewichten("6 2, 8 5, 10 3, 12 6, 16 10, 20 11, 24 17, 24.5 2, 28 8, 32 18, 36 10, 40 8")


@dataclass(frozen=True)
class Baan:
    """A job as it is on a day. `werkgemeente` is a CBS code, valid on that day; None is not known."""

    werkgever: str | None
    contract_soort: str | None
    contract_begin: date | None
    contract_einde: date | None
    uren: float | None
    werkgemeente: str | None
    passend: str | None


@cache
def woongemeenten() -> dict[str, float]:
    """Where pupils live when the series starts: code and weight."""
    codes = [g.code for g in gemeenten() if g.convenant and g.geldig.op(date(2015, 6, 1))]
    return {code: _WONEN.get(code, 0.6) for code in codes}


@cache
def gemeente_code(code: str, dag: date) -> str:
    """The code that holds on that day: after a merger that of the new municipality."""
    gevonden = gemeente_op(code, dag)
    return gevonden.code if gevonden else code


@cache
def gemeente_naam(code: str) -> str:
    """The name that goes with a code, also outside the region."""
    gevonden = gemeente_op(code, date(2014, 1, 1))
    return gevonden.naam if gevonden else BUITEN_REGIO[code]


def nieuwe_baan(lot: Lot, bestemming: str, na: date, dag: date) -> Baan:
    """A job found between `na` and `dag`, with a contract that suits the kind of work."""
    begin = na + timedelta(days=lot.getal(0, max(0, min(75, (dag - na).days))))
    if lot.kans(0.6):
        begin = min(begin.replace(day=1) if begin.replace(day=1) >= na else begin, dag)
    soort = lot.gewogen(_CONTRACTSOORT[bestemming])
    werkgever = lot.een(WERKGEVERS)
    baan = Baan(
        werkgever=werkgever,
        contract_soort=soort,
        contract_begin=begin,
        contract_einde=_einde(lot, soort, begin),
        uren=float(lot.gewogen(_UREN)),
        werkgemeente=_vestiging(werkgever),
        passend="J" if lot.kans(0.84) else "N",
    )
    return zelfde_baan(lot, baan, dag)


def zelfde_baan(lot: Lot, baan: Baan, dag: date) -> Baan:
    """The same job on that day: a contract that ended earlier has been followed by another one."""
    soort, begin, einde = baan.contract_soort, baan.contract_begin, baan.contract_einde
    while einde and einde < dag:
        begin = einde + timedelta(days=1)
        soort = "VAST" if lot.kans(0.35) else "TIJDELIJK"
        einde = _einde(lot, soort, begin)
    return Baan(
        werkgever=baan.werkgever,
        contract_soort=soort,
        contract_begin=begin,
        contract_einde=einde,
        uren=float(lot.gewogen(_UREN)) if lot.kans(0.15) else baan.uren,
        werkgemeente=gemeente_code(baan.werkgemeente, dag) if baan.werkgemeente else None,
        passend=baan.passend,
    )


def maanden_later(dag: date, maanden: int) -> date:
    """The same day so many months later, or the last day of that month when it is shorter."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + maanden, 12)
    volgende = date(jaar + (maand == 11), (maand + 1) % 12 + 1, 1)
    return min(date(jaar, maand + 1, 1) + timedelta(days=dag.day - 1), volgende - timedelta(days=1))


def _einde(lot: Lot, soort: str, begin: date) -> date | None:
    if soort == "VAST":
        return None
    return maanden_later(begin, int(lot.gewogen(_MAANDEN[soort]))) - timedelta(days=1)


@cache
def _vestiging(werkgever: str) -> str:
    """Where an employer sits, the same for every population: a code that holds in 2015."""
    lot = Lot(0, "werkgever", werkgever)
    return lot.een(tuple(BUITEN_REGIO)) if lot.kans(0.12) else lot.gewogen(woongemeenten())
