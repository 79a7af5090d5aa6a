"""What a finished workbook says: every cell of every sheet, names, and the file's own notes."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from pipeline.disclosure.scan.pieces import TEXT, VALUE, Content, Piece, piece

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app)\.xml"
    r"|xl/(workbook|sharedStrings|styles)\.xml|xl/theme/theme1\.xml"
    r"|xl/(_rels/workbook|worksheets/_rels/sheet\d+)\.xml\.rels|xl/worksheets/sheet\d+\.xml"
)
_LOOKS_ONLY = re.compile(r"styles|theme|Content_Types|\.rels$")
_NOTES = re.compile(
    "title|subject|creator|lastModifiedBy|description|keywords|category|Company|Manager"
    "|HyperlinkBase|contentStatus"
)
_MOST_BYTES = 200_000_000
Element = ElementTree.Element


def read_workbook(content: bytes) -> Content:
    """Return what a workbook says; parts that the writer does not make are foreign."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                return Content((), "", ("part that cannot be read",))
            texts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
        roots = {name: ElementTree.fromstring(text) for name, text in texts.items()}
    except (zipfile.BadZipFile, UnicodeDecodeError, ElementTree.ParseError, NotImplementedError):
        return Content((), "", ("part that cannot be read",))
    foreign = ["part that is no table" for name in texts if not _PARTS.fullmatch(name)]
    foreign += [kind for root in roots.values() for kind in _foreign(root)]
    strings = [_text(item) for item in _all(roots.get("xl/sharedStrings.xml"), "si")]
    pieces = [piece(text) for text in strings]
    for name, root in roots.items():
        if name.startswith("xl/worksheets/sheet"):
            pieces += _numbers(root, strings)
        elif not _LOOKS_ONLY.search(name) and name != "xl/sharedStrings.xml":
            pieces += _names(root)
    raw = "\n".join([*texts.values(), *(found.text for found in pieces)])
    return Content(tuple(pieces), raw, tuple(foreign))


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(root: Element | None, tag: str) -> Iterator[Element]:
    return (e for e in root.iter() if _tag(e) == tag) if root is not None else iter(())


def _text(element: Element) -> str:
    return "".join(e.text or "" for e in element.iter() if _tag(e) == "t")


def _foreign(root: Element) -> Iterator[str]:
    for element in root.iter():
        tag = _tag(element)
        if tag == "sheet" and element.get("state", "visible") != "visible":
            yield "hidden sheet"
        elif tag in ("row", "col") and element.get("hidden") in ("1", "true"):
            yield "hidden row or column"
        elif tag in ("f", "externalReference", "dataValidation", "extLst"):
            yield "formula"
        elif tag == "definedName" and "_xlnm.Print_" not in element.get("name", ""):
            yield "name of cells"


def _numbers(sheet: Element, strings: list[str]) -> Iterator[Piece]:
    """Yield the number in each cell, and texts that stand in the sheet itself."""
    caption = ""
    for line in _all(sheet, "row"):
        heading = ""
        for cell in _all(line, "c"):
            kind, value = cell.get("t", "n"), "".join(e.text or "" for e in _all(cell, "v"))
            if kind == "s":
                heading = heading or strings[int(value)]
                caption = caption or strings[int(value)]
            elif kind == "inlineStr":
                yield piece(_text(cell))
            elif value:
                yield piece(value, VALUE if kind == "n" else TEXT, f"{caption}|{heading}")
    for tag in ("oddHeader", "oddFooter", "evenHeader", "evenFooter"):
        yield from (piece(element.text or "") for element in _all(sheet, tag))


def _names(root: Element) -> Iterator[Piece]:
    """Yield sheet names, defined names and the file's own notes (title, author, company)."""
    for element in root.iter():
        tag = _tag(element)
        if tag == "sheet":
            yield piece(element.get("name", ""))
        elif _NOTES.fullmatch(tag):
            yield piece(element.text or "")
