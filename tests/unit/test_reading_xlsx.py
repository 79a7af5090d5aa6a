"""Workbooks: what Excel does to dates and codes, and workbooks that should not be opened."""

import datetime
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pipeline.intake import Check
from pipeline.reading import limits
from tests.deliveries import (
    GEBEURTENIS,
    LEVERING,
    ZAAK,
    Drawing,
    check_all,
    deliveries,
    drawn,
    found,
    places,
    write_delivery,
)


def make_book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in {"levering": LEVERING, "zaak": ZAAK, "gebeurtenis": GEBEURTENIS}.items():
        sheet = book.create_sheet(name)
        for row in drawn(text):
            sheet.append(row)
    return book


def save(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def book(change: Callable[[openpyxl.Workbook], None]) -> Drawing:
    """Draw a good workbook that is changed."""

    def write(folder: Path) -> Path:
        change(made := make_book())
        return save(made, folder / "levering.xlsx")

    return write


def content(made: bytes | Callable[[bytes], bytes]) -> Drawing:
    """Draw a file of these bytes that is called a workbook, or of what is made of a good one's."""

    def write(folder: Path) -> Path:
        path = save(make_book(), folder / "levering.xlsx")
        path.write_bytes(made(path.read_bytes()) if callable(made) else made)
        return path

    return write


def repacked(tmp_path: Path, name: str, change, more: dict[str, bytes] | None = None) -> Path:
    """Pack a good workbook again, each part changed, with more parts."""
    source = io.BytesIO()
    make_book().save(source)
    path = tmp_path / f"{name}.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for part, content in (more or {}).items():
            new.writestr(part, content)
    return path


def same(_: str, content: bytes) -> bytes:
    return content


def set_cells(sheet: str, **cells: object) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        for place, value in cells.items():
            book[sheet][place] = value

    return change


CHANGED_BY_EXCEL = {
    "a date": set_cells("zaak", B2=datetime.date(2025, 9, 15)),
    "a date and time": set_cells("zaak", B2=datetime.datetime(2025, 9, 15)),
    "a day number": set_cells("zaak", B2=45915),
    "a code as a number": set_cells("gebeurtenis", C2=1.0, D2=1.0),
    "a version as a number": set_cells("levering", F2=1),
}


@deliveries({name: book(change) for name, change in CHANGED_BY_EXCEL.items()})
def test_dates_and_codes_that_excel_changed_are_read(checks):
    seen = {name: check.status for name, check in checks.items()}
    assert seen == dict.fromkeys(CHANGED_BY_EXCEL, "ok")


def with_title_and_notes(made: openpyxl.Workbook) -> None:
    made["zaak"].insert_rows(1, 3)
    made["zaak"]["A1"] = "Overzicht"
    made["zaak"]["A6"] = "kort"
    made["zaak"]["B6"], made["zaak"]["C6"] = "2025-09-15", "lopend"
    made.create_sheet("Lees mij").append(["Vul eerst het blad levering in."])


@deliveries({"it": book(with_title_and_notes)})
def test_rows_above_the_header_and_sheets_that_explain_are_passed_over(check):
    assert places(check, "token_te_kort") == [("zaak", "zaak_id", "6")]
    assert [f.blad for f in check.findings] == ["zaak"]


@deliveries({"it": book(lambda made: made.create_sheet("Piet de Wit").append(["iets"]))})
def test_the_name_of_an_unknown_sheet_is_not_shown(check):
    assert found(check) == {"tabel_onbekend": 1}
    assert "Piet" not in repr(check.findings)


@deliveries({"it": book(set_cells("zaak", C2='=HYPERLINK("x","lopend")'))})
def test_a_formula_is_no_value(check):
    assert places(check, "verplicht_leeg") == [("zaak", "status", "2")]


UNSOUND = {
    "empty": ("bestand_leeg", content(b"")),
    "half": ("bestand_onleesbaar", content(lambda whole: whole[: len(whole) // 2])),
    "a text": ("bestand_onleesbaar", content(b"geen werkmap")),
    "with a password": (
        "bestand_onleesbaar",
        content(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000)),
    ),
    "a sheet without its end": (
        "bestand_onleesbaar",
        lambda folder: repacked(
            folder, "xml", lambda name, text: text[:-30] if "sheet2" in name else text
        ),
    ),
}


@deliveries({name: made for name, (_, made) in UNSOUND.items()})
def test_a_workbook_that_is_not_sound_refuses_the_delivery(checks):
    seen = {name: (check.status, found(check)) for name, check in checks.items()}
    assert seen == {name: ("geweigerd", {rule: 1}) for name, (rule, _) in UNSOUND.items()}


@deliveries(
    {
        "corner": book(set_cells("zaak", XFD1048576="x")),
        "row": book(set_cells("zaak", A1048576="x")),
    }
)
def test_two_filled_cells_in_far_corners_are_refused_before_they_fill_the_memory(checks):
    assert all(found(check) == {"bestand_te_groot": 1} for check in checks.values())


def _doctype(name: str, content: bytes) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'
    return content.replace(b"<worksheet", declared, 1) if "sheet2" in name else content


def _lying(tmp_path: Path) -> Path:
    """Return a workbook with a part that says it is smaller than it unpacks to."""
    size = 1_000_003
    part = b"<a>" + b" " * (size - 7) + b"</a>"
    path = repacked(tmp_path, "liegt", same, {"xl/y.xml": part})
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 90_000)))
    return path


def test_a_workbook_that_is_not_what_it_seems_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 20 * limits.MEGABYTE)
    paths = {
        "a bomb": repacked(tmp_path, "a", same, {"xl/x.bin": bytes(30 * limits.MEGABYTE)}),
        "a small bomb": repacked(tmp_path, "b", same, {"xl/x.bin": bytes(10 * limits.MEGABYTE)}),
        "entities": repacked(tmp_path, "c", _doctype),
        "macros": repacked(tmp_path, "d", same, {"xl/vbaProject.bin": b"x"}),
        "a path outside": repacked(tmp_path, "e", same, {"../../kwaad.txt": b"x"}),
        "a false size": _lying(tmp_path),
    }
    seen = {name: set(found(check)) for name, check in check_all(paths).items()}
    assert seen.pop("a bomb") == {"bestand_te_groot"}
    assert all(rules == {"bestand_verdacht"} for rules in seen.values()), seen


def test_a_workbook_over_the_limit_is_refused_by_its_size_alone(tmp_path, monkeypatch):
    path = save(make_book(), tmp_path / "groot.xlsx")
    monkeypatch.setattr(limits, "WORKBOOK_BYTES", 1000)
    assert found(check_all({"x": path})["x"]) == {"bestand_te_groot": 1}


@pytest.mark.parametrize("limit", ["AWKWARD_FILE_BYTES", "FILE_BYTES"])
def test_a_csv_over_the_limit_is_refused_by_its_size_alone(tmp_path, monkeypatch, limit):
    folder = write_delivery(tmp_path / "s", encoding="utf-16")
    monkeypatch.setattr(limits, limit, 50)
    result: Check = check_all({"x": folder})["x"]
    assert "bestand_te_groot" in found(result, "levering")
