"""Measures the whole job beside its floors and the alternatives, and prints one table.

    python -m tests.bench 10000 100000
    python -m tests.bench 1000000 --only load build
    python -m tests.bench --only release report demo

A size is a number of cases with ten to fourteen events each. Every stage runs in a process of its
own, under a memory limit of 2 GB for DuckDB; MB is the peak of that process. Every figure stands
beside another one of the same run, and `x` is their ratio: machines are shared and differ, ratios
hardly do. What is measured of a build is processor time, beside that of the scan; for norms and
life tables MB is the peak of the process while they were made. `slope` compares with the size
before: 1.0 is linear, below it cheaper per case.
`processor`, of reports and the demo and of what stands beside them: seconds of the processor, of
children too, which depend less on what else runs.
"""

import argparse
import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.process import Measure, run_stage

PARTS = ("load", "build", "alternatives", "release", "report", "demo")
HEADER = ("size", "what", "s", "MB", "beside", "s", "x", "slope", "processor")
WIDTHS = (">11", "<34", ">9", ">6", "<38", ">9", ">7", ">6", ">13")
SCAN = "one scan and group of the events"
BESTUREN = (12, 40, 80)


@dataclass(frozen=True)
class Line:
    """One line of the table: what took how long, and what stands beside it."""

    size: str
    what: str
    seconds: float
    peak: float | None = None
    beside: str = ""
    other: float | None = None
    cases: int = 0
    processor: tuple[float, float] | None = None


class Table:
    """Prints lines as they come, and remembers them for the slope."""

    def __init__(self) -> None:
        self.before: dict[str, Line] = {}
        print(self._row(HEADER))

    def _row(self, cells: tuple[str, ...]) -> str:
        pairs = zip(cells, WIDTHS, strict=True)
        return "  ".join(f"{cell:{width}}" for cell, width in pairs).rstrip()

    def add(self, line: Line) -> None:
        peak = "" if line.peak is None else f"{line.peak:.0f}"
        other = ratio = ""
        if line.other:
            other, ratio = f"{line.other:.3f}", f"{line.seconds / line.other:.1f}"
        cells = (line.size, line.what, f"{line.seconds:.2f}", peak, line.beside, other, ratio)
        processor = "{:.2f} / {:.2f}".format(*line.processor) if line.processor else ""
        print(self._row((*cells, self._slope(line), processor)), flush=True)

    def _slope(self, line: Line) -> str:
        before = self.before.get(line.what)
        self.before[line.what] = line
        if before is None or not line.cases or before.cases == line.cases:
            return ""
        return (
            f"{math.log(line.seconds / before.seconds) / math.log(line.cases / before.cases):.2f}"
        )


def measure_size(cases: int, parts: set[str]) -> Iterator[Line]:
    """Yield the lines of one size: from made-up deliveries to marts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drawn = run_stage("sample", folder, cases)
        size = f"{drawn.told['cases']:,.0f}"
        yield Line(size, "sample", drawn.seconds, drawn.peak, cases=cases)
        if "load" in parts:
            yield from _load_lines(size, cases)
        loaded = run_stage("load", folder)
        yield Line(size, "load, one per school", loaded.seconds, loaded.peak, cases=cases)
        if "build" in parts or "alternatives" in parts:
            built = run_stage("build", folder)
            other = run_stage("alternatives", folder) if "alternatives" in parts else None
            yield from _build_lines(size, cases, built, other)


def _load_lines(size: str, cases: int) -> Iterator[Line]:
    """One clean delivery, with every check, beside the bare typed load of the same files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_stage("clean_delivery", folder, cases)
        bare = run_stage("bare", folder)
        done = run_stage("load", folder)
    yield Line(
        size, "load, one delivery", done.seconds, done.peak, "bare typed load", bare.seconds, cases
    )


def _build_lines(size: str, cases: int, built: Measure, other: Measure | None) -> Iterator[Line]:
    floor, told = built.told["floor"], built.told
    norms, life = told["mart_norm"], told["life tables"]
    peaks = {"norms": told["peak mart_norm"], "life tables": told["peak life tables"]}
    parts = {
        "build, everything": built.processor,
        "norms": norms,
        "life tables": life,
        "other marts": built.processor - norms - life,
    }
    yield Line(size, SCAN, floor, cases=cases)
    for what, seconds in parts.items():
        peak = built.peak if what.startswith("build") else peaks.get(what)
        yield Line(size, what, seconds, peak, SCAN, floor, cases)
    if other is None:
        return
    for name, seconds in other.told.items():
        tool, _, what = name.partition(": ")
        if tool != "sql":
            same = other.told[f"sql: {what}"]
            yield Line(size, name, seconds, None, "the same in DuckDB's SQL", same, cases)


def measure_releases() -> Iterator[Line]:
    """Yield a release for besturen of some sizes; the second is of the same data."""
    for schools in BESTUREN:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            run_stage("bestuur", folder, schools)
            run_stage("load", folder)
            floor = run_stage("build", folder)
            done = run_stage("release", folder)
            size = f"{schools} schools"
            yield Line(size, "release", done.seconds, done.peak, "build", floor.seconds, schools)


def measure_report() -> Iterator[Line]:
    """Yield one report by itself, with nothing warm, and then one for every school."""
    schools = BESTUREN[-1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stage, *arguments in (("bestuur", schools), ("load",), ("build",), ("release",)):
            run_stage(stage, folder, *arguments)
        floor = run_stage("empty_notebook", folder)
        yield _report_line("one report", run_stage("report", folder), 1, floor)
        for formats in (("html",), ("html", "xlsx", "pdf")):
            done = run_stage("farm", folder, *formats)
            count = int(done.told["reports"])
            yield _report_line(f"each of {count}: {', '.join(formats)}", done, count, floor)


def _report_line(what: str, done: Measure, count: int, floor: Measure) -> Line:
    return Line(
        f"{BESTUREN[-1]} schools",
        what,
        done.seconds / count,
        done.peak,
        "papermill on an empty notebook",
        floor.seconds,
        processor=(done.processor / count, floor.processor),
    )


def measure_demo() -> Iterator[Line]:
    """Yield the whole job from an empty folder."""
    with tempfile.TemporaryDirectory() as name:
        done, floor = run_stage("demo", Path(name)), run_stage("imports", Path(name))
    yield Line(
        "12 schools",
        "demo, from nothing to reports",
        done.seconds,
        None,
        "python, import pandas, duckdb, altair",
        floor.seconds,
        processor=(done.processor, floor.processor),
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("cases", nargs="*", type=int, help="sizes, in cases")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    chosen = parser.parse_args()
    parts, table = set(chosen.only), Table()
    for cases in sorted(chosen.cases):
        for line in measure_size(cases, parts):
            table.add(line)
    others = {"release": measure_releases, "report": measure_report, "demo": measure_demo}
    for part, measure in others.items():
        if part in parts:
            for line in measure():
                table.add(line)


if __name__ == "__main__":
    main()
