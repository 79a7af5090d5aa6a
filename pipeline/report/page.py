"""The parts of a report → one self-contained page, from which no request leaves.

A template of our own in place of nbconvert: the page holds only marked outputs, so there is
nothing of a notebook to convert, and it costs a tenth of the time.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from pipeline.errors import ReportError
from pipeline.language import Language
from pipeline.present.table import Table

_FOLDER = Path(__file__).resolve().parent / "template"
_H2 = re.compile(r'<h2 id="([\w-]+)">(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_LOADING_TAGS = {
    "script",
    "iframe",
    "link",
    "object",
    "embed",
    "base",
    "img",
    "image",
    "audio",
    "video",
}
_LOADING_ATTRIBUTES = {"src", "srcset", "poster", "action", "background", "formaction", "ping"}
_LOADING_STYLE = re.compile(r"@import|url\(\s*['\"]?(?!#)", re.IGNORECASE)
_PLACE = re.compile(r"^(?:#|(?:\.\./)*\w[\w-]*(?:/\w[\w-]*)*\.(?:html|xlsx|pdf|ics)(?:#[\w-]+)?$)")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def contents(body: str) -> list[tuple[str, str]]:
    """Return address and words of each heading of the second level."""
    return [(name, unescape(_TAG.sub("", words))) for name, words in _H2.findall(body)]


def make_page(
    title: str,
    tier: str,
    body: str,
    language: Language,
    *,
    made: str = "",
    tables: Sequence[Table] = (),
    links: Sequence[Any] = (),
) -> str:
    """Return the page. made: a line for the footer; tables: for the appendix on paper.

    links: other reports to go to, each with a place, a name and a tier.

    Raises ReportError when an id stands twice or when something on the page would load.
    """
    page: str = (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=title,
            tier=tier,
            body=body,
            language=language.code,
            say=language.say,
            contents=contents(body),
            css=(_FOLDER / "page.css").read_text(encoding="utf-8"),
            made=made,
            links=links,
            appendix=[table.html(language) for table in tables],
        )
    )
    check_page(page)
    return page


class _Inspector(HTMLParser):
    """Collects ids, and whatever would make a browser ask for a file."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        if tag in _LOADING_TAGS:
            self.loads.append(tag)
        for name, value in attrs:
            self._look_at(name, value or "")

    def handle_data(self, data: str) -> None:
        if self._in_style and _LOADING_STYLE.search(data):
            self.loads.append("style")
        self._in_style = False

    def _look_at(self, name: str, value: str) -> None:
        if name == "id":
            self.ids.append(value)
        elif (
            name in _LOADING_ATTRIBUTES
            or name.startswith("on")
            or (name in ("href", "xlink:href") and not _PLACE.match(value))
        ):
            self.loads.append(name)
        elif _LOADING_STYLE.search(value):
            self.loads.append(f"{name} with url()")


def check_page(page: str) -> None:
    """Raise ReportError for a double id or anything that would make a browser ask for a file."""
    found = _Inspector()
    found.feed(page)
    double = sorted({name for name in found.ids if found.ids.count(name) > 1})
    if double:
        raise ReportError(f"{len(double)} ids stand twice on the page, such as {double[0]}")
    if found.loads:
        raise ReportError(f"the page would load something from elsewhere: {found.loads[0]}")
