"""The stages that are killed, each with the workspace that it starts from and what it does."""

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tests.faults.kill import run

SCHOOLS, YEARS, SEED = 2, 4, 5
PURGE_DAY = "2027-08-01"
NAMES = ("eerste", "load", "build", "release", "purge", "report")


@dataclass(frozen=True)
class Stage:
    """One command line on a workspace: the folders before and after it, and the events it met."""

    name: str
    before: Path
    after: Path
    arguments: tuple[str, ...]
    events: int = 0

    def work(self, root: Path) -> Callable[[], int]:
        """Return what runs this stage on a workspace and gives its exit code."""
        return lambda: command(root, self.arguments)


def command(root: Path, arguments: Sequence[str]) -> int:
    """Run `meldcode` as a user would, silently."""
    from pipeline.__main__ import run as meldcode

    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return meldcode(["--workspace", str(root), *arguments])


def load_everything_once() -> None:
    """Import what the stages need, so that no fork pays for it; opens no database."""
    import duckdb  # noqa: F401
    import papermill  # noqa: F401

    import pipeline.commands.intake
    import pipeline.disclosure.gate
    import pipeline.marts
    import pipeline.report
    import pipeline.retention  # noqa: F401


def _make(folder: Path, day: date, name: str) -> tuple[str, ...]:
    from pipeline.sample import make_sample

    make_sample(folder / name, schools=SCHOOLS, years=YEARS, seed=SEED, peildatum=day)
    found = sorted(p for p in (folder / name).iterdir() if p.name != "truth")
    return tuple(str(path) for path in found)


def make_stages(folder: Path) -> dict[str, Stage]:
    """Make every starting point, one from the other, and return the stages by name."""
    os.environ["MELDCODE_KEY_FILE"] = str(folder / "sleutel")
    older = run(lambda: _make(folder, date(2025, 6, 30), "ouder")).answer
    newer = run(lambda: _make(folder, date(2026, 1, 31), "nieuwer")).answer
    steps = (
        ("eerste", ("load", *older)),
        ("load", ("load", *newer)),
        ("build", ("build",)),
        ("release", ("release",)),
        ("report", ("report", "begin", "methode", "datakwaliteit")),
        ("purge", ("purge", "--today", PURGE_DAY)),
    )
    found, now = {}, folder / "leeg"
    now.mkdir()
    for name, arguments in steps:
        if name == "purge":  # raw deliveries inside the workspace are purged too
            now = Path(shutil.copytree(now, folder / "voor-purge"))
            shutil.copytree(folder / "nieuwer", now / "voorbeeld")
        stage = Stage(name, now, folder / f"na-{name}", arguments)
        shutil.copytree(now, stage.after)
        ending = run(stage.work(stage.after))
        assert ending.answer == 0, f"{name} ends with exit code {ending.answer} undisturbed"
        found[name] = replace(stage, events=int(ending.events or 0))
        now = stage.after
    return {name: found[name] for name in NAMES}
