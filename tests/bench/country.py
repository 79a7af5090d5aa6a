"""The whole country on one machine: a million cases of 6,600 schools, from made-up files to marts.

    python -m tests.bench.country FOLDER                      all steps; half an hour on two cores
    python -m tests.bench.country FOLDER --steps batch copy   only some of them, in this order
    python -m tests.bench.country FOLDER --steps build

`batch` makes a tenth of the country (660 schools, ten school years, a hundred thousand cases) and
loads it: deliveries come in batches, and a batch costs the same whichever it is. `copy` puts nine
copies of what was loaded beside it, under other schools and other numbers, and `build` makes all
marts of it. DuckDB has 2 GB throughout. A release is made per bestuur, in a workspace of its own:
`python -m tests.bench --only release` measures that.
"""

import argparse
import shutil
from pathlib import Path

from tests.bench.process import Measure, run_stage

CASES, COPIES = 100_000, 9
STEPS = ("batch", "copy", "build")


def batch(folder: Path) -> None:
    """Make a tenth of the country and load it."""
    made = run_stage("sample", folder, CASES)
    loaded = run_stage("load", folder)
    shutil.rmtree(folder / "in")
    told = made.told
    what = f"{told['schools']:.0f} schools, {told['cases']:.0f} cases, {told['events']:.0f} events"
    _say("sample", made, what)
    _say("load", loaded, f"{_size(folder)} MB in zaken.duckdb")


def copy(folder: Path) -> None:
    done = run_stage("copy", folder, COPIES)
    _say("copy", done, f"{done.told['cases']:.0f} cases, {done.told['events']:.0f} events")


def build(folder: Path) -> None:
    """Build the marts of everything, and print the slowest beside one scan of the events.

    Of each mart its processor time, and the peak of the process while it was made.
    """
    done = run_stage("build", folder)
    _say("build", done, f"{done.processor:.0f} s of processor, {_size(folder)} MB in zaken.duckdb")
    floor = done.told["floor"]
    print(f"{floor:9.2f} s  one scan and group of the events")
    took = {name: seconds for name, seconds in done.told.items() if f"peak {name}" in done.told}
    for name, seconds in sorted(took.items(), key=lambda item: -item[1])[:10]:
        peak = done.told[f"peak {name}"]
        print(f"{seconds:9.2f} s  {seconds / floor:6.1f} x  {peak:6.0f} MB  {name}")


def _say(what: str, done: Measure, note: str) -> None:
    print(f"{what:<8} {done.seconds:8.1f} s  {done.peak:6.0f} MB peak  {note}", flush=True)


def _size(folder: Path) -> int:
    return (folder / "werkmap" / "zaken.duckdb").stat().st_size // 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.country", description=__doc__)
    parser.add_argument("folder", type=Path, help="needs some 5 GB of room")
    parser.add_argument("--steps", choices=STEPS, nargs="+", default=STEPS)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for step in chosen.steps:
        globals()[step](chosen.folder)


if __name__ == "__main__":
    main()
