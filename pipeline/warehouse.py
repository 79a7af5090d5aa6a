"""The case database: opens it encrypted and locked down, and makes the declared tables.

`zaken.duckdb` holds `stg_*` (typed rows), `reject_*` (refused rows: where and why, never what),
`ref_*` (calendar, codes, thresholds) and `mart_*`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb

from pipeline.errors import KeyFileError, WorkspaceError
from pipeline.key import read_key
from pipeline.workspace import Workspace

Connection = duckdb.DuckDBPyConnection


def crypto_module() -> Path | None:
    """Return DuckDB's packaged OpenSSL module (needed to write encrypted files), or None."""
    spec = find_spec("duckdb_extension_httpfs")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "extensions"
    return next(iter(sorted(folder.glob(f"v{duckdb.__version__}/httpfs.duckdb_extension"))), None)


def _lock_down(connection: Connection, temp: Path, memory_limit: str | None) -> None:
    connection.execute("SET autoinstall_known_extensions=false")
    connection.execute("SET autoload_known_extensions=false")
    connection.execute("SET temp_directory=?", [str(temp)])
    connection.execute("SET temp_file_encryption=true")
    if memory_limit:
        connection.execute("SET memory_limit=?", [memory_limit])
    module = crypto_module()
    if module is None:
        raise KeyFileError("the package duckdb-extension-httpfs is missing; next: meldcode doctor")
    connection.execute(f"LOAD '{str(module).replace(chr(39), chr(39) * 2)}'")


@contextmanager
def open_cases(
    workspace: Workspace, *, read_only: bool = False, memory_limit: str | None = None
) -> Iterator[Connection]:
    """Yield a connection on which the encrypted `zaken.duckdb` is the current database.

    Raises KeyFileError for a wrong key and WorkspaceError when another process holds the file.
    """
    key = read_key()
    connection = duckdb.connect(":memory:")
    try:
        _lock_down(connection, workspace.temp, memory_limit)
        mode = ", READ_ONLY" if read_only else ""
        path = str(workspace.cases).replace("'", "''")
        try:
            connection.execute(f"ATTACH '{path}' AS zaken (ENCRYPTION_KEY '{key}'{mode})")
        except duckdb.Error as problem:
            raise _open_error(workspace, problem) from None
        connection.execute("USE zaken")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        yield connection
    finally:
        connection.close()


def _open_error(workspace: Workspace, problem: duckdb.Error) -> Exception:
    text = str(problem).lower()
    if "lock" in text:
        return WorkspaceError(f"{workspace.cases} is in use by another process; try again later")
    if "encrypt" in text or "key" in text or "cipher" in text:
        return KeyFileError(f"the key does not open {workspace.cases}; is {_key_hint()} its key file?")
    return WorkspaceError(f"{workspace.cases} cannot be opened")


def _key_hint() -> str:
    from pipeline.key import key_path

    return str(key_path())
