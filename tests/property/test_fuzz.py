"""A few hundred of the inputs of `python -m tests.fuzz`, and every one that once failed."""

import pytest

from tests.fuzz.__main__ import CORPUS, Fuzzer
from tests.fuzz.targets import TARGETS, replay

INPUTS = {"checked": 5, "declaration": 25, "arguments": 25}


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_gives_a_traceback_a_hang_or_a_value_in_a_message(target):
    fuzzer = Fuzzer(target)
    fuzzer.run(INPUTS.get(target, 60), seed=7)
    assert fuzzer.failures == {}
    assert fuzzer.count > 0


@pytest.mark.parametrize(
    ("target", "file"), [pytest.param(*each, id=each[1].stem) for each in replay(CORPUS)]
)
def test_what_once_failed_is_clean(target, file):
    TARGETS[target](file.read_bytes())
