"""A load is all or nothing: an error, a kill or a full disk leaves a school as it was."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipeline.errors import KeyFileError, UsageError, WorkspaceError
from pipeline.intake import delivery_register, load_deliveries, read_quality
from pipeline.sample.tokens import CANARY
from pipeline.warehouse import is_encrypted, open_cases
from pipeline.workspace import Workspace
from tests.deliveries import (
    BESTUUR,
    GEBEURTENIS,
    LEVERING,
    SCHOOL,
    ZAAK,
    found,
    token,
    write_delivery,
)

ROOT = Path(__file__).resolve().parents[2]
HEADER = GEBEURTENIS.strip().partition("\n")[0]


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def rows(workspace, query):
    with open_cases(workspace, read_only=True) as connection:
        return connection.execute(query).fetchall()


def contents(workspace):
    """Return every stored row of every table but the log of loads."""
    with open_cases(workspace, read_only=True) as connection:
        names = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'zaken' ORDER BY 1"
        ).fetchall()
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names}


def cases(count: int, first: int = 0) -> str:
    return "zaak_id | datum_signalering | status\n" + "".join(
        f"@z{n} | 2025-09-15 | lopend\n" for n in range(first, first + count)
    )


def of_school(school: str, peildatum: str = "2026-01-31") -> str:
    return LEVERING.replace(SCHOOL, school).replace("2026-01-31", peildatum)


def test_a_redelivery_replaces_that_school_and_no_other(workspace, tmp_path):
    other = token("S2")
    load_deliveries(
        workspace,
        [
            write_delivery(tmp_path / "a", zaak=cases(3), gebeurtenis=HEADER),
            write_delivery(
                tmp_path / "b", levering=of_school(other), zaak=cases(2, 10), gebeurtenis=HEADER
            ),
        ],
    )
    later = of_school(SCHOOL, "2026-02-28")
    load_deliveries(
        workspace,
        [write_delivery(tmp_path / "c", levering=later, zaak=cases(4, 2), gebeurtenis=HEADER)],
    )
    per_school = rows(workspace, "SELECT school_id, count(*) FROM stg_zaak GROUP BY 1")
    assert dict(per_school) == {SCHOOL: 4, other: 2}
    deliveries = "SELECT school_id, peildatum::VARCHAR FROM stg_levering ORDER BY levering_nr"
    assert rows(workspace, deliveries) == [(other, "2026-01-31"), (SCHOOL, "2026-02-28")]
    assert len(rows(workspace, "SELECT * FROM log_levering")) == 3
    numbers = [number for (number,) in rows(workspace, "SELECT zaak_nr FROM stg_zaak")]
    assert len(set(numbers)) == 6 and numbers == sorted(numbers)
    changes = rows(
        workspace, "SELECT nieuw, gebleven, verdwenen FROM log_zaken WHERE levering_nr = 3"
    )
    assert changes == [(3, 1, 2)]


def test_two_deliveries_of_one_school_at_once_give_the_latest(workspace, tmp_path):
    older = write_delivery(tmp_path / "a", zaak=cases(3), gebeurtenis=HEADER)
    newer = write_delivery(
        tmp_path / "b",
        levering=of_school(SCHOOL, "2026-02-28"),
        zaak=cases(5),
        gebeurtenis=HEADER,
    )
    checks = load_deliveries(workspace, [newer, older])
    assert [found(check) for check in checks] == [{}, {"levering_ingehaald": 1}]
    assert rows(workspace, "SELECT count(*) FROM stg_zaak") == [(5,)]
    assert len(rows(workspace, "SELECT * FROM log_levering")) == 1


def test_what_a_later_delivery_lacks_is_said(workspace, tmp_path):
    evaluatie = "evaluatie_id | zaak_id | soort | gepland_datum\n"
    first = write_delivery(tmp_path / "a", zaak=cases(3), gebeurtenis=HEADER, evaluatie=evaluatie)
    load_deliveries(workspace, [first])
    older = write_delivery(
        tmp_path / "b",
        levering=of_school(SCHOOL, "2026-01-30"),
        zaak=cases(1),
        gebeurtenis=HEADER,
    )
    check = load_deliveries(workspace, [older])[0]
    assert found(check) == {"peildatum_ouder": 1, "zaken_verdwenen": 2, "tabel_verdwenen": 4}
    assert check.status == "ok"
    changes = read_quality(workspace, SCHOOL).wijzigingen
    lost = changes[(changes.soort == "zaken") & (changes.onderwerp == "verdwenen")]
    assert lost.nu.tolist() == [2]


def test_a_refused_delivery_leaves_the_school_as_it_was_and_the_others_are_taken(
    workspace, tmp_path
):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    before = rows(workspace, f"SELECT * FROM stg_zaak WHERE school_id = '{SCHOOL}'")
    bad = write_delivery(tmp_path / "b", zaak=ZAAK + "kort | 2025-09-15 | lopend\n")
    good = write_delivery(
        tmp_path / "c", levering=of_school(token("S2")), zaak=cases(2, 5), gebeurtenis=HEADER
    )
    checks = load_deliveries(workspace, [bad, good])
    assert [check.exit_code for check in checks] == [4, 0]
    assert rows(workspace, f"SELECT * FROM stg_zaak WHERE school_id = '{SCHOOL}'") == before
    assert rows(workspace, "SELECT count(*) FROM stg_zaak") == [(3,)]


def test_the_numbers_of_rows_add_up(workspace, tmp_path):
    zaak = cases(10) + "@z90 | geen | lopend\n@z91 | 2025-09-15 | weg\n"
    load_deliveries(workspace, [write_delivery(tmp_path / "a", zaak=zaak, gebeurtenis=HEADER)])
    (counts,) = rows(workspace, "SELECT rijen, afgekeurd_rijen FROM stg_levering")
    stored = rows(workspace, "SELECT count(*) FROM stg_zaak")[0][0]
    refused = rows(workspace, "SELECT count(DISTINCT rij) FROM reject_zaak")[0][0]
    assert counts == (13, 2)  # twelve cases and the delivery's own row
    assert stored + refused == 12


def test_a_peildatum_given_by_hand_takes_the_place_of_the_delivered_one(workspace, tmp_path):
    from datetime import date

    load_deliveries(workspace, [write_delivery(tmp_path / "a")], peildatum=date(2025, 12, 31))
    assert rows(workspace, "SELECT peildatum FROM stg_levering") == [(date(2025, 12, 31),)]


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


def run_child(code: str, workspace: Workspace, *arguments: object) -> subprocess.CompletedProcess:
    """Run a load in a process of its own: `workspace` and `paths` are ready to use."""
    start = """
        import os, resource, signal, sys
        from pathlib import Path
        import pipeline.intake.store as store
        from pipeline.errors import MeldcodeError
        from pipeline.intake import load_deliveries
        from pipeline.workspace import Workspace
        workspace, paths = Workspace(Path(sys.argv[1])), [Path(p) for p in sys.argv[2:]]
    """
    return subprocess.run(
        [
            *(sys.executable, "-c", textwrap.dedent(start) + textwrap.dedent(code)),
            *map(str, (workspace.root, *arguments)),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        check=False,
    )


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


def test_a_path_that_is_not_there_and_a_folder_of_folders_are_wrong_use(workspace, tmp_path):
    with pytest.raises(UsageError, match="there is no delivery at"):
        load_deliveries(workspace, [tmp_path / "weg"])
    write_delivery(tmp_path / "scholen" / "een")
    with pytest.raises(UsageError, match="holds folders"):
        load_deliveries(workspace, [tmp_path / "scholen"])
    assert not workspace.root.exists()


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


def test_the_register_tells_zero_from_missing(workspace, tmp_path):
    names = {name: token(name) for name in ("Svol", "Snul", "Sweg", "Sdeel")}
    deliveries = [
        write_delivery(
            tmp_path / "vol", levering=of_school(names["Svol"]), zaak=cases(2), gebeurtenis=HEADER
        ),
        write_delivery(
            tmp_path / "nul",
            levering=of_school(names["Snul"]),
            zaak=cases(0),
            gebeurtenis=HEADER,
        ),
        write_delivery(
            tmp_path / "deel",
            levering=of_school(names["Sdeel"], "2025-11-30"),
            zaak=cases(1, 8),
            gebeurtenis=HEADER,
        ),
    ]
    load_deliveries(workspace, deliveries)
    workspace.school_names.write_text(
        "school_id,naam\n" + "".join(f"{t},School {n}\n" for n, t in names.items())
    )
    register = delivery_register(workspace).set_index("school_id")
    seen = {name: register.loc[school, "status"] for name, school in names.items()}
    assert seen == {
        "Svol": "geleverd",
        "Snul": "nul_zaken",
        "Sweg": "niet_geleverd",
        "Sdeel": "deels",
    }
    counts = register["aantal_zaken"].to_dict()
    assert counts[names["Snul"]] == 0
    assert pd.isna(counts[names["Sweg"]])

    again = of_school(names["Svol"], "2026-02-01")
    load_deliveries(
        workspace,
        [write_delivery(tmp_path / "vol2", levering=again, zaak=cases(3), gebeurtenis=HEADER)],
    )
    register = delivery_register(workspace).set_index("school_id")
    assert register.loc[names["Svol"], "status"] == "herlevering"
    assert register.loc[names["Snul"], "status"] == "deels"  # its peildatum is now the older one


def test_progress_is_told_from_the_first_file_to_the_last_step(workspace, tmp_path):
    steps = []
    load_deliveries(
        workspace, [write_delivery(tmp_path / "a")], progress=lambda *step: steps.append(step)
    )
    assert steps == [(0, 3, "lezen"), (1, 3, "controleren"), (2, 3, "opslaan")]


def test_the_key_is_made_on_first_use_for_its_owner_alone(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "a")])
    if os.name == "posix":
        assert (tmp_path / "sleutel").stat().st_mode & 0o777 == 0o600
        assert workspace.root.stat().st_mode & 0o777 == 0o700
