"""One stage of the job, or its floor, in a process of its own: prints the seconds it took.

Called by `spine.py`; each function's work is what the clock sees, imports are not.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.workspace import Workspace

Work = Callable[[], object]


def sample(folder: Path, cases: int) -> Work:
    from pipeline.sample import make_sample

    schools = max(12, min(400, cases // 250))
    rate = cases / (schools * 3) / 240 * 1000
    return lambda: make_sample(folder / "in", schools=schools, years=3, cases_per_1000=rate)


def load(folder: Path, _cases: int) -> Work:
    from pipeline.intake import load_deliveries
    from pipeline.key import ensure_key

    ensure_key()
    deliveries = sorted(path for path in (folder / "in").iterdir() if path.name != "truth")
    return lambda: load_deliveries(Workspace(folder / "werkmap"), deliveries)


def floor_load(folder: Path, _cases: int) -> Work:
    """The same rows as typed columns, from one CSV per table into a plain file: no checks."""
    import duckdb

    from pipeline.warehouse import open_cases

    with open_cases(Workspace(folder / "werkmap"), read_only=True) as cases:
        names = [row[0] for row in cases.execute("SHOW TABLES").fetchall()]
        frames = {n: cases.execute(f"FROM {n}").fetch_arrow_table() for n in names if "stg_" in n}
    plain = duckdb.connect(str(folder / "floor.duckdb"))
    for name, frame in frames.items():
        plain.register("frame", frame)
        plain.execute(f"COPY frame TO '{folder / name}.csv' (HEADER)")
        plain.execute(f"CREATE TABLE {name} AS FROM frame LIMIT 0")
        plain.unregister("frame")

    def copy() -> None:
        for name in frames:
            plain.execute(f"COPY {name} FROM '{folder / name}.csv' (HEADER)")
        plain.execute("CHECKPOINT")

    return copy


def build(folder: Path, _cases: int) -> Work:
    from pipeline.marts import build as build_marts

    return lambda: build_marts(Workspace(folder / "werkmap"))


def floor_build(folder: Path, _cases: int) -> Work:
    """One scan and group of the same events."""
    from pipeline.warehouse import open_cases

    def scan() -> None:
        with open_cases(Workspace(folder / "werkmap"), read_only=True) as cases:
            started = time.perf_counter()
            cases.execute(
                "SELECT zaak_nr, count(*) FROM stg_gebeurtenis GROUP BY zaak_nr"
            ).fetch_arrow_table()
            scan.seconds = time.perf_counter() - started  # type: ignore[attr-defined]

    return scan


def release(folder: Path, _cases: int) -> Work:
    from pipeline.disclosure.gate import release as release_tables

    return lambda: release_tables(Workspace(folder / "werkmap"))


def report(folder: Path, _cases: int) -> Work:
    from pipeline.report import make_reports

    return lambda: make_reports(Workspace(folder / "werkmap"))


def floor_report(folder: Path, _cases: int) -> Work:
    """papermill on a notebook with one empty cell."""
    import nbformat
    import papermill

    empty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("")])
    empty.metadata.kernelspec = {"name": "python3", "display_name": "python3", "language": "python"}
    path = folder / "empty.ipynb"
    nbformat.write(empty, path)
    return lambda: papermill.execute_notebook(
        path, folder / "out.ipynb", progress_bar=False, log_output=False
    )


if __name__ == "__main__":
    stage, folder, cases = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    work = globals()[stage](folder, cases)
    started = time.perf_counter()
    work()
    seconds = getattr(work, "seconds", time.perf_counter() - started)
    print(json.dumps({"seconds": seconds}))
