"""Stores a checked batch in the case database: each school's rows replace the ones it had."""

from collections.abc import Sequence

from pipeline.intake.cells import parent_number
from pipeline.intake.findings import Check
from pipeline.intake.frames import make_temp_table
from pipeline.intake.logs import drop_old_details, log_cases, write_logs
from pipeline.schema.tables import Table, tables
from pipeline.warehouse import SURROGATES, Connection, stored_columns


def store_batch(connection: Connection, checks: Sequence[Check]) -> None:
    """Write the deliveries that are taken; the caller holds the transaction."""
    _number_deliveries(connection, checks)
    log_cases(connection)
    _delete_previous(connection)
    refused = connection.execute("SELECT DISTINCT tabel FROM fout WHERE ernst = 'rij'").fetchall()
    for table in tables().values():
        if table.name != "levering":
            _insert_rows(connection, table)
        if (table.name,) in refused:
            _insert_refused(connection, table)
    _insert_delivery(connection)
    write_logs(connection, checks)
    drop_old_details(connection)


def _number_deliveries(connection: Connection, checks: Sequence[Check]) -> None:
    """Make `nieuw`: lev, levering_nr, school_id and sha256 of every delivery that is taken."""
    taken = [(lev, check.sha256) for lev, check in enumerate(checks) if check.is_taken]
    make_temp_table(connection, "genomen", {"lev": "INTEGER", "sha256": "VARCHAR"}, taken)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE nieuw AS SELECT lev, sha256, school_id, (row_number() OVER"
        " (ORDER BY lev) + (SELECT coalesce(max(levering_nr), 0) FROM log_levering))::INTEGER"
        " AS levering_nr FROM genomen JOIN goed_levering USING (lev)"
    )


def _delete_previous(connection: Connection) -> None:
    """Delete what the schools in `nieuw` delivered before."""
    school = "school_id IN (SELECT school_id FROM nieuw)"
    cases = f"SELECT zaak_nr FROM stg_zaak WHERE {school}"
    events = f"SELECT gebeurtenis_nr FROM stg_gebeurtenis WHERE zaak_nr IN ({cases})"
    for table in reversed(tables().values()):
        columns = stored_columns(table)
        if table.name == "levering":
            continue
        if "school_id" in columns:
            which = school
        elif "zaak_nr" in columns:
            which = f"zaak_nr IN ({cases})"
        else:
            which = f"gebeurtenis_nr IN ({events})"
        connection.execute(f"DELETE FROM stg_{table.name} WHERE {which}")
    connection.execute(f"DELETE FROM stg_levering WHERE {school}")
    connection.execute(f"DELETE FROM stg_geleverd WHERE {school}")


def _insert_rows(connection: Connection, table: Table) -> None:
    columns = stored_columns(table)
    values = ", ".join(_stored_value(table, name) for name in columns)
    order = "g.zaak_id__nr, g.rij" if "zaak_nr" in columns else "g.lev, g.rij"
    if table.name == "zaak":
        order = "g.nr"
    revised = (
        "LEFT JOIN goed_besluit v ON v.lev = g.lev AND v.besluit_id = g.herziet_besluit_id"
        if table.name == "besluit"
        else ""
    )
    # inside, so that codes are put in order as numbers and become texts only after it
    connection.execute(
        f"INSERT INTO stg_{table.name} ({', '.join(columns)}) SELECT * FROM (SELECT {values}"
        f" FROM goed_{table.name} g JOIN nieuw n ON n.lev = g.lev {revised} ORDER BY {order})"
    )


def _stored_value(table: Table, name: str) -> str:
    """Return the expression over `goed_<table>` that fills one stored column."""
    own = {SURROGATES.get(key) for key in table.key} if len(table.key) == 1 else set()
    links = {SURROGATES.get(link.column): parent_number(link) for link in table.foreign_keys}
    if name in links:
        return f"g.{links[name]} AS {name}"
    if name in own:
        return f"g.nr AS {name}"
    if name == "herziet_besluit_nr":
        return "v.nr AS herziet_besluit_nr"
    return "n.school_id" if name == "school_id" else f"g.{name}"


def _insert_refused(connection: Connection, table: Table) -> None:
    connection.execute(
        f"INSERT INTO reject_{table.name} SELECT n.levering_nr, t.bestand, t.blad, f.rij, f.kolom,"
        " f.regel, f.ernst FROM fout f JOIN nieuw n USING (lev) JOIN herkomst t USING (tekst_nr)"
        f" WHERE f.tabel = '{table.name}' AND f.ernst = 'rij' ORDER BY ALL"
    )


def _insert_delivery(connection: Connection) -> None:
    counts = " UNION ALL ".join(
        f"SELECT lev, count(*) AS n FROM rij_{table} GROUP BY lev" for table in tables()
    )
    connection.execute(
        "INSERT INTO stg_levering SELECT n.levering_nr, n.school_id, g.bestuur_id, g.vakantieregio,"
        " g.peildatum, g.bron, g.schema_versie, n.sha256, r.rijen, coalesce(f.afgekeurd, 0),"
        " now()::TIMESTAMP FROM nieuw n JOIN goed_levering g USING (lev)"
        f" JOIN (SELECT lev, sum(n)::INTEGER AS rijen FROM ({counts}) GROUP BY lev) r USING (lev)"
        " LEFT JOIN (SELECT lev, count(DISTINCT (tabel, rij))::INTEGER AS afgekeurd FROM fout"
        " WHERE ernst = 'rij' GROUP BY lev) f USING (lev) ORDER BY n.levering_nr"
    )
    connection.execute(
        "INSERT INTO log_levering SELECT levering_nr, school_id, peildatum, bestand_sha256, rijen,"
        " afgekeurd_rijen, geladen_op FROM stg_levering WHERE levering_nr IN"
        " (SELECT levering_nr FROM nieuw)"
    )
    connection.execute(
        "INSERT INTO stg_geleverd SELECT n.school_id, k.tabel, k.kolom FROM geleverd k"
        " JOIN nieuw n USING (lev) ORDER BY ALL"
    )
