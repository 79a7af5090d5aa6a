"""The case-level source of the two editions of tier intern: one school's slice, with its hash."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import pandas as pd

from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class CaseSource:
    """What one school's report is made from: its delivery and a hash of the rows it shows."""

    school_id: str
    peildatum: date
    fingerprint: str


def read_case_sources(
    workspace: Workspace, edition: str, school: str | None
) -> Iterator[CaseSource]:
    """Yield the schools that have delivered; raises WorkspaceError when nothing is loaded."""
    workspace.require_cases()
    with open_cases(workspace, read_only=True) as connection:
        found = connection.execute(
            "SELECT school_id, peildatum FROM stg_levering ORDER BY school_id"
        ).fetchall()
    for school_id, peildatum in found:
        if school and school_id != school:
            continue
        yield CaseSource(school_id, peildatum, _fingerprint(workspace, edition, school_id))


def _fingerprint(workspace: Workspace, edition: str, school_id: str) -> str:
    if edition == "werklijst":
        from pipeline.worklist import open_worklist

        worklist = open_worklist(workspace, school_id)
        frames = [worklist.cases, worklist.planned, pd.DataFrame({"gone": worklist.gone})]
    else:
        from pipeline.intake import read_quality

        found = read_quality(workspace, school_id)
        frames = [found.spiegel, found.regels, found.bevindingen, found.lezingen, found.wijzigingen]
    content = "\n".join(frame.to_csv(index=False) for frame in frames)
    return sha256(content.encode()).hexdigest()
