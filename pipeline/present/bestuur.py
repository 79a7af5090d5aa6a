"""Across schools, from released numbers alone: pooled, no ranking, who has not delivered."""

from collections.abc import Sequence

import pandas as pd

from pipeline.present.funnel import funnel_part, shown_schools
from pipeline.present.norms import norm_label
from pipeline.present.opening import KeyNumber, key_numbers, opening
from pipeline.present.part import Part, aside, bullets, paragraph, section, table_part, together
from pipeline.present.purged import purged_part
from pipeline.present.released import TOTAL, held_back, released_part
from pipeline.present.source import Source, open_source
from pipeline.present.table import DATE, NUMBER, Column, table_of

__all__ = [
    "bestuur_opening",
    "conditions_part",
    "deliveries_part",
    "durations_released_part",
    "evaluations_released_part",
    "norms_released_part",
    "open_source",
    "question",
    "released_part",
    "schools_part",
    "tasks_part",
]

TASKS = ("leveren", "drempels", "evalueren", "leren", "voorwaarden")
NOT_DELIVERED = "niet_geleverd"
STATUS = ("ja", "deels", "nee", "onbekend")


def bestuur_opening(source: Source) -> Part:
    """Return the top of the overview with the numbers that may be shown."""
    say = source.say
    numbers = []
    schools = source.frame("leveringen")
    if len(schools):
        expected = len(schools) + len(absent_schools(source))
        numbers.append(KeyNumber(str(len(schools)), say("bestuur.geleverd", n=expected)))
    cases = source.frame("zaken_per_school", school_id=TOTAL, uitkomst=TOTAL)
    cases = cases[cases["aantal"].notna()] if len(cases) else cases
    if len(cases):
        row = cases.iloc[-1]
        text = say("bestuur.zaken", n=int(row["aantal"]), periode=row["periode"])
        numbers.append(KeyNumber(source.language.number(row["aantal"]), text))
    top = opening(source, say("bestuur.titel"), say("bestuur.over"))
    return top + purged_part(source) + key_numbers(numbers) + paragraph(say("bestuur.lezen"))


def absent_schools(source: Source) -> list[str]:
    """Return the schools that the bestuur expects (`scholen.csv`) and that did not deliver."""
    delivered = set(source.frame("leveringen")["school_id"])
    return sorted(school for school in source.schools.names if school not in delivered)


def deliveries_part(source: Source) -> Part:
    """Return which schools have delivered and as at which day, in the order of their names.

    A school that is expected and did not deliver is named; it is not a school without cases.
    """
    frame = source.frame("leveringen")
    say = source.say
    if not len(frame):
        return paragraph(held_back(source, "leveringen"))
    absent = absent_schools(source)
    missing = pd.DataFrame({"school_id": absent, "status": NOT_DELIVERED, "peildatum": None})
    frame = pd.concat([frame.astype(object), missing.astype(object)], ignore_index=True)
    shown = pd.DataFrame(
        {
            "school": [source.schools.name(school) for school in frame["school_id"]],
            "status": [say(f"bestuur.status_{status}") for status in frame["status"]],
            "peildatum": [day if not pd.isna(day) else "–" for day in frame["peildatum"]],
        }
    ).sort_values("school")
    columns = (
        Column("school", say("vrijgave.as_school_id")),
        Column("status", say("bestuur.kolom_status")),
        Column("peildatum", say("opening.peildatum"), DATE),
    )
    table = table_of("leveringen", say("bestuur.leveringen_tabel"), shown, columns)
    answer = paragraph(_who(source, absent, len(frame)), "answer")
    return answer + table_part(table, source.language)


def _who(source: Source, absent: Sequence[str], schools: int) -> str:
    """Return in a sentence who did not deliver, or that nobody said who was expected."""
    if not source.schools.names:
        return source.say("bestuur.verwacht_onbekend", n=schools)
    if not absent:
        return source.say("bestuur.allemaal", n=schools)
    names = sorted(source.schools.name(school) for school in absent)
    return source.say("bestuur.niet_geleverd", wie=source.language.join(names))


def durations_released_part(source: Source) -> Part:
    """Return the time per step in classes, for the last period, with what is not reached yet."""
    return _latest(source, "doorlooptijd", "interval", "verloop")


def evaluations_released_part(source: Source) -> Part:
    """Return the three kinds of evaluations for the last period."""
    return _latest(source, "evaluaties", "soort", "status")


def norms_released_part(source: Source) -> Part:
    """Return how often each norm was met, in classes, for the last period; no counts."""
    frame, say = source.frame("normen"), source.say
    if not len(frame):
        return paragraph(held_back(source, "normen"))
    safe = source.publication.table("normen")
    frame = frame[frame["periode"] == max(frame["periode"])]
    shown = frame[frame["aandeel"].notna()]
    hidden = paragraph(say("vrijgave.normen_verborgen", n=len(frame) - len(shown)), "note")
    wide = pd.DataFrame(
        {
            "norm": [norm_label(source, norm) for norm in shown["norm_id"]],
            "aandeel": [
                safe.label("aandeel", code)[source.language.code] for code in shown["aandeel"]
            ],
        }
    )
    columns = (
        Column("norm", say("vrijgave.as_norm_id")),
        Column("aandeel", say("vrijgave.as_aandeel")),
    )
    table = table_of("normen", safe.title[source.language.code], wide, columns)
    return (table_part(table, source.language) if len(wide) else Part("")) + hidden


def schools_part(source: Source) -> Part:
    """Return the cases per school or cluster: in the order of the table, never by number."""
    table = _latest(source, "zaken_per_school", "school_id", "uitkomst")
    return table + funnel_part(source, shown_schools(source))


def _latest(source: Source, name: str, rows: str, pieces: str) -> Part:
    frame = source.frame(name)
    if not len(frame):
        return paragraph(held_back(source, name))
    return released_part(source, name, rows, pieces, {"periode": max(frame["periode"])})


def conditions_part(source: Source) -> Part:
    """Return per condition how many schools say yes, partly, no; a count of schools."""
    frame, say = source.frame("organisatie"), source.say
    if not len(frame):
        return paragraph(held_back(source, "organisatie"))
    frame = frame[frame["schooljaar"] == max(frame["schooljaar"])]
    year = frame["schooljaar"].iloc[0]
    wide = (
        frame.pivot_table(
            index="norm_id", columns="status", values="aantal_scholen", aggfunc="sum", fill_value=0
        )
        .reindex(columns=STATUS, fill_value=0)
        .reset_index()
    )
    wide["wat"] = [norm_label(source, norm) for norm in wide["norm_id"]]
    columns = (
        Column("wat", say("organisatie.kolom_wat")),
        *(Column(status, say(f"bestuur.scholen_{status}"), NUMBER) for status in STATUS),
    )
    table = table_of("organisatie", say("bestuur.organisatie_tabel", jaar=year), wide, columns)
    return table_part(table, source.language) + aside(
        say("vraag.onbekend"), [say("organisatie.onbekend")], "unknown"
    )


def tasks_part(source: Source) -> Part:
    """Return what the bestuur itself can do."""
    return together([bullets([source.say(f"bestuur.taak_{task}") for task in TASKS])])


def question(source: Source, name: str, part: Part) -> Part:
    """Return the section of one question, closed by what is not known about it."""
    unknown = [source.say(f"bestuur.onbekend_{name}")] if name in ("zaken", "tijd") else []
    closing = aside(source.say("vraag.onbekend"), unknown, "unknown")
    return section(name, source.say(f"bestuur.v_{name}"), [part, closing])
