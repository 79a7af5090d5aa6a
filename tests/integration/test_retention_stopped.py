"""A purge that stops half way, and what the next one makes of it."""

import json
from datetime import date

import pytest

from pipeline.errors import WorkspaceError
from pipeline.retention import purge as purge_module
from pipeline.retention import purge_workspace
from tests.integration.six_cases import MUST_GO, STAY, TODAY, cases, copy_loaded


@pytest.fixture
def workspace(six_cases, tmp_path, monkeypatch):
    return copy_loaded(six_cases, tmp_path, monkeypatch)


def test_a_purge_that_stops_half_way_leaves_the_database_as_it_was(workspace, monkeypatch):
    def stop(new, target):
        raise OSError(28, "no space left")

    with monkeypatch.context() as patched:
        patched.setattr(purge_module, "replace_durably", stop)
        with pytest.raises(WorkspaceError, match="as it was"):
            purge_workspace(workspace, TODAY)
    assert cases(workspace) == MUST_GO | STAY
    assert not (workspace.root / "verwijderd.jsonl").exists()
    assert not workspace.cases.with_name("zaken.duckdb.vers").exists()
    purge_workspace(workspace, TODAY)
    assert cases(workspace) == STAY


def test_a_purge_that_stops_before_its_proof_is_proven_by_the_next(workspace, monkeypatch):
    def stop(*given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(purge_module, "_write_proof", stop)
        with pytest.raises(KeyboardInterrupt):
            purge_workspace(workspace, TODAY)
    assert cases(workspace) == STAY
    purge_workspace(workspace, date(2026, 1, 11))
    proof = [json.loads(line) for line in (workspace.root / "verwijderd.jsonl").open()]
    assert [(p["nr"], p["verwijderd"].get("stg_zaak")) for p in proof] == [(1, 2), (2, 2)]


def test_what_an_interrupted_purge_left_is_cleared_away(workspace):
    workspace.cases.with_name("zaken.duckdb.vers").write_bytes(b"half")
    workspace.cases.with_name("zaken.duckdb.vers.wal").write_bytes(b"half")
    purge_workspace(workspace, TODAY)
    assert cases(workspace) == STAY
