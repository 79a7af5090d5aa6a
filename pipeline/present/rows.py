"""Rows for a chart: plain values, so that Altair has nothing to inspect and embeds nothing else."""

import json
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from pipeline.present.language import is_missing


def chart_of(frame: pd.DataFrame, columns: Sequence[str]) -> alt.Chart:
    """Return a chart of these columns alone. Encodings name their types (`n:Q`) and are
    channels (`alt.Text("n:N")`), not strings: Altair is slow to make the one from the other."""
    rows = [
        {column: _plain(value) for column, value in zip(columns, values, strict=True)}
        for values in frame[list(columns)].itertuples(index=False)
    ]
    # as text: Altair copies a list of rows at every step of building a chart
    return alt.Chart(alt.Data(values=json.dumps(rows), format=alt.DataFormat(type="json")))


def _plain(value: Any) -> Any:
    if is_missing(value):
        return None
    return value.item() if hasattr(value, "item") else value
