"""Released tables of counts as a picture and a table; a hidden count is one marker, never 0."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.language import HIDDEN
from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.norms import norm_label
from pipeline.present.part import Part, figure, paragraph, table_part, together
from pipeline.present.source import Source
from pipeline.present.table import NUMBER, Column, Table, table_of
from pipeline.schema.labels import labels

if TYPE_CHECKING:
    from pipeline.disclosure.safe_table import SafeTable

TOTAL = "totaal"
REST = "rest"  # all that is too small to stand apart: what the shown counts leave of the total
_COLOURS = (theme.BLUE, theme.SKY, theme.ORANGE, theme.AMBER, theme.PURPLE, theme.GREY, theme.LIGHT)


def released_part(
    source: Source, name: str, rows: str, pieces: str, where: Mapping[str, str] | None = None
) -> Part:
    """Return one released table: `rows` down, `pieces` as parts of the bar, at these values."""
    if not source.has(name):
        return paragraph(held_back(source, name))
    safe = source.publication.table(name)
    frame = safe.frame()
    for column, value in (where or {}).items():
        frame = frame[frame[column] == value]
    if not len(frame):
        return paragraph(source.say("vraag.niet_gepubliceerd"))
    table = _wide_table(source, safe, frame, rows, pieces, where or {})
    notes = together([paragraph(note[source.language.code], "note") for note in safe.notes])
    shown = _visible(source, safe, frame, rows, pieces)
    if not len(shown):
        return table_part(table, source.language) + notes
    return _picture(source, safe, shown, pieces, table) + notes


def held_back(source: Source, name: str) -> str:
    """Return why a table is not there."""
    reason = source.publication.withheld.get(name)
    if reason is None:
        return source.say("vraag.niet_gepubliceerd")
    return source.say("vrijgave.achtergehouden", reden=reason[source.language.code])


def words(source: Source, safe: "SafeTable", dimension: str, code: str) -> str:
    """Return the text for a code; a school by its name when the bestuur has given one."""
    if dimension == "school_id" and code != TOTAL:
        return source.schools.name(code)
    if dimension == "norm_id":
        return norm_label(source, code)
    own = f"vrijgave.{dimension}_{code}"
    return source.say(own) if own in labels() else safe.label(dimension, code)[source.language.code]


def _visible(
    source: Source, safe: "SafeTable", frame: pd.DataFrame, rows: str, pieces: str
) -> pd.DataFrame:
    """Return the shown counts that are no margin, ready to be drawn, and up to the total a rest."""
    inner = frame[(frame[rows] != TOTAL) & (frame[pieces] != TOTAL) & frame["aantal"].notna()]
    totals = frame[(frame[pieces] == TOTAL) & frame["aantal"].notna()].set_index(rows)["aantal"]
    drawn = inner[[rows, pieces, "aantal"]].set_axis(["rij", "soort", "aantal"], axis="columns")
    left = (totals - drawn.groupby("rij")["aantal"].sum()).dropna()
    rest = left[left > 0].rename("aantal").rename_axis("rij").reset_index().assign(soort=REST)
    shown = pd.concat([drawn, rest], ignore_index=True).astype({"aantal": int})
    endings = {code: source.say("vrijgave.totaal", n=int(n)) for code, n in totals.items()}
    return shown.assign(
        rij=[words(source, safe, rows, code) for code in shown["rij"]],
        rechts=[endings.get(code, "") for code in shown["rij"]],
    )


def _categories(source: Source, safe: "SafeTable", pieces: str, drawn: set[str]) -> list[Category]:
    codes = [code for code in safe.codes(pieces) if code in drawn]
    counted = [
        Category(code, words(source, safe, pieces, code), _colour(code, i))
        for i, code in enumerate(codes)
    ]
    rest = Category(REST, source.say("vrijgave.rest"), theme.PALE, is_counted=False)
    return [*counted, rest] if REST in drawn else counted


def _picture(
    source: Source, safe: "SafeTable", shown: pd.DataFrame, pieces: str, table: Table
) -> Part:
    categories = _categories(source, safe, pieces, set(shown["soort"]))
    finding = source.say(
        "vrijgave.zin",
        tabel=table.caption,
        n=int((shown["soort"] != REST).sum()),
        verborgen=safe.hidden,
    )
    return figure(
        safe.name.replace("_", "-"),
        stacked_bars(shown, categories, labels=230),
        table.caption,
        finding,
        source.say("vrijgave.lezen"),
        table,
        source.language,
        key=key_line(categories),
    )


def _colour(code: str, place: int) -> str:
    for known in (theme.RELEASED, theme.STATES, theme.EVALUATION, theme.VERDICTS):
        if code in known:
            return known[code]
    return _COLOURS[place % len(_COLOURS)]


def _wide_table(
    source: Source,
    safe: "SafeTable",
    frame: pd.DataFrame,
    rows: str,
    pieces: str,
    where: Mapping[str, str],
) -> Table:
    cells: dict[tuple[str, str], str | int] = {
        (row, piece): (HIDDEN if pd.isna(count) else int(count))
        for row, piece, count in zip(frame[rows], frame[pieces], frame["aantal"], strict=True)
    }
    row_codes, piece_codes = list(dict.fromkeys(frame[rows])), list(dict.fromkeys(frame[pieces]))
    lines = [
        [words(source, safe, rows, row), *(cells.get((row, piece), "–") for piece in piece_codes)]
        for row in row_codes
    ]
    wide = pd.DataFrame(lines, columns=["rij", *piece_codes])
    columns = (
        Column("rij", source.say(f"vrijgave.as_{rows}")),
        *(Column(piece, words(source, safe, pieces, piece), NUMBER) for piece in piece_codes),
    )
    parts = [safe.title[source.language.code]]
    parts += [words(source, safe, dimension, value) for dimension, value in where.items()]
    note = source.say("vrijgave.merkteken") if HIDDEN in cells.values() else ""
    return table_of(safe.name, ": ".join(parts), wide, columns, note)
