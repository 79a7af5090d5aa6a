"""Indicators as counts: yes, no, not due yet, not recorded; the range of the share beside."""

from typing import Any

import pandas as pd

from pipeline.comparison import wilson_interval
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.frames import records
from pipeline.present.part import Part, figure, paragraph
from pipeline.present.source import Source, whole
from pipeline.present.table import NUMBER, Column, Table, table_of
from pipeline.schema.measures import indicators

ANSWERS = ("ja", "nee", "nog_open", "onbekend")
COLOURS = (theme.BLUE, theme.SKY, theme.LIGHT, theme.AMBER)
_COUNTS = {
    "teller": "ja",
    "noemer": "noemer",
    "aantal_open": "nog_open",
    "aantal_onbekend": "onbekend",
}


def shares(source: Source, names: tuple[str, ...]) -> pd.DataFrame:
    """Return one row per indicator that any case is about, over all delivered school years.

    Columns: indicator, rij (its words), ja, nee, nog_open, onbekend, noemer (ja + nee), onder,
    boven (Wilson 95%), and jaar_ja, jaar_noemer of the report's own school year.
    """
    frame = source.frame("indicator")
    if not len(frame):
        return pd.DataFrame()
    frame = frame[frame["indicator"].isin(names)].rename(columns=_COUNTS)
    found = frame.groupby("indicator")[list(_COUNTS.values())].sum().astype(int)
    found = found.reindex([name for name in names if name in found.index])
    found["nee"] = found["noemer"] - found["ja"]
    interval = wilson_interval(found["ja"], found["noemer"])
    found["onder"], found["boven"] = interval.lower, interval.upper
    now = frame[frame["schooljaar"] == source.schooljaar].set_index("indicator")
    for column in ("ja", "noemer"):
        found[f"jaar_{column}"] = now[column].reindex(found.index).fillna(0).astype(int)
    found["rij"] = [indicators()[name].label[source.language.code] for name in found.index]
    return found[found[list(ANSWERS)].sum(axis=1) > 0].reset_index()


def shares_part(source: Source, name: str, names: tuple[str, ...]) -> Part:
    """Return these indicators as bars of counts with their table; the first is the answer."""
    say = source.say
    if not source.has("indicator"):
        return paragraph(say("vraag.niet_gepubliceerd"))
    frame = shares(source, names)
    if not len(frame):
        return paragraph(say("aandeel.geen"))
    categories = [
        Category(code, say(f"aandeel.{code}"), colour)
        for code, colour in zip(ANSWERS, COLOURS, strict=True)
        if frame[code].any()
    ]
    sentences = [_sentence(source, row) for row in records(frame)]
    picture = figure(
        name.replace("_", "-"),
        stacked_bars(_long(source, frame), categories, labels=310),
        say("aandeel.titel"),
        " ".join(sentences),
        say("aandeel.lezen", jaar=source.schooljaar),
        _table(source, name, frame),
        source.language,
        key=key_line(categories),
    )
    return paragraph(sentences[0], "answer") + picture


def _long(source: Source, frame: pd.DataFrame) -> pd.DataFrame:
    endings = [
        source.say("aandeel.dit_jaar", ja=yes, noemer=known)
        if known
        else source.say("aandeel.niet")
        for yes, known in zip(frame["jaar_ja"], frame["jaar_noemer"], strict=True)
    ]
    return frame.assign(rechts=endings).melt(
        id_vars=["rij", "rechts"], value_vars=list(ANSWERS), var_name="soort", value_name="aantal"
    )


def _sentence(source: Source, row: dict[str, Any]) -> str:
    """Return `Child informed: 4 of 6, 1 not due yet`; what is 0 is not said."""
    if whole(row["noemer"]):
        parts = [source.say("aandeel.van", ja=whole(row["ja"]), noemer=whole(row["noemer"]))]
    else:
        parts = [source.say("aandeel.nog_geen")]
    for name in ("nog_open", "onbekend"):
        if whole(row[name]):
            parts.append(source.say(f"aandeel.zin_{name}", n=whole(row[name])))
    return f"**{row['rij']}**: {', '.join(parts)}."


def _table(source: Source, name: str, frame: pd.DataFrame) -> Table:
    say = source.say
    ranges = [
        "–" if pd.isna(low) else say("aandeel.bereik", laag=low, hoog=high)
        for low, high in zip(frame["onder"], frame["boven"], strict=True)
    ]
    years = [
        say("aandeel.van", ja=yes, noemer=known)
        for yes, known in zip(frame["jaar_ja"], frame["jaar_noemer"], strict=True)
    ]
    shown = frame.assign(bereik=ranges, dit_jaar=years)
    columns = (
        Column("rij", say("aandeel.kolom_wat")),
        Column("dit_jaar", source.schooljaar, NUMBER),
        *(Column(answer, say(f"aandeel.{answer}"), NUMBER) for answer in ANSWERS),
        Column("bereik", say("aandeel.kolom_bereik"), NUMBER),
    )
    return table_of(name, say(f"aandeel.titel_{name}"), shown, columns, say("aandeel.noot"))
