"""Verdicts per norm as small bars: six verdicts, of which three say nothing against the school."""

from functools import cache

import pandas as pd

from pipeline.errors import MeldcodeError
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.part import Part, figure, paragraph
from pipeline.present.source import Source
from pipeline.present.table import NUMBER, Column, Table, table_of
from pipeline.schema.meldcode import read_meldcode
from pipeline.schema.tables import Label

VERDICTS = ("voldaan", "uitzondering", "nog_open", "niet_geregistreerd", "niet_voldaan")


@cache
def _labels(meldcode: str) -> dict[str, Label]:
    try:
        return {norm.id: norm.label for norm in read_meldcode(meldcode).norms}
    except MeldcodeError:  # a publication of a meldcode that is no longer declared here
        return {}


def norm_label(source: Source, norm_id: str) -> str:
    """Return the norm in words with its number; the number alone when it is not declared."""
    label = _labels(source.publication.edition.meldcode).get(norm_id)
    return f"{label[source.language.code]} ({norm_id})" if label else norm_id


def verdicts(source: Source, steps: tuple[str, ...]) -> pd.DataFrame:
    """Return one row per norm × verdict for the norms of these steps that applied in any year."""
    frame = source.frame("norm_telling")
    if not len(frame):
        return pd.DataFrame(columns=["norm_id", "rij", "soort", "aantal"])
    frame = frame[frame["norm_id"].str.startswith(steps) & frame["verdict"].isin(VERDICTS)]
    frame = frame.groupby(["norm_id", "verdict"])["aantal"].sum().reset_index()
    frame = frame[frame.groupby("norm_id")["aantal"].transform("sum") > 0].copy()
    frame["rij"] = [norm_label(source, norm) for norm in frame["norm_id"]]
    frame = frame.rename(columns={"verdict": "soort"})
    return frame[["norm_id", "rij", "soort", "aantal"]].sort_values("norm_id", kind="stable")


def verdicts_part(source: Source, name: str, frame: pd.DataFrame) -> Part:
    """Return the norms as bars of counts, or that none of them applied."""
    say = source.say
    if not len(frame):
        return paragraph(say("norm.geen"))
    categories = [Category(code, say(f"norm.{code}"), theme.VERDICTS[code]) for code in VERDICTS]
    totals = frame.groupby("soort")["aantal"].sum()
    finding = say("norm.zin", **{code: int(totals.get(code, 0)) for code in VERDICTS})
    return figure(
        f"norm-{name}",
        stacked_bars(frame.assign(rechts=""), categories, labels=360),
        say("norm.titel"),
        finding,
        say("norm.lezen"),
        _table(source, frame),
        source.language,
        key=key_line(categories),
    )


def _table(source: Source, frame: pd.DataFrame) -> Table:
    wide = frame.pivot_table(
        index="rij", columns="soort", values="aantal", sort=False, fill_value=0
    ).reset_index()
    columns = (
        Column("rij", source.say("norm.kolom")),
        *(Column(v, source.say(f"norm.{v}"), NUMBER) for v in VERDICTS if v in wide.columns),
    )
    return table_of("normen", source.say("norm.titel"), wide, columns)
