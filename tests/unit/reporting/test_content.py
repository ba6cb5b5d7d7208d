"""Every figure, table and paragraph, on releases from rich to bare."""

import re
from dataclasses import replace
from datetime import date

import pytest

from pipeline.indicators.definitions import definities
from pipeline.reporting import content
from pipeline.reporting.content.samen import code as leescode
from pipeline.reporting.gegevens import lees_gegevens
from pipeline.reporting.rapport import Rapport
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import INSTELLINGEN, FakeRelease

NAMEN = content.namen()
VOLGMETING = ("B1_1", "B1_2", "B3_RUIM", "B3_STRIKT", "R_V1", "R_V2", "R_V3", "R_V4")
RELEASES = {
    "gewoon": FakeRelease(),
    "eerste jaar": FakeRelease(Schooljaar(2014)),
    "een school": FakeRelease(scholen=1),
    "alles verborgen": FakeRelease(alles_verborgen=True),
    "zonder volgmeting": FakeRelease(Schooljaar(2015), zonder=VOLGMETING),
}


@pytest.fixture(scope="module", params=RELEASES)
def rapport(request: pytest.FixtureRequest) -> Rapport:
    release = RELEASES[request.param]
    return Rapport.van(release.jaar.label, release)


@pytest.fixture(scope="module")
def gewoon() -> Rapport:
    return Rapport.van("2023-2024", RELEASES["gewoon"])


_MEERVOUD = "scholen|besturen|elementen|leerlingen|cohorten|aanbevelingen|schoolverlaters|partners"
_EEN = re.compile(rf"[^.;]*\bde 1 [^.;]*|\b1 (?:{_MEERVOUD})\b")
"""One with a plural: "van de 1 besturen", "1 scholen"."""


def test_every_table_and_paragraph_is_made(rapport: Rapport) -> None:
    for naam in NAMEN["tabel"]:
        tabel = rapport.tabel(naam)
        assert tabel.caption and tabel.markdown.startswith("| "), naam
        assert not _EEN.findall(tabel.markdown), naam
    for naam in NAMEN["zinnen"]:
        zinnen = rapport.zinnen(naam).markdown
        assert "None" not in zinnen and not _EEN.findall(zinnen), naam


EEN_PER_SOORT = (
    "koers", "stroom", "bestemmingen", "bestemmingen_school", "bestemmingen_codes", "plaatsing", "p1_p2",
    "p3_k1", "b1", "respons", "grenzen", "vergelijking", "esf", "trechter_p2", "afroming",
)  # fmt: skip


def test_every_kind_of_figure_is_made(rapport: Rapport) -> None:
    for naam in EEN_PER_SOORT:
        figuur = rapport.figuur(naam)
        assert figuur.svg.startswith("<svg") and figuur.alt and figuur.caption, naam


def test_every_figure_is_made(gewoon: Rapport) -> None:
    for naam in NAMEN["figuur"]:
        assert gewoon.figuur(naam).alt, naam


def test_no_number_is_written_as_a_programmer_would(rapport: Rapport) -> None:
    """Only the summary in English has a point where Dutch has a comma."""
    for naam in set(NAMEN["zinnen"]) - {"summary"}:
        tekst = rapport.zinnen(naam).markdown
        assert not re.search(r"\bnan\b|\d\.\d{1,2}(?!\d)", tekst), f"{naam}: {tekst}"


def test_sentences_are_sentences(rapport: Rapport) -> None:
    for naam in NAMEN["zinnen"]:
        tekst = rapport.zinnen(naam).markdown
        assert "  " not in tekst.replace("\n", "") and ".." not in tekst and " ." not in tekst, (
            f"{naam}: {tekst}"
        )


def test_follow_up_is_about_the_cohorts_before(gewoon: Rapport) -> None:
    assert "(cohort 2023-2024)" in gewoon.zinnen("p2").markdown
    assert "(cohort 2022-2023)" in gewoon.zinnen("b1_1").markdown
    assert "(cohort 2021-2022)" in gewoon.zinnen("b3_ruim").markdown


def test_a_report_of_another_year_is_refused() -> None:
    with pytest.raises(ValueError, match="this release is of 2023-2024, not of 2022-2023"):
        Rapport.van("2022-2023", FakeRelease())


def test_units_stand_by_name_and_not_by_score(gewoon: Rapport) -> None:
    besturen = re.findall(r"^\| \*\*([^|*]*?)\*\* \|", gewoon.tabel("p2_school").markdown, re.MULTILINE)
    assert besturen[-1] == "Regio" and besturen[:-1] == sorted(besturen[:-1])


def test_the_table_of_schools_has_a_subtotal_per_board(gewoon: Rapport) -> None:
    regels = gewoon.tabel("p2_school").markdown.splitlines()
    vet = [regel for regel in regels if regel.startswith("| **")]
    assert len(vet) == 7  # six boards and the region


def test_made_up_data_are_marked() -> None:
    echt = Rapport.van("2023-2024", FakeRelease(voorbeeldgegevens=False))
    assert echt.zinnen("voorbeeld").markdown == ""
    verzonnen = Rapport.van("2023-2024", FakeRelease())
    assert "callout-important" in verzonnen.zinnen("voorbeeld").markdown


def test_an_esf_application_just_over_the_maximum_shows_it(gewoon: Rapport) -> None:
    tabel = gewoon.tabel("esf").markdown
    over = [row for row in tabel.splitlines() if row.startswith("|") and "boven het maximum" in row]
    assert len(over) == 1 and "50,01" in over[0]


def test_an_amount_that_is_not_known_is_said_to_be_so(gewoon: Rapport) -> None:
    known, *_ = gewoon.gegevens.esf
    empty = replace(known, aanvraag="leeg", gerealiseerde_baten=None, percentage=None, bedrag_bestemd=None)
    for esf, said in (((empty,), "is niet bekend"), ((known, empty), "Van 1 aanvraag is het bedrag niet")):
        rapport = Rapport(replace(gewoon.gegevens, esf=esf))
        assert said in rapport.zinnen("esf").markdown
        assert "| leeg | 2016-2017 | onbekend | onbekend | onbekend |" in rapport.tabel("esf").markdown
        assert "Niet van elke ESF-aanvraag is bekend" in rapport.figuur("esf").alt


def test_what_was_spent_is_not_nothing_where_nobody_said_it(gewoon: Rapport) -> None:
    """Of 100 set aside 30 and 20 were spent; of another 100 nobody knows what went to nazorg."""
    base, *_ = gewoon.gegevens.esf
    known = replace(base, bedrag_bestemd=100.0, besteed_arbeidstoeleiding=30.0, besteed_nazorg=20.0)
    half = replace(known, aanvraag="half", besteed_nazorg=None)
    one, zonder = "Van 1 aanvraag is niet bekend hoeveel er is besteed.", "ten minste"
    both = Rapport(replace(gewoon.gegevens, esf=(known, half)))
    assert f"Daarvan is ten minste € 50 besteed. {one}" in both.zinnen("esf").markdown.replace("\xa0", " ")
    alone = Rapport(replace(gewoon.gegevens, esf=(half,))).zinnen("esf").markdown
    assert one in alone and zonder not in alone
    (row,) = [line for line in both.tabel("esf").markdown.splitlines() if line.startswith("| half")]
    assert row.endswith("| 30 | onbekend | onbekend |")


def test_what_was_repaired_is_told_per_source_column_and_kind(gewoon: Rapport) -> None:
    tabel = gewoon.tabel("hersteld")
    assert tabel.caption == "Wat bij het inlezen is hersteld"
    verborgen = '<span class="verborgen">niet getoond</span>'
    assert [regel for regel in tabel.markdown.splitlines() if regel.startswith("| ")][1:] == [
        "| ESF-aanvragen | periode | anders geschreven | 2 |",
        "| Uitstroomlijsten van de scholen | gemeente | voorloopnul teruggezet | 1.165 |",
        f"| Uitstroomlijsten van de scholen | contract begin | tijd weggelaten | {verborgen} |",
    ]


def test_how_rows_were_linked_is_told_per_source_and_way(gewoon: Rapport) -> None:
    tabel = gewoon.tabel("koppeling")
    assert tabel.caption == (
        "Hoe rijen aan leerlingen zijn gekoppeld, cohorten 2021-2022 tot en met 2023-2024"
    )
    verborgen = '<span class="verborgen">niet getoond</span>'
    assert [regel for regel in tabel.markdown.splitlines() if regel.startswith("| ")][1:] == [
        "| Uitstroomlijsten van de scholen | persoonsgebonden nummer | 2.190 | 98,0 |",
        "| Uitstroomlijsten van de scholen | alleen het leerlingnummer is bekend | 45 | 2,0 |",
        "| Intergrip | persoonsgebonden nummer | 9.870 | 98,0 |",
        f"| Intergrip | leerlingnummer | {verborgen} | {verborgen} |",
        "| Intergrip | met een kans | 112 | 1,1 |",
        f"| Intergrip | niet, want meer dan één leerling of rij past | {verborgen} | {verborgen} |",
        "| Intergrip | niet, want niemand past | 82 | 0,8 |",
    ]
    assert gewoon.zinnen("koppeling").markdown == (
        "Van de koppelingen met een kans klopt naar schatting ten minste 99%. Van de rijen die zo te koppelen"
        " waren, is naar schatting ten minste 94% gekoppeld. Deze schatting volgt uit de kansen zelf; wie er"
        " echt bij wie hoort, is niet bekend."
    )


def test_what_another_threshold_would_matter_is_told_in_classes(gewoon: Rapport) -> None:
    assert gewoon.zinnen("gevoeligheid").markdown.startswith(
        "Dit rapport koppelt vanaf een kans van 99%. @tbl"
    )
    tabel = gewoon.tabel("gevoeligheid").markdown
    rows = [regel for regel in tabel.splitlines() if regel.startswith("| ")][1:]
    klasse, verborgen = "minder dan 1 procentpunt", '<span class="verborgen">niet getoond</span>'
    assert rows == [
        f"| {drempel} | {klasse} | {klasse} | {klasse} | {verborgen} |"
        for drempel in ("90%", "geen koppeling met een kans")
    ]


def test_every_reading_of_a_measure_says_how_much_higher_or_lower_it_is(gewoon: Rapport) -> None:
    """B2 is no measure of the report. The measures stand in their own order, P1 first."""
    tabel = gewoon.tabel("varianten").markdown
    assert [regel for regel in tabel.splitlines() if regel.startswith("| ")][1:] == [
        '| P1 | Wie geen werk heeft, telt niet mee | sector | <span class="verborgen">niet getoond</span> |',
        "| P2 | Beschut werk is geen werk | convenant | 1 tot 1,5 lager |",
        "| P2 | Mbo telt niet mee | convenant | 5 tot 6 hoger |",
        "| P2 | Onbekend telt niet mee | eigen keuze | minder dan 0,5 hoger |",
        "| P2 | Leeg telt mee | eigen keuze | minder dan 2 lager |",
        "| B1 na twee jaar | Wie werk had, heeft werk (B4) | CBS | 20 of meer lager |",
        "| B1 na twee jaar | Wie onbekend is, telt niet mee | sector | 10 of meer hoger |",
    ]


def test_how_far_a_measure_moves_at_most_is_said_by_rule(gewoon: Rapport) -> None:
    """P2: 63.2 - 2, down, is 61; 63.2 + 6, up, is 70. B1: under 54.2, up, is 55; over 84.2, down, is 84."""
    over = "over de cohorten 2021-2022 tot en met 2023-2024 samen"
    assert gewoon.zinnen("varianten").markdown.splitlines() == [
        f"- P2 is {over} 63,2%. Met een andere lezing komt P2 niet lager uit dan 61% en niet hoger dan 70%.",
        f"- B1 na twee jaar is {over} 74,2%."
        " Met een andere lezing komt B1 na twee jaar soms lager uit dan 55% en soms hoger dan 84%.",
        "- Wat een andere lezing scheelt voor P1, is niet te tonen.",
    ]


def test_a_cohort_that_was_taken_over_is_marked(gewoon: Rapport) -> None:
    assert gewoon.zinnen("overgenomen").markdown == ""
    assert "Overgenomen" not in gewoon.tabel("plaatsing").markdown
    taken = ((2014, "2021-2022", "2022-12-31"), (2015, "2023-2024", "2024-12-31"), (2016, "", ""))
    rapport = Rapport.van("2023-2024", FakeRelease(overgenomen=taken))
    weg = "zijn na de bewaartermijn verwijderd, dus we kunnen ze niet meer tellen."
    toen = "met de definities en drempels van toen"
    assert rapport.zinnen("overgenomen").markdown == (
        f"Gegevens van het cohort 2016-2017 {weg} Geen eerder rapport heeft de cijfers. Daarom ontbreken die."
        f" Gegevens van het cohort 2014-2015 {weg} De cijfers zijn overgenomen uit het rapport van 2021-2022"
        f" (stand 31 december 2022), {toen}. Gegevens van het cohort 2015-2016 {weg} De cijfers zijn"
        f" overgenomen uit een eerdere versie van dit rapport (stand 31 december 2024), {toen}."
    )


NOOT = "Overgenomen uit een eerder rapport: cohort "


TAKEN = ((2015, "2021-2022", "2022-12-31"), (2021, "2022-2023", "2023-12-31"), (2016, "", ""))
TREND = re.compile(r"plaatsing|bestendigheid|bestemmingen|vergelijking|afroming|.*_cohorten|overgangen_v[24]")
TWO_YEARS_LATER = re.compile(
    r"koers|grenzen|regios|levensloop|overgangen|eerste_werk|respons(_school)?|representativiteit|weging|b1|b3|(b1_2|b3_ruim|b3_strikt)_.*|trechter_b1_2"
)
"""Names of what shows cohort 2021-2022 in a report of 2023-2024, and of older ones not 2015-2016."""


def marked(naam: str) -> str:
    """The note about cohorts that were taken over which belongs to a table or figure."""
    if TREND.fullmatch(naam):
        return f"{NOOT}2015-2016 en 2021-2022."
    return f"{NOOT}2021-2022." if TWO_YEARS_LATER.fullmatch(naam) else ""


@pytest.fixture(scope="module")
def overgenomen() -> Rapport:
    return Rapport.van("2023-2024", FakeRelease(overgenomen=TAKEN))


@pytest.mark.parametrize("naam", content.namen()["tabel"])
def test_a_table_says_which_of_its_cohorts_were_taken_over(
    gewoon: Rapport, overgenomen: Rapport, naam: str
) -> None:
    """Those that its figures come from, and no others."""
    gewone, tabel = (r.tabel(naam).markdown for r in (gewoon, overgenomen))
    assert tabel.removeprefix(gewone).strip() == marked(naam)


def test_three_cohorts_together_are_marked_where_one_of_them_was_taken_over() -> None:
    """A report of 2023-2024 shows those of 2017 to 2019."""
    taken = ((2016, "2021-2022", "2022-12-31"), (2018, "2021-2022", "2022-12-31"))
    tabel = Rapport.van("2023-2024", FakeRelease(overgenomen=taken)).tabel("drietal")
    assert tabel.markdown.endswith(f"{NOOT}2018-2019.")


@pytest.mark.parametrize("naam", content.namen()["figuur"])
def test_a_figure_says_which_of_its_cohorts_were_taken_over(
    gewoon: Rapport, overgenomen: Rapport, naam: str
) -> None:
    gewone, figuur = (r.figuur(naam).caption for r in (gewoon, overgenomen))
    assert figuur.removeprefix(gewone).strip() == marked(naam)


def test_the_colophon_names_what_is_needed_to_repeat_the_report(gewoon: Rapport) -> None:
    tekst = gewoon.colofon("pandoc 3.9").markdown
    assert "31 december 2024" in tekst and "demo-4f1c" in tekst and "pandoc 3.9" in tekst and "0.1.0" in tekst


def met_quarantaine(*aantallen: int | None) -> Rapport:
    """A report of a release with these counts of rows without a person, a school and a school year."""
    stappen = ("zonder_persoon", "zonder_school", "zonder_schooljaar")

    class Anders(FakeRelease):
        def table(self, name: str):  # type: ignore[no-untyped-def]
            tabel = super().table(name)
            if name == "stroom":
                for stap, aantal in zip(stappen, aantallen, strict=True):
                    tabel.loc[tabel.stap == stap, "aantal"] = aantal
            return tabel

    return Rapport.van("2023-2024", Anders())


@pytest.mark.parametrize(
    ("aantallen", "zin"),
    [
        (
            (2, 1, 0),
            "Van 3 rijen is de leerling, de school of het schooljaar niet vast te stellen. Zij tellen in",
        ),
        (
            (0, 1, 0),
            "Van 1 rij is de leerling, de school of het schooljaar niet vast te stellen. Zij telt in",
        ),
        ((0, 0, 0), "Alle rijen waren te plaatsen."),
        ((2, None, 0), "als rij die niet te plaatsen was."),
    ],
)
def test_rows_that_cannot_be_placed_are_told_of(aantallen: tuple[int | None, ...], zin: str) -> None:
    tekst = met_quarantaine(*aantallen).zinnen("stroom").markdown
    assert zin in tekst
    assert ("niet vast te stellen" in tekst) == ("niet vast te stellen" in zin)


def test_every_reason_has_its_line_in_the_flow(gewoon: Rapport) -> None:
    regels = gewoon.tabel("stroom").markdown.splitlines()
    assert "| Af&#58; leerling niet vast te stellen | − 2 |" in regels
    assert "| Af&#58; school niet vast te stellen | − 1 |" in regels
    assert "| Af&#58; schooljaar niet vast te stellen | 0 |" in regels


def test_the_note_under_the_bounds_says_how_many_rows_are_in_them() -> None:
    noot = met_quarantaine(2, 1, 0).tabel("grenzen").markdown.split("\n\n")[-1]
    assert (
        "of niet of zij meetellen, met de aangeleverde rijen die niet te plaatsen zijn"
        " (3 van cohort 2021-2022, 3 van cohort 2022-2023 en 3 van cohort 2023-2024)." in noot
    )
    assert "Onbekend (%): het aandeel onbekend onder iedereen die meetelt of misschien meetelt." in noot
    for niets in (met_quarantaine(0, 0, 0), met_quarantaine(2, None, 0)):
        assert "of niet of zij meetellen. Onbekend (%)" in niets.tabel("grenzen").markdown


def test_an_old_target_is_not_a_norm() -> None:
    g = lees_gegevens(Schooljaar(2023), FakeRelease())
    assert g.norm("P3") is None
    assert g.norm("P2") is not None and g.norm("P2").waarde == 100  # type: ignore[union-attr]


def test_the_convenant_had_no_target_before_it_was_signed() -> None:
    g = lees_gegevens(Schooljaar(2014), FakeRelease(Schooljaar(2014)))
    assert g.norm("P2") is None


def test_a_missing_column_is_an_error_at_opening() -> None:
    class Kaal(FakeRelease):
        def table(self, name: str):  # type: ignore[no-untyped-def]
            tabel = super().table(name)
            return tabel.drop(columns="bestuur") if name == "eenheden" else tabel

    with pytest.raises(KeyError, match="bestuur"):
        lees_gegevens(Schooljaar(2023), Kaal())


def test_the_days_of_measurement_are_those_of_the_release() -> None:
    release = FakeRelease(instellingen=INSTELLINGEN | {"peildata.V2": "10-15"})
    g = lees_gegevens(Schooljaar(2023), release)
    assert g.peildatum("B1_1") == date(2024, 10, 15) and g.peildatum("P2") == date(2024, 11, 1)
    assert "15 oktober 2024" in Rapport.van("2023-2024", release).tabel("cohorten").markdown


def test_the_settings_behind_the_definitions_are_shown() -> None:
    changed = {
        "definities.uren_minimum": "20",
        "definities.beschut_is_werk": "False",
        "drempels.telling": "7",
    }
    release = FakeRelease(instellingen=INSTELLINGEN | changed)
    tabel = Rapport.van("2023-2024", release).tabel("instellingen").markdown
    for regel in (
        "| Minimum aantal uren werk per week | 20 |",
        "| Minimum duur van een contract, in maanden | 6 |",
        "| Beschut werk telt als werk | nee |",
        "| Kleinste aantal dat wordt getoond | 7 |",
        "| Teldatum: begin van een cohort | 1 oktober |",
    ):
        assert regel in tabel


def test_the_appendix_says_what_is_shown_of_schools_and_what_was_given_up() -> None:
    said = Rapport.van("2023-2024", FakeRelease()).zinnen("bescherming").markdown
    assert "ten minste 3 waarden mogelijk" in said
    assert "Kerncijfers per school (P1, P2 en B1, alle cohorten): 31 van 40 getoond." in said
    assert "Van cohort 2016-2017 kon niet elk detail veilig worden getoond." in said
    assert "Weggelaten: de bestemmingen binnen een klasse en de cijfers per school." in said


def test_the_examples_are_those_that_hold_with_the_settings_of_the_report(gewoon: Rapport) -> None:
    """Beschut werk is in the numerator of P2 or not; the fake release knows nothing of onbekend in B2."""
    beschut = "| met perspectief arbeid, gaat beschut werken |"
    instellingen = {**INSTELLINGEN, "definities.beschut_is_werk": "False", "definities.uren_minimum": "16"}
    ander = Rapport.van("2023-2024", FakeRelease(instellingen=instellingen))
    found = [r.tabel("voorbeelden_p2").markdown.splitlines() for r in (gewoon, ander)]
    assert [[regel for regel in regels if regel.startswith(beschut)] for regels in found] == [
        [f"{beschut} in de teller | beschut werk telt als werk |"],
        [f"{beschut} alleen in de noemer | beschut werk telt hier niet als werk |"],
    ]
    uren = [r.tabel("voorbeelden_b3_strikt").markdown.count("12 uur") for r in (gewoon, ander)]
    assert uren == [3, 0]


def cells(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


def test_a_measure_has_one_name_in_the_whole_report(gewoon: Rapport) -> None:
    """Its name in captions is its name among the definitions."""
    defined = [row[0] for row in cells(gewoon.tabel("definities").markdown)]
    for name, label in (("p2", "Plaatsing (convenant), P2"), ("b1_1", "Bestendig na één jaar (sector), B1"),
                        ("b3_strikt", "Bestendige werkplek (strikt), B3")):  # fmt: skip
        assert gewoon.tabel(f"{name}_cohorten").caption.startswith(label) and label in defined
    assert {"Respons V2, R V2", "Bestemming, D", "Blijft in werk tot V3, BW"} <= set(defined)


@pytest.mark.parametrize("moment", ["U", "V1", "V2", "V3", "V4"])
def test_every_moment_names_the_measures_that_need_it(gewoon: Rapport, moment: str) -> None:
    """From the moments of the definitions. D and the P's need U alone, so that row says who does not."""
    (of,) = (
        row[2]
        for row in cells(gewoon.tabel("instellingen").markdown)
        if row[0].startswith(f"Peildatum {moment},")
    )
    defined = {row[0].rpartition(", ")[2] for row in cells(gewoon.tabel("definities").markdown)}
    need = {leescode(d.code) for d in definities().values() if moment in d.momenten} & defined
    if moment == "U":
        assert of == "alle maten, maar R V1 tot en met R V4 niet" and defined - need == {
            "D",
            "R V1",
            "R V2",
            "R V3",
            "R V4",
        }
    else:
        assert set(of.split(", ")) == need


def test_norms_that_are_not_of_a_measure_are_explained(gewoon: Rapport) -> None:
    text = gewoon.tabel("normen").markdown
    assert "E: het deel van de ESF-baten" in text and "Lezing punten" in text and "lezing relatief" in text


def test_a_region_of_one_board_has_no_boards() -> None:
    """Found in the demo of 2022-2023: 'Geen van de 1 besturen'."""
    said = Rapport.van("2023-2024", RELEASES["een school"]).zinnen("b1_2_bestuur").markdown
    assert said.startswith("Het enige bestuur met een cijfer ligt niet aantoonbaar onder de norm van 75%.")
    assert said.endswith("Het enige bestuur gaf voor deze maat geen eigen doel op.")


def test_a_reading_that_is_hidden_is_outside_what_is_said_of_the_others(gewoon: Rapport) -> None:
    """Without mbo, 6 higher at most, the highest is that of onbekend: 63.2 + 0.5, up."""
    g = gewoon.gegevens
    hidden = [replace(v, pct_kop=None, laag=None, hoog=None) if v.volgorde == 5 else v for v in g.varianten]
    said = Rapport(replace(g, varianten=tuple(hidden))).zinnen("varianten").markdown
    assert (
        "Met een andere lezing die te tonen is, komt P2 niet lager uit dan 61% en niet hoger dan 64%." in said
    )
    assert "Met een andere lezing komt P2 niet lager uit dan 61% en" in gewoon.zinnen("varianten").markdown
