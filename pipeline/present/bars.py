"""Rows of counts as one bar each: a count is drawn as wide as it is, with its number in it."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from pipeline.present import theme
from pipeline.present.drawing import Spec, fill, form_of, rows, with_rows
from pipeline.present.frames import Row, records

ONE_LINE, TWO_LINES = 27, 35  # pixels from one row to the next
LEAST_WIDTH = 10.0  # a full bar is ten or more: one case never fills the picture
THICK = 19
_DIGIT = 9.0  # pixels that a bold digit takes inside its piece of the bar


@dataclass(frozen=True)
class Category:
    """One kind of piece: its code, its words, its colour, and whether its number stands in it."""

    code: str
    label: str
    colour: str
    is_counted: bool = True


def stacked_bars(
    frame: pd.DataFrame,
    categories: Sequence[Category],
    *,
    labels: int = 250,
    numbers: bool = True,
) -> Spec:
    """Return one bar per row. frame: columns rij, soort, aantal, and rechts (words at the end).

    Pieces stand in the order of `categories`; labels: the room for the row's name, in pixels;
    numbers: whether each piece shows its count. In `rechts` a `|` breaks the words in two.
    """
    names = {name: wrap_label(name, labels) for name in dict.fromkeys(frame["rij"])}
    bars = [{"rechts": "", **row, "rij": names[row["rij"]]} for row in records(frame)]
    order = list(dict.fromkeys(names.values()))
    endings = list(dict.fromkeys(row["rechts"] for row in bars))
    width = theme.WIDTH - labels - theme.room_for(endings) - 10
    pieces = _pieces(bars, categories)
    most = max([LEAST_WIDTH, *(piece["tot"] for piece in pieces)])
    silent = {category.code for category in categories if not (numbers and category.is_counted)}
    spoken = [piece for piece in pieces if piece["soort"] not in silent]
    numbered = [piece for piece in spoken if _room(piece, width / most) >= 0]
    step = TWO_LINES if any("|" in words for words in (*order, *endings)) else ONE_LINE
    spec = fill(_form(), most=most, order=order, width=width, left=-labels)
    spec |= {"width": width, "height": {"step": step}}
    return with_rows(
        spec,
        {
            "stukken": _only(pieces, "rij", "van", "tot", "kleur"),
            "getallen": _only(numbered, "rij", "midden", "tekst", "inkt"),
            **label_rows(order),
            **ending_rows(pieces),
        },
    )


def _only(rows: Sequence[Row], *names: str) -> list[Row]:
    return [{name: row[name] for name in names} for row in rows]


def _first(rows: Sequence[Row]) -> list[Row]:
    """Return the first row of each name."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row["rij"], row)
    return list(found.values())


@cache
def _form() -> str:
    return form_of(_build)


def _build() -> Any:
    scale = alt.Scale(domain=[0, "@most"], nice=False)
    y = alt.Y("rij:N", sort="@order", title=None, axis=None)
    bars = (
        rows("stukken")
        .mark_bar(height=THICK, stroke="white", strokeWidth=1)
        .encode(
            y=y,
            x=alt.X("van:Q", scale=scale, axis=None),
            x2=alt.X2("tot"),
            color=alt.Color("kleur:N", scale=None),
        )
    )
    numbers = (
        rows("getallen")
        .mark_text(fontWeight="bold")
        .encode(
            y=y,
            x=alt.X("midden:Q", scale=scale),
            text=alt.Text("tekst:N"),
            color=alt.Color("inkt:N", scale=None),
        )
    )
    return alt.layer(bars, *label_layers(y), numbers, *_ending_layers(y))


def label_layers(y: alt.Y) -> list[alt.Chart]:
    """Return the names of the rows as text from `@left`; `|` breaks a name in two."""
    return _text_layers(y, "namen", "rij", "@left")


def label_rows(names: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of `label_layers`: names on one line, and names on two."""
    return _text_rows([{"rij": name} for name in dict.fromkeys(names)], "namen", "rij")


def ending_rows(bars: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the rows of the words behind the bars, of rows with rij and rechts."""
    return _text_rows(_only(_first(bars), "rij", "rechts"), "einden", "rechts")


def _ending_layers(y: alt.Y) -> list[alt.Chart]:
    return _text_layers(y, "einden", "rechts", "@width", color=theme.SOFT, dx=8)


def _text_layers(y: alt.Y, name: str, column: str, x: str, **look: Any) -> list[alt.Chart]:
    return [
        rows(f"{lines}{name}")
        .mark_text(align="left", lineBreak="|", lineHeight=15, dy=rise, **look)
        .encode(y=y, x=alt.value(x), text=alt.Text(f"{column}:N"))
        for lines, rise in (("", 0), ("lange_", -7))
    ]


def _text_rows(texts: Sequence[Row], name: str, column: str) -> dict[str, list[Row]]:
    return {
        name: [row for row in texts if "|" not in row[column]],
        f"lange_{name}": [row for row in texts if "|" in row[column]],
    }


def wrap_label(words: str, room: int) -> str:
    """Return `words` on at most two lines of `room` pixels, the break marked by `|`."""
    lines = textwrap.wrap(words, int(room / theme.LETTER), max_lines=2, placeholder=" …")
    return "|".join(lines)


def _room(piece: Row, scale: float) -> float:
    """Return the pixels left over when a number stands in its piece of the bar."""
    return float((piece["tot"] - piece["van"]) * scale - len(piece["tekst"]) * _DIGIT - 1)


def _pieces(bars: Sequence[Row], categories: Sequence[Category]) -> list[Row]:
    """Return the pieces row by row, in the order of the categories; a row without any has one."""
    rank = {category.code: i for i, category in enumerate(categories)}
    found = [row for row in bars if row["soort"] in rank and row["aantal"] > 0]
    with_some = {row["rij"] for row in found}
    found += [{**row, "aantal": 0} for row in _first(bars) if row["rij"] not in with_some]
    found.sort(key=lambda row: (row["rij"], rank.get(row["soort"], 0)))
    colour = {category.code: category.colour for category in categories}
    reached: dict[str, tuple[float, float]] = {}
    return [_piece(row, colour.get(row["soort"], theme.WHITE), reached) for row in found]


def _piece(row: Row, colour: str, reached: dict[str, tuple[float, float]]) -> Row:
    """Return a row with where it is drawn, behind the pieces before it.

    reached: how far each bar comes, and what rounding added to that (Kahan's sum: shares add to 1).
    """
    count, (before, excess) = float(row["aantal"]), reached.get(row["rij"], (0.0, 0.0))
    until = before + (count - excess)
    reached[row["rij"]] = (until, until - before - (count - excess))
    return {
        **row,
        "van": until - count,
        "tot": until,
        "midden": (until - count + until) / 2,
        "tekst": str(int(count)),
        "kleur": colour,
        "inkt": theme.ink_on(colour),
    }


def key_line(categories: Sequence[Category]) -> str:
    """Return the colours with their words, as HTML for the caption."""
    return " ".join(
        f'<span class="pair"><span class="key" style="background:{category.colour}"></span>'
        f"{escape(category.label)}</span>"
        for category in categories
    )
