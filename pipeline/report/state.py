"""What was made, from what: `rapporten.jsonl` in the workspace; of a report the last line holds.

Lines are added as reports are finished, so a run that was killed goes on where it stopped.
"""

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.errors import ReportError
from pipeline.workspace import Workspace

FILE = "rapporten.jsonl"


@dataclass(frozen=True)
class Record:
    """One report that was made. `files` maps a path below reports/ to its sha256.

    source: hash of the data it shows; recipe: hash of notebook, code, texts and parameters.
    """

    key: str
    edition: str
    tier: str
    title: str
    school: str
    school_name: str
    language: str
    peildatum: str
    made: str
    source: str
    recipe: str
    files: dict[str, str]

    @property
    def page(self) -> str:
        return next(name for name in self.files if name.endswith(".html"))


def read_records(workspace: Workspace) -> dict[str, Record]:
    """Return the last record of each report by key; a half-written last line is passed over."""
    try:
        lines = (workspace.root / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    found: dict[str, Record] = {}
    for line in lines:
        try:
            record = Record(**json.loads(line))
        except (ValueError, TypeError):
            continue
        found[record.key] = record
    return found


def add_record(workspace: Workspace, record: Record) -> None:
    """Append one record and make sure it is on disk."""
    with open(workspace.root / FILE, "a", encoding="utf-8") as file:
        line = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True)
        file.write(f"\n{line}\n")  # starts afresh, also after a line that was cut off
        file.flush()
        os.fsync(file.fileno())


def file_hash(path: Path) -> str:
    """Return the sha256 of a file, or nothing when it is not there."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def is_current(record: Record | None, source: str, recipe: str, reports: Path) -> bool:
    """Return whether the report is made from this data and recipe, and lies there untouched."""
    return (
        record is not None
        and (record.source, record.recipe) == (source, recipe)
        and all(file_hash(reports / name) == known for name, known in record.files.items())
    )


def write_file(path: Path, content: bytes) -> None:
    """Write `content` in one move, readable by its owner alone.

    Raises ReportError when another program holds the old file, as Excel does on Windows.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    try:
        os.replace(new, path)
    except PermissionError:
        new.unlink(missing_ok=True)
        raise ReportError(
            f"{path} is open in another program or may not be replaced; close it and try again"
        ) from None
