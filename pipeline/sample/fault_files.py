"""Faults of whole files: what is done to a small delivery of levering, zaak and gebeurtenis.

Each operation takes the folder of a delivery and returns the delivery in which the finding must be.
The files are CSV with semicolons, UTF-8 and ISO dates.
"""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from pipeline.reading.limits import COLUMNS

FAR_AWAY = "2099-12-31"
LONG_AGO = "2020-01-31"
HEADER = "evaluatie_id;zaak_id;soort"


def _write(folder: Path, content: str | bytes, name: str = "evaluatie.csv") -> Path:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return folder


def _zip(names: tuple[str, ...]) -> bytes:
    """Return a zip with these entries, always the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        for name in names:
            book.writestr(zipfile.ZipInfo(name), "<x/>")
    return content.getvalue()


def _own_row(folder: Path, peildatum: str | None) -> None:
    """Give the delivery another peildatum, or, without one, no row about itself."""
    path = folder / "levering.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split(";"), row.split(";"), strict=True))
    lines = (
        [header]
        if peildatum is None
        else [header, ";".join((cells | {"peildatum": peildatum}).values())]
    )
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())


def no_own_row(folder: Path) -> Path:
    """Leave levering.csv without its row."""
    _own_row(folder, None)
    return folder


def far_peildatum(folder: Path) -> Path:
    """Put the peildatum far in the future."""
    _own_row(folder, FAR_AWAY)
    return folder


def older_copy(folder: Path) -> Path:
    """Put an older delivery of the same school beside it; that one is passed over."""
    copy = folder.with_name(f"{folder.name}-ouder")
    shutil.copytree(folder, copy)
    _own_row(copy, LONG_AGO)
    return copy


def missing_table(folder: Path) -> Path:
    """Leave a required table out."""
    (folder / "gebeurtenis.csv").unlink()
    return folder


def same_table_twice(folder: Path) -> Path:
    """Deliver a table twice, under names that mean the same."""
    return _write(folder, (folder / "zaak.csv").read_bytes(), "zaak_.csv")


OPERATIONS: dict[str, Callable[[Path], Path]] = {
    "no_own_row": no_own_row,
    "far_peildatum": far_peildatum,
    "older_copy": older_copy,
    "missing_table": missing_table,
    "same_table_twice": same_table_twice,
    "empty_file": lambda folder: _write(folder, ""),
    "broken_workbook": lambda folder: _write(folder, _zip(("a",))[:20], "evaluatie.xlsx"),
    "escaping_workbook": lambda folder: _write(folder, _zip(("../a",)), "evaluatie.xlsx"),
    "other_file": lambda folder: _write(folder, "niets\r\n", "lees_mij.txt"),
    "unknown_encoding": lambda folder: _write(folder, f"{HEADER}\r\n".encode() + b"\x81\xe9\r\n"),
    "nul_characters": lambda folder: _write(folder, f"{HEADER}\r\n\0\0\r\n"),
    "open_quote": lambda folder: _write(folder, f'{HEADER}\r\n"a;b;c\r\n'),
    "xml_file": lambda folder: _write(folder, "<EDEX/>", "edex.xml"),
    "unknown_table": lambda folder: _write(folder, "datum;soort\r\n", "overzicht.csv"),
    "no_header": lambda folder: _write(folder, "1;2;3\r\n"),
    "unknown_column": lambda folder: _write(folder, f"{HEADER};kleur\r\n"),
    "repeated_column": lambda folder: _write(folder, f"{HEADER};soort\r\n"),
    "missing_column": lambda folder: _write(folder, "evaluatie_id;zaak_id\r\n"),
    "too_many_columns": lambda folder: _write(folder, HEADER + ";" * COLUMNS + "\r\n"),
    "number_column": lambda folder: _write(folder, f"{HEADER};leerlingnummer\r\n"),
    "free_text_column": lambda folder: _write(folder, f"{HEADER};opmerking\r\n"),
}
