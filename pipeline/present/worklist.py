"""The intern begeleider's list: which open cases to look at, why, and what may come next."""

from typing import Any

import pandas as pd

from pipeline.present.desk import Desk, desk_opening, open_desk
from pipeline.present.part import Part, aside, paragraph, section, table_part, together
from pipeline.present.table import DATE, Column, Table, table_of
from pipeline.worklist import read_worklist

__all__ = ["open_desk", "read_worklist", "worklist_notes", "worklist_opening", "worklist_part"]

GROUPS = ("melding_ontbreekt", "datum_verstreken", "geen_gebeurtenis", "loopt")


def worklist_opening(desk: Desk, frame: pd.DataFrame) -> Part:
    """Return the top: how many open cases, how many to look at."""
    say = desk.say
    look = int(frame["is_vastgelopen"].sum()) if len(frame) else 0
    peildatum = frame["peildatum"].iloc[0] if len(frame) else None
    facts = [(say("werklijst.open"), str(len(frame))), (say("werklijst.bekijken"), str(look))]
    if peildatum is not None:
        facts.insert(0, (say("opening.peildatum"), desk.language.date(peildatum)))
    top = desk_opening(desk, say("werklijst.titel"), desk.school_name, facts)
    return top + paragraph(say("werklijst.uitleg"))


def worklist_part(desk: Desk, frame: pd.DataFrame) -> Part:
    """Return the list in groups, the most urgent first."""
    say = desk.say
    if not len(frame):
        return paragraph(say("werklijst.leeg"), "answer")
    grouped = frame.assign(groep=frame["reden"].fillna("loopt"))
    parts = [
        section(
            f"groep-{group}".replace("_", "-"),
            say(f"werklijst.groep_{group}", n=len(rows)),
            [paragraph(say(f"werklijst.uitleg_{group}")), _group(desk, group, rows)],
        )
        for group in GROUPS
        if len(rows := grouped[grouped["groep"] == group])
    ]
    return together(parts)


def _group(desk: Desk, group: str, rows: pd.DataFrame) -> Part:
    return table_part(worklist_table(desk, group, rows), desk.language)


def worklist_table(desk: Desk, group: str, rows: pd.DataFrame) -> Table:
    """Return one row per case: token, step, waiting for, days, why, when, the bestuur's curve."""
    say = desk.say
    records = rows.to_dict("records")
    shown = pd.DataFrame(
        {
            "token": rows["token"].to_list(),
            "stap": [_step(desk, row) for row in records],
            "waarom": [_why(desk, row) for row in records],
            "datum": [_due(row["uiterste_datum"]) for row in records],
            "plek": [_place(desk, row) for row in records],
        }
    )
    columns = (
        Column("token", say("werklijst.kolom_token")),
        Column("stap", say("werklijst.kolom_stap")),
        Column("waarom", say("werklijst.kolom_waarom")),
        Column("datum", say("werklijst.kolom_datum"), DATE),
        Column("plek", say("werklijst.kolom_plek")),
    )
    return table_of(f"werklijst_{group}", say(f"werklijst.tabel_{group}"), shown, columns)


def _step(desk: Desk, row: dict[str, Any]) -> str:
    return desk.say(
        "werklijst.stap",
        stap=desk.say(f"stilstand.stap_{row['stap']}"),
        wacht=desk.say(f"werklijst.wacht_{row['wacht_op']}"),
        dagen=row["schooldagen_in_stap"],
    )


def _due(value: Any) -> Any:
    return "–" if pd.isna(value) else value


def _why(desk: Desk, row: dict[str, Any]) -> str:
    reason = row["reden"] if isinstance(row["reden"], str) else "loopt"
    values: dict[str, Any] = {}
    if reason == "datum_verstreken":
        values = {
            "wat": desk.say(f"werklijst.datum_{row['verstreken_soort']}"),
            "dag": row["verstreken_datum"],
        }
    elif reason == "geen_gebeurtenis":
        values = {"dagen": row["schooldagen_stil"], "drempel": row["drempel_waarde"]}
    text = desk.say(f"werklijst.waarom_{reason}", **values)
    return f"{desk.say('werklijst.acuut')} {text}" if row["acuut"] == "ja" else text


def _place(desk: Desk, row: dict[str, Any]) -> str:
    """Return where the case stands among the bestuur's own cases, or a dash without a curve."""
    if pd.isna(row["plek_op_curve"]) or pd.isna(row["aantal_op_curve"]):
        return "–"
    return desk.say("werklijst.plek", aandeel=row["plek_op_curve"], n=int(row["aantal_op_curve"]))


def worklist_notes(desk: Desk, frame: pd.DataFrame) -> Part:
    """Return what the list cannot know, and who set the thresholds."""
    makers = [
        who for who in frame.get("vastgesteld_door", pd.Series(dtype=object)).dropna().unique()
    ]
    lines = [desk.say("werklijst.weet_niet"), desk.say("werklijst.sleutel")]
    if makers:
        lines.append(desk.say("stilstand.drempel", wie=desk.language.join(makers)))
    return aside(desk.say("vraag.onbekend"), lines, "unknown")
