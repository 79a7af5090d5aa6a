"""A load is all or nothing: an error, a kill or a full disk leaves a school as it was."""

import signal
import sys

import pytest

from pipeline.errors import WorkspaceError
from pipeline.intake import load_deliveries
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.deliveries import token, write_delivery
from tests.integration.loads import HEADER, cases, contents, rows, run_child


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def test_an_error_in_the_middle_of_a_load_changes_nothing(workspace, tmp_path, monkeypatch):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    before = contents(workspace)
    monkeypatch.setattr(
        "pipeline.intake.store.write_logs", lambda connection, _: connection.execute("SELECT nix")
    )
    with pytest.raises(WorkspaceError, match="stopped"):
        load_deliveries(workspace, [write_delivery(tmp_path / "b", zaak=cases(9))])
    assert contents(workspace) == before


def test_a_first_load_that_fails_leaves_no_workspace_behind(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "pipeline.intake.store.write_logs", lambda connection, _: connection.execute("SELECT nix")
    )
    with pytest.raises(WorkspaceError):
        load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    assert not workspace.root.exists()


def test_control_c_is_control_c_and_changes_nothing(workspace, tmp_path, monkeypatch):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    before = contents(workspace)

    def stop(*_):
        raise RuntimeError("Query interrupted")  # what DuckDB says when the user presses Ctrl-C

    monkeypatch.setattr("pipeline.intake.store.write_logs", stop)
    with pytest.raises(KeyboardInterrupt):
        load_deliveries(workspace, [write_delivery(tmp_path / "b", zaak=cases(9))])
    assert contents(workspace) == before


def test_a_process_that_is_killed_before_the_commit_changes_nothing(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    before = contents(workspace)
    second = write_delivery(tmp_path / "b", zaak=cases(20_000), gebeurtenis=HEADER)
    kill = """
        store.write_logs = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        load_deliveries(workspace, paths)
    """
    assert run_child(kill, workspace, second).returncode == -signal.SIGKILL
    assert contents(workspace) == before


def test_a_process_that_is_killed_after_the_commit_has_changed_everything(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    second = write_delivery(tmp_path / "b", zaak=cases(20_000), gebeurtenis=HEADER)
    kill = """
        import pipeline.intake.load as load
        whole = load._store
        def kill(*given):
            whole(*given)
            os.kill(os.getpid(), signal.SIGKILL)
        load._store = kill
        load_deliveries(workspace, paths)
    """
    assert run_child(kill, workspace, second).returncode == -signal.SIGKILL
    wal = workspace.cases.with_name("zaken.duckdb.wal")
    if wal.exists():
        assert token("z19999").encode() not in wal.read_bytes()
    assert rows(workspace, "SELECT count(*) FROM stg_zaak") == [(20_000,)]


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a thing of POSIX")
def test_a_full_disk_is_one_line_and_changes_nothing(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    before = contents(workspace)
    second = write_delivery(tmp_path / "b", zaak=cases(30_000), gebeurtenis=HEADER)
    full = """
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limit = workspace.cases.stat().st_size + 100_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            load_deliveries(workspace, paths)
        except MeldcodeError as problem:
            print(problem)
            sys.exit(problem.exit_code)
    """
    done = run_child(full, workspace, second)
    assert (done.returncode, done.stderr) == (1, "")
    assert len(done.stdout.splitlines()) == 1 and "disk is full" in done.stdout
    assert contents(workspace) == before


def test_a_database_in_use_is_said_in_one_line(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    attempt = """
        try:
            load_deliveries(workspace, paths)
        except MeldcodeError as problem:
            print(type(problem).__name__, problem)
    """
    with open_cases(workspace):
        done = run_child(attempt, workspace, write_delivery(tmp_path / "b"))
    assert done.stdout.startswith("WorkspaceError") and "in use by another process" in done.stdout
    assert len(done.stdout.splitlines()) == 1
