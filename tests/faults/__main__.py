"""Kills the stages and prints what was left: `python -m tests.faults 300 --only load,build`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.stages import NAMES, load_everything_once, make_stages
from tests.faults.trial import Tally, Trial

SHARE = {"eerste": 15, "load": 20, "build": 20, "release": 20, "purge": 15, "report": 10}
"""How the kills are divided, in percent; a report farm costs the most time."""


def main() -> int:
    """Kill as often as asked and print what was found; 1 when anything was not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(NAMES))
    chosen = parser.parse_args()
    names = [name for name in NAMES if name in chosen.only.split(",")]
    load_everything_once()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="storing-") as folder:
        stages = make_stages(Path(folder))
        whole = sum(SHARE[name] for name in names)
        tallies = {}
        for name in names:
            share = max(1, round(chosen.kills * SHARE[name] / whole))
            tallies[name] = Trial(stages[name], Path(folder), chosen.seed).kill(share)
            _print(name, tallies[name])
    wrong = [line for tally in tallies.values() for line in tally.wrong]
    kills = sum(sum(t.kills.values()) - t.kills["missed"] for t in tallies.values())
    again = sum(tally.finished for tally in tallies.values())
    print(f"{kills} kills, {again} runs after them that finished, {len(wrong)} things wrong")
    print(f"seed {chosen.seed}, {time.monotonic() - started:.0f} s")
    print("\n".join(wrong))
    return 1 if wrong else 0


def _print(name: str, tally: Tally) -> None:
    left = ", ".join(f"{kind} {count}" for kind, count in sorted(tally.kills.items()))
    print(f"{name:<8} left as: {left}; finished after it: {tally.finished}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
