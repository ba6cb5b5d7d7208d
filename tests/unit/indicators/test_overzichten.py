"""The tables beside the figures: the way from rows to leavers, deliveries, defects, targets and ESF."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from pipeline.indicators.compute import compute_cijfers
from pipeline.indicators.overzichten import compute_overzichten
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings
from tests.support.panel import Levering, microdata

EARLY, LATE = date(2017, 11, 20), date(2018, 4, 20)
FIRST = Levering(
    "uitstroom",
    [
        {"persoon": "a", "perspectief_arbeid": "J", "bestemming": "ARB_REG"},
        {"persoon": "a", "perspectief_arbeid": "J", "bestemming": "ARB_REG", "lot": "dubbel"},
        {"persoon": "b", "perspectief_arbeid": "J", "bestemming": "ONBEKEND"},
        {"persoon": "c", "perspectief_arbeid": "J", "bestemming": "VSO"},
        {"persoon": "d", "perspectief_arbeid": "J", "bestemming": "BUITENLAND"},
        {"persoon": "e", "perspectief_arbeid": "N", "bestemming": "DAG_ARB"},
        {"persoon": "f", "defecten": ["datum_uitstroom: geen geldige datum"]},
        {"persoon": "g", "brin": "99BB00", "datum_uitstroom": date(2016, 12, 1), "bestemming": "PRO"},
        {
            "persoon": "g",
            "datum_uitstroom": date(2017, 7, 1),
            "perspectief_arbeid": "J",
            "bestemming": "GEEN",
        },
        {"lot": "quarantaine", "quarantaine_reden": "persoon niet vast te stellen"},
        {"lot": "quarantaine", "quarantaine_reden": "school niet vast te stellen", "brin": None},
        {"lot": "quarantaine", "quarantaine_reden": "school niet vast te stellen", "brin": None},
        {"lot": "quarantaine", "quarantaine_reden": "schooljaar niet vast te stellen", "cohort": None},
    ],
    leverdatum=EARLY,
    id="eerste",
)
CORRECTION = Levering(
    "uitstroom",
    [{"persoon": "b", "perspectief_arbeid": "J", "bestemming": "ARB_GAR"}],
    leverdatum=LATE,
    id="correctie",
)
STEPS = {
    "geleverd": 14,
    "dubbel": 1,
    "vervangen": 1,
    "zonder_persoon": 1,
    "zonder_school": 2,
    "zonder_schooljaar": 1,
    "eerdere_school": 1,
    "schoolverlaters": 7,
    "ander_perspectief": 1,
    "zonder_perspectief": 1,
    "perspectief_arbeid": 5,
    "naar_school": 1,
    "vertrokken": 1,
    "noemer_p2": 3,
    "geplaatst": 2,
}
"""Counted by hand: 14 rows become 7 leavers, of whom 5 have perspectief arbeid and 3 count; a and b work."""


def overviews(
    deliveries: Sequence[Levering], schooljaar: int = 2016
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    year = Schooljaar(schooljaar)
    with microdata(deliveries) as con:
        figures = compute_cijfers(con, Settings(), year)
        return compute_overzichten(con, year, Settings().stand(year)), figures


def test_every_delivered_row_is_on_the_way_to_a_leaver_or_off_it() -> None:
    found, figures = overviews([FIRST, CORRECTION])
    flow = found["stroom"]
    assert dict(zip(flow.stap, flow.aantal, strict=True)) == STEPS
    p2 = figures[(figures.indicator == "P2") & (figures.eenheid == "regio")].iloc[0]
    assert (p2.n, p2.k) == (STEPS["noemer_p2"], STEPS["geplaatst"])


def test_each_total_is_the_one_before_it_minus_what_went_off() -> None:
    flow = overviews([FIRST, CORRECTION])[0]["stroom"].sort_values("volgorde")
    running = 0
    for soort, aantal in zip(flow.soort, flow.aantal, strict=True):
        if soort == "totaal":
            assert running in (0, aantal)
            running = aantal
        elif soort == "af":
            running -= aantal


def test_every_reason_of_quarantine_has_its_step() -> None:
    """The release refuses a flow in which a row has none."""
    reasons = [f"{what} niet vast te stellen" for what in ("persoon", "school", "schooljaar")]
    rows = [{"lot": "quarantaine", "quarantaine_reden": reason} for reason in reasons]
    flow = overviews([Levering("uitstroom", [{"persoon": "a"}, *rows])])[0]["stroom"].set_index("stap")
    steps = ["zonder_persoon", "zonder_school", "zonder_schooljaar"]
    assert flow.loc[steps, "aantal"].tolist() == [1, 1, 1]
    assert flow.loc["geleverd", "aantal"] == 4


def test_deliveries_and_what_became_of_their_rows() -> None:
    found = overviews([FIRST, CORRECTION])[0]["leveringen"].set_index("levering")
    columns = ["leverdatum", "rijen", "behouden", "dubbel", "vervangen", "quarantaine"]
    assert found.loc["eerste", columns].tolist() == ["2017-11-20", 13, 7, 1, 1, 4]
    assert found.loc["correctie", columns].tolist() == ["2018-04-20", 1, 1, 0, 0, 0]


def test_an_older_report_does_not_know_a_later_cohort_or_moment() -> None:
    next_year = Levering("uitstroom", [{"persoon": "z", "cohort": 2017}], leverdatum=LATE, id="later")
    followed = Levering("intergrip", [{"persoon": "a", "defecten": ["uren: geen getal"]}], id="gevolgd")
    found, figures = overviews([FIRST, next_year, followed])
    assert set(found["leveringen"].levering) == {"eerste"}
    assert set(found["stroom"].cohort) == set(figures.cohort) == {2016}
    assert found["defecten"].soort.tolist() == ["datum_uitstroom: geen geldige datum"]


def test_repairs_are_added_up_per_source_column_and_kind() -> None:
    """Two lists, of 40 and 2 municipalities by name; the Intergrip file has a repair of its own."""
    place, zero = "gemeente: naam gelezen als code", "gemeente: voorloopnul teruggezet"
    first = Levering("uitstroom", [{"persoon": "a"}], hersteld={place: 40, zero: 3}, id="een")
    second = Levering("uitstroom", [{"persoon": "b"}], hersteld={place: 2}, id="twee")
    followed = Levering("intergrip", [{"persoon": "a", "meetmoment": "U"}], hersteld={place: 7}, id="drie")
    found = overviews([first, second, followed])[0]["hersteld"]
    assert found.values.tolist() == [
        ["intergrip", "gemeente", "naam gelezen als code", 7],
        ["uitstroom", "gemeente", "naam gelezen als code", 42],
        ["uitstroom", "gemeente", "voorloopnul teruggezet", 3],
    ]


def test_repairs_of_a_delivery_with_rows_that_a_report_does_not_know_are_not_in_it() -> None:
    """V2 of cohort 2016 is measured on 1 November 2018: the report of 2016-2017 does not know it, nor that
    there is a cohort 2017; the report of 2017-2018 knows both."""
    zero = {"gemeente: voorloopnul teruggezet": 9}
    list_ = Levering("uitstroom", [{"persoon": "a"}], id="lijst")
    later = Levering("intergrip", [{"persoon": "a", "meetmoment": "U"}, {"persoon": "a"}], hersteld=zero)
    both = Levering("uitstroom", [{"persoon": "b"}, {"persoon": "z", "cohort": 2017}], hersteld=zero, id="b")
    assert overviews([list_, later, both], 2016)[0]["hersteld"].empty
    assert overviews([list_, later, both], 2017)[0]["hersteld"].aantal.tolist() == [9, 9]


def test_before_the_destinations_are_closed_there_is_no_flow() -> None:
    with microdata([FIRST]) as con:
        early = Settings.model_validate({"stand": {"per_schooljaar": {"2016-2017": date(2017, 9, 1)}}})
        compute_cijfers(con, early, Schooljaar(2016))
        assert compute_overzichten(con, Schooljaar(2016), date(2017, 9, 1))["stroom"].empty


def test_targets_of_school_board_and_region_are_named_as_in_the_figures() -> None:
    target = {"schooljaar": 2016, "cohort": 2016, "indicator": "P2"}
    rows = [
        target | {"niveau": "school", "brin": "99AA00", "doel": 60},
        target | {"niveau": "bestuur", "bestuur": "Noord", "doel": 70},
        target | {"niveau": "regio", "doel": 100},
        target | {"niveau": "regio", "doel": None, "indicator": "P1"},
        target | {"niveau": "regio", "doel": 90, "schooljaar": 2017, "cohort": 2017},
    ]
    found = overviews([FIRST, Levering("doelen", rows)])[0]["doelen"]
    units = dict(zip(found.eenheid, found.doel, strict=True))
    assert units == {"99AA00": 60.0, "Noord": 70.0, "regio": 100.0}


def test_esf_above_the_maximum_is_shown_and_a_missing_percentage_is_worked_out() -> None:
    rows = [
        {"aanvraag": "A", "periode": 2016, "gerealiseerde_baten": 100_000, "percentage": 50.01,
         "bedrag_bestemd": 50_010, "besteed_nazorg": 10},
        {"aanvraag": "B", "periode": 2016, "gerealiseerde_baten": 80_000, "bedrag_bestemd": 30_000},
        {"aanvraag": "C", "periode": 2016, "gerealiseerde_baten": 0, "bedrag_bestemd": 0},
        {"aanvraag": "D", "periode": 2017, "gerealiseerde_baten": 1, "bedrag_bestemd": 0},
    ]  # fmt: skip
    found = overviews([FIRST, Levering("esf", rows)])[0]["esf"].set_index("aanvraag")
    assert found.percentage.round(2).tolist()[:2] == [50.01, 37.5]
    assert pd.isna(found.percentage["C"])
    assert found.loc["A", ["periode", "besteed_nazorg"]].tolist() == ["2016-2017", 10]
    assert pd.isna(found.besteed_arbeidstoeleiding["A"])  # what nobody filled in is not nothing
    assert list(found.index) == ["A", "B", "C"]


LIJSTEN = (date(2016, 4, 20), date(2017, 4, 20), date(2018, 4, 20))
RAAD = {"cohort": 2014, "rapport": "Toetsing 2013-2014", "rapportdatum": date(2015, 1, 15)}


def advised(naam: str, status: str, uiterlijk: date = date(2017, 10, 2), **more: object) -> dict[str, object]:
    return {
        **RAAD,
        "aanbeveling": naam,
        "eigenaar": "SCHOOL",
        "uiterlijk": uiterlijk,
        "status": status,
        **more,
    }


OUD, NIEUW, LATER = (
    Levering("aanbevelingen", rows, leverdatum=day)
    for day, rows in zip(
        LIJSTEN,
        (
            [advised("Bel", "OPEN"), advised("Tel", "IN_UITVOERING"), advised("Meet", "UITGEVOERD")],
            [
                advised("Bel", "OPEN"),
                advised("Tel", "UITGEVOERD", gereed_op=date(2017, 1, 3)),
                advised("Meet", "UITGEVOERD"),
                advised("Vraag", "IN_UITVOERING", date(2018, 3, 1)),
            ],
            [advised("Bel", "UITGEVOERD", gereed_op=date(2017, 11, 1)), advised("Later", "OPEN")],
        ),
        strict=True,
    )
)


def recommendations(deliveries: Sequence[Levering], schooljaar: int = 2016) -> pd.DataFrame:
    return overviews([FIRST, *deliveries], schooljaar)[0]["aanbevelingen"].set_index("aanbeveling")


def test_recommendations_are_as_the_lists_before_the_stand_have_them() -> None:
    """The stand is 31 December 2017: 2 October is 90 days before that, and the list of 2018 is not known."""
    found = recommendations([OUD, NIEUW, LATER])
    assert found.status.to_dict() == {
        "Bel": "OPEN", "Meet": "UITGEVOERD", "Tel": "UITGEVOERD", "Vraag": "IN_UITVOERING",
    }  # fmt: skip
    assert found.dagen_te_laat.dropna().to_dict() == {"Bel": 90}
    assert found.gewijzigd.to_dict() == {
        "Bel": "2016-04-20", "Meet": "2016-04-20", "Tel": "2017-04-20", "Vraag": "2017-04-20",
    }  # fmt: skip
    assert found.verandering.to_dict() == {
        "Bel": "nog open", "Meet": "was al af", "Tel": "afgerond", "Vraag": "nieuw",
    }  # fmt: skip
    assert set(found.eigenaar) == {"SCHOOL"} and found.uiterlijk["Vraag"] == "2018-03-01"


def test_a_year_later_the_last_list_counts_and_a_recommendation_that_left_the_list_stays() -> None:
    found = recommendations([OUD, NIEUW, LATER], 2017)
    assert found.loc[["Bel", "Later", "Vraag"], "verandering"].tolist() == ["afgerond", "nieuw", "nog open"]
    assert found.dagen_te_laat.dropna().to_dict() == {"Later": 455, "Vraag": 305}


def test_without_an_earlier_list_nobody_says_what_is_new() -> None:
    assert set(recommendations([NIEUW]).verandering) == {"onbekend"}


def test_what_was_done_and_is_open_again_is_said_to_be_so_and_a_missing_status_is_not_done() -> None:
    again = [advised("Meet", "OPEN"), advised("Bel", "", date(2017, 12, 31)) | {"status": None}]
    found = recommendations([OUD, Levering("aanbevelingen", again, leverdatum=LIJSTEN[1])])
    assert found.verandering.to_dict() == {"Bel": "nog open", "Meet": "heropend", "Tel": "nog open"}
    assert found.dagen_te_laat.dropna().to_dict() == {
        "Meet": 90,
        "Tel": 90,
    }  # on the stand itself nobody is late


def test_no_recommendation_without_a_list() -> None:
    assert recommendations([]).empty and recommendations([LATER]).empty


def scored(partner: str | None, score: float | None, **more: object) -> dict[str, object]:
    row = {"cohort": 2016, "datum": date(2017, 3, 15), "partner": partner, "element": "A1", "score": score}
    return {**row, "schaal": 5, **more}


def test_a_mean_is_over_partners_their_last_day_and_one_scale() -> None:
    """Noord scored a 2 and later a 4; 7 of 10 is 1 + 4 x 6/9 = 3.67; the mean of 4, 3.67 and 2 is 3.2."""
    rows = [
        scored("Noord", 2),
        scored(" noord", 4, datum=date(2017, 6, 1)),
        scored("Zuid", 7, schaal=10),
        scored("Oost", 2, schaal=None),
        scored("West", None),
        scored(None, 5),
        scored("Noord", 3, element="S1"),
        scored("Noord", 1, cohort=2015, datum=date(2016, 3, 15)),
        scored("Noord", 5, cohort=2017, datum=date(2017, 12, 1)),
    ]
    found = overviews([FIRST, Levering("zelfevaluatie", rows)])[0]["zelfevaluatie"]
    assert found.values.tolist() == [[2015, "A1", 1, 1.0], [2016, "A1", 3, 3.2], [2016, "S1", 1, 3.0]]


def discussed(wie: str, dag: date | None, cluster: str | None = "1", **more: object) -> dict[str, object]:
    return {"cohort": 2016, "persoon": wie, "datum": dag, "cluster": cluster, "besproken": "J", **more}


NOV, DEC, APR, JUL = date(2016, 11, 9), date(2016, 12, 9), date(2017, 4, 12), date(2017, 7, 5)


def test_a_pupil_counts_once_per_quarter_and_cluster_of_the_werkoverleg() -> None:
    rows = [
        discussed("a", NOV, traject="N"),
        discussed(
            "a", DEC, traject="J", advies_mbo="NEGATIEF"
        ),  # the same quarter: one pupil, with a traject
        discussed("a", APR),
        discussed("b", NOV, besproken="N"),
        discussed("c", NOV, besproken=None, traject="J"),  # a traject comes from a discussion
        discussed("d", NOV, "2", besproken=None, advies_mbo="GEEN"),
        discussed("e", JUL, "3", advies_mbo="NEGATIEF"),
        discussed("e", JUL, "3", lot="dubbel"),
        discussed("f", None, None),
        discussed("g", NOV, cohort=2015),
        discussed("h", date(2018, 1, 9)),  # after the stand
    ]
    found = overviews([FIRST, Levering("werkoverleg", rows)])[0]["werkoverleg"]
    assert found.values.tolist() == [
        [2016, "2", "1", 2, 2, 1],
        [2016, "2", "2", 0, 0, 0],
        [2016, "3", "1", 1, 0, 0],
        [2016, "4", "3", 1, 0, 1],
        [2016, "onbekend", "onbekend", 1, 0, 0],
    ]


def stay(op: date, af: date | None = None, reden: str | None = None, **more: object) -> dict[str, object]:
    row = {"cohort": op.year - (op.month < 8), "persoon": str(op), "op_lijst": op, "van_lijst": af}
    return {**row, "reden_af": reden, **more}


def test_who_is_on_the_list_comes_on_it_or_leaves_it_in_a_quarter() -> None:
    """Quarters of 2016-2017 end on 31 October, 31 January, 30 April and 31 July."""
    rows = [
        stay(date(2016, 5, 1)),  # on it from before until today
        stay(date(2016, 5, 2), date(2016, 7, 31), "SCHOOL"),  # gone before the year
        stay(date(2016, 5, 3), date(2016, 8, 1), "CONTRACT"),
        stay(date(2016, 10, 31), date(2016, 11, 1), "OVERDRACHT"),
        stay(date(2016, 11, 1), date(2017, 1, 31), "VERHUISD"),
        stay(date(2017, 2, 1), None, "SCHOOL"),  # gone on a day unknown: that of the delivery
        stay(date(2017, 7, 31), date(2017, 8, 1), "CONTRACT"),
        stay(date(2017, 8, 1)),
        stay(date(2017, 9, 1), date(2016, 12, 1)) | {"op_lijst": None, "cohort": 2017},  # since that August
    ]
    delivery = Levering("bespreeklijst", rows, leverdatum=date(2017, 5, 10))
    found = overviews([FIRST, delivery])[0]["caseload"].pivot(
        index="kwartaal", columns="soort", values="aantal"
    )
    columns = ["begin", "erbij", "contract", "school", "overdracht", "anders", "eind"]
    assert found[columns].values.tolist() == [
        [2, 1, 1, 0, 0, 0, 2],
        [2, 1, 0, 0, 1, 1, 1],
        [1, 1, 0, 0, 0, 0, 2],
        [2, 1, 0, 1, 0, 0, 2],
    ]


def followed(persoon: str, **more: object) -> dict[str, object]:
    return {"persoon": persoon, "meetmoment": "U", "bereikt": "J", **more}


def transitions(*deliveries: Levering) -> dict[tuple[str, str, str], int]:
    found = overviews([FIRST, *deliveries])[0]["aansluiting"]
    assert (found["schooljaar"] == 2016).all()
    rows = found[["onderwerp", "van", "naar"]].itertuples(index=False, name=None)
    return {row: n for row, n in zip(rows, found["aantal"], strict=True) if n}


def test_what_the_school_expected_beside_what_it_became() -> None:
    """a and f left to work, b is unknown, c to another school, d abroad, e to dagbesteding, g to nothing."""
    early = Levering(
        "intergrip",
        [
            followed("a", verwachte_bestemming="ARB_BBL"),
            followed("b", verwachte_bestemming="MBO_BOL"),
            followed("e", verwachte_bestemming="DAG_ACT"),
            followed("g", verwachte_bestemming="ARB_REG"),
            followed("g", meetmoment="V1", verwachte_bestemming="MBO_BOL"),
            followed("z", verwachte_bestemming="ARB_REG"),
        ],
        leverdatum=EARLY,
        id="vroeg",
    )
    late = Levering("intergrip", [followed("b", verwachte_bestemming="ARB_REG")], leverdatum=LATE, id="laat")
    found = {row[1:]: n for row, n in transitions(early, late).items() if row[0] == "verwacht"}
    assert found == {
        ("WERK", "WERK"): 1,
        ("WERK", "ONBEKEND"): 1,  # b, by the later delivery
        ("WERK", "GEEN"): 1,
        ("DAGBESTEDING", "DAGBESTEDING"): 1,
        ("ONBEKEND", "LEREN"): 1,
        ("ONBEKEND", "GEEN"): 1,
        ("ONBEKEND", "WERK"): 1,
    }


def test_how_far_an_application_came_and_who_was_handed_over() -> None:
    rows = [
        followed("a", mbo_status="INGESCHREVEN", mbo_statusdatum=date(2017, 9, 1), warme_overdracht="J"),
        followed("b", mbo_status="AANGEBODEN", warme_overdracht="N"),
        followed("c", mbo_status="INGETROKKEN"),
        followed("d", mbo_status="INGESCHREVEN", mbo_statusdatum=date(2030, 1, 1)),  # after the stand
        followed("e", warme_overdracht="J"),
    ]
    found = transitions(Levering("intergrip", rows, leverdatum=EARLY))
    assert {row[2]: n for row, n in found.items() if row[0] == "mbo"} == {
        "aangemeld": 3, "aangeboden": 2, "ingeschreven": 1
    }  # fmt: skip
    assert {row[2]: n for row, n in found.items() if row[0] == "overdracht"} == {"bekend": 3, "gedaan": 2}


def test_who_of_p2_was_discussed_got_a_traject_and_where_it_led() -> None:
    """a, b and g are in P2; c and d left for elsewhere, e and f have no perspectief arbeid."""
    rows = [
        discussed("a", NOV, traject="J", uitkomst="AFGEBROKEN"),
        discussed("a", APR, traject="J", uitkomst="WERK"),
        discussed("b", date(2015, 11, 10), cohort=2015, traject="J"),  # in the year before
        discussed("b", date(2018, 1, 9), besproken="J", traject="J", uitkomst="WERK"),  # after the stand
        discussed("g", NOV, besproken="N"),
        discussed("c", NOV, traject="J", uitkomst="WERK"),
        discussed("e", NOV, traject="J", uitkomst="WERK"),
    ]
    found = transitions(Levering("werkoverleg", rows))
    assert {row[2]: n for row, n in found.items() if row[0] == "overleg"} == {
        "besproken": 2, "traject": 2, "traject en werk": 1
    }  # fmt: skip
    assert {row[2]: n for row, n in found.items() if row[0] == "uitkomst"} == {"werk": 1, "anders": 1}


def test_where_leavers_went_by_municipality_and_in_vso_by_profile() -> None:
    """Brielle stayed Brielle until 2023; Binnenmaas became Hoeksche Waard in 2019; Lansingerland is no part
    of the convenant, Parijs is in no table, Hoeksche Waard was not there yet in 2017."""
    places = {"a": "0501", "b": "0585", "c": "1621", "d": "PARIJS", "e": None, "f": "1963"}
    rows = [
        {"persoon": who, "gemeente": place, "bestemming": "ARB_REG", "cohort": cohort, "brin": f"99BB0{at}",
         "schooltype": "PRO" if who == "e" else "VSO", "uitstroomprofiel": "DAGBESTEDING",
         "datum_uitstroom": date(cohort + 1, 7, 1)}
        for at, cohort in enumerate((2016, 2022))
        for who, place in places.items()
    ]  # fmt: skip
    rows[0] |= {"uitstroomprofiel": "ARBEID"}
    rows[1] |= {"uitstroomprofiel": "VERVOLGONDERWIJS", "bestemming": "MBO_BOL"}
    for cohort, groups in (
        (2016, {"0501": 1, "0585": 1, "ELDERS": 2, "ONBEKEND": 2}),
        (2022, {"1992": 1, "1963": 2, "ELDERS": 2, "ONBEKEND": 1}),
    ):
        found = overviews([Levering("uitstroom", rows, leverdatum=EARLY)], cohort)[0]["achtergrond"]
        by = found[found["kenmerk"] == "gemeente"].groupby("groep")["aantal"].sum()
        assert by[by > 0].to_dict() == groups
        assert (by.get("0501"), by.get("0568")) == ((1, None) if cohort == 2016 else (None, None))
        own = found[(found["kenmerk"] == "profiel") & (found["aantal"] > 0)]
        told = {(groep, naar): n for groep, naar, n in own[["groep", "klasse", "aantal"]].to_numpy()}
        if cohort == 2016:  # a has profile ARBEID and is in P3; e is of praktijkonderwijs
            assert told == {("VERVOLGONDERWIJS", "NIET_WERK"): 1, ("DAGBESTEDING", "WERK"): 3}
        else:
            assert told == {("DAGBESTEDING", "WERK"): 5}


def test_no_caseload_without_a_list() -> None:
    found = overviews([FIRST])[0]
    assert found["caseload"].empty and found["werkoverleg"].empty


def planned(naam: str, score: float | None, begin: date = date(2016, 9, 1)) -> dict[str, object]:
    return {
        "plan": naam,
        "begin": begin,
        "einde": None,
        "budget": 50_000,
        "indicator": "P2",
        "score": score,
        "cohort": begin.year,
    }


def plans(deliveries: Sequence[Levering], schooljaar: int = 2016) -> pd.DataFrame:
    return overviews([FIRST, *deliveries], schooljaar)[0]["innovatieplannen"].set_index("plan")


def test_a_plan_is_as_it_was_known_on_the_day_of_the_report() -> None:
    """The stand is 31 December 2017: the score of 2018 is not known then, and is a year later."""
    deliveries = [
        Levering("innovatieplannen", [planned("Jobcoach", score)], leverdatum=day)
        for day, score in ((date(2017, 4, 20), 6.5), (date(2018, 4, 20), 8.0))
    ]
    assert plans(deliveries).score.to_dict() == {"Jobcoach": 6.5}
    assert plans(deliveries, 2017).score.to_dict() == {"Jobcoach": 8.0}
    found = plans(deliveries).loc["Jobcoach"]
    assert (found.begin, found.budget, found.indicator, found.schaal) == ("2016-09-01", 50_000, "P2", 10)


def test_a_plan_that_was_delivered_late_is_there_and_one_that_begins_later_is_not() -> None:
    late = Levering("innovatieplannen", [planned("Laat", None)], leverdatum=date(2019, 4, 20))
    next_year = [planned("Volgend jaar", 7.0, date(2017, 9, 1))]
    later = Levering("innovatieplannen", next_year, leverdatum=date(2017, 4, 20))
    assert list(plans([late, later]).index) == ["Laat"]
    assert plans([]).empty
