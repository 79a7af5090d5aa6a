"""What a finished page says: its text, its titles and descriptions, the marks of its pictures."""

from html.parser import HTMLParser

from pipeline.disclosure.scan.pieces import AXIS, TEXT, Content, Piece, piece

_INLINE = {
    *("a", "abbr", "b", "br", "code", "em", "i", "small", "span", "strong", "sub", "sup"),
    "tspan",  # of a picture
}
_READ_ALOUD = {"alt", "aria-label", "aria-description", "content", "placeholder", "title", "value"}
_VIEWPORT = "width=device-width, initial-scale=1"  # how a browser scales every page of ours
_EMBEDDED = {
    "script": "script",
    "iframe": "page in the page",
    "object": "embedded file",
    "embed": "embedded file",
    "template": "hidden template",
    "img": "picture that cannot be read",
    "image": "picture that cannot be read",
    "canvas": "picture that cannot be read",
}


class _Reader(HTMLParser):
    """Collects text by block, so that a number is seen with the words around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.foreign: list[str] = []
        self.words: list[str] = []
        self.hidden_from_reader = self.picture = 0
        self.block = self.caption = self.row = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_block()
            self.block = _block(tag, attrs)
        if tag in _EMBEDDED:
            self.foreign.append(_EMBEDDED[tag])
        self.picture += tag == "svg"
        self.hidden_from_reader += tag == "style"
        self.caption = "" if tag == "table" else self.caption
        self.row = "" if tag in ("tr", "table") else self.row
        for name, value in attrs:
            self.look_at(name, value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_block()
        self.picture -= tag == "svg"
        self.hidden_from_reader -= tag == "style"

    def handle_data(self, data: str) -> None:
        if not self.hidden_from_reader:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.foreign.append("remark in the source")

    def look_at(self, name: str, value: str) -> None:
        """Keep what is read aloud; refuse data that no reader sees."""
        if name == "class" and "dataframe" in value.split():
            self.foreign.append("raw data frame")
        elif value.lstrip().lower().startswith("data:"):
            self.foreign.append("embedded file")
        elif name.startswith("data-"):
            self.foreign.append("data in an attribute")
        elif name in _READ_ALOUD and value != _VIEWPORT:
            self.pieces.append(piece(value))

    def end_block(self) -> None:
        if not self.words:
            return
        kind = AXIS if self.picture else TEXT
        found = piece("".join(self.words), kind, f"{self.caption}|{self.row}")
        self.words = []
        if not found.text:
            return
        self.pieces.append(found)
        if self.block == "caption":
            self.caption = found.text
        elif self.block == "row":
            self.row = found.text


def _block(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    return "row" if tag == "th" and ("scope", "row") in attrs else tag


def read_page(content: bytes) -> Content:
    """Return what a page says. Every character reference is resolved."""
    text = content.decode("utf-8", errors="replace")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    raw = "\n".join([text, *(found.text for found in reader.pieces)])
    return Content(tuple(reader.pieces), raw, tuple(reader.foreign))
