"""Where in the package something unforeseen happened: file and line, never what stood there."""

import re
from collections.abc import Iterable
from pathlib import Path
from traceback import extract_tb

from pipeline.paths import PACKAGE

_PLACE = re.compile(r"pipeline/([\w/]+\.py)\S*?:(\d+)")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def where_raised(problem: BaseException) -> str:
    """Return " (pipeline/x.py:12)", the innermost place of this package, or nothing."""
    frames = [(Path(frame.filename), frame.lineno) for frame in extract_tb(problem.__traceback__)]
    ours = [(path, line) for path, line in frames if PACKAGE in path.parents]
    if not ours:
        return ""
    path, line = ours[-1]
    return f" ({path.relative_to(PACKAGE.parent).as_posix()}:{line})"


def where_told(traceback: Iterable[str]) -> str:
    """Return the same of a traceback that a kernel wrote; its words are dropped."""
    text = _COLOUR.sub("", "\n".join(traceback)).replace("\\", "/")
    ours = [found for found in _PLACE.findall(text) if (PACKAGE / found[0]).is_file()]
    return " (pipeline/{}:{})".format(*ours[-1]) if ours else ""
