"""Runs the command in this process on a console that knows the characters of one encoding only."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest

from pipeline.__main__ import main


def run_on_console(words: list[str], encoding: str) -> tuple[int, bytes, bytes]:
    """Return the exit code of a command line and what its console got: bytes of the two streams.

    Python makes the streams of a process in the same way: an unknown character is an error.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, errors="strict") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["meldcode", *words])
        patch.setattr(os, "umask", lambda mask: mask)  # this process makes other files too
        with pytest.raises(SystemExit) as ended:
            main()
        out.flush()
        err.flush()
    return int(ended.value.code or 0), out.buffer.getvalue(), err.buffer.getvalue()
