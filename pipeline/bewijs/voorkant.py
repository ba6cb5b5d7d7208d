"""What people read first: LEESMIJ.txt, the conditions, and the same list of files as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from pipeline.bewijs.crate import PREVIEW, Over
from pipeline.bewijs.stuk import MANIFEST, Stuk
from pipeline.reporting.assets import assets_dir
from pipeline.reporting.notation import getal
from pipeline.reporting.style import page_style

LEESMIJ, LICENTIE = "LEESMIJ.txt", "LICENTIE.txt"
_MAPPEN = {
    "": "Om mee te beginnen",
    "rapporten": "Rapporten",
    "tabellen": "Tabellen om te openen",
    "release": "Dezelfde tabellen, zoals het programma ze leest",
    "notebooks": "Notebooks: de rapporten met de code die elk cijfer maakte",
    "vertrouwelijk/tabellen": "Vertrouwelijk: tabellen van de stuurgroep om te openen",
    "vertrouwelijk/release": "Vertrouwelijk: dezelfde tabellen, zoals het programma ze leest",
}
_LEESMIJ = """\
{titel}
{lijn}

{tekst}
{zonder}
Beginnen
  Open ro-crate-preview.html: een pagina met alles wat er is. De rapporten staan in rapporten/, als pagina
  (HTML), op papier (pdf) en hun tabellen als werkmap (xlsx). Er is geen internet voor nodig.

Tabellen
  Elke tabel staat als CSV in tabellen/: tekst in UTF-8, een komma tussen de kolommen, een punt voor de
  decimalen. Open haar in Excel met Gegevens, Uit tekst/CSV. Wat een kolom betekent, staat in
  tabellen/kolommen.csv; wat een kengetal telt, in tabellen/definities.csv. Een lege cel is geen
  nul: de kolom status zegt waarom er niets staat. "Niet getoond" betekent dat het getal te klein is, of
  een klein getal zou verraden.
  In release/ staan dezelfde tabellen als Parquet. release.json noemt van elke tabel de hash.

Controleren dat niets is veranderd
  Pak het archief uit en geef in die map de opdracht
      sha256sum -c {manifest}
  (op een Mac: shasum -a 256 -c {manifest}). Elke regel moet eindigen op OK.

Opnieuw maken
  Met het programma Toeleiding: toeleiding verify --archive BESTAND.zip
  Dat maakt de rapporten opnieuw uit de tabellen en vergelijkt elk cijfer. Met dezelfde versies (run.json) is
  elke byte gelijk. Zonder dat programma: notebooks/ zijn gewone Jupyter-notebooks; hun uitkomsten staan erin.

Verder
  run.json           waarmee dit gemaakt is: versies, hashes, wie het beoordeelde
  analyseplan.json   wat over effecten werd gevraagd, en hoe, voordat de uitkomsten er waren
  woordenboek.md     wat elke bron mag bevatten en wat ervan bewaard blijft
  {licentie}       wat ermee mag
"""
_LICENTIE = """\
Voorwaarden

Cijfers en rapporten. Wat hier staat, is gemaakt om openbaar te zijn, tenzij er vertrouwelijk bij staat. Over
het gebruik beslissen de besturen van het convenant; dit archief geeft daarvoor geen licentie. Noem bij
overnemen het rapport, het schooljaar en de stand.

Programma. Toeleiding, waarmee dit is gemaakt, valt onder de EUPL-1.2:
https://spdx.org/licenses/EUPL-1.2

Lettertypen. De letters in de rapporten vallen onder de SIL Open Font License 1.1:
https://openfontlicense.org
"""
_ZONDER = """
Het rapport voor de stuurgroep is vertrouwelijk en zit niet in dit archief, de cijfers ervan ook niet.
"""
_PAGE_ROW = (
    '<tr><th scope="row"><a href="{pad}">{naam}</a></th><td>{titel}</td><td class="getal">{grootte}</td></tr>'
)
_HEAD = """<thead><tr><th scope="col">Bestand</th><th scope="col">Wat het is</th>
<th scope="col">Bytes</th></tr></thead>"""
_VOORBEELD = (
    '<p class="merk-balk merk-voorbeeld"><strong>Voorbeeldgegevens</strong> Alle leerlingen, scholen, '
    "besturen en cijfers in dit archief zijn verzonnen. Gebruik er geen enkel cijfer uit.</p>"
)
_VERTROUWELIJK = (
    '<p class="merk-balk"><strong>Vertrouwelijk</strong> Dit archief is alleen voor de stuurgroep.</p>'
)


def leesmij(over: Over, zonder_stuurgroep: bool) -> Stuk:
    """How to open it, in Dutch. zonder_stuurgroep: whether a confidential report is left out."""
    text = _LEESMIJ.format(
        titel=over.titel,
        lijn="=" * len(over.titel),
        tekst=over.tekst.replace("? ", "?\n").replace(". ", ".\n"),
        zonder=_ZONDER if zonder_stuurgroep else "",
        manifest=MANIFEST,
        licentie=LICENTIE,
    )
    return Stuk(LEESMIJ, text.encode(), "Hoe dit archief te openen en te controleren is")


def licentie() -> Stuk:
    return Stuk(LICENTIE, _LICENTIE.encode(), "Wat met de cijfers, de rapporten en het programma mag")


def preview(stukken: Sequence[Stuk], over: Over) -> Stuk:
    """The list of files as a page that asks nothing of any other address."""
    marks = (_VERTROUWELIJK if over.vertrouwelijk else "") + (_VOORBEELD if over.voorbeeld else "")
    template = (assets_dir() / "html" / "archief.html").read_text(encoding="utf-8")
    page = (
        template.replace("{{style}}", page_style())
        .replace("{{titel}}", escape(over.titel))
        .replace("{{tekst}}", escape(over.tekst))
        .replace("{{merk}}", marks)
        .replace("{{mappen}}", "\n".join(_folders(stukken)))
    )
    return Stuk(PREVIEW, page.encode(), "Wat er in dit archief zit, als pagina")


def _folders(stukken: Sequence[Stuk]) -> Iterator[str]:
    order = [*_MAPPEN]
    ordered = sorted(stukken, key=lambda one: (order.index(_folder(one)), one.pad))
    for name, group in groupby(ordered, _folder):
        title = _MAPPEN[name]
        rows = "\n".join(_row(one) for one in group)
        yield (
            f'<section class="level2"><h2>{escape(title)}</h2>\n'
            f'<div class="tabel-schuif" role="group" tabindex="0" aria-label="{escape(title)}">'
            f"<table>{_HEAD}<tbody>\n{rows}\n</tbody></table></div></section>"
        )


def _folder(one: Stuk) -> str:
    return one.pad.rpartition("/")[0]


def _row(one: Stuk) -> str:
    name = one.pad.rpartition("/")[2]
    return _PAGE_ROW.format(
        pad=escape(one.pad), naam=escape(name), titel=escape(one.titel), grootte=getal(len(one.inhoud))
    )
