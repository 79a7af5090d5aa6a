"""Leaves the workspace as it was when a load fails or takes nothing, and says clearly why."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.errors import WorkspaceError
from pipeline.workspace import Workspace


@dataclass
class Outcome:
    """Whether the load changes the workspace; set just before it does."""

    is_kept: bool = False


@contextmanager
def restored_after_failure(workspace: Workspace) -> Iterator[Outcome]:
    """Remove the database and folders that came with a load which failed or took nothing."""
    files = (workspace.cases, workspace.cases.with_name(f"{workspace.cases.name}.wal"))
    folders = (
        workspace.publication / "vertrouwelijk",
        workspace.publication,
        workspace.temp,
        workspace.root,
    )
    is_new = not workspace.cases.exists()
    new_folders = [folder for folder in folders if not folder.exists()]
    outcome = Outcome()
    try:
        yield outcome
    except BaseException:
        outcome.is_kept = False
        raise
    finally:
        if is_new and not outcome.is_kept:
            _remove(files, new_folders)


def _remove(files: tuple[Path, ...], folders: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
    for folder in folders:
        with suppress(OSError):  # somebody else put something in it
            folder.rmdir()


@contextmanager
def clear_errors(what: str) -> Iterator[None]:
    """Turn DuckDB's errors, which can repeat a value, into one line without it."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise WorkspaceError(f"{what} needs more memory than it was given") from None
    except duckdb.Error as problem:
        text = str(problem).lower()
        if "no space left" in text or "file too large" in text or "disk quota" in text:
            raise WorkspaceError(f"the disk is full: {what} stopped") from None
        raise WorkspaceError(f"{what} stopped ({type(problem).__name__})") from None
