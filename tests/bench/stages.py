"""The stages that are measured, and their floors. Imports and preparation are not on the clock.

Each function prepares, and returns the work. Work may return a dict: what it tells beside its time
(`seconds` in it replaces the time of the whole).
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.workspace import Workspace
from tests.bench.process import peak_since_last

Told = dict[str, float]
Work = Callable[[], Any]
MEMORY = "2GB"
YEARS = 10
"""School years of a made-up country: the ten up to the day of the sample, from 2016-2017 on."""
FLOOR = (
    "CREATE OR REPLACE TEMP TABLE vloer AS"
    " SELECT zaak_nr, count(*) AS aantal FROM stg_gebeurtenis GROUP BY zaak_nr"
)
LIFE_TABLES = ("mart_overleving", "mart_uitkomst", "mart_duur")


def _workspace(folder: Path) -> Workspace:
    return Workspace(folder / "werkmap")


def sample(folder: Path, cases: str, seed: str = "1") -> Work:
    """Ten school years of schools with some 150 cases each: 6,600 schools at a million cases."""
    from pipeline.sample import make_sample

    schools = max(6, int(cases) * 6600 // 1_000_000)
    rate = int(cases) / (schools * (YEARS - 0.5)) / 235 * 1000

    def work() -> Told:
        made = make_sample(
            folder / "in", schools=schools, years=YEARS, seed=int(seed), cases_per_1000=rate
        )
        return {"schools": made.schools, "cases": made.cases, "events": made.events}

    return work


def bestuur(folder: Path, schools: str) -> Work:
    """An ordinary bestuur: three school years, about three cases a school and year."""
    from pipeline.sample import make_sample

    return lambda: make_sample(folder / "in", schools=int(schools), years=3) and None


def load(folder: Path) -> Work:
    from pipeline.intake import load_deliveries
    from pipeline.key import ensure_key

    ensure_key()
    deliveries = sorted(path for path in (folder / "in").iterdir() if path.name != "truth")

    def work() -> None:
        checks = load_deliveries(_workspace(folder), deliveries, memory_limit=MEMORY)
        assert all(check.is_taken for check in checks), "a delivery was refused"

    return work


def build(folder: Path) -> Work:
    """All marts; tells the processor time of the floor, the norms, the life tables and each mart.

    `peak NAME` is the highest resident MB while that part was made (0 where the system has none).
    """
    from pipeline.marts import build as build_marts

    floor = _scan_seconds(folder)

    def work() -> Told:
        marks: list[tuple[str, float, float]] = []

        def mark(_done: int, _total: int, what: str) -> None:
            marks.append((what, time.process_time(), peak_since_last()))

        peak_since_last()
        build_marts(_workspace(folder), memory_limit=MEMORY, progress=mark)
        parts = [(what, later - at, peak) for (what, at, _), (_, later, peak) in pairwise(marks)]
        took = {what: seconds for what, seconds, _ in parts}
        life = sum(took[name] for name in LIFE_TABLES)
        life_peak = max(peak for what, _, peak in parts if what in LIFE_TABLES)
        peaks = {f"peak {what}": peak for what, _, peak in parts}
        return {"floor": floor, "life tables": life, "peak life tables": life_peak, **took, **peaks}

    return work


def _scan_seconds(folder: Path) -> float:
    """Return the floor: one scan and group of the same events, the middle of five."""
    from pipeline.warehouse import open_cases

    taken = []
    with open_cases(_workspace(folder), read_only=True, memory_limit=MEMORY) as connection:
        for _ in range(6):
            started = time.process_time()
            connection.execute(FLOOR)
            taken.append(time.process_time() - started)
    return statistics.median(taken[1:])


def alternatives(folder: Path) -> Work:
    """The same questions in pandas, and in pm4py where it is installed."""
    from pipeline.warehouse import open_cases
    from tests.bench.alternatives import measure_pandas, measure_pm4py, measure_sql

    with open_cases(_workspace(folder), read_only=True) as connection:
        events = connection.execute(
            "SELECT zaak_nr, school_id, soort, gebeurtenis.datum::TIMESTAMP AS datum"
            " FROM stg_gebeurtenis AS gebeurtenis INNER JOIN stg_zaak USING (zaak_nr)"
        ).df()
    return lambda: measure_sql(events) | measure_pandas(events) | measure_pm4py(events)


def release(folder: Path) -> Work:
    from pipeline.disclosure.gate import release as release_tables

    def work() -> Told:
        made = release_tables(_workspace(folder))
        return {"tables": made.tables, "hidden": made.hidden}

    return work


def report(folder: Path) -> Work:
    """One directie report."""
    from pipeline.report import make_reports
    from pipeline.warehouse import open_cases

    with open_cases(_workspace(folder), read_only=True) as connection:
        rows = connection.execute("SELECT school_id FROM stg_levering ORDER BY ALL").fetchall()
    school = rows[0][0]
    return lambda: make_reports(_workspace(folder), editions=("directie",), school=school) and None


def farm(folder: Path, *formats: str) -> Work:
    """A directie report for every school that has none yet in these formats."""
    from pipeline.report import make_reports

    def work() -> Told:
        done = make_reports(_workspace(folder), editions=("directie",), formats=formats)
        assert not done.failed, "a report failed"
        return {"reports": len(done.made)}

    return work


def empty_notebook(folder: Path) -> Work:
    """papermill on a notebook with one empty cell."""
    import nbformat
    import papermill

    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("")])
    empty.metadata.kernelspec = {"name": "python3", "display_name": "python3", "language": "python"}
    path = folder / "empty.ipynb"
    nbformat.write(empty, path)
    return lambda: (
        papermill.execute_notebook(path, folder / "out.ipynb", progress_bar=False, log_output=False)
        and None
    )


def demo(folder: Path) -> Work:
    """`meldcode demo` in an empty folder: the whole job, from nothing to an index page."""
    command = [sys.executable, "-m", "pipeline", "--workspace", str(folder / "demo"), "demo"]
    return lambda: subprocess.run(command, capture_output=True, check=True) and None


def imports(_folder: Path) -> Work:
    """A Python that imports what every report needs."""
    command = [sys.executable, "-c", "import pandas, duckdb, altair"]
    return lambda: subprocess.run(command, check=True) and None


def clean_delivery(folder: Path, cases: str) -> Work:
    """One delivery without a fault, for `bare` and `clean_load`."""
    from tests.bench.intake import write_delivery

    return lambda: write_delivery(folder / "in" / "school", int(cases))


def bare(folder: Path) -> Work:
    from tests.bench.intake import bare_load

    return bare_load(folder)


if __name__ == "__main__":
    stage, folder, *arguments = sys.argv[1:]
    work = globals()[stage](Path(folder), *arguments)
    before, started = sum(os.times()[:4]), time.perf_counter()
    told = work()
    seconds, processor = time.perf_counter() - started, sum(os.times()[:4]) - before
    print(json.dumps({"seconds": seconds, "processor": processor, **(told or {})}))
