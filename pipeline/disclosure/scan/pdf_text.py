"""What a finished PDF says: the text of its pages, its notes, links and bookmarks."""

import io
from collections.abc import Iterator
from typing import Any

from pipeline.disclosure.scan.pieces import Content, Piece, piece
from pipeline.errors import DisclosureError


def read_pdf(content: bytes) -> Content:
    """Return what a PDF says. Raises DisclosureError where nothing can read one."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise DisclosureError(
            "a PDF cannot be looked through without pypdf; next: meldcode doctor"
        ) from None
    try:
        reader = PdfReader(io.BytesIO(content))
        pieces = list(_pages(reader))
        pieces += [Piece(text) for text in _notes(reader)]
        foreign = tuple(_foreign(reader))
    except (PyPdfError, ValueError, KeyError, TypeError):
        return Content((), "", ("part that cannot be read",))
    return Content(tuple(pieces), "\n".join(found.text for found in pieces), foreign)


def _pages(reader: Any) -> Iterator[Piece]:
    """Yield the text of each page without its own number, as in 2 / 6."""
    for number, page in enumerate(reader.pages, 1):
        footer = f"{number} / {len(reader.pages)}"
        yield piece(piece(page.extract_text()).text.replace(footer, " "))


def _notes(reader: Any) -> Iterator[str]:
    """Yield title and author, and the words of the bookmarks; the program's own stamp is left."""
    for key, value in (reader.metadata or {}).items():
        if key not in ("/Producer", "/Creator", "/CreationDate", "/ModDate"):
            yield piece(str(value)).text
    yield from _bookmarks(reader.outline)


def _bookmarks(outline: Any) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(entry)
        else:
            yield piece(str(entry.title)).text


def _foreign(reader: Any) -> Iterator[str]:
    root = reader.trailer["/Root"]
    if reader.attachments:
        yield "embedded file"
    if "/JavaScript" in root.get("/Names", {}) or "/OpenAction" in root:
        action = root.get("/OpenAction")
        if "/JavaScript" in root.get("/Names", {}) or _runs(action):
            yield "script"
    for page in reader.pages:
        if any(form.get("/Subtype") == "/Image" for form in _drawn(page)):
            yield "picture that cannot be read"


def _runs(action: Any) -> bool:
    found = action.get_object() if hasattr(action, "get_object") else action
    return isinstance(found, dict) and found.get("/S") == "/JavaScript"


def _drawn(page: Any) -> list[Any]:
    resources = page.get("/Resources", {}).get_object()
    forms = resources.get("/XObject", {})
    return [form.get_object() for form in forms.get_object().values()] if forms else []
