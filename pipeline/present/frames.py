"""Rows of a frame as plain dictionaries: what sentences and tables are made from."""

from typing import Any

import pandas as pd

Row = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Row]:
    """Return the rows, each a dictionary by column."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def largest(frame: pd.DataFrame, column: str) -> Row:
    """Return the first row with the largest value in `column`; the frame has at least one row."""
    place = int(frame[column].astype(float).to_numpy().argmax())
    return records(frame.iloc[[place]])[0]


def plain_types(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with numpy types: NaN for no number, None for no truth value or text."""
    return pd.DataFrame({name: _plain_column(frame[name]) for name in frame.columns})


def _plain_column(column: Any) -> Any:
    kind = str(column.dtype)
    if kind in ("Int64", "Float64"):
        return column.astype("float64") if column.isna().any() else column.astype(kind.lower())
    if kind == "boolean" and not column.isna().any():
        return column.astype(bool)
    return column.astype(object).where(column.notna(), None)


def whole(value: Any) -> int:
    """Return a count as an int; nothing counts as 0 (exact tables only, never a hidden cell)."""
    return 0 if value is None or pd.isna(value) else int(value)
