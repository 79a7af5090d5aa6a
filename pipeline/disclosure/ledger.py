"""The release ledger: append-only lines, each with the hash of the one before.

It holds only what readers saw, so it may be published itself.
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.disclosure.seen import Seen, from_json
from pipeline.errors import DisclosureError, WorkspaceError
from pipeline.schema.releases import Catalogue
from pipeline.workspace import Workspace

RELEASE, APPROVAL = "uitgave", "akkoord"
_START = "0" * 64
_AS_IT_IS = getattr(os, "O_BINARY", 0)  # else Windows writes two bytes for each end of a line


@dataclass(frozen=True)
class Entry:
    """One line: what happened, on which day, with what content, and the hash that seals it."""

    number: int
    kind: str
    day: date
    body: Mapping[str, Any]
    seal: str

    @property
    def release_id(self) -> str:
        return str(self.body["release_id"])

    @property
    def seen(self) -> Seen:
        """What the readers of this release saw."""
        return from_json(self.release_id, self.body["seen"])


@dataclass(frozen=True)
class Ledger:
    """All entries, oldest first."""

    entries: tuple[Entry, ...]

    @property
    def releases(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.kind == RELEASE)

    @property
    def last(self) -> Entry | None:
        return self.releases[-1] if self.releases else None

    @property
    def seal(self) -> str:
        return self.entries[-1].seal if self.entries else _START


def _seal(previous: str, line: Mapping[str, Any]) -> str:
    text = json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _whole_lines(path: Path) -> list[str]:
    """Return the complete lines; a last one without an end was never finished: it is left out."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError):
        raise DisclosureError(f"{path} cannot be read; put back a copy of it") from None
    return text.split("\n")[:-1]


def read_ledger(path: Path) -> Ledger:
    """Return the ledger, every seal checked; raises DisclosureError at the first that is wrong."""
    entries: list[Entry] = []
    previous = _START
    for number, text in enumerate(_whole_lines(path)):
        try:
            line = json.loads(text)
            seal = line.pop("seal")
            if seal != _seal(previous, line) or line["number"] != number:
                raise ValueError
            day = date.fromisoformat(line["day"])
            entries.append(Entry(number, line["kind"], day, line["body"], seal))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise DisclosureError(
                f"{path.name}: line {number + 1} was changed, moved or removed; "
                f"put back a copy of the ledger"
            ) from None
        previous = seal
    return Ledger(tuple(entries))


def append(path: Path, ledger: Ledger, kind: str, day: date, body: Mapping[str, Any]) -> Ledger:
    """Return the ledger with one line more, which is on disk when this returns.

    Raises WorkspaceError, with the file as it was, when the line cannot be written whole.
    """
    line = {"number": len(ledger.entries), "kind": kind, "day": day.isoformat(), "body": body}
    seal = _seal(ledger.seal, line)
    text = json.dumps({**line, "seal": seal}, ensure_ascii=False, separators=(",", ":")) + "\n"
    start = path.read_bytes().rfind(b"\n") + 1 if path.exists() else 0
    handle = None
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _AS_IT_IS, 0o600)
        os.ftruncate(handle, start)
        os.lseek(handle, start, os.SEEK_SET)
        _write_all(handle, text.encode())
        os.fsync(handle)
    except OSError as problem:
        if handle is not None:
            os.ftruncate(handle, start)
        raise WorkspaceError(
            f"cannot write {path}: {problem.strerror}; nothing was published"
        ) from None
    finally:
        if handle is not None:
            os.close(handle)
    return Ledger((*ledger.entries, Entry(len(ledger.entries), kind, day, body, seal)))


def _write_all(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]


@contextmanager
def only_writer(workspace: Workspace) -> Iterator[None]:
    """Hold the ledger for one process; released by the system when the process ends, however.

    Raises WorkspaceError when another process holds it.
    """
    handle = os.open(workspace.root / "grootboek.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(handle)
        except OSError as problem:
            if problem.errno in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
                raise WorkspaceError(
                    f"the disk of {workspace.root} has no locks; put the workspace on a disk of its"
                    " own, not on a network share"
                ) from None
            raise WorkspaceError(
                "another release is running in this workspace; wait for it"
            ) from None
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def check_fits(
    ledger: Ledger, bestuur_id: str, peildatum: date, today: date, catalogue: Catalogue
) -> None:
    """Refuse a ledger that this release cannot follow: each reason in one line."""
    for entry in ledger.releases:
        if entry.body["bestuur_id"] != bestuur_id:
            raise DisclosureError(
                f"the ledger belongs to bestuur {entry.body['bestuur_id']}, the deliveries to "
                f"{bestuur_id}; use a workspace of its own for each bestuur"
            )
    if ledger.entries and today < ledger.entries[-1].day:
        raise DisclosureError(
            f"the clock says {today}, the ledger was last written on {ledger.entries[-1].day}; "
            f"set the clock right"
        )
    last = ledger.last
    if last and peildatum.isoformat() < last.body["peildatum"]:
        raise DisclosureError(
            f"the deliveries are of {peildatum}, release {last.release_id} already showed "
            f"{last.body['peildatum']}; load the newest deliveries"
        )
    for entry in ledger.releases:
        _check_declared(entry, catalogue)


def _check_declared(entry: Entry, catalogue: Catalogue) -> None:
    """What was counted must still be declared, or earlier releases cannot be compared."""
    codes = finest_codes(catalogue)
    for table in entry.body["seen"]["tables"].values():
        if table["population"] not in catalogue.populations:
            gone = f"population '{table['population']}'"
            raise _gone(entry, gone, f"populations/{table['population']}.yml")
        for dimension, members in table["members"].items():
            used = {finest for merged in members.values() for finest in merged}
            known = set(codes.get(dimension, used)) if dimension in catalogue.dimensions else set()
            for code in sorted(used - known)[:1]:
                raise _gone(entry, f"{dimension} '{code}'", f"dimensions/{dimension}.yml")


def _gone(entry: Entry, what: str, file: str) -> DisclosureError:
    return DisclosureError(
        f"release {entry.release_id} showed {what}, which the catalogue no longer declares; "
        f"put it back in {file}"
    )


def finest_codes(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return dimension → finest codes, for the dimensions that declare them."""
    return {
        name: tuple(c for merged in next(iter(dimension.levels.values())).values() for c in merged)
        for name, dimension in catalogue.dimensions.items()
        if dimension.levels
    }
