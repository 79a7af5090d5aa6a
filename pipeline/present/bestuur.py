"""Across schools, from released numbers alone: pooled, no ranking, who has not delivered."""

from collections.abc import Iterator, Sequence

import pandas as pd

from pipeline.present.frames import largest, records
from pipeline.present.funnel import funnel_part, shown_schools
from pipeline.present.norms import norm_label
from pipeline.present.opening import KeyNumber, key_numbers, opening
from pipeline.present.part import Part, aside, bullets, paragraph, section, table_part
from pipeline.present.purged import purged_part
from pipeline.present.released import TOTAL, held_back, released_part
from pipeline.present.released_norms import BELOW_HALF, norms_released_part, released_norms
from pipeline.present.school_year import default_year, has_ended
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

TASKS = ("drempels", "evalueren", "leren", "rollen")
UNKNOWN = ("leveringen", "zaken", "tijd", "evaluaties", "stilstand", "normen", "scholen")
NOT_DELIVERED = "niet_geleverd"
STATUS = ("ja", "deels", "nee", "onbekend", "leeg")


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
    frame = source.frame("leveringen")
    delivered = set(frame["school_id"]) if len(frame) else set()
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


def schools_part(source: Source) -> Part:
    """Return the cases per school or cluster: in the order of the table, never by number."""
    table = _latest(source, "zaken_per_school", "school_id", "uitkomst")
    return table + funnel_part(source, shown_schools(source))


def _latest(source: Source, name: str, rows: str, pieces: str) -> Part:
    frame = source.frame(name)
    if not len(frame):
        return paragraph(held_back(source, name))
    return released_part(source, name, rows, pieces, {"periode": max(frame["periode"])})


def _preconditions(source: Source) -> pd.DataFrame:
    """Return what schools say of the last school year that is over, else of the last one."""
    frame = source.frame("organisatie")
    if not len(frame):
        return frame
    years = {(year, has_ended(year, source.peildatum), 1) for year in frame["schooljaar"]}
    return frame[frame["schooljaar"] == default_year(years)]


def _schools_per_status(source: Source, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a row per norm: how many schools give each status.

    `leeg` are all others that delivered: an empty cell, no row, or no table at all.
    """
    frame = frame.assign(status=frame["status"].fillna("leeg"))
    wide = frame.pivot_table(
        index="norm_id", columns="status", values="aantal_scholen", aggfunc="sum", fill_value=0
    ).reindex(columns=STATUS, fill_value=0)
    silent = len(source.frame("leveringen")) - wide.sum(axis=1)
    return wide.assign(leeg=wide["leeg"] + silent.clip(lower=0)).reset_index()


def conditions_part(source: Source) -> Part:
    """Return per condition how many schools say yes, partly, no, unknown or nothing at all."""
    frame, say = _preconditions(source), source.say
    if not len(frame):
        return paragraph(held_back(source, "organisatie"))
    year = frame["schooljaar"].iloc[0]
    year = year if has_ended(year, source.peildatum) else say("jaar.loopt", jaar=year)
    wide = _schools_per_status(source, frame)
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
    """Return what the bestuur itself can do, each point from what is on this page."""
    say = source.say
    lines = [*_missing_schools(source), *_conditions(source), *_waiting(source), *_norms(source)]
    return bullets([*lines, *(say(f"bestuur.taak_{task}") for task in TASKS)])


def _missing_schools(source: Source) -> Iterator[str]:
    absent = absent_schools(source)
    if absent:
        names = sorted(source.schools.name(school) for school in absent)
        yield source.say("bestuur.taak_leveren", wie=source.language.join(names), n=len(absent))


def _conditions(source: Source) -> Iterator[str]:
    """Name the condition that is not, or only partly, in order at most schools."""
    frame = _preconditions(source)
    frame = frame[frame["status"].isin(("nee", "deels"))] if len(frame) else frame
    if not len(frame):
        return
    most = largest(frame.groupby("norm_id")["aantal_scholen"].sum().reset_index(), "aantal_scholen")
    what = norm_label(source, most["norm_id"])
    yield source.say("bestuur.taak_voorwaarde", n=int(most["aantal_scholen"]), wat=what)


def _waiting(source: Source) -> Iterator[str]:
    """Name the kinds of evaluations of which the date has passed, where that may be shown."""
    frame = source.frame("evaluaties", status="achterstallig")
    frame = frame[frame["aantal"].notna()] if len(frame) else frame
    if len(frame):
        frame = frame[frame["periode"] == max(frame["periode"])]
        words = [
            _counted(source, row["soort"], int(row["aantal"]))
            for row in records(frame)
            if row["soort"] != TOTAL
        ]
        if words:
            yield source.say("bestuur.taak_achterstallig", wat=source.language.join(words))


def _counted(source: Source, kind: str, count: int) -> str:
    """Return `evaluatie van het proces (12)`."""
    words = source.say(f"evaluatie.{kind}")
    return f"{words[:1].lower()}{words[1:]} ({count})"


def _norms(source: Source) -> Iterator[str]:
    if released_norms(source)["klasse"].isin(BELOW_HALF).any():
        yield source.say("bestuur.taak_normen")


def question(source: Source, name: str, part: Part) -> Part:
    """Return the section of one question, closed by what is not known about it."""
    unknown = [source.say(f"bestuur.onbekend_{name}")] if name in UNKNOWN else []
    closing = aside(source.say("vraag.onbekend"), unknown, "unknown")
    return section(name, source.say(f"bestuur.v_{name}"), [part, closing])
