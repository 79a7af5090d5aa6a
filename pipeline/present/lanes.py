"""The way of all cases through the steps as one picture: how many reached each, and the end."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from pipeline.present import theme
from pipeline.present.bars import wrap_label
from pipeline.present.drawing import Spec, fill, form_of, rows, with_rows
from pipeline.present.flow import STATES, state_counts
from pipeline.present.frames import records
from pipeline.present.part import Part, figure
from pipeline.present.source import ALL, Source, whole
from pipeline.present.table import NUMBER, Column, table_of

LANES = ("signaal", "overleg_ib", "advies_vt", "gesprek_ouders", "weging", "besluit")
_LEFT, _BAR, _GAP, HEIGHT = 5, 44, 32, 165


def lanes(source: Source) -> pd.DataFrame:
    """Return how many cases have each step recorded, over all years: columns stap, aantal, n.

    A step that was recorded before the signal counts as well: the order is not binding.
    """
    n = whole(source.row("uitkomst_stand", schooljaar=ALL).get("n"))
    if not n:
        return pd.DataFrame()
    found = {
        "signaal": n,
        "overleg_ib": _ended(source, "signalering_overleg_ib"),
        "advies_vt": _ended(source, "signalering_advies_vt"),
        "gesprek_ouders": _began(source, "gesprek_ouders_weging"),
        "weging": _began(source, "weging_besluit"),
        "besluit": _ended(source, "signalering_besluit"),
    }
    return pd.DataFrame([{"stap": step, "aantal": min(found[step], n), "n": n} for step in LANES])


def _duration(source: Source, interval: str) -> dict[str, Any]:
    return source.row(
        "duur", interval=interval, selectie="eerste", eenheid="schooldagen", schooljaar=ALL
    )


def _ended(source: Source, interval: str) -> int:
    row = _duration(source, interval)
    return whole(row.get("n_bereikt")) + whole(row.get("n_negatief"))


def _began(source: Source, interval: str) -> int:
    row = _duration(source, interval)
    return whole(row.get("n")) + whole(row.get("n_negatief"))


def lanes_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the picture with its numbers as table, or nothing without cases."""
    if not len(frame):
        return Part("")
    say = source.say
    named = frame.assign(label=[say(f"baan.{step}") for step in frame["stap"]])
    ends = state_counts(source.row("uitkomst_stand", schooljaar=ALL))
    table = table_of(
        "baan",
        say("baan.tabel"),
        named,
        (Column("label", say("baan.kolom")), Column("aantal", say("baan.aantal"), NUMBER)),
        say("baan.noot"),
    )
    finding = " ".join(
        say("baan.zin", stap=row["label"], aantal=row["aantal"], n=row["n"])
        for row in records(named)[1:]
    )
    chart = lanes_chart(source, named, ends)
    title, how = say("baan.titel"), say("baan.lezen")
    return figure("baan", chart, title, finding, how, table, source.language)


def lanes_chart(source: Source, frame: pd.DataFrame, ends: dict[str, int]) -> Spec:
    """Return columns as high as their number of cases, joined by ribbons, ending in the states."""
    n = int(frame["n"].iloc[0])
    bars = frame.assign(x=[_LEFT + i * (_BAR + _GAP) for i in range(len(frame))], nul=0)
    bars["x2"], bars["midden"] = bars["x"] + _BAR, bars["x"] + _BAR / 2
    bars["label"] = [wrap_label(words, _BAR + _GAP) for words in bars["label"]]
    states = _states(source, ends, start=float(bars["x"].iloc[-1]) + _BAR + _GAP)
    return with_rows(
        fill(_form(), n=n),
        {
            "stappen": bars[["x", "x2", "midden", "nul", "aantal", "n", "label"]],
            "linten": _ribbons(bars, float(states["x"].iloc[0]), n),
            "standen": states[["x", "x2", "van", "tot", "kleur"]],
            "woorden": _spread(states)[["rechts", "plaats", "woorden"]],
        },
    )


@cache
def _form() -> str:
    return form_of(_build)


def _x(name: str) -> alt.X:
    return alt.X(f"{name}:Q", scale=alt.Scale(domain=[0, theme.WIDTH], nice=False), axis=None)


def _y(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", scale=alt.Scale(domain=[0, "@n"], nice=False), axis=None)


def _build() -> Any:
    layers = alt.layer(*_lanes(), *_ends())
    return layers.properties(width=theme.WIDTH, height=HEIGHT)


def _lanes() -> tuple[Any, ...]:
    """Return a bar per step, full and pale, with its number, its name and the ribbon between."""
    base = rows("stappen")
    rest = base.mark_rect(color=theme.PALE).encode(
        x=_x("x"), x2=alt.X2("x2"), y=_y("nul"), y2=alt.Y2("n")
    )
    ribbon = (
        rows("linten")
        .mark_area(color=theme.SKY, opacity=0.4)
        .encode(x=_x("x"), y=_y("hoogte"), detail=alt.Detail("paar:N"))
    )
    full = base.mark_rect(color=theme.BLUE).encode(
        x=_x("x"), x2=alt.X2("x2"), y=_y("nul"), y2=alt.Y2("aantal")
    )
    number = base.mark_text(dy=-8, fontWeight="bold", color=theme.BLUE).encode(
        x=_x("midden"), y=_y("aantal"), text=alt.Text("aantal:Q")
    )
    look: dict[str, Any] = {"baseline": "top", "dy": 8, "lineBreak": "|", "lineHeight": 15}
    name = base.mark_text(color=theme.INK, **look).encode(
        x=_x("midden"), y=_y("nul"), text=alt.Text("label:N")
    )
    return rest, ribbon, full, number, name


def _ends() -> tuple[Any, ...]:
    """Return how the cases ended, as blocks with their words."""
    blocks = (
        rows("standen")
        .mark_rect(stroke="white")
        .encode(
            x=_x("x"),
            x2=alt.X2("x2"),
            y=_y("van"),
            y2=alt.Y2("tot"),
            color=alt.Color("kleur:N", scale=None),
        )
    )
    words = (
        rows("woorden")
        .mark_text(align="left")
        .encode(x=_x("rechts"), y=_y("plaats"), text=alt.Text("woorden:N"))
    )
    return blocks, words


def _ribbons(bars: pd.DataFrame, end: float, total: int) -> pd.DataFrame:
    """Return two points per gap: the height at the right of one column and the left of the next."""
    heights = [*bars["aantal"], total]
    lefts = [*bars["x"], end]
    points = []
    for i in range(len(bars) - 1):
        points.append({"paar": i, "x": float(bars["x2"].iloc[i]), "hoogte": heights[i]})
        points.append({"paar": i, "x": float(lefts[i + 1]), "hoogte": heights[i + 1]})
    return pd.DataFrame(points)


def _states(source: Source, ends: dict[str, int], start: float) -> pd.DataFrame:
    """Return the states as one column on the right, from the bottom up, with their words."""
    blocks, base = [], 0
    for state in reversed(STATES):
        count = ends[state]
        if count:
            words = f"{source.say(f'stand.{state}')}: {count}"
            blocks.append(
                {
                    "x": start,
                    "x2": start + _BAR,
                    "van": base,
                    "tot": base + count,
                    "midden": base + count / 2,
                    "rechts": start + _BAR + 8,
                    "woorden": words,
                    "kleur": theme.STATES[state],
                }
            )
        base += count
    return pd.DataFrame(blocks)


def _spread(states: pd.DataFrame) -> pd.DataFrame:
    """Return the words with room between them: at least 15 pixels from one to the next."""
    total = float(states["tot"].max())
    least = 15 / HEIGHT * total
    places: list[float] = []
    for middle in states["midden"]:
        places.append(max(float(middle), places[-1] + least) if places else float(middle))
    return states.assign(plaats=places)
