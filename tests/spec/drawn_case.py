"""Situations of one case each: case 1 at a school of its own, drawn by what happened in it.

Reference date Friday 30 January 2026, region midden.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.spec.drawn_rows import roles
from tests.support.situations import Situation, Situations
from tests.support.stg import Row

DAY = date(2025, 9, 8)
Event = tuple[Any, ...]
"""A step, a kind of event, and perhaps more columns."""


class Cases(Situations):
    """What is drawn a case at a time; signalled on DAY, where everything happens."""

    def case(
        self,
        zaak: Mapping[str, Any] | None = None,
        *,
        absent: Iterable[str] = (),
        **tables: Iterable[Row],
    ) -> Situation:
        """Draw case 1, with these columns of its own, beside the other tables."""
        row = {"zaak_nr": 1, "datum_signalering": DAY, **(zaak or {})}
        return self.add({"zaak": [row], **tables}, absent=absent)

    def happened(self, *events: Event, **tables: Iterable[Row]) -> Situation:
        """Draw case 1 with these events."""
        rows = [
            {"gebeurtenis_nr": n, "zaak_nr": 1, "ronde": 1, "datum": DAY}
            | {"stap": stap, "soort": soort}
            | dict(*more)
            for n, (stap, soort, *more) in enumerate(events, start=1)
        ]
        return self.case(gebeurtenis=rows, **tables)


CASES = Cases("2026-01-30")
"""Of all modules that draw cases: their situations are judged together, in one go per process."""


def answers(text: str, *days: date | None, ronde: int = 1) -> list[Row]:
    """Return answers to questions 1, 2, ... ("jn?"), with a day each or, past those, without."""
    words = {"j": "ja", "n": "nee", "?": "onbekend"}
    given = [*days, *[None] * (len(text) - len(days))]
    return [
        {"zaak_nr": 1, "ronde": ronde, "vraag": n, "antwoord": words[letter], "datum": day}
        for n, (letter, day) in enumerate(zip(text, given, strict=True), start=1)
    ]


def present(*names: str) -> list[Row]:
    """Return the roles of those who were at the first event."""
    return roles(1, *names)
