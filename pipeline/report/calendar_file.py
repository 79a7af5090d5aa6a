"""Planned evaluations as an .ics file: a day, the kind of evaluation, the token; nothing else."""

from datetime import date, timedelta
from hashlib import sha256

import pandas as pd

from pipeline.language import Language


def make_calendar(planned: pd.DataFrame, peildatum: date, language: Language) -> bytes:
    """Return RFC 5545 text, one all-day event per planned evaluation; the same for the same rows.

    planned: columns token, soort, gepland_datum.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//meldcode-evaluatie//NL",
        "CALSCALE:GREGORIAN",
    ]
    for row in planned.to_dict("records"):
        lines += _event(row["token"], row["soort"], row["gepland_datum"], peildatum, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _event(token: str, kind: str, day: date, peildatum: date, language: Language) -> list[str]:
    name = sha256(f"{token} {kind} {day:%Y%m%d}".encode()).hexdigest()[:24]
    words = language.say(f"evaluatie.{kind}")
    summary = f"{words} {token}".replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return [
        "BEGIN:VEVENT",
        f"UID:{name}@meldcode-evaluatie",
        f"DTSTAMP:{peildatum:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{summary}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _fold(line: str) -> str:
    """Return the line in pieces of at most 75 octets, as the format asks."""
    pieces, rest = [], line.encode()
    while len(rest) > 75:
        cut = 75
        while rest[cut] & 0xC0 == 0x80:  # never within a character
            cut -= 1
        pieces.append(rest[:cut].decode())
        rest = b" " + rest[cut:]
    return "\r\n".join([*pieces, rest.decode()])
