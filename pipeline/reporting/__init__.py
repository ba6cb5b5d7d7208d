"""From a release to two reports: charts, tables, sentences, and the renderers.

Light to import: what is heavy comes with the functions that need it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.reporting.rapport import Rapport


def open_rapport(schooljaar: str, release: str) -> "Rapport":
    """Open a release for a report; see pipeline.reporting.rapport."""
    from pipeline.reporting.rapport import open_rapport as open_

    return open_(schooljaar, release)
