"""The gate: the only way from the case database to `publicatie/`.

Count, protect, render, attack together with everything released before, and publish: all of it or
nothing. What readers saw goes to the ledger; what each directie knew is kept, encrypted.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pandas as pd

from pipeline.disclosure.ledger import Ledger, check_fits, only_writer, read_ledger
from pipeline.disclosure.material import load_all
from pipeline.disclosure.moments import (
    check_complete,
    forget_moment,
    read_moments,
    remove_unfinished,
)
from pipeline.disclosure.publication import settle, unfinished
from pipeline.disclosure.run import ReleaseSummary, Run
from pipeline.disclosure.safe_table import open_publication
from pipeline.errors import DisclosureError, UsageError
from pipeline.schema.editions import choose_editions
from pipeline.schema.releases import catalogue
from pipeline.workspace import Workspace

__all__ = ["ReleaseSummary", "release"]
Progress = Callable[[int, int, str], None]


def release(
    workspace: Workspace,
    *,
    edition: str | None = None,
    approve: str | None = None,
    progress: Progress | None = None,
) -> ReleaseSummary:
    """Publish what may be published, all of it or nothing.

    The same data give the same release, byte for byte; data that differ too little from the last
    release leave it in force. `approve` names the second reader, who signs the release in force.
    Raises DisclosureError when no release passes, or when ledger and files do not fit.
    """
    signer = None if approve is None else _name(approve)
    only_confidential = edition is not None and _is_confidential(edition)
    workspace.require_cases()
    workspace.create()
    with only_writer(workspace):
        made = _prepare(workspace, progress)
        summary = made.confidential_only() if only_confidential else made.make()
        if signer:
            made.approve(summary, signer)
    return summary


def _prepare(workspace: Workspace, progress: Progress | None) -> Run:
    """Return a run of the gate on what is loaded now; raises DisclosureError when it cannot be."""
    known = catalogue()
    ledger, moments = _recover(workspace)
    loaded = load_all(workspace, known)
    base, today = loaded.base, datetime.now(UTC).date()
    check_fits(ledger, base.bestuur_id, base.peildatum, today, known)
    return Run(workspace, known, ledger, moments, loaded, today, progress)


def _name(text: str) -> str:
    """Return the name of who signs, as it may stand on one line of the note."""
    name = " ".join(text.split())
    if not 2 <= len(name) <= 80 or not name.isprintable() or set("|<>`[]#*") & set(name):
        raise UsageError(
            "--approve needs the name of the second reader: 2 to 80 characters on one line, "
            "letters, spaces, points and hyphens"
        )
    return name


def _is_confidential(name: str) -> bool:
    edition = choose_editions((name,))[0]
    if edition.tier == "intern":
        raise UsageError(
            f"edition {name} is case level and is never released; next: meldcode worklist"
        )
    return edition.tier == "vertrouwelijk"


def _recover(workspace: Workspace) -> tuple[Ledger, dict[str, dict[str, pd.DataFrame]]]:
    """Finish or forget a release that stopped half-way, and check that nothing is gone."""
    remove_unfinished(workspace)
    ledger, moments = read_ledger(workspace.ledger), read_moments(workspace)
    known = {entry.release_id for entry in ledger.releases}
    for pending in unfinished(workspace):
        if pending not in known and pending in moments:
            forget_moment(workspace, pending)
            del moments[pending]
    settle(workspace, ledger.last.release_id if ledger.last else None)
    check_complete(ledger, moments, _in_force(workspace))
    return ledger, moments


def _in_force(workspace: Workspace) -> str | None:
    """Return the release that the published file says it holds, None when there is no such file."""
    if not workspace.released.exists():
        return None
    try:
        return open_publication(workspace.released).edition.release_id
    except DisclosureError:
        return None
