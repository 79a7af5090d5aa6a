"""Checks each delivery as a whole: its own row, its reference date, and the delivery before it."""

from collections.abc import Sequence
from datetime import date

from pipeline.intake.cells import add_findings
from pipeline.intake.staged import Obstacles
from pipeline.reading import Delivery, Problem
from pipeline.schema.rules import rules
from pipeline.schema.tables import tables
from pipeline.warehouse import Connection

SUPERSEDED = "levering_ingehaald"


def find_missing(
    connection: Connection, deliveries: Sequence[Delivery], obstacles: Obstacles
) -> None:
    """Note required tables that are absent, and a `levering` without exactly one good row.

    A template in which nothing was filled in but its example is no error: it says nul zaken.
    """
    filled = _deliveries_with_rows(connection)
    own = _own_rows(connection)
    for lev, delivery in enumerate(deliveries):
        if lev in obstacles.examples and lev not in filled:
            obstacles.problems[lev].append(Problem("sjabloon_leeg", delivery.path.name))
            continue
        present = {text.table for text in delivery.texts}
        met = present | {problem.table for problem in delivery.problems}
        if not present and any(rules()[p.rule].severity == "levering" for p in delivery.problems):
            continue  # nothing could be read; the problems say why
        obstacles.problems[lev] += [
            Problem("tabel_ontbreekt", f"{table.name}.csv", table=table.name)
            for table in tables().values()
            if table.required and table.name not in met
        ]
        if "levering" in present and own.get(lev) != (1, 1):
            obstacles.problems[lev].append(Problem("levering_rijen", "levering", table="levering"))


def _deliveries_with_rows(connection: Connection) -> set[int]:
    every = " UNION ".join(f"SELECT lev FROM rij_{table}" for table in tables())
    return {lev for (lev,) in connection.execute(every).fetchall()}


def _own_rows(connection: Connection) -> dict[int, tuple[int, int]]:
    """Return for each delivery how many rows its `levering` has, and how many good ones."""
    found = connection.execute(
        "SELECT r.lev, count(*), count(g.lev) FROM rij_levering r"
        " LEFT JOIN goed_levering g ON g.lev = r.lev AND g.rij = r.rij GROUP BY r.lev"
    ).fetchall()
    return {lev: (rows, good) for lev, rows, good in found}


def check_peildatum(connection: Connection, today: date) -> None:
    """The reference date does not lie in the future."""
    add_findings(
        connection,
        "SELECT 'peildatum_in_toekomst', 'levering', lev, tekst_nr, rij, 'peildatum'"
        f" FROM goed_levering WHERE peildatum > DATE '{today}'",
    )


def find_superseded(connection: Connection) -> None:
    """Of one school only the delivery with the latest peildatum, the last one given, counts."""
    add_findings(
        connection,
        f"SELECT '{SUPERSEDED}', 'levering', lev, tekst_nr, rij, 'school_id' FROM (SELECT *,"
        " row_number() OVER (PARTITION BY school_id ORDER BY peildatum DESC, lev DESC) AS plaats"
        " FROM goed_levering) WHERE plaats > 1",
    )


def compare_with_stored(connection: Connection) -> None:
    """Compare with what the school delivered before; the case database holds the `stg_` tables."""
    add_findings(
        connection,
        "SELECT 'peildatum_ouder', 'levering', g.lev, g.tekst_nr, g.rij, 'peildatum'"
        " FROM goed_levering g JOIN stg_levering s USING (school_id)"
        " WHERE g.peildatum < s.peildatum",
    )
    add_findings(
        connection,
        "SELECT 'zaken_verdwenen', 'zaak', g.lev, NULL, NULL, 'zaak_id' FROM goed_levering g"
        " JOIN stg_zaak s USING (school_id) WHERE s.zaak_id NOT IN (SELECT zaak_id FROM rij_zaak)"
        " AND (s.verwijderen_na IS NULL OR s.verwijderen_na > g.peildatum)",
    )
    add_findings(
        connection,
        "SELECT 'tabel_verdwenen', s.tabel, g.lev, NULL, NULL, s.kolom FROM goed_levering g"
        " JOIN stg_geleverd s USING (school_id) WHERE (g.lev, s.tabel, s.kolom) NOT IN"
        " (SELECT (lev, tabel, kolom) FROM geleverd)",
    )
