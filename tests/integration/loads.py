"""Small deliveries to load, what is stored after it, and a load in a process of its own."""

import subprocess
import sys
import textwrap
from pathlib import Path

from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.deliveries import GEBEURTENIS, LEVERING, SCHOOL

ROOT = Path(__file__).resolve().parents[2]
HEADER = GEBEURTENIS.strip().partition("\n")[0]


def rows(workspace, query):
    with open_cases(workspace, read_only=True) as connection:
        return connection.execute(query).fetchall()


def contents(workspace):
    """Return every stored row of every table but the log of loads."""
    with open_cases(workspace, read_only=True) as connection:
        names = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'zaken' ORDER BY 1"
        ).fetchall()
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}


def cases(count: int, first: int = 0) -> str:
    return "zaak_id | datum_signalering | status\n" + "".join(
        f"@z{n} | 2025-09-15 | lopend\n" for n in range(first, first + count)
    )


def of_school(school: str, peildatum: str = "2026-01-31") -> str:
    return LEVERING.replace(SCHOOL, school).replace("2026-01-31", peildatum)


def run_child(code: str, workspace: Workspace, *arguments: object) -> subprocess.CompletedProcess:
    """Run a load in a process of its own: `workspace` and `paths` are ready to use."""
    start = """
        import os, resource, signal, sys
        from pathlib import Path
        import pipeline.intake.store as store
        from pipeline.errors import MeldcodeError
        from pipeline.intake import load_deliveries
        from pipeline.workspace import Workspace
        workspace, paths = Workspace(Path(sys.argv[1])), [Path(p) for p in sys.argv[2:]]
    """
    return subprocess.run(
        [
            *(sys.executable, "-c", textwrap.dedent(start) + textwrap.dedent(code)),
            *map(str, (workspace.root, *arguments)),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        check=False,
    )
