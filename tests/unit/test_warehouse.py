"""The module that DuckDB encrypts with is loaded only as its makers signed it."""

import duckdb
import pytest

from pipeline import warehouse
from pipeline.warehouse import crypto_module, open_scratch


@pytest.fixture(autouse=True)
def as_in_a_command(monkeypatch):
    """The connections of a command, without what tests/conftest.py leaves out."""
    monkeypatch.setattr(duckdb, "connect", duckdb.connect.__wrapped__)


def test_the_module_as_it_was_signed_is_loaded():
    with open_scratch() as connection:
        asked = "SELECT current_setting('allow_unsigned_extensions')"
        assert connection.execute(asked).fetchall() == [(False,)]


def test_a_module_that_was_changed_is_refused(tmp_path, monkeypatch):
    content = bytearray(crypto_module().read_bytes())
    content[len(content) // 2] ^= 1
    changed = tmp_path / crypto_module().name
    changed.write_bytes(content)
    monkeypatch.setattr(warehouse, "crypto_module", lambda: changed)
    with pytest.raises(duckdb.Error, match="signature"), open_scratch():
        pass
