"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from functools import wraps
from typing import Any

import duckdb
import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first: two workers then end at the same time."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def quick_connections() -> Iterator[None]:
    """Open the databases of this process without checking a signature, with a thread per worker.

    DuckDB hashes the 20 MB of its encryption module at each opening, which takes longer than most
    tests do with it. Commands and kernels in processes of their own check it, and
    tests/unit/test_warehouse.py. Workers share the cores, so each takes one thread.
    """
    settings: dict[str, Any] = {"allow_unsigned_extensions": True}
    if "PYTEST_XDIST_WORKER" in os.environ:
        settings["threads"] = 1
    connect = duckdb.connect

    @wraps(connect)
    def connect_quickly(
        database: Any = ":memory:", read_only: bool = False, config: dict[str, Any] | None = None
    ) -> duckdb.DuckDBPyConnection:
        return connect(database, read_only=read_only, config=settings | (config or {}))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", connect_quickly)
        yield
