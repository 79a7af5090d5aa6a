"""The intern begeleider's list: which open cases to look at, why, and what may come next."""

from typing import Any

import pandas as pd

from pipeline.present.desk import Desk, desk_opening, open_desk
from pipeline.present.frames import records
from pipeline.present.norms import declared
from pipeline.present.part import Part, aside, bullets, paragraph, section, table_part, together
from pipeline.present.stalled import maker_names
from pipeline.present.table import DATE, Column, Table, table_of
from pipeline.schema.meldcode import DEFAULT
from pipeline.worklist import Worklist, open_worklist

__all__ = ["open_desk", "open_worklist", "worklist_notes", "worklist_opening", "worklist_part"]

CALENDAR = "evaluaties.ics"  # beside the page
NEXT = {
    "advies_vt": "veilig_thuis_geraadpleegd",
    "gesprek_ouders": "oudergesprek_snel",
    "weging": "weegvragen_beantwoord",
    "besluit": "samen_besloten",
    "afsluiting": "stoppen_mag",
    "hulp": "leerling_gevolgd_bij_hulp",
    "melding": "gemeld_na_besluit",
    "opvolging": "volgen_en_bellen_na_melding",
}
"""The norm that the step a case waits for comes from."""
AGREED = {
    "begeleidingsplan": "plan_geevalueerd",
    "hulp_effect": "effect_van_hulp_gevolgd",
    "proces": "proces_geevalueerd",
    "hulp_termijn": "gewenste_termijn_bepaald",
}
"""The norm that an agreed date comes from."""
REPORT = "vereiste_melding_gedaan"
LEAST_ON_CURVE = 10  # of fewer cases a place says nothing
GROUPS = ("melding_ontbreekt", "datum_verstreken", "geen_gebeurtenis", "later", "loopt")


def worklist_opening(desk: Desk, worklist: Worklist) -> Part:
    """Return the top: how many open cases, how many to look at."""
    say = desk.say
    groups = groups_of(worklist.cases)
    look = int((~groups.isin(("later", "loopt"))).sum())
    facts = [
        (say("opening.peildatum"), desk.language.date(worklist.peildatum)),
        (say("werklijst.open"), str(len(groups))),
        (say("werklijst.bekijken"), str(look)),
    ]
    top = desk_opening(desk, say("werklijst.titel"), desk.school_name, facts)
    return top + paragraph(say("werklijst.uitleg"))


def groups_of(cases: pd.DataFrame) -> "pd.Series[str]":
    """Return the group of each case (one of GROUPS): its reason, `later`, else `loopt`."""
    reason = cases["reden"].astype(object)
    aside = cases["gezien_tot"].notna() & reason.notna()
    return reason.where(reason.notna(), "loopt").mask(aside, "later")


def worklist_part(desk: Desk, worklist: Worklist) -> Part:
    """Return the list in groups, the most urgent first."""
    say, cases = desk.say, worklist.cases
    if not len(cases):
        return paragraph(say("werklijst.leeg"), "answer")
    groups = groups_of(cases)
    parts = [
        section(
            f"groep-{group}".replace("_", "-"),
            say(f"werklijst.groep_{group}", n=len(rows)),
            [paragraph(say(f"werklijst.uitleg_{group}")), _group(desk, group, rows)],
        )
        for group in GROUPS
        if len(rows := cases[groups == group])
    ]
    return together(parts)


def worklist_gone(desk: Desk, worklist: Worklist) -> Part:
    """Return which cases left the list since the delivery before."""
    if not worklist.gone:
        return Part("")
    lines = [paragraph(desk.say("werklijst.af_uitleg")), bullets(list(worklist.gone), "tokens")]
    return section("van-de-lijst", desk.say("werklijst.af", n=len(worklist.gone)), lines)


def worklist_planned(desk: Desk, worklist: Worklist) -> Part:
    """Return the evaluations to come, and where they are as a calendar file."""
    say, planned = desk.say, worklist.planned
    if not len(planned):
        return Part("")
    shown = planned.assign(wat=[say(f"evaluatie.{kind}") for kind in planned["soort"]])
    columns = (
        Column("token", say("werklijst.kolom_token")),
        Column("wat", say("evaluatie.kolom")),
        Column("gepland_datum", say("werklijst.kolom_gepland"), DATE),
    )
    table = table_of("gepland", say("werklijst.gepland_tabel"), shown, columns)
    link = paragraph(f"[{say('werklijst.agenda')}]({CALENDAR})")
    parts = [link, table_part(table, desk.language)]
    return section("gepland", say("werklijst.gepland", n=len(planned)), parts)


def _group(desk: Desk, group: str, rows: pd.DataFrame) -> Part:
    return table_part(worklist_table(desk, group, rows), desk.language)


def worklist_table(desk: Desk, group: str, rows: pd.DataFrame) -> Table:
    """Return one row per case: token, step, waiting for, days, why, when, the bestuur's curve."""
    say = desk.say
    found = records(rows)
    shown = pd.DataFrame(
        {
            "token": rows["token"].to_list(),
            "stap": [_step(desk, row) for row in found],
            "waarom": [_why(desk, row) for row in found],
            "datum": [_due(row["uiterste_datum"]) for row in found],
            "plek": [_place(desk, row) for row in found],
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
    """Return the step and what the case waits for, with for how long when the calendar knows."""
    step = desk.say(f"stilstand.stap_{row['stap']}")
    waits = desk.say(f"werklijst.wacht_{row['wacht_op']}")
    if pd.isna(row["schooldagen_in_stap"]):
        return desk.say("werklijst.stap_zonder_dagen", stap=step, wacht=waits)
    return desk.say("werklijst.stap", stap=step, wacht=waits, dagen=row["schooldagen_in_stap"])


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
    uncounted = reason == "loopt" and pd.isna(row["schooldagen_stil"])
    text = desk.say(f"werklijst.waarom_{'onbekend' if uncounted else reason}", **values)
    marks = [desk.say("werklijst.acuut")] if row["acuut"] == "ja" else []
    if row["is_nieuw"] and reason != "loopt":
        marks.append(desk.say("werklijst.nieuw"))
    if not pd.isna(row["gezien_tot"]) and reason != "loopt":
        text = f"{text} {desk.say('werklijst.tot', dag=row['gezien_tot'])}"
    return " ".join([*marks, text, _source(desk, row)]).strip()


def _source(desk: Desk, row: dict[str, Any]) -> str:
    """Return the norm that the next step comes from and where it stands, if it is declared."""
    name = NEXT.get(row["wacht_op"], "")
    if row["reden"] == "melding_ontbreekt":
        name = REPORT
    elif row["reden"] == "datum_verstreken":
        name = AGREED.get(row["verstreken_soort"], name)
    code = declared(DEFAULT)
    norm = next((norm for norm in code.norms if norm.name == name), None) if code else None
    if norm is None:
        return ""
    return desk.say("werklijst.bron", norm=norm.id, plaats=norm.source.section)


def _place(desk: Desk, row: dict[str, Any]) -> str:
    """Return where the case stands among the bestuur's own cases, or a dash of too few."""
    if pd.isna(row["plek_op_curve"]) or not row["aantal_op_curve"] >= LEAST_ON_CURVE:
        return "–"
    return desk.say("werklijst.plek", aandeel=row["plek_op_curve"], n=int(row["aantal_op_curve"]))


def worklist_notes(desk: Desk, worklist: Worklist) -> Part:
    """Return what the list cannot know, and who set the thresholds."""
    makers = maker_names(desk.language, list(worklist.cases["vastgesteld_door"]))
    lines = [desk.say("werklijst.weet_niet"), desk.say("werklijst.sleutel")]
    if makers:
        lines.append(desk.say("stilstand.drempel", wie=desk.language.join(makers)))
    return aside(desk.say("vraag.onbekend"), lines, "unknown")
