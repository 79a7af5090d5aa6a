"""How complete the registration is: printed first, since every other number rests on it."""

import pandas as pd

from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.part import Part, aside, figure, paragraph, section
from pipeline.present.source import Source
from pipeline.present.table import NUMBER, SHARE, Column, Table, table_of
from pipeline.schema.tables import tables

MOST = 6  # rows in the picture: the fields that are filled in least


def registration(source: Source) -> pd.DataFrame:
    """Return one row per delivered field: filled in, unknown, empty, and the share filled in."""
    frame = source.frame("registratie", is_geleverd=True)
    if not len(frame):
        return frame
    frame = frame[frame["rijen"] > 0].copy()
    frame["aandeel"] = frame["ingevuld"] / frame["rijen"]
    frame["veld"] = [
        _field(source, *pair) for pair in zip(frame["tabel"], frame["kolom"], strict=True)
    ]
    return frame.sort_values(["aandeel", "tabel", "kolom"], kind="stable").reset_index(drop=True)


def missing_tables(source: Source) -> list[str]:
    """Return the names of the tables of which nothing was delivered."""
    frame = source.frame("registratie")
    if not len(frame):
        return []
    delivered = frame.groupby("tabel", sort=False)["is_geleverd"].any()
    declared = tables()
    code = source.language.code
    return [declared[name].title[code] for name in delivered[~delivered].index if name in declared]


def _field(source: Source, table: str, column: str) -> str:
    declared = tables().get(table)
    if declared is None or column not in declared.column_names:
        return f"{table}: {column}"
    code = source.language.code
    return f"{declared.title[code]}: {declared.column(column).title[code].lower()}"


def registration_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the least filled fields as a picture, all fields as its table, and the gaps."""
    say = source.say
    absent = missing_tables(source)
    gap = say("registratie.niet_geleverd", wat=source.language.join(absent), n=len(absent))
    unknown = [say("registratie.onbekend_uitleg"), *([gap] if absent else [])]
    if not len(frame):
        content = paragraph(say("registratie.geen"))
        return _subsection(source, content + aside(say("vraag.onbekend"), unknown, "unknown"))
    worst = frame[frame["aandeel"] < 1].head(MOST)
    if len(worst):
        low = worst.iloc[0]
        sentence = say("registratie.minst", veld=low["veld"], aandeel=low["aandeel"])
    else:
        sentence = say("registratie.alles")
    picture = _picture(source, worst, frame, sentence) if len(worst) else Part("")
    content = paragraph(sentence) + picture + aside(say("vraag.onbekend"), unknown, "unknown")
    return _subsection(source, content)


def _subsection(source: Source, content: Part) -> Part:
    return section("registratie", source.say("directie.k_registratie"), [content], level=3)


def _picture(source: Source, worst: pd.DataFrame, frame: pd.DataFrame, sentence: str) -> Part:
    say = source.say
    categories = [
        Category("ingevuld", say("registratie.ingevuld"), theme.BLUE),
        Category("onbekend", say("registratie.onbekend"), theme.AMBER),
        Category("leeg", say("registratie.leeg"), theme.LIGHT),
    ]
    long = worst.melt(
        id_vars=["veld", "aandeel"],
        value_vars=["ingevuld", "onbekend", "leeg"],
        var_name="soort",
        value_name="aantal",
    ).rename(columns={"veld": "rij"})
    long["rechts"] = [say("registratie.rechts", aandeel=share) for share in long["aandeel"]]
    return figure(
        "registratie",
        stacked_bars(long, categories, labels=300, height=28),
        say("registratie.titel"),
        sentence,
        say("registratie.lezen"),
        registration_table(source, frame),
        source.language,
        key=key_line(categories),
    )


def registration_table(source: Source, frame: pd.DataFrame) -> Table:
    """Return every delivered field with its counts."""
    say = source.say
    columns = (
        Column("veld", say("registratie.kolom_veld")),
        Column("rijen", say("registratie.kolom_rijen"), NUMBER),
        Column("ingevuld", say("registratie.ingevuld"), NUMBER),
        Column("onbekend", say("registratie.onbekend"), NUMBER),
        Column("leeg", say("registratie.leeg"), NUMBER),
        Column("aandeel", say("registratie.kolom_aandeel"), SHARE),
    )
    return table_of("registratie", say("registratie.tabel"), frame, columns)
