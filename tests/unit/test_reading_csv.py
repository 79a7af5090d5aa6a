"""Every way in which schools' systems write a CSV gives the same rows."""

import csv
import io
from itertools import product
from pathlib import Path

from pipeline.intake import check_deliveries, row_by_row, staging
from pipeline.intake.staging import number_texts, stage_texts
from pipeline.reading import open_delivery
from pipeline.warehouse import open_scratch
from tests.deliveries import (
    ZAAK,
    Drawing,
    deliveries,
    delivery,
    drawing,
    found,
    places,
    token,
    write_delivery,
)

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


def rewrite(folder: Path, change, table: str = "zaak") -> Path:
    path = folder / f"{table}.csv"
    path.write_bytes(change(path.read_bytes()))
    return folder


def changed(**changes) -> Drawing:
    """Draw a good delivery in which the bytes of these tables are changed."""

    def write(folder: Path) -> Path:
        write_delivery(folder)
        for table, change in changes.items():
            rewrite(folder, change, table)
        return folder

    return write


@deliveries(
    {
        (delimiter, encoding, end): drawing(delimiter=delimiter, encoding=encoding, end=end)
        for delimiter, encoding, end in product(";,\t", ENCODINGS, ["\n", "\r\n", "\r"])
    }
)
def test_delimiter_encoding_and_line_end_make_no_difference(checks):
    assert {(check.status, check.tables["zaak"]) for check in checks.values()} == {("ok", 1)}


@deliveries(
    {
        encoding: drawing(delimiter=",", encoding=encoding, zaak=ZAAK.replace("lopend", "é"))
        for encoding in ENCODINGS
    }
)
def test_how_a_file_was_read_is_said(checks):
    for encoding, check in checks.items():
        reading = next(r for r in check.readings if r.tabel == "zaak")
        assert reading.codering == encoding
        assert (reading.scheidingsteken, reading.kopregel) == ("komma", 1)
        assert reading.datums == "jjjj-mm-dd"


HEADER_IN_ROW = {
    b"sep=;\r\n": 2,
    b"Overzicht van de zaken\n": 2,
    b"Overzicht\n\n;;\nvan de zaken;;\n": 5,
    b'"Overzicht\nvan de zaken"\n': 2,
}


@deliveries(
    {
        above: changed(zaak=lambda text, above=above: above + text + b"z;x;y\n")
        for above in HEADER_IN_ROW
    }
)
def test_lines_above_the_header_are_passed_over_and_counted(checks):
    for above, row in HEADER_IN_ROW.items():
        assert places(checks[above], "token_te_kort") == [("zaak", "zaak_id", str(row + 2))]
        assert next(r.kopregel for r in checks[above].readings if r.tabel == "zaak") == row


WITHOUT_MEANING = {
    "trailing empty columns": lambda text: text.replace(b"\n", b";;;\n"),
    "blank lines": lambda text: text.replace(b"\n", b"\n\n"),
    "rows of empty cells": lambda text: text + b";;\n;;\n",
    "no newline at the end": lambda text: text.rstrip(b"\n"),
    "quotation marks": lambda text: text.replace(b"lopend", b'"lopend"'),
    "a quoted line break": lambda text: text.replace(b"lopend", b'" lopend\r\n"'),
    "spaces and capitals": lambda text: text.replace(b"lopend", b"  Lopend "),
    "spaces around a token": lambda text: text.replace(b"\nz", b"\n z"),
}


@deliveries({name: changed(zaak=change) for name, change in WITHOUT_MEANING.items()})
def test_shape_without_meaning_makes_no_difference(checks):
    seen = {name: (check.status, check.tables["zaak"]) for name, check in checks.items()}
    assert seen == dict.fromkeys(WITHOUT_MEANING, ("ok", 1))


LINES = [
    b"zaak_id;datum_signalering;status",
    *(b"z" + bytes(f"{n:026x}", "ascii") + b";2025-09-15;lopend" for n in range(3)),
    b"",
    b";;",
    b'"q\nq";2025-09-15;lopend',
    b"kort;2025-09-15;lopend",
]


@deliveries({"it": changed(zaak=lambda _: b"\n".join(LINES))})
def test_a_row_number_is_the_one_a_spreadsheet_shows(check):
    assert places(check, "token_te_kort") == [("zaak", "zaak_id", "7-8")]


NOT_TO_BE_TRUSTED = [
    ("bestand_leeg", lambda _: b""),
    ("nul_tekens", lambda text: text + b"\0"),
    ("codering_onbekend", lambda text: text + b"\x81;;\n"),
    ("codering_onbekend", lambda text: text + "é;;\n".encode() + "é;;\n".encode("cp1252")),
    ("aanhalingstekens", lambda text: text.replace(b"lopend", b'"lopend')),
    ("aanhalingstekens", lambda text: text + b"x" * 3_000_000 + b";;\n"),
    ("kopregel_ontbreekt", lambda _: b"z1;2025-09-15;lopend\n"),
    ("kolom_onbekend", lambda text: text.replace(b"status", b"iets")),
    ("identiteit_kolom", lambda text: text.replace(b"status", b"Roepnaam")),
    ("kolom_dubbel", lambda text: text.replace(b"status", b"zaak_id")),
    ("kolom_ontbreekt", lambda text: text.replace(b"status", b"acuut")),
    ("kolommen_te_veel", lambda text: text.replace(b"\n", b";a" * 1_000_000 + b"\n")),
]


@deliveries({n: changed(zaak=change) for n, (_, change) in enumerate(NOT_TO_BE_TRUSTED)})
def test_a_file_that_cannot_be_trusted_refuses_the_delivery(checks):
    for n, (rule, _) in enumerate(NOT_TO_BE_TRUSTED):
        assert checks[n].status == "geweigerd", rule
        assert rule in found(checks[n], "levering")


@delivery(zaak=ZAAK + "@z2 | 2025-09-15 | lopend | te veel \n @z3 | 2025-09-15 \n")
def test_a_row_wider_than_its_header_is_refused_and_a_shorter_one_has_empty_cells(check):
    assert check.refused_rows == 2
    assert places(check, "rij_te_breed") == [("zaak", None, "3")]
    assert places(check, "verplicht_leeg") == [("zaak", "status", "4")]


@deliveries({"it": changed(zaak=lambda text: text.replace(b"status", b"status;Piet de Wit"))})
def test_an_unknown_header_is_shown_by_its_place_alone(check):
    assert places(check, "kolom_onbekend") == [("zaak", "4", "1")]
    assert "Piet" not in repr(check.findings)


HEADERS_OF_A_SOURCE = {
    (b"esis", b"Startdatum"): "ok",
    (b"parnassys", b"Startdatum"): "geweigerd",
    (b"parnassys", b"Datum van het eerste signaal"): "ok",
}


@deliveries(
    {
        (source, name): changed(
            levering=lambda text, source=source: text.replace(b"esis", source),
            zaak=lambda text, name=name: text.replace(b"datum_signalering", name),
        )
        for source, name in HEADERS_OF_A_SOURCE
    }
)
def test_headers_of_a_source_are_known_to_that_source_only(checks):
    assert {key: check.status for key, check in checks.items()} == HEADERS_OF_A_SOURCE


def test_the_hash_of_a_delivery_changes_with_every_byte(tmp_path):
    folder = write_delivery(tmp_path / "s")
    before = open_delivery(folder).sha256
    rewrite(folder, lambda text: text + b"\n")
    assert open_delivery(folder).sha256 != before


def many_rows() -> bytes:
    """Return 500 rows of zaak, one in four of which has a code that is not known."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";", lineterminator="\n")
    writer.writerow(["zaak_id", "datum_signalering", "status", "acuut"])
    for n in range(500):
        writer.writerow([token(f"z{n}"), "15-09-2025", "lopend", ["ja", "", "x", "fout"][n % 4]])
    return rows.getvalue().encode()


@deliveries(
    {
        "fast": changed(zaak=lambda _: many_rows()),
        "slow": changed(zaak=lambda _: b"\n" + many_rows()),
    }
)
def test_reading_line_by_line_gives_what_reading_row_by_row_gives(checks):
    """The same rows with a blank line in front go the slow way; the outcome must be equal."""
    fast, slow = checks["fast"], checks["slow"]
    assert fast.fills == slow.fills
    assert found(fast) == found(slow)
    assert fast.refused_rows == slow.refused_rows == 125


def test_every_byte_of_windows_1252_is_read_as_python_reads_it(tmp_path):
    """DuckDB reads what Latin-1 has too, Python the rest; a text per byte, most of them no code."""
    defined = [b for b in range(32, 256) if b not in b'";\x7f\x81\x8d\x8f\x90\x9d']
    latin = [b for b in defined if not 0x80 <= b < 0xA0]
    header = b"zaak_id;datum_signalering;status\n"

    def texts(name: str, values: list[int]) -> set[str]:
        rows = (b"%s;15-09-2025;x%cx\n" % (token(f"z{b}").encode(), b) for b in values)
        folder = rewrite(write_delivery(tmp_path / name), lambda _: header + b"".join(rows))
        delivery = open_delivery(folder)
        text = next(text for text in delivery.texts if text.table == "zaak")
        assert (text.dialect.encoding, text.dialect.is_plain) == ("cp1252", values == latin)
        with open_scratch([text.path for text in delivery.texts]) as connection:
            stage_texts(connection, number_texts([delivery]))
            found = connection.execute("SELECT status FROM tekst_zaak").fetchall()
            return {status for (status,) in found}

    assert texts("all", defined) == {f"x{bytes([b]).decode('cp1252')}x" for b in defined}
    assert texts("latin", latin) == {f"x{bytes([b]).decode('cp1252')}x" for b in latin}


def test_one_file_that_is_not_plain_after_all_slows_down_no_other(tmp_path, monkeypatch):
    """Of nine files in one go the fifth has a blank line, which only row by row has a number."""
    folders = [write_delivery(tmp_path / str(n)) for n in range(9)]
    rewrite(folders[4], lambda content: content.replace(b"\n", b"\n\n", 1))
    slow = []

    def read_slow(connection, table, staged, obstacles):
        slow.extend((each.lev, each.text.table) for each in staged)
        return row_by_row.read_slow(connection, table, staged, obstacles)

    monkeypatch.setattr(staging, "read_slow", read_slow)
    checks = check_deliveries(folders)
    assert slow == [(4, "zaak")]
    assert [each.tables["zaak"] for each in checks] == [1] * 9
    assert {each.readings[0].rijen for each in checks} == {1}
