"""Rows of many small cases, and the verdict that a second reading gives each."""

from datetime import date, timedelta
from typing import Any

from tests.spec import second_reading as read

DAY = read.DECISION
BEFORE, SAME, AFTER = DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)
AROUND = (None, BEFORE, SAME, AFTER)
TEN_DAYS_AGO, ELEVEN_DAYS_AGO = date(2025, 9, 26), date(2025, 9, 25)
JN = ("ja", "nee", "onbekend", "nvt", None)


class Grid:
    """Rows of many small cases, and the verdict that each unit must get."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.expected: dict[str, dict[int, str]] = {}
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number

    def add(self, table: str, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def case(self, **row: Any) -> int:
        number = self.next()
        self.add("zaak", zaak_nr=number, **{"datum_signalering": date(2025, 9, 1), **row})
        return number

    def event(self, zaak: int, stap: str, soort: str, day: date | None, **row: Any) -> int:
        number = self.next()
        if day is not None:
            self.add(
                "gebeurtenis",
                gebeurtenis_nr=number,
                zaak_nr=zaak,
                stap=stap,
                soort=soort,
                datum=day,
                **{"ronde": 1, **row},
            )
        return number

    def expect(self, norm_id: str, unit: int, verdict: str) -> None:
        self.expected.setdefault(norm_id, {})[unit] = verdict
