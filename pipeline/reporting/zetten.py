"""Sets tables of plain cells just as pandoc and filters/report.lua do, for the embedded renderer.

Half of a report is tables, and nearly every cell of them is a number, a name or a mark: what pandoc makes
of those is known. Setting them here halves the time of a page. What is not surely known (other markup, signs
that mean something in Markdown) goes to pandoc, table by table; tests hold every byte against pandoc's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.reporting.assets import assets_dir
from pipeline.reporting.notation import MAANDEN
from pipeline.reporting.pijptabel import Pijptabel, lees_tabel

Zetvorm = Literal["html", "typst"]

TABELLEN = re.compile(r"(?:\A|(?<=\n\n))(?:\|.*\|(?:\n|\Z))+(?=\n|\Z)(?!\n+(?::|[Tt]able:))")
"""The lines of a table between empty lines; a table with a caption under it is none of these."""

_TEKENS = r"(?:[\w ,.()%;:?/+€−–≤>…\u00a0\u200b-]|&\#(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6]);)"
_CEL = re.compile(
    rf"""(?P<vet>\*\*(?=\S))?
    (?:`(?P<code>\w+)`
      |<span\ class="(?P<klasse>interval|verborgen)">(?P<binnen>{_TEKENS}*)</span>
      |(?P<tekst>{_TEKENS}*))
    (?(vet)(?<=\S)\*\*)(?P<ster>\ \*)?""",
    re.VERBOSE,
)
_ONZEKER = re.compile(r"^\s|\s$|\s\s|_|--|\.\.|//|(?<![\w.])[A-Za-z][A-Za-z.]{0,4}\.\s")
"""What pandoc reads as more than its signs: dashes, dots, markup, abbreviations (a hard space follows)."""
_NUMMER = re.compile(r"|[0-9]+[.)]")
"""With what a bold cell is none, or typst begins a list."""
_VERWIJZING = re.compile(r"&#(\d+);")
_HEEL = re.compile(r"[0-9]{4}-[0-9]{4}|[0-9]–[0-9]")
_DAG, _MAAND = re.compile(r"\(?[0-9][0-9]?"), re.compile(r"[a-z]*")
_DEFINITIE, _HOOFDLETTER = re.compile(r"[Dd]efinitie"), re.compile(r"[A-Z]")
_SCHOOLJAAR = re.compile(r"([0-9]{4}-)([0-9]{4})")
_WOORD = re.compile(r"[^ ]+")
_TYPST = re.compile(r"""[]\[#<>@$\\'"`_*~]""")
_VET = 1.05


@dataclass(frozen=True)
class _Cel:
    """A cell of known making: words, and how they stand there."""

    woorden: tuple[str, ...]
    vet: bool
    code: bool
    klasse: str
    ster: bool

    @property
    def tekst(self) -> str:
        return " ".join([*self.woorden, *(["*"] if self.ster else [])])


def zet_tabel(markdown: str, vorm: Zetvorm) -> str | None:
    """The table of these lines as it stands in the page or in the source for typst; None: ask pandoc."""
    tabel = lees_tabel(markdown.splitlines())
    if tabel is None or not tabel.rijen or not any(tabel.koppen):
        return None
    if not {*tabel.kanten} <= {"left", "right"}:
        return None
    rijen = []
    for rij in (tabel.koppen, *tabel.rijen):
        cellen = [cel for tekst in rij if (cel := _gelezen(tekst))]
        if len(cellen) != len(tabel.kanten):
            return None
        rijen.append(cellen)
    return _in_page(tabel, rijen) if vorm == "html" else _on_paper(tabel, rijen)


@cache
def _gelezen(markdown: str) -> _Cel | None:
    found = _CEL.fullmatch(markdown)
    if not found:
        return None
    tekst = found["code"] or found["binnen"] or found["tekst"] or ""
    woorden = tuple(_VERWIJZING.sub(_teken, woord) for woord in tekst.split(" "))
    cel = _Cel(woorden, bool(found["vet"]), bool(found["code"]), found["klasse"] or "", bool(found["ster"]))
    if _ONZEKER.search(cel.tekst) or (cel.vet and _NUMMER.fullmatch(woorden[0])):
        return None
    return cel


def _teken(verwijzing: re.Match[str]) -> str:
    return chr(int(verwijzing[1]))


def _stukken(woorden: Sequence[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The words in order, those together that no line may end between, and whether a piece is such a one."""
    at = 0
    while at < len(woorden):
        samen = at + 1 < len(woorden) and _samen(woorden[at], woorden[at + 1])
        past = at + 2 if samen else at + 1
        yield tuple(woorden[at:past]), samen or bool(_HEEL.search(woorden[at]))
        at = past


def _samen(een: str, twee: str) -> bool:
    """Whether these words belong together: a day and its month, definitie P1."""
    if _DAG.fullmatch(een):
        maand = _MAAND.match(twee)
        return bool(maand and maand[0] in MAANDEN)
    return bool(_DEFINITIE.fullmatch(een) and _HOOFDLETTER.match(twee))


def _in_page(tabel: Pijptabel, rijen: Sequence[Sequence[_Cel]]) -> str:
    kop, *rest = (
        [f'style="text-align: {kant};">{_html(cel)}' for kant, cel in zip(tabel.kanten, rij, strict=True)]
        for rij in rijen
    )
    regels = [
        '<div class="tabel-schuif" role="group" tabindex="0" aria-label="Tabel, horizontaal te verschuiven">',
        '<table class="gezet">', "<thead>", "<tr>", *(f"<th {cel}</th>" for cel in kop), "</tr>", "</thead>",
        "<tbody>",
    ]  # fmt: skip
    for rij in rest:
        regels += ["<tr>", *(f"<td {cel}</td>" for cel in rij), "</tr>"]
    return "\n".join([*regels, "</tbody>", "</table>", "</div>"])


@cache
def _html(cel: _Cel) -> str:
    binnen = " ".join(
        f'<span class="heel">{html.escape(tekst, quote=False)}</span>'
        if heel
        else html.escape(tekst, quote=False)
        for tekst, heel in ((" ".join(stuk), heel) for stuk, heel in _stukken(cel.woorden))
    )
    if cel.code:
        binnen = f"<code>{binnen}</code>"
    if cel.klasse:
        binnen = f'<span class="{cel.klasse}">{binnen}</span>'
    return (f"<strong>{binnen}</strong>" if cel.vet else binnen) + (" *" if cel.ster else "")


def _on_paper(tabel: Pijptabel, rijen: Sequence[Sequence[_Cel]]) -> str:
    kop, *rest = ([f"[{_typst(cel)}]" for cel in rij] for rij in rijen)
    kanten = "".join(f"{kant}," for kant in tabel.kanten)
    return "\n".join(
        [
            f"#zettabel(maten: {_maten(tabel, rijen)}, ", f"  columns: {len(kop)},", f"  align: ({kanten}),",
            f"  table.header({', '.join(kop)},),", "  table.hline(),",
            *(f"  {', '.join(rij)}," for rij in rest), ")",
        ]
    )  # fmt: skip


@cache
def _typst(cel: _Cel) -> str:
    binnen = f"`{' '.join(cel.woorden)}`" if cel.code else _typst_woorden(cel)
    if cel.klasse:
        binnen = f"#{cel.klasse}[{binnen}]"
    return (f"#strong[{binnen}]" if cel.vet else binnen) + (r" \*" if cel.ster else "")


def _typst_woorden(cel: _Cel) -> str:
    delen = []
    for at, (stuk, heel) in enumerate(_stukken(cel.woorden)):
        begin = "(;" if heel or (at == 0 and (cel.klasse or not cel.vet)) else "(;+-/=" if at == 0 else ";"
        tekst = " ".join([_typst_woord(stuk[0], begin), *(_typst_woord(woord, ";") for woord in stuk[1:])])
        delen.append(f"#box[{tekst}];" if heel else tekst)
    return " ".join(delen)


def _typst_woord(woord: str, begin: str) -> str:
    """A word as pandoc writes it for typst; begin: signs that would mean something as its first one."""
    veilig = _TYPST.sub(r"\\\g<0>", woord).replace("\u00a0", "~").replace("–", "--").replace("//", r"\/\/")
    return "\\" + veilig if woord[:1] and woord[0] in begin else veilig


def _maten(tabel: Pijptabel, rijen: Sequence[Sequence[_Cel]]) -> str:
    """What a column needs, in em of the shipped font; see `measures` in report.lua, whose names these are."""
    kop, *rest = ([cel.tekst for cel in rij] for rij in rijen)
    kolommen = [*zip(*rest, strict=True)]
    maten = {
        "kop": [_VET * em(tekst) for tekst in kop],
        "kopwoord": [_VET * _langste_woord(tekst) for tekst in kop],
        "kopdeel": [_VET * _langste_woord(_SCHOOLJAAR.sub(r"\1 \2", tekst)) for tekst in kop],
        "cel": [max(map(em, kolom)) for kolom in kolommen],
        "woord": [
            max(map(em if kant == "right" else _langste_woord, kolom))
            for kant, kolom in zip(tabel.kanten, kolommen, strict=True)
        ],
    }
    delen = [f"{naam}: ({' '.join(f'{maat:.2f},' for maat in van)})" for naam, van in maten.items()]
    return f"(rijen: {len(rest)}, {', '.join(delen)})"


@cache
def em(tekst: str) -> float:
    """The width of a text in the shipped font."""
    widths, other = _widths()
    return sum(widths.get(teken, other) for teken in tekst) / 1000


@cache
def _langste_woord(tekst: str) -> float:
    return max(map(em, _WOORD.findall(tekst)), default=0)


@cache
def _widths() -> tuple[dict[str, int], int]:
    """The widths of signs in thousandths of an em, and that of any other: report.lua has them for Quarto."""
    filter_ = (assets_dir() / "filters" / "report.lua").read_text(encoding="utf-8")
    found = re.search(r"WIDTHS = \{([\d,\s]+)\}\s*local BOLD, OTHER = [\d.]+, (\d+)", filter_)
    if found is None:
        raise ValueError("report.lua has no widths of the shipped font")
    widths = map(int, re.findall(r"\d+", found[1]))
    return {chr(code): width for code, width in enumerate(widths, start=32)}, int(found[2])
