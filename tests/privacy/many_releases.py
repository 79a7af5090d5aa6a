"""Thousands of random releases, in parts on every core, to go on with when they were stopped.

    python -m tests.privacy.random_releases [RELEASES] [SEED] [--jobs 2] [--log FILE]

A part is so many releases from a seed of its own, so the same command draws the same whatever the
number of jobs. `--log` keeps a line for each part that is done; with the same file those are not
drawn again. Ends with 1 when a hidden number was exact or narrowed.
"""

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from tests.privacy.random_releases import run

PART = 25
NUMBERS = ("releases", "sequences", "hidden", "withheld", "exact", "narrowed")


@dataclass
class Parts:
    """The parts that are done: name of the part, which holds its seed, and what it gave."""

    done: dict[str, dict[str, int]] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return all parts together as one line."""
        total = {name: sum(part[name] for part in self.done.values()) for name in NUMBERS}
        return (
            f"{total['releases']} releases in {total['sequences']} sequences, "
            f"{total['hidden']} hidden cells, {total['withheld']} tables withheld: "
            f"{total['exact']} exact, {total['narrowed']} narrowed"
        )

    def add(self, content: dict[str, object]) -> None:
        """Take in one part, as `draw_part` returns it."""
        self.done[str(content["part"])] = {name: int(str(content[name])) for name in NUMBERS}
        self.found += [f"{content['part']}: {one}" for one in content["found"]]  # type: ignore[attr-defined]


def part_names(releases: int, seed: int) -> list[str]:
    """Return the names of the parts that make up so many releases."""
    return [f"{seed}/{place}" for place in range(-(-releases // PART))]


def draw_part(name: str) -> dict[str, object]:
    """Draw one part and return what it gave."""
    tally = run(PART, name)
    return {
        "part": name,
        "releases": tally.releases,
        "sequences": tally.sequences,
        "hidden": tally.hidden,
        "withheld": tally.withheld,
        "exact": tally.exact,
        "narrowed": len(tally.found) - tally.exact,
        "found": [f"{number} {narrowed}" for number, narrowed in tally.found],
    }


def draw_all(names: list[str], jobs: int, log: Path | None) -> Parts:
    """Draw the parts that the log does not have, and return all of them together."""
    parts = Parts()
    for line in log.read_text("utf-8").splitlines() if log and log.exists() else ():
        content = json.loads(line)
        if content["part"] in names:
            parts.add(content)
    open_ = [name for name in names if name not in parts.done]
    with ProcessPoolExecutor(jobs) as pool:
        for future in as_completed([pool.submit(draw_part, name) for name in open_]):
            parts.add(future.result())
            if log:
                with log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(future.result()) + "\n")
            print(parts.line(), flush=True)
    return parts


def main() -> None:
    """Draw as many releases as asked and say what was found."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("releases", nargs="?", type=int, default=2000)
    options.add_argument("seed", nargs="?", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--log", type=Path)
    chosen = options.parse_args()
    began = time.perf_counter()
    parts = draw_all(part_names(chosen.releases, chosen.seed), chosen.jobs, chosen.log)
    print(parts.line(), f"in {time.perf_counter() - began:.0f} s")
    for one in parts.found[:20]:
        print(one)
    sys.exit(1 if parts.found else 0)
