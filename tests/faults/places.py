"""A small disk or a read-only one, and a made-up workspace to put on it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOM = 8 * 1024
"""Bytes that are left on the full disk."""


def mount(folder: Path, options: str) -> bool:
    """Mount a disk in memory with these options; False where that is not permitted."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    with suppress(OSError):
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False


def remount(folder: Path, options: str) -> None:
    """Change the options of a mounted disk."""
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def unmount(folder: Path) -> None:
    """Take the disk away, with everything on it."""
    subprocess.run(["umount", "-l", str(folder)], check=False)


def used(folder: Path) -> int:
    """Return how many bytes of a disk are taken."""
    return shutil.disk_usage(folder).used


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """Return the one or two lines of the error; fails when there are more, or a traceback."""
        assert "Traceback" not in self.err + self.out, self.err
        assert 1 <= len(self.err.strip().splitlines()) <= 2, self.err
        return self.err.strip()


def meldcode(
    root: Path, *arguments: str, key: Path, before: Callable[[], None] | None = None
) -> Said:
    """Run `meldcode` on a workspace in a process of its own; `before` runs in it first."""
    words: Sequence[str] = (sys.executable, "-m", "pipeline", "--workspace", str(root), *arguments)
    environment = os.environ | {"MELDCODE_KEY_FILE": str(key)}
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        timeout=240,
        cwd=ROOT,
        env=environment,
        preexec_fn=before,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)
