"""How soon a first decision comes, and which: shares after 20, 40 and 60 school days."""

import pandas as pd

from pipeline.present.curves import NOT_FOLLOWED
from pipeline.present.durations import LEAST_EVENTS
from pipeline.present.frames import Row, records
from pipeline.present.part import Part, folded, paragraph
from pipeline.present.source import ALL, Source
from pipeline.present.table import SHARE, Column, table_of

DAYS = (20, 40, 60)
DECIDED = ("5A", "5B", "gestopt")
OUTCOMES = (*DECIDED, "overgedragen")


def first_decisions(source: Source) -> pd.DataFrame:
    """Return one row per day of DAYS: the share with each first decision, and that still waits.

    Shares between 0 and 1, over all delivered years; the open cases count up to the peildatum
    (Aalen–Johansen). A dash for a day past the longest case that was followed, unless nobody waits
    any more. Empty with fewer than five decisions. Columns: dagen, OUTCOMES, wachtend.
    """
    frame = source.frame("uitkomst", eenheid="schooldagen", schooljaar=ALL)
    if not len(frame) or frame["aantal"].sum() < LEAST_EVENTS:
        return pd.DataFrame(columns=["dagen", *OUTCOMES, "wachtend"])
    return pd.DataFrame([{"dagen": day, **_on_day(frame, day)} for day in DAYS])


def _on_day(frame: pd.DataFrame, day: int) -> dict[str, float | str]:
    """Return the shares as they stood after `day`: those of the last day with a decision."""
    before = frame[frame["t"] <= day]
    if not len(before):
        return {**dict.fromkeys(OUTCOMES, 0.0), "wachtend": 1.0}
    last = before[before["t"] == before["t"].max()].set_index("uitkomst")
    waiting = float(last["wachtend"].iloc[0])
    if waiting > 0 and day > frame["t"].max():
        return dict.fromkeys((*OUTCOMES, "wachtend"), NOT_FOLLOWED)
    shares = {code: float(last["incidentie"].get(code, 0.0)) for code in OUTCOMES}
    return {**shares, "wachtend": waiting}


def first_decision_part(source: Source, frame: pd.DataFrame) -> Part:
    """Return what share had which first decision by then, with the table; nothing without one."""
    if not len(frame):
        return Part("")
    say = source.say
    middle = records(frame[frame["dagen"] == DAYS[1]])[0]
    sentence = "" if middle["wachtend"] == NOT_FOLLOWED else _sentence(source, middle)
    shown = frame.assign(na=[say(f"eerst.na_{day}") for day in frame["dagen"]])
    columns = (
        Column("na", say("eerst.kolom")),
        *(Column(code, say(f"eerst.{code}"), SHARE) for code in OUTCOMES),
        Column("wachtend", say("eerst.wachtend"), SHARE),
    )
    table = table_of("eerste_besluit", say("eerst.titel"), shown, columns, say("eerst.noot"))
    opened = folded(table, source.language, say("eerst.titel"))
    return paragraph(sentence) + opened if sentence else opened


def _sentence(source: Source, row: Row) -> str:
    """Return the share with a decision; a case that was handed over has none."""
    decided = {code: float(row[code]) for code in DECIDED}
    values = {f"s_{code}": share for code, share in decided.items()}
    return source.say("eerst.antwoord", deel=sum(decided.values()), **values)
