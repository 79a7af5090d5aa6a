"""What the school itself says about the conditions: policy, training, publicity, aftercare."""

import pandas as pd

from pipeline.present.frames import Row, records
from pipeline.present.norms import norm_label
from pipeline.present.part import Part, bullets, folded, paragraph
from pipeline.present.source import Source, whole
from pipeline.present.table import Column, table_of
from pipeline.schema.tables import code_lists


def measures(source: Source) -> pd.DataFrame:
    """Return the school's own answers of the report's school year, else of the last one."""
    frame = source.frame("maatregel", schooljaar=source.schooljaar)
    known = source.frame("maatregel")
    if len(frame) or not len(known):
        return frame
    return source.frame("maatregel", schooljaar=max(known["schooljaar"]))


def organisation_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the answers as a table; who answered what is not in it."""
    say, code = source.say, source.language.code
    if not len(frame):
        return paragraph(say("organisatie.geen"), "answer")
    answers = {key: label[code] for key, label in code_lists()["maatregel_status"].codes.items()}
    shown = frame.assign(
        wat=[norm_label(source, norm) for norm in frame["norm_id"]],
        antwoord=frame["status"].map(answers).fillna(say("organisatie.niet_vastgelegd")),
        team=[_team(source, row) for row in records(frame)],
    )
    counted = frame["status"].value_counts()
    sentence = say(
        "organisatie.antwoord",
        ja=whole(counted.get("ja")),
        deels=whole(counted.get("deels")),
        nee=whole(counted.get("nee")),
        onbekend=whole(counted.get("onbekend")),
        leeg=int(frame["status"].isna().sum()),
        n=len(frame),
    )
    columns = (
        Column("wat", say("organisatie.kolom_wat")),
        Column("antwoord", say("organisatie.kolom_antwoord")),
        Column("team", say("organisatie.kolom_team")),
    )
    caption = say("organisatie.tabel", jaar=frame["schooljaar"].iloc[0])
    table = table_of("organisatie", caption, shown, columns)
    lines = [_line(source, shown, status) for status in ("nee", "deels", "onbekend")]
    listed = bullets([line for line in lines if line])
    return paragraph(sentence, "answer") + listed + folded(table, source.language)


def _line(source: Source, shown: pd.DataFrame, status: str) -> str:
    """Return the conditions with one answer, in one line; nothing when there are none."""
    found = [wat.partition(" (")[0] for wat in shown.loc[shown["status"] == status, "wat"]]
    return source.say(f"organisatie.lijst_{status}", wat="; ".join(found)) if found else ""


def _team(source: Source, row: Row) -> str:
    if pd.isna(row.get("n_aanwezig")) or pd.isna(row.get("n_team")):
        return "–"
    return source.say("organisatie.team", n=whole(row["n_aanwezig"]), van=whole(row["n_team"]))
