"""The audit that anyone can run: what every kind of reader could work out, cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from pipeline.disclosure.attack import attack
from pipeline.disclosure.judge import FAILED, Failure, Profile, Question
from pipeline.disclosure.ledger import Entry, Ledger, read_ledger
from pipeline.disclosure.model import make_model
from pipeline.disclosure.moments import check_complete, moments_path, read_moments
from pipeline.disclosure.polytope import interval
from pipeline.disclosure.safe_table import open_publication
from pipeline.disclosure.seen import Seen, read_publication
from pipeline.disclosure.targets import HIDDEN, find_targets
from pipeline.errors import DisclosureError, UsageError
from pipeline.schema.releases import Catalogue, catalogue
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Interval:
    """The lowest and highest whole number that a hidden cell can be for an outsider."""

    table: str
    codes: tuple[str, ...]
    low: int
    high: float

    def line(self) -> str:
        """Return the interval in words; "or more" when nothing holds it."""
        high = "or more" if self.high == float("inf") else f"to {self.high:.0f}"
        return f"  {self.table} {' '.join(self.codes)}: {self.low} {high}"


@dataclass(frozen=True)
class Audit:
    """The result of attacking one release and all before it."""

    release_id: str
    earlier: int
    profiles: tuple[Profile, ...]
    intervals: tuple[Interval, ...]

    @property
    def passed(self) -> bool:
        """Return whether no reader learns more of a small number than that it is small."""
        return all(profile.status != FAILED for profile in self.profiles)

    def lines(self) -> Iterator[str]:
        """Yield the audit as text: each kind of reader, each failure, each hidden cell."""
        yield f"release {self.release_id}, together with {self.earlier} earlier releases"
        for profile in self.profiles:
            reason = f" ({profile.reason})" if profile.reason else ""
            yield f"{profile.status:8} {profile.name}: {profile.targets} numbers tried{reason}"
            yield from (_failure_line(failure) for failure in profile.failures)
        yield f"{len(self.intervals)} hidden counts; what an outsider can work out of each:"
        yield from (interval.line() for interval in self.intervals)


def _failure_line(failure: Failure) -> str:
    bound = f"at least {failure.low:.0f}" if failure.high is None else f"at most {failure.high:.0f}"
    if failure.low is not None and failure.high is not None:
        bound = f"{failure.low:.0f}"
    sources = " and ".join(f"{table} ({release})" for release, table in failure.tables)
    return (
        f"  {failure.profile}: {failure.target.words} of {failure.release_id} is {bound}; "
        f"given away by {sources}"
    )


def audit(workspace: Workspace, release_id: str | None = None) -> Audit:
    """Return what readers could work out from a release (the last one) and all before it.

    Reads the published file, the ledger and, when they are there, the exact counts of each moment.
    Raises DisclosureError when nothing was released, or when file and ledger differ.
    """
    ledger = read_ledger(workspace.ledger)
    if ledger.last is None:
        raise DisclosureError("nothing was released yet; next: meldcode release")
    known = catalogue()
    _check_published(workspace, ledger, known)
    entries = ledger.releases
    if release_id is not None:
        entries = _up_to(ledger, release_id)
    exact = read_moments(workspace) if moments_path(workspace).exists() else {}
    question = Question(
        tuple(entry.seen for entry in entries),
        known,
        tuple(exact.get(entry.release_id) for entry in entries),
        explain=True,
    )
    profiles = tuple(attack(question))
    intervals = tuple(hidden_intervals(question.moments[-1], known))
    return Audit(entries[-1].release_id, len(entries) - 1, profiles, intervals)


def _up_to(ledger: Ledger, release_id: str) -> tuple[Entry, ...]:
    names = [entry.release_id for entry in ledger.releases]
    if release_id not in names:
        raise UsageError(f"release '{release_id}' is unknown; choices: {', '.join(names)}")
    return ledger.releases[: names.index(release_id) + 1]


def _check_published(workspace: Workspace, ledger: Ledger, known: Catalogue) -> None:
    """The file that readers have must show what the ledger says that they saw."""
    assert ledger.last is not None
    if not workspace.released.exists():
        return
    publication = open_publication(workspace.released)
    nothing: dict[str, dict[str, pd.DataFrame]] = {e.release_id: {} for e in ledger.releases}
    check_complete(ledger, nothing, publication.edition.release_id)
    last = ledger.last.seen
    seen = read_publication(publication, known, last.links, last.years)
    if seen.tables != last.tables:
        raise DisclosureError(
            f"{workspace.released} does not show what the ledger says was released; "
            f"next: meldcode release, to write it again"
        )


def hidden_intervals(seen: Seen, known: Catalogue) -> Iterator[Interval]:
    """Yield the interval of every hidden cell of a release, for someone who saw nothing else."""
    targets = [t for t in find_targets(0, seen, known) if t.kind == HIDDEN]
    model = make_model([seen], targets, known)
    for place, target in enumerate(targets):
        low, high = interval(model.polytope, model.matrix[place].toarray().ravel())
        yield Interval(target.table, target.codes, low, high)
