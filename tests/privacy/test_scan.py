"""Finished files with a leak planted in each are refused; nothing of them is written."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from pipeline.disclosure.gate import release
from pipeline.disclosure.safe_table import Edition, Publication, SafeTable
from pipeline.disclosure.scan import allow, check_files, check_publication, scan_files
from pipeline.disclosure.scan.forbidden import find_forbidden, may_hold_person_number
from pipeline.disclosure.scan.own import group_tables, own_sums
from pipeline.errors import DisclosureError
from pipeline.present.norms import step_table
from pipeline.present.table import Table
from pipeline.report.workbook import sheet_names
from pipeline.schema.tables import Label
from tests.privacy.made import SMALL, insert, make_workspace

CASE = "z4f1c09a7e22d0decafc0ffee51b3d7a90c4e6"
SCHOOL = "s5a0c1e93b7d24f8860aa1c7e42"
NO_LABEL = Label("", "")
LEAKS = {
    "a count that was not released": ("37 zaken", "number"),
    "a hidden count": ("3 zaken", "number"),
    "a count of one": ("Er was 1 zaak met een melding", "number"),
    "a percentage of nothing shown": ("17% van de zaken", "percentage"),
    "a made-up case": (f"zaak {CASE}", "made-up case"),
    "a made-up case in capitals": (CASE.upper(), "made-up case"),
    "a token of another school": ("S" + "0b7f" * 6 + "1c", "token"),
    "a token without its letter": ("7d1c09a4be22d04f8a6b90e3d7", "token"),
    "a day in a case": ("gemeld op 14 maart 2025", "day"),
    "a day as in a file": ("2025-03-14", "day"),
    "a number of a person": ("nummer 111222333", "number of a person"),
    "a number of a person with points": ("1112.22.333", "number of a person"),
    "a column of records": ("per zaak_id geteld", "column of records"),
    "a printed frame": ("[12 rows x 4 columns]", "raw data frame"),
    "a traceback": ("Traceback (most recent call last)", "traceback"),
    "the case database": ("werkmap/zaken.duckdb", "file of the case database"),
}


def counts(name: str, **values: int | None) -> SafeTable:
    cells = tuple((code, value, value is None) for code, value in values.items())
    measures = ("aantal", "is_verborgen")
    return SafeTable(name, "vrijgave", "counts", NO_LABEL, ("uitkomst",), measures, {}, cells)


def publication(school: str = SCHOOL) -> Publication:
    """Draw a publication: 40 cases of one kind, 24 of another, one number hidden."""
    schools = ((school, date(2025, 8, 31), "geleverd"),)
    columns = ("peildatum", "status")
    register = SafeTable(
        "leveringen", "vrijgave", "register", NO_LABEL, ("school_id",), columns, {}, schools
    )
    tables = {"leveringen": register, "zaken": counts("zaken", gestopt=40, beide=None, totaal=64)}
    day = date(2025, 9, 1)
    edition = Edition(
        "2025-08-31-0123456789ab", "vrijgave", "b1", None, date(2025, 8, 31), "m", day, ""
    )
    return Publication(edition, tables, {})


def found(name: str, content: bytes, *more: tuple[str, bytes]) -> set[str]:
    return {leak.kind for leak in scan_files({name: content, **dict(more)}, allow(publication()))}


SOUND = (
    "Uitgave 2025-08-31-0123456789ab, stand op 31 augustus 2025: 40 van de 64 zaken (62%). "
    "5A: hulp organiseren. 1 van de 1 scholen heeft geleverd, in 2025."
)


def page(text: str, extra: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html><body><h2>1. Zaken</h2><p>{text}</p>{extra}</body></html>".encode()
    )


def workbook(text: str, write: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("1. zaken")
        sheet.write_string(0, 0, text)
        sheet.write_number(1, 1, 64)
        if write is not None:
            write(book)
    return buffer.getvalue()


def pdf(text: str) -> bytes:
    from weasyprint import HTML

    return bytes(HTML(string=page(text).decode()).write_pdf())


def notebook(text: str, **output: object) -> bytes:
    printed = {"output_type": "stream", "name": "stdout", "text": [text]}
    cells = [
        {"cell_type": "code", "source": "deel", "metadata": {}, "outputs": [output or printed]}
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "html": page,
    "xlsx": workbook,
    "pdf": pdf,
    "ipynb": notebook,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_sound_file_passes(form: str) -> None:
    assert found(f"rapport.{form}", FORMS[form](SOUND)) == set()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found_in_every_kind_of_file(form: str, leak: str) -> None:
    words, kind = LEAKS[leak]
    assert kind in found(f"rapport.{form}", FORMS[form](f"{SOUND} {words}"))


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


def test_what_was_found_is_told_in_one_line_without_what_it_says() -> None:
    with pytest.raises(DisclosureError) as caught:
        check_files({"rapport.html": page(f"37 zaken {CASE}")}, allow(publication()))
    words = str(caught.value)
    assert words.startswith("rapport.html: holds what may not leave (")
    assert "nothing of it was written" in words
    assert "\n" not in words
    assert CASE not in words
    assert "37" not in words


def test_a_token_in_a_published_table_stops_the_release(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, SMALL)
    rows = [("school_01", "2024-2025", CASE, "ja", 1, 2)]
    insert(workspace, "stg_organisatie_maatregel", rows)
    with pytest.raises(DisclosureError, match=r"in organisatie.*nothing was published") as caught:
        release(workspace)
    assert CASE not in str(caught.value)
    assert not workspace.released.exists()
    assert not workspace.ledger.exists()
    assert list(workspace.publication.rglob("*.duckdb")) == []


def test_the_code_of_a_school_may_hold_nine_digits_and_may_not_be_a_number_of_a_person():
    check_publication(publication("s111222333c0e93b7d24f8860a"))
    with pytest.raises(DisclosureError, match="number of a person in leveringen"):
        check_publication(publication("111222333"))


def own(name: str, columns: tuple[str, ...], rows: tuple[tuple[object, ...], ...]) -> SafeTable:
    cells = tuple((SCHOOL, *row) for row in rows)
    return SafeTable(
        name,
        "vertrouwelijk",
        "exact",
        NO_LABEL,
        ("school_id",),
        columns,
        {},
        cells,  # type: ignore[arg-type]
    )


def own_publication() -> Publication:
    """Draw the verdicts of one school: two norms of step 1, two of step 2, a year still runs."""
    years = ("2023-2024", True), ("2024-2025", True), ("2025-2026", False)
    verdicts = {
        ("S1-01", "voldaan"): (310, 220, 35),
        ("S2-01", "voldaan"): (401, 430, 13),
        ("S2-03", "voldaan"): (611, 660, 14),
        ("S2-03", "niet_voldaan"): (97, 0, 0),
        ("S2-03", "niet_geregistreerd"): (11, 21, 700),
        ("S2-01", "niet_van_toepassing"): (5, 3, 0),
        ("S2-07", "niet_van_toepassing"): (900, 1000, 1100),
    }
    rows = tuple(
        (year, norm, verdict, number)
        for (norm, verdict), numbers in verdicts.items()
        for (year, _), number in zip(years, numbers, strict=True)
    )
    tables = {
        "stroom": own("stroom", ("schooljaar", "is_afgelopen"), years),
        "norm_telling": own("norm_telling", ("schooljaar", "norm_id", "verdict", "aantal"), rows),
    }
    day, code = date(2026, 1, 31), "basisonderwijs"
    edition = Edition("2026-01-31-0123456789ab", "vertrouwelijk", "b1", SCHOOL, day, code, day, "")
    return Publication(edition, tables, {})


def test_a_school_reads_its_norms_added_up_per_step_over_the_years_that_are_over() -> None:
    # Step 2, 2023-2024 and 2024-2025: 401 + 430 + 611 + 660 met; 5 + 3 did not apply, for S2-07
    # never applied and is not on the page. Recorded of S2-03: 611 + 660 + 97 of 1400.
    allowed = allow(own_publication())
    said = "2.102 keer zoals afgesproken, 97 keer anders, 8 keer niet van toepassing."
    assert scan_files({"a.html": page(said)}, allowed) == []
    assert allowed.has_percent(97.7143)
    for strange in ("2.103", "1.909", "2.801"):
        leaks = scan_files({"a.html": page(f"{strange} keer zoals afgesproken")}, allowed)
        assert [leak.kind for leak in leaks] == ["number"]


def test_a_sheet_about_a_step_has_the_step_in_its_name_and_no_bare_number() -> None:
    steps = ("alg", "1", "2", "3", "4", "5", "5A", "5B")
    tables = [Table(step_table("normen", step), "", (), ()) for step in steps]
    names = sheet_names(tables)
    assert names[:2] == ["1. normen alg", "2. normen stap 1"]
    for name in names:
        sheet = workbook("", lambda book, name=name: book.add_worksheet(name))  # type: ignore[misc]
        assert found("rapport.xlsx", sheet) == set()


def test_two_years_with_the_same_number_add_up_to_twice_that_number() -> None:
    rows = (("2023-2024", "gestopt", 301), ("2024-2025", "gestopt", 301))
    table = own("zaken", ("schooljaar", "uitkomst", "aantal"), rows)
    other = own("zaken", ("schooljaar", "uitkomst", "aantal"), (*rows, ("2025-2026", "beide", 40)))
    assert {602, 301, 2} <= set(own_sums(group_tables([table])))
    sums = set(own_sums(group_tables([other])))
    assert 602 in sums and 903 not in sums


@pytest.mark.parametrize("word", ["ZAAK_NR", "zaa\u212a_id", "meld\u0130ng_nr", "hulp_\u0131d"])
def test_the_quick_look_passes_over_no_way_of_writing_the_key_of_a_record(word: str) -> None:
    assert "column of records" in list(find_forbidden(f"een {word} in de tekst", ()))


def test_a_number_of_a_person_is_found_with_just_enough_digits_around_it() -> None:
    assert not may_hold_person_number("op 1 van 2026")
    assert may_hold_person_number("nummer 12345672")
