"""Compiles the declared tables to SQL that counts how full each column is."""

from collections.abc import Iterable

from pipeline.schema.tables import Column, Table
from pipeline.warehouse import stored_name


def compile_registration(tables: Iterable[Table]) -> str:
    """Return the SELECT of mart_registratie: how full each delivered column is, per school."""
    asked = [table for table in tables if table.name != "levering" and _answers(table)]
    parts = "\nUNION ALL\n".join(_table_sql(table) for table in asked)
    pairs = ", ".join(f"('{t.name}', '{c.name}')" for t in asked for c in _answers(t))
    return f"""-- Grain: one row per tabel × kolom × school
-- A table that was delivered without a row has its columns here as well, with 0 rows: it is not
-- the same as a table that was not delivered.
WITH vulling AS (
{parts}
),
kolommen AS (
SELECT tabel, kolom FROM (VALUES {pairs}) AS lijst (tabel, kolom)
)
SELECT kolommen.tabel, kolommen.kolom, levering.bestuur_id, levering.school_id,
  geleverd.kolom IS NOT NULL AS is_geleverd,
  CAST(coalesce(vulling.rijen, 0) AS INTEGER) AS rijen,
  CAST(coalesce(vulling.rijen - vulling.leeg - vulling.onbekend, 0) AS INTEGER) AS ingevuld,
  CAST(coalesce(vulling.onbekend, 0) AS INTEGER) AS onbekend,
  CAST(coalesce(vulling.leeg, 0) AS INTEGER) AS leeg
FROM stg_levering AS levering CROSS JOIN kolommen
LEFT JOIN vulling ON levering.school_id = vulling.school_id
  AND kolommen.tabel = vulling.tabel AND kolommen.kolom = vulling.kolom
LEFT JOIN stg_geleverd AS geleverd ON levering.school_id = geleverd.school_id
  AND kolommen.tabel = geleverd.tabel AND kolommen.kolom = geleverd.kolom
WHERE vulling.rijen IS NOT NULL OR geleverd.kolom IS NOT NULL"""


def _answers(table: Table) -> list[Column]:
    return [column for column in table.columns if not column.token]


def _table_sql(table: Table) -> str:
    columns = _answers(table)
    counts = ", ".join(
        f"count({stored_name(c)}) AS gevuld_{n},"
        + (
            f" count(CASE WHEN {c.name} = 'onbekend' THEN 1 END) AS onbekend_{n}"
            if c.codes
            else f" 0 AS onbekend_{n}"
        )
        for n, c in enumerate(columns, 1)
    )
    names = " UNION ALL ".join(
        f"SELECT {n} AS nr, '{c.name}' AS kolom" for n, c in enumerate(columns, 1)
    )
    filled = " ".join(f"WHEN {n} THEN gevuld_{n}" for n, _ in enumerate(columns, 1))
    unknown = " ".join(f"WHEN {n} THEN onbekend_{n}" for n, _ in enumerate(columns, 1))
    return (
        f"SELECT '{table.name}' AS tabel, naam.kolom, telling.school_id, telling.rijen,"
        f" telling.rijen - CASE naam.nr {filled} END AS leeg,"
        f" CASE naam.nr {unknown} END AS onbekend"
        f" FROM (SELECT {_school(table)}.school_id, count(*) AS rijen, {counts}"
        f" FROM stg_{table.name} AS rij{_school_join(table)} GROUP BY {_school(table)}.school_id)"
        f" AS telling CROSS JOIN ({names}) AS naam"
    )


def _own_school(table: Table) -> bool:
    return table.name == "zaak" or any(column.name == "school_id" for column in table.columns)


def _school(table: Table) -> str:
    return "rij" if _own_school(table) else "zaak"


def _school_join(table: Table) -> str:
    """Return the join to the case, straight or through the event."""
    if _own_school(table):
        return ""
    names = {column.name for column in table.columns}
    if "zaak_id" in names:
        return " INNER JOIN stg_zaak AS zaak ON rij.zaak_nr = zaak.zaak_nr"
    return (
        " INNER JOIN stg_gebeurtenis AS gebeurtenis"
        " ON rij.gebeurtenis_nr = gebeurtenis.gebeurtenis_nr"
        " INNER JOIN stg_zaak AS zaak ON gebeurtenis.zaak_nr = zaak.zaak_nr"
    )
