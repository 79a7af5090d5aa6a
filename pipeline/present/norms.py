"""Verdicts per norm as small bars: six verdicts, of which three say nothing against the school."""

from functools import cache

import pandas as pd

from pipeline.errors import MeldcodeError
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.opening import opening
from pipeline.present.part import Part, aside, figure, paragraph, section, together
from pipeline.present.source import Source, open_source
from pipeline.present.table import NUMBER, Column, Table, table_of
from pipeline.schema.meldcode import Meldcode, read_meldcode

__all__ = ["norm_label", "norms_opening", "norms_part", "open_source", "verdicts"]

VERDICTS = ("voldaan", "uitzondering", "nog_open", "niet_geregistreerd", "niet_voldaan")


@cache
def declared(meldcode: str) -> Meldcode | None:
    """Return a meldcode, or None when it is not declared here any more."""
    try:
        return read_meldcode(meldcode)
    except MeldcodeError:
        return None


@cache
def _labels(meldcode: str, language: str) -> dict[str, str]:
    code = declared(meldcode)
    return {norm.id: norm.label[language] for norm in code.norms} if code else {}


def norm_label(source: Source, norm_id: str) -> str:
    """Return the norm in words with its number; the number alone when it is not declared."""
    words = _labels(source.publication.edition.meldcode, source.language.code).get(norm_id)
    return f"{words} ({norm_id})" if words else norm_id


def norms_opening(source: Source) -> Part:
    """Return the top: what the page is about, and that it is no list of mistakes."""
    about = source.say("norm.over", school=source.school_name)
    top = opening(source, source.say("norm.kop"), about)
    return top + paragraph(source.say("norm.uitleg"))


def verdicts(source: Source) -> pd.DataFrame:
    """Return one row per norm × verdict over all delivered school years, in declared order.

    Columns: stap, norm_id, rij (the norm in words), soort (verdict), aantal. Norms that never
    applied are left out, and so is the verdict niet_van_toepassing.
    """
    frame, code = source.frame("norm_telling"), declared(source.publication.edition.meldcode)
    if not len(frame) or code is None:
        return pd.DataFrame(columns=["stap", "norm_id", "rij", "soort", "aantal"])
    counted = frame[frame["verdict"].isin(VERDICTS)].groupby(["norm_id", "verdict"])["aantal"].sum()
    rows = [
        {
            "stap": norm.step,
            "norm_id": norm.id,
            "rij": norm_label(source, norm.id),
            "soort": verdict,
            "aantal": int(counted.get((norm.id, verdict), 0)),
        }
        for norm in code.norms
        for verdict in VERDICTS
    ]
    found = pd.DataFrame(rows)
    return found[found.groupby("norm_id")["aantal"].transform("sum") > 0].reset_index(drop=True)


def norms_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return one section per step with its norms as bars; the same colours in each."""
    code = declared(source.publication.edition.meldcode)
    if not len(frame) or code is None:
        return paragraph(source.say("vraag.niet_gepubliceerd"))
    steps = [
        section(f"stap-{step}", label[source.language.code], [_step(source, step, rows)])
        for step, label in code.steps.items()
        if len(rows := frame[frame["stap"] == step])
    ]
    unknown = [source.say("norm.onbekend"), source.say("registratie.onbekend_uitleg")]
    return together([*steps, aside(source.say("vraag.onbekend"), unknown, "unknown")])


def _step(source: Source, step: str, rows: pd.DataFrame) -> Part:
    say = source.say
    present = set(rows.loc[rows["aantal"] > 0, "soort"])
    categories = [
        Category(verdict, say(f"norm.{verdict}"), theme.VERDICTS[verdict])
        for verdict in VERDICTS
        if verdict in present
    ]
    totals = rows.groupby("soort")["aantal"].sum()
    finding = say("norm.zin", **{verdict: int(totals.get(verdict, 0)) for verdict in VERDICTS})
    return figure(
        f"norm-{step}",
        stacked_bars(rows, categories, labels=380),
        say("norm.titel"),
        finding,
        say("norm.lezen"),
        _table(source, step, rows),
        source.language,
        key=key_line(categories),
    )


def _table(source: Source, step: str, rows: pd.DataFrame) -> Table:
    wide = rows.pivot_table(index="rij", columns="soort", values="aantal", sort=False).reset_index()
    columns = (
        Column("rij", source.say("norm.kolom")),
        *(Column(verdict, source.say(f"norm.{verdict}"), NUMBER) for verdict in VERDICTS),
    )
    return table_of(f"normen_{step}", source.say("norm.titel"), wide, columns)
