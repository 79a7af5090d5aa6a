"""The workbook: one table a sheet, text stays text, the hidden mark is explained."""

import io
from datetime import date
from types import SimpleNamespace

import openpyxl
import pytest

from pipeline.present.table import DATE, NUMBER, SHARE, Column, Table
from pipeline.report.workbook import make_workbook, sheet_names
from pipeline.schema.editions import editions

JOB = SimpleNamespace(
    title="Rapport", language="nl", peildatum="2026-01-31", edition=editions()["bestuur"]
)
TABLE = Table(
    "stand",
    "Stand van de zaken",
    (
        Column("a", "Naam"),
        Column("n", "Aantal", NUMBER),
        Column("s", "Deel", SHARE),
        Column("d", "Dag", DATE),
    ),
    (
        ("=1+1", 3, 0.5, date(2026, 1, 31)),
        ("@import", None, None, "–"),
        ("gewoon", 1234, 0.25, date(2025, 12, 1)),
    ),
    "Een noot.",
)


@pytest.fixture(scope="module")
def book():
    content = make_workbook(JOB, [TABLE.as_data()], "Gemaakt vandaag.")
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_first_sheet_explains_the_marks_and_names_the_tables(book):
    words = [str(cell.value) for row in book["Lees mij"].iter_rows() for cell in row if cell.value]
    assert "· (punt)" in words and "Stand van de zaken" in words and "Rapport" in words


def test_each_table_has_a_sheet_of_its_own_with_caption_note_and_heading(book):
    sheet = book["1. stand"]
    assert (sheet["A1"].value, sheet["A2"].value) == ("Stand van de zaken", "Een noot.")
    assert [cell.value for cell in sheet[4]] == ["Naam", "Aantal", "Deel", "Dag"]


def test_text_that_looks_like_a_formula_is_text(book):
    for cell in (book["1. stand"]["A5"], book["1. stand"]["A6"]):
        assert cell.data_type == "s" and cell.quotePrefix


def test_numbers_shares_and_dates_are_real_ones(book):
    row = book["1. stand"][5]
    assert (row[1].value, row[2].value, row[2].number_format) == (3, 0.5, "0%")
    assert row[3].value.date() == date(2026, 1, 31)


def test_a_hidden_number_is_the_mark_and_not_0(book):
    assert [cell.value for cell in book["1. stand"][6]][1:] == ["·", "·", "–"]


def test_the_names_of_sheets_are_short_allowed_and_different():
    long = Table("x/y[z]" * 9, "c", (), ())
    names = sheet_names([long, long])
    assert len(set(names)) == 2 and all(len(name) <= 31 for name in names)
    assert not any(set(name) & set("[]:*?/\\") for name in names)


def test_the_same_tables_give_the_same_bytes():
    assert len({make_workbook(JOB, [TABLE.as_data()], "x") for _ in range(2)}) == 1
