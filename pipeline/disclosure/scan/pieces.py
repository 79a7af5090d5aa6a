"""What a finished file says to whoever opens it, and what in it may not be there at all."""

import re
from collections.abc import Callable
from dataclasses import dataclass

TEXT, AXIS, VALUE = "text", "axis", "value"
"""A piece of text; a mark along the axis of a picture; the number in a cell of a workbook."""


@dataclass(frozen=True)
class Piece:
    """Words that stand together, with white space made single.

    about: of a cell the caption of its table and the heading of its row, with | between.
    """

    text: str
    kind: str = TEXT
    about: str = "|"


@dataclass(frozen=True)
class Content:
    """One file. `raw`: all of its text, also what no reader sees; `foreign`: what may not be in it.

    `foreign` names kinds of things, such as "script", never what they hold.
    """

    pieces: tuple[Piece, ...]
    raw: str
    foreign: tuple[str, ...] = ()


Reader = Callable[[bytes], Content]
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def piece(text: str, kind: str = TEXT, about: str = "|") -> Piece:
    """Return a piece with every run of white space as one space, and nothing that has no width."""
    visible = text if text.isascii() else _NO_WIDTH.sub("", text)
    return Piece(" ".join(visible.split()), kind, about)
