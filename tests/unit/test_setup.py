"""start.py: what it makes, when it makes it again, and what it says when it cannot."""

import ast
import sys
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def steps(tmp_path, monkeypatch):
    """start.py on an empty folder; what it would do is kept in a list instead of done."""
    venv, done = tmp_path / ".venv", []
    for name, path in {"VENV": venv, "STAMP": venv / "stamp", "LOG": venv / "log"}.items():
        monkeypatch.setattr(start, name, path)
    monkeypatch.setattr(start, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "PYTHON", Path(sys.executable))
    (tmp_path / "lock").write_text("one")
    (tmp_path / "pyproject.toml").write_text("")

    def make_venv(command):
        done.append(command[2])
        start.VENV.mkdir(exist_ok=True)
        start.STAMP.unlink(missing_ok=True)

    monkeypatch.setattr(start, "run_step", make_venv)
    monkeypatch.setattr(start, "install", lambda last: done.append(start.GROUPS[last]))
    return done


def test_the_second_start_does_nothing(steps):
    start.prepare("run")
    start.prepare("run")
    assert steps == ["venv", "run"]


def test_tests_are_added_to_what_is_there_and_a_demo_keeps_them(steps):
    start.prepare("run")
    start.prepare("test")
    start.prepare("run")
    assert steps == ["venv", "run", "test"]


def test_another_lock_is_installed_over_the_old_one_for_the_same_group(steps, tmp_path):
    start.prepare("test")
    (tmp_path / "lock").write_text("two")
    start.prepare("run")
    assert steps == ["venv", "test", "test"]


def test_a_start_that_broke_off_is_begun_again(steps, monkeypatch):
    def break_off(last):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(start, "install", break_off)
        with pytest.raises(KeyboardInterrupt):
            start.prepare("run")
    start.prepare("run")
    assert steps == ["venv", "venv", "run"]


def test_an_addition_that_broke_off_is_begun_again(steps, monkeypatch):
    def break_off(last):
        raise start.SetupError

    start.prepare("run")
    with monkeypatch.context() as patch:
        patch.setattr(start, "install", break_off)
        with pytest.raises(start.SetupError):
            start.prepare("test")
    start.prepare("run")
    assert steps == ["venv", "run", "venv", "run"]


def test_a_venv_that_was_moved_here_is_made_again(steps, tmp_path, monkeypatch):
    start.prepare("run")
    moved = (tmp_path / ".venv").rename(tmp_path / "moved")
    monkeypatch.setattr(start, "VENV", moved)
    monkeypatch.setattr(start, "STAMP", moved / "stamp")
    start.prepare("run")
    assert steps == ["venv", "run", "venv", "run"]


def test_an_old_python_can_read_the_file_up_to_its_message(monkeypatch):
    ast.parse((ROOT / "start.py").read_text("utf-8"), feature_version=(3, 6))
    monkeypatch.setattr(start.sys, "version_info", (3, 8, 18))
    monkeypatch.setattr(start.sys, "argv", ["start.py", "test"])
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/bin/{name}")
    versions = {"/bin/python3.13": "Python 3.9.1", "/bin/python3.12": "Python 3.12.1"}
    monkeypatch.setattr(start, "read_output", lambda command: versions[command[0]])
    said = r"^Python 3\.11 or newer is needed and this is 3\.8; try: python3\.12 start\.py test$"
    with pytest.raises(start.SetupError, match=said):
        start.check_python()


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "the disk is full"),
        ("Temporary failure in name resolution\nERROR: No matching distribution", "no network"),
        ("ERROR: No matching distribution found for duckdb==1.5.5", "not every package exists"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "is not the"),
        ("something\nerror: a strange one\nmore", "error: a strange one"),
        ("", "the set-up failed"),
    ],
)
def test_a_failure_is_told_in_one_line_and_kept_in_the_log(steps, output, told):
    line = start.explain(output)
    assert told in line
    assert "\n" not in line
    assert start.LOG.read_text("utf-8") == output


def test_test_runs_the_tests_and_the_notebooks(steps, tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "notebooks").mkdir()
    assert start.make_test_command(["-k", "norm"])[-4:] == ["tests", "notebooks", "-k", "norm"]


def test_test_with_a_file_runs_that_file_only(steps, tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_one.py").touch()
    command = start.make_test_command(["tests/test_one.py::test_a", "-x"])
    assert command[-3:] == ["--nbval-current-env", "tests/test_one.py::test_a", "-x"]


def test_ci_runs_the_test_command_of_the_readme():
    assert "python3 start.py test" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert "start.py test" in (ROOT / "README.md").read_text("utf-8")
