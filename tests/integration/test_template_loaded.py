"""The entry workbook loaded as it is: an empty sheet says "none" only when the school keeps it."""

from datetime import date

import openpyxl
import pytest

from pipeline.intake import check_deliveries, load_deliveries
from pipeline.schema.example_row import USED_SHEET
from pipeline.schema.tables import tables
from pipeline.template import Prefilled, write_template
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

SCHOOL, BESTUUR = "S" + "1a" * 13, "B" + "2b" * 13
REQUIRED = {"levering", "zaak", "gebeurtenis"}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    file = tmp_path_factory.mktemp("sjabloon") / "sjabloon.xlsx"
    write_template(file, Prefilled(SCHOOL, BESTUUR, "zuid", date(2026, 2, 3)))
    return file


def say_kept(template, target, answers):
    """A copy of the workbook in which the sheet Bladen has these answers."""
    book = openpyxl.load_workbook(template)
    for row in book[USED_SHEET].iter_rows(min_row=3):
        row[2].value = answers.get(row[0].value, row[2].value)
    book.save(target)
    return target


def delivered(check):
    return set(check.tables)


def test_an_untouched_workbook_is_zero_cases_and_nothing_else_is_registered(template):
    (check,) = check_deliveries([template])
    assert (check.status, check.exit_code, check.tables["zaak"]) == ("ok", 0, 0)
    assert delivered(check) == REQUIRED


def test_an_empty_sheet_that_is_kept_says_none_and_one_that_is_not_says_nothing(
    template, tmp_path, monkeypatch
):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    answers = {"melding": "ja", "evaluatie": "Ja", "hulp": "nee"}
    book = say_kept(template, tmp_path / "levering.xlsx", answers)
    workspace = Workspace(tmp_path / "werkmap")
    (check,) = load_deliveries(workspace, [book])
    assert delivered(check) == REQUIRED | {"melding", "evaluatie"}
    with open_cases(workspace, read_only=True) as connection:
        found = connection.execute("SELECT DISTINCT tabel FROM stg_geleverd").fetchall()
    registered = {name for (name,) in found} - {"levering"}
    assert registered == {"zaak", "gebeurtenis", "melding", "evaluatie"}


def test_a_sheet_with_rows_counts_whatever_the_register_says(template, tmp_path):
    book = openpyxl.load_workbook(say_kept(template, tmp_path / "a.xlsx", {"school_jaar": "nee"}))
    page = book["school_jaar"]
    page.append(["2025-2026", *[None] * (page.max_column - 1)])
    book.save(tmp_path / "levering.xlsx")
    (check,) = check_deliveries([tmp_path / "levering.xlsx"])
    assert "school_jaar" in delivered(check)


def test_a_workbook_of_another_maker_may_have_a_sheet_of_that_name(template, tmp_path):
    book = openpyxl.load_workbook(template)
    page = book[USED_SHEET]
    page.delete_rows(1, page.max_row)
    page.append(["een", "ander", "blad"])
    book.save(tmp_path / "levering.xlsx")
    (check,) = check_deliveries([tmp_path / "levering.xlsx"])
    assert delivered(check) == set(tables())
