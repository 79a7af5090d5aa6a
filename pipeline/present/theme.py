"""One look for every chart: colours that colour-blind readers can tell apart, text of 9–10 points.

Okabe and Ito's set, darkened or lightened only in lightness; each pair that touches differs in
lightness as well, so that a grey print keeps the difference.
"""

from collections.abc import Iterable
from typing import Any

BLUE = "#0b5a8e"
ORANGE = "#c24e00"
SKY = "#8cc5e8"
AMBER = "#f0b429"
PURPLE = "#7b4f8a"
GREEN = "#00755a"
GREY = "#6b7078"
LIGHT = "#d5dae0"
PALE = "#eef1f4"
INK = "#1b2733"
SOFT = "#4a5663"
WHITE = "#ffffff"

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
TEXT = 13  # pixels; 9 points on paper, where the 704 pixels of WIDTH are 17 centimetres
WIDTH = 704
LETTER = 7.6
"""Pixels that a letter takes on average in DejaVu Sans, the widest font `sans-serif` may mean."""

STATES = {
    "geen_besluit": LIGHT,
    "5A": BLUE,
    "5B": ORANGE,
    "beide": PURPLE,
    "gestopt": GREY,
    "overgedragen": SKY,
}
EVALUATION = {
    "op_tijd": BLUE,
    "te_laat": SKY,
    "achterstallig": ORANGE,
    "gepland": LIGHT,
    "zonder_planning": GREY,
}
VERDICTS = {
    "voldaan": BLUE,
    "uitzondering": SKY,
    "nog_open": LIGHT,
    "niet_geregistreerd": AMBER,
    "niet_voldaan": ORANGE,
    "niet_van_toepassing": PALE,
}
RELEASED = {
    "alleen_5A": BLUE,
    "met_5B": ORANGE,
    "5A_of_5B": BLUE,
    "anders": LIGHT,
    "niet_geregistreerd": AMBER,
    "niet_op_tijd": ORANGE,
    "overig": LIGHT,
    "d00_05": "#08436b",
    "d00_10": "#08436b",
    "d06_10": BLUE,
    "bereikt": BLUE,
    "d11_20": "#3f8cbf",
    "d11": "#3f8cbf",
    "d21_40": SKY,
    "d41": "#c9e2f2",
    "nog_niet": LIGHT,
    "gestopt": GREY,
    "niet_bereikt": LIGHT,
    "zonder_tijd": AMBER,
    "vastgelopen": ORANGE,
    "loopt": LIGHT,
}

_DARK = {BLUE, ORANGE, PURPLE, GREEN, GREY, INK, SOFT, "#08436b"}


def room_for(texts: Iterable[str]) -> int:
    """Return the pixels that the longest of these lines takes; `|` breaks a text in lines."""
    lines = [line for text in texts for line in text.split("|")]
    return round(max(map(len, lines), default=0) * LETTER) + (8 if any(lines) else 0)


def ink_on(colour: str) -> str:
    """Return the text colour that can be read on `colour` (contrast 4.5 or more)."""
    return WHITE if colour in _DARK else INK


AXIS = {
    "labelFontSize": TEXT,
    "titleFontSize": TEXT,
    "titleFontWeight": "normal",
    "labelColor": INK,
    "titleColor": SOFT,
    "gridColor": "#e3e7eb",
    "domain": False,
    "ticks": False,
    "labelPadding": 6,
}
HEADER = {
    "labelFontSize": TEXT,
    "labelColor": INK,
    "labelFontWeight": "bold",
    "labelAnchor": "start",
    "title": None,
}


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration: no boxes, thin grid, our font, no ARIA inside the SVG."""
    return {
        "aria": False,
        "font": FONT,
        "background": None,
        "padding": {"left": 5, "right": 0, "top": 2, "bottom": 2},
        "view": {"stroke": None},
        "axis": AXIS,
        "axisY": {"labelLimit": 400},
        "title": {"color": INK, "subtitleColor": SOFT, "fontSize": TEXT, "subtitleFontSize": TEXT},
        "text": {"fontSize": TEXT, "color": INK},
        "header": HEADER,
        "legend": {"labelFontSize": TEXT, "titleFontSize": TEXT, "labelColor": INK},
        "scale": {"bandPaddingInner": 0.35, "bandPaddingOuter": 0.1},
    }
