"""What evaluations taught, by subject, and whether last year's subjects came back."""

import pandas as pd

from pipeline.present.frames import records
from pipeline.present.part import Part, folded, paragraph
from pipeline.present.school_year import previous_year
from pipeline.present.source import Source
from pipeline.present.table import NUMBER, Column, table_of
from pipeline.schema.tables import code_lists

NO_LESSON = ("geen", "onbekend")


def lessons(source: Source) -> pd.DataFrame:
    """Return one row per subject of lessons of process evaluations, the most frequent first.

    Columns: verbeterpunt, rij (its words), aantal (all years), nu (of cases of the report's school
    year), vorig (of the year before).
    """
    frame = source.frame("leerpunt", soort="proces")
    if not len(frame):
        return frame
    frame = frame[~frame["verbeterpunt"].isin(NO_LESSON)]
    found = pd.DataFrame(
        [
            {"verbeterpunt": code, "rij": label[source.language.code], **_counts(source, rows)}
            for code, label in code_lists()["verbeterpunt"].codes.items()
            if len(rows := frame[frame["verbeterpunt"] == code])
        ]
    )
    return found.sort_values("aantal", ascending=False, kind="stable") if len(found) else found


def _counts(source: Source, rows: pd.DataFrame) -> dict[str, int]:
    per_year = rows.groupby("schooljaar")["aantal"].sum()
    now, before = source.schooljaar, previous_year(source.schooljaar)
    return {
        "aantal": int(per_year.sum()),
        "nu": int(per_year.get(now, 0)),
        "vorig": int(per_year.get(before, 0)),
    }


def lessons_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the subjects with their counts, and which of last year's came back."""
    say, year = source.say, source.schooljaar
    if not len(frame):
        return paragraph(say("leerpunt.geen"))
    subjects = [f"{row['rij']} ({row['aantal']})" for row in records(frame)]
    total = int(frame["aantal"].sum())
    sentence = say("leerpunt.antwoord", n=total, onderwerpen=source.language.join(subjects))
    columns = (
        Column("rij", say("leerpunt.kolom")),
        Column("vorig", previous_year(year), NUMBER),
        Column("nu", year, NUMBER),
        Column("aantal", say("leerpunt.aantal"), NUMBER),
    )
    table = table_of("leerpunten", say("leerpunt.titel"), frame, columns, say("leerpunt.lezen"))
    return paragraph(f"{sentence} {_came_back(source, frame)}") + folded(table, source.language)


def _came_back(source: Source, frame: pd.DataFrame) -> str:
    """Return what became of last year's subjects, as far as evaluations show it."""
    before = frame[frame["vorig"] > 0]
    values = {"jaar": source.schooljaar, "vorig": previous_year(source.schooljaar)}
    if not len(before):
        return source.say("leerpunt.geen_vorig", **values)
    again = before[before["nu"] > 0]
    values["wat"] = source.language.join(list(again["rij"] if len(again) else before["rij"]))
    return source.say("leerpunt.terug" if len(again) else "leerpunt.niet_terug", **values)
