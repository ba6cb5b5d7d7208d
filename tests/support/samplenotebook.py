"""A small executed report notebook with one of everything that a renderer must be able to show."""

import json
from typing import Any

import nbformat
from nbformat import NotebookNode

FRONT = """---
title: Wetenschappelijke toetsing
subtitle: Uitstroom, plaatsing en bestendigheid van leerlingen uit praktijkonderwijs en vso
lang: nl
---"""
SAMENVATTING = """Van de 340 schoolverlaters hadden er 214 (63,0%) op 1 november werk: zie @fig-bestemming
en @tbl-bestemming. De definities staan in @sec-definities, het onderzoek van ecbo [@ecbo2013] gebruikte een
andere telling.^[In 2011 ging het om Zeeland.]

::: {.kerncijfers}
- **63,0%** werk bij uitstroom
- **88,2%** geplaatst, norm 90%
- **nog 23** leerlingen tot het doel van het convenant
- **71,4%** na een jaar nog aan het werk
- **4,1%** niet in beeld
:::"""
CALLOUT = """::: {.callout-note title="Hoe zeker is dit?"}
Het interval zegt binnen welke grenzen het cijfer door toeval kan schommelen [@wilson1927].
:::

::: {.callout-warning}
Dit cijfer is voorlopig.
:::"""
BESTEMMINGEN = """# Bestemmingen {#sec-bestemmingen}

## Waar gingen zij heen? {#sec-waarheen}

Een alinea vooraf."""
TABLE = """| Bestemming | n | Aandeel (%) | 95%-interval |
|:-----------|--:|------------:|-------------:|
| Arbeid, regulier | 214 | 63,0 | [57,7–68,0]{.interval} |
| Mbo bol, niveau 1-4 | 72 | 21,2 | [17,2–25,8]{.interval} |
| Dagbesteding of traject | 31 | 9,1 | [6,5–12,7]{.interval} |
| Onbekend | [niet getoond]{.verborgen} | [niet getoond]{.verborgen} | – |
| **Totaal** | **340** | **100,0** | |"""
DEFINITIES = """# Definities {#sec-definities}

Zie ook het convenant [@convenant2016, art. 3].

- een punt
- nog een punt

> Een citaat uit het convenant.

## Opbouw

Tekst.

### Een kleine kop

Tekst met `code` en een [adres](https://www.ecbo.nl)."""
BRONNEN = """# Bronnen {.unnumbered}

::: {#refs}
:::"""

ALT = 'Staafdiagram: 63% werk, 21% leren, 9% "dagbesteding" of traject, 7% onbekend.'
CAPTION = "Bestemming bij uitstroom, cohort 2023-2024 (n = 340). Bron: opgave van de scholen."
_BARS = (("werk", 63, "#01689b"), ("leren", 21, "#4d9c81"), ("dagbesteding", 9, "#916408"),
         ("onbekend", 7, "url(#arcering)"))  # fmt: skip
_TYPE = 'font-family="Toeleiding Sans" fill="#1a1a1a"'


def chart(title: str = "Bijna twee op de drie zijn aan het werk") -> str:
    """An SVG as vl-convert writes it: roles on every mark, an id, a pattern and text in our font."""
    bars = "".join(_bar(row, *bar) for row, bar in enumerate(_BARS))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        'width="640" height="200" viewBox="0 0 640 200"><defs><pattern id="arcering" width="5" height="5" '
        'patternUnits="userSpaceOnUse"><rect width="2" height="5" fill="#757c88"/></pattern></defs>'
        '<g role="graphics-document" aria-roledescription="visualization">'
        f'<text x="0" y="20" font-size="18px" font-weight="bold" {_TYPE}>{title}</text>{bars}</g></svg>'
    )


def _bar(row: int, name: str, value: int, fill: str) -> str:
    y = 76 + 32 * row
    return (
        f'<path role="graphics-symbol" aria-label="{value}%" transform="translate(190,{y - 16})" '
        f'd="M0,0h{value * 4}v22h-{value * 4}Z" fill="{fill}"/>'
        f'<text x="0" y="{y}" font-size="14px" {_TYPE}>{name}</text>'
        f'<text x="{200 + value * 4}" y="{y}" font-size="14px" {_TYPE}>{value}%</text>'
    )


def wide_table(rows: int = 44) -> str:
    """Eleven years beside each other: wider than a page, and with 44 rows on two pages of a PDF."""
    years = [f"{year}-{year + 1}" for year in range(2014, 2025)]
    head = f"| School | {' | '.join(years)} |\n|:--|{'--:|' * len(years)}"
    body = [f"| School nummer {n} van een bestuur | {_numbers(n)} |" for n in range(1, rows + 1)]
    return "\n".join([head, *body])


def _numbers(n: int) -> str:
    return " | ".join(f"{n * column % 97},{column % 10}" for column in range(3, 14))


def markdown_output(text: str, caption: str | None = None) -> NotebookNode:
    """What a prose or table cell leaves behind."""
    metadata = {"toeleiding": {"caption": caption}} if caption is not None else {}
    data = {"text/markdown": text, "text/plain": "<pipeline.reporting.display.Proza at 0x7f3a12345678>"}
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)


def figure_output(caption: str = CAPTION, alt: str = ALT) -> NotebookNode:
    """What a figure cell leaves behind."""
    data = {
        "application/vnd.vegalite.v5+json": {"mark": "bar", "data": {"values": [{"k": 63}]}},
        "image/svg+xml": chart(),
        "text/plain": alt,
    }
    metadata = {"toeleiding": {"caption": caption, "alt": alt}}
    return nbformat.v4.new_output("execute_result", data=data, metadata=metadata, execution_count=7)


def code(source: str, *outputs: NotebookNode, tag: str | None = None) -> NotebookNode:
    """An executed code cell with everything volatile that papermill adds."""
    metadata: dict[str, Any] = {
        "tags": [tag] if tag else [],
        "papermill": {"duration": 0.12, "start_time": "2026-11-21T20:00:00", "status": "completed"},
        "execution": {"iopub.execute_input": "2026-11-21T20:00:00Z"},
    }
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)
    cell.execution_count = 3
    return cell


def sample(title: str = "Wetenschappelijke toetsing", rows: int = 44) -> NotebookNode:
    """The notebook as papermill leaves it."""
    text = nbformat.v4.new_markdown_cell
    injected = '# Parameters\nschooljaar = "2023-2024"\nrelease = "/home/iemand/release"'
    opening = "#| include: false\nfrom pipeline.reporting import open_rapport\nr = open_rapport(schooljaar)"
    table = markdown_output(TABLE, "Bestemming bij uitstroom naar klasse")
    wide = markdown_output(wide_table(rows), "Uitstroom per school en per jaar")
    trend = figure_output("Werk over de jaren", "Lijn die stijgt van 40% naar 63%.")
    cells = [
        nbformat.v4.new_raw_cell(FRONT.replace("Wetenschappelijke toetsing", json.dumps(title))),
        code('schooljaar = ""\nrelease = ""', tag="parameters"),
        code(injected, tag="injected-parameters"),
        code(opening, nbformat.v4.new_output("stream", name="stderr", text="FutureWarning: /home/iemand\n")),
        text("# Samenvatting {#sec-samenvatting}"),
        code('r.zinnen("kern")', markdown_output(SAMENVATTING)),
        text(CALLOUT),
        text(BESTEMMINGEN),
        code('#| label: fig-bestemming\nr.figuur("bestemming")', figure_output()),
        text("::: {.noot}\nDe definitie van bestemming staat in @sec-definities.\n:::"),
        code('#| label: tbl-bestemming\nr.tabel("bestemming")', table),
        text("::: {.herkomst}\nIndicator D, versie 1; stap 040; levering 2024-11-05.\n:::"),
        code('#| label: tbl-scholen\nr.tabel("scholen")', wide),
        text("## Nog een figuur\n\nVergelijk @fig-trend met @fig-bestemming en @tbl-scholen."),
        code('#| label: fig-trend\nr.figuur("trend")', trend),
        text(DEFINITIES),
        text(BRONNEN),
    ]
    metadata = {
        "kernelspec": {"display_name": "een omgeving", "name": "python3"},
        "papermill": {"input_path": "/home/iemand/toetsing.ipynb", "duration": 2.5},
    }
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)
