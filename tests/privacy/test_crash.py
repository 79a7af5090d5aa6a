"""A release that is killed half-way, and two at the same moment."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.disclosure import moments
from pipeline.disclosure.gate import release
from pipeline.disclosure.ledger import read_ledger
from pipeline.encrypted_file import open_encrypted
from pipeline.key import read_key
from tests.privacy.conftest import Released
from tests.privacy.made import SMALL, fill_workspace, make_workspace

ROOT = Path(__file__).parents[2]
KILLS = 6


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork or kill -9")
def test_a_release_killed_anywhere_is_finished_or_forgotten(
    released: Released, tmp_path: Path
) -> None:
    """Readers have the old release or the new one, whole; the next run makes it right."""
    fill_workspace(released.workspace, [(s, y, o, n + 8) for s, y, o, n in SMALL])
    seed = 20260131
    command = [sys.executable, "-m", "tests.privacy.crash", str(released.workspace.root)]
    command += [str(tmp_path), str(seed), str(KILLS)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stderr
    sound, *found = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [kill for kill in found if not is_right(kill, sound, released.summary.release_id)]
    assert wrong == [], f"seed {seed}"
    assert len(found) == KILLS
    assert {kill["seen"] for kill in found} <= {sound["in_force"], released.summary.release_id}


def is_right(kill: dict[str, Any], sound: dict[str, Any], before: str) -> bool:
    """Return whether after the next run all is as if nothing had happened."""
    same = all(kill[key] == sound[key] for key in ("in_force", "content", "ledger", "notes"))
    whole = kill["ledger"] == [before, kill["in_force"]] and kill["left"] == []
    return kill["killed"] and same and whole and kill["moments"] == sorted(kill["ledger"])


def test_a_first_release_that_stops_while_it_keeps_exact_counts_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(tmp_path / "werkmap", SMALL)

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(moments, "_write_frame", stop)
        release(workspace)
    assert not list(workspace.root.glob("momenten*"))
    assert release(workspace).is_new
    assert [path.name for path in workspace.root.glob("momenten*")] == ["momenten.duckdb"]


def test_exact_counts_that_an_older_version_left_in_a_journal_are_kept(
    released: Released, tmp_path: Path
) -> None:
    """A run that is killed between COMMIT and closing leaves its counts beside the file."""
    workspace = released.workspace
    path, before = moments.moments_path(workspace), moments.read_moments(workspace)
    path.unlink()
    columns = "release_id VARCHAR, population VARCHAR, tabel VARCHAR"
    with open_encrypted(path, read_key(), read_only=False) as connection:
        connection.execute(f"CREATE TABLE moment ({columns})")
        connection.execute("CHECKPOINT")
        connection.execute("BEGIN")
        for release_id, atoms in before.items():
            for population, frame in atoms.items():
                moments._write_frame(connection, population, frame)
                row = [release_id, population, population]
                connection.execute("INSERT INTO moment VALUES (?, ?, ?)", row)
        connection.execute("COMMIT")
        for file in workspace.root.glob("momenten.duckdb*"):
            shutil.copy(file, tmp_path)
    for file in tmp_path.glob("momenten.duckdb*"):
        shutil.copy(file, workspace.root)
    assert (workspace.root / "momenten.duckdb.wal").stat().st_size > 0
    fill_workspace(workspace, [(s, y, o, n + 8) for s, y, o, n in SMALL])
    assert release(workspace).is_new
    known = {entry.release_id for entry in read_ledger(workspace.ledger).releases}
    assert set(before) < known == set(moments.read_moments(workspace))


def test_of_two_releases_at_the_same_moment_one_line_comes_in_the_ledger(
    released: Released,
) -> None:
    workspace = released.workspace
    fill_workspace(workspace, [(s, y, o, n + 8) for s, y, o, n in SMALL])
    command = [sys.executable, "-m", "pipeline", "--workspace", str(workspace.root), "release"]
    both = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = [one.communicate(timeout=300) for one in both]
    assert 0 in {one.returncode for one in both}
    refused = [err.decode() for one, (_, err) in zip(both, answers, strict=True) if one.returncode]
    assert all("another release is running" in words for words in refused)
    assert len(read_ledger(workspace.ledger).releases) == 2
