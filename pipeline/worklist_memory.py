"""What a worklist remembers: which cases stood on it, and which were put aside until when.

One file per school in the workspace (`werklijst/`, readable by its owner alone), tokens and days
only. Days are compared with the peildatum of a delivery, never with the clock.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from pipeline.errors import WorkspaceError
from pipeline.workspace import Workspace

FOLDER = "werklijst"


@dataclass(frozen=True)
class Memory:
    """One school. `listed` stood on the list of `peildatum`, `before` on the list before that one.

    aside: token → the day (inclusive) until which the intern begeleider has put it aside.
    """

    peildatum: str = ""
    listed: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    aside: dict[str, str] = field(default_factory=dict)

    def previous(self, peildatum: date) -> tuple[str, ...]:
        """Return what stood on the list before the one of `peildatum`."""
        return self.listed if self.peildatum < peildatum.isoformat() else self.before

    def has_previous(self, peildatum: date) -> bool:
        """Return whether there was a list before the one of `peildatum`."""
        return bool(self.peildatum) and (
            self.peildatum < peildatum.isoformat() or bool(self.before)
        )

    def until(self, token: str, peildatum: date) -> date | None:
        """Return until when a case is put aside; None when it is not, or no longer."""
        day = self.aside.get(token)
        return date.fromisoformat(day) if day and day >= peildatum.isoformat() else None


def _path(workspace: Workspace, school_id: str) -> Path:
    return workspace.root / FOLDER / f"{sha256(school_id.encode()).hexdigest()[:16]}.json"


def read_memory(workspace: Workspace, school_id: str) -> Memory:
    """Return what is remembered of a school; nothing when there is no file yet."""
    try:
        content = json.loads(_path(workspace, school_id).read_text(encoding="utf-8"))
        return Memory(
            content["peildatum"],
            tuple(content["listed"]),
            tuple(content["before"]),
            dict(content["aside"]),
        )
    except FileNotFoundError:
        return Memory()
    except (OSError, ValueError, KeyError, TypeError):
        raise WorkspaceError(
            f"a file in {workspace.root / FOLDER} cannot be read; delete it to start afresh"
        ) from None


def remember_list(
    workspace: Workspace, school_id: str, peildatum: date, tokens: Iterable[str]
) -> None:
    """Keep which cases stand on the list of `peildatum`; an older list is not kept over a newer."""
    memory = read_memory(workspace, school_id)
    day, listed = peildatum.isoformat(), tuple(tokens)
    if day < memory.peildatum:
        return
    before = memory.previous(peildatum)
    _write(workspace, school_id, replace(memory, peildatum=day, listed=listed, before=before))


def put_aside(workspace: Workspace, school_id: str, token: str, until: date | None) -> None:
    """Put a case aside until a day, or back on the list when `until` is None."""
    memory = read_memory(workspace, school_id)
    aside = {key: day for key, day in memory.aside.items() if key != token}
    if until is not None:
        aside[token] = until.isoformat()
    _write(workspace, school_id, replace(memory, aside=aside))


def forget_cases(workspace: Workspace, school_id: str, known: Iterable[str]) -> int:
    """Drop every token that is not among `known` (after a purge); returns how many went."""
    memory, kept = read_memory(workspace, school_id), set(known)
    everything = {*memory.listed, *memory.before, *memory.aside}
    if everything - kept:
        smaller = replace(
            memory,
            listed=tuple(token for token in memory.listed if token in kept),
            before=tuple(token for token in memory.before if token in kept),
            aside={token: day for token, day in memory.aside.items() if token in kept},
        )
        _write(workspace, school_id, smaller)
    return len(everything - kept)


def _write(workspace: Workspace, school_id: str, memory: Memory) -> None:
    path = _path(workspace, school_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    new = path.with_suffix(".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(memory), file, sort_keys=True)
    os.replace(new, path)
