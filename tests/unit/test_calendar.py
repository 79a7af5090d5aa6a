"""The calendar counts school days and working days as a caseworker would with a wall calendar."""

import datetime
from itertools import pairwise

import holidays
import pandas as pd
import pytest

from pipeline.schema.calendar import (
    VAKANTIEREGIOS,
    read_calendar,
    read_feestdagen,
    read_schoolvakanties,
    school_years,
)


@pytest.fixture(scope="module")
def calendar() -> pd.DataFrame:
    return read_calendar()


def days_after(calendar: pd.DataFrame, kind: str, after: str, until: str) -> dict[str, int]:
    """Return per region the days of a kind after one date up to and including another."""
    numbers = calendar.pivot(index="datum", columns="vakantieregio", values=f"{kind}_nr")
    difference = numbers.loc[until] - numbers.loc[after]
    return {region: int(difference[region]) for region in VAKANTIEREGIOS}


def test_zuid_has_the_earlier_herfstvakantie_in_2025(calendar: pd.DataFrame) -> None:
    # October 2025: 8 is a Wednesday. Zuid is free 11-19 October, noord and midden 18-26 October.
    # 9 to 15: Thu 9, Fri 10, Mon 13, Tue 14, Wed 15 = 5; zuid has 9 and 10 only.
    assert days_after(calendar, "schooldag", "2025-10-08", "2025-10-15") == {
        "noord": 5,
        "midden": 5,
        "zuid": 2,
    }
    # 16 to 22: noord and midden have Thu 16 and Fri 17; zuid has Mon 20, Tue 21, Wed 22.
    assert days_after(calendar, "schooldag", "2025-10-15", "2025-10-22") == {
        "noord": 2,
        "midden": 2,
        "zuid": 3,
    }
    # Working days do not know about the herfstvakantie: Thu, Fri, Mon, Tue, Wed.
    assert days_after(calendar, "werkdag", "2025-10-15", "2025-10-22") == {
        "noord": 5,
        "midden": 5,
        "zuid": 5,
    }


def test_noord_has_the_earlier_herfstvakantie_in_2026(calendar: pd.DataFrame) -> None:
    # October 2026: 8 is a Thursday. Noord is free 10-18 October, midden and zuid 17-25 October.
    # 9 to 20: noord has Fri 9, Mon 19, Tue 20; midden and zuid have Fri 9, Mon 12 to Fri 16.
    assert days_after(calendar, "schooldag", "2026-10-08", "2026-10-20") == {
        "noord": 3,
        "midden": 6,
        "zuid": 6,
    }


def test_the_feestdagen_around_the_meivakantie_count_for_both_kinds(calendar: pd.DataFrame) -> None:
    # After Thursday 23 April up to and including Friday 15 May 2026, the same in all regions.
    # School: Fri 24 April; 27 April-1 May is meivakantie; Mon 4 May; Tue 5 is Bevrijdingsdag;
    # 6, 7, 8; 11, 12, 13; Thu 14 is Hemelvaartsdag; Fri 15: 1 + 1 + 3 + 3 + 1 = 9.
    assert set(days_after(calendar, "schooldag", "2026-04-23", "2026-05-15").values()) == {9}
    # Work: those 9 and 28, 29, 30 April and 1 May; Mon 27 April is Koningsdag: 13.
    assert set(days_after(calendar, "werkdag", "2026-04-23", "2026-05-15").values()) == {13}


def test_a_whole_school_year_adds_up(calendar: pd.DataFrame) -> None:
    # Noord 2025-2026 runs from Monday 25 August to Friday 3 July: 45 weeks of 5 = 225 days.
    # Off: herfst 5, kerst 10, voorjaar 5, mei 5 = 25, and four feestdagen outside them:
    # Tweede Paasdag, Bevrijdingsdag, Hemelvaartsdag, Tweede Pinksterdag. 225 - 25 - 4 = 196.
    noord = calendar[calendar["vakantieregio"].eq("noord") & calendar["is_schooldag"]]
    year = noord[noord["schooljaar"] == "2025-2026"]
    assert len(year) == 196
    assert [str(day.date()) for day in year["datum"].iloc[[0, -1]]] == ["2025-08-25", "2026-07-03"]


def test_every_school_year_of_every_region_has_a_usual_number_of_days(
    calendar: pd.DataFrame,
) -> None:
    # 195 to 212: the year runs from 1 August to 31 July, and the zomervakantie moves inside it.
    sizes = calendar.groupby(["schooljaar", "vakantieregio"])["is_schooldag"].sum()
    assert len(sizes) == 12 * 3
    assert sizes.between(195, 212).all()


def test_every_region_has_every_day_once(calendar: pd.DataFrame) -> None:
    assert list(calendar.columns) == [
        "vakantieregio",
        "datum",
        "schooljaar",
        "is_schooldag",
        "is_werkdag",
        "schooldag_nr",
        "werkdag_nr",
    ]
    days = calendar.groupby("vakantieregio")["datum"].agg(["min", "max", "count", "nunique"])
    expected = [pd.Timestamp("2016-08-01"), pd.Timestamp("2028-07-31"), 4383, 4383]
    assert days.to_numpy().tolist() == [expected] * 3
    assert not calendar.isna().to_numpy().any()


def test_the_school_years_are_twelve_in_a_row(calendar: pd.DataFrame) -> None:
    assert school_years() == [f"{year}-{year + 1}" for year in range(2016, 2028)]
    assert calendar["schooljaar"].unique().tolist() == school_years()


def test_a_schooldag_is_a_werkdag_and_no_werkdag_lies_in_the_weekend(
    calendar: pd.DataFrame,
) -> None:
    assert not (calendar["is_schooldag"] & ~calendar["is_werkdag"]).any()
    assert not (calendar["is_werkdag"] & (calendar["datum"].dt.day_of_week >= 5)).any()


def test_the_flags_equal_a_day_by_day_look_in_the_files(calendar: pd.DataFrame) -> None:
    feestdagen = {day.date() for day in read_feestdagen()["datum"]}
    free = {
        (row.vakantieregio, (row.eerste_dag + datetime.timedelta(days=n)).date())
        for row in read_schoolvakanties().itertuples()
        for n in range((row.laatste_dag - row.eerste_dag).days + 1)
    }
    for row in calendar.itertuples():
        day = row.datum.date()
        is_werkdag = day.weekday() < 5 and day not in feestdagen
        is_schooldag = is_werkdag and (row.vakantieregio, day) not in free
        assert (row.is_werkdag, row.is_schooldag) == (is_werkdag, is_schooldag), day


def test_feestdagen_equal_those_of_the_package_holidays() -> None:
    # Its category `optional` adds 5 May of every year; we leave out Good Friday (README).
    oracle = holidays.country_holidays(
        "NL", years=range(2016, 2030), categories=("public", "optional"), language="nl"
    )
    # In 2016 Hemelvaartsdag and Bevrijdingsdag fall on one day: two names, "a; b".
    expected = {
        (day, name.lower())
        for day, names in oracle.items()
        for name in names.split("; ")
        if name != "Goede vrijdag"
    }
    feestdagen = read_feestdagen()
    given = zip(feestdagen["datum"].dt.date, feestdagen["naam_nl"].str.lower(), strict=True)
    assert set(given) == expected


def test_vakanties_run_from_saturday_to_sunday_and_last_as_long_as_the_rules_say() -> None:
    vakanties = read_schoolvakanties()
    assert set(vakanties["eerste_dag"].dt.day_name()) == {"Saturday"}
    assert set(vakanties["laatste_dag"].dt.day_name()) == {"Sunday"}
    days = (vakanties["laatste_dag"] - vakanties["eerste_dag"]).dt.days + 1
    weeks = {"herfst": 1, "kerst": 2, "voorjaar": 1, "mei": 1, "zomer": 6}
    # A vakantie of n weeks has n × 5 free school days and n + 1 weekends: 7n + 2 days.
    assert (days == 7 * vakanties["vakantie"].map(weeks) + 2).all()


def test_kerst_and_mei_are_the_same_in_all_regions() -> None:
    vakanties = read_schoolvakanties()
    for vakantie in ("kerst", "mei"):
        one = vakanties[vakanties["vakantie"] == vakantie]
        assert (one.groupby("schooljaar")["eerste_dag"].nunique() == 1).all()
        assert (one.groupby("schooljaar")["laatste_dag"].nunique() == 1).all()


def test_the_zomervakanties_follow_the_rotation_of_six_years() -> None:
    # OCW: a region is first, middle, last, last, middle, first, and so on.
    zomer = read_schoolvakanties().query("vakantie == 'zomer'")
    place = {"zuid": (3, 2, 1, 1, 2, 3), "midden": (1, 1, 2, 3, 3, 2), "noord": (2, 3, 3, 2, 1, 1)}
    for region, rotation in place.items():
        starts = zomer.pivot(index="schooljaar", columns="vakantieregio", values="eerste_dag")
        ranks = starts.rank(axis=1)[region].astype(int).tolist()
        assert ranks == [rotation[year % 6] for year in range(len(ranks))], region


def test_a_region_goes_to_school_four_to_eleven_weeks_between_two_vakanties() -> None:
    # OCW plans seven or eight weeks; the shortest is zuid in 2024, between kerst and carnaval.
    for _, region in read_schoolvakanties().groupby("vakantieregio"):
        ordered = region.sort_values("eerste_dag")
        rows = ordered[["eerste_dag", "laatste_dag"]].itertuples(index=False)
        weeks = [(b.eerste_dag - a.laatste_dag).days // 7 for a, b in pairwise(rows)]
        assert min(weeks) >= 4
        assert max(weeks) <= 11


def test_every_vakantie_has_a_source() -> None:
    assert read_schoolvakanties()["source"].str.len().gt(10).all()
