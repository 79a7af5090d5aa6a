"""One encrypted DuckDB file outside the workspace: opened locked down, replaced without a gap."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.errors import KeyFileError
from pipeline.warehouse import Connection, crypto_module

COMPANIONS = (".wal", ".wal.checkpoint", ".wal.recovery")
"""Files that DuckDB may put beside the one it writes; all of them encrypted too."""

SMALL_BLOCK = "16384"
"""Bytes of a block in a new file of many small tables. DuckDB's own choice, 262144, gives every
column of a table of ten rows a block of that size."""


def companions(path: Path) -> list[Path]:
    """Return the files that DuckDB may put beside `path`."""
    return [path.with_name(path.name + ending) for ending in COMPANIONS]


def quote(path: Path) -> str:
    """Return a path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def open_encrypted(path: Path, key: str, *, read_only: bool = True) -> Iterator[Connection]:
    """Yield a connection on which the encrypted file is the current database.

    Nothing spills to disk and no other file is in reach. Raises duckdb.Error when the key does not
    fit or the file is damaged; `is_wrong_key` tells which.
    """
    module = crypto_module()
    if module is None:
        raise KeyFileError("the package duckdb-extension-httpfs is missing; next: meldcode doctor")
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("SET autoinstall_known_extensions=false")
        connection.execute("SET autoload_known_extensions=false")
        connection.execute("SET temp_directory=''")
        connection.execute(f"SET default_block_size='{SMALL_BLOCK}'")
        connection.execute(f"LOAD {quote(module)}")
        mode = ", READ_ONLY" if read_only else ""
        connection.execute(f"ATTACH {quote(path)} AS inhoud (ENCRYPTION_KEY '{key}'{mode})")
        connection.execute("USE inhoud")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield connection
    finally:
        connection.close()


def is_wrong_key(problem: duckdb.Error) -> bool:
    """Return whether DuckDB refused the key; a damaged page reads as damage, not as a wrong key."""
    return "wrong encryption key" in str(problem).lower()


def remove_leftovers(path: Path) -> None:
    """Delete a half-written file of an earlier run, and what DuckDB put beside it."""
    for file in (path, *companions(path)):
        file.unlink(missing_ok=True)


def replace_durably(new: Path, target: Path) -> None:
    """Put `new` in the place of `target`: on disk before the old one is gone, or not at all."""
    os.chmod(new, 0o600)
    _sync(new)
    os.replace(new, target)
    if os.name == "posix":
        _sync(target.parent)


def _sync(path: Path) -> None:
    flags = os.O_RDONLY if path.is_dir() else os.O_RDWR
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
