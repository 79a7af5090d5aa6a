"""Runs every check that is not a test, and says at the end which failed.

    .venv/bin/python .ci/check.py          all of them
    .venv/bin/python .ci/check.py format   one, by its name

`python start.py test` sets up what they need. CI runs the same.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]
CHECKS = {
    "format": [*PYTHON, "ruff", "format", "--check", "."],
    "lint": [*PYTHON, "ruff", "check", "."],
    "types": [*PYTHON, "mypy"],
    "sql": [*PYTHON, "sqlfluff", "lint", "--processes", "1", "pipeline"],
    "pages": [*PYTHON, "pytest", "-q", "tests/docs", "-m", "not slow"],
}


def main(names: list[str]) -> int:
    """Run the named checks, all when none; returns how many failed."""
    unknown = set(names) - set(CHECKS)
    if unknown:
        sys.exit(f"unknown check {', '.join(sorted(unknown))}; choices: {', '.join(CHECKS)}")
    results = {name: run(name) for name in names or CHECKS}
    for name, (code, seconds) in results.items():
        print(f"{'ok' if code == 0 else 'FAILED':<7} {name:<7} {seconds:5.0f} s")
    return sum(code != 0 for code, _ in results.values())


def run(name: str) -> tuple[int, float]:
    print(f"--- {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(CHECKS[name], cwd=ROOT, check=False).returncode
    return code, time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
