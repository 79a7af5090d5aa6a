"""Frictionless, an independent reader of table schemas, finds the same wrong cells as we do."""

import csv
from pathlib import Path

import pytest

from pipeline.intake import check_deliveries
from pipeline.schema.tables import Column, Table, code_lists, tables
from tests.deliveries import write_delivery

CELL_RULES = {
    "verplicht_leeg",
    "code_onbekend",
    "datum_onleesbaar",
    "datum_bestaat_niet",
    "datum_jaartal_kort",
    "getal_onleesbaar",
    "getal_buiten_bereik",
    "vorm_onjuist",
}


def as_field(column: Column) -> dict[str, object]:
    """Return a declared column as a field of a Frictionless table schema."""
    limits: dict[str, object] = {"required": True} if column.required else {}
    if column.codes:
        limits["enum"] = list(code_lists()[column.codes].codes)
    if column.pattern:
        limits["pattern"] = column.pattern.strip("^$")
    if column.minimum is not None:
        limits["minimum"] = column.minimum
    if column.maximum is not None:
        limits["maximum"] = column.maximum
    field: dict[str, object] = {"name": column.name, "type": column.type, "constraints": limits}
    return field | ({"format": "%d-%m-%Y"} if column.type == "date" else {})


def wrong_cells(path: Path, table: Table) -> set[tuple[str, int, str]]:
    """Return table, row and column of every cell that Frictionless calls wrong."""
    import frictionless  # here: half a second for the process that runs another module

    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file, delimiter=";"))
    schema = frictionless.Schema.from_descriptor(
        {"fields": [as_field(table.column(name)) for name in header]}
    )
    resource = frictionless.Resource(
        path=path.name,
        basepath=str(path.parent),
        format="csv",
        encoding="utf-8",
        dialect=frictionless.Dialect.from_descriptor({"csv": {"delimiter": ";"}}),
        schema=schema,
    )
    errors = resource.validate().flatten(["type", "rowNumber", "fieldName"])
    kinds = {"type-error", "constraint-error"}
    return {(table.name, row, name) for kind, row, name in errors if kind in kinds}


@pytest.fixture(scope="module")
def plain_delivery(tmp_path_factory):
    """One delivery in canonical codes and Dutch dates, with wrong cells of every kind."""
    folder = tmp_path_factory.mktemp("frictionless") / "s"
    zaak = """
    zaak_id | datum_signalering | status | acuut | datum_status
    @z1     | 15-09-2025        | lopend | ja    | 16-09-2025
    @z2     | 31-09-2025        | lopend | ja    |
    @z3     | 15-09-2025        | open   | nee   |
    @z4     |                   | lopend | soms  |
    @z5     | 15-09-25          | lopend | nvt   | gisteren
    """
    events = """
    gebeurtenis_id | zaak_id | stap | ronde | soort      | datum
    @g1            | @z1     | 1    | 1     | observatie | 16-09-2025
    @g2            | @z1     | 6    | 0     | observatie | 16-09-2025
    @g3            | @z1     | 1    | 100   | wandeling  | 17-09-2025
    @g4            | @z1     | 1    | een   |            | 29-02-2025
    """
    years = """
    school_id | schooljaar | leerlingen
    S4e5ce861d6f8d0f9a41e9a2f6d | 2025-2026 | 200
    S4e5ce861d6f8d0f9a41e9a2f6d | 2025/2026 | 200
    S4e5ce861d6f8d0f9a41e9a2f6d | 2024-2025 | 6000
    """
    return write_delivery(folder, zaak=zaak, gebeurtenis=events, school_jaar=years)


def ours(path: Path) -> set[tuple[str, int, str]]:
    (check,) = check_deliveries([path])
    found = set()
    for finding in check.findings:
        if finding.regel in CELL_RULES:
            found |= {(finding.tabel, row, finding.kolom) for row in finding.rijen}
    return found


def test_both_call_the_same_cells_wrong(plain_delivery):
    theirs = {
        cell
        for name in ("zaak", "gebeurtenis", "school_jaar")
        for cell in wrong_cells(plain_delivery / f"{name}.csv", tables()[name])
    }
    assert ours(plain_delivery) == theirs
    assert len(theirs) == 15
