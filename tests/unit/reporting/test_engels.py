"""The summary in English: the figures of the release in English notation, and words for what is not there."""

import re

from pipeline.reporting import content
from pipeline.reporting.gegevens import Gegevens, lees_gegevens
from pipeline.reporting.notation import datum_engels, engels
from pipeline.vocabulary.schooljaar import Schooljaar
from tests.support.fake_release import FakeRelease
from tests.support.met_scholen import MetScholen

JAAR = Schooljaar(2016)


def text_of(release: FakeRelease) -> str:
    return content.zinnen(gegevens(release), "summary").markdown


def gegevens(release: FakeRelease) -> Gegevens:
    return lees_gegevens(release.jaar, release)


def test_numbers_and_days_are_written_as_in_english() -> None:
    assert [engels(text) for text in ("1.245", "46,3%", "36,0–57,1", "75%")] == [
        "1,245", "46.3%", "36.0–57.1", "75%",
    ]  # fmt: skip
    assert datum_engels(gegevens(FakeRelease()).stand) == "31 December 2024"


def test_the_answer_counts_who_is_short_of_all() -> None:
    text = text_of(MetScholen(JAAR, regio=(1100, 1245)))
    assert "Of the 1,245 leavers of 2016-2017 with a work perspective, 1,100 went to work: 88.4%." in text
    assert "145 more would have made it 100%." in text and "1,100 of 1,245; 95% interval" in text


def test_all_at_work_is_said() -> None:
    assert "The 100% was reached." in text_of(MetScholen(JAAR, regio=(120, 120)))


def test_what_is_hidden_has_no_number() -> None:
    text = text_of(MetScholen(JAAR, regio="niet getoond"))
    assert "cannot be told here" in text
    line = next(line for line in text.splitlines() if "(P2, " in line)
    assert line.startswith("- **–**") and "not shown" in line and not re.search(r"\d+ of \d+", line)


def test_made_up_figures_are_called_so() -> None:
    assert "are made up" in text_of(FakeRelease()) and "made up" not in text_of(
        FakeRelease(voorbeeldgegevens=False)
    )


def test_it_is_marked_as_english() -> None:
    assert text_of(FakeRelease()).startswith('::: {lang="en"}')
