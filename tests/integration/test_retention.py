"""Purge: what is past its term is gone from every table and from the file itself."""

import json
import os
import shutil
import stat
import time
from datetime import date, datetime

import duckdb
import pytest

from pipeline.encrypted_file import open_encrypted, quote
from pipeline.errors import DeclarationError, WorkspaceError
from pipeline.intake import load_deliveries
from pipeline.key import read_key
from pipeline.retention import closed_until, purge_workspace
from pipeline.retention import purge as purge_module
from pipeline.retention.rows import copy_what_stays
from pipeline.sample.tokens import CANARY
from pipeline.schema.retention import read_retention, retention
from pipeline.schema.tables import tables
from pipeline.status import workspace_status
from pipeline.warehouse import crypto_module, open_cases
from pipeline.workspace import Workspace

TODAY = date(2026, 1, 10)
SCHOOL = "S" + "1a" * 13
BESTUUR = "B" + "2b" * 13


def token(letter, number):
    """A made-up token, marked as such; one letter per case, so that a test can look for it."""
    digits = f"{(ord(letter) * 7919 + number * 104729) ** 5:026x}"[-26:]
    return letter + digits[:13] + CANARY + digits[13:]


CASES = """
A afgesloten 2024-01-10
B afgesloten 2024-01-11
C lopend     -
D lopend     -           2026-01-09
E lopend     -           2026-01-10
F afgesloten 2025-06-01
"""
"""On 10 January 2026: A was closed two years ago to the day, B a day less; D is past its date."""

MUST_GO = {"A", "D"}
STAY = {"B", "C", "E", "F"}


def lines():
    for line in CASES.split("\n"):
        if line.strip():
            name, status, closed, *until = line.split()
            yield name, status, "" if closed == "-" else closed, until[0] if until else ""


def write_delivery(folder, school=SCHOOL, keep=MUST_GO | STAY, peildatum="2025-12-31"):
    folder.mkdir(parents=True)
    kept = [row for row in lines() if row[0] in keep]
    content = {
        "levering": "school_id;bestuur_id;vakantieregio;peildatum;bron;schema_versie\n"
        f"{school};{BESTUUR};zuid;{peildatum};synthetisch;1\n",
        "zaak": "zaak_id;datum_signalering;acuut;status;datum_status;verwijderen_na\n"
        + "".join(f"{token(n, 1)};2023-10-02;nee;{s};{c};{u}\n" for n, s, c, u in kept),
        "gebeurtenis": "gebeurtenis_id;zaak_id;stap;soort;datum\n"
        + "".join(
            f"{token(n, 2)};{token(n, 1)};1;overleg_ib;2023-10-03\n"
            f"{token(n, 3)};{token(n, 1)};3;gesprek_ouders;2023-10-09\n"
            for n, *_ in kept
        ),
        "oudergesprek": "gebeurtenis_id;voorbereid\n"
        + "".join(f"{token(n, 3)};ja\n" for n, *_ in kept),
        "besluit": "besluit_id;zaak_id;datum;uitkomst\n"
        + "".join(f"{token(n, 4)};{token(n, 1)};2023-11-01;5A\n" for n, *_ in kept),
    }
    for name, text in content.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A folder with a key and a workspace into which the delivery was loaded once."""
    folder = tmp_path_factory.mktemp("geladen")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        delivery = write_delivery(folder / "levering")
        (check,) = load_deliveries(Workspace(folder / "werkmap"), [delivery])
    assert check.refused_rows == 0
    return folder


@pytest.fixture
def workspace(loaded, tmp_path, monkeypatch):
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def rows(workspace, query):
    with open_cases(workspace, read_only=True) as connection:
        return connection.execute(query).fetchall()


def cases(workspace):
    """The letters of the cases that the database holds."""
    return {name[0] for (name,) in rows(workspace, "SELECT zaak_id FROM stg_zaak")}


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


def test_a_case_goes_two_school_years_after_closing_or_after_its_own_date(workspace):
    purge_workspace(workspace, TODAY)
    assert cases(workspace) == STAY


def test_the_day_before_nothing_goes(workspace):
    assert purge_workspace(workspace, date(2026, 1, 9)) == {}
    assert cases(workspace) == MUST_GO | STAY


def test_an_open_case_without_a_date_of_its_own_stays_for_ever(workspace):
    purge_workspace(workspace, date(2039, 1, 1))
    assert cases(workspace) == {"C"}


def test_the_rows_of_a_case_go_with_it_from_every_table(workspace):
    counts = purge_workspace(workspace, TODAY)
    assert counts == {"stg_zaak": 2, "stg_gebeurtenis": 4, "stg_oudergesprek": 2, "stg_besluit": 2}
    left = "SELECT count(*) FROM stg_{} WHERE {} NOT IN (SELECT {} FROM stg_{})"
    assert rows(workspace, left.format("gebeurtenis", "zaak_nr", "zaak_nr", "zaak")) == [(0,)]
    assert rows(
        workspace, left.format("oudergesprek", "gebeurtenis_nr", "gebeurtenis_nr", "gebeurtenis")
    ) == [(0,)]
    assert rows(workspace, "SELECT count(*) FROM stg_oudergesprek") == [(4,)]


def test_tables_that_others_add_are_emptied_of_those_cases_too(workspace):
    with open_cases(workspace) as connection:
        connection.execute("CREATE TABLE mart_proef AS SELECT zaak_nr, 1 AS n FROM stg_zaak")
        connection.execute("CREATE TABLE mart_los AS SELECT besluit_nr FROM stg_besluit")
        connection.execute("CREATE TABLE mart_tel AS SELECT count(*) AS n FROM stg_zaak")
    counts = purge_workspace(workspace, TODAY)
    assert (counts["mart_proef"], counts["mart_los"]) == (2, 2)
    assert rows(workspace, "SELECT n FROM mart_tel") == [(6,)]


def test_what_stays_is_as_it_was_in_the_same_order(workspace):
    query = "SELECT * FROM stg_zaak WHERE zaak_id NOT LIKE 'A%' AND zaak_id NOT LIKE 'D%'"
    before = rows(workspace, query)
    purge_workspace(workspace, TODAY)
    assert rows(workspace, "SELECT * FROM stg_zaak") == before


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


def test_the_delivery_of_a_school_stays_known_when_all_its_cases_are_gone(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "kort", keep={"A"})])
    purge_workspace(workspace, TODAY)
    assert cases(workspace) == set()
    assert rows(workspace, "SELECT school_id, peildatum FROM stg_levering") == [
        (SCHOOL, date(2025, 12, 31))
    ]
    assert rows(workspace, "SELECT count(*) FROM log_levering") == [(2,)]
    (school,) = workspace_status(workspace).deliveries
    assert (school.status, school.cases) == ("herlevering", 0)  # not "nul_zaken": it had a case


def test_the_log_says_from_when_on_the_cases_are_whole(workspace):
    purge_workspace(workspace, TODAY)
    assert rows(workspace, "SELECT DISTINCT volgnr, gesloten_tot FROM log_verwijdering") == [
        (1, closed_until(TODAY))
    ]
    assert closed_until(TODAY) == date(2024, 1, 10)
    assert closed_until(date(2028, 2, 29)) == date(2026, 2, 28)


def test_a_closed_case_without_a_date_counts_from_its_last_event(workspace):
    with open_cases(workspace) as connection:
        connection.execute("UPDATE stg_zaak SET datum_status = NULL WHERE zaak_id LIKE 'F%'")
    purge_workspace(workspace, date(2025, 10, 8))
    assert "F" in cases(workspace)
    purge_workspace(workspace, date(2025, 10, 9))
    assert "F" not in cases(workspace)


def test_the_proof_holds_a_number_a_date_and_counts_and_no_token(workspace):
    purge_workspace(workspace, date(2026, 1, 9))
    purge_workspace(workspace, TODAY)
    proof = (workspace.root / "verwijderd.jsonl").read_text()
    first, second = map(json.loads, proof.splitlines())
    assert first == {"nr": 1, "datum": "2026-01-09", "verwijderd": {}, "bestanden": {}}
    assert second["verwijderd"]["stg_zaak"] == 2 and second["datum"] == "2026-01-10"
    assert not [t for name in "ABCDEF" for t in (token(name, 1),) if t in proof]
    assert SCHOOL not in proof


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


def test_a_delivery_can_be_loaded_after_a_purge(workspace, tmp_path):
    purge_workspace(workspace, TODAY)
    (check,) = load_deliveries(workspace, [write_delivery(tmp_path / "weer", keep=STAY)])
    assert check.status != "geweigerd" and cases(workspace) == STAY


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


def test_an_empty_workspace_says_what_to_do(tmp_path):
    with pytest.raises(WorkspaceError, match="meldcode load"):
        purge_workspace(Workspace(tmp_path / "leeg"), TODAY)


def test_every_table_has_a_term_or_a_reason_to_stay():
    terms = retention()
    assert set(terms.years) | set(terms.kept) == set(tables())
    assert not set(terms.years) & set(terms.kept)
    with_persons = {
        name
        for name, table in tables().items()
        if {"zaak_id", "gebeurtenis_id"} & set(table.column_names)
    }
    assert with_persons == set(terms.years)
    assert max(terms.years.values()) <= 2 and terms.days["deliveries"] <= 30


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("  mdo: {school", "  mda: {school", "no term for mdo"),
        ("years_after_closing: 2", "years_after_closing: twee", "number from 0 to 20"),
        (', reason: "A count of pupils per school year, public; about no person."', "", "reason"),
        ("since: loaded", "since: made", "since is 'made'; choices: loaded"),
    ],
)
def test_a_faulty_declaration_is_named(tmp_path, old, new, complaint):
    from pipeline.paths import DATA_SCHEMA

    text = (DATA_SCHEMA / "retention.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "retention.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DeclarationError, match=complaint):
        read_retention(tmp_path / "retention.yml")


def test_a_shorter_term_for_one_table_takes_only_its_rows(workspace, monkeypatch):
    from dataclasses import replace

    terms = retention()
    shorter = replace(terms, years=terms.years | {"besluit": 1})
    monkeypatch.setattr(purge_module, "retention", lambda: shorter)
    counts = purge_workspace(workspace, date(2025, 12, 1))  # A and B were closed over a year ago
    assert counts == {"stg_besluit": 2}


def test_the_fresh_file_opens_with_the_key_alone(workspace):
    purge_workspace(workspace, TODAY)
    with open_encrypted(workspace.cases, read_key()) as connection:
        assert connection.execute("SELECT count(*) FROM stg_zaak").fetchall() == [(4,)]
    with pytest.raises(duckdb.Error), open_encrypted(workspace.cases, "0" * 64):
        pass


def test_the_school_years_in_which_a_deleted_case_ran_are_known_per_school(workspace):
    purge_workspace(workspace, TODAY)
    # A ran from October 2023 to January 2024; D runs still, up to the peildatum of December 2025.
    assert rows(workspace, "SELECT * FROM log_geschoond ORDER BY ALL") == [
        (1, SCHOOL, "2023-2024"),
        (1, SCHOOL, "2024-2025"),
        (1, SCHOOL, "2025-2026"),
    ]


def test_a_purge_that_deletes_nothing_leaves_every_school_year_whole(workspace):
    purge_workspace(workspace, date(2026, 1, 9))
    assert rows(workspace, "SELECT count(*) FROM log_geschoond") == [(0,)]
