"""Kills releases half-way: `python -m tests.privacy.crash ORIGINAL FOLDER SEED KILLS`.

ORIGINAL is a workspace in which a release waits to be made. Each run is a process of its own, made
by fork before anything is opened, and ends with SIGKILL at a drawn place in the writing part. Then
another process makes the release again. Prints one JSON object per kill.
"""

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from pipeline.disclosure import gate, run
from pipeline.disclosure.ledger import read_ledger
from pipeline.disclosure.moments import read_moments
from pipeline.disclosure.safe_table import open_publication
from pipeline.workspace import Workspace

WRITING = {f"pipeline.disclosure.{name}" for name in ("publication", "ledger", "moments", "note")}


def in_child(work: Callable[[], Any]) -> Any:
    """Run `work` in a process of its own and return its answer, None when it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(write, json.dumps(work()).encode())
            os._exit(0)
        except BaseException as problem:
            os.write(write, json.dumps({"problem": repr(problem)}).encode())
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb") as answers:
        text = answers.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


def release_until(workspace: Workspace, last: int | None) -> dict[str, Any]:
    """Release; die at the `last`-th step of the writing part. Return how many steps there were."""
    steps = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal steps
        if frame.f_globals.get("__name__") in WRITING:
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    publish = run.Run._publish

    def watched(self: run.Run, *values: Any) -> gate.ReleaseSummary:
        sys.setprofile(count)
        try:
            return publish(self, *values)
        finally:
            sys.setprofile(None)

    run.Run._publish = watched  # type: ignore[method-assign]
    gate.release(workspace)
    return {"steps": steps, **state(workspace)}


def state(workspace: Workspace) -> dict[str, Any]:
    """Return what readers and the next release find; raises when any of it cannot be read."""
    published = open_publication(workspace.released)
    return {
        "in_force": published.edition.release_id,
        "content": published.edition.content_sha256,
        "ledger": [entry.release_id for entry in read_ledger(workspace.ledger).releases],
        "moments": sorted(read_moments(workspace)),
        "left": [path.name for path in workspace.publication.glob(".nieuw-*")],
        "notes": sorted(path.name for path in workspace.publication.glob("*.md")),
    }


def after_crash(workspace: Workspace) -> dict[str, Any]:
    """Return what a reader saw after the crash, and the state once the release was made again."""
    seen = open_publication(workspace.released).edition.release_id
    gate.release(workspace)
    return {"seen": seen, **state(workspace)}


def main(original: Path, folder: Path, seed: int, kills: int) -> None:
    whole = folder / "heel"
    shutil.copytree(original, whole)
    sound = in_child(lambda: release_until(Workspace(whole), None))
    print(json.dumps(sound), flush=True)
    for place in sorted(random.Random(seed).sample(range(1, sound["steps"] + 1), kills)):
        copy = folder / f"stap_{place}"
        shutil.copytree(original, copy)
        killed = in_child(lambda at=place, to=copy: release_until(Workspace(to), at))  # type: ignore[misc]
        found = in_child(lambda to=copy: after_crash(Workspace(to)))  # type: ignore[misc]
        print(json.dumps({"step": place, "killed": killed is None, **found}), flush=True)
        shutil.rmtree(copy)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
