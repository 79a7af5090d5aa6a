"""From which delivered columns a column of a mart comes: read from the SQL itself, with sqlglot.

A column rests on what its expression names, on what the rows of its SELECT were chosen by (WHERE,
HAVING) and, for a joined table, on what it was joined by. It needs the packages of the tests.
"""

from collections.abc import Iterable
from functools import cache

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

from pipeline.paths import SQL
from pipeline.reference.made import made_tables

Column = tuple[str, str]
Origins = dict[str, frozenset[Column]]

_NUMBERS = ("_nr", "_id")
"""Endings of the columns that only tie rows together."""


class _Query:
    """Follows the columns of one query through its common table expressions."""

    def __init__(self, query: exp.Expr) -> None:
        self.found: dict[int, Origins] = {}
        self.named: dict[str, Origins] = {}
        self.result: Origins = {}
        for scope in traverse_scope(query):
            self.result = self._follow(scope)
            self.found[id(scope.expression)] = self.result
            parent = scope.expression.parent
            if isinstance(parent, exp.CTE):
                self.named[parent.alias] = self.result

    def _follow(self, scope: Scope) -> Origins:
        query = scope.expression
        if isinstance(query, exp.SetOperation):
            return self._unite([query.left, query.right])
        if not isinstance(query, exp.Select):
            return {}
        joined = {join.alias_or_name: join for join in query.args.get("joins") or []}
        chosen = self._origins(scope, self._columns(query, "where", "having"), joined)
        return {
            part.alias_or_name: self._origins(scope, part.find_all(exp.Column), joined) | chosen
            for part in query.selects
        }

    def _unite(self, sides: list[exp.Query]) -> Origins:
        parts = [self.found.get(id(side.unnest()), {}) for side in sides]
        names = list(parts[0])
        columns = zip(*(part.values() for part in parts), strict=False)
        return {name: frozenset().union(*same) for name, same in zip(names, columns, strict=False)}

    @staticmethod
    def _columns(query: exp.Select, *clauses: str) -> Iterable[exp.Column]:
        for clause in clauses:
            if part := query.args.get(clause):
                yield from part.find_all(exp.Column)

    def _origins(
        self, scope: Scope, columns: Iterable[exp.Column], joined: dict[str, exp.Join]
    ) -> frozenset[Column]:
        found: set[Column] = set()
        for column in columns:
            found |= self._origin(scope, column)
            condition = joined[column.table].args.get("on") if column.table in joined else None
            for other in condition.find_all(exp.Column) if condition else ():
                if not other.name.endswith(_NUMBERS):
                    found |= self._origin(scope, other)
        return frozenset(found)

    def _origin(self, scope: Scope, column: exp.Column) -> frozenset[Column]:
        source = scope.sources.get(column.table)
        if isinstance(source, Scope):
            return self.found.get(id(source.expression), {}).get(column.name, frozenset())
        if not isinstance(source, exp.Table):
            return frozenset()
        if source.name in self.named:  # a pivot: its columns are made from all of what it turns
            return frozenset().union(*self.named[source.name].values())
        return frozenset({(source.name, column.name)})


@cache
def _direct() -> dict[str, Origins]:
    """Return per SQL file the columns of other tables that each of its columns comes from."""
    schema: dict[str, object] = {name: made.columns for name, made in made_tables().items()}
    found: dict[str, Origins] = {}
    for path in sorted(SQL.glob("*.sql")):
        query = qualify(
            sqlglot.parse_one(path.read_text("utf-8"), read="duckdb"),
            schema=schema,
            dialect="duckdb",
            validate_qualify_columns=False,
        )
        found[path.stem] = _Query(query).result
        schema.setdefault(path.stem, dict.fromkeys(found[path.stem], "VARCHAR"))
    return found


@cache
def delivered_origins(table: str, column: str) -> frozenset[Column]:
    """Return the (delivered table, column) pairs on which a column of a mart rests."""
    if table.startswith("stg_"):
        return frozenset({(table.removeprefix("stg_"), column)})
    direct = _direct().get(table, {}).get(column, frozenset())
    return frozenset().union(*(delivered_origins(*one) for one in direct if one != (table, column)))
