"""How reliable the tests are, as measured: the calibration study, held against what it should be.

`make calibration-full` writes calibratie.json (benchmarks/calibration.py says how it is measured). It says
with a fingerprint which code was measured; the report tells when that is another than the code of now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.evaluation.effect.vingerafdruk import vingerafdruk

if TYPE_CHECKING:
    import pandas as pd

BESTAND = Path(__file__).parent.parent / "calibratie.json"
_HOORT: tuple[tuple[str, str, float | None, float | None], ...] = (
    ("dekking van het interval van een percentage, gemiddeld", "coverage_rates", 94.0, 97.0),
    ("laagste dekking bij tien of meer leerlingen", "coverage_rates_lowest", 89.0, None),
    ("dekking van het interval van een verschil", "coverage_effect", 92.0, 98.0),
    ("dekking als het verschil per school anders is", "coverage_effect_varied", 92.0, 98.0),
    ("verschil gevonden terwijl het er niet is", "false_effect", None, 6.4),
    ("hetzelfde, met plannen van hele besturen, geloot per school", "false_effect_boards.school", None, 6.4),
    (
        "hetzelfde, met plannen van hele besturen, geloot per bestuur",
        "false_effect_boards.bestuur",
        None,
        6.4,
    ),
    ("verschil van 5 procentpunt gevonden", "power.5", None, None),
    ("verschil van 10 procentpunt gevonden", "power.10", None, None),
    ("verschil van 15 procentpunt gevonden", "power.15", None, None),
    ("verschil van 20 procentpunt gevonden", "power.20", None, None),
)

BEPROEFD = (
    ("pipeline.evaluation.effect.did", "loting"),
    ("pipeline.evaluation.effect.toeval", "interval"),
    ("pipeline.evaluation.effect.toeval", "overschrijding"),
    ("pipeline.indicators.rates", "wilson"),
)
"""What the study tries: the estimator under every assignment, the interval, p, and Wilson's interval."""


def beproefde_code() -> str:
    """The fingerprint of what the study tries, as it is now."""
    return vingerafdruk(BEPROEFD)


def van_nu(gemeten: Mapping[str, Any]) -> bool:
    """Whether what was measured is of the code as it is now."""
    return bool(gemeten["code"] == beproefde_code())


def calibratie() -> dict[str, Any]:
    """What the last full calibration study measured."""
    return dict(json.loads(BESTAND.read_text(encoding="utf-8")))


def tabel(gemeten: Mapping[str, Any]) -> pd.DataFrame:
    """A row per measure: maat, procent, minstens and hoogstens (NaN: none), gehaald (NA: nothing to meet)."""
    import pandas as pd

    rijen = [(maat, 100 * _waarde(gemeten, sleutel), laag, hoog) for maat, sleutel, laag, hoog in _HOORT]
    uit = pd.DataFrame(rijen, columns=["maat", "procent", "minstens", "hoogstens"])
    grenzen = uit.astype({"procent": float, "minstens": float, "hoogstens": float}).round(2)
    binnen = (grenzen.procent >= grenzen.minstens.fillna(0)) & (
        grenzen.procent <= grenzen.hoogstens.fillna(100)
    )
    open_ = grenzen.minstens.isna() & grenzen.hoogstens.isna()
    return grenzen.assign(gehaald=binnen.astype("boolean").mask(open_))


def _waarde(gemeten: Mapping[str, Any], sleutel: str) -> float:
    deel, _, onder = sleutel.partition(".")
    return float(gemeten[deel][onder] if onder else gemeten[deel])
