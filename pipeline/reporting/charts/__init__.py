"""One file per kind of chart.

Each takes plain dataclasses, knows nothing of a release, and gives an Altair chart.

Every chart fills the text column, says its finding in the title, labels its marks directly and shows what is
hidden or cannot be measured yet in words.
"""
