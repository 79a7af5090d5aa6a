"""The top of a report: what it is, about what, as at which day, and its key numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pipeline.present.part import Part, paragraph
from pipeline.present.purged import purged_part
from pipeline.present.registration import answer_fields
from pipeline.present.source import Source, whole
from pipeline.present.years import flow_of_year, is_running, open_now, running_year


@dataclass(frozen=True)
class KeyNumber:
    """One number with the words that make it a fact."""

    number: str
    words: str


def facts_list(facts: Sequence[tuple[str, str]]) -> Part:
    """Return name and value pairs."""
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts
    )
    plain = "\n".join(f"{name}: {value}" for name, value in facts)
    return Part(f'<dl class="facts">{items}</dl>', plain=plain)


def key_numbers(numbers: Sequence[KeyNumber]) -> Part:
    """Return a row of large numbers, each with its words."""
    items = "".join(
        f"<li><strong>{escape(item.number)}</strong> <span>{escape(item.words)}</span></li>"
        for item in numbers
    )
    plain = "\n".join(f"{item.number} {item.words}" for item in numbers)
    return Part(f'<ul class="numbers">{items}</ul>', plain=plain)


def opening(source: Source, title: str, about: str, note: str = "") -> Part:
    """Return heading, about whom, and the facts that every figure on the page shares."""
    say, edition = source.say, source.publication.edition
    facts = [
        (say("opening.peildatum"), source.language.date(edition.peildatum)),
        (say("opening.meldcode"), edition.meldcode),
        (say("opening.uitgave"), edition.release_id),
    ]
    return (
        Part(f"<h1>{escape(title)}</h1>", plain=title)
        + paragraph(about, "lead")
        + facts_list(facts)
        + paragraph(note, "note")
    )


def directie_opening(source: Source) -> Part:
    """Return the top of the yearly evaluation of one school."""
    say = source.say
    flow = flow_of_year(source)
    state = source.row("uitkomst_stand", schooljaar=source.schooljaar)
    numbers = []
    if flow:
        new = whole(flow["nieuw"])
        numbers.append(KeyNumber(str(new), say("opening.nieuw", n=new, jaar=source.schooljaar)))
    if state:
        decided = whole(state["n"]) - whole(state["n_open"]) - whole(state["n_overgedragen"])
        numbers.append(KeyNumber(str(decided), say("opening.besluit", n=whole(state["n"]))))
    waiting = open_now(source)
    if waiting is not None:
        numbers.append(KeyNumber(str(waiting), say("opening.open", n=waiting)))
    filled = filled_share(source)
    if filled is not None:
        numbers.append(KeyNumber(source.language.percent(filled), say("opening.ingevuld")))
    about = say("opening.over", school=source.school_name, jaar=source.schooljaar)
    top = opening(source, say("opening.directie"), about, _note(source))
    return top + purged_part(source, "stroom") + key_numbers(numbers)


def _note(source: Source) -> str:
    """Return how the year of the report stands to the one that still runs."""
    running = running_year(source)
    if not running:
        return ""
    if is_running(source):
        return source.say("opening.loopt_nog", jaar=running)
    flow = source.row("stroom", schooljaar=running)
    new = whole(flow["nieuw"])
    return source.say("opening.loopt_ook", jaar=source.schooljaar, nu=running, n=new)


def filled_share(source: Source) -> float | None:
    """Return the share of questions in the delivery that have an answer (not empty or unknown)."""
    frame = answer_fields(source)
    total = frame["rijen"].sum() if len(frame) else 0
    return float(frame["ingevuld"].sum() / total) if total else None
