"""Schools beside each other as a funnel: how far from the whole may chance alone put a share?

Only shown counts are used. Points carry no name and stand in no order of merit.
"""

from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from pipeline.comparison import compare_schools
from pipeline.comparison.funnel import overdispersed_limits
from pipeline.comparison.schools import SchoolComparison
from pipeline.present import theme
from pipeline.present.drawing import Spec, fill, form_of, rows, with_rows
from pipeline.present.part import Part, figure, paragraph
from pipeline.present.purged import covers_purged
from pipeline.present.source import Source
from pipeline.present.table import NUMBER, Column, Table, table_of

LEAST_SCHOOLS = 5
HEIGHT = 230
TOTAL, COUNTED = "totaal", "met_5B"


def shown_schools(source: Source) -> pd.DataFrame:
    """Return the schools of which both the cases and those with 5B are shown: teller, noemer."""
    frame = source.frame("zaken_per_school")
    if not len(frame) or COUNTED not in set(frame["uitkomst"]):
        return pd.DataFrame(columns=["school_id", "teller", "noemer"])
    frame = frame[(frame["periode"] == max(frame["periode"])) & (frame["school_id"] != TOTAL)]
    wide = frame.pivot_table(
        index="school_id", columns="uitkomst", values="aantal", aggfunc="first"
    )
    if not {COUNTED, TOTAL} <= set(wide.columns):
        return pd.DataFrame(columns=["school_id", "teller", "noemer"])
    found: pd.DataFrame = wide[[COUNTED, TOTAL]].dropna().astype(int).reset_index()
    return found.rename(columns={COUNTED: "teller", TOTAL: "noemer"})


def funnel_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the funnel with what it says in one sentence, or that there are too few schools."""
    say = source.say
    periods = source.frame("zaken_per_school")
    if len(periods) and covers_purged(source, str(max(periods["periode"]))):
        return paragraph(say("trechter.niet_heel"))
    if len(frame) < LEAST_SCHOOLS:
        return paragraph(say("trechter.te_weinig" if len(frame) else "trechter.geen", n=len(frame)))
    found = compare_schools(
        [f"school {number:03d}" for number in range(len(frame))], frame["teller"], frame["noemer"]
    )
    key = "trechter.te_onderscheiden" if found.told_apart else "trechter.niet_te_onderscheiden"
    outside = int(np.isin(found.place, ("lager_998", "hoger_998")).sum())
    sentence = say(key, n=len(frame), buiten=outside, deel=found.target)
    return paragraph(sentence, "answer") + figure(
        "trechter",
        funnel_chart(source, found),
        say("trechter.titel"),
        sentence,
        say("trechter.lezen"),
        _table(source, found),
        source.language,
    )


def funnel_chart(source: Source, found: SchoolComparison) -> Spec:
    """Return points between the limits of 95% and 99.8% around the share of all together."""
    sizes = np.arange(1, int(found.noemer.max()) + 2, dtype=float)
    limits = pd.DataFrame({"n": sizes})
    for name, level in (("smal", 0.95), ("breed", 0.998)):
        interval = overdispersed_limits(sizes, found.target, level, found.overdispersion)
        limits[f"{name}_onder"], limits[f"{name}_boven"] = interval.lower, interval.upper
    points = pd.DataFrame({"n": found.noemer, "deel": found.share})
    middle = pd.DataFrame({"deel": [found.target]})
    spec = fill(_form(), xtitle=source.say("trechter.as_n"), ytitle=source.say("trechter.as_deel"))
    return with_rows(spec, {"grenzen": limits, "scholen": points, "midden": middle})


@cache
def _form() -> str:
    return form_of(_build)


def _build() -> Any:
    x = alt.X("n:Q", title="@xtitle", axis=alt.Axis(labelFlush=False, grid=False))
    axis = alt.Axis(format=".0%", tickCount=5, title="@ytitle")

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)

    wide = rows("grenzen").mark_area(color=theme.PALE)
    narrow = rows("grenzen").mark_area(color=theme.SKY, opacity=0.4)
    layers = alt.layer(
        wide.encode(x=x, y=y("breed_onder"), y2=alt.Y2("breed_boven")),
        narrow.encode(x=x, y=y("smal_onder"), y2=alt.Y2("smal_boven")),
        rows("midden").mark_rule(color=theme.SOFT, strokeDash=[4, 3]).encode(y=y("deel")),
        rows("scholen")
        .mark_circle(size=70, color=theme.BLUE, opacity=0.85)
        .encode(x=x, y=y("deel")),
    )
    return layers.properties(width=theme.WIDTH - 70, height=HEIGHT)


def _table(source: Source, found: SchoolComparison) -> Table:
    """Return what lies where: a count of schools per place, never a list of schools."""
    say = source.say
    places = ("binnen", "lager_95", "hoger_95", "lager_998", "hoger_998")
    frame = pd.DataFrame(
        {
            "plek": [say(f"trechter.{place}") for place in places],
            "scholen": [int((found.place == place).sum()) for place in places],
        }
    )
    columns = (
        Column("plek", say("trechter.kolom_plek")),
        Column("scholen", say("trechter.kolom_scholen"), NUMBER),
    )
    return table_of("trechter", say("trechter.tabel", deel=found.target), frame, columns)
