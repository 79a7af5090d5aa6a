"""A stage in a process of its own: its seconds, its peak memory, and what else it tells."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measure:
    """Seconds of work, of them of the processor (also of its children), peak resident MB of the
    process, and what the stage tells by name."""

    seconds: float
    processor: float
    peak: float
    told: dict[str, float]


def run_stage(stage: str, folder: Path, *arguments: object) -> Measure:
    """Run one stage of `tests.bench.stages`; raises RuntimeError when it fails."""
    environment = os.environ | {"MELDCODE_KEY_FILE": str(folder / "sleutel")}
    command = [sys.executable, "-m", "tests.bench.stages", stage, str(folder), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{stage} {arguments} ended with {process.returncode}")
    told = json.loads(printed.splitlines()[-1])
    # `peak_since_last` makes the system forget an earlier peak.
    parts = [value for name, value in told.items() if name.startswith("peak ")]
    peak = max([usage.ru_maxrss / 1024, *parts])
    return Measure(told.pop("seconds"), told.pop("processor"), peak, told)


def peak_since_last() -> float:
    """Return the highest resident MB of this process since the last call; 0 where Linux is not."""
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not reset.exists():
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("utf-8"))
    reset.write_text("5", "utf-8")
    return int(found.group(1)) / 1024 if found else 0
