"""How often each norm was met, across schools: in classes of shares, never in counts of cases."""

import pandas as pd

from pipeline.present.norms import declared, norm_label
from pipeline.present.part import Part, folded, paragraph, section, table_part, together
from pipeline.present.released import held_back
from pipeline.present.source import Source
from pipeline.present.table import Column, Table, table_of

BELOW_HALF = ("p25_50", "p00_25")


def released_norms(source: Source) -> pd.DataFrame:
    """Return one row per norm with a class, of the last period, in the order of the steps.

    Columns: norm_id, stap (the step in words), norm (in words), klasse (code), aandeel (in words).
    """
    columns = ["norm_id", "stap", "norm", "klasse", "aandeel"]
    frame, code = source.frame("normen"), declared(source.publication.edition.meldcode)
    if not len(frame) or code is None:
        return pd.DataFrame(columns=columns)
    frame = frame[(frame["periode"] == max(frame["periode"])) & frame["aandeel"].notna()]
    classes = dict(zip(frame["norm_id"], frame["aandeel"], strict=True))
    safe, language = source.publication.table("normen"), source.language.code
    rows = [
        (
            norm.id,
            code.steps[norm.step][language],
            norm_label(source, norm.id),
            classes[norm.id],
            safe.label("aandeel", classes[norm.id])[language],
        )
        for norm in code.norms
        if norm.id in classes
    ]
    return pd.DataFrame(rows, columns=columns)


def norms_released_part(source: Source) -> Part:
    """Return which agreements were met in less than half of the times, and all of them to open."""
    say, frame = source.say, released_norms(source)
    if not len(source.frame("normen")):
        return paragraph(held_back(source, "normen"))
    some = source.frame("normen")["aandeel"].isna().any()
    hidden = paragraph(say("normen.verborgen") if some else "", "note")
    if not len(frame):
        return hidden
    low = frame[frame["klasse"].isin(BELOW_HALF)]
    sentence = say("normen.minder_antwoord" if len(low) else "normen.antwoord")
    whole = folded(
        _table(source, "normen", frame, "normen.tabel"), source.language, say("normen.alle")
    )
    return together([paragraph(sentence, "answer"), _low(source, low), whole, hidden])


def _low(source: Source, low: pd.DataFrame) -> Part:
    """Return the agreements that were met in less than half of the times, as a table."""
    if not len(low):
        return Part("")
    words = [paragraph(source.say("normen.minder_uitleg"))]
    table = table_part(_table(source, "normen_minder", low, "normen.minder_tabel"), source.language)
    return section("minder-dan-de-helft", source.say("normen.minder"), [*words, table], level=3)


def _table(source: Source, name: str, frame: pd.DataFrame, caption: str) -> Table:
    columns = (
        Column("stap", source.say("normen.kolom_stap")),
        Column("norm", source.say("vrijgave.as_norm_id")),
        Column("aandeel", source.say("vrijgave.as_aandeel")),
    )
    years = max(source.frame("normen")["periode"])
    return table_of(name, source.say(caption, jaren=years), frame, columns)
