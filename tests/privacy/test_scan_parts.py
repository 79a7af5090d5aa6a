"""Every part of a finished file is looked through, also what no reader sees."""

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from tests.privacy.planted import CASE, SOUND, found, notebook, page, pdf, workbook


@pytest.mark.parametrize(
    ("extra", "kind"),
    [
        (f"<!-- {CASE} -->", "made-up case"),
        ("<!-- hier stond iets -->", "remark in the source"),
        (f'<p title="{CASE}">x</p>', "made-up case"),
        ('<svg role="img" aria-label="37 zaken"></svg>', "number"),
        ("<svg><title>37 zaken</title></svg>", "number"),
        ("<svg><text>37</text></svg>", "number"),
        ('<script type="application/json">[{"aantal": 3}]</script>', "script"),
        ('<img src="data:image/png;base64,AAAA">', "picture that cannot be read"),
        ('<a href="data:text/csv,zaak">x</a>', "embedded file"),
        ('<td data-n="3">·</td>', "data in an attribute"),
        ('<table class="dataframe"><tr><td>x</td></tr></table>', "raw data frame"),
        (f"<p>{CASE[:12]}<b>{CASE[12:]}</b></p>", "made-up case"),
        ("<p>&#122;4f1c09a7e22d0&#100;ecafc0ffee51b3d7a90c4e6</p>", "made-up case"),
        ("<p>3&#8203;7 zaken</p>", "number"),
        ("<template><p>x</p></template>", "hidden template"),
    ],
)
def test_what_a_reader_of_a_page_does_not_see_is_looked_through(extra: str, kind: str) -> None:
    assert kind in found("rapport.html", page(SOUND, extra))


def hidden_sheet(book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("Blad").hide()


def hidden_row(book: xlsxwriter.Workbook) -> None:
    book.worksheets()[0].set_row(7, options={"hidden": True})


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (hidden_sheet, "hidden sheet"),
        (hidden_row, "hidden row or column"),
        (lambda book: book.worksheets()[0].write_number(5, 0, 37), "number"),
        (lambda book: book.worksheets()[0].write_formula(5, 0, "=B2-61"), "formula"),
        (lambda book: book.worksheets()[0].write_comment(1, 1, CASE), "made-up case"),
        (lambda book: book.worksheets()[0].set_footer("37 zaken"), "number"),
        (lambda book: book.set_properties({"author": CASE}), "made-up case"),
        (lambda book: book.set_custom_property("zaken", 37), "part that is no table"),
        (lambda book: book.define_name("zaken", "=3"), "name of cells"),
    ],
    ids=["sheet", "row", "number", "formula", "comment", "footer", "author", "property", "name"],
)
def test_every_part_of_a_workbook_is_looked_through(
    write: Callable[[xlsxwriter.Workbook], None], kind: str
) -> None:
    assert kind in found("rapport.xlsx", workbook(SOUND, write))


def test_a_file_added_to_a_workbook_is_found() -> None:
    buffer = io.BytesIO(workbook(SOUND))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/zaken.csv", "zaak")
    assert found("rapport.xlsx", buffer.getvalue()) == {"part that cannot be read"}


def test_notes_and_added_files_of_a_pdf_are_looked_through() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(SOUND))))
    writer.add_metadata({"/Subject": CASE})
    writer.add_attachment("zaken.csv", b"zaak")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert found("rapport.pdf", buffer.getvalue()) >= {"made-up case", "embedded file"}


def test_a_pdf_may_hold_the_numbers_of_its_page_and_no_others() -> None:
    both = ("rapport.html", page(SOUND))
    assert found("rapport.pdf", pdf(SOUND), both) == set()
    assert found("rapport.pdf", pdf(f"{SOUND} 37 zaken"), both) == {"number"}


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ({"output_type": "error", "ename": "KeyError", "traceback": []}, "traceback"),
        ({"output_type": "display_data", "data": {"image/png": "AAAA"}}, "embedded data set"),
        ({"output_type": "display_data", "data": {"application/json": {}}}, "embedded data set"),
        ({"output_type": "display_data", "data": {"text/html": ["<p>37 zaken</p>"]}}, "number"),
        (
            {"output_type": "execute_result", "data": {"text/plain": "   a\n0  1\n1  2"}},
            "raw data frame",
        ),
    ],
    ids=["error", "picture", "data", "page", "frame"],
)
def test_every_output_of_a_notebook_is_looked_through(output: dict[str, object], kind: str) -> None:
    assert kind in found("rapport.ipynb", notebook("", **output))


@pytest.mark.parametrize("name", ["zaken.csv", "rapport.json", "beeld.png", "rapport"])
def test_a_kind_of_file_that_is_not_known_may_not_be_there(name: str) -> None:
    assert found(name, b"") == {"kind of file that is not looked through"}


@pytest.mark.parametrize("name", ["rapport.xlsx", "rapport.pdf", "rapport.ipynb"])
def test_a_file_that_cannot_be_read_may_not_be_there(name: str) -> None:
    assert found(name, b"onleesbaar") == {"part that cannot be read"}
