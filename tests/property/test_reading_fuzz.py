"""No bytes whatever make a reader fail, hang or let a value through: a finding or a refusal."""

import csv
import io
import random
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.errors import UnreadableFile
from pipeline.reading import open_delivery
from pipeline.reading.csv_text import read_rows
from pipeline.reading.workbook_guard import guard_workbook
from tests.deliveries import (
    GEBEURTENIS,
    check_all,
    drawn_book,
    found,
    write_delivery,
)

FAST = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))

HEADER = b"zaak_id;datum_signalering;status\n"
fragments = st.sampled_from(
    [
        *(b'"', b'""', b";", b",", b"\t", b"\n", b"\r", b"\r\n", b"\0"),
        *(b"\xef\xbb\xbf", b"\xff\xfe", b"\x81", "é".encode(), b"\xe9"),
        *(b"sep=;", b"zaak_id", b"status", b"lopend", b"2025-09-15"),
    ]
)
scraps = st.lists(fragments | st.binary(max_size=6), max_size=25).map(b"".join)


def open_with(content: bytes, name: str = "zaak.csv"):
    """Open a delivery whose table zaak holds these bytes; reads every row that is there."""
    with TemporaryDirectory() as folder:
        path = write_delivery(Path(folder) / "s")
        (path / name).write_bytes(content)
        delivery = open_delivery(path)
        rows = []
        for text in delivery.texts:
            try:
                rows += [row for row in read_rows(text) if text.table == "zaak"]
            except UnreadableFile:
                rows.append(None)
        return delivery, rows


@FAST
@given(scraps)
@example(b"")
@example(b'"')
@example(b'\xff\xfe"')
@example(HEADER + b'"a\nb')
def test_any_bytes_give_a_table_or_a_problem(content):
    delivery, _ = open_with(content)
    has_table = any(text.table == "zaak" for text in delivery.texts)
    assert has_table or delivery.problems


@FAST
@given(scraps)
def test_any_bytes_under_a_good_header_give_rows_as_wide_as_it(content):
    delivery, rows = open_with(HEADER + content)
    for text in delivery.texts:
        if text.table == "zaak":
            assert all(row is None or len(row) == len(text.columns) for row in rows)


@SLOW
@given(scraps)
def test_a_whole_check_of_any_bytes_ends_in_a_status(content):
    with TemporaryDirectory() as folder:
        path = write_delivery(Path(folder) / "s")
        (path / "zaak.csv").write_bytes(HEADER + content)
        check = check_all({"s": path})["s"]
    assert check.status in ("ok", "bevindingen", "geweigerd")
    taken = check.tables.get("zaak", 0)
    assert check.status != "ok" or taken == 0 or not content.strip(b"\r\n;")


cells = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"),
    max_size=12,
)


@SLOW
@given(st.lists(st.tuples(cells, cells, cells), max_size=8), st.sampled_from([";", ",", "\t"]))
def test_what_the_csv_module_writes_is_read_back_cell_by_cell(table, delimiter):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["zaak_id", "datum_signalering", "status"])
    writer.writerows(table)
    _, rows = open_with(out.getvalue().encode())
    assert rows == [list(row) for row in table]


BOOK = drawn_book()


@FAST
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_a_damaged_workbook_gives_a_table_or_a_problem(seed, count):
    generator = random.Random(seed)
    content = bytearray(BOOK)
    for _ in range(count):
        content[generator.randrange(len(content))] = generator.randrange(256)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "boek.xlsx"
        path.write_bytes(content[: generator.randrange(1, len(content) + 1)])
        delivery = open_delivery(path)
    assert delivery.texts or delivery.problems


@FAST
@given(st.text(max_size=60))
def test_a_workbook_with_any_words_in_a_sheet_gives_a_table_or_a_problem(words):
    """Well packed, so that the damage reaches the reader of sheets itself."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "boek.xlsx"
        with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(path, "w") as new:
            for entry in old.infolist():
                content = old.read(entry)
                if "sheet2" in entry.filename:
                    content = content.replace(b"lopend", words.encode("utf-8", "replace"), 1)
                new.writestr(entry.filename, content)
        delivery = open_delivery(path)
        if not delivery.problems:
            guard_workbook(path)
    assert delivery.texts or delivery.problems


def test_files_of_one_header_are_numbered_each_from_its_own_first_row(tmp_path):
    """Many files read in one go: a row number must be that of its own file."""
    generator = random.Random(5)
    folders, expected = {}, {}
    for n in range(25):
        rows = generator.randrange(0, 60)
        wrong = sorted(generator.sample(range(rows), min(rows, 3)))
        lines = [
            f"@z{n}x{row} | 2025-09-15 | {'mis' if row in wrong else 'lopend'}\n"
            for row in range(rows)
        ]
        zaak = "zaak_id | datum_signalering | status\n" + "".join(lines)
        events = GEBEURTENIS.strip().partition("\n")[0]
        folders[str(n)] = write_delivery(tmp_path / str(n), zaak=zaak, gebeurtenis=events)
        expected[str(n)] = tuple(row + 2 for row in wrong)
    for name, check in check_all(folders).items():
        rows = [f.rijen for f in check.findings if f.regel == "code_onbekend"]
        assert rows == ([expected[name]] if expected[name] else []), name
        assert set(found(check)) <= {"code_onbekend"}
