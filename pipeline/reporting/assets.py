"""Where the look of the reports is: style, templates, filters, fonts and the list of sources."""

from pathlib import Path

from pipeline.workspace.folders import project_root


def quarto_project() -> Path:
    """The folder with _quarto.yml and assets/; nothing is ever rendered in it."""
    return project_root() / "reports"


def assets_dir() -> Path:
    """The assets that both renderers share."""
    return quarto_project() / "assets"


def fonts_dir() -> Path:
    """The fonts that are shipped: TTF for typst and for charts, WOFF2 for pages."""
    return assets_dir() / "fonts"
