"""Frames and plain values: what pandas would make of a published table, without its time."""

from datetime import date

import pandas as pd
import pytest

from pipeline.present.frames import plain_frame, records

COLUMNS = {
    "whole": ([1, 2], "int64"),
    "whole_with_none": ([1, None], "float64"),
    "whole_as_float": ([1.0, 2.0], "int64"),
    "fraction": ([0.5, 1.0], "float64"),
    "truth": ([True, False], "bool"),
    "truth_with_none": ([True, None], "object"),
    "text": (["a", None], "object"),
    "day": ([date(2026, 1, 31), None], "object"),
    "nothing": ([None, None], "object"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_has_the_type_that_holds_its_values(name):
    values, kind = COLUMNS[name]
    frame = plain_frame((name,), [(value,) for value in values])
    assert str(frame[name].dtype) == kind
    known = [value for value in frame[name].tolist() if not pd.isna(value)]
    assert known == [value for value in values if value is not None]


def test_a_table_without_rows_keeps_its_columns():
    assert list(plain_frame(("a", "b"), []).columns) == ["a", "b"]


def test_rows_are_those_that_pandas_gives():
    frame = plain_frame(tuple(COLUMNS), zip(*(v for v, _ in COLUMNS.values()), strict=True))
    assert repr(records(frame)) == repr(frame.to_dict("records"))
