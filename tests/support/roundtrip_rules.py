"""What a value may be so that no rule of a contract is broken: bounds per column, and what goes together."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.sources.contract import Contract
from tests.support.roundtrip_cells import Cel, leeg

Cellen = dict[str, Cel]

DAGEN = {
    "geboortedatum": (-29 * 365, -11 * 365), "datum_uitstroom": (61, 424), "contract_begin": (-900, 400),
    "contract_einde": (401, 2000), "begindatum_eerste_werk": (0, 900), "registratiedatum": (61, 1500),
    "mbo_statusdatum": (0, 400), "datum": (0, 364), "op_lijst": (0, 364), "van_lijst": (365, 900),
    "begin": (0, 364), "einde": (365, 900), "rapportdatum": (0, 364), "uiterlijk": (365, 900),
    "gereed_op": (365, 900), "startmoment": (0, 364), "datum_uitschrijving": (0, 900), "createdat": (0, 300),
    "begindatum": (0, 300), "lastmodifiedat": (301, 400),
}  # fmt: skip
"""First and last day of a date, from 1 August of the school year, so that it falls in its window."""
GETALLEN = {
    "uren": (0, 6000), "mbo_niveau": (1, 4), "id": (1, 10**9), "version": (0, 9), "budget": (0, 10**8),
    "verwacht_effect": (0, 10000), "score": (100, 500), "schaal": (5, 10),
    "doel": (0, 10000), "doel_aantal": (0, 10),
    "aantal_leerlingen": (10, 2000), "gerealiseerde_baten": (10**7, 10**9),
    "percentage": (0, 10000), "bedrag_bestemd": (3 * 10**6, 5 * 10**6), "besteed_nazorg": (0, 10**6),
    "besteed_arbeidstoeleiding": (0, 10**6),
}  # fmt: skip
"""Least and most; of decimals in hundredths."""
ANDERS = {
    "uitstroom": "school", "intergrip": "school", "cambo": "statussource", "werkoverleg": "school",
    "bespreeklijst": "school", "innovatieplannen": "werkgroep", "doelen": "doel_aantal",
    "esf": "besteed_nazorg", "aanbevelingen": "organisatie", "zelfevaluatie": "schaal",
}  # fmt: skip
"""A column outside every key, in which an earlier version of a row may differ."""


def as_it_is(contract: Contract, row: Cellen) -> None:
    """There are no rules that a row could break."""


def _code(code: str) -> Cel:
    return Cel(code, code, code)


def clear(contract: Contract, row: Cellen, *namen: str) -> None:
    for naam in namen:
        if naam in row:
            row[naam] = leeg(contract.kolom(naam))


def value(row: Cellen, naam: str) -> object:
    return row[naam].waarde if naam in row else None


def _outflow(contract: Contract, row: Cellen) -> None:
    if value(row, "bestemming") != "GEEN":
        clear(contract, row, "reden")
    elif "reden" not in row:
        row["bestemming"] = _code("VMBO")
    elif not value(row, "reden"):
        row["reden"] = _code("ZORG")


def _intergrip(contract: Contract, row: Cellen) -> None:
    _outflow(contract, row)
    row["bereikt"] = _code("N" if value(row, "bestemming") == "ONBEKEND" else "J")


def _werkoverleg(contract: Contract, row: Cellen) -> None:
    if value(row, "traject") == "J":
        row["besproken"] = _code("J")
    else:
        clear(contract, row, "uitkomst")


def _bespreeklijst(contract: Contract, row: Cellen) -> None:
    if not (value(row, "van_lijst") and value(row, "reden_af")):
        clear(contract, row, "van_lijst", "reden_af")


def _plan(contract: Contract, row: Cellen) -> None:
    if not value(row, "effect_eenheid"):
        clear(contract, row, "verwacht_effect")


def _aanbeveling(_: Contract, row: Cellen) -> None:
    if value(row, "gereed_op"):
        row["status"] = _code("UITGEVOERD")


def _doel(contract: Contract, row: Cellen) -> None:
    if value(row, "aantal_leerlingen") is not None and value(row, "doel_aantal") is not None:
        clear(contract, row, "doel")


def _esf(contract: Contract, row: Cellen) -> None:
    if value(row, "gerealiseerde_baten") is not None:
        clear(contract, row, "percentage")
    if value(row, "bedrag_bestemd") is None:
        clear(contract, row, "besteed_nazorg")


FITTED: dict[str, Callable[[Contract, Cellen], None]] = {
    "uitstroom": _outflow,
    "intergrip": _intergrip,
    "werkoverleg": _werkoverleg,
    "bespreeklijst": _bespreeklijst,
    "innovatieplannen": _plan,
    "aanbevelingen": _aanbeveling,
    "doelen": _doel,
    "esf": _esf,
}
