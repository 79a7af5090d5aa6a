"""Time between the steps, with open cases counted, beside the figure that leaves them out."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from pipeline.present import theme
from pipeline.present.bars import label_layers, label_rows
from pipeline.present.drawing import Spec, fill, form_of, rows, with_rows
from pipeline.present.frames import largest, records
from pipeline.present.part import Part, bullets, figure, paragraph, together
from pipeline.present.source import ALL, Source, whole
from pipeline.present.table import NUMBER, Column, table_of
from pipeline.schema.measures import intervals

LABELS, RIGHT = 215, 130  # pixels for the names of the steps, and for the numbers behind them
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
    return source.once(("step_times", names), lambda: _step_times(source, names))


def _step_times(source: Source, names: tuple[str, ...]) -> pd.DataFrame:
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
    """Return what one interval shows, in one sentence."""
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
    return source.say("tijd.mediaan", dagen=row["mediaan"], **values)


def duration_chart(source: Source, frame: pd.DataFrame) -> Spec:
    """Return one line per interval: the interval of uncertainty, the median, the naive median."""
    drawn = frame[frame["genoeg"] & frame["mediaan"].notna()]
    known = drawn[["mediaan", "mediaan_boven", "mediaan_naief"]].astype(float)
    top = max(float(known.max().max()), 5.0) * 1.05  # without the limits that are not known
    open_ended = drawn["mediaan_boven"].isna()
    shown = pd.DataFrame(
        {
            "rij": drawn["label"],
            "van": drawn["mediaan_onder"].fillna(drawn["mediaan"]),
            "tot": drawn["mediaan_boven"].fillna(top),
            "mediaan": drawn["mediaan"],
            "naief": drawn["mediaan_naief"],
            "tekst": [source.language.number(value) for value in drawn["mediaan"]],
            "rechts": [
                source.say("tijd.rechts", n=whole(row["n"]), open=whole(row["n_open"]))
                for row in records(drawn)
            ],
        }
    )
    order = list(shown["rij"])
    spec = fill(_form(), top=top, order=order, left=-LABELS, title=source.say("tijd.as"))
    rows_of = {"tijden": shown, "verder": shown.loc[open_ended, ["rij", "tot"]]}
    return with_rows(spec, {**rows_of, **label_rows(order)})


@cache
def _form() -> str:
    return form_of(_build)


def _build() -> Any:
    width = theme.WIDTH - LABELS - RIGHT
    y = alt.Y("rij:N", sort="@order", title=None, axis=None)
    scale = alt.Scale(domain=[0, "@top"], nice=True)
    axis = alt.Axis(tickCount=6, labelFlush=False)
    x = alt.X("mediaan:Q", scale=scale, title="@title", axis=axis)
    base = rows("tijden")
    band = base.mark_bar(height=10, color=theme.SKY, opacity=0.75, cornerRadius=5).encode(
        y=y, x=alt.X("van:Q", scale=scale), x2=alt.X2("tot")
    )
    beyond = (
        rows("verder")
        .mark_text(text="▸", align="left", dx=-3, fontSize=20, color=theme.SKY)
        .encode(y=y, x=alt.X("tot:Q", scale=scale))
    )
    naive = base.mark_point(
        shape="diamond", size=70, filled=False, color=theme.INK, strokeWidth=1.5
    ).encode(y=y, x=alt.X("naief:Q", scale=scale))
    dot = base.mark_circle(size=110, color=theme.BLUE, opacity=1).encode(y=y, x=x)
    words = base.mark_text(dy=-13, fontWeight="bold", color=theme.BLUE).encode(
        y=y, x=alt.X("mediaan:Q", scale=scale), text=alt.Text("tekst:N")
    )
    ends = base.mark_text(align="left", color=theme.SOFT).encode(
        y=y, x=alt.value(width + 10), text=alt.Text("rechts:N")
    )
    layers = alt.layer(band, beyond, naive, dot, words, ends, *label_layers(y))
    return layers.properties(width=width, height=alt.Step(36))


def duration_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the picture of all steps with its table, what it says, and what it cannot say."""
    if not len(frame):
        return paragraph(source.say("tijd.geen"))
    drawn = frame[frame["genoeg"] & frame["mediaan"].notna()]
    rest = records(frame[~frame.index.isin(drawn.index)])
    others = bullets([duration_sentence(source, row) for row in rest])
    if not len(drawn):
        return others
    slowest = largest(drawn, "mediaan")
    gaps = drawn.assign(verschil=(drawn["mediaan"] - drawn["mediaan_naief"]).abs().fillna(0))
    chart = figure(
        "tijd-per-stap",
        duration_chart(source, frame),
        source.say("tijd.titel"),
        " ".join(duration_sentence(source, row) for row in records(frame)),
        source.say("tijd.lezen"),
        duration_table(source, frame),
        source.language,
    )
    answer = paragraph(
        source.say("tijd.antwoord", zin=duration_sentence(source, slowest)), "answer"
    )
    return together([answer, chart, _naive_part(source, largest(gaps, "verschil")), others])


def _naive_part(source: Source, row: dict[str, Any]) -> Part:
    """Return why the figure of finished cases differs, at the step where it differs most."""
    naive, median = row["mediaan_naief"], row["mediaan"]
    if pd.isna(naive) or naive == median:
        return paragraph(source.say("tijd.naief_gelijk"))
    key = "tijd.naief_lager" if naive < median else "tijd.naief_hoger"
    return paragraph(source.say(key, stap=row["label"], naief=naive, dagen=median))


def duration_table(source: Source, frame: pd.DataFrame) -> Any:
    """Return the numbers: how many, reached, stopped, handed over, open, negative, medians."""
    say = source.say
    columns = (
        Column("label", say("tijd.kolom_stap")),
        Column("n", say("tijd.kolom_n"), NUMBER),
        Column("n_bereikt", say("tijd.kolom_bereikt"), NUMBER),
        Column("n_gestopt", say("tijd.kolom_gestopt"), NUMBER),
        Column("n_overgedragen", say("tijd.kolom_overgedragen"), NUMBER),
        Column("n_open", say("tijd.kolom_open"), NUMBER),
        Column("n_negatief", say("tijd.kolom_negatief"), NUMBER),
        Column("mediaan", say("tijd.kolom_mediaan"), NUMBER),
        Column("onzekerheid", say("tijd.kolom_onzekerheid")),
        Column("p90", say("tijd.kolom_p90"), NUMBER),
        Column("mediaan_naief", say("tijd.kolom_naief"), NUMBER),
        Column("eenheid_label", say("tijd.kolom_eenheid")),
    )
    shown = frame.assign(onzekerheid=[_range(source, row) for row in records(frame)])
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
