"""Fixtures that every test may use."""

import gc
import pickle
from collections.abc import Iterator
from functools import cache, wraps
from typing import Any

import duckdb
import pytest

from pipeline.schema import yaml_files


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first: two workers then end at the same time."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Leave what the collection made out of every later search for garbage: it stays anyway.

    And search less often: tests make many small things that are gone without a search.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def quick_connections() -> Iterator[None]:
    """Open the databases of this process without checking a signature, with one thread.

    DuckDB hashes the 20 MB of its encryption module at each opening, which takes longer than most
    tests do with it. Commands and kernels in processes of their own check it, and
    tests/unit/test_warehouse.py. Small tables take a quarter less time with one thread than with
    two; processes of their own take as many as there are.
    """
    settings: dict[str, Any] = {"allow_unsigned_extensions": True, "threads": 1}
    connect = duckdb.connect

    @wraps(connect)
    def connect_quickly(
        database: Any = ":memory:", read_only: bool = False, config: dict[str, Any] | None = None
    ) -> duckdb.DuckDBPyConnection:
        return connect(database, read_only=read_only, config=settings | (config or {}))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", connect_quickly)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_declarations() -> Iterator[None]:
    """Parse a text of YAML once: a test that changes one declaration reads hundreds of others."""

    original = yaml_files.parse_yaml

    @cache
    def parse(text: str) -> bytes:
        return pickle.dumps(original(text))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_files, "parse_yaml", lambda text: pickle.loads(parse(text)))
        yield


@pytest.fixture(scope="module")
def checked_in_one_go(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[Any, Any]]:
    """What the tests of the module are drawn with, checked: test → name → check."""
    from tests.deliveries import check_drawn

    return check_drawn(request.module, tmp_path_factory.mktemp("getekend"))


@pytest.fixture
def checks(
    request: pytest.FixtureRequest, checked_in_one_go: dict[str, dict[Any, Any]]
) -> dict[Any, Any]:
    """The deliveries that this test is drawn with (`@deliveries`), checked, by name."""
    return checked_in_one_go[request.function.__name__]


@pytest.fixture
def check(checks: dict[Any, Any]) -> Any:
    """The one delivery that this test is drawn with (`@delivery`), checked."""
    (only,) = checks.values()
    return only
