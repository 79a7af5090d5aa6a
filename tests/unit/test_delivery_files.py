"""Which files of a delivery are read: what is passed over, not followed or refused."""

import os
from pathlib import Path

import pytest

from pipeline.__main__ import run
from tests.deliveries import Drawing, deliveries, found, places, write_delivery

POSIX = os.name == "posix"


def with_files(*names: str, of: bytes = b"x") -> Drawing:
    """Draw a good delivery with more files beside its tables."""

    def write(folder: Path) -> Path:
        write_delivery(folder)
        for name in names:
            (folder / name).write_bytes(of)
        return folder

    return write


def alone(name: str, of: bytes) -> Drawing:
    """Draw one file that is handed in by itself."""

    def write(folder: Path) -> Path:
        (folder / name).write_bytes(of)
        return folder / name

    return write


@deliveries(
    {
        "in a delivery": with_files("EDEX.xml", of=b"<EDEX/>"),
        "in a delivery, capitals": with_files("uwlr.XML", of=b"<EDEX/>"),
        "alone": alone("EDEX.xml", b"<EDEX/>"),
        "alone, capitals": alone("uwlr.XML", b"<EDEX/>"),
    }
)
def test_an_edex_file_refuses_the_delivery(checks):
    seen = {name: (check.status, found(check)["edex_xml"]) for name, check in checks.items()}
    assert seen == dict.fromkeys(checks, ("geweigerd", 1))


@deliveries({"it": with_files("Verslag Piet de Wit.docx", ".DS_Store")})
def test_a_file_of_another_kind_is_passed_over_and_its_name_is_not_shown(check):
    assert (check.status, found(check)) == ("ok", {"bestand_genegeerd": 1})
    assert "Piet" not in repr(check.findings)


OTHER_KINDS = ["zaak.xls", "levering.zip", "brief.docx", "scan.pdf"]


@pytest.mark.parametrize("name", OTHER_KINDS)
@deliveries({name: alone(name, b"PK\x03\x04") for name in OTHER_KINDS})
def test_a_file_of_another_kind_is_no_delivery_by_itself(checks, name):
    assert checks[name].status == "geweigerd"
    assert found(checks[name]) == {"bestand_genegeerd": 1, "tabel_ontbreekt": 3}
    ignored = next(f for f in checks[name].findings if f.regel == "bestand_genegeerd")
    assert "XLSX" in ignored.herstel.nl


def test_a_name_can_hold_no_line_of_its_own(tmp_path, capsys):
    """A folder's name with a line end would say anything in the name of the tool."""
    write_delivery(tmp_path / "school\n9 leveringen bekeken, 0 geweigerd \x1b[2K")
    assert run(["check", str(next(tmp_path.iterdir()))]) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[-1] == "1 leveringen bekeken, 0 geweigerd"
    assert len(shown.splitlines()) == 2
    assert "\x1b" not in shown


@pytest.mark.skipif(not POSIX, reason="a name is always text there")
@deliveries({"it": with_files(*map(os.fsdecode, [b"a\xff.csv", b"b\xff.docx"] if POSIX else []))})
def test_a_name_that_is_no_text_is_said_in_one_line(check, tmp_path, capsys):
    assert found(check) == {"bestand_verdacht": 1, "bestand_genegeerd": 1}
    odd = write_delivery(tmp_path / os.fsdecode(b"\xff"))
    assert run(["check", str(odd)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def unknown_tables(folder: Path) -> Path:
    write_delivery(folder)
    (folder / "Piet de Wit.csv").write_text("a;b\n1;2\n")
    (folder / "leerlingen.csv").write_text("Voornaam;Achternaam;Groep\nA;B;5\n")
    return folder


@deliveries({"it": unknown_tables})
def test_a_table_that_is_not_known_refuses_the_delivery_and_a_roster_says_why(check):
    assert check.status == "geweigerd"
    assert set(found(check)) == {"tabel_onbekend", "identiteit_kolom"}
    assert places(check, "identiteit_kolom")[0][1] == "1 (naam), 2 (naam), 3 (groep)"
    assert "Piet" not in repr(check.findings)


def without(table: str) -> Drawing:
    def write(folder: Path) -> Path:
        (write_delivery(folder) / f"{table}.csv").unlink()
        return folder

    return write


@deliveries({table: without(table) for table in ("levering", "zaak", "gebeurtenis")})
def test_a_missing_required_table_is_named(checks):
    for table, check in checks.items():
        assert places(check, "tabel_ontbreekt") == [(table, None, "")]


def linked(folder: Path) -> Path:
    """Write a delivery whose zaak.csv is a link to a good file outside it."""
    written = write_delivery(folder / "s")
    elsewhere = (written / "zaak.csv").rename(folder / "elders.csv")
    (written / "zaak.csv").symlink_to(elsewhere)
    return written


@deliveries({"it": linked})
def test_a_link_to_another_place_is_not_followed(check):
    assert found(check, "levering") == {"bestand_verdacht": 1}


NO_FILES = {
    "pipe": lambda path: os.mkfifo(path),
    "device": lambda path: path.symlink_to("/dev/zero"),
    "folder": lambda path: path.mkdir(),
}


def with_melding(make) -> Drawing:
    def write(folder: Path) -> Path:
        make(write_delivery(folder) / "melding.csv")
        return folder

    return write


@pytest.mark.skipif(not POSIX, reason="pipes and devices are files of POSIX")
@deliveries({kind: with_melding(make) for kind, make in NO_FILES.items() if POSIX})
def test_a_pipe_a_device_and_a_folder_are_not_waited_for(checks):
    seen = {kind: (check.status, dict(found(check))) for kind, check in checks.items()}
    assert seen == dict.fromkeys(NO_FILES, ("ok", {"bestand_genegeerd": 1}))


NAMES = ["a*b", "a[1]b", "a{b}", "a'b", "a b;c", "é"]


@deliveries({name: lambda folder, name=name: write_delivery(folder / name) for name in NAMES})
def test_the_name_of_the_folder_is_only_a_name(checks):
    assert {name: check.status for name, check in checks.items()} == dict.fromkeys(NAMES, "ok")
