"""The end of a report: points of the code to settle, the sheet for the team, and how we count."""

from html import escape

from pipeline.present.part import Part, bullets, paragraph, together
from pipeline.present.source import Source
from pipeline.schema.measures import Indicator, indicators

POINTS = ("stap_4", "wie_beslist", "veilig_thuis", "evaluatie", "termijnen", "kind", "verhuizing")
TALK = ("goed", "lastig", "anders", "wie")


def code_part(source: Source) -> Part:
    """Return the places where the code says two things or nothing, as questions to settle."""
    lines = [source.say(f"code.{point}") for point in POINTS]
    return paragraph(source.say("code.uitleg")) + bullets(lines)


def team_sheet(source: Source) -> Part:
    """Return four questions with room to write, for a talk with the team."""
    rows = "".join(
        f'<div class="talk-row"><p class="label">{escape(source.say(f"team.{name}"))}</p>'
        '<div class="lines"></div></div>'
        for name in TALK
    )
    return paragraph(source.say("team.uitleg")) + Part(f'<div class="sheet">{rows}</div>')


def definitions_part(source: Source, audience: str) -> Part:
    """Return how each figure of this reader is counted, from the declarations."""
    code = source.language.code
    found = [item for item in indicators().values() if audience in item.audience]
    ordered = sorted(found, key=lambda item: (item.id, item.name))
    items = "".join(
        f'<dt id="def-{item.name}">{escape(item.label[code])}'
        f' <span class="id">{escape(item.id)}</span></dt><dd>{_definition(item, code)}</dd>'
        for item in ordered
    )
    general = [source.say(f"tellen.{name}") for name in ("peildatum", "open", "verdict", "klein")]
    return together(
        [bullets(general), Part(f'<dl class="definitions">{items}</dl>' if items else "")]
    )


def _definition(item: Indicator, code: str) -> str:
    texts = (item.description, item.maturity, item.caveat)
    return escape(" ".join(text[code] for text in texts))
