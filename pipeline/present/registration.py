"""How complete the registration is: printed first, since every other number rests on it."""

import pandas as pd

from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.part import Part, figure, not_known, paragraph, section
from pipeline.present.source import Source, whole
from pipeline.present.table import NUMBER, SHARE, Column, Table, table_of
from pipeline.schema.tables import asks_answer, tables

LEAST_ROWS = 5  # of a field with fewer rows the share says little: it stands behind the others
MOST = 5  # rows in the picture: the fields that are filled in least


def answer_fields(source: Source) -> pd.DataFrame:
    """Return the delivered fields that ask for an answer on every row, of which there are rows."""
    frame = source.frame("registratie", is_geleverd=True)
    if not len(frame):
        return frame
    frame = frame[frame["rijen"] > 0]
    pairs = zip(frame["tabel"], frame["kolom"], strict=True)
    return frame[[asks_answer(*pair) for pair in pairs]]


def registration(source: Source) -> pd.DataFrame:
    """Return one row per field that asks for an answer: filled in or not, and the share.

    An empty yes/no cell is stored as unknown (data dictionary), so `niet_ingevuld` takes unknown
    and empty together; the quality report counts them apart.
    """
    return source.once("registration", lambda: _registration(source))


def _registration(source: Source) -> pd.DataFrame:
    frame = answer_fields(source)
    if not len(frame):
        return frame
    pairs = list(zip(frame["tabel"], frame["kolom"], strict=True))
    frame = frame.assign(
        niet_ingevuld=frame["onbekend"] + frame["leeg"],
        aandeel=frame["ingevuld"] / frame["rijen"],
        veld=[_field(source, *pair) for pair in pairs],
    )
    order = ["weinig", "aandeel", "tabel", "kolom"]
    frame = frame.assign(weinig=frame["rijen"] < LEAST_ROWS).sort_values(order, kind="stable")
    return frame.drop(columns="weinig").reset_index(drop=True)


def unanswered(frame: pd.DataFrame) -> int:
    """Return how many of the questions in the delivery have no answer, all years together."""
    return whole(frame["niet_ingevuld"].sum()) if len(frame) else 0


def missing_tables(source: Source) -> list[str]:
    """Return the names of the tables of which nothing was delivered."""
    frame = source.frame("registratie")
    if not len(frame):
        return []
    delivered = set(frame.loc[frame["is_geleverd"].astype(bool), "tabel"]) | {"levering"}
    absent = [table for name, table in tables().items() if name not in delivered]
    return [table.title[source.language.code] for table in absent]


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
    unknown = not_known([say("registratie.onbekend_uitleg"), *([gap] if absent else [])])
    worst = frame[frame["aandeel"] < 1].head(MOST) if len(frame) else frame
    sentence = _sentence(source, frame, worst)
    picture = _picture(source, worst, frame, sentence) if len(worst) else Part("")
    parts = [paragraph(sentence), picture, unknown]
    return section("registratie", say("directie.k_registratie"), parts, level=3)


def _sentence(source: Source, frame: pd.DataFrame, worst: pd.DataFrame) -> str:
    if not len(frame):
        return source.say("registratie.geen")
    if not len(worst):
        return source.say("registratie.alles")
    low = worst.iloc[0]
    counts = {"alles": whole(frame["rijen"].sum()), "n": unanswered(frame)}
    return source.say("registratie.minst", veld=low["veld"], aandeel=low["aandeel"], **counts)


def _picture(source: Source, worst: pd.DataFrame, frame: pd.DataFrame, sentence: str) -> Part:
    say = source.say
    colours = {"ingevuld": theme.BLUE, "niet_ingevuld": theme.AMBER}
    categories = [
        Category(code, say(f"registratie.{code}"), colour)
        for code, colour in colours.items()
        if worst[code].sum()
    ]
    long = worst.melt(
        id_vars=["veld", "aandeel"],
        value_vars=["ingevuld", "niet_ingevuld"],
        var_name="soort",
        value_name="aantal",
    ).rename(columns={"veld": "rij"})
    long["rechts"] = [say("registratie.rechts", aandeel=share) for share in long["aandeel"]]
    return figure(
        "registratie",
        stacked_bars(long, categories, labels=300),
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
        Column("niet_ingevuld", say("registratie.niet_ingevuld"), NUMBER),
        Column("aandeel", say("registratie.kolom_aandeel"), SHARE),
    )
    return table_of("registratie", say("registratie.tabel"), frame, columns)
