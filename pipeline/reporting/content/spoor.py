"""Herkomst under a figure or table: which figures of the release are in it, and what those were made of.

What was read is noted while the figure or table is made, and what that is made of is computed from the SQL
(indicators/lineage.py), so neither can be forgotten. The first paragraph is for everybody; the second, with
columns and steps, a page folds away and a PDF leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.indicators.lineage import Herkomst, herkomsten
from pipeline.reporting.cijfers import Cel
from pipeline.reporting.content.herkomst import BRONNEN
from pipeline.reporting.content.samen import code
from pipeline.reporting.gegevens import Gevolgd
from pipeline.reporting.maten import MATEN
from pipeline.reporting.notation import aantal, getal, opsomming

_KENMERK = 10
_ANDERS = {
    "aanbevelingen": "aanbevelingen",
    "definities": "definities",
    "doelen": "doelen",
    "drietallen": "samen",
    "regios": "regios",
    "wijzigingen": "wijzigingen",
}
"""Fields of Gegevens under the name of their table, where that is another one."""
_IN_CELLEN = frozenset({"cijfers", "samen"})
"""Of these the cells say what was read."""
_NOEMT_ALLE = frozenset({"definities", "doelen", "drietallen"})
"""Tables with every measure in them, of which one is read."""
_VEEL = 6
_GENOEMD = 3
_ELDERS = {
    "regios": "de uitgebrachte cijfers van andere arbeidsmarktregio’s",
    "wijzigingen": "wat eerder over dit schooljaar is uitgebracht",
    "overgenomen": "wat eerder over deze cohorten is uitgebracht",
}
"""What is not made of deliveries."""


def herkomst(g: Gevolgd) -> str:
    """Markdown of one or two paragraphs about what was read of g; nothing when that was nothing."""
    gelezen = frozenset(g.gelezen)
    cellen = [*g.cijfers.gelezen, *g.samen.gelezen]
    tabellen = sorted(_tabellen(g, gelezen))
    if not tabellen:
        return ""
    maten = _maten(g, gelezen, cellen)
    achter = [*_achter(maten, tabellen)]
    bronnen = _bronnen(g, achter)
    delen = [
        _over(g, maten, cellen),
        f"Release {_kenmerk(g.sha256)}, {'tabel' if len(tabellen) == 1 else 'tabellen'} {_codes(tabellen)}.",
        f"Geleverd: {opsomming(bronnen)}." if bronnen else "",
        *(f"Ook: {_ELDERS[naam]}." for naam in tabellen if naam in _ELDERS),
    ]
    kort = " ".join(deel for deel in delen if deel)
    return "\n\n".join([kort, lang] if (lang := _lang(achter)) else [kort])


def _tabellen(g: Gevolgd, gelezen: Iterable[str]) -> Iterator[str]:
    """The tables of the release that were read."""
    yield from (_ANDERS.get(naam, naam) for naam in gelezen if naam not in _IN_CELLEN)
    if g.cijfers.gelezen:
        yield "cijfers"
    if g.samen.gelezen:
        yield "samen"


def _maten(g: Gevolgd, gelezen: Iterable[str], cellen: Sequence[Cel]) -> list[str]:
    """The indicators that cells or rows are about, in the order in which the definitions have them."""
    vermeld = {
        rij.indicator
        for naam in gelezen
        if naam not in _NOEMT_ALLE and isinstance(rijen := getattr(g, naam), tuple)
        for rij in rijen
        if getattr(rij, "indicator", None)
    }
    gevraagd = vermeld | {cel.indicator for cel in cellen}
    volgorde = [d.indicator for d in g.definities]
    return [indicator for indicator in dict.fromkeys([*volgorde, *sorted(gevraagd)]) if indicator in gevraagd]


def _over(g: Gevolgd, maten: Sequence[str], cellen: Sequence[Cel]) -> str:
    """Which measures with which version of their definition, and how many cells, hidden ones apart."""
    per_versie: dict[str, dict[str, None]] = {}
    versies = {d.indicator: d.versie for d in g.definities}
    bekend = [maat for maat in maten if maat in MATEN]
    anders = [maat for maat in maten if maat not in MATEN]
    for maat in [*bekend, *anders]:
        per_versie.setdefault(versies.get(maat, ""), {})[_naam(g, maat, bekend, anders)] = None
    genoemd = [
        opsomming([*namen]) + (f" (versie {versie})" if versie else "")
        for versie, namen in per_versie.items()
    ]
    een = sum(map(len, per_versie.values())) == 1
    kop = "" if not bekend and len(anders) > _GENOEMD else "Maat " if een else "Maten "
    delen = [f"{kop}{', '.join(genoemd)}"] if genoemd else []
    if cellen:
        verborgen = sum(cel.status == "niet getoond" for cel in cellen)
        niet = f", waarvan {getal(verborgen)} niet getoond" if verborgen else ""
        jaren = sorted({cel.cohort for cel in cellen}, key=lambda cohort: cohort.start)
        delen.append(
            f"{_cohorten([j.label for j in jaren])}; {aantal(len(cellen), 'cijfer', 'cijfers')}{niet}"
        )
    return f"{', '.join(delen)}." if delen else ""


def _naam(g: Gevolgd, maat: str, bekend: Sequence[str], anders: Sequence[str]) -> str:
    """The code of a measure that the report explains; of others the name, and of many how many there are."""
    if maat in MATEN:
        return code(maat)
    if len(anders) > _GENOEMD:
        return f"{getal(len(anders))} {'andere maten' if bekend else 'maten'}"
    return next((f"‘{d.naam}’" for d in g.definities if d.indicator == maat), maat)


def _cohorten(labels: Sequence[str]) -> str:
    if len(labels) < 3:
        return f"{'cohort' if len(labels) == 1 else 'cohorten'} {opsomming(labels)}"
    return f"{len(labels)} cohorten van {labels[0]} tot en met {labels[-1]}"


def _achter(maten: Iterable[str], tabellen: Iterable[str]) -> Iterator[Herkomst]:
    bekend = herkomsten()
    yield from (bekend[naam] for naam in (*maten, *tabellen) if naam in bekend)


def _bronnen(g: Gevolgd, achter: Sequence[Herkomst]) -> list[str]:
    """The sources that something was delivered of, with the number of files."""
    bestanden: dict[str, int] = {}
    for levering in g.leveringen:
        bestanden[levering.bron] = bestanden.get(levering.bron, 0) + levering.leveringen
    gebruikt = {bron for herkomst_ in achter for bron in herkomst_.bronnen}
    geleverd = [bron for bron in BRONNEN if bron in gebruikt and bron in bestanden]
    if len(geleverd) > _VEEL:
        alles = aantal(sum(bestanden[bron] for bron in geleverd), "bestand", "bestanden")
        return [f"{getal(len(geleverd))} bronnen ({alles})"]
    return [f"{BRONNEN[bron]} ({aantal(bestanden[bron], 'bestand', 'bestanden')})" for bron in geleverd]


def _lang(achter: Sequence[Herkomst]) -> str:
    """The columns and the steps."""
    kolommen: dict[str, set[str]] = {}
    stappen: set[str] = set()
    for herkomst_ in achter:
        stappen |= {*herkomst_.stappen}
        for bron, namen in herkomst_.bronnen.items():
            kolommen.setdefault(bron, set()).update(namen)
    uit = [
        f"{BRONNEN.get(bron, bron)}: {_codes(sorted(namen))}"
        for bron, namen in sorted(kolommen.items())
        if namen
    ]
    delen = [
        f"Gegevens waaruit de waarde volgt: {'; '.join(uit)}." if uit else "",
        f"SQL-stappen, op volgorde: {_codes(sorted(stappen))}." if stappen else "",
    ]
    return " ".join(deel for deel in delen if deel)


def _codes(namen: Iterable[str]) -> str:
    return ", ".join(f"`{naam}`" for naam in namen)


def _kenmerk(sha256: str) -> str:
    return f"`{sha256[:_KENMERK]}`" if sha256 else ""
