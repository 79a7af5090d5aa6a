"""A chart that Altair builds once, and that is then drawn many times with other rows.

Building one takes Altair longer than drawing it; a form is the built chart as text, in which the
rows have names and what differs per report stands as `@name`. A form holds nothing of a school.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import debug_mode

from pipeline.present.language import is_missing

Spec = dict[str, Any]


def rows(name: str) -> alt.Chart:
    """Return an empty chart of the rows that `draw` will give under this name."""
    return alt.Chart(alt.NamedData(name))


def form_of(build: Callable[[], Any]) -> str:
    """Return the chart that `build` makes as a form. Altair checks nothing: the tests do."""
    with debug_mode(False):
        return json.dumps(build().to_dict(validate=False, context={"pre_transform": False}))


def fill(form: str, **values: Any) -> Spec:
    """Return the form as a chart with its values: `@most` becomes the value of `most`."""
    for name, value in values.items():
        form = form.replace(f'"@{name}"', json.dumps(value))
    spec: Spec = json.loads(form)
    return spec


def with_rows(spec: Spec, frames: Mapping[str, pd.DataFrame]) -> Spec:
    """Return the chart with its rows: of each frame the columns it has, as plain values."""
    return {**spec, "datasets": {name: _records(frame) for name, frame in frames.items()}}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    return [
        {name: _plain(value) for name, value in zip(names, values, strict=True)}
        for values in frame.itertuples(index=False)
    ]


def _plain(value: Any) -> Any:
    if is_missing(value):
        return None
    return value.item() if hasattr(value, "item") else value
