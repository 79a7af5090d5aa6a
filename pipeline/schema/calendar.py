"""School days and working days, from the holidays declared in `data_schema/calendar`."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA

CALENDAR = DATA_SCHEMA / "calendar"
VAKANTIEREGIOS = ("noord", "midden", "zuid")
VAKANTIES = ("herfst", "kerst", "voorjaar", "mei", "zomer")
DAY = ["vakantieregio", "datum", "schooljaar"]
KINDS = ["schooldag", "werkdag"]


def read_calendar(folder: Path = CALENDAR) -> pd.DataFrame:
    """Return one row per vakantieregio × datum, for all of `school_years(folder)`.

    Columns: vakantieregio, datum (datetime64, midnight), schooljaar ('2025-2026': 1 August to
    31 July), is_schooldag, is_werkdag, schooldag_nr, werkdag_nr. A werkdag is a Monday to Friday
    that is no feestdag; a schooldag is a werkdag outside the vakanties of the region. The `_nr`
    columns count those days up to and including datum within the region, so the schooldagen after
    a up to and including b are nr(b) - nr(a).
    """
    vakanties = read_schoolvakanties(folder)
    first, last = _first_and_last_day(vakanties)
    feestdagen = read_feestdagen(folder, range(first.year, last.year + 1))
    calendar = pd.concat(
        [_region_days(region, first, last) for region in VAKANTIEREGIOS], ignore_index=True
    )
    calendar["is_werkdag"] = (calendar["datum"].dt.day_of_week < 5) & ~calendar["datum"].isin(
        feestdagen["datum"]
    )
    calendar["is_schooldag"] = calendar["is_werkdag"] & ~_is_vakantie(calendar, vakanties)
    for kind in KINDS:
        calendar[f"{kind}_nr"] = calendar.groupby("vakantieregio")[f"is_{kind}"].cumsum()
    return calendar[[*DAY, *(f"is_{kind}" for kind in KINDS), *(f"{kind}_nr" for kind in KINDS)]]


@cache
def declared_calendar() -> pd.DataFrame:
    """Return `read_calendar()` of this project, read once: to look in, not to change."""
    return read_calendar()


def school_years(folder: Path = CALENDAR) -> list[str]:
    """Return the school years that the calendar covers, oldest first."""
    return _covered_years(read_schoolvakanties(folder))


def read_schoolvakanties(folder: Path = CALENDAR) -> pd.DataFrame:
    """Return one row per schooljaar × vakantie × vakantieregio: eerste_dag, laatste_dag, source.

    The zomervakantie belongs to the school year that it closes. It runs into August, so the oldest
    school year in the file gives its zomervakantie only, and the calendar starts the year after.
    Raises DeclarationError for a year, region or vakantie that is absent, twice there, or unknown,
    and for dates that are reversed, overlap, or lie outside their school year.
    """
    name = "schoolvakanties.csv"
    columns = ["schooljaar", "vakantie", "vakantieregio", "eerste_dag", "laatste_dag", "source"]
    vakanties = _read_dated_csv(folder / name, columns, dates=["eerste_dag", "laatste_dag"])
    _check_values(name, vakanties)
    _check_complete(name, vakanties)
    _check_dates(name, vakanties)
    return vakanties


def read_feestdagen(folder: Path = CALENDAR, years: range = range(0)) -> pd.DataFrame:
    """Return one row per feestdag: datum, naam_nl, naam_en.

    Raises DeclarationError unless each name in the file stands once in every one of its years
    and of `years`.
    """
    name = "feestdagen.csv"
    feestdagen = _read_dated_csv(folder / name, ["datum", "naam_nl", "naam_en"], dates=["datum"])
    given = feestdagen["datum"].dt.year
    all_years = range(min([given.min(), *years]), max([given.max(), *years]) + 1)
    counts = pd.crosstab(given, feestdagen["naam_nl"]).reindex(all_years, fill_value=0)
    wrong = counts.index[(counts != 1).any(axis=1)]
    if len(wrong):
        raise DeclarationError(
            f"{name}: {len(wrong)} years lack a feestdag or hold one twice "
            f"({', '.join(map(str, wrong))}); each naam_nl stands once in every year"
        )
    return feestdagen


def _read_dated_csv(path: Path, columns: list[str], dates: list[str]) -> pd.DataFrame:
    """Return the CSV with exactly `columns`, no cell empty, and `dates` parsed."""
    try:
        frame = pd.read_csv(path, dtype=str, encoding="utf-8-sig", skip_blank_lines=False).fillna(
            ""
        )
    except (OSError, ValueError) as problem:  # pandas' own parser errors are ValueErrors
        raise DeclarationError(f"{path.name}: {problem.__class__.__name__}") from None
    if list(frame.columns) != columns:
        raise DeclarationError(f"{path.name}: expected the columns {','.join(columns)}")
    if frame.empty:
        raise DeclarationError(f"{path.name}: no rows")
    _refuse(path.name, (frame == "").any(axis=1), "have an empty cell; fill every cell")
    for column in dates:
        frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d", errors="coerce")
        _refuse(path.name, frame[column].isna(), f"have a {column} unlike 2026-10-10, a date")
    return frame


def _check_values(name: str, vakanties: pd.DataFrame) -> None:
    """Refuse an unknown vakantie or vakantieregio, and a schooljaar of more or less than a year."""
    for column, choices in (("vakantie", VAKANTIES), ("vakantieregio", VAKANTIEREGIOS)):
        unknown = ~vakanties[column].isin(choices)
        _refuse(name, unknown, f"have an unknown {column}; choices: {', '.join(choices)}")
    years = vakanties["schooljaar"].str.extract(r"^(\d{4})-(\d{4})$").astype(float)
    _refuse(name, ~(years[1] - years[0]).eq(1), "have no schooljaar like 2026-2027")
    key = vakanties.duplicated(["schooljaar", "vakantie", "vakantieregio"], keep=False)
    _refuse(name, key, "repeat a schooljaar, vakantie and vakantieregio; each stands once")


def _check_complete(name: str, vakanties: pd.DataFrame) -> None:
    """Refuse a gap: all vakanties of all regions in every year, the oldest year its zomer only."""
    years = _covered_years(vakanties)
    oldest = vakanties["schooljaar"].min()
    expected = pd.MultiIndex.from_tuples(
        [(oldest, "zomer", region) for region in VAKANTIEREGIOS]
        + [(y, v, region) for y in years for v in VAKANTIES for region in VAKANTIEREGIOS]
    )
    given = pd.MultiIndex.from_frame(vakanties[["schooljaar", "vakantie", "vakantieregio"]])
    absent, extra = expected.difference(given), given.difference(expected)
    if not years or len(absent):
        raise DeclarationError(
            f"{name}: {len(absent)} vakanties are missing ({_some(map(' '.join, absent))}); "
            f"each schooljaar needs {', '.join(VAKANTIES)} for {', '.join(VAKANTIEREGIOS)}"
        )
    if len(extra):
        raise DeclarationError(f"{name}: the oldest schooljaar, {oldest}, gives its zomer only")


def _check_dates(name: str, vakanties: pd.DataFrame) -> None:
    """Refuse reversed dates, dates outside the school year, and overlap within a region."""
    reversed_dates = vakanties["laatste_dag"] < vakanties["eerste_dag"]
    _refuse(name, reversed_dates, "end before they begin; laatste_dag is eerste_dag or later")
    misplaced = _schooljaar(vakanties["eerste_dag"]) != vakanties["schooljaar"]
    _refuse(name, misplaced, "begin outside their schooljaar, 1 August to 31 July")
    ordered = vakanties.sort_values(["vakantieregio", "eerste_dag"])
    previous_end = ordered.groupby("vakantieregio")["laatste_dag"].shift()
    overlap = (ordered["eerste_dag"] <= previous_end).reindex(vakanties.index)
    _refuse(name, overlap, "overlap the vakantie before; a day has at most one vakantie per region")


def _covered_years(vakanties: pd.DataFrame) -> list[str]:
    """Return every school year after the oldest up to the newest, also when the file skips one."""
    starts = vakanties["schooljaar"].str[:4].astype(int)
    return [f"{year}-{year + 1}" for year in range(starts.min() + 1, starts.max() + 1)]


def _first_and_last_day(vakanties: pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return 1 August of the first and 31 July of the last covered school year."""
    years = _covered_years(vakanties)
    return pd.Timestamp(f"{years[0][:4]}-08-01"), pd.Timestamp(f"{years[-1][5:]}-07-31")


def _region_days(region: str, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """Return one row per day of one region: vakantieregio, datum, schooljaar."""
    days = pd.DataFrame({"datum": pd.date_range(first, last)})
    days["schooljaar"] = _schooljaar(days["datum"])
    return days.assign(vakantieregio=region)


def _schooljaar(datum: pd.Series) -> pd.Series:
    """Return the school year of each date; a new one begins on 1 August."""
    start: pd.Series = datum.dt.year - (datum.dt.month < 8)
    return start.astype(str) + "-" + (start + 1).astype(str)


def _is_vakantie(calendar: pd.DataFrame, vakanties: pd.DataFrame) -> pd.Series:
    """Return for each row of the calendar whether it lies in the last vakantie begun before it."""
    begun = pd.merge_asof(
        calendar.reset_index().sort_values("datum"),
        vakanties.sort_values("eerste_dag")[["vakantieregio", "eerste_dag", "laatste_dag"]],
        left_on="datum",
        right_on="eerste_dag",
        by="vakantieregio",
    ).set_index("index")
    return begun["datum"] <= begun["laatste_dag"]


def _refuse(name: str, faulty: pd.Series, complaint: str) -> None:
    """Raise with the count and the line numbers when any row is faulty."""
    if faulty.any():
        lines = faulty.index[faulty] + 2  # the header is line 1
        raise DeclarationError(
            f"{name}: {len(lines)} rows {complaint} (lines {_some(map(str, lines))})"
        )


def _some(values: Iterable[str], limit: int = 5) -> str:
    """Return the first few values as a list in words."""
    texts = list(values)
    return ", ".join(texts[:limit]) + (" and more" if len(texts) > limit else "")
