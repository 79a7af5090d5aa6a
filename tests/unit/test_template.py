"""The entry workbook: what an intern begeleider finds in it, read back with openpyxl."""

import re
import zipfile
from datetime import date

import openpyxl
import pytest

from pipeline.errors import UsageError, WorkspaceError
from pipeline.paths import SQL
from pipeline.reading import open_delivery
from pipeline.schema.entry_template import MESSAGE_LENGTH, help_text, sheets
from pipeline.schema.example_row import (
    EXAMPLE,
    LISTS_SHEET,
    NORMS_SHEET,
    README_SHEET,
    USED_SHEET,
    is_example,
)
from pipeline.schema.headings import heading
from pipeline.schema.tables import code_lists, tables
from pipeline.template import Prefilled, write_template
from pipeline.template.sheets import EXAMPLE_ROW, FIRST_ROW, HEADER_ROW

SCHOOL, BESTUUR = "S" + "1a" * 13, "B" + "2b" * 13
PREFILLED = Prefilled(SCHOOL, BESTUUR, "zuid", date(2026, 2, 3))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    file = tmp_path_factory.mktemp("sjabloon") / "sjabloon.xlsx"
    write_template(file, PREFILLED)
    return file


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def cells(page, row):
    return [cell.value for cell in page[row + 1]]


def test_every_delivered_table_has_one_sheet_and_levering_zaak_gebeurtenis_come_early(book):
    delivered = [name for name in book.sheetnames if name in tables()]
    assert sorted(delivered) == sorted(tables())
    assert book.sheetnames[:2] == [README_SHEET, USED_SHEET]
    assert [delivered.index(name) for name in ("levering", "zaak", "gebeurtenis")] == [0, 2, 3]


def test_only_the_lists_are_hidden_and_the_read_me_is_in_front(book):
    assert [p.title for p in book.worksheets if p.sheet_state != "visible"] == [LISTS_SHEET]
    assert book.active.title == README_SHEET


def test_every_column_has_a_dutch_heading_and_no_heading_says_token(book):
    for name, table in tables().items():
        found = cells(book[name], HEADER_ROW)
        assert sorted(found) == sorted(heading(column) for column in table.columns)
        assert not [text for text in found if "token" in text.lower()]


def test_every_sheet_has_one_example_row_that_a_reader_can_recognise(book):
    for name, table in tables().items():
        places = {heading(c): c for c in table.columns}
        row = dict(zip(cells(book[name], HEADER_ROW), cells(book[name], EXAMPLE_ROW), strict=True))
        tokens = [row[text] for text, column in places.items() if column.token]
        assert is_example(tokens), name
        assert [t for t in tokens if t and not t.startswith(EXAMPLE)] == []


def test_headings_and_examples_are_locked_and_the_rows_below_are_not(book):
    page = book["zaak"]
    assert page.protection.sheet and page.protection.password is None
    assert page.cell(HEADER_ROW + 1, 1).protection.locked
    assert page.cell(EXAMPLE_ROW + 1, 1).protection.locked
    assert not page.column_dimensions["A"].protection.locked
    assert all(p.protection.sheet for p in book.worksheets if p.sheet_state == "visible")


def test_every_column_explains_itself_and_offers_what_it_can_take(book):
    for sheet in sheets():
        rules = book[sheet.table.name].data_validations.dataValidation
        for place, column in enumerate(sheet.columns, start=1):
            letter = openpyxl.utils.get_column_letter(place)
            own = [r for r in rules if f"{letter}{FIRST_ROW + 1}:" in str(r.sqref)]
            assert len(own) == 1, (sheet.table.name, column.name)
            assert own[0].prompt == help_text(sheet, column)
            assert len(own[0].prompt) <= MESSAGE_LENGTH
            assert heading(column).startswith(own[0].promptTitle.removesuffix(" …"))
            if column.codes:
                assert own[0].type == "list"
            elif column.type == "date":
                assert own[0].type == "date"
            elif column.type == "integer":
                assert own[0].type == "whole"
            else:
                assert own[0].type in (None, "none", "list")


def test_the_choices_behind_the_drop_downs_are_the_declared_labels(book):
    page = book[LISTS_SHEET]
    columns = {column[0].value: [c.value for c in column[1:] if c.value] for column in page.columns}
    for name in {c.codes for table in tables().values() for c in table.columns if c.codes}:
        code_list = code_lists()[name]
        expected = [label.nl for label in code_list.codes.values()]
        if code_list.name == "stap":  # steps 5 and evaluatie have no kind of event
            expected = [text for text in expected if text not in ("stap 5: beslissen", "evaluatie")]
        assert columns[code_list.name] == expected


def test_kinds_of_event_stand_beside_a_step_under_which_they_may_be_delivered(book):
    page = book[LISTS_SHEET]
    head = [cell.value for cell in page[1]]
    place = head.index("bij_stap")
    pairs = {
        (row[place], row[place + 1]) for row in page.iter_rows(2, values_only=True) if row[place]
    }
    events, steps = code_lists()["soort_gebeurtenis"], code_lists()["stap"]
    assert pairs == {
        (steps.codes[step].nl, events.codes[kind].nl)
        for kind, allowed in events.stap.items()
        for step in allowed
    }


def test_every_norm_that_can_be_answered_is_explained_and_can_be_chosen(book):
    page = book[NORMS_SHEET]
    found = {(row[0], row[1]) for row in page.iter_rows(3, values_only=True) if row[0]}
    for table in ("attest", "dossier_toets", "organisatie_maatregel"):
        pattern = tables()[table].column("norm_id").pattern
        asked = [norm for norm, sheet in found if sheet == table]
        assert asked and all(re.fullmatch(pattern, norm) for norm in asked)
    sql = (SQL / "toets_antwoord.sql").read_text(encoding="utf-8")
    answered = set(re.findall(r"\('([A-Z]\d?-\d\d)', \d+\)", sql))
    of_attest = {norm for norm in answered if not norm.startswith("D-")}
    assert {n for n, sheet in found if sheet == "attest"} == of_attest
    assert {n for n, sheet in found if sheet == "dossier_toets"} == {
        f"D-{number:02}" for number in range(1, 13)
    }


def test_levering_is_filled_in_from_the_start(book):
    row = dict(
        zip(cells(book["levering"], HEADER_ROW), cells(book["levering"], FIRST_ROW), strict=True)
    )
    assert row["School (code)"] == SCHOOL and row["Bestuur (code)"] == BESTUUR
    assert row["Vakantieregio"] == "zuid" and row["Peildatum"].date() == date(2026, 2, 3)


def test_two_templates_are_of_two_schools_unless_the_code_is_given(tmp_path):
    first, second = (write_template(tmp_path / f"{n}.xlsx") for n in "ab")
    assert first.school_id != second.school_id


def test_the_same_input_gives_the_same_file(tmp_path, path):
    write_template(tmp_path / "weer.xlsx", PREFILLED)
    assert (tmp_path / "weer.xlsx").read_bytes() == path.read_bytes()


def test_the_workbook_holds_no_macro_no_link_outside_and_no_formula_in_a_cell(path, book):
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
        text = b"".join(file.read(n) for n in names if n.endswith((".rels", ".xml")))
    assert not [n for n in names if "vba" in n.lower() or "externalLink" in n]
    assert b'TargetMode="External"' not in text
    assert not [c for p in book for r in p.iter_rows() for c in r if c.data_type == "f"]


def test_the_reader_of_deliveries_knows_every_sheet_and_heading(path, tmp_path):
    everything = openpyxl.load_workbook(path)
    for row in everything[USED_SHEET].iter_rows(min_row=3):
        row[2].value = row[2].value or "ja"
    everything.save(tmp_path / "alles.xlsx")
    delivery = open_delivery(tmp_path / "alles.xlsx")
    assert delivery.problems == ()
    assert {text.table for text in delivery.texts} == set(tables())
    for text in delivery.texts:
        assert set(text.delivered) == set(tables()[text.table].column_names)


def test_wrong_use_is_said_before_anything_is_written(tmp_path):
    with pytest.raises(UsageError, match=r"\.xlsx"):
        write_template(tmp_path / "sjabloon.csv")
    with pytest.raises(UsageError, match="noord, midden, zuid"):
        write_template(tmp_path / "s.xlsx", Prefilled(vakantieregio="oost"))
    with pytest.raises(UsageError, match="code"):
        write_template(tmp_path / "s.xlsx", Prefilled(school_id="De Regenboog"))
    with pytest.raises(WorkspaceError, match="cannot write"):
        write_template(tmp_path / "weg" / "s.xlsx")
    assert list(tmp_path.iterdir()) == []
