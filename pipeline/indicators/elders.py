"""The statements of the indicators for another engine, as microdata/elders.py translates the steps."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.indicators.compute import MISSCHIEN, WAARNEMING, counting_sql, observing
from pipeline.indicators.overzichten import FOLDER, OVERZICHTEN
from pipeline.microdata.elders import translate
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings

GETELD = "geteld"
"""What compute.finish makes `cijfers` of: little, whatever it was counted from."""


def indicators_elsewhere(settings: Settings, schooljaar: Schooljaar) -> Iterator[tuple[str, str]]:
    """In order: a table, and the SELECT that makes it, for Spark.

    First waarneming and misschien, which the others read beside the microdata; then GETELD and the overviews.
    The overview koppeling is another table than the one of that name in the microdata: give it another name.
    """
    waarden = observing(settings, schooljaar)
    for file in (WAARNEMING, MISSCHIEN):
        yield file.stem, translate(file.read_text("utf-8"), waarden)
    yield GETELD, translate(counting_sql(), waarden)
    for naam in OVERZICHTEN:
        yield naam, translate((FOLDER / f"{naam}.sql").read_text("utf-8"), waarden)
