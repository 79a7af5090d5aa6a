"""A small disk or a read-only one, and a made-up workspace to put on it."""

import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
ROOM = 8 * 1024
"""Bytes that are left on the full disk."""
SECONDS = 240
IMPORTED = [
    "papermill",
    "pipeline.__main__",
    "pipeline.disclosure.gate",
    "pipeline.intake",
    "pipeline.marts",
    "pipeline.report.batch",
    "pipeline.report.worker",
    "pipeline.retention",
]


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
    """Run `meldcode` on a workspace in a process of its own; `before` runs in it first.

    It is a fork of a server that has imported everything and opened nothing: importing takes longer
    than most commands.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    words = ("--workspace", str(root), *arguments)
    with TemporaryDirectory() as folder:
        told = [Path(folder) / name for name in ("out", "err")]
        process = context.Process(target=_be_meldcode, args=(words, key, told, before))
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"meldcode {arguments[0]} hangs")
        return Said(process.exitcode, *(file.read_text(encoding="utf-8") for file in told))


def _be_meldcode(
    words: Sequence[str], key: Path, told: Sequence[Path], before: Callable[[], None] | None
) -> None:
    for number, file in enumerate(told, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    os.environ["MELDCODE_KEY_FILE"] = str(key)
    os.chdir(ROOT)
    if before is not None:
        before()
    from pipeline.__main__ import main

    sys.argv = ["meldcode", *words]
    main()
