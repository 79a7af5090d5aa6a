"""Evaluations of three kinds, each in its own row and never added up."""

import pandas as pd

from pipeline.present import theme
from pipeline.present.bars import Category, key_line, stacked_bars
from pipeline.present.frames import records
from pipeline.present.part import Part, figure, paragraph
from pipeline.present.source import Source, whole
from pipeline.present.table import NUMBER, Column, Table, table_of

_COUNTS = ["aantal", "aantal_verstreken", "aantal_teruggekoppeld"]
KINDS = ("begeleidingsplan", "hulp_effect", "proces")
STATUS = ("op_tijd", "te_laat", "achterstallig", "gepland", "zonder_planning")


def evaluations(source: Source) -> pd.DataFrame:
    """Return one row per kind × status over all delivered school years, also those that are 0."""
    return source.once("evaluations", lambda: _evaluations(source))


def _evaluations(source: Source) -> pd.DataFrame:
    frame = source.frame("evaluatie_telling")
    sums = frame.groupby(["soort", "status"])[_COUNTS].sum().reset_index() if len(frame) else frame
    counted = {(row["soort"], row["status"]): row for row in records(sums)}
    rows = []
    for kind in KINDS:
        for status in STATUS:
            found = counted.get((kind, status), {})
            rows.append(
                {
                    "kind": kind,
                    "rij": source.say(f"evaluatie.{kind}"),
                    "soort": status,
                    "aantal": whole(found.get("aantal")),
                    "verstreken": whole(found.get("aantal_verstreken")),
                    "teruggekoppeld": whole(found.get("aantal_teruggekoppeld")),
                }
            )
    return pd.DataFrame(rows)


def due_and_held(frame: pd.DataFrame, kind: str) -> tuple[int, int]:
    """Return of one kind how many were due on the peildatum, and how many of those were held."""
    rows = frame[frame["kind"] == kind].set_index("soort")
    due = int(rows.loc[["op_tijd", "te_laat", "achterstallig"], "verstreken"].sum())
    return due, int(rows.loc[["op_tijd", "te_laat"], "verstreken"].sum())


def evaluations_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return the three kinds as bars, each with its own sentence."""
    say = source.say
    if not source.has("evaluatie_telling") or not frame["aantal"].sum():
        return paragraph(say("evaluatie.geen"), "answer")
    sentences = [_sentence(source, frame, kind) for kind in KINDS]
    present = set(frame.loc[frame["aantal"] > 0, "soort"])
    categories = [
        Category(code, say(f"evaluatie.{code}"), theme.EVALUATION[code])
        for code in STATUS
        if code in present
    ]
    shown = frame.assign(rechts="")
    picture = figure(
        "evaluaties",
        stacked_bars(shown, categories, labels=200),
        say("evaluatie.titel"),
        " ".join(sentences),
        say("evaluatie.lezen"),
        _table(source, frame),
        source.language,
        key=key_line(categories),
    )
    return paragraph(" ".join(sentences), "answer") + picture


def _sentence(source: Source, frame: pd.DataFrame, kind: str) -> str:
    due, held = due_and_held(frame, kind)
    words = source.say(f"evaluatie.{kind}")
    key = "evaluatie.zin" if due else "evaluatie.zin_geen"
    return source.say(key, soort=words, **({"nodig": due, "gehouden": held} if due else {}))


def _table(source: Source, frame: pd.DataFrame) -> Table:
    say = source.say
    wide = frame.pivot_table(
        index="rij", columns="soort", values="aantal", sort=False
    ).reset_index()
    columns = (
        Column("rij", say("evaluatie.kolom")),
        *(Column(status, say(f"evaluatie.{status}"), NUMBER) for status in STATUS),
    )
    return table_of("evaluaties", say("evaluatie.tabel"), wide, columns, say("evaluatie.noot"))
