"""DUO's vsv files in their own layout: mostly strangers, and some of our leavers who dropped out of mbo.

One NenR, one NRSP and one A04 per teljaar, delivered in the November after it, with the traps of real files:
codes without leading zeros, "REGIO 29", house number 23.0, a quoted text with a semicolon in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.synthetic.careers import soort_situatie
from pipeline.synthetic.draw import Lot
from pipeline.synthetic.jobs import gemeente_code, gemeente_naam, woongemeenten
from pipeline.synthetic.leavers import Vertrek
from pipeline.synthetic.people import Bevolking, Leerling, faalt_controle
from pipeline.synthetic.records import Tabel
from pipeline.synthetic.region import ROC_BRIN, ROC_NAAM

DuoBron = Literal["duo_nenr", "duo_nrsp", "duo_a04"]
_KOPPEN: dict[DuoBron, str] = {
    "duo_nenr": (
        "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;ACHTERNAAM;VOORVOEGSEL;VOORNAMEN;"
        "POSTCODE_CIJFERS;RMC_REGIO;RMC_REGIO_NAAM;GEMCODE;GEMEENTENAAM;BRIN;BRIN_VOLGNR;BRIN_VEST_NAAM;NIVEAU;"
        "ONDERWIJSSOORT;CREBO;CREBO_OMSCHRIJVING;EXAMEN;IND_BEKOSTIGING;ONDERWIJSAANBIEDER_CODE;"
        "ONDERWIJSAANBIEDER_NAAM;ONDERWIJSLOCATIE_CODE;ONDERWIJSLOCATIE_STRAATNAAM;ONDERWIJSLOCATIE_HUISNUMMER;"
        "ONDERWIJSLOCATIE_HUISNUMMER_TOEVOEGING;ONDERWIJSLOCATIE_POSTCODE;ONDERWIJSLOCATIE_PLAATSNAAM"
    ),
    "duo_nrsp": (
        "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;ACHTERNAAM;VOORVOEGSEL;VOORNAMEN;"
        "POSTCODE_CIJFERS;RMC_REGIO;RMC_REGIO_NAAM;GEMCODE;GEMEENTENAAM;BRIN;BRIN_VOLGNR;BRIN_VEST_NAAM;NIVEAU;"
        "ONDERWIJSSOORT;CREBO;CREBO_OMSCHRIJVING;ONDERWIJSAANBIEDER_CODE;ONDERWIJSAANBIEDER_NAAM;"
        "ONDERWIJSLOCATIE_CODE;ONDERWIJSLOCATIE_STRAATNAAM;ONDERWIJSLOCATIE_HUISNUMMER;"
        "ONDERWIJSLOCATIE_HUISNUMMER_TOEVOEGING;ONDERWIJSLOCATIE_POSTCODE;ONDERWIJSLOCATIE_PLAATSNAAM"
    ),
    "duo_a04": (
        "BRIN_NR;NAAM_INST;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;ACHTERNAAM;VOORVOEGSEL;ALLE_VOORNAMEN;"
        "WOONGEMEENTE;GEBOORTEDATUM;ONDERWIJSCODE;ONDERWIJSNAAM;LEERWEG;DATUM_UITSCHRIJVING;"
        "MELDING_VERZUIM_WETTELIJK;REDEN;BRIN;NAAM_INSTELLING;ONDERWIJSAANBIEDERCODE;NAAM_ONDERWIJSAANBIEDER;"
        "MELDING_VERZUIM_NIET_WETTELIJK;GEMEENTECODE;RMC_REGIO;REDEN_UITSTROOM;LOCATIECODE;"
        "ONDERWIJSLOCATIECODE;POSTCODE_ONDERWIJSLOCATIE;HUISNUMMER_ONDERWIJSLOCATIE;BRIN_VOLGNUMMER;NIVEAU;"
        "INSCHRIJVINGSVOLGNUMMER;STRAAT;HUISNUMMER;HUISLETTER;HUISNUMMER_TOEVOEGING;HUISNUMMER_AANDUIDING;"
        "ADRES_LOCATIE;POSTCODE;WOONPLAATS;VANAF_WANNEER"
    ),
}
_VREEMDEN: dict[DuoBron, int] = {"duo_nenr": 160, "duo_nrsp": 70, "duo_a04": 200}
_KANS_GEMELD: dict[DuoBron, float] = {"duo_nenr": 0.30, "duo_nrsp": 0.12, "duo_a04": 0.34}
_KANS_FOUT_NUMMER = 0.03
_OPLEIDINGEN = ("Entree", "Zorg; Welzijn & Sport", "Bouw en Infra", "Logistiek", "Horeca")


@dataclass(frozen=True)
class VsvMelding:
    """Someone in a DUO file; `vertrek` is the leaving it follows on, None for a stranger."""

    bron: DuoBron
    teljaar: int
    leerling: Leerling
    pgn: str
    vertrek: Vertrek | None


def vsv_meldingen(
    seed: int, vertrekken: tuple[Vertrek, ...], teljaren: Iterable[int], bevolking: Bevolking
) -> tuple[VsvMelding, ...]:
    """All people in all DUO files. Ours left a year earlier for a school and are no longer in one at V2."""
    uitval = [v for v in vertrekken if _valt_uit(v)]
    result: list[VsvMelding] = []
    for teljaar in teljaren:
        ours = [v for v in uitval if v.cohort == teljaar - 1]
        for bron in _KOPPEN:
            result += _vreemden(seed, bron, teljaar, bevolking)
            result += (_melding(bron, teljaar, v) for v in ours if _gemeld(seed, bron, v))
    return tuple(result)


def vsv_bestanden(seed: int, meldingen: tuple[VsvMelding, ...]) -> tuple[Tabel, ...]:
    """The files that hold these people, in an order that tells nothing."""
    keys = sorted({(m.teljaar, m.bron) for m in meldingen})
    return tuple(_bestand(seed, bron, teljaar, meldingen) for teljaar, bron in keys)


def pad(bron: DuoBron, teljaar: int) -> str:
    """Where a file lies; DUO's names carry the calendar year in which the teljaar ended."""
    t = teljaar + 1
    names = {
        "duo_nenr": f"NenR{t}DI{ROC_BRIN}",
        "duo_nrsp": f"NRSP{t}DI{ROC_BRIN}",
        "duo_a04": f"{t}10A04I{ROC_BRIN}",
    }
    return f"{leverdatum(teljaar)}/{names[bron]}.csv"


def leverdatum(teljaar: int) -> date:
    """The definitive delivery of a teljaar."""
    return date(teljaar + 1, 11, 20)


def _valt_uit(vertrek: Vertrek) -> bool:
    eerst, later = vertrek.situatie("U").bestemming, vertrek.situatie("V2").bestemming
    return eerst in ("MBO_BOL", "VMBO", "ARB_BBL") and soort_situatie(later) == "geen"


def _gemeld(seed: int, bron: DuoBron, vertrek: Vertrek) -> bool:
    return Lot(seed, bron, vertrek.cohort, vertrek.leerling.persoon).kans(_KANS_GEMELD[bron])


def _melding(bron: DuoBron, teljaar: int, vertrek: Vertrek) -> VsvMelding:
    return VsvMelding(bron, teljaar, vertrek.leerling, vertrek.leerling.pgn, vertrek)


def _vreemden(seed: int, bron: DuoBron, teljaar: int, bevolking: Bevolking) -> Iterator[VsvMelding]:
    for _ in range(_VREEMDEN[bron]):
        leerling = bevolking.nieuw(teljaar - 19)
        fout = Lot(seed, "vsv vreemd", leerling.persoon).kans(_KANS_FOUT_NUMMER)
        yield VsvMelding(
            bron, teljaar, leerling, faalt_controle(leerling.pgn) if fout else leerling.pgn, None
        )


def _bestand(seed: int, bron: DuoBron, teljaar: int, meldingen: tuple[VsvMelding, ...]) -> Tabel:
    kop = tuple(_KOPPEN[bron].split(";"))
    people = sorted(
        (m for m in meldingen if (m.teljaar, m.bron) == (teljaar, bron)), key=lambda m: m.pgn[::-1]
    )
    rijen = (_a04(seed, m) if bron == "duo_a04" else _persoonsregel(seed, m) for m in people)
    return Tabel(
        bron=bron,
        pad=pad(bron, teljaar),
        leverdatum=leverdatum(teljaar),
        kop=kop,
        rijen=tuple(tuple(cells.get(column, "") for column in kop) for cells in rijen),
    )


def _persoonsregel(seed: int, melding: VsvMelding) -> dict[str, str]:
    lot = Lot(seed, "vsv regel", melding.leerling.persoon)
    leerling, code = melding.leerling, _woont(lot, melding)
    onderwijsnummer = leerling.soort_pgn == "onderwijsnummer"
    return {
        "#BURGERSERVICENUMMER": lot.een(("", "0")) if onderwijsnummer else melding.pgn,
        "ONDERWIJSNUMMER": melding.pgn if onderwijsnummer else "",
        "GEBOORTEDATUM": f"{leerling.geboortedatum:%d-%m-%Y}",
        "GESLACHT": leerling.geslacht,
        "ACHTERNAAM": leerling.achternaam,
        "VOORVOEGSEL": leerling.voorvoegsel,
        "VOORNAMEN": leerling.roepnaam,
        "POSTCODE_CIJFERS": str(lot.getal(2900, 3299)),
        "RMC_REGIO": "REGIO 29",
        "GEMCODE": code.lstrip("0"),
        "GEMEENTENAAM": gemeente_naam(code).upper(),
        "BRIN": ROC_BRIN,
        "BRIN_VOLGNR": ROC_BRIN,
        "NIVEAU": f"Mbo{lot.getal(1, 2)} opleidingen",
        "ONDERWIJSSOORT": lot.een(("BOL", "BOL", "BBL", "")),
        "CREBO": lot.een(("99011", "99022", "9911")),
        "CREBO_OMSCHRIJVING": lot.een(_OPLEIDINGEN),
        "ONDERWIJSAANBIEDER_NAAM": ROC_NAAM,
        "ONDERWIJSLOCATIE_HUISNUMMER": f"{lot.getal(1, 90)}.0",
    }


def _a04(seed: int, melding: VsvMelding) -> dict[str, str]:
    lot = Lot(seed, "vsv regel", melding.leerling.persoon)
    leerling, code = melding.leerling, _woont(lot, melding)
    maand = lot.een(
        [f"{melding.teljaar}{m}" for m in (10, 11, 12)] + [f"{melding.teljaar + 1}0{m}" for m in range(1, 10)]
    )
    return {
        "BRIN_NR": ROC_BRIN,
        "NAAM_INST": ROC_NAAM,
        "RAPPORTAGEMAAND": maand,
        "PERSOONSGEBONDENNUMMER": melding.pgn,
        "ACHTERNAAM": leerling.achternaam,
        "VOORVOEGSEL": leerling.voorvoegsel,
        "ALLE_VOORNAMEN": leerling.roepnaam,
        "WOONGEMEENTE": gemeente_naam(code).upper(),
        "GEBOORTEDATUM": f"{leerling.geboortedatum:%d-%m-%Y}",
        "ONDERWIJSCODE": lot.een(("99011", "99022", "9911")),
        "ONDERWIJSNAAM": lot.een(_OPLEIDINGEN),
        "LEERWEG": lot.een(("BOL", "BBL", "EX", "")),
        "MELDING_VERZUIM_WETTELIJK": "J",
        "BRIN": ROC_BRIN,
        "NAAM_INSTELLING": ROC_NAAM,
        "MELDING_VERZUIM_NIET_WETTELIJK": "N",
        "GEMEENTECODE": code.lstrip("0"),
        "RMC_REGIO": "REGIO 29",
        "NIVEAU": f"Mbo{lot.getal(1, 2)} opleidingen",
        "INSCHRIJVINGSVOLGNUMMER": str(lot.getal(1, 3)),
        "HUISNUMMER": f"{lot.getal(1, 200)}.0",
        "VANAF_WANNEER": maand,
    }


def _woont(lot: Lot, melding: VsvMelding) -> str:
    code = melding.vertrek.gemeente if melding.vertrek else lot.gewogen(woongemeenten())
    return gemeente_code(code, leverdatum(melding.teljaar))
