"""Loaded data are encrypted: nothing is readable beside them; only made-up data may be clear."""

import os
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import KeyFileError, UsageError, WorkspaceError
from pipeline.intake import load_deliveries
from pipeline.sample.tokens import CANARY
from pipeline.warehouse import is_encrypted, open_cases
from pipeline.workspace import Workspace
from tests.deliveries import BESTUUR, GEBEURTENIS, LEVERING, SCHOOL, ZAAK, token, write_delivery
from tests.integration.loads import HEADER, run_child


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def test_a_wrong_key_a_lost_key_and_a_damaged_database_are_told_apart(
    workspace, tmp_path, monkeypatch
):
    folder = write_delivery(tmp_path / "a")
    load_deliveries(workspace, [folder])
    whole = workspace.cases.read_bytes()
    key = tmp_path / "sleutel"
    right = key.read_text()

    key.write_text("ab" * 32)
    with pytest.raises(KeyFileError, match="does not open"):
        load_deliveries(workspace, [folder])
    key.unlink()
    with pytest.raises(KeyFileError, match="no key file"):
        load_deliveries(workspace, [folder])
    assert not key.exists()
    key.write_text(right)
    key.chmod(0o600)
    for damaged in (whole[:5000], b"geen database" * 1000, b""):
        workspace.cases.write_bytes(damaged)
        with pytest.raises(WorkspaceError, match="damaged"):
            load_deliveries(workspace, [folder])
        assert workspace.cases.read_bytes() == damaged


SENTINELS = (SCHOOL, BESTUUR, token("z7"), "zorgen_weggenomen", "observatie", "zaak_id")


def test_no_text_of_a_delivery_is_readable_in_the_workspace(workspace, tmp_path):
    """Neither in the file nor in what DuckDB writes beside it when memory is short."""
    zaak = "zaak_id | datum_signalering | status | datum_status | reden_afsluiting\n" + "".join(
        f"@z{n} | 2025-09-15 | afgesloten | 2025-10-01 | zorgen_weggenomen\n" for n in range(20_000)
    )
    events = (
        HEADER
        + "\n"
        + "".join(
            f"@g{n} | @z{n % 20_000} | 1 | 1 | observatie | 2025-09-16\n" for n in range(100_000)
        )
    )
    folder = write_delivery(tmp_path / "a", zaak=zaak, gebeurtenis=events)
    watch = """
        import threading
        seen = set()
        def look():
            while not done.wait(0.005):
                for file in Path(sys.argv[1]).rglob("*"):
                    try:
                        content = file.read_bytes() if file.is_file() else b""
                    except OSError:
                        continue
                    seen.update((file.name, s) for s in sentinels if s.encode() in content)
                    names.add(file.suffix)
        names, done = set(), threading.Event()
        sentinels = SENTINELS
        thread = threading.Thread(target=look)
        thread.start()
        load_deliveries(workspace, paths, memory_limit="60MB")
        done.set()
        thread.join()
        print(sorted(seen), sorted(names))
    """
    done = run_child(watch.replace("= SENTINELS", f"= {SENTINELS!r}"), workspace, folder)
    assert done.stdout.startswith("[] "), done.stdout + done.stderr[-500:]
    for file in workspace.root.rglob("*"):
        if file.is_file():
            assert not [s for s in SENTINELS if s.encode() in file.read_bytes()], file
    assert is_encrypted(workspace.cases)


def test_the_connection_reaches_no_other_file_and_cannot_be_opened_up(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    other = tmp_path / "elders.csv"
    other.write_text("a\n1\n")
    refused = (
        f"SELECT * FROM read_csv('{other}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'uit.csv'}'",
        f"ATTACH '{tmp_path / 'ander.duckdb'}' AS ander",
        "INSTALL excel",
        "SET enable_external_access=true",
        "SET temp_directory='/tmp'",
    )
    with open_cases(workspace) as connection:
        for statement in refused:
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


def made_up(folder: Path) -> Path:
    """Write a delivery that says it is made up, with the mark of `sample` in its case token."""
    case = f"z{'0123456789abc'}{CANARY}{'3456789abcdef'}"
    return write_delivery(
        folder,
        levering=LEVERING.replace("esis", "synthetisch"),
        zaak=ZAAK.replace("@z1", case),
        gebeurtenis=GEBEURTENIS.replace("@z1", case),
    )


def test_in_the_clear_only_made_up_data_is_taken(workspace, tmp_path):
    load_deliveries(workspace, [made_up(tmp_path / "a")], unencrypted_sample=True)
    assert not is_encrypted(workspace.cases)
    assert not (tmp_path / "sleutel").exists()
    before = workspace.cases.read_bytes()

    real = write_delivery(tmp_path / "b")
    claims = write_delivery(tmp_path / "c", levering=LEVERING.replace("esis", "synthetisch"))
    for folder in (real, claims):
        for choice in (True, False):
            with pytest.raises(UsageError, match="made-up data only"):
                load_deliveries(workspace, [folder], unencrypted_sample=choice)
    assert workspace.cases.read_bytes() == before
    other = Workspace(tmp_path / "ander")
    with pytest.raises(UsageError, match="made-up data only"):
        load_deliveries(other, [real], unencrypted_sample=True)
    assert not other.root.exists()


def test_the_key_is_made_on_first_use_for_its_owner_alone(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    if os.name == "posix":
        assert (tmp_path / "sleutel").stat().st_mode & 0o777 == 0o600
        assert workspace.root.stat().st_mode & 0o777 == 0o700
