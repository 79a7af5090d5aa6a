"""After kill -9 nothing is lost or half-published; the next run ends as an undisturbed one.

Hundreds of kills: `python -m tests.faults 300 --seed 2`.
"""

import subprocess
import sys

import pytest

from tests.faults.places import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="a fork is a thing of POSIX"),
]


def test_a_stage_that_is_killed_leaves_the_workspace_as_before_or_as_after():
    words = [sys.executable, "-m", "tests.faults", "10"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=590, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 things wrong" in done.stdout


def test_work_that_hangs_is_killed_when_its_time_is_over():
    code = """
import time
from tests.faults import kill
kill.TIMEOUT = 0.3
try:
    kill.run(lambda: time.sleep(600))
except TimeoutError as problem:
    print(problem)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert done.stdout == "the work hangs\n", done.stderr
