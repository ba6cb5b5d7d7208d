"""The analyst's room: questions about the pseudonymous microdata and about releases, from a notebook.

    from pipeline import verkennen
    v = verkennen.start()
    v.indicator("P2", per="school")      # a table: n, k, pct, interval, bounds
    v.grafiek.verloop(v.indicator("P2", per="schooltype"))

`help(v)` tells the rest; `v.kolommen()` what the panel holds, `v.indicatoren()` what can be counted.

This is the last room: it imports from every room above and none imports from it, but for the verb that opens
JupyterLab (lab.py). What is seen here is not protected (a cell may be one pupil), so nothing of it may leave
by itself: `v.delen(…)` protects a table or chart as a release is and writes what may leave. Nothing else here
writes a file.
"""

import sys

from pipeline.verkennen.kamer import Verkenning, start
from pipeline.verkennen.toegang import NietHier

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
"""JupyterLab brings it along; it makes the first import of Altair four times slower, and checks nothing."""

__all__ = ["NietHier", "Verkenning", "start"]
