"""Judges the examples of the norms: all examples of a grain at once, in the query of the build."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from pipeline.norms.verdicts import grain_sql, verdict_rows
from pipeline.schema.meldcode import Meldcode
from pipeline.schema.norms import Example, Norm
from pipeline.schema.toets import Grain


@dataclass(frozen=True)
class Judged:
    """One example with the verdict that the query gives it."""

    norm: Norm
    example: Example
    verdict: str
    exception: str | None

    @property
    def is_right(self) -> bool:
        return (self.verdict, self.exception) == (self.example.expect, self.example.exception)


def judge_examples(meldcode: Meldcode) -> list[Judged]:
    """Return every example of every checked norm with its verdict, under the readings it names."""
    numbers = {number: (verdict, code or None) for number, verdict, code in verdict_rows(meldcode)}
    with duckdb.connect(":memory:") as connection:
        return [
            Judged(norm, example, *numbers[row[norm.id]])
            for (_, grain), pairs in _batches(meldcode).items()
            for (norm, example), row in _judge_batch(connection, meldcode, grain, pairs)
        ]


def _batches(meldcode: Meldcode) -> dict[tuple[str, str], list[tuple[Norm, Example]]]:
    """Return the examples by the readings that they name and by grain."""
    batches: dict[tuple[str, str], list[tuple[Norm, Example]]] = {}
    for norm in meldcode.checked:
        for example in norm.examples:
            key = (repr(sorted(example.under.items())), str(norm.grain))
            batches.setdefault(key, []).append((norm, example))
    return batches


def _judge_batch(
    connection: duckdb.DuckDBPyConnection,
    meldcode: Meldcode,
    grain: str,
    pairs: list[tuple[Norm, Example]],
) -> Iterator[tuple[tuple[Norm, Example], dict[str, int]]]:
    read_as = meldcode.read_as(grain, pairs[0][1].under)
    norms = {norm.id: norm for norm, _ in pairs}.values()
    given = [example.given for _, example in pairs]
    rows = judge_rows(connection, read_as, grain, given, norms)
    return zip(pairs, rows, strict=True)


def judge_rows(
    connection: duckdb.DuckDBPyConnection,
    meldcode: Meldcode,
    grain: str,
    given: Sequence[Mapping[str, object]],
    norms: Iterable[Norm] | None = None,
) -> list[dict[str, int]]:
    """Return, for each given row of a wide table, norm id → number of the verdict.

    A column that a row does not give has the default of its declaration.
    """
    declared = meldcode.grains[grain]
    varying = list(dict.fromkeys(name for row in given for name in row))
    fixed = [name for name in declared.all_columns if name not in varying]
    rows = [_cells(declared, varying, number, row) for number, row in enumerate(given)]
    columns = ["CAST(volgnr AS INTEGER) AS volgnr"]
    columns += [_typed(declared, name, name) for name in varying]
    columns += [_typed(declared, name, _literal(declared, name)) for name in fixed]
    # a list per column: the time of a list of rows grows with its square
    lists = ", ".join(f"unnest(CAST(? AS VARCHAR[])) AS {name}" for name in ["volgnr", *varying])
    source = f"(SELECT {', '.join(columns)} FROM (SELECT {lists}) AS gegeven) AS breed"
    query = grain_sql(meldcode, grain, source, norms).replace("SELECT ", "SELECT volgnr, ", 1)
    found = connection.execute(f"{query} ORDER BY volgnr", list(zip(*rows, strict=True)))
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _typed(grain: Grain, name: str, value: str) -> str:
    return f"CAST({value} AS {grain.all_columns[name].sql_type}) AS {name}"


def _literal(grain: Grain, name: str) -> str:
    default = grain.all_columns[name].default
    return "NULL" if default is None else f"'{default}'"


def _cells(
    grain: Grain, names: list[str], number: int, row: Mapping[str, object]
) -> list[str | None]:
    """Return the row as text: what DuckDB casts to the declared types."""
    cells = [row.get(name, grain.all_columns[name].default) for name in names]
    return [str(number), *(None if cell is None else str(cell) for cell in cells)]
