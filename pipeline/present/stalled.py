"""Open cases per step, and how many of them have been silent for longer than the threshold."""

from collections.abc import Sequence

import pandas as pd

from pipeline.language import Language
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.part import Part, figure, not_known, paragraph, section
from pipeline.present.source import Source
from pipeline.present.table import NUMBER, Column, Table, table_of
from pipeline.schema.measures import thresholds

STEPS = ("1", "2", "3", "4", "5", "5A", "5B")
REASONS = ("melding_ontbreekt", "datum_verstreken", "geen_gebeurtenis", "geen")


def stalled(source: Source) -> pd.DataFrame:
    """Return one row per step × reason (`geen`: the case moves), open cases only."""
    return source.once("stalled", lambda: _stalled(source))


def _stalled(source: Source) -> pd.DataFrame:
    frame = source.frame("stilstand_telling")
    if not len(frame):
        return pd.DataFrame(columns=["stap", "rij", "soort", "aantal"])
    counted = frame.groupby(["stap", "reden"], sort=False)["aantal"].sum().reset_index()
    counted["plaats"] = counted["stap"].map({step: i for i, step in enumerate(STEPS)})
    counted = counted.sort_values(["plaats", "reden"], kind="stable").rename(
        columns={"reden": "soort"}
    )
    counted["rij"] = [source.say(f"stilstand.stap_{step}") for step in counted["stap"]]
    return counted[["stap", "rij", "soort", "aantal"]].reset_index(drop=True)


def stalled_total(frame: pd.DataFrame) -> int:
    """Return how many open cases are to be looked at."""
    return int(frame.loc[frame["soort"] != "geen", "aantal"].sum())


def stalled_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the open cases per step; counts only, the cases themselves are in the worklist."""
    say = source.say
    total, open_ = stalled_total(frame), int(frame["aantal"].sum())
    if not open_:
        content = paragraph(say("stilstand.geen_open"))
        return section("stilstand", say("directie.k_stilstand"), [content], level=3)
    sentence = say("stilstand.antwoord", n=total, open=open_)
    colours = (theme.ORANGE, theme.AMBER, theme.SKY, theme.LIGHT)
    categories = [
        Category(reason, say(f"stilstand.{reason}"), colour)
        for reason, colour in zip(REASONS, colours, strict=True)
        if reason in set(frame["soort"])
    ]
    shown = frame.assign(rechts="")
    picture = figure(
        "stilstand",
        stacked_bars(shown, categories, labels=260),
        say("stilstand.titel"),
        sentence,
        say("stilstand.lezen"),
        _table(source, frame),
        source.language,
        key=key_line(categories),
    )
    note = not_known([say("stilstand.onbekend"), thresholds_line(source)])
    parts = [paragraph(sentence), picture, note]
    return section("stilstand", say("directie.k_stilstand"), parts, level=3)


def thresholds_line(source: Source) -> str:
    """Return who set the thresholds that are in force, and when."""
    frame = source.frame("drempel")
    if not len(frame):
        return source.say("stilstand.drempel_onbekend")
    makers = maker_names(source.language, list(frame["vastgesteld_door"]))
    return source.say("stilstand.drempel", wie=source.language.join(makers))


def maker_names(language: Language, names: Sequence[object]) -> list[str]:
    """Return who set thresholds, each once; the project's own proposal in the reader's language."""
    proposed = {item.set_by for item in thresholds().values()}
    named = dict.fromkeys(str(name) for name in names if isinstance(name, str) and name)
    own = language.say("stilstand.voorstel")
    return list(dict.fromkeys(own if name in proposed else name for name in named))


def _table(source: Source, frame: pd.DataFrame) -> Table:
    say = source.say
    wide = frame.pivot_table(
        index="rij", columns="soort", values="aantal", sort=False, fill_value=0
    ).reset_index()
    reasons = [reason for reason in REASONS if reason in wide.columns]
    columns = (
        Column("rij", say("stilstand.kolom")),
        *(Column(reason, say(f"stilstand.{reason}"), NUMBER) for reason in reasons),
    )
    return table_of("stilstand", say("stilstand.tabel"), wide, columns)
