"""Conditions in words, for who reads what was shared and does not read SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.reporting.notation import opsomming
from pipeline.verkennen.vraag import VAN_EENHEID, VAN_LEERLING
from pipeline.vocabulary.schooljaar import Schooljaar, SchooljaarError

if TYPE_CHECKING:
    from sqlglot import exp

_NUMBERS = {"EQ": "{}", "NEQ": "niet {}", "GT": "meer dan {}", "GTE": "{} of meer"} | {
    "LT": "minder dan {}",
    "LTE": "{} of minder",
}
_YEARS = {"EQ": "{}", "NEQ": "niet {}", "GT": "na {}", "GTE": "{} of later"} | {
    "LT": "voor {}",
    "LTE": "{} of eerder",
}
_TURNED = {"GT": "LT", "LT": "GT", "GTE": "LTE", "LTE": "GTE"}
"""What a comparison becomes with its sides changed."""


def in_woorden(waar: str) -> str | None:
    """A condition that only compares columns of which groups may be shared with values, in Dutch; None for
    any other, of which the SQL itself has to do."""
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        return _said(sqlglot.parse_one(waar, read="duckdb"))
    except (SqlglotError, _NotInWords, SchooljaarError):
        return None


def alle_in_woorden(conditions: Sequence[str]) -> str | None:
    """Conditions that all hold, as one text; None where one of them cannot be said in words,
    and of none."""
    said = [in_woorden(one) for one in conditions]
    words = [one for one in said if one is not None]
    return opsomming(words) if words and len(words) == len(said) else None


class _NotInWords(Exception):
    """There are no words for it here."""


def _said(part: exp.Expr) -> str:
    from sqlglot import exp

    part = part.unnest()
    if isinstance(part, exp.And):
        return opsomming([_said(one) for one in part.flatten()])
    if isinstance(part, exp.Not):
        return _denied(part.this.unnest())
    if isinstance(part, exp.Is) and isinstance(part.expression, exp.Null):
        return f"{_column(part.this)} onbekend"
    if isinstance(part, exp.In) and part.expressions:
        return _among(part, "")
    if isinstance(part, exp.Between):
        column, value = _column(part.this), _value_of(part.this)
        return f"{column} {value(part.args['low'])} tot en met {value(part.args['high'])}"
    return _compared(part)


def _denied(part: exp.Expr) -> str:
    from sqlglot import exp

    if isinstance(part, exp.Is) and isinstance(part.expression, exp.Null):
        return f"{_column(part.this)} bekend"
    if isinstance(part, exp.In) and part.expressions:
        return _among(part, "niet ")
    if isinstance(part, exp.EQ):
        return _compared(exp.NEQ(this=part.this, expression=part.expression))
    raise _NotInWords


def _among(part: exp.In, before: str) -> str:
    value = _value_of(part.this)
    return f"{_column(part.this)} {before}{' of '.join(value(one) for one in part.expressions)}"


def _compared(part: exp.Expr) -> str:
    from sqlglot import exp

    kind = type(part).__name__
    if kind not in _NUMBERS:
        raise _NotInWords
    left, right = part.this, part.expression
    if not isinstance(left, exp.Column):
        left, right, kind = right, left, _TURNED.get(kind, kind)
    words: Mapping[str, str] = _YEARS if _column(left) == "cohort" else _NUMBERS
    return f"{_column(left)} {words[kind].format(_value_of(left)(right))}"


def _column(part: exp.Expr) -> str:
    from sqlglot import exp

    if not isinstance(part, exp.Column) or part.name not in (*VAN_EENHEID, *VAN_LEERLING):
        raise _NotInWords
    return part.name.replace("_id", "").replace("_", " ")


def _value_of(column: exp.Expr) -> Callable[[exp.Expr], str]:
    """How a value of this column is written: a cohort as its school year."""
    return _year if column.name == "cohort" else _value


def _value(part: exp.Expr) -> str:
    from sqlglot import exp

    if isinstance(part, exp.Boolean):
        return "ja" if part.this else "nee"
    if isinstance(part, exp.Literal):
        return str(part.this)
    raise _NotInWords


def _year(part: exp.Expr) -> str:
    value = _value(part)
    if not value.isdecimal():
        raise _NotInWords
    return str(Schooljaar(int(value)))
