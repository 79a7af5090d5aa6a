"""Clean is: an answer or an error of this package, in time, with no value of a record in it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipeline.errors import MeldcodeError

SECRET = "Kwispelstaart"
"""Stands in records for what may never come back in a message."""
SECONDS = 20


class Hang(Exception):
    """A reader did not answer in time."""


@contextmanager
def in_time() -> Iterator[None]:
    """Fail when the body takes longer than SECONDS; without signals (Windows) nobody watches."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: Any) -> None:
        raise Hang(f"no answer in {SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def clean(*, is_record: bool = True) -> Iterator[None]:
    """Let the package's own errors pass; fail on a value in their words, and on any other error."""
    try:
        with in_time():
            yield
    except MeldcodeError as problem:
        assert not is_record or SECRET not in str(problem), "a message repeats a value"
        assert len(str(problem).splitlines()) <= 2, "a message of more than two lines"
