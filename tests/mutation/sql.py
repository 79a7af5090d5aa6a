"""Every place in a query that can be changed, each with the changed query."""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp

SWAPPED: dict[type[exp.Expression], type[exp.Expression]] = {
    exp.LT: exp.LTE, exp.LTE: exp.LT, exp.GT: exp.GTE, exp.GTE: exp.GT,
    exp.EQ: exp.NEQ, exp.NEQ: exp.EQ, exp.And: exp.Or, exp.Or: exp.And,
    exp.Add: exp.Sub, exp.Sub: exp.Add, exp.Mul: exp.Div, exp.Div: exp.Mul,
    exp.Min: exp.Max, exp.Max: exp.Min,
}  # fmt: skip
EXTREMES = (exp.Min, exp.Max)


def mutants(sql: str) -> Iterator[tuple[str, str]]:
    """Yield (what was changed, the changed query) for every place that can be changed."""
    sound = sqlglot.parse_one(sql, read="duckdb")
    for place, node in enumerate(sound.walk()):
        if not _can_change(node):
            continue
        tree = sound.copy()
        _change(list(tree.walk())[place])
        yield " ".join(node.sql("duckdb").split())[:100], tree.sql("duckdb", pretty=True)


def _can_change(node: exp.Expression) -> bool:
    is_pair = "expression" in node.args or type(node) in EXTREMES
    return isinstance(node, exp.Where | exp.Not) or (type(node) in SWAPPED and is_pair)


def _change(node: exp.Expression) -> None:
    if isinstance(node, exp.Where):
        node.set("this", exp.true())
    elif isinstance(node, exp.Not):
        node.replace(node.this)
    else:
        node.replace(SWAPPED[type(node)](**node.args))
