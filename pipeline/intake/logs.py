"""Writes what a load showed into the `log_` tables: places, counts and rules, never a value."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from pipeline.intake.findings import Check
from pipeline.schema.tables import tables
from pipeline.warehouse import Connection

Row = tuple[Any, ...]

_LOGS: dict[str, Callable[[Check], Iterable[Row]]] = {
    "log_bevinding": lambda check: (
        (f.regel, f.ernst, f.tabel, f.bestand, f.blad, f.kolom, f.aantal, f.bereik)
        for f in check.findings
    ),
    "log_regel": lambda check: (
        (
            r.regel,
            r.ernst,
            r.uitkomst,
            r.aantal,
            *((r.reden.nl, r.reden.en) if r.reden else (None, None)),
        )
        for r in check.rules
    ),
    "log_spiegel": lambda check: (
        (f.tabel, f.kolom, f.is_geleverd, f.rijen, f.gevuld, f.onbekend, f.leeg)
        for f in check.fills
    ),
    "log_lezing": lambda check: (
        (r.bestand, r.blad, r.tabel, r.codering, r.scheidingsteken, r.kopregel, r.rijen, r.datums)
        for r in check.readings
    ),
}
"""Per log table, the rows of one delivery without its levering_nr."""

KEPT = 2
"""Of how many deliveries of a school the details stay: the current one and the one before it,
with which it is compared. Of all others the line in log_levering stays."""


def write_logs(connection: Connection, checks: Sequence[Check]) -> None:
    """Append findings, rules, fills and readings of every delivery in `nieuw`."""
    numbers = dict(connection.execute("SELECT lev, levering_nr FROM nieuw").fetchall())
    for table, rows_of in _LOGS.items():
        rows = [(number, *row) for lev, number in numbers.items() for row in rows_of(checks[lev])]
        if rows:
            frame = pd.DataFrame(rows).astype(object)
            connection.register("log_frame", frame)
            connection.execute(f"INSERT INTO {table} SELECT * FROM log_frame")
            connection.unregister("log_frame")


def log_cases(connection: Connection) -> None:
    """Note per delivery in `nieuw` which cases came, stayed, went and were opened again.

    The school's previous rows must still be there.
    """
    connection.execute(
        """
        INSERT INTO log_zaken
        WITH nu AS (
            SELECT n.levering_nr, n.school_id, z.zaak_id, z.status
            FROM nieuw n JOIN goed_zaak z USING (lev)
        ), toen AS (
            SELECT n.levering_nr, n.school_id, z.zaak_id, z.status
            FROM nieuw n JOIN stg_zaak z USING (school_id)
        ), samen AS (
            SELECT coalesce(nu.levering_nr, toen.levering_nr) AS levering_nr, nu.zaak_id AS nu,
                toen.zaak_id AS toen, toen.status <> 'lopend' AND nu.status = 'lopend' AS heropend
            FROM nu FULL JOIN toen
            ON nu.levering_nr = toen.levering_nr AND nu.zaak_id = toen.zaak_id
        )
        SELECT n.levering_nr, v.levering_nr, count(s.nu) FILTER (s.toen IS NULL),
            count(s.nu) FILTER (s.toen IS NOT NULL), count(s.toen) FILTER (s.nu IS NULL),
            count(*) FILTER (s.heropend)
        FROM nieuw n LEFT JOIN samen s USING (levering_nr)
        LEFT JOIN stg_levering v ON v.school_id = n.school_id
        GROUP BY ALL
        """
    )


def drop_old_details(connection: Connection) -> None:
    """Delete what was found in deliveries that no page compares with any more.

    Without this a school that delivers every week adds some 250 rows a time, for ever.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE bewaard AS SELECT levering_nr FROM log_levering"
        f" QUALIFY row_number() OVER (PARTITION BY school_id ORDER BY levering_nr DESC) <= {KEPT}"
    )
    for table in (*_LOGS, "log_zaken", *(f"reject_{name}" for name in tables())):
        connection.execute(f"DELETE FROM {table} WHERE levering_nr NOT IN (FROM bewaard)")
