"""What is known about a published file without reading its tables: which release, school, years."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb

from pipeline.errors import DisclosureError
from pipeline.present.school_year import default_year


@dataclass(frozen=True)
class Published:
    """The facts of one published file; `content` is the hash that the gate wrote in it.

    years: school years of the school, oldest first; year: the one that a report is about when
    nothing else is asked: the last one that has ended.
    """

    release: str
    school: str
    peildatum: date
    content: str
    years: tuple[str, ...]
    year: str


def look_at(path: Path) -> Published:
    """Return the facts of a published file. The notebook that opens it checks its content."""
    stamp = path.stat()
    return _look_at(path, (stamp.st_mtime_ns, stamp.st_size, stamp.st_ino))


@lru_cache(maxsize=256)  # each school's file is asked for by every edition that is made of it
def _look_at(path: Path, stamp: tuple[int, int, int]) -> Published:
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
    names = tuple(sorted(year for year, _, _ in years))
    content = f"{content} {made}"
    return Published(release, school or "", peildatum, content, names, default_year(years))


def _years(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, bool, int]]:
    """Return the school years of the stock and flow, whether each had ended, and its cases."""
    known = connection.execute(
        "SELECT tabel FROM report_catalogus WHERE tabel = 'stroom'"
    ).fetchall()
    if not known:
        return []
    return connection.execute(
        "SELECT schooljaar, is_afgelopen, begin + nieuw FROM report_stroom"
    ).fetchall()
