"""Charts laid over or beside each other, as one specification.

Altair's LayerChart and ConcatChart copy and compare all parts at every level, which takes longer than making
them; here each part is written out once. The result is the same, and the tests validate it.
"""

from dataclasses import dataclass, field
from typing import Any

import altair as alt

from pipeline.reporting.drawing import SCHEIDING

Deel = dict[str, Any]


@dataclass(frozen=True)
class Samenstel:
    """A composed chart: layers or panels under `soort` ("layer" or "concat"), and its other properties."""

    soort: str
    delen: tuple["alt.Chart | Samenstel", ...]
    eigenschappen: Deel = field(default_factory=dict)

    def specificatie(self) -> Deel:
        """The whole as Vega-Lite, in the theme of the house."""
        gegevens: Deel = {}
        theme: Any = alt.theme.get()
        return {**self._spec(gegevens), **theme(), "datasets": gegevens}

    def _spec(self, gegevens: Deel) -> Deel:
        delen = [_spec(deel, gegevens) for deel in self.delen]
        overig = {naam: _waarde(waarde) for naam, waarde in self.eigenschappen.items()}
        return {self.soort: delen, **overig}


def _spec(deel: "alt.Chart | Samenstel", gegevens: Deel) -> Deel:
    """A part; its rows go to `gegevens`, where equal ones are kept once."""
    if isinstance(deel, Samenstel):
        return deel._spec(gegevens)
    spec: Deel = deel.to_dict(validate=False, context={"top_level": False, "datasets": gegevens})
    return _sprekend(spec, gegevens)


def _sprekend(spec: Deel, gegevens: Deel) -> Deel:
    """The layer with what its rows are of, and the tip that it shows, in the description of every mark."""
    velden = {
        veld for rij in gegevens.get(spec["data"].get("name"), ()) for veld in ("naam", "tip") if veld in rij
    }
    if "tooltip" not in spec["encoding"]:
        velden.discard("tip")
    if not velden:
        return spec
    naam, tip = (f"(datum.{veld} || '')" if veld in velden else "''" for veld in ("naam", "tip"))
    beschrijving = {"value": {"expr": f"{naam} + '{SCHEIDING}' + {tip}"}}
    return {
        **spec,
        "mark": {**spec["mark"], "aria": True},
        "encoding": {**spec["encoding"], "description": beschrijving},
    }


def _waarde(waarde: Any) -> Any:
    return waarde.to_dict(validate=False) if isinstance(waarde, alt.SchemaBase) else waarde
