"""CAMBO's event log as it is exported: its literal header, and events under it."""

from __future__ import annotations

KOP = (
    "id", "version", "createdat", "lastmodifiedat", "createdby", "lastmodifiedby", "ketenid", "bsnhash",
    "startmoment", "status", "begindatum", "schooljaar", "statussource", "caketenid", "group_num",
    "postcodecijfers", "onderwijsaanbiedercode", "instellingserkenningscode", "onderwijslocatiecode",
    "opleidingcode", "leertrajectmbo", "leeftijdscategorie",
)  # fmt: skip
"""Literally as in domain.md §9.1."""


def event(number: int, keten: str, status: str, begin: str, created: str = "", **more: str) -> list[str]:
    """A row under KOP; `created` is the time of logging, just after the event unless it says otherwise."""
    logged = created or begin.replace("Z", ".9Z")
    row = dict.fromkeys(KOP, "NA") | {
        "id": str(number),
        "version": "0",
        "createdat": logged,
        "lastmodifiedat": logged,
        "createdby": "medewerker.naam",
        "lastmodifiedby": "medewerker.naam",
        "ketenid": keten,
        "bsnhash": "v2qnoP0xJkXO+/XX==",
        "startmoment": "2024-08-01",
        "status": status,
        "begindatum": begin,
        "schooljaar": "2024",
        "statussource": "SIS",
        "caketenid": f"ca-{keten}",
        "postcodecijfers": "3011",
        "opleidingcode": "112E772",
        "leertrajectmbo": "BBL",
    }
    return list((row | more).values())
