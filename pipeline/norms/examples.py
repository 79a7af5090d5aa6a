"""Judges the examples of the norms: all examples of a grain at once, in the query of the build."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from pipeline.norms.verdicts import grain_sql, used_grains, verdict_rows
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
    """Return every example of every checked norm with its verdict."""
    with duckdb.connect(":memory:") as connection:
        return [
            judged
            for grain in used_grains(meldcode)
            for judged in _judge_grain(connection, meldcode, grain)
        ]


def _judge_grain(
    connection: duckdb.DuckDBPyConnection, meldcode: Meldcode, grain: str
) -> list[Judged]:
    pairs = [(norm, example) for norm in meldcode.norms_on(grain) for example in norm.examples]
    rows = judge_rows(connection, meldcode, grain, [example.given for _, example in pairs])
    numbers = {number: (verdict, code or None) for number, verdict, code in verdict_rows(meldcode)}
    return [
        Judged(norm, example, *numbers[row[norm.id]])
        for (norm, example), row in zip(pairs, rows, strict=True)
    ]


def judge_rows(
    connection: duckdb.DuckDBPyConnection,
    meldcode: Meldcode,
    grain: str,
    given: list[dict[str, object]],
) -> list[dict[str, int]]:
    """Return, for each given row of a wide table, norm id → number of the verdict.

    A column that a row does not give has the default of its declaration.
    """
    declared = meldcode.grains[grain]
    rows = [{"volgnr": i, **_cells(declared, row)} for i, row in enumerate(given)]
    frame = pd.DataFrame(rows, dtype=object)
    columns = ", ".join(
        f"CAST({column.name} AS {column.sql_type}) AS {column.name}"
        for column in declared.all_columns.values()
    )
    connection.register("gegeven", frame)
    source = f"(SELECT CAST(volgnr AS INTEGER) AS volgnr, {columns} FROM gegeven) AS breed"
    query = grain_sql(meldcode, grain, source).replace("SELECT ", "SELECT volgnr, ", 1)
    found = connection.sql(f"{query} ORDER BY volgnr")
    names = found.columns
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _cells(grain: Grain, row: dict[str, object]) -> dict[str, object]:
    """Return the row as text, NULL as None: what DuckDB casts to the declared types."""
    cells = {name: row.get(name, column.default) for name, column in grain.all_columns.items()}
    return {name: None if cell is None else str(cell) for name, cell in cells.items()}
