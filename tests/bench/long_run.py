"""A year of one bestuur in one go: a delivery of every school each week, a release each quarter.

    python -m tests.bench.long_run --schools 80 --weeks 52

Prints a line per quarter: how long a load, the build and the release took, and how large what stays
has become. Nothing here runs by the clock: the weeks are peildatums.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipeline.disclosure.gate import release
from pipeline.errors import DisclosureError
from pipeline.intake import load_deliveries
from pipeline.key import ensure_key
from pipeline.marts import build
from pipeline.sample import make_sample
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

LAST = date(2026, 1, 31)
QUARTER = 13
HEADER = (
    *("week", "cases", "load s", "build s", "release s", "released", "log rows"),
    *("zaken MB", "ledger KB", "moments KB", "publ. MB", "other KB", "files"),
)


@dataclass(frozen=True)
class Quarter:
    """What one quarter took, and how large the workspace is at its end."""

    week: int
    cases: int
    load_seconds: float
    build_seconds: float
    release_seconds: float
    released: str
    log_rows: dict[str, int]
    cases_bytes: int
    ledger_bytes: int
    moments_bytes: int
    publication_bytes: int
    other_bytes: int
    files: int

    def row(self) -> tuple[str, ...]:
        seconds = (self.load_seconds, self.build_seconds, self.release_seconds)
        sizes = (self.ledger_bytes, self.moments_bytes)
        return (
            *(str(self.week), str(self.cases)),
            *(f"{each:.1f}" for each in seconds),
            *(self.released, str(sum(self.log_rows.values())), f"{self.cases_bytes / 1e6:.1f}"),
            *(f"{each / 1e3:.0f}" for each in sizes),
            *(f"{self.publication_bytes / 1e6:.1f}", f"{self.other_bytes / 1e3:.0f}"),
            str(self.files),
        )


def simulate(
    root: Path, schools: int, weeks: int, quarter: int = QUARTER, seed: int = 1
) -> Iterator[Quarter]:
    """Deliver every week up to LAST and release every `quarter` weeks; yield a line for each.

    The same made-up schools have the same cases every week, known up to that week's peildatum.
    """
    workspace = Workspace(root / "werkmap")
    took = 0.0
    for week in range(1, weeks + 1):
        peildatum = LAST - timedelta(weeks=weeks - week)
        took += _deliver(workspace, root / "in", schools, seed, peildatum)
        if week % quarter == 0:
            building = _seconds(lambda: build(workspace))
            started = time.perf_counter()
            outcome = _release(workspace)
            times = (took / quarter, building, time.perf_counter() - started)
            yield _take_stock(workspace, week, times, outcome)
            took = 0.0


def _deliver(workspace: Workspace, folder: Path, schools: int, seed: int, day: date) -> float:
    """Load one delivery of every school and return the seconds of it."""
    made = make_sample(folder, schools=schools, years=3, seed=seed, peildatum=day)
    try:
        return _seconds(lambda: load_deliveries(workspace, made.deliveries))
    finally:
        shutil.rmtree(folder)


def _release(workspace: Workspace) -> str:
    try:
        made = release(workspace)
    except DisclosureError:
        return "nothing"
    return f"{made.tables} tables" if made.is_new else "held"


def _seconds(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _take_stock(
    workspace: Workspace, week: int, times: tuple[float, float, float], outcome: str
) -> Quarter:
    with open_cases(workspace, read_only=True) as connection:
        names = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
        rows = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
            for name in (*names, "stg_zaak")
            if name.startswith(("log_", "reject_")) or name == "stg_zaak"
        }
    cases = rows.pop("stg_zaak")
    files = {path: path.stat().st_size for path in workspace.root.rglob("*") if path.is_file()}
    sizes = [
        files.pop(workspace.cases),
        files.pop(workspace.ledger, 0),
        files.pop(workspace.root / "momenten.duckdb", 0),
    ]
    published = sum(size for path, size in files.items() if workspace.publication in path.parents)
    other = sum(files.values()) - published
    return Quarter(week, cases, *times, outcome, rows, *sizes, published, other, len(files))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.long_run", description=__doc__)
    parser.add_argument("--schools", type=int, default=80)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--quarter", type=int, default=QUARTER, help="weeks between two releases")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["MELDCODE_KEY_FILE"] = str(Path(name) / "sleutel")
        ensure_key()
        print("  ".join(f"{title:>10}" for title in HEADER))
        for line in simulate(Path(name), chosen.schools, chosen.weeks, chosen.quarter):
            print("  ".join(f"{cell:>10}" for cell in line.row()), flush=True)


if __name__ == "__main__":
    main()
