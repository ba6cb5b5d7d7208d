"""The description that machines read: an RO-Crate 1.1 of what is in an archive, and what made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.bewijs.stuk import MANIFEST, Stuk
from pipeline.workspace.record import stable_json

METADATA, PREVIEW = "ro-crate-metadata.json", "ro-crate-preview.html"
_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]
_PROFILE = "https://w3id.org/ro/crate/1.1"
_EUPL = "https://spdx.org/licenses/EUPL-1.2"


@dataclass(frozen=True)
class Over:
    """What an archive is about. record: what of the run record goes out."""

    schooljaar: str
    regio: str
    vertrouwelijk: bool
    record: Mapping[str, Any]

    @property
    def titel(self) -> str:
        mark = " (vertrouwelijk, alleen voor de stuurgroep)" if self.vertrouwelijk else ""
        return f"Toeleiding {self.schooljaar}, {self.regio}: cijfers en rapporten{mark}"

    @property
    def tekst(self) -> str:
        invented = " Alle gegevens zijn verzonnen voorbeeldgegevens." if self.voorbeeld else ""
        return (
            "Hoeveel schoolverlaters van vso en praktijkonderwijs vonden een passende werkplek, en hoeveel"
            f" houden die? De tabellen en rapporten over schooljaar {self.schooljaar} van het convenant"
            " (Samen)Werken Loont, met alles wat nodig is om ze te lezen en te controleren. Kleine aantallen"
            f" zijn afgeschermd; gegevens van leerlingen zitten er niet in.{invented}"
        )

    @property
    def voorbeeld(self) -> bool:
        return bool(self.record["voorbeeldgegevens"])

    @property
    def dag(self) -> str:
        """The day of the last review, or else up to which the figures know things: no clock is looked at."""
        reviews = [one["dag"] for one in self.record["beoordelingen"]]
        return str(max([self.record["stand"], *reviews]))


def crate(stukken: Sequence[Stuk], over: Over) -> Stuk:
    """ro-crate-metadata.json about these files."""
    content = {"@context": _CONTEXT, "@graph": [*_graph(stukken, over)]}
    return Stuk(METADATA, stable_json(content).encode(), "Dezelfde beschrijving voor machines (RO-Crate)")


def _graph(stukken: Sequence[Stuk], over: Over) -> Iterator[dict[str, Any]]:
    yield {
        "@id": METADATA, "@type": "CreativeWork", "about": _to("./"), "conformsTo": _to(_PROFILE),
    }  # fmt: skip
    access = {"conditionsOfAccess": "vertrouwelijk, alleen voor de stuurgroep"} if over.vertrouwelijk else {}
    parts = [_to(one.pad) for one in stukken if one.pad not in (METADATA, PREVIEW)]
    yield {
        "@id": "./", "@type": "Dataset", "name": over.titel, "description": over.tekst,
        "datePublished": over.dag, "inLanguage": "nl", "license": _to("#licentie"),
        "publisher": _to("#regio"), "mentions": _to("#run"), "hasPart": [*parts, _to(MANIFEST)], **access,
    }  # fmt: skip
    yield {
        "@id": PREVIEW,
        "@type": "CreativeWork",
        "about": _to("./"),
        "name": "Deze beschrijving, als pagina",
    }
    for one in stukken:
        if one.pad not in (METADATA, PREVIEW):
            yield {
                "@id": one.pad, "@type": "File", "name": one.pad.rpartition("/")[2], "description": one.titel,
                "encodingFormat": one.formaat, "contentSize": str(len(one.inhoud)), "sha256": one.sha256,
            }  # fmt: skip
    yield {
        "@id": MANIFEST, "@type": "File", "name": MANIFEST, "encodingFormat": "text/plain",
        "description": "De SHA-256 van elk ander bestand, voor sha256sum -c",
    }  # fmt: skip
    yield from _context(over)


def _context(over: Over) -> Iterator[dict[str, Any]]:
    """What the files came from."""
    program = over.record["programma"]
    yield {"@id": "#regio", "@type": "Organization", "name": over.regio}
    yield {
        "@id": "#licentie", "@type": "CreativeWork", "name": "Voorwaarden",
        "description": "Zie LICENTIE.txt: over het gebruik van cijfers en rapporten beslissen de besturen.",
    }  # fmt: skip
    yield {
        "@id": "#toeleiding", "@type": "SoftwareApplication", "name": "Toeleiding",
        "softwareVersion": program.get("toeleiding", ""), "license": _to(_EUPL),
        "identifier": over.record["commit"] or program.get("code", ""),
    }  # fmt: skip
    yield {"@id": _EUPL, "@type": "CreativeWork", "name": "European Union Public Licence 1.2"}
    results = ["release/release.json", *(f"rapporten/{name}" for name in over.record["rapporten"])]
    yield {
        "@id": "#run", "@type": "CreateAction", "name": f"Jaarlijkse run over {over.schooljaar}",
        "instrument": _to("#toeleiding"), "result": [_to(pad) for pad in results],
    }  # fmt: skip


def _to(name: str) -> dict[str, str]:
    return {"@id": name}
