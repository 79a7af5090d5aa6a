"""The pieces a page is made of. A notebook cell ends in a part; the page shows parts and no more.

The report takes only outputs that carry the mark of a part, so a data frame that an analyst
prints in a cell never reaches a page.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from pipeline.language import Language
from pipeline.present.svg import accessible_svg
from pipeline.present.table import Table

MARK = "meldcode"
TABLES = "application/vnd.meldcode.tables+json"
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_PLACE = r"#[\w-]+|(?:\.\./)*\w[\w-]*(?:/\w[\w-]*)*\.(?:html|ics|xlsx|pdf)(?:#[\w-]+)?"
_LINK = re.compile(rf"\[([^\]]+)\]\(({_PLACE})\)")


def rich(text: str) -> str:
    """Return `text` as HTML; only `**strong**` and `[words](#place)` have a meaning in it."""
    safe = _BOLD.sub(r"<strong>\1</strong>", escape(text, quote=False))
    return _LINK.sub(r'<a href="\2">\1</a>', safe)


@dataclass(frozen=True)
class Part:
    """A piece of a page: its HTML, the tables in it, and plain text for the analyst.

    unknown: what is not known about it; the section it lands in says so at its end.
    """

    html: str
    tables: tuple[Table, ...] = ()
    plain: str = ""
    unknown: tuple[str, ...] = ()

    def __add__(self, other: "Part") -> "Part":
        plain = "\n".join(text for text in (self.plain, other.plain) if text)
        unknown = self.unknown + other.unknown
        return Part(self.html + other.html, self.tables + other.tables, plain, unknown)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data: dict[str, Any] = {"text/html": self.html, "text/plain": self.plain}
        if self.tables:
            data[TABLES] = [table.as_data() for table in self.tables]
        return data, {MARK: {"part": True}}


def together(parts: Sequence[Part]) -> Part:
    """Return the parts as one."""
    return sum(parts, Part(""))


def paragraph(text: str, kind: str = "") -> Part:
    """Return a paragraph, or nothing for an empty text."""
    if not text:
        return Part("")
    mark = f' class="{kind}"' if kind else ""
    return Part(f"<p{mark}>{rich(text)}</p>", plain=text)


def bullets(lines: Sequence[str], kind: str = "") -> Part:
    """Return a list, or nothing for no lines."""
    if not lines:
        return Part("")
    mark = f' class="{kind}"' if kind else ""
    items = "".join(f"<li>{rich(line)}</li>" for line in lines)
    return Part(f"<ul{mark}>{items}</ul>", plain="\n".join(f"- {line}" for line in lines))


def aside(title: str, lines: Sequence[str], kind: str) -> Part:
    """Return a framed note with a short title, for example what is not known."""
    if not lines:
        return Part("")
    inner = paragraph(lines[0]) if len(lines) == 1 else bullets(lines)
    return Part(
        f'<div class="{kind}"><p class="label">{escape(title)}</p>{inner.html}</div>',
        plain=inner.plain,
    )


def table_part(table: Table, language: Language) -> Part:
    """Return a table in full sight."""
    return Part(table.html(language), (table,), table.text(language))


def folded(table: Table, language: Language, words: str = "") -> Part:
    """Return a table that the reader opens by `words`; on paper it is in the appendix."""
    table = replace(table, folded=True)
    words = escape(words or language.say("algemeen.getallen_als_tabel"))
    html = f"<details><summary>{words}</summary>{table.html(language)}</details>"
    return Part(html, (table,), table.text(language))


def figure(
    name: str,
    chart: Any,
    title: str,
    finding: str,
    caption: str,
    table: Table,
    language: Language,
    *,
    key: str = "",
) -> Part:
    """Return a chart with its title above, how to read it below, and its numbers as a table.

    finding: what the chart shows, in one sentence: the description for who cannot see it.
    key: the colours with their words, as HTML, above the chart.
    """
    plain = _BOLD.sub(r"\1", finding)
    svg = accessible_svg(chart, f"fig-{name}", title, plain, language)
    inside = folded(table, language)
    colours = f'<p class="keys">{key}</p>' if key else ""
    return Part(
        f'<figure id="figuur-{name}"><p class="figure-title">{rich(title)}</p>'
        f'{colours}<div class="chart">{svg}</div><figcaption>{rich(caption)}</figcaption>'
        f"{inside.html}</figure>",
        inside.tables,
        inside.plain,
    )


def section(name: str, heading: str, parts: Sequence[Part], level: int = 2) -> Part:
    """Return a section with its heading; `name` is its address on the page."""
    inner = together(parts)
    return Part(
        f'<section class="level-{level}" aria-labelledby="{name}">'
        f'<h{level} id="{name}">{rich(heading)}</h{level}>{inner.html}</section>',
        inner.tables,
        f"{heading}\n{inner.plain}",
        inner.unknown,
    )


def not_known(lines: Sequence[str]) -> Part:
    """Return an empty part that carries what is not known."""
    return Part("", unknown=tuple(lines))
