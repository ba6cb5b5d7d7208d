"""Any settings that can be written are read back as they were."""

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.settings import Settings, load_settings

day_numbers = st.integers(1, 28)
all_days = st.builds(MaandDag, st.integers(1, 12), day_numbers).map(str)
spring = st.builds(MaandDag, st.integers(1, 6), day_numbers).map(str)
autumn = st.builds(MaandDag, st.integers(8, 12), day_numbers).map(str)
printable = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=["Cc"]), max_size=20
)


@st.composite
def standen(draw: st.DrawFn) -> dict[str, date]:
    jaar = draw(st.integers(2000, 2050).map(Schooljaar))
    return {jaar.label: draw(st.dates(date(jaar.eind, 8, 1), date(jaar.eind + 2, 12, 31)))}


contents = st.fixed_dictionaries(
    {},
    optional={
        "regio": st.fixed_dictionaries({"naam": printable.filter(bool)}),
        "stand": st.fixed_dictionaries({"dag": autumn}, optional={"per_schooljaar": standen()}),
        "peildata": st.fixed_dictionaries(
            {}, optional={"U": all_days, "V1": spring, "V2": autumn, "V3": spring, "V4": autumn}
        ),
        "cohort": st.fixed_dictionaries({"teldatum": all_days}),
        "drempels": st.fixed_dictionaries({"telling": st.integers(2, 99)}),
        "definities": st.fixed_dictionaries(
            {"beschut_is_werk": st.booleans(), "contract_maanden": st.integers(0, 60)}
        ),
        "sleutel": st.fixed_dictionaries({"bestand": printable.filter(bool)}),
        "rapport": st.fixed_dictionaries({"doel_toetsing": printable}),
    },
)


def _toml(table: Mapping[str, object], prefix: str = "") -> str:
    values = {key: value for key, value in table.items() if not isinstance(value, dict)}
    lines = [f"{json.dumps(key)} = {_toml_value(value)}" for key, value in values.items()]
    for key, value in table.items():
        if isinstance(value, dict):
            lines += [f"[{prefix}{key}]", _toml(value, f"{prefix}{key}.")]
    return "\n".join(lines)


def _toml_value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _load(content: Mapping[str, object]) -> Settings:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "toeleiding.toml"
        file.write_text(_toml(content), encoding="utf-8")
        return load_settings(file)


@given(content=contents)
def test_read_back_as_written(content: dict[str, dict[str, object]]) -> None:
    read = _load(content)
    dumped = json.loads(read.model_dump_json(by_alias=True))
    for part, keys in content.items():
        for key, value in keys.items():
            assert dumped[part][key] == json.loads(json.dumps(value, default=date.isoformat))


@given(content=contents)
def test_settings_that_are_written_out_are_the_same_settings(content: dict[str, object]) -> None:
    read = _load(content)
    again = _load(read.model_dump(by_alias=True, exclude_none=True))
    assert again == read
    assert again.hash() == read.hash()
