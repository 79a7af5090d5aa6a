"""The command line as its user meets it: help with an example, clear refusals, exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.__main__ import app, run
from tests.support.console import run_on_console

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = sorted(command.callback.__name__ for command in app.registered_commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_that_names_it(command, capsys):
    assert run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Example: meldcode {command}" in shown


def test_the_commands_are_those_of_the_architecture_and_forget():
    """`forget` came with the vault: a school must be able to take a case out of it."""
    known = """demo sample template pseudonymise reveal forget check load build release attack
        report worklist purge status show lab doctor norms indicators"""
    assert sorted(known.split()) == COMMANDS


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["frob"], "No such command 'frob'"),
        (["check"], "Missing argument 'DELIVERY...'"),
        (["sample", "x", "--schools", "0"], "'--schools'"),
        (["load", "x", "--peildatum", "31-02-2025"], "'--peildatum'"),
        (["--workspace"], "'--workspace'"),
        (["norms", "--language", "de"], "choices: nl, en"),
        (["report", "--format", "docx"], "choices: html, pdf, xlsx"),
    ],
)
def test_wrong_use_says_what_is_wrong_in_one_or_two_lines_and_exits_with_2(line, said, capsys):
    assert run(line) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert len(printed.err.splitlines()) <= 2


@pytest.mark.parametrize(
    "line",
    [["build"], ["release"], ["report"], ["show", "mart_zaak"], ["worklist", "--school", "S"]],
)
def test_an_empty_workspace_names_the_next_command(line, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    workspace = tmp_path / "leeg"
    assert run([*line, "--workspace", str(workspace)]) == 1
    printed = capsys.readouterr().err.strip().splitlines()
    assert "next: meldcode" in printed[-1]
    assert not workspace.exists()


def test_the_workspace_may_stand_before_or_after_the_command(tmp_path, capsys):
    folder = str(tmp_path / "hier")
    run(["--workspace", folder, "build"])
    before = capsys.readouterr().err
    run(["build", "--workspace", folder])
    run(["build", f"--workspace={folder}"])
    after = capsys.readouterr().err
    assert folder in before
    assert after.count(folder) == 2


def test_an_unexpected_error_hides_its_message_since_that_may_hold_a_value(capsys, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ValueError("zgeheim")

    monkeypatch.setattr("pipeline.schema.measures.indicators", broken)
    assert run(["indicators"]) == 1
    said = capsys.readouterr().err
    assert "zgeheim" not in said
    assert "ValueError" in said and "--debug" in said


def test_the_module_and_the_console_script_are_the_same_command():
    shown = subprocess.run(
        [sys.executable, "-m", "pipeline", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert shown.startswith("Usage: meldcode")
    script = Path(sys.executable).with_name("meldcode")
    assert subprocess.run([script, "--help"], capture_output=True, text=True).stdout == shown


@pytest.mark.parametrize("command", ["norms", "indicators"])
@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
def test_a_console_that_knows_few_characters_still_gets_every_line(command, encoding, capsys):
    assert run([command]) == 0
    lines = capsys.readouterr().out.splitlines()
    code, out, err = run_on_console([command], encoding)
    assert code == 0, err
    assert len(out.decode(encoding).splitlines()) == len(lines) > 50


def test_a_process_of_its_own_says_a_question_mark_for_a_character_that_its_console_lacks():
    environment = os.environ | {"PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "pipeline", "indicators"]
    done = subprocess.run(command, env=environment, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert b"?" in done.stdout and b"?" not in done.stderr
