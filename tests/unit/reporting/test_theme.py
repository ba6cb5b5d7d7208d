"""Colours: readable, told apart in grey print and by colour-blind readers, the same as those of the pages."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest

from pipeline.reporting import theme
from pipeline.reporting.assets import assets_dir
from pipeline.vocabulary.tables import bestemmingen, klassen

KLEUREN = {klasse: kleur for klasse, kleur in theme.KLASSE_KLEUR.items() if klasse != "ONBEKEND"}
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLIND = {
    "protanopie": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopie": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopie": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039],
    ],
}  # fmt: skip


def lineair(kleur: str) -> np.ndarray:
    rgb = np.array([int(kleur[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminantie(kleur: str) -> float:
    return float(lineair(kleur) @ [0.2126, 0.7152, 0.0722])


def contrast(een: str, ander: str) -> float:
    """WCAG 2.2."""
    laag, hoog = sorted((luminantie(een), luminantie(ander)))
    return (hoog + 0.05) / (laag + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb
    f = np.cbrt(np.clip(xyz / [0.9505, 1.0, 1.089], 1e-9, None))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def afstand(een: str, ander: str, blind: str) -> float:
    """CIE76 distance as a colour-blind reader sees it."""
    matrix = np.array(BLIND[blind])
    return float(np.linalg.norm(lab(matrix @ lineair(een)) - lab(matrix @ lineair(ander))))


def licht(kleur: str) -> float:
    return float(lab(lineair(kleur))[0])


@pytest.mark.parametrize("kleur", [*KLEUREN.values(), *theme.CODE_KLEUR.values(), theme.MARGE])
def test_marks_can_be_seen_on_paper(kleur: str) -> None:
    if kleur.startswith("#"):
        assert contrast(kleur, theme.WIT) >= 3


@pytest.mark.parametrize("kleur", [theme.INKT, theme.GRIJS, theme.ACCENT])
def test_text_can_be_read(kleur: str) -> None:
    assert contrast(kleur, theme.WIT) >= 4.5


def test_text_on_a_class_can_be_read() -> None:
    assert all(contrast(theme.OP_KLEUR[klasse], kleur) >= 4.5 for klasse, kleur in KLEUREN.items())


def test_whoever_has_no_work_is_no_class_and_can_be_read_and_told_from_work() -> None:
    (kleur,) = [theme.STAPEL_KLEUR[s] for s in theme.STAPEL_KLEUR if s not in theme.KLASSE_KLEUR]
    assert contrast(kleur, theme.WIT) >= 3 and contrast(theme.OP_KLEUR["ZONDER_WERK"], kleur) >= 4.5
    assert abs(licht(kleur) - licht(theme.KLASSE_KLEUR["WERK"])) >= 10


def test_neighbours_differ_in_grey_print() -> None:
    assert all(abs(licht(een) - licht(ander)) >= 10 for een, ander in pairwise(KLEUREN.values()))


@pytest.mark.parametrize("blind", BLIND)
def test_classes_differ_for_colour_blind_readers(blind: str) -> None:
    assert all(afstand(een, ander, blind) >= 18 for een, ander in combinations(KLEUREN.values(), 2))


def test_every_class_and_code_has_its_colour() -> None:
    assert list(theme.KLASSE_KLEUR) == [klasse.klasse for klasse in klassen()]
    assert list(theme.CODE_KLEUR) == [bestemming.code for bestemming in bestemmingen()]


def test_onbekend_is_a_hatch_with_a_fallback() -> None:
    assert re.fullmatch(r"url\(#arcering\) #[0-9a-f]{6}", theme.ARCERING)
    assert 'id="arcering"' in theme.PATRONEN and 'id="verborgen"' in theme.PATRONEN


def tokens() -> Iterator[tuple[str, str]]:
    yield from re.findall(
        r"--([a-z]+): (#[0-9a-f]{6})", (assets_dir() / "css" / "tokens.css").read_text("utf-8")
    )


def test_charts_and_pages_share_their_colours() -> None:
    pagina = dict(tokens())
    ours = {
        "inkt": theme.INKT,
        "grijs": theme.GRIJS,
        "lijn": theme.LIJN,
        "papier": theme.WIT,
        "accent": theme.ACCENT,
    }
    assert {naam: pagina[naam] for naam in ours} == ours
