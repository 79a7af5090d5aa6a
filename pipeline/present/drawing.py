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

from pipeline.language import is_missing
from pipeline.present.frames import Row, records

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


def with_rows(spec: Spec, sets: Mapping[str, pd.DataFrame | list[Row]]) -> Spec:
    """Return the chart with its rows, a frame or dictionaries of each, as plain values."""
    return {**spec, "datasets": {name: _plain_rows(found) for name, found in sets.items()}}


def _plain_rows(found: pd.DataFrame | list[Row]) -> list[Row]:
    rows = found if isinstance(found, list) else records(found)
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if is_missing(value):
        return None
    return value.item() if hasattr(value, "item") else value
