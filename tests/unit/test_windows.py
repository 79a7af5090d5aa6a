"""What is different on Windows, simulated here: paths, locks, open files, kernels, the console."""

import errno
import os
import sys
from pathlib import PureWindowsPath
from types import SimpleNamespace

import pytest

from pipeline import doctor
from pipeline.disclosure import ledger
from pipeline.disclosure.ledger import only_writer
from pipeline.disclosure.scan import folder
from pipeline.disk import network_share
from pipeline.errors import ReportError, UsageError, WorkspaceError
from pipeline.reading import find_deliveries, find_files
from pipeline.report import kernel, state
from pipeline.schools import Schools
from pipeline.workspace import Workspace
from tests.support.console import run_on_console

# paths


class Elsewhere:
    """A folder that stands where a Windows path says."""

    def __init__(self, path: str) -> None:
        self.path = PureWindowsPath(path)

    def resolve(self) -> PureWindowsPath:
        return self.path


@pytest.mark.parametrize(
    ("place", "kind"),
    [(r"\\server\school\werkmap", "a Windows share"), (r"D:\werkmap", None)],
)
def test_a_windows_share_is_a_network_share(place, kind, tmp_path):
    assert network_share(Elsewhere(place), tmp_path / "er is geen lijst") == kind


def test_a_report_is_compared_with_its_own_publication_whatever_the_separator(monkeypatch):
    """A report below vertrouwelijk\\de-vlieger is that of vertrouwelijk/de-vlieger."""

    class OnWindows(PureWindowsPath):
        def read_bytes(self) -> bytes:
            return b"x"

    reports = OnWindows(r"C:\werkmap\reports")
    page = OnWindows(r"C:\werkmap\reports\vertrouwelijk\de-vlieger\jaarevaluatie.html")
    asked = []
    monkeypatch.setattr(folder, "read_schools", lambda _: Schools())
    monkeypatch.setattr(folder, "_reports", lambda place: [[page]] if "vertr" in str(place) else [])
    monkeypatch.setattr(
        folder, "_publications", lambda *_: [("vertrouwelijk/de-vlieger", "its publication")]
    )
    monkeypatch.setattr(folder, "_allowed", lambda found, *_: asked.append(found))
    monkeypatch.setattr(folder, "scan_files", lambda files, _: list(files))
    found = folder.scan_reports(SimpleNamespace(reports=reports))
    assert asked == ["its publication"]
    assert found == ["vertrouwelijk/de-vlieger/jaarevaluatie.html"]


def test_a_star_that_the_shell_left_in_stands_for_every_delivery(tmp_path):
    for name in ("school-b", "school-a", "truth"):
        (tmp_path / name).mkdir()
    assert find_deliveries([tmp_path / "*"]) == [tmp_path / "school-a", tmp_path / "school-b"]
    with pytest.raises(UsageError, match="no delivery"):
        find_deliveries([tmp_path / "*.xlsx"])


def test_the_files_of_a_delivery_have_one_order_on_every_system(tmp_path):
    """Windows sorts paths without regard to case; the hash of a delivery follows the order."""
    for name in ("zaak.csv", "Levering.csv", "gebeurtenis.csv"):
        (tmp_path / name).touch()
    found = [file.name for file in find_files(tmp_path)]
    assert found == ["Levering.csv", "gebeurtenis.csv", "zaak.csv"]


# locks and open files


def test_a_lock_of_windows_keeps_a_second_release_out(tmp_path, monkeypatch):
    held: list[int] = []

    def lock(handle, mode, size):
        assert (mode, size) == ("without waiting", 1)
        if held:
            raise PermissionError(errno.EACCES, "Permission denied")
        held.append(handle)

    fake = SimpleNamespace(LK_NBLCK="without waiting", locking=lock)
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    monkeypatch.setattr(ledger, "os", SimpleNamespace(**{**vars(os), "name": "nt"}))
    second = only_writer(Workspace(tmp_path))
    with (
        only_writer(Workspace(tmp_path)),
        pytest.raises(WorkspaceError, match="another release is running"),
        second,
    ):
        raise AssertionError("two at once")
    assert len(held) == 1


def test_a_report_that_is_open_in_another_program_is_named_and_left_as_it_was(
    tmp_path, monkeypatch
):
    def refuse(new, target):
        raise PermissionError(errno.EACCES, "The process cannot access the file", str(target))

    workbook = tmp_path / "jaarevaluatie.xlsx"
    workbook.write_bytes(b"old")
    monkeypatch.setattr(state.os, "replace", refuse)
    with pytest.raises(ReportError, match=r"jaarevaluatie\.xlsx is open in another program"):
        state.write_file(workbook, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["jaarevaluatie.xlsx"]
    assert workbook.read_bytes() == b"old"


# kernels


def test_a_kernel_talks_over_this_machine_alone_and_no_signal_is_sent(tmp_path, monkeypatch):
    """zmq has no IPC on Windows, and a signal 0 ends a process there."""

    def kill(*_):
        raise AssertionError("a signal was sent")

    fake = SimpleNamespace(**{**vars(os), "name": "nt", "kill": kill})
    monkeypatch.setattr(kernel, "os", fake)
    manager = kernel._new_manager(tmp_path)
    assert (manager.transport, manager.ip) == ("tcp", "127.0.0.1")
    (tmp_path / "kern-1-x").mkdir()
    kernel.remove_abandoned(tmp_path)
    assert (tmp_path / "kern-1-x").exists()


# the console


@pytest.mark.parametrize(
    "words", [["codes"], ["indicators"], ["report", "--help"], ["doctor"], ["norms", "--nope"]]
)
def test_a_console_of_code_page_1252_shows_every_command(words, monkeypatch):
    monkeypatch.setattr(doctor, "_runs", lambda command: True)  # starts no browser
    _, out, err = run_on_console(words, "cp1252")
    assert b"Traceback" not in err and b"Unicode" not in err
    assert len((out + err).decode("cp1252").splitlines()) > 1
