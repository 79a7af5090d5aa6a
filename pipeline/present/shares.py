"""Indicators as counts: yes, no, not due yet, not recorded; the range of the share beside."""

from typing import Any

import numpy as np
import pandas as pd

from pipeline.comparison import wilson_interval
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.frames import records
from pipeline.present.part import Part, figure, folded, paragraph
from pipeline.present.purged import is_purged
from pipeline.present.school_year import previous_year
from pipeline.present.source import Source, whole
from pipeline.present.table import NUMBER, Column, Table, table_of
from pipeline.present.years import is_running
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
    """Return one row per indicator that any case is about, over the school years that are over.

    Without the years of which cases were deleted: what is left of those tells no share. When no
    year is over, the counts are of the one that runs and there is no range: it would look too good.

    Columns: indicator, rij (its words), ja, nee, nog_open, onbekend, noemer (ja + nee), onder,
    boven (Wilson 95%), voorbij (any year is over), and jaar_ja, jaar_noemer of the report's year.
    """
    return source.once(("shares", names), lambda: _shares(source, names))


def _shares(source: Source, names: tuple[str, ...]) -> pd.DataFrame:
    frame = source.frame("indicator")
    if not len(frame):
        return pd.DataFrame()
    frame = frame[frame["indicator"].isin(names) & ~is_purged(frame)].rename(columns=_COUNTS)
    ended = frame[frame["is_afgelopen"].eq(True)]
    frame = ended if len(ended) else frame
    found = frame.groupby("indicator")[list(_COUNTS.values())].sum().astype(int)
    found = found.reindex([name for name in names if name in found.index])
    found["nee"] = found["noemer"] - found["ja"]
    interval = wilson_interval(found["ja"], found["noemer"])
    found["voorbij"] = len(ended) > 0
    found["onder"] = np.where(found["voorbij"], interval.lower, np.nan)
    found["boven"] = np.where(found["voorbij"], interval.upper, np.nan)
    now = frame[frame["schooljaar"] == source.schooljaar].set_index("indicator")
    for column in ("ja", "noemer"):
        found[f"jaar_{column}"] = now[column].reindex(found.index).fillna(0).astype(int)
    found["rij"] = [indicators()[name].label[source.language.code] for name in found.index]
    return found[found[list(ANSWERS)].sum(axis=1) > 0].reset_index()


def changes(source: Source) -> pd.DataFrame:
    """Return the indicators of the report's year that also have a share in the year before.

    Without the state on the peildatum: of an older year fewer cases run, which is no change.
    Columns: indicator, rij, teller, noemer, teller_vorig, noemer_vorig, verschil, onder, boven,
    is_onderscheidbaar (the 95% range of the difference leaves out 0; none with too few to tell).
    """
    frame = source.frame("verandering", schooljaar=source.schooljaar)
    if not len(frame):
        return frame
    named = [name for name in indicators() if not name.startswith("stand_")]
    frame = frame[frame["verschil"].notna() & frame["indicator"].isin(named)]
    words = [indicators()[name].label[source.language.code] for name in frame["indicator"]]
    return frame.assign(rij=words).reset_index(drop=True)


def changes_part(source: Source) -> Part:
    """Return the two years beside each other as a table to open; nothing without a year before."""
    say, frame, year = source.say, changes(source), source.schooljaar
    if not len(frame):
        return Part("")
    title = say("aandeel.vergeleken", vorig=previous_year(year))
    shown = pd.DataFrame(
        {
            "rij": frame["rij"],
            "vorig": _counts(source, frame["teller_vorig"], frame["noemer_vorig"]),
            "nu": _counts(source, frame["teller"], frame["noemer"]),
            "anders": [say(f"aandeel.{_told(clear)}") for clear in frame["is_onderscheidbaar"]],
        }
    )
    columns = (
        Column("rij", say("aandeel.kolom_wat")),
        Column("vorig", previous_year(year), NUMBER),
        Column("nu", year, NUMBER),
        Column("anders", say("aandeel.kolom_anders")),
    )
    table = table_of("vergeleken", title, shown, columns, say("aandeel.vergeleken_noot"))
    return folded(table, source.language, title)


def _told(clear: Any) -> str:
    if pd.isna(clear):
        return "te_weinig"
    return "meer_dan_toeval" if clear else "kan_toeval"


def _counts(source: Source, yes: "pd.Series[Any]", known: "pd.Series[Any]") -> list[str]:
    pairs = zip(yes, known, strict=True)
    return [source.say("aandeel.van", ja=whole(a), noemer=whole(b)) for a, b in pairs]


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
        say("aandeel.titel" if frame["voorbij"].all() else "aandeel.titel_loopt"),
        " ".join(sentences),
        say("aandeel.lezen", jaar=source.schooljaar, plaats=f"def-{names[0]}"),
        _table(source, name, frame),
        source.language,
        key=key_line(categories),
    )
    return paragraph(sentences[0], "answer") + picture


def _long(source: Source, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(rechts=_years(source, frame)).melt(
        id_vars=["rij", "rechts"], value_vars=list(ANSWERS), var_name="soort", value_name="aantal"
    )


def _years(source: Source, frame: pd.DataFrame) -> list[str]:
    """Return per row the count of the report's own school year, in words."""
    year = source.schooljaar
    if is_running(source):
        return [source.say("aandeel.jaar_loopt", jaar=year)] * len(frame)
    return [
        source.say("aandeel.jaar", jaar=year, ja=yes, noemer=known)
        if known
        else source.say("aandeel.jaar_geen", jaar=year)
        for yes, known in zip(frame["jaar_ja"], frame["jaar_noemer"], strict=True)
    ]


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
        say("aandeel.van", ja=yes, noemer=known) if known else "–"
        for yes, known in zip(frame["jaar_ja"], frame["jaar_noemer"], strict=True)
    ]
    shown = frame.assign(bereik=ranges, dit_jaar="–" if is_running(source) else years)
    columns = (
        Column("rij", say("aandeel.kolom_wat")),
        Column("dit_jaar", source.schooljaar, NUMBER),
        *(Column(answer, say(f"aandeel.{answer}"), NUMBER) for answer in ANSWERS),
        Column("bereik", say("aandeel.kolom_bereik"), NUMBER),
    )
    kind = "aandeel.noot" if frame["voorbij"].all() else "aandeel.noot_loopt"
    note = say(kind, jaar=source.schooljaar)
    return table_of(name, say(f"aandeel.titel_{name}"), shown, columns, note)
