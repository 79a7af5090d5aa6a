"""What a meldcode declares, as small tables beside the marts: norms, readings, verdicts, routes."""

from collections.abc import Sequence

from pipeline.norms.verdicts import verdict_rows
from pipeline.schema.meldcode import Meldcode
from pipeline.schema.norms import Norm
from pipeline.schema.tables import Label
from pipeline.warehouse import Connection

_NORM = (
    "ref_norm (volgorde INTEGER, norm_id VARCHAR, naam VARCHAR, stap VARCHAR, sterkte VARCHAR,"
    " toets VARCHAR, eenheid VARCHAR, is_extern BOOLEAN, sectie VARCHAR, geldig_vanaf DATE,"
    " label_nl VARCHAR, label_en VARCHAR)"
)
_READING = (
    "ref_lezing (lezing_id VARCHAR, parameter VARCHAR, waarde VARCHAR, voor_directie BOOLEAN,"
    " vraag_nl VARCHAR, vraag_en VARCHAR, zin_nl VARCHAR, zin_en VARCHAR, regels VARCHAR)"
)
_VERDICT = "ref_oordeel (oordeel TINYINT, verdict VARCHAR, uitzondering VARCHAR)"
_ROUTE = (
    "ref_route (v1 VARCHAR, v2 VARCHAR, v3 VARCHAR, v4 VARCHAR, v5 VARCHAR, route VARCHAR,"
    " vereist VARCHAR, door_vraag INTEGER, is_met_vt BOOLEAN, is_geldig BOOLEAN,"
    " is_volledig BOOLEAN)"
)


def write_references(connection: Connection, code: Meldcode) -> None:
    """Write what is declared as small tables: norms, readings, verdicts, routes."""
    _write(connection, _NORM, _norm_rows(code))
    _write(connection, _READING, _reading_rows(code))
    _write(connection, _VERDICT, verdict_rows(code))
    _write(connection, _ROUTE, _route_rows(code))


def _norm_rows(code: Meldcode) -> list[tuple[object, ...]]:
    return [
        (i, n.id, n.name, n.step, n.strength, n.check, n.grain, n.external, *_place(n))
        for i, n in enumerate(code.norms, 1)
    ]


def _place(norm: Norm) -> tuple[object, ...]:
    return (norm.source.section, norm.source.valid_from, *_texts(norm.label))


def _texts(label: Label) -> tuple[str, str]:
    return label.nl, label.en


def _reading_rows(code: Meldcode) -> list[tuple[object, ...]]:
    return [
        (r.id, r.name, r.value, r.for_directie, *_texts(r.label), *_texts(r.sentence), r.lines)
        for r in code.readings.values()
    ]


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


def _write(connection: Connection, definition: str, rows: Sequence[Sequence[object]]) -> None:
    """Replace a small table by `rows`."""
    name = definition.split(" ", 1)[0]
    connection.execute(f"CREATE OR REPLACE TABLE {definition}")
    marks = ", ".join(["(" + ", ".join("?" * len(rows[0])) + ")"] * len(rows))
    connection.execute(f"INSERT INTO {name} VALUES {marks}", [cell for row in rows for cell in row])
