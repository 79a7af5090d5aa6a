"""Commands around the main job: demo, status, lab, doctor."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline.commands import evaluation, intake
from pipeline.commands.console import print_rows, say, workspace_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add this module's commands to the command line."""
    for command in (demo, status, doctor, lab):
        app.command()(command)


def demo(context: typer.Context) -> None:
    """Run the whole job on a made-up bestuur and say where the reports are.

    Example: meldcode demo
    """
    from pipeline.sample import make_sample

    workspace = workspace_of(context)
    _require_made_up(workspace)
    workspace.create()
    folder = workspace.root / "voorbeeld"
    shutil.rmtree(folder, ignore_errors=True)
    made = make_sample(folder)
    say(f"made up: {made.schools} schools, {made.cases} cases, {made.events} events in {folder}")
    if not workspace.school_names.exists():
        shutil.copyfile(folder / "truth" / "scholen.csv", workspace.school_names)
    _load_made_up(workspace, made.deliveries)
    evaluation.build(context)
    evaluation.release(context)
    evaluation.report(context)


def _load_made_up(workspace: "Workspace", deliveries: Sequence[Path]) -> None:
    checks = intake.load_with_key(workspace, deliveries)
    findings = sum(len(check.findings) for check in checks)
    say(f"loaded: {len(checks)} deliveries, {findings} findings (meldcode check shows each)")


def _require_made_up(workspace: "Workspace") -> None:
    from pipeline.browse import origins

    if origins(workspace) - {"synthetisch"}:
        raise UsageError(
            f"{workspace.root} holds real deliveries; the demo needs a folder of its own: "
            "meldcode --workspace voorbeeldmap demo"
        )


def status(context: typer.Context) -> None:
    """Show what is loaded, who has not delivered, what is built, released and stale.

    Example: meldcode status
    """
    from pipeline.status import workspace_status

    found = workspace_status(workspace_of(context))
    if found.deliveries:
        header = ("school", "levering", "peildatum", "zaken", "geweigerde rijen")
        print_rows(header, map(astuple, found.deliveries))
    for line in found.lines:
        say(line)


def doctor(context: typer.Context) -> None:
    """Check that everything needed is there, and say how to get what is not.

    Example: meldcode doctor
    """
    from pipeline.doctor import examine

    findings = examine(workspace_of(context))
    for finding in findings:
        absent = "optional" if finding.optional else "missing"
        say(f"{'ok' if finding.ok else absent:<8}  {finding.what}: {finding.remedy}")
    raise typer.Exit(0 if all(finding.ok or finding.optional for finding in findings) else 1)


def lab() -> None:
    """Open JupyterLab on the notebooks, with the made-up sample behind them.

    Example: meldcode lab
    """
    from pipeline.paths import NOTEBOOKS

    if shutil.which("jupyter-lab") is None and subprocess.call(
        [sys.executable, "-c", "import jupyterlab"], stderr=subprocess.DEVNULL
    ):
        raise UsageError("JupyterLab is not installed; next: pip install 'meldcode-evaluatie[lab]'")
    raise typer.Exit(subprocess.call([sys.executable, "-m", "jupyterlab", str(NOTEBOOKS)]))
