"""Frames as plain values and back: what sentences, tables and charts are made from."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

Row = dict[str, Any]


def columns_of(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the columns as lists of plain values: a tenth of the time that pandas takes by row."""
    return {str(name): frame[name].tolist() for name in frame.columns}


def records(frame: pd.DataFrame) -> list[Row]:
    """Return the rows, each a dictionary by column."""
    columns = columns_of(frame)
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


def largest(frame: pd.DataFrame, column: str) -> Row:
    """Return the first row with the largest value in `column`; the frame has at least one row."""
    place = int(frame[column].astype(float).to_numpy().argmax())
    return records(frame.iloc[[place]])[0]


def plain_frame(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return rows as a frame of numpy types: NaN for no number, None for no truth value or text.

    Whole numbers are int64, also when they were written as floats, unless one is missing.
    """
    columns = zip(*rows, strict=True)
    values = dict(zip(names, columns, strict=False)) or {name: () for name in names}
    return pd.DataFrame({name: _plain_column(column) for name, column in values.items()})


def _plain_column(values: Sequence[Any]) -> "pd.Series[Any]":
    known = [value for value in values if value is not None and value == value]  # NaN is not
    kinds = {type(value) for value in known}
    is_full = len(known) == len(values)
    if kinds == {bool} and is_full:
        return pd.Series(values, dtype=bool)
    if kinds and kinds <= {int, float}:
        whole_numbers = is_full and all(value == int(value) for value in known)
        return pd.Series(values, dtype="int64" if whole_numbers else "float64")
    return pd.Series(values, dtype=object)


def whole(value: Any) -> int:
    """Return a count as an int; nothing counts as 0 (exact tables only, never a hidden cell)."""
    return 0 if value is None or pd.isna(value) else int(value)
