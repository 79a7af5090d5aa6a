"""Checks a batch of deliveries: text in, typed rows and findings out, all in temporary tables."""

from collections.abc import Sequence

from pipeline.intake import cells
from pipeline.intake.spelling import write_spellings
from pipeline.intake.staging import Staged, number_texts, stage_texts
from pipeline.intake.values import read_values
from pipeline.reading import Delivery
from pipeline.schema.tables import tables
from pipeline.warehouse import SURROGATES, Connection


def check_batch(connection: Connection, deliveries: Sequence[Delivery]) -> list[Staged]:
    """Make `rij_<table>`, `goed_<table>` and `fout` for a batch; returns where its texts are from."""
    staged = number_texts(deliveries)
    stage_texts(connection, staged)
    write_spellings(connection)
    cells.make_findings_table(connection)
    for table in tables().values():
        texts = [each.text for each in staged if each.text.table == table.name]
        delivered = {column for text in texts for column in text.delivered}
        read_values(connection, table, delivered)
        cells.find_cell_faults(connection, table, delivered)
        for link in table.foreign_keys:
            cells.find_orphans(connection, table, link)
        cells.make_good_view(connection, table)
        cells.find_duplicates(connection, table)
        cells.make_good_view(connection, table, _next_number(connection, table.key[0], table.name))
    return staged


def _next_number(connection: Connection, key: str, table: str) -> int:
    """Return the first number that no row of `stg_<table>` has."""
    column = SURROGATES.get(key)
    if column is None or table in ("mdo", "oudergesprek") or not _has_table(connection, table):
        return 1
    found = connection.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM stg_{table}").fetchall()
    return int(found[0][0])


def _has_table(connection: Connection, table: str) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [f"stg_{table}"]
    ).fetchall()
    return bool(found[0][0])
