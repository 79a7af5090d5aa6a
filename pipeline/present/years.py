"""School years of one school: which have ended, and which still runs."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.present.source import Source


def school_years(source: "Source") -> "pd.DataFrame":
    """Return the stock and flow, one row per school year, oldest first."""
    frame = source.frame("stroom")
    return frame.sort_values("schooljaar").reset_index(drop=True) if len(frame) else frame


def flow_of_year(source: "Source") -> dict[str, Any]:
    """Return the stock and flow of the report's year; noughts for a year without any case."""
    row = source.row("stroom", schooljaar=source.schooljaar)
    if row or not len(school_years(source)):
        return row
    return {"begin": 0, "nieuw": 0, "heropend": 0, "afgesloten": 0, "overgedragen": 0, "eind": 0}


def is_running(source: "Source", year: str = "") -> bool:
    """Return whether a school year (that of the report) had not ended on the peildatum."""
    row = source.row("stroom", schooljaar=year or source.schooljaar)
    return bool(row) and not row.get("is_afgelopen", True)


def running_year(source: "Source") -> str:
    """Return the school year that had not ended on the peildatum; nothing when there is none."""
    years = school_years(source)
    if "is_afgelopen" not in years.columns:
        return ""
    return str(max(years.loc[~years["is_afgelopen"].astype(bool), "schooljaar"], default=""))


def open_now(source: "Source") -> int | None:
    """Return the number of cases open on the peildatum; None when it was not published."""
    years = school_years(source)
    return int(years["eind"].iloc[-1]) if len(years) else None


def ended_rows(source: "Source", frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows of school years that are over; all rows when none is."""
    years = school_years(source)
    if not len(frame) or "is_afgelopen" not in years.columns:
        return frame
    ended = frame["schooljaar"].isin(years.loc[years["is_afgelopen"].eq(True), "schooljaar"])
    return frame[ended] if ended.any() else frame


def year_name(source: "Source", year: str) -> str:
    """Return the school year, with the word that it still runs when it does."""
    return source.say("jaar.loopt", jaar=year) if is_running(source, year) else year
