"""A share from the analyst's room, as a notebook would ask for it."""

from __future__ import annotations

from pathlib import Path

from pipeline import verkennen
from pipeline.verkennen.gedeeld import Gedeeld

NAAM = "vanaf-17"


def share(root: Path) -> Gedeeld:
    """Who found work, of those of 17 and older, by type of school."""
    v = verkennen.start(root)
    table = v.indicator("P2", per="schooltype", waar=["cohort = 2024", "leeftijd >= 17"])
    return v.delen(table, naam=NAAM)


def share_twice(root: Path) -> None:
    """The second puts the same folder in the place of the first."""
    share(root)
    share(root)


def share_released(root: Path) -> Gedeeld:
    """Figures of the release: nothing is counted for it, and nothing kept."""
    v = verkennen.start(root)
    return v.delen(v.cijfers("P2"), naam="uit-de-release")
