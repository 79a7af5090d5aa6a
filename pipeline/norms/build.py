"""Judges all norms of a meldcode on the loaded cases: wide tables, one query per grain, counts."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.errors import BuildError
from pipeline.norms.binding import check_norms
from pipeline.norms.verdicts import (
    grain_sql,
    possible_verdicts,
    used_grains,
    verdict_rows,
    wide_source,
)
from pipeline.paths import SQL
from pipeline.schema.meldcode import DEFAULT, Meldcode, read_meldcode

Connection = duckdb.DuckDBPyConnection

# In the order in which they read each other: toets_<name>.sql, each made once as a temporary
# table. The wide tables of the other grains are read once, inside the query that judges them.
SHARED_TABLES = (
    "dag",
    "school",
    "rol",
    "verloop",
    "notitie",
    "antwoord",
    "hulp_per_zaak",
    "evaluatie_per_zaak",
    "duur",
    "afweging",
    "ronde",
)
_MART_ROUTE = Path(__file__).with_name("mart_route.sql")
_KEYS = "eenheid_nr, zaak_nr, school_id, schooljaar, peildatum"


def build_norms(connection: Connection, meldcode: str = DEFAULT) -> dict[str, int]:
    """Judge every norm and write the result; returns rows per table or view.

    Needs the `stg_*` tables, `ref_kalender`, `ref_drempel` and `mart_zaak`. Writes `ref_norm`,
    `ref_lezing`, `ref_oordeel`, `ref_route`, a table `oordeel_<grain>` per grain (one row per unit,
    one column per norm), the view `mart_norm` over them (one row per norm × unit),
    `mart_norm_telling` (one row per norm × verdict × school × schooljaar) and `mart_route` (one row
    per zaak × ronde). Raises DeclarationError for a mistake in a norm, with its file.
    """
    code = read_meldcode(meldcode)
    try:
        write_references(connection, code)
        judge_units(connection, code)
        _drop_table(connection, "mart_norm")
        connection.execute(f"CREATE OR REPLACE VIEW mart_norm AS {norm_view(code)}")
        connection.execute(f"CREATE OR REPLACE TABLE mart_norm_telling AS {counts(code)}")
        connection.execute(
            f"CREATE OR REPLACE TABLE mart_route AS {_MART_ROUTE.read_text(encoding='utf-8')}"
        )
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as problem:
        check_norms(code)
        raise BuildError(f"the norms were not judged ({type(problem).__name__})") from None
    for name in SHARED_TABLES:
        connection.execute(f"DROP TABLE temp.toets_{name}")
    return _row_counts(connection)


def write_references(connection: Connection, code: Meldcode) -> None:
    """Write what is declared as small tables: norms, readings, verdicts, routes."""
    _write(
        connection,
        "ref_oordeel (oordeel TINYINT, verdict VARCHAR, uitzondering VARCHAR)",
        verdict_rows(code),
    )
    _write(
        connection,
        "ref_route (v1 VARCHAR, v2 VARCHAR, v3 VARCHAR, v4 VARCHAR, v5 VARCHAR, route VARCHAR,"
        " vereist VARCHAR, door_vraag INTEGER, is_met_vt BOOLEAN, is_geldig BOOLEAN,"
        " is_volledig BOOLEAN)",
        _route_rows(code),
    )
    _write(
        connection,
        "ref_lezing (lezing_id VARCHAR, parameter VARCHAR, waarde VARCHAR, voor_directie BOOLEAN,"
        " vraag_nl VARCHAR, vraag_en VARCHAR, zin_nl VARCHAR, zin_en VARCHAR, regels VARCHAR)",
        [
            (
                r.id,
                r.name,
                r.value,
                r.for_directie,
                r.label.nl,
                r.label.en,
                r.sentence.nl,
                r.sentence.en,
                r.lines,
            )
            for r in code.readings.values()
        ],
    )
    _write(
        connection,
        "ref_norm (volgorde INTEGER, norm_id VARCHAR, naam VARCHAR, stap VARCHAR, sterkte VARCHAR,"
        " toets VARCHAR, eenheid VARCHAR, is_extern BOOLEAN, sectie VARCHAR, geldig_vanaf DATE,"
        " label_nl VARCHAR, label_en VARCHAR)",
        [
            (
                i,
                n.id,
                n.name,
                n.step,
                n.strength,
                n.check,
                n.grain,
                n.external,
                n.source.section,
                n.source.valid_from,
                n.label.nl,
                n.label.en,
            )
            for i, n in enumerate(code.norms, 1)
        ],
    )


def _route_rows(code: Meldcode) -> list[tuple[object, ...]]:
    """Return the rows of ref_route; no answers at all is neither valid nor invalid."""
    rows: list[tuple[object, ...]] = []
    for row in code.route_rows():
        is_empty = all(answer == "-" for answer in row.answers)
        is_valid = None if is_empty else row.route is not None
        is_complete = None if is_empty else is_valid and row.requires != "verder"
        rows.append(
            (
                *row.answers,
                row.route,
                row.requires,
                row.question,
                row.with_vt,
                is_valid,
                is_complete,
            )
        )
    return rows


def judge_units(connection: Connection, code: Meldcode) -> None:
    """Make the wide tables and `oordeel_<grain>`: one row per unit, one column per norm."""
    for name in SHARED_TABLES:
        query = _read_sql(f"toets_{name}")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE toets_{name} AS {query}")
    for grain in used_grains(code):
        wide = f"toets_{grain}" if grain in SHARED_TABLES else f"({_read_sql(f'toets_{grain}')})"
        query = grain_sql(code, grain, wide_source(code, grain, wide))
        connection.execute(f"CREATE OR REPLACE TABLE oordeel_{grain} AS {query}")


def norm_view(code: Meldcode) -> str:
    """Return the SELECT of mart_norm: the wide verdict tables, one row per norm × unit."""
    grains = "\nUNION ALL\n".join(_unpivot(code, grain) for grain in used_grains(code))
    return (
        "SELECT norm_id, eenheid, eenheid_nr, zaak_nr, school_id, schooljaar, ref_oordeel.verdict,"
        " nullif(ref_oordeel.uitzondering, '') AS uitzondering, peildatum\n"
        f"FROM ({grains}) AS oordelen\n"
        "INNER JOIN ref_oordeel ON oordelen.oordeel = ref_oordeel.oordeel"
    )


def _unpivot(code: Meldcode, grain: str) -> str:
    columns = ", ".join(f'"{norm.id}"' for norm in code.norms_on(grain))
    return (
        f"SELECT '{grain}' AS eenheid, {_KEYS}, norm_id, oordeel FROM oordeel_{grain}"
        f" UNPIVOT (oordeel FOR norm_id IN ({columns}))"
    )


def counts(code: Meldcode) -> str:
    """Return the SELECT of mart_norm_telling: norm × verdict × school × schooljaar, only where > 0.

    Each verdict of each norm is summed as a column of its own, and the few rows that this leaves
    are turned: five times as fast as turning the units first and grouping by text.
    """
    names = {number: (verdict, excuse) for number, verdict, excuse in verdict_rows(code)}
    keys = ", ".join(
        f"('{norm.id}:{number}', '{norm.id}', '{names[number][0]}', '{names[number][1]}')"
        for norm in code.checked
        for number in possible_verdicts(code, norm)
    )
    grains = "\nUNION ALL\n".join(_count_grain(code, grain) for grain in used_grains(code))
    return (
        f"WITH sleutels AS (SELECT sleutel, norm_id, verdict, uitzondering FROM (VALUES {keys})"
        " AS lijst (sleutel, norm_id, verdict, uitzondering))\n"
        "SELECT sleutels.norm_id, sleutels.verdict, sleutels.uitzondering, tellingen.school_id,"
        " tellingen.schooljaar, tellingen.aantal\n"
        f"FROM ({grains}) AS tellingen\n"
        "INNER JOIN sleutels ON tellingen.sleutel = sleutels.sleutel"
    )


def _count_grain(code: Meldcode, grain: str) -> str:
    keys = [
        (norm.id, number)
        for norm in code.norms_on(grain)
        for number in possible_verdicts(code, norm)
    ]
    sums = ",\n".join(
        f'CAST(sum(CASE WHEN "{norm_id}" = {number} THEN 1 ELSE 0 END) AS INTEGER)'
        f' AS "{norm_id}:{number}"'
        for norm_id, number in keys
    )
    columns = ", ".join(f'"{norm_id}:{number}"' for norm_id, number in keys)
    return (
        "SELECT school_id, schooljaar, sleutel, aantal\n"
        f"FROM (SELECT school_id, schooljaar,\n{sums}\nFROM oordeel_{grain}"
        " GROUP BY school_id, schooljaar) AS sommen\n"
        f"UNPIVOT (aantal FOR sleutel IN ({columns})) AS gedraaid WHERE aantal > 0"
    )


def _drop_table(connection: Connection, name: str) -> None:
    """Drop `name` where it is a table: what is to be a view may have been one."""
    found = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [name])
    if found.fetchall():
        connection.execute(f"DROP TABLE {name}")


def _read_sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _write(connection: Connection, definition: str, rows: Sequence[Sequence[object]]) -> None:
    """Replace a small table by `rows`."""
    name = definition.split(" ", 1)[0]
    connection.execute(f"CREATE OR REPLACE TABLE {definition}")
    marks = ", ".join(["(" + ", ".join("?" * len(rows[0])) + ")"] * len(rows))
    connection.execute(f"INSERT INTO {name} VALUES {marks}", [cell for row in rows for cell in row])


def _row_counts(connection: Connection) -> dict[str, int]:
    rows = {}
    for name in ("mart_norm_telling", "mart_route"):
        rows[name] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    judged = connection.execute("SELECT coalesce(sum(aantal), 0) FROM mart_norm_telling").fetchall()
    return {"mart_norm": int(judged[0][0]), **rows}
