"""The effect of innovatieplannen, told so that no hidden count of a school comes out.

The tests look at the counts of every school and cohort, also at those that are hidden. An estimate with all
its decimals, beside the counts that are shown, would give them away: it is linear in each. So every number is
told in steps, and the following is checked of every hidden count, by working all tests out again:

1. An attacker is taken to know the analysis plan, the plans of the schools, every n, and every other count.
2. The hidden count, and the values around it (`breedte` of the policy, never fewer than three; all there can
   be in a smaller group), must give exactly the same row of every question: the same conclusion with its
   branch and reservations, the same class of p, the same steps for the difference and the ends of its
   interval. The conclusion is drawn from these steps, so it says no more than they do.
3. Which values those are follows from the count alone. So they stay together whatever is laid beside the row:
   other questions, other school years, the release for the other public.
4. Where that does not hold the steps are made wider (1, 2, 3, 5 percentage points); where it never holds only
   the grade of the conclusion is told, and where even that would change, nothing.

Power is not worked out from hidden counts at all: its level is that of the counts that are shown, with the
published percentage of the region in the place of a hidden one, and its spread that of the shown ones. What a
test finds follows from n and starts besides, and so do the deviations from the plan, the numbers of schools
and the smallest p that can be; n of a school is taken as known here. Even so, how many leavers an estimate is
about is told in a way that keeps every hidden n open (leavers).

The estimates per year since the start (effect_jaren.py) and the checks (effect_robuust.py) are told by the
same rule, each number apart, and only where the headline is. No estimate per school, or without one that is
named, is told.

That a wider step was needed tells that some count, not which, lay near the edge of one. So that nobody can
run this for all values of what is lacking and see which give the same steps, estimates are first moved by a
little that follows from the pseudonym key (verschuiving.py). What is told in words (a class of p, a
reservation) is not moved; it is the same for all values of each hidden count apart. The attacker this keeps
out knows all that is published, the program, every n and every other school year. Who knows all other counts
of the same year, too, needs no estimate: the published total of the region gives the last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isinf
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.analyseplan import VOORAF
from pipeline.evaluation.effect.anders import Meting, Proeven
from pipeline.evaluation.effect.conclusie import ALFA, Gegevens, concludeer, holm_per_familie
from pipeline.evaluation.effect.did import Uitkomst
from pipeline.evaluation.effect.imputatie import doel
from pipeline.evaluation.effect.proef import Wijziging
from pipeline.evaluation.effect.toetsing import Opzet
from pipeline.indicators.compute import GEMETEN
from pipeline.release.effect_onderzoek import Cel, Onderzoek, andere_aantallen, verborgen_aantallen
from pipeline.release.effect_stappen import KOLOMMEN, STAPPEN, dichtbij, fijnste, omhoog, omlaag
from pipeline.release.kracht import kracht_van
from pipeline.release.protection import NIET_GETOOND
from pipeline.release.verschuiving import Verschuiving
from pipeline.workspace.record import short_hash

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.release.policy import Policy

GETOOND, ALLEEN_GRAAD = "getoond", "alleen de conclusie"
GELIJK, UITEEN, TE_WEINIG = "ja", "nee", "te weinig gegevens"
P_GRENZEN = (0.01, 0.05, 0.10)
_VERTELD = ["graad", "tak", "voorbehouden", "schatting", "laag", "hoog", "p", "gelijk_op", "placebo"]
COLUMNS = [
    "volgorde", "vraag", "tekst", "estimand", "indicator", "familie", "horizon", "toewijzing",
    "kleinste_effect", "placebo_uitkomsten", "scholen_met", "scholen_zonder", "cohort", "tot", "reden",
    "p_kleinste", "kracht", "status", "stap", *_VERTELD, "stand", "plan_versie", "plan_hash", "opgesteld",
]  # fmt: skip
Rij = tuple[object, ...]


def protect_effect(
    gevraagd: Onderzoek, cijfers: pd.DataFrame, policy: Policy
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """What is told of every question: COLUMNS, a row each; power (vraag, effect in points, kracht in percent,
    rounded down to fives); and deviations (vraag, empty for the plan as a whole, and afwijking).

    cijfers: as published, for this public. schatting, laag and hoog are whole steps of `stap` percentage
    points, the ends of the interval rounded outward and missing where there is no end. Status: "getoond",
    "alleen de conclusie" (of what is told only graad), or "niet getoond" (nothing).
    """
    import pandas as pd

    getoond = cijfers[cijfers["status"] == GEMETEN]
    verborgen = verborgen_aantallen(gevraagd, cijfers)
    machten = {naam: kracht_van(proeven, verborgen, getoond) for naam, proeven in gevraagd.proeven.items()}
    grenzen = {naam: proeven.vraag.kleinste_effect for naam, proeven in gevraagd.proeven.items()}
    andere = andere_aantallen(gevraagd, cijfers, policy)
    schuiven = {naam: _schuif(gevraagd, naam, andere) for naam in gevraagd.proeven}
    toets = _Toets(gevraagd, {naam: macht[grenzen[naam]] for naam, macht in machten.items()}, schuiven)
    rijen = toets.verteld(andere)
    vast = [_vast(gevraagd, opzet, plaats) for plaats, opzet in enumerate(gevraagd.vragen)]
    tabel = [een | toets.macht(str(een["vraag"])) | rijen[str(een["vraag"])] for een in vast]
    kracht = [(naam, effect, deel) for naam, macht in machten.items() for effect, deel in macht.items()]
    verschillen = [("", zin) for zin in gevraagd.gewijzigd]
    verschillen += [(o.vraag.naam, zin) for o in gevraagd.vragen for zin in gevraagd.afwijkingen(o)]
    return (
        pd.DataFrame(tabel, columns=COLUMNS),
        pd.DataFrame(kracht, columns=["vraag", "effect", "kracht"]),
        pd.DataFrame(verschillen, columns=["vraag", "afwijking"]),
    )


def beside_headline(tabel: pd.DataFrame, effect: pd.DataFrame) -> pd.DataFrame:
    """Years or checks, of questions of which the estimate itself is told: they come near to it.

    tabel: with a vraag, a status and numbers. effect: as protect_effect gives it.
    """
    verteld = effect.loc[effect["status"] == GETOOND, "vraag"]
    weg = (tabel["status"] == GETOOND) & ~tabel["vraag"].isin(verteld)
    getallen = [naam for naam in (*KOLOMMEN, "p", "maat", "stap_maat") if naam in tabel]
    return tabel.assign(
        status=tabel["status"].mask(weg, NIET_GETOOND),
        **{naam: tabel[naam].mask(weg, None) for naam in getallen},
    )


def _schuif(gevraagd: Onderzoek, naam: str, wijzigingen: Iterable[Wijziging]) -> Verschuiving:
    """By how much the headline of a question is moved."""
    schuif, echt = gevraagd.verschuiving.van(naam), gevraagd.meting(naam, None).uitkomst.schatting
    if echt is None:
        return schuif
    andere = (gevraagd.meting(naam, wijziging).uitkomst.schatting for wijziging in wijzigingen)
    return schuif.binnen(echt, (ander for ander in andere if ander is not None))


def leavers(gevraagd: Onderzoek, cijfers: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Between which numbers the leavers lie that an estimate is about: vraag, leerlingen_van, leerlingen_tot.

    These are the sums of the lowest and of the highest that every hidden n can be among `breedte` values that
    follow from it alone (1 to 3, 4 to 6, ...), so none of those is ruled out. cijfers: as published.
    """
    import pandas as pd

    verborgen, breedte = verborgen_aantallen(gevraagd, cijfers), max(3, policy.breedte)
    rijen = [(naam, *_tussen(proeven, verborgen, breedte)) for naam, proeven in gevraagd.proeven.items()]
    return pd.DataFrame(rijen, columns=["vraag", "leerlingen_van", "leerlingen_tot"])


def _tussen(proeven: Proeven, verborgen: Collection[Cel], breedte: int) -> tuple[int, int]:
    paneel, vraag = proeven.paneel, proeven.vraag
    mee = doel(paneel.n, paneel.start[None], paneel.cohorten, 0, vraag.horizon)[0]
    van = tot = 0
    for s, t in zip(*mee.nonzero(), strict=True):
        n = int(paneel.n[s, t])
        weg = (vraag.indicator, paneel.scholen[s], int(paneel.cohorten[t])) in verborgen
        laagste = (n - 1) // breedte * breedte + 1 if weg else n
        van, tot = van + laagste, tot + (laagste + breedte - 1 if weg else n)
    return van, tot


@dataclass(frozen=True)
class _Toets:
    """All questions worked out, with the power that is published of each (percent)."""

    gevraagd: Onderzoek
    krachten: Mapping[str, float]
    schuiven: Mapping[str, Verschuiving]

    def macht(self, naam: str) -> dict[str, float | None]:
        return {"kracht": self.krachten.get(naam)}

    def verteld(self, wijzigingen: Collection[Wijziging]) -> dict[str, dict[str, Any]]:
        """Per question the columns that follow from the counts, as coarse as they have to be."""
        echt = self._uitgewerkt(None)
        andere = [self._uitgewerkt(wijziging) for wijziging in wijzigingen]
        return {naam: _grof(antwoord, [een[naam] for een in andere]) for naam, antwoord in echt.items()}

    def _uitgewerkt(self, wijziging: Wijziging | None) -> dict[str, _Antwoord]:
        """Every question, with one other count."""
        metingen = {naam: self.gevraagd.meting(naam, wijziging) for naam in self.gevraagd.proeven}
        families = {v.naam: v.familie for v in self.gevraagd.plan.vraag}
        p = holm_per_familie({naam: m.uitkomst.p for naam, m in metingen.items()}, families)
        return {
            o.vraag.naam: self._antwoord(o, metingen.get(o.vraag.naam), p.get(o.vraag.naam))
            for o in self.gevraagd.vragen
        }

    def _antwoord(self, opzet: Opzet, meting: Meting | None, p_holm: float | None) -> _Antwoord:
        vraag = opzet.vraag
        vooraf = self.gevraagd.stand[vraag.naam] == VOORAF
        anders = len(self.gevraagd.gewijzigd) + len(self.gevraagd.afwijkingen(opzet))
        if meting is None:
            gegevens = Gegevens(opzet.uitkomst, vraag.kleinste_effect, vooraf=vooraf, afwijkingen=anders)
            return _Antwoord(gegevens)
        gegevens = Gegevens(
            self.schuiven[vraag.naam].uitkomst(meting.uitkomst),
            vraag.kleinste_effect,
            p_holm=p_holm,
            kracht=self.krachten[vraag.naam] / 100,
            p_voortrend=meting.p_voortrend,
            p_placebo=meting.p_placebo,
            zonder_een=meting.zonder_een,
            p_bestuur=meting.p_bestuur,
            vooraf=vooraf,
            afwijkingen=anders,
        )
        return _Antwoord(gegevens)


@dataclass(frozen=True)
class _Antwoord:
    """All that decides the conclusion of a question, and what is told of it at each coarseness."""

    gegevens: Gegevens

    @property
    def graad(self) -> str:
        return concludeer(self.gegevens).graad

    def rij(self, stap: int) -> Rij:
        """The values of _VERTELD in steps of so many percentage points."""
        grof = replace(self.gegevens, uitkomst=_naar_buiten(self.gegevens.uitkomst, stap))
        conclusie, uitkomst = concludeer(grof), grof.uitkomst
        return (
            conclusie.graad,
            conclusie.tak,
            "; ".join(conclusie.voorbehouden),
            None if uitkomst.schatting is None else dichtbij(uitkomst.schatting, stap),
            _einde(uitkomst.laag),
            _einde(uitkomst.hoog),
            "" if uitkomst.p is None else p_klasse(uitkomst.p),
            _ja_nee(grof.p_voortrend),
            _ja_nee(grof.p_placebo),
        )


def _naar_buiten(uitkomst: Uitkomst, stap: int) -> Uitkomst:
    """With an interval that ends at whole steps."""
    laag, hoog = uitkomst.laag, uitkomst.hoog
    return replace(
        uitkomst,
        laag=None if laag is None else omlaag(laag, stap),
        hoog=None if hoog is None else omhoog(hoog, stap),
    )


def _einde(grens: float | None) -> float | None:
    return None if grens is None or isinf(grens) else grens


def _grof(echt: _Antwoord, andere: Collection[_Antwoord]) -> dict[str, Any]:
    """The finest that is the same with every other count."""
    stap = fijnste(echt, andere, _Antwoord.rij, STAPPEN)
    if stap is not None:
        geen = echt.gegevens.uitkomst.schatting is None
        told = dict(zip(_VERTELD, echt.rij(stap), strict=True))
        return {"status": GETOOND, "stap": None if geen else stap, **told}
    if all(een.graad == echt.graad for een in andere):
        return {"status": ALLEEN_GRAAD, "graad": echt.graad}
    return {"status": NIET_GETOOND}


def p_klasse(p: float, grenzen: Sequence[float] = P_GRENZEN) -> str:
    """Between which of these ends a p lies, in words."""
    grens = next((grens for grens in grenzen if p <= grens), None)
    return f"p groter dan {_twee(grenzen[-1])}" if grens is None else f"p hoogstens {_twee(grens)}"


def _twee(p: float) -> str:
    return f"{p:.2f}".replace(".", ",")


def _ja_nee(p: float | None) -> str:
    """Whether nothing was seen where nothing should be."""
    if p is None:
        return TE_WEINIG
    return UITEEN if p <= ALFA else GELIJK


def _vast(gevraagd: Onderzoek, opzet: Opzet, plaats: int) -> dict[str, Any]:
    """What does not follow from k of any school."""
    vraag, plan, uitkomst, paneel = opzet.vraag, gevraagd.plan, opzet.uitkomst, opzet.paneel
    return {
        "volgorde": plaats,
        "vraag": vraag.naam,
        "tekst": vraag.vraag,
        "estimand": vraag.estimand,
        "indicator": vraag.indicator,
        "familie": vraag.familie,
        "horizon": vraag.horizon,
        "toewijzing": vraag.toewijzing,
        "kleinste_effect": vraag.kleinste_effect,
        "placebo_uitkomsten": ", ".join(vraag.placebo_uitkomsten),
        "scholen_met": uitkomst.scholen_met,
        "scholen_zonder": uitkomst.scholen_zonder,
        "cohort": None if paneel is None else int(paneel.cohorten[0]),
        "tot": None if paneel is None else int(paneel.cohorten[-1]),
        "reden": uitkomst.geen,
        "p_kleinste": uitkomst.p_kleinste,
        "stand": gevraagd.stand[vraag.naam],
        "plan_versie": plan.versie,
        "plan_hash": short_hash(plan.hash()),
        "opgesteld": "" if plan.opgesteld is None else plan.opgesteld.isoformat(),
    }
