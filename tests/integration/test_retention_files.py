"""Purge: what is past its term is gone from the file itself, and from the files beside it."""

import json
import os
import stat
import time
from datetime import date, datetime

import duckdb
import pytest

from pipeline.encrypted_file import open_encrypted, quote
from pipeline.intake import load_deliveries
from pipeline.key import read_key
from pipeline.retention import purge_workspace
from pipeline.retention.rows import copy_what_stays
from pipeline.schema.retention import retention
from pipeline.warehouse import crypto_module
from pipeline.workspace import Workspace
from tests.integration.six_cases import STAY, TODAY, copy_loaded, rows, token, write_delivery


@pytest.fixture
def workspace(six_cases, tmp_path, monkeypatch):
    return copy_loaded(six_cases, tmp_path, monkeypatch)


def readable(path, target):
    """Return every byte of a copy of the case database that is not encrypted."""
    target.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"LOAD {quote(crypto_module())}")
        connection.execute(
            f"ATTACH {quote(path)} AS zaken (ENCRYPTION_KEY '{read_key()}', READ_ONLY)"
        )
        connection.execute(f"ATTACH {quote(target)} AS leesbaar")
        connection.execute("COPY FROM DATABASE zaken TO leesbaar")
    return target.read_bytes()


def test_a_deleted_case_is_gone_and_the_file_is_another_one(workspace, tmp_path):
    before = readable(workspace.cases, tmp_path / "voor.duckdb")
    assert token("A", 1).encode() in before and token("B", 1).encode() in before
    old = workspace.cases.stat()
    purge_workspace(workspace, TODAY)
    after = readable(workspace.cases, tmp_path / "na.duckdb")
    assert token("A", 1).encode() not in after and token("B", 1).encode() in after
    new = workspace.cases.stat()
    assert new.st_ino != old.st_ino and stat.S_IMODE(new.st_mode) == 0o600
    assert token("B", 1).encode() not in workspace.cases.read_bytes()  # still encrypted
    left = [f.name for f in workspace.root.iterdir() if f.name.startswith("zaken.duckdb")]
    assert left == ["zaken.duckdb"]


def test_no_page_of_the_fresh_file_holds_a_deleted_case(workspace, tmp_path):
    """Only a file that is not encrypted can be searched page by page, free pages included."""
    plain, fresh = tmp_path / "plat.duckdb", tmp_path / "vers.duckdb"
    readable(workspace.cases, plain)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {quote(plain)} AS zaken")
        connection.execute("DELETE FROM zaken.stg_zaak WHERE zaak_id LIKE 'F%'")  # a replaced row
        connection.execute(f"ATTACH {quote(fresh)} AS vers")
        connection.execute("USE zaken")
        copy_what_stays(connection, retention(), TODAY)
    assert token("F", 1).encode() in plain.read_bytes()  # deleting alone leaves the bytes
    for name in "ADF":
        assert token(name, 1).encode() not in fresh.read_bytes()
    assert token("B", 1).encode() in fresh.read_bytes()


def test_raw_deliveries_in_the_workspace_go_thirty_days_after_loading(workspace, tmp_path):
    inside = write_delivery(workspace.root / "leveringen" / "school", keep=STAY)
    (workspace.root / "scholen.csv").write_text("school_id,naam\n")
    load_deliveries(workspace, [inside])
    never_loaded = write_delivery(workspace.root / "leveringen" / "nieuw", school="S" + "3c" * 13)
    outside = tmp_path / "levering"
    loaded = rows(workspace, "SELECT max(geladen_op)::DATE FROM log_levering")[0][0]
    assert purge_workspace(workspace, date.fromordinal(loaded.toordinal() + 29)).keys() == {
        "stg_zaak",
        "stg_gebeurtenis",
        "stg_oudergesprek",
        "stg_besluit",
    }
    assert inside.exists()
    counts = purge_workspace(workspace, date.fromordinal(loaded.toordinal() + 30))
    assert counts["leveringen (bestanden)"] == 1
    assert not inside.exists() and never_loaded.exists() and outside.exists()
    assert (workspace.root / "scholen.csv").exists()


def test_a_raw_delivery_that_was_half_deleted_goes_at_the_next_purge(workspace, monkeypatch):
    inside = write_delivery(workspace.root / "leveringen" / "school", keep=STAY)
    load_deliveries(workspace, [inside])
    later = date.fromordinal(date.today().toordinal() + 31)

    def stop(place):
        (place / "levering.csv").unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("pipeline.retention.files.shutil.rmtree", stop)
        purge_workspace(workspace, later)
    assert not inside.exists()
    purge_workspace(workspace, later)
    assert not list(workspace.root.rglob("zaak.csv"))
    *_, last = (workspace.root / "verwijderd.jsonl").read_text("utf-8").splitlines()
    assert json.loads(last)["bestanden"]["leveringen (bestanden)"] == 1


def test_made_up_data_in_the_clear_are_purged_too(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    plain = Workspace(tmp_path / "werkmap")
    load_deliveries(plain, [write_delivery(tmp_path / "levering")], unencrypted_sample=True)
    purge_workspace(plain, TODAY)
    content = plain.cases.read_bytes()
    assert token("B", 1).encode() in content and token("A", 1).encode() not in content


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_in_the_workspace_does_not_lead_outside(workspace, tmp_path):
    outside = tmp_path / "levering"
    (workspace.root / "koppeling").symlink_to(outside, target_is_directory=True)
    purge_workspace(workspace, date(2039, 1, 1))
    assert (outside / "zaak.csv").exists()


def test_old_worklists_go_and_new_ones_and_other_reports_stay(workspace):
    names = ["intern/oud.html", "intern/nieuw.html", "vrijgave/oud.html"]
    for name in names:
        file = workspace.reports / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
        age = time.mktime(datetime(2025, 12, 11).timetuple())
        os.utime(file, (age, age))
    fresh = time.mktime(datetime(2025, 12, 12).timetuple())
    os.utime(workspace.reports / "intern/nieuw.html", (fresh, fresh))
    counts = purge_workspace(workspace, TODAY)
    assert counts["reports/intern (bestanden)"] == 1
    assert [(workspace.reports / name).exists() for name in names] == [False, True, True]


def test_the_fresh_file_opens_with_the_key_alone(workspace):
    purge_workspace(workspace, TODAY)
    with open_encrypted(workspace.cases, read_key()) as connection:
        assert connection.execute("SELECT count(*) FROM stg_zaak").fetchall() == [(4,)]
    with pytest.raises(duckdb.Error), open_encrypted(workspace.cases, "0" * 64):
        pass
