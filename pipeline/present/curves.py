"""How long cases wait: one small picture per step, the share that still waits as a staircase."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from pipeline.present import theme
from pipeline.present.drawing import Spec, fill, form_of, rows, with_rows
from pipeline.present.durations import LEAST_EVENTS, STEPS
from pipeline.present.part import Part, figure
from pipeline.present.source import ALL, Source, whole
from pipeline.present.table import SHARE, Column, table_of
from pipeline.schema.measures import intervals

COLUMNS, WIDTH, HEIGHT = 3, 188, 90
SHOWN_DAYS = (5, 10, 20, 40)
NOT_FOLLOWED = "–"


def curves(source: Source) -> pd.DataFrame:
    """Return the staircase of each step with enough events: t, overleving, onder, boven, panel.

    t in the interval's own unit, from 0 to its horizon; the last value is carried to the horizon.
    """
    frames = [found for name in STEPS if len(found := _curve(source, name))]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _curve(source: Source, name: str) -> pd.DataFrame:
    declared = intervals()[name]
    where = {"interval": name, "selectie": "eerste", "eenheid": declared.unit, "schooljaar": ALL}
    numbers, frame = source.row("duur", **where), source.frame("overleving", **where)
    if not len(frame) or whole(numbers.get("n_bereikt")) < LEAST_EVENTS:
        return pd.DataFrame()
    horizon = max(declared.horizon, *SHOWN_DAYS)
    followed = int(frame["t"].max())
    frame = frame[frame["t"] <= horizon].sort_values("t")
    start = pd.DataFrame({"t": [0], "overleving": [1.0], "onder": [1.0], "boven": [1.0]})
    steps = pd.concat([start, frame[["t", "overleving", "onder", "boven"]]], ignore_index=True)
    steps[["onder", "boven"]] = steps[["onder", "boven"]].astype(float)
    still = steps["overleving"] >= 1  # nobody has taken the step yet: no interval, and no doubt
    steps.loc[still, ["onder", "boven"]] = 1.0
    steps = _close_band(steps)
    # Past the longest case that was followed nothing is known, unless nobody waits any more.
    known = horizon if steps["overleving"].iloc[-1] == 0 else min(horizon, followed)
    end = steps.iloc[[-1]].assign(t=known)
    title = f"{source.say(f'interval.{name}')} ({source.say('kromme.n', n=whole(numbers['n']))})"
    return pd.concat([steps, end], ignore_index=True).assign(interval=name, paneel=title)


def _close_band(steps: pd.DataFrame) -> pd.DataFrame:
    """Carry the band on to the day on which nobody waits any more; from there it has no width."""
    ends = steps["onder"].isna() & steps["onder"].shift().notna()
    if not ends.any():
        return steps
    first = int(steps.index[ends][0])
    carried = steps.loc[[first]].assign(**steps.loc[first - 1, ["overleving", "onder", "boven"]])
    return pd.concat([steps.loc[: first - 1], carried, steps.loc[first:]], ignore_index=True)


def curves_chart(frame: pd.DataFrame) -> Spec:
    """Return the small pictures side by side, all with the same scale from 0 to 100%."""
    panels = {str(name): found for name, found in frame.groupby("interval", sort=False)}
    specs = []
    for name, found in panels.items():
        title, _, count = str(found["paneel"].iloc[0]).rpartition(" (")
        specs.append(fill(_form(), rows=name, title=title, count=count.rstrip(")")))
    shown = {name: found[["t", "overleving", "onder", "boven"]] for name, found in panels.items()}
    return with_rows({"concat": specs, "columns": COLUMNS, "spacing": 24}, shown)


@cache
def _form() -> str:
    return form_of(_build)


def _build() -> Any:
    base = rows("@rows").properties(width=WIDTH, height=HEIGHT)
    x = alt.X("t:Q", title=None, axis=alt.Axis(tickCount=4, labelFlush=False, grid=False))
    axis = alt.Axis(format=".0%", values=[0, 0.5, 1], title=None)
    y = alt.Y("overleving:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
    band = base.mark_area(interpolate="step-after", color=theme.SKY, opacity=0.45).encode(
        x=x, y=alt.Y("onder:Q", axis=axis), y2=alt.Y2("boven")
    )
    line = base.mark_line(interpolate="step-after", color=theme.BLUE, strokeWidth=2).encode(
        x=x, y=y
    )
    title = alt.TitleParams("@title", subtitle="@count", anchor="start", offset=6)
    return alt.layer(band, line).properties(title=title)


def curves_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the curves with the share that still waits after 5, 10, 20 and 40 days as table."""
    if not len(frame):
        return Part("")
    say = source.say
    waits = [
        {"stap": say(f"interval.{name}"), **{f"d{day}": _still(found, day) for day in SHOWN_DAYS}}
        for name, found in frame.groupby("interval", sort=False)
    ]
    columns = (
        Column("stap", say("tijd.kolom_stap")),
        *(Column(f"d{day}", say("kromme.na", dagen=day), SHARE) for day in SHOWN_DAYS),
    )
    table = table_of(
        "wachten", say("kromme.tabel"), pd.DataFrame(waits), columns, say("kromme.noot")
    )
    finding = " ".join(
        say("kromme.zin", stap=row["stap"], aandeel=row["d20"])
        for row in waits
        if row["d20"] != NOT_FOLLOWED
    )
    return figure(
        "wachten",
        curves_chart(frame),
        say("kromme.titel"),
        finding,
        say("kromme.lezen"),
        table,
        source.language,
    )


def _still(found: pd.DataFrame, day: int) -> float | str:
    """Return the share that still waits after `day` days; a dash past the end of the curve.

    Where nobody waits any more, nobody does later.
    """
    last = float(found.loc[found["t"] <= day, "overleving"].iloc[-1])
    return NOT_FOLLOWED if last > 0 and day > found["t"].max() else last
