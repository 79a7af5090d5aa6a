"""Puts rows of Python in a temporary table."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.warehouse import Connection


def make_temp_table(
    connection: Connection, name: str, columns: dict[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """Make or replace a temporary table; `columns` are names and SQL types, in order."""
    frame = pd.DataFrame(rows, columns=list(columns)).astype(object)
    casts = ", ".join(f"{column}::{kind} AS {column}" for column, kind in columns.items())
    connection.register("python_rijen", frame)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {casts} FROM python_rijen")
    connection.unregister("python_rijen")
