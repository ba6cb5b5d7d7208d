"""The guide from exploration to report names files that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_every_file_that_the_guide_names_is_there() -> None:
    guide = (ROOT / "docs" / "uitbreiden.md").read_text("utf-8")
    named = re.findall(r"`((?:pipeline|tests|notebooks)/[\w./]+)`", guide)
    assert len(named) > 12
    assert [path for path in named if not (ROOT / path).exists()] == []
