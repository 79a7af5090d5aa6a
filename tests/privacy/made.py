"""Workspaces with tiny hand-made marts, so that the gate is tested without the stages before it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pipeline.schema.releases import catalogue
from pipeline.warehouse import Connection, open_cases
from pipeline.workspace import Workspace

PEILDATUM = date(2025, 8, 31)
Zaken = Iterable[tuple[str, str, str, int]]
"""school, schooljaar, toestand, how many."""

COUNTED = {
    "mart_zaak": (
        "zaak_nr INT, school_id VARCHAR, schooljaar VARCHAR, in_noemer BOOLEAN, toestand VARCHAR"
    ),
    "mart_evaluatie": (
        "zaak_nr INT, school_id VARCHAR, schooljaar VARCHAR, soort VARCHAR, status VARCHAR"
    ),
    "mart_doorlooptijd": (
        "zaak_nr INT, school_id VARCHAR, schooljaar VARCHAR, interval VARCHAR, afloop VARCHAR, "
        "schooldagen INT"
    ),
    "mart_stilstand": "zaak_nr INT, school_id VARCHAR, stap VARCHAR, is_vastgelopen BOOLEAN",
    "mart_norm_telling": (
        "norm_id VARCHAR, verdict VARCHAR, school_id VARCHAR, schooljaar VARCHAR, aantal INT"
    ),
    "stg_levering": (
        "levering_nr INT, school_id VARCHAR, bestuur_id VARCHAR, vakantieregio VARCHAR, "
        "peildatum DATE, bron VARCHAR, rijen INT, afgekeurd_rijen INT"
    ),
    "ref_geschoond": "school_id VARCHAR, schooljaar VARCHAR",
    "stg_organisatie_maatregel": (
        "school_id VARCHAR, schooljaar VARCHAR, norm_id VARCHAR, status VARCHAR, "
        "n_aanwezig INT, n_team INT"
    ),
}


def make_workspace(
    root: Path,
    zaken: Zaken,
    *,
    peildatum: date = PEILDATUM,
    schools: Iterable[str] = (),
    bestuur: str = "bestuur_a",
) -> Workspace:
    """Return a workspace whose case database holds these cases and nothing else."""
    workspace = Workspace(root)
    workspace.create()
    fill_workspace(workspace, zaken, peildatum=peildatum, schools=schools, bestuur=bestuur)
    return workspace


def fill_workspace(
    workspace: Workspace,
    zaken: Zaken,
    *,
    peildatum: date = PEILDATUM,
    schools: Iterable[str] = (),
    bestuur: str = "bestuur_a",
) -> None:
    """Replace what the case database holds."""
    zaken = list(zaken)
    with open_cases(workspace) as connection:
        for name, columns in COUNTED.items():
            connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
        _make_empty_marts(connection)
        for row in zaken:
            query = "INSERT INTO mart_zaak SELECT range, ?, ?, true, ? FROM range(?)"
            connection.execute(query, row)
        for number, school in enumerate(sorted({*schools, *(school for school, *_ in zaken)})):
            values = [number, school, bestuur, "midden", peildatum, "sjabloon", 1, 0]
            connection.execute("INSERT INTO stg_levering VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


def _make_empty_marts(connection: Connection) -> None:
    for table in catalogue().of_tier("vertrouwelijk"):
        if table.source not in COUNTED:
            columns = ", ".join(f"{name} VARCHAR" for name in table.columns)
            connection.execute(f"CREATE OR REPLACE TABLE {table.source} ({columns})")


def insert(workspace: Workspace, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Add rows to one of the hand-made marts, a column at a time."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    with open_cases(workspace) as connection:
        described = connection.execute(f"DESCRIBE {table}").fetchall()
        lists = ", ".join(f"unnest(?::{kind}[])" for _, kind, *_ in described)
        if columns:
            connection.execute(f"INSERT INTO {table} SELECT {lists}", columns)


def even_zaken(
    schools: int = 6, years: int = 3, per_outcome: int = 12
) -> list[tuple[str, str, str, int]]:
    """Return the same comfortable number of cases for every school, year and outcome."""
    outcomes = (
        "geen_besluit",
        "5A",
        "5B",
        "beide",
        "gestopt",
        "overgedragen",
        "niet_geregistreerd",
    )
    return [
        (f"school_{school:02}", f"{2024 - back}-{2025 - back}", outcome, per_outcome)
        for school in range(1, schools + 1)
        for back in range(years)
        for outcome in outcomes
    ]


SMALL = even_zaken(schools=3, years=2)
"""Three schools, two years, the same everywhere."""


def more(
    zaken: Iterable[tuple[str, str, str, int]], school: str, year: str, outcome: str, extra: int
) -> list[tuple[str, str, str, int]]:
    """Return the cases with some more (or fewer) of one school, year and outcome."""
    return [
        (s, y, o, count + extra if (s, y, o) == (school, year, outcome) else count)
        for s, y, o, count in zaken
    ]
