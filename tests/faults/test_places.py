"""A full disk, a read-only folder, too little memory, another process, a clock, a network share.

Each gives one or two clear lines and exit code 1, and the workspace holds what it held before.
"""

import errno
import shutil
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.disclosure.ledger import only_writer
from pipeline.disk import network_share
from pipeline.doctor import examine
from pipeline.errors import WorkspaceError
from pipeline.manifest import read_manifest
from pipeline.status import workspace_status
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.faults.places import ROOM, meldcode, mount, remount, unmount, used
from tests.faults.state import everything

resource = pytest.importorskip("resource")  # absent on Windows
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="mounts and limits are a thing of POSIX"),
]
STAGES = {
    "load": ("load",),
    "build": ("build",),
    "release": ("release",),
    "purge": ("purge", "--today", "2027-08-01"),
    "report": ("report", "begin"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a key, deliveries and a workspace that was loaded, built and released."""
    folder = tmp_path_factory.mktemp("plaats")
    key = folder / "sleutel"
    options = ("--schools", "2", "--years", "2", "--seed", "5")
    assert meldcode(folder, "sample", str(folder / "lev"), *options, key=key).code == 0
    deliveries = [str(p) for p in sorted((folder / "lev").iterdir()) if p.name != "truth"]
    for words in (["load", *deliveries], ["build"], ["release"]):
        assert meldcode(folder / "werkmap", *words, key=key).code == 0
    return folder


@pytest.fixture
def key(made, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(made / "sleutel"))
    return made / "sleutel"


@pytest.fixture
def root(made, tmp_path):
    """A copy of the workspace on an ordinary disk."""
    shutil.copytree(made / "werkmap", tmp_path / "werkmap")
    return tmp_path / "werkmap"


@pytest.fixture
def disk(made, tmp_path):
    """A copy of the workspace on a disk in memory that can be filled up or made read-only."""
    place = tmp_path / "schijf"
    place.mkdir()
    if not mount(place, "size=200m"):
        pytest.skip("no permission here to mount a disk in memory")
    try:
        shutil.copytree(made / "werkmap", place / "werkmap")
        yield place
    finally:
        unmount(place)


def words(stage, made):
    delivery = next(p for p in sorted((made / "lev").iterdir()) if p.name != "truth")
    return (*STAGES[stage], str(delivery)) if stage == "load" else STAGES[stage]


@pytest.mark.parametrize("stage", STAGES)
def test_a_full_disk_changes_nothing(stage, disk, made, key):
    before = everything(disk / "werkmap")
    remount(disk, f"size={used(disk) + ROOM}")
    said = meldcode(disk / "werkmap", *words(stage, made), key=key)
    assert said.code == 1
    assert any(part in said.line for part in ("disk", "cannot write", "stopped")), said.line
    remount(disk, "size=200m")
    assert everything(disk / "werkmap") == before
    if stage == "release":  # that every stage goes on after a stop is shown by the kills
        assert meldcode(disk / "werkmap", *words(stage, made), key=key).code == 0


@pytest.mark.parametrize("stage", STAGES)
def test_a_read_only_folder_changes_nothing_and_can_be_looked_at(stage, disk, made, key):
    remount(disk, "ro")
    said = meldcode(disk / "werkmap", *words(stage, made), key=key)
    assert said.code == 1
    expected = ("read-only", "Read-only", "no permission", "cannot write", "cannot be written")
    assert any(part in said.line for part in expected), said.line
    if stage == "load":
        looked = meldcode(disk / "werkmap", "status", key=key)
        assert (looked.code, looked.err) == (0, "")


def limit_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


@pytest.mark.parametrize("stage", ["load", "purge"])
def test_a_file_that_may_not_grow_is_as_a_full_disk(stage, root, made, key):
    """Where no disk can be mounted this shows the same."""
    before = everything(root)
    said = meldcode(root, *words(stage, made), key=key, before=limit_files)
    assert said.code == 1 and said.line
    assert everything(root) == before


@pytest.mark.parametrize("stage", ["load", "build"])
def test_too_little_memory_is_one_line_and_changes_nothing(stage, root, made, key):
    before = everything(root)
    said = meldcode(root, *words(stage, made), "--memory-limit", "2MB", key=key)
    assert said.code == 1 and "memory" in said.line
    assert everything(root) == before


@pytest.mark.parametrize("stage", ["load", "build", "release", "purge"])
def test_two_processes_on_one_workspace_do_not_meet(stage, root, made, key):
    with open_cases(Workspace(root)):
        said = meldcode(root, *words(stage, made), key=key)
    assert said.code == 1 and "in use by another process" in said.line


def test_a_second_release_waits_for_its_turn(root, key):
    with only_writer(Workspace(root)):
        said = meldcode(root, "release", key=key)
    assert (said.code, said.line) == (
        1,
        "meldcode: another release is running in this workspace; wait for it",
    )


def test_a_report_reads_the_published_file_whole_while_a_release_replaces_it(root, key):
    """A file that is open is replaced by a new one, not written over."""
    file = Workspace(root).released
    with file.open("rb") as held:
        inode = file.stat().st_ino
        assert meldcode(root, "release", key=key).code == 0
        (root / "manifest.json").unlink()
        file.unlink()
        assert meldcode(root, "release", key=key).code == 0
        assert file.stat().st_ino != inode and held.read(12)[8:] == b"DUCK"


def test_a_file_that_another_program_holds_is_named(root, key, monkeypatch, capsys):
    """As on Windows, where a file that is open in another program cannot be replaced."""
    from pipeline.__main__ import run
    from pipeline.retention import purge

    def held(new: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "held", str(target))

    before = everything(root)
    monkeypatch.setattr(purge, "replace_durably", held)
    assert run(["--workspace", str(root), "purge", "--today", "2027-08-01"]) == 1
    said = capsys.readouterr().err
    assert "the purge stopped (PermissionError)" in said and "is as it was" in said
    assert everything(root) == before


def test_a_clock_that_was_set_back_makes_nothing_look_newer_than_it_is(root, key, monkeypatch):
    workspace = Workspace(root)
    manifest = workspace.manifest
    later = (datetime.now(UTC) + timedelta(days=400)).isoformat(timespec="seconds")
    loaded = read_manifest(workspace)["load"]["at"]
    manifest.write_text(manifest.read_text().replace(loaded, later))
    lines = workspace_status(workspace).lines
    assert any(line.startswith("built") and "stale" in line for line in lines)


def test_a_purge_on_a_day_in_the_past_deletes_nothing(root, key):
    before = everything(root)["cases"]
    said = meldcode(root, "purge", "--today", "2001-01-01", key=key)
    assert said.code == 0 and "nothing was past its term" in said.out
    assert everything(root)["cases"] == before


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/data /mnt/school nfs4 rw 0 0
//server/b /mnt/bestuur cifs rw 0 0
tmpfs /mnt/school/geheugen tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/ib/werkmap", None),
        ("/mnt/school/werkmap", "nfs4"),
        ("/mnt/bestuur", "cifs"),
        ("/mnt/school/geheugen/werkmap", None),
        ("/mnt/schoolbord", None),
    ],
)
def test_a_network_share_is_told_from_a_disk_of_ones_own(folder, kind, tmp_path):
    (tmp_path / "mounts").write_text(MOUNTS)
    assert network_share(Path(folder), tmp_path / "mounts") == kind
    assert network_share(Path(folder), tmp_path / "er is geen lijst") is None


def test_the_doctor_advises_against_a_network_share(root, key, monkeypatch):
    monkeypatch.setattr("pipeline.doctor.network_share", lambda folder: "nfs4")
    root.chmod(0o700)
    (found,) = [f for f in examine(Workspace(root)) if f.what == "workspace"]
    assert not found.ok and "is on nfs4; next: use a local disk" in found.remedy


def test_a_disk_without_locks_is_refused_and_not_taken_for_another_release(root, key, monkeypatch):
    def no_locks(handle: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("pipeline.disclosure.ledger._lock", no_locks)
    with (
        pytest.raises(WorkspaceError, match="has no locks; put the workspace on a disk of its own"),
        only_writer(Workspace(root)),
    ):
        pass
