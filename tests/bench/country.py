"""The whole country on one machine: a million cases of 6,600 schools, from made-up files to marts.

    python -m tests.bench.country FOLDER                      all steps; an hour on two cores
    python -m tests.bench.country FOLDER --steps load         only some of them, in this order
    python -m tests.bench.country FOLDER --steps build

`load` makes and loads the country in ten batches, since deliveries never come all at once: of 660
schools, ten school years and a hundred thousand cases each, with a seed and so with schools and
cases of its own. `build` makes all marts of it. DuckDB has 2 GB throughout. A release is made per
bestuur, in a workspace of its own: `python -m tests.bench --only release` measures that.
"""

import argparse
import shutil
from pathlib import Path

from tests.bench.process import Measure, run_stage

CASES, BATCHES = 100_000, 10
STEPS = ("load", "build")


def load(folder: Path, batches: int) -> None:
    """Make and load one batch after the other; a line for each."""
    for seed in range(1, batches + 1):
        made = run_stage("sample", folder, CASES, seed)
        told = made.told
        what = (
            f"{told['schools']:.0f} schools, {told['cases']:.0f} cases, {told['events']:.0f} events"
        )
        _say("sample", made, what)
        _say("load", run_stage("load", folder), f"{_size(folder)} MB in zaken.duckdb")
        shutil.rmtree(folder / "in")


def build(folder: Path, _batches: int) -> None:
    """Build the marts of everything, and print the slowest beside one scan of the events.

    Of each mart its processor time, and the peak of the process while it was made.
    """
    done = run_stage("build", folder)
    _say("build", done, f"{_size(folder)} MB in zaken.duckdb")
    floor = done.told["floor"]
    print(f"{floor:9.2f} s  one scan and group of the events")
    took = {name: seconds for name, seconds in done.told.items() if f"peak {name}" in done.told}
    for name, seconds in sorted(took.items(), key=lambda item: -item[1])[:10]:
        peak = done.told[f"peak {name}"]
        print(f"{seconds:9.2f} s  {seconds / floor:6.1f} x  {peak:6.0f} MB  {name}")


def _say(what: str, done: Measure, note: str) -> None:
    processor = f"{done.processor:8.1f} s of processor"
    print(
        f"{what:<8} {done.seconds:8.1f} s {processor} {done.peak:6.0f} MB peak  {note}", flush=True
    )


def _size(folder: Path) -> int:
    return (folder / "werkmap" / "zaken.duckdb").stat().st_size // 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.country", description=__doc__)
    parser.add_argument("folder", type=Path, help="needs some 10 GB of room")
    parser.add_argument(
        "--batches", type=int, default=BATCHES, help="fewer make a part of the country"
    )
    parser.add_argument("--steps", choices=STEPS, nargs="+", default=STEPS)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for step in chosen.steps:
        globals()[step](chosen.folder, chosen.batches)


if __name__ == "__main__":
    main()
