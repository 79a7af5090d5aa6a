"""What a finished notebook says: its cells, what they printed, and its own notes."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.disclosure.scan.page_text import read_page
from pipeline.disclosure.scan.pieces import Content, Piece, piece

_FRAME = re.compile(r"^0\s+\S.*\n1\s+\S", re.MULTILINE)
"""How pandas prints a frame: its rows numbered from 0."""


def read_notebook(content: bytes) -> Content:
    """Return what a notebook says; output that is no text and no page is foreign."""
    try:
        notebook = json.loads(content)
        cells = notebook["cells"]
    except (ValueError, KeyError, TypeError):
        return Content((), "", ("part that cannot be read",))
    pieces = [piece(_joined(cell.get("source", ""))) for cell in cells if _is_words(cell)]
    foreign: list[str] = []
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        said, strange = _output(output)
        pieces += said
        foreign += strange
    notes = [notebook.get("metadata", {}), *(cell.get("metadata", {}) for cell in cells)]
    if any("papermill" in note for note in notes):
        foreign.append("parameters of the run")
    raw = "\n".join([*_strings(notebook), *(found.text for found in pieces)])
    return Content(tuple(pieces), raw, tuple(foreign))


def _is_words(cell: Any) -> bool:
    return bool(cell.get("cell_type") != "code")


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def _output(output: Any) -> tuple[list[Piece], list[str]]:
    kind = output.get("output_type")
    if kind == "error":
        return [], ["traceback"]
    if kind == "stream":
        return [piece(_joined(output.get("text", "")))], []
    pieces: list[Piece] = []
    foreign: list[str] = []
    for mime, value in output.get("data", {}).items():
        if mime == "text/html":
            page = read_page(_joined(value).encode())
            pieces += page.pieces
            foreign += page.foreign
        elif mime in ("text/plain", "text/markdown"):
            pieces.append(piece(_joined(value)))
            foreign += ["raw data frame"] if _FRAME.search(_joined(value)) else []
        else:
            foreign.append("embedded data set")
    return pieces, foreign


def _strings(value: Any) -> Iterator[str]:
    """Yield every text in the file, keys too."""
    if isinstance(value, dict):
        for key, content in value.items():
            yield str(key)
            yield from _strings(content)
    elif isinstance(value, list):
        if value and all(isinstance(line, str) for line in value):
            yield "".join(value)
        else:
            for content in value:
                yield from _strings(content)
    else:
        yield str(value)
