"""Times the main job at several sizes beside its floors: `python -m tests.bench.spine 1000 10000`.

Every stage runs in a process of its own; peak is that process's largest resident memory. Ratios
are to the floor measured in the same run (floors as in the design: a bare typed load, one scan
and group of the events, papermill on an empty notebook).
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

STAGES = (
    ("sample", None),
    ("load", "floor_load"),
    ("build", "floor_build"),
    ("release", None),
    ("report", "floor_report"),
)


@dataclass(frozen=True)
class Measure:
    """Seconds of work and peak resident MB of one stage."""

    seconds: float
    peak: float


def run_stage(stage: str, folder: Path, cases: int) -> Measure:
    """Run one stage in its own process; raises when it fails."""
    environment = os.environ | {"MELDCODE_KEY_FILE": str(folder / "sleutel")}
    command = [sys.executable, "-m", "tests.bench.stages", stage, str(folder), str(cases)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{stage} at {cases} cases ended with {process.returncode}")
    return Measure(json.loads(printed.splitlines()[-1])["seconds"], usage.ru_maxrss / 1024)


def main(sizes: list[int]) -> None:
    """Print one line per size and stage."""
    print(f"{'cases':>9}  {'stage':<8} {'s':>8} {'MB':>6}   {'floor s':>8} {'ratio':>6}")
    for cases in sizes:
        with tempfile.TemporaryDirectory() as name:
            for stage, floor in STAGES:
                done = run_stage(stage, Path(name), cases)
                line = f"{cases:>9}  {stage:<8} {done.seconds:8.2f} {done.peak:6.0f}"
                if floor:
                    least = run_stage(floor, Path(name), cases)
                    line += f"   {least.seconds:8.3f} {done.seconds / least.seconds:6.1f}"
                print(line, flush=True)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1_000, 10_000])
