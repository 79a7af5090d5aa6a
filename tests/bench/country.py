"""The whole country on one machine: a million cases of 6,600 schools, from made-up files to marts.

    python -m tests.bench.country FOLDER              everything, about half an hour on two cores
    python -m tests.bench.country FOLDER --steps 1 2  only some steps; the last one builds

Ten steps each make 660 schools (one bestuur, eight school years, a hundred thousand cases) and load
them into one workspace, as deliveries come in batches; the files are deleted again. The eleventh
builds all marts. DuckDB has 2 GB. A release is made per bestuur, in a workspace of its own:
`python -m tests.bench --only release` measures that.
"""

import argparse
import shutil
from pathlib import Path

from tests.bench.process import Measure, run_stage

BATCHES, CASES = 10, 100_000
BUILD = BATCHES + 1


def take_batch(folder: Path, number: int) -> None:
    """Make one bestuur and load it beside those that are there."""
    made = run_stage("sample", folder, CASES, number)
    loaded = run_stage("load", folder)
    shutil.rmtree(folder / "in")
    told = made.told
    what = f"{told['schools']:.0f} schools, {told['cases']:.0f} cases, {told['events']:.0f} events"
    _say(f"sample {number}", made, what)
    _say(f"load {number}", loaded, f"{_size(folder)} MB in zaken.duckdb")


def build(folder: Path) -> None:
    """Build the marts of everything, and print the slowest beside one scan of the events."""
    done = run_stage("build", folder)
    _say("build", done, f"{_size(folder)} MB in zaken.duckdb")
    floor = done.told.pop("floor")
    print(f"{floor:9.2f} s  one scan and group of the events")
    for name, seconds in sorted(done.told.items(), key=lambda item: -item[1])[:10]:
        print(f"{seconds:9.2f} s  {seconds / floor:6.1f} x  {name}")


def _say(what: str, done: Measure, note: str) -> None:
    print(f"{what:<10} {done.seconds:8.1f} s  {done.peak:6.0f} MB peak  {note}", flush=True)


def _size(folder: Path) -> int:
    return (folder / "werkmap" / "zaken.duckdb").stat().st_size // 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.country", description=__doc__)
    parser.add_argument("folder", type=Path, help="needs some 3 GB of room")
    parser.add_argument("--steps", type=int, nargs="+", default=range(1, BUILD + 1))
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for step in chosen.steps:
        build(chosen.folder) if step == BUILD else take_batch(chosen.folder, step)


if __name__ == "__main__":
    main()
