"""The end of a report: points of the code to settle, the sheet for the team, and how we count."""

from html import escape

from pipeline.present.norms import declared
from pipeline.present.part import Part, bullets, paragraph, together
from pipeline.present.source import Source
from pipeline.schema.measures import Indicator, indicators

TALK = ("vorig", "goed", "lastig", "anders", "wie")


def code_part(source: Source) -> Part:
    """Return the points of the code that the school should settle, with the reading in force."""
    code = source.language.code
    meldcode = declared(source.publication.edition.meldcode)
    points = [
        f"**{reading.label[code]}** {reading.sentence[code]}"
        for reading in (meldcode.readings.values() if meldcode else ())
        if reading.for_directie
    ]
    return paragraph(source.say("code.uitleg")) + bullets(points, "points")


def team_sheet(source: Source) -> Part:
    """Return five questions with room to write, for a talk with the team."""
    rows = "".join(
        f'<div class="talk-row"><p class="label">{escape(source.say(f"team.{name}"))}</p>'
        '<div class="lines"></div></div>'
        for name in TALK
    )
    return paragraph(source.say("team.uitleg")) + Part(f'<div class="sheet">{rows}</div>')


def definitions_part(source: Source, names: tuple[str, ...]) -> Part:
    """Return how each of these indicators is counted, from the declarations."""
    code = source.language.code
    items = "".join(
        f'<dt id="def-{item.name}">{escape(item.label[code])}'
        f' <span class="id">{escape(item.id)}</span></dt><dd>{_definition(item, code)}</dd>'
        for item in (indicators()[name] for name in names)
    )
    general = [source.say(f"tellen.{name}") for name in ("peildatum", "open", "verdict", "klein")]
    return together([bullets(general), Part(f'<dl class="definitions">{items}</dl>')])


def _definition(item: Indicator, code: str) -> str:
    texts = (item.description, item.maturity, item.caveat)
    return escape(" ".join(text[code] for text in texts))
