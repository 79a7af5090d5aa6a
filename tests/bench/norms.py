"""Times all norms beside one scan of the events: `python -m tests.bench.norms 10000 100000`.

The floor is `SELECT zaak_nr, count(*) FROM stg_gebeurtenis GROUP BY zaak_nr` on the same
connection, taken before and after; machines are shared, so read the ratio. `mart_zaak`, on which
the norms are conditions, is made beforehand: it serves every mart.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.marts.reference import write_reference
from pipeline.norms import build
from pipeline.norms.build import build_norms
from pipeline.paths import SQL
from pipeline.schema.meldcode import read_meldcode
from pipeline.warehouse import Connection, open_cases
from pipeline.workspace import Workspace
from tests.bench.spine import run_stage

FLOOR = (
    "CREATE OR REPLACE TEMP TABLE vloer AS"
    " SELECT zaak_nr, count(*) AS aantal FROM stg_gebeurtenis GROUP BY zaak_nr"
)


def median_seconds(work: Callable[[], object], times: int = 3) -> float:
    """Return the median of some runs, after one that warms up."""
    work()
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def measure(connection: Connection) -> dict[str, float]:
    """Return the seconds of the floor, of the wide tables and queries, and of the whole step."""
    write_reference(connection)
    query = (SQL / "mart_zaak.sql").read_text(encoding="utf-8")
    connection.execute(f"CREATE OR REPLACE TABLE mart_zaak AS {query}")
    build_norms(connection)
    before = median_seconds(lambda: connection.execute(FLOOR))
    judging = median_seconds(lambda: build.judge_units(connection, read_meldcode()))
    whole = median_seconds(lambda: build_norms(connection))
    after = median_seconds(lambda: connection.execute(FLOOR))
    return {"floor": statistics.mean((before, after)), "judging": judging, "whole": whole}


def main(sizes: list[int]) -> None:
    """Print one line per size: seconds, and the ratio to the floor of the same run."""
    print(f"{'cases':>9} {'events':>9} {'floor s':>8} {'judge s':>8} {'all s':>8} {'ratio':>6}")
    for cases in sizes:
        with tempfile.TemporaryDirectory() as name:
            for stage in ("sample", "load"):
                run_stage(stage, Path(name), cases)
            print_measure(Path(name))


def print_measure(folder: Path) -> None:
    """Measure the workspace that the stages left in `folder`."""
    with open_cases(Workspace(folder / "werkmap")) as connection:
        amounts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
            for table in ("stg_zaak", "stg_gebeurtenis")
        ]
        found = measure(connection)
    print(
        f"{amounts[0]:>9} {amounts[1]:>9} {found['floor']:8.3f} {found['judging']:8.2f}"
        f" {found['whole']:8.2f} {found['whole'] / found['floor']:6.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
