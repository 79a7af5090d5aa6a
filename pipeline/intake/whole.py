"""Checks each delivery as a whole: its own row, its reference date, and the delivery before it."""

from datetime import date

from pipeline.intake.cells import add_findings
from pipeline.warehouse import Connection

SUPERSEDED = "levering_ingehaald"


def check_own_row(connection: Connection, count: int, today: date) -> None:
    """Each delivery describes itself in exactly one good row, and not in the future."""
    add_findings(
        connection,
        "SELECT 'levering_rijen', 'levering', lev::INTEGER, NULL, NULL, NULL"
        f" FROM range({count}) AS r(lev) LEFT JOIN (SELECT lev, count(*) AS aantal"
        " FROM rij_levering GROUP BY lev) USING (lev)"
        " WHERE aantal IS DISTINCT FROM 1 OR lev NOT IN (SELECT lev FROM goed_levering)",
    )
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
