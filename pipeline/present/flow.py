"""Stock and flow of cases, and the state that each case is in: 5A, 5B, both, or none yet."""

from typing import Any

import pandas as pd

from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.part import Part, figure, paragraph, table_part
from pipeline.present.source import ALL, Source, whole
from pipeline.present.table import NUMBER, Column, Table, table_of
from pipeline.present.years import (
    flow_of_year,
    is_running,
    open_now,
    school_years,
    year_name,
)

FLOW = ("begin", "nieuw", "heropend", "afgesloten", "overgedragen", "eind")
STATES = ("5A", "beide", "5B", "gestopt", "overgedragen", "geen_besluit")


def flow_part(source: Source) -> Part:
    """Return per school year what came in and what went out; the sum closes."""
    frame = source.frame("stroom")
    if not len(frame):
        return paragraph(source.say("vraag.niet_gepubliceerd"))
    row = flow_of_year(source)
    counts: dict[str, Any] = {name: whole(row.get(name)) for name in FLOW}
    counts |= {"jaar": source.schooljaar, "nu": open_now(source), "peildatum": source.peildatum}
    if is_running(source):
        sentence = source.say("stroom.antwoord", **counts)
    else:
        sentence = source.say("stroom.antwoord_jaar", **counts)
    table = _flow_table(source, school_years(source))
    return paragraph(sentence, "answer") + table_part(table, source.language)


def _flow_table(source: Source, frame: pd.DataFrame) -> Table:
    say = source.say
    columns = (
        Column("schooljaar", say("stroom.schooljaar")),
        *(Column(name, say(f"stroom.{name}"), NUMBER) for name in FLOW),
    )
    frame = frame.assign(schooljaar=[year_name(source, year) for year in frame["schooljaar"]])
    return table_of("stroom", say("stroom.tabel"), frame, columns, say("stroom.noot"))


def state_counts(row: dict[str, Any]) -> dict[str, int]:
    """Return how many cases are in each state; the states exclude each other and add up to n."""
    ever_5a, ever_5b, both = (whole(row[name]) for name in ("ooit_5a", "ooit_5b", "beide"))
    open_, moved = whole(row["n_open"]), whole(row["n_overgedragen"])
    stopped = whole(row["n"]) - (ever_5a + ever_5b - both) - open_ - moved
    return {
        "5A": ever_5a - both,
        "beide": both,
        "5B": ever_5b - both,
        "gestopt": stopped,
        "overgedragen": moved,
        "geen_besluit": open_,
    }


def states(source: Source) -> pd.DataFrame:
    """Return the states of this school year and of all delivered years, one row per state."""
    rows = []
    for year, label in (
        (source.schooljaar, source.schooljaar),
        (ALL, source.say("stand.alle_jaren")),
    ):
        row = source.row("uitkomst_stand", schooljaar=year)
        if row:
            rows += [
                {"rij": label, "soort": state, "aantal": count, "n": whole(row["n"])}
                for state, count in state_counts(row).items()
            ]
    return pd.DataFrame(rows)


def states_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the states as one bar per period, with what they mean."""
    say = source.say
    if not len(frame):
        known = source.has("uitkomst_stand")
        return paragraph(say("aandeel.geen" if known else "vraag.niet_gepubliceerd"))
    words = {state: say(f"stand.{state}") for state in STATES}
    present = set(frame.loc[frame["aantal"] > 0, "soort"])
    categories = [
        Category(state, words[state], theme.STATES[state]) for state in STATES if state in present
    ]
    shown = frame.assign(rechts=[say("stand.rechts", n=n) for n in frame["n"]])
    this_year = frame[frame["rij"] == frame["rij"].iloc[0]].set_index("soort")["aantal"]
    counts = {f"s_{code}": whole(this_year[code]) for code in STATES}
    sentence = say("stand.antwoord", jaar=frame["rij"].iloc[0], **counts)
    picture = figure(
        "stand",
        stacked_bars(shown, categories, labels=110),
        say("stand.titel"),
        sentence,
        say("stand.lezen"),
        _states_table(source, frame, words),
        source.language,
        key=key_line(categories),
    )
    return paragraph(sentence, "answer") + picture


def _states_table(source: Source, frame: pd.DataFrame, words: dict[str, str]) -> Table:
    wide = frame.pivot_table(
        index="soort", columns="rij", values="aantal", sort=False
    ).reset_index()
    wide["soort"] = wide["soort"].map(words)
    periods = [name for name in wide.columns if name != "soort"]
    columns = (
        Column("soort", source.say("stand.kolom")),
        *(Column(name, name, NUMBER) for name in periods),
    )
    return table_of("stand", source.say("stand.tabel"), wide, columns)
