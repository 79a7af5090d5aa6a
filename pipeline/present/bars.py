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
    endings = list(frame["rechts"].unique()) if "rechts" in frame.columns else []
    width = theme.WIDTH - labels - theme.room_for(endings) - 10
    frame = frame.assign(rij=[wrap_label(name, labels) for name in frame["rij"]])
    order = list(dict.fromkeys(frame["rij"]))
    pieces = _pieces(frame, categories)
    most = max(float(pieces["tot"].max()), LEAST_WIDTH)
    numbered = pieces[(_room(pieces, width / most) >= 0) & numbers & ~pieces["zwijgt"]]
    step = TWO_LINES if any("|" in words for words in (*order, *endings)) else ONE_LINE
    spec = fill(_form(), most=most, order=order, width=width, left=-labels)
    spec |= {"width": width, "height": {"step": step}}
    return with_rows(
        spec,
        {
            "stukken": pieces[["rij", "van", "tot", "kleur"]],
            "getallen": numbered[["rij", "midden", "tekst", "inkt"]],
            **label_rows(order),
            **ending_rows(pieces),
        },
    )


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


def label_rows(names: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return the rows of `label_layers`: names on one line, and names on two."""
    return _text_rows(pd.DataFrame({"rij": list(dict.fromkeys(names))}), "namen", "rij")


def ending_rows(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of the words behind the bars, of a frame with the columns rij and rechts."""
    return _text_rows(frame.drop_duplicates("rij")[["rij", "rechts"]], "einden", "rechts")


def _ending_layers(y: alt.Y) -> list[alt.Chart]:
    return _text_layers(y, "einden", "rechts", "@width", color=theme.SOFT, dx=8)


def _text_layers(y: alt.Y, name: str, column: str, x: str, **look: Any) -> list[alt.Chart]:
    return [
        rows(f"{lines}{name}")
        .mark_text(align="left", lineBreak="|", lineHeight=15, dy=rise, **look)
        .encode(y=y, x=alt.value(x), text=alt.Text(f"{column}:N"))
        for lines, rise in (("", 0), ("lange_", -7))
    ]


def _text_rows(frame: pd.DataFrame, name: str, column: str) -> dict[str, pd.DataFrame]:
    twice = frame[column].str.contains("|", regex=False)
    return {name: frame[~twice], f"lange_{name}": frame[twice]}


def wrap_label(words: str, room: int) -> str:
    """Return `words` on at most two lines of `room` pixels, the break marked by `|`."""
    lines = textwrap.wrap(words, int(room / theme.LETTER), max_lines=2, placeholder=" …")
    return "|".join(lines)


def _room(pieces: pd.DataFrame, scale: float) -> "pd.Series[float]":
    """Return the pixels left over when a number stands in its piece of the bar."""
    return (pieces["tot"] - pieces["van"]) * scale - pieces["tekst"].str.len() * _DIGIT - 1


def _pieces(frame: pd.DataFrame, categories: Sequence[Category]) -> pd.DataFrame:
    rank = {category.code: i for i, category in enumerate(categories)}
    colour = {category.code: category.colour for category in categories}
    pieces = frame[frame["soort"].isin(rank) & (frame["aantal"] > 0)].copy()
    empty = frame[~frame["rij"].isin(pieces["rij"])].drop_duplicates("rij").assign(aantal=0)
    pieces = pd.concat([pieces, empty], ignore_index=True)
    pieces["plaats"] = pieces["soort"].map(rank).fillna(0)
    pieces = pieces.sort_values(["rij", "plaats"], kind="stable")
    pieces["aantal"] = pieces["aantal"].astype(float)
    pieces["tot"] = pieces.groupby("rij")["aantal"].cumsum()
    pieces["van"] = pieces["tot"] - pieces["aantal"]
    pieces["midden"] = (pieces["van"] + pieces["tot"]) / 2
    pieces["tekst"] = pieces["aantal"].astype(int).astype(str)
    pieces["kleur"] = pieces["soort"].map(colour).fillna(theme.WHITE)
    pieces["zwijgt"] = pieces["soort"].isin({c.code for c in categories if not c.is_counted})
    pieces["inkt"] = pieces["kleur"].map(theme.ink_on)
    if "rechts" not in pieces.columns:
        pieces["rechts"] = ""
    return pieces


def key_line(categories: Sequence[Category]) -> str:
    """Return the colours with their words, as HTML for the caption."""
    return " ".join(
        f'<span class="pair"><span class="key" style="background:{category.colour}"></span>'
        f"{escape(category.label)}</span>"
        for category in categories
    )
