"""One trial: kill a stage a few times over, look at what is left each time, then let it finish."""

import os
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.workspace import Workspace
from tests.faults.kill import run
from tests.faults.stages import Stage
from tests.faults.state import everything, leftovers

CHAIN = 6
"""Kills one after the other on one workspace, before it may finish."""
ORPHAN_SECONDS = 20


@dataclass
class Tally:
    """What the kills of one stage showed; `wrong` says where something was not as it must be."""

    kills: Counter[str] = field(default_factory=Counter)
    finished: int = 0
    wrong: list[str] = field(default_factory=list)


def look(root: Path) -> dict[str, Any]:
    """Return what a workspace holds, read in a fork; raises when something is not whole."""
    return run(lambda: everything(root)).answer  # type: ignore[no-any-return]


class Trial:
    """A stage with what it starts from and what it ended with when nobody disturbed it."""

    def __init__(self, stage: Stage, folder: Path, seed: int) -> None:
        self.stage, self.folder = stage, folder
        self.random = random.Random(f"{seed} {stage.name}")
        self.before = look(stage.before)
        self.after = look(stage.after)
        self.tally = Tally()

    def _copy(self, name: str) -> Path:
        root = self.folder / f"{self.stage.name}-{name}"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.stage.before, root)
        return root

    def kill(self, times: int) -> Tally:
        """Kill so many times, in chains, and let every chain finish."""
        while times > 0:
            root = self._copy("gestoord")
            for _ in range(min(times, CHAIN)):
                self._kill_once(root)
            times -= CHAIN
            self._finish(root)
        return self.tally

    def _kill_once(self, root: Path) -> None:
        at = self.random.randint(1, self.stage.events)
        delay = self.random.choice([0.0, self.random.uniform(0.0, 0.05)])
        ending = run(self.stage.work(root), kill_at=at, delay=delay)
        _wait_for_orphans(root)
        where = f"{self.stage.name}, event {at} of {self.stage.events}, {1000 * delay:.0f} ms later"
        try:
            found = look(root)
        except Exception as problem:
            self.tally.wrong.append(f"{where}: {problem}")
            return
        if not ending.was_killed:
            self.tally.kills["missed"] += 1
        else:
            self.tally.kills[self._judge(found, where)] += 1

    def _judge(self, found: dict[str, Any], where: str) -> str:
        """Return whether the work stands as before, as after, or (per file) in between."""
        kinds = set()
        for what, now in found.items():
            old, new = self.before[what], self.after[what]
            if old == new == now:
                continue
            if now == old:
                kinds.add("before")
            elif now == new:
                kinds.add("after")
            elif _is_between(what, now, old, new):
                kinds.add("between")
            else:
                self.tally.wrong.append(f"{where}: {what} is neither as before nor as after")
        return kinds.pop() if len(kinds) == 1 else "between" if kinds else "before"

    def _finish(self, root: Path) -> None:
        code = run(self.stage.work(root)).answer
        found, left = look(root), leftovers(Workspace(root))
        differs = [what for what in found if found[what] != self.after[what]]
        if code != 0 or differs or left:
            self.tally.wrong.append(
                f"{self.stage.name}, run again: exit code {code}, differs in"
                f" {', '.join(differs) or 'nothing'}, left behind {left}"
            )
        self.tally.finished += 1


def _is_between(what: str, now: Any, old: Any, new: Any) -> bool:
    """Return whether each file of many is as before, as after, or not there yet.

    A release is moved into place file by file, each in one step, and finished by the next command;
    reports are made one by one; a purge deletes raw deliveries one by one.
    """
    if what in ("published", "reports"):
        return all(value in (old.get(name), new.get(name)) for name, value in now.items())
    return what == "deliveries" and set(new) <= set(now) <= set(old)


def _wait_for_orphans(root: Path) -> None:
    """Give kernels of a killed farm time to see that nobody is there any more."""
    end = time.monotonic() + ORPHAN_SECONDS
    while _processes_on(root):
        if time.monotonic() > end:
            raise AssertionError(f"a killed run left a process behind for {ORPHAN_SECONDS} s")
        time.sleep(0.1)


def _processes_on(root: Path) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if str(root).encode() in words and int(place.name) != os.getpid():
            found.append(int(place.name))
    return found
