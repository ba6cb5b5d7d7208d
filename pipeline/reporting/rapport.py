"""The one object that a report notebook talks to."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.reporting import content
from pipeline.reporting.display import FigureBundle, Proza, TableBundle
from pipeline.reporting.gegevens import Gegevens, Release, lees_gegevens
from pipeline.vocabulary.schooljaar import Schooljaar


@dataclass(frozen=True)
class Rapport:
    """Figures, tables and sentences of one school year, by name; `content` lists the names."""

    gegevens: Gegevens

    @classmethod
    def van(cls, schooljaar: str, release: Release) -> "Rapport":
        """The report of a school year from an opened release.

        Raises ValueError when they do not belong together.
        """
        jaar = Schooljaar.parse(schooljaar)
        if release.meta["schooljaar"] != jaar.label:
            raise ValueError(f"this release is of {release.meta['schooljaar']}, not of {jaar}")
        return cls(lees_gegevens(jaar, release))

    def zinnen(self, naam: str) -> Proza:
        """A paragraph of computed sentences."""
        return content.zinnen(self.gegevens, naam)

    def figuur(self, naam: str) -> FigureBundle:
        """A chart with its caption and alt text."""
        return content.figuur(self.gegevens, naam)

    def tabel(self, naam: str) -> TableBundle:
        """A table with its caption."""
        return content.tabel(self.gegevens, naam)

    def woordenboek(self) -> Proza:
        """The data dictionary of the sources that were delivered."""
        return content.bijlage_woordenboek(self.gegevens)

    def colofon(self, renderer: str) -> Proza:
        """What is needed to make this report again, with the name of what renders it."""
        return content.colofon(self.gegevens, renderer)


def open_rapport(schooljaar: str, release: str) -> Rapport:
    """Open the release in a folder for the report of a school year, and close every other door.

    Raises ValueError when the folder holds another year, and what open_release raises.
    """
    from pipeline.release.publication import open_release
    from pipeline.reporting.guard import only_releases

    rapport = Rapport.van(schooljaar, open_release(Path(release)))
    only_releases()
    return rapport
