"""The summary in English, on one page: question, answer, how sure, and what it cannot tell.

The same figures as the Dutch summary, in English notation. A norm is judged as there: only what lies outside
the interval is above or below it.
"""

from __future__ import annotations

from pipeline.evaluation.effect.conclusie import AANGETOOND
from pipeline.reporting.cijfers import Cel, Waarden
from pipeline.reporting.content.samen import code
from pipeline.reporting.display import Proza
from pipeline.reporting.gegevens import Gegevens
from pipeline.reporting.markdown import letterlijk
from pipeline.reporting.maten import KERN
from pipeline.reporting.notation import datum_engels, engels, getal, interval, procent
from pipeline.reporting.sentences import basis
from pipeline.reporting.sentences.norm import oordeel

_WHO = {
    "P1": "of the leavers who count for this measure had a place straight away: work, education, day"
    " activities or a programme",
    "P2": "of the leavers with a work perspective (*perspectief arbeid*) went to work",
    "P3": "of the leavers with a work profile (*uitstroomprofiel arbeid*) went to work, or to work combined"
    " with learning",
    "B1_1": "of those who had a place and were followed still had one, or another, a year later",
    "B3_RUIM": "of those who went to work and were followed were in work after one year and after two",
}
_WHY_NOT = {
    "niet getoond": "not shown, so that nobody can be recognised",
    "nog niet te meten": "cannot be measured yet",
    "niet gemeten": "not measured",
    "geen waarde": "nobody belongs to this group",
}

_CANNOT = (
    "**What it cannot tell.** Without comparable schools outside the agreement, these figures do not say"
    " what caused them (section [-@sec-beperkingen]). Small counts are left out together with whatever would"
    " give them away (section [-@sec-bescherming]), so that no pupil can be recognised. A school that is"
    " above or below another is not therefore better or worse."
)


def summary(g: Gegevens) -> Proza:
    """The page. Its text is marked as English for who has it read out."""
    parts = [_question(g), _answer(g), *_five(g), _sure(g), _CANNOT]
    return Proza('::: {lang="en"}\n\n' + "\n\n".join(parts) + "\n\n:::")


def _question(g: Gegevens) -> str:
    example = " All pupils, schools and figures in this report are made up." if g.voorbeeld else ""
    return (
        "**The question.** Do pupils with a work perspective find a suitable job when they leave practical"
        " education (*praktijkonderwijs*) or secondary special education (*vso*) in the labour market region"
        f" {letterlijk(g.instellingen['regio.naam'])}, and do they keep it? The school boards of the"
        " agreement *(Samen)Werken Loont* want that for 100% of them. This page sums up the report on school"
        f" year {g.jaar}, with data as known on {datum_engels(g.stand)}; the report itself is in"
        f" Dutch.{example}"
    )


def _answer(g: Gegevens) -> str:
    p2, norm = g.cel("P2").waarden, g.norm("P2")
    if p2 is None:
        unknown = f"whether leavers of {g.jaar} with a work perspective found work cannot be told here"
        return f"**The answer.** On the main question, {unknown}."
    short = ""
    if norm and norm.waarde >= 100:
        left = engels(getal(p2.tekort))
        short = " The 100% was reached." if p2.tekort == 0 else f" {left} more would have made it 100%."
    return (
        f"**The answer.** Of the {engels(getal(p2.n))} leavers of {g.jaar} with a work perspective,"
        f" {engels(getal(p2.k))} went to work: {_pct(p2)}.{short}"
    )


def _five(g: Gegevens) -> list[str]:
    return ["\n".join(f"- {_figure(g, indicator)}" for indicator in KERN)]


def _figure(g: Gegevens, indicator: str) -> str:
    cel = g.cel(indicator)
    of = f"({code(indicator)}, leavers of {cel.cohort}"
    if cel.waarden is None:
        return f"**–** {_WHO[indicator]} {of}): {_WHY_NOT[cel.status]}."
    w = cel.waarden
    counts = f"{engels(getal(w.k))} of {engels(getal(w.n))}"
    return (
        f"**{_pct(w)}** {_WHO[indicator]} {of}; {counts}; 95% interval"
        f" {engels(interval(w.laag, w.hoog))}).{_against(g, cel)}"
    )


def _against(g: Gegevens, cel: Cel) -> str:
    norm = g.norm(cel.indicator)
    if norm is None or cel.waarden is None or norm.waarde >= 100:
        return ""
    said = {"erboven": "Above", "eronder": "Below"}.get(
        oordeel(cel.waarden, norm.waarde), "Not to be told apart from"
    )
    return f" {said} the norm of {engels(procent(norm.waarde, 0))}."


def _pct(w: Waarden) -> str:
    return engels(basis.pct(w))


def _sure(g: Gegevens) -> str:
    found = [e for e in g.effect if e.graad == AANGETOOND]
    effect = ""
    if g.effect:
        count = {0: "none is", 1: "one is"}.get(len(found), f"{len(found)} are")
        effect = (
            f" Of the {len(g.effect)} questions about the effect of the boards’ plans, {count} answered with"
            " an effect that chance does not explain (section [-@sec-effect])."
        )
    return (
        "**How sure is this?** Every leaver is counted; there is no sample. The interval says how far a"
        " figure could move by chance alone, and where data are missing the report gives bounds (section"
        f" [-@sec-grenzen]). A difference is called one only when it is larger than that.{effect}"
    )
