"""The tracked files of this checkout, and the Markdown among them."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.M | re.S)


@cache
def tracked() -> tuple[str, ...]:
    """Return the tracked files that are there, or skip where git is not."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git here")
    return tuple(name for name in done.stdout.split("\0") if name and (ROOT / name).is_file())


def read(name: str) -> str:
    """Return the text of a tracked file."""
    return (ROOT / name).read_text("utf-8")


def blocks(text: str, kind: str = "") -> list[str]:
    """Return the fenced blocks of one kind."""
    return [content for found, content in _BLOCK.findall(text) if found == kind]


def without_blocks(text: str) -> str:
    """Return the text without its fenced blocks."""
    return _BLOCK.sub("", text)
