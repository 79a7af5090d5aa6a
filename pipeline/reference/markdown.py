"""Small pieces of Markdown."""

from collections.abc import Iterable, Sequence

MADE = "This page is made by `python -m pipeline.reference`; change what it is made from."
MADE_NL = "Deze pagina komt van `python -m pipeline.reference`; pas aan waaruit zij komt."


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; an empty cell for None."""
    lines = [_row(header), _row(["---"] * len(header)), *map(_row, rows)]
    return "\n".join(lines)


def page(title: str, *parts: str, made: str = MADE) -> str:
    """Return a whole page: title, the note that it is made, then its parts."""
    return "\n\n".join([f"# {title}", f"<!-- {made} -->", *filter(None, parts)]) + "\n"


def code(text: str | None) -> str:
    """Return `text` as code; nothing for nothing."""
    return f"`{text}`" if text else ""


def bullets(lines: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(f"- {line}" for line in lines)


def _row(cells: Sequence[object]) -> str:
    texts = ["" if cell is None else str(cell) for cell in cells]
    return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in texts) + " |"
