"""Time between the steps, with open cases counted, beside the figure that leaves them out."""

from typing import Any

import altair as alt
import pandas as pd

from pipeline.present import theme
from pipeline.present.part import Part, figure, paragraph, together
from pipeline.present.source import ALL, Source, whole
from pipeline.present.table import NUMBER, Column, table_of
from pipeline.schema.measures import intervals

LEAST_EVENTS = 5  # fewer: no median and no curve (domain E.1)
STEPS = (
    "signalering_overleg_ib",
    "signalering_advies_vt",
    "advies_vt_gesprek_ouders",
    "gesprek_ouders_weging",
    "weging_besluit",
    "besluit_melding",
)


def step_times(source: Source, names: tuple[str, ...] = STEPS) -> pd.DataFrame:
    """Return one row per interval with its label, over all delivered years, in its main unit."""
    declared = intervals()
    frames = [_interval_rows(source, name, declared[name]) for name in names if name in declared]
    found = [frame for frame in frames if len(frame)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _interval_rows(source: Source, name: str, interval: Any) -> pd.DataFrame:
    frame = source.frame(
        "duur", interval=name, selectie="eerste", eenheid=interval.unit, schooljaar=ALL
    )
    frame = frame[frame["n"] > 0] if len(frame) else frame
    return frame.assign(
        label=source.say(f"interval.{name}"),
        eenheid_label=source.say(f"eenheid.{interval.unit}"),
        genoeg=frame["n_bereikt"] >= LEAST_EVENTS if len(frame) else [],
    )


def duration_sentence(source: Source, row: dict[str, Any]) -> str:
    """Return what one interval shows, and why the naive figure differs."""
    values = {
        "stap": row["label"],
        "n": whole(row["n"]),
        "open": whole(row["n_open"]),
        "eenheid": row["eenheid_label"],
    }
    if not row["genoeg"]:
        return source.say("tijd.te_weinig", bereikt=whole(row["n_bereikt"]), **values)
    if pd.isna(row["mediaan"]):
        return source.say("tijd.niet_bereikt", **values)
    text = source.say("tijd.mediaan", dagen=row["mediaan"], **values)
    if pd.isna(row["mediaan_naief"]) or row["mediaan_naief"] == row["mediaan"]:
        return text
    key = "tijd.naief_lager" if row["mediaan_naief"] < row["mediaan"] else "tijd.naief_hoger"
    return f"{text} {source.say(key, naief=row['mediaan_naief'], **values)}"


def duration_chart(source: Source, frame: pd.DataFrame) -> alt.LayerChart:
    """Return one line per interval: the interval of uncertainty, the median, the naive median."""
    drawn = frame[frame["genoeg"] & frame["mediaan"].notna()].copy()
    top = float(max(drawn["mediaan_boven"].max(skipna=True) or 0, drawn["mediaan"].max(), 5)) * 1.05
    drawn["tot"] = drawn["mediaan_boven"].fillna(top)
    drawn["van"] = drawn["mediaan_onder"].fillna(drawn["mediaan"])
    drawn["tekst"] = [source.language.number(value) for value in drawn["mediaan"]]
    order = list(drawn["label"])
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=250))
    scale = alt.Scale(domain=[0, top], nice=True)
    x = alt.X("mediaan:Q", scale=scale, title=source.say("tijd.as"), axis=alt.Axis(tickCount=6))
    base = alt.Chart(drawn).properties(width=theme.WIDTH - 290, height=alt.Step(34))
    band = base.mark_bar(height=10, color=theme.SKY, opacity=0.75, cornerRadius=5).encode(
        y=y, x=alt.X("van:Q", scale=scale), x2="tot:Q"
    )
    naive = base.mark_point(
        shape="diamond", size=70, filled=False, color=theme.INK, strokeWidth=1.5
    ).encode(y=y, x="mediaan_naief:Q")
    dot = base.mark_circle(size=110, color=theme.BLUE, opacity=1).encode(y=y, x=x)
    words = base.mark_text(dy=-13, fontWeight="bold", color=theme.BLUE).encode(
        y=y, x="mediaan:Q", text="tekst:N"
    )
    return alt.layer(band, naive, dot, words)


def duration_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the picture of all steps with its table, or what there is to say without one."""
    if not len(frame):
        return paragraph(source.say("tijd.geen"))
    sentences = [duration_sentence(source, row) for row in frame.to_dict("records")]
    parts = [paragraph(sentence) for sentence in sentences if sentence]
    if (frame["genoeg"] & frame["mediaan"].notna()).any():
        chart = figure(
            "tijd-per-stap",
            duration_chart(source, frame),
            source.say("tijd.titel"),
            " ".join(sentences),
            source.say("tijd.lezen"),
            duration_table(source, frame),
            source.language,
        )
        return together([chart, *parts])
    return together(parts)


def duration_table(source: Source, frame: pd.DataFrame) -> Any:
    """Return the numbers: how many, reached, stopped, open, negative, and the medians."""
    say = source.say
    columns = (
        Column("label", say("tijd.kolom_stap")),
        Column("n", say("tijd.kolom_n"), NUMBER),
        Column("n_bereikt", say("tijd.kolom_bereikt"), NUMBER),
        Column("n_gestopt", say("tijd.kolom_gestopt"), NUMBER),
        Column("n_open", say("tijd.kolom_open"), NUMBER),
        Column("n_negatief", say("tijd.kolom_negatief"), NUMBER),
        Column("mediaan", say("tijd.kolom_mediaan"), NUMBER),
        Column("onzekerheid", say("tijd.kolom_onzekerheid")),
        Column("p90", say("tijd.kolom_p90"), NUMBER),
        Column("mediaan_naief", say("tijd.kolom_naief"), NUMBER),
        Column("eenheid_label", say("tijd.kolom_eenheid")),
    )
    shown = frame.assign(onzekerheid=[_range(source, row) for row in frame.to_dict("records")])
    for name in ("mediaan", "p90", "mediaan_naief", "onzekerheid"):
        shown[name] = shown[name].astype(object)
        shown.loc[~shown["genoeg"], name] = say("tijd.te_weinig_kort")
    for name in ("mediaan", "p90"):
        shown[name] = shown[name].where(shown[name].notna(), say("tijd.nog_niet"))
    return table_of("tijd_per_stap", say("tijd.tabel"), shown, columns, say("tijd.tabel_noot"))


def _range(source: Source, row: dict[str, Any]) -> str:
    low, high = row["mediaan_onder"], row["mediaan_boven"]
    if pd.isna(low):
        return "–"
    if pd.isna(high):
        return source.say("tijd.of_meer", laag=low)
    return source.say("tijd.tussen", laag=low, hoog=high)
