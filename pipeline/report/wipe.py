"""What runs inside a warm kernel before and between reports."""

import gc
from typing import Any


def warm_up() -> None:
    """Import what every report needs and draw one chart, so that no report pays for it."""
    import altair as alt
    import duckdb  # noqa: F401
    import pandas as pd

    from pipeline.language import Language
    from pipeline.present.svg import svg_text

    frame = pd.DataFrame({"a": ["x"], "b": [1]})
    svg_text(alt.Chart(frame).mark_bar().encode(x="b:Q", y="a:N"), Language())
    gc.collect()
    gc.freeze()  # nothing here is of a school: a wipe need not look at it again


def wipe() -> None:
    """Remove every name, output and open database of the report that ran."""
    from IPython import get_ipython

    shell: Any = get_ipython()
    shell.reset(new_session=True)
    shell.last_execution_result = None
    shell.history_manager.reset()
    _close_databases()
    gc.collect()


def _close_databases() -> None:
    import duckdb

    for thing in gc.get_objects():
        if type(thing) is duckdb.DuckDBPyConnection:
            thing.close()
