"""The tour: what goes in, what comes out, for whom, and what the words mean."""

from html import escape

import pandas as pd

from pipeline.present.opening import opening
from pipeline.present.part import Part, paragraph, section, table_part
from pipeline.present.released import released_part
from pipeline.present.source import Source, open_source
from pipeline.present.table import Column, table_of
from pipeline.schema.editions import editions

__all__ = [
    "editions_part",
    "open_source",
    "question",
    "released_part",
    "route_part",
    "tour_opening",
    "words_part",
]

WORDS = ("peildatum", "open", "helft", "niet_geregistreerd", "merkteken", "vijf_a_b")
ROUTE = ("leveren", "controleren", "tellen", "beschermen", "lezen")


def tour_opening(source: Source) -> Part:
    """Return heading and what the reports are for."""
    return opening(source, source.say("begin.titel"), source.say("begin.over"))


def route_part(source: Source) -> Part:
    """Return the way of the data as numbered steps."""
    items = "".join(f"<li>{escape(source.say(f'begin.route_{step}'))}</li>" for step in ROUTE)
    return Part(f"<ol>{items}</ol>")


def editions_part(source: Source) -> Part:
    """Return which report is for whom, and who may see it."""
    code, say = source.language.code, source.say
    rows = tuple(
        (
            edition.label[code],
            edition.reader[code],
            say(f"pagina.tier_{edition.tier}").rstrip("."),
        )
        for edition in editions().values()
    )
    columns = [Column(name, say(f"begin.kolom_{name}")) for name in ("rapport", "lezer", "tier")]
    frame = pd.DataFrame(list(rows), columns=["rapport", "lezer", "tier"])
    return table_part(
        table_of("rapporten", say("begin.rapporten_tabel"), frame, columns), source.language
    )


def words_part(source: Source) -> Part:
    """Return the words that every report uses."""
    items = "".join(
        f"<dt>{escape(source.say(f'begin.woord_{word}'))}</dt>"
        f"<dd>{escape(source.say(f'begin.uitleg_{word}'))}</dd>"
        for word in WORDS
    )
    return paragraph(source.say("begin.woorden_vooraf")) + Part(
        f'<dl class="definitions">{items}</dl>'
    )


def question(source: Source, name: str, part: Part) -> Part:
    """Return one section of the tour."""
    return section(name, source.say(f"begin.v_{name}"), [part])
