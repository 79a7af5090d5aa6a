"""Are few cases plausible? Cases beside pupils, with the range that chance alone allows."""

import pandas as pd

from pipeline.present import theme
from pipeline.present.bars import Category, stacked_bars
from pipeline.present.frames import Row, records
from pipeline.present.part import Part, figure, paragraph
from pipeline.present.source import ALL, Source, whole
from pipeline.present.table import NUMBER, Column, table_of
from pipeline.present.years import is_running

RATES = ("per_1000", "onder", "boven")


def sizes(source: Source) -> pd.DataFrame:
    """Return per school year the cases, the pupils, and cases per 1000 pupils with its range."""
    frame = source.frame("omvang")
    frame = frame[frame["schooljaar"] != ALL] if len(frame) else frame
    return frame.sort_values("schooljaar").reset_index(drop=True) if len(frame) else frame


def plausible_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the cases per year with pupils beside, or that pupils were not delivered."""
    say = source.say
    if not len(frame):
        return paragraph(say("vraag.niet_gepubliceerd"))
    now = frame[frame["schooljaar"] == source.schooljaar]
    row = records(now if len(now) else frame.iloc[[-1]])[0]
    sentence = _sentence(source, row)
    shown = frame.assign(
        rij=frame["schooljaar"],
        soort="zaken",
        aantal=frame["zaken"],
        rechts=[_ending(source, row) for row in records(frame)],
    )
    counted = ("zaken", "leerlingen", *RATES)
    columns = (
        Column("schooljaar", say("stroom.schooljaar")),
        *(Column(name, say(f"omvang.{name}"), NUMBER) for name in counted),
    )
    categories = [Category("zaken", say("omvang.zaken"), theme.BLUE)]
    picture = figure(
        "omvang",
        stacked_bars(shown, categories, labels=110),
        say("omvang.titel"),
        sentence,
        say("omvang.lezen"),
        table_of("omvang", say("omvang.tabel"), _dashed(source, frame), columns),
        source.language,
    )
    return paragraph(sentence, "answer") + picture


def _dashed(source: Source, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows, a dash where pupils are unknown or a year that runs has no rate."""
    shown = frame.astype({name: object for name in (*RATES, "leerlingen")})
    none = [
        is_running(source, row["schooljaar"]) or pd.isna(row["per_1000"]) for row in records(frame)
    ]
    shown.loc[none, list(RATES)] = "–"
    shown.loc[frame["leerlingen"].isna(), "leerlingen"] = "–"
    return shown


def _sentence(source: Source, row: Row) -> str:
    values = {"jaar": row["schooljaar"], "n": whole(row["zaken"])}
    if pd.isna(row["leerlingen"]):
        return source.say("omvang.zonder_leerlingen", **values)
    return source.say("omvang.antwoord", leerlingen=whole(row["leerlingen"]), **values)


def _ending(source: Source, row: Row) -> str:
    if is_running(source, row["schooljaar"]):
        return source.say("omvang.loopt")
    if pd.isna(row["per_1000"]):
        return source.say("omvang.geen_leerlingen")
    low, high = source.language.number(row["onder"], 0), source.language.number(row["boven"], 0)
    per = source.language.number(row["per_1000"], 0)
    return source.say("omvang.rechts", per=per, laag=low, hoog=high)
