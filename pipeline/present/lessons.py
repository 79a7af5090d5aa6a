"""What evaluations taught, by subject; three kinds of evaluations apart in the table."""

import pandas as pd

from pipeline.present.frames import records
from pipeline.present.part import Part, folded, paragraph
from pipeline.present.source import Source
from pipeline.present.table import NUMBER, Column, table_of
from pipeline.schema.tables import code_lists

NO_LESSON = ("geen", "onbekend")


def lessons(source: Source) -> pd.DataFrame:
    """Return the subjects of lessons of process evaluations over all years, with their counts."""
    frame = source.frame("leerpunt", soort="proces")
    if not len(frame):
        return frame
    found = frame.groupby("verbeterpunt")["aantal"].sum()
    declared = code_lists()["verbeterpunt"].codes
    rows = [
        {
            "verbeterpunt": code,
            "rij": label[source.language.code],
            "aantal": int(found.get(code, 0)),
        }
        for code, label in declared.items()
        if found.get(code, 0) and code not in NO_LESSON
    ]
    return pd.DataFrame(rows)


def lessons_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the subjects with their counts in one sentence, or that none was recorded."""
    say = source.say
    if not len(frame):
        return paragraph(say("leerpunt.geen"))
    ordered = frame.sort_values("aantal", ascending=False, kind="stable")
    subjects = [f"{row['rij']} ({row['aantal']})" for row in records(ordered)]
    total = int(frame["aantal"].sum())
    sentence = say("leerpunt.antwoord", n=total, onderwerpen=source.language.join(subjects))
    columns = (
        Column("rij", say("leerpunt.kolom")),
        Column("aantal", say("leerpunt.aantal"), NUMBER),
    )
    table = table_of("leerpunten", say("leerpunt.titel"), frame, columns, say("leerpunt.lezen"))
    return paragraph(sentence) + folded(table, source.language)
