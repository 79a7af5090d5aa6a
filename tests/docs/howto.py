"""Follows a how-to page literally in a copy of the checkout: makes its files, runs its commands.

Four sentences mean something, each with the block below it: "Create `file`:", "Append to `file`:",
"In `file`, below `line`:" and "In `file`, instead of `line`:". A console block is run; each line
below a command must stand in what it prints, in that order, where … stands for anything.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_STEP = re.compile(
    r"^(?:(?P<do>Create|Append to) `(?P<file>[^`]+)`"
    r"|In `(?P<where>[^`]+)`, (?P<place>below|instead of) `(?P<line>[^`]+)`)"
    r":\n\n```\w+\n(?P<text>.*?)^```"
    r"|^```console\n(?P<console>.*?)^```",
    re.M | re.S,
)


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    printed: str
    code: int


def follow(page: str, checkout: Path) -> Iterator[tuple[str, list[str], Done]]:
    """Take every step of a page; yields each command, the lines it must print, and what it did."""
    for step in _STEP.finditer(page):
        if step["console"] is None:
            change(checkout, step)
            continue
        for command, expected in commands(step["console"]):
            yield command, expected, run(command, checkout)


def change(checkout: Path, step: "re.Match[str]") -> None:
    """Make one change to a file; the line it speaks of must stand there once."""
    path = checkout / (step["file"] or step["where"])
    if step["do"] == "Create":
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not path.exists(), f"{path} is there already"
        path.write_text(step["text"], "utf-8")
        return
    text = path.read_text("utf-8")
    if step["do"]:
        path.write_text(text + step["text"], "utf-8")
        return
    line = step["line"] + "\n"
    assert text.count(line) == 1, f"{path.name} has {text.count(line)} lines: {line}"
    new = step["text"] if step["place"] == "instead of" else line + step["text"]
    path.write_text(text.replace(line, new), "utf-8")


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a console block with the lines below it."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, *expected = part.rstrip("\n").split("\n")
        yield command, expected


def run(command: str, checkout: Path) -> Done:
    """Run a command in the copy: `meldcode` and `python` are those of this environment."""
    first, *words = shlex.split(command)
    start = {"meldcode": [sys.executable, "-m", "pipeline"], "python": [sys.executable]}[first]
    given = [name for word in words for name in _spread(word, checkout)]
    done = subprocess.run(
        [*start, *given],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Done(done.stdout, done.returncode)


def _spread(word: str, checkout: Path) -> list[str]:
    """Return the files that a word with * stands for, as a shell does."""
    found = sorted(checkout.glob(word)) if "*" in word else []
    return [path.relative_to(checkout).as_posix() for path in found] or [word]


def is_printed(expected: list[str], printed: str) -> bool:
    """Return whether the lines stand in what was printed, in order, where … is anything."""
    lines = iter(printed.splitlines())
    patterns = (
        ".*".join(map(re.escape, line.split("…"))).replace(r"\ ", r"\s+") for line in expected
    )
    return all(any(re.search(pattern, line) for line in lines) for pattern in patterns)
