"""The case-level source of the editions of tier intern: one school's slice, with its hash."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from pipeline.warehouse import Connection, open_cases
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
            "SELECT school_id, peildatum, levering_nr, bestand_sha256, geladen_op"
            " FROM stg_levering ORDER BY school_id"
        ).fetchall()
        for school_id, peildatum, *delivery in found:
            if school and school_id != school:
                continue
            if edition == "werklijst":
                content = _worklist(workspace, connection, school_id)
            else:  # what was logged about a delivery does not change
                content = " ".join(map(str, delivery))
            yield CaseSource(school_id, peildatum, sha256(content.encode()).hexdigest())


def _worklist(workspace: Workspace, connection: Connection, school_id: str) -> str:
    from pipeline.worklist import worklist_of

    worklist = worklist_of(workspace, connection, school_id)
    frames = [worklist.cases, worklist.planned]
    return "\n".join([*(frame.to_csv(index=False) for frame in frames), *worklist.gone])
