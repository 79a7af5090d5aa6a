"""The checks of .ci/check.py pass: format, lint, types and SQL."""

import subprocess
import sys

import pytest

from tests.docs.repository import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["format", "lint", "types", "sql"])
def test_nothing_is_found(name):
    done = subprocess.run(
        [sys.executable, ".ci/check.py", name], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
