"""What is different on Windows, simulated here: names, paths, bytes, locks, open files, kernels."""

import ast
import errno
import os
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

from pipeline import doctor
from pipeline.disclosure import ledger
from pipeline.disclosure.ledger import APPROVAL, Ledger, append, only_writer, read_ledger
from pipeline.disclosure.scan import folder
from pipeline.disk import network_share
from pipeline.errors import ReportError, UsageError, WorkspaceError
from pipeline.intake.tripwires import TOKEN
from pipeline.reading import find_deliveries, find_files
from pipeline.report import kernel, state
from pipeline.schema.editions import editions
from pipeline.schema.languages import languages
from pipeline.schools import Schools
from pipeline.workspace import Workspace
from tests.privacy.made import PEILDATUM
from tests.support.console import run_on_console

ROOT = Path(__file__).resolve().parents[2]

# Naming Files, Paths, and Namespaces (Microsoft Learn)
DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}
LONGEST = 260  # MAX_PATH, with the letter of the disk and the closing NUL


def is_legal(name: str) -> bool:
    stem = name.partition(".")[0].rstrip().lower()
    return (
        bool(name)
        and stem not in DEVICES
        and not FORBIDDEN & set(name)
        and not name.endswith((".", " "))
    )


# names


NAMES = [
    "De Vlieger", "de vlieger", "DE VLIEGER.", "Dé Vlieger", " De  Vlieger ",  # one folder, else
    "Con", "AUX", "nul.", "Prn?", "com1", "LPT9", "Com0",  # devices
    'Obs "De Ark"', "St. Jan: Noord", "A/B\\C", "<Kompas>", "Wat? *", "De Brug | Zuid",
    "Ümlaut", "学校", "...", "   .", "Katholieke Basisschool Sint Franciscus van Assisi Noord",
    "Katholieke Basisschool Sint Franciscus van Assisi Zuid",
]  # fmt: skip


def test_every_school_has_a_folder_of_its_own_that_windows_can_make():
    schools = Schools({f"S{number}": name for number, name in enumerate(NAMES)})
    folders = [schools.slug(school) for school in [*schools.names, "con", "S99", "e" * 27]]
    assert [name for name in folders if not is_legal(name)] == []
    assert len({name.casefold() for name in folders}) == len(folders)


def test_a_school_keeps_its_plain_folder_when_no_other_has_it():
    schools = Schools({"S1": "De Vlieger", "S2": "Het Kompas", "S3": "het kompas"})
    assert schools.slug("S1") == "de-vlieger"
    assert schools.slug("S2") != schools.slug("S3")


@pytest.mark.parametrize("separator", ["/", "\\", ":", ".", " ", "*", "?"])
def test_no_token_that_names_a_file_holds_a_character_of_a_path(separator):
    """publicatie/vertrouwelijk/<school_id>.duckdb: only a token gets past the intake."""
    token = f"s{'0' * 12}{separator}{'0' * 12}"
    assert not re.fullmatch(TOKEN, token) and re.fullmatch(TOKEN, token.replace(separator, "0"))


def list_tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("no checkout")
    return listed.stdout.splitlines()


def test_a_checkout_has_only_names_that_windows_can_make_and_tell_apart():
    names = list_tracked()
    assert [name for name in names if not all(map(is_legal, name.split("/")))] == []
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) < 120


def test_the_longest_path_of_a_report_leaves_room_for_a_deep_workspace():
    """Half of what Windows allows is for the folder that a bestuur chose."""
    school = Schools({"S1": "Katholieke Basisschool Sint Franciscus van Assisi", "S2": NAMES[-1]})
    longest = max(
        len(f"reports\\{one.tier}\\{school.slug('S1')}\\.{one.file}-{language}.xlsx.new")
        for one in editions().values()
        for language in languages()
    )
    assert longest < LONGEST / 2
    staged = len(rf"publicatie\.nieuw-2026-01-31-{'0' * 12}\vertrouwelijk") + 1
    assert staged + len("a" * 40 + ".duckdb.wal.checkpoint") < LONGEST / 2


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


# bytes


def list_calls(path):
    text = path.read_text("utf-8")
    if not re.search(r"open\(|_text\(", text):
        return []
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]


def guesses_encoding(call: ast.Call) -> bool:
    """Return whether a call opens a text in the encoding of the machine (cp1252 on Windows)."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    words = {word.arg for word in call.keywords}
    if name in ("open", "fdopen") and getattr(getattr(call.func, "value", None), "id", "") != "os":
        texts = [part.value for part in call.args if isinstance(part, ast.Constant)]
        return not {"encoding", "mode"} & words and not any("b" in str(part) for part in texts)
    if name == "fdopen":
        return "encoding" not in words and "b" not in str(getattr(call.args[1], "value", ""))
    place = {"read_text": 0, "write_text": 1}.get(name)
    return place is not None and len(call.args) <= place and "encoding" not in words


def test_no_text_is_read_or_written_in_the_encoding_of_the_machine():
    files = [ROOT / "start.py", *ROOT.glob(".ci/*.py"), *ROOT.glob("pipeline/**/*.py")]
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
        for path in files
        for call in list_calls(path)
        if guesses_encoding(call)
    ]
    assert found == []


@pytest.fixture
def text_mode(monkeypatch):
    """`os.open` and `os.write` as on Windows: without O_BINARY an end of a line is two bytes."""
    in_text: set[int] = set()
    real_open, real_write = os.open, os.write
    binary = 1 << 40

    def open_file(path, flags, mode=0o777, **words):
        handle = real_open(path, flags & ~binary, mode, **words)
        (in_text.discard if flags & binary else in_text.add)(handle)
        return handle

    def write(handle, content):
        if handle not in in_text:
            return real_write(handle, content)
        real_write(handle, content.replace(b"\n", b"\r\n"))
        return len(content)

    monkeypatch.setattr(ledger, "_AS_IT_IS", binary)
    monkeypatch.setattr(os, "open", open_file)
    monkeypatch.setattr(os, "write", write)


def test_a_second_line_of_the_ledger_leaves_the_first_as_it_was(tmp_path, text_mode):
    path, known = tmp_path / "grootboek.jsonl", Ledger(())
    for number in range(3):
        known = append(path, known, APPROVAL, PEILDATUM, {"release_id": f"r{number}", "by": "é"})
        assert read_ledger(path) == known
    assert b"\r" not in path.read_bytes()


def test_a_line_goes_behind_the_last_also_when_a_program_has_put_in_other_ends_of_lines(tmp_path):
    path = tmp_path / "grootboek.jsonl"
    known = append(path, Ledger(()), APPROVAL, PEILDATUM, {"release_id": "r0"})
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b'{"half a')
    known = append(path, known, APPROVAL, PEILDATUM, {"release_id": "r1"})
    assert read_ledger(path) == known


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
