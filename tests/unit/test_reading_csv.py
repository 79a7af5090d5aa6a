"""Every way in which schools' systems write a CSV gives the same rows."""

import csv
import io
import os
from itertools import product
from pathlib import Path

import pytest

from pipeline.__main__ import run
from pipeline.intake import check_deliveries, row_by_row, staging
from pipeline.intake.findings import Check
from pipeline.intake.staging import number_texts, stage_texts
from pipeline.reading import open_delivery
from pipeline.warehouse import open_scratch
from tests.deliveries import ZAAK, check_all, found, places, token, write_delivery

ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16")


def check(folder: Path) -> Check:
    return check_deliveries([folder])[0]


def rewrite(folder: Path, change, table: str = "zaak") -> Path:
    path = folder / f"{table}.csv"
    path.write_bytes(change(path.read_bytes()))
    return folder


def test_delimiter_encoding_and_line_end_make_no_difference(tmp_path):
    shapes = list(product([";", ",", "\t"], ENCODINGS, ["\n", "\r\n", "\r"]))
    folders = {
        str(n): write_delivery(tmp_path / str(n), delimiter=d, encoding=e, end=end)
        for n, (d, e, end) in enumerate(shapes)
    }
    seen = {(check.status, check.tables["zaak"]) for check in check_all(folders).values()}
    assert seen == {("ok", 1)}


def test_how_a_file_was_read_is_said(tmp_path):
    zaak = ZAAK.replace("lopend", "é")
    folders = {
        encoding: write_delivery(tmp_path / encoding, delimiter=",", encoding=encoding, zaak=zaak)
        for encoding in ENCODINGS
    }
    for encoding, result in check_all(folders).items():
        reading = next(r for r in result.readings if r.tabel == "zaak")
        assert reading.codering == encoding
        assert (reading.scheidingsteken, reading.kopregel) == ("komma", 1)
        assert reading.datums == "jjjj-mm-dd"


def test_lines_above_the_header_are_passed_over_and_counted(tmp_path):
    header_in_row = {
        b"sep=;\r\n": 2,
        b"Overzicht van de zaken\n": 2,
        b"Overzicht\n\n;;\nvan de zaken;;\n": 5,
        b'"Overzicht\nvan de zaken"\n': 2,
    }
    folders = {}
    for n, above in enumerate(header_in_row):
        folder = write_delivery(tmp_path / str(n))
        folders[above] = rewrite(folder, lambda text, above=above: above + text + b"z;x;y\n")
    for above, result in check_all(folders).items():
        row = header_in_row[above]
        assert places(result, "token_te_kort") == [("zaak", "zaak_id", str(row + 2))]
        assert next(r.kopregel for r in result.readings if r.tabel == "zaak") == row


def test_shape_without_meaning_makes_no_difference(tmp_path):
    changes = {
        "trailing empty columns": lambda text: text.replace(b"\n", b";;;\n"),
        "blank lines": lambda text: text.replace(b"\n", b"\n\n"),
        "rows of empty cells": lambda text: text + b";;\n;;\n",
        "no newline at the end": lambda text: text.rstrip(b"\n"),
        "quotation marks": lambda text: text.replace(b"lopend", b'"lopend"'),
        "a quoted line break": lambda text: text.replace(b"lopend", b'" lopend\r\n"'),
        "spaces and capitals": lambda text: text.replace(b"lopend", b"  Lopend "),
        "spaces around a token": lambda text: text.replace(b"\nz", b"\n z"),
    }
    folders = {
        name: rewrite(write_delivery(tmp_path / name), change) for name, change in changes.items()
    }
    seen = {name: (c.status, c.tables["zaak"]) for name, c in check_all(folders).items()}
    assert seen == dict.fromkeys(changes, ("ok", 1))


def test_a_row_number_is_the_one_a_spreadsheet_shows(tmp_path):
    lines = [b"zaak_id;datum_signalering;status"]
    lines += [b"z" + bytes(f"{n:026x}", "ascii") + b";2025-09-15;lopend" for n in range(3)]
    text = b"\n".join([*lines, b"", b";;", b'"q\nq";2025-09-15;lopend', b"kort;2025-09-15;lopend"])
    result = check(rewrite(write_delivery(tmp_path / "s"), lambda _: text))
    short = dict((kolom, bereik) for _, kolom, bereik in places(result, "token_te_kort"))
    assert short == {"zaak_id": "7-8"}


def test_a_file_that_cannot_be_trusted_refuses_the_delivery(tmp_path):
    broken = {
        "bestand_leeg": lambda _: b"",
        "nul_tekens": lambda text: text + b"\0",
        "codering_onbekend": lambda text: text + b"\x81;;\n",
        "codering_onbekend ": lambda t: t + "é;;\n".encode() + "é;;\n".encode("cp1252"),
        "aanhalingstekens": lambda text: text.replace(b"lopend", b'"lopend'),
        "aanhalingstekens ": lambda text: text + b"x" * 3_000_000 + b";;\n",
        "kopregel_ontbreekt": lambda _: b"z1;2025-09-15;lopend\n",
        "kolom_onbekend": lambda text: text.replace(b"status", b"iets"),
        "identiteit_kolom": lambda text: text.replace(b"status", b"Roepnaam"),
        "kolom_dubbel": lambda text: text.replace(b"status", b"zaak_id"),
        "kolom_ontbreekt": lambda text: text.replace(b"status", b"acuut"),
        "kolommen_te_veel": lambda text: text.replace(b"\n", b";a" * 1_000_000 + b"\n"),
    }
    folders = {
        name: rewrite(write_delivery(tmp_path / name.replace(" ", "2")), change)
        for name, change in broken.items()
    }
    for rule, result in check_all(folders).items():
        assert result.status == "geweigerd", rule
        assert rule.strip() in found(result, "levering")


def test_a_row_wider_than_its_header_is_refused_and_a_shorter_one_has_empty_cells(tmp_path):
    zaak = ZAAK + "@z2 | 2025-09-15 | lopend | te veel \n @z3 | 2025-09-15 \n"
    result = check(write_delivery(tmp_path / "s", zaak=zaak))
    assert result.refused_rows == 2
    assert places(result, "rij_te_breed") == [("zaak", None, "3")]
    assert places(result, "verplicht_leeg") == [("zaak", "status", "4")]


def test_an_unknown_header_is_shown_by_its_place_alone(tmp_path):
    folder = rewrite(
        write_delivery(tmp_path / "s"), lambda text: text.replace(b"status", b"status;Piet de Wit")
    )
    result = check(folder)
    assert places(result, "kolom_onbekend") == [("zaak", "4", "1")]
    assert "Piet" not in repr(result.findings)


def test_headers_of_a_source_are_known_to_that_source_only(tmp_path):
    expected = {
        ("esis", "Startdatum"): "ok",
        ("parnassys", "Startdatum"): "geweigerd",
        ("parnassys", "Datum van het eerste signaal"): "ok",
    }
    folders = {}
    for source, name in expected:
        folder = write_delivery(tmp_path / f"{source}-{name}")
        rewrite(folder, lambda t, to=source: t.replace(b"esis", to.encode()), "levering")
        rewrite(folder, lambda t, to=name: t.replace(b"datum_signalering", to.encode()))
        folders[source, name] = folder
    assert {key: result.status for key, result in check_all(folders).items()} == expected


def test_an_edex_file_refuses_the_delivery(tmp_path):
    folders = {}
    for name in ("EDEX.xml", "uwlr.XML"):
        folder = write_delivery(tmp_path / name.partition(".")[0])
        (folder / name).write_text("<EDEX/>")
        folders |= {f"in {name}": folder, name: folder / name}
    seen = {name: found(result)["edex_xml"] for name, result in check_all(folders).items()}
    assert seen == dict.fromkeys(folders, 1)


def test_a_file_of_another_kind_is_passed_over_and_its_name_is_not_shown(tmp_path):
    folder = write_delivery(tmp_path / "s")
    (folder / "Verslag Piet de Wit.docx").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    result = check(folder)
    assert (result.status, found(result)) == ("ok", {"bestand_genegeerd": 1})
    assert "Piet" not in repr(result.findings)


@pytest.mark.parametrize("name", ["zaak.xls", "levering.zip", "brief.docx", "scan.pdf"])
def test_a_file_of_another_kind_is_no_delivery_by_itself(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    result = check(tmp_path / name)
    assert result.status == "geweigerd"
    assert found(result) == {"bestand_genegeerd": 1, "tabel_ontbreekt": 3}
    assert "XLSX" in next(f for f in result.findings if f.regel == "bestand_genegeerd").herstel.nl


def test_a_name_can_hold_no_line_of_its_own(tmp_path, capsys):
    """A folder's name with a line end would say anything in the name of the tool."""
    write_delivery(tmp_path / "school\n9 leveringen bekeken, 0 geweigerd \x1b[2K")
    assert run(["check", str(next(tmp_path.iterdir()))]) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[-1] == "1 leveringen bekeken, 0 geweigerd"
    assert len(shown.splitlines()) == 2
    assert "\x1b" not in shown


@pytest.mark.skipif(os.name == "nt", reason="a name is always text there")
def test_a_name_that_is_no_text_is_said_in_one_line(tmp_path, capsys):
    folder = write_delivery(tmp_path / "s")
    for name in (b"a\xff.csv", b"b\xff.docx"):
        (folder / os.fsdecode(name)).write_bytes(b"x")
    result = check(folder)
    assert found(result) == {"bestand_verdacht": 1, "bestand_genegeerd": 1}
    odd = tmp_path / os.fsdecode(b"\xff")
    folder.rename(odd)
    assert run(["check", str(odd)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_table_that_is_not_known_refuses_the_delivery_and_a_roster_says_why(tmp_path):
    folder = write_delivery(tmp_path / "s")
    (folder / "Piet de Wit.csv").write_text("a;b\n1;2\n")
    (folder / "leerlingen.csv").write_text("Voornaam;Achternaam;Groep\nA;B;5\n")
    result = check(folder)
    assert set(found(result)) == {"tabel_onbekend", "identiteit_kolom"}
    assert places(result, "identiteit_kolom")[0][1] == "1 (naam), 2 (naam), 3 (groep)"
    assert "Piet" not in repr(result.findings)


def test_a_missing_required_table_is_named(tmp_path):
    folders = {
        name: write_delivery(tmp_path / name) for name in ("levering", "zaak", "gebeurtenis")
    }
    for name, folder in folders.items():
        (folder / f"{name}.csv").unlink()
    for name, result in check_all(folders).items():
        assert places(result, "tabel_ontbreekt") == [(name, None, "")]


def test_a_link_to_another_place_is_not_followed(tmp_path):
    folder = write_delivery(tmp_path / "s")
    (tmp_path / "elders.csv").write_bytes((folder / "zaak.csv").read_bytes())
    (folder / "zaak.csv").unlink()
    (folder / "zaak.csv").symlink_to(tmp_path / "elders.csv")
    assert found(check(folder), "levering") == {"bestand_verdacht": 1}


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are files of POSIX")
def test_a_pipe_a_device_and_a_folder_are_not_waited_for(tmp_path):
    kinds = {
        "pipe": os.mkfifo,
        "device": lambda path: path.symlink_to("/dev/zero"),
        "folder": lambda path: path.mkdir(),
    }
    folders = {kind: write_delivery(tmp_path / kind) for kind in kinds}
    for kind, make in kinds.items():
        make(folders[kind] / "melding.csv")
    for kind, result in check_all(folders).items():
        assert (result.status, dict(found(result))) == ("ok", {"bestand_genegeerd": 1}), kind


def test_the_name_of_the_folder_is_only_a_name(tmp_path):
    names = ["a*b", "a[1]b", "a{b}", "a'b", "a b;c", "é"]
    folders = {name: write_delivery(tmp_path / name) for name in names}
    assert {check.status for check in check_all(folders).values()} == {"ok"}


def test_the_hash_of_a_delivery_changes_with_every_byte(tmp_path):
    folder = write_delivery(tmp_path / "s")
    before = open_delivery(folder).sha256
    rewrite(folder, lambda text: text + b"\n")
    assert open_delivery(folder).sha256 != before


def test_reading_line_by_line_gives_what_reading_row_by_row_gives(tmp_path):
    """The same rows with a blank line in front go the slow way; the outcome must be equal."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";", lineterminator="\n")
    writer.writerow(["zaak_id", "datum_signalering", "status", "acuut"])
    for n in range(500):
        writer.writerow([token(f"z{n}"), "15-09-2025", "lopend", ["ja", "", "x", "fout"][n % 4]])
    fast = rewrite(write_delivery(tmp_path / "fast"), lambda _: rows.getvalue().encode())
    slow = rewrite(write_delivery(tmp_path / "slow"), lambda _: b"\n" + rows.getvalue().encode())
    one, other = check_all({"fast": fast, "slow": slow}).values()
    assert one.fills == other.fills
    assert found(one) == found(other)
    assert one.refused_rows == other.refused_rows == 125


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
