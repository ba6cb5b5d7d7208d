"""The `#| name: value` options at the head of a notebook's code cell, as Quarto reads them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.workspace.errors import RenderFout

_OPTION = re.compile(r"^#\|\s?(.*)$")
_LABEL = re.compile(r"^(fig|tbl)-[a-z0-9-]+$")


@dataclass(frozen=True)
class CodeCell:
    """The options of a code cell, and the code without them."""

    options: Mapping[str, Any]
    code: str

    @property
    def label(self) -> str:
        return str(self.options.get("label", ""))

    @property
    def kind(self) -> str:
        """ "fig", "tbl", or "" for a cell that makes neither."""
        match = _LABEL.match(self.label)
        return match[1] if match else ""

    @property
    def is_hidden(self) -> bool:
        return self.options.get("include") is False

    def with_options(self, extra: Mapping[str, Any]) -> "CodeCell":
        """The same cell with options added; what its author wrote stays."""
        return CodeCell({**extra, **self.options}, self.code)

    def source(self) -> str:
        """The cell as it stands in a notebook, options first and in a fixed order."""
        lines = [f"#| {name}: {_value(self.options[name])}" for name in sorted(self.options, key=_rank)]
        return "\n".join([*lines, self.code]) if lines else self.code


def parse_cell(source: str, where: str) -> CodeCell:
    """Take the options off the head of a code cell. Raises RenderFout on options that are not YAML."""
    import yaml  # type: ignore[import-untyped]

    lines = source.splitlines()
    head = [match[1] for match in map(_OPTION.match, lines) if match]
    count = next((index for index, line in enumerate(lines) if not _OPTION.match(line)), len(lines))
    try:
        options = yaml.safe_load("\n".join(head[:count])) or {}
    except yaml.YAMLError as fault:
        raise RenderFout(f"{where}: the #| options of this cell are not YAML") from fault
    if not isinstance(options, dict):
        raise RenderFout(f"{where}: the #| options of this cell are not of the form name: value")
    return CodeCell(options, "\n".join(lines[count:]))


def _rank(name: str) -> tuple[bool, str]:
    return (name != "label", name)


def _value(value: object) -> str:
    """A value on one line: JSON, which is YAML too."""
    return json.dumps(value, ensure_ascii=False)
