"""Make the fonts in reports/assets/fonts from the full Source Sans 3.

Usage: python tools/build_fonts.py FOLDER, with fonttools and brotli installed and FOLDER holding the three
full TTF files (npm package @expo-google-fonts/source-sans-3, or Adobe's own release).

The subset is renamed because the licence reserves the name 'Source' for the unmodified font, and because a
name of our own can never be mistaken for another version that happens to be installed on a machine.
"""

import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]

FAMILY = "Toeleiding Sans"
TARGET = Path(__file__).parent.parent / "reports" / "assets" / "fonts"
STYLES = {
    "SourceSans3_400Regular.ttf": ("Regular", 400),
    "SourceSans3_400Regular_Italic.ttf": ("Italic", 400),
    "SourceSans3_600SemiBold.ttf": ("Bold", 600),
}
# Latin with the diacritics of European names, punctuation, currency, arrows and the signs of statistics.
UNICODES = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x218, 0x21C), 0x2C6, 0x2DA, 0x2DC, 0x394, 0x3B1, 0x3B2,
    0x3BC, 0x3C0, 0x3C3, 0x3C7, *range(0x2010, 0x2027), 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A,
    0x2044, *range(0x2070, 0x208F), 0x20AC, 0x2116, 0x2122, *range(0x2190, 0x2196), 0x2206, 0x2211, 0x2212,
    0x2215, 0x221A, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25A1, 0x25B2, 0x25BC, 0x25CB, 0x25CF,
    0x2610, 0x2611, 0x2713,
]  # fmt: skip
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "case", "frac", "numr", "dnom", "pnum", "sups"]


def build(source: Path, style: str, weight: int) -> None:
    """Write one style as TTF (typst, charts) and WOFF2 (pages)."""
    font = TTFont(source, recalcTimestamp=False)
    reduce(font)
    rename(font, style, weight)
    name = f"ToeleidingSans-{style}"
    font.save(TARGET / f"{name}.ttf")
    font.flavor = "woff2"
    font.save(TARGET / f"{name}.woff2")


def reduce(font: TTFont) -> None:
    """Keep the listed characters and features only, in place."""
    options = subset.Options(hinting=False, layout_features=FEATURES, notdef_outline=True, name_IDs=["*"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=UNICODES)
    cutter.subset(font)


def rename(font: TTFont, style: str, weight: int) -> None:
    """Give the font our family name; SemiBold becomes its bold, so that 'bold' finds it."""
    for record in list(font["name"].names):
        if record.nameID not in (0, 13, 14):
            font["name"].removeNames(nameID=record.nameID)
    full = f"{FAMILY} {style}"
    names = {1: FAMILY, 2: style, 3: f"1.0;{full}", 4: full, 5: "Version 1.0", 6: full.replace(" ", "")}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = {"Regular": 0x40, "Italic": 0x01, "Bold": 0x20}[style] | 0x80
    font["head"].macStyle = {"Regular": 0, "Italic": 2, "Bold": 1}[style]


if __name__ == "__main__":
    for file, (style_name, css_weight) in STYLES.items():
        build(next(Path(sys.argv[1]).rglob(file)), style_name, css_weight)
