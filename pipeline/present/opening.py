"""The top of a report: what it is, about what, as at which day, and its key numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pipeline.present.part import Part, paragraph
from pipeline.present.registration import answer_fields
from pipeline.present.source import Source, whole


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
        f"<li><strong>{escape(item.number)}</strong><span>{escape(item.words)}</span></li>"
        for item in numbers
    )
    plain = "\n".join(f"{item.number} {item.words}" for item in numbers)
    return Part(f'<ul class="numbers">{items}</ul>', plain=plain)


def opening(source: Source, title: str, about: str, *, running: bool = False) -> Part:
    """Return heading, about whom, and the facts that every figure on the page shares."""
    say, edition = source.say, source.publication.edition
    facts = [
        (say("opening.peildatum"), source.language.date(edition.peildatum)),
        (say("opening.meldcode"), edition.meldcode),
        (say("opening.uitgave"), edition.release_id),
    ]
    note = (
        paragraph(say("opening.loopt_nog", jaar=source.schooljaar), "note") if running else Part("")
    )
    return (
        Part(f"<h1>{escape(title)}</h1>", plain=title)
        + paragraph(about, "lead")
        + facts_list(facts)
        + note
    )


def is_running(source: Source) -> bool:
    """Return whether the school year of the report had not ended on the peildatum."""
    row = source.row("stroom", schooljaar=source.schooljaar)
    return bool(row) and not row.get("is_afgelopen", True)


def directie_opening(source: Source) -> Part:
    """Return the top of the yearly evaluation of one school."""
    say = source.say
    flow = source.row("stroom", schooljaar=source.schooljaar)
    state = source.row("uitkomst_stand", schooljaar=source.schooljaar)
    numbers = []
    if flow:
        numbers += [
            KeyNumber(str(whole(flow["nieuw"])), say("opening.nieuw", n=whole(flow["nieuw"]))),
            KeyNumber(str(whole(flow["eind"])), say("opening.open", n=whole(flow["eind"]))),
        ]
    if state:
        decided = whole(state["n"]) - whole(state["n_open"]) - whole(state["n_overgedragen"])
        numbers.append(KeyNumber(str(decided), say("opening.besluit", n=whole(state["n"]))))
    filled = filled_share(source)
    if filled is not None:
        numbers.append(KeyNumber(source.language.percent(filled), say("opening.ingevuld")))
    about = say("opening.over", school=source.school_name, jaar=source.schooljaar)
    top = opening(source, say("opening.directie"), about, running=is_running(source))
    return top + key_numbers(numbers)


def filled_share(source: Source) -> float | None:
    """Return the share of questions in the delivery that have an answer (not empty or unknown)."""
    frame = answer_fields(source)
    total = frame["rijen"].sum() if len(frame) else 0
    return float(frame["ingevuld"].sum() / total) if total else None
