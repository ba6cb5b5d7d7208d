"""A release with invented figures in the schema of the real one, for tests of charts, tables and sentences.

Only the shape is real: every status occurs, small cells are hidden, later measurements do not exist yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from pipeline.vocabulary.meetmoment import Peildata
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.vocabulary.tables import bestemmingen

EERSTE = 2014
BESTUREN = (
    "Stichting De Brug",
    "Stichting Haven",
    "Het Getij",
    "Koersvast Onderwijs",
    "Maasoever",
    "Polderlicht",
)
NAMEN = (
    "De Werf", "Het Kompas", "De Schakel", "Het Baken", "De Ankerplaats", "Het Roer", "De Sluis", "De Kade",
    "Het Dok", "De Loods", "Het Vlot", "De Mast", "Het Zeil", "De Reling", "De Boei",
    "Praktijkschool voor Techniek, Groen en Zorg De Dijk",
)  # fmt: skip
_CODES = {
    "ARB_REG": 0.24, "ARB_GAR": 0.1, "ARB_BES": 0.04, "ARB_BBL": 0.09, "MBO_BOL": 0.29, "VMBO": 0.01,
    "PRO": 0.01, "VSO": 0.01, "DAG_ARB": 0.04, "DAG_ACT": 0.03, "TRAJECT": 0.03, "GEEN": 0.05,
    "BUITENLAND": 0.01, "OVERLEDEN": 0.0, "ONBEKEND": 0.05,
}  # fmt: skip
_KANSEN = {
    "P1": (0.93, 0.91, "U"), "P2": (0.42, 0.66, "U"), "P3": (0.35, 0.58, "U"), "K1": (1.0, 0.74, "U"),
    "UIT": (0.9, 0.14, "U"), "I": (1.0, 0.95, "U"), "B1_1": (0.76, 0.83, "V2"), "B1_2": (0.7, 0.76, "V4"),
    "B3_RUIM": (0.24, 0.6, "V4"), "B3_STRIKT": (0.24, 0.37, "V4"), "R_U": (1.0, 0.95, "U"),
    "R_V1": (1.0, 0.91, "V1"), "R_V2": (1.0, 0.87, "V2"), "R_V3": (1.0, 0.82, "V3"),
    "R_V4": (1.0, 0.78, "V4"),
}  # fmt: skip
INSTELLINGEN = {
    "cohort.teldatum": "10-01", "definities.beschut_is_werk": "True",
    "definities.contract_maanden": "6", "definities.uren_minimum": "12", "drempels.noemer": "10",
    "drempels.telling": "5", "koppeling.drempel": "0.99", "koppeling.marge": "5.0",
    "peildata.U": "11-01", "peildata.V1": "04-01", "peildata.V2": "11-01",
    "peildata.V3": "04-01", "peildata.V4": "11-01", "regio.naam": "Rijnmond",
}  # fmt: skip
_GETALLEN = ("n", "k", "pct", "laag", "hoog", "onbekend", "aandeel_onbekend", "ondergrens", "bovengrens")
VIJANDIG = (
    "<script>alert('x')</script>",
    "a | b * c _d_ **e** `f` ~g~ ^h^",
    "[x](http://voorbeeld.test) http://voorbeeld.test ![y](z.png)",
    "$x^2$ en @fig-koers [@convenant2016] {#sec-x} #let",
    '=HYPERLINK("http://voorbeeld.test") +1 -2',
    "O'Neill \"De Brug\" -- 'Zuid'... \\alpha &amp; <!--x-->",
    "{{< env HOME >}} ::: {.cell} /*STYLE*/ {{style}} // # x",
    'onload="x" href="http://voorbeeld.test" id="a"',
    "Aanhetnieuwewatervoorbereidingsonderwijsgemeenschap" * 2,
)
"""Names that mean something to a browser, Markdown, Quarto, typst, a spreadsheet or a narrow column."""
_LEZINGEN = (
    ("B1_2", "cbs", "wie werk had, heeft werk (B4)", "CBS", "naar CBS", 74.2, None, -20.0),
    ("B1_2", "onbekend_buiten", "wie onbekend is, telt niet mee", "sector", "monitor", 74.2, 10.0, None),
    ("B2", "vlak", "elke plek telt", "eigen keuze", "Toeleiding", 70.9, 3.0, 4.0),
    ("P1", "geen_buiten", "wie geen werk heeft, telt niet mee", "sector", "Sectorraad", None, None, None),
    ("P2", "beschut_geen_werk", "beschut werk is geen werk", "convenant", "convenant", 63.2, -1.5, -1.0),
    ("P2", "mbo_buiten", "mbo telt niet mee", "convenant", "convenant", 63.2, 5.0, 6.0),
    ("P2", "onbekend_buiten", "onbekend telt niet mee", "eigen keuze", "Toeleiding", 63.2, 0.0, 0.5),
    ("P2", "zonder_perspectief_mee", "leeg telt mee", "eigen keuze", "Toeleiding", 63.2, -2.0, 0.0),
)
"""Readings with every kind of difference: indicator, code, name, whose, source, own %, low, high."""
_EFFECT_VAST = {
    "tekst": "Vinden leerlingen vaker werk?", "estimand": "Het gemiddelde verschil in P2.", "indicator": "P2",
    "familie": "innovatieplannen", "horizon": 3, "toewijzing": "school", "kleinste_effect": 10.0,
    "placebo_uitkomsten": "R_U", "scholen_met": 11, "scholen_zonder": 5, "cohort": EERSTE, "reden": "",
    "p_kleinste": 0.0002, "kracht": 80.0,
    "status": "getoond", "stap": None, "graad": None, "tak": None, "voorbehouden": None, "schatting": None,
    "laag": None, "hoog": None, "p": None, "gelijk_op": None, "placebo": None,
    "stand": "achteraf opgesteld", "plan_versie": "1", "plan_hash": "36402b216ba9", "opgesteld": "",
}  # fmt: skip
_EFFECT: dict[str, dict[str, Any]] = {
    "plaatsing": {
        "stap": 3, "graad": "niet aan te tonen", "tak": "niet, en open",
        "voorbehouden": "het analyseplan is achteraf opgesteld; het verschil hangt aan één school",
        "schatting": 3.0, "laag": -6.0, "hoog": 12.0, "p": "p groter dan 0,10", "gelijk_op": "ja",
        "placebo": "te weinig gegevens", "kracht": 80.0,
    },
    "bestendigheid": {
        "status": "alleen de conclusie", "graad": "aanwijzing voor een verschil", "kracht": 35.0,
        "indicator": "B1_2",
    },
    "werken": {"status": "niet getoond", "kracht": 20.0},
    "mbo": {
        "graad": "geen uitspraak mogelijk", "tak": "geen schatting", "voorbehouden": "", "cohort": None,
        "tot": None, "scholen_zonder": 0, "p": "", "gelijk_op": "te weinig gegevens",
        "placebo": "te weinig gegevens", "kracht": None,
        "reden": "er zijn geen scholen zonder plan om mee te vergelijken",
    },
}  # fmt: skip
"""Questions with every kind of answer."""
_JAREN: dict[str, tuple[tuple[float | None, ...] | str, ...]] = {
    "plaatsing": (
        (3.0, -9.0, 15.0, 3, 3, 5), "niet getoond", (2.0, -10.0, 12.0, 2, 5, 3), (6.0, 2.0, 18.0, 2, 2, 3),
        (0.0, None, 12.0, 2, None, 3),
    ),
    "bestendigheid": ((-6.0, -20.0, -2.0, 1, 2, 2), (0.0, -12.0, 9.0, 2, 3, 3), *["niet getoond"] * 3),
    "werken": ("niet getoond",) * 5,
    "klein": ("te weinig scholen",) * 5,
}  # fmt: skip
"""From two years before the start on: a difference with its ends and steps, or why there is none."""
_CONTROLES: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "plaatsing": (
        ("zonder een school", {"laag": 1.0, "hoog": 6.0, "stap_laag": 1, "stap_hoog": 2}),
        ("per bestuur", {"p": "p groter dan 0,10"}),
        ("did2s", {"schatting": 3.0, "laag": -4.0, "hoog": 10.0, "stap": 1, "stap_laag": 2, "stap_hoog": 5}),
        ("Sun-Abraham", {"status": "niet getoond"}),
        ("Callaway-Sant'Anna", {"schatting": 6.0, "stap": 3}),
        ("wild cluster bootstrap", {"p": "p hoogstens 0,05"}),
        ("niet parallel", {"maat": 1.5, "stap_maat": 0.5}),
    ),
    "bestendigheid": (
        ("zonder een school", {"status": "niet getoond"}),
        ("per bestuur", {"status": "niet te maken", "reden": "de besturen begonnen niet tegelijk"}),
        ("did2s", {"schatting": -4.0, "laag": -9.0, "hoog": 2.0, "stap": 1, "stap_laag": 1, "stap_hoog": 1}),
        ("niet parallel", {"stap_maat": 0.5}),
    ),
    "werken": (("zonder een school", {"status": "niet getoond"}), ("did2s", {"status": "niet getoond"})),
}
"""Checks with every kind of outcome."""
_OVERNAME = ("cohort", "schooljaar", "stand")
_SAMEN = ("cohort", "tot", "indicator", "niveau", "eenheid", "n", "k", "pct", "laag", "hoog", "status")
_TABELLEN = (
    "cijfers",
    "samen",
    "eenheden",
    "stroom",
    "leveringen",
    "doelen",
    "esf",
    "innovatieplannen",
    "aanbevelingen",
    "zelfevaluatie",
    "werkoverleg",
    "caseload",
    "aansluiting",
    "achtergrond",
    "defecten",
    "hersteld",
    "koppeling",
    "gevoeligheid",
    "varianten",
    "effect",
    "effect_kracht",
    "effect_omvang",
    "effect_per_jaar",
    "effect_robuust",
    "effect_afwijkingen",
    "regios",
    "overgenomen",
    "wijzigingen",
    "definities",
    "instellingen",
)


def _opgeteld(found: pd.DataFrame) -> dict[str, Any]:
    if (found["status"] != "gemeten").any():
        return dict.fromkeys(_SAMEN[5:10]) | {"status": "niet getoond"}
    k, n = int(found["k"].sum()), int(found["n"].sum())
    laag, hoog = _wilson(k, n)
    return {"n": n, "k": k, "pct": 100 * k / n, "laag": laag, "hoog": hoog, "status": "gemeten"}


@dataclass(frozen=True)
class FakeRelease:
    """An opened release: a manifest, and tables by name. `zonder` leaves indicators out ("niet gemeten")."""

    jaar: Schooljaar = field(default_factory=lambda: Schooljaar(2023))
    voorbeeldgegevens: bool = True
    scholen: int = len(NAMEN)
    zonder: tuple[str, ...] = ()
    alles_verborgen: bool = False
    vijandig: bool = False
    instellingen: Mapping[str, str] = field(default_factory=lambda: INSTELLINGEN)
    overgenomen: tuple[tuple[int, str, str], ...] = ()
    """Cohorts that were taken over: start year, school year and stand of the report they come from."""
    seed: int = 7

    sha256: str = "0f" * 32

    @property
    def meta(self) -> dict[str, Any]:
        return {
            "schooljaar": self.jaar.label,
            "stand": f"{self.jaar.eind}-12-31",
            "voorbeeldgegevens": self.voorbeeldgegevens,
            "sleutel_id": "demo-4f1c",
            "versions": {"toeleiding": "0.1.0", "definities": "1"},
            "bescherming": {
                "waarden_per_verborgen_getal": 3,
                "kopcijfers_per_school": {"cellen": 40, "getoond": 31},
                "vergroofd": {"2016-2017": "codes, scholen"},
            },
        }

    def table(self, name: str) -> pd.DataFrame:
        return self._tables[name].copy()

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        tables = {name: pd.DataFrame(list(getattr(self, f"_{name}")())) for name in _TABELLEN}
        tables["overgenomen"] = tables["overgenomen"].reindex(columns=_OVERNAME)
        names = {"effect_kracht": ("vraag", "effect", "kracht"), "effect_afwijkingen": ("vraag", "afwijking")}
        tables |= {name: tables[name].reindex(columns=columns) for name, columns in names.items()}
        tables["samen"] = tables["samen"].reindex(columns=_SAMEN)
        return _vijandig(tables) if self.vijandig else tables

    def _cohorten(self) -> list[Schooljaar]:
        return [Schooljaar(start) for start in range(EERSTE, self.jaar.start + 1)]

    def _eenheden(self) -> Iterator[dict[str, Any]]:
        for cohort in self._cohorten():
            for i in range(self.scholen):
                yield {
                    "cohort": cohort.start, "school": f"99A{chr(65 + i)}00", "naam": NAMEN[i],
                    "bestuur": BESTUREN[i % len(BESTUREN)], "schooltype": "PRO" if i % 5 < 3 else "VSO",
                }  # fmt: skip

    def _cijfers(self) -> Iterator[dict[str, Any]]:
        for cohort in self._cohorten():
            scholen = [e for e in self._eenheden() if e["cohort"] == cohort.start]
            yield from self._van_cohort(cohort, scholen)

    def _samen(self) -> Iterator[dict[str, Any]]:
        """The headlines of three cohorts together, shown where each of them is."""
        rows = pd.DataFrame(self._cijfers())
        rows = rows[rows["indicator"].isin(["P1", "P2", "B1_1", "B1_2"]) & (rows["niveau"] != "schooltype")]
        for van in range(2014, self.jaar.start - 3, 3):
            years = rows[rows["cohort"].between(van, van + 2)]
            for names, found in years.groupby(["indicator", "niveau", "eenheid"]):
                row = {"cohort": van, "tot": van + 2, **dict(zip(_SAMEN[2:5], names, strict=True))}
                yield row | _opgeteld(found)

    def _van_cohort(self, cohort: Schooljaar, scholen: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        rng = np.random.default_rng([self.seed, cohort.start])
        aantallen = rng.integers(32, 62, len(scholen))
        verdeling = rng.multinomial(aantallen, list(_CODES.values()))
        klassen = {b.code: b.klasse for b in bestemmingen()}
        for soort, namen in (("code", list(_CODES)), ("klasse", list(dict.fromkeys(klassen.values())))):
            for naam in namen:
                kolommen = [i for i, code in enumerate(_CODES) if naam in (code, klassen[code])]
                telling = verdeling[:, kolommen].sum(axis=1)
                yield from self._niveaus("D", naam, soort, cohort, scholen, aantallen, telling, "U")
        for indicator, (aandeel, kans, moment) in _KANSEN.items():
            n = rng.binomial(aantallen, aandeel)
            groei = 0.006 * (cohort.start - EERSTE) - (0.04 if cohort.start in (2019, 2020) else 0)
            k = rng.binomial(n, min(kans - 0.03 + groei, 0.99))
            yield from self._niveaus(indicator, "", "", cohort, scholen, n, k, moment)
        over = rng.binomial(aantallen, 0.45)
        for moment in ("V1", "V2", "V3", "V4"):
            n = rng.binomial(over, 0.9)
            over = rng.binomial(n, 0.93)
            yield from self._niveaus(f"BW_{moment}", "", "", cohort, scholen, n, over, moment)
        yield from self._stromen(cohort, scholen, aantallen)
        yield from self._eerste_werk(cohort, scholen, aantallen)

    def _eerste_werk(
        self, cohort: Schooljaar, scholen: list[dict[str, Any]], aantallen: Any
    ) -> Iterator[dict[str, Any]]:
        """Who worked, of how many it is known when that began, and who had by the end of each quarter."""
        rng = np.random.default_rng([self.seed, cohort.start, 3])
        n = rng.binomial(aantallen, 0.35)
        werkte = rng.binomial(n, 0.8)
        k = rng.binomial(werkte, 0.9)
        yield from self._niveaus("T_WERK", "", "", cohort, scholen, n, werkte, "V4")
        yield from self._niveaus("T_BEKEND", "", "", cohort, scholen, n, k, "V4")
        for kwartaal, deel in ((6, 0.9), (4, 0.9), (2, 0.85), (1, 0.7)):
            k = rng.binomial(k, deel)
            yield from self._niveaus(f"T_{kwartaal}", "", "", cohort, scholen, n, k, "V4")

    def _stromen(
        self, cohort: Schooljaar, scholen: list[dict[str, Any]], aantallen: Any
    ) -> Iterator[dict[str, Any]]:
        """From work, from none, and from nothing at all, who are some of the second."""
        rng = np.random.default_rng([self.seed, cohort.start, 2])
        for moment in ("V2", "V4"):
            met, zonder, niets = (rng.binomial(aantallen, deel) for deel in (0.4, 0.35, 0.08))
            werk, uit_plek, uit_niets = (
                rng.binomial(n, kans) for n, kans in ((met, 0.8), (zonder, 0.2), (niets, 0.4))
            )
            for code, n, k in (
                ("WW", met, werk),
                ("WZ", met, rng.binomial(met - werk, 0.3)),
                ("NW", zonder + niets, uit_plek + uit_niets),
                ("NZ", zonder + niets, rng.binomial(zonder - uit_plek, 0.1)),
                ("GW", niets, uit_niets),
            ):
                yield from self._niveaus(f"{code}_{moment}", "", "", cohort, scholen, n, k, moment)

    def _niveaus(
        self, indicator: str, klasse: str, soort: str, cohort: Schooljaar, scholen: list[dict[str, Any]],
        n: Any, k: Any, moment: Any,
    ) -> Iterator[dict[str, Any]]:  # fmt: skip
        groepen = {("regio", "regio"): list(range(len(scholen)))}
        for i, school in enumerate(scholen):
            for niveau in ("schooltype", "bestuur", "school"):
                if soort != "code" or niveau == "schooltype":
                    groepen.setdefault((niveau, school[niveau]), []).append(i)
        for (niveau, eenheid), wie in groepen.items():
            rij = {
                "indicator": indicator, "klasse": klasse, "soort_klasse": soort, "cohort": cohort.start,
                "niveau": niveau, "eenheid": eenheid, "definitie_versie": "1",
            }  # fmt: skip
            yield rij | self._cel(indicator, cohort, moment, niveau, int(n[wie].sum()), int(k[wie].sum()))

    def _cel(
        self, indicator: str, cohort: Schooljaar, moment: Any, niveau: str, n: int, k: int
    ) -> dict[str, Any]:
        status = self._status(indicator, cohort, moment, niveau, n, k)
        if status != "gemeten":
            return dict.fromkeys(_GETALLEN) | {"status": status}
        laag, hoog = _wilson(k, n)
        onbekend = (n - k) // 4
        bekend = {"n": n, "k": k, "pct": 100 * k / n, "laag": laag, "hoog": hoog, "status": status}
        if onbekend < 5 and niveau != "regio":
            return bekend | dict.fromkeys(("onbekend", "aandeel_onbekend", "ondergrens", "bovengrens"))
        return bekend | {
            "onbekend": onbekend,
            "aandeel_onbekend": 100 * onbekend / n,
            "ondergrens": 100 * k / n,
            "bovengrens": 100 * (k + onbekend) / n,
        }

    def _status(self, indicator: str, cohort: Schooljaar, moment: Any, niveau: str, n: int, k: int) -> str:
        if Peildata().peildatum(moment, cohort).isoformat() > self.meta["stand"]:
            return "nog niet te meten"
        if indicator in self.zonder:
            return "niet gemeten"
        if n == 0:
            return "geen waarde"
        klein = n < 10 or 0 < k < 5 or 0 < n - k < 5
        return "niet getoond" if self.alles_verborgen or (klein and niveau != "regio") else "gemeten"

    def _stroom(self) -> Iterator[dict[str, Any]]:
        stappen = (
            ("geleverd", "geleverde rijen in uitstroomlijsten", "totaal", 1023),
            ("dubbel", "dezelfde rij nog eens", "af", 12),
            ("vervangen", "vervangen door een latere rij", "af", 240),
            ("zonder_persoon", "leerling niet vast te stellen", "af", 2),
            ("zonder_school", "school niet vast te stellen", "af", 1),
            ("zonder_schooljaar", "schooljaar niet vast te stellen", "af", 0),
            ("eerdere_school", "eerdere uitschrijving van dezelfde leerling", "af", 23),
            ("schoolverlaters", "schoolverlaters", "totaal", 745),
            ("ander_perspectief", "geen perspectief arbeid", "af", 401),
            ("zonder_perspectief", "perspectief niet ingevuld", "af", 12),
            ("perspectief_arbeid", "schoolverlaters met perspectief arbeid", "totaal", 332),
            ("naar_school", "naar een andere school voor pro of vso", "af", None),
            ("vertrokken", "naar het buitenland of overleden", "af", None),
            ("noemer_p2", "tellen mee voor plaatsing (convenant)", "totaal", 312),
            ("geplaatst", "met werk", "waarvan", 215),
        )
        for cohort in self._cohorten():
            for volgorde, (stap, label, soort, aantal) in enumerate(stappen):
                yield {
                    "cohort": cohort.start, "volgorde": volgorde, "stap": stap, "label": label,
                    "soort": soort, "aantal": aantal,
                }  # fmt: skip

    def _leveringen(self) -> Iterator[dict[str, Any]]:
        for i, bron in enumerate(("uitstroom", "intergrip", "doelen", "esf")):
            yield {
                "levering": f"{bron} {self.jaar.eind}", "bron": bron,
                "leverdatum": str(self.jaar.eind), "leveringen": 16 - i, "sha256": f"{i}a5f" * 16,
                "rijen": 800 + i, "behouden": 780 + i, "dubbel": 5, "vervangen": 12, "quarantaine": 3,
            }  # fmt: skip

    def _doelen(self) -> Iterator[dict[str, Any]]:
        for cohort in self._cohorten():
            for i, bestuur in enumerate(BESTUREN):
                yield _doel(cohort, "bestuur", bestuur, "P2", 65.0 + i)
            for eenheid in self._eenheden():
                if eenheid["cohort"] == cohort.start:
                    yield _doel(
                        cohort, "school", eenheid["school"], "P2", 60.0 + ord(eenheid["school"][3]) % 20
                    )

    def _esf(self) -> Iterator[dict[str, Any]]:
        for periode, baten, pct in (("2016-2017", 412000.0, 45.0), ("2017-2018", 398500.0, 50.01)):
            bestemd = baten * pct / 100
            yield {
                "aanvraag": f"VSO-PrO Rijnmond {periode}", "periode": periode, "gerealiseerde_baten": baten,
                "percentage": pct, "bedrag_bestemd": bestemd, "besteed_arbeidstoeleiding": bestemd * 0.6,
                "besteed_nazorg": bestemd * 0.3,
            }  # fmt: skip

    def _innovatieplannen(self) -> Iterator[dict[str, Any]]:
        names = ("plan", "begin", "einde", "budget", "indicator", "score", "schaal")
        jaar = self.jaar.eind
        for row in (
            ("Jobcoach vanaf leerjaar drie", "2017-09-01", "2019-07-31", 91000.0, "P2", 7.5, 10),
            ("Eén stagebureau", f"{jaar - 1}-09-01", None, 51000.0, "B1_2", None, 10),
            ("Ouders aan tafel", None, None, None, None, 4.0, 5),
            ("Warme overdracht", "2018-09-01", "2020-07-31", 27000.0, "P1", None, 10),
        ):
            yield dict(zip(names, row, strict=True))

    def _aanbevelingen(self) -> Iterator[dict[str, Any]]:
        names = (
            "aanbeveling",
            "eigenaar",
            "uiterlijk",
            "status",
            "gewijzigd",
            "dagen_te_laat",
            "verandering",
        )
        dag, lijst = f"{self.jaar.eind}-10-02", f"{self.jaar.eind}-04-20"
        for row in (
            ("Bel oud-leerlingen ook na twee jaar", "SCHOOL", dag, "OPEN", lijst, 90, "nog open"),
            ("Deel vacatures", "BESTUUR", None, "IN_UITVOERING", lijst, None, "nieuw"),
            ("Leg de reden vast", None, dag, "UITGEVOERD", lijst, None, "afgerond"),
            ("Toets het advies", "MBO", dag, "NIET_OVERGENOMEN", None, None, "was al af"),
        ):
            rapport = {"rapport": f"Toetsing {self.jaar.plus(-1)}"}
            yield rapport | dict(zip(names, row, strict=True))

    def _zelfevaluatie(self) -> Iterator[dict[str, Any]]:
        for cohort in self._cohorten():
            for i, element in enumerate([*(f"A{n}" for n in range(1, 15)), *(f"S{n}" for n in range(1, 14))]):
                few = element == "A9" or self.alles_verborgen
                yield {
                    "schooljaar": cohort.start, "element": element, "partners": 4 if few else 9,
                    "gemiddelde": None if few else 2.8 + (i + cohort.start) % 7 / 5,
                }  # fmt: skip

    def _werkoverleg(self) -> Iterator[dict[str, Any]]:
        """24 per cluster in each of two quarters; in the first of these two clusters are hidden."""
        for quarter, size in (("2", 1), ("4", 1), ("alle", 2)):
            for cluster in ("1", "2", "3", "alle"):
                times = size * (3 if cluster == "alle" else 1)
                hidden = self.alles_verborgen or (quarter, cluster) in (("2", "1"), ("2", "2"))
                for soort, aantal in (("besproken", 24), ("traject", 14), ("negatief", 6)):
                    yield {
                        "schooljaar": self.jaar.start, "kwartaal": quarter, "cluster": cluster,
                        "soort": soort, "aantal": None if hidden else aantal * times,
                    }  # fmt: skip

    def _regios(self) -> Iterator[dict[str, Any]]:
        """Haaglanden has P1, hides P2 and has K1 by another definition; Drechtsteden sent nothing."""
        names = ("regio", "stand", "sha256", "cohort", "indicator", "n", "k", "pct", "laag", "hoog", "status")
        own = ("Haaglanden", "2024-12-31", "0123456789ab", self.jaar.start)
        told = (400, 300, 75.0, 70.5, 79.0, "gemeten")
        for indicator, numbers, versie in (
            ("P1", told, "1"),
            ("P2", (None,) * 5 + ("niet getoond",), "1"),
            ("K1", told, "0"),
        ):
            yield dict(zip(names, (*own, indicator, *numbers), strict=True)) | {"definitie_versie": versie}
        yield dict.fromkeys((*names, "definitie_versie")) | {
            "regio": "Drechtsteden",
            "status": "geen release",
        }

    def _aansluiting(self) -> Iterator[dict[str, Any]]:
        """Ten of every kind, more where they were expected, one hidden cell; nobody was expected in GEEN."""
        klassen = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")
        counts: dict[tuple[str, str, str], int | None] = {}
        for van in klassen:
            own = [0 if van == "GEEN" else 60 if van == naar else 10 for naar in klassen]
            counts |= {("verwacht", van, naar): n for naar, n in zip(klassen, own, strict=True)}
            counts["verwacht", van, "alle"] = sum(own)
        counts["verwacht", "LEREN", "ONBEKEND"] = None
        for onderwerp, own_counts in {
            "mbo": {"aangemeld": 100, "aangeboden": 80, "ingeschreven": 60},
            "overdracht": {"bekend": 150, "gedaan": 120},
            "overleg": {"besproken": 15, "traject": 12, "traject en werk": 9},
            "uitkomst": {"werk": None, "opleiding": 5, "afgebroken": None, "anders": 0},
        }.items():
            counts |= {(onderwerp, "", naar): n for naar, n in own_counts.items()}
        for (onderwerp, van, naar), aantal in counts.items():
            yield {
                "schooljaar": self.jaar.start, "onderwerp": onderwerp, "van": van, "naar": naar,
                "aantal": None if self.alles_verborgen else aantal,
            }  # fmt: skip

    def _achtergrond(self) -> Iterator[dict[str, Any]]:
        """Three municipalities, one hidden but for its total, and elsewhere; and the profiles."""
        klassen = ("WERK", "LEREN", "DAGBESTEDING", "GEEN", "ONBEKEND")
        gemeenten: dict[str, tuple[int | None, ...]] = {
            "0599": (80, 60, 20, 10, 10), "0606": (20, 10, None, 5, None), "0613": (None,) * 5,
            "1963": (0,) * 5, "ELDERS": (6, 6, 0, 0, 0), "ONBEKEND": (0,) * 5,
        }  # fmt: skip
        totals = {"0606": 43, "0613": 8}
        counts: dict[tuple[str, str, str], int | None] = {}
        for groep, own in gemeenten.items():
            counts |= {("gemeente", groep, klasse): n for klasse, n in zip(klassen, own, strict=True)}
            counts["gemeente", groep, "alle"] = totals.get(groep, sum(filter(None, own)))
        for groep, werk, elders in (
            ("VERVOLGONDERWIJS", 10, 40),
            ("DAGBESTEDING", 0, 20),
            ("ONBEKEND", 5, 4),
        ):
            counts |= {("profiel", groep, "WERK"): werk, ("profiel", groep, "NIET_WERK"): elders}
            counts["profiel", groep, "alle"] = werk + elders
        for (kenmerk, groep, klasse), aantal in counts.items():
            yield {
                "schooljaar": self.jaar.start, "kenmerk": kenmerk, "groep": groep, "klasse": klasse,
                "aantal": None if self.alles_verborgen else aantal,
            }  # fmt: skip

    def _caseload(self) -> Iterator[dict[str, Any]]:
        """Every quarter 12 come and 12 leave."""
        left = {"erbij": 12, "eraf": 12, "contract": 6, "school": 6, "overdracht": 0, "anders": 0}
        for quarter in ("1", "2", "3", "4", "alle"):
            for soort, aantal in {"begin": 30, "eind": 30, **left}.items():
                times = 4 if quarter == "alle" and soort in left else 1
                hidden = self.alles_verborgen or (quarter == "3" and soort in ("contract", "school"))
                yield {
                    "schooljaar": self.jaar.start, "kwartaal": quarter, "soort": soort,
                    "aantal": None if hidden else aantal * times,
                }  # fmt: skip

    def _defecten(self) -> Iterator[dict[str, Any]]:
        yield {"bron": "uitstroom", "soort": "PGN faalt de controle", "aantal": 14}
        yield {"bron": "uitstroom", "soort": "GEEN zonder reden", "aantal": None}
        yield {"bron": "intergrip", "soort": "datum onleesbaar", "aantal": 6}

    def _hersteld(self) -> Iterator[dict[str, Any]]:
        yield {"bron": "uitstroom", "kolom": "gemeente", "soort": "voorloopnul teruggezet", "aantal": 1165}
        yield {"bron": "uitstroom", "kolom": "contract_begin", "soort": "tijd weggelaten", "aantal": None}
        yield {"bron": "esf", "kolom": "periode", "soort": "anders geschreven", "aantal": 2}

    def _koppeling(self) -> Iterator[dict[str, Any]]:
        names = ("bron", "methode", "aantal", "aandeel", "precisie", "volledigheid")
        for row in (
            ("uitstroom", "pgn", 2190, 98.0, None, None),
            ("uitstroom", "niet", 45, 2.0, None, None),
            ("intergrip", "pgn", 9870, 98.0, None, None),
            ("intergrip", "leerlingnummer", None, None, None, None),
            ("intergrip", "waarschijnlijkheid", 112, 1.1, 99.0, 94.0),
            ("intergrip", "dubbelzinnig", None, None, None, None),
            ("intergrip", "niet", 82, 0.8, None, None),
        ):
            yield dict(zip(names, row, strict=True))

    def _gevoeligheid(self) -> Iterator[dict[str, Any]]:
        for drempel in ("90%", "geen koppeling met een kans"):
            for indicator in ("P1", "P2", "B1_1", "B1_2"):
                verschil = None if indicator == "B1_2" else "minder dan 1 procentpunt"
                yield {"indicator": indicator, "drempel": drempel, "verschil": verschil}

    def _varianten(self) -> Iterator[dict[str, Any]]:
        names = ("indicator", "variant", "naam", "lezing", "bron", "pct_kop", "laag", "hoog")
        van = max(self.jaar.start - 2, EERSTE)
        for volgorde, row in enumerate(_LEZINGEN):
            cohorten = {"volgorde": volgorde, "cohort": van, "tot": self.jaar.start}
            yield cohorten | dict(zip(names, row, strict=True))

    def _effect(self) -> Iterator[dict[str, Any]]:
        """A question that is told in numbers, one of which only the grade is, one that is not told, and one
        without schools to compare with."""
        for volgorde, (vraag, told) in enumerate(_EFFECT.items()):
            yield {**_EFFECT_VAST, "volgorde": volgorde, "vraag": vraag, "tot": self.jaar.start, **told}

    def _effect_kracht(self) -> Iterator[dict[str, Any]]:
        for vraag, told in _EFFECT.items():
            if told["kracht"] is not None:
                for effect in (0, 5, 10, 15, 20):
                    yield {
                        "vraag": vraag,
                        "effect": float(effect),
                        "kracht": 5.0 + 4 * effect,
                    }

    def _effect_omvang(self) -> Iterator[dict[str, Any]]:
        for vraag in ("plaatsing", "bestendigheid"):
            yield {"vraag": vraag, "leerlingen_van": 200, "leerlingen_tot": 219}

    def _effect_per_jaar(self) -> Iterator[dict[str, Any]]:
        names = ("schatting", "laag", "hoog", "stap", "stap_laag", "stap_hoog")
        for volgorde, (vraag, told) in enumerate(_JAREN.items()):
            for tijd, row in enumerate(told, start=-2):
                status = row if isinstance(row, str) else "getoond"
                numbers = [None] * 6 if isinstance(row, str) else row
                yield {
                    "volgorde": volgorde, "vraag": vraag, "tijd": tijd, "status": status,
                    "scholen": 3 if status == "te weinig scholen" else 11,
                    **dict(zip(names, numbers, strict=True)),
                }  # fmt: skip

    def _effect_robuust(self) -> Iterator[dict[str, Any]]:
        names = (
            "reden",
            "schatting",
            "laag",
            "hoog",
            "stap",
            "stap_laag",
            "stap_hoog",
            "p",
            "maat",
            "stap_maat",
        )
        for volgorde, (vraag, checks) in enumerate(_CONTROLES.items()):
            for nummer, (controle, told) in enumerate(checks):
                fixed = {"volgorde": volgorde, "nummer": nummer, "vraag": vraag, "controle": controle}
                yield {**fixed, **dict.fromkeys(names), "status": "getoond", **told}

    def _effect_afwijkingen(self) -> Iterator[dict[str, Any]]:
        if self.scholen > 1:
            yield {
                "vraag": "bestendigheid",
                "afwijking": "School 99AA00 heeft een plan, maar geen cijfers voor deze uitkomst.",
            }

    def _overgenomen(self) -> Iterator[dict[str, Any]]:
        yield from (dict(zip(_OVERNAME, row, strict=True)) for row in self.overgenomen)

    def _wijzigingen(self) -> Iterator[dict[str, Any]]:
        """One that grew by a late school, one of too few to tell, and one of no measure in the report."""
        names = ("cohort", "indicator", "n_was", "k_was", "n", "k", "oorzaak", "status")
        cohort = self.jaar.start - 1
        for row in (
            (cohort, "P2", 400, 250, 420, 268, "nagekomen levering", "getoond"),
            (cohort, "P1", None, None, 900, 810, "correctie of aanvulling", "grootte niet getoond"),
            (cohort, "BW_V2", 300, 200, 310, 210, "nagekomen levering", "getoond"),
        ):
            yield dict(zip(names, row, strict=True))

    def _definities(self) -> Iterator[dict[str, Any]]:
        from pipeline.indicators.overzichten import definitietabel

        yield from definitietabel().to_dict("records")

    def _instellingen(self) -> Iterator[dict[str, Any]]:
        for naam, waarde in self.instellingen.items():
            yield {"naam": naam, "waarde": waarde}


def _vijandig(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The same release with the worst names in every place where people type: boards, schools, ESF."""
    besturen = dict(zip(BESTUREN, VIJANDIG, strict=False))
    for name, column in (("cijfers", "eenheid"), ("doelen", "eenheid"), ("eenheden", "bestuur")):
        tables[name][column] = tables[name][column].replace(besturen)
    scholen = {naam: VIJANDIG[i % len(VIJANDIG)] + f" {i}" for i, naam in enumerate(NAMEN)}
    tables["eenheden"]["naam"] = tables["eenheden"]["naam"].replace(scholen)
    for name, column in (
        ("esf", "aanvraag"),
        ("innovatieplannen", "plan"),
        ("aanbevelingen", "aanbeveling"),
        ("defecten", "soort"),
        ("leveringen", "leverdatum"),
    ):
        tables[name][column] = [f"{VIJANDIG[-1 - i]} {name}" for i in range(len(tables[name]))]
    return tables


def _doel(cohort: Schooljaar, niveau: str, eenheid: str, indicator: str, doel: float) -> dict[str, Any]:
    return {
        "schooljaar": cohort.start,
        "niveau": niveau,
        "eenheid": eenheid,
        "indicator": indicator,
        "doel": doel,
    }


def _wilson(k: int, n: int) -> tuple[float, float]:
    z, p = 1.959964, k / n
    midden, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return 100 * (midden - half) / (1 + z * z / n), 100 * (midden + half) / (1 + z * z / n)
