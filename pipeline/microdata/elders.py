"""The statements for another engine, for where one machine ends: the same text, translated by sqlglot.

`translate` promises a SELECT that gives the same rows on Apache Spark 4 (in ANSI mode, its default) as the
statement gives on DuckDB; that rests on the test that runs both (tests/flow/test_spark.py). Values of
getvariable() are filled in and macros written out, so that the other engine needs no session of ours.

Not translated: reading and pseudonymising deliveries, which comes before the steps; and what Splink does
between two of them (koppeling/model.py), which is no statement. Whoever runs elsewhere provides its outcome
`koppelscore`; Splink can run on Spark itself. Rates and intervals are worked out here, from the counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.microdata.parameters import Waarde, literal, parameters
from pipeline.microdata.steps import BESLUIT, steps
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    from sqlglot import exp

SPARK = "spark"
_DUCKDB = "duckdb"


def steps_elsewhere(settings: Settings) -> Iterator[tuple[str, str]]:
    """Each step in order: the table it makes, and the SELECT that makes it, for Spark.

    They read the tables that build.load_inputs makes, and `koppelscore` from the step koppelpaar on.
    """
    waarden = parameters(settings)
    for step in steps():
        yield step.tabel, translate(step.select, waarden)


def translate(select: str, waarden: Mapping[str, Waarde]) -> str:
    """A SELECT of this program, or that of a CREATE TABLE, for Spark.

    waarden: of every getvariable() in it; KeyError where one is missing. Raises UnsupportedError (of sqlglot)
    for what it knows to have no counterpart.
    """
    import sqlglot
    from sqlglot import exp

    tree: Any = sqlglot.parse_one(select, dialect=_DUCKDB)
    tree = (tree.expression if isinstance(tree, exp.Create) else tree).transform(_written_out)
    tree = tree.transform(lambda node: _filled_in(node, waarden))
    for rule in _RULES:
        tree = tree.transform(rule)
    return str(tree.sql(dialect=SPARK, unsupported_level=sqlglot.ErrorLevel.RAISE))


@cache
def _macros() -> dict[str, tuple[tuple[str, ...], exp.Expr]]:
    """Per macro of besluit.sql its parameters and what it stands for."""
    import sqlglot

    made: list[Any] = sqlglot.parse(BESLUIT, dialect=_DUCKDB)
    return {
        one.this.this.name: (tuple(p.name for p in one.this.expressions), one.expression)
        for one in made
        if one is not None
    }


def _written_out(node: exp.Expr) -> exp.Expr:
    """A call of a macro: what it stands for, with the arguments in the place of its parameters."""
    from sqlglot import exp

    if not isinstance(node, exp.Anonymous) or node.name not in _macros():
        return node
    names, body = _macros()[node.name]
    given = dict(zip(names, node.expressions, strict=True))

    def put(inner: exp.Expr) -> exp.Expr:
        if isinstance(inner, exp.Column) and not inner.table and inner.name in given:
            return exp.paren(given[inner.name].copy())
        return inner

    return exp.paren(body.copy().transform(put))


def _filled_in(node: exp.Expr, waarden: Mapping[str, Waarde]) -> exp.Expr:
    """The value of a variable in its place."""
    import sqlglot
    from sqlglot import exp

    if isinstance(node, exp.Anonymous) and node.name == "getvariable":
        return sqlglot.parse_one(literal(waarden[node.expressions[0].name]), dialect=_DUCKDB)
    return node


def _known_only(node: exp.Expr) -> exp.Expr:
    """arg_max and arg_min skip rows in which what they give is NULL; max_by and min_by do not."""
    from sqlglot import exp

    if not isinstance(node, exp.ArgMax | exp.ArgMin) or isinstance(node.this, exp.Struct):
        return node
    known = node.this.copy().is_(exp.null()).not_()
    around = node.parent
    if isinstance(around, exp.Filter):
        around.set("expression", exp.Where(this=exp.and_(around.expression.this.copy(), known)))
        return node
    return exp.Filter(this=node.copy(), expression=exp.Where(this=known))


def _filter_in_window(node: exp.Expr) -> exp.Expr:
    """max(x) FILTER (c) OVER w: Spark knows no filter there, and a maximum of NULL otherwise is the same."""
    from sqlglot import exp

    if isinstance(node, exp.Window) and isinstance(node.this, exp.Filter):
        aggregate, condition = node.this.this.copy(), node.this.expression.this.copy()
        aggregate.set("this", exp.case().when(condition, aggregate.this))
        node.set("this", aggregate)
    return node


def _months(node: exp.Expr) -> exp.Expr:
    """Adding to_months(n) to a day."""
    from sqlglot import exp

    if (
        isinstance(node, exp.Add)
        and isinstance(node.expression, exp.Anonymous)
        and node.expression.name == "to_months"
    ):
        return exp.Anonymous(this="ADD_MONTHS", expressions=[node.this, *node.expression.expressions])
    return node


def _lists(node: exp.Expr) -> exp.Expr:
    """list_has_any and list_has_all."""
    from sqlglot import exp

    if isinstance(node, exp.ArrayOverlaps):
        return exp.Anonymous(this="ARRAYS_OVERLAP", expressions=[node.this, node.expression])
    if isinstance(node, exp.Anonymous) and node.name == "list_has_all":
        lacking = exp.Anonymous(this="ARRAY_EXCEPT", expressions=node.expressions[::-1])
        return exp.EQ(this=exp.ArraySize(this=lacking), expression=exp.Literal.number(0))
    return node


def _as_it_likes(node: exp.Expr) -> exp.Expr:
    """WITH x AS NOT MATERIALIZED: whether to keep x is for the other engine to choose."""
    from sqlglot import exp

    if isinstance(node, exp.CTE):
        node.set("materialized", None)
    return node


def _unnested(node: exp.Expr) -> exp.Expr:
    """unnest() among the columns: of structs (recursive) all their fields, and two lists side by side."""
    from sqlglot import exp

    if not isinstance(node, exp.Select):
        return node
    parts = [part for part in node.expressions if isinstance(part.unalias(), exp.Explode)]
    if len(parts) > 1:
        together = exp.Anonymous(this="ARRAYS_ZIP", expressions=[part.unalias().this for part in parts])
        inline: exp.Expr = exp.Anonymous(this="INLINE", expressions=[together])
        rest = [part for part in node.expressions if part not in parts]
        node.set("expressions", [*rest, inline])
    elif parts and parts[0].unalias().expressions:
        parts[0].unalias().replace(exp.Anonymous(this="INLINE", expressions=[parts[0].unalias().this]))
    return node


_RULES: tuple[Callable[[Any], Any], ...] = (
    _known_only,
    _filter_in_window,
    _months,
    _lists,
    _unnested,
    _as_it_likes,
)
