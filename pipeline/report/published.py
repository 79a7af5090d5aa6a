"""What is known about a published file without reading its tables: which release, school, years."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipeline.errors import DisclosureError


@dataclass(frozen=True)
class Published:
    """The facts of one published file; `content` is the hash that the gate wrote in it."""

    release: str
    school: str
    peildatum: date
    content: str
    years: tuple[str, ...]


def look_at(path: Path) -> Published:
    """Return the facts of a published file. The notebook that opens it checks its content."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            edition = connection.execute(
                "SELECT release_id, school_id, peildatum, inhoud_sha256, gemaakt_op"
                " FROM report_uitgave"
            ).fetchall()[0]
            years = _years(connection)
    except (duckdb.Error, IndexError):
        raise DisclosureError(f"{path} cannot be read as a publication") from None
    release, school, peildatum, content, made = edition
    return Published(release, school or "", peildatum, f"{content} {made}", years)


def _years(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Return the school years of the stock and flow of the school, oldest first."""
    known = connection.execute(
        "SELECT tabel FROM report_catalogus WHERE tabel = 'stroom'"
    ).fetchall()
    if not known:
        return ()
    found = connection.execute(
        "SELECT DISTINCT schooljaar FROM report_stroom ORDER BY 1"
    ).fetchall()
    return tuple(year for (year,) in found)
