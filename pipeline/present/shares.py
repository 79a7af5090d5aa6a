"""Indicators as counts: yes, no, not due yet, not recorded; the range of the share beside."""

from typing import Any

import pandas as pd

from pipeline.comparison import wilson_interval
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.part import Part, figure, paragraph
from pipeline.present.source import Source, whole
from pipeline.present.table import NUMBER, Column, Table, table_of
from pipeline.schema.measures import indicators

ANSWERS = ("ja", "nee", "nog_open", "onbekend")
_COUNTS = ["teller", "noemer", "aantal_open", "aantal_onbekend"]


def shares(source: Source, ids: tuple[str, ...]) -> pd.DataFrame:
    """Return one row per indicator with one of these ids, over all delivered school years.

    Grain: indicator. `jaar_ja` and `jaar_noemer` are those of the report's own school year.
    Indicators that no case is about are left out.
    """
    frame = source.frame("indicator")
    declared = {name: item for name, item in indicators().items() if item.kind == "share"}
    if not len(frame):
        return pd.DataFrame()
    frame = frame[frame["id"].isin(ids) & frame["indicator"].isin(declared)]
    counts = frame.groupby(["id", "indicator"], sort=False)[_COUNTS].sum().reset_index()
    now = frame[frame["schooljaar"] == source.schooljaar].set_index("indicator")
    code = source.language.code
    rows = [
        _row(row, now.loc[row["indicator"]] if row["indicator"] in now.index else None)
        | {"rij": declared[row["indicator"]].label[code]}
        for row in counts.to_dict("records")
    ]
    found = pd.DataFrame(rows)
    found = found[found[list(ANSWERS)].sum(axis=1) > 0] if len(found) else found
    rank = {name: i for i, name in enumerate(ids)}
    order = sorted(
        range(len(found)), key=lambda i: (rank[found["id"].iloc[i]], found["rij"].iloc[i])
    )
    return found.iloc[order].reset_index(drop=True)


def _row(row: dict[str, Any], now: "pd.Series[Any] | None") -> dict[str, Any]:
    yes, known = whole(row["teller"]), whole(row["noemer"])
    low, high = wilson_interval(yes, known) if known else (None, None)
    return {
        "indicator": row["indicator"],
        "id": row["id"],
        "ja": yes,
        "nee": known - yes,
        "nog_open": whole(row["aantal_open"]),
        "onbekend": whole(row["aantal_onbekend"]),
        "noemer": known,
        "onder": low,
        "boven": high,
        "jaar_ja": 0 if now is None else whole(now["teller"]),
        "jaar_noemer": 0 if now is None else whole(now["noemer"]),
    }


def shares_part(source: Source, name: str, ids: tuple[str, ...]) -> Part:
    """Return these indicators as bars of counts with their table, or that there are none."""
    if not source.has("indicator"):
        return paragraph(source.say("vraag.niet_gepubliceerd"))
    frame = shares(source, ids)
    if not len(frame):
        return paragraph(source.say("aandeel.geen"))
    say = source.say
    colours = dict(zip(ANSWERS, (theme.BLUE, theme.ORANGE, theme.LIGHT, theme.AMBER), strict=True))
    categories = [Category(code, say(f"aandeel.{code}"), colours[code]) for code in ANSWERS]
    shown = frame.assign(
        rechts=[
            say("aandeel.dit_jaar", ja=row["jaar_ja"], noemer=row["jaar_noemer"])
            for row in frame.to_dict("records")
        ]
    )
    long = shown.melt(
        id_vars=["rij", "rechts"], value_vars=list(ANSWERS), var_name="soort", value_name="aantal"
    )
    finding = " ".join(_sentence(source, row) for row in frame.to_dict("records"))
    return figure(
        name.replace("_", "-"),
        stacked_bars(long, categories, labels=270, height=32),
        say(f"aandeel.titel_{name}"),
        finding,
        say("aandeel.lezen", jaar=source.schooljaar),
        _table(source, name, frame),
        source.language,
        key=key_line(categories),
    )


def _sentence(source: Source, row: dict[str, Any]) -> str:
    names = ("ja", "noemer", "nog_open", "onbekend")
    return source.say("aandeel.zin", wat=row["rij"], **{name: row[name] for name in names})


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
