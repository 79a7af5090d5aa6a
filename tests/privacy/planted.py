"""A publication, and finished files of each kind that say what they are told, leaks as well."""

import io
import json
from collections.abc import Callable
from datetime import date

import xlsxwriter

from pipeline.disclosure.safe_table import Edition, Publication, SafeTable
from pipeline.disclosure.scan import allow, scan_files
from pipeline.schema.tables import Label

CASE = "z4f1c09a7e22d0decafc0ffee51b3d7a90c4e6"
SCHOOL = "s5a0c1e93b7d24f8860aa1c7e42"
NO_LABEL = Label("", "")


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
    "Uitgave 2025-08-31-0123456789ab, stand op 31 augustus 2025: 40 van de 64 zaken (63%). "
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
