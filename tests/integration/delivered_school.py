"""The files of one school as rows, and what every reading of them needs: days, events, rounds.

It knows nothing of marts or of SQL.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

CALENDAR = Path(__file__).resolve().parents[2] / "data_schema" / "calendar"
Row = dict[str, Any]


class School:
    """The rows of one delivery, by table and by case, and the school days of its region."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables
        self.delivery = tables["levering"][0]
        self.peildatum = self.delivery["peildatum"]
        self.days = school_days(self.delivery["vakantieregio"])
        self.cases = [
            row
            for row in tables["zaak"]
            if row.get("buiten_stappenplan") != "medewerker"
            and row["status"] != "buiten_stappenplan"
        ]

    def of(self, table: str, case: Row) -> list[Row]:
        return [row for row in self.tables.get(table, []) if row["zaak_id"] == case["zaak_id"]]

    def events(self, case: Row, *kinds: str) -> list[date]:
        return sorted(e["datum"] for e in self.of("gebeurtenis", case) if e["soort"] in kinds)

    def between(self, begin: date, end: date) -> int:
        """Return the school days after `begin` up to and including `end`; negative backwards."""
        if end < begin:
            return -self.between(end, begin)
        return sum(begin < day <= end for day in self.days)

    def left(self, case: Row) -> bool:
        gone = case["status"] == "afgesloten" and case["reden_afsluiting"] == "leerling_vertrokken"
        return case["status"] == "overgedragen" or gone

    def followed_until(self, case: Row) -> date:
        return case["datum_status"] if self.left(case) else self.peildatum

    def rounds(self, case: Row) -> Iterator[tuple[dict[int, Row], list[date]]]:
        """Return the answers by question and the days of the session, per round of weighing."""
        answers: dict[int, dict[int, Row]] = defaultdict(dict)
        sessions: dict[int, list[date]] = defaultdict(list)
        for row in self.of("afweging", case):
            answers[int(row["ronde"])][int(row["vraag"])] = row
        for row in self.of("weging", case):
            sessions[int(row["ronde"])].append(row["datum"])
        for row in self.of("gebeurtenis", case):
            if row["soort"] == "weging":
                sessions[int(row.get("ronde") or 1)].append(row["datum"])
        for number in sorted({*answers, *sessions}):
            yield answers[number], sessions[number]


def school_days(region: str) -> set[date]:
    """Return all school days of a region: weekdays without public holidays and school holidays."""
    with (CALENDAR / "feestdagen.csv").open(encoding="utf-8") as file:
        off = {date.fromisoformat(row["datum"]) for row in csv.DictReader(file)}
    with (CALENDAR / "schoolvakanties.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["vakantieregio"] == region:
                first, last = (date.fromisoformat(row[k]) for k in ("eerste_dag", "laatste_dag"))
                off |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    every = (date(2016, 8, 1) + timedelta(days=n) for n in range(4300))
    return {day for day in every if day.weekday() < 5 and day not in off}


def school_year(day: date) -> str:
    begin = day.year if day.month >= 8 else day.year - 1
    return f"{begin}-{begin + 1}"
