"""Runs the life-table SQL on times that are given, without the rest of the build.

Many groups go through the SQL at once, each as a school of its own.
"""

from collections.abc import Sequence

import duckdb
import pandas as pd

from pipeline.paths import SQL

UNIT_COLUMNS = ("dagen", "werkdagen", "schooldagen")
Group = tuple[Sequence[int], Sequence[str]]


def _connect(groups: Sequence[Group], horizon: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    frame = pd.DataFrame(
        [
            (number, int(time), str(end))
            for number, (times, ends) in enumerate(groups)
            for time, end in zip(times, ends, strict=True)
        ],
        columns=["school_id", "t", "uitkomst"],
    )
    frame["zaak_nr"] = range(len(frame))
    connection.register("gegeven", frame)
    connection.execute(
        "CREATE TABLE mart_doorlooptijd AS SELECT zaak_nr::INT AS zaak_nr,"
        " school_id::VARCHAR AS school_id, 'B1' AS bestuur_id, '2024-2025' AS schooljaar,"
        " 'nee' AS acuut, false AS is_geschoond, 'signalering_besluit' AS interval,"
        " CASE WHEN uitkomst IN ('5A', '5B') THEN 'bereikt' ELSE uitkomst END AS afloop,"
        " afloop AS laatste_afloop, "
        + ", ".join(f"t::INT AS {c}, t::INT AS laatste_{c}" for c in UNIT_COLUMNS)
        + " FROM gegeven"
    )
    connection.execute(
        "CREATE TABLE mart_zaak AS SELECT zaak_nr::INT AS zaak_nr,"
        " CASE WHEN uitkomst IN ('5A', '5B') THEN uitkomst END AS eerste_besluit FROM gegeven"
    )
    connection.execute(
        "CREATE TABLE ref_interval AS SELECT 'signalering_besluit' AS interval,"
        f" 'schooldagen' AS eenheid, 7::INT AS volgorde, {horizon}::INT AS horizon"
    )
    return connection


def _build(connection: duckdb.DuckDBPyConnection, mart: str) -> None:
    text = (SQL / f"{mart}.sql").read_text("utf-8")
    connection.execute(f"CREATE TABLE {mart} AS {text}")


def _read(connection: duckdb.DuckDBPyConnection, mart: str, where: str) -> dict[int, pd.DataFrame]:
    frame = connection.execute(
        f"SELECT * FROM {mart} WHERE school_id <> 'alle' AND schooljaar = 'alle'"
        f" AND eenheid = 'schooldagen' AND {where}"
    ).df()
    return {int(number): rows for number, rows in frame.groupby("school_id")}


def life_tables(
    groups: Sequence[Group], horizon: int = 50
) -> list[tuple[pd.DataFrame, dict[str, float | None]]]:
    """Return of each group its curve (a row per t) and its summary; ends: bereikt, gestopt, …"""
    connection = _connect(groups, horizon)
    _build(connection, "mart_overleving")
    _build(connection, "mart_duur")
    curves = _read(connection, "mart_overleving", "selectie = 'eerste'")
    summaries = _read(connection, "mart_duur", "selectie = 'eerste'")
    return [
        (
            curves[number].sort_values("t").reset_index(drop=True),
            {
                name: None if pd.isna(value) else value
                for name, value in summaries[number].iloc[0].items()
            },
        )
        for number, _ in enumerate(groups)
    ]


def outcomes(groups: Sequence[Group]) -> list[pd.DataFrame]:
    """Return of each group its incidences, a row per uitkomst × t; ends: 5A, 5B, gestopt, …"""
    connection = _connect(groups, 50)
    _build(connection, "mart_uitkomst")
    tables = _read(connection, "mart_uitkomst", "true")
    return [tables[number].sort_values(["uitkomst", "t"]) for number, _ in enumerate(groups)]
